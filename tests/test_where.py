"""Does the page that says where to change things name files that are there, each with a test, on one page?

And does README's table of the house name its rooms?
"""

import re
from collections.abc import Iterator

from catalogue.env import ROOT

WHERE = ROOT / "docs" / "where.md"
MOST_LINES = 200
"""Lines; more is no page that one looks through."""
NAMED = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)#]+)")
THINGS, WORDS = WHERE.read_text().split("\n## Words\n")


def rows() -> Iterator[tuple[str, str, str]]:
    """Give what is changed, where, and which test proves it."""
    for line in THINGS.splitlines():
        if line.startswith("| ") and not line.startswith(("| what |", "| --- |")):
            what, where, test = (cell.strip() for cell in line.strip("|").split(" | "))
            yield what, where, test


def missing(paths: list[str]) -> list[str]:
    return [path for path in paths if not (ROOT / path).exists()]


def test_every_row_names_files_that_are_there_and_tests_that_are_there() -> None:
    found = {what: (NAMED.findall(where), NAMED.findall(test)) for what, where, test in rows()}
    assert len(found) == len(list(rows())) > 50
    assert {what: lost for what, (files, tests) in found.items() if (lost := missing(files + tests))} == {}
    assert [what for what, (files, _tests) in found.items() if not files] == []
    assert [what for what, (_files, tests) in found.items() if not all(map(is_a_test, tests or [""]))] == []


def is_a_test(path: str) -> bool:
    return path.startswith("tests/") and "/test_" in path


def test_every_path_of_the_page_is_there() -> None:
    named = {name for name in NAMED.findall(THINGS) if "/" in name and not name.startswith("./")}
    assert missing(sorted(named)) == []
    assert [link for link in LINK.findall(THINGS + WORDS) if not (WHERE.parent / link).exists()] == []


def test_it_is_one_page() -> None:
    assert len(WHERE.read_text().splitlines()) <= MOST_LINES


def test_readme_names_every_package_and_no_room_that_is_not_there() -> None:
    """Names after the first of a row stand at the root, in `practices/`, or in the folder of the first."""
    table = (ROOT / "README.md").read_text().split("| room | what it answers |\n")[1].split("\n\n")[0]
    named = set()
    for row in table.splitlines()[1:]:
        first, *others = NAMED.findall(row)
        named.add(first)
        for name in others:
            places = [folder + name for folder in ("", "practices/", first)]
            named.add(next((place for place in places if not missing([place])), name))
    assert missing(sorted(named)) == []
    packages = {f"practices/{path.parent.name}/" for path in (ROOT / "practices").glob("*/__init__.py")}
    assert sorted(packages - named) == ["practices/migrations/"]
