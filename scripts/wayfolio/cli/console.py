"""What all commands share: exit codes, the school's folder and day, and how they print."""

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from wayfolio.cli.colors import is_colored, paint
from wayfolio.model.counts import count_of
from wayfolio.model.diagnostics import Diagnostic, has_errors

if TYPE_CHECKING:
    from wayfolio.school.read import Report


WITHHELD_NOTE = (
    "… stands for what is in a file that is not public, which a log may not repeat: run"
    " `wayfolio check` where you have the file"
)

OK, HAS_ERRORS, USAGE_ERROR = 0, 1, 2


def school_today(root: Path) -> date:
    """Return the day that it is at a school. Only a door may ask for the time."""
    from wayfolio.school.day import school_day

    machine_day = date.today()  # noqa: DTZ011 - where the school names no time zone
    return school_day(root, datetime.now(UTC), machine_day)


def school_root() -> Path:
    """Return the school's folder: this one, or the nearest above it that is one."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "competencies" / "school.yml").is_file():
            return folder
    return here


def refuse(reason: object) -> int:
    """Print why a command cannot do what somebody wants, and return the exit code for it."""
    print(f"wayfolio: {reason}", file=sys.stderr)
    return USAGE_ERROR


def print_plain(lines: Iterable[str], file: TextIO | None = None) -> None:
    """Print lines without the characters that would steer a terminal."""
    from wayfolio.render.text.diagnostics import plain_text

    for line in lines:
        print(plain_text(line), file=file)


def is_logged() -> bool:
    """Whether what is printed becomes a log of a host."""
    from wayfolio.render.text.withheld import is_in_ci

    return is_in_ci(os.environ)


def without_private(diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return diagnostics as a host's log may hold them: nothing of a private file is repeated."""
    from wayfolio.load.format_keys import format_keys
    from wayfolio.render.text.withheld import withhold_private

    return withhold_private(diagnostics, format_keys()) if diagnostics else ()


def print_diagnostics(diagnostics: Sequence[Diagnostic], root: Path | None = None) -> None:
    """Print diagnostics, each with its line of the file below `root` if that is given."""
    from wayfolio.load.files import line_at
    from wayfolio.render.text.diagnostics import diagnostics_text
    from wayfolio.render.text.withheld import may_be_quoted

    if not diagnostics:
        return
    quoted = set(diagnostics)
    if is_logged():
        quoted = {diagnostic for diagnostic in diagnostics if may_be_quoted(diagnostic)}
        diagnostics = without_private(diagnostics)

    def find_line(diagnostic: Diagnostic) -> str | None:
        return line_at(root, diagnostic.at) if root and diagnostic in quoted else None

    text = diagnostics_text(diagnostics, find_line)
    print(paint(text) if is_colored(sys.stdout, os.environ) else text)
    if len(quoted) < len(diagnostics):
        print(f"\n{WITHHELD_NOTE}")


def print_names(sentence: str, names: Sequence[str]) -> None:
    """Print a sentence and the names of learners' folders, but in a host's log only how many."""
    print(f"{sentence}: {count_of(len(names), 'learner') if is_logged() else ', '.join(names)}")


def print_report(report: "Report", root: Path) -> None:
    """Print a report's diagnostics with their lines, and how many there are."""
    print_diagnostics(report.diagnostics, root)
    if not has_errors(report.diagnostics):
        for coverage in report.coverage:
            ratio = f"{coverage.there} of {coverage.all}"
            print(f"{coverage.language}: {ratio} of the school's texts are translated")
    if report.guessed_day is not None:
        from wayfolio.render.text.diagnostics import guessed_day_text

        print(guessed_day_text(report.guessed_day))
    print_totals(report)


def print_totals(report: "Report") -> None:
    """Print how many errors and warnings a report has."""
    errors = sum(diagnostic.severity == "error" for diagnostic in report.diagnostics)
    warnings = len(report.diagnostics) - errors
    if errors:
        print(f"\n{count_of(errors, 'error')}, {count_of(warnings, 'warning')}")
    elif warnings:
        print(f"\nno errors, {count_of(warnings, 'warning')}")
    else:
        print(f"no errors: {count_of(report.learners, 'learner')}")


def print_leaks(report: "Report") -> None:
    """Print each place in a site that holds what it may not."""
    print_plain(str(leak) for leak in report.leaks)
    if report.leaks:
        print(f"\n{count_of(len(report.leaks), 'place')} in the site that should not be there")
