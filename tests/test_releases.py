"""Does every release become this one in one step, with all that it kept, and go back to where it was (promises R11, U36)?

`releases/` holds what each release kept, as an archive of `export_catalogue`. When a release is made,
`KEEP_RELEASE=1 pytest tests/test_releases.py -k kept` writes the one of it.
"""

import json
import os
import tarfile
from pathlib import Path

import pytest
from django.conf import settings

from catalogue.env import ROOT
from practices.exports.archives import catalogue
from practices.exports.archives.archive import MANIFEST
from tests.browser.world import World
from tests.clone import database
from tests.exports.archives.elsewhere import Elsewhere

FOLDER = ROOT / "tests" / "releases"
ENDING = ".tar.xz"
RELEASES = sorted(
    (path.name.removesuffix(ENDING) for path in FOLDER.glob(f"*{ENDING}")),
    key=lambda name: [int(part) for part in name.split(".")],
)
FORWARD = """
import json
from pathlib import Path
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.test.utils import setup_test_environment
from practices.exports.archives.lines import line_of, row_of
from practices.exports.archives.tables import TABLES, name_of, row_to_model
from practices.models import Edition

folder = Path({folder!r})
manifest = json.loads((folder / "manifest.json").read_text())
nodes = list(manifest["migrations"].items())
executor = MigrationExecutor(connection)
executor.migrate(nodes)
known = MigrationExecutor(connection).loader.project_state(nodes).apps.get_models(include_auto_created=True)
models = {{model._meta.model_name: model for model in known}}
kept = {{}}
with transaction.atomic():
    for file in manifest["files"]:
        rows = [row_of(line) for line in (folder / file).read_text().splitlines()]
        model = models[file.removesuffix(".jsonl")]
        model._base_manager.all().delete()
        model._base_manager.bulk_create([row_to_model(model, row) for row in rows])
        kept[model._meta.model_name] = {{row[model._meta.pk.attname]: row for row in rows}}
with connection.cursor() as cursor:
    for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
        cursor.execute(statement)

call_command("migrate", verbosity=0)
call_command("rebuild_search", verbosity=0)
lost = []
for model in TABLES:
    for key, row in kept.get(name_of(model), {{}}).items():
        columns = [name for name in row if name in {{field.attname for field in model._meta.concrete_fields}}]
        found = model._base_manager.filter(pk=key).values(*columns).first()
        if line_of(found or {{}}) != line_of({{name: row[name] for name in columns}}):
            lost.append((name_of(model), key))
setup_test_environment(debug=False)
slugs = Edition.objects.values_list("practice__slug", flat=True)
pages = {{page: Client().get(page).status_code for page in ["/", "/practices/", "/places/", *[f"/practices/{{slug}}/" for slug in slugs]]}}
print(json.dumps({{"lost": lost, "rows": sum(map(len, kept.values())), "pages": pages}}))
"""


def unpack(name: str, folder: Path) -> None:
    with tarfile.open(FOLDER / f"{name}{ENDING}") as tar:
        tar.extractall(folder, filter="data")


def migrations_of(name: str) -> dict[str, str]:
    """Return the last migration of each application that a release had."""
    with tarfile.open(FOLDER / f"{name}{ENDING}") as tar:
        manifest = next(member for member in tar if Path(member.name).name == MANIFEST)
        file = tar.extractfile(manifest)
        assert file is not None
        found: dict[str, str] = json.load(file)["migrations"]
    return found


@pytest.mark.django_db(transaction=True)
def test_each_release_is_kept(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    if os.environ.get("KEEP_RELEASE"):
        request.getfixturevalue("whole")
        catalogue.export_catalogue(tmp_path / "archive", lambda _kind, _number: None)
        with tarfile.open(FOLDER / f"{settings.VERSION}{ENDING}", "w:xz") as tar:
            tar.add(tmp_path / "archive", ".")
    assert RELEASES[-1] == settings.VERSION


@pytest.fixture
def whole() -> None:
    world = World()
    world.add_people()
    world.add_content()


@pytest.mark.long
@pytest.mark.either
@pytest.mark.parametrize("name", RELEASES)
def test_release_with_data_becomes_this_one_and_has_lost_nothing(name: str, tmp_path: Path) -> None:
    unpack(name, tmp_path / "archive")
    with database() as url:
        elsewhere = Elsewhere(url or f"sqlite:///{tmp_path}/empty.sqlite3")
        said = json.loads(
            elsewhere.manage(
                "shell", "--no-imports", given=FORWARD.format(folder=f"{tmp_path}/archive")
            ).splitlines()[-1]
        )
    assert (said["lost"], said["rows"] > 400) == ([], True)
    assert set(said["pages"].values()) == {200}
    assert len(said["pages"]) > 20
