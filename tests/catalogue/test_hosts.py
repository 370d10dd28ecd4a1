"""Which hosts are let in, and what is said about others?"""

import logging
import os
import platform
import socket
import subprocess
import sys

import pytest
from django.test import Client
from pytest_django import Settings

from catalogue import env, hosts
from catalogue.env import ROOT

LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
SOCKET = {"x86_64": 41, "aarch64": 198}
"""The number of the system call, by the machine."""
CONFINED = """
import ctypes, socket, struct, sys
steps = [(32, 0, 0, 0), (21, 0, 3, int(sys.argv[1])), (32, 0, 0, 16), (21, 0, 1, 16), (6, 0, 0, 0x50061), (6, 0, 0, 0x7FFF0000)]
program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]
said = Program(len(steps), ctypes.addressof(program))
prctl = ctypes.CDLL(None).prctl
assert (prctl(38, 1, 0, 0, 0), prctl(22, 2, ctypes.byref(said), 0, 0)) == (0, 0)
try:
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)
except OSError:
    from catalogue import hosts
    print(*hosts.let_in("0.0.0.0"))
"""
"""A process that may open no netlink, as `RestrictAddressFamilies` in deploy/systemd has it (seccomp(2))."""


@pytest.mark.parametrize(
    ("addr", "expected"),
    [
        ("", "http://localhost:8000"),
        (":8000", "http://localhost:8000"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("desk:8000", "http://desk:8000"),
    ],
)
def test_links_name_the_address_that_addr_gave(
    monkeypatch: pytest.MonkeyPatch, addr: str, expected: str
) -> None:
    monkeypatch.setenv("ADDR", addr)
    monkeypatch.setenv("SITE_URL", "")
    assert env.site_url(8000) == expected


def test_site_that_listens_everywhere_is_at_an_address_of_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ADDR", "0.0.0.0:8080")
    monkeypatch.setenv("SITE_URL", "")
    host = env.site_url(8080).removeprefix("http://").removesuffix(":8080")
    assert host in hosts.let_in("0.0.0.0")  # noqa: S104  named, not listened on
    assert host == "localhost" or host not in LOOPBACK


@pytest.mark.skipif(platform.machine() not in SOCKET, reason="its system calls have other numbers: name them")
def test_service_that_is_confined_knows_the_addresses_of_its_machine() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CONFINED, str(SOCKET[platform.machine()])],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.stdout.split()) == ("", hosts.let_in("0.0.0.0"))  # noqa: S104  as above


@pytest.mark.parametrize("listening", ["localhost", "127.0.0.1", "::1"])
def test_site_for_this_machine_alone_lets_nobody_else_in(listening: str) -> None:
    assert hosts.let_in(listening) == LOOPBACK


@pytest.mark.parametrize("listening", ["0.0.0.0", "::", "Desk.example"])  # noqa: S104  named, not listened on
def test_site_on_a_network_lets_in_what_is_this_machine(listening: str) -> None:
    found = hosts.let_in(listening)
    assert set(LOOPBACK) < set(found)
    assert ("desk.example" in found) == (listening == "Desk.example")
    assert socket.gethostname().lower() in found
    assert not [host for host in found if host.startswith((".", "*"))]
    for host in {host for host in found if host[0].isdigit()} - {*LOOPBACK}:
        with socket.socket() as own:
            own.bind((host, 0))  # raises what is no address of this machine


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("https://practices.example.org", ["practices.example.org"]),
        ("http://127.0.0.1:8000", LOOPBACK),
        ("http://[2001:db8::1]:8000", ["[2001:db8::1]"]),
    ],
)
def test_address_that_is_set_decides_alone(
    monkeypatch: pytest.MonkeyPatch, site: str, expected: list[str]
) -> None:
    monkeypatch.setenv("SITE_URL", site)
    assert env.allowed_hosts(site, "0.0.0.0") == expected  # noqa: S104  named, not listened on


@pytest.mark.parametrize("addr", ["*:8000", ".example.org:8000", "a b:8000", "a,b:8000"])
def test_address_that_could_let_strangers_in_is_refused(monkeypatch: pytest.MonkeyPatch, addr: str) -> None:
    monkeypatch.setenv("ADDR", addr)
    with pytest.raises(env.SettingRefused, match=r"^ADDR is "):
        env.address()


@pytest.mark.django_db
def test_refused_host_is_said_once_a_minute_with_its_cure(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    assert [each["filters"] for name, each in settings.LOGGING["loggers"].items() if "Host" in name] == [
        ["refused host"]
    ]
    logger = logging.getLogger("django.security.DisallowedHost")
    quiet = hosts.RefusedHost()
    monkeypatch.setattr(logger, "filters", [quiet])  # whatever other tests have set up
    for host in ("first.example", "second.example", "x" * 5000):
        assert client.get("/", headers={"host": host}).status_code == 400
    (line,) = [record for record in caplog.records if record.name == "django.security.DisallowedHost"]
    assert line.getMessage().startswith("A visitor asked for the host 'first.example' and was refused")
    assert ("set SITE_URL" in line.getMessage(), line.exc_info) == (True, None)

    quiet.said -= hosts.SAID_EVERY
    client.get("/", headers={"host": "x" * 5000})
    assert len(caplog.records[-1].getMessage()) < 500
