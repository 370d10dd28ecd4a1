"""Do comments reach whom they are for, and nobody else?"""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from practices.entries import actions, comments
from practices.entries.actions import MoveRefused
from practices.models import Comment, Practice, User
from practices.workflow import Status
from tests.builders import in_status, make_editor, make_user, moved, submitted
from tests.pages import client_of

pytestmark = pytest.mark.django_db


def commented(practice: Practice, by: User, text: str = "Which year?", *, internal: bool = False) -> Comment:
    return comments.add(practice, field="period", text=text, internal=internal, by=by)


def address(practice: Practice, site: str = "admin", number: int | None = None) -> str:
    end = f"{number}/" if number else ""
    return f"/{site}/practices/practice/{practice.pk}/remarks/{end}"


def test_editor_comments_on_a_field_and_the_author_reads_it_there_and_deals_with_it() -> None:
    user, editor = make_user(), make_editor("ed@programme.example")
    practice = submitted(contributor=user)
    client = client_of(editor)
    client.post(address(practice), {"field": "period", "text": "Which year? <b>"})
    moved(practice, "return", by=editor, note="See the remarks.")
    own, change = client_of(user), f"/contribute/practices/practice/{practice.pk}/change/"
    page = own.get(change).content.decode()
    said = page.index('<span class="remark"><strong>An editor remarks:</strong> Which year? &lt;b&gt;</span>')
    assert page.index('id="id_period"') - 3000 < said < page.index('id="id_purpose"')
    assert "ed@programme.example" not in page
    comment = Comment.objects.get()
    own.post(address(practice, "contribute", comment.pk))
    comment.refresh_from_db()
    assert comment.addressed_at is not None
    page = own.get(change).content.decode()
    assert ('class="remark"' in page, "dealt with" in page) == (False, True)
    client.post(address(practice, "admin", comment.pk))
    comment.refresh_from_db()
    assert (comment.resolved_by, comment.text) == (editor, "Which year? <b>")
    assert "Which year" not in own.get(change).content.decode()


@pytest.mark.long
def test_internal_comment_is_not_there_for_the_author_even_if_she_is_an_editor() -> None:
    for owner in (make_user(), make_editor()):
        practice = submitted(contributor=owner)
        comment = commented(practice, make_editor(), "Canaryinternal", internal=True)
        client = client_of(owner)
        for site in ("contribute", "admin"):
            for page in ("change/", "review/", "history/", "move/return/"):
                response = client.get(f"/{site}/practices/practice/{practice.pk}/{page}")
                assert b"Canaryinternal" not in response.content
            assert client.post(address(practice, site, comment.pk)).status_code in {403, 404}
        assert (
            b"Canaryinternal"
            in client_of(make_editor()).get(f"/admin/practices/practice/{practice.pk}/review/").content
        )


def test_comments_are_refused_without_words_question_or_right() -> None:
    user, editor = make_user(), make_editor()
    practice, own = submitted(contributor=user), submitted(contributor=editor)
    with pytest.raises(MoveRefused):
        commented(practice, editor, " ")
    with pytest.raises(ValueError, match="status"):
        comments.add(practice, field="status", text="x", internal=False, by=editor)
    with pytest.raises(PermissionDenied):
        commented(practice, user)
    with pytest.raises(PermissionDenied):
        commented(own, editor, internal=True)
    with pytest.raises(PermissionDenied):
        comments.resolve(commented(practice, editor), by=user)
    with pytest.raises(PermissionDenied):
        comments.mark_addressed(Comment.objects.get(), by=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(practice=practice, text="", by=editor)


def test_addresses_refuse_strangers_forged_fields_and_get() -> None:
    user, editor = make_user(), make_editor()
    practice = submitted(contributor=user)
    comment = commented(practice, editor)
    assert client_of(editor).get(address(practice)).status_code == 405
    assert client_of(editor).post(address(practice), {"field": "x", "text": "x"}).status_code == 404
    assert client_of(editor).post(address(practice), {"field": "", "text": ""}).status_code == 400
    assert client_of(editor).post(address(submitted(), number=comment.pk)).status_code == 404
    assert client_of(user).post(address(practice, "contribute"), {"text": "x"}).status_code == 403
    assert client_of(make_user()).post(address(practice, "contribute", comment.pk)).status_code == 404
    assert Comment.objects.get().addressed_at is None


def test_comment_that_is_settled_or_dealt_with_keeps_its_first_date() -> None:
    user, editor = make_user(), make_editor()
    practice = in_status(Status.RETURNED, contributor=user, edition=False)
    comment = commented(practice, editor)
    first = comments.mark_addressed(comment, by=user).addressed_at
    assert comments.mark_addressed(comment, by=user).addressed_at == first
    settled = comments.resolve(comment, by=editor)
    assert comments.resolve(comment, by=make_editor()).resolved_by == settled.resolved_by
    assert str(comment) == f"{practice.pk} period"
    assert (
        str(comments.add(practice, field="", text="x", internal=False, by=editor).label) == "The whole entry"
    )


@pytest.mark.long
@pytest.mark.parametrize("status", [Status.RETURNED, Status.SUBMITTED])
def test_each_link_within_the_page_leads_somewhere_and_the_whole_entry_is_no_link(status: Status) -> None:
    owner, editor = make_user(), make_editor()
    practice = in_status(status, contributor=owner, edition=False)
    for field in ("", "topics", "documents", "city"):
        comments.add(practice, field=field, text=f"About {field}.", internal=False, by=editor)
    actions.save_answers(practice, {"topics": [], "period": ""}, by=editor, expected_version=practice.version)
    entry = f"practices/practice/{practice.pk}"
    pages = [(owner, f"/contribute/{entry}/change/"), (editor, f"/admin/{entry}/change/")]
    for person, page in [*pages, (editor, f"/admin/{entry}/review/")]:
        text = client_of(person).get(page).content.decode()
        links, anchors = set(re.findall(r'href="#([^"]*)"', text)), set(re.findall(r'\bid="([^"]*)"', text))
        assert (page, links - anchors) == (page, set())
        assert "The whole entry" in text
        assert "About ." in text
