"""Does an old edition say its licence, how to cite it, what changed since, and the way to the one in force?"""

import re

import pytest
from django.test import Client
from django.utils.formats import date_format
from django.utils.timezone import localdate
from pytest_django import Settings

from practices.entries import actions
from tests.builders import make_editor, make_user, moved, published

pytestmark = pytest.mark.django_db


def test_old_edition_says_its_licence_how_to_cite_it_and_what_changed(
    client: Client, settings: Settings
) -> None:
    person = make_user()
    contact = {"contact_name": "Kari Nordmann", "contact_public": True}
    practice = published(contributor=person, title="One", purpose="The first purpose.", city=None, **contact)
    practice = moved(practice, "revise", by=person)
    said = {"purpose": "The second purpose.", "cost": "under-10k", "contact_name": "Ola Nordmann"}
    practice = actions.save_answers(practice, said, by=person, expected_version=practice.version)
    moved(moved(practice, "submit", by=person), "approve", by=make_editor())
    response = client.get("/practices/one/editions/1/")
    page = response.content.decode()
    assert '<a class="source" href="https://creativecommons.org/licenses/by/4.0/" rel="license">' in page
    assert (
        f"edition 1, {date_format(localdate(), 'j F Y')}. {settings.SITE_URL}/practices/one/editions/1/</p>"
        in page
    )
    trail = page[page.index('<nav class="breadcrumb"') :].partition("</nav>")[0]
    assert re.findall(r'href="(.*?)"', trail) == ["/practices/", "/practices/one/"]
    changes = response.context["changes"]
    assert [(label, [(each.change, each.text) for each in pieces]) for label, pieces in changes] == [
        ("Purpose", [("same", "The "), ("gone", "first "), ("new", "second "), ("same", "purpose.")]),
        ("Cost", [("new", "Under 10,000 euros a year")]),
    ]
    assert "<del>first </del><ins>second </ins>" in page
    assert "Nordmann" not in page


def test_old_edition_without_a_licence_says_so_whatever_was_agreed_later(client: Client) -> None:
    practice, editor = published(title="One"), make_editor()
    practice = moved(moved(practice, "revise", by=editor), "submit", by=editor, licence_agreed=True)
    moved(practice, "approve", by=make_editor())
    old, new = (client.get(f"/practices/one/{rest}").content for rest in ("editions/1/", ""))
    assert (b"not stated" in old, b"not stated" in new) == (True, False)
    assert b"The text is the same." in old
