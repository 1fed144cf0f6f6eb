"""`wayfolio history`: what a learner's page said on a day, and which record changed it."""

import argparse
from datetime import date
from pathlib import Path

from wayfolio.cli.arguments import add_format_option, parse_day
from wayfolio.cli.command import Command
from wayfolio.cli.console import HAS_ERRORS, OK, print_plain, print_report


def add_history_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio history`."""
    parser.add_argument("learner", help="the learner's id")
    parser.add_argument(
        "--from",
        dest="since",
        type=parse_day,
        metavar="DATE",
        help="the first day (default: that of the learner's first record)",
    )
    parser.add_argument(
        "--to",
        dest="until",
        type=parse_day,
        metavar="DATE",
        help="the last day, such as 2027-03-12 (default: today)",
    )
    parser.add_argument(
        "--page",
        choices=["family", "learner"],
        default="family",
        help="whose page: a minor's college courses are on the learner's own page alone",
    )
    add_format_option(parser)


def run_history(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio history`."""
    from wayfolio.school.history import read_history

    days = options.since, options.until
    read = read_history(root, options.learner, today, days, options.page)
    if not read.report.is_clean:
        print_report(read.report, root)
        return HAS_ERRORS
    if options.format == "json":
        print(read.as_json())
    else:
        print_plain(read.as_text().split("\n"))
    return OK


HISTORY = Command(
    name="history",
    help="what a learner's page said on a day, and which record changed it",
    add_options=add_history_options,
    run=run_history,
)
