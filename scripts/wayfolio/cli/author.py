"""`wayfolio new` and `wayfolio rate`: each asks at the keyboard for what no option gives."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wayfolio.cli.arguments import parse_day, parse_level
from wayfolio.cli.author_options import (
    add_evidence_options,
    add_learner_options,
    add_occasion_options,
    add_owners_options,
    add_rate_options,
    add_recipe_options,
    add_school_options,
    add_session_options,
    add_task_options,
)
from wayfolio.cli.command import Command, Run, add_commands, find_command
from wayfolio.cli.confirming import confirming_facts, is_confirming
from wayfolio.cli.console import HAS_ERRORS, OK, USAGE_ERROR, print_diagnostics, refuse
from wayfolio.cli.prompts import OptionMissing, ask, ask_choice, ask_text

if TYPE_CHECKING:
    from wayfolio.authoring.new import AuthoringSession, WrittenFiles

    Write = Callable[[AuthoringSession, argparse.Namespace], WrittenFiles]

QUICKLY_CHECKED = (
    "  This was a quick check of what was written. The pages that it makes are checked by:\n"
    "  wayfolio check"
)


def add_new_options(parser: argparse.ArgumentParser) -> None:
    """Add the commands of `wayfolio new`."""
    add_commands(parser, NEW_COMMANDS, dest="what", metavar="WHAT")


# ---- commands ------------------------------------------------------------------------------------


def run_new(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio new ...`."""
    return find_command(NEW_COMMANDS, options.what).run(options, root, today)


def run_new_school(options: argparse.Namespace, _: Path, __: date) -> int:
    """Run `wayfolio new school`."""
    from wayfolio.cli.machine_zone import machine_timezone
    from wayfolio.load.timezones import suggest_timezone, timezone_names
    from wayfolio.publish.starter import new_school

    timezone = options.timezone or machine_timezone(os.environ)
    if timezone not in timezone_names():
        meant = suggest_timezone(timezone) or "Europe/Berlin"
        return refuse(f"“{timezone}” is not a time zone; did you mean {meant}?")
    folder = new_school(Path(options.name), timezone)
    print(f"a new school in {folder}, whose day is that of {timezone}")
    print("  (timezone: in competencies/school.yml)")
    print(f"  cd {folder} && wayfolio build")
    return OK


def _run_in_session(write: "Write") -> Run:
    """Return a command that writes in a session, and prints what was written."""

    def run(options: argparse.Namespace, root: Path, today: date) -> int:
        from wayfolio.authoring.new import open_session

        try:
            written = write(open_session(root, today), options)
        except (EOFError, KeyboardInterrupt):
            print("\nnothing was written", file=sys.stderr)
            return USAGE_ERROR
        return _print_written(written)

    return run


def _print_written(written: "WrittenFiles") -> int:
    print_diagnostics(written.errors)
    print_diagnostics(written.warnings)
    if written.errors:
        print("\nnothing was written")
        return HAS_ERRORS
    for path in written.paths:
        print(f"wrote {path}")
    if written.is_checked:
        print(QUICKLY_CHECKED)
    return OK


def _write_learner(session: "AuthoringSession", options: argparse.Namespace) -> "WrittenFiles":
    from wayfolio.authoring.free_names import choose_learner_id

    name = ask(options.name, "--name", "The whole name")
    groups = [group.id for group in session.school.catalogue.school.groups]
    group = ask_choice(options.group, "--group", "Which group", groups)
    facts = {"first": options.first, "logins": options.login}
    learner = options.learner or choose_learner_id(session.school, name)
    return session.add_learner(learner, name, group, facts)


def _write_evidence(session: "AuthoringSession", options: argparse.Namespace) -> "WrittenFiles":
    from wayfolio.authoring.new import Photo

    learners = list(session.school.roster.learners)
    learner = ask_choice(
        options.learner or _learner_of_folder(session.root), "LEARNER", "Whose work", learners
    )
    title = ask(options.title, "--title", "What did you make or do")
    alts = [*options.alt, *([None] * len(options.photo))]
    photos = [
        Photo(file=file, alt=ask(alt, "--alt", f"What matters in {file.name}, in words"))
        for file, alt in zip(options.photo, alts, strict=False)
    ]
    facts = {
        "title": title,
        "date": options.date or session.today,
        "kind": options.kind,
        "experience": options.experience,
        "with": options.with_,
        "shows": options.shows,
        "visibility": options.visibility,
    }
    text = ask_text(options.text)
    return session.add_evidence(learner, facts, text, photos, options.name)


def _learner_of_folder(root: Path) -> str | None:
    """Return the learner in whose folder somebody stands."""
    parts = Path.cwd().resolve().parts[len(root.resolve().parts) :]
    return parts[1] if len(parts) > 1 and parts[0] == "portfolios" else None


def _ask_occasion(session: "AuthoringSession", options: argparse.Namespace) -> dict[str, Any]:
    people = list(session.school.catalogue.school.people)
    by = options.by or [ask_choice(None, "--by", "Who rates", people)]
    return {
        "date": options.date or session.today,
        "kind": ask(options.kind, "--kind", "What kind of occasion (studio, interview, ...)"),
        "by": by[0] if len(by) == 1 else by,
        "target": options.target,
    }


def _write_demonstration(
    session: "AuthoringSession", options: argparse.Namespace
) -> "WrittenFiles":
    pairs = [rating.partition("=") for rating in options.rate]
    ratings = {code: parse_level(level) for code, _, level in pairs}
    refs = [f"{options.learner}/{name}" for name in options.evidence]
    facts = _ask_occasion(session, options) | {
        "evidence": options.evidence,
        **confirming_facts(session, options, refs),
        "ratings": ratings,
        "note": options.note,
    }
    return session.add_demonstration(options.learner, facts)


def _write_session(session: "AuthoringSession", options: argparse.Namespace) -> "WrittenFiles":
    was_there = options.status not in ("away", "excused")
    minutes = options.minutes if was_there or options.minutes else 0
    if minutes is None:
        minutes = int(ask(None, "--minutes", "How many minutes"))
    facts = {
        "date": options.date or session.today,
        "minutes": minutes,
        "status": options.status,
        "why": options.why,
        "ticket": options.ticket,
        "mood": options.mood,
        "note": options.note,
    }
    return session.add_session(options.learner, options.support, facts)


def _write_task(session: "AuthoringSession", options: argparse.Namespace) -> "WrittenFiles":
    school = session.school.catalogue.school
    title = ask(options.title, "--title", "What is the task called")
    due = options.due or parse_day(ask(None, "--due", "Until which day (such as 2027-03-12)"))
    by = ask_choice(options.by, "--by", "Who gives it", list(school.people))
    group = options.group
    if not options.learner:
        group = ask_choice(group, "--group", "Which group", [known.id for known in school.groups])
    task = {
        "title": title,
        "due": due,
        "text": options.text,
        "shows": options.shows,
        "experience": options.experience,
        "group": group,
    }
    facts = {"date": options.date or session.today, "by": by}
    return session.add_task(facts, task, options.learner)


def _write_rated_group(session: "AuthoringSession", options: argparse.Namespace) -> "WrittenFiles":
    members = session.members(options.group)
    facts = _ask_occasion(session, options) | {
        "experience": options.experience,
        "evidence": options.evidence,
        **confirming_facts(session, options, options.evidence),
        "note": options.note,
    }
    ratings: dict[str, dict[str, Any]] = {}
    if is_confirming(options):
        ratings = {ref.partition("/")[0]: {} for ref in options.evidence}
    for rating in options.ratings:
        learner, _, pair = rating.partition(":")
        code, _, level = pair.partition("=")
        ratings.setdefault(learner, {})[code] = parse_level(level)
    if not ratings:
        skills = (
            options.skill or str(ask(None, "--skill", "Which skills")).replace(",", " ").split()
        )
        ratings = _ask_ratings(session, members, skills)
    return session.add_group_occasion(options.title or options.group, facts, ratings)


def _ask_ratings(
    session: "AuthoringSession", members: Sequence[str], skills: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Ask for each learner and each skill: a level, M, O, or nothing. ? shows the words."""
    if not sys.stdin.isatty():
        raise OptionMissing("--set is missing (LEARNER:SKILL=LEVEL, for each rating)")
    ratings: dict[str, dict[str, Any]] = {}
    for code in skills:
        _show_levels(session, code)
        for learner in members:
            typed = input(f"  {learner} {code}: ").strip()
            while typed == "?":
                _show_levels(session, code)
                typed = input(f"  {learner} {code}: ").strip()
            if typed:
                ratings.setdefault(learner, {})[code] = parse_level(typed)
    if not ratings:
        raise OptionMissing("nobody was rated")
    return ratings


def _show_levels(session: "AuthoringSession", code: str) -> None:
    print(f"{code}: {session.statement_of(code)}")
    for figure, words in session.levels(code):
        print(f"  {figure:>4}  {words}")
    print("  M: had the chance, did not show it; Enter: not rated; ?: these words again")


def _write_recipe(session: "AuthoringSession", options: argparse.Namespace) -> "WrittenFiles":
    from importlib.metadata import version

    return session.write_recipe(options.where, version("wayfolio"), options.wheel)


def _write_owners(session: "AuthoringSession", options: argparse.Namespace) -> "WrittenFiles":
    return session.write_owners(options.where)


# ---- the commands by their names -----------------------------------------------------------------

NEW_COMMANDS: Sequence[Command] = (
    Command(
        name="school",
        help="a small school, ready to build",
        add_options=add_school_options,
        run=run_new_school,
    ),
    Command(
        name="learner",
        help="a learner's folder",
        add_options=add_learner_options,
        run=_run_in_session(_write_learner),
    ),
    Command(
        name="evidence",
        help="a piece of evidence with its pictures",
        add_options=add_evidence_options,
        run=_run_in_session(_write_evidence),
    ),
    Command(
        name="demonstration",
        help="an occasion on which a learner was rated",
        add_options=add_occasion_options,
        run=_run_in_session(_write_demonstration),
    ),
    Command(
        name="session",
        help="a session of a learner's support",
        add_options=add_session_options,
        run=_run_in_session(_write_session),
    ),
    Command(
        name="task",
        help="a task for a group or some learners",
        add_options=add_task_options,
        run=_run_in_session(_write_task),
    ),
    Command(
        name="recipe",
        help="configuration for a git host or an editor",
        add_options=add_recipe_options,
        run=_run_in_session(_write_recipe),
    ),
    Command(
        name="owners",
        help="CODEOWNERS: who must approve a change",
        add_options=add_owners_options,
        run=_run_in_session(_write_owners),
    ),
)
NEW = Command(
    name="new",
    help="create something: a school, a piece of evidence, ...",
    add_options=add_new_options,
    run=run_new,
)
RATE = Command(
    name="rate",
    help="rate several learners of a group on one occasion",
    add_options=add_rate_options,
    run=_run_in_session(_write_rated_group),
)
