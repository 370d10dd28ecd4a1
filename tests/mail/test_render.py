"""Is a mail laid out so that every reader can read it, and nobody can smuggle anything into it?"""

import pytest
from pytest_django import Settings

from practices.mail import render
from practices.mail.kinds import KINDS
from practices.mail.outbox import OutboxMessage
from tests.builders import make_mail

EVIL = "Ship\r\nBcc: everybody@evil.example\x00\u202e <script>alert(1)</script>"
CONTEXT = {"title": EVIL, "number": 7, "note": EVIL, "reason": "", "sections": [], "path": "/p/7/"}


@pytest.mark.django_db
def test_title_adds_no_header_and_no_markup() -> None:
    found = render.render_mail(KINDS["returned"], "en-gb", CONTEXT)
    assert found.subject == (
        "Sent back with a note: Ship Bcc: everybody@evil.example <script>alert(1)</script> (No. 7)"
    )
    message = OutboxMessage(make_mail(subject=found.subject, text=found.text, html=found.html)).message()
    assert (message["Bcc"], message["Subject"]) == (None, found.subject)
    assert "<script" not in found.html
    assert "&lt;script&gt;" in found.html
    assert "<script>" in found.text  # plain text, where it is only text


def test_long_title_is_cut_in_the_subject_only() -> None:
    found = render.render_mail(KINDS["returned"], "en-gb", CONTEXT | {"title": "ship " * 40})
    assert (len(found.subject), found.subject[-9:]) == (render.LONGEST_NAME + 31, "… (No. 7)")
    assert found.text.count("ship") == 40


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "evil", ""])
def test_mail_leads_into_this_site_only(path: str) -> None:
    with pytest.raises(ValueError, match="leads into this site only"):
        render.render_mail(KINDS["returned"], "en-gb", CONTEXT | {"path": path})


def test_links_come_from_the_site_s_address(settings: Settings) -> None:
    settings.SITE_URL = "https://practices.example.org"
    found = render.render_mail(KINDS["returned"], "en-gb", CONTEXT)
    assert "\nhttps://practices.example.org/p/7/\n" in found.text
    assert 'href="https://practices.example.org/p/7/"' in found.html


@pytest.mark.parametrize(
    ("asked", "spoken"), [("en-gb", "en-gb"), ("", "en-gb"), ("xx", "en-gb"), ("fr", "fr")]
)
def test_mail_is_in_the_reader_s_language_if_the_site_speaks_it(
    settings: Settings, asked: str, spoken: str
) -> None:
    settings.LANGUAGES = [("en-gb", "English"), ("fr", "Français")]
    found = render.render_mail(KINDS["returned"], asked, CONTEXT)
    assert (found.language, f'<html lang="{spoken}" dir="ltr">' in found.html) == (spoken, True)


def test_mail_names_who_runs_the_site_and_where_to_write_if_that_is_known(settings: Settings) -> None:
    settings.OPERATOR_NAME, settings.CONTACT_EMAIL = "", ""
    plain = render.render_mail(KINDS["returned"], "en-gb", CONTEXT)
    settings.OPERATOR_NAME, settings.CONTACT_EMAIL = "Cities & Co", "office@programme.example"
    named = render.render_mail(KINDS["returned"], "en-gb", CONTEXT)
    for said in ("is run by", "instead"):
        assert (said in plain.text, said in plain.html) == (False, False)
    said = "Write to office@programme.example instead. The site is run by Cities & Co."
    assert said in " ".join(named.text.split())
    assert said.replace("&", "&amp;") in named.html
