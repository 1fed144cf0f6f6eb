"""The door of `wayfolio check`. No rules inside."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wayfolio.cli.exits import CLEAN, TO_MEND, USAGE, print_report
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.school.read import check_school

if TYPE_CHECKING:
    from wayfolio.school.branch_review import BranchReview

FORMATS = ["text", "json", "github", "gitlab", "sarif"]


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `check` to the parser."""
    check = commands.add_parser("check", help="say what somebody must mend, and where")
    check.add_argument("--format", choices=FORMATS, default="text")
    check.add_argument("--since", metavar="REF", help="only what has changed since a branch")
    check.add_argument(
        "--actor",
        action="append",
        default=[],
        metavar="LOGIN",
        help="who acts, as the host says; several times where several do (with --since)",
    )
    check.add_argument("--summary", type=Path, metavar="FILE", help="add the summary to a file")
    check.add_argument("--language", metavar="TAG", help="of the summary (the school's first)")


def run_check(chosen: argparse.Namespace, root: Path, today: date) -> int:
    """Check everything, or what a branch changes."""
    if chosen.since is not None and not _is_first_commit(chosen, root):
        return _check_since(chosen, root, today)
    if chosen.since is None and (chosen.actor or chosen.summary):
        print("wayfolio: --actor and --summary need --since REF", file=sys.stderr)
        return USAGE

    report = check_school(root, today)
    if chosen.format == "text":
        print_report(report, root)
    else:
        _print(_formatted(report.diagnostics, chosen.format))
    return CLEAN if report.is_clean else TO_MEND


def _is_first_commit(chosen: argparse.Namespace, root: Path) -> bool:
    """Whether everything is new, as where a hook asks before the first commit."""
    from wayfolio.repository.branch import is_unborn

    return chosen.since == "HEAD" and not chosen.actor and is_unborn(root)


def _check_since(chosen: argparse.Namespace, root: Path, today: date) -> int:
    from wayfolio.repository.branch import NoSuchPoint, start_status

    # Git looks at all files while the rest of the program is loaded.
    asked = start_status(root)
    from wayfolio.school.branch_review import review_branch, summarize_branch

    try:
        found = review_branch(root, today, chosen.since, chosen.actor, asked)
    except NoSuchPoint as nowhere:
        print(f"wayfolio: {nowhere}", file=sys.stderr)
        return USAGE
    lines = summarize_branch(found, chosen.language)
    _tell_since(found, lines, chosen.format, root)
    if chosen.summary:
        _add_summary(chosen.summary, lines, found)
    return CLEAN if found.report.is_clean else TO_MEND


def _tell_since(found: "BranchReview", lines: Sequence[str], form: str, root: Path) -> None:
    from wayfolio.render.text.diagnostics import plain_text

    # What another program reads stays alone on the standard output.
    aside = sys.stderr if form in ("json", "gitlab", "sarif") else sys.stdout
    for line in lines:
        print(plain_text(line), file=aside)
    if form == "text":
        if found.report.diagnostics:
            print()
        print_report(found.report, root)
    else:
        _print(_formatted(found.report.diagnostics, form))


def _add_summary(file: Path, lines: Sequence[str], found: "BranchReview") -> None:
    from wayfolio.render.text.branch_summary import diagnostics_in_markdown, summary_in_markdown

    with file.open("a", encoding="utf-8") as out:
        out.write(summary_in_markdown(lines) + diagnostics_in_markdown(found.report.diagnostics))


def _print(text: str) -> None:
    if text:
        print(text)


def _formatted(found: Sequence[Diagnostic], form: str) -> str:
    from importlib.metadata import version

    from wayfolio.render.text.annotations import as_github, as_gitlab, as_sarif
    from wayfolio.render.text.diagnostics import diagnostics_json

    if form == "sarif":
        return as_sarif(found, version("wayfolio"))
    return {"json": diagnostics_json, "github": as_github, "gitlab": as_gitlab}[form](found)
