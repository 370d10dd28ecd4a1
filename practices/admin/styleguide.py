"""The states of every part of an entry's pages, and what each shows in them.

`EXAMPLES` names each fragment once, with its states; `/admin/design/` shows them, and a test finds those that are not
named. What is shown is made up, and stands in no database.
"""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace as Thing
from typing import Any

from practices.admin.contribute.check_answers import CheckedAnswer
from practices.admin.editorial.dashboard import Waiting
from practices.admin.entry.comments import CommentForm
from practices.admin.entry.comparison import compared
from practices.admin.entry.tasks import Task
from practices.admin.error_summary import FormError
from practices.admin.next_steps import OpenMove
from practices.answers.article import Item
from practices.answers.completeness import Doubts, Flaw, Issue
from practices.answers.diff import pieces
from practices.answers.display import AnswerRow, AnswerSection
from practices.models import Batch, City, Comment, Practice, ReadyNote, User
from practices.templatetags.examples import State
from practices.workflow import MOVES, NEXT, Status

NOBODYS = 0
"""The number of no entry, so that what is pressed here is done to none."""
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LONG = "Donaudampfschifffahrtsgesellschaftskapitän " * 3
HER, EDITOR = (
    User(pk=1, email="officer@bergen.example"),
    User(pk=2, email="editor@programme.example", is_staff=True, second_step=True),
)
BERGEN = City(pk=1, name="Bergen", country="NO")


def example_entry(status: Status = Status.SUBMITTED, **given: Any) -> Practice:
    shown = {"title": "The reading ship", "country": "NO", "city": BERGEN, "contributor": HER}
    return Practice(pk=NOBODYS, status=status, status_since=NOW, trashed_at=NOW, **(shown | given))


ENTRY, CLAIMED = example_entry(), example_entry(claimed_by=EDITOR)
ORIGINAL = Practice(pk=12, title="Leseskipet", country="NO")
PURPOSE = (
    AnswerRow("purpose", "Purpose", "People of the harbour read to one another."),
    AnswerRow("purpose", "Purpose", "People of all quays read to one another."),
)
CHANGES = [PURPOSE, (AnswerRow("period", "Period", ""), AnswerRow("period", "Period", "2015-2025"))]
SHEET = [
    AnswerSection(
        "The practice", [PURPOSE[0], AnswerRow("impact", "Impact", ""), AnswerRow("lessons", "Lessons", LONG)]
    )
]
LINKS = [Item("Report", "https://city.example/a.pdf", "city.example"), Item("A leaflet")]
FORM_ERRORS = [
    FormError("id_title", "Write an answer: Title."),
    FormError("id_period", "Period: at most 120 characters."),
]
NAME = AnswerRow("contact_name", "Name", "Kari")


def example_answer(**given: Any) -> CheckedAnswer:
    shown: dict[str, Any] = {"row": NAME, "change": "#main"}
    return CheckedAnswer(**(shown | {"issues": [], "is_hidden": False} | given))


ON_THE_PAGE = [FormError(f"#{each.anchor}", each.message) for each in FORM_ERRORS]
TASKS = [
    Task("The practice", "#main", "done", "Done", []),
    Task("What the city did", "#main", "begun", "In progress: 1 to do", ON_THE_PAGE[:1]),
    Task("For a city that wants to do the same", "#main", "unfit", "1 to correct", ON_THE_PAGE[1:]),
    Task("Contact", "#main", "blank", "Not started (optional)", []),
]
EDITION = Thing(number=1, title="The reading ship", published_at=NOW, get_absolute_url="#main")
COMMENT = {
    "pk": 1,
    "field": "period",
    "label": "Period",
    "text": "Which year did it end?",
    "by": EDITOR,
    "at": NOW,
    "internal": False,
} | dict.fromkeys(("addressed_at", "resolved_at"))
SUMMARY: dict[str, Any] = {
    "practice": example_entry(Status.DRAFT),
    "next_step": NEXT[Status.DRAFT],
    "history_address": "#main",
}
MISSING = Issue("period", "Period", "Write an answer: Period.", Flaw.MISSING)
DOUBTS: dict[str, Any] = {
    "issues": [MISSING],
    "doubts": Doubts([MISSING], [Comment(field="period", text="Which year did it end?")]),
    "unlinked": ["Samplehaven"],
    "cities_address": "#main",
    "open_comments": [COMMENT | {"pk": 2}],
    "similar": [Thing(title=EDITION.title, edition=EDITION, practice=ENTRY, is_same_city=True)],
} | {"practice": ENTRY, "colleague": EDITOR, "short": [NAME]}
DECIDE: dict[str, Any] = {
    "practice": CLAIMED,
    "age": Waiting(CLAIMED, 12, None),
    "from_city": "Account of Bergen.",
    "entry_address": "#main",
    "history_address": "#main",
    "review_address": "#main",
    "note": "",
    "next_address": "#main",
    "can_approve": True,
    "onward_label": "Approve and open the next",
    "decisions": [MOVES["approve"], MOVES["return"], MOVES["reject"]],
}
COMMENTS = {"comment_form": CommentForm(), "comment_address": "#main", "can_comment_internally": True}

EXAMPLES: dict[str, list[State]] = {
    "admin/entry/_conflict_pair.html": [("two answers", {"conflict": CHANGES, "yours": "As you typed it"})],
    "admin/entry/_changes.html": [("two answers", {"changes": CHANGES})],
    "admin/editorial/_claim.html": [
        ("nobody’s yet", {"practice": ENTRY}),
        ("somebody’s", {"practice": CLAIMED}),
    ],
    "admin/entry/_compared.html": [
        (
            "words that are new, and gone",
            {"compared": compared(CHANGES), "heading": "What changes", "name": "changes"},
        ),
        ("nothing", {"compared": [], "heading": "What changes", "name": "changes"}),
    ],
    "admin/entry/_conflict.html": [
        ("open to changes", {"editable": True, "is_stale": True, "is_kept": True, "conflict": CHANGES}),
        ("closed", {"practice": ENTRY, "conflict": CHANGES}),
        ("the same words", {"editable": True, "is_stale": True}),
    ],
    "admin/practices/_crumbs.html": [
        ("a list", {"home": "Home", "cl": True, "opts": Practice._meta}),
        (
            "a page of an entry",
            {
                "home": "Home",
                "has_list": True,
                "opts": Practice._meta,
                "practice": ENTRY,
                "entry_address": "#main",
                "title": "History",
            },
        ),
    ],
    "admin/editorial/_decide.html": [
        (
            "to decide, late",
            DECIDE | {"can_claim": True, "ready_notes": [ReadyNote(pk=1, name="Which year did it begin?")]},
        ),
        ("refused", DECIDE | {"refusal": "Write a note: what is missing?", "note": ""}),
        ("refused at a field", DECIDE | {"form_errors": [FormError("id_note", "Write a note.")]}),
        ("changed meanwhile", DECIDE | {"is_stale": True, "note": "Well done.", "typed": "Well done."}),
        ("one’s own", DECIDE | {"can_approve": False, "decisions": [MOVES["return"]], "is_own": True}),
        (
            "nothing to decide",
            DECIDE | {"practice": example_entry(Status.PUBLISHED), "can_approve": False, "decisions": []},
        ),
    ],
    "admin/editorial/_facts.html": [("from whom", DECIDE)],
    "admin/editorial/_undo.html": [("a step", {"undoable": Batch(pk=NOBODYS, move="approve", at=NOW)})],
    "admin/editorial/_doubts.html": [("claimed, like another, missing, short, not linked, open", DOUBTS)],
    "admin/editorial/_told.html": [("missing, open, not linked", DOUBTS)],
    "admin/editorial/_marked.html": [
        ("words that the other has not", {"pieces": pieces("A red ship.", "A blue ship.")[:3]}),
        ("nothing", {"pieces": []}),
    ],
    "admin/entry/_limits.html": [
        (
            "in force, and lifted",
            {
                "drafts": 30,
                "submissions": 10,
                "limits": [HER, User(pk=3, email="office@salt.example", limit_lifted=True)],
            },
        )
    ],
    "admin/entry/_compare_picker.html": [
        (
            "a moment chosen",
            {
                "name": "first",
                "label": "Compare",
                "chosen": "1",
                "snapshots": [(Thing(pk=1, at=NOW, edition=1), "Submit", "#main")],
            },
        )
    ],
    "admin/entry/_original.html": [
        ("by a person", {"practice": example_entry(translation_of=ORIGINAL, translated_by="human")}),
        ("by a machine", {"practice": example_entry(translation_of=ORIGINAL, translated_by="machine")}),
    ],
    "admin/editorial/_dashboard.html": [
        (
            "in time, due soon, late, long",
            {
                "waiting": [
                    Waiting(ENTRY, 1, None),
                    Waiting(CLAIMED, 8, 1),
                    Waiting(example_entry(title=LONG, city=None), 12, 3),
                ],
                "heading": "part-queue",
            },
        )
    ],
    "admin/entry/_recover.html": [
        ("may be brought back", {"practice": ENTRY, "recover_address": "#main"}),
        ("by editors only", {"practice": ENTRY, "recover_address": ""}),
    ],
    "admin/entry/_comments.html": [
        (
            "open, internal, dealt with, settled",
            COMMENTS
            | {
                "comments": [
                    Thing(**COMMENT),
                    Thing(**COMMENT | {"pk": 3, "internal": True, "text": LONG}),
                    Thing(**COMMENT | {"pk": 4, "addressed_at": NOW}),
                    Thing(**COMMENT | {"pk": 5, "resolved_at": NOW}),
                ]
            },
        ),
        ("none", COMMENTS | {"comments": []}),
    ],
    "admin/entry/_answers.html": [("answers, none, long", {"sections": SHEET})],
    "admin/entry/_links.html": [("with a link, and without", {"links": LINKS})],
    "admin/entry/_duplicates.html": [
        (
            "on line, and not",
            {
                "heading": "Similar entries",
                "entry_route": "admin:practices_practice_change",
                "similar": [
                    Thing(title=EDITION.title, edition=EDITION, practice=ENTRY),
                    Thing(title=str(ENTRY), edition=None, practice=ENTRY),
                ],
                "may_go_on": True,
            },
        ),
        ("none", {"heading": "Similar entries", "similar": []}),
    ],
    "admin/entry/_summary.html": [
        ("a new draft", SUMMARY),
        (
            "returned, with all that there can be",
            SUMMARY
            | {
                "practice": example_entry(Status.RETURNED, withdrawn_reason="The practice has ended."),
                "next_step": NEXT[Status.RETURNED],
                "editable": True,
                "note": Thing(note="Please say who sails the ship."),
                "comments": [
                    (Thing(**COMMENT), "#main", "#main"),
                    (Thing(**COMMENT | {"addressed_at": NOW}), "#main", ""),
                ],
                "deals": True,
                "edition": EDITION,
                "changes": CHANGES,
                "unlinked": ["Old Haven"],
                "cities_address": "#main",
                "steps": [OpenMove(MOVES["submit"], "#main", at_once=False)],
                "authors_address": "#main",
                "trash_address": "#main",
            },
        ),
        (
            "submitted, to be taken back at one press",
            SUMMARY
            | {
                "practice": ENTRY,
                "next_step": NEXT[Status.SUBMITTED],
                "steps": [OpenMove(MOVES["recall"], "#main", at_once=True)],
            },
        ),
    ],
    "admin/contribute/_answer.html": [
        ("text", {"answer": example_answer(row=PURPOSE[0])}),
        (
            "documents",
            {"answer": example_answer(row=AnswerRow("documents", "Documents", "Report", links=LINKS))},
        ),
        ("one line, that only editors see", {"answer": example_answer(is_hidden=True)}),
        ("missing", {"answer": example_answer(row=replace(NAME, text=""), issues=["Write an answer."])}),
    ],
    "admin/entry/_tasks.html": [
        ("done, in progress, to correct, not started", {"tasks": TASKS}),
        (
            "with the last task, and the one button",
            {
                "tasks": TASKS[:1],
                "check_address": "#main",
                "is_ready": True,
                "onward_address": "#main",
                "onward_label": "Check and submit",
            },
        ),
    ],
    "admin/entry/_copy_text.html": [("words to be copied", {"typed": "Please say who sails the ship."})],
}
