"""The style sheets in one file: how do many small ones become it without a build step?

A sheet in `SHEETS` only lists its parts by `@import`. Browsers would fetch each part on its own; this finder, which
stands before Django's own, gives `collectstatic` and the server in its place one file with the parts in their order.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from catalogue.env import ROOT
from catalogue.own_folder import own_folder

SHEETS = ("css/site.css", "css/contribute.css", "css/admin.css")
PART = re.compile(r'@import "(?P<name>[\w./-]+)"(?: (?P<medium>[\w-]+))?;\n')


def joined(sheet: Path) -> str:
    """Return the text of a sheet with its parts where it names them; addresses of pictures are seen from the sheet."""

    def part(found: re.Match[str]) -> str:
        text = (sheet.parent / found["name"]).read_text().replace('url("../../', 'url("../')
        return f"@media {found['medium']} {{\n{text}}}\n" if found["medium"] else text

    return PART.sub(part, sheet.read_text())


class SheetFinder(BaseFinder):
    """Finds the sheets, joined; they are written beside nothing of ours, as the tree may be read-only."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=_folder())
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  Django's own
        """Return where the joined sheet lies, as it is now; an empty list for any other path."""
        if path not in SHEETS:
            return []
        file, text = Path(self.storage.path(path)), joined(ROOT / "static" / path)
        if not file.exists() or file.read_text() != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            whole = file.with_suffix(".new")
            whole.write_text(text)
            whole.replace(file)
        return [str(file)] if find_all else str(file)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for path in SHEETS:
            self.find(path)
            yield path, self.storage


@cache
def _folder() -> str:
    """Return a folder that lives as long as this process."""
    return own_folder("catalogue-sheets-")
