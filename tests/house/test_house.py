"""The house is a star: who may import whom, counting what only the type checker imports."""

import os
import shutil
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a copy of the house and its contract, to plant arrows in."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "scripts" / "wayfolio",
        tmp_path / "scripts" / "wayfolio",
        ignore=shutil.ignore_patterns("__pycache__", "*_cache"),
    )
    return tmp_path


def report(house: Path) -> subprocess.CompletedProcess[str]:
    """Return what the import contract says about a house."""
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--no-logo"],
        cwd=house,
        env=os.environ | {"PYTHONPATH": str(house / "scripts")},
        capture_output=True,
        text=True,
        check=False,
    )


def import_cycle(graph: grimp.ImportGraph) -> list[str]:
    """Return one cycle of modules, or nothing when there is none."""
    arrows = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        return cycle
    return []


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = grimp.build_graph("wayfolio", exclude_type_checking_imports=False, cache_dir=None)

    assert import_cycle(graph) == []


def test_no_room_imports_itself_by_way_of_others() -> None:
    graph = grimp.build_graph("wayfolio", exclude_type_checking_imports=False, cache_dir=None)
    for room in graph.find_children("wayfolio"):
        graph.squash_module(room)

    assert import_cycle(graph) == []


def test_the_house_as_it_stands_keeps_its_contract(house: Path) -> None:
    contract = report(house)

    assert contract.returncode == 0, contract.stdout


@pytest.mark.parametrize(
    ("room", "arrow"),
    [
        ("model", "load"),
        ("render", "publish"),
        ("assess", "build"),
        ("load", "plugin"),
        ("build", "cli"),
    ],
)
def test_an_arrow_that_only_the_type_checker_sees_breaks_the_contract(
    house: Path, room: str, arrow: str
) -> None:
    package = house / "scripts" / "wayfolio"
    module = package / room / "planted.py" if (package / room).is_dir() else package / f"{room}.py"
    with module.open("a", encoding="utf-8") as code:
        code.write(
            "\nfrom typing import TYPE_CHECKING\n\n"
            f"if TYPE_CHECKING:\n    from wayfolio import {arrow}\n"
        )

    contract = report(house)

    assert contract.returncode == 1
    assert f"wayfolio.{room} is not allowed to import wayfolio.{arrow}" in contract.stdout


def test_a_module_that_stands_in_no_layer_breaks_the_contract(house: Path) -> None:
    (house / "scripts" / "wayfolio" / "attic.py").touch()

    contract = report(house)

    assert contract.returncode == 1
    assert "wayfolio.attic" in contract.stdout
