"""Is each country drawn as it lies, and does every city that it shows lie where it should?"""

import re

import pytest
from django.conf import settings

from practices.places.map.outlines import outlines
from practices.places.map.silhouettes import SIDE, lands, silhouette

FILE = settings.BASE_DIR / "static" / "img" / "lands.svg"
SYMBOL = re.compile(r'<symbol id="([A-Z]{2})" viewBox="0 0 100 100"><path d="([^"]+)"/></symbol>')
SPECKS = {"VA"}
"""Countries that have no shape even by themselves: in the outlines they are a point."""


def test_file_is_what_the_outlines_give() -> None:
    """Else run `bin/derive-lands`."""
    assert FILE.read_text() == lands()


def test_file_is_light_and_has_every_country() -> None:
    text = FILE.read_text()
    assert {code for code, _path in SYMBOL.findall(text)} == {*outlines().rings} - {""} - SPECKS
    assert len(text) < 70_000


def test_every_country_stays_in_its_square_and_fills_it() -> None:
    for code, path in SYMBOL.findall(FILE.read_text()):
        xs, ys = corners(path)
        assert min(xs) >= 0 <= min(ys), code
        assert max(xs) <= SIDE >= max(ys), code
        assert max(max(xs) - min(xs), max(ys) - min(ys)) > SIDE / 2, code


def corners(path: str) -> tuple[list[int], list[int]]:
    """Return all x and all y of a path."""
    points = []
    for line in re.findall(r"M([^z]+)z", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", line)]
        x = y = 0
        for along, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + along, y + down
            points.append((x, y))
    xs, ys = zip(*points, strict=True)
    return list(xs), list(ys)


@pytest.mark.parametrize(
    ("code", "city", "spot"),
    [
        ("ES", (-2.935, 43.263), (46, 20)),  # Bilbao, at the northern coast
        ("ES", (-15.413, 28.1), None),  # Las Palmas, on an island that is not shown
        ("FR", (55.45, -20.88), None),  # Saint-Denis of Réunion
        ("NO", (5.325, 60.393), (13, 79)),  # Bergen, in the south-west
    ],
)
def test_city_lies_where_it_should(
    code: str, city: tuple[float, float], spot: tuple[int, int] | None
) -> None:
    shape = silhouette(code)
    assert shape
    assert shape.spot(city) == spot


def test_nothing_is_drawn_of_what_is_unknown() -> None:
    assert silhouette("ZZ") is None
