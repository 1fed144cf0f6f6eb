"""The door of `wayfolio import`, `new-year` and `migrate`. No rules inside."""

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wayfolio.cli.arguments import day

if TYPE_CHECKING:
    from wayfolio.authoring.new import Desk
    from wayfolio.write.drafts import Draft

from wayfolio.cli.exits import CLEAN, TO_MEND, USAGE

FRAMEWORKS = ["slate", "canvas", "case"]
KINDS = {
    "slate": "a competency map of Slate CBL (CSV: Code, Type, Descriptor, Statement, ER)",
    "slate-ratings": "ratings that Slate CBL has exported (CSV)",
    "canvas": "an outcomes file of Canvas (CSV)",
    "case": "a CASE 1.1 package (JSON)",
    "groups": "a list of groups (CSV: title, id, in, band)",
    "learners": "a list of learners (CSV: name, group, login, id)",
    "oneroster": "a folder with OneRoster's users.csv, classes.csv, enrollments.csv",
    "photos": "a sheet (CSV: file, learner, title, date, alt) beside photographs",
}


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Add `import`, `new-year` and `migrate` to the parser."""
    imports = commands.add_parser("import", help="take over what another program keeps")
    kinds = imports.add_subparsers(dest="kind", required=True, metavar="KIND")
    for kind, about in KINDS.items():
        parser = kinds.add_parser(kind, help=about)
        parser.add_argument("source", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="show it, and write nothing")
        if kind in FRAMEWORKS:
            parser.add_argument("--id", help="the framework's id (from its title)")
            parser.add_argument("--scale", help="the scale that it is rated on")
            parser.add_argument("--policy", help="how ratings count (continuum)")
            parser.add_argument("--pathway", help="the pathway whose stages ask for evidence")
            parser.add_argument("--replace", action="store_true", help="also where it differs")
        elif kind == "slate-ratings":
            parser.add_argument("--by", metavar="PERSON", help="for educators not known here")
            parser.add_argument("--replace", action="store_true", help="also where they differ")
        elif kind in ("learners", "oneroster"):
            parser.add_argument("--group", help="of those for whom the file names none")
    year = commands.add_parser("new-year", help="groups move up, stages begin, some leave")
    year.add_argument("first_day", type=day, metavar="DAY")
    year.add_argument("--move", nargs="*", default=[], metavar="GROUP=GROUP")
    year.add_argument("--leave", nargs="*", default=[], metavar="GROUP")
    year.add_argument("--next-stage", nargs="*", default=[], metavar="PATHWAY")
    year.add_argument("--end", nargs="*", default=[], metavar="PATHWAY")
    year.add_argument("--begin", nargs="*", default=[], metavar="PATHWAY")
    year.add_argument("--write", action="store_true", help="after you have read the diff")
    migrate = commands.add_parser("migrate", help="write files as this version reads them")
    migrate.add_argument("--write", action="store_true", help="after you have read the diff")


def imported(chosen: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio import`."""

    def draft(desk: "Desk") -> "Draft":
        from wayfolio.authoring import imports

        if chosen.kind in FRAMEWORKS:
            return imports.framework_draft(desk, chosen.kind, chosen.source, vars(chosen))
        if chosen.kind == "slate-ratings":
            from wayfolio.authoring import import_ratings
            from wayfolio.load.rating_importers import slate_ratings

            sheet = slate_ratings(chosen.source)
            return import_ratings.ratings_draft(desk, sheet, chosen.by, replace=chosen.replace)
        if chosen.kind == "groups":
            return imports.groups_draft(desk, chosen.source)
        if chosen.kind == "photos":
            return imports.photos_draft(desk, chosen.source)
        return imports.learners_draft(desk, chosen.kind, chosen.source, vars(chosen))

    return _run(draft, root, today, write=not chosen.dry_run)


def new_year(chosen: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio new-year`."""

    def draft(desk: "Desk") -> "Draft":
        from wayfolio.authoring import new_year

        year = new_year.Year(
            first_day=chosen.first_day,
            moves={old: new for old, _, new in (pair.partition("=") for pair in chosen.move)},
            leaving=chosen.leave,
            next_stage=chosen.next_stage,
            ends=chosen.end,
            begins=chosen.begin,
        )
        return new_year.new_year(desk, year)

    return _run(draft, root, today, write=chosen.write, shown=True)


def migrate(chosen: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio migrate`, also on a school that this version cannot read yet."""
    from wayfolio.load.files import Folder
    from wayfolio.load.renames import renamed
    from wayfolio.write.drafts import Draft

    draft = Draft(root)
    for path, content in renamed(Folder(root)):
        draft.put(path, content)
    _show(draft)
    if not draft.files:
        print("every file is as this version reads it")
    elif chosen.write:
        print("\n".join(f"wrote {path}" for path in draft.write().paths))
    else:
        print("\nnothing was written yet: add --write")
    return CLEAN


Run = Callable[..., int]
COMMANDS: Mapping[str, Run] = {"import": imported, "new-year": new_year, "migrate": migrate}


def _run(
    make: "Callable[[Desk], Draft]", root: Path, today: date, *, write: bool, shown: bool = False
) -> int:
    from wayfolio.authoring.new import desk
    from wayfolio.load.framework_importers import NotReadable
    from wayfolio.school.lookup import Unknown
    from wayfolio.write.files import NotWritten

    try:
        place = desk(root, today)
        draft = make(place)
        if shown or not write:
            _show(draft)
        code = _written(place, draft) if write else CLEAN
    except (NotReadable, NotWritten, Unknown) as wrong:
        print(f"wayfolio: {wrong}", file=sys.stderr)
        return USAGE
    if code == CLEAN:
        _report(draft)
        if not write and draft.files:
            print("\nnothing was written yet" + (": add --write" if shown else ""))
    return code


def _written(place: "Desk", draft: "Draft") -> int:
    from wayfolio.authoring.imports import written
    from wayfolio.render.text.diagnostics import as_text

    made = written(place, draft)
    if made.mistakes:
        print(as_text(made.mistakes, lambda _: None))
        print("\nnothing was written")
        return TO_MEND
    return CLEAN


def _show(draft: "Draft") -> None:
    from wayfolio.render.text.diagnostics import plain

    for line in draft.diff():
        print(plain(line))


def _report(draft: "Draft") -> None:
    from wayfolio.render.text.diagnostics import plain

    for word, lines in (
        ("taken", draft.taken),
        ("changed", draft.changed),
        ("removed", draft.removed),
        ("left", draft.left),
    ):
        for line in lines:
            print(plain(f"{word}: {line}"))
    if not draft.files:
        print("nothing is new")
