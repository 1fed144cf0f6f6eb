"""`wayfolio build --edition staff` and `--edition editors`: folders for other readers."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wayfolio.cli.console import HAS_ERRORS, OK, print_diagnostics, print_names

if TYPE_CHECKING:
    from wayfolio.school.read import Report


def build_staff(options: argparse.Namespace, root: Path, today: date) -> int:
    """Build the staff edition, and return the exit code."""
    from wayfolio.editions import staff

    folder = options.site or root / "site-staff"
    report = staff.build_staff_edition(
        root,
        today,
        folder=folder,
        searchable=not options.no_search,
        keep_going=options.keep_going,
    )
    print_diagnostics(report.diagnostics, root)
    if not report.pages:
        print("nothing was published; the staff edition is as it was")
        return HAS_ERRORS
    print(f"{report.pages} files for {report.learners} learners, for staff alone, in {folder}")
    return _say_what_is_left_out(report)


def build_editors(options: argparse.Namespace, root: Path, today: date) -> int:
    """Build the forms in which people write, and return the exit code."""
    from wayfolio.editions import editors

    report = editors.build_editors_edition(root, today, options.site, keep_going=options.keep_going)
    print_diagnostics(report.diagnostics)
    if not report.pages:
        print("no forms were made")
        return HAS_ERRORS
    folder = options.site or root / "site-edit"
    print(f"{report.pages} files for {report.learners} learners in {folder}")
    return _say_what_is_left_out(report)


def _say_what_is_left_out(report: "Report") -> int:
    if report.left_out:
        print_names("left out until they are mended", report.left_out)
    return OK if report.is_clean else HAS_ERRORS
