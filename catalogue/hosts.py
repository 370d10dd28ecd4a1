"""The names and addresses under which the site answers: which are let in, and what is said when another is refused."""

import fcntl
import ipaddress
import logging
import re
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

LOOPBACK = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  compared, not listened on
NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")
SIOCGIFADDR = 0x8915
"""See netdevice(7)."""
INTERFACES, IPV6 = Path("/sys/class/net"), Path("/proc/net/if_inet6")
"""Where Linux lists its interfaces, and their addresses of IPv6; a service that is confined may open no netlink to ask."""
SAID_EVERY = 60
LONGEST_SAID = 100


def bracketed(host: str) -> str:
    """Return the host as addresses of pages have it."""
    return f"[{host}]" if ":" in host else host


def origin(listening: str, port: int) -> str:
    """Return where a site is that nobody gave an address: where it listens, or at the first address of this machine."""
    host = next(_addresses(), "localhost") if listening in EVERYWHERE else listening
    return f"http://{bracketed(host)}:{port}"


def let_in(listening: str) -> list[str]:
    """Return the hosts of a site that nobody gave an address.

    Whoever listens on more than this machine for itself wants to be reached by others, under the names and addresses
    that this machine has itself. No name that somebody else may choose is among them, as that would let a page of a
    stranger speak for the site (DNS rebinding).
    """
    found = []
    if listening not in LOOPBACK:
        name = socket.gethostname().lower()
        names = [name, f"{name.partition('.')[0]}.local"] if NAME.fullmatch(name) else []
        found = [*([] if listening in EVERYWHERE else [listening.lower()]), *_addresses(), *names]
    return list(dict.fromkeys(map(bracketed, [*found, *LOOPBACK])))


def _addresses() -> Iterator[str]:
    """Yield this machine's own addresses that others may reach."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for interface in sorted(INTERFACES.glob("*/ifindex"), key=lambda each: int(each.read_text())):
            with suppress(OSError):  # an interface without an address
                told = fcntl.ioctl(asking, SIOCGIFADDR, struct.pack("256s", interface.parent.name.encode()))
                yield from _reachable(told[20:24])
    if IPV6.exists():
        for line in IPV6.read_text().splitlines():
            yield from _reachable(bytes.fromhex(line.split()[0]))


def _reachable(packed: bytes) -> Iterator[str]:
    address = ipaddress.ip_address(packed)
    if not (address.is_loopback or address.is_link_local):
        yield str(address)


class RefusedHost(logging.Filter):
    """Says once a minute that a host was refused, and the cure: strangers knock all day long."""

    said = float("-inf")

    def filter(self, record: logging.LogRecord) -> bool:
        """Let a record through with words for the operator, or not at all."""
        now = time.monotonic()
        if now - self.said < SAID_EVERY:
            return False
        self.said = now
        request = getattr(record, "request", None)
        host = request.META.get("HTTP_HOST", "") if request else ""
        record.msg = (
            "A visitor asked for the host %r and was refused, as others may have been within this minute. If people "
            "should reach the site by that name, set SITE_URL to it; if a proxy stands in front, let it pass on Host."
        )
        record.args = (host[:LONGEST_SAID],)
        record.request = None
        record.exc_info = record.exc_text = None
        return True
