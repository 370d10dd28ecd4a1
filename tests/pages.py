"""What does a page hold, as a browser without script reads it?"""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.utils import timezone

from practices.accounts import fresh
from practices.models import User


def client_of(user: User) -> Client:
    """Return a browser in which this person has signed in just now."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[fresh.PROVED_AT] = timezone.now().timestamp()
    session.save()
    return client


class Forms(HTMLParser):
    """Reads the forms of a page: what a browser would send, and the buttons in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.text: list[str] | None = None
        self.select: dict[str, Any] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({"attrs": given, "data": {}, "buttons": [], "open": True})
        if not (self.forms and self.forms[-1]["open"]):
            return
        if tag == "input":
            self._input(given)
        elif tag == "button" and given.get("type", "submit") == "submit":
            self.forms[-1]["buttons"].append((given.get("name", ""), given.get("value", "")))
        elif tag == "textarea":
            self.text = self.forms[-1]["data"].setdefault(given["name"], [])
            self.text.append("")
        elif tag == "select":
            self.select = given
            self.forms[-1]["data"].setdefault(given["name"], [])
        elif tag == "option" and self.select and "selected" in given:
            self.forms[-1]["data"][self.select["name"]].append(given.get("value", ""))

    def _input(self, given: dict[str, str]) -> None:
        form, kind = self.forms[-1], given.get("type", "text")
        if kind == "submit":
            form["buttons"].append((given.get("name", ""), given.get("value", "")))
        elif "name" in given and kind not in {"checkbox", "radio"}:
            form["data"].setdefault(given["name"], []).append(given.get("value", ""))
        elif "name" in given and "checked" in given:
            form["data"].setdefault(given["name"], []).append(given.get("value", "on"))

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text is not None:
            self.text[-1] = self.text[-1].removeprefix("\r\n").removeprefix("\n")
            self.text = None
        elif tag == "select":
            self.select = None
        elif tag == "form" and self.forms:
            self.forms[-1]["open"] = False


def forms_of(page: bytes) -> list[dict[str, Any]]:
    parser = Forms()
    parser.feed(page.decode())
    return parser.forms


def form_of(page: bytes, name: str = "practice_form") -> dict[str, Any]:
    """Return the form of this id."""
    return next(form for form in forms_of(page) if form["attrs"].get("id") == name)


def form_data(page: bytes, name: str = "practice_form") -> dict[str, Any]:
    """Return what a browser would send for the form as it stands."""
    return dict(form_of(page, name)["data"])


def submit_buttons(page: bytes, name: str = "practice_form") -> list[tuple[str, str]]:
    buttons: list[tuple[str, str]] = form_of(page, name)["buttons"]
    return buttons
