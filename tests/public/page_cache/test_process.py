"""Does a process keep no more of pages than so many bytes?"""

import pytest
from django.test import Client

from practices.public.page_cache import process
from practices.public.page_cache.process import ENTRY, ProcessCache
from tests.builders import published


def keys_of(cache: ProcessCache) -> list[str]:
    return [key for key in "abcde" if cache.get(key) is not None]


def test_oldest_makes_room_for_the_newest() -> None:
    cache = ProcessCache("", {"OPTIONS": {"MAX_BYTES": 3 * (ENTRY + 100)}})
    for key in "abcd":
        cache.set(key, b"x" * 100)
    assert keys_of(cache) == ["b", "c", "d"]
    cache.set("b", b"y" * 100)  # is now the newest
    cache.set("e", b"x" * 100)
    assert keys_of(cache) == ["b", "d", "e"]
    cache.set("a", b"x" * 4 * ENTRY)  # too large by itself
    assert keys_of(cache) == []


@pytest.mark.django_db
def test_page_is_kept_once_and_nobody_writes_in_its_headers() -> None:
    published()
    plain = Client().get("/practices/").content
    packed = Client().get("/practices/", headers={"Accept-Encoding": "gzip"})
    assert [len(page) for page in process._kept.values()] == [len(packed.content)]  # noqa: SLF001  seen nowhere else
    assert len(packed.content) < len(plain)
    with pytest.raises(TypeError):
        packed.headers["X-Other"] = "1"
