"""What says an entry's words beside its history: remarks, mails, reports, what was read, moved or typed, and its addresses."""

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote_plus

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import slugify

from practices.entries.slugs import LONGEST_SLUG
from practices.mail.kinds import WAITING
from practices.models import BatchEntry, LastRead, Mail, OldSlug, Practice, Report
from practices.models.old_slug import SlugKind
from practices.text import fold

STASHED = "kept_words"
"""Where a session holds what a person sent after she was signed out: `practices.admin.stashed_post`."""
UPLOADED = "uploaded"
"""Where a session holds what was left over of a Word file: `practices.admin.contribute.word_upload`."""

type Says = Callable[[str], bool]


def slugs_of(practice: Practice) -> list[str]:
    """Return the slug of an entry and those that it had."""
    old = OldSlug.objects.filter(kind=SlugKind.PRACTICE, target=practice.pk).values_list("slug", flat=True)
    return [*filter(None, [practice.slug]), *old]


def made_of(titles: Iterable[str], besides: Iterable[str], slugs: Iterable[str]) -> list[str]:
    """Return which slugs were made of one of these titles, and of none besides: of the one of which a slug says most."""
    begins, others = _begins(titles), _begins(besides)
    found = []
    for slug in slugs:
        most = max(
            (each for each in begins | others if f"{slug}-".startswith(f"{each}-")), key=len, default=""
        )
        if most in begins - others:
            found.append(slug)
    return found


def _begins(titles: Iterable[str]) -> set[str]:
    return {slugify(fold(title))[:LONGEST_SLUG].strip("-") for title in titles} - {""}


def leave_addresses(practice: Practice, slugs: list[str]) -> None:
    """Give up addresses that say what is to go; the entry then has that of its number. Nothing is found there any more."""
    short = reverse("practices:short", args=[practice.pk])
    for slug in slugs:
        for report in Report.objects.filter(page__contains=f"/practices/{slug}/"):
            report.page = short
            report.save(update_fields=["page"])
    OldSlug.objects.filter(kind=SlugKind.PRACTICE, target=practice.pk, slug__in=slugs).delete()
    if practice.slug in slugs:
        practice.slug = f"practice-{practice.pk}"


def forget_reading(practice: Practice) -> None:
    """Forget what editors have read of it, and what it was called and said in moves that nobody can undo any more."""
    LastRead.objects.filter(practice=practice).delete()
    BatchEntry.objects.filter(practice=practice).delete()


def reading_that_says(practice: Practice, says: Says) -> int:
    """Return how many texts that editors have read, and records of moves with many, say it."""
    read = LastRead.objects.filter(practice=practice).values_list("answers", flat=True)
    moved = BatchEntry.objects.filter(practice=practice).values_list("title", "text", "before")
    return sum(says(str(each)) for each in (*read, *moved))


def daily_mails() -> QuerySet[Mail]:
    """Return the mails of what waits that have not left: they are written anew, of what waits then."""
    return Mail.objects.filter(kind=WAITING, sent_at=None)


def mails_that_say(practice: Practice, says: Says) -> list[Mail]:
    """Return the mails that say it, of this entry alone, of several, or of what waits: all of one that has not left, or the subject."""
    told = Q(practice=practice) | Q(practices=practice) | Q(kind=WAITING, sent_at=None)
    found = Mail.objects.filter(pk__in=Mail.objects.filter(told).values("pk")).order_by("pk")
    return [mail for mail in found.iterator() if any(map(says, (mail.subject, mail.text, mail.html)))]


def forget_mails(mails: Iterable[Mail], name: Callable[[str], str]) -> None:
    """Delete those that have not left; of the others `name` says what is left of the subject."""
    for mail in mails:
        row = Mail.objects.filter(pk=mail.pk)
        if mail.sent_at:
            row.update(subject=name(mail.subject))
        else:
            row.delete()


def reports_of(practice: Practice) -> list[Report]:
    """Return what visitors reported of any page of an entry."""
    pages = Q(page__contains=reverse("practices:short", args=[practice.pk]))
    for slug in slugs_of(practice):
        pages |= Q(page__contains=f"/practices/{slug}/")
    return list(Report.objects.filter(pages).order_by("pk"))


def stashes_that_say(practice: Practice, says: Says) -> list[Session]:
    """Return the sessions in which words wait that say it, sent to a form of this entry or left over of its Word file."""
    return [session for session in Session.objects.iterator() if any(map(says, _stashed(session, practice)))]


def _stashed(session: Session, practice: Practice) -> Iterator[str]:
    held = session.get_decoded()
    stash, uploaded = held.get(STASHED), held.get(UPLOADED)
    if stash and f"/practice/{practice.pk}/" in stash["path"]:
        yield unquote_plus(stash["sent"])
    if uploaded and uploaded["practice"] == practice.pk:
        yield "\n".join([uploaded["file"], *uploaded["left"], *uploaded["notes"].values()])


def forget_stashes(sessions: Iterable[Session]) -> None:
    for session in sessions:
        held = {
            name: value for name, value in session.get_decoded().items() if name not in {STASHED, UPLOADED}
        }
        Session.objects.filter(pk=session.pk).update(session_data=Session.objects.encode(held))
