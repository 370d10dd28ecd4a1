"""Does `/design/` show every component in every state, to editors and, on a developer's machine, to everybody?"""

import re

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from practices.views.examples import EXAMPLES
from tests.builders import make_editor
from tests.pages import client_of

pytestmark = pytest.mark.django_db
FOLDER = settings.BASE_DIR / "templates" / "components"


def test_every_component_has_its_examples() -> None:
    assert sorted(EXAMPLES) == sorted(path.stem.removeprefix("_") for path in FOLDER.iterdir())


def test_editor_sees_every_state_and_no_name_twice() -> None:
    page = client_of(make_editor()).get("/design/").text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert page.count('class="state"') == sum(len(states) for states in EXAMPLES.values())
    assert sorted(ids) == sorted(set(ids))


def test_everybody_sees_it_where_errors_are_shown_too(settings: Settings) -> None:
    settings.DEBUG = True
    assert Client().get("/design/").status_code == 200
