"""A clone of releases with a site that runs in it, as an operator has it; people read and write while one upgrades it."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

from django.db import connection

from catalogue.env import ROOT
from practices.worker.listening import is_answering, readiness
from tests import ready
from tests.pages import form_data
from tests.ports import free_port
from tests.served import KEY, Site
from tests.tree import belonging_to, until

PARTS = (
    *(
        "run",
        "upgrade",
        "bin",
        "manage.py",
        "requirements.txt",
        "pyproject.toml",
        ".gitignore",
        ".env.example",
    ),
    *("catalogue", "practices", "templates", "static", "fixtures"),
)
READ = ("/", "/practices/", "/template/", "/readyz")
PAUSE = 0.1
"""Seconds between two requests of one person: the processor is for the upgrade."""
ENTRY = re.compile(r"/contribute/practices/practice/\d+/")


def git(folder: Path, *words: str) -> str:
    person = ("-c", "user.name=Tests", "-c", "user.email=tests@city.example", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *person, *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def copy_tree(source: Path, folder: Path) -> None:
    """Copy what a site consists of."""
    for part in PARTS:
        if (source / part).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source / part, folder / part, ignore=ignored, dirs_exist_ok=True)
        elif (source / part).exists():
            shutil.copy(source / part, folder / part)


class Origin:
    """A repository with releases: first of this tree, then what a test makes of it."""

    def __init__(self, folder: Path, first: Path = ROOT) -> None:
        self.folder = folder
        folder.mkdir()
        git(folder, "init", "--quiet")
        copy_tree(first, folder)
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message=First")

    def release(
        self,
        version: str,
        files: dict[str, str | None] | None = None,
        beside: str = "",
        tree: Path | None = None,
    ) -> None:
        """Make a release with these files, or without them, or of another tree, and leave the tree as it was."""
        if tree:
            git(self.folder, "rm", "-r", "--quiet", ".")
            copy_tree(tree, self.folder)
        project = self.folder / "pyproject.toml"
        text = re.sub(r'(?m)^version = ".*"$', f'version = "{version}"', project.read_text())
        project.write_text(re.sub(r'(?m)^beside = ".*?"', f'beside = "{beside or "0"}"', text))
        for name, content in (files or {}).items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink() if content is None else path.write_text(content)
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", f"--message={version}")
        git(self.folder, "tag", f"v{version}")
        git(self.folder, "reset", "--hard", "--quiet", "HEAD~1")


@contextmanager
def database() -> Iterator[str]:
    """Give the DATABASE_URL of a new database on the server of the tests; nothing for SQLite, which is a file of the site."""
    if connection.vendor == "sqlite":
        yield ""
        return
    with ready.on_server() as url:
        yield url


class Clone:
    """The folder of a site."""

    def __init__(self, origin: Path, folder: Path, url: str) -> None:
        self.folder = folder
        self.port = free_port()
        git(origin, "clone", "--quiet", str(origin), str(folder))
        lines = (f"SECRET_KEY={KEY}", f"ADDR=127.0.0.1:{self.port}", "WORKERS=2", f"DATABASE_URL={url}")
        (folder / ".env").write_text("\n".join(lines))
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
        self.process: subprocess.Popen[bytes] | None = None
        self._libraries()

    def _libraries(self) -> None:
        """Make a .venv of its own that has the libraries of the one of the tests, without a copy of each."""
        command = [sys.executable, "-m", "venv", "--without-pip", str(self.folder / ".venv")]
        subprocess.run(command, check=True)
        there = Path(sys.prefix, "lib", f"python{sys.version_info[0]}.{sys.version_info[1]}", "site-packages")
        (own,) = (self.folder / ".venv" / "lib").glob("python*/site-packages")
        (own / "tests.pth").write_text(f"{there}\n")
        pins = subprocess.check_output(["cksum", "requirements.txt"], cwd=self.folder)
        (self.folder / ".venv" / ".installed-requirements.txt").write_bytes(pins)

    def call(self, *words: str, **given: str) -> tuple[int, str]:
        """Run a command in the folder and return its code and all that it said."""
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=self.environment | given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=400,
        )
        return done.returncode, done.stdout

    def manage(self, *words: str) -> str:
        code, said = self.call(".venv/bin/python", "manage.py", *words)
        assert code == 0, said
        return said

    def fill(self) -> None:
        """Bring in the 20 practices, and make people; the contributor's password is kept."""
        self.manage("migrate", "--verbosity=0")
        self.manage("import_practices", "fixtures/practices.json", "--publish")
        said = self.manage("make_example_people")
        self.password = re.findall(r"contributor@city.example  password (\S+)", said)[0]

    def start(self) -> None:
        with (self.folder.parent / "log").open("ab") as log:
            self.process = subprocess.Popen(
                ["./run"],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(lambda: is_answering("127.0.0.1", self.port))

    def stop(self) -> None:
        for process in belonging_to(str(self.folder)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        if self.process:
            self.process.wait()
        self.process = None

    def said(self, name: str) -> str:
        """Return what /readyz says of it; nothing when it does not answer."""
        return str(readiness("127.0.0.1", self.port).get(name, ""))

    def log(self) -> str:
        return (self.folder.parent / "log").read_text()


def status_of(site: Site, path: str) -> int:
    return site.ask(path).status


class Crowd:
    """Readers and a contributor, who go on until they are told to stop; what each was answered is counted."""

    def __init__(self, clone: Clone, patience: float = 0.2) -> None:
        self.clone, self.is_over, self.patience = clone, False, patience
        self.read, self.written = Counter[int](), Counter[int]()
        self.last = ""
        self.troubles: list[str] = []
        self.address, self.form, self.writer = self._begin()
        self.threads = [threading.Thread(target=self._read), threading.Thread(target=self._write)]

    def _begin(self) -> tuple[str, dict[str, object], Site]:
        """Sign in and add a practice."""
        site = Site(self.clone.port, {}, self.clone.folder / "none")
        site.ask("/accounts/login/")
        who = {"login": "contributor@city.example", "password": self.clone.password}
        signed_in = site.ask(
            "/accounts/login/", "POST", who | {"csrfmiddlewaretoken": site.cookies["csrftoken"]}
        )
        assert signed_in.status == 302, signed_in.body
        added = site.ask("/contribute/practices/practice/add/")
        sent = form_data(added.body) | {"title": "Written while it is upgraded"}
        answer = site.ask("/contribute/practices/practice/add/", "POST", urlencode(sent, doseq=True).encode())
        (address,) = set(ENTRY.findall(answer.get("Location"))) or {""}
        assert address, answer.body
        return address, form_data(site.ask(f"{address}change/").body), site

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.is_over = True
        for thread in self.threads:
            thread.join()

    def _read(self) -> None:
        site = Site(self.clone.port, {}, self.clone.folder / "none")
        while not self.is_over:
            for path in READ:
                self.read[self._again(partial(status_of, site, path))] += 1
                time.sleep(PAUSE)

    def _write(self) -> None:
        number = 0
        while not self.is_over:
            number += 1
            words = f"What was typed for the {number}th time."
            status = self._again(partial(self._save, words))
            self.written[status] += 1
            self.last = words if status == 200 else self.last
            time.sleep(PAUSE)

    def _save(self, words: str) -> int:
        sent = urlencode(self.form | {"purpose": words}, doseq=True).encode()
        answer = self.writer.ask(f"{self.address}autosave/", "POST", sent)
        if answer.status == 200:
            self.form["seen"] = answer.body.decode().partition('"version": ')[2].rstrip("}")
        return answer.status

    def kept(self) -> str:
        """Return what the form holds of what was typed last, once a reload is over."""
        (found,) = form_data(until(self._form))["purpose"]
        return str(found)

    def _form(self) -> bytes:
        """Return the page of the form; nothing while a process of the release before still answers from files of this one."""
        with suppress(OSError, http.client.HTTPException):
            answer = self.writer.ask(f"{self.address}change/")
            return answer.body if answer.status == HTTPStatus.OK else b""
        return b""

    def _again(self, ask: Callable[[], int]) -> int:
        """Ask once more where the connection is reset, as a proxy does: see tcp_migrate_req in operators.md."""
        until, is_last = time.monotonic() + self.patience, False
        while not is_last:
            is_last = time.monotonic() > until
            try:
                return ask()
            except (OSError, http.client.HTTPException) as error:
                self.troubles.append(f"{time.strftime('%X')} {error!r}")
                time.sleep(0.2)
        return 0
