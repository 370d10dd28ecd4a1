"""Is it gone from whatever is made afterwards: a backup, byte for byte, an archive of everything, a person's data?"""

import json
from pathlib import Path

import pytest

from practices.accounts.data_export import mine
from practices.backup.database import copy_database
from practices.exports.archives.archive import WHOLE, open_archive
from practices.exports.archives.catalogue import export_catalogue, one_moment
from practices.models import Practice, User
from tests.entries.takedown.told import WORD, take, told

pytestmark = pytest.mark.django_db(transaction=True)


def quiet(_kind: str, _number: int) -> None:
    pass


def told_and_taken() -> Practice:
    return take(take(told(purpose="Quays."), edition=1), passage=WORD)


@pytest.mark.long
def test_archive_of_everything_says_it_nowhere_and_says_that_it_was_removed(tmp_path: Path) -> None:
    practice = told_and_taken()
    export_catalogue(tmp_path / "out", quiet)
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    texts = [path.read_text(errors="replace").lower() for path in files]
    assert [text for text in texts if WORD.lower() in text] == []
    kept = [row for _number, row in open_archive(tmp_path / "out", WHOLE).read("snapshot")]
    assert {(row["edition"], row["taken_down"]) for row in kept} == {
        (None, "whole"),
        (1, "whole"),
        (2, "passage"),
    }
    events = [row for _number, row in open_archive(tmp_path / "out", WHOLE).read("event")]
    assert [row["takedown"]["edition"] for row in events if row["move"] == "take_down"] == [1, None]
    assert practice.pk in {row["practice_id"] for row in kept}


@pytest.mark.long
def test_backup_holds_no_byte_of_it(tmp_path: Path) -> None:
    practice = told()
    with one_moment():
        copy_database(tmp_path / "before", quiet)
    assert WORD.encode() in (tmp_path / "before").read_bytes()
    take(take(practice, edition=1), passage=WORD)
    with one_moment():
        copy_database(tmp_path / "after", quiet)
    assert WORD.lower().encode() not in (tmp_path / "after").read_bytes().lower()


@pytest.mark.long
def test_data_that_people_take_away_do_not_say_it() -> None:
    told_and_taken()
    said = [json.dumps(mine(person)).lower() for person in User.objects.all()]
    assert [text for text in said if WORD.lower() in text] == []
