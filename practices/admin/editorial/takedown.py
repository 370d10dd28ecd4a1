"""The page of a takedown by law: what is to go, everywhere it stands and what readers will find, then the password and the deed."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices import permissions
from practices.accounts.forms import CurrentPassword
from practices.admin.entry.fields import LARGE, TypedField
from practices.admin.entry.move_pages import is_repeated
from practices.admin.expected_version import VersionedForm
from practices.admin.files.pictures import THUMBNAIL
from practices.admin.sites import signed_in
from practices.answers.attachments import ShownAttachment
from practices.answers.file_places import ShownFiles, shown_files
from practices.answers.passage import LONGEST, NamedFiles, WordSequence, meant_by
from practices.answers.pictures import ShownPicture
from practices.answers.uploaded import SAID_OF, SHORT, FileRow
from practices.entries.actions import Missing, MoveRefused, Stale
from practices.entries.files.receiving import named_by
from practices.entries.takedown import editions, held
from practices.entries.takedown.door import What, take_down
from practices.models import Practice, Snapshot, Upload
from practices.models.snapshot import Takedown
from practices.question_kinds import Kind
from practices.template import BY_FIELD
from practices.uploads import storage
from practices.uploads.kinds import DOCUMENT_KINDS
from practices.workflow import RECORDED, TAKE_DOWN

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin

PASSAGE, PICTURES = "passage", "pictures"


class TakedownForm(VersionedForm):
    """What is to go, and why."""

    what = forms.ChoiceField(
        label=gettext_lazy("What is to go"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is to go.")},
    )
    passage = TypedField(
        label=gettext_lazy("The passage"),
        help_text=gettext_lazy(
            "Paste its words. Capitals, blanks, signs and Markdown between them have no say; an address within a link does. "
            "The address of a picture or document takes that."
        ),
        required=False,
        longest=LONGEST,
        widget=forms.Textarea({"class": LARGE, "rows": 4}),
    )
    pictures = forms.MultipleChoiceField(
        label=gettext_lazy("Pictures and documents of this entry, its old editions and its drafts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = TypedField(
        label=gettext_lazy("Reason and legal basis"),
        help_text=gettext_lazy(
            "Who asks for it, by which law or order. It stays in the history, which its authors and all editors read; the public does "
            "not. Do not repeat the words."
        ),
        widget=forms.Textarea({"class": LARGE, "rows": 3}),
        error_messages={"required": gettext_lazy("Write the reason and its legal basis.")},
    )
    with_address = forms.BooleanField(
        label=gettext_lazy("Give up its address, too: it says words of the title"), required=False
    )

    def __init__(self, practice: Practice, data: Any = None) -> None:
        super().__init__(data, initial={"seen": practice.version}, use_required_attribute=False)
        self.practice = practice
        self.shown = shown_files(_files_of(practice), THUMBNAIL)
        said = [(PASSAGE, _("A passage, wherever this entry says it"))]
        if self.shown.digests:
            said.append(
                (PICTURES, _("Pictures or documents, wherever this entry shows them: tick them below"))
            )
        self.fields["what"].choices = [*said, *map(_choice, editions_of(practice))]  # type: ignore[attr-defined]  # `fields` is of any Field
        ticked = [*map(_thumbnail, self.shown.pictures), *map(_document, self.shown.attachments)]
        self.fields["pictures"].choices = ticked  # type: ignore[attr-defined]  # `fields` is of any Field

    @property
    def number(self) -> int | None:
        """Return the number of the edition that is to go; None for a passage or files."""
        chosen = self.cleaned_data["what"]
        return None if chosen in {PASSAGE, PICTURES} else int(chosen)

    @cached_property
    def sought(self) -> WordSequence:
        if self.cleaned_data["what"] == PICTURES:
            return NamedFiles(self.cleaned_data["pictures"])
        return meant_by(self.cleaned_data["passage"] if self.number is None else "")

    @property
    def going(self) -> ShownFiles:
        """Return the files that are to go, as they are named or ticked."""
        return self.shown.named(self.sought.names)

    @cached_property
    def standings(self) -> list[held.Standing]:
        return held.standings(self.practice, self.sought)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("what") == PASSAGE and "passage" in cleaned and not self.standings:
            self.add_error(
                "passage", _("This entry says these words nowhere. Paste at least three signs of its text.")
            )
        if cleaned.get("what") == PICTURES and not cleaned.get("pictures"):
            self.add_error("pictures", _("Tick the pictures and documents that are to go."))
        return cleaned

    @property
    def chosen(self) -> What:
        return What(self.number, with_address=self.cleaned_data["with_address"], passage=self.sought)


def editions_of(practice: Practice) -> list[Snapshot]:
    """Return the editions of which something is left, the newest first."""
    kept = practice.snapshots.exclude(edition=None).exclude(taken_down=Takedown.WHOLE)
    return list(kept.order_by("-edition").only("edition", "at"))


def _files_of(practice: Practice) -> list[FileRow]:
    """Return all files of an entry; of one that no text names, nothing is said but what it was called."""
    named = named_by(practice)
    others = practice.uploads.exclude(file__in=named).order_by("pk")
    return [*named.values(), *map(_unnamed, others)]


def _unnamed(upload: Upload) -> FileRow:
    is_document = upload.kind in DOCUMENT_KINDS
    said = SAID_OF[Kind.ATTACHMENTS if is_document else Kind.PICTURES]
    blank = {"file": upload.file, **dict.fromkeys((*said.words, *said.choices), "")}
    return blank | {"title" if is_document else "caption": upload.name}


def _choice(snapshot: Snapshot) -> tuple[str, str]:
    said = _("%(edition)s: all that it says, and every draft that is kept")
    return str(snapshot.edition), said % {"edition": held.name_of_kept(snapshot)}


def _thumbnail(shown: ShownPicture) -> tuple[str, str]:
    """Return a picture as one that can be ticked: what it shows, and which one it is."""
    picture = shown.picture
    words = shown.caption or shown.alt or _("Picture %(name)s") % {"name": picture["file"][:SHORT]}
    image = format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="">',
        *(shown.src, shown.jpeg, shown.sizes, shown.width, shown.height),
    )
    return picture["file"], format_html("{} <span>{}</span>", image, words)


def _document(shown: ShownAttachment) -> tuple[str, str]:
    """Return a document as one that can be ticked: what it is called, and a way to look at it."""
    link = format_html('<a href="{}">{}</a>', shown.address, _("Open it"))
    return shown.row["file"], format_html("<span>{} ({}) {}</span>", shown.title, shown.makeup, link)


def takedown_view(request: HttpRequest, pk: int, *, admin: "EntryAdmin") -> HttpResponse:
    """Ask what is to go; show where it stands; take it down when the password was given."""
    practice = get_object_or_404(Practice.all_objects.select_related("city", "contributor"), pk=pk)
    if not permissions.can_take_down(request.user, practice):
        raise PermissionDenied
    form = TakedownForm(practice, request.POST if request.method == "POST" else None)
    is_sound = form.is_bound and form.is_valid()
    if form.is_bound and _is_done(request, form):
        return _done(request, practice, admin=admin)
    if not is_sound or "back" in request.POST:
        status = HTTPStatus.BAD_REQUEST if form.is_bound and form.errors else None
        return takedown_page(request, form, admin=admin, status=status)
    if "confirmed" not in request.POST:
        return confirmation_page(request, form, admin=admin)
    password = CurrentPassword(request.POST, person=signed_in(request))
    if not password.is_valid():
        return confirmation_page(request, form, admin=admin, password=password, status=HTTPStatus.BAD_REQUEST)
    return _take_down(request, form, admin=admin)


def _is_done(request: HttpRequest, form: TakedownForm) -> bool:
    """Say whether a press before has done this already."""
    reason = form.cleaned_data.get("reason", "")
    return is_repeated(signed_in(request), form.practice, TAKE_DOWN, form.version + 1, reason)


def _take_down(request: HttpRequest, form: TakedownForm, *, admin: "EntryAdmin") -> HttpResponse:
    reason, by = form.cleaned_data["reason"], signed_in(request)
    is_kept = _keeps_the_same(_told_of(form))
    try:
        taken = take_down(form.practice, form.chosen, reason=reason, by=by, expected_version=form.version)
    except Stale as stale:
        now = TakedownForm(stale.practice, request.POST)
        page = confirmation_page if now.is_valid() else takedown_page
        return page(request, now, admin=admin, status=HTTPStatus.CONFLICT)
    except MoveRefused as refusal:
        form.add_error(refusal.field if isinstance(refusal, Missing) else None, str(refusal))
        return takedown_page(request, form, admin=admin, status=HTTPStatus.BAD_REQUEST)
    return _done(request, taken, admin=admin, is_kept=is_kept)


def _done(
    request: HttpRequest, practice: Practice, *, admin: "EntryAdmin", is_kept: bool = False
) -> HttpResponse:
    said = _(
        "It is taken down. Backups and copies made before still hold it: the operators’ guide says what to do about them."
    )
    messages.success(request, said)
    if is_kept:
        messages.warning(request, _("What was named as keeping some of the same still does."))
    if storage.may_keep_versions() and (
        files := practice.events.filter(move=TAKE_DOWN).latest("pk").files_taken_down
    ):
        kept = _("Versions in a bucket keep what was deleted: have these deleted there, too: %(files)s")
        messages.warning(request, kept % {"files": ", ".join(files)})
    return redirect(
        admin.list_address("trash_list") if practice.trashed_at else admin.address(practice, "history")
    )


def takedown_page(
    request: HttpRequest, form: TakedownForm, *, admin: "EntryAdmin", status: int | None = None, **shown: Any
) -> HttpResponse:
    """Show what is asked, or what is to be confirmed."""
    act = RECORDED[TAKE_DOWN]
    context: dict[str, Any] = {"title": act.label, "act": act, "form": form, "password": None}
    context |= {"is_stale": status == HTTPStatus.CONFLICT}
    template = "admin/editorial/takedown.html"
    return admin.page(request, template, form.practice, status=status, **context | shown)


def confirmation_page(
    request: HttpRequest,
    form: TakedownForm,
    *,
    admin: "EntryAdmin",
    password: CurrentPassword | None = None,
    status: int | None = None,
) -> HttpResponse:
    """Show every place where it stands, and what will be there; if the entry was written since, as it is now."""
    asked = password or CurrentPassword(person=signed_in(request))
    shown = _told_of(form) | {"confirms": True, "password": asked}
    return takedown_page(request, form, admin=admin, status=status, **shown)


def _told_of(form: TakedownForm) -> dict[str, Any]:
    """Return what goes, and what is named as keeping some of the same."""
    what, practice = form.chosen, form.practice
    if what.edition is not None:
        return {"passage": what.passage.words} | _told_of_edition(practice, what.edition)
    if names := (going := form.going).digests:
        return {"passage": "", "going": going, "others": list(_others_with(practice, names))}
    return {"passage": what.passage.words}


def _keeps_the_same(told: dict[str, Any]) -> bool:
    staying = told.get("staying")
    return bool(told.get("others") or told.get("same") or (staying and staying.digests))


def _others_with(practice: Practice, names: Sequence[str]) -> Iterator[str]:
    """Name the other entries, cities and topics that have some of these files."""
    for number in sorted({row.practice_id for row in editions.brought_elsewhere(practice, names)}):
        yield _("Entry No. %(number)d") % {"number": number}
    for row in editions.on_pages(names):
        if row.owner:
            yield _("The page of %(name)s") % {"name": row.owner}


def _told_of_edition(practice: Practice, number: int) -> dict[str, Any]:
    """Return what goes with an edition, and which editions say some of the same and keep it."""
    kept, besides = editions.edition_of(practice, number), editions.others(practice, number)
    same = [(other.edition, editions.shared(kept.answers, other.answers)) for other in besides]
    return {
        "kept": kept,
        "is_last": editions.is_last(practice, number),
        "drafts": practice.snapshots.filter(edition=None).exclude(taken_down=Takedown.WHOLE).count(),
        "staying": shown_files(editions.files_that_stay(practice, kept, besides), THUMBNAIL),
        "resets": editions.is_said_by_working_copy(practice, kept, besides),
        "addresses": editions.addresses_of(practice, kept, besides),
        "same": [
            (edition, ", ".join(str(BY_FIELD[each].label) for each in found))
            for edition, found in same
            if found
        ],
    }
