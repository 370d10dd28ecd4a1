"""Does a start bring what a new catalogue needs, once, and never examples into somebody's database?"""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import Settings

from catalogue.env import ROOT
from practices.models import City, Edition, Topic, User
from tests.builders import make_user
from tests.examples import COUNT_OF_ALL, FIRST, MORE, listed

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.alike]


def counts() -> tuple[int, int]:
    return Edition.objects.count(), User.objects.count()


def test_prepare_brings_examples_into_an_empty_catalogue_of_our_own_once_and_never_on_line(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.OWN_DATABASE = False
    call_command("prepare")
    assert (City.objects.count() > 34_000, Topic.objects.count(), counts()) == (True, 21, (0, 0))
    assert "password" not in capsys.readouterr().out

    settings.OWN_DATABASE = True
    with transaction.atomic():
        make_user()
        call_command("prepare")
        assert counts() == (0, 1)
        transaction.set_rollback(True)

    own, settings.SITE_URL = settings.SITE_URL, "https://practices.example.org"
    with pytest.raises(CommandError, match=r"manage\.py createsuperuser"):
        call_command("prepare")
    with transaction.atomic():
        make_user()
        call_command("prepare")
        assert counts() == (0, 1)
        transaction.set_rollback(True)
    assert (counts(), capsys.readouterr().out) == ((0, 0), "")

    settings.SITE_URL = own
    call_command("prepare")
    assert counts() == (COUNT_OF_ALL, 2)
    assert capsys.readouterr().out.count("password ") == 2

    call_command("prepare")
    assert counts() == (COUNT_OF_ALL, 2)
    assert capsys.readouterr().out == ""


def test_readme_counts_them() -> None:
    countries = {entry["country"] for path in (FIRST, MORE) for entry in listed(path)}
    said = (ROOT / "README.md").read_text()
    assert f"{COUNT_OF_ALL} real practices from {len(countries)} countries" in said
