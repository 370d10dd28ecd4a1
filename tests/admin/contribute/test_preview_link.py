"""Does a secret address show a colleague the preview, and nothing else, to nobody else, for no longer than it may?"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from practices import permissions
from practices.entries import preview_links
from practices.models import Practice, PreviewLink, User
from practices.models.preview_link import PREVIEW_LINK_VALID_FOR
from tests.builders import make_draft, make_user, submitted
from tests.pages import client_of

pytestmark = pytest.mark.django_db


def page_of(practice: Practice) -> str:
    return f"/contribute/practices/practice/{practice.pk}/share/"


def shared(**given: Any) -> tuple[User, Practice, str]:
    user = make_user()
    practice = make_draft(contributor=user, **given)
    return user, practice, preview_links.share(practice, by=user).get_absolute_url()


def test_contributor_makes_shows_and_ends_the_address(settings: Settings) -> None:
    settings.SITE_URL = "https://practices.example"
    user = make_user()
    practice, client = make_draft(contributor=user, title="My ship"), client_of(user)
    assert b"/preview/shared/" not in client.get(page_of(practice)).content
    client.post(page_of(practice), {"make": "1"})
    address = PreviewLink.objects.get().get_absolute_url()
    assert f">{settings.SITE_URL}{address}<" in client.get(page_of(practice)).content.decode()
    assert b"My ship" in Client().get(address).content
    client.post(page_of(practice), {"end": "1"})
    response = Client().get(address)
    assert response.status_code == 410
    assert b"My ship" not in response.content
    assert b"/preview/shared/" not in client.get(page_of(practice)).content


def test_new_address_ends_the_one_before() -> None:
    user, practice, old = shared()
    client_of(user).post(page_of(practice), {"make": "1"})
    new = PreviewLink.objects.get().get_absolute_url()
    assert (Client().get(old).status_code, Client().get(new).status_code) == (410, 200)


@pytest.mark.parametrize(
    ("age", "status"), [(PREVIEW_LINK_VALID_FOR - timedelta(minutes=1), 200), (PREVIEW_LINK_VALID_FOR, 410)]
)
def test_address_dies_after_fourteen_days(age: timedelta, status: int) -> None:
    assert timedelta(days=14) == PREVIEW_LINK_VALID_FOR
    user, practice, address = shared()
    PreviewLink.objects.update(made_at=timezone.now() - age)
    assert Client().get(address).status_code == status
    is_shown = b"/preview/shared/" in client_of(user).get(page_of(practice)).content
    assert is_shown is (status == 200)


def test_ended_address_says_for_how_long_one_works(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Such an address works for 14 days." in Client().get("/preview/shared/no-such-token/").text
    monkeypatch.setattr("practices.public.views.preview.PREVIEW_LINK_VALID_FOR", timedelta(days=3))
    assert "Such an address works for 3 days." in Client().get("/preview/shared/no-such-token/").text


def test_page_is_the_preview_and_is_kept_by_nobody() -> None:
    _, _, address = shared(
        title="My ship", purpose="New *words*.", contact_name="Ada Hidden", contact_email="ada@city.example"
    )
    response = Client().get(address)
    page = response.content.decode()
    assert "New <em>words</em>." in page
    for hidden in ("Ada Hidden", "ada@city.example", "/contribute/practices/", "/admin/"):
        assert hidden not in page
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert response.cookies == {}


def test_page_is_the_same_for_whoever_is_signed_in() -> None:
    user, _, address = shared()
    assert client_of(user).get(address).content == Client().get(address).content


def test_forged_address_opens_nothing() -> None:
    _, _, address = shared(title="My ship")
    nonce = PreviewLink.objects.get().nonce
    for forged in (
        f"/preview/shared/{nonce}/",
        f"{address[:-2]}x/",
        "/preview/shared/x:y/",
        "/preview/shared/\0/",
    ):
        response = Client().get(forged)
        assert response.status_code == 410
        assert b"My ship" not in response.content


def test_address_dies_with_its_makers_account() -> None:
    user, _, address = shared()
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().get(address).status_code == 410


def test_another_neither_makes_nor_ends_nor_reads_it() -> None:
    _, practice, address = shared()
    other = client_of(make_user())
    for response in (other.get(page_of(practice)), other.post(page_of(practice), {"end": "1"})):
        assert response.status_code == 404
    with pytest.raises(PermissionDenied):
        preview_links.share(practice, by=make_user())
    assert Client().get(address).status_code == 200


def test_reading_changes_nothing() -> None:
    user = make_user()
    practice = submitted(contributor=user)
    client_of(user).get(page_of(practice), {"make": "1"})
    assert PreviewLink.objects.count() == 0
    assert permissions.can_share_preview(user, practice)


def test_page_of_the_address_asks_before_it_ends_it_and_the_preview_says_who_reads() -> None:
    user = make_user()
    practice, client = make_draft(contributor=user), client_of(user)
    assert (
        "Only those who write it and the editors see this page."
        in client.get(f"/preview/{practice.pk}/").text
    )
    preview_links.share(practice, by=user)
    page = client.get(f"/contribute/practices/practice/{practice.pk}/share/").text
    assert page.index("That cannot be undone") < page.index('name="end"')
    assert 'data-copy="Copy the address"' in page
    assert "whoever has its secret address see this page." in client.get(f"/preview/{practice.pk}/").text
