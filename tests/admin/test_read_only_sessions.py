"""Does a site that can only be read end nobody's session, and write nothing to know whose one is?"""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from practices.models import User
from tests.admin.test_read_only import LEAVING, OURS, only_reads
from tests.builders import make_editor, make_user
from tests.pages import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def test_leaving_takes_the_session_out_of_the_browser(settings: Settings) -> None:
    person = make_user()
    settings.READ_ONLY = True
    client = client_of(person)
    with only_reads():
        assert client.get("/contribute/").status_code == 200
        assert client.post("/accounts/logout/", headers=OURS).status_code == 302
        assert client.get("/contribute/").status_code == 503


def ended_elsewhere(client: Client, settings: Settings) -> None:
    person = User.objects.get()
    person.set_password("another long pass phrase")
    person.save()


def signed_with_a_former_key(client: Client, settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "k" * 50


STALE: dict[Callable[[Client, Settings], None], tuple[int, ...]] = {
    ended_elsewhere: (200, 503, 200, 503),
    signed_with_a_former_key: (200, 200, 200, 200),
}


@pytest.mark.parametrize("become_stale", STALE, ids=lambda each: each.__name__)
@pytest.mark.parametrize("make", [make_user, make_editor])
def test_session_that_is_stale_writes_nothing(
    make: Callable[[], User], become_stale: Callable[[Client, Settings], None], settings: Settings
) -> None:
    """To know whose it is Django ends such a session, or gives it another key: a write above every view."""
    client = client_of(make())
    before = list(Session.objects.values_list())
    become_stale(client, settings)
    settings.READ_ONLY = True
    client.handler.load_middleware()
    with only_reads():
        addresses = ("/", "/accounts/details/", "/practices/", "/contribute/")
        assert tuple(client.get(each).status_code for each in addresses) == STALE[become_stale]
    assert list(Session.objects.values_list()) == before


@pytest.mark.parametrize("address", sorted(LEAVING))
@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_no_other_site_signs_anybody_out(address: str, origin: dict[str, str], settings: Settings) -> None:
    settings.READ_ONLY = True
    client = client_of(make_user())
    with only_reads():
        assert client.post(f"/{address}", headers=origin).status_code == 503
        assert client.get("/contribute/").status_code == 200
        assert client.post(f"/{address}", headers=OURS).status_code == 302
        assert client.get("/contribute/").status_code == 503
