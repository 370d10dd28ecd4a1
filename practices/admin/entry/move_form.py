"""The forms of moves: what must a person write before one is made?"""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from practices.admin.entry.fields import LARGE, TypedField
from practices.admin.expected_version import VersionedForm
from practices.models import Practice
from practices.text import legible
from practices.workflow import SUBMIT, Effect, Move, Requirement, Status

CHANGE_NOTE = "change_note"


class MoveForm(VersionedForm):
    """The words that a move needs; the door itself says what is missing, so nothing is required here.

    A note that was written where the move was first asked for is here again.
    """

    def __init__(self, move: Move, practice: Practice, data: Any = None) -> None:
        super().__init__(data, initial={"seen": practice.version}, use_required_attribute=False)
        for name, make in asked(move, practice).items():
            self.fields[name] = make()

        self.asks_assent = Requirement.ASSENT in move.needs
        if self.asks_assent and self.data.get("note"):
            self.fields["note"] = _note()

        if move.name == SUBMIT and practice.status == Status.RETURNED:
            self.fields["note"] = _answer()

        if tells_readers(move, practice):
            self.fields[CHANGE_NOTE] = _change_note()

    @property
    def words(self) -> dict[str, Any]:
        """Return what `actions.move` takes beside the version."""
        words = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return words | ({"despite": self.data.get("despite", "")} if self.asks_assent else {})


class TrashForm(VersionedForm):
    """The version that is put into the trash, and a note for its contributor, if there is one to read it."""

    def __init__(self, practice: Practice, data: Any = None, *, asks_note: bool = False) -> None:
        super().__init__(data, initial={"seen": practice.version}, use_required_attribute=False)
        if asks_note:
            self.fields["note"] = _note()

    @property
    def words(self) -> dict[str, Any]:
        """Return what `actions.trash` takes beside the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def _note() -> forms.Field:
    return TypedField(
        label=_("Note"),
        help_text=_("Its contributor and all editors read it."),
        required=False,
        widget=forms.Textarea({"class": LARGE, "rows": 5}),
    )


def _answer() -> forms.Field:
    return TypedField(
        label=_("Your answer to the editors’ note (optional)"),
        help_text=_(
            "Say what you changed, or why something stays as it is. Editors read it beside your text."
        ),
        required=False,
        widget=forms.Textarea({"class": LARGE, "rows": 4}),
    )


def _change_note() -> forms.Field:
    return TypedField(
        label=_("What is new in this edition"),
        help_text=_("Everybody reads it, at this edition and once it is an old one."),
        required=False,
        widget=forms.Textarea({"class": LARGE, "rows": 2}),
    )


def _reason() -> forms.Field:
    return TypedField(
        label=_("Public reason"),
        help_text=_("Everybody who comes to its address reads this instead of the practice."),
        required=False,
        widget=forms.Textarea({"class": LARGE, "rows": 3}),
    )


def _licence() -> forms.Field:
    return forms.BooleanField(
        label=_("I agree that this entry is published under CC BY 4.0."), required=False
    )


MAKERS = {
    Requirement.NOTE: ("note", _note),
    Requirement.REASON: ("reason", _reason),
    Requirement.LICENCE: ("licence_agreed", _licence),
}


def tells_readers(move: Move, practice: Practice) -> bool:
    """Say whether an edition comes of a move that is not the first, so that readers may be told what is new in it."""
    return move.effect is Effect.PUBLISH and practice.has_edition


def sent_change_note(request: HttpRequest) -> str:
    """Return what an editor wrote for readers beside the questions of a form."""
    return legible(request.POST.get(CHANGE_NOTE, ""))


def keep_change_note(request: HttpRequest, practice: Practice) -> None:
    """Keep what was written for readers until it is shown again: a save alone publishes nothing."""
    if text := sent_change_note(request):
        request.session[CHANGE_NOTE] = {"practice": practice.pk, "text": text}


def kept_change_note(request: HttpRequest, practice: Practice) -> str:
    """Return what was written for readers and has not been published, once."""
    if text := sent_change_note(request):
        return text
    kept = request.session.get(CHANGE_NOTE) or {}
    return str(request.session.pop(CHANGE_NOTE)["text"]) if kept.get("practice") == practice.pk else ""


def asked(move: Move, practice: Practice) -> dict[str, Any]:
    """Return what a move asks a person for, by field; a licence is agreed once, and no note asked that nobody would read."""
    spared = {Requirement.LICENCE} if practice.licence_agreed_at else set()
    if Requirement.REASON in move.needs and not practice.has_reader_of_notes:
        spared.add(Requirement.NOTE)
    return dict(MAKERS[need] for need in move.needs if need in MAKERS and need not in spared)
