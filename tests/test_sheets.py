"""Is a style sheet with parts served as one file, in its order, and is no part left out?"""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from catalogue.env import ROOT
from catalogue.style_sheets import SHEETS, joined

CSS = ROOT / "static" / "css"


def test_sheet_is_found_whole_and_a_part_by_itself() -> None:
    served = Path(str(finders.find("css/site.css"))).read_text()
    assert ("@import" in served, served) == (False, joined(CSS / "site.css"))
    assert finders.find("css/tokens.css") == str(CSS / "tokens.css")


def test_parts_stand_in_their_order_and_paper_is_apart(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "a.css").write_text('p { background: url("../../img/a.svg"); }\n')
    (tmp_path / "b.css").write_text("b { color: red; }\n")
    (tmp_path / "site.css").write_text('/* all */\n@import "b.css";\n@import "a.css" print;\n')
    assert joined(tmp_path / "site.css") == (
        '/* all */\nb { color: red; }\n@media print {\np { background: url("../img/a.svg"); }\n}\n'
    )


def test_every_part_is_in_a_sheet() -> None:
    named = {
        name
        for sheet in SHEETS
        for name in re.findall(r'@import "(.+?)"', (ROOT / "static" / sheet).read_text())
    }
    there = {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")} - {
        sheet.removeprefix("css/") for sheet in SHEETS
    }
    assert there == named | {"design.css"}  # which `/design/` alone loads


@pytest.mark.long
def test_collected_sheet_is_hashed_whole(tmp_path: Path) -> None:
    storages = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    (served,) = (path for path in (tmp_path / "css").glob("site.*.css"))
    assert "@import" not in served.read_text()
    assert ".masthead" in served.read_text()
