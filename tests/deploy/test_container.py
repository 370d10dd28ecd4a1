"""Do the steps of the Containerfile, in a bare Debian of their own, make a site that serves and cannot write its own code?"""

import json
import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from catalogue.env import ROOT
from tests.ports import HOST, free_port
from tests.servers.started import get
from tests.tree import until
from tests.worker.started import KEY

STEPS = (ROOT / "deploy" / "Containerfile").read_text().splitlines()
BASE = "FROM docker.io/library/debian:trixie-slim"
LENT = ("/etc/resolv.conf", "/etc/hosts", "/etc/pip.conf", "/etc/xdg/pip", "/etc/ssl/certs")
"""What leads this machine to its registries; a builder of images lends its own."""
TOLD = {"VOLUME", "EXPOSE"}
"""Steps that tell whoever runs the image, and change nothing in it."""
PATIENCE = 180
"""Seconds until it answers first: it brings in 34,006 cities."""
PLACES = {"/proc": "proc", "/dev": "devtmpfs"}


class Image:
    """What the steps have made so far: a root, a folder, an environment and a user in it."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder, self.user, self.command = root, "/", "root", list[str]()
        self.environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive"}

    def entered(self, *command: str, user: str = "") -> list[str]:
        """Return the command that runs one in the root."""
        as_user = ["setpriv", f"--reuid={user or self.user}", f"--regid={user or self.user}", "--init-groups"]
        there = shlex.join([*as_user, *command])
        return ["chroot", str(self.root), "/bin/sh", "-c", f"cd {self.folder} && exec {there}"]

    def made(self, step: str) -> None:
        """Take a step. Raises `KeyError` for one that is not known here."""
        name, _, words = step.partition(" ")
        if name in TOLD:
            return
        steps: dict[str, Callable[[str], object]] = {
            "RUN": self._run,
            "COPY": self._copy,
            "WORKDIR": self._enter,
            "ENV": lambda words: self.environment.update(dict([words.split("=", 1)])),
            "USER": lambda words: setattr(self, "user", words),
            "CMD": lambda words: setattr(self, "command", json.loads(words)),
        }
        steps[name](words)

    def _run(self, words: str) -> None:
        lent = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_"))}
        lent.pop("PIP_FIND_LINKS", None)  # a folder of this machine
        subprocess.run(
            self.entered("/bin/sh", "-c", words), env=lent | self.environment, check=True, capture_output=True
        )

    def _copy(self, words: str) -> None:
        *sources, target = words.split()
        for source in sources:
            here = ROOT / source
            there = self.root / self.folder.strip("/") / target / (here.name if target == "./" else "")
            there.parent.mkdir(parents=True, exist_ok=True)
            if here.is_dir():
                shutil.copytree(here, there, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(here, there)

    def _enter(self, words: str) -> None:
        self.folder = words
        (self.root / words.strip("/")).mkdir(parents=True, exist_ok=True)


@contextmanager
def lent(root: Path) -> Iterator[None]:
    """Mount what a builder mounts, for as long as the block runs."""
    mounts = []
    try:
        for place, kind in PLACES.items():
            subprocess.run(["mount", "-t", kind, kind, str(root / place[1:])], check=True)
            mounts.append(root / place[1:])
        for place in LENT:
            if not Path(place).exists():
                continue
            there = root / place[1:]
            there.parent.mkdir(parents=True, exist_ok=True)
            if not there.exists():
                there.mkdir() if Path(place).is_dir() else there.touch()
            subprocess.run(["mount", "--bind", place, str(there)], check=True)
            mounts.append(there)
        yield
    finally:
        for there in reversed(mounts):
            subprocess.run(["umount", "--lazy", str(there)], check=False)


def test_every_step_is_known_and_copies_what_there_is() -> None:
    lines = [line for line in STEPS if line and not line.startswith("#")]
    assert lines[0] == BASE
    copied = [word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert {name for name in copied if "." not in name} >= {"catalogue", "practices", "templates", "static"}


@pytest.mark.thorough
@pytest.mark.skipif(
    os.getuid() != 0 or not shutil.which("mmdebstrap"),
    reason="makes a Debian: root, apt-get install mmdebstrap",
)
def test_steps_make_a_site(tmp_path: Path) -> None:
    root = tmp_path / "root"
    subprocess.run(
        ["mmdebstrap", "--variant=minbase", "--include=ca-certificates", "trixie", str(root)],
        check=True,
        capture_output=True,
    )
    with lent(root):
        image = Image(root)
        for step in STEPS:
            if step and not step.startswith(("#", "FROM ")):
                image.made(step)
        serves(image)


def serves(image: Image) -> None:
    """Run it as a container runs: the first process of its own, as the user; it answers, and ends when it is told to."""
    port = free_port()
    given = {"SECRET_KEY": KEY, "ADDR": f"{HOST}:{port}", "SITE_URL": f"http://{HOST}:{port}"}
    command = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc", *image.entered(*image.command)]
    with (image.root / "log").open("wb") as log:
        process = subprocess.Popen(command, env=image.environment | given, stdout=log, stderr=log)
    try:
        until(lambda: process.poll() is not None or is_up(port), PATIENCE)
        said = (image.root / "log").read_text()
        assert process.poll() is None, said
        assert get(port, "/practices/", {"Host": f"{HOST}:{port}"}).status == 200
        for place, status in {"catalogue/more.py": 1, "/var/lib/catalogue/more": 0}.items():
            done = subprocess.run(image.entered("touch", place), env=image.environment, check=False)
            assert (place, done.returncode) == (place, status)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGTERM)
        assert process.wait(20) in {0, 143}, said
    finally:
        process.kill()
        process.wait()


def is_up(port: int) -> bool:
    try:
        return get(port, "/livez").status == 200
    except OSError:
        return False
