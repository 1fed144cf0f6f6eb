"""The example school, built once for all tests: as it is, and with younger learners in the open."""

import re
import shutil
from datetime import date
from pathlib import Path

from shared_run import new_folder, once_a_run
from wayfolio.build import api
from wayfolio.build.request import BuildRequest

ROOT = Path(__file__).parents[2]
TODAY = date(2027, 3, 12)
PARTS = ("competencies", "portfolios", "docs", "translations", "mkdocs.yml")
NOT_PUBLIC = ("teo", "zara", "kofi", "lena", "mateo", "ada", "sami", "oskar", "hoku")


def copy_example(to: Path) -> Path:
    """Copy the school's files, and nothing else, into a folder."""
    to.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        source = ROOT / part
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, to / part)
    return to


def open_to_all(school: Path, learner: str) -> None:
    """Give a learner consent to everything, and make every piece of evidence public."""
    folder = school / "portfolios" / learner
    file = folder / "learner.yml"
    everything = "[name, work, badges, photo, voice]"
    consent = (
        f"consent:\n  - {{what: {everything}, audience: public, by: guardian, from: 2020-01-01}}\n"
    )
    text = re.sub(r"^consent:\n(?:[ -].*\n)*", "", file.read_text("utf-8"), flags=re.M)
    file.write_text(text + consent, "utf-8")
    for item in sorted((folder / "evidence").glob("*.md")):
        text = re.sub(r"^visibility:.*\n", "", item.read_text("utf-8"), count=1, flags=re.M)
        item.write_text(text.replace("---\n", "---\nvisibility: public\n", 1), "utf-8")


@once_a_run
def example_site() -> Path:
    """Return the public site of the example."""
    school = copy_example(new_folder("example"))
    report = api.build_site(BuildRequest(root=school, today=TODAY))
    assert report.is_clean, report.diagnostics
    return school / "site"


@once_a_run
def open_site() -> Path:
    """Return a site that shows Mateo and Sami too, which the example does not."""
    school = copy_example(new_folder("open"))
    for learner in ("mateo", "sami"):
        open_to_all(school, learner)
    report = api.build_site(BuildRequest(root=school, today=TODAY))
    assert report.is_clean, report.diagnostics
    return school / "site"
