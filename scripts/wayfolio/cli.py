"""The door of the command line. No rules inside."""

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wayfolio import (
    cli_author,
    cli_check,
    cli_import,
    cli_keys,
    cli_staff,
    cli_transcript,
)
from wayfolio.arguments import at_least_one, day
from wayfolio.model.diagnostics import has_errors

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from wayfolio.build.site_build import How
    from wayfolio.model.keys import Keys
    from wayfolio.progress import Progress
    from wayfolio.repository.git import Asked
    from wayfolio.school.read import Report

CLEAN, TO_MEND, USAGE = 0, 1, 2
NOBODY_READS, STOPPED = 141, 130
"""What shells expect of who was told by a signal that nobody reads any more, or to stop."""
SELDOM = 20_000
"""New things after which garbage is looked for. Nearly all that a command makes is in use until it
ends; to look after each 700, as Python does by itself, takes 2 % of a build."""
EDITIONS = ["public", "family", "staff", "editors", "all"]
OTHERS = {**cli_author.COMMANDS, **cli_import.COMMANDS, **cli_keys.COMMANDS}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and return its exit code: 0 clean, 1 something to mend, 2 usage."""
    # When Python ends, it would look through all that there is for what nobody uses: 0.04 s.
    atexit.register(gc.freeze)
    gc.set_threshold(SELDOM)
    try:
        try:
            return _run(arguments)
        finally:
            print(end="", flush=True)
    except BrokenPipeError:
        # As in `wayfolio explain amara | head`. Python writes what is left when it ends: to nobody.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())
        return NOBODY_READS
    except KeyboardInterrupt:
        return STOPPED


def _run(arguments: Sequence[str] | None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    chosen = _parser(words[0] if words else "").parse_args(words)
    if chosen.command in OTHERS:
        return OTHERS[chosen.command](chosen, _root(), _today())
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "check": lambda asked: cli_check.check(asked, _root(), _today()),
        "build": _build,
        "serve": _serve,
        "explain": _explain,
        "try": _try,
        "audit": _audit,
        "clean": _clean,
        "forget": _forget,
        **cli_transcript.handlers(_root, _today),
    }
    if chosen.command in cli_staff.COMMANDS:
        return cli_staff.COMMANDS[chosen.command](_root(), _today(), chosen)
    return commands[chosen.command](chosen)


def _parser(first: str) -> argparse.ArgumentParser:
    """Return what reads arguments; `first`: the first of them.

    A build is given a parser of its own command alone: to make those of all takes as long as
    everything that a build without changes has to do.
    """
    parser = argparse.ArgumentParser(
        prog="wayfolio", description="A school's portfolios and pathway maps, from plain text."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    if first == "build":
        _add_build(commands)
        return parser
    cli_check.add_commands(commands)
    _add_build(commands)
    _add_looking(commands)
    _add_privacy(commands)
    cli_staff.add_commands(commands)
    cli_keys.add_commands(commands)
    cli_author.add_commands(commands)
    cli_import.add_commands(commands)
    return parser


def _add_build(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    api = commands.add_parser("build", help="build the site")
    api.add_argument("--edition", choices=EDITIONS, default="public")
    api.add_argument("--site", type=Path, help="the folder to publish into (site/)")
    api.add_argument(
        "--keep-going", action="store_true", help="leave out what must be mended, build the rest"
    )
    api.add_argument("--no-search", action="store_true", help="leave the search index out")
    _add_speed(api)


def _add_looking(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = commands.add_parser(
        "serve", help="show the site on this machine, and again when files change"
    )
    serve.add_argument("--learner", help="one learner's pages, as an audience may see them")
    serve.add_argument("--audience", choices=["public", "family", "staff"], default="family")
    serve.add_argument("--port", type=int, default=8000)
    explain = commands.add_parser("explain", help="say how a learner's figures came about")
    explain.add_argument("learner")
    explain.add_argument("code", nargs="?", help="one competency (all where nothing is said)")
    explain.add_argument("--as-of", type=day, help="as it stood on a day, such as 2027-03-12")
    explain.add_argument("--format", choices=["text", "json"], default="text")
    trial = commands.add_parser("try", help="say what a policy makes of ratings, without a school")
    trial.add_argument("files", nargs="+", type=Path, metavar="FILE")
    trial.add_argument("--policy", help="another policy than the one in the files")
    trial.add_argument("--format", choices=["text", "json"], default="text")


def _add_speed(build: argparse.ArgumentParser) -> None:
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


def _add_privacy(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    audit = commands.add_parser("audit", help="look for anything private in a built site")
    audit.add_argument("site", type=Path, metavar="SITE")
    audit.add_argument("--school", type=Path, help="the school's folder (this one)")
    clean = commands.add_parser("clean", help="take places and cameras out of pictures and films")
    clean.add_argument("files", nargs="+", type=Path, metavar="FILE")
    cli_transcript.add_commands(commands)
    forget = commands.add_parser("forget", help="find every trace of a learner, and remove some")
    forget.add_argument("learner")
    forget.add_argument("--site", type=Path, help="the published folder (site/)")


def _today() -> date:
    return date.today()  # noqa: DTZ011 - a school's day is the day where it is


def _root() -> Path:
    """Return the school's folder: this one, or the nearest above it that is one."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "competencies" / "school.yml").is_file():
            return folder
    return here


def _tell(report: "Report", root: Path | None = None) -> None:
    cli_check.tell(report, root or _root())


def _count(n: int, word: str) -> str:
    return cli_check.count(n, word)


def _build(chosen: argparse.Namespace) -> int:
    if chosen.edition == "editors":
        return cli_author.build_editors(chosen.site, _root(), _today())
    root = _root()
    if chosen.edition == "staff":
        return cli_staff.build(root, _today(), chosen)
    with _asked(root) as asked:
        return _build_site(chosen, root, asked)


def _build_site(chosen: argparse.Namespace, root: Path, asked: "Asked | None") -> int:
    from wayfolio.build import api
    from wayfolio.build.workers import ClusterMissing, WorkerDied
    from wayfolio.load.secret import SecretRefused, build_secret
    from wayfolio.model.keys import KeysRefused
    from wayfolio.progress import Progress
    from wayfolio.publish.site import SiteRefused

    folder = chosen.site or root / "site"
    shown = Progress(is_terminal=sys.stderr.isatty(), profile=chosen.profile)
    try:
        secret = build_secret(os.environ, root)
        keys, why_not = _keys(chosen.edition, root, secret)
        report = api.build_site(
            root,
            _today(),
            folder=folder,
            searchable=not chosen.no_search,
            secret=secret,
            keys=keys,
            keep_going=chosen.keep_going,
            how=_how(chosen, root, shown, asked),
        )
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
    told = _tell_built(report, folder)
    if report.pages and why_not:
        print(f"without families' pages: {why_not}")
    return told


def _keys(edition: str, root: Path, secret: bytes | None) -> "tuple[Keys | None, str]":
    if edition == "public":
        return None, ""  # what opens keys is not even loaded
    from wayfolio.keys.keyring import for_edition

    return for_edition(edition, root, secret)


def _tell_built(report: "Report", folder: Path) -> int:
    if not report.is_clean and not report.pages:
        _tell(report)
        _tell_leaks(report)
        print("nothing was published; the site is as it was")
        return TO_MEND
    if report.diagnostics:
        _tell(report)
    if report.without_address:
        names = ", ".join(report.without_address)
        print(
            f"without a page, since their name is not public and there is no build secret: {names}"
        )
    print(f"{_count(report.pages, 'file')} for {_count(report.learners, 'learner')} in {folder}")
    changed = f"{_count(report.written, 'file')} written, {_count(report.removed, 'file')} removed"
    print(f"{report.made_learners} made, {report.kept_learners} kept as they were; {changed}")
    if report.sealed:
        print(f"sealed for families: {_count(report.sealed, 'learner')}")
    if report.is_family_removed:
        print(f"removed: {folder / 'family'}, which families open with their keys. To publish it")
        print("again:  wayfolio build --edition all  (with the build secret)")
    if report.not_brought:
        print(f"all was made anew, since from the last machine {report.not_brought}")
    if report.left_out:
        print(f"left out until they are mended: {', '.join(report.left_out)}")
    return CLEAN if report.is_clean else TO_MEND


def _asked(root: Path) -> "AbstractContextManager[Asked | None]":
    """Let git look at every file, which takes long, while the program is loaded."""
    from wayfolio.repository.git import Asked, NoGit

    try:
        return Asked(root)
    except NoGit:
        return nullcontext()


def _how(chosen: argparse.Namespace, root: Path, shown: "Progress", asked: "Asked | None") -> "How":
    from wayfolio.build.cache import folder_of, own_home
    from wayfolio.build.site_build import How

    return How(
        jobs=chosen.jobs or os.cpu_count() or 1,
        cluster=chosen.cluster,
        remember=None if chosen.anew else folder_of(root),
        own_home=own_home(),
        asked=asked,
        verify=chosen.verify,
        carried=chosen.carry,
        progress=shown.progress,
        began=shown.began,
    )


def _tell_leaks(report: "Report") -> None:
    from wayfolio.render.text.diagnostics import plain

    for leak in report.leaks:
        print(plain(str(leak)))
    if report.leaks:
        print(f"\n{_count(len(report.leaks), 'place')} in the site that should not be there")


def _audit(chosen: argparse.Namespace) -> int:
    from wayfolio.build import api
    from wayfolio.load.secret import SecretRefused, build_secret

    root = chosen.school or _root()
    if not chosen.site.is_dir():
        print(f"wayfolio: {chosen.site} is no folder: name a built site", file=sys.stderr)
        return USAGE
    try:
        report = api.audit_site(root, chosen.site, _today(), build_secret(os.environ, root))
    except SecretRefused as refused:
        print(f"wayfolio: {refused}", file=sys.stderr)
        return USAGE
    if has_errors(report.diagnostics):
        _tell(report, root=root)
        print("the school must be mended first: what is private is read from it")
        return TO_MEND
    _tell_leaks(report)
    if report.is_clean:
        print(f"nothing private in {chosen.site}")
    return CLEAN if report.is_clean else TO_MEND


def _clean(chosen: argparse.Namespace) -> int:
    from wayfolio.erasure import forget
    from wayfolio.render.text.diagnostics import plain

    is_well = True
    for file, said, went_well in forget.clean(chosen.files):
        print(plain(f"{file} {said}"))
        is_well = is_well and went_well
    return CLEAN if is_well else TO_MEND


def _forget(chosen: argparse.Namespace) -> int:
    from wayfolio.erasure import forget
    from wayfolio.load.secret import SecretRefused, build_secret
    from wayfolio.model.keys import KeysRefused
    from wayfolio.render.text.diagnostics import plain

    root = _root()
    sites = [chosen.site] if chosen.site else [root / "site", root / "site-staff"]
    try:
        forgotten = forget.forget(root, chosen.learner, sites, build_secret(os.environ, root))
    except (forget.NobodyKnown, KeysRefused, SecretRefused) as unknown:
        print(f"wayfolio: {unknown}", file=sys.stderr)
        return USAGE
    for line in forgotten.lines():
        print("\n".join(plain(part) for part in line.split("\n")))
    return CLEAN


def _serve(chosen: argparse.Namespace) -> int:
    if chosen.learner:
        return _serve_learner(chosen)
    from mkdocs.commands.serve import serve

    serve(config_file=str(_root() / "mkdocs.yml"))
    return CLEAN


def _serve_learner(chosen: argparse.Namespace) -> int:
    from wayfolio.editions import preview, preview_server
    from wayfolio.load.secret import SecretRefused, build_secret
    from wayfolio.school.lookup import Unknown

    def told(report: "Report") -> None:
        if report.is_clean:
            print(f"{_count(report.pages, 'file')} for {chosen.learner}: {chosen.audience}")
        else:
            _tell(report)
            print("the preview is as it was")

    asked = preview.Asked(learner=chosen.learner, audience=chosen.audience)
    try:
        secret = build_secret(os.environ, _root())
        maker = preview.Maker(root=_root(), today=_today(), asked=asked, secret=secret)
        preview_server.serve(maker, chosen.port, told)
    except (Unknown, SecretRefused) as refused:
        print(f"wayfolio: {refused}", file=sys.stderr)
        return USAGE
    return CLEAN


def _explain(chosen: argparse.Namespace) -> int:
    from wayfolio.school import explain
    from wayfolio.school.lookup import Unknown

    asked = chosen.learner, chosen.code, _today(), chosen.as_of
    try:
        found = explain.explain_learner(_root(), *asked)
    except Unknown as unknown:
        print(f"wayfolio: {unknown}", file=sys.stderr)
        return USAGE
    if not found.report.is_clean:
        _tell(found.report)
        return TO_MEND
    print(found.as_json() if chosen.format == "json" else found.as_text())
    return CLEAN


def _try(chosen: argparse.Namespace) -> int:
    from wayfolio.school import explain
    from wayfolio.school.lookup import Unknown

    try:
        found = explain.trials(chosen.files, chosen.policy)
    except Unknown as unknown:
        print(f"wayfolio: {unknown}", file=sys.stderr)
        return USAGE
    if not found.report.is_clean:
        _tell(found.report, root=Path.cwd())
        return TO_MEND
    print(found.as_json() if chosen.format == "json" else found.as_text())
    return CLEAN


if __name__ == "__main__":
    sys.exit(main())
