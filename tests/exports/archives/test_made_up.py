"""Does any catalogue come back as it was: all kinds of answers, statuses, histories, people, trash, translations, names?"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.entries import actions
from practices.exports.archives import catalogue
from practices.models import City, Practice
from practices.places.cities import fold_names
from practices.search import renames
from practices.workflow import Status
from tests import every_answer
from tests.builders import in_status, make_editor, make_translation, make_user
from tests.entry_files import bring_all

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

STATES = [
    (status, edition)
    for status in Status
    for edition in (False, True)
    if (status, edition) not in {(Status.PUBLISHED, False), (Status.REJECTED, True), (Status.WITHDRAWN, True)}
]
ANSWERS = st.fixed_dictionaries(
    {field: st.sampled_from(answers) for field, answers in every_answer.options().items()}
)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
ENTRIES = st.fixed_dictionaries(
    {
        "state": st.sampled_from(STATES),
        "answers": ANSWERS,
        "words": WORDS,
        "is_thrown": st.booleans(),
    }
)


def make(said: dict[str, Any]) -> Practice:
    """Make an entry through the doors, with other answers in its working copy."""
    status, edition = said["state"]
    practice = in_status(status, contributor=make_user(), edition=edition)
    editor = make_editor()
    if status in {Status.DRAFT, Status.RETURNED, Status.SUBMITTED}:
        plain: dict[str, Any] = {}
        for answers in said["answers"].values():
            plain |= answers
        answers = every_answer.given(plain) | {"stimulus": said["words"]}
        bring_all(practice, answers, by=editor)
        practice = actions.save_answers(
            practice, answers, by=editor, expected_version=practice.version, keep=True
        )
    if said["is_thrown"] and edition:
        practice = actions.trash(practice, by=editor, expected_version=practice.version, note="Twice.")
    return practice


@settings(max_examples=5)
@given(st.lists(ENTRIES, min_size=1, max_size=4), WORDS.filter(str.strip))
def test_any_catalogue_comes_back(entries: list[dict[str, Any]], name: str) -> None:
    call_command("flush", interactive=False, verbosity=0)
    every_answer.first()
    made = [make(said) for said in entries]
    online = [practice for practice in made if practice.has_edition]
    if len(online) > 1:
        make_translation(online[1], of=online[0])
    with transaction.atomic():
        city = City.objects.get(slug="bergen")
        city.name = name
        fold_names(city).save()
        renames.follow_city(city)
    there = Practice.all_objects.count()
    with TemporaryDirectory() as folder:
        before = catalogue.export_catalogue(Path(folder) / "before", lambda *_said: None)
        call_command("flush", interactive=False, verbosity=0)
        catalogue.import_catalogue(Path(folder) / "before", lambda *_said: None)
        after = catalogue.export_catalogue(Path(folder) / "after", lambda *_said: None)
    assert [name for name in after.files if after.files[name] != before.files[name]] == []
    assert before.files["practice.jsonl"]["rows"] == there >= len(entries)
