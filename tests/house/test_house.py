"""The house stands on floors: who may import whom, imports for the type checker included."""

import os
import shutil
import subprocess
import sys
import tomllib
from graphlib import CycleError, TopologicalSorter
from itertools import chain, pairwise
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a copy of the program and its import contract, to plant imports in."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "scripts" / "wayfolio",
        tmp_path / "scripts" / "wayfolio",
        ignore=shutil.ignore_patterns("__pycache__", "*_cache"),
    )
    return tmp_path


def check_contract(house: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contract on a copy of the program."""
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--no-logo"],
        cwd=house,
        env=os.environ | {"PYTHONPATH": str(house / "scripts")},
        capture_output=True,
        text=True,
        check=False,
    )


def layers() -> list[list[str]]:
    """Return the floors of the contract, the top first: the packages of each."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (contract,) = settings["tool"]["importlinter"]["contracts"]
    return [floor.split(" | ") for floor in contract["layers"]]


def find_import_cycle(graph: grimp.ImportGraph) -> list[str]:
    """Return one cycle of modules, or nothing when there is none."""
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        return cycle
    return []


def plant_import(house: Path, importer: str, imported: str) -> None:
    """Add an import of one package to another, for the type checker only."""
    package = house / "scripts" / "wayfolio"
    folder, file = package / importer, package / f"{importer}.py"
    with (folder / "planted.py" if folder.is_dir() else file).open("a", encoding="utf-8") as code:
        code.write(
            "\nfrom typing import TYPE_CHECKING\n\n"
            f"if TYPE_CHECKING:\n    from wayfolio import {imported}\n"
        )


def test_no_module_imports_itself_through_others() -> None:
    graph = grimp.build_graph("wayfolio", exclude_type_checking_imports=False, cache_dir=None)

    assert find_import_cycle(graph) == []


def test_no_package_imports_itself_through_others() -> None:
    graph = grimp.build_graph("wayfolio", exclude_type_checking_imports=False, cache_dir=None)
    for package in graph.find_children("wayfolio"):
        graph.squash_module(package)

    assert find_import_cycle(graph) == []


def test_the_program_keeps_its_contract(house: Path) -> None:
    contract = check_contract(house)

    assert contract.returncode == 0, contract.stdout


def test_every_package_stands_on_a_floor_of_the_contract() -> None:
    graph = grimp.build_graph("wayfolio", cache_dir=None)
    packages = {module.removeprefix("wayfolio.") for module in graph.find_children("wayfolio")}

    # `python -m wayfolio` is a door, not a package.
    assert sorted(chain.from_iterable(layers())) == sorted(packages - {"__main__"})


def test_an_import_that_climbs_or_stays_on_its_floor_breaks_the_contract(house: Path) -> None:
    """One is planted on each floor, seen by the type checker only: lint-imports runs once."""
    floors = layers()
    climbs = [(lower[0], upper[0]) for upper, lower in pairwise(floors)]
    sideways = [(floor[0], floor[1]) for floor in floors if len(floor) > 1]
    for importer, imported in climbs + sideways:
        plant_import(house, importer, imported)

    contract = check_contract(house)

    assert contract.returncode == 1
    for importer, imported in climbs + sideways:
        fault = f"wayfolio.{importer} is not allowed to import wayfolio.{imported}"
        assert fault in contract.stdout
        assert f"wayfolio.{importer}.planted -> wayfolio.{imported} (" in contract.stdout


def test_a_loose_module_breaks_the_contract(house: Path) -> None:
    (house / "scripts" / "wayfolio" / "attic.py").touch()

    contract = check_contract(house)

    assert contract.returncode == 1
    assert "wayfolio.attic" in contract.stdout
