"""Rounding of exact figures: for the policies that compare rounded ones, and for readers."""

from fractions import Fraction


def half_up(figure: Fraction, digits: int) -> Fraction:
    """Return `figure` rounded to so many decimals, a half towards the larger: 9.25 to 9.3."""
    return Fraction(in_steps(figure, 10**digits), 10**digits)


def in_steps(figure: Fraction, steps: int) -> int:
    """Return `figure` in so many steps to a whole, half up: 9.25 is 93 tenths."""
    above, below = figure.as_integer_ratio()
    # The floor of figure * steps + 1/2, in whole numbers: these take a fifth of the time.
    return (2 * above * steps + below) // (2 * below)


def half_away(figure: Fraction, digits: int) -> Fraction:
    """Return `figure` rounded to so many decimals, a half away from zero: -1.25 to -1.3."""
    rounded = half_up(abs(figure), digits)
    return rounded if figure >= 0 else -rounded


def percent(share: Fraction) -> int:
    """Return a share of 0 to 1 in percent, half up; 99 while anything at all is missing."""
    whole = int(half_up(share * 100, 0))
    return min(99, whole) if share < 1 else whole


def plain_number(figure: Fraction) -> str:
    """Return a level as an author types it: 9, 9.5."""
    whole = figure.denominator == 1
    return str(figure.numerator) if whole else f"{float(figure):g}"
