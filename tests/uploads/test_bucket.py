"""Does an S3-compatible store keep files as a folder does, and is it said in plain words when it is away?"""

import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from catalogue import files
from practices.uploads import bucket, storage
from practices.uploads.exceptions import StorageUnavailable
from tests.ports import HOST, free_port
from tests.uploads.test_storage import ASKED, MADE, QUAY, SAID, SHIP, digest_of


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Give host and port of a store on loopback."""
    started = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    started.start()
    host, port = started.get_host_and_port()
    yield f"{host}:{port}"
    started.stop()


def named(monkeypatch: pytest.MonkeyPatch, settings: Settings, url: str) -> None:
    """Let the site keep files where `STORAGE_URL` says."""
    monkeypatch.setenv("STORAGE_URL", url)
    settings.STORAGES = settings.STORAGES | {"uploads": files.storage()}


@pytest.fixture
def client(server: str, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Any]:
    """Give the store's own words, with an empty bucket."""
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{server}",
        region_name="us-east-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
    )
    client.create_bucket(Bucket="catalogue")
    named(monkeypatch, settings, f"s3://a:b@{server}/catalogue/city%20files?tls=0")
    yield client
    for name in names(client):
        client.delete_object(Bucket="catalogue", Key=name)
    client.delete_bucket(Bucket="catalogue")


def names(client: Any) -> list[str]:
    return [each["Key"] for each in client.list_objects_v2(Bucket="catalogue").get("Contents", [])]


@pytest.mark.long
def test_files_are_kept_read_listed_and_deleted(client: Any) -> None:
    digests = [storage.store(BytesIO(content)) for content in (SHIP, QUAY, SHIP)]
    assert digests == [digest_of(SHIP), digest_of(QUAY), digest_of(SHIP)]
    assert names(client) == sorted(f"city files/{digest[:2]}/{digest}/original" for digest in set(digests))
    for digest, content in zip(digests, (SHIP, QUAY), strict=False):
        with storage.open_stored(digest) as file:
            assert (file.read(5), file.read()) == (content[:5], content[5:])
    storage.store_renditions(digests[0], MADE)
    with storage.open_rendition(digests[0], 320, "webp") as file:
        assert file.read() == b"WebP"
    assert list(storage.stored_digests()) == sorted(set(digests))
    at = storage.stored_at(digests[0])
    assert at
    assert abs(at.timestamp() - time.time()) < 60
    storage.delete(digests[0])
    assert list(storage.stored_digests()) == [digests[1]]
    storage.delete(digests[1])
    assert names(client) == []


def test_file_is_left_open_for_whoever_added_it(client: Any) -> None:
    file = BytesIO(SHIP)
    storage.store(file)
    file.seek(0)
    assert file.read() == SHIP


def test_nothing_is_public(client: Any) -> None:
    digest = storage.store(BytesIO(SHIP))
    grants = client.get_object_acl(Bucket="catalogue", Key=f"city files/{digest[:2]}/{digest}/original")[
        "Grants"
    ]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


@pytest.mark.long
def test_what_is_not_there_is_not_found(client: Any) -> None:
    with pytest.raises(FileNotFoundError):
        storage.open_stored(digest_of(SHIP))
    assert (list(storage.stored_digests()), storage.stored_at(digest_of(SHIP))) == ([], None)
    storage.delete(digest_of(SHIP))


def test_large_file_is_sent_at_once(client: Any) -> None:
    """Parts of one that is cut off would lie there unseen, and be paid for."""
    digest = storage.store(BytesIO(b"\1" * 20 * 2**20))
    said = client.head_object(Bucket="catalogue", Key=f"city files/{digest[:2]}/{digest}/original")
    assert (said["ContentLength"], "-" in said["ETag"]) == (20 * 2**20, False)


@pytest.mark.long
def test_page_reads_what_is_kept_and_finds_what_is_not(client: Any) -> None:
    digest = storage.store(BytesIO(SHIP))
    storage.store_renditions(digest, MADE)
    with storage.open_shown(digest, 320, "webp") as file:
        assert file.read() == b"WebP"
    with pytest.raises(FileNotFoundError):
        storage.open_shown(digest, 321, "webp")
    assert storage.has_renditions(digest)
    assert not storage.has_renditions(digest_of(QUAY))


def test_probe_leaves_nothing(client: Any) -> None:
    storage.probe()
    assert names(client) == []


@pytest.mark.one_in(3)
@pytest.mark.long
@pytest.mark.parametrize("name", [*ASKED, "probe"])
@pytest.mark.parametrize("fault", ["nobody there", "no bucket"])
def test_store_that_is_away_is_said_in_plain_words(
    fault: str, name: str, server: str, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(bucket, "TRIES", 1)
    host = server if fault == "no bucket" else f"{HOST}:{free_port()}"
    named(monkeypatch, settings, f"s3://a:b@{host}/nowhere?tls=0")
    asked = ASKED | {"probe": storage.probe}
    with pytest.raises((StorageUnavailable, FileNotFoundError)) as refusal:
        asked[name]()
    if not isinstance(refusal.value, FileNotFoundError):
        assert str(refusal.value) == SAID
    else:  # a store tells whoever asks for one file no more than that it is not there
        assert (fault, name.startswith("open_")) == ("no bucket", True)
