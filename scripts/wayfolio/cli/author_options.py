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
    parser.add_argument("--group")
    parser.add_argument("--login", action="append", default=[], help="the login at the git host")


def add_evidence_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio new evidence`."""
    parser.add_argument("learner", nargs="?", metavar="LEARNER")
    parser.add_argument("--title")
    parser.add_argument(
        "--name",
        metavar="WORDS",
        help="the end of its address, such as wind-2 (default: made from the title)",
    )
    parser.add_argument("--text", help="what the learner says about it")
    parser.add_argument("--date", type=parse_day, help="the day it was made (default: today)")
    parser.add_argument("--kind", default="artifact")
    parser.add_argument("--shows", nargs="*", default=[], metavar="SKILL")
    parser.add_argument("--with", dest="with_", nargs="*", default=[], metavar="LEARNER")
    parser.add_argument("--experience")
    parser.add_argument("--visibility", choices=VISIBILITIES, default="family")
    parser.add_argument("--photo", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--alt", action="append", default=[], help="what matters in the photo")


def add_occasion_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio new demonstration`."""
    parser.add_argument("learner", metavar="LEARNER")
    add_ratings_options(parser)
    parser.add_argument(
        "--rate", nargs="*", default=[], metavar="SKILL=LEVEL", help="MTH.1.2=9.5 or MTH.1.4=M"
    )
    parser.add_argument("--evidence", nargs="*", default=[], metavar="NAME")
    add_confirming_options(parser)


def add_ratings_options(parser: argparse.ArgumentParser) -> None:
    """Add what `wayfolio new demonstration` and `wayfolio rate` both take."""
    parser.add_argument("--by", nargs="+", metavar="PERSON", help="who rated")
    parser.add_argument("--kind", help="for example studio, interview, exhibition")
    parser.add_argument("--date", type=parse_day, help="the day of the occasion (default: today)")
    parser.add_argument("--target", metavar="STAGE")
    parser.add_argument("--note", help="a message to the learners")


def add_session_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio new session`."""
    parser.add_argument("learner", metavar="LEARNER")
    parser.add_argument("--support", help="its name, if the learner has several")
    parser.add_argument("--date", type=parse_day, help="the day of the session (default: today)")
    parser.add_argument("--minutes", type=int)
    parser.add_argument("--status", choices=STATUSES, default="present")
    parser.add_argument("--why", help="the reason, if the learner was away")
    parser.add_argument("--ticket", help="such as 2/3")
    parser.add_argument("--mood", type=int)
    parser.add_argument("--note")


def add_task_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio new task`."""
    parser.add_argument("--title")
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
    parser.add_argument("--shows", nargs="*", default=[], metavar="SKILL")
    parser.add_argument("--experience")
    parser.add_argument("--date", type=parse_day, help="the day it is given (default: today)")


def add_rate_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio rate`."""
    parser.add_argument("group", metavar="GROUP")
    add_ratings_options(parser)
    parser.add_argument("--title", help="a few words for the file's name (default: the group)")
    parser.add_argument("--skill", action="append", default=[], help="a skill to rate")
    parser.add_argument("--experience")
    parser.add_argument("--evidence", nargs="*", default=[], metavar="LEARNER/NAME")
    add_confirming_options(parser)
    parser.add_argument(
        "--set", action="append", default=[], metavar="LEARNER:SKILL=LEVEL", dest="ratings"
    )


def add_recipe_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio new recipe`."""
    hosts = ["github", "gitlab", "forgejo", "lock", "pre-commit", "vscode"]
    parser.add_argument("where", choices=hosts)
    parser.add_argument(
        "--wheel",
        type=Path,
        metavar="FILE",
        help="the program that the recipe installs: wayfolio-VERSION-py3-none-any.whl",
    )


def add_owners_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio new owners`."""
    parser.add_argument("where", choices=["github", "gitlab"])
