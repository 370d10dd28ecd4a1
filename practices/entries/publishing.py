"""The publishing of entries: how does a working copy become an edition, and an edition a working copy again?

What writes is called by `actions` and `undo`, inside their transaction, on a locked practice that they save afterwards.
"""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from practices.answers import codec
from practices.answers.codec import Answers
from practices.answers.derived import derived_columns, places
from practices.entries.slugs import take_slug
from practices.models import (
    City,
    Edition,
    OldSlug,
    Place,
    Practice,
    Snapshot,
    Topic,
    User,
    chain,
    last_change,
)
from practices.models.old_slug import SlugKind
from practices.search.engine import index

TRANSLATION = ("translation_of_id", "translated_by")
"""What an entry says of its original, on line once it is approved."""
SHARED = "SELECT * FROM {table} WHERE id = ANY(%s) ORDER BY id FOR SHARE"
"""Others may publish about the same city meanwhile, and nobody may rename it."""
ASIDE = ("id", "number", *TRANSLATION, "rendered", "teaser", *codec.CONTACT)
"""What is kept of an edition that goes off line, beside its snapshot."""


class Unpublishable(Exception):
    """An entry cannot have an edition, for what its text says."""


def publish(practice: Practice, *, by: User | None, at: datetime, change_note: str = "") -> Edition:
    """Make the working copy's public answers the next edition, with its snapshot, places and derived texts.

    `change_note` tells readers what is new in it.
    """
    if why := why_unpublishable(practice) or _why_not_in_its_language(practice):
        raise Unpublishable(why)
    answers = to_publish(practice)
    edition, last = _row(practice), _last_number(practice) if practice.slug else 0
    practice.edition_aside = None if edition._state.adding else _kept_of(edition)
    take_slug(practice)
    practice.withdrawn_reason = ""
    snapshot = snapshot_of(practice, answers, edition=last + 1, change_note=change_note, by=by, at=at)
    chain.append(practice, snapshot)
    return _write(edition, answers, snapshot, **translation(practice))


def why_unpublishable(practice: Practice) -> str:
    """Return why an entry cannot have an edition, or nothing."""
    if codec.is_empty(practice.title) or codec.is_empty(practice.country.code):
        return _("An edition needs at least a title and a country.")
    return ""


def _why_not_in_its_language(practice: Practice) -> str:
    """Return why an original cannot be in its language, or nothing: a translation of it on line is."""
    found = Edition.objects.filter(translation_of=practice, language=practice.language).exclude(language="")
    if number := found.order_by("practice").values_list("practice", flat=True).first():
        said = _(
            "Its translation No. %(number)s is in this language, too: change the language of one of them."
        )
        return said % {"number": number}
    return ""


def to_publish(practice: Practice) -> Answers:
    """Return what an edition says that is made of the working copy now, typed cities too."""
    return codec.public_answers(codec.read(practice)) | codec.typed(practice)


def snapshot_of(practice: Practice, answers: Answers, **about: Any) -> Snapshot:
    """Return the snapshot of an edition that says this, not saved."""
    kept = codec.encode(codec.unnamed(answers))
    return Snapshot(practice=practice, licence=practice.licence, answers=kept, **about)


def reset_working_copy(practice: Practice) -> None:
    """Make the edition the working copy again; an unticked contact stays as it is."""
    edition = practice.edition
    codec.write(practice, codec.keep_private(codec.said(edition)))
    for column, value in translation(edition).items():
        setattr(practice, column, value)


def withdraw(practice: Practice, reason: str) -> None:
    """Take the edition off line and keep the public reason."""
    stash_edition(practice)
    practice.withdrawn_reason = reason


def restore(practice: Practice) -> None:
    """Make the edition that was withdrawn edition and working copy again."""
    practice.withdrawn_reason = ""
    unstash_edition(practice)
    reset_working_copy(practice)


def revert_to(practice: Practice, number: int | None, slug: str | None, *, retract: bool) -> None:
    """Make the edition before the last move the one on line again, or none, at the address that it had.

    `retract` takes the number from the edition on line: its text stays in the history, which only contributor and editors
    read, and its title leaves no address.
    """
    if retract:
        practice.snapshots.filter(edition=practice.edition.number).amend(edition=None)
        practice.slug = slug
        OldSlug.objects.filter(kind=SlugKind.PRACTICE, slug=slug, target=practice.pk).delete()
    if number is not None:
        unstash_edition(practice)
    elif retract:
        _take_off(practice)
    else:
        stash_edition(practice)


def stash_edition(practice: Practice) -> None:
    """Take the edition off line, if there is one, and keep of it what no snapshot holds, for `unstash_edition`."""
    if practice.has_edition:
        practice.edition_aside = _kept_of(practice.edition)
        _take_off(practice)


def unstash_edition(practice: Practice) -> None:
    """Make the edition that was set aside the one on line again, byte for byte, whatever the working copy says by now."""
    aside, practice.edition_aside = practice.edition_aside or {}, None
    snapshot = practice.snapshots.get(edition=aside.pop("number"))
    contact = {field: aside.pop(field) for field in codec.CONTACT}
    _write(_row(practice), codec.decode(snapshot.answers) | contact, snapshot, **aside)


def translation(row: Practice | Edition) -> dict[str, Any]:
    """Return what an entry or edition says of its original, by column."""
    return {column: getattr(row, column) for column in TRANSLATION}


def _kept_of(edition: Edition) -> dict[str, Any]:
    return {column: getattr(edition, column) for column in ASIDE}


def _take_off(practice: Practice) -> None:
    """Delete the edition, once nobody indexes it: a search entry written meanwhile would still name it."""
    edition = practice.edition
    changed = _locked(Q(pk=edition.pk) | Q(original=edition))
    edition.delete()
    practice._state.fields_cache.pop("edition")
    last_change.tell(changed.values())


def _locked(which: Q) -> dict[int, int]:
    """Lock editions, in one order so that two never wait for one another; return their practices by their keys."""
    locked = Edition.objects.filter(which).select_for_update().order_by("pk")
    return dict(locked.values_list("pk", "practice"))


def _last_number(practice: Practice) -> int:
    return practice.snapshots.aggregate(last=Max("edition"))["last"] or 0


def _row(practice: Practice) -> Edition:
    """Return the practice's one edition row, or a new one; what has no address was never on line."""
    return practice.edition if practice.slug and practice.has_edition else Edition(practice=practice)


def _write(edition: Edition, answers: Answers, snapshot: Snapshot, **kept: Any) -> Edition:
    """Write an edition from answers that the public may read; `kept` are columns that do not follow from these."""
    practice, is_new = edition.practice, edition._state.adding
    edition.original = original(kept["translation_of_id"])  # before the cities: who holds it waits for them
    answers = as_called_now([answers])[0]
    codec.write(fill_edition(edition, answers, snapshot, **kept), answers)
    changed = {edition.pk: practice.pk}
    if is_new:
        if translations := _locked(Q(translation_of=practice)):
            Edition.objects.filter(pk__in=translations).update(original=edition)
            changed |= translations
    else:
        edition.places.all().delete()
    Place.objects.bulk_create(places(edition, answers))
    index([edition], new=is_new)
    practice.edition = edition
    # a new edition of what is on line can leave words out, or a contact
    last_change.tell(changed.values(), only_adds=is_new)
    return edition


def fill_edition(edition: Edition, answers: Answers, snapshot: Snapshot, **kept: Any) -> Edition:
    """Put into the columns of an edition what follows from its answers and its snapshot; it is not saved."""
    edition.number, edition.licence = snapshot.edition or 0, snapshot.licence
    edition.published_at, edition.published_by = snapshot.at, snapshot.by
    edition.first_published_at = _first_published_at(edition.practice, snapshot)
    for column, value in (derived_columns(answers) | kept).items():
        setattr(edition, column, value)
    return codec.fill_columns(edition, answers)


def as_it_was(current: Edition, snapshot: Snapshot) -> Edition:
    """Return an old edition of what is on line as a row, which nobody can save: it has no key, and no contact."""
    answers = codec.decode(snapshot.answers)
    edition = fill_edition(Edition(practice=current.practice), answers, snapshot, **translation(current))
    codec.hold(edition, answers)
    return edition


def original(number: int | None) -> Edition | None:
    """Return the edition on line of the entry that is translated, once nobody is putting it on line or off."""
    if number is None:
        return None
    Practice.all_objects.select_for_update().values_list("pk").get(pk=number)
    return Edition.objects.filter(practice=number).only("pk").first()


def as_called_now(said: list[Answers]) -> list[Answers]:
    """Return answers with cities and topics as they are called now, which nobody renames until the editions are on line.

    Else a rename would not see an edition, nor the edition the new name. SQLite has one writer at a time.
    """
    if not connection.features.has_select_for_update:
        return said
    cities = _held(City, [city for each in said for city in (each["city"], *each["partner_cities"])])
    topics = _held(Topic, [topic for each in said for topic in each["topics"]])
    return [
        each
        | {
            "city": each["city"] and cities[each["city"].pk],
            "partner_cities": [cities[city.pk] for city in each["partner_cities"]],
            "topics": [topics[topic.pk] for topic in each["topics"]],
        }
        for each in said
    ]


def _held[Row: (City, Topic)](model: type[Row], rows: list[Row | None]) -> dict[int, Row]:
    keys = sorted({row.pk for row in rows if row})
    statement = SHARED.format(table=connection.ops.quote_name(model._meta.db_table))
    return {row.pk: row for row in model._default_manager.raw(statement, [keys])} if keys else {}


def _first_published_at(practice: Practice, snapshot: Snapshot) -> datetime:
    if snapshot.edition == 1:
        return snapshot.at
    published = practice.snapshots.exclude(edition=None).order_by("edition")
    first: datetime = published.values_list("at", flat=True)[0]
    return first
