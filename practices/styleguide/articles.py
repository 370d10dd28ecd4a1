"""The articles of the examples: what a practice says that nobody has, alone and beside another one."""

from typing import Any

from django.templatetags.static import static
from django.utils.safestring import SafeString

from practices.answers.article import AnsweredQuestion, Article, ArticlePart, Item
from practices.answers.attachments import ShownAttachment
from practices.answers.pictures import ShownPicture
from practices.public.parts.comparison import ComparedPractice, ComparedQuestion
from practices.styleguide.facets import LONG
from practices.templatetags.examples import State

NO_TEXT = SafeString()
FACTS = [
    AnsweredQuestion("country", "Country", [Item("Norway", "#main")], NO_TEXT),
    AnsweredQuestion("period", "Period", [Item("2015-2025", note="2015 to 2025")], NO_TEXT),
    AnsweredQuestion(
        "topics",
        "Topics",
        [Item("Education", "#main"), Item("Public and community services", "#main")],
        NO_TEXT,
    ),
]
TEXT = SafeString(
    "<p>People of the harbour read to one another.</p><ul><li>every week</li><li>in twelve languages</li></ul>"
)


PICTURE = ShownPicture(
    {
        "file": "0" * 64,
        "alt": "A globe",
        "caption": "The mark of this site",
        "credit": "Kari Nordmann",
        "licence": "CC-BY-4.0",
    },
    28,
    28,
    lambda _digest, _width, _kind: static("img/favicon.svg"),
)


ATTACHMENT = ShownAttachment(
    {
        "file": "0" * 64,
        "title": "What the first year has shown",
        "credit": "The city of Bergen",
        "language": "no",
        "licence": "CC-BY-4.0",
    },
    "#main",
    "PDF",
    1_258_291,
)
BARE_ATTACHMENT = ShownAttachment(
    {"file": "1" * 64, "title": LONG, "credit": "", "language": "", "licence": "CC0-1.0"},
    "#main",
    "DOCX",
    48_000,
)
FILE_PARTS: dict[str, list[State]] = {
    "practices/practice/_attachments.html": [
        ("two", {"attachments": [ATTACHMENT, BARE_ATTACHMENT], "language": "en"})
    ],
    "practices/practice/_gallery.html": [("two", {"pictures": [PICTURE] * 2, "language": "en"})],
    "practices/practice/_described.html": [("two", {"pictures": [PICTURE] * 2})],
    "practices/practice/_credited.html": [("one", {"picture": PICTURE, "language": "en", "is_lazy": False})],
    "practices/practice/_picture.html": [("one", {"picture": PICTURE, "spoken": ""})],
}


def example_article(*, long: bool = False, **given: Any) -> Article:
    documents = [
        Item("The plan of the city (in Norwegian)", "https://city.example/plan", "city.example"),
        Item("A book"),
    ]
    passages = [
        AnsweredQuestion("purpose", "Purpose", [], SafeString(TEXT * (40 if long else 1))),
        AnsweredQuestion("documents", "Key reference documents", documents, NO_TEXT),
    ]
    shown = {
        "title": "The reading ship",
        "language": "en",
        "city": "Bergen",
        "country": "Norway",
        "period": "2015-2025",
        "summary": "A ship with books in twelve languages calls at every quay of the harbour.",
        "facts": FACTS,
        "parts": [ArticlePart("did", "What the city did", passages)],
    }
    return Article(**(shown | given))


COMPARED = [
    ComparedPractice(12, "#main", example_article(), "#main"),
    ComparedPractice(40, "#main", example_article(title=LONG, period=""), "#main"),
]
COMPARED_QUESTIONS = [
    ComparedQuestion(
        "Purpose", [(COMPARED[0], AnsweredQuestion("purpose", "Purpose", [], TEXT)), (COMPARED[1], None)]
    ),
    ComparedQuestion("Country", [(column, FACTS[0]) for column in COMPARED]),
]
