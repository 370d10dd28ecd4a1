"""Do co-authors write like the contributor, as long as they are, and is an entry handed over (promise U32)?"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from practices import permissions
from practices.accounts import lifecycle
from practices.admin.editorial.dashboard import waiting
from practices.entries import actions, claims, coauthors, comments, preview_links, trash, undoable_moves
from practices.entries.actions import MoveRefused
from practices.entries.undo import undo_move
from practices.mail import notify
from practices.models import CoAuthor, Event, Mail, Practice, PreviewLink, Snapshot, User
from practices.workflow import MOVES, Role, Status
from tests.builders import make_city, make_draft, make_editor, make_user, moved
from tests.pages import client_of
from tests.test_canaries import leaks, read, seed, starts

pytestmark = pytest.mark.django_db


def officer(**fields: Any) -> User:
    return make_user(**{"city": make_city()} | fields)


def with_coauthor(practice: Practice, person: User) -> CoAuthor:
    assert practice.contributor is not None
    asked = coauthors.invite(practice, email=person.email, by=practice.contributor)
    return coauthors.join(asked, by=person)


def pair(**given: Any) -> tuple[Practice, User, User, CoAuthor]:
    """Return an entry with its contributor and a co-author of the same city."""
    author, second = officer(), officer()
    practice = make_draft(contributor=author, **given)
    return practice, author, second, with_coauthor(practice, second)


def fresh(practice: Practice) -> Practice:
    return Practice.objects.get(pk=practice.pk)


def told() -> list[tuple[str, str]]:
    return [(mail.kind, mail.to) for mail in Mail.objects.order_by("pk")]


# Inviting


def test_every_address_gets_the_same_mail_and_answer_whether_it_has_an_account_or_not() -> None:
    author, known = officer(), officer()
    practice = make_draft(contributor=author)
    client = client_of(author)
    address = f"/contribute/practices/practice/{practice.pk}/authors/"
    pages = [
        client.post(address, {"email": email}, follow=True).content.decode().replace(email, "ADDRESS")
        for email in (known.email, "nobody@nowhere.example", make_editor().email)
    ]
    said = [page[page.index("We have written to") :][:90] for page in pages]
    assert said[0] == said[1] == said[2]
    mails = list(Mail.objects.filter(kind="invited").order_by("pk"))
    texts = {
        mail.text.replace(f"/invitations/{each.pk}/", "/")
        for mail, each in zip(mails, CoAuthor.objects.all(), strict=True)
    }
    assert (len(mails), len(texts)) == (3, 1)


def test_only_contributor_and_editors_invite_and_nobody_who_writes_already() -> None:
    practice, author, second, _row = pair()
    for person in (second, officer(), None):
        with pytest.raises(PermissionDenied):
            coauthors.invite(practice, email="new@city.example", by=person)  # type: ignore[arg-type]  # no account
    for email in (author.email, second.email.upper()):
        with pytest.raises(MoveRefused):
            coauthors.invite(practice, email=email, by=author)
    coauthors.invite(practice, email="new@city.example", by=make_editor())
    with pytest.raises(PermissionDenied):
        coauthors.invite(make_draft(), email="new@city.example", by=make_editor())


def test_invitations_are_counted(settings: Settings) -> None:
    settings.INVITATIONS_A_DAY = 2
    author = officer()
    practice = make_draft(contributor=author)
    for number in range(2):
        coauthors.invite(practice, email=f"{number}@city.example", by=author)
    with pytest.raises(MoveRefused, match="invited many people"):
        coauthors.invite(practice, email="3@city.example", by=author)


def test_same_invitation_sent_many_times_is_one_mail() -> None:
    author = officer()
    practice = make_draft(contributor=author)
    asked = [coauthors.invite(practice, email="new@city.example", by=author) for _time in range(20)]
    assert ({each.pk for each in asked}, len(told())) == ({CoAuthor.objects.get().pk}, 1)
    CoAuthor.objects.update(asked_at=timezone.now() - coauthors.AGAIN)
    assert coauthors.invite(practice, email="new@city.example", by=author) != asked[0]


@pytest.mark.parametrize(
    ("fields", "joins"),
    [
        ({}, True),
        ({"city": None}, False),
        ({"city": None, "city_typed": "Bergen", "country": "NO"}, False),
        ({"city_slug": "oslo"}, False),
    ],
)
def test_whoever_joins_is_of_the_same_city(fields: dict[str, Any], joins: bool) -> None:
    if slug := fields.pop("city_slug", ""):
        fields = {"city": make_city(slug.title())}
    author, second = officer(), officer(**fields)
    practice = make_draft(contributor=author)
    asked = coauthors.invite(practice, email=second.email, by=author)
    if joins:
        coauthors.join(asked, by=second)
    else:
        with pytest.raises(MoveRefused):
            coauthors.join(asked, by=second)
    assert permissions.can_see(second, fresh(practice)) is joins


def test_typed_city_is_the_same_however_it_is_spelt() -> None:
    typed = {"city": None, "country": "NO"}
    author, second = officer(city_typed="Ålgård", **typed), officer(city_typed="algard ", **typed)
    practice = make_draft(contributor=author)
    asked = coauthors.invite(practice, email=second.email, by=author)
    assert coauthors.join(asked, by=second).is_current is permissions.is_of_city(second, practice)


def test_invitation_is_accepted_once_in_time_and_by_its_address_only() -> None:
    author, second, other = officer(), officer(), officer()
    practice = make_draft(contributor=author)
    asked = coauthors.invite(practice, email=second.email, by=author)
    with pytest.raises(PermissionDenied):
        coauthors.join(asked, by=other)
    CoAuthor.objects.update(asked_at=timezone.now() - timedelta(days=14))
    with pytest.raises(MoveRefused):
        coauthors.join(asked, by=second)
    again = coauthors.invite(practice, email=second.email, by=author)
    CoAuthor.objects.update(asked_at=timezone.now())
    with pytest.raises(MoveRefused):
        coauthors.join(asked, by=second)
    assert coauthors.join(again, by=second).email == ""
    with pytest.raises(MoveRefused):
        coauthors.join(again, by=second)
    assert [each.move for each in Event.objects.all()] == ["join", "invite", "invite"]


# Writing together


def test_coauthor_sees_edits_and_submits_like_the_contributor() -> None:
    practice, author, second, _row = pair()
    practice = actions.save_answers(
        fresh(practice), {"title": "Ours"}, by=second, expected_version=practice.version
    )
    assert Snapshot.objects.get().by == author
    assert list(Practice.objects.of(second)) == [practice]
    assert Practice.objects.of(author).count() == 1
    for name, given in (("submit", {"licence_agreed": True}), ("recall", {}), ("submit", {})):
        practice = moved(practice, name, by=second, **given)
    assert practice.status == Status.SUBMITTED
    comment = comments.add(practice, field="", text="Why?", internal=False, by=make_editor())
    assert comments.mark_addressed(comment, by=second).addressed_at
    assert preview_links.share(practice, by=second).is_alive


def test_entry_with_several_coauthors_is_listed_once() -> None:
    practice, author, second, _row = pair()
    with_coauthor(practice, officer())
    with_coauthor(practice, officer())
    assert (Practice.objects.of(author).count(), Practice.objects.of(second).count()) == (1, 1)


@pytest.mark.long
def test_own_entries_are_found_by_an_index_whatever_their_number() -> None:
    practice, _author, second, _row = pair()
    columns = {
        field.attname: getattr(practice, field.attname) for field in Practice._meta.concrete_fields[1:]
    }
    Practice.objects.bulk_create(Practice(**columns | {"contributor_id": None}) for _ in range(1000))
    connection.cursor().execute("ANALYZE practices_practice")
    assert "practices_practice_contributor_id" in Practice.objects.of(second).explain()


def test_authors_hear_the_same_and_nothing_of_each_other_but_the_receipt() -> None:
    practice, author, second, _row = pair()
    editor = make_editor()
    Mail.objects.all().delete()
    actions.save_answers(fresh(practice), {"title": "Ours"}, by=second, expected_version=practice.version)
    assert told() == []
    moved(practice, "submit", by=second, licence_agreed=True)
    moved(practice, "return", by=editor, note="Say more.")
    both = [author.email, second.email]
    assert told() == [*(("submitted", to) for to in both), *(("returned", to) for to in both)]
    assert notify.readers(practice) == [author, second]


def test_undone_move_is_told_to_whom_its_mail_has_left_already() -> None:
    practice, author, second, _row = pair()
    practice, editor = moved(practice, "submit", by=author, licence_agreed=True), make_editor()
    before = undoable_moves.UndoState.of(practice)
    practice = moved(practice, "return", by=editor, note="Say more.")
    Mail.objects.filter(kind="returned", to=author.email).update(attempts=1)
    undo_move(practice, MOVES["return"], before, by=editor, expected_version=practice.version)
    assert told()[-2:] == [("returned", author.email), ("undone", author.email)]
    assert ("returned", second.email) not in told()


def test_coauthor_who_is_an_editor_does_not_decide_even_when_she_has_left() -> None:
    author, editor = officer(), make_editor(city=make_city())
    practice = make_draft(contributor=author)
    row = with_coauthor(practice, editor)
    assert permissions.roles(editor, fresh(practice)) == {Role.CONTRIBUTOR, Role.EDITOR}
    moved(practice, "submit", by=author, licence_agreed=True)
    assert waiting(editor) == []
    for _time in range(2):
        with pytest.raises(PermissionDenied):
            moved(practice, "approve", by=editor)
        with pytest.raises(PermissionDenied):
            claims.claim(practice, by=editor)
        coauthors.end(row, by=editor)
    assert permissions.roles(editor, fresh(practice)) == {Role.EDITOR}
    assert moved(practice, "approve", by=make_editor()).status == Status.PUBLISHED


def test_coauthor_throws_nothing_away_and_hands_nothing_over() -> None:
    practice, author, second, row = pair()
    assert not permissions.can_trash(second, fresh(practice))
    with pytest.raises(PermissionDenied):
        coauthors.hand_over(row, by=second)
    actions.trash(practice, by=author, expected_version=practice.version)
    assert list(trash.thrown_away(second)) == []


def test_contributor_hears_who_has_accepted_unless_she_has_left() -> None:
    practice, author, second, _row = pair()
    assert told()[1:] == [("joined", author.email)]
    words = " ".join(Mail.objects.get(kind="joined").text.split())
    assert f"{second} has accepted the invitation" in words
    lifecycle.close_account(author)
    late, before = officer(), Mail.objects.count()
    coauthors.join(coauthors.invite(fresh(practice), email=late.email, by=make_editor()), by=late)
    assert [kind for kind, _to in told()[before:]] == ["invited"]


# Leaving


@pytest.mark.parametrize("who", ["author", "second", "editor"])
def test_ended_coauthor_can_do_nothing_more(who: str) -> None:
    practice, author, second, row = pair()
    link = preview_links.share(practice, by=second)
    by = {"author": author, "second": second, "editor": make_editor()}[who]
    coauthors.end(row, by=by)
    practice = fresh(practice)
    assert permissions.roles(second, practice) == set()
    assert list(Practice.objects.of(second)) == []
    assert not permissions.can_open_shared_preview(PreviewLink.objects.get(pk=link.pk))
    for name in MOVES:
        with pytest.raises(PermissionDenied):
            actions.move(
                practice, name, by=second, expected_version=practice.version, note="No.", reason="No."
            )
    with pytest.raises(PermissionDenied):
        actions.save_answers(practice, {"title": "Mine"}, by=second, expected_version=practice.version)
    assert told()[2:] == ([] if who == "second" else [("parted", second.email)])
    event = Event.objects.all()[0]
    assert (event.move, event.actor, event.person) == ("part", by, second)


def test_stranger_ends_nothing() -> None:
    _practice, _author, _second, row = pair()
    with pytest.raises(PermissionDenied):
        coauthors.end(row, by=officer())


@pytest.mark.thorough
def test_coauthor_reads_canaries_until_she_has_left() -> None:
    owner = seed()
    owner.city = make_city()
    owner.save()
    second = officer()
    rows = [with_coauthor(each, second) for each in Practice.objects.of(owner)]
    client = client_of(second)
    places = (*starts(), "/contribute/")
    wanted = {"canarydraftpurpose", "canaryreturnedtitle", "canaryremark", "canarynote"}
    assert read(client, *places, until=wanted) & (wanted | {"canaryinternal"}) == wanted
    for row in rows:
        coauthors.end(row, by=owner)
    assert leaks(client, *places) == []
