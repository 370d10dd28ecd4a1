"""Does an admin see everywhere that a passage stands, and what goes with an edition, before she takes it down with her password?"""

from typing import Any

import pytest
from django.test import Client

from practices.entries import actions
from practices.models import Practice, User
from tests.builders import PASSWORD, make_admin, make_editor, make_user, published
from tests.entries.takedown.told import REASON, WORD, still_said, take, told
from tests.headings import words
from tests.pages import client_of, form_data
from tests.test_canaries import crawl

pytestmark = pytest.mark.django_db


def page_of(practice: Practice) -> str:
    return f"/admin/practices/practice/{practice.pk}/takedown/"


def looked(admin: User, practice: Practice, **sent: Any) -> tuple[Client, Any]:
    """Fill the form and press "Show where it stands"; return the browser and the answer."""
    client = client_of(admin)
    data = form_data(client.get(page_of(practice)).content, "takedown_form")
    return client, client.post(page_of(practice), data | {"reason": REASON} | sent)


def confirmed(admin: User, practice: Practice, password: str = PASSWORD, **sent: Any) -> Any:
    client, answer = looked(admin, practice, **sent)
    data = form_data(answer.content, "takedown_form") | {"password": password, "confirmed": "1"}
    more = {"with_address": "on"} if "with_address" in sent else {}
    return client.post(page_of(practice), data | more, follow=True)


def test_passage_is_shown_everywhere_it_stands_and_nothing_is_done_yet() -> None:
    practice = told()
    _client, answer = looked(make_admin(), practice, what="passage", passage=f" {WORD.upper()} ")
    said = words(answer.text)
    told_of = [
        "The edition on line: Title (1 time)",
        "The working copy: Title (1 time)",
        "Edition 1 of",
        "Kept text of",
        "What is new in edition 2: 1 time",
        "(Send back): 1 time",
        "A remark (Purpose): 1 time",
        f"An address, which ends: /practices/{practice.slug}/",
        "Reports of problems: 1",
        "Words that wait to be sent again: 1",
        "Something was removed from this text on",
        REASON,
    ]
    assert (answer.status_code, [each for each in told_of if each not in said]) == (200, [])
    assert not practice.events.filter(move="take_down").exists()


@pytest.mark.long
def test_confirmed_with_her_password_it_is_gone_and_the_history_says_who_and_why() -> None:
    practice, admin = told(), make_admin()
    answer = confirmed(admin, practice, what="passage", passage=WORD)
    said = words(answer.text)
    assert answer.redirect_chain == [(f"/admin/practices/practice/{practice.pk}/history/", 302)]
    assert [each in said for each in ("It is taken down", "Take down by law", REASON, str(admin))] == [
        True
    ] * 4
    assert "A passage of it was taken down by law at" in said
    assert still_said() == set()


@pytest.mark.long
def test_edition_is_shown_with_what_goes_and_what_others_say_too() -> None:
    practice = told(purpose="Quays.")
    _client, answer = looked(make_admin(), practice, what="1")
    said = words(answer.text)
    assert "Edition 2 says the same in some answers, and keeps them: Title, City" in said
    assert "drafts that are kept in the history" in said
    assert (
        "The practice is off line then" in said,
        "The working copy" in said,
        "Give up its address" in said,
    ) == (False,) * 3
    _client, answer = looked(make_admin(), practice, what="2")
    assert "The practice is off line then" in words(answer.text)


@pytest.mark.long
def test_edition_goes_with_its_address_when_that_is_ticked() -> None:
    practice = published(contributor=make_user(), title=f"A ship of {WORD}")
    answer = confirmed(make_admin(), practice, what="1", with_address="on")
    assert answer.status_code == 200
    assert (still_said(), Client().get(f"/practices/practice-{practice.pk}/").status_code) == (set(), 410)


def test_history_shows_no_text_and_brings_none_back() -> None:
    practice = take(published(contributor=make_user(), purpose=f"For {WORD}."), edition=1)
    kept, client = practice.snapshots.get(edition=1), client_of(make_editor())
    page = f"/admin/practices/practice/{practice.pk}/snapshots/{kept.pk}/"
    answer = client.get(page)
    assert "nothing of it is left, and nobody can bring it back" in words(answer.text)
    assert 'id="bring_back_form"' not in answer.text
    assert client.post(page, {"seen": practice.version}).status_code == 200
    assert Practice.objects.get(pk=practice.pk).version == practice.version
    history = client.get(f"/admin/practices/practice/{practice.pk}/history/?first={kept.pk}&second=now")
    assert ("nothing of it is left" in words(history.text), history.context["compared"]) == (True, None)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose what is to go."),
        ({"what": "passage", "passage": "Nobody says this"}, "This entry says these words nowhere."),
        ({"what": "passage", "passage": "ab"}, "This entry says these words nowhere."),
        ({"what": "1", "reason": " "}, "Write the reason and its legal basis."),
        ({"what": "7"}, "7 is not one of the available choices"),
        ({"what": "1", "reason": "x" * 20_001}, "at most 20000 can be kept"),
    ],
)
def test_what_cannot_be_is_told_with_the_words_kept(sent: dict[str, str], says: str) -> None:
    practice, admin = published(), make_admin()
    _client, answer = looked(admin, practice, **sent)
    if answer.status_code == 200:
        answer = confirmed(admin, practice, **sent)
    assert (answer.status_code, says in words(answer.text)) == (400, True)
    assert sent.get("passage", "") in answer.text
    assert Practice.objects.get(pk=practice.pk).version == practice.version


def test_reason_that_says_it_again_is_refused() -> None:
    practice = published()
    answer = confirmed(
        make_admin(), practice, what="passage", passage="reading ship", reason="On the reading ship."
    )
    assert (answer.status_code, "Do not say the passage again" in words(answer.text)) == (400, True)


def test_wrong_password_does_nothing() -> None:
    practice = published()
    answer = confirmed(make_admin(), practice, "not hers at all", what="1")
    assert (answer.status_code, "This is not your password." in words(answer.text)) == (400, True)
    assert Practice.objects.get(pk=practice.pk).has_edition


def test_words_can_be_changed_before() -> None:
    practice = published()
    client, answer = looked(make_admin(), practice, what="passage", passage="reading ship")
    again = client.post(page_of(practice), form_data(answer.content, "takedown_form") | {"back": "1"})
    assert form_data(again.content, "takedown_form")["passage"] == ["reading ship"]
    assert form_data(again.content, "takedown_form")["reason"] == [REASON]


@pytest.mark.long
def test_entry_that_was_written_since_is_shown_as_it_is_now() -> None:
    practice, admin = told(), make_admin()
    client, answer = looked(admin, practice, what="passage", passage=WORD)
    data = form_data(answer.content, "takedown_form") | {"password": PASSWORD, "confirmed": "1"}
    thrown = actions.trash(practice, by=make_editor(), expected_version=practice.version)
    stale = client.post(page_of(practice), data)
    assert (stale.status_code, "changed after you opened it" in words(stale.text)) == (409, True)
    assert form_data(stale.content, "takedown_form")["seen"] == [str(thrown.version)]
    done = client.post(
        page_of(practice),
        form_data(stale.content, "takedown_form") | {"password": PASSWORD, "confirmed": "1"},
    )
    assert (done.status_code, done["Location"], still_said()) == (
        302,
        "/admin/practices/practice/trash/",
        set(),
    )


def test_second_press_has_done_it() -> None:
    practice, admin = published(), make_admin()
    client, answer = looked(admin, practice, what="1")
    data = form_data(answer.content, "takedown_form") | {"password": PASSWORD, "confirmed": "1"}
    assert [client.post(page_of(practice), data).status_code for _ in range(2)] == [302, 302]
    assert practice.events.filter(move="take_down").count() == 1


@pytest.mark.parametrize("number", ["purged", "missing"])
def test_what_has_no_words_has_no_such_page(number: str) -> None:
    practice = published()
    Practice.objects.filter(pk=practice.pk).update(trashed_at=practice.saved_at, purged_at=practice.saved_at)
    page = page_of(practice) if number == "purged" else page_of(Practice(pk=0))
    assert client_of(make_admin()).get(page).status_code == (403 if number == "purged" else 404)


@pytest.mark.parametrize("is_thrown", [False, True])
def test_admins_are_led_there_and_nobody_else(is_thrown: bool) -> None:
    practice, editor = published(contributor=make_user()), make_editor()
    if is_thrown:
        actions.trash(practice, by=editor, expected_version=practice.version)
    entry = f"/admin/practices/practice/{practice.pk}/change/"
    leads = [page_of(practice) in client_of(each).get(entry).text for each in (make_admin(), editor)]
    assert leads == [True, False]
    assert [client_of(each).get(page_of(practice)).status_code for each in (make_admin(), editor)] == [
        200,
        403,
    ]


@pytest.mark.long
def test_no_page_says_it_to_anybody_any_more() -> None:
    """Walk the site as a visitor, the contributor and an admin: every page that links lead to."""
    practice = take(take(told(purpose="Quays."), edition=1), passage=WORD)
    author, admin = practice.contributor, make_admin()
    assert author
    public = [
        f"/practices/{practice.slug}/",
        f"/practices/{practice.slug}/editions/1/",
        f"/p/{practice.pk}/",
        "/practices/",
    ]
    own = f"/contribute/practices/practice/{practice.pk}/"
    starts = {
        None: public,
        author: ["/contribute/", own, f"{own}history/", f"/preview/{practice.pk}/", "/accounts/data/"],
        admin: [
            "/admin/",
            f"/admin/practices/practice/{practice.pk}/history/",
            "/admin/practices/mail/",
            "/admin/practices/report/",
        ],
    }
    saying = []
    for person, pages in starts.items():
        client = client_of(person) if person else Client()
        saying += [address for address, text in crawl(client, *pages) if WORD.lower() in text.lower()]
    assert saying == []
