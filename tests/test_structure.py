"""Is the house in order, and would these checks see it if it were not?"""

import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.template.library import import_library

from catalogue.env import ROOT
from practices.mail.kinds import KINDS
from tests import structure

HOUSE = ("catalogue", "practices", "tests", "templates", "static")
BASIC_PAGES = ROOT / "templates"
ONE_INTERFACE = [{"practices/search/postgres.py", "practices/search/sqlite.py"}]
"""Modules whose functions of one name mean one thing: `search.engines` takes the one that the database asks for."""


def files(pattern: str, *folders: str) -> list[Path]:
    found = (path for folder in folders or HOUSE for path in (ROOT / folder).rglob(pattern))
    return sorted(
        path for path in found if "__pycache__" not in path.parts and "migrations" not in path.parts
    )


def lines(paths: Iterable[Path]) -> dict[str, int]:
    return {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in paths}


def texts(paths: Iterable[Path]) -> list[str]:
    return [path.read_text() for path in paths]


def layers() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    found: list[str] = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return found


def libraries() -> dict[str, set[str]]:
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    found = {name: import_library(path) for name, path in engine.engine.libraries.items()}
    return {name: {*library.tags, *library.filters} for name, library in found.items()}


def overridden(pages: Iterable[str]) -> set[str]:
    """Pages of ours that replace one of an installed application other than ours."""
    theirs = [Path(app.path) / "templates" for app in apps.get_app_configs() if app.name != "practices"]
    return {page for page in pages if any((folder / page).exists() for folder in theirs)}


# The tree


def test_files_are_short() -> None:
    assert (
        structure.too_long(lines(files("*.py") + files("*.css") + files("*.js")), structure.LONGEST_FILE)
        == []
    )


def test_half_of_the_modules_are_shorter_than_one_screen_and_a_half() -> None:
    assert structure.too_long_in_the_middle(lines(files("*.py", "practices")), structure.MEDIAN_FILE) == []


def test_pages_are_short() -> None:
    assert structure.too_long(lines(files("*.html")), structure.LONGEST_PAGE) == []


def test_commands_are_doors_only() -> None:
    commands = lines(files("*.py", "practices/management"))
    assert structure.too_long(commands, structure.LONGEST_COMMAND) == []


def test_few_modules_stand_side_by_side() -> None:
    """At the top are the domain's own tables; the models are a list of tables themselves."""
    limits = {"practices": 12, "practices/models": 40}
    paths = [path.relative_to(ROOT) for path in files("*.py", "practices")]
    assert structure.crowded(paths, limits, structure.MOST_MODULES) == []


def test_names_say_what_a_module_is_about() -> None:
    found = structure.vague(path.relative_to(ROOT) for path in files("*.py"))
    assert found == ["catalogue/postgresql/base.py"]  # Django finds a backend by this name


def test_nothing_from_the_entries_down_knows_the_web() -> None:
    low = structure.below(layers(), "entries")
    inner = [
        path
        for path in files("*.py", "practices")
        if path.relative_to(ROOT / "practices").parts[0].removesuffix(".py") in low
    ]
    assert {"models", "workflow.py"} <= {path.relative_to(ROOT / "practices").parts[0] for path in inner}
    assert [found for source in texts(inner) for found in structure.imports_of(source, structure.WEB)] == []


def test_no_two_classes_have_one_name() -> None:
    sources = texts(files("*.py", "catalogue", "practices"))
    assert structure.named_twice(sources, but=("Backend", "Command")) == []


@pytest.mark.long
def test_no_two_functions_have_one_name() -> None:
    sources = {
        str(path.relative_to(ROOT)): path.read_text() for path in files("*.py", "catalogue", "practices")
    }
    assert structure.named_alike(sources, ONE_INTERFACE) == []


@pytest.mark.long
def test_nothing_hangs_on_signals() -> None:
    sources = texts(files("*.py", "catalogue", "practices"))
    assert [found for source in sources for found in structure.imports_of(source, structure.SIGNALS)] == []


@pytest.mark.long
def test_nothing_is_taken_from_what_allauth_keeps_to_itself() -> None:
    sources = texts(files("*.py", "catalogue", "practices", "tests"))
    assert [found for source in sources for found in structure.internals_of(source, "allauth")] == []


@pytest.mark.long
def test_texts_are_translated_whole() -> None:
    sources = texts(files("*.py", "catalogue", "practices"))
    assert [found for source in sources for found in structure.formatted_translations(source)] == []


def test_every_page_is_used() -> None:
    pages = {str(path.relative_to(BASIC_PAGES)) for path in files("*.*", "templates")}
    sources = texts(files("*.py", "catalogue", "practices") + files("*.*", "templates"))
    mails = [f'"{kind.page}"' for kind in KINDS.values()]
    assert structure.unused_pages(pages, sources + mails, overridden(pages)) == []


@pytest.mark.parametrize(
    "page", files("*.*", "templates"), ids=lambda page: str(page.relative_to(BASIC_PAGES))
)
def test_page_loads_what_it_uses_and_holds_no_script_or_style(page: Path) -> None:
    assert structure.unused_loads(page.read_text(), libraries()) == []
    a_mail_loads_no_style_sheet = ["<style"] if page == BASIC_PAGES / "mail" / "layout.html" else []
    assert structure.inline(page.read_text()) == a_mail_loads_no_style_sheet


def test_every_static_file_is_used() -> None:
    names = {str(path.relative_to(ROOT / "static")) for path in files("*.*", "static")}
    sources = texts(
        files("*.py", "catalogue", "practices")
        + files("*.*", "templates")
        + files("*.css")
        + files("*.js")
        + files("nginx.conf", "deploy")  # names what a proxy serves
    )
    assert structure.unused_files(names, sources) == []


def test_both_requirement_files_pin_the_same_versions() -> None:
    served, tested = (
        set((ROOT / name).read_text().splitlines()) for name in ("requirements.txt", "requirements-test.txt")
    )
    assert {line for line in served - tested if "==" in line} == set()


# The checks, seen red


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        (structure.too_long({"a.py": 301, "b.py": 300}, 300), ["a.py: 301 lines, at most 300"]),
        (
            structure.crowded(
                [Path("a/b.py"), Path("a/c.py"), Path("a/__init__.py"), Path("d/e.py")], {"d": 0}, 1
            ),
            ["a: 2 modules, at most 1", "d: 1 modules, at most 0"],
        ),
        (
            structure.too_long_in_the_middle({"a": 90, "b": 120, "c": 130, "d": 0}, 100),
            ["the median file has 120 lines, at most 100"],
        ),
        (
            structure.vague(
                [Path("practices/utils.py"), Path("practices/helpers/x.py"), Path("practices/period.py")]
            ),
            ["practices/utils.py", "practices/helpers/x.py"],
        ),
        (structure.named_twice(["class A: ...\nclass B: ...", "class A: ...\nclass _C: ..."]), ["A"]),
        (structure.named_twice(["class _C: ...", "class _C: ...\nclass A: ...", "class A: ..."], {"A"}), []),
        (
            structure.named_alike(
                {"a": "def f(): ...\nasync def g(): ...", "b": "def g(): ...", "c": "f = 1"}
            ),
            ["g"],
        ),
        (structure.named_alike({"a": "def _f(): ...", "b": "def _f(): ..."}), []),
        (structure.named_alike({"a": "def f(): ...", "b": "def f(): ..."}, [{"a", "b"}]), []),
        (structure.named_alike(dict.fromkeys("abc", "def f(): ..."), [{"a", "b"}]), ["f"]),
        (structure.imports_of("from django import http, db", structure.WEB), ["django.http"]),
        (
            structure.imports_of("def f():\n    import django.forms.fields", structure.WEB),
            ["django.forms.fields"],
        ),
        (structure.imports_of("import django.httpx", structure.WEB), []),
        (
            structure.imports_of("from django.db.models.signals import post_save", structure.SIGNALS),
            ["django.db.models.signals.post_save"],
        ),
        (
            structure.imports_of("from django.db.models import signals", structure.SIGNALS),
            ["django.db.models.signals"],
        ),
        (
            structure.internals_of("from allauth.account.internal import flows", "allauth"),
            ["allauth.account.internal.flows"],
        ),
        (structure.internals_of("import allauth.account.adapter, other.internal.x", "allauth"), []),
        (structure.formatted_translations("_(f'{n} cities')"), ["line 1: _(f'{n} cities')"]),
        (
            structure.formatted_translations("gettext_lazy('%s cities' % n)"),
            ["line 1: gettext_lazy('%s cities' % n)"],
        ),
        (structure.formatted_translations("ngettext('city', 'cities', n)"), []),
        (
            structure.formatted_translations("ngettext('city', f'{n} cities', n)"),
            ["line 1: ngettext('city', f'{n} cities', n)"],
        ),
        (
            structure.unused_pages({"a.html", "b.html", "c.html"}, ["render('a.html')"], {"c.html"}),
            ["b.html"],
        ),
        (
            structure.unused_loads(
                "{% load i18n static %}{% translate 'x' %}", {"i18n": {"translate"}, "static": {"static"}}
            ),
            ["static"],
        ),
        (structure.unused_loads("{% load x %}{{ a|y }}", {"x": {"y"}}), []),
        (structure.unused_files({"css/a.css", "css/b.css"}, ["{% static 'css/a.css' %}"]), ["css/b.css"]),
        (
            structure.inline("<p style='x'><script>1</script><script src='a'></script>"),
            ["<script>", " style="],
        ),
        (structure.inline("<a onclick='x'>"), [" onclick="]),
    ],
)
def test_check_sees_a_seeded_fault(found: list[str], fault: list[str]) -> None:
    assert found == fault


def test_layers_below_a_name_include_its_own_level() -> None:
    assert structure.below(["a | (b)", "(c) | d", "e"], "d") == {"c", "d", "e"}
