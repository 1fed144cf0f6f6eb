"""Numbers with their nouns, in the English of the command line."""

import re

_CONSONANT_Y = re.compile(r"(?<=[^aeiou])y$")


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun: 1 file, 2 files, 3 competencies."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {_CONSONANT_Y.sub('ie', noun)}s"


def times_of(number: int) -> str:
    """Return how often something happens: once, 2 times."""
    return "once" if number == 1 else f"{number} times"
