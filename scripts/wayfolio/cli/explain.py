"""`wayfolio explain` and `wayfolio try`: how figures come about. Nothing is written."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wayfolio.cli.arguments import add_format_option, parse_day
from wayfolio.cli.command import Command
from wayfolio.cli.console import HAS_ERRORS, OK, print_report

if TYPE_CHECKING:
    from wayfolio.school.explain import Explained


def add_explain_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio explain`."""
    parser.add_argument("learner", help="the learner's id")
    parser.add_argument(
        "code",
        nargs="?",
        help="a competency, skill, gate, badge, milestone or pathway (default: all competencies)",
    )
    parser.add_argument("--pace", action="store_true", help="only the pace of the learner's plan")
    parser.add_argument("--as-of", type=parse_day, help="the figures of a day, such as 2027-03-12")
    add_format_option(parser)


def add_try_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio try`."""
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="YAML files with ratings, as docs/format.md shows them",
    )
    parser.add_argument("--policy", help="a preset to use instead of the files' policy")
    add_format_option(parser)


def run_explain(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio explain`."""
    from wayfolio.school.explain import explain_learner

    explained = explain_learner(
        root, options.learner, options.code, today, options.as_of, pace_alone=options.pace
    )
    return _print_explained(explained, options.format, root)


def run_try(options: argparse.Namespace, _: Path, __: date) -> int:
    """Run `wayfolio try`."""
    from wayfolio.school.explain import try_files

    return _print_explained(try_files(options.files, options.policy), options.format, Path.cwd())


def _print_explained(explained: "Explained", form: str, root: Path) -> int:
    if not explained.report.is_clean:
        print_report(explained.report, root)
        return HAS_ERRORS
    print(explained.as_json() if form == "json" else explained.as_text())
    return OK


EXPLAIN = Command(
    name="explain",
    help="explain a learner's figures",
    add_options=add_explain_options,
    run=run_explain,
)
TRY = Command(
    name="try",
    help="apply a policy to ratings in files, without a school",
    add_options=add_try_options,
    run=run_try,
)
