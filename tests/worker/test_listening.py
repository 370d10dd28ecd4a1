"""Is the catalogue reached where it says, under every name of this machine and under no other?"""

import socket
from pathlib import Path

import pytest

from practices.worker.listening import AddressRefused, free_address, is_answering
from tests.tree import until
from tests.worker.started import started


def test_name_is_listened_on_by_its_number() -> None:
    assert free_address("localhost", 0) in {"127.0.0.1", "::1"}


@pytest.mark.parametrize(
    ("host", "why"),
    [("198.51.100.1", "Cannot assign requested address"), ("no-such-host.invalid", "")],
)
def test_address_that_nothing_can_listen_on_is_refused_with_a_cure(host: str, why: str) -> None:
    with pytest.raises(AddressRefused, match=f"Cannot listen on {host}, port 8000: {why}.*ADDR={host}:8001"):
        free_address(host, 8000)


def test_port_that_is_taken_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(AddressRefused, match=f"port {port}: Address already in use"):
            free_address("127.0.0.1", port)
        assert not is_answering("127.0.0.1", port)  # it listens, and says nothing


@pytest.mark.long
@pytest.mark.xdist_group("waits")
def test_site_on_a_network_answers_to_this_machine_s_names_only(tmp_path: Path, database: Path) -> None:
    name = socket.gethostname().lower()
    with started(tmp_path, database, host="0.0.0.0") as site:  # noqa: S104  what the README shows
        until(site.is_up)
        assert site.get("/") == 200
        said = next(line for line in site.said().splitlines() if line.startswith("It answers to "))
        hosts = said.removeprefix("It answers to ").partition(";")[0].split(", ")
        named = [site.get("/", f"{host}:{site.port}") for host in hosts]
        strange = [site.get("/", "rebound.example") for _ in range(20)]
    assert (set(named), set(strange), name in hosts) == ({200}, {400}, True)
    lines = [line for line in site.said().splitlines() if "rebound.example" in line]
    assert 1 <= len(lines) <= 2  # one a process
    assert "asked for the host 'rebound.example' and was refused" in lines[0]
    assert "set SITE_URL" in lines[0]


@pytest.mark.long
@pytest.mark.xdist_group("waits")
def test_links_name_the_address_that_was_given(tmp_path: Path, database: Path) -> None:
    with started(tmp_path, database) as site:
        until(site.is_up)
        assert site.get() == 200  # when it says so, it answers
    assert f"The catalogue is at http://127.0.0.1:{site.port}/ (Ctrl-C stops it)" in site.said()
