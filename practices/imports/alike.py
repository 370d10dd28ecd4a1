"""Titles that may be of the same practice: a hint for the operator, who compares the two."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice

from practices.entries.duplicates import LIKE, LONG_WORD, likeness

LONGEST_TITLE, WORDS, CANDIDATES = 200, 8, 50
"""How much of a title is compared, by how many of its words others are found, and with how many of them."""


@dataclass
class Titles:
    """Folded titles of each country by their long words, and where their entries stand."""

    by_word: defaultdict[tuple[str, str], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, title: str, country: str, where: str) -> None:
        for word in _words(title):
            self.by_word[country, word].setdefault(title[:LONGEST_TITLE], where)

    def take(self, others: "Titles") -> None:
        """Remember all that others do."""
        for key, titles in others.by_word.items():
            for title, where in titles.items():
                self.by_word[key].setdefault(title, where)

    def like(self, title: str, country: str) -> str:
        """Return where the entry of a country stands whose title is likest, if any is like this one."""
        places = [self.by_word[country, word] for word in _words(title) if (country, word) in self.by_word]
        found: dict[str, str] = {}
        for place in sorted(places, key=len):  # rare words first
            found |= islice(reversed(place.items()), CANDIDATES)
            if len(found) >= CANDIDATES:
                break
        ranked = {other: likeness(title[:LONGEST_TITLE], other) for other in found}
        best = max(ranked, key=ranked.__getitem__, default="")
        return found[best] if ranked.get(best, 0) >= LIKE else ""


def _words(title: str) -> list[str]:
    words = dict.fromkeys(title[:LONGEST_TITLE].split())
    return [word for word in words if len(word) >= LONG_WORD][:WORDS] or list(words)[:WORDS]
