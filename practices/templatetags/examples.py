"""The tag of the design pages: parts of pages in every state, side by side, each rendered from its own fragment."""

import re
from collections.abc import Mapping
from itertools import count
from pathlib import PurePath
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

type State = tuple[str, dict[str, Any]]
"""What a state is called, and what the fragment is given in it."""

SECTION = re.compile(r'(<section\b[^>]*?)\s+aria-labelledby="[^"]+"')
NAV = re.compile(r'<nav\b([^>]*?)\s+aria-labelledby="[^"]+"(.*?)</nav>', re.DOTALL)
KEY = re.compile(r'\s+(?:autofocus|accesskey="[^"]+")')
NAMES = re.compile(
    r'((?:\bid|\bfor|aria-labelledby|aria-describedby|aria-label|\bname)="|href="#(?!main))([^"]+)"'
)
"""What must be there once on a page; each state is shown on one page with all others."""


@register.simple_tag(takes_context=True)
def in_every_state(
    context: Any, examples: Mapping[str, list[State]]
) -> list[tuple[str, list[tuple[str, SafeString]]]]:
    """Return fragments by name, each with its states: what they are called, and their HTML."""
    number, request = count(1), context["request"]
    return [
        (
            PurePath(fragment).stem.removeprefix("_"),
            [
                (state, _once(render_to_string(fragment, given, request), next(number)))
                for state, given in states
            ],
        )
        for fragment, states in examples.items()
    ]


def _once(html: str, number: int) -> SafeString:
    """Return a fragment whose names are its own on the page, which takes no focus and no key, and is no landmark."""
    named = NAMES.sub(rf'\1\2-{number}"', KEY.sub("", html))
    return SafeString(NAV.sub(r"<div\1\2</div>", SECTION.sub(r"\1", named)))
