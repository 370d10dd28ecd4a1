"""Does the doctor find what the DNS does not say of the site's mails? Asked of a real server on loopback."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from dns import message, rcode, resolver, rrset
from pytest_django import Settings

from practices.health.mail_records import missing_mail_records

SPF, DMARC = '"v=spf1 include:host.example -all"', '"v=DMARC1; p=none"'


@contextmanager
def dns(texts: Mapping[str, list[str]]) -> Iterator[tuple[str, int]]:
    """Answer for the texts of some names, and that there is no other name."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.bind(("127.0.0.1", 0))
        asked.settimeout(0.05)
        ended = threading.Event()

        def answer() -> None:
            while not ended.is_set():
                try:
                    packet, sender = asked.recvfrom(4096)
                except TimeoutError:
                    continue
                question = message.from_wire(packet)
                name = question.question[0].name.to_text(omit_final_dot=True)
                response = message.make_response(question)
                if name in texts:
                    response.answer.append(rrset.from_text_list(f"{name}.", 60, "IN", "TXT", texts[name]))
                else:
                    response.set_rcode(rcode.NXDOMAIN)
                asked.sendto(response.to_wire(), sender)

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            yield asked.getsockname()
        finally:
            ended.set()
            thread.join()


def ask(monkeypatch: pytest.MonkeyPatch, settings: Settings, server: tuple[str, int]) -> str:
    """Return what is said of the mails of a public site."""
    host, port = server
    asking = resolver.Resolver(configure=False)
    asking.nameservers, asking.port = [host], port
    monkeypatch.setattr(resolver, "default_resolver", asking)
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = (
        "https://city.example",
        "Catalogue <noreply@mail.city.example>",
    )
    return str(missing_mail_records() or "well")


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({"mail.city.example": [SPF], "_dmarc.mail.city.example": [DMARC]}, "well"),
        ({"mail.city.example": ['"other"', '"v=spf" "1 -all"'], "_dmarc.city.example": [DMARC]}, "well"),
        ({"mail.city.example": [SPF]}, "mail.city.example has no DMARC record. Add it"),
        ({"mail.city.example": [SPF], "_dmarc.example": [DMARC]}, "mail.city.example has no DMARC record. "),
        (
            {"mail.city.example": ['"other"'], "_dmarc.city.example": [DMARC]},
            "mail.city.example has no SPF record. ",
        ),
        ({}, "mail.city.example has no SPF and no DMARC record. "),
        (
            {"mail.city.example": [SPF, '"v=spf1 -all"']},
            "mail.city.example has 2 SPF records, and receivers heed none. ",
        ),
    ],
    ids=[
        "both",
        "in pieces, and above",
        "no policy",
        "policy of all the world",
        "no sender",
        "neither",
        "two senders",
    ],
)
def test_what_the_dns_does_not_say_is_named(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, texts: dict[str, list[str]], says: str
) -> None:
    with dns(texts) as server:
        assert ask(monkeypatch, settings, server).startswith(says)


def test_dns_that_does_not_answer_is_a_note(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr("practices.health.mail_records.SECONDS", 0.2)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        assert "See that this machine can ask the DNS" in ask(monkeypatch, settings, silent.getsockname())
    assert not (missing_mail_records() or pytest.fail("nothing is said")).is_grave


def test_site_of_its_maker_alone_asks_nobody(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(resolver, "default_resolver", None)
    monkeypatch.setattr(resolver, "Resolver", lambda: pytest.fail("the DNS is asked"))
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert missing_mail_records() is None
