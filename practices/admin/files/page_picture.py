"""The page on which editors set the picture of a city or topic, describe it, replace it or take it out."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.admin.entry.fields import LARGE, TypedField
from practices.admin.merging import row_of_address
from practices.admin.sites import signed_in
from practices.answers.pictures import UNSHOWABLE, flaws_of, preview_picture_address, shown_as
from practices.answers.uploaded import SAID_OF, FileRow
from practices.entries.files.page_pictures import (
    Owner,
    PictureChanged,
    picture_of,
    set_picture,
    take_picture_out,
    waiting_for,
)
from practices.entries.files.receiving import receive_for_page
from practices.models import PagePicture
from practices.question_kinds import Kind
from practices.uploads.arriving import lost_on_arrival, were_let_go
from practices.uploads.exceptions import FileRefused, StorageUnavailable
from practices.uploads.kinds import FILE_KINDS
from practices.uploads.storage import AWAY

SAID = SAID_OF[Kind.PICTURES]
ACCEPTED = ",".join(kind.media_type for kind in FILE_KINDS if kind.picture)
CHANGED = gettext_lazy(
    "Somebody else has changed this picture meanwhile. Look at the one that is there now, describe that, and save."
)


class PagePictureForm(forms.Form):
    """A picture with what is said of it; `of` names the one that is described, while no new one comes with the form."""

    of = forms.CharField(required=False, widget=forms.HiddenInput)
    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        help_text=gettext_lazy(
            "JPEG, PNG, WebP or AVIF of up to 20 MB. It takes the place of one that is there."
        ),
        widget=forms.FileInput({"accept": ACCEPTED}),
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("Licence"),
        required=False,
        choices=lambda: [("", _("Choose a licence")), *SAID.choices["licence"]()],
    )
    consent = forms.BooleanField(
        label=gettext_lazy("Everybody who can be recognised agrees that it is shown, or nobody is on it"),
        required=False,
    )
    removed = forms.BooleanField(label=gettext_lazy("Take this picture out"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in SAID.words.items():
            shown = label if name in SAID.needed else _("%(label)s (optional)") % {"label": label}
            self.fields[name] = TypedField(
                label=shown, required=False, widget=forms.Textarea({"class": LARGE, "rows": 2})
            )
        for name in ("consent", "removed"):
            self.fields[name].label_suffix = ""
        self.order_fields(["of", "picture", *SAID.words])

    def say(self, name: str, why: str) -> None:
        """Say what keeps it from being saved, where that is mended."""
        self.add_error(name, capfirst(why))

    def name_described(self, digest: str) -> None:
        """Let the form, sent again, describe this picture."""
        sent: Any = self.data
        sent["of"] = digest

    def said(self, digest: str) -> FileRow:
        """Return what is said of a picture, as an entry says it."""
        names = (*SAID.words, *SAID.choices)
        ticks = {name: bool(self.cleaned_data.get(name)) for name in SAID.ticks}
        return {"file": digest, **{name: self.cleaned_data.get(name, "") for name in names}, **ticks}


def page_picture_view(request: HttpRequest, object_id: str, *, admin: Any) -> HttpResponse:
    """Show the picture of a row with its form; a POST sets it, or takes it out."""
    owner = row_of_address(request, object_id, admin=admin)
    there = picture_of(owner)
    if request.method != "POST":
        return _page(
            request,
            owner,
            PagePictureForm(initial=there.picture | {"of": there.file} if there else {}),
            there,
            admin=admin,
        )
    form = PagePictureForm(request.POST.copy())
    form.is_valid()
    try:
        if form.cleaned_data.get("removed"):
            take_picture_out(owner, form.cleaned_data.get("of", ""), by=signed_in(request))
            messages.success(request, _("The picture was taken out."))
        else:
            described = _described(request, form, there)
            if form.errors:
                return _page(request, owner, form, described, admin=admin)
            set_picture(owner, form.said(described.file if described else ""), by=signed_in(request))
            messages.success(request, _("The picture was saved. Readers see it within a minute."))
    except PictureChanged:
        form.say("picture", str(CHANGED))
        return _page(request, owner, form, picture_of(owner), admin=admin, status=HTTPStatus.CONFLICT)
    return redirect(f"admin:practices_{admin.opts.model_name}_change", owner.pk)


def _described(request: HttpRequest, form: PagePictureForm, there: PagePicture | None) -> PagePicture | None:
    """Return the picture that a form describes: one that came with it, or before; say what is missing.

    Raises `PictureChanged` when what it describes is neither there nor hers.
    """
    of = form.cleaned_data.get("of", "")
    new, why = _brought(request)
    if why:
        form.say("picture", why)
    described = new or (there if there and there.file == of else waiting_for(signed_in(request), of))
    if described is None:
        if of:
            raise PictureChanged
        if not why:
            form.say("picture", _("choose a picture."))
    for name, flaw in flaws_of(form.said("")):
        form.say(name, flaw)
    if new and there and new.file != there.file and form.cleaned_data.get("alt") == there.said.get("alt"):
        form.say(
            "alt",
            _("this described the former picture. Read it with the new one, change it if need be, and save."),
        )
    return described


def _brought(request: HttpRequest) -> tuple[PagePicture | None, str]:
    """Take in the picture that came with a form, if one did; or return why it was not taken."""
    if were_let_go(request.META):
        return None, _("this picture was not taken: it may have %(most)d MB.") % {
            "most": settings.UPLOAD_MEGABYTES
        }
    if lost_on_arrival(request.META):
        return None, str(AWAY)
    file = request.FILES.get("picture")
    if file is None:
        return None, ""
    try:
        return receive_for_page(file, by=signed_in(request)), ""
    except (FileRefused, StorageUnavailable) as refused:
        return None, str(refused)


def _page(
    request: HttpRequest,
    owner: Owner,
    form: PagePictureForm,
    picture: PagePicture | None,
    *,
    admin: Any,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    if form.is_bound:
        form.name_described(picture.file if picture else "")
    context = admin.admin_site.each_context(request) | {
        "title": _("Picture of %(name)s") % {"name": owner},
        "opts": admin.opts,
        "row": owner,
        "form": form,
        "picture": shown_as({"alt": ""} | picture.picture, picture, preview_picture_address)
        if picture
        else None,
        "is_there": picture is not None and picture.owner == owner,
        "unshowable": capfirst(UNSHOWABLE),
        "most": settings.UPLOAD_MEGABYTES,
    }
    return TemplateResponse(request, "admin/practices/page_picture.html", context, status=status)
