"""The door of `wayfolio new` and `wayfolio rate`. No rules inside.

It asks only what it cannot know, and only where somebody sits at the keyboard; for a script
everything is an option.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wayfolio.cli.arguments import day

if TYPE_CHECKING:
    from wayfolio.authoring.new import Desk, Made

from wayfolio.cli.exits import CLEAN, TO_MEND, USAGE

Parsers = argparse._SubParsersAction  # the only name that argparse gives its type
VISIBLE = ["draft", "staff", "family", "public"]


class _Missing(Exception):
    """An option that nobody has given, where nobody can be asked."""


def add_commands(commands: "Parsers[argparse.ArgumentParser]") -> None:
    """Add `new` and `rate` to the parser."""
    new = commands.add_parser("new", help="begin something: a school, a piece of evidence, ...")
    kinds = new.add_subparsers(dest="what", required=True, metavar="WHAT")
    school = kinds.add_parser("school", help="a small school that builds as it stands")
    school.add_argument("name", help="the folder to make")
    _add_learner(kinds.add_parser("learner", help="a learner's folder"))
    _add_evidence(kinds.add_parser("evidence", help="a piece of evidence, with its pictures"))
    _add_occasion(kinds.add_parser("demonstration", help="an occasion on which one was rated"))
    _add_session(kinds.add_parser("session", help="a session of a learner's support"))
    recipes = kinds.add_parser("recipe", help="what a git host or an editor reads")
    recipes.add_argument("where", choices=["github", "gitlab", "forgejo", "pre-commit", "vscode"])
    owners = kinds.add_parser("owners", help="CODEOWNERS: whose approval a change needs")
    owners.add_argument("where", choices=["github", "gitlab"])
    _add_rate(commands.add_parser("rate", help="rate several learners of a group on one occasion"))


def _add_learner(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("learner", nargs="?", metavar="ID", help="from the name if left out")
    parser.add_argument("--name", help="the whole name")
    parser.add_argument("--first", help="the first name (the first word of the name)")
    parser.add_argument("--group")
    parser.add_argument("--login", action="append", default=[], help="at the git host")


def _add_evidence(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("learner", nargs="?", metavar="LEARNER")
    parser.add_argument("--title")
    parser.add_argument("--text", help="what the learner says about it")
    parser.add_argument("--date", type=day, help="the day it was made (today)")
    parser.add_argument("--kind", default="artifact")
    parser.add_argument("--shows", nargs="*", default=[], metavar="SKILL")
    parser.add_argument("--with", dest="with_", nargs="*", default=[], metavar="LEARNER")
    parser.add_argument("--experience")
    parser.add_argument("--visibility", choices=VISIBLE, default="family")
    parser.add_argument("--photo", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--alt", action="append", default=[], help="what matters in the photo")


def _add_occasion(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("learner", metavar="LEARNER")
    _add_ratings(parser)
    parser.add_argument(
        "--rate", nargs="*", default=[], metavar="SKILL=LEVEL", help="MTH.1.2=9.5 or MTH.1.4=M"
    )
    parser.add_argument("--evidence", nargs="*", default=[], metavar="NAME")


def _add_ratings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", nargs="+", metavar="PERSON", help="who rated")
    parser.add_argument("--kind", help="for example studio, interview, exhibition")
    parser.add_argument("--date", type=day, help="the day of the occasion (today)")
    parser.add_argument("--target", metavar="STAGE")
    parser.add_argument("--note", help="what you say to the learners")


def _add_session(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("learner", metavar="LEARNER")
    parser.add_argument("--support", help="its name, where there are several")
    parser.add_argument("--date", type=day, help="the day of the session (today)")
    parser.add_argument("--minutes", type=int)
    parser.add_argument("--status", choices=["present", "late", "away", "short"], default="present")
    parser.add_argument("--why", help="where somebody was away")
    parser.add_argument("--ticket", help="such as 2/3")
    parser.add_argument("--mood", type=int)
    parser.add_argument("--note")


def _add_rate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("group", metavar="GROUP")
    _add_ratings(parser)
    parser.add_argument("--title", help="a few words for the file's name (the group)")
    parser.add_argument("--skill", action="append", default=[], help="what to rate")
    parser.add_argument("--experience")
    parser.add_argument(
        "--set", action="append", default=[], metavar="LEARNER:SKILL=LEVEL", dest="ratings"
    )


# ---- asking --------------------------------------------------------------------------------------


def _ask(given: Any, option: str, question: str) -> Any:
    """Return what was given, or what somebody types now."""
    if given:
        return given
    if not sys.stdin.isatty():
        raise _Missing(f"{option} is missing ({question})")
    typed = ""
    while not typed:
        typed = input(f"{question}: ").strip()
    return typed


def _ask_text(given: str | None) -> str:
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise _Missing("--text is missing (what does the learner say about it?)")
    print("What does the learner say about it? An empty line ends it.")
    lines = []
    while line := input("  "):
        lines.append(line)
    return "\n".join(lines)


def _choose(given: str | None, option: str, question: str, known: Sequence[str]) -> str:
    if given is None and len(known) == 1:
        return known[0]
    shown = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    return str(_ask(given, option, f"{question} ({shown})"))


def _level(text: str) -> str | float:
    """Return a level as it is written into a file: a number, or what was typed."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text.upper()


# ---- commands ------------------------------------------------------------------------------------


def new(chosen: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio new`."""
    if chosen.what == "school":
        return _new_school(chosen.name)
    from importlib.metadata import version

    makers: dict[str, Callable[[Desk, argparse.Namespace], Made]] = {
        "learner": _learner,
        "evidence": _evidence,
        "demonstration": _demonstration,
        "session": _session,
        "recipe": lambda desk, asked: desk.recipe(asked.where, version("wayfolio")),
        "owners": lambda desk, asked: desk.owners(asked.where),
    }
    return _at_desk(makers[chosen.what], chosen, root, today)


def rate(chosen: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio rate`."""
    return _at_desk(_rate, chosen, root, today)


Run = Callable[..., int]
COMMANDS: Mapping[str, Run] = {"new": new, "rate": rate}


def _at_desk(
    make: "Callable[[Desk, argparse.Namespace], Made]",
    chosen: argparse.Namespace,
    root: Path,
    today: date,
) -> int:
    from wayfolio.authoring.new import desk
    from wayfolio.school.lookup import Unknown
    from wayfolio.write.files import NotWritten

    try:
        made = make(desk(root, today), chosen)
    except (NotWritten, Unknown, _Missing) as wrong:
        print(f"wayfolio: {wrong}", file=sys.stderr)
        return USAGE
    except (EOFError, KeyboardInterrupt):
        print("\nnothing was written", file=sys.stderr)
        return USAGE
    return _tell(made)


def _tell(made: "Made") -> int:
    from wayfolio.render.text.diagnostics import as_text

    for found in (made.mistakes, made.warnings):
        if found:
            print(as_text(found, lambda _: None))
    if made.mistakes:
        print("\nnothing was written")
        return TO_MEND
    for path in made.paths:
        print(f"wrote {path}")
    return CLEAN


def _new_school(name: str) -> int:
    from wayfolio.publish.starter import FolderTaken, new_school

    try:
        made = new_school(Path(name))
    except FolderTaken as taken:
        print(f"wayfolio: {taken}", file=sys.stderr)
        return USAGE
    print(f"a new school in {made}\n  cd {made} && wayfolio build")
    return CLEAN


def build_editors(folder: Path | None, root: Path, today: date) -> int:
    """Run `wayfolio build --edition editors`."""
    from wayfolio.editions import editors
    from wayfolio.publish.site import SiteRefused
    from wayfolio.publish.vendored import NotFetched
    from wayfolio.render.text.diagnostics import as_text

    try:
        report = editors.edition(root, today, folder)
    except (SiteRefused, NotFetched) as refused:
        print(f"wayfolio: {refused}", file=sys.stderr)
        return USAGE
    if report.diagnostics:
        print(as_text(report.diagnostics, lambda _: None))
    if not report.is_clean:
        print("no forms were made")
        return TO_MEND
    print(f"{report.pages} files for {report.learners} learners in {folder or root / 'site-edit'}")
    return CLEAN


def _learner(desk: "Desk", chosen: argparse.Namespace) -> "Made":
    from wayfolio.write.texts import slug

    name = _ask(chosen.name, "--name", "The whole name")
    groups = [group.id for group in desk.school.catalogue.school.groups]
    group = _choose(chosen.group, "--group", "Which group", groups)
    facts = {"first": chosen.first, "logins": chosen.login}
    return desk.learner(chosen.learner or slug(name.split(maxsplit=1)[0]), name, group, facts)


def _evidence(desk: "Desk", chosen: argparse.Namespace) -> "Made":
    from wayfolio.authoring.new import Photo

    learners = list(desk.school.roster.learners)
    learner = _choose(chosen.learner or _here(desk.root), "LEARNER", "Whose work", learners)
    title = _ask(chosen.title, "--title", "What did you make or do")
    alts = [*chosen.alt, *([None] * len(chosen.photo))]
    photos = [
        Photo(file=file, alt=_ask(alt, "--alt", f"What matters in {file.name}, in words"))
        for file, alt in zip(chosen.photo, alts, strict=False)
    ]
    facts = {
        "title": title,
        "date": chosen.date or desk.today,
        "kind": chosen.kind,
        "experience": chosen.experience,
        "with": chosen.with_,
        "shows": chosen.shows,
        "visibility": chosen.visibility,
    }
    return desk.evidence(learner, facts, _ask_text(chosen.text), photos)


def _here(root: Path) -> str | None:
    """Return the learner in whose folder somebody stands."""
    parts = Path.cwd().resolve().parts[len(root.resolve().parts) :]
    return parts[1] if len(parts) > 1 and parts[0] == "portfolios" else None


def _occasion(desk: "Desk", chosen: argparse.Namespace) -> dict[str, Any]:
    people = list(desk.school.catalogue.school.people)
    by = chosen.by or [_choose(None, "--by", "Who rates", people)]
    return {
        "date": chosen.date or desk.today,
        "kind": _ask(chosen.kind, "--kind", "What kind of occasion (studio, interview, ...)"),
        "by": by[0] if len(by) == 1 else by,
        "target": chosen.target,
    }


def _demonstration(desk: "Desk", chosen: argparse.Namespace) -> "Made":
    pairs = [one.partition("=") for one in chosen.rate]
    ratings = {code: _level(level) for code, _, level in pairs}
    facts = _occasion(desk, chosen) | {
        "evidence": chosen.evidence,
        "ratings": ratings,
        "note": chosen.note,
    }
    return desk.demonstration(chosen.learner, facts)


def _session(desk: "Desk", chosen: argparse.Namespace) -> "Made":
    minutes = chosen.minutes if chosen.status != "away" or chosen.minutes else 0
    if minutes is None:
        minutes = int(_ask(None, "--minutes", "How many minutes"))
    facts = {
        "date": chosen.date or desk.today,
        "minutes": minutes,
        "status": chosen.status,
        "why": chosen.why,
        "ticket": chosen.ticket,
        "mood": chosen.mood,
        "note": chosen.note,
    }
    return desk.session(chosen.learner, chosen.support, facts)


def _rate(desk: "Desk", chosen: argparse.Namespace) -> "Made":
    members = desk.members(chosen.group)
    facts = _occasion(desk, chosen) | {"experience": chosen.experience, "note": chosen.note}
    ratings: dict[str, dict[str, Any]] = {}
    for one in chosen.ratings:
        who, _, rated = one.partition(":")
        code, _, level = rated.partition("=")
        ratings.setdefault(who, {})[code] = _level(level)
    if not ratings:
        skills = (
            chosen.skill or str(_ask(None, "--skill", "Which skills")).replace(",", " ").split()
        )
        ratings = _round(desk, members, skills)
    return desk.group_occasion(chosen.title or chosen.group, facts, ratings)


def _round(
    desk: "Desk", members: Sequence[str], skills: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Ask for each learner and each skill: a level, M, O, or nothing. ? shows the words."""
    if not sys.stdin.isatty():
        raise _Missing("--set is missing (LEARNER:SKILL=LEVEL, for each rating)")
    ratings: dict[str, dict[str, Any]] = {}
    for code in skills:
        _show_levels(desk, code)
        for learner in members:
            typed = input(f"  {learner} {code}: ").strip()
            while typed == "?":
                _show_levels(desk, code)
                typed = input(f"  {learner} {code}: ").strip()
            if typed:
                ratings.setdefault(learner, {})[code] = _level(typed)
    if not ratings:
        raise _Missing("nobody was rated")
    return ratings


def _show_levels(desk: "Desk", code: str) -> None:
    levels = desk.levels(code)
    print(f"{code}: {desk.what(code)}")
    for figure, words in levels:
        print(f"  {figure:>4}  {words}")
    print("  M: had the chance, did not show it; Enter: not rated; ?: these words again")
