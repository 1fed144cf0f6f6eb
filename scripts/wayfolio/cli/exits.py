"""What all commands share: exit codes, the school's folder and day, how a report is printed."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wayfolio.model.diagnostics import has_errors

if TYPE_CHECKING:
    from wayfolio.school.read import Report


CLEAN, TO_MEND, USAGE = 0, 1, 2


def school_today() -> date:
    """Return today, which only a door may ask for."""
    return date.today()  # noqa: DTZ011 - a school's day is the day where it is


def school_root() -> Path:
    """Return the school's folder: this one, or the nearest above it that is one."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "competencies" / "school.yml").is_file():
            return folder
    return here


def print_report(report: "Report", root: Path | None = None) -> None:
    """Print what is to be mended, each with its line, and how much it is."""
    from wayfolio.load.files import line_at
    from wayfolio.render.text.diagnostics import as_text

    if report.diagnostics:
        print(as_text(report.diagnostics, lambda at: line_at(root or school_root(), at)))
    if not has_errors(report.diagnostics):
        for one in report.coverage:
            print(f"{one.language}: {one.there} of {one.all} of the school's texts are translated")
    errors = sum(found.severity == "error" for found in report.diagnostics)
    warnings = len(report.diagnostics) - errors
    if errors:
        print(f"\n{count_of(errors, 'mistake')} to mend, {count_of(warnings, 'thing')} to look at")
    elif warnings:
        print(f"\nnothing to mend, {count_of(warnings, 'thing')} to look at")
    else:
        print(f"nothing to mend: {count_of(report.learners, 'learner')}")


def count_of(n: int, word: str) -> str:
    """Return a number with its word: 1 file, 2 files."""
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
