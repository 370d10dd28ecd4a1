"""How many points does Mozilla's HTTP Observatory give an answer?

Its rules, version 4 of the algorithm, for what an answer alone can show:
https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring (penalties first; bonuses from 90 points on).
What it takes from elsewhere is left out and worth nothing here: the preload list, foreign scripts (there are none),
and the redirect to https, which has a test of its own.
"""

from http.cookies import Morsel, SimpleCookie

START, BONUS_FROM = 100, 90
HALF_A_YEAR = 15_768_000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
SESSION = ("sess", "login")

type Headers = list[tuple[str, str]]


def points(headers: Headers) -> int:
    """Return the points of an answer of an https site."""
    given: dict[str, str] = {}
    for name, value in headers:
        given[name.lower()] = value
    policy = directives(given.get("content-security-policy", ""))
    found = [
        _policy(policy),
        _frames(policy, given),
        _transport(given.get("strict-transport-security", "")),
        _cookies([value for name, value in headers if name.lower() == "set-cookie"]),
        _referrer(given.get("referrer-policy", "")),
        0 if given.get("x-content-type-options") == "nosniff" else -5,
        {"same-origin": 10, "same-site": 10, "cross-origin": 0, "": 0}.get(
            given.get("cross-origin-resource-policy", ""), -5
        ),
        0 if given.get("access-control-allow-origin", "*") == "*" else -50,  # to all, without credentials
    ]
    score = START + sum(modifier for modifier in found if modifier < 0)
    return (
        score + sum(modifier for modifier in found if modifier > 0) if score >= BONUS_FROM else max(score, 0)
    )


def directives(header: str) -> dict[str, list[str]]:
    parts = [part.split() for part in header.split(";") if part.split()]
    return {name: values for name, *values in parts}


def _policy(policy: dict[str, list[str]]) -> int:
    if not policy:
        return -25
    active = [
        *policy.get("script-src", policy.get("default-src", ["*"])),
        *policy.get("object-src", policy.get("default-src", ["*"])),
    ]
    if {"'unsafe-inline'", "data:", "https:", "http:", "*"} & set(active):
        return -20
    if "'unsafe-eval'" in active:
        return -10
    if {"'unsafe-inline'", "data:", "https:", "*"} & set(
        policy.get("style-src", policy.get("default-src", []))
    ):
        return 0
    closed = policy.get("default-src") == ["'none'"] and policy.get("form-action") in (["'self'"], ["'none'"])
    return 10 if closed else 5


def _frames(policy: dict[str, list[str]], given: dict[str, str]) -> int:
    if policy.get("frame-ancestors") in (["'none'"], ["'self'"]):
        return 5
    return 0 if given.get("x-frame-options", "").upper() in {"DENY", "SAMEORIGIN"} else -20


def _transport(header: str) -> int:
    ages = [part.strip().removeprefix("max-age=") for part in header.split(";") if "max-age=" in part]
    if not ages:
        return -20
    return 0 if int(ages[0]) >= HALF_A_YEAR else -10


def _referrer(header: str) -> int:
    return 0 if not header else (5 if header in PRIVATE else -5)


def _cookies(lines: list[str]) -> int:
    """Rate the cookies that stay in a jar; one that is taken back does not."""
    cookies = [morsel for line in lines for morsel in SimpleCookie(line).values() if morsel["max-age"] != "0"]
    return min((_cookie(cookie) for cookie in cookies), default=0)


def _cookie(cookie: "Morsel[str]") -> int:
    is_session = any(part in cookie.key.lower() for part in SESSION)
    if not cookie["secure"]:
        return -40 if is_session else -20
    if is_session and not cookie["httponly"]:
        return -30
    if not cookie["samesite"]:
        return -20 if "csrf" in cookie.key.lower() else 0
    return 5 if cookie["samesite"].lower() in {"lax", "strict"} else -20
