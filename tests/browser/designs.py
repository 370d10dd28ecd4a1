"""The pages of parts, as they are and with the pointer on everything, the focus on everything, everything pressed.

A part needs no page of its own for these: Chromium is asked to show the page as if, through the tools of developers.
A link that was followed looks like any other: what somebody has read is her own affair.
"""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.kind import Kind
from tests.browser.world import World

USED = "a, button, input, select, textarea, summary, [tabindex], .card, .ticks label"
"""What can be pointed at, focused or pressed, and what changes its look with a link in it."""
AS_IF: dict[str, list[str]] = {
    "pointed at": ["hover"],
    "focused": ["focus", "focus-visible"],
    "pressed": ["hover", "active"],
}


def _as_if(states: list[str]) -> Callable[[Page, World], None]:
    def act(page: Page, world: World) -> None:
        tools = page.context.new_cdp_session(page)
        tools.send("DOM.enable")
        tools.send("CSS.enable")
        root = tools.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        found = tools.send("DOM.querySelectorAll", {"nodeId": root, "selector": USED})
        for node in found["nodeIds"]:
            tools.send("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": states})

    return act


PLAIN = [Kind("design", "/design/", "editor"), Kind("design of the admin", "/admin/design/", "editor")]
IN_USE = [
    Kind(f"{kind.name}, {name}", kind.address, kind.who, act=_as_if(states))
    for kind in PLAIN
    for name, states in AS_IF.items()
]
DESIGNS = PLAIN + IN_USE
