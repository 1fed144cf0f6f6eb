"""What of an inquiry another school may read: no name, and no count of few learners."""

from collections.abc import Iterable, Iterator, Mapping

from wayfolio.model.frameworks import Level
from wayfolio.model.names import Slug
from wayfolio.model.rounding import half_up
from wayfolio.model.supports import InquiryFindings, Tally
from wayfolio.model.teaching import Inquiry


def shareable_counts(
    inquiry: Inquiry, findings: InquiryFindings, fewest: int
) -> tuple[Mapping[Slug, int], Mapping[Slug, int]]:
    """Return before and after as counts by level, without those of fewer than `fewest` learners.

    What the ratings say, where as many learners were rated both times; else what somebody
    counted. A total is not given: with it, a count that was left out could be worked out.
    """
    tallies = findings.concerned
    if tallies and all(tally.learners >= fewest for tally in tallies):
        before = dict(pair for tally in tallies for pair in _counts(tally, tally.before))
        after = dict(pair for tally in tallies for pair in _counts(tally, tally.after))
    else:
        before, after = dict(inquiry.before), dict(inquiry.after)
    return _at_least(fewest, before), _at_least(fewest, after)


def _at_least(fewest: int, counts: Mapping[Slug, int]) -> Mapping[Slug, int]:
    return {level: n for level, n in counts.items() if n >= fewest}


def _counts(tally: Tally, pairs: Iterable[tuple[Level, int]]) -> Iterator[tuple[Slug, int]]:
    """Yield counts by a name for the level: `hl-3-level-2`."""
    name = tally.code.lower().replace(".", "-")
    for level, n in pairs:
        figure = f"{float(half_up(level, 1)):g}".replace(".", "-")
        yield Slug(f"{name}-level-{figure}"), n
