"""Does the public part hold all that anybody may read, and nothing else?"""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from jsonschema import Draft202012Validator

from practices.answers.codec import CONTACT
from practices.entries import actions
from practices.exports.archives.archive import PUBLIC, open_archive
from practices.exports.archives.public import KINDS, export_public
from practices.models import Edition, Snapshot
from practices.template import FIELDS
from tests.builders import make_city, make_editor, make_topic, make_user, moved, published, withdrawn
from tests.entries.takedown.told import WORD, take, told
from tests.entry_pictures import put_on_page
from tests.test_canaries import CANARY, seed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alike]


def quiet(_kind: str, _number: int) -> None:
    pass


def rows(folder: Path, kind: str) -> list[dict[str, Any]]:
    return [row for _number, row in open_archive(folder, PUBLIC).read(kind)]


@pytest.mark.long
def test_no_canary_is_in_it(tmp_path: Path) -> None:
    seed()
    export_public(tmp_path / "out", quiet)
    assert len(rows(tmp_path / "out", "practice")) == Edition.objects.count() > 3
    found = {path.name: CANARY.findall(path.read_text()) for path in (tmp_path / "out").iterdir()}
    assert {name: words for name, words in found.items() if words} == {}


def test_practice_says_what_its_page_says(tmp_path: Path) -> None:
    bergen, oslo = make_city(geoname_id=3161732), make_city("Oslo")
    practice = published(
        title="The reading ship",
        period="2015-2020",
        city=bergen,
        partner_cities=[oslo],
        topics=[make_topic("education")],
        contact_name="Office",
        contact_email="office@city.example",
        contact_public=True,
        contributor=make_user(),
    )
    digest = put_on_page(oslo, by=make_editor())
    export_public(tmp_path / "out", quiet)
    [row] = rows(tmp_path / "out", "practice")
    assert row["number"] == practice.pk
    assert row["address"].endswith(practice.get_absolute_url())
    assert (row["edition"], row["period"]) == (1, {"start": 2015, "end": 2020, "ongoing": False})
    said = row["answers"]
    assert list(said) == sorted(FIELDS)
    assert (said["title"], said["contact_name"]) == ("The reading ship", "Office")
    assert said["city"] == {"slug": "bergen", "name": "Bergen"}
    assert said["partner_cities"] == [{"slug": "oslo", "name": "Oslo"}]
    shown = [
        (city["slug"], city["picture"] and city["picture"]["file"]) for city in rows(tmp_path / "out", "city")
    ]
    assert shown == [("bergen", None), ("oslo", digest)]
    assert [topic["slug"] for topic in rows(tmp_path / "out", "topic")] == ["education"]


def test_earlier_editions_and_what_is_gone_are_told(tmp_path: Path) -> None:
    again = moved(published(title="First words", contributor=make_user()), "revise", by=make_editor())
    again = moved(again, "submit", by=make_editor(), licence_agreed=True)
    moved(again, "approve", by=make_editor())
    ended = withdrawn(title="An ended ship")
    export_public(tmp_path / "out", quiet)
    [earlier] = rows(tmp_path / "out", "earlier_edition")
    assert (earlier["number"], earlier["edition"]) == (again.pk, 1)
    assert not set(earlier["answers"]) & set(CONTACT)
    [gone] = rows(tmp_path / "out", "gone")
    assert gone == {"number": ended.pk, "slug": ended.slug, "reason": ended.withdrawn_reason}


@pytest.mark.long
def test_what_was_taken_down_is_told_by_its_date_alone(tmp_path: Path) -> None:
    whole, passage, gone = told(purpose="Quays."), told(title="The reading ship"), told(purpose="Boats.")
    whole = take(take(whole, edition=1), passage=WORD)
    passage = take(passage, passage=WORD)
    gone = take(take(take(gone, edition=1), passage=WORD), edition=2)
    export_public(tmp_path / "out", quiet)
    removed = [(row["number"], row["edition"]) for row in rows(tmp_path / "out", "removed_edition")]
    assert removed == [(whole.pk, 1), (gone.pk, 1), (gone.pk, 2)]
    [earlier] = rows(tmp_path / "out", "earlier_edition")
    at = f"{passage.snapshots.get(edition=1).taken_down_at:%Y-%m-%dT%H:%M:%S}"
    assert (earlier["number"], earlier["passage_removed_at"][: len(at)]) == (passage.pk, at)
    said = {row["number"]: bool(row["passage_removed_at"]) for row in rows(tmp_path / "out", "practice")}
    assert said == {passage.pk: True, whole.pk: True}
    texts = [path.read_text().lower() for path in (tmp_path / "out").iterdir()]
    assert [text for text in texts if WORD.lower() in text] == []


def test_answer_to_a_question_that_is_not_asked_any_more_is_not_told(tmp_path: Path) -> None:
    again = moved(published(title="First words", contributor=make_user()), "revise", by=make_editor())
    moved(moved(again, "submit", by=make_editor(), licence_agreed=True), "approve", by=make_editor())
    old = Snapshot.objects.get(practice=again, edition=1)
    Snapshot.objects.filter(pk=old.pk).amend(answers=old.answers | {"former_question": "Canaryformer"})
    export_public(tmp_path / "out", quiet)
    assert "Canaryformer" not in (tmp_path / "out" / "earlier_edition.jsonl").read_text()


def test_title_of_what_was_thrown_away_is_not_told(tmp_path: Path) -> None:
    practice = published(title="Canarylibel", contributor=make_user())
    actions.trash(practice, by=make_editor(), expected_version=practice.version, note="Libel.")
    export_public(tmp_path / "out", quiet)
    assert rows(tmp_path / "out", "gone") == [{"number": practice.pk, "slug": "", "reason": ""}]


@pytest.mark.long
def test_every_line_is_as_the_schema_says(tmp_path: Path) -> None:
    seed()
    again = moved(published(contributor=make_user()), "revise", by=make_editor())
    again = moved(again, "submit", by=make_editor(), licence_agreed=True)
    moved(again, "approve", by=make_editor())
    withdrawn()
    take(published(), edition=1)
    export_public(tmp_path / "out", quiet)
    schema = json.loads((tmp_path / "out" / "schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    for kind in KINDS:
        lines = (tmp_path / "out" / f"{kind}.jsonl").read_text().splitlines()
        validator = Draft202012Validator({**schema, "$ref": f"#/$defs/{kind}"})
        assert lines
        for line in lines:
            validator.validate(json.loads(line))


def test_no_catalogue_can_be_made_of_it(tmp_path: Path) -> None:
    published(contributor=make_user())
    call_command("export_catalogue", f"{tmp_path / 'out'}", public=True, verbosity=0)
    with pytest.raises(CommandError, match="no catalogue can be made of that"):
        call_command("import_catalogue", f"{tmp_path / 'out'}")
