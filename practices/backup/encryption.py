"""The encryption of a backup for somebody whose private key is elsewhere, by `age` or `gpg` as the operator has them."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter
from tempfile import TemporaryFile
from typing import cast

from django.utils.translation import gettext as _

from practices.backup.refusals import BackupRefused

RECIPIENT = re.compile(r"age1[0-9a-z]+|ssh-(ed25519|rsa) \S+.*")
FINGERPRINT = re.compile(r"[0-9A-F]{40}|[0-9A-F]{64}")
GPG = ("gpg", "--batch", "--quiet", "--trust-model", "always", "--compress-algo", "none", "--encrypt")
"""Whoever names a whole fingerprint has looked whose key it is: the web of trust is not asked."""


def command_for(key: str) -> list[str]:
    """Return the command that encrypts for a key, or none for no key; raise `BackupRefused` for what is none."""
    fingerprint = key.replace(" ", "").upper()
    if not key:
        return []
    if RECIPIENT.fullmatch(key):
        return ["age", "--recipient", key]
    if FINGERPRINT.fullmatch(fingerprint):
        return [*GPG, "--recipient", fingerprint]
    raise BackupRefused(
        _(
            "%(key)s is no key to encrypt to: name an age recipient (age1...), or the whole fingerprint of a GPG key "
            "as `gpg --fingerprint` shows it."
        )
        % {"key": key}
    )


def ending(key: str) -> str:
    """Return how the name of a backup ends that is encrypted for this key."""
    return {"age": ".age", "gpg": ".gpg"}.get(next(iter(command_for(key)), ""), "")


@contextmanager
def encrypting(out: BufferedWriter, key: str) -> Iterator[BufferedWriter]:
    """Give what is to be written in, so that it goes to `out`: encrypted for the key, or as it is without one."""
    command = command_for(key)
    if not command:
        yield out
        return
    with TemporaryFile() as said:
        try:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=said)  # noqa: S603  a checked key
        except FileNotFoundError as error:
            words = {"tool": command[0]}
            raise BackupRefused(
                _("There is no %(tool)s here: `apt-get install %(tool)s`.") % words
            ) from error
        is_broken = False
        try:
            with process:
                yield cast("BufferedWriter", process.stdin)
        except BrokenPipeError:  # it reads no more, and has said why
            is_broken = True
        if process.returncode or is_broken:
            said.seek(0)
            why = said.read().decode(errors="replace").strip().partition("\n")[0]
            raise BackupRefused(_("%(tool)s does not encrypt: %(why)s") % {"tool": command[0], "why": why})
