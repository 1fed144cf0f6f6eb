"""What of an inquiry another school may read: no name, and no count of few learners."""

from collections.abc import Iterable, Mapping

from wayfolio.model.frameworks import Level
from wayfolio.model.names import Slug, slug_of
from wayfolio.model.rounding import half_up
from wayfolio.model.supports import InquiryFindings, Tally
from wayfolio.model.teaching import Inquiry


def shareable_counts(
    inquiry: Inquiry, found: InquiryFindings, fewest: int
) -> tuple[Mapping[Slug, int], Mapping[Slug, int]]:
    """Return before and after as counts by level, without those of fewer than `fewest` learners.

    What the ratings say, where as many learners were rated both times; else what somebody
    counted. A total is not given: with it, a count that was left out could be worked out.
    """
    if found.concerned and all(tally.learners >= fewest for tally in found.concerned):
        before = [_counts(tally, tally.before) for tally in found.concerned]
        after = [_counts(tally, tally.after) for tally in found.concerned]
        counted = ({k: n for one in side for k, n in one.items()} for side in (before, after))
        first, then = counted
    else:
        first, then = dict(inquiry.before), dict(inquiry.after)
    return (
        {level: n for level, n in first.items() if n >= fewest},
        {level: n for level, n in then.items() if n >= fewest},
    )


def _counts(tally: Tally, pairs: Iterable[tuple[Level, int]]) -> dict[Slug, int]:
    """Return counts by a name for the level: `hl-3-level-2`."""
    name = slug_of(tally.code)
    return {
        Slug(f"{name}-level-{f'{float(half_up(level, 1)):g}'.replace('.', '-')}"): n
        for level, n in pairs
    }
