"""All answers of an entry, as values and as JSON."""

import pytest
from pytest_django import DjangoAssertNumQueries

from practices.answers import codec
from practices.models import City, Edition, OldSlug, Practice, Topic
from practices.question_kinds import Public
from practices.template import BY_FIELD, FIELDS
from tests.builders import make_city, make_draft, make_topic, published

pytestmark = pytest.mark.django_db

DOCUMENTS = [{"title": "The plan", "url": "https://bergen.example/plan"}]


def full() -> Practice:
    return make_draft(
        partner_cities=[make_city("Oslo"), make_city("Porto", "PT")],
        topics=[make_topic("roma", "Roma")],
        documents=DOCUMENTS,
        outcome="completed",
        contact_name="The harbour office",
        contact_email="harbour@bergen.example",
    )


def test_read_has_an_answer_for_every_question() -> None:
    assert tuple(codec.read(Practice())) == FIELDS
    assert tuple(codec.read(full())) == FIELDS


def test_rows_that_hold_what_they_link_to_say_the_same(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    oslo, porto, topic = make_city("Oslo"), make_city("Porto", "PT"), make_topic("roma", "Roma")
    published(title="Both", partner_cities=[porto, oslo], topics=[topic, make_topic("arts", "Arts")])
    published(title="None", partner_cities=[], topics=[])
    published(title="One", partner_cities=[oslo], topics=[topic])
    expected = [codec.read(each) for each in Edition.objects.order_by("pk")]
    rows = list(Edition.objects.select_related("city").order_by("pk"))
    with django_assert_num_queries(2):
        codec.hold_each(rows)
        assert [codec.read(each) for each in rows] == expected
    with django_assert_num_queries(0):
        codec.hold_each([])


def test_encode_and_decode_give_the_answers_back() -> None:
    before = codec.read(full())
    after = codec.decode(codec.encode(before))
    assert after == before | {"city_typed": "", "partner_cities_typed": ""}


def test_encode_keeps_typed_cities() -> None:
    practice = make_draft(city=None, country="SE")
    encoded = codec.encode(
        codec.read(practice) | {"city_typed": "Ljuva", "partner_cities_typed": "Nära\n\nFjärran"}
    )
    decoded = codec.decode(encoded)
    assert encoded["city"] == {"slug": "", "name": "Ljuva"}
    assert (decoded["city"], decoded["city_typed"]) == (None, "Ljuva")
    assert (decoded["partner_cities"], decoded["partner_cities_typed"]) == ([], "Nära\nFjärran")


def test_decode_survives_what_is_gone_from_the_lists() -> None:
    encoded = codec.encode(codec.read(full()))
    Practice.objects.get().topics.clear()
    Topic.objects.all().delete()
    City.objects.filter(slug="oslo").update(slug="christiania")
    decoded = codec.decode(encoded | {"a_question_of_last_year": "x"})
    assert decoded["topics"] == []
    assert [city.slug for city in decoded["partner_cities"]] == ["porto"]
    assert decoded["partner_cities_typed"] == "Oslo"
    assert "a_question_of_last_year" not in decoded


def test_public_blanks_the_contact_without_its_tick() -> None:
    private = {field for field, question in BY_FIELD.items() if question.public is Public.IF_TICKED}
    before = codec.read(full())
    assert private == {"contact_name", "contact_email"}
    assert codec.public_answers(before) == before | dict.fromkeys(private, "")
    ticked = before | {"contact_public": True}
    assert codec.public_answers(ticked) == ticked


def test_keep_private_leaves_an_unticked_contact_alone() -> None:
    read = codec.read(published().edition)
    assert set(FIELDS) - set(codec.keep_private(read)) == {"contact_name", "contact_email"}
    assert codec.keep_private(read | {"contact_public": True}).keys() == read.keys()


@pytest.mark.parametrize("value", ["", "  \n", None, [], False])
def test_is_empty_says_yes(value: object) -> None:
    assert codec.is_empty(value) is True


@pytest.mark.parametrize("value", ["x", 0.5, [1], True, City()])
def test_is_empty_says_no(value: object) -> None:
    assert codec.is_empty(value) is False


def test_editions_hold_the_same_columns() -> None:
    assert {field.name for field in Edition._meta.get_fields()} >= set(FIELDS)


def test_decode_follows_a_city_and_a_topic_to_their_new_addresses() -> None:
    before = codec.read(full())
    encoded = codec.encode(before)
    for model, kind, old in ((City, "city", "bergen"), (City, "city", "oslo"), (Topic, "topic", "roma")):
        row = model._default_manager.get(slug=old)
        OldSlug.objects.create(kind=kind, slug=old, target=row.pk)
        row.slug = f"new-{old}"
        row.save()
    decoded = codec.decode(encoded)
    assert [decoded[field] for field in ("city", "partner_cities", "topics")] == [
        before[field] for field in ("city", "partner_cities", "topics")
    ]
