"""What the ratings say between the two days of an inquiry: before, after, and beside it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from wayfolio.model.attainment import Rating
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import Code, CompetencyCode, LearnerId, SkillCode
from wayfolio.model.supports import BeforeAfter, InquiryFindings, Tally
from wayfolio.model.teaching import Inquiry

Ratings = Mapping[CompetencyCode, Iterable[Rating]]


def compare_before_and_after(
    inquiry: Inquiry, learner: LearnerId, ratings: Ratings
) -> tuple[BeforeAfter, ...]:
    """Return where a learner stood in each concept of an inquiry when it began and when it ended.

    Counts: before is the last rating until the first day, that day included; after is the last
            one later than that, until the last day. Misses are no ratings. Of several ratings
            of one day, by several models, the lowest, because all of them had to be shown.
    """
    return tuple(
        _compare_code(inquiry, learner, code, list(_rated(code, ratings))) for code in inquiry.nodes
    )


def _rated(code: Code, ratings: Ratings) -> Iterator[Rating]:
    for competency, several in ratings.items():
        for rating in several:
            if Code(competency) == code or rating.skill == SkillCode(code):
                yield rating


def _compare_code(
    inquiry: Inquiry, learner: LearnerId, code: Code, rated: Iterable[Rating]
) -> BeforeAfter:
    numbers = [given for given in rated if not isinstance(given.level, Mark)]
    return BeforeAfter(
        learner=learner,
        code=code,
        before=_last([given for given in numbers if given.on <= inquiry.from_]),
        after=_last([given for given in numbers if inquiry.from_ < given.on <= inquiry.to]),
    )


def _last(rated: list[Rating]) -> Level | None:
    """Return the level of the last day on which there is a rating: the lowest of that day."""
    if not rated:
        return None
    day = max(given.on for given in rated)
    return min(
        given.level for given in rated if given.on == day and not isinstance(given.level, Mark)
    )


def summarize_inquiry(
    inquiry: Inquiry, pairs: Iterable[BeforeAfter], concerned: frozenset[LearnerId]
) -> InquiryFindings:
    """Return the tallies of an inquiry. `concerned`: the learners of its classes."""
    every = list(pairs)
    inside = [given for given in every if given.learner in concerned]
    beside = [given for given in every if given.learner not in concerned]
    return InquiryFindings(
        inquiry=inquiry.inquiry,
        concerned=tuple(_tally(code, inside) for code in inquiry.nodes),
        context=tuple(_tally(code, beside) for code in inquiry.nodes),
    )


def _tally(code: Code, pairs: Iterable[BeforeAfter]) -> Tally:
    mine = [given for given in pairs if given.code == code]
    both = [(p.before, p.after) for p in mine if p.before is not None and p.after is not None]
    return Tally(
        code=code,
        before=_counted(before for before, _ in both),
        after=_counted(after for _, after in both),
        learners=len(both),
        moved_up=sum(after > before for before, after in both),
        moved_down=sum(after < before for before, after in both),
        seen_once=sum((p.before is None) != (p.after is None) for p in mine),
    )


def _counted(levels: Iterable[Level]) -> tuple[tuple[Level, int], ...]:
    return tuple(sorted(Counter(levels).items()))
