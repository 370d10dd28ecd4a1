"""Does what stands by itself begin with a capital, wherever it is shown?"""

import re

import pytest
from django.test import Client

from tests.builders import make_editor, make_user, published, submitted
from tests.pages import client_of

pytestmark = pytest.mark.django_db


def labels(page: bytes) -> set[str]:
    """Return what the elements and parts of a page say in which a topic, or a missing answer, is named."""
    texts = re.sub(r"<(script|style).*?</\1>|<!--.*?-->", "", page.decode(), flags=re.DOTALL)
    said = {" ".join(text.split()) for text in re.findall(r">([^<]+)", texts)}
    return {text for text in said if text.lower().endswith(("education", "not stated"))}


@pytest.mark.long
def test_topics_and_missing_answers_begin_with_a_capital_in_lists_filters_and_chips() -> None:
    published()
    practice = submitted(contributor=make_user())
    editor = client_of(make_editor())
    page = f"/admin/practices/practice/{practice.pk}"
    found = {
        path: labels(client.get(path).content)
        for client, path in (
            (Client(), "/"),
            (Client(), "/topics/"),
            (Client(), "/topics/education/"),
            (Client(), "/practices/"),
            (Client(), "/practices/?topic=education&topic=none"),
            (Client(), "/practices/the-reading-ship/"),
            (editor, f"{page}/review/"),
            (editor, f"{page}/change/"),
            (editor, "/design/"),
        )
    }
    assert found == {
        "/": {"Education"},
        "/topics/": {"Education"},
        "/topics/education/": {"Education"},
        "/practices/": {"Education"},  # what brings nothing is not there
        "/practices/?topic=education&topic=none": {
            "Education",
            "Not stated",
            "Topic: Education",
            "Topic: Not stated",
        },
        "/practices/the-reading-ship/": {"Education", "Licence: not stated"},
        f"{page}/review/": {"Education"},
        f"{page}/change/": {"Education", "Not stated"},
        "/design/": {"Education", "Not stated", "Topic: Education"},
    }
