"""A+ and 125 points of Mozilla's Observatory for every kind of answer of the real server (promise R13)?

The site runs as the operators' guide says: its own server, compressed files, behind a proxy that speaks https.
"""

import json
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from catalogue.settings import BODY_BYTES
from practices.accounts import mfa
from practices.exports.formats.table import FORMATS
from tests.bridge.lines import Said, connect, rest
from tests.builders import PASSWORD
from tests.observatory import directives, points
from tests.served import HOST, HTTPS, Answer, Site, served

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("headers")]

SEED = """
import json
from practices.models import Edition
from tests.builders import *
from tests.doors import with_second_step
owner, editor = make_user("owner@city.example"), make_admin("editor@programme.example")
secret, codes = with_second_step(editor)
practice, draft, waiting = published(title="On line"), make_draft(contributor=owner), submitted(title="Waiting")
gone = withdrawn(title="Gone")
broken = published(title="Broken")
Edition.objects.filter(practice=broken).update(documents=5)
print(json.dumps({"secret": secret, "draft": draft.pk, "waiting": waiting.pk}))
"""
FILE = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("site"), seed=SEED, compressed=True, **HTTPS) as site:
        yield site


def token(answer: Answer) -> dict[str, str]:
    found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', answer.body)
    return {"csrfmiddlewaretoken": found[1].decode() if found else ""}


def fresh(site: Site) -> Site:
    return Site(site.port, site.environment, site.log)


def signed_in(site: Site, email: str, secret: str = "") -> tuple[Site, list[Answer]]:
    """Sign in by the pages; return the browser and what it got on the way."""
    browser = fresh(site)
    login = browser.ask("/accounts/login/")
    got = [browser.ask("/accounts/login/", "POST", {"login": email, "password": PASSWORD} | token(login))]
    if secret:
        asked = browser.ask("/accounts/login/code/")
        code = {"code": mfa.code_at(secret, second_step_now())}
        got += [asked, browser.ask("/accounts/login/code/", "POST", code | token(asked))]
    assert got[-1].status == 302
    return browser, got


def second_step_now() -> int:
    from tests.doors import now  # noqa: PLC0415  doors need the models

    return now()


def kinds(site: Site, seeded: dict[str, Any]) -> Iterator[tuple[str, int, Answer]]:
    """Give every kind of answer: its name, the status it should have, and the answer."""
    visitor = fresh(site)
    public = {
        "/": 200,
        "/practices/": 200,
        "/practices/on-line/": 200,
        "/places/no/bergen/": 200,
        "/about/": 200,
        "/sitemap.xml": 200,
        "/cards/site.png": 200,
        "/catalog.jsonld": 200,
        "/favicon.ico": 302,
        "/template.docx": 200,
        "/practices/on-line/form.docx": 200,
        "/api/": 200,
        "/compare/": 200,
        "/api/v1/practices/": 200,
        "/api/v1/changes/": 200,
        "/api/v1/openapi.json": 200,
        **{f"/practices.{ending}?year=1950": 200 for ending in FORMATS},
    }
    faults = {
        "/nothing/": 404,
        "/practices/?page=99": 404,
        "/practices/gone/": 410,
        "/practices/broken/": 500,
        "/api/v1/practices/?year=abc": 400,
        "/compare/?p=abc": 400,
        "/api/v1/practices/gone/": 410,
    }
    others = {
        "/accounts/login/": 200,
        "/accounts/signup/": 200,
        "/practices?x=1": 301,
        "/admin/": 302,
        "/livez": 200,
        "/readyz": 200,
    }
    for path, status in (public | faults | others).items():
        yield path, status, visitor.ask(path)
    yield "kept", 304, visitor.ask("/", If_None_Match=visitor.ask("/").get("ETag"))
    yield "foreign host", 400, visitor.ask("/", Host="elsewhere.example")
    yield "not allowed", 405, visitor.ask("/about/", "OPTIONS")
    yield "trace", 405, visitor.ask("/", "TRACE")
    yield from not_taken(site)
    yield "no token", 403, visitor.ask("/accounts/login/", "POST", {"login": "a"})
    yield "too much", 413, visitor.ask("/accounts/login/", "POST", b"&".join([b"x="] * 1001))
    home = visitor.ask("/").body.decode()
    for path in [
        *FILE.findall(home)[:3],
        "/static/css/base.css",
        "/static/unavailable.html",
        "/static/js/counter.js",
    ]:
        yield path, 200, visitor.ask(path)
    yield "no such file", 404, visitor.ask("/static/none.css")
    owner, got = signed_in(site, "owner@city.example")
    editor, more = signed_in(site, "editor@programme.example", seeded["secret"])
    for number, answer in enumerate([*got, *more]):
        yield f"signing in, {number}", answer.status, answer
    entry, waiting = (
        f"/contribute/practices/practice/{seeded['draft']}",
        f"/admin/practices/practice/{seeded['waiting']}",
    )
    for path in (
        "/contribute/",
        f"{entry}/change/",
        f"{entry}/history/",
        f"{entry}/move/submit/",
        "/accounts/sessions/",
        "/accounts/data/",
    ):
        yield path, 200, owner.ask(path)
    yield "not yours", 403, owner.ask("/admin/")
    for path in (
        "/admin/",
        "/admin/practices/practice/",
        f"{waiting}/review/",
        f"{waiting}/change/",
        "/admin/practices/user/",
        "/admin/practices/mail/",
        f"/preview/{seeded['waiting']}/",
    ):
        yield path, 200, editor.ask(path)
    saved = owner.ask(f"{entry}/change/", "POST", {"title": "x"} | token(owner.ask(f"{entry}/change/")))
    yield "refused form", 409, saved
    out = owner.ask("/accounts/logout/")
    yield "signing out", 302, owner.ask("/accounts/logout/", "POST", token(out))
    yield "after a message", 200, owner.ask("/accounts/login/")
    for _ in range(11):
        last = visitor.ask(
            "/accounts/login/",
            "POST",
            {"login": "n@city.example", "password": "b"} | token(visitor.ask("/accounts/login/")),
        )
    yield "too many", 429, last


def not_taken(site: Site) -> Iterator[tuple[str, int, Answer]]:
    """Send more than is taken, and half of a form."""
    yield "too large", 413, fresh(site).ask("/accounts/login/", "POST", b"x" * (BODY_BYTES + 1))
    half = f"Host: {HOST}\r\nX-Forwarded-Proto: https\r\nContent-Length: 9\r\n\r\nhalf"
    line = connect(site, f"POST /accounts/login/ HTTP/1.1\r\n{half}".encode())
    line.shutdown(socket.SHUT_WR)
    said = Said(rest(line))
    yield "cut off", 408, Answer(said.status, [*said.headers.items()], said.body)


def faults(answer: Answer) -> Iterator[str]:
    """Say what an answer's headers lack."""
    if (score := points(answer.headers)) < 125:
        yield f"{score} points"
    policy = directives(answer.get("Content-Security-Policy"))
    if any("unsafe" in value for values in policy.values() for value in values):
        yield "unsafe policy"
    wanted = {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    yield from (name for name, value in wanted.items() if answer.get(name) != value)
    if (policy.get("frame-ancestors"), policy.get("default-src")) != (["'none'"], ["'none'"]):
        yield "framed or open"
    for line in answer.all("Set-Cookie"):
        needed = ("; secure", "; httponly", "; samesite=lax", "; path=/")
        if not line.startswith("__Host-") or "domain=" in line.lower():
            yield line
        if "max-age=0" not in line.lower().replace(" ", ""):
            yield from (f"{line}: no{flag}" for flag in needed if flag not in line.lower())
    if re.search(r"\d", answer.get("Server")) or answer.all("X-Powered-By"):
        yield "names its version"


def test_every_kind_of_answer_is_graded_a_plus(site: Site) -> None:
    found = list(kinds(site, json.loads(site.said.splitlines()[-1])))
    wrong = [(name, answer.status) for name, status, answer in found if answer.status != status]
    assert wrong == []
    assert {name: list(faults(answer)) for name, _, answer in found if list(faults(answer))} == {}
    cookies = {
        name for _, _, answer in found for line in answer.all("Set-Cookie") for name in [line.split("=")[0]]
    }
    assert cookies == {
        "__Host-csrftoken",
        "__Host-sessionid",
        "__Host-device",
        "__Host-seen",
        "__Host-messages",
    }


def test_http_leads_to_https_on_the_same_host_and_is_not_believed_from_strangers(site: Site) -> None:
    answer = fresh(site).ask("/about/", X_Forwarded_Proto="http")
    assert (answer.status, answer.get("Location")) == (301, "https://practices.example.org/about/")
    assert answer.get("Strict-Transport-Security") == ""  # browsers take it over https only


GOOD = [
    ("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'"),
    ("Strict-Transport-Security", "max-age=31536000"),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
]


@pytest.mark.parametrize(
    ("without", "instead", "expected"),
    [
        ("", ("", ""), 130),
        ("", ("Set-Cookie", "__Host-sessionid=a; Secure; HttpOnly; SameSite=Lax"), 135),
        ("", ("Set-Cookie", "sessionid=a; Secure; SameSite=Lax"), 70),
        ("", ("Set-Cookie", "sessionid=a"), 60),
        ("", ("Access-Control-Allow-Origin", "*"), 130),
        ("", ("Access-Control-Allow-Origin", "https://other.example"), 50),
        ("Content-Security-Policy", ("", ""), 55),
        (
            "Content-Security-Policy",
            ("Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'"),
            60,
        ),
        ("Strict-Transport-Security", ("Strict-Transport-Security", "max-age=3600"), 120),
        ("Strict-Transport-Security", ("", ""), 80),
        ("Referrer-Policy", ("Referrer-Policy", "unsafe-url"), 120),
        ("X-Content-Type-Options", ("", ""), 125),
        ("Cross-Origin-Resource-Policy", ("", ""), 120),
    ],
)
def test_points_fall_with_each_header(without: str, instead: tuple[str, str], expected: int) -> None:
    assert points([header for header in GOOD if header[0] != without] + [instead]) == expected
