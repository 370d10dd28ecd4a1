"""Which entries are there already: same title from the same source, or same title and place."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import close_old_connections, connection

from practices.entries.actions import create_draft
from practices.imports import practices
from practices.imports.practices import import_practices
from practices.models import Practice
from tests.builders import make_city
from tests.imports.written import ENTRY, brought_in, csv_of, json_of, totals

pytestmark = pytest.mark.django_db

PAGE = "https://source.example/list"
FIRST: dict[str, Any] = {"title": "A Table!", "country": "IT", "city": "Turin", "source_url": PAGE}


def number() -> int:
    """Return the number of the entry that is there."""
    return Practice.objects.get().pk


def test_one_page_tells_of_many_practices(tmp_path: Path) -> None:
    titles = ["A choir", "The harbour school", "Night buses", "Bread for all"]
    rows = [ENTRY | {"title": title, "source_url": PAGE} for title in titles]
    assert brought_in(csv_of(tmp_path, *rows)) == [totals(created=4)]
    assert sorted(practice.title for practice in Practice.objects.filter(source_url=PAGE)) == sorted(titles)


def test_titles_that_differ_at_their_end_only_are_not_the_same(tmp_path: Path) -> None:
    beginning = "Programme of the city for those who came and for those who were there " * 3
    rows = [ENTRY | {"title": f"{beginning}{end}", "source_url": PAGE} for end in ("A choir", "A school")]
    assert brought_in(csv_of(tmp_path, *rows))[-1] == totals(created=2)
    assert brought_in(csv_of(tmp_path, *rows))[-1] == totals(there=2)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"title": "a  table", "country": "NO", "source_url": PAGE}, "title and source"),
        ({"title": "A table", "source_url": "http://WWW.Source.example/list/#third"}, "title and source"),
        ({"title": "A tàble", "country": "Italy", "city": "Torino"}, "title and place"),
        (
            {"title": "A table", "country": "IT", "city": "Turin", "source_url": f"{PAGE}?page=2"},
            "title and place",
        ),
    ],
)
def test_same_entry_is_left_alone_and_named_with_its_row_and_why(
    tmp_path: Path, other: dict[str, Any], why: str
) -> None:
    make_city("Turin", "IT", aliases=["Torino"])
    brought_in(json_of(tmp_path, FIRST))
    assert brought_in(csv_of(tmp_path, other)) == [
        f"line 2, “{' '.join(other['title'].split())}”: already there: number {number()} has this {why}.",
        totals(there=1),
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Another", "source_url": PAGE},
        {"title": "A table", "country": "IT"},
        {"title": "A table", "country": "IT", "city": "Nowhere"},
        {"title": "A table", "country": "FR", "city": "Turin", "source_url": f"{PAGE}/1"},
        {"title": "A table", "source_url": "https://other.example/list"},
        {"title": "A table", "source_url": f"{PAGE}?page=2"},
    ],
)
def test_other_entry_comes_in_although_it_looks_alike(tmp_path: Path, other: dict[str, Any]) -> None:
    make_city("Turin", "IT")
    brought_in(json_of(tmp_path, FIRST))
    assert brought_in(json_of(tmp_path, other))[-1] == totals(created=1)


def test_entries_without_a_place_are_the_same_only_by_their_source(tmp_path: Path) -> None:
    rows = [
        {"title": "A table", "source_url": f"{PAGE}/{number}", "country": "Atlantis"} for number in (1, 2)
    ]
    path = json_of(tmp_path, *rows, {"title": "A table"})
    assert brought_in(path)[-1] == totals(created=3)
    assert brought_in(path)[-1] == totals(there=3)


def test_entry_twice_in_one_file_comes_in_once_and_is_reported(tmp_path: Path) -> None:
    path = json_of(tmp_path, ENTRY, ENTRY | {"purpose": "Other words."})
    assert brought_in(path) == [
        "entry 2, “A table”: already there: entry 1 has this title and place.",
        totals(created=1, there=1),
    ]


def test_entry_is_there_already_although_its_city_came_into_the_list_meanwhile(tmp_path: Path) -> None:
    path = json_of(tmp_path, ENTRY | {"country": "SE", "city": "Botkyrka kommun"})
    assert brought_in(path)[-1] == totals(created=1)
    make_city("Botkyrka", "SE", aliases=["Botkyrka kommun"])
    assert brought_in(path)[-1] == totals(there=1)
    other = json_of(tmp_path, ENTRY | {"country": "SE", "city": "Stockholm"})
    assert brought_in(other)[-1] == totals(created=1)


def test_titles_that_look_alike_come_in_and_are_reported(tmp_path: Path) -> None:
    brought_in(json_of(tmp_path, ENTRY | {"title": "The reading ship"}))
    pk = number()
    path = json_of(
        tmp_path,
        ENTRY | {"title": "The reading ships"},
        ENTRY | {"title": "Night buses of the harbour"},
        ENTRY | {"title": "Night bus of the harbour", "city": "Nowhere"},
        ENTRY | {"title": "The reading ship", "country": "SE"},
    )
    said = brought_in(path)
    assert [line for line in said if "same" in line] == [
        f"entry 1, “The reading ships”: It may be the same as number {pk}, “The reading ship”: both are kept.",
        (
            "entry 3, “Night bus of the harbour”: City: “Nowhere” is not found in the list of cities; "
            "it stays as typed. It may be the same as entry 2, “Night buses of the harbour”: both are kept."
        ),
    ]
    assert said[-1] == totals(created=4)


def test_entry_that_somebody_brings_in_meanwhile_is_left_alone_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practices, "AT_ONCE", 1)
    said: list[str] = []

    def say(line: str) -> None:
        if not said:
            create_draft({"title": "B"}, by=None, source_url=PAGE)
        said.append(line)

    second = ENTRY | {"title": "B", "source_url": PAGE}
    import_practices(json_of(tmp_path, ENTRY | {"cost": "?"}, second, ENTRY | {"title": "C"}), say=say)
    pk = Practice.objects.get(title="B").pk
    assert said[1:] == [
        f"entry 2, “B”: already there: number {pk} has this title and source.",
        totals(created=2, there=1),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_bring_in_each_entry_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practices, "AT_ONCE", 3)
    path = json_of(tmp_path, *(ENTRY | {"title": f"{n} tables", "source_url": PAGE} for n in range(30)))
    said: list[str] = []
    start = threading.Barrier(2)

    def run() -> None:
        try:
            start.wait()
            import_practices(path, say=said.append)
        finally:
            connection.close()
            close_old_connections()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Practice.objects.count() == 30
    assert sum("already there: number" in line for line in said) == 30
