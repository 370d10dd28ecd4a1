"""Does all that named a city or topic name the one that it went into, do addresses lead there, and is all as before when undone?"""

from datetime import timedelta
from itertools import chain
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from practices.entries import actions, merging
from practices.entries.merging import MergeRefused
from practices.imports.cities import load_cities
from practices.models import City, Edition, Merge, OldSlug, Place, Practice, Snapshot, Topic, User
from practices.places.cities import called
from practices.search import renames
from practices.verify.by_hand import walk
from tests.builders import (
    make_city,
    make_draft,
    make_editor,
    make_topic,
    make_user,
    moved,
    published,
    submitted,
    withdrawn,
)

pytestmark = pytest.mark.django_db


def indexed() -> None:
    while renames.follow_next():
        pass


def faults() -> list[str]:
    """Return what the verification finds once the worker has followed."""
    indexed()
    found = walk(lambda *_: None).findings
    return [str(each) for each in chain.from_iterable(found.values())]


def standing() -> dict[str, Any]:
    """Return all that names a city or topic, and these."""
    return (
        {
            "cities": list(City.objects.order_by("pk").values()),
            "topics": list(Topic.objects.order_by("pk").values()),
            "old": sorted(OldSlug.objects.values_list("kind", "slug", "target")),
            "people": list(User.objects.order_by("pk").values_list("pk", "city")),
            "places": sorted(
                Place.objects.values_list("edition", "country", "city", "is_lead", "is_unlisted"), key=str
            ),
            "snapshots": list(Snapshot.objects.order_by("pk").values()),
        }
        | {
            f"{model.__name__}.{name}": sorted(rows, key=str)
            for model in (Practice, Edition)
            for name, rows in (
                ("city", model._base_manager.values_list("pk", "city")),
                (
                    "partners",
                    model.partner_cities.through._base_manager.values_list(
                        f"{model.__name__.lower()}", "city"
                    ),
                ),
                (
                    "topics",
                    model.topics.through._base_manager.values_list(f"{model.__name__.lower()}", "topic"),
                ),
            )
        }
        | {"sorted": list(Edition.objects.order_by("pk").values_list("pk", "sort_place"))}
    )


@pytest.fixture
def world() -> dict[str, Any]:
    """Make entries that name Bjorgvin, Bergen or both, in every way and status, and one that names neither."""
    gone = make_city("Bjorgvin", aliases=["Bjørgvin"])
    stays, oslo = make_city("Bergen", aliases=["Bergen kommune"]), make_city("Oslo")
    person = make_user(city=gone)
    entries = {
        "lead": published(title="Lead", city=gone),
        "partner": published(title="Partner", city=oslo, partner_cities=[gone]),
        "lead of its partner": published(title="Both", city=gone, partner_cities=[stays]),
        "partner of its lead": published(title="Turned", city=stays, partner_cities=[gone]),
        "two partners": published(title="Two", city=oslo, partner_cities=[gone, stays]),
        "draft": make_draft(title="Draft", city=gone, partner_cities=[stays]),
        "withdrawn": withdrawn(title="Withdrawn", city=gone),
        "neither": published(title="Neither", city=oslo),
        "other": published(title="Other", city=stays),
    }
    thrown = make_draft(title="Thrown", city=gone)
    actions.trash(thrown, by=make_editor(), expected_version=thrown.version)
    OldSlug.objects.create(kind="city", slug="bjoergvin", target=gone.pk)
    return {"gone": gone, "stays": stays, "oslo": oslo, "person": person, **entries}


def location(address: str) -> tuple[int, str]:
    answer = Client().get(address)
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.long
def test_city_that_goes_takes_all_along_and_kept_texts_stay(world: dict[str, Any]) -> None:
    snapshots = standing()["snapshots"]
    merging.merge(world["gone"], world["stays"], by=make_editor())
    stays = City.objects.get(slug="bergen")
    assert not City.objects.filter(slug="bjorgvin").exists()
    assert (stays.aliases, called("BJORGVIN", "NO"), called("Bjørgvin", "NO")) == (
        ["Bergen kommune", "Bjorgvin", "Bjørgvin"],
        [stays],
        [stays],
    )
    assert standing()["snapshots"] == snapshots
    for slug in ("bjorgvin", "bjoergvin"):
        assert location(f"/places/no/{slug}/") == (301, "/places/no/bergen/")
    assert User.objects.get(pk=world["person"].pk).city == stays
    places = {
        each.title: sorted(
            (place.city.slug, place.is_lead) for place in each.places.select_related("city") if place.city
        )
        for each in Edition.objects.all()
    }
    assert places == {
        "Lead": [("bergen", True)],
        "Partner": [("bergen", False), ("oslo", True)],
        "Both": [("bergen", True)],
        "Turned": [("bergen", True)],
        "Two": [("bergen", False), ("oslo", True)],
        "Neither": [("oslo", True)],
        "Other": [("bergen", True)],
    }
    assert {
        each.city_id for each in Practice.all_objects.filter(title__in=["Draft", "Withdrawn", "Thrown"])
    } == {stays.pk}
    assert faults() == []
    found = Client().get("/practices/?city=bergen").text
    assert [
        title for title in ("Lead", "Partner", "Both", "Turned", "Two", "Other") if title not in found
    ] == []
    assert "6 practices" in Client().get("/practices/?q=bjorgvin").text
    restored = moved(world["withdrawn"], "restore", by=make_editor())
    assert (restored.edition.city, restored.city) == (stays, stays)


@pytest.mark.long
def test_merge_undone_leaves_all_as_it_was(world: dict[str, Any]) -> None:
    editor = make_editor()
    before = standing()
    done = merging.merge(world["gone"], world["stays"], by=editor)
    back = merging.part(done, by=editor)
    assert back == world["gone"]
    assert standing() == before
    assert location("/places/no/bjorgvin/") == (200, "")
    assert location("/places/no/bjoergvin/") == (301, "/places/no/bjorgvin/")
    assert faults() == []
    with pytest.raises(MergeRefused):
        merging.part(done, by=editor)


@pytest.mark.long
def test_what_was_written_meanwhile_stays_when_a_merge_is_undone(world: dict[str, Any]) -> None:
    editor = make_editor()
    done = merging.merge(world["gone"], world["stays"], by=editor)
    stays = City.objects.get(slug="bergen")
    elsewhere = Practice.objects.get(pk=world["draft"].pk)
    actions.save_answers(elsewhere, {"city": world["oslo"]}, by=editor, expected_version=elsewhere.version)
    again = moved(world["lead"], "revise", by=editor)
    again = actions.save_answers(again, {"purpose": "Anew."}, by=editor, expected_version=again.version)
    moved(moved(again, "submit", by=editor, licence_agreed=True), "approve", by=make_editor())
    back_again = moved(world["withdrawn"], "restore", by=editor)
    new = published(title="New", city=stays)
    merging.part(done, by=editor)
    cities = {each.title: each.city and each.city.slug for each in Edition.objects.all()}
    assert (cities["Lead"], cities["Withdrawn"], cities["New"]) == ("bergen", "bjorgvin", "bergen")
    assert Practice.objects.get(pk=world["draft"].pk).city == world["oslo"]
    assert {Practice.objects.get(pk=each.pk).city_id for each in (back_again, new)} == {
        world["gone"].pk,
        stays.pk,
    }
    assert faults() == []


@pytest.mark.long
def test_topics_are_merged_and_parted() -> None:
    editor, gone, stays = make_editor(), make_topic("media"), make_topic("press")
    one = published(title="One", topics=[gone])
    both = published(title="Both", topics=[gone, stays, make_topic("sport")])
    draft = make_draft(topics=[gone])
    before = standing()
    done = merging.merge(gone, stays, by=editor)
    assert location("/topics/media/") == (301, "/topics/press/")
    named = {each.title: sorted(topic.slug for topic in each.topics.all()) for each in Edition.objects.all()}
    assert named == {"One": ["press"], "Both": ["press", "sport"]}
    assert [topic.slug for topic in Practice.objects.get(pk=draft.pk).topics.all()] == ["press"]
    assert faults() == []
    assert [
        each.title for each in (one, both) if each.title in Client().get("/practices/?topic=press").text
    ] == [
        "One",
        "Both",
    ]
    merging.part(done, by=editor)
    assert standing() == before
    assert faults() == []


def test_merge_of_merges_is_undone_in_turn() -> None:
    editor = make_editor()
    one, two, three = (make_city(name) for name in ("One", "Two", "Three"))
    published(city=one)
    before = standing()
    first = merging.merge(one, two, by=editor)
    second = merging.merge(two, three, by=editor)
    assert location("/places/no/one/") == (301, "/places/no/three/")
    with pytest.raises(MergeRefused):
        merging.part(first, by=editor)
    merging.part(second, by=editor)
    merging.part(first, by=editor)
    assert standing() == before


def test_nobody_merges_who_may_not_nor_two_countries_nor_one_with_itself() -> None:
    bergen, lyon, editor = make_city(), make_city("Lyon", "FR"), make_editor()
    with pytest.raises(PermissionDenied):
        merging.merge(bergen, make_city("Oslo"), by=make_user())
    for other in (lyon, bergen):
        with pytest.raises(MergeRefused):
            merging.merge(bergen, other, by=editor)
    done = merging.merge(make_city("Oslo"), bergen, by=editor)
    with pytest.raises(PermissionDenied):
        merging.part(done, by=make_user())
    Merge.objects.update(at=timezone.now() - timedelta(days=1, seconds=1))
    with pytest.raises(MergeRefused):
        merging.part(done, by=editor)
    assert sorted(City.objects.values_list("slug", flat=True)) == ["bergen", "lyon"]


@pytest.mark.parametrize("given", ["address", "name"])
def test_what_was_given_away_meanwhile_is_not_taken_back(given: str) -> None:
    editor, gone, stays = make_editor(), make_topic("media"), make_topic("press")
    done = merging.merge(gone, stays, by=editor)
    if given == "address":
        OldSlug.objects.filter(slug="media").delete()
        Topic.objects.filter(pk=stays.pk).update(slug="media")
    else:
        Topic.objects.filter(pk=stays.pk).update(name="media")
    with pytest.raises(MergeRefused, match="given away"):
        merging.part(done, by=editor)
    assert list(Topic.objects.filter(slug__in=["media", "press"]).values_list("pk", flat=True)) == [stays.pk]


def test_list_of_cities_brings_no_merged_one_back() -> None:
    load_cities(only={"bergen", "oslo"})
    bergen, oslo = City.objects.get(slug="bergen"), City.objects.get(slug="oslo")
    merging.merge(oslo, bergen, by=make_editor())
    assert load_cities(only={"bergen", "oslo"}).added == 0
    assert [city.slug for city in City.objects.all()] == ["bergen"]


def test_open_form_with_the_old_name_finds_the_city_that_it_went_into() -> None:
    editor, gone, stays = make_editor(), make_city("Bjorgvin"), make_city()
    practice = submitted(city=gone)
    merging.merge(gone, stays, by=editor)
    assert called("Bjorgvin", "NO") == [stays]
    assert Practice.objects.get(pk=practice.pk).version == practice.version
