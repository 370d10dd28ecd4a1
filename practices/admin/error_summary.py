"""The error summary of a form: what is wrong, in words, and which field has it?"""

from dataclasses import dataclass
from typing import Any

from practices.question_kinds import Kind
from practices.template import BY_FIELD


@dataclass(frozen=True)
class FormError:
    """An error in words, and the anchor of the field that has it."""

    anchor: str
    message: str


def form_errors(form: Any) -> list[FormError]:
    """Return the errors of a form in the order of its fields; what names no question at its field names it here."""
    away = {} if form.is_bound else {issue.field: issue.sentence for issue in getattr(form, "issues", ())}
    return [
        FormError(
            anchor(name) if name in BY_FIELD else f"id_{name}", away.get(name) or str(form.errors[name][0])
        )
        for name in form.fields
        if name in form.errors
    ]


def anchor(field: str) -> str:
    """Return the anchor of a question's field; of several boxes, of the first."""
    return f"id_{field}_0" if BY_FIELD[field].kind is Kind.TOPICS else f"id_{field}"
