"""The references: is there, for each row that names another, the other one?"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from practices.mail.kinds import KINDS, SAVED
from practices.models import Mail, Rename, SearchEntry
from practices.models.old_slug import SlugKind
from practices.verify.addresses import OWNERS
from practices.verify.findings import Finding, Portion
from practices.workflow import MOVES, RECORDED

OF_ENTRIES = {kind.name for kind in KINDS.values() if {SAVED, *MOVES, *RECORDED} & {*kind.when}}
"""The kinds of mails that are about an entry."""


def lost_references(_portion: Portion) -> Iterator[Finding]:
    """Find rows that name a row that is not there; the databases hold against it, unless they are told not to."""
    for model in apps.get_app_config("practices").get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.remote_field and getattr(field, "db_constraint", False) and model is not SearchEntry:
                yield from _lost(model, field)


def _lost(model: Any, field: Any) -> Iterator[Finding]:
    there = field.related_model._base_manager.filter(pk=OuterRef(field.attname))
    rows = model._base_manager.filter(**{f"{field.name}__isnull": False})
    for pk in rows.filter(~Exists(there)).order_by("pk").values_list("pk", flat=True):
        what = f"{model._meta.verbose_name} {pk}"
        says = _("its %(name)s is not there") % {"name": field.verbose_name}
        yield Finding(what, says, _("Bring that back from a backup, or delete the row by hand."))


def mails_about_nothing(_portion: Portion) -> Iterator[Finding]:
    """Find mails that tell about an entry and name none."""
    for mail in Mail.objects.filter(kind__in=OF_ENTRIES, practice=None).order_by("pk"):
        what = _("mail %(key)d (%(kind)s)") % {"key": mail.pk, "kind": mail.kind}
        yield Finding(what, _("it tells about an entry and names none"), _("Delete it by hand."))


def renames_of_nothing(_portion: Portion) -> Iterator[Finding]:
    """Find notes of renames whose city or topic is not there."""
    for kind in (SlugKind.CITY, SlugKind.TOPIC):
        there: Any = OWNERS[kind]._default_manager.filter(pk=OuterRef("target"))
        for note in Rename.objects.filter(~Exists(there), kind=kind).order_by("pk"):
            what = _("rename %(key)d (%(note)s)") % {"key": note.pk, "note": note}
            yield Finding(what, _("what was renamed is not there"), _("`verify --fix` deletes it."), note.pk)


def forget_renames(keys: list[int]) -> None:
    Rename.objects.filter(pk__in=keys).delete()
