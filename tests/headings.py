"""What do the title, the headings and the words of a page say?"""

import re


def heading_texts(page: str, level: int) -> list[str]:
    found = re.findall(rf"<h{level}[^>]*>(.*?)</h{level}>", page, re.DOTALL)
    return [words(text) for text in found]


def title_of(page: str) -> str:
    found = re.search("<title>(.*?)</title>", page, re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def words(page: str) -> str:
    """Return the page's text without tags, in one line."""
    return " ".join(re.sub("<[^>]+>", " ", page).split())
