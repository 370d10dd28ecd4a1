"""Are renditions upright, in sRGB and silent about the camera, whatever the picture was, and within their bounds?"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from catalogue.env import ROOT
from practices.uploads import child, renditions
from practices.uploads.kinds import AVIF, JPEG, PNG, WEBP, FileKind, kind_of
from practices.uploads.renditions import Rendition, RenditionCutOff, RenditionFailed, render
from tests.uploads.written import (
    BLUE,
    GREEN,
    PICTURES,
    RED,
    WHITE,
    exif,
    picture_file,
    quartered,
    wide_profile,
)

QUARTERS = (RED, GREEN, BLUE, WHITE)
CLOSE = 12
"""How far a colour may be off after it was packed twice."""
SAYING = ("exif", "xmp", "icc_profile", "comment", "photoshop")


def rendered(raw: bytes) -> list[Rendition]:
    file = BytesIO(raw)
    kind = kind_of(file)
    assert kind
    return render(file, kind)


def seen(rendition: Rendition) -> Image.Image:
    picture = Image.open(BytesIO(rendition.content))
    assert picture.size == (rendition.width, rendition.height)
    assert picture.format == rendition.kind.name.upper()
    return picture


def quarters(picture: Image.Image) -> list[tuple[int, ...]]:
    plain = picture.convert("RGB")
    width, height = plain.size
    dots = [plain.getpixel((width * x // 4, height * y // 4)) for y in (1, 3) for x in (1, 3)]
    return [dot for dot in dots if isinstance(dot, tuple)]


def is_close(found: list[tuple[int, ...]], expected: tuple[tuple[int, ...], ...]) -> bool:
    return all(
        abs(one - other) <= CLOSE
        for dots in zip(found, expected, strict=True)
        for one, other in zip(*dots, strict=True)
    )


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (10, [10]),
        (320, [320]),
        (500, [320, 500]),
        (800, [320, 800]),
        (1600, [320, 800, 1600]),
        (2000, [320, 800, 1600]),
    ],
)
def test_widths_are_never_larger_than_the_picture(width: int, widths: list[int]) -> None:
    made = rendered(picture_file("JPEG", quartered(width, width // 2)))
    assert [(each.width, each.height, each.kind) for each in made] == [
        (each, each // 2, kind) for each in widths for kind in (WEBP, JPEG)
    ]


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_but_dots_comes_along(name: str) -> None:
    """The pictures say where they were taken, by whom and with what."""
    raw = PICTURES[name]()
    assert b"Somebody with a name" in raw
    for rendition in rendered(raw):
        picture = seen(rendition)
        assert [key for key in SAYING if key in picture.info] == []
        assert dict(picture.getexif()) == {}
        assert b"Somebody" not in rendition.content
        assert is_close(quarters(picture), QUARTERS)


@pytest.mark.one_in(4)
@pytest.mark.long
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "corners"),
    [
        (1, (RED, GREEN, BLUE, WHITE)),
        (2, (GREEN, RED, WHITE, BLUE)),
        (3, (WHITE, BLUE, GREEN, RED)),
        (4, (BLUE, WHITE, RED, GREEN)),
        (5, (RED, BLUE, GREEN, WHITE)),
        (6, (BLUE, RED, WHITE, GREEN)),
        (7, (WHITE, GREEN, BLUE, RED)),
        (8, (GREEN, WHITE, RED, BLUE)),
    ],
)
def test_picture_stands_upright(form: str, orientation: int, corners: tuple[tuple[int, ...], ...]) -> None:
    made = rendered(picture_file(form, quartered(640, 320), exif=exif(orientation=orientation)))
    is_turned = orientation in child.TURNED
    assert {each.width for each in made} == ({320} if is_turned else {320, 640})
    for rendition in made:
        assert abs(rendition.height - rendition.width * (2 if is_turned else 0.5)) <= 1
        assert is_close(quarters(seen(rendition)), corners)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_colours_of_another_profile_become_srgb(form: str) -> None:
    """Where the profile has red and green the other way round, so have the renditions."""
    for rendition in rendered(picture_file(form, quartered(), icc_profile=wide_profile())):
        first, second, *_others = quarters(seen(rendition))
        assert first[1] > 150 > first[0]
        assert second[0] > 150 > second[1]


@pytest.mark.parametrize("profile", [b"no profile", b"\0" * 200])
def test_broken_profile_is_left_aside(profile: bytes) -> None:
    assert is_close(quarters(seen(rendered(picture_file("PNG", icc_profile=profile))[0])), QUARTERS)


@pytest.mark.parametrize(
    ("form", "mode"),
    [("PNG", "P"), ("PNG", "RGBA"), ("JPEG", "CMYK"), ("WEBP", "RGBA")],
)
def test_picture_of_any_makeup_keeps_its_colours(form: str, mode: str) -> None:
    picture = quartered().quantize(4) if mode == "P" else quartered(mode=mode)
    for rendition in rendered(picture_file(form, picture)):
        assert is_close(quarters(seen(rendition)), QUARTERS)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "I;16"])
def test_picture_in_greys_keeps_them(mode: str) -> None:
    value: Any = {"1": 1, "LA": (255, 255), "I;16": 200 * 256}.get(mode, 200)
    grey = 200 if mode in {"L", "I;16"} else 255
    for rendition in rendered(picture_file("PNG", Image.new(mode, (50, 50), value))):
        assert is_close([quarters(seen(rendition))[0]], ((grey,) * 3,))


def test_what_shows_through_is_kept_as_webp_and_white_as_jpeg() -> None:
    made = rendered(picture_file("PNG", Image.new("RGBA", (50, 50), (*RED, 0))))
    webp, jpeg = (seen(each) for each in made)
    assert webp.getchannel("A").getextrema() == (0, 0)
    assert jpeg.getpixel((9, 9)) == WHITE


@pytest.mark.parametrize(("size", "largest"), [((1, 60_000), (1, 16_000)), ((60_000, 1), (1600, 1))])
def test_thread_of_a_picture_is_rendered(size: tuple[int, int], largest: tuple[int, int]) -> None:
    last = rendered(picture_file("PNG", Image.new("RGB", size, RED)))[-1]
    assert (last.width, last.height) == largest


# Bounds


@pytest.mark.sampled("JPEG", "AVIF")
@pytest.mark.parametrize(
    ("kind", "side"),
    [(JPEG, 5000), (PNG, 5000), (WEBP, 4472), (AVIF, 4472)],
    ids=["JPEG", "PNG", "WebP", "AVIF"],
)
@pytest.mark.long
def test_largest_picture_fits_into_the_memory(kind: FileKind, side: int) -> None:
    options: dict[str, Any] = {
        "AVIF": {"speed": 10, "subsampling": "4:4:4"},
        "JPEG": {"progressive": True, "subsampling": 0},
    }
    mode = "CMYK" if kind == JPEG else "RGBA"
    raw = picture_file(kind.name, quartered(side, side, mode), **options.get(kind.name, {}))
    assert [each.width for each in render(BytesIO(raw), kind)] == [320, 320, 800, 800, 1600, 1600]


@pytest.mark.parametrize(
    "make",
    [
        lambda: picture_file("PNG")[:-40],
        lambda: picture_file("JPEG", quartered(2000, 1000))[:3000],
        lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        lambda: picture_file("PNG", Image.new("1", (9_000, 9_000))),
    ],
    ids=["cut off", "JPEG cut off", "no PNG", "bomb"],
)
def test_picture_that_cannot_be_read_fails_with_a_cure(
    make: Callable[[], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(
        RenditionFailed, match=r"^This picture cannot be shown: .* Save it anew as JPEG, and add that\.$"
    ):
        rendered(make())
    assert "was not made anew" in caplog.text


def test_child_of_another_format_than_said_fails() -> None:
    with pytest.raises(RenditionFailed):
        render(BytesIO(picture_file("PNG")), JPEG)


@pytest.mark.sampled("MOST_MADE-100")
@pytest.mark.long
@pytest.mark.parametrize(
    ("bound", "value"), [("MEGABYTES", 60), ("CPU_SECONDS", 0), ("SECONDS", 0.05), ("MOST_MADE", 100)]
)
def test_child_that_takes_more_than_it_may_ends(
    monkeypatch: pytest.MonkeyPatch, bound: str, value: float
) -> None:
    raw = picture_file("PNG", quartered(4000, 4000))
    monkeypatch.setattr(renditions, bound, value)
    with pytest.raises(RenditionFailed):
        rendered(raw)


@pytest.mark.parametrize(
    ("bound", "value", "said"),
    [
        ("SECONDS", 0.05, RenditionCutOff),
        ("CPU_SECONDS", 0, RenditionFailed),
        ("MEGABYTES", 60, RenditionFailed),
    ],
)
def test_only_what_a_busy_machine_cut_off_may_be_tried_again(
    monkeypatch: pytest.MonkeyPatch, bound: str, value: float, said: type[Exception]
) -> None:
    monkeypatch.setattr(renditions, bound, value)
    with pytest.raises(RenditionFailed) as failed:
        rendered(picture_file("PNG", quartered(4000, 4000)))
    assert type(failed.value) is said


def test_child_knows_nothing_of_the_site() -> None:
    assert "django" not in Path(renditions.CHILD).read_text()


@pytest.mark.long
def test_server_knows_nothing_of_pillow() -> None:
    code = "import catalogue.wsgi, practices.urls, practices.uploads.renditions, sys; print('PIL.Image' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert said == "False\n"


@pytest.mark.thorough
def test_ten_at_once_are_made_one_after_the_other_within_the_memory() -> None:
    raw = picture_file("JPEG", quartered(5000, 5000))
    most = [0, 0]

    def watch() -> None:
        while not done:
            found = children()
            most[0], most[1] = max(most[0], len(found)), max(most[1], sum(found))
            time.sleep(0.02)

    done = False
    with ThreadPoolExecutor(11) as pool:
        watching = pool.submit(watch)
        made = list(pool.map(rendered, [raw] * 10))
        done = True
        watching.result()
    assert [len(each) for each in made] == [6] * 10
    assert most[0] == 1
    assert 0 < most[1] < renditions.MEGABYTES * 2**20


def children() -> list[int]:
    """Return the memory of each process that makes a picture for this one, in bytes."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            words = (path / "cmdline").read_bytes().split(b"\0")
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            pages = int((path / "statm").read_text().split()[1])
        except (OSError, IndexError):
            continue
        if parent == os.getpid() and bytes(renditions.CHILD) in words:
            found.append(pages * resource.getpagesize())
    return found


def test_nothing_of_a_child_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered(picture_file("PNG"))
    monkeypatch.setattr(renditions, "SECONDS", 0.05)
    with pytest.raises(RenditionFailed):
        rendered(picture_file("PNG", quartered(4000, 4000)))
    assert children() == []
