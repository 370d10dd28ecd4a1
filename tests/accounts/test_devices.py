"""Are devices called as people know them?"""

import pytest

from practices.accounts.visitors import device_name
from tests.hostile import TEXTS

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
            "Firefox on Windows",
        ),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME}", "Chrome on Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Edg/126.0.0.0", "Edge on Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0) {CHROME} OPR/112.0.0.0", "Opera on Windows"),
        (f"Mozilla/5.0 (Linux; Android 14; SM-S921B) {CHROME}", "Chrome on Android"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME}", "Chrome on ChromeOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15",
            "Safari on Mac",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/126.0 Safari/604.1",
            "Chrome on iPhone",
        ),
        ("Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) FxiOS/127.0 Safari/605.1.15", "Firefox on iPad"),
        ("curl/8.8.0", "Unknown browser"),
        ("Windows", "Windows"),
        ("", "Unknown browser"),
    ],
)
def test_device_is_called_by_its_browser_and_system(said: str, name: str) -> None:
    assert device_name(said) == name


@pytest.mark.parametrize("said", TEXTS)
def test_device_that_says_anything_has_a_short_name_of_ours(said: str) -> None:
    assert device_name(said) == "Unknown browser"
