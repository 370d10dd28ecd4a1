"""Is the Word form the template: every question with its guidance and a field that can be told, and fit for everybody?"""

import pytest
from django.test import Client
from django.utils.timezone import now

from practices.answers import codec
from practices.answers.word_form import OF, TICKED, guidance_of
from practices.entries.readings import as_typed
from practices.exports.word.form import blank_form, filled_form
from practices.models import Topic
from practices.question_kinds import Kind
from practices.template import SECTIONS, WRITTEN
from tests.builders import make_draft, make_topic, published
from tests.exports.word.reading import W, document, fields, headings, paragraphs, part

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

SHAPES = {
    Kind.TEXT: "rich",
    Kind.DOCUMENTS: "rich",
    Kind.COUNTRY: "comboBox",
    Kind.CHOICE: "dropDownList",
    Kind.TICK: "box",
}


def test_every_question_has_its_heading_its_guidance_and_its_field() -> None:
    make_topic("housing"), make_topic("roma")
    body = blank_form()
    assert headings(body, 1) == [str(each.title) for each in SECTIONS if not each.takes_files]
    assert headings(body, 2) == [str(question.label) for question in WRITTEN]
    found, lines = fields(body), [text for _style, text in paragraphs(body)]
    for question in WRITTEN:
        assert [line for line in guidance_of(question) if line not in lines] == []
        if question.kind is Kind.TOPICS:
            continue
        field = found[question.field]
        assert (field.kind, field.name) == (SHAPES.get(question.kind, "text"), str(question.label))
        assert (field.is_blank, field.is_locked) == (question.kind not in TICKED, True)
        if question.choices:
            assert field.offered[1:] == tuple(str(label) for _value, label in question.choices())
    assert [name for name in found if name.startswith(f"topics{OF}")] == ["topics/housing", "topics/roma"]
    assert len(found["country"].offered) > 200


def test_it_is_fit_for_everybody() -> None:
    body = blank_form()
    core = part(body, "docProps/core.xml")
    about = {element.tag.rpartition("}")[2]: element.text for element in core}
    assert (about["title"], about["language"]) == ("Good-practice template", "en-GB")
    styles = part(body, "word/styles.xml")
    languages = [each.get(f"{W}val") for each in styles.iterfind(f"{W}docDefaults//{W}lang")]
    assert languages == ["en-GB"]
    needing_words = {f"{W}{name}" for name in ("tbl", "drawing", "pict")}
    assert needing_words & {each.tag for each in document(body).iter()} == set()
    styled = [style for style, text in paragraphs(body) if style.startswith("Heading")]
    assert styled[0] == "Heading1"
    assert paragraphs(body)[0] == ("Title", "Good-practice template")


def test_answers_stand_in_the_fields() -> None:
    make_topic("housing")
    practice = make_draft(
        title="A “ship” & <more>",
        purpose="First.\nStill first.\n\nSecond.",
        cost="10k-50k",
        documents=[{"title": "Report", "url": "https://city.example/r"}],
        contact_public=True,
        language="ar",
        topics=[make_topic("roma")],
    )
    body = filled_form(as_typed(codec.said(practice)), now())
    found = {tag: field.text for tag, field in fields(body).items()}
    assert found["title"] == "A “ship” & <more>"
    assert (found["country"], found["city"]) == ("Norway", "Bergen")
    assert found["purpose"] == "First.\nStill first.\n\nSecond."
    assert found["cost"] == "10,000 to 50,000 euros a year"
    assert found["documents"] == "Report <https://city.example/r>"
    assert (found["topics/housing"], found["topics/roma"], found["contact_public"]) == ("☐", "☒", "☒")
    assert {each.get(f"{W}bidi") for each in document(body).iter(f"{W}lang")} == {"ar"}


def test_topic_that_is_retired_is_offered_only_where_it_is_chosen() -> None:
    practice = make_draft(topics=[make_topic("roma")])
    Topic.objects.update(is_retired=True)
    assert "topics/roma" not in fields(blank_form())
    assert "topics/roma" in fields(filled_form(as_typed(codec.said(practice)), now()))


def test_template_and_practice_are_downloaded_and_linked(client: Client) -> None:
    practice = published(title="The reading ship", contact_name="Kari Nordmann")
    blank = client.get("/template.docx")
    assert blank["Content-Disposition"] == 'attachment; filename="good-practice-template.docx"'
    assert b'href="/template.docx"' in client.get("/template/").content
    address = f"{practice.get_absolute_url()}form.docx"
    filled = client.get(address)
    assert filled["Content-Disposition"] == 'attachment; filename="the-reading-ship-form.docx"'
    assert fields(filled.content)["title"].text == "The reading ship"
    assert fields(filled.content)["contact_name"].is_blank
    assert f'href="{address}"'.encode() in client.get(practice.get_absolute_url()).content
    assert client.get("/practices/no-such-practice/form.docx").status_code == 404
