"""Is an entry handed over, also what a closed account left, and forgotten who wrote what was purged (promise U32)?"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from practices import permissions
from practices.accounts import lifecycle
from practices.entries import actions, coauthors, trash
from practices.entries.actions import MoveRefused
from practices.mail import notify
from practices.models import CoAuthor, Event, Mail
from practices.workflow import Role
from tests.builders import make_city, make_draft, make_editor, make_user, moved, submitted
from tests.entries.test_coauthors import fresh, officer, pair, told, with_coauthor
from tests.pages import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


@pytest.mark.parametrize("who", ["author", "editor"])
def test_entry_is_handed_over_to_a_coauthor(who: str) -> None:
    practice, author, second, row = pair()
    by = author if who == "author" else make_editor()
    before = practice.version
    practice = coauthors.hand_over(row, by=by)
    assert (practice.contributor, practice.version) == (second, before + 1)
    assert permissions.roles(author, fresh(practice)) == set()
    assert permissions.roles(second, fresh(practice)) == {Role.CONTRIBUTOR}
    assert told()[2:] == [("parted", author.email), ("handed_over", second.email)]
    mail = Mail.objects.filter(kind="parted").latest("pk")
    assert f"It was handed over to {second}." in " ".join(mail.text.split())
    event = Event.objects.all()[0]
    assert (event.move, event.actor, event.person) == ("hand_over", by, second)
    with pytest.raises(MoveRefused):
        coauthors.hand_over(row, by=make_editor())


def test_former_contributor_who_is_an_editor_does_not_approve_what_she_wrote() -> None:
    editor, second = make_editor(city=make_city()), officer()
    practice = make_draft(contributor=editor)
    coauthors.hand_over(with_coauthor(practice, second), by=editor)
    moved(practice, "submit", by=second, licence_agreed=True)
    with pytest.raises(PermissionDenied):
        moved(practice, "approve", by=editor)


def test_entry_of_a_closed_account_is_handed_over_by_an_editor() -> None:
    author, second, editor = officer(), officer(), make_editor()
    practice = make_draft(contributor=author)
    lifecycle.close_account(author)
    practice = fresh(practice)
    asked = coauthors.invite(practice, email=second.email, by=editor)
    coauthors.join(asked, by=second)
    assert fresh(practice).contributor == second
    assert permissions.roles(second, fresh(practice)) == {Role.CONTRIBUTOR}


def test_closed_account_writes_with_nobody() -> None:
    practice, author, second, row = pair()
    lifecycle.close_account(second)
    with pytest.raises(MoveRefused):
        coauthors.hand_over(row, by=author)
    assert notify.readers(fresh(practice)) == [author]


def test_unanswered_invitations_are_forgotten() -> None:
    author = officer()
    coauthors.invite(make_draft(contributor=author), email="new@city.example", by=author)
    assert lifecycle.sweep()["invitations"] == 0
    CoAuthor.objects.update(asked_at=timezone.now() - timedelta(days=31))
    assert lifecycle.sweep()["invitations"] == 1


def test_purge_forgets_who_wrote_it() -> None:
    practice, author, _second, _row = pair()
    actions.trash(practice, by=author, expected_version=practice.version)
    trash.empty(at=timezone.now() + timedelta(days=90))
    assert CoAuthor.objects.count() == 0


def test_visitor_is_asked_to_sign_in_before_an_invitation_says_anything() -> None:
    author = officer()
    asked = coauthors.invite(submitted(contributor=author), email="new@city.example", by=author)
    response = Client().get(f"/contribute/practices/practice/invitations/{asked.pk}/")
    assert response.status_code == 302


def test_city_that_is_asked_for_is_named_wherever_somebody_is_invited() -> None:
    author = make_user(city_typed="graatz", country="AT")
    linz = make_city("Linz", "AT")
    practice = make_draft(contributor=author, country="AT", city=linz, partner_cities_typed="Wels")
    other = make_user("bea@city.example", city=make_city("Vienna", "AT"))
    asked = coauthors.invite(practice, email=other.email, by=author)
    named = "Linz, Austria; graatz, Austria; Wels"
    assert named in " ".join(Mail.objects.get(kind="invited").text.split())
    authors, invitation = f"{practice.pk}/authors", f"invitations/{asked.pk}"
    for person, page in ((author, authors), (other, invitation)):
        assert named in client_of(person).get(f"/contribute/practices/practice/{page}/").content.decode()
    with pytest.raises(MoveRefused, match=named):
        coauthors.join(asked, by=other)
    other.city = linz
    other.save()
    assert coauthors.join(asked, by=other).is_current


def test_coauthor_may_come_from_a_partner_city_and_from_no_other() -> None:
    partner, other = make_city("Oslo"), make_city("Vienna", "AT")
    author = officer()
    practice = make_draft(contributor=author, partner_cities=[partner])
    for city, is_taken in ((partner, True), (other, False)):
        person = make_user(city=city)
        asked = coauthors.invite(practice, email=person.email, by=author)
        assert permissions.is_of_city(person, practice) is is_taken
        if is_taken:
            assert coauthors.join(asked, by=person).is_current
        else:
            with pytest.raises(MoveRefused, match="other cities"):
                coauthors.join(asked, by=person)
