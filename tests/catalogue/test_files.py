"""Are the settings of the files that people add read, and wrong ones refused with their name and cure?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalogue import files
from catalogue.env import SettingRefused

WHOLE = {"BACKEND": "practices.uploads.folder.WholeFiles"}


def bucket(**options: str) -> dict[str, Any]:
    """Return the store in a bucket, as it is when an address names no more than that."""
    usual = {
        "bucket_name": "bucket",
        "location": "",
        "endpoint_url": "https://host",
        "region_name": "us-east-1",
    }
    return {
        "BACKEND": "practices.uploads.bucket.Bucket",
        "OPTIONS": usual | {"access_key": None, "secret_key": None} | options,
    }


def kept_in(engine: str = "sqlite3") -> tuple[Path | str, dict[str, Any]]:
    found = {"ENGINE": f"django.db.backends.{engine}", "NAME": "/data/own.sqlite3"}
    return files.folder(found, Path("/srv/app")), files.storage()


@pytest.mark.parametrize(
    ("read", "name", "value"),
    [
        *(
            (read, "STORAGE_URL", value)
            for read in (kept_in, files.storage)
            for value in (
                "/srv/uploads",
                "file://srv/uploads",
                "file:///",
                "s3://key:secret@host",
                "s3:///bucket",
                "s3://key@host/bucket",
                "s3://key:sec/ret@host/bucket",
                "s3://key:secret@host:port/bucket",
                "s3://key:secret@[host/bucket",
                "s3://key:secret@host:0/bucket",
                "s3://key:secret@host/bucket?tls=perhaps",
                "s3://key:secret@host/bucket?region=",
                "s3://key:secret@host/bucket?zone=a",
                "https://host/bucket",
                "file:///srv/a#b",
                "file:///srv/a#",
                "file:///srv/a?",
                "file:///srv/a?b=1",
                "s3://key:secret@host/bucket#part",
                "s3://key:secret@host/bucket?region=a#",
            )
        ),
        *(
            (files.scanner, "SCAN_URL", value)
            for value in (
                "localhost:3310",
                "tcp://",
                "tcp://host:0",
                "tcp://host:port",
                "tcp://host/path",
                "unix://run/clamd.ctl",
                "unix:///",
                "http://host:3310",
                "tcp://user@host:3310/?x",
                "tcp://user@host:3310",
                "tcp://user:word@host:3310",
                "tcp://@host:3310",
                "tcp://host:3310/?x",
                "tcp://host:3310?",
                "tcp://host:3310#x",
                "unix:///run/clamd.ctl?x",
                "unix:///run/clamd.ctl#x",
            )
        ),
    ],
)
def test_wrong_setting_is_refused_by_name_without_its_secret(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(
        SettingRefused, match=rf"^{name} cannot be read\. Write .*, or leave it out\.$"
    ) as refusal:
        read()
    assert "key:sec" not in str(refusal.value).replace("s3://key:secret@host/bucket?region=eu-west-1", "")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ""),
        ("tcp://scanner", ("scanner", 3310)),
        ("tcp://[::1]:9", ("::1", 9)),
        ("unix:///run/clam%20av/clamd.ctl", "/run/clam av/clamd.ctl"),
        ("unix:///run/clamd%231.ctl", "/run/clamd#1.ctl"),
    ],
)
def test_scanner_is_where_its_address_says(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: tuple[str, int] | str
) -> None:
    monkeypatch.setenv("SCAN_URL", value)
    assert files.scanner() == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", (Path("/data/uploads"), WHOLE)),
        ("file:///srv/a%20b", (Path("/srv/a b"), WHOLE)),
        ("s3://host/bucket", ("", bucket())),
        (
            "s3://k%2Fy:s%40t@host:9000/bucket/a%20b/c?region=eu-west-1&tls=0",
            (
                "",
                bucket(
                    location="a b/c",
                    endpoint_url="http://host:9000",
                    region_name="eu-west-1",
                    access_key="k/y",
                    secret_key="s@t",
                ),
            ),
        ),
    ],
)
def test_files_are_kept_where_the_address_says(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: tuple[Path | str, dict[str, Any]]
) -> None:
    monkeypatch.setenv("STORAGE_URL", value)
    assert kept_in() == expected


def test_files_are_kept_beside_the_site_when_the_database_is_a_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("STORAGE_URL", raising=False)
    assert kept_in("postgresql") == (Path("/srv/app/uploads"), WHOLE)
