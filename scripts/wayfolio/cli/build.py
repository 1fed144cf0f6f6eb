"""`wayfolio build`."""

import argparse
import errno
import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, assert_never, get_args

from wayfolio.cli import editions
from wayfolio.cli.arguments import parse_job_count
from wayfolio.cli.command import Command
from wayfolio.cli.console import (
    HAS_ERRORS,
    OK,
    is_logged,
    print_leaks,
    print_names,
    print_plain,
    print_report,
    refuse,
)
from wayfolio.model.counts import count_of

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from wayfolio.build.request import BuildRequest
    from wayfolio.cli.progress import Progress
    from wayfolio.model.keys import Keys
    from wayfolio.repository.git import PendingStatus
    from wayfolio.school.read import Report


Edition = Literal["public", "family", "staff", "editors", "all"]


def add_build_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio build`."""
    parser.add_argument(
        "--edition",
        choices=get_args(Edition),
        default="public",
        help="for whom the pages are (default: public)",
    )
    parser.add_argument("--site", type=Path, help="the folder to publish into (site/)")
    parser.add_argument(
        "--keep-going", action="store_true", help="leave out what has errors, and build the rest"
    )
    parser.add_argument("--no-search", action="store_true", help="leave out the search index")
    _add_cache_options(parser)


def _add_cache_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--jobs", type=parse_job_count, help="number of processes (default: one per processor)"
    )
    parser.add_argument("--cluster", metavar="ADDRESS", help="a Dask scheduler: tcp://host:8786")
    parser.add_argument(
        "--explain", action="store_true", help="say why each part was rebuilt or reused"
    )
    parser.add_argument("--verify", action="store_true", help="check every file of the site")
    parser.add_argument(
        "--anew", action="store_true", help="rebuild everything, ignoring the cache"
    )
    parser.add_argument(
        "--carry",
        type=Path,
        metavar="FILE",
        help="import the cache from a sealed file of another machine, and export it again",
    )
    parser.add_argument("--profile", action="store_true", help="show how long each part takes")


def run_build(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio build`."""
    edition: Edition = options.edition
    match edition:
        case "editors":
            return editions.build_editors(options, root, today)
        case "staff":
            return editions.build_staff(options, root, today)
        case "public" | "family" | "all":
            with _begin_git_status(root) as pending_status:
                return _build_site(options, root, today, pending_status)
        case _:
            assert_never(edition)


def _build_site(
    options: argparse.Namespace, root: Path, today: date, pending_status: "PendingStatus | None"
) -> int:
    from sqlite3 import OperationalError

    from msgspec.structs import replace

    from wayfolio.build import api
    from wayfolio.cli.progress import Progress
    from wayfolio.load.secret import load_build_secret

    folder = options.site or root / "site"
    was_there = folder.is_dir()
    progress = Progress(is_terminal=sys.stderr.isatty(), profile=options.profile)
    try:
        secret = load_build_secret(os.environ, root)
        keys, why_no_keys = _read_keys(options.edition, root, secret)
        report = api.build_site(
            replace(
                _make_request(options, root, today, progress),
                secret=secret,
                keys=keys,
                pending=pending_status,
            )
        )
    except (OSError, OperationalError) as error:
        return _refuse_for_machine(error, was_there=was_there, is_there=folder.is_dir())
    finally:
        progress.end()
    if options.explain:
        print("\n".join(report.reasons))
    if not report.is_clean and not report.pages:
        _print_not_published(report, root)
        return HAS_ERRORS
    _print_published(report, root, folder)
    if report.pages and why_no_keys:
        print(f"without families' pages: {why_no_keys}")
    return OK if report.is_clean else HAS_ERRORS


def _refuse_for_machine(error: Exception, *, was_there: bool, is_there: bool) -> int:
    """Print what this machine lacks, and what became of the site."""
    number = getattr(error, "errno", None)
    # SQLite says it in words.
    is_full = number in (errno.ENOSPC, errno.EDQUOT) or "full" in str(error)
    reason = "the disk is full: make room, then build again" if is_full else str(error)
    state = "nothing was published"
    if was_there:
        state = "the site is as it was, or the next build mends it"
    elif is_there:
        state = "the site was published whole, and the next build makes it anew"
    return refuse(f"{reason}; {state}")


def _read_keys(edition: str, root: Path, secret: bytes | None) -> "tuple[Keys | None, str]":
    if edition == "public":
        return None, ""  # a public build does not even load what opens keys
    from wayfolio.keys.keyring import keys_for_edition

    return keys_for_edition(edition, root, secret)


def _begin_git_status(root: Path) -> "AbstractContextManager[PendingStatus | None]":
    """Let git look at every file, which takes long, while the program is loaded."""
    from wayfolio.repository.git import NoGit, PendingStatus

    try:
        return PendingStatus(root)
    except NoGit:
        return nullcontext()


def _make_request(
    options: argparse.Namespace, root: Path, today: date, progress: "Progress"
) -> "BuildRequest":
    from wayfolio.build.cache_folder import cache_folder, user_cache_home
    from wayfolio.build.request import BuildRequest

    return BuildRequest(
        root=root,
        today=today,
        folder=options.site,
        is_searchable=not options.no_search,
        keep_going=options.keep_going,
        jobs=options.jobs or os.cpu_count() or 1,
        cluster=options.cluster,
        cache_folder=cache_folder(root),
        is_anew=options.anew,
        user_home=user_cache_home(),
        carried_cache=options.carry,
        verifies_files=options.verify,
        report_progress=progress.progress,
        report_phase=progress.began,
    )


def _print_not_published(report: "Report", root: Path) -> None:
    print_report(report, root)
    print_leaks(report)
    if report.taken_down:
        files = count_of(len(report.taken_down), "file")
        print(f"nothing was published; {files} left the site that consent no longer covers")
    else:
        print("nothing was published; the site is as it was")


def _print_published(report: "Report", root: Path, folder: Path) -> None:
    if report.diagnostics:
        print_report(report, root)
    if report.without_address:
        sentence = "without a page, since their name is not public and there is no build secret"
        print_names(sentence, report.without_address)
    files, learners = count_of(report.pages, "file"), count_of(report.learners, "learner")
    print(f"{files} for {learners} in {folder}")
    written, removed = count_of(report.written, "file"), count_of(report.removed, "file")
    rebuilt, unchanged = count_of(report.rebuilt_learners, "learner"), report.unchanged_learners
    print(f"{rebuilt} rebuilt, {unchanged} unchanged; {written} written, {removed} removed")
    print_plain(notes_of_removed(report, folder))
    for line in _family_and_cache_notes(report, folder):
        print(line)
    print_plain(f"left out of the site: {leak}" for leak in report.withheld)
    if report.left_out:
        print_names("left out until they are mended", report.left_out)


def notes_of_removed(report: "Report", folder: Path) -> Iterator[str]:
    """Yield what was removed from the site that no build has written."""
    if report.unknown:
        files = count_of(len(report.unknown), "file")
        # A log of a host is kept, and a name of a file may be somebody's.
        yield f"removed from {folder}: {files if is_logged() else ', '.join(report.unknown)}"
        yield "  no build has written it, and a build may replace the whole folder: what everybody"
        yield "  may read belongs in docs/"


def _family_and_cache_notes(report: "Report", folder: Path) -> Iterator[str]:
    """Yield what became of families' pages and of another machine's cache."""
    if report.sealed:
        yield f"sealed for families: {count_of(report.sealed, 'learner')}"
    if report.is_family_removed:
        yield f"removed: {folder / 'family'}, which families open with their keys. To publish it"
        yield "again:  wayfolio build --edition all  (with the build secret)"
    if report.not_imported:
        yield f"everything was rebuilt, since from the last machine {report.not_imported}"


BUILD = Command(name="build", help="build the site", add_options=add_build_options, run=run_build)
