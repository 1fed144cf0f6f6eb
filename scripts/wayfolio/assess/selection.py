"""Which ratings of one skill count at one stage, by its policy.

A rating ends in one of three places: kept (it counts), pushed out (others count instead), dropped
(the policy does not look at it, or a waiver makes a miss void).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from wayfolio.model.attainment import DropReason, Override, PushOutReason, Rating, SkillRecord
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import SkillCode
from wayfolio.model.policy import Policy, Select

NOTHING = Fraction(0)


def number(rating: Rating, policy: Policy) -> Level | None:
    """Return what a rating counts as in an average; None for a mark that stands apart."""
    if not isinstance(rating.level, Mark):
        return rating.level
    missed_is_zero = rating.level is Mark.MISSED and policy.missed == "zero"
    return NOTHING if missed_is_zero else None


def numbers(ratings: Sequence[Rating], policy: Policy) -> list[Level]:
    """Return what ratings count as, those that count as nothing left out."""
    return [level for rating in ratings if (level := number(rating, policy)) is not None]


def required_pieces(policy: Policy, evidence_required: int) -> int:
    """Return how many ratings of a skill the policy wants; 0 where the stage asks for none."""
    if policy.n == "evidence_required" or evidence_required == 0:
        return evidence_required
    return policy.n


def select(
    policy: Policy,
    bar: Level | None,
    skill: SkillCode,
    evidence_required: int,
    ratings: Sequence[Rating],
) -> SkillRecord:
    """Sort a skill's ratings at a stage into kept, pushed out and dropped.

    `ratings`: in date order, those of a day as they were written. `bar`: the level that counts as
    reached. Errors: none.
    """
    required = required_pieces(policy, evidence_required)
    if not ratings:
        return SkillRecord(skill=skill, required=required)
    countable, dropped, why = _countable(policy, ratings)
    kept = countable
    pushed_out: tuple[Rating, ...] = ()
    if not _all_fit(policy, required, countable):
        kept = _kept(policy, bar, required, countable)
        chosen = {id(rating) for rating in kept}
        pushed_out = tuple([rating for rating in countable if id(rating) not in chosen])
    return SkillRecord(
        skill=skill,
        required=required,
        pieces=pieces(policy, bar, required, kept),
        kept=tuple(_waivers_last(kept)),
        pushed_out=pushed_out,
        why_pushed_out=_find_push_out_reason(policy, required) if pushed_out else None,
        dropped=tuple(dropped),
        why_dropped=tuple(why),
    )


def _find_push_out_reason(policy: Policy, required: int) -> PushOutReason:
    if required == 0:
        return PushOutReason.NOT_ASKED
    if policy.select == "n-mastery":
        return PushOutReason.BELOW
    return (
        PushOutReason.LATER
        if policy.select in ("latest-n", "latest-by-assessor")
        else PushOutReason.BETTER
    )


def find_drop_reason(policy: Policy, rating: Rating) -> DropReason | None:
    """Return why a policy does not look at a rating, or None where it does."""
    if policy.kinds and rating.kind and rating.kind not in policy.kinds:
        return DropReason.KIND
    if rating.assessors and set(rating.assessors).isdisjoint(policy.assessors):
        return DropReason.ASSESSOR
    if rating.level is Mark.WAIVED and not policy.waivers:
        return DropReason.NO_WAIVERS
    if rating.level is Mark.MISSED and policy.missed == "ignored":
        return DropReason.MISSES_IGNORED
    return None


def _countable(
    policy: Policy, ratings: Sequence[Rating]
) -> tuple[list[Rating], list[Rating], list[DropReason]]:
    """Return the ratings that can count, the dropped ones, and the reason for each of those."""
    countable: list[Rating] = []
    dropped: list[tuple[Rating, DropReason]] = []
    waived = False
    for rating in ratings:
        why = find_drop_reason(policy, rating)
        if why is None:
            countable.append(rating)
            waived = waived or rating.level is Mark.WAIVED
        else:
            dropped.append((rating, why))
    if waived:
        misses = [rating for rating in countable if rating.level is Mark.MISSED]
        dropped += [(rating, DropReason.WAIVED) for rating in misses]
        countable = [rating for rating in countable if rating.level is not Mark.MISSED]
    if not dropped:
        return countable, [], []
    dropped.sort(key=lambda pair: pair[0].order)
    return countable, [rating for rating, _ in dropped], [why for _, why in dropped]


def _all_fit(policy: Policy, required: int, countable: Sequence[Rating]) -> bool:
    """Whether nothing can be pushed out, so that no order matters."""
    by_number = policy.select in ("best-n", "latest-n", "all")
    return by_number and len(countable) <= required


def _kept(
    policy: Policy, bar: Level | None, required: int, countable: Sequence[Rating]
) -> list[Rating]:
    """Return the ratings that count: those that the policy chooses, and marks in free places."""
    if required == 0:
        return []
    numbered = [rating for rating in countable if number(rating, policy) is not None]
    marks = [rating for rating in countable if number(rating, policy) is None]
    chosen = _CHOICES[policy.select](policy, bar, required, numbered)
    # A miss takes a place that a number has left, a waiver one that a miss has left.
    marks.sort(key=lambda rating: rating.level is Mark.WAIVED)
    ids = {id(rating) for rating in [*chosen, *marks[: max(0, required - len(chosen))]]}
    return [rating for rating in countable if id(rating) in ids]


def _best(policy: Policy, _: Level | None, n: int, ratings: Sequence[Rating]) -> list[Rating]:
    # Python's sort keeps the order of equals: the earlier rating stays.
    return sorted(ratings, key=lambda rating: number(rating, policy) or NOTHING, reverse=True)[:n]


def _latest(_: Policy, __: Level | None, n: int, ratings: Sequence[Rating]) -> list[Rating]:
    return list(ratings[-n:])


def _latest_by_assessor(
    policy: Policy, _: Level | None, __: int, ratings: Sequence[Rating]
) -> list[Rating]:
    latest = {
        kind: rating for rating in ratings for kind in rating.assessors if kind in policy.assessors
    }
    # One rating may be the latest of two kinds of assessor.
    return list({id(rating): rating for rating in latest.values()}.values())


def _at_the_bar(
    policy: Policy, bar: Level | None, _: int, ratings: Sequence[Rating]
) -> list[Rating]:
    return [r for r in ratings if bar is None or (number(r, policy) or NOTHING) >= bar]


def _all(_: Policy, __: Level | None, ___: int, ratings: Sequence[Rating]) -> list[Rating]:
    return list(ratings)


_Choice = Callable[[Policy, Level | None, int, Sequence[Rating]], list[Rating]]
_CHOICES: Mapping[Select, _Choice] = {
    "best-n": _best,
    "latest-n": _latest,
    "latest-by-assessor": _latest_by_assessor,
    "n-mastery": _at_the_bar,
    "all": _all,
}


def find_last_day(
    skills: Mapping[SkillCode, tuple[int, Sequence[Rating]]], override: Override | None
) -> date | None:
    """Return the last day on which somebody looked; a fellow learner's rating is no look."""
    days = [
        rating.on
        for _required, ratings in skills.values()
        for rating in ratings
        if not rating.is_by_peers
    ]
    if override is not None:
        days.append(override.on)
    return max(days, default=None)


def find_reached(ratings: Iterable[Rating], bar: Level | None) -> list[Rating]:
    """Return the ratings with a level that is not below the bar."""
    return [
        rating
        for rating in ratings
        if not isinstance(rating.level, Mark) and (bar is None or rating.level >= bar)
    ]


def pieces(policy: Policy, bar: Level | None, required: int, kept: Sequence[Rating]) -> int:
    """Return how many of the required pieces are there; a kept waiver stands for the rest."""
    waived = [rating for rating in kept if rating.level is Mark.WAIVED]
    if waived:
        return required
    reached = find_reached(kept, None if policy.progress == "evidence" else bar)
    if policy.select != "latest-by-assessor":
        return min(required, len(reached))
    kinds = {kind for rating in reached for kind in rating.assessors if kind in policy.assessors}
    return min(required, len(kinds))


def _waivers_last(kept: Sequence[Rating]) -> list[Rating]:
    return sorted(kept, key=lambda rating: rating.level is Mark.WAIVED)
