"""`wayfolio build --keep-going` where a studio, badge or instrument has an error."""

from pathlib import Path

import pytest

from broken_school import (
    ANA,
    ANY_FILE,
    BADGES,
    BUS,
    SCHOOL,
    make_engine,
    whole_school,
    write_whole_school,
)
from report import TODAY
from samples import sample
from sealed_school import SECRET
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.model.engine import EngineOutput
from wayfolio.school.read import Report

INSTRUMENTS, MENU = "competencies/instruments.yml", "competencies/menu.yml"
CORE, PATHWAY = "competencies/frameworks/core.yml", "competencies/pathways/portfolios.yml"
SCALES, POLICIES = "competencies/scales.yml", "competencies/policies.yml"
OF_CORE = {
    *(f"competencies/mth-{number}" for number in (1, 2, 9)),
    *("pathways/portfolios", "pathways/early-college", "badges/counter"),
}
"""The pages of what the framework decides, and of what its rules ask for."""
RAFT = f"{ANA}/evidence/2027-03-02-raft.md"
IN_STUDIO = "date: 2027-03-02\nexperience: bus\nmilestone: 1\n"
TWO_BADGES = """badges:
  - {id: counter, title: Counter, visibility: public, criteria: {level: MTH.1, at_least: 10}}
  - {id: spoke-up, title: Spoke up, visibility: public, criteria: {asserted: true}}
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EngineOutput:
    return make_engine(write_whole_school(tmp_path_factory.mktemp("engine")))


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """Return a school with work of a studio, and two badges that everybody may see."""
    write_whole_school(tmp_path)
    (tmp_path / BADGES).write_text(TWO_BADGES, "utf-8")
    raft = whole_school()[RAFT]
    assert isinstance(raft, str)
    (tmp_path / RAFT).write_text(raft.replace("date: 2027-03-02\n", IN_STUDIO), "utf-8")
    return tmp_path


def keep_going(root: Path, engine: EngineOutput) -> Report:
    """Build without what has errors, on what was built before."""
    return api.build_site(
        BuildRequest(
            root=root,
            today=TODAY,
            engine=engine,
            secret=SECRET,
            is_searchable=False,
            keep_going=True,
        )
    )


def pages(root: Path) -> set[str]:
    """Return the addresses of what is published in the school's first language."""
    files = (file.relative_to(root / "site") for file in (root / "site").rglob("index.html"))
    return {file.parent.as_posix() for file in files if file.parts[0] != "es"}


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Change a file as an author would."""
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


GONE: dict[str, tuple[str, str, str, set[str]]] = {
    "a badge that asks for an unknown skill": (BADGES, "MTH.1,", "XYZ.9,", {"badges/counter"}),
    "a badge with an unknown key": (BADGES, "title: Counter", "titel: Counter", {"badges/counter"}),
    "badges that YAML cannot read": (
        BADGES,
        "badges:",
        "badges: [{",
        {"badges/counter", "badges/spoke-up"},
    ),
    "a studio of an unknown partner": (BUS, "tern", "moon", {"studios/bus"}),
    "a studio that YAML cannot read": (BUS, "kind: studio", "kind: [", {"studios/bus"}),
    "an instrument with an unknown key": (INSTRUMENTS, "out_of", "outt", set()),
    "a menu for an unknown skill": (MENU, "MTH.1", "XYZ.9", set()),
    "a framework that YAML cannot read": (CORE, "framework: core", "framework: [", OF_CORE),
    "a framework on an unknown scale": (CORE, "scale: ladder-12\n", "scale: moon\n", OF_CORE),
    "scales that YAML cannot read": (SCALES, "ladder-12:", "ladder-12: [", OF_CORE),
    "a policy with an unknown key": (POLICIES, "  minimum:", "  minimun:", OF_CORE),
    "a stage with an unknown key": (PATHWAY, "code: P2\n", "cod: P2\n", OF_CORE),
}
"""What is wrong in which file, and the pages that are missing then."""


@pytest.mark.parametrize("wrong", sample(GONE, 3))
def test_what_is_wrong_is_missing_and_all_else_is_there(
    school: Path, engine: EngineOutput, wrong: str
) -> None:
    """Also where it was published before; and it comes back when it is mended."""
    path, old, new, gone = GONE[wrong]
    assert keep_going(school, engine).is_clean
    before = pages(school)
    edit(school, path, old, new)

    report = keep_going(school, engine)

    missing = before - pages(school)
    assert {page for page in missing if not page.startswith("learners/")} == gone
    # Of the learners' pages only those of a badge, and of a project that a stage asks for.
    assert {page.split("/")[2] for page in missing if page.startswith("learners/")} <= {
        "badges",
        "projects",
    }
    assert path in report.left_out
    edit(school, path, new, old)
    assert keep_going(school, engine).is_clean
    assert pages(school) == before


@pytest.mark.parametrize("name", ["a folder", "a link", "a pipe"])
def test_what_stands_in_place_of_the_badges_costs_the_badges(
    school: Path, engine: EngineOutput, name: str
) -> None:
    ANY_FILE[name](school / BADGES)

    report = keep_going(school, engine)

    assert report.left_out == (BADGES,)
    assert not any(page.startswith("badges/") for page in pages(school))


def test_a_file_that_nothing_reads_costs_nothing(school: Path, engine: EngineOutput) -> None:
    keep_going(school, engine)
    before = pages(school)
    (school / "competencies/notes.txt").write_text("ask Rosa", "utf-8")

    report = keep_going(school, engine)

    assert report.left_out == ("competencies/notes.txt",)
    assert pages(school) == before


def test_policies_that_may_be_in_a_file_of_another_name_are_not_guessed(
    school: Path, engine: EngineOutput
) -> None:
    (school / POLICIES).rename(school / "competencies/policy.yml")

    report = keep_going(school, engine)

    assert CORE in report.left_out
    assert not any(page.startswith("competencies/") for page in pages(school))


def test_work_of_a_studio_stays_and_does_not_name_it(school: Path, engine: EngineOutput) -> None:
    edit(school, BUS, "kind: studio", "kind: [")

    keep_going(school, engine)

    (page,) = (school / "site/learners").glob("[!z]*/evidence/raft/index.html")
    assert "studios/bus" not in page.read_text("utf-8")


def test_who_may_be_seen_is_never_guessed(school: Path, engine: EngineOutput) -> None:
    edit(school, SCHOOL, "publish:", "publisch:")

    assert not keep_going(school, engine).pages
    assert not (school / "site").exists()
