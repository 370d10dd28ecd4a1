"""Is each decision a page of its own, with its date and state, and does the list of them say the same?"""

import re
from pathlib import Path

from catalogue.env import ROOT

DECISIONS = ROOT / "docs" / "decisions"
HEAD = re.compile(r"# (?P<number>\d+)\. (?P<title>.+)\n\n- Date: \d{4}-\d\d-\d\d\n- State: (?P<state>.+)\n\n")
ROW = re.compile(r"\| \[(\d+)\]\((.+?)\) \| (.+?) \| (.+?) \|")
MOST_LINES = 30
"""Lines of a page: longer ones tell of more than one decision."""
NAMED = re.compile(r"`([\w./-]+/[\w./-]+\.\w+)`")
"""A file, by its path from the root."""


def pages() -> list[Path]:
    return sorted(path for path in DECISIONS.iterdir() if path.name != "README.md")


def head(page: Path) -> re.Match[str]:
    found = HEAD.match(page.read_text())
    assert found, page.name
    return found


def test_list_names_each_decision_with_its_title_and_state() -> None:
    said = [(head(page), page.name) for page in pages()]
    assert ROW.findall((DECISIONS / "README.md").read_text()) == [
        (found["number"], name, found["title"], found["state"]) for found, name in said
    ]


def test_decisions_are_numbered_in_their_names_without_a_gap() -> None:
    assert [page.name[:4] for page in pages()] == [f"{n:03}-" for n in range(1, len(pages()) + 1)]
    assert [int(head(page)["number"]) for page in pages()] == [*range(1, len(pages()) + 1)]


def test_decisions_are_short_and_name_files_that_are_there() -> None:
    texts = {page.name: page.read_text() for page in pages()}
    assert [name for name, text in texts.items() if len(text.splitlines()) > MOST_LINES] == []
    named = {path for text in texts.values() for path in NAMED.findall(text)}
    assert sorted(path for path in named if not (ROOT / path).exists()) == []
