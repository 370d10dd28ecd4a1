"""Is the whole catalogue the same in another database: all rows, with history and people, and every page (N14, U37)?"""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from jsonschema import Draft202012Validator

from practices.accounts import links
from practices.entries import actions, bulk
from practices.exports.archives import catalogue
from practices.exports.archives.archive import WHOLE, open_archive
from practices.exports.archives.tables import TABLES, name_of
from practices.models import Ask, AuditEvent, Edition, Event, Practice, Rename, Snapshot, Topic, User
from practices.search.engine import is_found
from practices.workflow import MOVES
from tests.backup.test_drill import in_a_thread
from tests.browser.world import World
from tests.builders import make_city, make_editor, make_topic, make_user, moved, published, submitted
from tests.entries.takedown.told import take
from tests.entry_pictures import brought, put_on_page
from tests.exports.archives.elsewhere import Elsewhere, manifest
from tests.verify.looking import findings

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

PAGES = 50


def quiet(_kind: str, _number: int) -> None:
    pass


def addresses() -> list[str]:
    """Return as many addresses of public pages: of every kind, and practices."""
    slugs = list(Practice.all_objects.exclude(slug=None).order_by("pk").values_list("slug", flat=True))
    found = [
        "/",
        "/practices/",
        "/practices/?q=library",
        "/practices/?country=ES",
        "/practices/?year=2015",
        "/practices/?sort=title&page=2",
        "/places/",
        "/places/es/",
        "/topics/",
        "/places/no/bergen/",
        *(f"/topics/{slug}/" for slug in Topic.objects.values_list("slug", flat=True)),
        *(f"/practices/{slug}/" for slug in slugs),
        *(f"/practices/{slug}/editions/1/" for slug in slugs),
    ]
    assert len(found) >= PAGES
    return found


def bodies(wanted: list[str]) -> dict[str, str]:
    client = Client()
    return {each: sha256(client.get(each).content).hexdigest() for each in wanted}


@pytest.fixture
def whole() -> World:
    """Make entries in every state, with their people, mails, events, translations, trash and places."""
    world = World.whole()
    officer, editor = world.people["contributor"], world.people["editor"]
    ferry = published(title="A ferry", partner_cities=[make_city("Oslo"), make_city("Turku", "FI")])
    again = moved(ferry, "revise", by=editor)
    answers = {"title": "A singing ferry", "pictures": [brought(again, by=editor)]}
    again = actions.save_answers(again, answers, by=editor, expected_version=again.version)
    moved(moved(again, "submit", by=editor, licence_agreed=True), "approve", by=make_editor())
    many = [submitted(contributor=officer), submitted(contributor=officer)]
    bulk.move_each(MOVES["return"], [(each.pk, each.version) for each in many], by=editor, note="Why?")
    take(published(title="A ferry that was named", purpose="Doe rows."), passage="Doe")
    take(published(title="A ferry that was removed"), edition=1)
    actions.create_once({"title": "Twice"}, by=officer, contributor=officer, key=uuid4())
    Rename.objects.create(kind="city", target=make_city("Oslo").pk)
    put_on_page(make_city("Oslo"), by=editor, colour=6)
    Ask.objects.create(wish="reset", address="somebody@city.example", language="en")
    AuditEvent.objects.record("mails_sent_again", by=editor, after={"mails": 1})
    return world


@pytest.mark.usefixtures("whole")
def test_whole_catalogue_is_the_same_elsewhere_and_back(tmp_path: Path, targets: list[Elsewhere]) -> None:
    wanted = addresses()
    first = catalogue.export_catalogue(tmp_path / "0", quiet)
    empty = [name for name, about in first.files.items() if not about["rows"]]
    assert empty == [], empty
    here = bodies(wanted)
    for number, target in enumerate(targets, 1):
        target.manage("import_catalogue", f"{tmp_path / str(number - 1)}")
        with target.opened():
            assert findings() == []
            catalogue.export_catalogue(tmp_path / str(number), quiet)
            assert bodies(wanted) == here
        there = manifest(tmp_path / str(number))
        assert (there["files"], there["digest"]) == (first.files, first.digest)


@pytest.mark.alike
@pytest.mark.usefixtures("whole")
def test_every_line_is_as_the_schema_says(tmp_path: Path) -> None:
    catalogue.export_catalogue(tmp_path / "out", quiet)
    archive = open_archive(tmp_path / "out", WHOLE)
    schema: Any = json.loads((tmp_path / "out" / "schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    for model in TABLES:
        name = name_of(model)
        validator = Draft202012Validator({**schema, "$ref": f"#/$defs/{name}"})
        lines = (tmp_path / "out" / f"{name}.jsonl").read_text().splitlines()
        assert len(lines) == archive.files[f"{name}.jsonl"]["rows"] > 0
        for line in lines:
            validator.validate(json.loads(line))


def test_no_number_of_a_row_that_is_gone_is_given_again(tmp_path: Path, targets: list[Elsewhere]) -> None:
    """Records name people whose accounts were swept: nobody else may stand for them."""
    published(contributor=make_user())
    ghost = make_user("ghost@city.example")
    last = ghost.pk
    ghost.delete()
    catalogue.export_catalogue(tmp_path / "out", quiet)
    for target in targets:
        with target.opened():
            catalogue.import_catalogue(tmp_path / "out", quiet)
            assert make_user().pk > last


def test_link_of_a_mail_that_waits_still_opens(tmp_path: Path, targets: list[Elsewhere]) -> None:
    world = World()
    world.add_people()
    key = world.confirmation_key()
    catalogue.export_catalogue(tmp_path / "out", quiet)
    for target in targets:
        with target.opened():
            catalogue.import_catalogue(tmp_path / "out", quiet)
            assert links.confirmation(key)[0] is not None


def test_search_finds_what_came_in(tmp_path: Path, targets: list[Elsewhere]) -> None:
    published(title="A singing ferry", city=make_city("Oslo"), topics=[make_topic("music")])
    catalogue.export_catalogue(tmp_path / "out", quiet)
    words = ("singing", "oslo", "sing", "nothing")
    for target in targets:
        with target.opened():
            catalogue.import_catalogue(tmp_path / "out", quiet)
            assert [is_found(each) for each in words] == [True, True, True, False]


@pytest.mark.alike
def test_catalogue_in_which_somebody_wrote_is_left_alone(tmp_path: Path, targets: list[Elsewhere]) -> None:
    published(contributor=make_user())
    catalogue.export_catalogue(tmp_path / "out", quiet)
    for target in targets:
        with target.opened():
            catalogue.import_catalogue(tmp_path / "out", quiet)
        said = target.refused("import_catalogue", f"{tmp_path / 'out'}")
        assert "This catalogue is not empty: it has 2 people." in said
        assert "Name a new database in DATABASE_URL" in said


@pytest.mark.alike
def test_damaged_archive_brings_nothing_in(tmp_path: Path, targets: list[Elsewhere]) -> None:
    published(contributor=make_user("somebody@city.example"))
    catalogue.export_catalogue(tmp_path / "out", quiet)
    path = tmp_path / "out" / "event.jsonl"
    path.write_text(path.read_text().replace("publish", "approve"))
    why = "event.jsonl, line 2: its digest says that it was changed. Nothing was brought in."
    for target in targets:
        with target.opened():
            with pytest.raises(CommandError, match=re.escape(why)):
                call_command("import_catalogue", f"{tmp_path / 'out'}")
            assert Practice.all_objects.count() == 0


def test_export_is_of_one_moment_and_no_writer_waits(tmp_path: Path) -> None:
    """Between two tables another person publishes; the archive knows nothing of it."""
    published(title="The first ship", contributor=make_user())
    seen: list[str] = []

    def somebody_writes(kind: str, _number: int) -> None:
        if kind == "practice" and not seen:
            seen.append(kind)
            in_a_thread(
                lambda: published(title="The second ship", contributor=make_user("late@city.example"))
            )

    archive = catalogue.export_catalogue(tmp_path / "out", somebody_writes)
    assert seen == ["practice"]
    assert Edition.objects.count() == 2
    counts = {name: about["rows"] for name, about in archive.files.items()}
    assert (counts["practice.jsonl"], counts["edition.jsonl"], counts["event.jsonl"]) == (1, 1, 2)


@pytest.mark.alike
def test_history_and_people_are_in_it(tmp_path: Path) -> None:
    published(contributor=make_user())
    archive = catalogue.export_catalogue(tmp_path / "out", quiet)
    rows = {name_of(model): archive.files[f"{name_of(model)}.jsonl"]["rows"] for model in TABLES}
    for model in (Practice, Edition, Snapshot, Event, User):
        assert (model, rows[name_of(model)]) == (model, model._base_manager.count())
