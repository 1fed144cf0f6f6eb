"""`wayfolio report`, `groups`, `share` and `adopt`: what staff need for meetings and lessons."""

import argparse
from datetime import date
from pathlib import Path

from wayfolio.cli.arguments import parse_day
from wayfolio.cli.command import Command
from wayfolio.cli.console import OK, print_diagnostics, print_plain, refuse

REPORT_NEEDS = (
    "for a meeting, name one group and say  --since DATE ; for a note home, name the learners of "
    "one family and say  --to FILE"
)


def add_report_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio report`."""
    who = "a group, or the learners of one family"
    parser.add_argument("who", nargs="+", metavar="GROUP|LEARNER", help=who)
    parser.add_argument(
        "--since",
        type=parse_day,
        metavar="DATE",
        help="the first day covered; optional for a note, which then covers 30 days",
    )
    file = "the note, an .html file outside the school's folder"
    parser.add_argument("--to", type=Path, metavar="FILE", help=file)
    parser.add_argument("--language", help="the note's language (default: the school's first)")


def add_groups_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio groups`."""
    parser.add_argument("group", metavar="GROUP", help="the group's id")
    parser.add_argument(
        "--sizes", default="2-5", help="smallest and largest group, such as 3-4 (default: 2-5)"
    )
    parser.add_argument("--framework", help="only concepts of one framework")


def add_share_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio share`."""
    parser.add_argument("what", choices=["inquiry", "instrument"], help="what to print")
    parser.add_argument("name", metavar="ID", help="its id in this school")


def add_adopt_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio adopt`."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="the file that another school has shared"
    )
    parser.add_argument("--by", metavar="PERSON", help="the person who repeats the inquiry")
    parser.add_argument(
        "--from",
        dest="from_",
        type=parse_day,
        metavar="DATE",
        help="the first day of the inquiry here",
    )
    parser.add_argument(
        "--to", type=parse_day, metavar="DATE", help="the last day of the inquiry here"
    )
    parser.add_argument("--name", help="its name in this school (default: its own)")


def run_report(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio report`."""
    if options.to is not None:
        return _write_note(options, root, today)
    if options.since is None or len(options.who) > 1:
        return refuse(REPORT_NEEDS)
    from wayfolio.editions.staff_reports import report_changes

    print_plain(report_changes(root, today, options.who[0], options.since))
    return OK


def _write_note(options: argparse.Namespace, root: Path, today: date) -> int:
    from wayfolio.documents.family_note import write_family_note
    from wayfolio.school.read import SchoolHasErrors

    report = write_family_note(
        root,
        options.who,
        today,
        to=options.to,
        since=options.since,
        language=options.language,
    )
    if not report.is_clean:
        raise SchoolHasErrors
    print_plain([f"the note is {options.to}: print it, then delete it"])
    return OK


def run_groups(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio groups`."""
    from wayfolio.editions.staff_reports import report_groups

    print_plain(report_groups(root, today, options.group, options.sizes, options.framework))
    return OK


def run_share(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio share`."""
    from wayfolio.authoring.exchange import export_shared

    print_plain(export_shared(root, today, options.what, options.name).splitlines())
    return OK


def run_adopt(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio adopt`."""
    from wayfolio.authoring.exchange import Repeat, adopt
    from wayfolio.school.read import SchoolHasErrors

    if not options.file.is_file():
        return refuse(f"{options.file} is no file")
    repeat = None
    if options.by and options.from_ and options.to:
        repeat = Repeat(by=options.by, from_=options.from_, to=options.to, name=options.name)
    file = options.file.resolve()
    written, diagnostics = adopt(root, today, file, repeat)
    if written is None:
        print_diagnostics(diagnostics, file.parent)
        raise SchoolHasErrors
    print_plain([f"wrote {written}"])
    return OK


REPORT = Command(
    name="report",
    help="report changes: of a group for a meeting, or of a child as a note home",
    add_options=add_report_options,
    run=run_report,
)
GROUPS = Command(
    name="groups",
    help="suggest groups by a shared next concept",
    add_options=add_groups_options,
    run=run_groups,
)
SHARE = Command(
    name="share",
    help="print an inquiry or an instrument as a file for other schools",
    add_options=add_share_options,
    run=run_share,
)
ADOPT = Command(
    name="adopt",
    help="add an inquiry or instrument from another school",
    add_options=add_adopt_options,
    run=run_adopt,
)
