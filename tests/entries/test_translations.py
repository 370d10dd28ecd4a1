"""What may an entry be said to translate, by whom, and when does the public read it?"""

import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from practices.answers import completeness
from practices.entries import actions
from practices.entries.actions import MoveRefused, Stale
from practices.entries.translations import find_entry, note_original
from practices.models import Edition, Mail, Practice
from tests.builders import (
    make_draft,
    make_editor,
    make_user,
    moved,
    published,
    submitted,
)
from tests.headings import words
from tests.imports.written import ENTRY, brought_in, json_of
from tests.pages import client_of, form_data

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


def page_of(practice: Practice, site: str = "contribute") -> str:
    return f"/{site}/practices/practice/{practice.pk}/translation/"


def test_original_is_found_by_what_people_call_it() -> None:
    practice = published(title="The reading ship")
    practice = moved(practice, "revise", by=(editor := make_editor()))
    actions.save_answers(practice, {"title": "The ship"}, by=editor, expected_version=practice.version)
    practice = moved(practice, "publish", by=editor)
    for text in (
        str(practice.pk),
        f"No. {practice.pk}",
        f" no {practice.pk} ",
        f"/p/{practice.pk}/",
        f"http://localhost:8000/p/{practice.pk}/",
        "https://elsewhere.example/practices/the-ship/?q=1#purpose",
        "/practices/the-reading-ship/",
        "/practices/the-ship/editions/1/",
    ):
        assert find_entry(text) == practice, text
    for text in (
        "",
        "The ship",
        "No.",
        "0",
        "9" * 30,
        "/topics/roma/",
        "/preview/a/",
        "http://[",
        "/p/999999/",
        "\0",
    ):
        assert find_entry(text) is None, text


def test_contributor_says_so_and_the_public_reads_it_once_it_is_approved(client: Client) -> None:
    original, person = published(title="Leseskipet", language="no"), make_user()
    draft, hers = make_draft(contributor=person, title="The reading ship"), client_of(person)
    page = page_of(draft)
    assert page in hers.get(f"/contribute/practices/practice/{draft.pk}/change/").text
    sent = form_data(hers.get(page).content, "translation_form") | {
        "original": f"/p/{original.pk}/",
        "translated_by": "machine",
    }
    answer = hers.post(page, sent, follow=True)
    assert "A translation by a machine of No." in words(answer.text)
    for name, editor, given in (("submit", person, {"licence_agreed": True}), ("approve", make_editor(), {})):
        assert "translat" not in client.get("/practices/leseskipet/").text
        moved(draft, name, by=editor, **given)
    there, here = client.get("/practices/the-reading-ship/").text, client.get("/practices/leseskipet/").text
    assert "This text was translated by a machine. Also in Norwegian (the original)" in words(there)
    assert "Also in English (translated by a machine)" in words(here)
    listed = client.get("/practices/").text
    assert ("Leseskipet" in listed, "The reading ship" in listed) == (True, False)


def test_revision_says_nothing_in_public_before_it_is_approved_and_a_discard_takes_it_back(
    client: Client,
) -> None:
    original, editor = published(title="Leseskipet", language="no"), make_editor()
    practice = moved(published(title="The reading ship"), "revise", by=editor)
    noted = note_original(practice, original, "human", by=editor, expected_version=practice.version)
    assert noted.translation_of == original
    assert Edition.objects.get(practice=practice).translation_of is None
    assert "translat" not in client.get("/practices/the-reading-ship/").text
    discarded = moved(practice, "discard", by=editor)
    assert (discarded.translation_of, discarded.translated_by) == (None, "")


def test_title_that_nobody_approved_is_told_to_no_stranger() -> None:
    original, editor = published(title="Leseskipet", language="no"), make_editor()
    revised = moved(original, "revise", by=editor)
    actions.save_answers(revised, {"title": "Canary"}, by=editor, expected_version=revised.version)
    draft = make_draft(contributor=(person := make_user()), title="The reading ship")
    hers, page = client_of(person), page_of(draft)
    form = form_data(hers.get(page).content, "translation_form")
    said = hers.post(page, form | {"original": f"No. {original.pk}", "translated_by": "human"}, follow=True)
    assert "Canary" not in said.text
    assert f"A translation of No. {original.pk}, “Leseskipet”." in words(said.text)
    moved(revised, "withdraw", by=editor, note="It ended.", reason="It ended.")
    again = hers.get(f"/contribute/practices/practice/{draft.pk}/change/").text
    assert f"A translation of No. {original.pk}." in words(again)
    assert "Canary" not in again


def test_it_can_be_taken_back() -> None:
    original, editor = published(title="Leseskipet", language="no"), make_editor()
    draft = make_draft()
    note_original(draft, original, "human", by=editor, expected_version=draft.version)
    client, page = client_of(editor), page_of(draft, "admin")
    sent = form_data(client.get(page).content, "translation_form")
    assert sent["original"] == [f"No. {original.pk}"]
    assert client.post(page, sent | {"none": "1"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.translation_of, draft.translated_by) == (None, "")


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("itself", "This is the entry itself."),
        ("translation", "That entry is a translation, too. Name its original: No."),
        ("same language", "Both are in English. Choose the language of this entry first."),
        ("somebody's draft", "There is no such practice on line."),
        ("nothing", "There is no practice “999999”."),
        ("empty", "Write the number or the address of its original."),
    ],
)
def test_what_can_be_no_original_is_refused_and_stays_in_its_field(named: str, said: str) -> None:
    original, editor, person = published(title="Leseskipet", language="no"), make_editor(), make_user()
    draft = make_draft(contributor=person)
    french = make_draft(title="Le bateau", language="fr")
    note_original(french, original, "human", by=editor, expected_version=french.version)
    numbers = {
        "itself": draft.pk,
        "translation": moved(french, "publish", by=editor).pk,
        "same language": published(title="Another").pk,
        "somebody's draft": make_draft(contributor=make_user(), language="no").pk,
        "nothing": 999999,
    }
    client, page = client_of(person), page_of(draft)
    typed = str(numbers.get(named, ""))
    sent = form_data(client.get(page).content, "translation_form") | {
        "original": typed,
        "translated_by": "human",
    }
    answer = client.post(page, sent)
    assert said in words(answer.text)
    assert '<a href="#id_original">' in answer.text
    assert f'value="{typed}"' in answer.text or not typed
    draft.refresh_from_db()
    assert draft.translation_of is None


def test_original_of_others_is_no_translation_itself() -> None:
    original, editor = published(title="Leseskipet", language="no"), make_editor()
    english, swedish = make_draft(), published(title="Läsbåten", language="sv")
    note_original(english, original, "human", by=editor, expected_version=english.version)
    original = moved(original, "revise", by=editor)
    with pytest.raises(MoveRefused, match="it is an original itself"):
        note_original(original, swedish, "human", by=editor, expected_version=original.version)


def test_who_may_not_edit_may_not_say_so_either_and_nobody_over_another() -> None:
    original, person = published(title="Leseskipet", language="no"), make_user()
    entry = submitted(contributor=person)
    with pytest.raises(PermissionDenied):
        note_original(entry, original, "human", by=person, expected_version=entry.version)
    assert client_of(person).get(page_of(entry)).status_code == 403
    with pytest.raises(Stale):
        note_original(entry, original, "human", by=make_editor(), expected_version=entry.version - 1)


def test_contributor_hears_when_an_editor_says_so() -> None:
    original, entry = published(title="Leseskipet", language="no"), submitted(contributor=make_user())
    Mail.objects.all().delete()
    note_original(entry, original, "human", by=make_editor(), expected_version=entry.version)
    assert [mail.kind for mail in Mail.objects.all()] == ["edited"]


def test_page_of_an_old_version_shows_what_is_there_and_keeps_what_was_typed() -> None:
    original, person = published(title="Leseskipet", language="no"), make_user()
    draft, client = make_draft(contributor=person), client_of(person)
    sent = form_data(client.get(page_of(draft)).content, "translation_form")
    actions.save_answers(draft, {"purpose": "Otherwise."}, by=person, expected_version=draft.version)
    answer = client.post(page_of(draft), sent | {"original": str(original.pk), "translated_by": "human"})
    assert (answer.status_code, "This entry was changed after you opened this page." in answer.text) == (
        409,
        True,
    )
    again = form_data(answer.content, "translation_form")
    assert again["original"] == [str(original.pk)]
    assert client.post(page_of(draft), again | {"translated_by": "human"}).status_code == 302


def test_language_of_the_original_is_a_gap() -> None:
    original, person = published(title="Leseskipet", language="no"), make_user()
    draft = make_draft(contributor=person)
    note_original(draft, original, "human", by=person, expected_version=draft.version)
    draft.refresh_from_db()
    actions.save_answers(draft, {"language": "no"}, by=person, expected_version=draft.version)
    with pytest.raises(actions.Incomplete) as refused:
        moved(draft, "submit", by=person, licence_agreed=True)
    assert [(issue.field, issue.message) for issue in refused.value.issues] == [
        ("language", "The original is in this language. Choose that of the translation.")
    ]


def test_original_does_not_take_the_language_of_a_translation_on_line() -> None:
    editor = make_editor()
    original = published(title="Leseskipet", language="no")
    translation = make_draft(contributor=(person := make_user()), language="de")
    note_original(translation, original, "human", by=person, expected_version=translation.version)
    translation.refresh_from_db()
    revised = moved(original, "revise", by=editor)
    actions.save_answers(revised, {"language": "de"}, by=editor, expected_version=revised.version)
    moved(translation, "submit", by=person, licence_agreed=True)
    moved(translation, "approve", by=editor)
    with pytest.raises(MoveRefused) as refused:
        moved(revised, "publish", by=editor)
    assert str(refused.value) == (
        f"Its translation No. {translation.pk} is in this language, too: change the language of one of them."
    )
    revised.refresh_from_db()
    actions.save_answers(revised, {"language": "fr"}, by=editor, expected_version=revised.version)
    assert moved(revised, "publish", by=editor).edition.language == "fr"


def test_import_brings_translations_in_by_number_address_or_title(tmp_path: Path) -> None:
    original = {**ENTRY, "title": "Leseskipet", "language": "no"}
    rows = [
        {**ENTRY, "title": "The reading ship", "translation_of": "Leseskipet", "translated_by": "machine"},
        {**ENTRY, "title": "Le bateau", "language": "fr", "translation_of": "/practices/leseskipet/"},
        {**ENTRY, "title": "Skib", "language": "no", "translation_of": "Leseskipet"},
        {**ENTRY, "title": "Lost", "translation_of": "Nothing of ours", "translated_by": "a parrot"},
        {
            **ENTRY,
            "title": "Schiff",
            "language": "de",
            "translation_of": "Leseskipet",
            "translated_by": "parrot",
        },
    ]
    said = brought_in(json_of(tmp_path, original, *rows), publish=True)
    translated = {
        edition.title: edition.translated_by
        for edition in Edition.objects.exclude(translation_of=None).order_by("pk")
    }
    assert translated == {"The reading ship": "machine", "Le bateau": "human", "Schiff": "human"}
    assert [
        re.sub(r"^[^:]+: ", "", line)
        for line in said
        if "riginal" in line or "parrot" in line or "Both" in line
    ]
    text = "\n".join(said)
    assert "Both are in Norwegian." in text
    assert "Its original, “Nothing of ours”, is not here: bring that in first." in text
    assert "translated_by is “parrot”; known are: human, machine. A person is noted." in text


def test_language_that_counts_is_that_on_line_and_what_is_in_the_trash_is_no_original() -> None:
    original, editor = published(title="Leseskipet", language="no"), make_editor()
    revised = moved(original, "revise", by=editor)
    actions.save_answers(revised, {"language": "en"}, by=editor, expected_version=revised.version)
    draft = make_draft()
    note_original(draft, original, "human", by=editor, expected_version=draft.version)
    draft.refresh_from_db()
    assert [issue.field for issue in completeness.issues(draft)] == []
    thrown = actions.trash(
        gone := published(title="Borte", language="no"), by=editor, expected_version=gone.version
    )
    with pytest.raises(MoveRefused, match="There is no such practice"):
        note_original(draft, thrown, "human", by=editor, expected_version=draft.version)
