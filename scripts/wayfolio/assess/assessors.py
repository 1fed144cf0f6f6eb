"""What was shown with which instrument, and what several adults saw: apart, or together."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from wayfolio.assess.dosage import focus_moves
from wayfolio.assess.record import Record
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import Code, InstrumentId, LearnerId, SkillCode, Slug
from wayfolio.model.portfolio import Demonstration
from wayfolio.model.supports import Assessed, LookedAt, TwoRatings
from wayfolio.model.teaching import Instrument

STUDY = Slug("collaborative-study")


def assess_with_instruments(record: Record) -> Iterator[Assessed]:
    """Yield each rating that came by an instrument or with a model, in date order."""
    written = record.portfolio.demonstrations
    for code, ratings in record.ratings.items():
        for rating in ratings:
            instrument = written[rating.occasion].instrument or ""
            if instrument or rating.model:
                yield Assessed(
                    learner=record.portfolio.learner,
                    competency=code,
                    instrument=instrument,
                    kind=rating.kind,
                    model=rating.model or "",
                    level=None if isinstance(rating.level, Mark) else rating.level,
                    on=rating.on,
                )


def find_paired_ratings(record: Record) -> Iterator[TwoRatings]:
    """Yield each pair of ratings of one skill on the same work by people who share no occasion.

    People who rated together are one voice. Misses and waivers are not compared.
    """
    learner = record.portfolio.learner
    until = [
        occasion for occasion in record.portfolio.demonstrations if occasion.date <= record.until
    ]
    for first, second in combinations(until, 2):
        same = _work_of(learner, first) & _work_of(learner, second)
        if not same or set(first.by) & set(second.by):
            continue
        for skill in first.ratings.keys() & second.ratings.keys():
            occasion, other = _level(first, skill), _level(second, skill)
            if occasion is not None and other is not None:
                yield TwoRatings(
                    learner=learner,
                    skill=Code(skill),
                    evidence=min(same),
                    first=(", ".join(first.by), occasion),
                    second=(", ".join(second.by), other),
                )


def _work_of(learner: LearnerId, occasion: Demonstration) -> set[str]:
    """Return the learner's work that an occasion looked at, by its names in their own folder."""
    return {ref.removeprefix(f"{learner}/") for ref in occasion.evidence}


def find_studied_work(
    record: Record, instruments: Mapping[InstrumentId, Instrument]
) -> Iterator[LookedAt]:
    """Yield each collaborative study of a learner's work, in date order.

    It looks at what its instrument is for, and at whatever was rated on it. A study may rate
    nothing: then the adults looked, and agreed what to try.
    """
    for occasion in record.portfolio.demonstrations:
        used = instruments.get(occasion.instrument) if occasion.instrument else None
        if occasion.date > record.until or STUDY not in (occasion.kind, used.kind if used else ""):
            continue
        now = record.on(record.until)
        rated = (Code(now.competency_of(Code(skill))) for skill in occasion.ratings)
        focus = dict.fromkeys((*rated, *map(Code, used.focus if used else ())))
        refs = _work_of(record.portfolio.learner, occasion)
        yield LookedAt(
            occasion=occasion,
            work=tuple((w.slug, w.title) for w in record.portfolio.evidence if w.stem in refs),
            moves=focus_moves(record, focus, occasion.date, record.until),
        )


def _level(occasion: Demonstration, skill: SkillCode) -> Level | None:
    """Return the level given on an occasion: the lowest, where several models were rated."""
    levels = [given.level for given in occasion.ratings[skill] if not isinstance(given.level, Mark)]
    return min(levels) if levels else None
