"""`wayfolio import`, `new-year` and `migrate`: each shows a draft as a diff before it writes."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wayfolio.cli.arguments import parse_day
from wayfolio.cli.command import Command, add_commands, add_nothing, find_command
from wayfolio.cli.console import HAS_ERRORS, OK, print_diagnostics, print_plain

if TYPE_CHECKING:
    from wayfolio.authoring.new import AuthoringSession
    from wayfolio.write.drafts import Draft

    MakeDraft = Callable[[AuthoringSession, argparse.Namespace], Draft]


# ---- options -------------------------------------------------------------------------------------


def add_import_options(parser: argparse.ArgumentParser) -> None:
    """Add the commands of `wayfolio import`."""
    parser.epilog = "An import shows what it would write; with --write it writes it."
    add_commands(parser, IMPORT_COMMANDS, dest="kind", metavar="KIND")


def add_framework_options(parser: argparse.ArgumentParser) -> None:
    """Add what all imports of frameworks take."""
    parser.add_argument("--id", help="the framework's id (default: from its title)")
    parser.add_argument("--scale", help="the scale that rates it")
    parser.add_argument("--policy", help="how ratings count (default: continuum)")
    parser.add_argument("--pathway", help="the pathway whose stages require evidence")
    parser.add_argument("--area", metavar="TITLE", help="the area of a file that names none")
    parser.add_argument(
        "--expired", action="store_true", help="also take what is no longer in force (CASE)"
    )
    parser.add_argument("--replace", action="store_true", help="also replace what differs")


def add_import_rating_options(parser: argparse.ArgumentParser) -> None:
    """Add what all imports of other programs' ratings take."""
    parser.add_argument(
        "--by",
        metavar="PERSON",
        help="the person to name for educators that this school does not know",
    )
    parser.add_argument("--replace", action="store_true", help="also replace what differs")


def add_roster_options(parser: argparse.ArgumentParser) -> None:
    """Add what all imports of learners take."""
    parser.add_argument("--group", help="the group for learners whose row names none")
    parser.add_argument(
        "--rename", action="store_true", help="take the list's names for known learners too"
    )


def add_rating_list_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio import ratings`."""
    parser.add_argument(
        "--by", metavar="PERSON", help="who rated, where a row names nobody of this school"
    )
    parser.add_argument(
        "--occasion", metavar="KIND", default="studio", help="its kind, where a row names none"
    )
    parser.add_argument("--replace", action="store_true", help="also replace what differs")
    add_date_options(parser)


def add_date_options(parser: argparse.ArgumentParser) -> None:
    """Add how days are to be read that have two meanings."""
    parser.add_argument(
        "--dates",
        choices=["dmy", "mdy"],
        help="whether 03/04/2026 has the day or the month first, where no other row says it",
    )


def add_new_year_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio new-year`."""
    parser.add_argument(
        "first_day", type=parse_day, metavar="DAY", help="the first day of the new school year"
    )
    parser.add_argument(
        "--move",
        nargs="*",
        default=[],
        metavar="GROUP=GROUP",
        help="groups whose learners move: harbor-9=harbor-10",
    )
    parser.add_argument(
        "--leave",
        nargs="*",
        default=[],
        metavar="GROUP",
        help="groups whose learners leave the school",
    )
    parser.add_argument(
        "--next-stage",
        nargs="*",
        default=[],
        metavar="PATHWAY",
        help="pathways on which everybody begins the next stage",
    )
    parser.add_argument(
        "--end", nargs="*", default=[], metavar="PATHWAY", help="pathways that everybody ends"
    )
    parser.add_argument(
        "--begin", nargs="*", default=[], metavar="PATHWAY", help="pathways that everybody begins"
    )
    _add_write_option(parser)


def add_migrate_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio migrate`."""
    _add_write_option(parser)


def _add_write_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--write", action="store_true", help="write the changes, after you have read the diff"
    )


# ---- commands ------------------------------------------------------------------------------------


def run_import(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio import ...`."""
    return find_command(IMPORT_COMMANDS, options.kind).run(options, root, today)


def _make_import(
    name: str,
    help_: str,
    make_draft: "MakeDraft",
    add_options: Callable[[argparse.ArgumentParser], None] = add_nothing,
) -> Command:
    """Return an import, with the options that all of them take."""

    def add_all_options(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("source", type=Path, metavar="FILE", help="the other program's file")
        _add_write_option(parser)
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="also write what was said as CSV"
        )
        parser.add_argument(
            "--encoding", metavar="NAME", help="how the file's characters are written (cp1252)"
        )
        add_options(parser)

    def run(options: argparse.Namespace, root: Path, today: date) -> int:
        from wayfolio.authoring.new import open_session

        session = open_session(root, today)
        draft = make_draft(session, options)
        if options.report:
            _write_report(draft, options.report)
        return _show_or_write(session, draft, is_written=options.write)

    return Command(name=name, help=help_, add_options=add_all_options, run=run)


def run_new_year(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio new-year`."""
    from wayfolio.authoring import new_year
    from wayfolio.authoring.new import open_session

    year = new_year.Year(
        first_day=options.first_day,
        moves={old: new for old, _, new in (pair.partition("=") for pair in options.move)},
        leaving=options.leave,
        next_stage=options.next_stage,
        ends=options.end,
        begins=options.begin,
    )
    session = open_session(root, today)
    draft = new_year.draft_new_year(session, year)
    return _show_or_write(session, draft, is_written=options.write)


def run_migrate(options: argparse.Namespace, root: Path, _: date) -> int:
    """Run `wayfolio migrate`, also on a school that this version cannot read yet."""
    from wayfolio.load.files import Folder
    from wayfolio.load.renames import rename_keys
    from wayfolio.write.drafts import Draft

    draft = Draft(root)
    for path, content in rename_keys(Folder(root)):
        draft.put(path, content)
    print_plain(draft.diff())
    if not draft.files:
        print("no file needs to change for this version")
    elif options.write:
        print("\n".join(f"wrote {path}" for path in draft.write().paths))
    else:
        print("\nnothing was written yet: add --write")
    return OK


def _show_or_write(session: "AuthoringSession", draft: "Draft", *, is_written: bool) -> int:
    """Print a draft's diff and report; write it if somebody asked for that."""
    from wayfolio.authoring.imports import write_import

    if not is_written:
        print_plain(draft.diff())
    else:
        written = write_import(session, draft)
        if written.errors:
            print_diagnostics(written.errors)
            print("\nnothing was written")
            return HAS_ERRORS
    _print_report(draft)
    if draft.files and not is_written:
        print("\nnothing was written yet: add --write")
    return OK


def _print_report(draft: "Draft") -> None:
    """Print what a draft takes, changes, removes and leaves."""
    from wayfolio.model.import_report import RowOutcome

    for outcome in RowOutcome:
        print_plain(str(line) for line in draft.report.having(outcome))
    if not draft.files:
        print("nothing is new")


def _write_report(draft: "Draft", file: Path) -> None:
    """Write a draft's report as CSV. Errors: NotWritten."""
    from wayfolio.render.staff.table import as_csv
    from wayfolio.write.files import NotWritten

    columns = ["outcome", "file", "line", "column", "what", "why", "mend"]
    rows = [
        [
            *(line.outcome, line.at.file, str(line.at.line or ""), line.at.column or ""),
            *(line.what, line.why, line.mend),
        ]
        for line in draft.report.lines
    ]
    try:
        file.write_bytes(as_csv(columns, rows))
    except OSError as error:
        raise NotWritten(f"{file} cannot be written: {error.strerror}") from error


# ---- drafts --------------------------------------------------------------------------------------


def _draft_framework(session: "AuthoringSession", options: argparse.Namespace) -> "Draft":
    from wayfolio.authoring.import_frameworks import FrameworkOptions, draft_framework

    framework = FrameworkOptions(
        id=options.id,
        scale=options.scale,
        policy=options.policy,
        pathway=options.pathway,
        encoding=options.encoding,
        area=options.area,
        replaces=options.replace,
        takes_expired=options.expired,
    )
    return draft_framework(session, options.kind, options.source, framework)


def _draft_ratings(session: "AuthoringSession", options: argparse.Namespace) -> "Draft":
    from wayfolio.authoring.import_ratings import draft_ratings

    return draft_ratings(
        session,
        options.kind,
        options.source,
        options.by,
        encoding=options.encoding,
        replaces=options.replace,
    )


def _draft_groups(session: "AuthoringSession", options: argparse.Namespace) -> "Draft":
    from wayfolio.authoring.import_groups import draft_groups

    return draft_groups(session, options.source, options.encoding)


def _draft_learners(session: "AuthoringSession", options: argparse.Namespace) -> "Draft":
    from wayfolio.authoring.import_learners import RosterOptions, draft_learners

    roster_options = RosterOptions(
        usual_group=options.group, encoding=options.encoding, takes_names=options.rename
    )
    return draft_learners(session, options.kind, options.source, roster_options)


def _draft_photos(session: "AuthoringSession", options: argparse.Namespace) -> "Draft":
    from wayfolio.authoring.import_photos import draft_photos

    return draft_photos(session, options.source, options.encoding, options.dates)


def _draft_rating_list(session: "AuthoringSession", options: argparse.Namespace) -> "Draft":
    from wayfolio.authoring.import_rating_lists import RatingListOptions, draft_rating_list

    list_options = RatingListOptions(
        by=options.by,
        kind=options.occasion,
        dates=options.dates,
        encoding=options.encoding,
        replaces=options.replace,
    )
    return draft_rating_list(session, options.source, list_options)


# ---- the commands by their names -----------------------------------------------------------------

IMPORT_COMMANDS: Sequence[Command] = (
    _make_import(
        "slate",
        "a competency map of Slate CBL (CSV: Code, Type, Descriptor, Statement, ER)",
        _draft_framework,
        add_framework_options,
    ),
    _make_import(
        "slate-ratings",
        "ratings that Slate CBL has exported (CSV)",
        _draft_ratings,
        add_import_rating_options,
    ),
    _make_import(
        "canvas", "an outcomes file of Canvas (CSV)", _draft_framework, add_framework_options
    ),
    _make_import(
        "canvas-results",
        "ratings that Canvas has exported: its report Outcome Results (CSV)",
        _draft_ratings,
        add_import_rating_options,
    ),
    _make_import(
        "case", "a CASE 1.0 or 1.1 package (JSON)", _draft_framework, add_framework_options
    ),
    _make_import("groups", "a list of groups (CSV: title, id, in, band)", _draft_groups),
    _make_import(
        "learners",
        "a list of learners (CSV: name, group, login, id)",
        _draft_learners,
        add_roster_options,
    ),
    _make_import(
        "oneroster",
        "a folder or ZIP archive of OneRoster 1.1 or 1.2 (users, classes, enrollments)",
        _draft_learners,
        add_roster_options,
    ),
    _make_import(
        "ratings",
        "a list of ratings (CSV: learner, skill, level, date, by, kind, note)",
        _draft_rating_list,
        add_rating_list_options,
    ),
    _make_import(
        "photos",
        "a sheet (CSV: file, learner, title, date, alt) beside photographs",
        _draft_photos,
        add_date_options,
    ),
)
IMPORT = Command(
    name="import",
    help="import another program's files",
    add_options=add_import_options,
    run=run_import,
)
NEW_YEAR = Command(
    name="new-year",
    help="move groups up, begin stages, archive leavers",
    add_options=add_new_year_options,
    run=run_new_year,
)
MIGRATE = Command(
    name="migrate",
    help="rewrite files for this version",
    add_options=add_migrate_options,
    run=run_migrate,
)
