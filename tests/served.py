"""The site as it runs in production: its own server, compressed files, behind a proxy that speaks https."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from catalogue.env import ROOT
from practices.worker import commands
from tests import logs, ready
from tests.ports import free_port

HOST = "practices.example.org"
SECONDS = 30
KEY = "for tests only: 0123456789 abcdefghijklmnopqrstuvwxyz"
HTTPS = {"SITE_URL": f"https://{HOST}", "BEHIND_PROXY": "1", "MAIL_URL": "smtp://localhost"}


@dataclass
class Answer:
    """What came back: `headers` are pairs, as a name may come twice."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def get(self, name: str) -> str:
        """Return a header's one value; nothing when it is not there; two are a fault."""
        (value,) = self.all(name) or [""]
        return value


class Site:
    """A browser's view of a running site, with one jar of cookies."""

    def __init__(self, port: int, environment: dict[str, str], log: Path) -> None:
        self.port, self.environment, self.log = port, environment, log
        self.cookies: dict[str, str] = {}
        self.said = ""

    def manage(self, *words: str, given: str = "") -> str:
        """Run a command of `manage.py` for this site and return what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(
        self,
        path: str,
        method: str = "GET",
        data: Mapping[str, str] | bytes | None = None,
        **headers: str,
    ) -> Answer:
        """Ask as the proxy asks: `X_Forwarded_Proto="http"` for a visitor who came without https."""
        sent = {"Host": self.environment.get("SITE_URL", "//localhost").split("//")[1]}
        sent |= {"X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/"}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = data if data is None or isinstance(data, bytes) else urlencode(data).encode()
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        answer = Answer(response.status, response.getheaders(), response.read())
        connection.close()
        for line in answer.all("Set-Cookie"):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer


def environment(folder: Path, **given: str) -> dict[str, str]:
    """Return the environment of a production site whose files lie in the folder."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": KEY,
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
    } | given


@contextmanager
def served(folder: Path, *, seed: str = "", compressed: bool = False, **given: str) -> Iterator[Site]:
    """Serve a new site and yield it; `seed` is Python that the site's shell runs before.

    `compressed` collects the static files as the operators' guide says, which takes a while.
    """
    port = free_port()
    site = Site(port, environment(folder, **given), folder / "log")
    if "DATABASE_URL" in given:
        site.manage("migrate", "--verbosity=0")
    else:
        shutil.copy(ready.file_with_tables(), folder / "site.sqlite3")
    if compressed:
        site.environment["STATIC_ROOT"] = str(folder / "static")
        site.manage("collectstatic", "--noinput", "--verbosity=0")
    if seed:
        site.said = site.manage("shell", "--no-imports", given=seed)
    with site.log.open("wb") as log:
        server = subprocess.Popen(
            commands.server_command("127.0.0.1", port, 1),
            cwd=ROOT,
            env=site.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait(site, server)
        yield site
    finally:
        os.killpg(server.pid, signal.SIGKILL)  # told to end, granian's processes have hung
        server.wait()
    assert not logs.tell(site.log.read_text(errors="replace"))


def _wait(site: Site, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(SECONDS * 20):
        if server.poll() is not None:
            break
        try:
            if site.ask("/livez").status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"The server did not start:\n{site.log.read_text()}")
