"""The press: one page or book is set by typst in a process of its own, which takes so much memory and time and no more.

The server never loads typst (84 MB), and what a hostile text could do to it ends with that process.
"""

import logging
import os
import subprocess
import sys
from pathlib import Path

PAGES = Path(__file__).parent / "pages"
CHILD = Path(__file__).parent / "child.py"
MEGABYTES, CPU_SECONDS, SECONDS = 1_700, 30, 120
"""Of addresses (300 practices take 650 MB of memory, their pictures 70 MB more), of the processor, and on the clock."""
MOST_CHARACTERS = 12_000_000
"""Of words: 300 practices as long as the template allows have 8,000,000."""
THREADS = {"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}
"""Each thread has addresses of its own."""

logger = logging.getLogger(__name__)


class NotPrinted(Exception):
    """It would have taken more than it may, or has something that cannot be set."""


def typeset(page: str, data: str, form: str = "pdf", *, of_pictures: int = 0) -> bytes:
    """Return a page of `pages/` set with its data, as "pdf" or "png"; raises `NotPrinted`.

    So many characters of the data are those of pictures, which whoever calls has bounded.
    """
    if len(data) - of_pictures > MOST_CHARACTERS:
        raise NotPrinted(f"{page}: {len(data)} characters")
    command = [sys.executable, "-I", str(CHILD), str(PAGES), page, form, str(MEGABYTES), str(CPU_SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603  our own script
            command,
            input=data.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=THREADS | {"PATH": os.defpath},
        )
    except subprocess.TimeoutExpired as error:
        raise NotPrinted(f"{page}: more than {SECONDS} seconds") from error
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        logger.error("typst ended with %s at %s: %s", done.returncode, page, told[:300])
        raise NotPrinted(f"{page}: {done.returncode}")
    return done.stdout
