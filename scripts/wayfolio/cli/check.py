"""`wayfolio check`: what is wrong in the school, or in what a branch changes."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wayfolio.cli.command import Command
from wayfolio.cli.console import (
    HAS_ERRORS,
    OK,
    is_logged,
    print_plain,
    print_report,
    refuse,
    without_private,
)
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.refusal import Refusal

if TYPE_CHECKING:
    from wayfolio.model.keys import Keys
    from wayfolio.school.branch_review import BranchReview
    from wayfolio.school.read import Report

FIGURES_WITHHELD = "Levels or badges change too. A log does not repeat them."
FORMATS = ["text", "json", "github", "gitlab", "sarif"]


def add_check_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio check`."""
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="how errors are printed: for people, programs or a git host (default: text)",
    )
    parser.add_argument(
        "--since", metavar="REF", help="check only what changed since a branch or commit"
    )
    parser.add_argument(
        "--actor",
        action="append",
        default=[],
        metavar="LOGIN",
        help="who acts, by the host's login; may be repeated (with --since)",
    )
    parser.add_argument("--summary", type=Path, metavar="FILE", help="append the summary to a file")
    parser.add_argument(
        "--language", metavar="TAG", help="the summary's language (default: the school's first)"
    )


def run_check(options: argparse.Namespace, root: Path, today: date) -> int:
    """Check everything, or what a branch changes."""
    if options.since is not None and not _is_first_commit(options, root):
        return _check_since(options, root, today)
    if options.since is None and (options.actor or options.summary):
        return refuse("--actor and --summary need --since REF")

    report = _check_all(root, today)
    if options.format == "text":
        print_report(report, root)
    else:
        _print_unless_empty(_format(report.diagnostics, options.format))
    return OK if report.is_clean else HAS_ERRORS


def _check_all(root: Path, today: date) -> "Report":
    """Check the school by building it, up to where it would be published."""
    from wayfolio.build import api
    from wayfolio.build.request import BuildRequest
    from wayfolio.cli.progress import Progress

    progress = Progress(is_terminal=sys.stderr.isatty())
    secret, keys = _read_keys(root)
    cache, home = _cache_folders(root)
    request = BuildRequest(
        root=root,
        today=today,
        secret=secret,
        keys=keys,
        jobs=os.cpu_count() or 1,
        cache_folder=cache,
        user_home=home,
        report_progress=progress.progress,
    )
    try:
        return api.check_site(request)
    finally:
        progress.end()


def _read_keys(root: Path) -> "tuple[bytes | None, Keys | None]":
    """Return the build secret and families' keys where this machine has them.

    Without them there is less to check: no page for families is made here.
    """
    from wayfolio.keys.keyring import keys_for_edition
    from wayfolio.load.secret import load_build_secret

    try:
        secret = load_build_secret(os.environ, root)
        return secret, keys_for_edition("all", root, secret)[0]
    except Refusal as refusal:
        print(f"wayfolio: families’ pages are not checked: {refusal}", file=sys.stderr)
        return None, None


def _cache_folders(root: Path) -> tuple[Path | None, Path | None]:
    """Return the folders of the school's cache and of the user's; none where nothing is written."""
    from wayfolio.build.cache_folder import cache_folder, user_cache_home

    try:
        return cache_folder(root), user_cache_home()
    except OSError:
        return None, None


def _is_first_commit(options: argparse.Namespace, root: Path) -> bool:
    """Return whether everything is new, as for a hook before the first commit."""
    from wayfolio.repository.branch import is_unborn

    return options.since == "HEAD" and not options.actor and is_unborn(root)


def _check_since(options: argparse.Namespace, root: Path, today: date) -> int:
    from wayfolio.repository.branch import start_status

    # Git looks at all files while the rest of the program is loaded.
    pending_status = start_status(root)
    from wayfolio.school.branch_review import review_branch, summarize_branch

    review = review_branch(root, today, options.since, options.actor, pending_status)
    summary = summarize_branch(review, options.language)
    logged = _summary_for_log(review, options.language) if is_logged() else summary
    _print_review(review, logged, options.format, root)
    if options.summary:
        _add_summary(options.summary, summary, review)
    return OK if review.report.is_clean else HAS_ERRORS


def _summary_for_log(review: "BranchReview", language: str | None) -> list[str]:
    """Return the summary without what only some may read: levels, badges, private titles."""
    from msgspec.structs import replace

    from wayfolio.render.text.withheld import has_figures, withhold_figures
    from wayfolio.school.branch_review import summarize_branch

    shown = replace(review, summaries=withhold_figures(review.summaries))
    lines = summarize_branch(shown, language)
    if not has_figures(review.summaries):
        return lines
    says_nothing = review.is_readable and review.is_compared
    if says_nothing and not any(summary.appearances for summary in review.summaries):
        # The second line says that nothing changes.
        del lines[1]
    return [lines[0], FIGURES_WITHHELD, *lines[1:]]


def _print_review(review: "BranchReview", summary: Sequence[str], form: str, root: Path) -> None:
    # What another program reads stays alone on the standard output.
    print_plain(summary, sys.stderr if form in ("json", "gitlab", "sarif") else sys.stdout)
    if form == "text":
        if review.report.diagnostics:
            print()
        print_report(review.report, root)
    else:
        _print_unless_empty(_format(review.report.diagnostics, form))


def _add_summary(file: Path, summary: Sequence[str], review: "BranchReview") -> None:
    from wayfolio.render.text.branch_summary import diagnostics_in_markdown, summary_in_markdown

    diagnostics = review.report.diagnostics
    shown = without_private(diagnostics) if is_logged() else diagnostics
    with file.open("a", encoding="utf-8") as out:
        out.write(summary_in_markdown(summary) + diagnostics_in_markdown(shown))


def _print_unless_empty(text: str) -> None:
    if text:
        print(text)


def _format(diagnostics: Sequence[Diagnostic], form: str) -> str:
    from importlib.metadata import version

    from wayfolio.render.text.annotations import format_github, format_gitlab, format_sarif
    from wayfolio.render.text.diagnostics import diagnostics_json

    if is_logged():
        diagnostics = without_private(diagnostics)
    if form == "sarif":
        return format_sarif(diagnostics, version("wayfolio"))
    return {"json": diagnostics_json, "github": format_github, "gitlab": format_gitlab}[form](
        diagnostics
    )


CHECK = Command(
    name="check",
    help="check the school, and list errors with their lines",
    add_options=add_check_options,
    run=run_check,
)
