"""Does every page of the admin sites say in the same way where it stands?"""

import re

import pytest

from practices.models import Batch, Snapshot
from tests.builders import make_admin, make_city, make_topic, make_user, submitted
from tests.pages import client_of

pytestmark = pytest.mark.django_db
ENTRY = {
    "add/": ["Home", "Practices", "Add a practice"],
    "{practice}/change/": ["Home", "Practices", "The reading ship"],
    "{practice}/history/": ["Home", "Practices", "The reading ship", "History"],
    "{practice}/snapshots/{snapshot}/": ["Home", "Practices", "The reading ship", "As it stood"],
}
HERS = {
    "{practice}/move/recall/": ["Home", "Practices", "The reading ship", "Take back"],
    "{practice}/move/submit/": ["Home", "Practices", "The reading ship", "Check your answers"],
    "{practice}/submitted/": ["Home", "Practices", "The reading ship", "Submitted"],
}
EDITORS = {
    "practices/practice/": ["Home", "Practices"],
    "practices/practice/{practice}/review/": ["Home", "Practices", "The reading ship", "Decide"],
    "practices/practice/{practice}/move/return/": ["Home", "Practices", "The reading ship", "Send back"],
    "practices/practice/{practice}/cities/": ["Home", "Practices", "The reading ship", "Typed cities"],
    "practices/practice/bulk/{batch}/": ["Home", "Practices", "Approve"],
    "practices/city/": ["Home", "Cities"],
    "practices/city/add/": ["Home", "Cities", "Add city"],
    "practices/city/{city}/change/": ["Home", "Cities", "Bergen, Norway"],
    "practices/topic/{topic}/change/": ["Home", "Topics", "Education"],
    "practices/user/": ["Home", "People"],
    "practices/user/{editor}/change/": ["Home", "People", "ada@programme.example"],
    "practices/mail/": ["Home", "Mails"],
}


def crumbs(page: str) -> list[str]:
    trail = page.partition('<ol class="breadcrumbs row">')[2].partition("</ol>")[0]
    return [re.sub("<[^>]+>", "", each).strip() for each in re.findall("<li.*?</li>", trail, re.DOTALL)]


def hers(pages: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the ways on the contributor's site, where one page is home and list in one."""
    return {address: ["Your practices", *trail[2:]] for address, trail in pages.items()}


@pytest.mark.long
def test_crumbs_lead_from_home_over_the_list_and_the_entry_to_the_page() -> None:
    user, editor = make_user(), make_admin("ada@programme.example")
    practice = submitted(contributor=user)
    numbers = {
        "practice": practice.pk,
        "snapshot": Snapshot.objects.get().pk,
        "batch": Batch.objects.create(by=editor, move="approve").pk,
        "city": make_city().pk,
        "topic": make_topic().pk,
        "editor": editor.pk,
    }
    for site, person, pages in (
        ("contribute/practices/practice/", user, hers(ENTRY | HERS)),
        ("admin/practices/practice/", editor, ENTRY),
        ("admin/", editor, EDITORS),
    ):
        client = client_of(person)
        for address, trail in pages.items():
            page = client.get(f"/{site}{address.format(**numbers)}").content.decode()
            assert (site, address, crumbs(page)) == (site, address, trail)
