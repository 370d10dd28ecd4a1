"""The merging of two cities, or of two topics: what named the one names the other, and for a day that can be undone.

Kept texts are not touched: they hold the address that a row had, which leads to the other one from now on. So an edition
always names what its snapshot leads to, and an undo reads that anew.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from practices import permissions
from practices.answers import codec
from practices.answers.derived import places
from practices.entries.files import page_pictures
from practices.models import (
    AuditEvent,
    City,
    Edition,
    Merge,
    OldSlug,
    Place,
    Practice,
    Rename,
    Snapshot,
    Topic,
    User,
    last_change,
)
from practices.models.merge import UNDO_WITHIN
from practices.models.old_slug import SlugKind
from practices.places.cities import fold_names
from practices.search import renames
from practices.workflow import Status

type Row = City | Topic
type Moved = dict[str, list[Any]]


class MergeRefused(Exception):
    """Two rows cannot be merged, or not be parted again; the text tells a person why."""


@transaction.atomic
def merge(gone: Row, target: Row, *, by: User) -> Merge:
    """Let all that names one row name another, at whose address the one's addresses lead from now on; the row itself goes.

    Raises `PermissionDenied`, or `MergeRefused` for two that are not there any more, one and the same, or of two countries.
    """
    if not permissions.can_change_cities_and_topics(by):
        raise PermissionDenied
    gone, target = _locked(gone, target)
    kind = SlugKind(gone._meta.model_name or "")
    former = OldSlug.objects.filter(kind=kind, target=gone.pk)
    moved: Moved = {
        "slugs": list(former.values_list("slug", flat=True)),
        "picture": page_pictures.picture_keys_of(gone),
    }
    Rename.objects.filter(kind=kind, target=gone.pk).delete()
    _follow(target)
    former.update(target=target.pk)
    OldSlug.objects.create(kind=kind, slug=gone.slug, target=target.pk)
    if isinstance(gone, City) and isinstance(target, City):
        moved |= _move_city(gone, target)
    else:
        moved |= _move_links("topics", gone, target)
    done = Merge.objects.create(kind=kind, target=target.pk, gone=_as_json(gone), moved=moved, by=by)
    page_pictures.let_follow(done, gone, target)
    gone.delete()
    _follow(target)
    last_change.tell(_editions_naming(done).values_list("practice", flat=True))
    _record(done, target, by=by, what="merged")
    return done


def undoable_merges(target: Row) -> QuerySet[Merge]:
    """Return what went into a row within a day and can come back."""
    kind, since = SlugKind(target._meta.model_name or ""), timezone.now() - UNDO_WITHIN
    return Merge.objects.filter(kind=kind, target=target.pk, undone_at=None, at__gte=since)


@transaction.atomic
def part(merged: Merge, *, by: User) -> Row:
    """Bring back the row that went into another, with its addresses and all that named it and still names the other one.

    Raises `PermissionDenied`, or `MergeRefused` after a day, or when its name or address has been given away.
    """
    if not permissions.can_change_cities_and_topics(by):
        raise PermissionDenied
    merged = Merge.objects.select_for_update().get(pk=merged.pk)
    model: Any = City if merged.kind == SlugKind.CITY else Topic
    keys = _practices(merged) | set(_editions_naming(merged).values_list("practice", flat=True))
    list(Practice.all_objects.filter(pk__in=keys).select_for_update().order_by("pk").values_list("pk"))
    target: Row | None = model.objects.select_for_update().filter(pk=merged.target).first()
    if target is None or not undoable_merges(target).filter(pk=merged.pk).exists():
        raise MergeRefused(_("This can be undone within a day, once, before the other one is merged itself."))
    back: Row = model(**merged.gone)
    if target.slug == back.slug:
        raise MergeRefused(_("Its address was given away: nothing was done."))
    try:
        with transaction.atomic():
            back.save(force_insert=True)
    except IntegrityError:
        raise MergeRefused(_("Its name was given away: nothing was done.")) from None
    slugs = [back.slug, *merged.moved["slugs"]]
    OldSlug.objects.filter(kind=merged.kind, slug=back.slug, target=target.pk).delete()
    OldSlug.objects.filter(kind=merged.kind, slug__in=slugs, target=target.pk).update(target=back.pk)
    _follow(target, back)
    page_pictures.bring_back(merged, back, target)
    _move_back(merged, back, target)
    merged.undone_at = timezone.now()
    merged.save(update_fields=["undone_at"])
    _follow(target, back)
    last_change.tell(keys)
    _record(merged, target, by=by, what="parted")
    return back


def _locked(gone: Row, target: Row) -> tuple[Any, Any]:
    """Lock the entries that name a row, then both rows, as an approval does; return these as they are now."""
    model: Any = type(gone)
    list(_naming(gone).select_for_update().order_by("pk").values_list("pk"))
    rows = {
        row.pk: row
        for row in model.objects.filter(pk__in=[gone.pk, target.pk]).select_for_update().order_by("pk")
    }
    if len(rows) < 2:  # noqa: PLR2004  the one and the other
        raise MergeRefused(_("Choose another one: these two are one, or one of them is gone."))
    if isinstance(gone, City) and isinstance(target, City) and gone.country != target.country:
        raise MergeRefused(_("They are of two countries: the entries that name them say so, too."))
    return rows[gone.pk], rows[target.pk]


def _naming(row: Row) -> QuerySet[Practice]:
    """Return the entries that name a row, in the trash too."""
    if isinstance(row, Topic):
        named = Practice.topics.through.objects.filter(topic=row).values("practice")
        return Practice.all_objects.filter(pk__in=named)
    partners = Practice.partner_cities.through.objects.filter(city=row).values("practice")
    own = Practice.all_objects.filter(city=row).values("pk")
    keys = {*own.values_list("pk", flat=True), *partners.values_list("practice", flat=True)}
    return Practice.all_objects.filter(pk__in=keys)


def _move_city(gone: City, target: City) -> Moved:
    own = {
        "practices": Practice.all_objects.filter(city=gone),
        "people": User.objects.filter(city=gone),
    }
    moved: Moved = {
        name: list(rows.order_by("pk").values_list("pk", flat=True)) for name, rows in own.items()
    }
    for rows in (*own.values(), Edition.objects.filter(city=gone)):
        rows.update(city=target)
    moved |= _move_links("partner_cities", gone, target)
    _move_places(gone, target)
    added = [name for name in (gone.name, *gone.aliases) if name not in {target.name, *target.aliases}]
    target.aliases = [*target.aliases, *dict.fromkeys(added)]
    fold_names(target).save(update_fields=["aliases", "names", "sort_name"])
    return moved | {"aliases": added}


def _move_places(gone: City, target: City) -> None:
    """Let an edition that names both have one place: the lead, if one of them is."""
    both = Place.objects.filter(city=gone, edition__in=Place.objects.filter(city=target).values("edition"))
    leads = list(both.filter(is_lead=True).values_list("edition", flat=True))
    doubled = list(both.filter(is_lead=False).values_list("pk", flat=True))
    Place.objects.filter(city=target, edition__in=leads).delete()
    Place.objects.filter(pk__in=doubled).delete()
    Place.objects.filter(city=gone).update(city=target)


def _move_links(field: str, gone: Row, target: Row) -> Moved:
    """Let entries and editions that are linked to a row be linked to another, once; return which entries were."""
    moved: Moved = {}
    for model in (Practice, Edition):
        relation: Any = model._meta.get_field(field)
        links, source = relation.remote_field.through._base_manager, relation.m2m_column_name()
        name = relation.m2m_reverse_field_name()
        linked = links.filter(**{name: gone})
        both = set(
            links.filter(**{name: target, f"{source}__in": linked.values(source)}).values_list(
                source, flat=True
            )
        )
        if model is Practice:
            moved = {
                f"{field}_alone": sorted(set(linked.values_list(source, flat=True)) - both),
                f"{field}_both": sorted(both),
            }
        linked.filter(**{f"{source}__in": both}).delete()
        linked.update(**{name: target})
    return moved


def _practices(merged: Merge) -> set[int]:
    names = ("practices", "partner_cities_alone", "partner_cities_both", "topics_alone", "topics_both")
    return {key for name in names for key in merged.moved.get(name, ())}


def _move_back(merged: Merge, back: Row, target: Row) -> None:
    moved = merged.moved
    if isinstance(back, City) and isinstance(target, City):
        for rows, keys in ((Practice.all_objects, moved["practices"]), (User.objects, moved["people"])):
            rows.filter(pk__in=keys, city=target).update(city=back)
        target.aliases = [name for name in target.aliases if name not in moved["aliases"]]
        fold_names(target).save(update_fields=["aliases", "names", "sort_name"])
    field = "partner_cities" if isinstance(back, City) else "topics"
    links: Any = getattr(Practice, field).through._base_manager
    name = str(back._meta.model_name)
    still = links.filter(**{name: target})
    both = still.filter(practice__in=moved[f"{field}_both"]).values_list("practice", flat=True)
    links.bulk_create(links.model(practice_id=key, **{name: back}) for key in list(both))
    still.filter(practice__in=moved[f"{field}_alone"]).update(**{name: back})
    _read_anew(merged)


def _editions_naming(merged: Merge) -> QuerySet[Edition]:
    """Return the editions that name what a row went into."""
    is_city = merged.kind == SlugKind.CITY
    places = Place.objects.filter(city=merged.target)
    rows: Any = places if is_city else Edition.topics.through.objects.filter(topic=merged.target)
    return Edition.objects.filter(pk__in=rows.values("edition"))


def _read_anew(merged: Merge) -> None:
    """Let the editions that name a row, and the entries that say what these say, name what their snapshots lead to now."""
    found = _editions_naming(merged).select_related("practice").select_for_update(of=("self",))
    editions = list(found.order_by("pk"))
    snapshots = _last_snapshots(editions)
    decoded = codec.decode_each([snapshots[each.practice_id] for each in editions])
    for edition, answers in zip(editions, decoded, strict=True):
        said = {name: answers[name] for name in ("city", "partner_cities", "topics")}
        if edition.city_typed:
            del said["city"]
        codec.write(edition, said)
        edition.places.all().delete()
        Place.objects.bulk_create(places(edition, codec.said(edition)))
        if edition.practice.status == Status.PUBLISHED:
            codec.write(edition.practice, said)


def _last_snapshots(editions: Iterable[Edition]) -> dict[int, Any]:
    numbers = {edition.practice_id: edition.number for edition in editions}
    found = Snapshot.objects.filter(practice__in=numbers, edition__isnull=False)
    rows = found.values_list("practice", "edition", "answers")
    return {practice: answers for practice, number, answers in rows if number == numbers[practice]}


def _follow(*rows: Row) -> None:
    """Note that editions of rows are to be found anew, before these are locked, and sort them."""
    for row in rows:
        if isinstance(row, City):
            renames.follow_city(row)
        else:
            renames.follow_topic(row)


def _as_json(row: Model) -> dict[str, Any]:
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: value.code if hasattr(value, "code") else value for name, value in columns.items()}


def _record(merged: Merge, target: Row, *, by: User, what: str) -> None:
    after = {"other": f"{merged} ({merged.gone['slug']})"}
    AuditEvent.objects.record(f"{merged.kind}_{what}", by=by, about=target, after=after)
