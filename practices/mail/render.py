"""The layout of a mail: language, subject, text and HTML."""

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator

from practices.mail.kinds import Kind

WIDTH = 78
LONGEST_NAME, LONGEST_READ = 80, 1000
SIGNS_OUT_OF_PLACE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control signs, and those that turn the direction of what follows: a title could disguise itself with them."""


@dataclass(frozen=True)
class RenderedMail:
    """What a mail says, in its reader's language."""

    language: str
    subject: str
    text: str
    html: str


def write(kind: Kind, language: str, context: Mapping[str, Any]) -> RenderedMail:
    """Return what a mail of a kind says; `ValueError` when its path leads out of this site."""
    language = spoken(language)
    with translation.override(language):
        subject = on_one_line(str(kind.subject) % {key: _short(value) for key, value in context.items()})
        page = {
            **context,
            "subject": subject,
            "link": _link(context["path"] if "path" in context else reverse(kind.leads)),
            "button": kind.button,
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
        }
        text = wrap(render_to_string(kind.page("txt"), page))
        return RenderedMail(language, subject, text, _clean(render_to_string(kind.page("html"), page)))


def spoken(language: str) -> str:
    """Return a language that this site speaks: this one, or the site's own."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _link(path: str) -> str:
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError(f"A mail leads into this site only, not to {path!r}.")
    return settings.SITE_URL + path


def _short(value: Any) -> Any:
    return (
        Truncator(on_one_line(value[:LONGEST_READ])).chars(LONGEST_NAME) if isinstance(value, str) else value
    )


def on_one_line(text: str) -> str:
    """Return a text that fits into a header: no line breaks, no control signs."""
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    return SIGNS_OUT_OF_PLACE.sub("", text)


def wrap(text: str) -> str:
    """Return a text in lines of 78 signs at most; only a line with an address may be longer: it would break."""
    lines = "\n".join(line for paragraph in _clean(text).splitlines() for line in _fill(paragraph))
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def _fill(paragraph: str) -> Iterator[str]:
    for line in textwrap.wrap(paragraph, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]:
        yield from [line] if "://" in line else textwrap.wrap(line, WIDTH) or [""]
