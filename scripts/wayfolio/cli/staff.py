"""The door of the commands for staff. No rules inside."""

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from wayfolio.cli.arguments import day
from wayfolio.cli.exits import CLEAN, TO_MEND, USAGE


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what these commands take."""
    report = commands.add_parser(
        "report", help="what has changed: in a group for a meeting, or of a child as a note home"
    )
    what = "a group, or the learners of one family"
    report.add_argument("who", nargs="+", metavar="GROUP|LEARNER", help=what)
    report.add_argument("--since", type=day, metavar="DATE")
    where = "the note to print, an .html file outside the school's folder"
    report.add_argument("--to", type=Path, metavar="FILE", help=where)
    report.add_argument("--language", help="the note's (the school's first)")
    groups = commands.add_parser("groups", help="suggest groups by what is next")
    groups.add_argument("group", metavar="GROUP")
    groups.add_argument("--sizes", default="2-5", help="how many in a group, such as 3-4 (2-5)")
    groups.add_argument("--framework", help="only what is next in one framework")
    share = commands.add_parser("share", help="an inquiry or an instrument, as a file to give away")
    share.add_argument("what", choices=["inquiry", "instrument"])
    share.add_argument("name", metavar="ID")
    adopt = commands.add_parser("adopt", help="bring in what another school has shared")
    adopt.add_argument("file", type=Path, metavar="FILE")
    adopt.add_argument("--by", metavar="PERSON", help="who repeats an inquiry")
    adopt.add_argument("--from", dest="from_", type=day, metavar="DATE")
    adopt.add_argument("--to", type=day, metavar="DATE")
    adopt.add_argument("--name", help="its name in this school (the one that it has)")


def run_staff_build(root: Path, today: date, chosen: argparse.Namespace) -> int:
    """Build the staff edition."""
    from wayfolio.editions import staff
    from wayfolio.load.files import line_at
    from wayfolio.publish.site import SiteRefused
    from wayfolio.render.text.diagnostics import diagnostics_text

    folder = chosen.site or root / "site-staff"
    try:
        report = staff.build_staff_edition(
            root, today, folder=folder, searchable=not chosen.no_search
        )
    except SiteRefused as refused:
        print(f"wayfolio: {refused}", file=sys.stderr)
        return USAGE
    if report.diagnostics:
        print(diagnostics_text(report.diagnostics, lambda at: line_at(root, at)))
    if not report.is_clean:
        print("nothing was published; the staff edition is as it was")
        return TO_MEND
    print(f"{report.pages} files for {report.learners} learners, for staff alone, in {folder}")
    return CLEAN


def _report(root: Path, today: date, chosen: argparse.Namespace) -> int:
    from wayfolio.editions import staff_reports

    if chosen.to is not None:
        return _note(root, today, chosen)
    if chosen.since is None or len(chosen.who) > 1:
        print(
            "wayfolio: for a meeting, name one group and say  --since DATE ; for a note home, name "
            "the learners of one family and say  --to FILE",
            file=sys.stderr,
        )
        return USAGE
    return _lines(lambda: staff_reports.report_changes(root, today, chosen.who[0], chosen.since))


def _note(root: Path, today: date, chosen: argparse.Namespace) -> int:
    from wayfolio.documents import family_note
    from wayfolio.documents.key_letter import LetterRefused
    from wayfolio.editions.staff_reports import ToMend

    def written() -> list[str]:
        report = family_note.write_family_note(
            root,
            chosen.who,
            today,
            to=chosen.to,
            since=chosen.since,
            language=chosen.language,
        )
        if not report.is_clean:
            raise ToMend
        return [f"the note is {chosen.to}: print it, then delete it"]

    try:
        return _lines(written)
    except LetterRefused as refused:
        print(f"wayfolio: {refused}", file=sys.stderr)
        return USAGE


def _groups(root: Path, today: date, chosen: argparse.Namespace) -> int:
    from wayfolio.editions import staff_reports

    return _lines(
        lambda: staff_reports.report_groups(
            root, today, chosen.group, chosen.sizes, chosen.framework
        )
    )


def _share(root: Path, today: date, chosen: argparse.Namespace) -> int:
    from wayfolio.authoring import exchange

    return _lines(lambda: exchange.share(root, today, chosen.what, chosen.name).splitlines())


def _adopt(root: Path, today: date, chosen: argparse.Namespace) -> int:
    from wayfolio.authoring import exchange
    from wayfolio.editions.staff_reports import ToMend
    from wayfolio.load.files import line_at
    from wayfolio.publish.new_files import FileTaken
    from wayfolio.render.text.diagnostics import diagnostics_text

    repeat = None
    if chosen.by and chosen.from_ and chosen.to:
        repeat = exchange.Repeat(by=chosen.by, from_=chosen.from_, to=chosen.to, name=chosen.name)
    if not chosen.file.is_file():
        print(f"wayfolio: {chosen.file} is no file", file=sys.stderr)
        return USAGE

    def adopted() -> list[str]:
        written, found = exchange.adopt(root, today, chosen.file.resolve(), repeat)
        if written is None:
            print(diagnostics_text(found, lambda at: line_at(chosen.file.resolve().parent, at)))
            raise ToMend
        return [f"wrote {written}"]

    try:
        return _lines(adopted)
    except FileTaken as taken:
        print(f"wayfolio: {taken}", file=sys.stderr)
        return USAGE


def _lines(ask: Callable[[], list[str]]) -> int:
    from wayfolio.editions.staff_reports import ToMend
    from wayfolio.render.text.diagnostics import plain_text
    from wayfolio.school.lookup import UnknownId

    try:
        lines = ask()
    except UnknownId as unknown:
        print(f"wayfolio: {unknown}", file=sys.stderr)
        return USAGE
    except ToMend:
        print("wayfolio: fix the school's errors first: run  wayfolio check", file=sys.stderr)
        return TO_MEND
    for line in lines:
        print(plain_text(line))
    return CLEAN


COMMANDS: Mapping[str, Callable[[Path, date, argparse.Namespace], int]] = {
    "report": _report,
    "groups": _groups,
    "share": _share,
    "adopt": _adopt,
}
