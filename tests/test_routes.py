"""Who gets what at every route: routes x methods x roles as one table (promise R1).

A cell is the answer to a request of one role: 2 the page, 3 a redirect onwards, L a redirect to sign-in, D a refused
form (400), F forbidden, N not found, M method not allowed, G gone. A route that is not in the table fails the test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from practices import previews, remarks
from practices.models import (
    Batch,
    Snapshot,
    User,
)
from tests.builders import make_admin, make_city, make_draft, make_editor, make_topic, make_user, published
from tests.doors import sign_in, with_second_step
from tests.routes import routes

pytestmark = pytest.mark.django_db

ROLES = ("visitor", "owner", "same city", "other", "editor", "admin", "disabled", "one step", "half")
# "one step" is an editor without a second step; "half" has given her password, and her code not yet
SIGNED = {200: "2", 400: "D", 403: "F", 404: "N", 405: "M", 409: "S", 410: "G"}

# route                                            GET, by role                   POST, by role
TABLE = """
/livez                                                                 222222222 MMMMMMMMM
/readyz                                                                222222222 MMMMMMMMM
/accounts/                                                             L33333L3L MMMMMMMMM
/accounts/login/                                                       23333323L 23333323L
/accounts/logout/                                                      322222323 333333333
/accounts/login/code/                                                  333333332 333333332
/accounts/signup/                                                      233333232 233333232
/accounts/confirm/                                                     222222222 MMMMMMMMM
/accounts/confirm/again/                                               222222222 222222222
/accounts/confirm/<str:key>/                                           NNNNNNNNN NNNNNNNNN
/accounts/password/new/                                                222222222 222222222
/accounts/password/new/sent/                                           222222222 222222222
/accounts/password/new/<str:key>/                                      NNNNNNNNN NNNNNNNNN
/accounts/password/                                                    L22222L2L L22222L2L
/accounts/address/                                                     L22222L2L L22222L2L
/accounts/second-step/                                                 L22233L2L L22233L2L
/accounts/second-step/codes/                                           L33322L3L L33322L3L
/accounts/second-step/off/                                             L33322L3L L33322L3L
/accounts/details/                                                     L22222L2L L22222L2L
/accounts/sessions/                                                    L22222L2L MMMMMMMMM
/accounts/sessions/end/                                                MMMMMMMMM L33333L3L
/accounts/sessions/end/<int:number>/                                   MMMMMMMMM L33333L3L
/accounts/data/                                                        L22222L2L MMMMMMMMM
/accounts/close/                                                       L22222L2L L22222L2L
/accounts/closed/                                                      222222222 MMMMMMMMM
/contribute/                                                           L22222L2L L22222L2L
/contribute/login/                                                     LLLLLLLLL LLLLLLLLL
/contribute/logout/                                                    LMMMMMLML L33333L3L
/contribute/password_change/                                           L33333L3L L33333L3L
/contribute/password_change/done/                                      L33333L3L L33333L3L
/contribute/jsi18n/                                                    L22222L2L LMMMMMLML
/contribute/practices/practice/<int:pk>/autosave/                      LMNNNNLNL LSNNNNLNL
/contribute/practices/practice/<int:pk>/submitted/                     LNNNNNLNL LNNNNNLNL
/contribute/practices/practice/invitations/<int:number>/               LNNNNNLNL LNNNNNLNL
/contribute/practices/practice/<int:pk>/share/                         L2NNNNLNL L3NNNNLNL
/contribute/practices/practice/<int:pk>/authors/                       L2NNNNLNL LNNNNNLNL
/contribute/practices/practice/<int:pk>/snapshots/<int:number>/        L2NNNNLNL LFNNNNLNL
/contribute/practices/practice/<int:pk>/move/<slug:name>/              L2NNNNLNL LSNNNNLNL
/contribute/practices/practice/<int:pk>/remarks/                       LMMMMMLML LFNNNNLNL
/contribute/practices/practice/<int:pk>/remarks/<int:number>/          LMMMMMLML L3NNNNLNL
/contribute/practices/practice/trash/                                  L22222L2L L22222L2L
/contribute/practices/practice/<int:pk>/trash/                         L2NNNNLNL LSNNNNLNL
/contribute/practices/practice/<int:pk>/recover/                       LMMMMMLML L3NNNNLNL
/contribute/practices/practice/                                        L22222L2L L22222L2L
/contribute/practices/practice/add/                                    L22222L2L L33333L3L
/contribute/practices/practice/<path:object_id>/history/               L2NNNNLNL L2NNNNLNL
/contribute/practices/practice/<path:object_id>/delete/                LFNNNNLNL LFNNNNLNL
/contribute/practices/practice/<path:object_id>/change/                L2NNNNLNL LSNNNNLNL
/contribute/practices/practice/<path:object_id>/                       L33333L3L L33333L3L
/contribute/^(?P<app_label>practices)/$                                L22222L2L L22222L2L
/contribute/(?P<url>.*)$                                               LNNNNNLNL LNNNNNLNL
/admin/                                                                LFFF22LFL LFFF22LFL
/admin/login/                                                          LLLLLLLLL LLLLLLLLL
/admin/logout/                                                         LFFFMMLFL LFFF33LFL
/admin/password_change/                                                LFFF33LFL LFFF33LFL
/admin/password_change/done/                                           LFFF33LFL LFFF33LFL
/admin/jsi18n/                                                         LFFF22LFL LFFFMMLFL
/admin/practices/practice/bulk/                                        LFFFMMLFL LFFFDDLFL
/admin/practices/practice/bulk/<int:number>/                           LFFF22LFL LFFF33LFL
/admin/practices/practice/<int:pk>/cities/                             LFFF22LFL LFFFNNLFL
/admin/practices/practice/<int:pk>/review/                             LFFF22LFL LFFFFFLFL
/admin/practices/practice/<int:pk>/claim/                              LFFFMMLFL LFFF33LFL
/admin/practices/practice/<int:pk>/authors/                            LFFF22LFL LFFFNNLFL
/admin/practices/practice/<int:pk>/snapshots/<int:number>/             LFFF22LFL LFFFFFLFL
/admin/practices/practice/<int:pk>/move/<slug:name>/                   LFFF22LFL LFFFSSLFL
/admin/practices/practice/<int:pk>/remarks/                            LFFFMMLFL LFFF33LFL
/admin/practices/practice/<int:pk>/remarks/<int:number>/               LFFFMMLFL LFFF33LFL
/admin/practices/practice/trash/                                       LFFF22LFL LFFF22LFL
/admin/practices/practice/<int:pk>/trash/                              LFFF22LFL LFFFSSLFL
/admin/practices/practice/<int:pk>/recover/                            LFFFMMLFL LFFF33LFL
/admin/practices/practice/                                             LFFF22LFL LFFF22LFL
/admin/practices/practice/add/                                         LFFF22LFL LFFF33LFL
/admin/practices/practice/<path:object_id>/history/                    LFFF22LFL LFFF22LFL
/admin/practices/practice/<path:object_id>/delete/                     LFFFFFLFL LFFFFFLFL
/admin/practices/practice/<path:object_id>/change/                     LFFF22LFL LFFFSSLFL
/admin/practices/practice/<path:object_id>/                            LFFF33LFL LFFF33LFL
/admin/practices/city/                                                 LFFF22LFL LFFF22LFL
/admin/practices/city/add/                                             LFFF22LFL LFFF22LFL
/admin/practices/city/<path:object_id>/delete/                         LFFFFFLFL LFFFFFLFL
/admin/practices/city/<path:object_id>/change/                         LFFF22LFL LFFF22LFL
/admin/practices/city/<path:object_id>/                                LFFF33LFL LFFF33LFL
/admin/practices/topic/                                                LFFF22LFL LFFF22LFL
/admin/practices/topic/add/                                            LFFF22LFL LFFF22LFL
/admin/practices/topic/<path:object_id>/delete/                        LFFFFFLFL LFFFFFLFL
/admin/practices/topic/<path:object_id>/change/                        LFFF22LFL LFFF22LFL
/admin/practices/topic/<path:object_id>/                               LFFF33LFL LFFF33LFL
/admin/practices/user/                                                 LFFFF2LFL LFFFF2LFL
/admin/practices/user/add/                                             LFFFF2LFL LFFFF2LFL
/admin/practices/user/<path:object_id>/delete/                         LFFFFFLFL LFFFFFLFL
/admin/practices/user/<path:object_id>/change/                         LFFFF2LFL LFFFF2LFL
/admin/practices/user/<path:object_id>/                                LFFF33LFL LFFF33LFL
/admin/practices/mail/                                                 LFFF22LFL LFFF22LFL
/admin/^(?P<app_label>practices)/$                                     LFFF22LFL LFFF22LFL
/admin/(?P<url>.*)$                                                    LFFFNNLFL LFFFNNLFL
/                                                                      222222222 MMMMMMMMM
/practices/                                                            222222222 MMMMMMMMM
/practices/<slug:slug>/                                                222222222 MMMMMMMMM
/practices/<slug:slug>/editions/<int:number>/                          333333333 MMMMMMMMM
/p/<int:number>/                                                       333333333 MMMMMMMMM
/preview/<int:pk>/                                                     L2NN22LNL MMMMMMMMM
/preview/shared/<str:token>/                                           222222222 MMMMMMMMM
/places/                                                               222222222 MMMMMMMMM
/places/<slug:code>/                                                   222222222 MMMMMMMMM
/places/<slug:code>/<slug:slug>/                                       222222222 MMMMMMMMM
/topics/                                                               222222222 MMMMMMMMM
/topics/<slug:slug>/                                                   222222222 MMMMMMMMM
/template/                                                             222222222 MMMMMMMMM
/design/                                                               LFFF22LFL MMMMMMMMM
/about/                                                                222222222 MMMMMMMMM
/.well-known/security.txt                                              NNNNNNNNN MMMMMMMMM
/privacy/                                                              222222222 MMMMMMMMM
/accessibility/                                                        222222222 MMMMMMMMM
"""


def rows() -> dict[str, tuple[str, str]]:
    cells = (line.rsplit(maxsplit=2) for line in TABLE.strip().splitlines())
    return {route.strip().removeprefix("/"): (get, post) for route, get, post in cells}


class World:
    """One object of each kind, with its owner, and a client for every role."""

    def __init__(self) -> None:
        city = make_city()
        owner = make_user(city=city)
        self.draft = make_draft(contributor=owner)
        self.practice = published(title="On line", contributor=owner)
        disabled = make_editor()
        people: dict[str, User | None] = {
            "visitor": None,
            "owner": owner,
            "same city": make_user(city=city),
            "other": make_user(city=make_city("Oslo")),
            "editor": make_editor(),
            "admin": make_admin(),
            "disabled": disabled,
            "one step": make_editor(second_step=False),
            "half": None,
        }
        self.people = people
        self.clients = {role: Client() for role in ROLES}
        for role, person in people.items():
            if person:
                self.clients[role].force_login(person)
        stepping = make_editor()
        with_second_step(stepping)
        sign_in(self.clients["half"], stepping.email)
        User.objects.filter(pk=disabled.pk).update(is_active=False)
        snapshot = Snapshot.objects.filter(practice=self.practice).latest("pk")
        remark = remarks.remark(self.draft, field="", text="Why?", internal=False, by=make_editor())
        self.values: dict[str, Any] = {
            "<path:object_id>": self.draft.pk,
            "<str:token>": previews.share(self.draft, by=owner).get_absolute_url().split("/")[3],
            "<int:pk>/snapshots/<int:number>": f"{self.practice.pk}/snapshots/{snapshot.pk}",
            "<int:pk>/remarks/<int:number>": f"{self.draft.pk}/remarks/{remark.pk}",
            "bulk/<int:number>": f"bulk/{Batch.objects.create(move='approve', by=disabled).pk}",
            "<str:key>": "no-such-key",
            "end/<int:number>": "end/0",
            "invitations/<int:number>": "invitations/0",
            "<slug:name>": "submit",
            "<int:pk>": self.draft.pk,
            "practices/<slug:slug>": f"practices/{self.practice.slug}",
            "editions/<int:number>": "editions/1",
            "p/<int:number>": f"p/{self.practice.pk}",
            "<slug:code>": "no",
            "topics/<slug:slug>": f"topics/{make_topic().slug}",
            "<slug:slug>": city.slug,
            "^(?P<app_label>practices)/$": "practices/",
            "(?P<url>.*)$": "no/such/page/",
        }
        self.rows = {"city": city.pk, "topic": make_topic().pk, "user": owner.pk}

    def address(self, route: str) -> str:
        for kind, key in self.rows.items():
            if f"practices/{kind}/" in route:
                route = route.replace("<path:object_id>", str(key))
        for pattern, value in self.values.items():
            route = route.replace(pattern, str(value))
        return f"/{route}"

    def cell(self, role: str, method: str, address: str) -> str:
        response = getattr(self.clients[role], method)(address)
        if response.status_code in {301, 302}:
            return "L" if response["Location"].startswith(reverse("account_login")) else "3"
        return SIGNED[response.status_code]


@contextmanager
def writing() -> Iterator[list[str]]:
    """Give what is written into the database meanwhile; the session's own row may keep what a page has told."""
    written: list[str] = []

    def note(execute: Any, sql: str, *given: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and Session._meta.db_table not in sql:
            written.append(sql)
        return execute(sql, *given)

    with connection.execute_wrapper(note):
        yield written


def test_table_has_every_route_and_no_other() -> None:
    assert list(rows()) == list(dict.fromkeys(routes()))


@pytest.mark.parametrize("route", dict.fromkeys(routes()))
def test_route_answers_each_role_as_the_table_says_and_get_changes_nothing(route: str) -> None:
    world = World()
    address = world.address(route)
    with writing() as written:
        get = "".join(world.cell(role, "get", address) for role in ROLES)
    assert written == []
    post = "".join(world.cell(role, "post", address) for role in ROLES)
    assert (get, post) == rows().get(route, ("missing", "missing"))
