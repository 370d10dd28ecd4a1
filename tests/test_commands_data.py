"""The commands that bring data in: what they print, and that a second run changes nothing."""

import io
import json
import re

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.urls import reverse

from practices.accounts import mfa
from practices.models import City, Topic, User
from tests.builders import make_user

pytestmark = pytest.mark.django_db


def printed(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.mark.thorough
@pytest.mark.long
def test_load_cities_prints_one_line_when_something_is_new() -> None:
    assert printed("load_cities") == (
        "Cities: 34006 in the list, 34006 added, 0 renewed. Topics: 21 in the list, 21 added.\n"
    )
    assert (City.objects.count(), Topic.objects.count()) == (34_006, 21)
    assert printed("load_cities") == ""
    assert printed("load_cities", "--verbosity=2") == (
        "Cities: 34006 in the list, 0 added, 0 renewed. Topics: 21 in the list, 0 added.\n"
    )


@pytest.mark.parametrize("file", ["practices.json", "more_practices.json"])
def test_each_shipped_practice_names_the_source_it_was_written_from(file: str) -> None:
    shipped = json.loads((settings.BASE_DIR / "fixtures" / file).read_text("utf-8"))["practices"]
    assert [each["title"] for each in shipped if not each.get("source_url")] == []


def test_example_people_can_sign_in_with_what_is_printed_once() -> None:
    out = printed("make_example_people")
    accounts = dict(re.findall(r"(\S+@\S+)  password (\S+)", out))
    people = [authenticate(email=email, password=password) for email, password in accounts.items()]
    assert [(user.email, user.is_staff, user.is_superuser) for user in people if isinstance(user, User)] == [
        ("editor@programme.example", True, False),
        ("contributor@city.example", False, False),
    ]
    codes = re.findall(r"each good once: (.*)", out)[0].split()
    assert [mfa.use(User.objects.get(is_staff=True), code) for code in codes] == [True] * 10
    assert [len(password) for password in accounts.values()] == [20, 20]
    assert len(set(accounts.values())) == 2
    assert f"{settings.SITE_URL}{reverse('account_login')}" in out
    assert printed("make_example_people") == ""
    assert User.objects.count() == 2


def test_example_people_are_not_made_beside_a_real_account() -> None:
    make_user("anna@city.example")
    assert printed("make_example_people") == ""
    assert [user.email for user in User.objects.all()] == ["anna@city.example"]
