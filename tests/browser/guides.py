"""`python -m tests.browser.guides`: makes the pictures of the guides anew, in `docs/images`. Look at what changed."""

import struct
import zlib

from playwright.sync_api import sync_playwright

from catalogue.env import ROOT
from tests.browser import screenshots  # sets Django up: it comes first

# isort: split
from tests.browser import guided
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.pictures import PICTURES

IMAGES = ROOT / "docs" / "images"


def repacked(picture: bytes) -> bytes:
    """Return a PNG of Chromium's (three bytes a pixel, not interlaced) without filters, which a map packs better: lossless."""
    width, height = struct.unpack(">II", picture[16:24])
    chunks, at = dict[bytes, bytes](), 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        kind = picture[at + 4 : at + 8]
        chunks[kind] = chunks.get(kind, b"") + picture[at + 8 : at + 8 + length]
        at += 12 + length
    packed, before, rows = zlib.decompress(chunks[b"IDAT"]), bytes(3 * width), []
    for start in range(0, len(packed), 1 + 3 * width):
        before = _unfiltered(packed[start], packed[start + 1 : start + 1 + 3 * width], before)
        rows.append(b"\0" + before)
    assert len(rows) == height
    chunks[b"IDAT"] = min(chunks[b"IDAT"], zlib.compress(b"".join(rows), 9), key=len)
    return picture[:8] + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks.items()
    )


def _unfiltered(kind: int, row: bytes, above: bytes) -> bytes:
    """Return the pixels of a row (PNG, section 9)."""
    found = bytearray(3) + row  # three bytes to the left of the first pixel
    over = bytes(3) + above
    for at in range(3, len(found)):
        left, up, corner = found[at - 3], over[at], over[at - 3]
        nearest = min((left, up, corner), key=lambda each: abs(left + up - corner - each))
        found[at] = (found[at] + (0, left, up, (left + up) // 2, nearest)[kind]) % 256
    return bytes(found[3:])


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with screenshots.site() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        guided.walk(browser, url, IMAGES)
        browser.close()
    for picture in IMAGES.glob("*.png"):
        if picture.stem in PICTURES:
            picture.write_bytes(repacked(picture.read_bytes()))
        else:
            picture.unlink()


if __name__ == "__main__":
    main()
