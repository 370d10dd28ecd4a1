"""What does Lighthouse say of home, list and detail?

`python -m tests.browser.lighthouse [TIMES] [COMMAND...]`

Runs the site as in production (own server, compressed files, the practices) on localhost and asks Lighthouse, as a
telephone, so many times (3). Prints the worst score of each category, and ends with 1 if one is below what is promised:
99 for performance, 100 else. Needs Node and Chromium; COMMAND (`npx --yes lighthouse`) says what to run.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browser.conftest import CHROMIUM
from tests.served import served

PROMISED = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
PAGES = {"home": "/", "list": "/practices/", "detail": "/practices/the-anti-radicalisation-programme/"}
SEED = "from tests.browser import seed; seed.load()"


def report(url: str, command: list[str], folder: Path) -> dict[str, Any]:
    """Return what Lighthouse writes about an address."""
    flags = f"--quiet --output=json --output-path={folder}/report.json --only-categories={','.join(PROMISED)}"
    subprocess.run(
        [*command, url, *flags.split(), "--chrome-flags=--headless --no-sandbox --disable-gpu"],
        env=os.environ | {"CHROME_PATH": CHROMIUM},
        check=True,
    )
    found: dict[str, Any] = json.loads((folder / "report.json").read_text())
    return found


def scores(found: dict[str, Any]) -> dict[str, int]:
    return {name: round(100 * found["categories"][name]["score"]) for name in PROMISED}


def lacking(found: dict[str, Any]) -> list[str]:
    """Return the checks that cost points."""
    weighed = [
        part["id"] for each in found["categories"].values() for part in each["auditRefs"] if part["weight"]
    ]
    return [
        name
        for name in weighed
        if (found["audits"][name]["score"] or 0) < 1 and found["audits"][name]["score"] is not None
    ]


def main(times: int, command: list[str]) -> int:
    """Measure, print, and return the exit code."""
    kept = True
    with tempfile.TemporaryDirectory() as name, served(Path(name), seed=SEED, compressed=True) as site:
        for page, path in PAGES.items():
            found = [report(f"http://localhost:{site.port}{path}", command, Path(name)) for _ in range(times)]
            each = [scores(one) for one in found]
            worst = {category: min(one[category] for one in each) for category in PROMISED}
            kept = kept and all(worst[category] >= least for category, least in PROMISED.items())
            each_one = [one["performance"] for one in each]
            costs = sorted({check for one in found for check in lacking(one)})
            sys.stdout.write(
                f"{page}: {json.dumps(worst)}, performance of each {each_one}, what costs: {costs}\n"
            )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(int((sys.argv[1:] or ["3"])[0]), sys.argv[2:] or ["npx", "--yes", "lighthouse"]))
