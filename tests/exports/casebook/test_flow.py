"""Does the flow of a text say what its HTML says, on one line, of signs that can be printed and broken?"""

from hypothesis import given
from hypothesis import strategies as st

from practices.exports.casebook.flow import Flow, Node, breakable, flow, printable
from practices.text import as_html, unmark


def words(parts: Flow) -> str:
    """Return the words of a flow, a blank after each part that ends a line."""
    said = ""
    for part in parts:
        if isinstance(part, str):
            said += part
        else:
            said += words(part.inner) + " " * (part.tag in {"p", "li", "br"})
    return said


def test_flow_has_paragraphs_lists_quotations_links_and_emphasis() -> None:
    html = as_html(
        "One *two* **three**\nfour\n\n- five\n- [six](https://city.example/)\n\n1. seven\n\n> eight"
    )
    assert flow(html) == [
        Node(
            "p",
            "",
            [
                "One ",
                Node("em", "", ["two"]),
                " ",
                Node("strong", "", ["three"]),
                Node("br", "", []),
                "\nfour",
            ],
        ),
        Node(
            "ul",
            "",
            [Node("li", "", ["five"]), Node("li", "", [Node("a", "https://city.example/", ["six"])])],
        ),
        Node("ol", "", [Node("li", "", ["seven"])]),
        Node("blockquote", "", [Node("p", "", ["eight"])]),
    ]


@given(markdown=st.text(st.sampled_from('ab *_[](>)-1.\n\\`<&"#$@'), max_size=80))
def test_flow_has_all_words_whatever_is_written(markdown: str) -> None:
    html = as_html(markdown)
    assert " ".join(words(flow(html)).split()) == unmark(html)


def test_signs_without_a_meaning_are_blanks() -> None:
    assert printable("a\x00b\ue000c\ufffed\n e\u202e\u00ad") == "a b c d e\u202e\u00ad"


def test_only_what_no_language_has_is_broken() -> None:
    assert breakable("y" * 30 + " z") == "y" * 30 + " z"
    assert breakable("x" * 31) == "\u200b".join(["x" * 10] * 3 + ["x"])
