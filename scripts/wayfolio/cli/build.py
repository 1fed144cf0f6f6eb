"""`wayfolio build`. No rules inside."""

import argparse
import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from wayfolio.cli import author, staff
from wayfolio.cli.arguments import at_least_one
from wayfolio.cli.exits import (
    CLEAN,
    TO_MEND,
    USAGE,
    count_of,
    print_report,
    school_root,
    school_today,
)
from wayfolio.cli.privacy import print_leaks

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from wayfolio.build.request import BuildRequest
    from wayfolio.cli.progress import Progress
    from wayfolio.model.keys import Keys
    from wayfolio.repository.git import PendingStatus
    from wayfolio.school.read import Report


EDITIONS = ["public", "family", "staff", "editors", "all"]


def add_build(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the options of `wayfolio build`."""
    api = commands.add_parser("build", help="build the site")
    api.add_argument("--edition", choices=EDITIONS, default="public")
    api.add_argument("--site", type=Path, help="the folder to publish into (site/)")
    api.add_argument(
        "--keep-going", action="store_true", help="leave out what must be mended, build the rest"
    )
    api.add_argument("--no-search", action="store_true", help="leave the search index out")
    add_speed(api)


def add_speed(build: argparse.ArgumentParser) -> None:
    """Add the options that say how fast, and how much is remembered."""
    build.add_argument("--jobs", type=at_least_one, help="processes at once (one a processor)")
    build.add_argument("--cluster", metavar="ADDRESS", help="a Dask scheduler: tcp://host:8786")
    build.add_argument("--explain", action="store_true", help="say why each thing was made or kept")
    build.add_argument("--verify", action="store_true", help="look at every file of the site")
    build.add_argument("--anew", action="store_true", help="make everything, remembering nothing")
    build.add_argument(
        "--carry",
        type=Path,
        metavar="FILE",
        help="go on from what another machine remembers, sealed in a file, and leave it there",
    )
    build.add_argument("--profile", action="store_true", help="say where the time went")


def run_build(chosen: argparse.Namespace) -> int:
    """Run `wayfolio build`."""
    if chosen.edition == "editors":
        return author.build_editors(chosen.site, school_root(), school_today())
    root = school_root()
    if chosen.edition == "staff":
        return staff.run_staff_build(root, school_today(), chosen)
    with _pending_status(root) as pending:
        return _build_site(chosen, root, pending)


def _build_site(chosen: argparse.Namespace, root: Path, pending: "PendingStatus | None") -> int:
    from wayfolio.build import api
    from wayfolio.build.workers import ClusterMissing, WorkerDied
    from wayfolio.cli.progress import Progress
    from wayfolio.load.secret import SecretRefused, load_build_secret
    from wayfolio.model.keys import KeysRefused
    from wayfolio.publish.site import SiteRefused

    shown = Progress(is_terminal=sys.stderr.isatty(), profile=chosen.profile)
    try:
        secret = load_build_secret(os.environ, root)
        keys, why_not = _keys(chosen.edition, root, secret)
        request = _request(chosen, root, shown, pending, secret, keys)
        report = api.build_site(request)
    except (SiteRefused, SecretRefused, KeysRefused, ClusterMissing, WorkerDied) as refused:
        print(f"wayfolio: {refused}", file=sys.stderr)
        return USAGE
    except OSError as error:
        sentence = "the site is as it was, or the next build mends it"
        print(f"wayfolio: {error}; {sentence}", file=sys.stderr)
        return TO_MEND
    finally:
        shown.end()
    if chosen.explain:
        print("\n".join(report.reasons))
    told = _tell_built(report, chosen.site or root / "site")
    if report.pages and why_not:
        print(f"without families' pages: {why_not}")
    return told


def _keys(edition: str, root: Path, secret: bytes | None) -> "tuple[Keys | None, str]":
    if edition == "public":
        return None, ""  # what opens keys is not even loaded
    from wayfolio.keys.keyring import keys_for_edition

    return keys_for_edition(edition, root, secret)


def _tell_built(report: "Report", folder: Path) -> int:
    from wayfolio.render.text.diagnostics import plain_text

    if not report.is_clean and not report.pages:
        print_report(report)
        print_leaks(report)
        if report.taken_down:
            files = count_of(len(report.taken_down), "file")
            print(f"nothing was published; {files} left the site that consent no longer covers")
        else:
            print("nothing was published; the site is as it was")
        return TO_MEND
    if report.diagnostics:
        print_report(report)
    if report.without_address:
        names = ", ".join(report.without_address)
        print(
            f"without a page, since their name is not public and there is no build secret: {names}"
        )
    print(
        f"{count_of(report.pages, 'file')} for {count_of(report.learners, 'learner')} in {folder}"
    )
    changed = (
        f"{count_of(report.written, 'file')} written, {count_of(report.removed, 'file')} removed"
    )
    print(f"{report.made_learners} made, {report.kept_learners} kept as they were; {changed}")
    if report.sealed:
        print(f"sealed for families: {count_of(report.sealed, 'learner')}")
    if report.is_family_removed:
        print(f"removed: {folder / 'family'}, which families open with their keys. To publish it")
        print("again:  wayfolio build --edition all  (with the build secret)")
    if report.not_brought:
        print(f"all was made anew, since from the last machine {report.not_brought}")
    for leak in report.withheld:
        print(plain_text(f"left out of the site: {leak}"))
    if report.left_out:
        print(f"left out until they are mended: {', '.join(report.left_out)}")
    return CLEAN if report.is_clean else TO_MEND


def _pending_status(root: Path) -> "AbstractContextManager[PendingStatus | None]":
    """Let git look at every file, which takes long, while the program is loaded."""
    from wayfolio.repository.git import NoGit, PendingStatus

    try:
        return PendingStatus(root)
    except NoGit:
        return nullcontext()


def _request(
    chosen: argparse.Namespace,
    root: Path,
    shown: "Progress",
    pending: "PendingStatus | None",
    secret: bytes | None,
    keys: "Keys | None",
) -> "BuildRequest":
    from wayfolio.build.cache_folder import cache_folder, user_cache_home
    from wayfolio.build.request import BuildRequest

    return BuildRequest(
        root=root,
        today=school_today(),
        folder=chosen.site,
        secret=secret,
        keys=keys,
        is_searchable=not chosen.no_search,
        keep_going=chosen.keep_going,
        jobs=chosen.jobs or os.cpu_count() or 1,
        cluster=chosen.cluster,
        cache_folder=None if chosen.anew else cache_folder(root),
        user_home=user_cache_home(),
        carried_cache=chosen.carry,
        verifies_files=chosen.verify,
        pending=pending,
        report_progress=shown.progress,
        report_phase=shown.began,
    )
