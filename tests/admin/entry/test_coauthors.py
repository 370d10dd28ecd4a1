"""Is somebody invited, told why an invitation does not work, sent away and made the contributor, on the pages?"""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practices.entries import actions, coauthors
from practices.models import CoAuthor, Event, Mail, Practice, User
from tests.admin.entry.test_trash import at
from tests.builders import make_city, make_draft, make_editor, submitted
from tests.entries.test_coauthors import fresh, officer, pair, with_coauthor
from tests.pages import client_of, form_data, forms_of

pytestmark = pytest.mark.django_db


def invitation(client: Client, asked: CoAuthor) -> Any:
    return client.get(at("contribute", "invitations", asked.pk))


def press(client: Client, page: Any, name: str) -> Any:
    """Press the first button of this name on a page."""
    form = next(
        form for form in forms_of(page.content) if any(each == name for each, _value in form["buttons"])
    )
    value = next(value for each, value in form["buttons"] if each == name)
    return client.post(page.request["PATH_INFO"], form["data"] | {name: value}, follow=True)


def test_contributor_invites_and_the_other_accepts_from_her_start_page() -> None:
    author, second = officer(), officer()
    practice = make_draft(contributor=author)
    client, other = client_of(author), client_of(second)
    page = client.get(at("contribute", practice.pk, "authors"))
    assert (
        at("contribute", practice.pk, "authors")
        in client.get(at("contribute", practice.pk, "change")).content.decode()
    )
    sent = client.post(
        page.request["PATH_INFO"], form_data(page.content, "invite_form") | {"email": second.email}
    )
    assert sent.status_code == 302
    asked = CoAuthor.objects.get()
    assert at("contribute", "invitations", asked.pk) in Mail.objects.get().text
    home = other.get("/contribute/").content.decode()
    assert at("contribute", "invitations", asked.pk) in home
    assert f"You are invited to write “{practice}” together." in home
    shown = invitation(other, asked)
    assert (CoAuthor.objects.get().person, b"Accept" in shown.content) == (None, True)
    joined = other.post(shown.request["PATH_INFO"], form_data(shown.content, "join_form"), follow=True)
    assert joined.request["PATH_INFO"] == at("contribute", practice.pk)
    home = other.get("/contribute/").content.decode()
    assert (f'id="own-{practice.pk}"' in home, "You are invited" in home) == (True, False)


def test_entry_offers_only_what_is_hers_to_do_with_who_writes_it() -> None:
    practice, author, second, _coauthor = pair()
    for person, site, offered in (
        (author, "contribute", "Who writes it: invite, hand over"),
        (second, "contribute", "Who writes it"),
        (make_editor(), "admin", "Who writes it: invite, hand over"),
    ):
        page = client_of(person).get(at(site, practice.pk, "change")).content.decode()
        link = page.split(f'<a href="{at(site, practice.pk, "authors")}">', 1)[1].split("</a>", 1)[0]
        assert " ".join(link.split()) == offered


def test_invitation_says_why_it_cannot_be_accepted() -> None:
    author, second = officer(), officer()
    practice = make_draft(contributor=author)
    client = client_of(second)
    asked = coauthors.invite(practice, email=second.email, by=author)
    stranger = client_of(officer())
    for missing in (invitation(stranger, asked), client.get(at("contribute", "invitations", 999))):
        assert (missing.status_code, b"Sign in with the address" in missing.content) == (404, True)
        assert b"reading ship" not in missing.content
    assert stranger.post(at("contribute", "invitations", asked.pk)).status_code == 404
    CoAuthor.objects.update(asked_at=timezone.now() - coauthors.AGAIN)
    newer = coauthors.invite(practice, email=second.email, by=author)
    assert b"A newer invitation has replaced this one." in invitation(client, asked).content
    CoAuthor.objects.filter(pk=newer.pk).update(asked_at=timezone.now() - timedelta(days=15))
    assert b"has expired" in invitation(client, newer).content
    refused = client.post(at("contribute", "invitations", newer.pk))
    assert (refused.status_code, fresh(practice).is_written_by(second.pk)) == (409, False)
    CoAuthor.objects.filter(pk=newer.pk).update(asked_at=timezone.now())
    second.city = make_city("Oslo")
    second.save()
    assert b"Change the city of your account" in invitation(client, newer).content
    second.city = make_city()
    second.save()
    row = coauthors.join(newer, by=second)
    assert b"You have accepted this invitation." in invitation(client, newer).content
    coauthors.end(row, by=author)
    assert b"do not write the entry any more" in invitation(client, newer).content
    last = coauthors.invite(practice, email=second.email, by=author)
    coauthors.end(last, by=author)
    assert b"was taken back" in invitation(client, last).content


def test_contributor_takes_back_ends_and_hands_over_by_one_press_each() -> None:
    practice, author, second, _row = pair()
    third = officer()
    with_coauthor(practice, third)
    coauthors.invite(practice, email="late@city.example", by=author)
    client, address = client_of(author), at("contribute", practice.pk, "authors")
    page = client.get(address)
    assert (second.email in page.content.decode(), "late@city.example" in page.content.decode()) == (
        True,
        True,
    )
    page = press(client, page, "end")
    assert f"“{second}” does not write this entry any more." in page.content.decode()
    page = press(client, page, "hand_over")
    assert "Only the new contributor or an editor can give it back." in page.content.decode()
    assert fresh(practice).contributor == author
    page = press(client, page, "hand_over")
    assert page.request["PATH_INFO"] == "/contribute/"
    assert fresh(practice).contributor == third
    assert client.get(at("contribute", practice.pk, "change")).status_code == 404
    assert client.post(address, {"email": "x@city.example"}).status_code == 404


def test_invitation_that_is_taken_back_is_called_so() -> None:
    practice = make_draft(contributor=(author := officer()))
    coauthors.invite(practice, email="late@city.example", by=author)
    client = client_of(author)
    page = press(client, client.get(at("contribute", practice.pk, "authors")), "end")
    assert "The invitation of “late@city.example” is taken back." in page.content.decode()


def test_entry_thrown_away_while_a_coauthor_is_removed_leads_to_the_start_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    practice, author, _second, row = pair()
    end = coauthors.end

    def end_and_trash(coauthor: CoAuthor, *, by: User) -> CoAuthor:
        ended, current = end(coauthor, by=by), fresh(practice)
        actions.trash(current, by=author, expected_version=current.version)
        return ended

    monkeypatch.setattr(coauthors, "end", end_and_trash)
    answer = client_of(author).post(at("contribute", practice.pk, "authors"), {"end": str(row.pk)})
    assert (answer.status_code, answer["Location"]) == (302, "/contribute/")


def test_invitation_says_for_how_many_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coauthors, "INVITATION_VALID_FOR", timedelta(days=21))
    author = officer()
    coauthors.invite(make_draft(contributor=author), email="late@city.example", by=author)
    mail = Mail.objects.get()
    assert ["for 21 days" in " ".join(words.split()) for words in (mail.text, mail.html)] == [True, True]


def test_invitation_says_who_invites_and_names_no_editor() -> None:
    author = officer()
    practice = make_draft(contributor=author)
    coauthors.invite(practice, email="late@city.example", by=author)
    coauthors.invite(practice, email="later@city.example", by=make_editor("editor@programme.example"))
    first, second = Mail.objects.filter(kind="invited").order_by("pk")
    said = " ".join(second.text.split())
    assert f"{author} invites you to write the practice “{practice}” together." in " ".join(
        first.text.split()
    )
    assert f"An editor invites you to write the practice “{practice}” together." in said
    assert "editor@programme.example" not in second.text + second.html


def test_coauthor_finds_no_form_but_may_leave() -> None:
    practice, author, second, _row = pair()
    client, address = client_of(second), at("contribute", practice.pk, "authors")
    page = client.get(address)
    assert (author.email in page.content.decode(), b"invite_form" in page.content) == (True, False)
    assert client.post(address, {"email": "x@city.example"}).status_code == 403
    assert client.post(address, {"hand_over": str(CoAuthor.objects.get().pk)}).status_code == 403
    assert press(client, page, "end").request["PATH_INFO"] == "/contribute/"
    assert client.get(address).status_code == 404


def test_editor_hands_over_what_a_closed_account_left() -> None:
    practice, author, second, _row = pair()
    author.is_active = False
    author.save()
    client = client_of(make_editor())
    page = press(client, client.get(at("admin", practice.pk, "authors")), "hand_over")
    page = press(client, page, "hand_over")
    assert f"The contributor of “{practice}” is now {second}." in page.content.decode()
    assert fresh(practice).contributor == second


def test_coauthor_saves_by_form_and_script_and_sees_both_texts_in_a_conflict() -> None:
    practice, author, second, _row = pair()
    client, entry = client_of(second), at("contribute", practice.pk, "change")
    sent = form_data(client.get(entry).content) | {"purpose": "Mine.", "_save": "1"}
    assert client.post(at("contribute", practice.pk, "autosave"), sent).json() == {"version": 2}
    actions.save_answers(fresh(practice), {"purpose": "Hers."}, by=author, expected_version=2)
    conflict = client.post(entry, sent | {"purpose": "Mine again."})
    assert (conflict.status_code, b"Hers." in conflict.content) == (409, True)


def test_history_names_authors_to_each_other_and_no_editor() -> None:
    practice, author, second, row = pair()
    actions.save_answers(fresh(practice), {"purpose": "Second."}, by=second, expected_version=1)
    editor = make_editor()
    actions.save_answers(fresh(practice), {"purpose": "Third."}, by=editor, expected_version=2)
    actions.save_answers(fresh(practice), {"purpose": "Fourth."}, by=author, expected_version=3)
    page = client_of(author).get(at("contribute", practice.pk, "history")).content.decode()
    assert (second.email in page, editor.email in page, "An editor" in page or "an editor" in page) == (
        True,
        False,
        True,
    )
    coauthors.end(row, by=author)
    assert (
        f"{author} → {second}"
        in client_of(author).get(at("contribute", practice.pk, "history")).content.decode()
    )
    assert Event.objects.filter(move="part").count() == 1


def test_trash_of_a_contributor_is_not_her_coauthors() -> None:
    practice, author, second, _row = pair()
    actions.trash(practice, by=author, expected_version=practice.version)
    client = client_of(second)
    assert b"Nothing lies in the trash." in client.get(at("contribute", "trash")).content
    page = client.get(at("contribute", practice.pk, "change"))
    assert (page.status_code, b"You cannot bring it back yourself" in page.content) == (410, True)
    assert client.post(at("contribute", practice.pk, "recover"), {"seen": "2"}).status_code == 403


@pytest.mark.parametrize("people", [1, 3])
def test_page_asks_the_database_as_often_however_many_write(people: int) -> None:
    author = officer()
    practice = submitted(contributor=author)
    for _number in range(people):
        with_coauthor(practice, officer())
    client = client_of(author)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(at("contribute", practice.pk, "authors"))
    assert page.content.count(b'name="end"') == people
    assert len(asked) == 8
    assert Practice.objects.count() == 1


def test_invited_person_learns_the_name_of_an_author_and_of_no_editor() -> None:
    author, second, editor = officer(), officer(), make_editor()
    practice = make_draft(contributor=author)
    for by, name in ((author, author.email), (editor, "An editor")):
        asked = coauthors.invite(practice, email=second.email, by=by)
        page = invitation(client_of(second), asked).content.decode()
        assert f"{name} invites you" in page
        assert editor.email not in page


@pytest.mark.parametrize("number", ["9" * 5000, "²", ""])
def test_number_of_nobody_ends_nothing(number: str) -> None:
    practice, author, _second, row = pair()
    page = client_of(author).post(at("contribute", practice.pk, "authors"), {"end": number})
    assert (page.status_code, CoAuthor.objects.get(pk=row.pk).is_current) == (404, True)
