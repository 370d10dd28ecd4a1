"""What the process that makes pictures anew does, called here without its bounds."""

import io
import json
import sys
from io import BytesIO
from typing import Any

import pytest
from PIL import AvifImagePlugin, Image

from practices.uploads import child
from tests.uploads.written import RED, exif, picture_file, quartered, wide_profile

WIDTHS, MOST = [20, 40], 10_000


def made(raw: bytes, form: str = "PNG") -> list[Image.Image]:
    about, files = child.make(raw, form, WIDTHS, MOST)
    assert [each["bytes"] for each in about] == [len(file) for file in files]
    pictures: list[Image.Image] = [Image.open(BytesIO(file)) for file in files]
    assert [(each["width"], each["height"], each["form"]) for each in about] == [
        (*picture.size, picture.format) for picture in pictures
    ]
    return pictures


@pytest.fixture(autouse=True)
def own_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give back to Pillow what it has for all pictures of this process."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)
    monkeypatch.setattr(AvifImagePlugin, "DEFAULT_MAX_THREADS", AvifImagePlugin.DEFAULT_MAX_THREADS)


@pytest.mark.parametrize(
    ("size", "widths", "expected"),
    [
        ((10, 5), [20, 40], [(10, 5)]),
        ((20, 5), [20, 40], [(20, 5)]),
        ((30, 9), [20, 40], [(20, 6), (30, 9)]),
        ((400, 1), [20, 40], [(20, 1), (40, 1)]),
        ((10, 32_000), [20, 40], [(5, 16_000)]),
    ],
)
def test_sizes_are_bounded_by_width_and_height(
    size: tuple[int, int], widths: list[int], expected: list[tuple[int, int]]
) -> None:
    assert child.sizes(size, widths) == expected


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_makeup_becomes_colours(mode: str) -> None:
    picture = Image.new(mode, (60, 30))
    assert {(each.format, each.mode in {"RGB", "RGBA"}) for each in made(picture_file("PNG", picture))} == {
        ("WEBP", True),
        ("JPEG", True),
    }


@pytest.mark.parametrize(("orientation", "size"), [(1, (40, 20)), (6, (30, 60))])
def test_picture_is_turned_before_it_is_measured(orientation: int, size: tuple[int, int]) -> None:
    raw = picture_file("JPEG", quartered(60, 30), exif=exif(orientation=orientation))
    assert made(raw, "JPEG")[-1].size == size


def test_profile_is_applied_and_left_behind() -> None:
    red = Image.new("RGB", (60, 30), RED)
    dot: Any = made(picture_file("PNG", red, icc_profile=wide_profile()))[0].convert("RGB").getpixel((9, 9))
    assert dot[1] > dot[0]


@pytest.mark.parametrize(
    ("raw", "form"), [(picture_file("PNG"), "JPEG"), (picture_file("PNG", quartered(101, 100)), "PNG")]
)
def test_other_format_and_more_dots_than_may_be_are_refused(raw: bytes, form: str) -> None:
    with pytest.raises((OSError, Image.DecompressionBombWarning)):
        made(raw, form)


@pytest.mark.parametrize(
    ("raw", "is_made"), [(picture_file("PNG", quartered(60, 30)), True), (b"no picture", False)]
)
def test_answer_is_a_line_and_then_the_files(
    raw: bytes, is_made: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.TextIOWrapper(BytesIO())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(BytesIO(raw)))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(child, "stay_within", lambda *_bounds: None)
    child.answer("PNG", "20,40", str(MOST), "400", "30")
    line, _newline, content = out.buffer.getvalue().partition(b"\n")
    told = json.loads(line)
    assert isinstance(told, list) is is_made
    assert len(content) == (sum(each["bytes"] for each in told) if is_made else 0)
