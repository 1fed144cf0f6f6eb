"""Asks for what a command needs and no option gives, where somebody sits at the keyboard."""

import sys
from collections.abc import Sequence
from typing import Any

from wayfolio.model.refusal import Refusal


class OptionMissing(Refusal):
    """An option is missing, and nobody is there to be asked."""


def ask(given: Any, option: str, question: str) -> Any:
    """Return what was given, or what somebody types now. Errors: OptionMissing."""
    if given:
        return given
    if not sys.stdin.isatty():
        raise OptionMissing(f"{option} is missing ({question})")
    typed = ""
    while not typed:
        typed = input(f"{question}: ").strip()
    return typed


def ask_text(given: str | None) -> str:
    """Return what was given, or the lines that somebody types. Errors: OptionMissing."""
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise OptionMissing("--text is missing (what does the learner say about it?)")
    print("What does the learner say about it? An empty line ends it.")
    lines = []
    while line := input("  "):
        lines.append(line)
    return "\n".join(lines)


def ask_choice(given: str | None, option: str, question: str, known: Sequence[str]) -> str:
    """Return what was given, the only choice, or what somebody types. Errors: OptionMissing."""
    if given is None and len(known) == 1:
        return known[0]
    listed = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    return str(ask(given, option, f"{question} ({listed})"))
