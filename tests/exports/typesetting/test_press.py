"""Does the press take no more than it may, and read nothing but its own pages?"""

import re
import sys

import pytest

from practices.exports.typesetting import press
from practices.exports.typesetting.child import unprintable
from practices.exports.typesetting.press import PAGES, NotPrinted, typeset


def test_pages_read_nothing_but_each_other_and_run_no_text() -> None:
    for page in PAGES.glob("*.typ"):
        source = page.read_text()
        assert set(re.findall(r'#import "([^"]*)"', source)) <= {"look.typ"}
        data_alone = source.replace("image(\n    bytes(book.pictures.at(each.picture)),", "")
        assert re.findall(r"\b(eval|read|include|plugin|csv|yaml|toml|xml|image)\(", data_alone) == []


def test_server_never_loads_typst() -> None:
    assert "typst" not in sys.modules


@pytest.mark.parametrize(("name", "most"), [("MEGABYTES", 150), ("SECONDS", 0.01), ("MOST_CHARACTERS", 1)])
def test_what_takes_too_much_is_not_printed(monkeypatch: pytest.MonkeyPatch, name: str, most: float) -> None:
    monkeypatch.setattr(press, name, most)
    with pytest.raises(NotPrinted, match=r"book\.typ"):
        typeset("book.typ", "{}")


def test_what_is_no_data_is_a_fault_that_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(NotPrinted):
        typeset("book.typ", "no JSON")
    assert "typst ended with 1 at book.typ" in caplog.text


def test_signs_that_no_font_has_are_read_off_what_typst_says() -> None:
    told = 'error: PDF/UA-1 error: the text `"{}"` could not be displayed with font `"A"`'
    diagnostic = "\n".join(told.format(text) for text in ("\\u{e0001}", "e\u0352", "\\u{e0001}"))
    assert unprintable(diagnostic) == ["e\u0352", "\U000e0001"]
