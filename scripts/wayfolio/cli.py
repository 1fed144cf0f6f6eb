"""The door of the command line. No rules inside."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wayfolio import cli_transcript
from wayfolio.model.places import has_errors

if TYPE_CHECKING:
    from wayfolio.build import Report

CLEAN, TO_MEND, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and return its exit code: 0 clean, 1 something to mend, 2 usage."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    command = {
        "check": _check,
        "build": _build,
        "serve": _serve,
        "explain": _explain,
        "try": _try,
        "new": _new,
        "audit": _audit,
        "clean": _clean,
        "forget": _forget,
        **cli_transcript.handlers(_root, _today),
    }[chosen.command]
    return command(chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wayfolio", description="A school's portfolios and pathway maps, from plain text."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="say what somebody must mend, and where")
    check.add_argument("--format", choices=["text", "json"], default="text")
    build = commands.add_parser("build", help="build the site")
    build.add_argument("--site", type=Path, help="the folder to publish into (site/)")
    build.add_argument("--no-search", action="store_true", help="leave the search index out")
    serve = commands.add_parser(
        "serve", help="show the site on this machine, and again when files change"
    )
    serve.add_argument("--learner", help="one learner's pages, as an audience may see them")
    serve.add_argument("--audience", choices=["public", "family", "staff"], default="family")
    serve.add_argument("--port", type=int, default=8000)
    explain = commands.add_parser("explain", help="say how a learner's figures came about")
    explain.add_argument("learner")
    explain.add_argument("code", nargs="?", help="one competency (all where nothing is said)")
    explain.add_argument("--as-of", type=_day, help="as it stood on a day, such as 2027-03-12")
    explain.add_argument("--format", choices=["text", "json"], default="text")
    trial = commands.add_parser("try", help="say what a policy makes of ratings, without a school")
    trial.add_argument("files", nargs="+", type=Path, metavar="FILE")
    trial.add_argument("--policy", help="another policy than the one in the files")
    trial.add_argument("--format", choices=["text", "json"], default="text")
    _add_privacy(commands)
    new = commands.add_parser("new", help="begin something: wayfolio new school NAME")
    new.add_argument("what", choices=["school"])
    new.add_argument("name", help="the folder to make")
    return parser


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


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - a school's day is the day where it is


def _root() -> Path:
    """Return the school's folder: this one, or the nearest above it that is one."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "competencies" / "school.yml").is_file():
            return folder
    return here


def _check(chosen: argparse.Namespace) -> int:
    from wayfolio import build

    report = build.check(_root(), _today())
    _tell(report, chosen.format)
    return CLEAN if report.is_clean else TO_MEND


def _tell(report: "Report", form: str = "text", root: Path | None = None) -> None:
    from wayfolio.load.files import line_at
    from wayfolio.render.told import as_json, as_text

    if form == "json":
        print(as_json(report.diagnostics))
        return
    folder = root or _root()
    if report.diagnostics:
        print(as_text(report.diagnostics, lambda at: line_at(folder, at)))
    errors = sum(found.severity == "error" for found in report.diagnostics)
    warnings = len(report.diagnostics) - errors
    if errors:
        print(f"\n{_count(errors, 'mistake')} to mend, {_count(warnings, 'thing')} to look at")
    elif warnings:
        print(f"\nnothing to mend, {_count(warnings, 'thing')} to look at")
    else:
        print(f"nothing to mend: {_count(report.learners, 'learner')}")
    for one in report.coverage:
        print(f"{one.language}: {one.there} of {one.all} of the school's texts are translated")


def _count(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def _build(chosen: argparse.Namespace) -> int:
    from wayfolio import build
    from wayfolio.load.secret import SecretRefused, build_secret
    from wayfolio.publish.site import SiteRefused

    root = _root()
    folder = chosen.site or root / "site"
    try:
        secret = build_secret(os.environ, root)
        report = build.site(
            root, _today(), folder=folder, searchable=not chosen.no_search, secret=secret
        )
    except (SiteRefused, SecretRefused) as refused:
        print(f"wayfolio: {refused}", file=sys.stderr)
        return USAGE
    if not report.is_clean:
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
    return CLEAN


def _tell_leaks(report: "Report") -> None:
    from wayfolio.render.told import plain

    for leak in report.leaks:
        print(plain(str(leak)))
    if report.leaks:
        print(f"\n{_count(len(report.leaks), 'place')} in the site that should not be there")


def _audit(chosen: argparse.Namespace) -> int:
    from wayfolio import build
    from wayfolio.load.secret import SecretRefused, build_secret

    root = chosen.school or _root()
    if not chosen.site.is_dir():
        print(f"wayfolio: {chosen.site} is no folder: name a built site", file=sys.stderr)
        return USAGE
    try:
        report = build.audit(root, chosen.site, _today(), build_secret(os.environ, root))
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
    from wayfolio import erasure
    from wayfolio.render.told import plain

    is_well = True
    for file, said, went_well in erasure.clean(chosen.files):
        print(plain(f"{file} {said}"))
        is_well = is_well and went_well
    return CLEAN if is_well else TO_MEND


def _forget(chosen: argparse.Namespace) -> int:
    from wayfolio import erasure
    from wayfolio.render.told import plain

    root = _root()
    sites = [chosen.site] if chosen.site else [root / "site", root / "site-staff"]
    try:
        forgotten = erasure.forget(root, chosen.learner, sites)
    except erasure.NobodyKnown as unknown:
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
    from wayfolio import build, preview

    def told(report: "Report") -> None:
        if report.is_clean:
            print(f"{_count(report.pages, 'file')} for {chosen.learner}: {chosen.audience}")
        else:
            _tell(report)
            print("the preview is as it was")

    asked = preview.Asked(learner=chosen.learner, audience=chosen.audience)
    try:
        preview.serve(_root(), _today(), asked, chosen.port, told)
    except build.Unknown as unknown:
        print(f"wayfolio: {unknown}", file=sys.stderr)
        return USAGE
    return CLEAN


def _explain(chosen: argparse.Namespace) -> int:
    from wayfolio import build, explained

    asked = chosen.learner, chosen.code, _today(), chosen.as_of
    try:
        found = explained.explain_learner(_root(), *asked)
    except build.Unknown as unknown:
        print(f"wayfolio: {unknown}", file=sys.stderr)
        return USAGE
    if not found.report.is_clean:
        _tell(found.report)
        return TO_MEND
    print(found.as_json() if chosen.format == "json" else found.as_text())
    return CLEAN


def _try(chosen: argparse.Namespace) -> int:
    from wayfolio import explained

    found = explained.trials(chosen.files, chosen.policy)
    if not found.report.is_clean:
        _tell(found.report, root=Path.cwd())
        return TO_MEND
    print(found.as_json() if chosen.format == "json" else found.as_text())
    return CLEAN


def _new(chosen: argparse.Namespace) -> int:
    from wayfolio.publish.starter import FolderTaken, new_school

    try:
        made = new_school(Path(chosen.name))
    except FolderTaken as taken:
        print(f"wayfolio: {taken}", file=sys.stderr)
        return USAGE
    print(f"a new school in {made}\n  cd {made} && wayfolio build")
    return CLEAN


if __name__ == "__main__":
    sys.exit(main())
