"""The proxies that the operators' guide offers, started from their very files on free ports of this machine."""

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from catalogue.env import ROOT
from tests.ports import HOST, free_port
from tests.servers.started import SECONDS, Answer, answers, running

NAME = "practices.example.org"
"""The site's name in both files."""
BODY = "10m"
"""How long a body may take in the file of Caddy."""
AWAY = ROOT / "static" / "unavailable.html"
"""The page that they show while the site is away; in `/srv/catalogue/static` in both files."""
OWN_FILES = """
daemon off;
pid {folder}/pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/answers;
    include {folder}/site.conf;
}}
"""
"""What Debian's own `nginx.conf` says around the file, and that of a test."""


@dataclass
class Front:
    """A proxy that runs: where it speaks in clear, and where it is asked with https."""

    clear: int
    secure: int

    def get(
        self,
        address: str,
        headers: dict[str, str] | None = None,
        *,
        method: str = "GET",
        body: bytes = b"",
    ) -> Answer:
        """Ask it as a browser does that trusts its certificate."""
        asked = http.client.HTTPConnection(NAME)
        with self.opened(trusting()) as asked.sock:
            with suppress(BrokenPipeError, ConnectionResetError):  # too large: refused before it is read
                asked.request(method, address, body or None, headers or {})
            return Answer(asked.getresponse())

    @contextmanager
    def opened(self, context: ssl.SSLContext) -> Iterator[ssl.SSLSocket]:
        """Open a connection to speak by hand."""
        with (
            socket.create_connection((HOST, self.secure), SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=NAME) as secured,
        ):
            yield secured


def trusting(version: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    """Return a client that takes any certificate, and speaks this version alone, however weak it is."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if version:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
    return context


@contextmanager
def nginx(behind: int) -> Iterator[Front]:
    """Put nginx in front of a port."""
    with _folder() as folder:
        front = Front(free_port(), free_port())
        text = (ROOT / "deploy" / "nginx.conf").read_text()
        text = re.sub(r"listen \[::\]:.*\n", "", text)  # a machine of tests may have no IPv6
        for there, here in {
            "listen 80": f"listen {HOST}:{front.clear}",
            "listen 443": f"listen {HOST}:{front.secure}",
            f"/etc/letsencrypt/live/{NAME}/fullchain": f"{folder}/fullchain",
            f"/etc/letsencrypt/live/{NAME}/privkey": f"{folder}/privkey",
        }.items():
            text = replaced(text, there, here)
        (folder / "site.conf").write_text(_placed(text, behind, folder))
        (folder / "nginx.conf").write_text(OWN_FILES.format(folder=folder))
        command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
        with running(command, lambda: answers(front.secure)):
            yield front


@contextmanager
def caddy(behind: int, body: str = BODY) -> Iterator[Front]:
    """Put Caddy in front of a port; `body` is how long it lets one take, which is too long for most tests to wait."""
    with _folder() as folder:
        front = Front(free_port(), free_port())
        text = (ROOT / "deploy" / "Caddyfile").read_text()
        ports = f"admin off\n\thttp_port {front.clear}\n\thttps_port {front.secure}\n"
        text = replaced(text, "\tservers {", f"\t{ports}\tservers {{")
        text = replaced(text, f"read_body {BODY}", f"read_body {body}")
        text = replaced(text, "\ttls {", f"\ttls {folder}/fullchain.pem {folder}/privkey.pem {{")
        (folder / "Caddyfile").write_text(_placed(text, behind, folder))
        command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
        own = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
        with running(command, lambda: answers(front.secure), **own):
            yield front


def replaced(text: str, there: str, here: str) -> str:
    """Put one thing of a test in the place of one thing of the file, which must be there once."""
    assert text.count(there) == 1, there
    return text.replace(there, here)


def _placed(text: str, behind: int, folder: Path) -> str:
    text = replaced(text, "127.0.0.1:8000", f"{HOST}:{behind}")
    return replaced(text, "/srv/catalogue/static", str(folder))


@contextmanager
def _folder() -> Iterator[Path]:
    """Make a folder with a certificate and the page; nginx reads that as somebody who may not enter each clone."""
    folder = Path(tempfile.mkdtemp(prefix="proxy-"))
    folder.chmod(0o755)
    page = folder / AWAY.name
    page.write_bytes(AWAY.read_bytes())
    page.chmod(0o644)
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    given = ["-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    try:
        subprocess.run(["openssl", "req", "-x509", *key, *given, *files], check=True, capture_output=True)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
