"""Exact arithmetic with levels. Nothing here knows a policy."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from wayfolio.model.frameworks import Level


def mean(levels: Sequence[Level]) -> Fraction:
    """Return the mean of at least one level.

    Sums whole numbers where it can: adding fractions one by one takes ten times as long.
    """
    if len(levels) == 1:
        return levels[0]
    halves = 0
    rest = Fraction(0)
    for level in levels:
        above, below = level.as_integer_ratio()
        if below <= 2:
            halves += above * 2 // below
        else:
            rest += level
    total = Fraction(halves, 2 * len(levels))
    return total + rest / len(levels) if rest else total


@lru_cache(maxsize=1024)
def exact_share(part: int, whole: int) -> Fraction:
    """Return a share. A school asks for the same few again and again."""
    return Fraction(part, whole)


def median(levels: Sequence[Level]) -> Fraction:
    """Return the middle of at least one level, or the mean of the two in the middle."""
    ordered = sorted(levels)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else mean(ordered[middle - 1 : middle + 1])


def decaying_average(levels: Sequence[Level], weight: Fraction) -> Fraction:
    """Return the latest times `weight` plus the mean of the earlier ones times the rest."""
    *earlier, latest = levels
    return latest * weight + mean(earlier) * (1 - weight) if earlier else latest


def recursive_decaying_average(levels: Sequence[Level], weight: Fraction) -> Fraction:
    """Return the level after each rating in turn has moved it by `weight` of the way."""
    figure, *later = levels
    for level in later:
        figure = figure * (1 - weight) + level * weight
    return figure
