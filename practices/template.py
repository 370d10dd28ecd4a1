"""The good-practice template: what does it ask, in which order, and how is each answer treated?

`SECTIONS` is the one declaration of the questions. The admin form, the public page, completeness, snapshots, search
and imports loop over it. The five questions of "What the city did" up to the documents are the programme's own.
"""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from practices import choices
from practices.question_kinds import Kind, PageArea, Public, Question, Section
from practices.uploads.kinds import DOCUMENTS_TAKEN, PICTURES_TAKEN

MANY_WORDS, SOME_WORDS, FEW_WORDS = 800, 400, 300

SECTIONS: tuple[Section, ...] = (
    Section(
        "practice",
        _("The practice"),
        _("What it is called, where and when it runs, and what it is about."),
        (
            Question(
                "title",
                Kind.LINE,
                _("Title"),
                _("A name that says what was done, without the city's name."),
                example=_("Listening circles in the town hall"),
                needed=True,
                characters=120,
                page_area=PageArea.HEAD,
                weight="A",
            ),
            Question(
                "country",
                Kind.COUNTRY,
                _("Country"),
                _("The country of the city that leads the practice."),
                needed=True,
                page_area=PageArea.HEAD,
                weight="B",
            ),
            Question(
                "city",
                Kind.CITY,
                _("City"),
                _("The city or municipality that leads; leave it empty for a practice of the whole country."),
                page_area=PageArea.HEAD,
                weight="B",
            ),
            Question(
                "partner_cities",
                Kind.CITIES,
                _("Partner cities"),
                _(
                    "Other cities that take part, one a line; "
                    "add the country after a comma if it is another one: Porto, Portugal.",
                ),
                most=30,
                page_area=PageArea.FACTS,
                weight="B",
            ),
            Question(
                "period",
                Kind.PERIOD,
                _("Period"),
                _("When it ran, in your own words."),
                example=_("2015-2020, since 2009, ongoing"),
                needed=True,
                characters=120,
                page_area=PageArea.HEAD,
            ),
            Question(
                "topics",
                Kind.TOPICS,
                _("Topics"),
                _("What it is about: one to five of the programme's topics."),
                needed=True,
                most=5,
                page_area=PageArea.HEAD,
                weight="B",
            ),
            Question(
                "language",
                Kind.CHOICE,
                _("Language of the text"),
                _("The language in which you answer."),
                choices=choices.languages,
                page_area=PageArea.FACTS,
            ),
            Question(
                "summary",
                Kind.PLAIN,
                _("Summary"),
                _("Two or three plain sentences for lists; if empty, lists show the start of the purpose."),
                characters=500,
                page_area=PageArea.HEAD,
                weight="C",
            ),
            Question(
                "outcome",
                Kind.CHOICE,
                _("Outcome"),
                _("How it ended, if it has ended. What failed teaches, too."),
                choices=choices.outcomes,
                page_area=PageArea.FACTS,
            ),
        ),
    ),
    Section(
        "story",
        _("What the city did"),
        _("The programme's own questions, in its order. Short paragraphs and lists read best."),
        (
            Question(
                "purpose",
                Kind.TEXT,
                _("Purpose"),
                _("What the practice wants to change, and for whom."),
                needed=True,
                words=FEW_WORDS,
                weight="C",
            ),
            Question(
                "stimulus",
                Kind.TEXT,
                _("Stimulus / rationale"),
                _("What set it off: a need, an event, a law, an idea seen elsewhere."),
                words=FEW_WORDS,
                weight="D",
            ),
            Question(
                "process",
                Kind.TEXT,
                _("Process"),
                _("What was done, step by step: who took part, what it took, what changed on the way."),
                needed=True,
                words=MANY_WORDS,
                weight="D",
            ),
            Question(
                "impact",
                Kind.TEXT,
                _("Impact"),
                _("What changed, and how you know: figures, voices, decisions."),
                words=SOME_WORDS,
                weight="D",
            ),
            Question(
                "documents",
                Kind.DOCUMENTS,
                _("Key reference documents"),
                _(
                    "What can be read elsewhere, one a line: the title, and the web address if it has one. "
                    "Files of your own come under documents to download."
                ),
                example="Evaluation report https://city.example/report.pdf",
                most=20,
                weight="D",
            ),
            Question(
                "body",
                Kind.TEXT,
                _("Further information"),
                _("Anything else that helps to understand the practice."),
                words=MANY_WORDS,
                weight="D",
            ),
        ),
    ),
    Section(
        "transfer",
        _("For a city that wants to do the same"),
        _("What you would tell a colleague from another city over coffee."),
        (
            Question(
                "lessons",
                Kind.TEXT,
                _("Lessons"),
                _("What was difficult, and what you would do differently."),
                words=SOME_WORDS,
                weight="D",
            ),
            Question(
                "transfer",
                Kind.TEXT,
                _("Conditions for transfer"),
                _("What another city would need: people, partners, powers, money."),
                words=SOME_WORDS,
                weight="D",
            ),
            Question(
                "partners",
                Kind.TEXT,
                _("Partners"),
                _("Who carried it together with the city."),
                words=150,
                weight="D",
            ),
            Question(
                "cost",
                Kind.CHOICE,
                _("Cost"),
                _("What it costs all partners together."),
                choices=choices.costs,
                page_area=PageArea.FACTS,
            ),
            Question(
                "staffing",
                Kind.CHOICE,
                _("Staffing"),
                _("The paid work it takes, of all partners together."),
                choices=choices.staffings,
                page_area=PageArea.FACTS,
            ),
            Question(
                "evidence",
                Kind.CHOICE,
                _("Evidence"),
                _("How well the impact is known."),
                choices=choices.evidences,
                page_area=PageArea.FACTS,
            ),
            Question(
                "evidence_url",
                Kind.ADDRESS,
                _("Address of the evidence"),
                _("Where the report or the figures can be read."),
                example="https://city.example/evaluation",
                characters=500,
                page_area=PageArea.FACTS,
            ),
        ),
    ),
    Section(
        "pictures",
        _("Pictures and documents"),
        _("What one sees of it, and files of your own that whoever reads the practice can save."),
        (
            Question("pictures", Kind.PICTURES, _("Pictures"), PICTURES_TAKEN, most=12),
            Question(
                "attachments",
                Kind.ATTACHMENTS,
                _("Documents to download"),
                format_lazy(
                    "{} {}",
                    DOCUMENTS_TAKEN,
                    _("What stands on the web is named under key reference documents."),
                ),
                most=10,
                weight="D",
            ),
        ),
    ),
    Section(
        "contact",
        _("Contact"),
        _("Whom another city may ask. The public sees it only if you tick the box."),
        (
            Question(
                "contact_name",
                Kind.LINE,
                _("Name"),
                _("A person or an office."),
                characters=120,
                public=Public.IF_TICKED,
            ),
            Question(
                "contact_email",
                Kind.EMAIL,
                _("E-mail"),
                _("An office's address lives longer than a person's."),
                characters=254,
                public=Public.IF_TICKED,
            ),
            Question(
                "contact_public",
                Kind.TICK,
                _("Show this contact to the public"),
                _("Without the tick only editors and those who write the entry see it."),
                page_area=PageArea.NOWHERE,
            ),
        ),
    ),
)

QUESTIONS: tuple[Question, ...] = tuple(question for section in SECTIONS for question in section.questions)
BY_FIELD: dict[str, Question] = {question.field: question for question in QUESTIONS}
FIELDS: tuple[str, ...] = tuple(BY_FIELD)
WRITTEN: tuple[Question, ...] = tuple(question for question in QUESTIONS if question.is_written)
"""What a text, a table or a Word form can answer."""
SECTION_OF: dict[str, Section] = {q.field: section for section in SECTIONS for q in section.questions}
MANY: tuple[str, ...] = tuple(q.field for q in QUESTIONS if q.kind in {Kind.CITIES, Kind.TOPICS})
"""The questions whose answer is a set of rows."""


def of_kind(*kinds: Kind) -> tuple[Question, ...]:
    """Return the questions of some kinds, in the template's order."""
    return tuple(question for question in QUESTIONS if question.kind in kinds)
