"""The example's staff edition, built once for all tests."""

from functools import cache
from pathlib import Path

from example_school import ROOT, TODAY
from shared_run import new_folder, once_a_run
from wayfolio.editions import staff
from wayfolio.model.engine import EngineOutput
from wayfolio.model.staff import StaffRow


@cache
def staff_school() -> staff.StaffSchool:
    """Return the example's learners as its staff may see them."""
    school = staff.read_everybody(ROOT, TODAY)
    assert isinstance(school, staff.StaffSchool), school
    return school


@once_a_run
def staff_engine() -> EngineOutput:
    """Run the site engine on the example, for its staff edition."""
    return staff.run_staff_engine(staff_school().school)


@once_a_run
def staff_site() -> Path:
    """Return the staff edition of the example."""
    folder = new_folder("staff") / "site-staff"
    report = staff.build_staff_edition(
        ROOT, TODAY, folder=folder, engine=staff_engine(), searchable=False
    )
    assert report.is_clean, report.diagnostics
    return folder


def staff_row(learner: str) -> StaffRow:
    """Return one learner's row."""
    return next(row for row in staff_school().rows if row.learner == learner)


def staff_page(address: str) -> str:
    """Return the HTML of a page."""
    return (staff_site() / address / "index.html").read_text("utf-8")
