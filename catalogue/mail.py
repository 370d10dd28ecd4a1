"""The settings of mail: the server, the sender, and whom people write to."""

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import formataddr
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from catalogue import env, hosts


def mailer(*, https: bool) -> dict[str, Any]:
    """Return what MAIL_URL names, as a dictionary of Django's MAILERS; when not set, mails go to the console.

    A public site is refused without a mail server: nobody could confirm an address, and the log would hold secret links.
    """
    value = env.text("MAIL_URL", "console:")
    if value == "console:" and https:
        raise env.SettingRefused(
            "MAIL_URL names no mail server and SITE_URL is https: nobody would get a mail, and links that open accounts "
            "would stand in the log. Set MAIL_URL=smtp://user:password@host:587?tls=1"
        )
    if value == "console:":
        return {"BACKEND": "practices.mail.console.Backend"}
    try:
        options = _server(value)
    except ValueError:
        options = {}
    if not options:
        cure = "Write smtp://user:password@host:587?tls=1 or smtps://user:password@host:465, or console:"
        raise env.SettingRefused(f"MAIL_URL cannot be read. {cure}")
    if options["username"] and not (
        options["use_tls"] or options["use_ssl"] or options["host"] in hosts.LOOPBACK
    ):
        raise env.SettingRefused("MAIL_URL would send the password in clear. Add ?tls=1, or write smtps:")
    return {"BACKEND": "practices.mail.smtp.Backend", "OPTIONS": options}


def _server(url: str) -> dict[str, Any]:
    """Return the options of a mail server, or nothing if the address is none."""
    parts = urlsplit(url)
    asked_for = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    tls, ssl = asked_for.pop("tls", "0"), parts.scheme == "smtps"
    named = parts.scheme in {"smtp", "smtps"} and parts.hostname and parts.path in {"", "/"}
    if not named or asked_for or tls not in env.SWITCHES or parts.fragment or parts.port == 0:
        return {}
    return {
        "host": parts.hostname,
        "port": parts.port,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": ssl,
        "use_tls": env.SWITCHES[tls] and not ssl,
        "timeout": 10,
    }


def sender(name: str, site: str) -> str:
    """Return MAIL_FROM, the address that mails come from, with the site's name before it."""
    host = urlsplit(site).hostname or ""
    given = env.text("MAIL_FROM", f"noreply@{'localhost' if ':' in host else host}")
    return formataddr((name, _address("MAIL_FROM", given)))


def contact() -> str:
    """Return CONTACT_EMAIL, where people write to who runs the site; empty while nobody is named."""
    value = env.text("CONTACT_EMAIL", "")
    return _address("CONTACT_EMAIL", value) if value else ""


def operator() -> str:
    """Return OPERATOR_EMAIL, who is told when something stands still; where it is not set, whom people write to."""
    value = env.text("OPERATOR_EMAIL", "")
    return _address("OPERATOR_EMAIL", value) if value else contact()


def _address(name: str, value: str) -> str:
    try:
        return Address(addr_spec=value).addr_spec
    except (HeaderParseError, ValueError, IndexError) as error:
        raise env.SettingRefused(
            f"{name} is {value!r}. Write an address, such as practices@example.org"
        ) from error
