"""Word files as people and others write them, and as LibreOffice saves them."""

import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document

from practices.answers import codec
from practices.answers.codec import Answers
from practices.entries.readings import as_typed
from practices.exports.word.form import filled_form

SOFFICE = shutil.which("soffice")
HEADLESS = ("--headless", "--norestore")


def text_of(*paragraphs: tuple[str, str] | str, bold: str = "") -> bytes:
    """Return a file with paragraphs, each of them a text or a style and a text; those of `bold` are bold."""
    document: Any = Document()
    for each in paragraphs:
        style, text = each if isinstance(each, tuple) else ("Normal", each)
        if style == "Bold":
            document.add_paragraph().add_run(text).bold = True
        else:
            document.add_paragraph(text, style)
    return saved(document)


def saved(document: Any) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def parts_of(body: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(body)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def changed(body: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Return a file in whose part something stands in the place of something else."""
    parts = parts_of(body)
    assert old in parts[name]
    return packed(parts | {name: parts[name].replace(old, new)})


def encrypted(body: bytes) -> bytes:
    """Return a packed file that says of its parts that they are secret."""
    raw = bytearray(body)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := raw.find(sign, start)) >= 0:
            raw[start + offset] |= 1
            start += 4
    return bytes(raw)


def form_of(said: Answers, moment: Any) -> bytes:
    """Return the form with what an entry says."""
    return filled_form(as_typed(said), moment)


def by_libreoffice(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Open each file in LibreOffice and save it again as .docx, all in one go."""
    named = {f"{name}.docx": body for name, body in files.items()}
    return {Path(name).stem: body for name, body in converted(named, folder, "docx:MS Word 2007 XML").items()}


def converted(files: dict[str, bytes], folder: Path, to: str, *options: str) -> dict[str, bytes]:
    """Open files in LibreOffice and save them in another form, all in one go; return them by their new names."""
    assert SOFFICE
    before, after = folder / "before", folder / "after"
    before.mkdir(parents=True)
    for name, body in files.items():
        (before / name).write_bytes(body)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    named = [str(path) for path in sorted(before.iterdir())]
    subprocess.run(
        [SOFFICE, profile, *HEADLESS, *options, "--convert-to", to, "--outdir", str(after), *named],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "HOME": str(folder)},
    )
    return {path.name: path.read_bytes() for path in sorted(after.iterdir())}


def said_of(content: Any) -> Answers:
    return codec.said(content)
