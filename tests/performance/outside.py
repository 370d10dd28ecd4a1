"""What does a visitor get from the production server: how many pages a second, how many bytes, for how much memory?"""

import re
from dataclasses import dataclass
from gzip import decompress
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from urllib.parse import urljoin

from tests.performance import clock
from tests.performance.load import Answer, get, request, send
from tests.performance.server import Server, serving

ROUNDS = 5
PARTS = re.compile(rb"""<(?:link[^>]+rel="(?:stylesheet|icon|preload|modulepreload)"|script)[^>]*>""")
ADDRESS = re.compile(rb"""(?:href|src)="([^"]+)\"""")
IMPORT = re.compile(rb"""(?:import|from)\s*["']([^"']+)["']""")


@dataclass(frozen=True)
class Pages:
    """Addresses of the catalogue to be asked for."""

    slugs: list[str]
    words: list[str]
    countries: list[str]

    @property
    def warm(self) -> dict[str, str]:
        detail = f"/practices/{self.slugs[0]}/"
        return {"home": "/", "list": "/practices/", "detail": detail, "api": "/api/v1/practices/"}

    def mixed(self, count: int, part: int) -> list[bytes]:
        """Return requests as visitors make them: mostly entries, then ways in, some lists, filters and words."""
        dice = Random(part)  # noqa: S311  the same requests every time
        kinds = {
            "/practices/{slug}/": 60,
            "/": 14,
            "/practices/": 10,
            "/places/": 6,
            "/places/{land}/": 4,
            "/practices/?page={page}": 3,
            "/practices/?country={country}": 2,
            "/practices/?q={word}": 1,
        }
        return [
            request(
                kind.format(
                    slug=dice.choice(self.slugs),
                    page=dice.randint(1, 50),
                    country=(country := dice.choice(self.countries)),
                    land=country.lower(),
                    word=dice.choice(self.words),
                )
            )
            for kind in dice.choices(list(kinds), list(kinds.values()), k=count)
        ]


def measure(
    environment: dict[str, str], inside: dict[str, Any], work: Path, *, requests: int
) -> dict[str, Any]:
    """Return everything that is measured through the server; `inside` was measured in its database."""
    pages = Pages(inside["slugs"], inside["words"], inside["countries"])
    (folder := work / "bare").mkdir()
    with serving(environment) as server:
        kept = {name: _until_kept(server, path) for name, path in pages.warm.items()}
        for name, answer in kept.items():
            (folder / name).write_bytes(answer.body)
        with serving({"BARE": str(folder)}, "tests.performance.bare:application") as limit:
            rates = {
                f"warm_{name}": _against(limit, server, [request(f"/{name}")], [request(path)], requests)
                for name, path in pages.warm.items()
            }
            tag = {"If_None_Match": kept["list"].headers["etag"]}
            known = [request("/practices/", **tag)]
            rates["not_modified"] = _against(
                limit, server, [request("/list", If_None_Match="x")], known, requests
            )
        rates["first_view"] = _first_view(server)
    with serving(environment, workers=1) as server:
        return rates | {"memory": _memory(server, pages, requests)}


def _until_kept(server: Server, path: str) -> Answer:
    """Ask often enough for each worker to keep the page."""
    answers = [get(server.port, path) for _ in range(12)]
    if {answer.status for answer in answers} != {200}:
        raise ValueError(path, answers[-1])
    return answers[-1]


def _against(
    limit: Server, server: Server, bare: list[bytes], own: list[bytes], requests: int
) -> dict[str, float]:
    """Return requests a second of both and their ratio, in turns; and the ratio of what the workers worked for one."""
    count = max(requests // ROUNDS // 2, 20)
    sides = {limit: bare * count, server: own * count}
    for side, said in sides.items():
        send(side.port, said)
    rates: dict[Server, list[float]] = {limit: [], server: []}
    worked = dict.fromkeys(sides, 0.0)
    for _ in range(ROUNDS):
        for side, said in sides.items():
            before = side.worked
            rates[side].append(count / send(side.port, said))
            worked[side] += side.worked - before
    ratios = [mine / most for mine, most in zip(rates[server], rates[limit], strict=True)]
    return {
        "ratio": round(median(ratios), 3),
        "work_ratio": round(worked[limit] / worked[server], 3),
        "per_second": round(median(rates[server])),
        "limit_per_second": round(median(rates[limit])),
        "work_ms": round(worked[server] / count / ROUNDS * 1000, 3),
    }


def _first_view(server: Server) -> dict[str, float]:
    """Ask for the list and all that it names, as a browser does that was never there."""
    page = get(server.port, "/practices/")
    waiting = [address[1].decode() for tag in PARTS.findall(_plain(page)) if (address := ADDRESS.search(tag))]
    sizes = {"/practices/": page.size}
    while waiting:
        path = waiting.pop()
        if path not in sizes:
            answer = get(server.port, path)
            sizes[path] = answer.size
            if path.endswith(".js"):
                waiting += [urljoin(path, found.decode()) for found in IMPORT.findall(_plain(answer))]
    return {"kb": round(sum(sizes.values()) / 1024, 1), "requests": len(sizes)}


def _plain(answer: Answer) -> bytes:
    packed = answer.headers.get("content-encoding") == "gzip"
    return decompress(answer.body) if packed else answer.body


def _memory(server: Server, pages: Pages, requests: int) -> dict[str, float]:
    """Return the memory of the one worker before mixed requests, after two thirds of them, and after all."""
    (worker,) = server.workers
    found = [clock.resident(worker)]
    for part in range(3):
        send(server.port, pages.mixed(requests // 3, part), b"234")  # on a busy machine some take too long
        found.append(clock.resident(worker))
    return {"start_mb": round(found[0], 1), "two_thirds_mb": round(found[2], 1), "end_mb": round(found[3], 1)}
