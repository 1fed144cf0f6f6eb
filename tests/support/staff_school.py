"""The example's staff edition, built once for all tests."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from example_school import ROOT, TODAY
from wayfolio.editions import staff
from wayfolio.model.engine import EngineOutput
from wayfolio.model.staff import StaffRow


@cache
def known() -> staff.Everybody:
    """Return the example's learners as its staff may see them."""
    found = staff.everybody(ROOT, TODAY)
    assert isinstance(found, staff.Everybody), found
    return found


@cache
def engine() -> EngineOutput:
    """Return what the site engine makes of the example for staff."""
    return staff.run_engine(known().school)


@cache
def staff_site() -> Path:
    """Return the staff edition of the example."""
    folder = Path(mkdtemp(prefix="wayfolio-staff-")) / "site-staff"
    report = staff.build(ROOT, TODAY, folder=folder, engine=engine(), searchable=False)
    assert report.is_clean, report.diagnostics
    return folder


def row(learner: str) -> StaffRow:
    """Return one learner's row."""
    return next(one for one in known().rows if one.learner == learner)


def page(address: str) -> str:
    """Return the HTML of a page."""
    return (staff_site() / address / "index.html").read_text("utf-8")
