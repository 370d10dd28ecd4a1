"""Every field of a model, forged in every form that writes one: is what it does not ask for ignored?

Promise R38. The fields come from the models, so a new one is forged everywhere from its first day.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import models
from django.test import Client

from practices.answers.codec import TYPED
from practices.models import Batch, City, Comment, Practice, Topic, Upload, User
from practices.template import FIELDS
from tests.builders import (
    PASSWORD,
    make_admin,
    make_city,
    make_draft,
    make_editor,
    make_topic,
    make_user,
    submitted,
)
from tests.doors import mails
from tests.entry_documents import sent_document
from tests.entry_pictures import sent_picture
from tests.pages import client_of, form_data, forms_of

pytestmark = pytest.mark.django_db

type Sent = tuple[Client, str, dict[str, Any], int | None]
"""Who sends what where, and the number of the row that it is about; None is a new one."""

MARK = "forged"
PLAIN: dict[Any, Any] = {
    models.BooleanField: None,  # the other than it is
    models.DateTimeField: "2001-02-03 04:05:06",
    models.IntegerField: 77,
    models.FloatField: 77.5,
    models.UUIDField: str(UUID(int=77)),
    models.JSONField: f'["{MARK}"]',
    models.EmailField: f"{MARK}@city.example",
    models.URLField: f"https://{MARK}.example/",
    models.Field: MARK,
}


def related(model: Any) -> int:
    """Return the number of a row that nothing names yet."""
    rows: dict[Any, Callable[[], Any]] = {
        User: make_user,
        Practice: make_draft,
        City: lambda: make_city("Forgery"),
        Topic: lambda: make_topic(MARK),
    }
    return int(rows[model]().pk)


def value(field: Any, row: Any) -> Any:
    """Return a value for a field that it has not and would not get by itself."""
    if field.is_relation:
        return related(field.related_model)
    if isinstance(field, models.BooleanField):
        return "" if getattr(row, field.name) else "on"
    if field.choices:
        return [choice for choice, _label in field.flatchoices if choice != getattr(row, field.name)][-1]
    return next(plain for kind, plain in PLAIN.items() if isinstance(field, kind))


def holds(row: Any, field: Any, forged: Any) -> bool:
    """Say whether a row holds what was forged."""
    if field.many_to_many:
        return bool(getattr(row, field.name).filter(pk=forged).exists())
    now = getattr(row, field.attname)
    if isinstance(field, models.BooleanField):
        return bool(now) is (forged == "on")
    if isinstance(field, models.DateTimeField):
        return now is not None and now.year == 2001
    if isinstance(field, models.JSONField):
        return MARK in str(now)
    return str(now) == str(forged)


def page_of(client: Client, address: str, name: str = "") -> dict[str, Any]:
    """Return what a browser would send for a page's form: that of a name, else the longest."""
    page = client.get(address).content
    return (
        form_data(page, name)
        if name
        else dict(max(forms_of(page), key=lambda form: len(form["data"]))["data"])
    )


def entry(
    page: str, site: str = "contribute", form: str = "practice_form", **more: Any
) -> Callable[[], Sent]:
    """Return what sends a page of an entry."""

    def send() -> Sent:
        owner = make_user()
        practice = submitted(contributor=owner) if form == "decide_form" else make_draft(contributor=owner)
        client = client_of(owner if site == "contribute" else make_editor())
        at = f"/{site}/practices/practice/{practice.pk}/"
        opened = "change" if page == "autosave" else page
        return client, f"{at}{page}/", page_of(client, f"{at}{opened}/", form) | more, practice.pk

    return send


def with_file(name: str, make: Callable[[], Any]) -> Callable[[], Sent]:
    """Return what sends a file to an entry."""

    def send() -> Sent:
        practice = make_draft(contributor=(owner := make_user()))
        client, address = client_of(owner), f"/contribute/practices/practice/{practice.pk}/change/pictures/"
        return client, address, page_of(client, address, "practice_form") | {name: make()}, None

    return send


def added(kind: str, person: Callable[[], User], site: str = "admin", **words: Any) -> Callable[[], Sent]:
    def send() -> Sent:
        client, address = client_of(person()), f"/{site}/practices/{kind}/add/"
        return client, address, page_of(client, address, f"{kind}_form") | words, None

    return send


def changed(
    kind: str, person: Callable[[], User], make: Callable[[], Any], **words: Any
) -> Callable[[], Sent]:
    def send() -> Sent:
        client, row = client_of(person()), make()
        address = f"/admin/practices/{kind}/{row.pk}/change/"
        return client, address, page_of(client, address, f"{kind}_form") | words, row.pk

    return send


def signing_up() -> Sent:
    make_city()
    words = {"email": "new@city.example", "country": "NO", "city": "Bergen"}
    return Client(), "/accounts/signup/", words, None


def details() -> Sent:
    person = make_user(city=make_city(), country="NO")
    client = client_of(person)
    return (
        client,
        "/accounts/details/",
        page_of(client, "/accounts/details/") | {"organisation": "New"},
        person.pk,
    )


def commenting() -> Sent:
    practice = submitted()
    address = f"/admin/practices/practice/{practice.pk}/remarks/"
    return client_of(make_editor()), address, {"field": "cost", "text": "Why?", "internal": ""}, None


def in_bulk() -> Sent:
    practice = submitted()
    client = client_of(make_editor())
    chosen = {"action": "approve", "_selected_action": practice.pk, f"seen-{practice.pk}": practice.version}
    page = client.post("/admin/practices/practice/", chosen).content
    return client, "/admin/practices/practice/bulk/", form_data(page, "bulk_form"), None


ANSWERS = {*FIELDS, *TYPED.values()}
TOWN = {"country", "city", "city_typed"}
PERSON = {"email", "organisation", "is_active", "is_staff", "is_superuser", *TOWN}
CITY = {"region", "name", "description", "aliases", "country", "latitude", "longitude", "population", "slug"}
FORMS: dict[str, tuple[Any, Callable[[], Sent], set[str]]] = {
    "contributor's form": (Practice, entry("change", purpose="Other words."), ANSWERS),
    "autosave": (Practice, entry("autosave", purpose="Other words."), ANSWERS),
    "editor's form": (Practice, entry("change", "admin", purpose="Other words."), ANSWERS),
    "move": (
        Practice,
        entry("move/submit", form="", licence_agreed="on"),
        {"status", "licence", "licence_agreed_at"},
    ),
    "review": (Practice, entry("review", "admin", "decide_form", move="approve"), {"status", "slug"}),
    "contributor adds": (
        Practice,
        added("practice", make_user, "contribute", title="A ship", country="NO"),
        ANSWERS | {"contributor"},
    ),
    "editor adds": (Practice, added("practice", make_editor, title="A ship", country="NO"), ANSWERS),
    "new picture": (Upload, with_file("pictures", sent_picture), set()),
    "new document": (Upload, with_file("attachments", sent_document), set()),
    "new city": (City, added("city", make_editor, name="Porto", country="PT"), CITY),
    "city": (City, changed("city", make_editor, make_city, population=5), CITY),
    "new topic": (
        Topic,
        added("topic", make_editor, name="Sport"),
        {"name", "slug", "description", "is_retired"},
    ),
    "topic": (
        Topic,
        changed("topic", make_editor, make_topic, description="New"),
        {"name", "slug", "description", "is_retired"},
    ),
    "new person": (
        User,
        added("user", make_admin, email="new@city.example", password_new=PASSWORD),
        PERSON,
    ),
    "person": (User, changed("user", make_admin, make_user, organisation="New"), PERSON),
    "sign-up": (User, signing_up, {"email", "organisation", *TOWN}),
    "details": (User, details, {"organisation", "language", *TOWN}),
    "remark": (Comment, commenting, {"field", "text", "internal"}),
    "bulk": (Batch, in_bulk, {"move", "key", "entries"}),
}


@pytest.mark.alike
@pytest.mark.long
@pytest.mark.parametrize("name", FORMS)
def test_forged_field_is_ignored(name: str) -> None:
    model, make, asked = FORMS[name]
    client, address, data, pk = make()
    before = set(model.objects.values_list("pk", flat=True))
    fields = [
        field
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if field.name not in asked and not field.primary_key
    ]
    row = model.objects.get(pk=pk) if pk else model()
    forged = {field: value(field, row) for field in fields}
    stood = model.objects.filter(pk=pk).values().first()
    before |= set(model.objects.values_list("pk", flat=True))
    wrong = {each: forged[field] for field in fields for each in {field.name, field.attname}}
    response = client.post(address, data | wrong)
    mails()  # an account is made once the worker answers
    assert response.status_code in {200, 302}
    assert pk is None or model.objects.filter(pk=pk).values().get() != stood
    written = model.objects.get(pk=pk) if pk else model.objects.exclude(pk__in=before).get()
    assert [field.name for field in fields if holds(written, field, forged[field])] == []
