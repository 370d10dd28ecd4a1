"""A passage: where do texts say some words, however they are spaced, marked and capitalised, and what is left without them?"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from practices.answers.codec import TYPED, Answers
from practices.answers.uploaded import WORDS
from practices.question_kinds import Kind
from practices.template import BY_FIELD, FIELDS
from practices.text import IDEOGRAPHS, JOINERS, fold

TAKEN_OUT = "[…]"
"""What stands where a passage stood."""
LEAST, LONGEST = 3, 20_000
"""Signs of a passage: fewer would stand everywhere."""
WORD = re.compile(r"[^\W_]+")
FILE_ADDRESS = re.compile(r"(?:\S*/)?([0-9a-f]{64})(?:-\d+\.\w+)?(?:[?#]\S*)?")
WHOLE = {Kind.EMAIL, Kind.ADDRESS, Kind.PERIOD}
"""The kinds whose answers are nothing without a part of them."""
TYPED_CITIES = {column: field for field, column in TYPED.items()}
ONE_CITY = {"city", TYPED["city"]}
NO_CITY = {"slug": "", "name": ""}


class WordSequence:
    """Some words in a row. What stands between them, blanks, signs, marks of Markdown, and their capitals have no say."""

    names: frozenset[str] = frozenset()
    """The files that are meant, if any are, by their digests."""

    def __init__(self, words: str) -> None:
        self.words = words.strip()

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """Words begin and end as words do, but in scripts that have no blanks between them."""
        words = WORD.findall("".join(sign for sign in self.words if sign not in JOINERS))
        if not words:
            return None
        within = f"[{JOINERS}]*"
        spelt = r"[\W_]+".join(within.join(map(re.escape, word)) for word in words)
        first, last = (
            "" if re.match(f"[{IDEOGRAPHS}]", sign) else edge
            for sign, edge in ((words[0][0], r"(?<![^\W_])"), (words[-1][-1], r"(?![^\W_])"))
        )
        return re.compile(f"{first}{spelt}{last}", re.IGNORECASE)

    @property
    def is_one(self) -> bool:
        """Say whether there are words enough to be looked for."""
        return self._pattern is not None and LEAST <= len(self.words) <= LONGEST

    @cached_property
    def folded(self) -> "WordSequence":
        """The same words as names are kept that somebody looked up: without capitals and accents."""
        return WordSequence(fold(self.words))

    def count(self, text: str) -> int:
        return sum(1 for _ in self._pattern.finditer(text)) if self._pattern else 0

    def out_of(self, text: str) -> str:
        """Return what is left of a text."""
        return self._pattern.sub(TAKEN_OUT, text) if self._pattern else text

    def out_of_answers(self, answers: Answers) -> Answers:
        """Return what is left of answers, of a snapshot or of `codec.said`; rows that they name stay."""
        return {field: self._out_of_answer(field, value) for field, value in answers.items()}

    def _out_of_answer(self, field: str, value: Any) -> Any:
        question = BY_FIELD.get(field)
        is_whole = field in ONE_CITY or (question is not None and question.kind in WHOLE)
        if is_whole and isinstance(value, str):
            return "" if self.count(value) else value
        if field in TYPED_CITIES:
            return "\n".join(line for line in value.split("\n") if not self.count(line))
        if question is not None and question.kind is Kind.CHOICE:
            return value
        left = self._out_of_value(value)
        return NO_CITY if left is None and value else left

    def _out_of_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.out_of(value)
        if isinstance(value, list):
            return [left for left in map(self._out_of_value, value) if left is not None]
        return self._out_of_row(value) if isinstance(value, dict) else value

    def _out_of_row(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Return what is left of a city or a document as JSON has it, None when that is nothing; what is a row of a list stays."""
        if "file" in row:
            return self._out_of_file(row)
        if row.get("slug") or "code" in row or not any(self.count(str(each)) for each in row.values()):
            return row
        if "slug" in row:
            return None
        left = row | {"title": self.out_of(row.get("title", ""))}
        return left | {"url": "" if self.count(row.get("url", "")) else row.get("url", "")}

    def _out_of_file(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Return what is left of what is said of a file; which one it is stays."""
        return row | {name: self.out_of(row[name]) for name in WORDS if name in row}

    def places(self, answers: Answers) -> Iterator[tuple[str, int]]:
        """Give the questions whose answers say it, by their labels and in their order, with how often they do."""
        left = self.out_of_answers(answers)
        for field in (each for each in _in_order(answers) if left[each] != answers[each]):
            question = BY_FIELD.get(TYPED_CITIES.get(field, field))
            yield str(question.label if question else field), max(1, self.count(_text(answers[field])))


class NamedFiles(WordSequence):
    """Some pictures or documents, by the names of their files: each goes whole, with all that is said of it."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        super().__init__(" ".join(sorted(self.names)))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return re.compile("|".join(sorted(self.names))) if self.names else None

    @property
    def is_one(self) -> bool:
        return bool(self.names)

    def _out_of_file(self, row: dict[str, Any]) -> dict[str, Any] | None:
        return None if row["file"] in self.names else row


def meant_by(words: str) -> WordSequence:
    """Return what is meant by words that somebody wants gone: a file, if they are its address or its name."""
    named = FILE_ADDRESS.fullmatch(words.strip())
    return NamedFiles([named[1]]) if named else WordSequence(words)


def _in_order(answers: Answers) -> list[str]:
    return [*(field for field in FIELDS if field in answers), *sorted(answers.keys() - {*FIELDS})]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(_text, value))
    return "\n".join(map(str, value.values())) if isinstance(value, dict) else str(value)
