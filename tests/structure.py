"""What a file must be like to belong here: each function returns the faults it finds, one line each.

`test_structure.py` runs them over the tree, and over a seeded fault of every kind.
"""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median

LONGEST_FILE, LONGEST_PAGE, LONGEST_COMMAND, MEDIAN_FILE = 300, 120, 40, 100
MOST_MODULES = 20
WEB = ("django.http", "django.forms", "django.shortcuts", "django.contrib.admin", "django.contrib.messages")
VAGUE = {"utils", "helpers", "common", "services", "managers", "base", "misc"}
SIGNALS = (
    "django.dispatch",
    "django.db.models.signals",
    "django.core.signals",
    "django.contrib.auth.signals",
)
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
PAGE_NAME = re.compile(r"[\w/.-]+\.(?:x?html|md|txt|xml|svg|opf|css)\b")


def too_long(sizes: dict[str, int], limit: int) -> list[str]:
    """Files of more lines than the limit."""
    return [f"{name}: {lines} lines, at most {limit}" for name, lines in sizes.items() if lines > limit]


def too_long_in_the_middle(sizes: dict[str, int], limit: int) -> list[str]:
    """Whether half of the files are longer than the limit; empty ones are not counted."""
    middle = median([lines for lines in sizes.values() if lines] or [0])
    return [f"the median file has {middle} lines, at most {limit}"] if middle > limit else []


def crowded(paths: Iterable[Path], limits: dict[str, int], most: int) -> list[str]:
    """Packages with more modules side by side than their limit, or than `most` where they have none of their own."""
    modules = Counter(str(path.parent) for path in paths if path.suffix == ".py" and path.stem != "__init__")
    return sorted(
        f"{package}: {number} modules, at most {limits.get(package, most)}"
        for package, number in modules.items()
        if number > limits.get(package, most)
    )


def vague(paths: Iterable[Path]) -> list[str]:
    """Modules whose name says nothing of what they are about."""
    return [str(path) for path in paths if path.suffix == ".py" and VAGUE & {path.stem, *path.parent.parts}]


def imported(source: str) -> Iterator[str]:
    """Every module that a source imports, and every name taken from one, dotted."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_of(source: str, forbidden: Iterable[str]) -> list[str]:
    """Name the imports of one of the forbidden packages."""
    return [name for name in imported(source) if any(f"{name}.".startswith(f"{part}.") for part in forbidden)]


def internals_of(source: str, package: str) -> list[str]:
    """Name the imports of what a package keeps to itself: it may be another thing with its next version."""
    return [
        name for name in imported(source) if name.startswith(f"{package}.") and "internal" in name.split(".")
    ]


def named_twice(sources: Iterable[str], but: Iterable[str] = ()) -> list[str]:
    """Public classes that share their name with another one, but those that Django looks for by it."""
    names = Counter(
        node.name for source in sources for node in ast.parse(source).body if isinstance(node, ast.ClassDef)
    )
    return sorted(name for name, times in names.items() if times > 1 and name[0] != "_" and name not in but)


def named_alike(sources: Mapping[str, str], interfaces: Iterable[set[str]] = ()) -> list[str]:
    """Public functions whose name stands in two modules, but for modules that have one interface."""
    modules = defaultdict(set)
    for module, source in sources.items():
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_":
                modules[node.name].add(module)
    twice = {name: found for name, found in modules.items() if len(found) > 1}
    return sorted(name for name, found in twice.items() if not any(found <= each for each in interfaces))


def below(layers: Iterable[str], name: str) -> set[str]:
    """Modules that the layers contract puts on the level of `name` or deeper."""
    levels = [{part.strip(" ()") for part in layer.split("|")} for layer in layers]
    start = next(position for position, level in enumerate(levels) if name in level)
    return set().union(*levels[start:])


def formatted_translations(source: str) -> list[str]:
    """Texts that are put together before they are translated: no catalogue can hold them."""
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and _called(node.func) in GETTEXT
        and any(not isinstance(argument, ast.Constant) for argument in _texts(node))
    ]


def _called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _texts(call: ast.Call) -> list[ast.expr]:
    return call.args[:2] if "ng" in _called(call.func) or "pg" in _called(call.func) else call.args[:1]


def unused_pages(pages: set[str], sources: Iterable[str], overridden: set[str]) -> list[str]:
    """Pages that nothing names and that replace no page of an installed application."""
    named = {name for source in sources for name in PAGE_NAME.findall(source)}
    return sorted(pages - named - overridden)


def unused_loads(page: str, libraries: dict[str, set[str]]) -> list[str]:
    """Libraries that a page loads without using a tag or filter of theirs."""
    loaded = [name for names in re.findall(r"{% load ([^%]+?) %}", page) for name in names.split()]
    used = set(re.findall(r"{%-?\s*(\w+)", page)) | set(re.findall(r"\|(\w+)", page))
    return [name for name in loaded if not libraries.get(name, set()) & used]


def unused_files(files: Iterable[str], sources: Iterable[str]) -> list[str]:
    """List static files that no page, style sheet or module names."""
    text = "\n".join(sources)
    return sorted(name for name in files if name not in text and name.rpartition("/")[2] not in text)


def inline(page: str) -> list[str]:
    """Script or style written into a page: the policy forbids both, so they would do nothing."""
    scripts = [tag for tag in re.findall(r"<script[^>]*>", page) if " src=" not in tag and "json" not in tag]
    return scripts + re.findall(r"<style|\sstyle=|\son[a-z]+=", page)
