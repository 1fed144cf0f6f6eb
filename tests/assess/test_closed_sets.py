"""A new member of a closed set cannot be forgotten: each file that has to know it is named.

mypy names those with a `match`, and `closed_tables.py` those with a table.
"""

import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

import pytest
from mypy import api

import closed_tables
from wayfolio.model import outcomes, requirements
from wayfolio.model.structs import Written

ROOT = Path(__file__).parents[2]
MODEL, DEMANDS = "model/requirements.py", "render/language/demands.py"
FAMILIES = {
    "MasteryRequirement": {
        *(MODEL, DEMANDS, "assess/mastery_requirements.py", "assess/presumed.py"),
        "plan/schedule.py",
    },
    "CourseRequirement": {
        *(MODEL, DEMANDS, "assess/course_requirements.py", "plan/schedule.py"),
    },
    "ProjectRequirement": {MODEL, DEMANDS, "assess/project_requirements.py"},
    "WorkRequirement": {MODEL, DEMANDS, "assess/work_requirements.py"},
    "ReferringRequirement": {MODEL, DEMANDS, "assess/requirements.py"},
}
"""The unions that a new kind can join, with the files that must know it."""
GAPS = {"Gap": {"render/language/sentences.py"}}
CLAIMS = {
    "Claimed": {"model/claims.py", "assess/claims.py", "render/language/claims.py"},
    "Movable": {"render/language/claims.py"},
}
MEMBERS = {
    ("model/attainment.py", "Status"): {"model/attainment.py", "plan/map_states.py"},
    ("model/maps.py", "Timing"): {"model/maps.py", "plan/map_states.py", "render/maps/words.py"},
    ("model/maps.py", "NodeKind"): {"render/maps/views.py", "render/maps/words.py"},
    ("model/maps.py", "LaneKind"): {"render/maps/words.py"},
    ("model/maps.py", "EdgeKind"): {"render/maps/words.py"},
    ("model/maps.py", "MapKind"): {"render/maps/words.py"},
    ("model/rounds.py", "RoundState"): {
        "model/rounds.py",
        "plan/stage_states.py",
        "render/language/round_words.py",
    },
    ("model/pace.py", "PaceState"): {"model/pace.py", "render/language/pace_words.py"},
    ("model/pace.py", "PaceKind"): {"render/language/pace_words.py"},
    ("model/portfolio.py", "Visibility"): {"model/audiences.py", "plan/visibility_diff.py"},
    ("model/portfolio.py", "Confirmable"): {"check/confirmations.py"},
    ("model/claims.py", "Known"): {
        "plan/map_states.py",
        "render/language/sentences.py",
        "render/maps/words.py",
    },
    ("model/changes.py", "Visibility"): {"render/text/branch_summary.py"},
    ("model/pages.py", "Audience"): {"model/audiences.py"},
    ("cli/build.py", "Edition"): {"cli/build.py"},
    ("editions/preview.py", "PreviewAudience"): {"editions/preview.py"},
}
"""The sets that a new member can join, with the files that must know it by a `match`."""
TABLES = {
    ("model/attainment.py", "Status"): {
        "render/language/vocabulary.py",
        "render/maps/svg.py",
        "render/staff/grid.py",
    },
    ("model/maps.py", "Timing"): {"render/maps/svg.py"},
    ("model/portfolio.py", "Visibility"): {"render/text/form_words.py"},
    ("model/portfolio.py", "Confirmable"): {"check/changes.py", "render/text/form_words.py"},
    ("model/claims.py", "Known"): {"render/language/vocabulary.py", "render/parts/known.py"},
    ("model/support_files.py", "SupportKind"): {"render/language/vocabulary.py"},
    ("model/support_files.py", "Attended"): {"render/language/vocabulary.py"},
    ("model/supports.py", "SupportState"): {"render/language/vocabulary.py"},
    ("model/pathways.py", "BadgeKind"): {
        "render/badges/glyphs.py",
        "render/badges/views.py",
        "render/language/vocabulary.py",
    },
    ("model/pathways.py", "ExperienceKind"): {"render/language/vocabulary.py"},
    ("model/school.py", "Assessor"): {"render/language/vocabulary.py"},
}
"""The sets that a new member can join, with the files that have a table of it."""
NEARBY = ["model", "assess", "check", "plan", "render/language", "render/maps", "render/text"]
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


def plant_member(module: Path, name: str) -> str:
    """Add a member to a closed set of a module, and return what messages call it."""
    text = module.read_text("utf-8")
    member = f"New{module.stem.capitalize()}{name}"
    for pattern, planted in (
        (rf"^{name} = Literal\[", rf'\g<0>"{member}", '),
        (rf"^class {name}\(StrEnum\):\n    \"\"\".*\"\"\"\n", rf'\g<0>    {member} = "{member}"\n'),
        (
            rf'^{name} = TypeVar\("{name}", ',
            rf'class {member}:\n    """New."""\n\n\n\g<0>{member}, ',
        ),
    ):
        text, places = re.subn(pattern, planted, text, flags=re.MULTILINE)
        if places:
            # Whoever pages are made for has an edition of their own.
            text = text.replace('TypeVar("Edition", ', f'TypeVar("Edition", {member}, ')
            module.write_text(text, "utf-8")
            return member
    raise AssertionError(f"no set {name} in {module}")


def are_below(packages: Sequence[str], files: set[str]) -> bool:
    """Whether some packages hold all of some files."""
    return "." in packages or all(file.startswith(tuple(packages)) for file in files)


def copy_program(folder: Path) -> Path:
    """Copy the program, to plant in it, and return its folder."""
    program = folder / "scripts" / "wayfolio"
    shutil.copytree(ROOT / "scripts" / "wayfolio", program)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return program


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


@pytest.mark.long
@pytest.mark.parametrize("packages", [NEARBY, ["."]], ids=["nearby", "everywhere"])
def test_mypy_names_each_file_that_has_to_know_a_new_member_of_a_closed_set(
    tmp_path: Path, packages: list[str]
) -> None:
    program = copy_program(tmp_path)
    plant_kinds(FAMILIES, program / "model" / "requirements.py", "Written")
    plant_kinds(GAPS, program / "model" / "outcomes.py", "Struct")
    plant_kinds(CLAIMS, program / "model" / "claims.py", "Struct")
    unions = FAMILIES | GAPS | CLAIMS
    expected: dict[str, set[str]] = {f"New{union}": files for union, files in unions.items()}
    for (module, name), files in MEMBERS.items():
        expected[plant_member(program / module, name)] = files

    assert check_types(tmp_path, packages) == {
        member: files for member, files in expected.items() if are_below(packages, files)
    }


def test_no_table_lacks_a_member_of_its_closed_set() -> None:
    tables = {f"{file} {name}" for file, name, *_ in closed_tables.find_closed_tables()}

    assert list(closed_tables.find_missing_members()) == []
    assert {"render/staff/grid.py CSS", "render/maps/svg.py ICONS"} <= tables


def test_every_table_that_lacks_a_new_member_is_named_with_its_file(tmp_path: Path) -> None:
    program = copy_program(tmp_path)
    expected = {plant_member(program / at, name): files for (at, name), files in TABLES.items()}

    report = subprocess.run(
        [sys.executable, closed_tables.__file__],
        env=os.environ | {"PYTHONPATH": str(program.parent)},
        capture_output=True,
        text=True,
        check=True,
    )

    named: dict[str, set[str]] = defaultdict(set)
    for line in report.stdout.splitlines():
        file, _, lack = line.partition(": ")
        named[lack.rpartition(" ")[2]].add(file)
    assert named == expected


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
