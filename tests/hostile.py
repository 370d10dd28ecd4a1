"""What does somebody send who wants to break the catalogue, or to keep it busy? One list, for tests and the benchmark."""

from collections.abc import Iterator
from itertools import batched, pairwise

from practices.listing.filters import MOST_VALUES, Practices
from practices.listing.parameters import LONGEST_VALUE, ORDERS

TEXTS = [
    "x" * 10_000,
    "noise\0noise",
    '"' * 50,
    "-" * 500,
    "- " * 500,
    "%_*?",
    "\\",
    "'; DROP TABLE practices_edition; --",
    "🎉 👩‍👩‍👧 noise",
    "\ud800 noise",
    "\u202enoise",
    " ".join(f"word{number}" for number in range(1000)),
    " ".join("abcdefghijklmnopqrstuvwxyz"),
    "NEAR(noise circles, 5) AND OR NOT",
    '"noise - "" - "circles"',
    "½ ㎏ ﷺ ＡＢＣ",
]
"""Words to be looked for."""
NASTY = {
    "one word": "b",
    "combining marks": "\u0301\u0323",
    "nested brackets": "[a](",
    "runs of emphasis": "*_",
    "beginnings of links": "[",
    "blanks": " ",
    "ends of lines": "\n",
    "control signs": "\x01\x0b\x1b\x7f",
    "directions and no width": "\u202e\u05d0\u200d\u200b",
    "dates": "2015-1.2.",
    "many lines": "- a\n",
}
"""What somebody may write into any answer, over and over."""
VALUES = [*TEXTS, "1" * 30, "-1", "' OR 1=1 --", "[]", "{}", "1;2", "NO" * 5000, "\u202e", "a&q=" * 49]
PATHS = [
    "/practices/{}/",
    "/practices/{}/editions/{}/",
    "/practices/{}.csv",
    "/practices/{}/form.docx",
    "/practices/{}/editions/{}.bib",
    "/practices/{}/editions/{}.pdf",
    "/sitemap-{}.xml",
    "/practices/{}.pdf",
    "/cards/{}-1.png",
    "/p/{}/",
    "/api/v1/practices/{}/",
    "/api/v1/practices/{}/editions/{}/",
    "/api/v1/changes/?since={}",
    "/compare/?p={}&p=1&q={}",
    "/places/{}/",
    "/places/NO/{}/",
    "/topics/{}/",
]
QUERIES = [
    "&".join(f"x{number}=1" for number in range(1000)),
    "q=a&" * 1001,
    "q=a&" * 51,
    "country[]=NO&country[0]=SE&q[$ne]=x",
    "country=NO&COUNTRY=SE&country=NO",
    "q=a;country=NO",
    "q=%00%ff%fe&page=%31",
    "=&&==&q",
]

type Known = dict[str, list[str]]
"""Values that the catalogue has, for each parameter; the words from the most frequent on."""


def addresses(known: Known) -> list[str]:
    """Return addresses that are broken, and ones that are sound and cost the database as much as any can."""
    wrong = [
        f"/practices/?{name}={quoted(value)}"
        for name in [*Practices.base_filters, "page"]
        for value in VALUES
    ]
    paths = [
        path.replace("{}", quoted(value))
        for path in PATHS
        for value in ("9" * 30, "noise\0", "\u202e%", "-" * 2000)
    ]
    searches = [f"/practices/?q={quoted(text)}" for text in costly(known["q"])]
    ordered = [f"{search}&sort={order}" for order in ORDERS for search in searches[::2]]
    narrowed = [f"{search}&country=NO&country=SE&year=2015&topic=none" for search in searches[::2]]
    many = [f"/practices/?{_together(name, values)}" for name, values in known.items() if name != "q"]
    files = [address.replace("/?", ".json?", 1) for address in [*wrong, *searches][::7]]
    data = [f"/api/v1{address}" for address in [*wrong, *searches][::5]]
    counts = [address.replace("/practices/", "/counts/", 1) for address in data[::3]]
    pairs = [f"{one}&{other.partition('?')[2]}" for one, other in pairwise(many)]
    return [
        *wrong,
        *files,
        *data,
        *counts,
        *paths,
        *(f"/practices/?{query}" for query in QUERIES),
        *searches,
        *ordered,
        *narrowed,
        *many,
        *pairs,
    ]


def costly(words: list[str]) -> Iterator[str]:
    """Give searches for what (almost) all practices have, as long as a search may be."""
    yield from words[:3]
    for number in (2, 3, 4, 8):
        yield f'"{" ".join(words[:number])}"'
        yield " ".join(words[:number])
    yield _cut(" ".join(words))
    yield _cut(" ".join(f'"{" ".join(pair)}"' for pair in batched(words, 2, strict=False)))
    yield _cut(words[0] + "".join(f" -{word}" for word in words[1:]))
    yield _cut(" ".join(f"-{word}" for word in words))
    yield _cut(f"{words[-1]} " + " ".join(f'-"{" ".join(pair)}"' for pair in batched(words, 2, strict=False)))
    yield _cut(" ".join(f"{word[:-1]}x" for word in words if len(word) > 1))  # all of them misspelt
    yield " ".join(word[0] for word in words)[:LONGEST_VALUE]


def _cut(text: str) -> str:
    """Return as much of a text as a search may have, whole words only."""
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE].rpartition(" ")[0]


def _together(name: str, values: list[str]) -> str:
    return "&".join(f"{name}={quoted(value)}" for value in values[: MOST_VALUES // 2])


def quoted(text: str) -> str:
    """Return a text as it stands in an address, each sign of it encoded, also what is no sign."""
    return "".join(f"%{byte:02x}" for byte in text.encode(errors="surrogatepass"))
