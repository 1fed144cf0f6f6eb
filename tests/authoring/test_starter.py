"""The school that `wayfolio new school` makes: clean, a sample by its names, and never stale."""

from datetime import date
from pathlib import Path

import pytest

from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.publish.starter import FolderTaken, new_school
from wayfolio.school.read import check_school, read_school

SOON = date(2025, 11, 10)
"""Three days after the last thing that happens in it."""
IN_TEN_YEARS = date(2036, 11, 21)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a school that has just been made."""
    return new_school(tmp_path / "demo")


@pytest.mark.parametrize("today", [SOON, IN_TEN_YEARS])
def test_a_new_school_has_nothing_to_mend_now_or_in_ten_years(root: Path, today: date) -> None:
    report = check_school(root, today)

    assert [str(diagnostic) for diagnostic in report.diagnostics] == []
    assert report.learners == 1


@pytest.mark.parametrize("today", [SOON, IN_TEN_YEARS])
def test_the_sample_learner_shows_two_pieces_of_work_and_the_badge_they_earned(
    root: Path, today: date
) -> None:
    api.build_site(BuildRequest(root=root, today=today, is_searchable=False))
    learner = root / "site" / "learners" / "sample-learner"

    assert {page.parent.relative_to(learner).as_posix() for page in learner.rglob("*.html")} == {
        ".",
        "evidence/my-wind-vane",
        "evidence/five-days-of-wind",
        "badges/sample-badge",
    }


def test_every_name_that_a_school_will_replace_says_that_it_is_a_sample(root: Path) -> None:
    """Whoever is left over in a real school can be found by searching for one word."""
    school, _ = read_school(root, SOON)
    assert school is not None
    kinds = ["LearnerId", "PersonId", "GroupId", "ScaleId", "ExperienceId", "BadgeId"]
    names = {kind: school.known[kind] for kind in kinds}

    assert [kind for kind in kinds if not names[kind]] == []
    assert [n for kind in kinds for n in names[kind] if not n.startswith("sample-")] == []


def test_every_file_says_in_its_first_lines_what_it_is_for(root: Path) -> None:
    texts = {
        file.relative_to(root).as_posix(): file.read_text("utf-8").removeprefix("---\n")
        for file in root.rglob("*")
        if file.suffix in {".yml", ".md"} and file.name != "README.md"
    }
    silent = [
        name
        for name, text in texts.items()
        if not all(line.startswith("# ") for line in text.split("\n")[:2])
    ]

    assert len(texts) > 10
    assert silent == []


def test_the_mistake_that_the_readme_asks_for_is_told_with_its_mend(root: Path) -> None:
    place = "portfolios/sample-learner/demonstrations/2025-26.yml"
    assert place in (root / "README.md").read_text("utf-8")
    ratings = root / place
    ratings.write_text(ratings.read_text("utf-8").replace("MAKE.1.1: 2.5", "MAKE.1.1: 9"), "utf-8")

    (diagnostic,) = check_school(root, SOON).diagnostics

    assert diagnostic.at.path == place
    assert "9 is not a level of this scale" in diagnostic.message
    assert "from 1 to 4" in diagnostic.hint


def test_a_new_school_never_writes_over_something(root: Path) -> None:
    before = sorted(root.rglob("*"))

    with pytest.raises(FolderTaken, match="choose another name"):
        new_school(root)

    assert sorted(root.rglob("*")) == before


def test_a_build_writes_nothing_where_people_write(root: Path) -> None:
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}

    api.build_site(BuildRequest(root=root, today=SOON, is_searchable=False))

    site = root / "site"
    files = (file for file in root.rglob("*") if file.is_file() and site not in file.parents)
    assert {file: file.read_bytes() for file in files} == before
