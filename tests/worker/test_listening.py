"""Is the catalogue reached where it says, under every name of this machine and under no other?"""

import os
import shutil
import socket
from pathlib import Path

import pytest

from practices.worker.listening import AddressRefused, free_address, is_answering, keep_port
from tests.deploy.test_outbound import nowhere_to_go
from tests.faults.proxy import RESET
from tests.ports import HOST
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
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(AddressRefused, match=f"port {port}: Address already in use"):
            free_address(HOST, port)
        assert not is_answering(HOST, port)  # it listens, and says nothing


@pytest.mark.skipif(
    os.getuid() != 0 or not shutil.which("ip"), reason="makes a network: root, apt-get install iproute2"
)
def test_port_that_is_kept_is_nobody_else_s() -> None:
    with nowhere_to_go():
        Path("/proc/sys/net/ipv4/ip_local_port_range").write_text("40000 40019")  # each is soon given again
        with keep_port() as keeping, socket.create_server((HOST, 0)) as server:
            with socket.create_server((HOST, 0)) as left:
                kept, given_back, taken = keeping.getsockname(), left.getsockname(), set()
            for _time in range(100):
                for one in (socket.create_server((HOST, 0)), socket.create_connection(server.getsockname())):
                    taken.add(one.getsockname())
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                    one.close()
                server.accept()[0].close()
            for _time in range(2):  # a server, and the next one
                with socket.create_server(kept), socket.create_connection(kept):
                    pass
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(kept)
    assert (given_back in taken, kept in taken) == (True, False)


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
