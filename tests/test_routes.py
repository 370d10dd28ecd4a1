"""Who gets what at every route: routes x methods x roles as one table (promise R1).

A cell is the answer to a request of one role: 2 the page, 3 a redirect onwards, L a redirect to sign-in, D a refused
form (400), F forbidden, N not found, M method not allowed, G gone. A route that is not in the table fails the test.
"""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from practices.models import Edition, Event, Practice, Snapshot, User
from tests.builders import make_admin, make_city, make_draft, make_editor, make_topic, make_user, published
from tests.routes import routes

pytestmark = pytest.mark.django_db

ROLES = ("visitor", "owner", "same city", "other", "editor", "admin", "disabled")
SIGNED = {200: "2", 400: "D", 403: "F", 404: "N", 405: "M", 409: "S", 410: "G"}

# route                                            GET, by role                   POST, by role
TABLE = """
/livez                                                                 2222222 MMMMMMM
/readyz                                                                2222222 MMMMMMM
/accounts/                                                             L33333L L33333L
/accounts/login/                                                       2222222 2222222
/accounts/logout/                                                      MMMMMMM 3333333
/accounts/password/                                                    L22222L L22222L
/accounts/password/done/                                               L22222L LMMMMML
/contribute/                                                           L22222L L22222L
/contribute/login/                                                     LLLLLLL LLLLLLL
/contribute/logout/                                                    LMMMMML L33333L
/contribute/password_change/                                           L33333L L33333L
/contribute/password_change/done/                                      L33333L L33333L
/contribute/jsi18n/                                                    L22222L LMMMMML
/contribute/practices/practice/<int:pk>/snapshots/<int:number>/        L2NNNNL L2NNNNL
/contribute/practices/practice/<int:pk>/move/<slug:name>/              L2NNNNL LSNNNNL
/contribute/practices/practice/                                        L22222L L22222L
/contribute/practices/practice/add/                                    L22222L L33333L
/contribute/practices/practice/<path:object_id>/history/               L2NNNNL L2NNNNL
/contribute/practices/practice/<path:object_id>/delete/                LFNNNNL LFNNNNL
/contribute/practices/practice/<path:object_id>/change/                L2NNNNL LSNNNNL
/contribute/practices/practice/<path:object_id>/                       L33333L L33333L
/contribute/^(?P<app_label>practices)/$                                L22222L L22222L
/contribute/(?P<url>.*)$                                               LNNNNNL LNNNNNL
/admin/                                                                LFFF22L LFFF22L
/admin/login/                                                          LLLLLLL LLLLLLL
/admin/logout/                                                         LFFFMML LFFF33L
/admin/password_change/                                                LFFF33L LFFF33L
/admin/password_change/done/                                           LFFF33L LFFF33L
/admin/jsi18n/                                                         LFFF22L LFFFMML
/admin/practices/practice/<int:pk>/cities/                             LFFF22L LFFFNNL
/admin/practices/practice/<int:pk>/snapshots/<int:number>/             LFFF22L LFFF22L
/admin/practices/practice/<int:pk>/move/<slug:name>/                   LFFF22L LFFFSSL
/admin/practices/practice/                                             LFFF22L LFFF22L
/admin/practices/practice/add/                                         LFFF22L LFFF33L
/admin/practices/practice/<path:object_id>/history/                    LFFF22L LFFF22L
/admin/practices/practice/<path:object_id>/delete/                     LFFFFFL LFFFFFL
/admin/practices/practice/<path:object_id>/change/                     LFFF22L LFFFSSL
/admin/practices/practice/<path:object_id>/                            LFFF33L LFFF33L
/admin/practices/city/                                                 LFFF22L LFFF22L
/admin/practices/city/add/                                             LFFF22L LFFF22L
/admin/practices/city/<path:object_id>/delete/                         LFFFFFL LFFFFFL
/admin/practices/city/<path:object_id>/change/                         LFFF22L LFFF22L
/admin/practices/city/<path:object_id>/                                LFFF33L LFFF33L
/admin/practices/topic/                                                LFFF22L LFFF22L
/admin/practices/topic/add/                                            LFFF22L LFFF22L
/admin/practices/topic/<path:object_id>/delete/                        LFFFFFL LFFFFFL
/admin/practices/topic/<path:object_id>/change/                        LFFF22L LFFF22L
/admin/practices/topic/<path:object_id>/                               LFFF33L LFFF33L
/admin/practices/user/                                                 LFFFF2L LFFFF2L
/admin/practices/user/add/                                             LFFFF2L LFFFF2L
/admin/practices/user/<path:object_id>/delete/                         LFFFFFL LFFFFFL
/admin/practices/user/<path:object_id>/change/                         LFFFF2L LFFFF2L
/admin/practices/user/<path:object_id>/                                LFFF33L LFFF33L
/admin/practices/mail/                                                 LFFF22L LFFF22L
/admin/^(?P<app_label>practices)/$                                     LFFF22L LFFF22L
/admin/(?P<url>.*)$                                                    LFFFNNL LFFFNNL
/                                                                      2222222 MMMMMMM
/practices/                                                            2222222 MMMMMMM
/practices/<slug:slug>/                                                2222222 MMMMMMM
/practices/<slug:slug>/editions/<int:number>/                          3333333 MMMMMMM
/p/<int:number>/                                                       3333333 MMMMMMM
/preview/<int:pk>/                                                     L2NN22L MMMMMMM
/places/                                                               2222222 MMMMMMM
/places/<slug:code>/                                                   2222222 MMMMMMM
/places/<slug:code>/<slug:slug>/                                       2222222 MMMMMMM
/topics/                                                               2222222 MMMMMMM
/topics/<slug:slug>/                                                   2222222 MMMMMMM
/template/                                                             2222222 MMMMMMM
/about/                                                                2222222 MMMMMMM
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
        }
        self.people = people
        self.clients = {role: Client() for role in ROLES}
        for role, person in people.items():
            if person:
                self.clients[role].force_login(person)
        User.objects.filter(pk=disabled.pk).update(is_active=False)
        snapshot = Snapshot.objects.filter(practice=self.practice).latest("pk")
        self.values: dict[str, Any] = {
            "<path:object_id>": self.draft.pk,
            "<int:pk>/snapshots/<int:number>": f"{self.practice.pk}/snapshots/{snapshot.pk}",
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
            return "L" if response["Location"].startswith(reverse("login")) else "3"
        return SIGNED[response.status_code]


def actual(route: str, method: str) -> str:
    """Return the cells of a row, each role in a world of its own words."""
    world = World()
    address = world.address(route)
    return "".join(world.cell(role, method, address) for role in ROLES)


def test_table_has_every_route_and_no_other() -> None:
    assert list(rows()) == list(dict.fromkeys(routes()))


@pytest.mark.parametrize("route", dict.fromkeys(routes()))
def test_route_answers_each_role_as_the_table_says(route: str) -> None:
    found = {method: actual(route, method) for method in ("get", "post")}
    expected = rows().get(route, ("missing", "missing"))
    assert (found["get"], found["post"]) == expected


@pytest.mark.parametrize("route", dict.fromkeys(routes()))
def test_get_changes_nothing(route: str) -> None:
    world = World()

    def digest() -> list[Any]:
        return [
            list(model.objects.order_by("pk").values())
            for model in (Practice, Edition, Event, Snapshot, User)
        ]

    before = digest()
    for role in ROLES:
        world.clients[role].get(world.address(route))
    assert digest() == before
