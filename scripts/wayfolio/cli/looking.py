"""`wayfolio serve`, `explain` and `try`. No rules inside."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wayfolio.cli.arguments import day
from wayfolio.cli.exits import (
    CLEAN,
    TO_MEND,
    USAGE,
    count_of,
    print_report,
    school_root,
    school_today,
)

if TYPE_CHECKING:
    from wayfolio.school.read import Report


def add_looking(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands that show something and write nothing."""
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


def serve(chosen: argparse.Namespace) -> int:
    """Run `wayfolio serve`."""
    if chosen.learner:
        return _serve_learner(chosen)
    from mkdocs.commands.serve import serve

    serve(config_file=str(school_root() / "mkdocs.yml"))
    return CLEAN


def _serve_learner(chosen: argparse.Namespace) -> int:
    from wayfolio.editions import preview, preview_server
    from wayfolio.load.secret import SecretRefused, build_secret
    from wayfolio.school.lookup import Unknown

    def told(report: "Report") -> None:
        if report.is_clean:
            print(f"{count_of(report.pages, 'file')} for {chosen.learner}: {chosen.audience}")
        else:
            print_report(report)
            print("the preview is as it was")

    asked = preview.Asked(learner=chosen.learner, audience=chosen.audience)
    try:
        secret = build_secret(os.environ, school_root())
        maker = preview.Maker(root=school_root(), today=school_today(), asked=asked, secret=secret)
        preview_server.serve(maker, chosen.port, told)
    except (Unknown, SecretRefused) as refused:
        print(f"wayfolio: {refused}", file=sys.stderr)
        return USAGE
    return CLEAN


def explain(chosen: argparse.Namespace) -> int:
    """Run `wayfolio explain`."""
    from wayfolio.school import explain
    from wayfolio.school.lookup import Unknown

    asked = chosen.learner, chosen.code, school_today(), chosen.as_of
    try:
        found = explain.explain_learner(school_root(), *asked)
    except Unknown as unknown:
        print(f"wayfolio: {unknown}", file=sys.stderr)
        return USAGE
    if not found.report.is_clean:
        print_report(found.report)
        return TO_MEND
    print(found.as_json() if chosen.format == "json" else found.as_text())
    return CLEAN


def try_policy(chosen: argparse.Namespace) -> int:
    """Run `wayfolio try`."""
    from wayfolio.school import explain
    from wayfolio.school.lookup import Unknown

    try:
        found = explain.trials(chosen.files, chosen.policy)
    except Unknown as unknown:
        print(f"wayfolio: {unknown}", file=sys.stderr)
        return USAGE
    if not found.report.is_clean:
        print_report(found.report, root=Path.cwd())
        return TO_MEND
    print(found.as_json() if chosen.format == "json" else found.as_text())
    return CLEAN
