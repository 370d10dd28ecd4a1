"""Has each test that does a fault to a running site a seed that makes it red, and does each seed find its place?"""

import ast

from catalogue.env import ROOT
from tests.seeded_faults import FOLDER, SEEDS


def named() -> set[str]:
    return {
        f"{path.name}::{node.name}"
        for path in FOLDER.glob("test_*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_each_test_of_faults_has_a_seed() -> None:
    assert named() == {name.partition("[")[0] for name in SEEDS} != set()


def test_each_seed_finds_the_one_place_that_it_changes() -> None:
    found = {name: (ROOT / seed.file).read_text().count(seed.before) for name, seed in SEEDS.items()}
    assert {name: times for name, times in found.items() if times != 1} == {}
    assert [name for name, seed in SEEDS.items() if seed.before == seed.after] == []
