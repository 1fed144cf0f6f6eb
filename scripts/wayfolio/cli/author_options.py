"""The options of `wayfolio new` and `wayfolio rate`."""

import argparse
from pathlib import Path

from wayfolio.cli.arguments import parse_day
from wayfolio.cli.confirming import add_confirming_options

VISIBILITIES = ["draft", "staff", "family", "public"]
STATUSES = ["present", "late", "short", "excused", "away"]


def add_school_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio new school`."""
    parser.add_argument("name", help="the folder to create")
    parser.add_argument(
        "--timezone",
        metavar="ZONE",
        help="where the school is, such as Europe/Berlin (default: this machine's)",
    )


def add_learner_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio new learner`."""
    parser.add_argument("learner", nargs="?", metavar="ID", help="default: made from the name")
    parser.add_argument("--name", help="the full name")
    parser.add_argument("--first", help="the first name (default: the first word of the name)")
    parser.add_argument("--group", help="the id of the group")
    parser.add_argument("--login", action="append", default=[], help="the login at the git host")


def add_evidence_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio new evidence`."""
    parser.add_argument("learner", nargs="?", metavar="LEARNER", help="the learner's id")
    parser.add_argument("--title", help="the title")
    parser.add_argument(
        "--name",
        metavar="WORDS",
        help="the end of its address, such as wind-2 (default: made from the title)",
    )
    parser.add_argument("--text", help="what the learner says about it")
    parser.add_argument("--date", type=parse_day, help="the day it was made (default: today)")
    parser.add_argument(
        "--kind",
        default="artifact",
        help="what it is, such as model, essay or talk (default: artifact)",
    )
    _add_shows_option(parser)
    parser.add_argument(
        "--with",
        dest="with_",
        nargs="*",
        default=[],
        metavar="LEARNER",
        help="other learners who made it too",
    )
    _add_experience_option(parser)
    parser.add_argument(
        "--visibility",
        choices=VISIBILITIES,
        default="family",
        help="who may see it (default: family)",
    )
    parser.add_argument(
        "--photo",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a picture to copy beside it (can be repeated)",
    )
    parser.add_argument("--alt", action="append", default=[], help="what matters in the photo")


def add_occasion_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio new demonstration`."""
    parser.add_argument("learner", metavar="LEARNER", help="the learner's id")
    add_ratings_options(parser)
    parser.add_argument(
        "--rate", nargs="*", default=[], metavar="SKILL=LEVEL", help="MTH.1.2=9.5 or MTH.1.4=M"
    )
    _add_evidence_option(parser, "NAME")
    add_confirming_options(parser)


def add_ratings_options(parser: argparse.ArgumentParser) -> None:
    """Add what `wayfolio new demonstration` and `wayfolio rate` both take."""
    parser.add_argument("--by", nargs="+", metavar="PERSON", help="who rated")
    parser.add_argument("--kind", help="for example studio, interview, exhibition")
    parser.add_argument("--date", type=parse_day, help="the day of the occasion (default: today)")
    parser.add_argument("--target", metavar="STAGE", help="the stage at which it was rated")
    parser.add_argument("--note", help="a message to the learners")


def add_session_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio new session`."""
    parser.add_argument("learner", metavar="LEARNER", help="the learner's id")
    parser.add_argument("--support", help="its name, if the learner has several")
    parser.add_argument("--date", type=parse_day, help="the day of the session (default: today)")
    parser.add_argument("--minutes", type=int, help="how long it was")
    parser.add_argument(
        "--status",
        choices=STATUSES,
        default="present",
        help="whether the learner was there (default: present)",
    )
    parser.add_argument("--why", help="the reason, if the learner was away")
    parser.add_argument("--ticket", help="such as 2/3")
    parser.add_argument("--mood", type=int, help="how the learner felt, from 1 to 5")
    parser.add_argument("--note", help="what mattered, in a sentence")


def add_task_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio new task`."""
    parser.add_argument("--title", help="the title")
    parser.add_argument("--due", type=parse_day, help="the last day")
    parser.add_argument("--group", help="everybody in it has the task")
    parser.add_argument(
        "--learner",
        action="append",
        default=[],
        help="a learner who has the task, in addition to the group (can be repeated)",
    )
    parser.add_argument("--by", metavar="PERSON", help="who gives it")
    parser.add_argument("--text", help="what to do")
    _add_shows_option(parser)
    _add_experience_option(parser)
    parser.add_argument("--date", type=parse_day, help="the day it is given (default: today)")


def add_rate_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio rate`."""
    parser.add_argument("group", metavar="GROUP", help="the group's id")
    add_ratings_options(parser)
    parser.add_argument("--title", help="a few words for the file's name (default: the group)")
    parser.add_argument("--skill", action="append", default=[], help="a skill to rate")
    _add_experience_option(parser)
    _add_evidence_option(parser, "LEARNER/NAME")
    add_confirming_options(parser)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="LEARNER:SKILL=LEVEL",
        dest="ratings",
        help="a rating, such as ana:MTH.1.2=9.5 (can be repeated)",
    )


def add_recipe_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio new recipe`."""
    hosts = ["github", "gitlab", "forgejo", "lock", "pre-commit", "vscode"]
    parser.add_argument("where", choices=hosts, help="for what the files are")
    parser.add_argument(
        "--wheel",
        type=Path,
        metavar="FILE",
        help="the program that the recipe installs: wayfolio-VERSION-py3-none-any.whl",
    )


def add_owners_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio new owners`."""
    parser.add_argument("where", choices=["github", "gitlab"], help="the host of the repository")


# ---- what several commands take ------------------------------------------------------------------


def _add_shows_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--shows",
        nargs="*",
        default=[],
        metavar="SKILL",
        help="the skills or competencies that it shows",
    )


def _add_experience_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--experience", help="the studio, course or internship that it belongs to")


def _add_evidence_option(parser: argparse.ArgumentParser, metavar: str) -> None:
    parser.add_argument(
        "--evidence",
        nargs="*",
        default=[],
        metavar=metavar,
        help="the pieces of work that were looked at",
    )
