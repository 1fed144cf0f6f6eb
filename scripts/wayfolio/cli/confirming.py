"""The options with which `wayfolio rate` and `wayfolio new demonstration` confirm a claim."""

import argparse
from typing import TYPE_CHECKING, Any

from wayfolio.cli.arguments import parse_number

if TYPE_CHECKING:
    from wayfolio.authoring.new import AuthoringSession

WORDS = ["work", "hours", "deliverables", "milestones", "substitutions"]


def add_confirming_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that confirm or dismiss what a learner says of a piece of work."""
    parser.add_argument(
        "--confirm",
        nargs="*",
        default=[],
        choices=["all", *WORDS],
        help="claims of the learner to confirm",
    )
    parser.add_argument("--hours", type=parse_number, help="the hours of one piece of work")
    parser.add_argument(
        "--dismiss",
        nargs="*",
        default=[],
        choices=WORDS,
        help="claims of the learner to dismiss; needs --why",
    )
    parser.add_argument("--why", help="the reason, which the family reads as well")


def confirming_facts(
    session: "AuthoringSession", options: argparse.Namespace, refs: list[str]
) -> dict[str, Any]:
    """Return what an occasion confirms and dismisses. `refs`: the work, named `learner/name`."""
    confirms = [word for word in options.confirm if word != "all"]
    if "all" in options.confirm:
        confirms = session.words_to_confirm(refs)
    return {
        "confirms": confirms,
        "hours": options.hours,
        "dismisses": options.dismiss,
        "why": options.why,
    }


def is_confirming(options: argparse.Namespace) -> bool:
    """Whether anything is confirmed or dismissed."""
    return bool(options.confirm or options.dismiss or options.hours is not None)
