"""The renditions of a picture: what pages show of it, made anew by Pillow in a process of its own, one at a time on a machine.

The server never loads Pillow; what a hostile picture could do to it ends with that process. Whatever a picture says besides
its dots (where and when it was taken, by which camera) is left behind.
"""

import fcntl
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from threading import Timer
from typing import IO, Any, BinaryIO

from django.utils.translation import gettext as _

from practices.uploads.checking import MEGAPIXEL
from practices.uploads.kinds import JPEG, MOST_MEGAPIXELS, WEBP, WIDTHS, FileKind

RENDITION_KINDS = {"WEBP": WEBP, "JPEG": JPEG}
"""In which kinds each width is made, by Pillow's names."""
CHILD = Path(__file__).parent / "child.py"
MEGABYTES, CPU_SECONDS, SECONDS = 400, 30, 60
"""Of addresses, of the processor, and on the clock."""
MOST_MADE = 32 * 2**20
"""Bytes of all renditions of a picture."""
LONGEST_REASON = 300

logger = logging.getLogger(__name__)


class RenditionFailed(Exception):
    """A picture cannot be made anew; the text says so to whoever added it, and what helps."""


class RenditionCutOff(RenditionFailed):
    """The process was killed, as its time was up or memory short: on a machine that is less busy it may be made."""


@dataclass(frozen=True)
class Rendition:
    """A picture made anew, upright and in sRGB, as one of `RENDITION_KINDS`."""

    width: int
    height: int
    kind: FileKind
    content: bytes


def render(file: BinaryIO, kind: FileKind) -> list[Rendition]:
    """Return the renditions of a checked picture, from the narrowest on; raises `RenditionFailed`, or `RenditionCutOff` when it is worth another try.

    It waits until no other picture is made on this machine, and takes some seconds: the worker calls it.
    """
    with _alone(), _in_memory(file) as source:
        about, content = _answer(source, kind)
    made, at = [], 0
    for each in about:
        rendition = RENDITION_KINDS[each["form"]]
        made.append(Rendition(each["width"], each["height"], rendition, content[at : at + each["bytes"]]))
        at += each["bytes"]
    return made


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until nobody else who runs this code makes a picture; a process that dies holds no lock."""
    with CHILD.open("rb") as code:
        fcntl.flock(code, fcntl.LOCK_EX)
        yield


@contextmanager
def _in_memory(file: BinaryIO) -> Iterator[IO[bytes]]:
    """Give a picture as what a process can read, whatever it was opened from."""
    file.seek(0)
    with open(os.memfd_create("picture"), "w+b") as source:  # noqa: PTH123  it has no path
        copyfileobj(file, source)
        source.flush()
        source.seek(0)
        yield source


def _answer(source: IO[bytes], kind: FileKind) -> tuple[list[dict[str, Any]], bytes]:
    bounds = (MOST_MEGAPIXELS * MEGAPIXEL, MEGABYTES, CPU_SECONDS)
    command = [
        sys.executable,
        "-I",
        str(CHILD),
        kind.name.upper(),
        ",".join(map(str, WIDTHS)),
        *map(str, bounds),
    ]
    with subprocess.Popen(  # noqa: S603  our own script
        command,
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "MALLOC_ARENA_MAX": "1"},
    ) as child:
        clock = Timer(SECONDS, child.kill)
        clock.start()
        try:
            with child.stdout or BytesIO() as out:  # once it is closed, whoever says more than that ends
                said = out.read(MOST_MADE)
            child.wait()
        finally:
            clock.cancel()
            child.kill()
    line, _newline, content = said.partition(b"\n")
    try:
        told = json.loads(line)
    except ValueError:
        told = f"it ended with {child.returncode}"
    if isinstance(told, str) or sum(each["bytes"] for each in told) != len(content):
        logger.error("A picture (%s) was not made anew: %s", kind.name, str(told)[:LONGEST_REASON])
        is_cut_off = child.returncode == -signal.SIGKILL
        raise (RenditionCutOff if is_cut_off else RenditionFailed)(
            _(
                "This picture cannot be shown: it is broken, or takes more memory or time than it may. Save it anew as JPEG, and add that."
            )
        )
    return told, content
