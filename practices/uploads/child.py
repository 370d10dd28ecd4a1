"""The process that makes one picture anew with Pillow: alone, bounded, without the site, which it never imports.

`renditions` starts it with the format of the picture, the widths, and how much it may take. The picture comes in and its
renditions go out by the standard streams: first a line of JSON, then their bytes one after the other.
"""

import json
import os
import resource
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

MEGABYTE = 1024 * 1024
KIND = 5
"""How far it stands back where pages want the processor, too."""
HIGHEST = 16_000
"""Dots of the longer side: WebP has no more than 16,383."""
TURNED = {5, 6, 7, 8}
"""Values of EXIF's orientation that make a picture's width its height."""
WHITE = (255, 255, 255)
FORMS: dict[str, dict[str, Any]] = {
    "WEBP": {"quality": 80, "method": 4},
    "JPEG": {"quality": 82, "optimize": True, "progressive": True},
}


def stay_within(megabytes: int, seconds: int) -> None:
    """Take no more addresses or time than that, and write no file; be the first to go where memory is short.

    What takes more of the processor ends with another signal than what is killed on a busy machine.
    """
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    os.nice(KIND)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def sizes(size: tuple[int, int], widths: list[int]) -> list[tuple[int, int]]:
    """Return how large the renditions are: each width that the picture has, the last its own where it has not all."""
    width, height = size
    wanted = [each for each in widths if each < width]
    if len(wanted) < len(widths):
        wanted.append(width)
    scales = (min(each / width, HIGHEST / height) for each in wanted)
    return sorted({(max(1, round(width * scale)), max(1, round(height * scale))) for scale in scales})


def upright(picture: Any, widest: int, most_dots: int) -> Any:
    """Return a picture in dots of red, green, blue (and what shows through), upright, in sRGB, at most so wide."""
    from PIL import Image, ImageOps  # noqa: PLC0415  within the bounds

    if picture.width * picture.height > most_dots:
        raise ValueError(f"{picture.width} x {picture.height} dots")
    is_turned = picture.getexif().get(0x0112) in TURNED
    size = picture.size[::-1] if is_turned else picture.size
    largest = sizes(size, [widest])[-1]
    picture.draft(
        None, largest[::-1] if is_turned else largest
    )  # a JPEG gives an eighth, a quarter or half of its dots
    profile = picture.info.get("icc_profile")
    picture = _plain(picture).resize(
        largest[::-1] if is_turned else largest, Image.Resampling.LANCZOS, reducing_gap=3
    )
    ImageOps.exif_transpose(picture, in_place=True)
    return _in_srgb(picture, profile)


def _plain(picture: Any) -> Any:
    """Return a picture whose dots can be mixed: no palette, eight bits a colour."""
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L")
    has_hole = "transparency" in picture.info or picture.mode in {"LA", "PA", "La"}
    if has_hole:
        return picture.convert("RGBA")
    if picture.mode in {"1", "P"}:
        return picture.convert("RGB")
    return picture


def _in_srgb(picture: Any, profile: bytes | None) -> Any:
    """Return a picture in sRGB; a profile that is broken, or of other colours than the picture's, is left aside."""
    from PIL import ImageCms  # noqa: PLC0415  within the bounds

    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(
                picture, given, ImageCms.createProfile("sRGB"), ImageCms.Intent.RELATIVE_COLORIMETRIC, mode
            )
    return picture.convert(mode)


def written(picture: Any, form: str) -> bytes:
    """Return a picture as a file that says nothing but its dots."""
    from PIL import Image  # noqa: PLC0415  within the bounds

    if form == "JPEG" and picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, WHITE)
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = BytesIO()
    bare.save(out, form, **FORMS[form])
    return out.getvalue()


def make(
    raw: bytes, form: str, widths: list[int], most_dots: int
) -> tuple[list[dict[str, Any]], list[bytes]]:
    """Return what the renditions are, and their bytes."""
    from PIL import AvifImagePlugin, Image  # noqa: PLC0415  within the bounds

    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each thread has addresses of its own
    Image.MAX_IMAGE_PIXELS = most_dots
    with Image.open(BytesIO(raw), formats=[form]) as picture:
        seen = upright(picture, max(widths), most_dots)
    about, files = [], []
    for size in sizes(seen.size, widths):
        scaled = seen if size == seen.size else seen.resize(size, Image.Resampling.LANCZOS)
        for each in FORMS:
            files.append(written(scaled, each))
            about.append({"width": size[0], "height": size[1], "form": each, "bytes": len(files[-1])})
    return about, files


def answer(form: str, widths: str, most_dots: str, megabytes: str, seconds: str) -> None:
    """Make what comes in anew, or say why not."""
    stay_within(int(megabytes), int(seconds))
    try:
        about, files = make(
            sys.stdin.buffer.read(), form, [int(each) for each in widths.split(",")], int(most_dots)
        )
    except Exception as error:  # noqa: BLE001  whatever Pillow makes of a hostile picture is told to who asked
        about, files = [], []
        told: Any = f"{type(error).__name__}: {error}"
    else:
        told = about
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + b"".join(files))


if __name__ == "__main__":
    answer(*sys.argv[1:])
