"""Does the real server take large bodies where pictures are sent, and nowhere else?"""

from collections.abc import Iterator

import pytest

from catalogue.settings import BODY_BYTES, UPLOAD_BYTES
from tests.bridge.lines import connect
from tests.served import Site, served

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("waits")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (b"/contribute/practices/practice/1/change/pictures/", UPLOAD_BYTES),
        (b"/contribute/practices/practice/1/change/", UPLOAD_BYTES),
        (b"/admin/practices/practice/1/change/", UPLOAD_BYTES),
        (b"/contribute/practices/practice/1/change/story/", BODY_BYTES),
        (b"/contribute/practices/practice/1/change/pictures/more/", BODY_BYTES),
        (b"/contribute/upload/", BODY_BYTES),
    ],
)
def test_more_is_taken_at_the_forms_with_which_pictures_are_sent_and_nowhere_else(
    site: Site, path: bytes, most: int
) -> None:
    for size, begins in ((most, b"HTTP/1.1 100 Continue"), (most + 1, b"HTTP/1.1 413 ")):
        head = b"POST %s HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n" % path
        line = connect(site, head + b"Content-Length: %d\r\n\r\n" % size)
        assert line.recv(1 << 16).startswith(begins)
        line.close()
