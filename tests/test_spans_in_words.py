"""Does a page, a mail or a guide that says in words how long something lasts say what the code does?"""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import apnumber

from practices.accounts import lifecycle
from practices.models.batch import UNDO_WITHIN
from practices.models.coauthor import INVITATION_VALID_FOR
from practices.models.preview_link import PREVIEW_LINK_VALID_FOR

CONFIRM = timedelta(days=settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS)
UNCONFIRMED = timedelta(days=lifecycle.UNCONFIRMED_DAYS)
PASSWORD = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
SAID: tuple[tuple[str, str, timedelta], ...] = (
    ("templates/mail/confirm_account.md", "The link works for {}.", CONFIRM),
    ("templates/mail/confirm_account.md", "deleted after {}.", UNCONFIRMED),
    ("templates/mail/confirm_address.md", "The link works for {}.", CONFIRM),
    ("templates/mail/person_invited.md", "The link works for {},", CONFIRM),
    ("templates/mail/person_invited.md", "deleted after {}.", UNCONFIRMED),
    ("templates/mail/new_password.md", "The link works for {},", PASSWORD),
    ("templates/account/password_reset.html", "It works for {}.", PASSWORD),
    ("templates/account/link.html", "deleted after {}.", UNCONFIRMED),
    ("templates/account/verification_sent.html", "within {} to confirm your address", CONFIRM),
    ("practices/entries/undo.py", "within {}, once", UNDO_WITHIN),
    ("docs/contributors.md", "a link that works for {}.", PASSWORD),
    ("docs/contributors.md", "confirms an address works for {};", CONFIRM),
    ("docs/contributors.md", "nobody confirms is deleted after {}.", UNCONFIRMED),
    (
        "docs/contributors.md",
        "secret address of the preview for somebody without an account. It works for {},",
        PREVIEW_LINK_VALID_FOR,
    ),
    ("docs/contributors.md", "It can be accepted for {};", INVITATION_VALID_FOR),
    ("docs/editors.md", "For {} **Undo**", UNDO_WITHIN),
    ("docs/editors.md", "within {}, the trash after that", UNDO_WITHIN),
    ("docs/editors.md", "Its link works for {};", CONFIRM),
)
"""Each sentence that rests on a span of the code: where it stands, the sentence, the span."""


def in_words(span: timedelta) -> str:
    days = span // timedelta(days=1)
    count, unit = (
        (days, "days")
        if days
        else (span // timedelta(hours=1), "hours")
        if span >= timedelta(hours=1)
        else (span // timedelta(minutes=1), "minutes")
    )
    return f"{'ten' if count == 10 else apnumber(count)} {unit}"


@pytest.mark.parametrize(("where", "sentence", "span"), SAID, ids=[f"{said[0]}: {said[1]}" for said in SAID])
def test_sentence_says_the_span_of_the_code(where: str, sentence: str, span: timedelta) -> None:
    text = " ".join((Path(settings.BASE_DIR) / where).read_text().split())
    assert sentence.format(in_words(span)) in text


def test_each_link_of_an_account_says_how_long_it_works() -> None:
    spans = re.compile(r"\bworks? for \w+ (?:days|hours|minutes)")
    folder = Path(settings.BASE_DIR) / "templates"
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for path in folder.rglob("*.*")
        if spans.search(path.read_text())
    }
    assert found == {
        where for where, sentence, _ in SAID if "works for" in sentence and where.startswith("templates")
    }
