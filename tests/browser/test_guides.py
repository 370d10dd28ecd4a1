"""Can one go the way that the guides describe, in less than the ten minutes that they promise?"""

import time
from pathlib import Path

from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.guided import walk
from tests.pictures import PICTURES


def test_way_of_the_guides_leads_from_signing_up_to_an_answer(
    browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    began = time.monotonic()
    assert walk(browser, live_server.url, tmp_path) == list(PICTURES)
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(PICTURES)
    assert time.monotonic() - began < 120  # a machine types faster; what the site itself takes is in it
