"""The layout of a mail: language, subject, and its page, which is Markdown, as text and as HTML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from practices.mail.mail_kind import MailKind
from practices.mail.markdown import clean, literal, parse, to_html, to_text

LONGEST_NAME, LONGEST_READ = 80, 1000
BUTTON = "\n[button]"
"""The line of a page where the button stands; no typed word makes one, as all their brackets are escaped."""
MANY_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class RenderedMail:
    """What a mail says, in its reader's language."""

    language: str
    subject: str
    text: str
    html: str


def render_mail(kind: MailKind, language: str, context: Mapping[str, Any]) -> RenderedMail:
    """Return what a mail of a kind says; `ValueError` when its path leads out of this site."""
    language = site_language(language)
    with translation.override(language):
        subject = on_one_line(str(kind.subject) % {key: _short(value) for key, value in context.items()})
        above, _, below = _markdown(kind, context).partition(BUTTON)
        page = {
            "subject": subject,
            "has_heading": above.startswith("# "),
            "link": _link(context["path"] if "path" in context else reverse(kind.leads)),
            "button": kind.button,
            "site_name": settings.SITE_NAME,
            "imprint": _imprint(),
            "site_url": settings.SITE_URL,
        }
        parts = {"above": parse(above), "below": parse(below)}
        html = {name: SafeString(to_html(part)) for name, part in parts.items()}
        text = {name: to_text(part) for name, part in parts.items()}
        return RenderedMail(
            language,
            subject,
            MANY_BLANK_LINES.sub("\n\n", render_to_string("mail/layout.txt", page | text)),
            render_to_string("mail/layout.html", page | html),
        )


def _imprint() -> str:
    """Return who writes, who runs the site and where answers are read, as far as the settings name them."""
    said = [_("This mail was written by the site itself. Answers to it are not read.")]
    if settings.CONTACT_EMAIL:
        said.append(_("Write to %(contact)s instead.") % {"contact": settings.CONTACT_EMAIL})
    if settings.OPERATOR_NAME:
        said.append(_("The site is run by %(operator)s.") % {"operator": settings.OPERATOR_NAME})
    return " ".join(said)


def _markdown(kind: MailKind, context: Mapping[str, Any]) -> str:
    words = Context({name: literal(value) for name, value in context.items()}, autoescape=False)
    return Engine.get_default().get_template(kind.page).render(words).strip()


def site_language(language: str) -> str:
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
    return " ".join(clean(text).split())
