"""What a typed text asks for."""

import pytest

from practices.search.query import LONGEST_QUERY, MOST_WORDS, parse_query


def asked(text: str) -> list[str]:
    """Return the clauses as plain words: exact ones in quotes, unwanted ones with a minus."""
    query = parse_query(text)
    wanted = [_shown(clause.words, exact=clause.is_exact) for clause in query.wanted]
    return wanted + [
        "-" + " ".join(_shown(clause.words, exact=clause.is_exact) for clause in clauses)
        for clauses in query.unwanted
    ]


def _shown(words: tuple[str, ...], *, exact: bool) -> str:
    return f'"{" ".join(words)}"' if exact else " ".join(words)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("noise police", ["noise", "police"]),
        ("noise noise", ["noise"]),
        ('"noise police" city', ['"noise police"', "city"]),
        ("“noise police” «city»", ['"noise police"', '"city"']),
        ("noise -police", ["noise", "-police"]),
        ('noise -"police car"', ["noise", '-"police car"']),
        ("-anti-rumour", ["-anti rumour"]),
        ("anti-rumour", ["anti", "rumour"]),
        ("l'école d’été", ["école", "été"]),
        ("Bergen's", ["Bergen"]),
        ("a-b", ["a", "b"]),
        ("a", ["a"]),
        ("多文化 city", ['"多 文 化"', "city"]),
        ('"noise', ["noise"]),
        ('noise"police"', ["noise", '"police"']),
        ("- noise", ["noise"]),
        ("noise-", ["noise"]),
        ("title:noise OR x*", ["title", "noise", "OR", "x"]),
        ('"" -"" - --- *** 🎉', []),
        ("", []),
    ],
)
def test_text_is_read_as_clauses(text: str, clauses: list[str]) -> None:
    assert asked(text) == clauses


def test_text_is_read_up_to_a_length_and_a_number_of_words() -> None:
    assert asked("x" * LONGEST_QUERY + " noise") == ["x" * LONGEST_QUERY]
    many = [chr(letter) + "x" for letter in range(97, 97 + MOST_WORDS + 5)]
    assert asked(" ".join(many)) == many[:MOST_WORDS]


def test_query_without_words_is_false() -> None:
    assert [bool(parse_query(text)) for text in ("", "--", "noise", "-noise")] == [False, False, True, True]
