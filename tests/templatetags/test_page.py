"""Does text say its language only where the page speaks another, and has every status one look?"""

import re

import pytest
from django.conf import settings
from django.utils import translation

from practices.entries import actions
from practices.templatetags import page
from practices.workflow import Status
from tests.builders import make_editor, make_user, submitted
from tests.pages import client_of

SENT = '<span class="badge badge--submitted">Submitted</span>'
ENTRY = "/practices/practice"


@pytest.mark.parametrize(
    ("spoken", "attributes"),
    [
        ("en", ""),
        ("", ""),
        ("fr", ' lang="fr"'),
        ("ar", ' lang="ar" dir="rtl"'),
        ("he", ' lang="he" dir="rtl"'),
    ],
)
def test_spoken_names_foreign_languages(spoken: str, attributes: str) -> None:
    assert page.spoken(spoken) == attributes


def test_spoken_depends_on_the_language_of_the_page() -> None:
    with translation.override("fr"):
        assert page.spoken("fr") == ""
        assert page.spoken("en") == ' lang="en"'


def test_spoken_is_escaped() -> None:
    assert page.spoken('"><b>') == ' lang="&quot;&gt;&lt;b&gt;"'


def test_language_has_a_name() -> None:
    assert (page.language_name("uk"), page.language_name("xx")) == ("Ukrainian", "xx")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", f"{ENTRY}/{{}}/change/", f"{ENTRY}/{{}}/history/"])
@pytest.mark.parametrize("site", ["/contribute", "/admin"])
def test_status_looks_the_same_wherever_it_stands(site: str, address: str) -> None:
    author = make_user()
    practice = submitted(contributor=author)
    person = author if site == "/contribute" else make_editor()
    assert SENT in client_of(person).get(site + address.format(practice.pk)).text


@pytest.mark.long
@pytest.mark.django_db
def test_status_looks_the_same_to_those_who_decide_and_throw_away() -> None:
    author, editor = make_user(), make_editor()
    practice, other = submitted(contributor=author), submitted(contributor=author)
    client = client_of(editor)
    chosen = {"action": "approve", "_selected_action": [other.pk], f"seen-{other.pk}": other.version}
    assert SENT in client.get(f"/admin{ENTRY}/").text
    assert SENT in client.get(f"/admin{ENTRY}/{practice.pk}/review/").text
    assert SENT in client.post(f"/admin{ENTRY}/", chosen).text
    actions.trash(practice, by=editor, expected_version=practice.version, note="Twice here.")
    assert SENT in client.get(f"/admin{ENTRY}/trash/").text


def test_every_look_of_a_badge_is_that_of_a_status() -> None:
    sheet = (settings.BASE_DIR / "static" / "css" / "components" / "badge.css").read_text()
    assert set(re.findall(r"\.badge--([\w-]+)", sheet)) <= set(Status.values)
