"""Is a refused form told above it and at its fields, in the same words, and does each link lead to its field (U7)?

The fields are those that the page itself marks as wrong, in every kind of page that shows a refused form.
"""

from itertools import groupby
from typing import Any

from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.kinds import KINDS
from tests.browser.world import World

REFUSED = [kind for kind in KINDS if kind.content == "error" and " > " in kind.address]
TAKEN = {"contribute, add refused"}  # a draft may begin without a title
UNFIT = {"sign in, refused", "review, overtaken"}  # no field of theirs is wrong by itself
LOOK = """async () => {
  await new Promise(requestAnimationFrame); // `autofocus` gives the focus when a page is first drawn, after it has loaded
  const words = (each) => each.textContent.trim().replace(/\\s+/g, " ").replace(/^Error: /, "");
  const summary = document.querySelector("[role=alert]");
  const told = (field) => [field, field.closest("fieldset[aria-describedby]")].filter(Boolean)
    .flatMap((each) => (each.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean))
    .map((id) => words(document.getElementById(id)));
  const wrong = [...document.querySelectorAll("[aria-invalid=true]:not(fieldset)")];
  const first = wrong.filter((field, at) => wrong.findIndex((each) => each.name === field.name) === at);
  return {
    title: document.title.trim(),
    has_focus: Boolean(summary?.contains(document.activeElement)),
    links: [...(summary?.querySelectorAll("a[href^='#']") ?? [])].map(
      (link) => [link.getAttribute("href").slice(1), words(link)]),
    wrong: first.map((field) => [field.id, told(field)]),
  };
}"""


def faults(page: Page, name: str) -> list[str]:
    """Return what is wrong with how the page tells what is wrong."""
    seen: dict[str, Any] = page.evaluate(LOOK)
    found = [] if seen["title"].startswith("Error: ") else [f"title: {seen['title']}"]
    if not seen["has_focus"]:
        found.append("focus is not in the summary")
    if not seen["wrong"] and name not in UNFIT:
        found.append("no field is marked")
    linked = dict(seen["links"])
    if list(linked) != [field for field, _ in seen["wrong"]]:
        found.append(f"links: {list(linked)}, fields: {seen['wrong']}")
    found += [
        f"{field}: {linked.get(field)} is not in {told}"
        for field, told in seen["wrong"]
        if linked.get(field) not in told
    ]
    for field in linked:
        page.locator(f'[role=alert] a[href="#{field}"]').first.press("Enter")
        if page.evaluate("document.activeElement.id") != field:
            found.append(f"the link to {field} does not give it the focus")
    return found


def test_each_refused_form_leads_to_what_is_wrong(browser: Browser, live_server: LiveServer) -> None:
    world = World.whole()
    found = {}
    for who, group in groupby(sorted(REFUSED, key=lambda kind: kind.who), key=lambda kind: kind.who):
        context = browser.new_context(base_url=live_server.url)
        context.set_default_timeout(20_000)
        world.sign_in(context, who, live_server.url)
        page = context.new_page()
        for kind in group:
            if kind.name not in TAKEN:
                kind.visit(page, world)
                found[kind.name] = faults(page, kind.name)
        context.close()
    assert {name: each for name, each in found.items() if each} == {}
    assert len(found) > 20
