"""What further ratings would change: by the same function that makes every other figure."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.assess.rulebook import Terms
from wayfolio.assess.selection import find_reached
from wayfolio.assess.stage import Skills, attain
from wayfolio.assess.status import Past
from wayfolio.model.attainment import Attainment, FigureChange, Rating, SkillRecord
from wayfolio.model.frameworks import Level, Mark, Scale
from wayfolio.model.names import SkillCode, Slug
from wayfolio.model.outcomes import RatingGap
from wayfolio.model.policy import Policy
from wayfolio.model.school import Assessor

MOST = 40
"""More ratings than this are nobody's next step."""

Goal = Callable[[Attainment], bool]


class Bench(Struct, frozen=True, dict=True):
    """An attainment with the terms that made it, to try further ratings on."""

    terms: Terms
    attained: Attainment

    @property
    def place(self) -> int:
        """Which of the competency's stages it is."""
        return self.terms.stages.index(self.attained.stage)

    @cached_property
    def _skills(self) -> Skills:
        """What each skill needs, and its ratings, as they were before any further one."""
        required = self.terms.required[self.place]
        records = self.attained.skills
        return {record.skill: (required[record.skill], all_ratings(record)) for record in records}

    def with_rating(self, rating: Rating) -> Attainment:
        """Return what the attainment would be with one more rating."""
        required, ratings = self._skills[rating.skill]
        skills = {**self._skills, rating.skill: (required, [*ratings, rating])}
        was = self.attained
        past = Past(
            current=was.current,
            completed_on=was.completed_on,
            presumed=was.presumed,
            skipped=was.skipped,
        )
        terms = self.terms.stage_terms[self.place]
        return attain(terms, was.baseline, skills, past, was.override)


def all_ratings(record: SkillRecord) -> list[Rating]:
    """Return every rating of a skill at a stage, in the order of its dates."""
    ratings = [*record.kept, *record.pushed_out, *record.dropped]
    return sorted(ratings, key=lambda rating: rating.order)


def further_rating(bench: Bench, skill: SkillCode, level: Level | Mark, on: date) -> Rating:
    """Return a rating that the policy would count: of the kind and by whom it still wants one."""
    policy = bench.terms.policy
    record = next(record for record in bench.attained.skills if record.skill == skill)
    ratings = [rating for other in bench.attained.skills for rating in all_ratings(other)]
    order = 1 + max((rating.order for rating in ratings), default=-1)
    occasion = 1 + max((rating.occasion for rating in ratings), default=-1)
    kind, model = _kind_wanted(policy, bench.attained.bar, record)
    return Rating(
        skill=skill,
        on=max([on, *(rating.on for rating in ratings)]),
        order=order,
        occasion=occasion,
        level=level,
        target=bench.attained.stage,
        kind=kind,
        model=model,
        context=f"another-{order}" if policy.contexts > 1 else None,
        assessors=_assessors_wanted(policy, record),
    )


def _assessors_wanted(policy: Policy, record: SkillRecord) -> tuple[Assessor, ...]:
    """Return a kind of assessor that nobody has been yet, where the policy wants several kinds."""
    if policy.assessor_kinds < 2:
        return ()
    heard = {kind for rating in record.kept for kind in rating.assessors}
    new = [kind for kind in policy.assessors if kind not in heard]
    return ((new or list(policy.assessors))[0],)


def _kind_wanted(
    policy: Policy, bar: Level | None, record: SkillRecord
) -> tuple[Slug, Slug | None]:
    if policy.confirm is None:
        return (policy.kinds[0] if policy.kinds else Slug("")), None
    model = policy.confirm.models[0] if policy.confirm.models else None
    reached = find_reached(record.kept, bar)
    shown_first = any(rating.kind in policy.confirm.first for rating in reached)
    return (policy.confirm.then if shown_first else policy.confirm.first)[0], model


def one_more(
    terms: Terms, attained: Attainment, on: date, skill: SkillCode | None = None
) -> tuple[FigureChange, ...]:
    """Return what one more rating would make of an attainment, at each point of the scale.

    `skill`: where none is named, the one that lacks most evidence, else the one that stands lowest.
    Nothing where the stage asks for no evidence.
    """
    bench = Bench(terms, attained)
    chosen = skill or next_skill(attained)
    if chosen is None:
        return ()
    further = further_rating(bench, chosen, terms.scale.lowest, on)
    return tuple(
        FigureChange(
            skill=chosen,
            level=point.value,
            after=bench.with_rating(replace(further, level=point.value)),
        )
        for point in terms.scale.points
    )


def next_skill(attained: Attainment) -> SkillCode | None:
    """Return the skill whose next rating matters most."""
    required = [record for record in attained.skills if record.required]
    if not required:
        return None
    return max(
        required, key=lambda record: (record.required - record.pieces, -_lowest(record))
    ).skill


def _promising(attained: Attainment) -> list[SkillCode]:
    """Return the skill that lacks most evidence, and the one that pulls the level down most."""
    required = [record for record in attained.skills if record.required]
    rated = [
        record for record in required if any(not isinstance(r.level, Mark) for r in record.kept)
    ]
    skills = [next_skill(attained), min(rated, key=_lowest).skill if rated else None]
    return [skill for skill in dict.fromkeys(skills) if skill is not None]


def _lowest(record: SkillRecord) -> Fraction:
    levels = [rating.level for rating in record.kept if not isinstance(rating.level, Mark)]
    return min(levels, default=Fraction(0))


def ratings_needed(
    terms: Terms,
    attained: Attainment,
    goal: Goal,
    lowest: Level,
    on: date,
    only: SkillCode | None = None,
) -> tuple[RatingGap, ...] | None:
    """Return ratings of one level that reach a goal: the lowest level from `lowest` up that can.

    `only`: a single skill to rate. None where no number of ratings reaches it.
    """
    # Rather a few at a higher level than very many at a lower one.
    for most in (attained.required + 2, MOST):
        for level in _levels(terms.scale, lowest):
            gaps = _reach(Attempt(Bench(terms, attained), goal, on, only), level, most)
            if gaps is not None:
                return gaps
    return None


def _levels(scale: Scale, lowest: Level) -> Iterator[Level]:
    """Yield the levels that can be written on a scale, from the first one at `lowest` or above."""
    steps = max(Fraction(0), (lowest - scale.lowest) / scale.step)
    level = scale.lowest + scale.step * -(-steps.numerator // steps.denominator)
    while level <= scale.highest:
        yield level
        level += scale.step


class Attempt(Struct, frozen=True):
    """What is to be reached, from where, and with ratings of which skill if only one is meant."""

    bench: Bench
    goal: Goal
    on: date
    only: SkillCode | None

    def tries(self, bench: Bench, level: Level) -> list[tuple[Rating, Attainment]]:
        """Return what one rating more of each promising skill would make of an attainment."""
        skills = [self.only] if self.only else _promising(bench.attained)
        ratings = [further_rating(bench, skill, level, self.on) for skill in skills]
        return [(rating, bench.with_rating(rating)) for rating in ratings]


def _reach(attempt: Attempt, level: Level, most: int) -> tuple[RatingGap, ...] | None:
    bench = attempt.bench
    added: list[Rating] = []
    stuck = 0
    while not attempt.goal(bench.attained):
        tries = attempt.tries(bench, level)
        if len(added) >= most or not tries or stuck > len(bench.attained.skills):
            return None
        rating, after = max(tries, key=lambda attempted: _worth(attempted[1]))
        stuck = stuck + 1 if _worth(after) <= _worth(bench.attained) else 0
        added.append(rating)
        bench = replace(bench, attained=after)
    return tuple(_missing(added))


def _worth(attained: Attainment) -> tuple[Fraction, int, Fraction]:
    """Return what tells the better of two attainments: more is better."""
    level = attained.performance if attained.performance is not None else Fraction(-1)
    return attained.progress, -len(attained.lacks), level


def _missing(added: Sequence[Rating]) -> Iterator[RatingGap]:
    alike = Counter(
        (
            rating.skill,
            rating.level,
            rating.target,
            rating.kind or None,
            rating.model,
            rating.assessors[0] if rating.assessors else None,
        )
        for rating in added
    )
    elsewhere = Counter(rating.skill for rating in added if rating.context is not None)
    for (skill, level, stage, kind, model, by), count in alike.items():
        yield RatingGap(
            skill=skill,
            count=count,
            at_least=None if isinstance(level, Mark) else level,
            stage=stage,
            kind=kind,
            model=model,
            by=by,
            contexts=min(count, elsewhere[skill]),
        )
