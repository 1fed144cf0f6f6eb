"""Numbers with their nouns, in the English of the command line."""


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun: 1 file, 2 files, 3 competencies."""
    plural = f"{noun.removesuffix('y')}ies" if noun.endswith("cy") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def times_of(number: int) -> str:
    """Return how often something happens: once, 2 times."""
    return "once" if number == 1 else f"{number} times"
