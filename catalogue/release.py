"""The release that this is: its version, which stands in `pyproject.toml` alone, and its commit, if it lies in a clone."""

import subprocess
import tomllib
from contextlib import suppress

from catalogue.env import ROOT


def version() -> str:
    """Return the version, such as 0.1.0; an unpacked release that nobody installed knows it, too."""
    said: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return said


def commit() -> str:
    """Return the short name of the commit; nothing where there is no clone, or no git."""
    command = ["git", "-C", str(ROOT), "rev-parse", "--short=10", "HEAD"]
    with suppress(OSError):
        if (ROOT / ".git").exists():
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
            return done.stdout.strip()
    return ""
