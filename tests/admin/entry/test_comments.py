"""Do remarks reach whom they are for, and nobody else?"""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from practices.entries import actions, comments
from practices.entries.actions import MoveRefused
from practices.models import Practice, Remark, User
from practices.workflow import Status
from tests.builders import in_status, make_editor, make_user, moved, submitted
from tests.pages import client_of

pytestmark = pytest.mark.django_db


def remarked(practice: Practice, by: User, text: str = "Which year?", *, internal: bool = False) -> Remark:
    return comments.remark(practice, field="period", text=text, internal=internal, by=by)


def address(practice: Practice, site: str = "admin", number: int | None = None) -> str:
    end = f"{number}/" if number else ""
    return f"/{site}/practices/practice/{practice.pk}/remarks/{end}"


def test_editor_remarks_at_a_field_and_the_author_reads_it_there_and_deals_with_it() -> None:
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
    remark = Remark.objects.get()
    own.post(address(practice, "contribute", remark.pk))
    remark.refresh_from_db()
    assert remark.dealt_at is not None
    page = own.get(change).content.decode()
    assert ('class="remark"' in page, "dealt with" in page) == (False, True)
    client.post(address(practice, "admin", remark.pk))
    remark.refresh_from_db()
    assert (remark.resolved_by, remark.text) == (editor, "Which year? <b>")
    assert "Which year" not in own.get(change).content.decode()


def test_internal_remark_is_not_there_for_the_author_even_if_she_is_an_editor() -> None:
    for owner in (make_user(), make_editor()):
        practice = submitted(contributor=owner)
        remark = remarked(practice, make_editor(), "Canaryinternal", internal=True)
        client = client_of(owner)
        for site in ("contribute", "admin"):
            for page in ("change/", "review/", "history/", "move/return/"):
                response = client.get(f"/{site}/practices/practice/{practice.pk}/{page}")
                assert b"Canaryinternal" not in response.content
            assert client.post(address(practice, site, remark.pk)).status_code in {403, 404}
        assert (
            b"Canaryinternal"
            in client_of(make_editor()).get(f"/admin/practices/practice/{practice.pk}/review/").content
        )


def test_remarks_are_refused_without_words_question_or_right() -> None:
    user, editor = make_user(), make_editor()
    practice, own = submitted(contributor=user), submitted(contributor=editor)
    with pytest.raises(MoveRefused):
        remarked(practice, editor, " ")
    with pytest.raises(ValueError, match="status"):
        comments.remark(practice, field="status", text="x", internal=False, by=editor)
    with pytest.raises(PermissionDenied):
        remarked(practice, user)
    with pytest.raises(PermissionDenied):
        remarked(own, editor, internal=True)
    with pytest.raises(PermissionDenied):
        comments.resolve(remarked(practice, editor), by=user)
    with pytest.raises(PermissionDenied):
        comments.deal(Remark.objects.get(), by=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.create(practice=practice, text="", by=editor)


def test_addresses_refuse_strangers_forged_fields_and_get() -> None:
    user, editor = make_user(), make_editor()
    practice = submitted(contributor=user)
    remark = remarked(practice, editor)
    assert client_of(editor).get(address(practice)).status_code == 405
    assert client_of(editor).post(address(practice), {"field": "x", "text": "x"}).status_code == 404
    assert client_of(editor).post(address(practice), {"field": "", "text": ""}).status_code == 400
    assert client_of(editor).post(address(submitted(), number=remark.pk)).status_code == 404
    assert client_of(user).post(address(practice, "contribute"), {"text": "x"}).status_code == 403
    assert client_of(make_user()).post(address(practice, "contribute", remark.pk)).status_code == 404
    assert Remark.objects.get().dealt_at is None


def test_remark_that_is_settled_or_dealt_with_keeps_its_first_date() -> None:
    user, editor = make_user(), make_editor()
    practice = in_status(Status.RETURNED, contributor=user, edition=False)
    remark = remarked(practice, editor)
    first = comments.deal(remark, by=user).dealt_at
    assert comments.deal(remark, by=user).dealt_at == first
    settled = comments.resolve(remark, by=editor)
    assert comments.resolve(remark, by=make_editor()).resolved_by == settled.resolved_by
    assert str(remark) == f"{practice.pk} period"
    assert (
        str(comments.remark(practice, field="", text="x", internal=False, by=editor).label)
        == "The whole entry"
    )


@pytest.mark.parametrize("status", [Status.RETURNED, Status.SUBMITTED])
def test_each_link_within_the_page_leads_somewhere_and_the_whole_entry_is_no_link(status: Status) -> None:
    owner, editor = make_user(), make_editor()
    practice = in_status(status, contributor=owner, edition=False)
    for field in ("", "topics", "documents", "city"):
        comments.remark(practice, field=field, text=f"About {field}.", internal=False, by=editor)
    actions.save_answers(practice, {"topics": [], "period": ""}, by=editor, expected_version=practice.version)
    entry = f"practices/practice/{practice.pk}"
    pages = [(owner, f"/contribute/{entry}/change/"), (editor, f"/admin/{entry}/change/")]
    for person, page in [*pages, (editor, f"/admin/{entry}/review/")]:
        text = client_of(person).get(page).content.decode()
        links, anchors = set(re.findall(r'href="#([^"]*)"', text)), set(re.findall(r'\bid="([^"]*)"', text))
        assert (page, links - anchors) == (page, set())
        assert "The whole entry" in text
        assert "About ." in text
