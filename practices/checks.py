"""The system checks: does the template agree with the columns, and is the accessibility statement whole?"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import WARNING, CheckMessage, Error, register

from practices.answers.codec import TYPED
from practices.models import Content, Practice
from practices.template import FIELDS


@register()
def template_matches_columns(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start when a question has no column or a column no question."""
    columns = {field.name for field in Content._meta.get_fields()} - set(TYPED.values())
    return [
        *_missing(set(FIELDS) - columns, "question", "column"),
        *_missing(columns - set(FIELDS), "column", "question"),
    ]


def _missing(fields: Iterable[str], has: str, lacks: str) -> list[CheckMessage]:
    return [
        Error(
            f"The {has} “{field}” has no {lacks}.",
            hint="Keep practices/template.py and practices/models/content.py in step.",
            obj=Practice,
            id=f"practices.E00{1 if has == 'question' else 2}",
        )
        for field in sorted(fields)
    ]


@register(deploy=True)
def statement_names_whom_to_write_to(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn while the accessibility statement lacks what only the operator knows."""
    return [
        CheckMessage(
            WARNING,
            f"{name} is not set: the accessibility statement says that it is missing.",
            hint="See “Accessibility” in docs/operators.md.",
            id="practices.W001",
        )
        for name in ("CONTACT_EMAIL", "ENFORCEMENT_BODY")
        if not getattr(settings, name)
    ]
