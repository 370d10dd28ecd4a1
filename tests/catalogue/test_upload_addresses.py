"""Does the real server take large bodies where pictures are sent and of whom is signed in, a few at a time, and keep the words?"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from socket import socket

import pytest

from catalogue.rsgi import BOUNDS
from catalogue.settings import BODY_BYTES, UPLOAD_BYTES, UPLOAD_MOST, UPLOADS_AT_ONCE
from catalogue.upload_slots import Crowded, UploadSlots
from practices.errors import wording
from tests.bridge.lines import Said, connect, rest
from tests.catalogue.test_rsgi import refuses
from tests.entry_pictures import png
from tests.served import Answer, Site, served

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("waits")]

SEED = """
from django.test import Client
from tests.builders import make_draft, make_user
people = [make_user() for _each in range(4)]
make_draft(contributor=people[0], title="As it was")
for person in [*people, people[0]]:
    client = Client()
    client.force_login(person)
    print(client.cookies["sessionid"].value)
"""
READ = "from practices.models import Practice; print(Practice.objects.get().title, len(Practice.objects.get().pictures))"
FORM = "/contribute/practices/practice/1/change/"
TAKES, TAKES_NOT = (
    [
        *(FORM, f"{FORM}pictures/", "/admin/practices/practice/1/change/"),
        *(f"/admin/practices/{kind}/1/picture/" for kind in ("city", "topic")),
    ],
    [
        *("/admin/practices/city/1/change/", "/admin/practices/city/1/picture/more/"),
        f"{FORM}story/",
        f"{FORM}pictures/more/",
        "/contribute/upload/",
    ],
)
TOKEN = "x" * 32
END = "--end--\r\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("site"), seed=SEED) as site:
        yield site


def sessions(site: Site) -> list[str]:
    """Return those of four people, and a second one of the first."""
    return site.said.split()[-5:]


def headed(path: str, size: int, session: str = "", more: str = "") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{more}Content-Length: {size}\r\n"
    return f"{head}Cookie: sessionid={session}\r\n\r\n".encode()


def begun(path: str, size: int, session: str = "") -> bytes:
    return headed(path, size, session, "Expect: 100-continue\r\n")


def answer_to(site: Site, head: bytes) -> bytes:
    with connect(site, head) as line:
        return line.recv(1 << 16)


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("path", "most"),
    [(path, UPLOAD_MOST) for path in TAKES] + [(path, BODY_BYTES) for path in TAKES_NOT],
)
def test_more_is_taken_at_the_forms_with_which_pictures_are_sent_and_nowhere_else(
    site: Site, path: str, most: int
) -> None:
    session = sessions(site)[0]
    for size, begins in ((most, b"HTTP/1.1 100 Continue"), (most + 1, b"HTTP/1.1 413 ")):
        assert answer_to(site, begun(path, size, session)).startswith(begins)


@pytest.mark.parametrize("session", ["", "x" * 32, "../etc", '"abc\\000defghijkl"'])
def test_nothing_more_is_taken_of_whoever_has_no_session_or_makes_one_up(site: Site, session: str) -> None:
    for path in TAKES:
        refuses(Said(rest(connect(site, begun(path, BODY_BYTES + 1, session)))), wording.FILES_OF_NOBODY)


def test_as_many_are_read_at_once_as_have_a_place(site: Site) -> None:
    size, own = BODY_BYTES + 1, sessions(site)
    with ExitStack() as stack:
        for session in own[:UPLOADS_AT_ONCE]:
            line = stack.enter_context(connect(site, begun(FORM, size, session)))
            assert line.recv(1 << 16).startswith(b"HTTP/1.1 100 ")
        waiting = [stack.enter_context(connect(site, begun(FORM, size, each))) for each in (own[0], own[3])]
        for line in waiting:
            line.settimeout(0.5)
            with pytest.raises(TimeoutError):
                line.recv(1)
        assert site.ask("/practices/").status == 200


def test_who_signs_in_again_has_no_second_place(site: Site) -> None:
    size, own = BODY_BYTES + 1, sessions(site)
    with ExitStack() as stack:

        def begin(session: str) -> socket:
            return stack.enter_context(connect(site, begun(FORM, size, session)))

        first = begin(own[0])
        assert first.recv(1 << 16).startswith(b"HTTP/1.1 100 ")
        again, other = begin(own[4]), begin(own[1])
        assert other.recv(1 << 16).startswith(b"HTTP/1.1 100 ")
        again.settimeout(0.5)
        with pytest.raises(TimeoutError):
            again.recv(1)


def test_what_is_refused_takes_no_place_while_its_rest_comes(site: Site) -> None:
    own = sessions(site)
    with ExitStack() as stack:
        for session in own[:UPLOADS_AT_ONCE]:
            line = stack.enter_context(connect(site, headed(FORM, UPLOAD_MOST + 1, session)))
            assert line.recv(1 << 16).startswith(b"HTTP/1.1 413 ")
        for session in (own[0], own[3]):
            line = stack.enter_context(connect(site, begun(FORM, BODY_BYTES + 1, session)))
            line.settimeout(BOUNDS.grace / 2)
            assert line.recv(1 << 16).startswith(b"HTTP/1.1 100 ")


def test_who_was_too_slow_is_waited_for_no_second_time(site: Site) -> None:
    with connect(site, headed(FORM, BODY_BYTES + 1, sessions(site)[0])) as line:
        assert line.recv(1 << 16).startswith(b"HTTP/1.1 408 ")
        began = time.monotonic()
        with suppress(ConnectionResetError, BrokenPipeError):
            while time.monotonic() < began + 2 * BOUNDS.grace:
                line.sendall(b"x" * 2000)
                time.sleep(0.1)
        assert time.monotonic() < began + 2 * BOUNDS.grace


def test_whoever_waits_in_vain_is_told() -> None:
    async def two(slots: UploadSlots, other: str) -> None:
        async with slots.place("own"):
            with pytest.raises(Crowded):
                async with slots.place(other):
                    pass
        async with slots.place(other):
            pass

    asyncio.run(two(UploadSlots(1, 0.01), "other"))
    asyncio.run(two(UploadSlots(2, 0.01), "own"))


def sent(site: Site, *files: bytes) -> Answer:
    """Send the form with a title and some files, as a browser does."""
    site.cookies = {"sessionid": sessions(site)[0], "csrftoken": TOKEN}
    version = site.manage("shell", "--no-imports", given=READ.replace("title, len", "version, len")).split()[
        0
    ]
    words = {"csrfmiddlewaretoken": TOKEN, "seen": version, "title": "As typed", "_save": "1"}
    parts = [
        f'--end\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{said}\r\n'
        for name, said in words.items()
    ]
    body = "".join(parts).encode()
    named = b'--end\r\nContent-Disposition: form-data; name="pictures"; filename="%d.png"\r\nContent-Type: image/png\r\n\r\n%s\r\n'
    body += b"".join(named % (number, file) for number, file in enumerate(files)) + END.encode()
    return site.ask(
        FORM, "POST", body, Content_Type="multipart/form-data; boundary=end", X_Forwarded_Proto="http"
    )


def test_files_that_are_too_much_together_are_let_go_and_the_words_are_saved(site: Site) -> None:
    answer = sent(site, png(), b"x" * (UPLOAD_BYTES // 2), b"x" * (UPLOAD_BYTES // 2))
    assert (answer.status, answer.get("Location")) == (302, f"{FORM}#told")
    page = site.ask(FORM, X_Forwarded_Proto="http").body.decode()
    assert "No file was taken: together they may have 20 MB. What you wrote is saved." in page
    assert site.manage("shell", "--no-imports", given=READ).split() == ["As", "typed", "0"]


def test_files_that_are_large_and_fit_are_taken_by_way_of_the_disk(site: Site) -> None:
    assert sent(site, png(), b"x" * (UPLOAD_BYTES // 2)).status == 302
    page = site.ask(FORM, X_Forwarded_Proto="http").body.decode()
    assert "1 picture was taken in" in page
    assert site.manage("shell", "--no-imports", given=READ).split() == ["As", "typed", "1"]
