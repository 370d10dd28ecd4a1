"""Is the Word file of a list or a practice a text to read: Word's own headings, lists and links, and words that stay words?"""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client

from tests.builders import make_topic, published
from tests.exports.word.reading import W, document, headings, paragraphs, part, said

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def word_file(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content


def links(body: bytes) -> dict[str, str]:
    """Return where the words lead that lead out of the file, or within it."""
    targets = {
        each.get("Id", ""): each.get("Target", "") for each in part(body, "word/_rels/document.xml.rels")
    }
    return {
        said(each): targets.get(each.get(f"{R}id", ""), f"#{each.get(f'{W}anchor')}")
        for each in document(body).iter(f"{W}hyperlink")
    }


def test_text_has_the_formatting_of_word(client: Client) -> None:
    practice = published(
        title="A ship & <more>",
        process="We **really** *did* it.\n\n1. One\n2. Two\n   - Within\n\n> They said so.\n\n1. Again\n\nSee [the report](https://city.example/r).",
        documents=[{"title": "Plan", "url": "https://www.city.example/plan"}],
        cost="10k-50k",
    )
    body = word_file(client, f"/practices/{practice.slug}.docx")
    assert headings(body, 1) == ["A ship & <more>"]
    assert headings(body, 2) == ["What the city did", "This edition"]
    assert headings(body, 3) == ["Purpose", "Process", "Key reference documents"]
    listed = [(style, text) for style, text in paragraphs(body) if style.startswith(("List", "Quote"))]
    assert listed == [
        ("ListNumber", "One"),
        ("ListNumber", "Two"),
        ("ListBullet2", "Within"),
        ("Quote", "They said so."),
        ("ListNumber", "Again"),
        ("ListBullet", "Plan (city.example)"),
    ]
    numbers = [each.get(f"{W}val") for each in document(body).iter(f"{W}numId")]
    assert numbers[0] == numbers[1] != numbers[2]  # each list counts from one
    marked = {
        said(run): [mark for mark in "bi" if run.find(f"{W}rPr/{W}{mark}") is not None]
        for run in document(body).iter(f"{W}r")
    }
    assert (marked["really"], marked["did"], marked["Cost: "]) == (["b"], ["i"], ["b"])
    found = links(body)
    assert (found["the report"], found["Plan"]) == ("https://city.example/r", "https://www.city.example/plan")
    assert found["Norway"] == "http://localhost:8000/places/no/"
    texts = [text for _style, text in paragraphs(body)]
    assert "Licence: licence not stated" in texts
    assert [text for text in texts if text.startswith("How to cite: ")] != []


def test_list_leads_to_each_practice_by_its_contents_and_its_indexes(client: Client) -> None:
    first, second = published(title="A choir", topics=[make_topic("roma")]), published(title="Bread")
    body = word_file(client, "/practices.docx?country=NO")
    assert paragraphs(body)[0] == ("Title", "Practices: Norway")
    assert headings(body, 1) == [
        *("About this casebook", "Contents", "Bread", "A choir", "Index by place", "Index by topic"),
    ]
    marks = [each.get(f"{W}name") for each in document(body).iter(f"{W}bookmarkStart")]
    assert marks == [f"practice-{second.pk}", f"practice-{first.pk}"]
    within = [
        each.get(f"{W}anchor") for each in document(body).iter(f"{W}hyperlink") if each.get(f"{W}anchor")
    ]
    assert len(within) == 6
    assert set(within) == set(marks)


@pytest.mark.parametrize("language", ["ar", "he", "fr"])
def test_texts_say_their_language_and_run_in_its_direction(client: Client, language: str) -> None:
    practice = published(title="سفينة القراءة", language=language, purpose="- سفينة\n- كتب")
    body = word_file(client, f"/practices/{practice.slug}.docx")
    is_from_right = language != "fr"
    of_text = [each for each in document(body).iter(f"{W}p") if said(each) == "كتب"]
    assert [each.find(f"{W}pPr/{W}bidi") is not None for each in of_text] == [is_from_right]
    [lang] = of_text[0].iter(f"{W}lang")
    assert lang.get(f"{W}{'bidi' if is_from_right else 'val'}") == language


NASTY: list[Any] = [
    "\x01\x0b\ufffe",
    "</w:t></w:r><w:r><w:t>",
    "&amp; &#x1; ]]>",
    '{ INCLUDETEXT "http://127.0.0.1/" }',
    "\u202e\U0001f6a2",
]


@pytest.mark.one_in(2)
@pytest.mark.long
@pytest.mark.parametrize("words", NASTY)
def test_hostile_words_stay_words_of_a_file_that_can_be_read(client: Client, words: str) -> None:
    practice = published(
        title=f"A {words} ship",
        purpose=words,
        process=f"- {words}\n\n> {words}",
        contact_name=words,
        contact_public=True,
    )
    for address in (
        f"/practices/{practice.slug}.docx",
        f"/practices/{practice.slug}/form.docx",
        "/practices.docx",
    ):
        body = word_file(client, address)
        with ZipFile(BytesIO(body)) as packed:
            assert packed.testzip() is None
            assert [name for name in packed.namelist() if name.endswith((".bin", ".jpeg"))] == []
        tags = {each.tag.rpartition("}")[2] for each in document(body).iter()}
        assert tags & {"instrText", "fldChar", "object", "altChunk", "drawing"} == set()
        assert "ship" in said(document(body))
