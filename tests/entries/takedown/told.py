"""An entry in whose every text a word stands that is to go, and the search for this word in all that is kept."""

from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.http import QueryDict

from practices.admin.editorial import last_read
from practices.answers.passage import WordSequence
from practices.entries import actions, comments, preview_links, undoable_moves
from practices.entries.takedown.door import What, take_down
from practices.entries.takedown.outside import STASHED, UPLOADED
from practices.models import Practice, Report, User
from practices.question_kinds import Kind
from practices.template import QUESTIONS
from tests.builders import make_admin, make_draft, make_editor, make_mail, make_topic, make_user, moved
from tests.entry_documents import pdf_of, said_of_document
from tests.entry_files import bring_all
from tests.entry_pictures import digest_of, png, said_of

WORD, PICTURE, DOCUMENT = "Zyxcanary", digest_of(png(colour=3)), digest_of(pdf_of(3))
REASON = "Order 4 of 2 May 2026 of the court of Bergen; Article 17 GDPR."
SAYS: dict[Kind, Any] = {
    **dict.fromkeys((Kind.LINE, Kind.PLAIN, Kind.TEXT), f"A ship of {WORD} and books."),
    Kind.PERIOD: f"since 2015, when {WORD} came",
    Kind.EMAIL: f"{WORD.lower()}@city.example",
    Kind.ADDRESS: f"https://city.example/{WORD.lower()}",
    Kind.DOCUMENTS: [{"title": f"On {WORD}", "url": f"https://{WORD.lower()}.example/on"}],
    Kind.TICK: True,
    Kind.PICTURES: [said_of(PICTURE, alt=f"{WORD} at the quay", caption=f"On {WORD}.", credit=WORD)],
    Kind.ATTACHMENTS: [said_of_document(DOCUMENT, title=f"On {WORD}", credit=WORD)],
}


def saying() -> dict[str, Any]:
    """Return answers that say the word wherever people write words of their own."""
    answers = {question.field: SAYS[question.kind] for question in QUESTIONS if question.kind in SAYS}
    typed = {"city": None, "city_typed": f"{WORD}ville", "partner_cities_typed": f"Ys\n{WORD}-on-Sea"}
    return answers | typed | {"city_typed": f"New {WORD}", "country": "NO", "topics": [make_topic()]}


def told(**second: Any) -> Practice:
    """Return a practice of two editions that say it, or the second something else instead; and all that is beside them, too."""
    author, editor = make_user(), make_editor()
    practice = make_draft(contributor=author, **(said := saying()))
    bring_all(practice, said, by=author)
    practice = moved(practice, "submit", by=author, licence_agreed=True)
    comment = comments.add(practice, field="purpose", text=f"Is {WORD} right?", internal=False, by=editor)
    practice = moved(practice, "return", by=editor, note=f"Who is {WORD}?")
    comments.resolve(comment, by=editor)
    practice = moved(moved(practice, "submit", by=author), "approve", by=editor)
    practice = moved(practice, "revise", by=author)
    answers = second or {"purpose": f"It is {WORD} again."}
    practice = actions.save_answers(practice, answers, by=editor, expected_version=practice.version)
    last_read.note(practice, by=editor, expected_version=practice.version)
    practice = moved(practice, "submit", by=author)
    practice = undoable_moves.move_with_undo(
        practice, "approve", by=editor, expected_version=practice.version, change_note=f"{WORD} is new."
    )
    practice = Practice.objects.get(pk=practice.pk)
    _add_what_is_beside(practice, author)
    return practice


def _add_what_is_beside(practice: Practice, author: User) -> None:
    preview_links.share(practice, by=author)
    Report.objects.create(
        page=f"http://localhost:8000{practice.get_absolute_url()}", text=f"{WORD} is wrong."
    )
    said = {"text": f"About {WORD}.", "subject": f"Of {WORD}"}
    make_mail(practice=practice, **said)
    make_mail(practice=practice, failed_at=practice.saved_at, **said)
    make_mail(practice=practice, sent_at=practice.saved_at, **said | {"text": "", "html": ""})
    make_mail(kind="waiting", **said)
    form = QueryDict(mutable=True)
    form.update({"purpose": f"Then {WORD} came."})
    stash = {
        "writer": str(author.pk),
        "path": f"/contribute/practices/practice/{practice.pk}/change/",
        "sent": form.urlencode(),
    }
    uploaded = {"practice": practice.pk, "file": "ship.docx", "left": [f"A note on {WORD}."], "notes": {}}
    Session.objects.create(
        session_key=f"stash{practice.pk}",
        session_data=Session.objects.encode({STASHED: stash, UPLOADED: uploaded}),
        expire_date=practice.saved_at,
    )


def take(practice: Practice, *, passage: str = "", edition: int | None = None, **more: Any) -> Practice:
    """Let an admin take it down, from the entry as it is now."""
    current = Practice.all_objects.get(pk=practice.pk)
    what = What(edition, passage=WordSequence(passage), with_address=more.pop("with_address", False))
    given: Any = {"reason": REASON, "by": make_admin(), "expected_version": current.version} | more
    return take_down(current, what, **given)


def still_said(word: str = WORD) -> set[str]:
    """Return the tables of the database, and "session" for what sessions hold, in which a word stands in any way."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith("practices_searchentry_"):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  the names are the database's own
                if word.lower() in str(cursor.fetchall()).lower():
                    found.add(table)
    if any(word in str(session.get_decoded()) for session in Session.objects.all()):
        found.add("session")
    return found
