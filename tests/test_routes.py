"""Who gets what at every route: routes x methods x roles as one table (promise R1).

A cell is the answer to a request of one role: 2 the page, 3 a redirect onwards, L a redirect to sign-in, D a refused
form (400), F forbidden, N not found, M method not allowed, G gone. A route that is not in the table fails the test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from practices.entries import actions, coauthors, comments, preview_links
from practices.models import Batch, ReadyNote, Snapshot, User
from tests.builders import make_admin, make_city, make_draft, make_editor, make_topic, make_user, published
from tests.doors import sign_in, with_second_step
from tests.entry_documents import brought_document
from tests.entry_pictures import brought
from tests.proof import ALL
from tests.route_table import TABLE
from tests.routes import cells_of_routes, lacks_token, routes, writing

pytestmark = pytest.mark.django_db

WRITERS = ("owner", "co-author", "same city", "other")
ROLES = ("visitor", *WRITERS, "editor", "admin", "disabled", "one step", "half")
ASKED = ROLES if connection.vendor == "sqlite" or ALL else ("owner", "admin")
"""PostgreSQL is asked by two: who may do what is decided before the database is."""
# "one step": an editor without a second step; "half" has given her password, not her code
SIGNED = {200: "2", 400: "D", 403: "F", 404: "N", 405: "M", 409: "S", 410: "G"}
ROWS = dict(cells_of_routes(TABLE))


class World:
    """One object of each kind, with its owner, and a client for every role."""

    def __init__(self) -> None:
        owner = make_user(city=(city := make_city()))
        self.draft = make_draft(contributor=owner)
        self.practice = published(title="On line", contributor=owner)
        picture = brought(self.draft, by=owner)
        document = brought_document(self.draft, by=owner)
        files = {"pictures": [picture], "attachments": [document]}
        self.draft = actions.save_answers(self.draft, files, by=owner, expected_version=1)
        disabled = make_editor()
        people: dict[str, User | None] = {
            "visitor": None,
            "owner": owner,
            "co-author": (second := make_user(city=city)),
            "same city": make_user(city=city),
            "other": make_user(city=make_city("Oslo")),
            "editor": make_editor(),
            "admin": make_admin(),
            "disabled": disabled,
            "one step": make_editor(second_step=False),
            "half": None,
        }
        for written in (self.draft, self.practice):
            coauthors.join(coauthors.invite(written, email=second.email, by=owner), by=second)
        self.people = people
        self.clients = {role: Client() for role in ROLES}
        for role, person in people.items():
            if person:
                self.clients[role].force_login(person)
        with_second_step(stepping := make_editor())
        sign_in(self.clients["half"], stepping.email)
        User.objects.filter(pk=disabled.pk).update(is_active=False)
        snapshot = Snapshot.objects.filter(practice=self.practice).latest("pk")
        comment = comments.add(self.draft, field="", text="Why?", internal=False, by=make_editor())
        self.values: dict[str, Any] = {
            "api/v1/practices/<slug:name>": f"api/v1/practices/{self.practice.pk}",
            "api/v1/practices/<int:number>": f"api/v1/practices/{self.practice.pk}",
            "<int:edition>": 1,
            "<slug:operation>": "editions",
            "<path:object_id>": self.draft.pk,
            "<digest:digest>-<int:width>.<rendition:kind>": f"{picture['file']}-320.webp",
            "<digest:digest>": document["file"],
            "<str:token>": preview_links.share(self.draft, by=owner).get_absolute_url().split("/")[3],
            "<int:pk>/beside/<int:number>": f"{self.draft.pk}/beside/{self.practice.pk}",
            "<int:pk>/snapshots/<int:number>": f"{self.practice.pk}/snapshots/{snapshot.pk}",
            "<int:pk>/remarks/<int:number>": f"{self.draft.pk}/remarks/{comment.pk}",
            "bulk/<int:number>": f"bulk/{Batch.objects.create(move='approve', by=disabled).pk}",
            "<str:key>": "no-such-key",
            "end/<int:number>": "end/0",
            "passkeys/<int:number>": "passkeys/0",
            "invitations/<int:number>": "invitations/0",
            "contribute/practices/practice/<int:pk>/move/<slug:name>": f"contribute/practices/practice/{self.draft.pk}/move/recall",
            "change/<slug:name>": "change/story",
            "autosave/<slug:name>": "autosave/story",
            "<slug:ending>": "csv",
            "<slug:name>": "submit",
            "<int:pk>": self.draft.pk,
            "practices/<slug:slug>": f"practices/{self.practice.slug}",
            "editions/<int:number>": "editions/1",
            "sitemap-<int:number>": "sitemap-0",
            "cards/<int:number>": f"cards/{self.practice.pk}",
            "p/<int:number>": f"p/{self.practice.pk}",
            "<region:slug>": "europe",
            "<figure:name>": "matrix",
            "<slug:code>": "no",
            "topics/<slug:slug>": f"topics/{make_topic().slug}",
            "<slug:slug>": city.slug,
            "^(?P<app_label>practices)/$": "practices/",
            "(?P<url>.*)$": "no/such/page/",
        }
        note = ReadyNote.objects.create(text="Say who paid.").pk
        self.rows = {"readynote": note, "city": city.pk, "topic": make_topic().pk, "user": owner.pk}

    def address(self, route: str) -> str:
        for kind, key in self.rows.items():
            if f"practices/{kind}/" in route:
                route = route.replace("<path:object_id>", str(key))
        for pattern, value in self.values.items():
            route = route.replace(pattern, str(value))
        return f"/{route}"

    @contextmanager
    def untouched(self) -> Iterator[None]:
        """Take back what is written and who signs out meanwhile, so that each route finds the world as it was."""
        cookies = {role: deepcopy(client.cookies) for role, client in self.clients.items()}
        caches["pages"].clear()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        for role, client in self.clients.items():
            client.cookies = cookies[role]

    def cell(self, role: str, method: str, address: str) -> str:
        response = getattr(self.clients[role], method)(address)
        assert not lacks_token(address, response), address
        if response.streaming:
            response.getvalue()  # to the end, which closes the file
        if response.status_code in {301, 302}:
            return "L" if response["Location"].startswith(reverse("account_login")) else "3"
        return SIGNED[response.status_code]


def test_table_has_every_route_and_no_other() -> None:
    assert list(ROWS) == list(dict.fromkeys(routes()))


@pytest.mark.long
@pytest.mark.parametrize("quarter", range(4))
def test_route_answers_each_role_as_the_table_says_and_get_changes_nothing(quarter: int) -> None:
    world, found = World(), {}
    for route in list(dict.fromkeys(routes()))[quarter::4]:
        address = world.address(route)
        with world.untouched():
            with writing() as written:
                get = "".join(world.cell(role, "get", address) for role in ASKED)
            post = "".join(world.cell(role, "post", address) for role in ASKED)
            found[route] = (get, post, written)
    told = {
        route: ["".join(cells[ROLES.index(role)] for role in ASKED) for cells in ROWS[route]]
        for route in found
    }
    assert found == {route: (*cells, []) for route, cells in told.items()}
