"""Do practices on line follow when a city or a topic gets other names, and do old addresses lead to the new ones?"""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from practices import renames, version
from practices.filters import Practices
from practices.models import City, Edition, OldSlug, Topic
from practices.models.old_slug import Kind
from tests.builders import make_city, make_editor, make_topic, moved, published
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db


def titles(query: str) -> list[str]:
    return list(
        Practices(QueryDict(query), Edition.objects.originals()).found.values_list("title", flat=True)
    )


def change(row: City | Topic, **given: Any) -> str:
    """Change a row in the admin as an editor does; return what the list says afterwards."""
    kind = row._meta.model_name
    client, address = client_of(make_editor()), f"/admin/practices/{kind}/{row.pk}/change/"
    data = form_data(client.get(address).content, f"{kind}_form") | given
    answer = client.post(address, data, follow=True)
    assert answer.redirect_chain
    return answer.content.decode()


def test_editions_are_found_and_sorted_by_the_new_names_of_a_city() -> None:
    oslo, bergen = make_city("Oslo"), make_city("Bergen")
    published(title="Lead", city=oslo)
    published(title="Partner", city=bergen, partner_cities=[oslo])
    published(title="Abroad", country="SE", city=oslo)
    before = version.current()
    assert (titles("q=oslo&sort=title"), titles("sort=place")) == (
        ["Abroad", "Lead", "Partner"],
        ["Partner", "Lead", "Abroad"],
    )
    change(oslo, name="Akersborg", aliases="Christiania")
    assert (titles("q=oslo"), titles("sort=place")) == ([], ["Lead", "Partner", "Abroad"])
    assert (
        titles("q=akersborg&sort=title")
        == titles("q=christiania&sort=title")
        == ["Abroad", "Lead", "Partner"]
    )
    assert version.current() > before
    assert not Edition.objects.filter(sort_place__contains="oslo").exists()


def test_editions_are_found_by_the_new_name_of_a_topic() -> None:
    roma = make_topic("roma", "Roma")
    published(title="About", topics=[roma])
    change(roma, name="Travellers")
    assert (titles("q=roma"), titles("q=traveller")) == ([], ["About"])


def test_rename_and_what_follows_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    oslo = make_city("Oslo")
    published(title="Lead", city=oslo)

    def fail(said: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("practices.search.engine.learn", fail)
    with pytest.raises(RuntimeError):
        change(oslo, name="Akersborg")
    assert City.objects.get(pk=oslo.pk).name == "Oslo"
    assert titles("q=oslo") == ["Lead"]


def test_what_is_too_much_at_once_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renames, "MOST", 1)
    oslo = make_city("Oslo")
    for title in ("First", "Second", "Third"):
        published(title=title, city=oslo)
    said = change(oslo, name="Akersborg")
    assert "2 practices are still found by the former names" in said
    assert (titles("q=oslo&sort=title"), titles("q=akersborg")) == (["First", "Second"], ["Third"])
    assert not Edition.objects.filter(sort_place__contains="oslo").exists()


def test_what_names_nobody_anew_indexes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    oslo = make_city("Oslo")
    published(title="Lead", city=oslo)
    monkeypatch.setattr(renames, "MOST", 0)
    assert "still found by" not in change(oslo, population="700000")


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
    assert {*OldSlug.objects.values_list("kind", flat=True)} == {Kind.PRACTICE}
