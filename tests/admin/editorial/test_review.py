"""Does the page to decide on show all that bears on a decision, and does it decide only on what was seen?"""

import re

import pytest
from pytest_django.asserts import assertNumQueries

from practices.accounts import lifecycle
from practices.admin.editorial import last_read
from practices.entries import actions, claims, comments
from practices.models import Event, LastRead, ReadyNote
from practices.workflow import Status
from tests.admin.editorial.test_desk import LIST, aged, review
from tests.builders import make_city, make_draft, make_editor, make_user, moved, published, submitted
from tests.headings import words
from tests.pages import client_of, form_data, submit_buttons

pytestmark = pytest.mark.django_db


def test_review_page_takes_so_many_queries() -> None:
    user = make_user()
    practice = moved(published(contributor=user), "revise", by=user)
    practice = moved(practice, "submit", by=user)
    client = client_of(make_editor())
    with assertNumQueries(24):
        assert client.get(review(practice)).status_code == 200


def test_decision_stands_before_all_else_on_the_page() -> None:
    practice = submitted()
    page = client_of(make_editor()).get(review(practice)).content.decode()
    buttons = [page.index(f'value="{name}"') for name in ("approve", "return", "reject")]
    assert buttons == sorted(buttons)
    assert buttons[-1] < page.index('id="id_title"')
    assert page.index('id="id_note"') < buttons[0]


@pytest.mark.long
def test_what_should_be_known_stands_above_the_buttons() -> None:
    ada, ben, city = make_editor("ada@programme.example"), make_editor("ben@programme.example"), make_city()
    other = published(title="The reading ship", city=city)
    practice = submitted(
        title="A reading ship", city=city, process="By boat.", partner_cities_typed="Oldhaven"
    )
    actions.save_answers(practice, {"period": ""}, by=ben, expected_version=practice.version)
    claims.claim(practice, by=ben)
    page = words(client_of(ada).get(review(practice)).text.split('id="decide_form"')[0])
    known = page.partition("Before you decide")[2]
    for said in (
        "Claimed by ben@programme.example.",
        f"Looks like No. {other.pk}, The reading ship , on line, same city. Side by side",
        "Write an answer: Period.",
        "In a few words only: Purpose , Process",
        "Not in our list yet: Oldhaven Link it",
    ):
        assert said in known
    assert (
        "Before you decide"
        not in client_of(ada)
        .get(review(submitted(title="Market garden", purpose="Sail. " * 20, process="Sail. " * 20)))
        .text
    )
    own = submitted(contributor=make_user(), title="Another")
    back = moved(moved(own, "return", by=ada, note="More."), "submit", by=ada, licence_agreed=True)
    assert "You submitted this text yourself." in client_of(ada).get(review(back)).text
    assert "You submitted this text yourself." not in client_of(ben).get(review(back)).text


@pytest.mark.parametrize("name", ["approve", "return", "reject"])
def test_each_decision_can_open_the_next(name: str) -> None:
    practice, following = submitted(title="First"), submitted(title="Second")
    client = client_of(make_editor())
    page = client.get(review(practice))
    assert "1 waits for you" in page.text
    sent = form_data(page.content, "decide_form") | {"move": name, "note": "Why.", "next": "on"}
    assert client.post(review(practice), sent)["Location"] == review(following)


@pytest.mark.long
def test_approve_and_open_the_next_leads_through_the_queue_and_to_the_desk() -> None:
    ada, ben = make_editor("ada@programme.example"), make_editor("ben@programme.example")
    first, second, third = (aged(submitted(title=f"Ship {days}"), days) for days in (9, 5, 1))
    submitted(title="Own", contributor=ada)
    claims.claim(aged(submitted(title="Ben's"), 7), by=ben)
    client = client_of(ada)
    assert client.get(f"{LIST}next/")["Location"] == review(first)
    assert client.post(f"{LIST}next/", {"after": third.pk})["Location"] == review(first)
    for practice, following in ((second, review(third)), (third, review(first)), (first, "/admin/")):
        page = client.get(review(practice)).content
        assert ("approve_next", "1") in submit_buttons(page, "decide_form")
        sent = form_data(page, "decide_form") | {"approve_next": "1", "note": "Well done."}
        assert client.post(review(practice), sent)["Location"] == following
    assert Event.objects.filter(move="approve", note="Well done.").count() == 3
    assert client.post(f"{LIST}next/", {"after": "9" * 30})["Location"] == "/admin/"


def test_text_is_read_as_readers_will_and_questions_without_an_answer_are_one_line() -> None:
    practice = submitted(
        purpose="In *twelve* languages.", documents=[{"title": "Report", "url": "https://city.example/r"}]
    )
    page = client_of(make_editor()).get(review(practice)).text
    assert "<p>In <em>twelve</em> languages.</p>" in page
    assert '<a href="https://city.example/r" rel="nofollow noopener">Report</a>' in page
    folded = re.search(r"Not answered:(.*?)</p>", page, re.DOTALL)
    assert folded
    assert re.findall(r"<span[^>]*>([^<]+)</span>", folded[1]) == [
        "Partner cities",
        "Summary",
        "Outcome",
    ]


def test_open_remarks_stand_beside_the_decision_and_settled_ones_do_not() -> None:
    practice, editor = submitted(), make_editor()
    for text in ("Which year?", "Settled."):
        last = comments.add(practice, field="period", text=text, internal=False, by=editor)
    comments.resolve(last, by=editor)
    beside = client_of(editor).get(review(practice)).text.split('<div class="text">')[0]
    assert ("1 open remark" in beside, "Which year?" in beside, "Settled." in beside) == (True, True, False)


def test_open_remark_says_that_its_author_has_dealt_with_it() -> None:
    author, editor = make_user(), make_editor()
    practice = submitted(contributor=author)
    comment = comments.add(practice, field="period", text="Which year?", internal=False, by=editor)
    said = []
    for _turn in range(2):
        beside = client_of(editor).get(review(practice)).text.split('<div class="text">')[0]
        said.append("the author has dealt with it" in beside)
        comments.mark_addressed(comment, by=author)
    assert said == [False, True]


def test_refusal_keeps_the_note_and_says_why() -> None:
    practice = submitted()
    client = client_of(make_editor())
    missing = client.post(review(practice), {"move": "return", "seen": practice.version, "note": " "})
    assert (missing.status_code, b"Write a note" in missing.content) == (400, True)
    actions.save_answers(
        practice, {"purpose": "Not seen."}, by=make_editor(), expected_version=practice.version
    )
    late = client.post(review(practice), {"move": "approve", "seen": practice.version, "note": "My words."})
    page = late.content.decode()
    assert (late.status_code, "nothing was done" in page, "My words." in page) == (409, True, True)
    assert "Not seen." in page
    assert form_data(late.content, "decide_form")["seen"] == [str(practice.version + 1)]
    practice.refresh_from_db()
    assert practice.status == Status.SUBMITTED


def test_own_entry_is_not_approved_and_other_moves_are_not_made_here() -> None:
    editor = make_editor()
    own = submitted(contributor=editor)
    client = client_of(editor)
    assert b'value="approve"' not in client.get(review(own)).content
    for name in ("approve", "withdraw", "", "x\0"):
        assert client.post(review(own), {"move": name, "seen": own.version}).status_code == 403
    assert client_of(make_editor()).get(review(make_draft())).status_code == 200


def test_moved_entry_answers_that_it_was_moved() -> None:
    practice = submitted()
    back = moved(practice, "return", by=make_editor(), note="More.")
    response = client_of(make_editor()).post(review(practice), {"move": "approve", "seen": back.version})
    assert response.status_code == 409


def test_review_shows_what_changed_word_by_word_against_edition_and_former_submission() -> None:
    user = make_user()
    practice = moved(published(contributor=user, purpose="A red ship."), "revise", by=user)
    actions.save_answers(practice, {"purpose": "A blue ship."}, by=user, expected_version=practice.version)
    practice = moved(practice, "submit", by=user)
    practice = moved(practice, "return", by=make_editor(), note="Which blue?")
    actions.save_answers(practice, {"purpose": "A dark ship."}, by=user, expected_version=practice.version)
    moved(practice, "submit", by=user)
    page = client_of(make_editor()).get(review(practice)).content.decode()
    assert "A <del>red </del><ins>dark </ins>ship." in page
    assert "A <del>blue </del><ins>dark </ins>ship." in page
    assert "Which blue?" in page


@pytest.mark.parametrize("back", ["return", "recall"])
def test_comparison_is_with_the_submission_before_whoever_took_it_back(back: str) -> None:
    owner, editor = make_user(), make_editor()
    practice = submitted(contributor=owner, purpose="One.")
    practice = moved(practice, back, by=owner if back == "recall" else editor, note="More.")
    practice = actions.save_answers(
        practice, {"purpose": "Two."}, by=owner, expected_version=practice.version
    )
    moved(practice, "submit", by=owner)
    page = client_of(editor).get(review(practice)).content.decode()
    assert '<h2 id="since-heading">What changed since it was submitted before</h2>' in page
    assert "<del>One.</del><ins>Two.</ins>" in page


def test_words_of_the_comparison_are_no_markup() -> None:
    user = make_user()
    practice = moved(published(contributor=user), "revise", by=user)
    actions.save_answers(
        practice, {"purpose": "<script>x</script>"}, by=user, expected_version=practice.version
    )
    moved(practice, "submit", by=user)
    page = client_of(make_editor()).get(review(practice)).content.decode()
    assert "<script>x" not in page
    assert "<ins>&lt;script&gt;x&lt;/script&gt;</ins>" in page


def test_typed_city_is_named_with_the_way_to_link_it() -> None:
    practice = submitted(city=None, city_typed="Smallville")
    page = client_of(make_editor()).get(review(practice)).content.decode()
    assert "Not in our list yet: Smallville" in page
    assert f'href="{LIST}{practice.pk}/cities/"' in page


@pytest.mark.long
def test_what_changed_since_she_read_it_is_shown_to_her_alone_and_after_the_edition_no_more() -> None:
    ada, ben, user = make_editor("ada@programme.example"), make_editor("ben@programme.example"), make_user()
    practice = submitted(contributor=user, purpose="A red ship.", contact_email=user.email)
    client = client_of(ada)
    client.post(f"{LIST}next/", form_data(client.get(review(practice)).content, "next_form"))
    assert "since you read it" in client.get(review(practice)).text
    actions.save_answers(practice, {"purpose": "A blue ship."}, by=ben, expected_version=practice.version)
    assert "A <del>red </del><ins>blue </ins>ship." in client.get(review(practice)).text
    assert "since you read it" not in client_of(ben).get(review(practice)).text
    client.post(f"{LIST}next/", {"after": practice.pk, "seen": practice.version})
    assert LastRead.objects.get().answers["purpose"] == "A red ship."
    now = form_data(client.get(review(practice)).content, "decide_form") | {"move": "return", "note": "More."}
    client.post(review(practice), now)
    assert LastRead.objects.get().answers["purpose"] == "A blue ship."
    moved(moved(practice, "submit", by=user), "approve", by=ben)
    again = moved(moved(practice, "revise", by=user), "submit", by=user)
    assert "since you read it" not in client.get(review(again)).text


@pytest.mark.parametrize("leaves", ["author", "editor"])
def test_reading_goes_with_its_person_and_with_a_contact(leaves: str) -> None:
    author, editor = make_user(), make_editor()
    practice = submitted(contributor=author, contact_email=author.email, contact_name="Canary")
    kept = submitted(contributor=make_user())
    for entry in (practice, kept):
        last_read.note(entry, by=editor, expected_version=entry.version)
    lifecycle.close_account(author if leaves == "author" else editor)
    left = [kept.pk] if leaves == "author" else []
    assert list(LastRead.objects.values_list("practice", flat=True)) == left


def test_ready_made_note_stands_before_what_is_written_and_a_retired_one_is_not_offered() -> None:
    paid = ReadyNote.objects.create(name="Who paid?", text="Say who paid.")
    ReadyNote.objects.create(name="Old words", text="Old.", is_offered=False)
    practice, client = submitted(), client_of(make_editor())
    page = client.get(review(practice))
    assert ("Who paid?" in page.text, "Old words" in page.text) == (True, False)
    sent = form_data(page.content, "decide_form") | {"move": "return", "ready": paid.pk, "note": "Thank you!"}
    client.post(review(practice), sent)
    assert practice.events.latest("pk").note == "Say who paid.\n\nThank you!"


def test_ready_made_note_is_put_into_the_field_to_be_changed_there() -> None:
    paid = ReadyNote.objects.create(name="Who paid?", text="Say who paid.")
    practice, client = submitted(), client_of(make_editor())
    data = form_data(client.get(review(practice)).content, "decide_form")
    filled = client.post(review(practice), data | {"fill": "1", "ready": paid.pk, "note": "Thank you!"})
    assert form_data(filled.content, "decide_form")["note"] == ["Say who paid.\n\nThank you!"]
    practice.refresh_from_db()
    assert practice.status == Status.SUBMITTED


def test_remark_is_begun_at_its_answer_says_who_reads_it_and_sends_back_without_a_note() -> None:
    practice, client = submitted(), client_of(make_editor())
    page = client.get(review(practice)).text
    assert 'href="?about=process#remark_form"' in page
    begun = form_data(client.get(f"{review(practice)}?about=process").content, "remark_form")
    assert begun["field"] == ["process"]
    kept = client.post(f"{LIST}{practice.pk}/remarks/", begun | {"text": "By whom?"}, follow=True)
    assert "Its contributor reads it at the answer" in kept.text
    alone = client.post(f"{LIST}{practice.pk}/remarks/", {"text": "Spam?", "internal": "on"}, follow=True)
    assert "for editors alone" in alone.text
    client.post(review(practice), form_data(kept.content, "decide_form") | {"move": "return"})
    assert practice.events.latest("pk").note == "Please see the remarks."


def test_internal_remark_is_no_reason_to_send_back() -> None:
    practice, editor = submitted(), make_editor()
    comments.add(practice, field="", text="Spam?", internal=True, by=editor)
    refused = client_of(editor).post(review(practice), {"move": "return", "seen": practice.version})
    assert (refused.status_code, "Write a note" in refused.text) == (400, True)


def test_editors_keep_their_list_of_ready_made_notes() -> None:
    client, address = client_of(make_editor()), "/admin/practices/readynote/"
    client.post(f"{address}add/", {"name": "Who paid?", "text": "Say who paid.", "position": "1"})
    note = ReadyNote.objects.get()
    assert (note.text, note.is_offered) == ("Say who paid.", False)
    refused = client.post(f"{address}add/", {"name": "Nothing", "text": " ", "position": "1"})
    assert (refused.status_code, ReadyNote.objects.count()) == (200, 1)
