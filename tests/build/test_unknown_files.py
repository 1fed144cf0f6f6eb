"""What somebody puts into the site's folder: the next build removes it, and says so."""

from pathlib import Path

import pytest

from growing_school import Growing, new_school
from report import write
from wayfolio.cli.build import notes_of_removed
from wayfolio.school.read import Report

STRANGE = {
    "CNAME": "river.example\n",
    "learners/roster.csv": "Ana,Lund\n",
    "about/notes.txt": "x\n",
    "old/index.html": "<p>Last year</p>\n",
}
OF_LEARNERS = {"learners/roster.csv"}
"""Beside the pages of perhaps a million learners, where an ordinary build does not look."""


@pytest.fixture
def school(tmp_path: Path) -> Growing:
    """Return a school with its site, into which somebody has put something."""
    school = Growing(new_school(tmp_path / "school"))
    assert school.build().pages
    write(school.root / "site", {**STRANGE, ".git/config": "x\n"})
    (school.root / "site/away").symlink_to(tmp_path)
    return school


def test_a_build_removes_what_no_build_has_written(school: Growing) -> None:
    report = school.build()

    assert report.rebuilt_learners == 0
    assert set(report.unknown) == {*STRANGE, "away"} - OF_LEARNERS
    assert not (school.root / "site/old/index.html").exists()
    assert (school.root / "site/learners/roster.csv").exists()

    assert set(school.build(verify=True).unknown) == OF_LEARNERS
    assert school.build(verify=True).unknown == ()
    assert (school.root / "site/.git/config").is_file()
    assert school.root.is_dir()


def test_what_was_removed_is_named_but_not_in_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    report = Report(unknown=("CNAME", "ana-lund.pdf"))

    said = list(notes_of_removed(report, Path("site")))
    monkeypatch.setenv("CI", "true")
    logged = list(notes_of_removed(report, Path("site")))

    assert said[0] == "removed from site: CNAME, ana-lund.pdf"
    assert logged[0] == "removed from site: 2 files"
    assert "docs/" in said[-1]
    assert list(notes_of_removed(Report(), Path("site"))) == []
