"""Practices from files: which come in, and which are there already."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.imports import practices
from practices.imports.cities import load_cities, load_topics
from practices.imports.practices import import_practices
from practices.models import Edition, Event, Practice, Snapshot, Topic, version
from practices.search.engine import is_found
from practices.workflow import Status
from tests import examples
from tests.browser.seed import CITIES, PARTNERS
from tests.builders import make_city, make_topic
from tests.examples import COUNT
from tests.imports.written import ENTRY, brought_in, command, json_of, totals

pytestmark = pytest.mark.django_db


@pytest.mark.long
def test_examples_come_in_published_with_city_documents_and_licence_and_only_once() -> None:
    load_cities(only=CITIES | PARTNERS)
    load_topics()
    assert brought_in(examples.FIRST, publish=True) == [totals(created=COUNT, published=COUNT)]
    listed = examples.listed()
    editions = list(Edition.objects.order_by("pk").select_related("practice", "city"))
    assert [(e.title, e.period, e.purpose, e.documents) for e in editions] == [
        (p["title"], p["period"], p["purpose"], p["documents"]) for p in listed
    ]
    assert sorted({edition.city.slug for edition in editions if edition.city}) == sorted(CITIES)
    assert {edition.practice.licence for edition in editions} == {"CC-BY-4.0"}
    assert {topic.name for topic in editions[0].topics.all()} == set(listed[0]["topics"])
    before = [Model.objects.count() for Model in (Practice, Edition, Event, Snapshot)]
    *said, total = brought_in(examples.FIRST, publish=True)
    assert (len(said), total) == (COUNT, totals(there=COUNT))
    assert [Model.objects.count() for Model in (Practice, Edition, Event, Snapshot)] == before


def test_practice_from_a_file_has_no_contributor_and_is_moved_by_the_operator(tmp_path: Path) -> None:
    brought_in(json_of(tmp_path, ENTRY), publish=True)
    practice, event = Practice.objects.get(), Event.objects.get()
    assert (practice.contributor, practice.status, practice.licence) == (None, Status.PUBLISHED, "")
    assert (event.move, event.actor) == ("publish", None)


def test_topic_that_is_renamed_meanwhile_has_its_new_name_in_what_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practices, "AT_ONCE", 1)
    topic = make_topic("homes", "Homes")
    said: list[str] = []

    def say(line: str) -> None:
        if not said:
            Topic.objects.filter(pk=topic.pk).update(name="Shelter")
            version.invalidate_pages()
        said.append(line)

    some: dict[str, Any] = ENTRY | {"topics": ["homes"]}
    first, second = some | {"title": "A"}, some | {"title": "B"}
    import_practices(json_of(tmp_path, first | {"cost": "?"}, second), publish=True, say=say)
    names = [snapshot.answers["topics"][0]["name"] for snapshot in Snapshot.objects.order_by("pk")]
    assert names == ["Homes", "Shelter"]
    assert is_found("shelter")


def test_draft_that_is_there_is_not_published(tmp_path: Path) -> None:
    brought_in(json_of(tmp_path, ENTRY))
    assert brought_in(json_of(tmp_path, ENTRY), publish=True)[-1] == totals(there=1)
    assert Practice.objects.get().status == Status.DRAFT


@pytest.mark.parametrize(
    ("of_file", "option", "licence"),
    [
        ("CC-BY-4.0", "", "CC-BY-4.0"),
        ("CC-BY-4.0", "CC0-1.0", "CC0-1.0"),
        ("", "cc-by-sa-4.0", "CC-BY-SA-4.0"),
        ("nonsense", "CC0-1.0", "CC0-1.0"),
        (None, "", ""),
    ],
)
def test_licence_of_the_option_wins(tmp_path: Path, of_file: Any, option: str, licence: str) -> None:
    brought_in(json_of(tmp_path, ENTRY, licence=of_file), licence=option)
    practice = Practice.objects.get()
    assert (practice.licence, practice.licence_agreed_at) == (licence, None)


def test_dry_run_says_the_same_and_changes_nothing(tmp_path: Path) -> None:
    make_topic("housing")
    brought_in(json_of(tmp_path, ENTRY))
    path = json_of(
        tmp_path,
        ENTRY,
        ENTRY | {"title": "B", "city": "Nowhere", "topics": ["housing", "x"]},
        ENTRY | {"title": "B", "city": "Nowhere"},
        ENTRY | {"title": "C", "country": ""},
        {"purpose": "none"},
        7,
        colour="red",
    )
    before = list(Practice.objects.values())
    dry = brought_in(path, publish=True, dry_run=True)
    assert list(Practice.objects.values()) == before
    assert (Edition.objects.count(), Event.objects.count(), Snapshot.objects.count()) == (0, 0, 0)
    assert brought_in(path, publish=True) == dry
    assert dry[-1] == totals(created=2, published=1, there=2, refused=2)


def test_command_fails_only_when_an_entry_was_refused(tmp_path: Path) -> None:
    good, bad = json_of(tmp_path, ENTRY), tmp_path / "bad.json"
    bad.write_text(json.dumps([ENTRY, 7]))
    assert command(good, "--dry-run") == (f"{totals(created=1)}\n", "")
    assert command(good, "--publish") == (f"{totals(created=1, published=1)}\n", "")
    out, failure = command(good)
    assert (out.splitlines()[-1], failure) == (totals(there=1), "")
    assert command(good, "--strict") == (out, "Entries that were there already were left alone: 1.")
    out, failure = command(bad)
    assert out.splitlines()[-1] == totals(there=1, refused=1)
    assert failure == "Entries were refused: 1."


def queries(folder: Path, some: list[dict[str, Any]], **options: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        brought_in(json_of(folder, *some), **options)
    return len(captured)


def test_queries_of_an_entry_do_not_grow_with_the_number_of_entries(tmp_path: Path) -> None:
    make_city("Bergen", "NO")
    topic = make_topic()
    drafts, published = (
        [
            ENTRY | {"title": f"{name} {number}", "city": "Bergen", "topics": [topic.slug]}
            for number in range(10)
        ]
        for name in ("Draft", "Edition")
    )
    alone = connection.vendor == "postgresql"  # no other import meanwhile
    one, nine = queries(tmp_path, drafts[:1]), queries(tmp_path, drafts[1:])
    assert one == nine == 12 + alone
    held = 2 if connection.features.has_select_for_update else 0  # its cities, and its topics
    _first, one, eight = (
        queries(tmp_path, some, publish=True) for some in (published[:1], published[1:2], published[2:])
    )
    assert one == eight == 26 + alone + held


LONG = {"purpose": "word " * 10_000}


def wal() -> int:
    """Return how many bytes SQLite keeps beside its file."""
    file = Path(f"{connection.settings_dict['NAME']}-wal")
    return file.stat().st_size if file.exists() else 0  # the last connection that closes takes it away


@pytest.mark.thorough
@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_dry_run_leaves_no_large_file_beside_the_database(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its log for all; the file beside the database is SQLite's")
    path = json_of(tmp_path, *(ENTRY | LONG | {"title": f"{number} tables"} for number in range(100)))
    before = wal()
    assert brought_in(path, publish=True, dry_run=True)[-1] == totals(created=100, published=100)
    assert wal() - before < 2**21
    assert (Practice.objects.count(), Snapshot.objects.count(), Event.objects.count()) == (0, 0, 0)


FULL_AFTER_FIVE = """
    CREATE FUNCTION full_after_five() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF (SELECT count(*) FROM practices_practice) >= 5 THEN
            RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER full_after_five BEFORE INSERT ON practices_practice FOR EACH ROW
        EXECUTE FUNCTION full_after_five();
"""


@contextmanager
def full_disk() -> Iterator[None]:
    """Let the database have room for some entries more, by what it has for it, and then give it room again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")  # no room that is free within the file
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + 200}")
        else:
            cursor.execute(FULL_AFTER_FIVE)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA max_page_count = 1000000")
            else:
                cursor.execute("DROP FUNCTION full_after_five CASCADE")


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("publish", [True, False])
def test_full_disk_is_said_in_one_line_and_the_next_run_goes_on(tmp_path: Path, *, publish: bool) -> None:
    path = json_of(tmp_path, *(ENTRY | LONG | {"title": f"{number} tables"} for number in range(40)))
    options = ["--publish"] if publish else []
    with full_disk():
        out, failure = command(path, *options)
    came = Practice.objects.count()
    reason = {
        "sqlite": "database or disk is full",
        "postgresql": "could not extend file: No space left on device",
    }[connection.vendor]
    kept = totals(created=came, published=came * publish)
    assert (0 < came < 40, out.splitlines()[-1]) == (True, kept)
    assert failure == (
        f"{path}: The database gave up at entry {came + 1}: {reason}. What came in before is kept; "
        "when the database is well again, give the same command again: it goes on there."
    )
    assert (Edition.objects.count(), Event.objects.count()) == (came * publish, came * publish)
    assert command(path, *options)[0].splitlines()[-1] == totals(
        created=40 - came, published=(40 - came) * publish, there=came
    )
