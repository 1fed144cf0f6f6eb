"""`wayfolio build --edition staff` and `--edition editors`: folders for other readers."""

import argparse
from datetime import date
from pathlib import Path

from wayfolio.cli.console import HAS_ERRORS, OK, print_diagnostics


def build_staff(options: argparse.Namespace, root: Path, today: date) -> int:
    """Build the staff edition, and return the exit code."""
    from wayfolio.editions import staff

    folder = options.site or root / "site-staff"
    report = staff.build_staff_edition(root, today, folder=folder, searchable=not options.no_search)
    print_diagnostics(report.diagnostics, root)
    if not report.is_clean:
        print("nothing was published; the staff edition is as it was")
        return HAS_ERRORS
    print(f"{report.pages} files for {report.learners} learners, for staff alone, in {folder}")
    return OK


def build_editors(options: argparse.Namespace, root: Path, today: date) -> int:
    """Build the forms in which people write, and return the exit code."""
    from wayfolio.editions import editors

    report = editors.build_editors_edition(root, today, options.site)
    print_diagnostics(report.diagnostics)
    if not report.is_clean:
        print("no forms were made")
        return HAS_ERRORS
    folder = options.site or root / "site-edit"
    print(f"{report.pages} files for {report.learners} learners in {folder}")
    return OK
