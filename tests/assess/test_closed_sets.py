"""A new kind of requirement cannot be forgotten: mypy names every file that has to know it."""

import re
import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

import pytest
from mypy import api

from wayfolio.model import outcomes, requirements
from wayfolio.model.structs import Written

ROOT = Path(__file__).parents[2]
MODEL, DEMANDS = "model/requirements.py", "render/language/demands.py"
FAMILIES = {
    "MasteryRequirement": {MODEL, DEMANDS, "assess/mastery_requirements.py"},
    "CourseRequirement": {MODEL, DEMANDS, "assess/course_requirements.py"},
    "ProjectRequirement": {MODEL, DEMANDS, "assess/project_requirements.py"},
    "WorkRequirement": {MODEL, DEMANDS, "assess/work_requirements.py"},
    "ReferringRequirement": {MODEL, DEMANDS, "assess/requirements.py"},
}
"""The unions that a new kind can join, with the files that must know it."""
GAPS = {"Gap": {"render/language/sentences.py"}}
Files = Mapping[str, set[str]]


def plant_kinds(unions: Files, module: Path, base: str) -> None:
    """Add a class to each of some unions of a module."""
    text = module.read_text("utf-8")
    for union in unions:
        kind = f'class New{union}({base}, frozen=True, kw_only=True):\n    """A new kind."""\n\n\n'
        start = re.compile(rf"^{union} = ", re.MULTILINE)
        text, places = start.subn(f"{kind}{union} = New{union} | ", text)
        assert places == 1, union
    module.write_text(text, "utf-8")


def check_types(folder: Path, packages: Sequence[str]) -> dict[str, set[str]]:
    """Return, for each class that a `match` does not know, the files in which mypy says so."""
    program = folder / "scripts" / "wayfolio"
    report, failure, _ = api.run(
        [
            f"--config-file={folder / 'pyproject.toml'}",
            f"--cache-dir={folder / 'cache'}",
            *(str(program / package) for package in packages),
        ]
    )
    assert failure == ""
    files: dict[str, set[str]] = defaultdict(set)
    for line in report.splitlines():
        if ": error: " in line:
            place, _, message = line.partition(": error: ")
            kinds = re.findall(r"New\w+", message)
            assert kinds, line
            assert "assert_never" in message, line
            path = Path(place.rpartition(":")[0]).resolve()
            for kind in kinds:
                files[kind].add(path.relative_to(program).as_posix())
    return files


@pytest.mark.parametrize(
    "packages",
    [
        pytest.param(["model", "assess", "check", "render/language"], id="nearby"),
        pytest.param(["."], id="everywhere", marks=pytest.mark.long),
    ],
)
def test_mypy_names_three_files_for_a_new_kind_of_requirement_and_one_for_a_gap(
    tmp_path: Path, packages: list[str]
) -> None:
    shutil.copytree(ROOT / "scripts" / "wayfolio", tmp_path / "scripts" / "wayfolio")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    model = tmp_path / "scripts" / "wayfolio" / "model"
    plant_kinds(FAMILIES, model / "requirements.py", "Written")
    plant_kinds(GAPS, model / "outcomes.py", "Struct")

    assert check_types(tmp_path, packages) == {
        f"New{union}": files for union, files in (FAMILIES | GAPS).items()
    }


def test_every_kind_of_requirement_has_joined_the_tree() -> None:
    classes = {
        kind
        for kind in vars(requirements).values()
        if isinstance(kind, type) and issubclass(kind, Written) and kind is not Written
    }

    assert classes == set(get_args(requirements.Requirement))


def test_every_kind_of_gap_is_one() -> None:
    classes = {
        kind
        for name, kind in vars(outcomes).items()
        if name.endswith("Gap") and isinstance(kind, type)
    }

    assert classes | {outcomes.OutOfReach} == set(get_args(outcomes.Gap))
