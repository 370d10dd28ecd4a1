"""The real practices that come with the catalogue, as their two files have them: what is counted is counted here."""

import json
from pathlib import Path
from typing import Any

from catalogue.env import ROOT

FIRST, MORE = (ROOT / "fixtures" / name for name in ("practices.json", "more_practices.json"))


def listed(path: Path = FIRST) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["practices"]
    return entries


COUNT, COUNT_OF_ALL = len(listed()), len(listed()) + len(listed(MORE))
