"""Does the form keep every word, and say where the choices are?"""

from typing import Any

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from practices.admin.entry.fields import guidance
from practices.admin.entry.form import NewPracticeForm, PracticeForm
from practices.answers import codec
from practices.answers.codec import read
from practices.entries.readings import READ
from practices.models import Practice
from practices.question_kinds import Kind
from practices.template import BY_FIELD, FIELDS, QUESTIONS
from practices.text import documents_to_lines
from tests.builders import make_city, make_draft, make_topic

pytestmark = pytest.mark.django_db


def sent(**given: Any) -> PracticeForm:
    form = PracticeForm(given, instance=Practice())
    assert form.errors == {}
    return form


def test_form_asks_every_question_of_the_template_and_requires_none() -> None:
    form = PracticeForm()
    assert [name for name in form.fields if name != "seen"] == list(FIELDS)
    assert [name for name, field in form.fields.items() if field.required] == []


def test_new_entry_is_asked_for_title_and_place_only() -> None:
    assert list(NewPracticeForm().fields) == ["seen", "key", "title", "country", "city"]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.field)
def test_guidance_is_tied_to_its_field(question: Any) -> None:
    bound = PracticeForm()[question.field]
    assert str(escape(question.help)) in str(bound.field.help_text)
    if not bound.use_fieldset:
        reading = f" id_{question.field}_reading" if question.field in READ else ""
        assert f'aria-describedby="id_{question.field}_helptext{reading}"' in str(bound)


def test_guidance_says_limit_example_and_length_now() -> None:
    purpose, title = BY_FIELD["purpose"], BY_FIELD["title"]
    assert guidance(purpose, "three words now").endswith("<span data-limit>Up to 300 words. 3 now.</span>")
    assert guidance(title, "").endswith(
        "For example: Listening circles in the town hall. <span data-limit>Up to 120 characters.</span>"
    )
    assert guidance(BY_FIELD["topics"], []).endswith("<span data-limit>Up to 5.</span>")


def test_optional_questions_are_marked_and_needed_ones_are_not() -> None:
    marked = {name for name, field in PracticeForm().fields.items() if "(optional)" in str(field.label)}
    expected = {q.field for q in QUESTIONS if not q.needed and q.kind is not Kind.TICK}
    assert marked == expected


def test_web_addresses_without_a_scheme_get_it() -> None:
    form = sent(
        evidence_url=" city.example/report ", documents="Report <www.city.example>\nA book of 2015.pdf"
    )
    assert form.is_valid()
    assert form.answers["evidence_url"] == "https://city.example/report"
    assert form.answers["documents"] == [
        {"title": "Report", "url": "https://www.city.example"},
        {"title": "A book of 2015.pdf", "url": ""},
    ]


def test_first_long_answer_of_a_section_says_which_markup_works() -> None:
    said = (
        "A line that begins with “- ” is a point of a list, *this* is emphasised, web addresses become links."
    )
    told = [question.field for question in QUESTIONS if said in guidance(question, "")]
    assert told == ["purpose", "lessons"]


def test_anything_missing_and_anything_too_long_is_stored() -> None:
    form = sent(title="x" * 400, contact_email="not an address", purpose="word " * 3000)
    assert form.answers["title"] == "x" * 400
    assert form.answers["contact_email"] == "not an address"
    assert len(form.answers["purpose"].split()) == 3000


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("title", "x" * 2001, "Title: 2001 characters; at most 2000 can be kept. Make it shorter."),
        ("city", "x" * 2001, "City: 2001 characters; at most 2000 can be kept. Make it shorter."),
        (
            "purpose",
            "é" * 200_001,
            "Purpose: 200001 characters; at most 200000 can be kept. Make it shorter.",
        ),
        (
            "partner_cities",
            "Nowhere\n" * 201,
            "Partner cities: 201 answers; at most 200 can be kept. Leave some out.",
        ),
        (
            "documents",
            "A <https://a.example>\n" * 201,
            "Key reference documents: 201 answers; at most 200 can be kept. Leave some out.",
        ),
        (
            "documents",
            "A" * 2001 + " <https://a.example>",
            "Key reference documents: A line has 2001 characters; at most 2000 can be kept. Make it shorter.",
        ),
    ],
)
def test_what_cannot_be_stored_is_refused_at_its_field_and_shown_again(
    field: str, typed: str, message: str
) -> None:
    draft = make_draft(city=make_city(), partner_cities=[make_city("Oslo")])
    form = PracticeForm({"title": "The ship", "country": "NO", field: typed}, instance=draft)
    assert form.errors == {field: [message]}
    assert typed.strip() in str(form[field]).replace("&lt;", "<").replace("&gt;", ">")
    assert field not in form.answers
    assert form.encoded[field] == codec.encoded(draft)[field]


def test_signs_that_nobody_sees_are_taken_out_and_lines_end_in_one_way() -> None:
    given = {
        "title": "The\0\x0bship\x07\u202e",
        "purpose": "One\r\nTwo\rThree\x0bFour\x0cFive\ufffe",
        "country": "NO",
    }
    answers = sent(**given, city="Ber\0gen", documents="A\u2066 plan\x0bhttps://city.example/\x01").answers
    assert (answers["title"], answers["purpose"]) == ("The ship", "One\nTwo\nThree\nFour\nFive")
    assert answers["documents"] == [
        {"title": "A plan", "url": ""},
        {"title": "", "url": "https://city.example/"},
    ]
    assert answers["city_typed"] == "Bergen"


@pytest.mark.parametrize(
    ("field", "value"),
    [("country", "XX"), ("outcome", "splendid"), ("topics", ["99999999999999999999"]), ("topics", ["a\0"])],
)
def test_value_that_is_none_of_the_choices_is_refused_and_the_rest_is_shown_again(
    field: str, value: Any
) -> None:
    form = PracticeForm({"title": "The ship", field: value}, instance=Practice())
    assert list(form.errors) == [field]
    assert 'value="The ship"' in str(form["title"])


def test_saved_entry_is_read_back_from_its_own_form_without_a_change() -> None:
    porto = make_city("Porto", "PT")
    draft = make_draft(
        partner_cities=[porto, make_city("Oslo")],
        partner_cities_typed="Nowhere\nElsewhere, Portugal",
        documents=[{"title": "Report", "url": "https://city.example/a"}, {"title": "Paper", "url": ""}],
        topics=[make_topic("a"), make_topic("b")],
        contact_public=True,
        cost="10k-50k",
    )
    shown = PracticeForm(instance=draft)
    data = {name: shown[name].value() for name in shown.fields}
    again = PracticeForm(data | {"documents": documents_to_lines(draft.documents)}, instance=draft)
    assert again.errors == {}
    before = read(draft) | {"partner_cities_typed": draft.partner_cities_typed, "city_typed": ""}
    for many in ("topics", "partner_cities"):
        assert {row.pk for row in again.answers[many]} == {row.pk for row in before.pop(many)}
    assert {name: again.answers[name] for name in before} == before


@pytest.mark.long
@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20))))
def test_documents_are_shown_as_they_are_typed_and_typed_as_they_are_shown(
    pairs: list[tuple[str, str]],
) -> None:
    typed = "\n".join(f"{title} <{address}>" for title, address in pairs)
    field = PracticeForm().fields["documents"]
    documents = field.clean(typed)
    assert field.clean(field.prepare_value(documents)) == documents


def test_city_is_resolved_in_the_country_and_again_when_the_country_changes() -> None:
    make_city("Valencia", "VE", slug="valencia-ve")
    spanish = make_city("Valencia", "ES", slug="valencia")
    assert sent(country="ES", city="valencia").answers["city"] == spanish
    draft = make_draft(country="ES", city=spanish)
    moved = PracticeForm({"country": "PT", "city": "Valencia"}, instance=draft)
    moved.is_valid()
    assert (moved.answers["city"], moved.answers["city_typed"]) == (None, "Valencia")


def test_city_named_with_another_country_stays_as_typed() -> None:
    make_city("Porto", "PT")
    answers = sent(country="ES", city="Porto, Portugal").answers
    assert (answers["city"], answers["city_typed"]) == (None, "Porto, Portugal")


def test_several_cities_become_radio_buttons_beside_what_was_typed() -> None:
    for number in (1, 2):
        make_city("San José", "CR", slug=f"san-jose-{number}")
    draft = make_draft(country="CR", city=None, city_typed="San José")
    html = str(PracticeForm(instance=draft)["city"])
    assert 'value="San José"' in html
    assert html.count('name="which-cr-san-jose"') == 3


def test_city_is_suggested_from_the_chosen_country() -> None:
    make_city("Oslo", population=600_000)
    make_city("Porto", "PT")
    html = str(PracticeForm(instance=make_draft(country="NO"))["city"])
    assert 'list="city_suggestions"' in html
    assert '<datalist id="city_suggestions">' in html
    assert '<option value="Oslo">' in html
    assert "Porto" not in html


@pytest.mark.parametrize(
    ("seen", "version"), [("7", 7), ("", 0), ("-1", 0), ("x", 0), ("9" * 30, 0), ("²", 0)]
)
def test_version_that_is_none_is_nought(seen: str, version: int) -> None:
    assert PracticeForm({"seen": seen}).version == version
