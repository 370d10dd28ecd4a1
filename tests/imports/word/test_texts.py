"""Texts of people's own: are the programme's headings found, however they are written, and is no word lost?"""

from itertools import permutations
from typing import Any

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from practices.answers.word_form import guidance_of
from practices.exports.word.form import blank_form
from practices.imports.tables import Unreadable
from practices.imports.word.filled import Filled, read_filled
from practices.imports.word.meaning import meaning_of
from practices.template import BY_FIELD, WRITTEN
from tests.builders import make_topic
from tests.imports.word.written import changed, saved, text_of
from tests.proof import many

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

FIELDS = ("purpose", "stimulus", "process", "impact", "documents")
ENGLISH = ("Purpose", "Stimulus/Rationale", "Process", "Impact", "Key reference documents")
SPELT = {
    "as the programme has them": ENGLISH,
    "in capitals": ("PURPOSE", "STIMULUS / RATIONALE", "PROCESS", "IMPACT", "KEY REFERENCE DOCUMENTS"),
    "with numbers": ("1. Purpose", "2) Stimulus", "3. Process:", "IV. Impact", "e) Key reference documents"),
    "with limits": (
        "Purpose (300 words)",
        "Rationale:",
        "Process (max. 800 words):",
        "Impact :",
        "Key documents",
    ),
    "in French": ("Objectif", "Stimulus / Raison d’être", "Processus", "Impact", "Documents de référence"),
    "in other French": (
        "Finalité :",
        "Point de départ",
        "Mise en œuvre",
        "Résultats",
        "Principaux documents de référence",
    ),
}
WAYS = ("Heading 1", "Heading 2", "Bold", "Normal")
ANSWERS = {field: f"What is said of {field}." for field in FIELDS}


def said(filled: Filled) -> dict[str, str]:
    return {field: filled.texts.get(field, "") for field in FIELDS}


@pytest.mark.alike
@pytest.mark.one_in(3)
@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("spelt", SPELT)
def test_headings_are_found_in_any_order(spelt: str, way: str) -> None:
    named = dict(zip(FIELDS, SPELT[spelt], strict=True))
    for order in list(permutations(FIELDS))[:: 120 // many(3, 8)]:
        parts = [each for field in order for each in ((way, named[field]), ANSWERS[field])]
        assert said(read_filled(text_of(("Title", "The reading ship"), *parts))) == ANSWERS


@pytest.mark.parametrize("spelt", SPELT)
def test_headings_stand_before_a_colon_or_in_bold_at_the_start_of_a_line(spelt: str) -> None:
    named = dict(zip(FIELDS, SPELT[spelt], strict=True))
    lines = [f"{named[field].rstrip(': ')}: {ANSWERS[field]}" for field in FIELDS]
    assert said(read_filled(text_of("The reading ship", *lines))) == ANSWERS
    document: Any = Document()
    document.add_paragraph("The reading ship")
    for field in FIELDS:
        paragraph = document.add_paragraph()
        paragraph.add_run(named[field]).bold = True
        paragraph.add_run(f" {ANSWERS[field]}")
    assert said(read_filled(saved(document))) == ANSWERS


def test_headings_are_found_in_a_table() -> None:
    document: Any = Document()
    table = document.add_table(rows=0, cols=2)
    for field, heading in zip(FIELDS, ENGLISH, strict=True):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = heading, ANSWERS[field]
    assert said(read_filled(saved(document))) == ANSWERS


def test_title_city_and_more_are_found_and_the_rest_is_left_over() -> None:
    filled = read_filled(
        text_of(
            ("Title", "The reading ship"),
            "An introduction that belongs nowhere.",
            "City: Bergen",
            "Country: Norvège",
            ("Heading 1", "Purpose"),
            "To read.",
            ("Heading 2", "For whom"),
            "For everybody.",
            ("Heading 1", "Annexe"),
            "Not asked for.",
            ("Heading 1", "Lessons learned"),
            "Start early.",
        )
    )
    assert filled.texts == {
        "title": "The reading ship",
        "city": "Bergen",
        "country": "Norvège",
        "purpose": "To read.\n\n**For whom**\n\nFor everybody.",
        "lessons": "Start early.",
    }
    assert filled.left == ["An introduction that belongs nowhere.", "Annexe", "Not asked for."]
    assert (filled.guessed, filled.is_form) == ("title", False)


def test_formatting_of_word_becomes_that_of_the_site() -> None:
    document: Any = Document()
    document.add_heading("Process", 1)
    paragraph = document.add_paragraph("We ")
    paragraph.add_run("really ").bold = True
    paragraph.add_run("did").italic = True
    paragraph.add_run(" it.\nTwice.")
    for style in ("List Bullet", "List Bullet", "List Number"):
        document.add_paragraph("Point", style)
    document.add_paragraph("")
    document.add_paragraph("The end.")
    assert read_filled(saved(document)).texts["process"] == (
        "We **really** *did* it.\nTwice.\n\n- Point\n- Point\n1. Point\n\nThe end."
    )


def linked(document: Any, paragraph: Any, text: str, address: str) -> None:
    number = document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    spaces = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    paragraph._p.append(  # noqa: SLF001  python-docx writes no links
        parse_xml(f'<w:hyperlink {spaces} r:id="{number}"><w:r><w:t>{text}</w:t></w:r></w:hyperlink>')
    )


def test_links_are_kept_in_texts_and_in_documents() -> None:
    document: Any = Document()
    document.add_heading("Impact", 1)
    linked(document, document.add_paragraph("See "), "the report", "https://city.example/r?a=(1)")
    linked(document, document.add_paragraph(), "https://city.example/b", "https://city.example/b")
    linked(document, document.add_paragraph(), "click", "javascript:alert(1)")
    document.add_heading("Key reference documents", 1)
    linked(document, document.add_paragraph("Report: "), "final", "https://city.example/final")
    document.add_paragraph("Plan, https://city.example/plan")
    texts = read_filled(saved(document)).texts
    assert (
        texts["impact"]
        == "See [the report](<https://city.example/r?a=(1)>)\n\nhttps://city.example/b\n\nclick"
    )
    assert texts["documents"] == "Report: final <https://city.example/final>\nPlan, https://city.example/plan"


def test_words_that_are_tracked_drawn_or_noted_are_read_once() -> None:
    spaces = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document: Any = Document()
    document.add_heading("Process", 1)
    body = document.element.body
    box = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    for inner in (
        "<w:ins><w:r><w:t>New</w:t></w:r></w:ins><w:del><w:r><w:delText>Old</w:delText></w:r></w:del>",
        f"<w:r><mc:AlternateContent><mc:Choice>{box.format('Boxed')}</mc:Choice><mc:Fallback>{box.format('Boxed')}</mc:Fallback></mc:AlternateContent></w:r>",
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE 99</w:instrText><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>Last</w:t></w:r>',
    ):
        body.sectPr.addprevious(parse_xml(f'<w:p xmlns:w="{w}" {spaces}>{inner}</w:p>'))
    assert read_filled(saved(document)).texts["process"] == "New\n\nBoxed\n\nLast"


def test_form_whose_fields_a_program_took_away_is_read_by_its_headings() -> None:
    make_topic("roma", "Roma"), make_topic("housing")
    parts: list[Any] = [("Title", "Good-practice template")]
    said = {
        "title": "A ship",
        "purpose": "Purpose of it",
        "topics": "☒ Roma\n☐ housing",
        "contact_name": "Kari",
        "cost": "Choose an answer.",
    }
    for question in WRITTEN:
        parts += [
            ("Heading 2", str(question.label)),
            *guidance_of(question),
            *said.get(question.field, "Write your answer here.").split("\n"),
        ]
    filled = read_filled(text_of(*parts))
    assert filled.texts == {"title": "A ship", "purpose": "Purpose of it", "contact_name": "Kari"}
    assert (filled.boxes, filled.left, filled.is_form) == ({"topics": ["Roma"]}, [], True)


@pytest.mark.parametrize(
    "sign", ["☒", "☑ ", "✓ ", "✔", "x ", "X ", "[x] ", "[X]", "☐ x ", "x ☐ ", "☐✓ ", "× "]
)
def test_box_is_ticked_by_whatever_sign_people_have(sign: str) -> None:
    make_topic("roma", "Roma"), make_topic("housing"), make_topic("xenia", "xenophilia")
    parts = [("Heading 2", str(question.label)) for question in WRITTEN if question.field != "topics"]
    lines = (f"{sign}Roma", "☐ housing", "[ ] refugees", "xenophilia", "a topic of our own")
    filled = read_filled(text_of(*parts, ("Heading 2", "Topics"), *lines))
    assert filled.boxes == {"topics": ["Roma"]}
    meaning = meaning_of(filled)
    assert meaning.sent.getlist("topics") == ["xenia", "roma"]
    assert (filled.texts["topics"], meaning.left) == (
        "xenophilia\na topic of our own",
        ["Topics: a topic of our own"],
    )


@pytest.mark.parametrize("sign", ["☒", "x", "✓"])
def test_sign_that_is_typed_into_a_box_ticks_it(sign: str) -> None:
    make_topic("roma", "Roma"), make_topic("housing")
    form = changed(
        blank_form(),
        "word/document.xml",
        b'\xe2\x98\x90</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t xml:space="preserve"> Roma',
        f'{sign}</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t xml:space="preserve"> Roma'.encode(),
    )
    filled = read_filled(form)
    assert (filled.boxes, filled.left) == ({"topics": ["roma"]}, [])


def test_what_is_not_understood_is_said_and_kept() -> None:
    make_topic("roma", "Roma"), make_topic("culture", "culture, leisure and heritage")
    meaning = meaning_of(
        Filled(
            texts={
                "title": "A ship",
                "country": "Atlantis",
                "cost": "a lot",
                "language": "French",
                "topics": "Roma; dancing\nculture, leisure and heritage",
                "contact_public": "perhaps",
            },
            left=["An annexe."],
        )
    )
    assert meaning.sent["language"] == "fr"
    assert meaning.sent.getlist("topics") == ["roma", "culture"]
    assert meaning.notes == {
        "country": "“Atlantis” is no country that is known; it is left out.",
        "cost": "“a lot” is none of the answers; it is left out.",
        "topics": "“dancing” is no topic; it is left out.",
        "contact_public": "“perhaps” is neither yes nor no; it is not ticked.",
    }
    labels = {name: BY_FIELD[name].label for name in meaning.notes}
    assert sorted(meaning.left) == sorted(
        [
            "An annexe.",
            f"{labels['country']}: Atlantis",
            f"{labels['cost']}: a lot",
            f"{labels['topics']}: dancing",
            f"{labels['contact_public']}: perhaps",
        ]
    )


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (
            text_of("Dear colleagues,", "see you tomorrow."),
            "None of the template's questions was found in it.",
        ),
        (text_of(), "None of the template's questions"),
    ],
)
def test_text_that_answers_nothing_is_refused_with_the_cure(body: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_filled(body)


def test_blank_form_is_refused() -> None:
    make_topic("roma")
    with pytest.raises(Unreadable, match="No answer stands in the form yet"):
        read_filled(blank_form())
