"""Which passage shows why an entry was found."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from practices.models import Edition
from practices.search import excerpts
from practices.search.excerpts import LONGEST_EXCERPT, excerpt
from practices.search.lexemes import WORD

FILLER = "word " * 100


def edition(**given: str) -> Edition:
    texts = {field: f"<p>{text}</p>" for field, text in given.items() if field != "summary"}
    return Edition(summary=given.get("summary", ""), language="en", rendered=texts)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("noises", "Less <mark>noise</mark> in the city"),
        ("city noise", "Less <mark>noise</mark> in the <mark>city</mark>"),
        ("CITIES -noise", "Less noise in the <mark>city</mark>"),
        ('"in the city"', "Less noise <mark>in the city</mark>"),
        ('"the noise"', ""),
        ("police", ""),
        ("-noise", ""),
        ("", ""),
    ],
)
def test_matching_words_are_marked(text: str, passage: str) -> None:
    assert excerpt(edition(purpose="Less noise in the city"), text) == passage


def test_summary_and_purpose_come_before_the_rest() -> None:
    said = edition(process="Noise in the process", purpose="Noise in the purpose", summary="Noise")
    assert excerpt(said, "noise") == "<mark>Noise</mark>"
    assert excerpt(said, "noise process") == "<mark>Noise</mark> in the <mark>process</mark>"


def test_passage_is_cut_at_words_around_the_densest_place() -> None:
    said = edition(purpose=f"noise {FILLER}there is noise in the city {FILLER}")
    passage = excerpt(said, "noise city")
    assert "is <mark>noise</mark> in the <mark>city</mark> word" in passage
    assert passage.startswith("…word ")
    assert passage.endswith(" word…")
    assert len(passage) <= LONGEST_EXCERPT + len("……") + 2 * len("<mark></mark>")


def test_passage_that_is_cut_after_a_sentence_ends_in_three_dots_alone() -> None:
    said = f"noise {'word ' * 41}end. Another one"
    assert excerpt(edition(purpose=said), "noise").endswith(" end…")


def test_passage_is_safe() -> None:
    said = edition(summary="<script>noise</script> & <b>noise</b>")
    assert excerpt(said, "noise <script>") == (
        "&lt;<mark>script</mark>&gt;<mark>noise</mark>&lt;/<mark>script</mark>&gt; &amp; "
        "&lt;b&gt;<mark>noise</mark>&lt;/b&gt;"
    )


@pytest.mark.long
@given(st.text(), st.text())
def test_passage_never_fails_and_holds_no_tag_but_mark(said: str, text: str) -> None:
    passage = excerpt(edition(summary=f"{said} {text}"), text)
    assert "<" not in passage.replace("<mark>", "").replace("</mark>", "")


@given(
    st.text(st.characters(max_codepoint=0x17F) | st.sampled_from("eéÉßæœøİıŁ ё\u0301字")), st.text(max_size=8)
)
@example("", "0㐀")
def test_words_passed_over_by_their_first_letter_hold_nothing(said: str, text: str) -> None:
    whole = edition(summary=f"{said} {text}")
    quick = excerpt(whole, text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(excerpts, "_candidates", lambda _first, _language: WORD)
        assert excerpt(whole, text) == quick
