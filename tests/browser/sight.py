"""What keeps a person from reading or using the page that is shown? Each function returns the faults it finds."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

from tests.proof import ALL

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
SEEN = AXE.replace("-webkit-text-fill-color", "color")
"""Forced colours change `color`, not the fill of text, which axe reads first."""
AT_HAND = f"globalThis.bringAxe = function () {{ {SEEN} }}"
"""Said once to a context, which then brings it with each of its pages; unread until it is called."""
EVERYTHING = {"type": "tag", "values": TAGS}
LOOKS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules that a change of colours alone can break."""
NARROW = {
    "type": "rule",
    "values": [*LOOKS["values"], "target-size", "scrollable-region-focusable", "heading-order", "region"],
}
"""The rules that another layout can break; all others read what is the same at every width."""
SHAPE = EVERYTHING | {"without": LOOKS["values"]}
RUN = """({without = [], ...rules}) => axe.run(document, {runOnly: rules, resultTypes: ["violations"], preload: false,
    rules: Object.fromEntries(without.map((rule) => [rule, {enabled: false}]))}).then(
    (found) => found.violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.html).join(" ")}`))"""
SIZES, SCHEMES = (1280, 320), ("light", "dark", "forced")
TURNS = ((1280, "light"), (320, "dark"), (1280, "dark"), (320, "light"))

SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }
"""
"""What readers may set and nothing may be lost (WCAG 1.4.12)."""
WIDE = """() => document.documentElement.scrollWidth > innerWidth
    ? [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > innerWidth + 1
        && !each.closest(".scroll, .results")).slice(0, 3).map((each) => each.outerHTML.slice(0, 120)) : []"""
LOST = """() => {
  const seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!node.data.trim() || !holder.checkVisibility({visibilityProperty: true})) continue;
    if (holder.closest("select, textarea, script, svg, .unseen, .visually-hidden, .skip, .skip-to-content-link")) continue;
    if (document.querySelector("dialog:modal") && !holder.closest("dialog:modal")) continue;
    let above = holder;
    while (above && getComputedStyle(above).clipPath === "none") above = above.parentElement;
    if (above) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) seen.push([holder, box, node.data.trim().slice(0, 40)]);
  }
  const faults = [];
  for (const [holder, box, text] of seen) {
    for (let each = holder; each && each !== document.body; each = each.parentElement) {
      const {overflowX, overflowY} = getComputedStyle(each), frame = each.getBoundingClientRect();
      const isCut = (overflowX === "hidden" && box.right > frame.right + 2)
        || (overflowY === "hidden" && box.bottom > frame.bottom + 2);
      if (isCut) faults.push(`cut off: ${text}`);
    }
  }
  for (let one = 0; one < seen.length; one++) for (let two = one + 1; two < seen.length; two++) {
    const [a, first, said] = seen[one], [b, second, other] = seen[two];
    if (a === b || second.top > first.bottom + 400) continue;
    const across = Math.min(first.right, second.right) - Math.max(first.left, second.left);
    const down = Math.min(first.bottom, second.bottom) - Math.max(first.top, second.top);
    if (across > 3 && down > 3) faults.push(`overlap: ${said} | ${other}`);
  }
  return faults.slice(0, 5);
}"""
PRIMARY = ".button, .submit-row input, main form > button, .ways a"
TICKED = "label:has([type=checkbox], [type=radio])"
SMALL = """([which, least]) => [...document.querySelectorAll(which)]
    .filter((each) => each.checkVisibility() && !each.closest("p")
      && each.getBoundingClientRect().height < least - 0.5)
    .map((each) => `${Math.round(each.getBoundingClientRect().height)} px: ${each.outerHTML.slice(0, 100)}`)"""
REST = """() => document.querySelector(".filters__show, [data-autosave]")?.parentElement
    .scrollIntoView({block: "end", behavior: "instant"})"""
"""Scroll to where the bar that goes along stands in its own place: elsewhere what it is over can be scrolled free of
it, and that it never covers what has the focus is asked for in `test_list.py` and on every walk."""
MOVING = """() => {
  const moves = (style) => style.animationName !== "none" || style.scrollBehavior === "smooth"
    || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0.001);
  const styled = [...document.querySelectorAll("*")].filter((each) =>
    [null, "::before", "::after"].some((part) => moves(getComputedStyle(each, part))));
  const scripted = document.getAnimations().map(({effect}) => effect.target);
  const drawn = document.querySelectorAll("animate, animateTransform, animateMotion, set, marquee");
  return [...new Set([...styled, ...scripted, ...drawn])].slice(0, 3).map((each) => each.outerHTML.slice(0, 80));
}"""
"""What a style, a script or a drawing moves, or would move, and smooth scrolling."""

REFUSED = """() => [...document.querySelectorAll("form[method=post i]:not(#report_form)")]
    .filter((form) => !form.elements.csrfmiddlewaretoken?.value).map((form) => form.outerHTML.slice(0, 100))"""
"""Forms that would be refused whatever is in them; the one to report a problem needs no token."""


def axe(page: Page, rules: dict[str, Any]) -> list[str]:
    """Return what axe finds on the page as it is shown now."""
    if not page.evaluate("(globalThis.axe || globalThis.bringAxe?.(), 'axe' in globalThis)"):
        page.evaluate(SEEN)
    found: list[str] = page.evaluate(RUN, rules)
    return found


def show(page: Page, size: int, scheme: str) -> None:
    """Show the page so wide, in light, dark or forced colours, to somebody who asked for calm."""
    page.set_viewport_size({"width": size, "height": 900 if size > 320 else 568})
    page.emulate_media(
        color_scheme="light" if scheme == "light" else "dark",
        forced_colors="active" if scheme == "forced" else "none",
        reduced_motion="reduce",
    )


def states(page: Page, number: int = 0, *, content: str = "real") -> Iterator[tuple[str, dict[str, Any]]]:
    """Show the page in its states; yield the name of each, and the rules that can find something new in it.

    The pages take turns: of four that follow one another, most of them one page with other content, each is shown in
    another size or colour, and asked everything; contrast, which takes most of the time, every other one, and the rest
    not again where only the content is another (a long text; a refused form, see test_errors.py). Forced colours take
    from a page what its parts do not show by more than colour, so the design pages, which show every part, are asked
    that. `./check --all` shows every page in all of them.
    """
    sizes: set[int] = set()
    for size, scheme in product(SIZES, SCHEMES) if ALL else [TURNS[number % 4]]:
        whole = EVERYTHING if ALL or number % 4 < len(TURNS) // 2 else SHAPE
        if whole is SHAPE and content != "real":
            continue
        show(page, size, scheme)
        page.evaluate(REST)
        yield f"{size} {scheme}", LOOKS if size in sizes else NARROW if sizes else whole
        sizes.add(size)


def shape(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Yield what is wrong with the page at 320 pixels, which is 1280 at 400 %, whatever its colours."""
    show(page, SIZES[1], SCHEMES[0])
    yield "scrolls sideways", page.evaluate(WIDE)
    yield "main target below 44 px", page.evaluate(SMALL, [PRIMARY, 44])
    yield "moves all the same", page.evaluate(MOVING)
    page.add_style_tag(content=SPACED)
    yield "scrolls sideways when spaced", page.evaluate(WIDE)
    page.evaluate(REST)
    yield "text lost when spaced", page.evaluate(LOST)


def faults(page: Page, number: int = 0, *, content: str = "real") -> dict[str, list[str]]:
    """Return the faults of the page, the one of this number, in its states; it is left at 320 pixels."""
    show(page, SIZES[0], SCHEMES[0])
    found = {
        "what is ticked below 24 px": page.evaluate(SMALL, [TICKED, 24]),
        "sent without a token": page.evaluate(REFUSED),
    }
    found |= {state: axe(page, rules) for state, rules in states(page, number, content=content)}
    return {name: each for name, each in (found | dict(shape(page))).items() if each}
