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

from practices.entries import coauthors, comments, preview_links
from practices.models import Batch, ReadyNote, Snapshot, User
from tests.builders import make_admin, make_city, make_draft, make_editor, make_topic, make_user, published
from tests.doors import sign_in, with_second_step
from tests.proof import ALL
from tests.routes import cells_of_routes, lacks_token, routes, writing

pytestmark = pytest.mark.django_db

WRITERS = ("owner", "co-author", "same city", "other")
ROLES = ("visitor", *WRITERS, "editor", "admin", "disabled", "one step", "half")
ASKED = ROLES if connection.vendor == "sqlite" or ALL else ("owner", "admin")
"""PostgreSQL is asked by two: who may do what is decided before the database is."""
# "one step": an editor without a second step; "half" has given her password, not her code
SIGNED = {200: "2", 400: "D", 403: "F", 404: "N", 405: "M", 409: "S", 410: "G"}
# route                                            GET, by role                    POST, by role
TABLE = """
/livez                                                                 2222222222 MMMMMMMMMM
/readyz                                                                2222222222 MMMMMMMMMM
/accounts/                                                             L333333L3L MMMMMMMMMM
/accounts/login/                                                       233333323L 233333323L
/accounts/logout/                                                      3222222323 3333333333
/accounts/login/code/                                                  3333333332 3333333332
/accounts/signup/                                                      2333333232 2333333232
/accounts/confirm/                                                     2222222222 MMMMMMMMMM
/accounts/confirm/again/                                               2222222222 2222222222
/accounts/confirm/<str:key>/                                           NNNNNNNNNN NNNNNNNNNN
/accounts/password/new/                                                2222222222 2222222222
/accounts/password/new/sent/                                           2222222222 2222222222
/accounts/password/new/<str:key>/                                      NNNNNNNNNN NNNNNNNNNN
/accounts/password/                                                    L222222L2L L222222L2L
/accounts/address/                                                     L222222L2L L222222L2L
/accounts/second-step/                                                 L222233L2L L222233L2L
/accounts/second-step/codes/                                           L333322L3L L333322L3L
/accounts/second-step/off/                                             L333322L3L L333322L3L
/accounts/details/                                                     L222222L2L L222222L2L
/accounts/stay/                                                        LFFFF22L2L LFFFF22L2L
/accounts/sessions/                                                    L222222L2L MMMMMMMMMM
/accounts/sessions/end/                                                MMMMMMMMMM L333333L3L
/accounts/sessions/end/<int:number>/                                   MMMMMMMMMM L333333L3L
/accounts/data/                                                        L222222L2L MMMMMMMMMM
/accounts/close/                                                       L222222L2L L222222L2L
/accounts/closed/                                                      2222222222 MMMMMMMMMM
/contribute/                                                           L222222L2L L222222L2L
/contribute/login/                                                     LLLLLLLLLL LLLLLLLLLL
/contribute/logout/                                                    LMMMMMMLML L333333L3L
/contribute/password_change/                                           L333333L3L L333333L3L
/contribute/password_change/done/                                      L333333L3L L333333L3L
/contribute/jsi18n/                                                    L222222L2L LMMMMMMLML
/contribute/practices/practice/<int:pk>/                               L22NNNNLNL LMMNNNNLNL
/contribute/practices/practice/<int:pk>/change/<slug:name>/            L22NNNNLNL LSSNNNNLNL
/contribute/practices/practice/<int:pk>/autosave/                      LMMNNNNLNL LSSNNNNLNL
/contribute/practices/practice/<int:pk>/autosave/<slug:name>/          LMMNNNNLNL LSSNNNNLNL
/contribute/practices/practice/<int:pk>/move/submit/                   L22NNNNLNL LSSNNNNLNL
/contribute/practices/practice/<int:pk>/submitted/                     LNNNNNNLNL LNNNNNNLNL
/contribute/practices/practice/invitations/<int:number>/               LNNNNNNLNL LNNNNNNLNL
/contribute/practices/practice/<int:pk>/share/                         L22NNNNLNL L33NNNNLNL
/contribute/practices/practice/<int:pk>/authors/                       L22NNNNLNL LNNNNNNLNL
/contribute/practices/practice/<int:pk>/snapshots/<int:number>/        L22NNNNLNL LFFNNNNLNL
/contribute/practices/practice/<int:pk>/move/<slug:name>/              LSSNNNNLNL LSSNNNNLNL
/contribute/practices/practice/<int:pk>/remarks/                       LMMMMMMLML LFFNNNNLNL
/contribute/practices/practice/<int:pk>/remarks/<int:number>/          LMMMMMMLML L33NNNNLNL
/contribute/practices/practice/<int:pk>/translation/                   L22NNNNLNL L22NNNNLNL
/contribute/practices/practice/reading/                                LMMMMMMLML L222222L2L
/contribute/practices/practice/trash/                                  L222222L2L L222222L2L
/contribute/practices/practice/<int:pk>/trash/                         L2FNNNNLNL LSFNNNNLNL
/contribute/practices/practice/<int:pk>/recover/                       LMMMMMMLML L33NNNNLNL
/contribute/practices/practice/                                        L333333L3L L333333L3L
/contribute/practices/practice/add/                                    L222222L2L L333333L3L
/contribute/practices/practice/<path:object_id>/history/               L22NNNNLNL L22NNNNLNL
/contribute/practices/practice/<path:object_id>/delete/                LFFNNNNLNL LFFNNNNLNL
/contribute/practices/practice/<path:object_id>/change/                L22NNNNLNL LSSNNNNLNL
/contribute/^(?P<app_label>practices)/$                                L333333L3L L333333L3L
/contribute/(?P<url>.*)$                                               LNNNNNNLNL LNNNNNNLNL
/admin/design/                                                         LFFFF22LFL LFFFFMMLFL
/admin/                                                                LFFFF22LFL LFFFF22LFL
/admin/login/                                                          LLLLLLLLLL LLLLLLLLLL
/admin/logout/                                                         LFFFFMMLFL LFFFF33LFL
/admin/password_change/                                                LFFFF33LFL LFFFF33LFL
/admin/password_change/done/                                           LFFFF33LFL LFFFF33LFL
/admin/jsi18n/                                                         LFFFF22LFL LFFFFMMLFL
/admin/practices/practice/bulk/                                        LFFFFMMLFL LFFFFDDLFL
/admin/practices/practice/bulk/<int:number>/                           LFFFF22LFL LFFFF33LFL
/admin/practices/practice/next/                                        LFFFF33LFL LFFFF33LFL
/admin/practices/practice/list/<slug:ending>/                          LFFFFMMLFL LFFFF22LFL
/admin/practices/practice/<int:pk>/cities/                             LFFFF22LFL LFFFFNNLFL
/admin/practices/practice/<int:pk>/review/                             LFFFF22LFL LFFFFFFLFL
/admin/practices/practice/<int:pk>/beside/<int:number>/                LFFFF22LFL LFFFF22LFL
/admin/practices/practice/<int:pk>/claim/                              LFFFFMMLFL LFFFF33LFL
/admin/practices/practice/<int:pk>/takedown/                           LFFFFF2LFL LFFFFFDLFL
/admin/practices/practice/<int:pk>/authors/                            LFFFF22LFL LFFFFNNLFL
/admin/practices/practice/<int:pk>/snapshots/<int:number>/             LFFFF22LFL LFFFFFFLFL
/admin/practices/practice/<int:pk>/move/<slug:name>/                   LFFFF22LFL LFFFFSSLFL
/admin/practices/practice/<int:pk>/remarks/                            LFFFFMMLFL LFFFFDDLFL
/admin/practices/practice/<int:pk>/remarks/<int:number>/               LFFFFMMLFL LFFFF33LFL
/admin/practices/practice/<int:pk>/translation/                        LFFFF22LFL LFFFF22LFL
/admin/practices/practice/reading/                                     LFFFFMMLFL LFFFF22LFL
/admin/practices/practice/trash/                                       LFFFF22LFL LFFFF22LFL
/admin/practices/practice/<int:pk>/trash/                              LFFFF22LFL LFFFFSSLFL
/admin/practices/practice/<int:pk>/recover/                            LFFFFMMLFL LFFFF33LFL
/admin/practices/practice/                                             LFFFF22LFL LFFFF22LFL
/admin/practices/practice/add/                                         LFFFF22LFL LFFFF33LFL
/admin/practices/practice/<path:object_id>/history/                    LFFFF22LFL LFFFF22LFL
/admin/practices/practice/<path:object_id>/delete/                     LFFFFFFLFL LFFFFFFLFL
/admin/practices/practice/<path:object_id>/change/                     LFFFF22LFL LFFFFSSLFL
/admin/practices/practice/<path:object_id>/                            LFFFF33LFL LFFFF33LFL
/admin/practices/city/<path:object_id>/merge/                          LFFFF22LFL LFFFFDDLFL
/admin/practices/city/<path:object_id>/part/                           LFFFFMMLFL LFFFFNNLFL
/admin/practices/city/                                                 LFFFF22LFL LFFFF22LFL
/admin/practices/city/add/                                             LFFFF22LFL LFFFF22LFL
/admin/practices/city/<path:object_id>/delete/                         LFFFFFFLFL LFFFFFFLFL
/admin/practices/city/<path:object_id>/change/                         LFFFF22LFL LFFFF22LFL
/admin/practices/city/<path:object_id>/                                LFFFF33LFL LFFFF33LFL
/admin/practices/topic/<path:object_id>/merge/                         LFFFF22LFL LFFFFDDLFL
/admin/practices/topic/<path:object_id>/part/                          LFFFFMMLFL LFFFFNNLFL
/admin/practices/topic/                                                LFFFF22LFL LFFFF22LFL
/admin/practices/topic/add/                                            LFFFF22LFL LFFFF22LFL
/admin/practices/topic/<path:object_id>/delete/                        LFFFFFFLFL LFFFFFFLFL
/admin/practices/topic/<path:object_id>/change/                        LFFFF22LFL LFFFF22LFL
/admin/practices/topic/<path:object_id>/                               LFFFF33LFL LFFFF33LFL
/admin/practices/readynote/                                            LFFFF22LFL LFFFF22LFL
/admin/practices/readynote/add/                                        LFFFF22LFL LFFFF22LFL
/admin/practices/readynote/<path:object_id>/delete/                    LFFFFFFLFL LFFFFFFLFL
/admin/practices/readynote/<path:object_id>/change/                    LFFFF22LFL LFFFF22LFL
/admin/practices/readynote/<path:object_id>/                           LFFFF33LFL LFFFF33LFL
/admin/practices/user/<path:object_id>/invite/                         LFFFFMMLFL LFFFFF3LFL
/admin/practices/user/<path:object_id>/block/                          LFFFFMMLFL LFFFFF3LFL
/admin/practices/user/<path:object_id>/unblock/                        LFFFFMMLFL LFFFFF3LFL
/admin/practices/user/                                                 LFFFFF2LFL LFFFFF2LFL
/admin/practices/user/add/                                             LFFFFF2LFL LFFFFF2LFL
/admin/practices/user/<path:object_id>/delete/                         LFFFFFFLFL LFFFFFFLFL
/admin/practices/user/<path:object_id>/change/                         LFFFFF2LFL LFFFFF2LFL
/admin/practices/user/<path:object_id>/                                LFFFF33LFL LFFFF33LFL
/admin/practices/mail/                                                 LFFFF22LFL LFFFF22LFL
/admin/practices/report/                                               LFFFF22LFL LFFFF22LFL
/admin/practices/auditevent/                                           LFFFF22LFL LFFFF22LFL
/admin/^(?P<app_label>practices)/$                                     LFFFF22LFL LFFFF22LFL
/admin/(?P<url>.*)$                                                    LFFFFNNLFL LFFFFNNLFL
/                                                                      2222222222 MMMMMMMMMM
/practices/                                                            2222222222 MMMMMMMMMM
/practices.<ending>                                                    2222222222 MMMMMMMMMM
/practices/<slug:slug>.<ending>                                        2222222222 MMMMMMMMMM
/practices/countries/                                                  2222222222 MMMMMMMMMM
/practices/cities/                                                     2222222222 MMMMMMMMMM
/practices/topics/                                                     2222222222 MMMMMMMMMM
/practices/years/                                                      2222222222 MMMMMMMMMM
/practices/<slug:slug>/                                                2222222222 MMMMMMMMMM
/practices/<slug:slug>/editions/<int:number>/                          3333333333 MMMMMMMMMM
/practices/<slug:slug>/editions/<int:number>.<ending>                  3333333333 MMMMMMMMMM
/p/<int:number>/                                                       3333333333 MMMMMMMMMM
/preview/<int:pk>/                                                     L22NN22LNL MMMMMMMMMM
/preview/shared/<str:token>/                                           2222222222 MMMMMMMMMM
/places/                                                               2222222222 MMMMMMMMMM
/places/suggestions/                                                   2222222222 MMMMMMMMMM
/places/<slug:code>/                                                   2222222222 MMMMMMMMMM
/places/<slug:code>/<slug:slug>/                                       2222222222 MMMMMMMMMM
/topics/                                                               2222222222 MMMMMMMMMM
/topics/<slug:slug>/                                                   2222222222 MMMMMMMMMM
/template/                                                             2222222222 MMMMMMMMMM
/design/                                                               LFFFF22LFL MMMMMMMMMM
/about/                                                                2222222222 MMMMMMMMMM
/sitemap.xml                                                           2222222222 MMMMMMMMMM
/sitemap-pages.xml                                                     2222222222 MMMMMMMMMM
/sitemap-<int:number>.xml                                              2222222222 MMMMMMMMMM
/catalog.jsonld                                                        2222222222 MMMMMMMMMM
/robots.txt                                                            2222222222 MMMMMMMMMM
/favicon.ico                                                           3333333333 MMMMMMMMMM
/.well-known/security.txt                                              NNNNNNNNNN MMMMMMMMMM
/privacy/                                                              2222222222 MMMMMMMMMM
/report/                                                               2222222222 DDDDDDDDDD
/report/sent/                                                          2222222222 MMMMMMMMMM
/accessibility/                                                        2222222222 MMMMMMMMMM
"""
ROWS = dict(cells_of_routes(TABLE))


class World:
    """One object of each kind, with its owner, and a client for every role."""

    def __init__(self) -> None:
        owner = make_user(city=(city := make_city()))
        self.draft = make_draft(contributor=owner)
        self.practice = published(title="On line", contributor=owner)
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
            "<path:object_id>": self.draft.pk,
            "<str:token>": preview_links.share(self.draft, by=owner).get_absolute_url().split("/")[3],
            "<int:pk>/beside/<int:number>": f"{self.draft.pk}/beside/{self.practice.pk}",
            "<int:pk>/snapshots/<int:number>": f"{self.practice.pk}/snapshots/{snapshot.pk}",
            "<int:pk>/remarks/<int:number>": f"{self.draft.pk}/remarks/{comment.pk}",
            "bulk/<int:number>": f"bulk/{Batch.objects.create(move='approve', by=disabled).pk}",
            "<str:key>": "no-such-key",
            "end/<int:number>": "end/0",
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
            "p/<int:number>": f"p/{self.practice.pk}",
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
        if response.status_code in {301, 302}:
            return "L" if response["Location"].startswith(reverse("account_login")) else "3"
        return SIGNED[response.status_code]


def test_table_has_every_route_and_no_other() -> None:
    assert list(ROWS) == list(dict.fromkeys(routes()))


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
