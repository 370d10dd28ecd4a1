"""The pages without their indentation: how are templates indented for those who read them, and not for those who load them?

A quarter of a list was blanks. They are left out where a template is read, once in a process; lines keep their numbers.
"""

import re

from django.template.base import Origin
from django.template.loaders.filesystem import Loader

INDENTATION = re.compile(r"(?<=\n)[ \t]+")


class PageLoader(Loader):
    """Reads the templates of this project."""

    def get_contents(self, origin: Origin) -> str:
        text: str = super().get_contents(origin)
        return INDENTATION.sub("", text) if origin.name.endswith(".html") else text
