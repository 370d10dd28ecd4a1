"""How does a person go through pages with the keyboard alone, and does she see at every step where she is?"""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import sight
from tests.proof import ALL

GOLDEN = Path(__file__).parent / "golden"
STOPS = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")].filter((each) => {
  if (each.disabled || each.tabIndex < 0 || !each.checkVisibility({visibilityProperty: true})) return false;
  if (each.type !== "radio") return true;
  const group = [...document.getElementsByName(each.name)];
  return each === (group.find((one) => one.checked) ?? group[0]);
})"""
"""What Tab stops at, in the order of the document; of a group of radio buttons, one."""
NAME = """(each) => {
  const label = each.labels?.[0] ?? each;
  const named = document.getElementById(each.getAttribute("aria-labelledby")?.split(" ")[0]);
  return (each.ariaLabel || (label.textContent.trim() || named?.textContent || each.value || each.id))
    .trim().replace(/\\s+/g, " ").replace(/:$/, "");
}"""
SEEN = r"""() => {
  const here = document.activeElement, faults = [];
  if (here === document.body) return faults;
  const parse = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (each) => {
    for (; each; each = each.parentElement) {
      const color = parse(getComputedStyle(each).backgroundColor);
      if (color[3] !== 0) return color;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255];
  };
  const styles = [getComputedStyle(here), getComputedStyle(here, "::after")];
  const shown = styles.find((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1);
  const bordered = ["INPUT", "SELECT", "TEXTAREA"].includes(here.tagName) && here.type !== "submit";
  const ring = shown?.outlineColor ?? (bordered ? styles[0].borderTopColor : null);
  if (!ring) faults.push("focus is not shown");
  else {
    const [one, two] = [light(parse(ring)), light(behind(here.parentElement))].sort((a, b) => b - a);
    if ((one + 0.05) / (two + 0.05) < 3) faults.push(`focus is pale: ${ring}`);
  }
  const boxes = [...here.getClientRects()].filter((box) => box.width && box.height);
  const points = boxes.flatMap((box) => [0.1, 0.5, 0.9].flatMap((across) => [0.2, 0.5, 0.8].map(
    (down) => [box.left + box.width * across, box.top + box.height * down])));
  const own = points.filter(([x, y]) => {
    const hit = document.elementFromPoint(x, y);
    return hit && (here.contains(hit) || hit.contains(here) && hit !== document.body && hit !== document.documentElement
      || [...(here.labels ?? [])].some((label) => label.contains(hit)));
  });
  if (!own.length) faults.push("focus is out of sight or covered");
  return faults;
}"""
HERE = "() => document.activeElement"
USUAL, NARROW = (1280, "light"), (320, "forced")
LOOKS = [(width, scheme) for scheme in reversed(sight.SCHEMES) for width in reversed(sight.SIZES)]
"""All of them, the usual one last."""
SWEEP = f"""(before) => {{
  const found = [];
  for (const each of ({STOPS})()) {{
    each.focus();
    found.push(...({SEEN})().map((fault) => `${{({NAME})(each)}}: ${{fault}}`));
  }}
  if (before === document.body) before.tabIndex = -1; // so that the next Tab goes to the first stop again
  before.focus();
  if (before === document.body) before.removeAttribute("tabindex");
  return found;
}}"""
"""Give every stop the focus in turn, and leave it where it was."""
UNHEARD = re.compile(r"^ *- (?:/url:|option (?!.*\[selected\]))")
"""Lines of a tree that nobody hears unasked: addresses, and answers that are not chosen."""
CHANGING = (
    (r"\d{1,2} [A-Z][a-z]{2,8} \d{4}(?:, \d{1,2}:\d{2})?", "DATE"),
    (r"(?:until|at) \d{1,2}:\d{2}", "TIME"),
    (r"(number is|No\.|/p/) ?\d+", r"\1 N"),
    (r"http://[a-z0-9.]+:\d+", "SITE"),
)
"""What is another one every time."""


class Walk:
    """Presses keys, notes where the focus went unseen, and writes down what a screen reader is told of each page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        sight.show(page, *USUAL)
        self.faults: list[str] = []
        self.heard: list[str] = []

    def sweep(self) -> None:
        """Look whether each stop of the page that is open shows its focus, and is not covered.

        The pages of a walk take turns: each is seen in one of the looks, and by `./check --all` in every one.
        """
        before = self.page.evaluate_handle(HERE)
        for look in LOOKS if ALL else (LOOKS[len(self.heard) % len(LOOKS)],):
            sight.show(self.page, *look)
            found = self.page.evaluate(SWEEP, before)
            self.faults += [f"{self.page.url}, {look}: {fault}" for fault in found]
        sight.show(self.page, *USUAL)

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.listen()

    def listen(self) -> None:
        """Write down the tree of the page that is open now: of the first one all, of the others what is main."""
        self.page.wait_for_load_state()
        asking = self.page.locator("[autofocus]")
        is_at_a_field = "#" in self.page.url  # a link to a field gives the focus to that
        if (
            asking.count() and not is_at_a_field
        ):  # when the page is first drawn, which may be after it has loaded
            expect(asking.first).to_be_focused()
        self.sweep()
        tree = self.page.locator("main" if self.heard else "body").aria_snapshot()
        lines = [line for line in tree.splitlines() if not UNHEARD.search(line)]
        self.heard.append(f"# {self.page.title()}\n" + "\n".join(_without_empty_colons(lines)))

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def enter(self, key: str = "Enter") -> None:
        """Press a key that leads to another page, and listen to that."""
        with self.page.expect_navigation():
            self.press(key)
        self.listen()

    def tab(self, key: str = "Tab") -> str:
        """Press Tab; return the name of what has the focus now."""
        self.press(key)
        name, found = self.page.evaluate(f"[({NAME})(document.activeElement), ({SEEN})()]")
        self.faults += [f"{self.page.url}: {name}: {fault}" for fault in found]
        return str(name)

    def here(self) -> str:
        return str(self.page.evaluate(f"({NAME})(document.activeElement)"))

    def to(self, name: str, *, most: int = 90) -> None:
        """Press Tab until something of this name, or one that begins so, has the focus."""
        passed = []
        for _ in range(most):
            passed.append(self.tab())
            if passed[-1].startswith(name):
                return
        raise AssertionError(f"{name} was not among {passed}")

    def skip(self, name: str, *, to: str) -> None:
        """Follow a skip link in both widths; what it leads to must be the next thing that Tab goes into."""
        for look in (NARROW, USUAL):
            sight.show(self.page, *look)
            self._skip(name, to)

    def _skip(self, name: str, to: str) -> None:
        self.top()
        self.to(name, most=2)
        self.press("Enter")
        self.tab()
        inside = self.page.evaluate(f"document.getElementById({to!r}).contains(document.activeElement)")
        if not inside:
            self.faults.append(f"{self.page.url}: {name} leads to {self.here()}")
        self.press("Shift+Tab")

    def top(self) -> None:
        """Go where a page begins, as when it was just opened."""
        self.page.goto(self.page.url.partition("#")[0])

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def around(self) -> None:
        """Tab through the whole page, in both widths: every stop once, in the order of the document, and no trap."""
        for look in (NARROW, USUAL):
            sight.show(self.page, *look)
            self.top()
            self._around()

    def _around(self) -> None:
        stops = self.page.evaluate(f"({STOPS})().map({NAME})")
        there = [self.tab() for _ in stops]
        back = []
        for _ in stops[1:]:
            self.press("Shift+Tab")
            back.append(self.here())
        if there != stops:
            self.faults.append(f"{self.page.url}: order: {there} is not {stops}")
        if back != stops[-2::-1]:
            self.faults.append(f"{self.page.url}: backwards: {back} is not {stops[-2::-1]}")

    def transcript(self) -> str:
        text = "\n\n".join(self.heard) + "\n"
        for pattern, word in CHANGING:
            text = re.sub(pattern, word, text)
        return text


def _without_empty_colons(lines: list[str]) -> list[str]:
    """Return the lines of a tree; what has nothing below it any more does not announce anything."""
    depths = [len(line) - len(line.lstrip()) for line in lines]
    is_empty = [here >= after for here, after in zip(depths, [*depths[1:], 0], strict=True)]
    return [line.removesuffix(":") if empty else line for line, empty in zip(lines, is_empty, strict=True)]
