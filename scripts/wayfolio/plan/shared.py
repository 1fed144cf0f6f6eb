"""The parts of an inquiry that another school may read: no names, no small counts."""

from collections.abc import Iterable, Iterator, Mapping

from wayfolio.model.frameworks import Level
from wayfolio.model.names import Slug, slug_of
from wayfolio.model.rounding import half_up
from wayfolio.model.supports import InquiryFindings, Tally
from wayfolio.model.teaching import Inquiry


def shareable_counts(
    inquiry: Inquiry, findings: InquiryFindings, fewest: int
) -> tuple[Mapping[Slug, int], Mapping[Slug, int]]:
    """Return the counts by level before and after, without those below `fewest` learners.

    They come from the ratings if enough learners were rated both times, else from the counts in
    the inquiry. There is no total, from which an omitted count could be derived.
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
    """Yield each level's count under a name such as `hl-3-level-2`."""
    name = slug_of(tally.code)
    for level, n in pairs:
        figure = f"{float(half_up(level, 1)):g}".replace(".", "-")
        yield Slug(f"{name}-level-{figure}"), n
