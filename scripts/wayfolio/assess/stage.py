"""One competency at one stage: from a policy and ratings to figures, without a school.

`docs/figures.md` works the same figures out by hand, in the same order.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import assert_never

from msgspec import Struct

from wayfolio.assess.confirmation import count_confirmed
from wayfolio.assess.figures import (
    decaying_average,
    exact_share,
    mean,
    median,
    recursive_decaying_average,
)
from wayfolio.assess.selection import find_drop_reason, find_last_day, numbers, select
from wayfolio.assess.status import NO_PAST, Figures, Past, find_status
from wayfolio.model.attainment import Attainment, Lack, Override, Rating, SkillRecord
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import CompetencyCode, PolicyName, SkillCode, StageCode
from wayfolio.model.policy import Bar, Policy
from wayfolio.model.rounding import half_away, half_up

HALF_WAY = Fraction(1, 2)

Skills = Mapping[SkillCode, tuple[int, Sequence[Rating]]]
"""For each skill the evidence required and its ratings at the stage, in date order."""


class StageTerms(Struct, frozen=True, kw_only=True, dict=True):
    """What is rated, by which rules and on which levels: a competency at a stage."""

    policy: Policy
    competency: CompetencyCode = CompetencyCode("")
    stage: StageCode | None = None
    level: Level | None = None
    """The level that completes the stage."""
    growth: Level | None = None
    """The growth that completes it as well, below that level."""
    ready_at: Level | None = None
    advanced_at: Level | None = None
    policy_name: PolicyName = PolicyName("")

    @cached_property
    def bar(self) -> Level | None:
        """The performance that the policy asks for here."""
        return self._resolve(self.policy.threshold)

    @cached_property
    def minimum(self) -> Level | None:
        """What every rating that counts must reach here."""
        return self._resolve(self.policy.minimum)

    def _resolve(self, bar: Bar | None) -> Level | None:
        return None if bar is None else bar.resolve(self.level, self.ready_at)


class Weighed(Struct, frozen=True, kw_only=True):
    """What decides whether a stage is complete."""

    skills: Skills
    """What was weighed."""
    records: tuple[SkillRecord, ...]
    performance: Fraction | None
    progress: Fraction
    lacks: tuple[Lack, ...]
    """What it still lacks; complete where there is nothing here."""
    override: Override | None = None
    worked_out: Fraction | None = None
    """The performance without the override."""


def attain(
    terms: StageTerms,
    baseline: Level | None,
    skills: Skills,
    past: Past = NO_PAST,
    override: Override | None = None,
) -> Attainment:
    """Return the attainment of one competency at one stage.

    `baseline`: the stored one, or None. `override`: what stands in place of the performance.
    Figures: exact fractions; performance and growth are
    rounded to the policy's digits where it compares rounded figures, as Slate CBL does.
    Errors: none; a policy with problems gives figures that mean nothing.
    """
    weighed = weigh(terms, skills, override, baseline)
    return attainment_of(terms, baseline, weighed, past)


def attainment_of(
    terms: StageTerms, baseline: Level | None, weighed: Weighed, past: Past
) -> Attainment:
    """Return what `attain` does, from ratings that have been weighed."""
    policy, records, lacks = terms.policy, weighed.records, weighed.lacks
    performance, progress = weighed.performance, weighed.progress
    baseline = _stored(policy, baseline)
    dynamic, growth = _measure_growth(
        policy, baseline, performance, progress, records, weighed.skills
    )
    behind = Lack.PERFORMANCE in lacks and progress >= HALF_WAY
    last_seen = find_last_day(weighed.skills, weighed.override)
    stale_from = _stale_from(policy, last_seen)
    figures = Figures(performance, progress, not lacks, behind, last_seen, stale_from)
    return Attainment(
        competency=terms.competency,
        stage=terms.stage,
        level=terms.level,
        performance=performance,
        progress=progress,
        missed=_missed(records),
        opportunities=_opportunities(records),
        baseline=baseline,
        growth=growth,
        complete=not lacks,
        behind_the_bar=behind,
        status=find_status(past, terms.advanced_at, figures, any(r.required for r in records)),
        skills=records,
        last_seen=last_seen,
        dynamic_baseline=dynamic,
        bar=terms.bar,
        lacks=lacks,
        policy=terms.policy_name,
        digits=policy.digits,
        shown_as="signposts" if policy.progress == "signposts" else "percent",
        current=past.current,
        completed_on=past.completed_on,
        stale_from=stale_from,
        reopened=past.reopened,
        presumed=past.presumed,
        skipped=past.skipped,
        override=weighed.override,
        worked_out=weighed.worked_out,
    )


def weigh(
    terms: StageTerms,
    skills: Skills,
    override: Override | None = None,
    baseline: Level | None = None,
) -> Weighed:
    """Return what decides whether a stage is complete, without the figures that do not."""
    policy, bar = terms.policy, terms.bar
    records = tuple(
        [
            select(policy, bar, skill, required, ratings)
            for skill, (required, ratings) in skills.items()
        ]
    )
    worked_out = performance_of(policy, records)
    performance = worked_out if override is None else override.level
    confirmed = count_confirmed(policy.confirm, bar, records) if policy.confirm else None
    progress = _progress(policy, records, confirmed)
    growth = None
    if terms.growth is not None:
        stored = _stored(policy, baseline)
        _, growth = _measure_growth(policy, stored, performance, progress, records, skills)
    return Weighed(
        skills=skills,
        records=records,
        performance=performance,
        progress=progress,
        lacks=tuple(_lacks(terms, records, performance, progress, growth)),
        override=override,
        worked_out=None if override is None else worked_out,
    )


def carried_baseline(policy: Policy, attained: Attainment) -> Level | None:
    """Return the baseline that a promotion from this attainment stores for the next stage."""
    known = [f for f in (attained.baseline, attained.performance) if f is not None]
    return _stored(policy, max(known)) if known and policy.carry_baseline else None


def _stored(policy: Policy, baseline: Level | None) -> Level | None:
    if baseline is None or policy.compare == "exact":
        return baseline
    return half_up(baseline, policy.digits)


def _stale_from(policy: Policy, last_seen: date | None) -> date | None:
    """Return the day from which the policy calls the last rating out of date."""
    if last_seen is None or policy.stale_after_days is None:
        return None
    return last_seen + timedelta(days=policy.stale_after_days + 1)


def performance_of(policy: Policy, records: Sequence[SkillRecord]) -> Fraction | None:
    """Return the performance: one figure from the ratings that count, or None before the first."""
    counted = [record for record in records if record.kept]
    if policy.select == "n-mastery":
        # Fewer than n at the bar say nothing yet.
        counted = [record for record in counted if record.pieces >= record.required]
    by_skill = [levels for levels in (numbers(record.kept, policy) for record in counted) if levels]
    if not by_skill:
        return None
    figure = _average(policy, by_skill)
    return half_up(figure, policy.digits) if policy.compare == "rounded" else figure


def _average(policy: Policy, by_skill: Sequence[Sequence[Level]]) -> Fraction:
    """Return the policy's average: over skills where later ratings weigh more, else over all."""
    match policy.average:
        case "latest":
            return mean([levels[-1] for levels in by_skill])
        case "decaying":
            return mean([decaying_average(levels, policy.weight) for levels in by_skill])
        case "decaying-recursive":
            return mean([recursive_decaying_average(levels, policy.weight) for levels in by_skill])
        case "median" | "min" | "mean":
            return _pooled(policy, [level for levels in by_skill for level in levels])
        case _:
            assert_never(policy.average)


def _pooled(policy: Policy, levels: Sequence[Level]) -> Fraction:
    if policy.average == "median":
        return median(levels)
    return min(levels) if policy.average == "min" else mean(levels)


def _progress(policy: Policy, records: Sequence[SkillRecord], confirmed: int | None) -> Fraction:
    """Return the share of the evidence that is there, or of the two signposts."""
    required = sum([record.required for record in records])
    if required == 0:
        return exact_share(1, 1)
    if confirmed is not None and policy.progress == "signposts":
        return exact_share(confirmed, 2)
    return exact_share(sum([record.pieces for record in records]), required)


def dynamic_baseline(
    policy: Policy, progress: Fraction, records: Sequence[SkillRecord], skills: Skills
) -> Fraction | None:
    """Return the mean of each required skill's earliest number, not rounded.

    None before every required skill has one or half the evidence is there. What the policy does
    not look at, such as a peer's rating, is no beginning either.
    """
    first = [_earliest(policy, skills[record.skill][1]) for record in records if record.required]
    levels = [level for level in first if level is not None]
    enough = len(levels) == len(first) or progress >= HALF_WAY
    return mean(levels) if levels and enough else None


def _earliest(policy: Policy, ratings: Iterable[Rating]) -> Level | None:
    for rating in ratings:
        if find_drop_reason(policy, rating) is not None:
            continue
        if rating.level is Mark.WAIVED:
            return None
        if not isinstance(rating.level, Mark):
            return rating.level
    return None


def _measure_growth(
    policy: Policy,
    baseline: Level | None,
    performance: Fraction | None,
    progress: Fraction,
    records: Sequence[SkillRecord],
    skills: Skills,
) -> tuple[Fraction | None, Fraction | None]:
    """Return the dynamic baseline, where none is stored, and the growth from either."""
    dynamic = None
    if baseline is None and policy.dynamic_baseline:
        dynamic = dynamic_baseline(policy, progress, records, skills)
    return dynamic, _growth(policy, performance, dynamic if baseline is None else baseline)


def _growth(
    policy: Policy, performance: Fraction | None, baseline: Fraction | None
) -> Fraction | None:
    if performance is None or baseline is None:
        return None
    growth = performance - baseline
    return half_away(growth, policy.digits) if policy.compare == "rounded" else growth


def _missed(records: Sequence[SkillRecord]) -> Fraction:
    required = sum([record.required for record in records])
    missed = sum([rating.level is Mark.MISSED for record in records for rating in record.kept])
    return exact_share(missed, required) if required else exact_share(0, 1)


def _opportunities(records: Sequence[SkillRecord]) -> int:
    return sum(
        [
            rating.level is not Mark.WAIVED
            for record in records
            for ratings in (record.kept, record.pushed_out, record.dropped)
            for rating in ratings
        ]
    )


def _lacks(
    terms: StageTerms,
    records: Sequence[SkillRecord],
    performance: Fraction | None,
    progress: Fraction,
    growth: Fraction | None,
) -> Iterable[Lack]:
    """Yield what keeps a stage from being complete."""
    policy, bar = terms.policy, terms.bar
    # Never more than 1, and quicker to compare so.
    if progress != 1:
        yield Lack.CONFIRMATION if policy.confirm else Lack.EVIDENCE
    if _is_below(bar, performance) and not _has_grown(terms, growth):
        yield Lack.PERFORMANCE
    if terms.minimum is not None and _has_below(terms.minimum, policy, records):
        yield Lack.MINIMUM
    if policy.contexts > 1 or policy.assessor_kinds > 1:
        yield from _lacks_of_variety(policy, records)


def _is_below(bar: Level | None, performance: Fraction | None) -> bool:
    return performance is not None and bar is not None and performance < bar


def _has_grown(terms: StageTerms, growth: Fraction | None) -> bool:
    """Whether the growth completes the stage, below its level."""
    return terms.growth is not None and growth is not None and growth >= terms.growth


def _lacks_of_variety(policy: Policy, records: Sequence[SkillRecord]) -> Iterable[Lack]:
    """Yield what is missing where a policy wants several contexts or several kinds of assessor."""
    rated = [record for record in records if record.required and numbers(record.kept, policy)]
    if policy.contexts > 1 and rated and _count_contexts(records) < policy.contexts:
        yield Lack.CONTEXTS
    if policy.assessor_kinds > 1 and _lacks_assessors(policy, rated):
        yield Lack.ASSESSORS


def _has_below(minimum: Level, policy: Policy, records: Sequence[SkillRecord]) -> bool:
    kept = [rating for record in records for rating in record.kept]
    return any(level < minimum for level in numbers(kept, policy))


def _count_contexts(records: Sequence[SkillRecord]) -> int:
    kept = [rating for record in records for rating in record.kept]
    return len({rating.context for rating in kept if rating.context is not None})


def _lacks_assessors(policy: Policy, rated: Sequence[SkillRecord]) -> bool:
    return any(_assessor_kinds(policy, record) < policy.assessor_kinds for record in rated)


def _assessor_kinds(policy: Policy, record: SkillRecord) -> int:
    if any(rating.level is Mark.WAIVED for rating in record.kept):
        return policy.assessor_kinds
    kinds = {kind for rating in record.kept for kind in rating.assessors}
    return len(kinds.intersection(policy.assessors))
