"""Do the guides show the pictures that are made, all of them, small and of one size?"""

import re
import struct

from catalogue.env import ROOT
from tests.pictures import LARGEST, PICTURES, SIZE

IMAGES = ROOT / "docs" / "images"
PICTURE = re.compile(r"!\[([^\]]*)\]\((?:docs/)?images/([^)]*)\)")


def shown() -> list[tuple[str, str]]:
    """Return the words and the file of each picture that a guide shows."""
    guides = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [found for guide in guides for found in PICTURE.findall(guide.read_text())]


def test_guides_show_each_picture_that_is_made_and_no_other() -> None:
    assert sorted(file for _words, file in shown()) == sorted(f"{name}.png" for name in PICTURES)
    assert sorted(path.name for path in IMAGES.iterdir()) == sorted(f"{name}.png" for name in PICTURES)


def test_each_picture_is_told_in_words() -> None:
    assert [file for words, file in shown() if len(words) < 10] == []


def test_pictures_are_small_and_of_one_size() -> None:
    for name in PICTURES:
        picture = (IMAGES / f"{name}.png").read_bytes()
        assert (name, struct.unpack(">II", picture[16:24]), len(picture) <= LARGEST) == (name, SIZE, True)
