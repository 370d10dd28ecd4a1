"""Do practices on line follow when a city or a topic gets other names, and do old addresses lead to the new ones?"""

import signal
from itertools import count
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from practices.listing.results import ResultSet
from practices.models import City, Edition, Mail, OldSlug, Rename, Topic, version
from practices.models.old_slug import SlugKind
from practices.places import cities
from practices.search import engine, renames
from practices.worker import loop
from tests.builders import make_city, make_editor, make_mail, make_topic, moved, published
from tests.entries.test_concurrency import at_once
from tests.listing.test_filters import asked
from tests.mail.test_send_mail import ended, start
from tests.mail_server import running
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db
KILLED_IN_THE_SECOND_BATCH = """
import os, signal
import django
django.setup()
from django.core.management import call_command
from practices.search import renames
renames.BATCH, index, done = 2, renames.reindex, []
def reindex(keys):
    index(keys)
    done.append(keys)
    if len(done) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
renames.reindex = reindex
call_command("send_mail", once=True)
"""


def titles(query: str) -> list[str]:
    return list(ResultSet(asked(query)).found.values_list("title", flat=True))


def change(row: City | Topic, **given: Any) -> str:
    """Change a row in the admin as an editor does; return what the list says afterwards."""
    kind = row._meta.model_name
    client, address = client_of(make_editor()), f"/admin/practices/{kind}/{row.pk}/change/"
    data = form_data(client.get(address).content, f"{kind}_form") | given
    answer = client.post(address, data, follow=True)
    assert answer.redirect_chain
    return answer.content.decode()


def follow() -> int:
    """Let the worker index what renames left to it; return in how many transactions."""
    return next(number for number in count() if not renames.follow_next())


def test_editions_are_sorted_at_once_and_found_soon_by_the_new_names_of_a_city() -> None:
    oslo, bergen = make_city("Oslo"), make_city("Bergen")
    published(title="Lead", city=oslo)
    published(title="Partner", city=bergen, partner_cities=[oslo])
    published(title="Abroad", country="SE", partner_cities=[oslo])
    before = version.current()
    assert (titles("q=oslo&sort=title"), titles("sort=place")) == (
        ["Abroad", "Lead", "Partner"],
        ["Partner", "Lead", "Abroad"],
    )
    said = change(oslo, name="Akersborg", aliases="Christiania")
    assert "3 practices on line are found by the new names within a few minutes." in said
    renamed = version.current()
    assert (titles("q=oslo&sort=title"), titles("sort=place")) == (
        ["Abroad", "Lead", "Partner"],
        ["Lead", "Partner", "Abroad"],
    )
    assert not Edition.objects.filter(sort_place__contains="oslo").exists()
    follow()
    assert titles("q=oslo") == []
    assert (
        titles("q=akersborg&sort=title")
        == titles("q=christiania&sort=title")
        == ["Abroad", "Lead", "Partner"]
    )
    assert before < renamed < version.current()


def test_editions_are_found_by_the_new_name_of_a_topic() -> None:
    roma = make_topic("roma", "Roma")
    published(title="About", topics=[roma])
    change(roma, name="Travellers")
    follow()
    assert (titles("q=roma"), titles("q=traveller")) == ([], ["About"])


@pytest.mark.parametrize("editions", [1, 3])
def test_rename_costs_the_same_however_many_follow(editions: int) -> None:
    oslo = make_city("Oslo")
    for number in range(editions):
        published(title=f"Lead {number}", city=oslo)
    with CaptureQueriesContext(connection) as captured:
        renames.follow_city(cities.fold_names(City(pk=oslo.pk, name="Akersborg")))
    assert len(captured) == 5


def test_rename_and_its_note_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    oslo = make_city("Oslo")
    published(title="Lead", city=oslo)

    def fail() -> None:
        raise RuntimeError

    monkeypatch.setattr("practices.models.version.invalidate_pages", fail)
    with pytest.raises(RuntimeError):
        change(oslo, name="Akersborg")
    assert City.objects.get(pk=oslo.pk).name == "Oslo"
    assert not Rename.objects.exists()
    assert not Edition.objects.filter(sort_place__contains="akersborg").exists()


@pytest.mark.long
def test_worker_takes_some_at_a_time_the_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renames, "BATCH", 1)
    oslo = make_city("Oslo")
    for title in ("First", "Second", "Third"):
        published(title=title, city=oslo)
    change(oslo, name="Akersborg")
    assert renames.follow_next()
    assert (titles("q=oslo&sort=title"), titles("q=akersborg")) == (["First", "Second"], ["Third"])
    change(oslo, name="Opslo")
    assert follow() == 4
    assert (titles("q=akersborg"), titles("q=opslo&sort=title")) == ([], ["First", "Second", "Third"])
    assert not renames.follow_next()


def test_one_that_cannot_be_indexed_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(renames, "BATCH", 3)
    oslo, index = make_city("Oslo"), engine.index
    editions = {title: published(title=title, city=oslo).edition for title in ("First", "Broken", "Last")}
    broken = editions["Broken"]
    change(oslo, name="Akersborg")
    monkeypatch.setattr(
        engine, "index", lambda some, **given: 1 // 0 if broken in some else index(some, **given)
    )
    follow()
    assert (titles("q=oslo"), titles("q=akersborg&sort=title")) == (["Broken"], ["First", "Last"])
    assert [record.getMessage() for record in caplog.records] == [
        f"Edition {broken.pk} could not be indexed by new names"
    ]


@pytest.mark.django_db(transaction=True)
def test_other_work_of_the_worker_goes_on_between_and_it_does_not_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(renames, "BATCH", 1)
    monkeypatch.setattr(loop, "MINUTE", 0)
    monkeypatch.setattr(loop, "PAUSE", -1)  # nobody can sleep as long as that
    oslo, found, sent = make_city("Oslo"), [], []

    def each_minute() -> None:
        found.append(len(titles("q=akersborg")))
        sent.append(Mail.objects.sent().count())
        if Rename.objects.exists():
            make_mail()

    monkeypatch.setattr("practices.worker.maintenance.each_minute", each_minute)
    for title in ("First", "Second", "Third"):
        published(title=title, city=oslo)
    change(oslo, name="Akersborg")
    call_command("send_mail", once=True)
    assert (found, sent) == ([0, 1, 2, 3, 3], [0, 1, 2, 3, 4])


@pytest.mark.parametrize("given", [{"population": "700000"}, {"longitude": "10.7", "latitude": "59.9"}])
def test_what_names_nobody_anew_leaves_no_note(given: dict[str, str]) -> None:
    oslo = make_city("Oslo")
    published(title="Lead", city=oslo)
    assert "by the new names" not in change(oslo, **given)
    assert not Rename.objects.exists()


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_killed_worker_loses_nothing() -> None:
    oslo = make_city("Oslo")
    for number in range(5):
        published(title=f"Ship {number}", city=oslo)
    change(oslo, name="Akersborg")
    with running() as server:
        assert ended(start(server, "-c", KILLED_IN_THE_SECOND_BATCH)) == -signal.SIGKILL
        assert [len(titles(f"q={name}")) for name in ("oslo", "akersborg")] == [3, 2]
        assert ended(start(server, "manage.py", "send_mail", "--once")) == 0
    assert [len(titles(f"q={name}")) for name in ("oslo", "akersborg")] == [0, 5]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_workers_renames_and_approvals_at_once_do_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renames, "BATCH", 2)
    oslo, roma, operator = make_city("Oslo"), make_topic("roma", "Roma"), None
    practices = [published(title=f"Ship {number}", city=oslo, topics=[roma]) for number in range(12)]
    editor = make_editor()

    def rename(number: int) -> None:
        with transaction.atomic():
            City.objects.filter(pk=oslo.pk).update(name=f"Oslo{number}")
            renames.follow_topic(roma)  # notes before editions, as a worker holds them
            renames.follow_city(cities.fold_names(City.objects.get(pk=oslo.pk)))
            version.invalidate_pages()

    def act(number: int) -> None:
        if number % 4 == 0:
            rename(number)
        elif number % 4 == 1:
            for practice in practices[number // 4 :: 3]:
                moved(practice, "revise", by=editor)
                moved(practice, "publish", by=operator)
        else:
            follow()

    assert at_once(12, act) == {"done": 12}
    rename(99)
    follow()
    assert len(titles("q=oslo99")) == 12


@pytest.mark.long
def test_country_of_a_city_in_use_stays() -> None:
    used, partner, unused = make_city("Oslo"), make_city("Bergen"), make_city("Tromsø", slug="tromso")
    published(city=used, partner_cities=[partner])
    for city in (used, partner, unused):
        change(city, country="SE")
    assert [City.objects.get(pk=city.pk).country.code for city in (used, partner, unused)] == [
        "NO",
        "NO",
        "SE",
    ]


def test_city_in_use_may_get_an_address_made_of_its_name() -> None:
    make_city("Oslo", "US", slug="oslo")
    city = make_city("Oslo", slug="christiania")
    published(city=city)
    change(city, slug="")
    assert City.objects.get(pk=city.pk).slug == "oslo-norway"


@pytest.mark.long
@pytest.mark.parametrize("kind", ["city", "topic"])
def test_address_that_comes_back_leads_in_no_circle(kind: str) -> None:
    row = make_city("Oslo", slug="first") if kind == "city" else make_topic("first")
    published(**({"city": row} if kind == "city" else {"topics": [row]}))
    folder = "/places/no/" if kind == "city" else "/topics/"
    for slug in ("second", "first", "second", "third", "first"):
        change(row, slug=slug)
        others = {"first", "second", "third"} - {slug}
        known = {*OldSlug.objects.filter(kind=kind).values_list("slug", flat=True)}
        assert known <= others
        for address in (f"{folder}{{}}/", f"/practices/?{kind}={{}}"):
            assert Client().get(address.format(slug)).status_code == 200
            for old in known:
                answer = Client().get(address.format(old))
                assert (answer.status_code, answer["Location"]) == (301, address.format(slug))
                assert answer["Cache-Control"] == "no-cache"


def test_title_that_comes_back_leads_in_no_circle() -> None:
    practice, editor = published(title="First"), make_editor()
    for title in ("Second", "First", "Second", "First"):
        draft = moved(practice, "revise", by=editor)
        type(draft).objects.filter(pk=draft.pk).update(title=title)
        moved(practice, "publish", by=None)
        slug, old = title.lower(), ({"first", "second"} - {title.lower()}).pop()
        assert Client().get(f"/practices/{slug}/").status_code == 200
        answer = Client().get(f"/practices/{old}/")
        assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (
            301,
            f"/practices/{slug}/",
            "no-cache",
        )
    assert {*OldSlug.objects.values_list("kind", flat=True)} == {SlugKind.PRACTICE}
