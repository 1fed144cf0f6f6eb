"""The house stays small: floors, cycles, loose modules, sizes, and branching with its reasons."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from textwrap import dedent

import grimp
import pytest

from figures import (
    House,
    complex_functions,
    find_cycle,
    floors,
    long_functions,
    long_modules,
    package_sentences,
    read_house,
)

MOST_FLOORS, MOST_COMPLEX = 10, 20
LOOSE_MODULES = ["plugin"]
COMPLEX: Mapping[str, str] = {
    "assess/areas.py: roll_up_area": "each figure of an area is a line of the struct it fills",
    "assess/dosage.py: measure_dosage": "each figure counts the same sessions in a line of its own",
    "assess/inquiries.py: _tally": "each figure counts the same pairs in a line of its own",
    "assess/rulebook.py: _next": "what comes before a stage means something only in this loop",
    "assess/selection.py: _countable": "a waiver drops the misses that the loop has just counted",
    "render/staff/delivery.py: total_delivery": "each figure sums up supports in its own line",
    "assess/stage.py: performance_of": "it is “The level” of docs/figures.md, step by step",
}
"""The functions above complexity 10, each with the reason why nobody would look for its parts."""

HOUSE = read_house()
Files = Mapping[str, str]


def branches(number: int) -> str:
    """Return a function of a complexity."""
    conditions = "".join(f"    if n == {n}:\n        return {n}\n" for n in range(number - 1))
    return f"def choose(n: int) -> int:\n{conditions}    return n\n"


def build_house(root: Path, files: Files) -> House:
    """Write a package of a few modules, all in packages with a sentence, and read it."""
    sentences = {f"{Path(path).parent}/__init__.py": '"""Holds things."""\n' for path in files}
    for path, text in {"__init__.py": '"""A house."""\n', **sentences, **files}.items():
        file = root / "house" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), "utf-8")
    return read_house(root / "house")


def reasons_to_settle(house: House, reasons: Mapping[str, str]) -> list[str]:
    """Return the complex functions without a reason, and the reasons without such a function."""
    names = {function.name for function in complex_functions(house)}
    return [
        *(f"{name}: no reason is given" for name in sorted(names - reasons.keys())),
        *(f"{name}: its reason is no longer needed" for name in sorted(reasons.keys() - names)),
        *(f"{name}: its reason is empty" for name, reason in reasons.items() if not reason.strip()),
    ]


def unexpected_loose_modules(house: House) -> list[str]:
    """Return the modules beside the packages that should not be there, or that are missing."""
    return sorted(set(house.loose_modules) ^ set(LOOSE_MODULES))


def floors_too_many(house: House) -> list[str]:
    """Return the longest chain of packages where it has too many floors."""
    chain = floors(house)
    return chain if len(chain) > MOST_FLOORS else []


def module_cycle(house: House) -> list[str]:
    """Return a cycle of modules."""
    return find_cycle(house.imports)


def package_cycle(house: House) -> list[str]:
    """Return a cycle of packages."""
    return find_cycle(house.packages)


def test_no_module_stands_beside_the_packages_but_the_plugin() -> None:
    assert unexpected_loose_modules(HOUSE) == []


def test_the_house_has_few_floors() -> None:
    assert floors_too_many(HOUSE) == []


@pytest.mark.parametrize("cycle", [module_cycle, package_cycle])
def test_nothing_imports_itself_by_way_of_others(cycle: Callable[[House], list[str]]) -> None:
    assert cycle(HOUSE) == []


def test_no_function_is_too_long_to_be_seen_at_once() -> None:
    assert long_functions(HOUSE) == []


def test_no_module_is_too_long() -> None:
    assert long_modules(HOUSE) == []


def test_every_complex_function_has_its_reason() -> None:
    assert reasons_to_settle(HOUSE, COMPLEX) == []


def test_few_functions_are_complex() -> None:
    assert len(complex_functions(HOUSE)) <= MOST_COMPLEX


def test_every_package_says_one_sentence_and_nothing_else() -> None:
    assert package_sentences(HOUSE) == []


def test_imports_are_read_as_grimp_reads_them() -> None:
    graph = grimp.build_graph("wayfolio", exclude_type_checking_imports=False, cache_dir=None)

    assert module_arrows(HOUSE) == {
        (name.removeprefix("wayfolio").removeprefix("."), target.removeprefix("wayfolio."))
        for name in graph.modules
        for target in graph.find_modules_directly_imported_by(name)
        if target != "wayfolio"
    }


def module_arrows(house: House) -> set[tuple[str, str]]:
    """Return who imports whom."""
    return {(name, target) for name in house.imports for target in house.imports[name] if target}


TOWER = {
    f"floor{n:02}/rooms.py": f"from house.floor{n + 1:02} import rooms\n"
    for n in range(MOST_FLOORS)
} | {f"floor{MOST_FLOORS:02}/rooms.py": ""}
HIDDEN_CYCLE = {
    "attic/boxes.py": "from house.cellar import jars\n",
    "cellar/jars.py": """
        from typing import TYPE_CHECKING

        if TYPE_CHECKING:
            from ..attic.boxes import Box
        """,
}
LATE_CYCLE = {
    "attic/boxes.py": "import house.attic.lids\n",
    "attic/lids.py": "def close() -> None:\n    from house.attic import boxes\n",
}
ROUND_TRIP = {
    "attic/boxes.py": "from house.cellar import jars\n",
    "cellar/jars.py": "",
    "cellar/shelves.py": "from house.attic import ladder\n",
    "attic/ladder.py": "",
}


@pytest.mark.parametrize(
    ("check", "files", "fault"),
    [
        (unexpected_loose_modules, {"plugin.py": "", "attic.py": ""}, "attic"),
        (unexpected_loose_modules, {"attic/boxes.py": ""}, "plugin"),
        (floors_too_many, TOWER, "floor00"),
        (module_cycle, HIDDEN_CYCLE, "cellar.jars"),
        (module_cycle, LATE_CYCLE, "attic.lids"),
        (package_cycle, HIDDEN_CYCLE, "cellar"),
        (package_cycle, ROUND_TRIP, "attic"),
        (
            long_functions,
            {"attic/boxes.py": "class Box:\n    def fill(self):\n" + "        self.add()\n" * 50},
            "attic/boxes.py: fill (51 lines)",
        ),
        (long_modules, {"attic/boxes.py": "# x\n" * 401}, "attic/boxes.py (401 lines)"),
        (
            package_sentences,
            {"attic/__init__.py": '"""Holds boxes. Holds hats."""\n'},
            "attic/__init__.py: its docstring is not one sentence",
        ),
        (
            package_sentences,
            {"attic/__init__.py": ""},
            "attic/__init__.py: its docstring is not one sentence",
        ),
        (
            package_sentences,
            {"attic/__init__.py": '"""Holds boxes."""\n\nfrom house import cellar\n'},
            "attic/__init__.py: more than a docstring",
        ),
    ],
)
def test_a_planted_fault_of_shape_is_reported(
    tmp_path: Path, check: Callable[[House], Iterable[str]], files: Files, fault: str
) -> None:
    assert fault in check(build_house(tmp_path, files))


def test_a_folder_without_a_sentence_is_reported(tmp_path: Path) -> None:
    house = build_house(tmp_path, {"attic/boxes.py": ""})
    (house.root / "attic" / "__init__.py").unlink()

    assert package_sentences(read_house(house.root)) == ["attic: no __init__.py"]


@pytest.mark.parametrize(
    ("complexity", "reasons", "faults"),
    [
        (10, {}, []),
        (11, {}, ["attic/boxes.py: choose: no reason is given"]),
        (11, {"attic/boxes.py: choose": "A case for each number."}, []),
        (11, {"attic/boxes.py: choose": ""}, ["attic/boxes.py: choose: its reason is empty"]),
        (
            10,
            {"attic/boxes.py: choose": "A case for each number."},
            ["attic/boxes.py: choose: its reason is no longer needed"],
        ),
    ],
)
def test_the_reasons_and_the_complex_functions_are_the_same(
    tmp_path: Path, complexity: int, reasons: Mapping[str, str], faults: list[str]
) -> None:
    house = build_house(tmp_path, {"attic/boxes.py": branches(complexity)})

    assert reasons_to_settle(house, reasons) == faults


def test_too_many_complex_functions_are_counted_in_methods_too(tmp_path: Path) -> None:
    method = "class Box:\n" + "".join(f"    {line}\n" for line in branches(11).splitlines())
    house = build_house(tmp_path, {"attic/boxes.py": method, "attic/lids.py": branches(12)})

    assert [function.name for function in complex_functions(house)] == [
        "attic/boxes.py: Box.choose",
        "attic/lids.py: choose",
    ]
