"""What is derived for one learner: attainment, roll-ups of areas, awards."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Literal, assert_never

from msgspec import Struct

from wayfolio.model.diagnostics import NOWHERE, Location
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import (
    AreaCode,
    BadgeId,
    CompetencyCode,
    EvidenceRef,
    PersonId,
    PolicyName,
    SkillCode,
    Slug,
    StageCode,
)
from wayfolio.model.rounding import plain_number
from wayfolio.model.school import Assessor


class Rating(Struct, frozen=True, kw_only=True):
    """One skill, rated on one dated occasion."""

    skill: SkillCode
    on: date
    """`date.min` where nobody says when."""
    order: int
    """Its place among all ratings of the learner in date order, as they were written."""
    occasion: int = 0
    """The place of its demonstration in `Portfolio.demonstrations`."""
    level: Level | Mark
    target: StageCode | None = None
    kind: Slug = Slug("")
    """The kind of demonstration it was given in."""
    model: Slug | None = None
    context: str | None = None
    """The experience it was shown in."""
    assessors: tuple[Assessor, ...] = ()
    evidence: tuple[EvidenceRef, ...] = ()
    rated_as: SkillCode | None = None
    """The retired skill that it was written for."""
    at: Location = NOWHERE

    @property
    def is_by_peers(self) -> bool:
        """Whether only fellow learners gave it: then it moves nothing, not even a last day."""
        return bool(self.assessors) and all(who == "peer" for who in self.assessors)


UNDATED = date.min
"""The day of a rating that has none: in a trial, where the order is that of writing."""


class Status(StrEnum):
    """A competency of one learner, in a word that its readers know."""

    MET = "met"
    GOING_FURTHER = "going further"
    NEARLY_THERE = "nearly there"
    FRESH_LOOK = "needs a fresh look"
    UNDER_WAY = "under way"
    READY = "ready to learn"
    WAITING = "waiting for"
    NOT_STARTED = "not started"
    PLACED_PAST = "placed past"
    """Nobody has seen it: a placement further on presumes it."""
    SKIPPED = "skipped"
    """An educator let the learner skip it: neither met nor missing."""
    NOT_ASKED = "not asked"
    """The stage asks for nothing of it."""

    @property
    def is_passed_over(self) -> bool:
        """Whether nobody has seen it and nobody need: placed past, or skipped."""
        return self in (Status.PLACED_PAST, Status.SKIPPED)

    @property
    def is_met(self) -> bool:
        """Whether what was asked for has been shown."""
        match self:
            case Status.MET | Status.GOING_FURTHER:
                return True
            case Status.NEARLY_THERE | Status.FRESH_LOOK | Status.UNDER_WAY:
                return False
            case Status.READY | Status.WAITING | Status.NOT_STARTED:
                return False
            case Status.PLACED_PAST | Status.SKIPPED | Status.NOT_ASKED:
                return False
            case _:
                assert_never(self)

    @property
    def is_open(self) -> bool:
        """Whether something has been shown, and more is needed."""
        match self:
            case Status.NEARLY_THERE | Status.FRESH_LOOK | Status.UNDER_WAY:
                return True
            case Status.MET | Status.GOING_FURTHER:
                return False
            case Status.READY | Status.WAITING | Status.NOT_STARTED:
                return False
            case Status.PLACED_PAST | Status.SKIPPED | Status.NOT_ASKED:
                return False
            case _:
                assert_never(self)


class DropReason(StrEnum):
    """Why a rating is dropped."""

    WAIVED = "waived"
    """A miss of a skill whose rest was waived."""
    NO_WAIVERS = "no waivers"
    """A waiver under a policy that knows none."""
    MISSES_IGNORED = "misses ignored"
    KIND = "kind of demonstration"
    """The policy does not count this kind of demonstration."""
    ASSESSOR = "kind of assessor"
    """The policy does not count this kind of assessor."""


class PushOutReason(StrEnum):
    """Why a rating that could count is pushed out."""

    NOT_ASKED = "not asked"
    """The stage asks for no evidence of this skill."""
    BETTER = "better ones count"
    LATER = "later ones count"
    BELOW = "below the level that counts"


class Lack(StrEnum):
    """What a stage still lacks before it is complete."""

    EVIDENCE = "evidence"
    PERFORMANCE = "performance"
    MINIMUM = "minimum"
    """A rating that counts lies below the least that the policy asks for."""
    CONTEXTS = "contexts"
    ASSESSORS = "assessors"
    CONFIRMATION = "confirmation"


class SkillRecord(Struct, frozen=True, kw_only=True):
    """Which ratings of a skill count at a stage, and which do not and why. In date order."""

    skill: SkillCode
    required: int
    """Pieces of evidence asked for; 0 when it is not asked at this stage."""
    pieces: int = 0
    """How many of them are there, a waiver counting for the rest."""
    kept: tuple[Rating, ...] = ()
    pushed_out: tuple[Rating, ...] = ()
    """Not among those that count; still part of the record."""
    why_pushed_out: PushOutReason | None = None
    dropped: tuple[Rating, ...] = ()
    """Ratings that the policy does not look at, and misses that a waiver has made void."""
    why_dropped: tuple[DropReason, ...] = ()
    """One for each of `dropped`."""

    @property
    def cells(self) -> tuple[str, ...]:
        """One sign for each piece of evidence asked for: a level, M, O (for all the rest) or -."""
        signs = [_sign(rating.level) for rating in self.kept if rating.level is not Mark.WAIVED]
        waived = len(signs) < len(self.kept)
        rest = ["O"] if waived else ["-"] * (self.required - len(signs))
        return (*signs, *rest)


def _sign(level: Level | Mark) -> str:
    return level.value if isinstance(level, Mark) else plain_number(level)


class Override(Struct, frozen=True, kw_only=True):
    """An educator's level that stands in place of the worked-out one, with a reason."""

    competency: CompetencyCode
    level: Level
    on: date
    by: tuple[PersonId, ...]
    why: str
    target: StageCode | None = None
    """The stage that it is about; the one worked at on that day where nothing is said."""


class Attainment(Struct, frozen=True, kw_only=True):
    """Where a learner stands in one competency, at one stage. Figures are exact."""

    competency: CompetencyCode
    stage: StageCode | None
    level: Level | None
    """The level that completes the stage."""
    performance: Fraction | None
    progress: Fraction
    """0 to 1."""
    missed: Fraction
    """0 to 1."""
    opportunities: int
    baseline: Fraction | None
    """The stored one: from a placement, or carried by a promotion."""
    growth: Fraction | None
    complete: bool
    behind_the_bar: bool
    status: Status
    skills: tuple[SkillRecord, ...]
    last_seen: date | None = None
    dynamic_baseline: Fraction | None = None
    """What growth starts from where no baseline is stored."""
    bar: Level | None = None
    """The performance that the policy asks for here."""
    lacks: tuple[Lack, ...] = ()
    policy: PolicyName = PolicyName("")
    digits: int = 1
    """Decimals with which the figures are shown."""
    shown_as: Literal["percent", "signposts"] = "percent"
    current: bool = True
    """Whether this is the stage the learner works at."""
    completed_on: date | None = None
    """The first day on which the stage was complete."""
    stale_from: date | None = None
    """The first day on which it needs a fresh look if nothing more is seen."""
    reopened: date | None = None
    """Since when it is open again, until a rating at the bar."""
    presumed: bool = False
    """A placement further on presumes it: it is never met by that, and what follows may begin."""
    skipped: bool = False
    """The stage that names it is skipped: likewise."""
    override: Override | None = None
    """What stands in place of the worked-out performance."""
    worked_out: Fraction | None = None
    """The performance that the ratings come to, where an override stands in its place."""

    @property
    def required(self) -> int:
        """Pieces of evidence that the stage asks for; 0 when it asks for nothing."""
        return sum(record.required for record in self.skills)

    @property
    def pieces(self) -> int:
        """How many of them are there."""
        return sum(record.pieces for record in self.skills)

    @property
    def is_asked(self) -> bool:
        """Whether the stage asks for any evidence of it: "not asked" is not "not yet shown"."""
        return self.required > 0

    @property
    def is_passed_over(self) -> bool:
        """Whether it need not be shown: a placement presumes it, or its stage is skipped."""
        return self.presumed or self.skipped

    @property
    def rated(self) -> bool:
        """Whether there is any rating, counted or not."""
        return self.last_seen is not None


def group_attainments(
    attained: Iterable[Attainment],
) -> Mapping[CompetencyCode, tuple[Attainment, ...]]:
    """Return attainments grouped by competency, in their order."""
    stages_of: dict[CompetencyCode, list[Attainment]] = {}
    for attainment in attained:
        stages_of.setdefault(attainment.competency, []).append(attainment)
    return {code: tuple(stages) for code, stages in stages_of.items()}


def find_level_now(stages: Sequence[Attainment]) -> Attainment | None:
    """Return the stage whose performance is a learner's level now, or None.

    The current stage, or the last completed one where nothing has a level yet at the current.
    """
    current = next((attainment for attainment in stages if attainment.current), None)
    if current is not None and current.performance is not None:
        return current
    completed = [
        attainment
        for attainment in stages
        if attainment.completed_on and attainment.performance is not None
    ]
    return completed[-1] if completed else None


def is_overridden(attained: Attainment | None) -> bool:
    """Whether an educator has set a level in place of the worked-out one."""
    return attained is not None and attained.override is not None


class FigureChange(Struct, frozen=True, kw_only=True):
    """What one more rating of a skill at a level would make of an attainment."""

    skill: SkillCode
    level: Level
    after: Attainment


class Readiness(Struct, frozen=True, kw_only=True):
    """Whether a competency can be learned now, or what comes first."""

    status: Literal[Status.READY, Status.WAITING]
    waiting_for: tuple[CompetencyCode, ...] = ()
    """Prerequisites that are not met, the nearest first."""


class AreaAttainment(Struct, frozen=True, kw_only=True):
    """An area at a learner's current stages. Habits never enter the figures of another area."""

    area: AreaCode
    habit: bool
    performance: Fraction | None
    """The mean over the competencies that have one, on the area's scale."""
    growth: Fraction | None
    pieces: int
    required: int
    grade: str | None = None
    """From the policy's conversion table, where there is one."""
    credits: Fraction = Fraction(0)

    @property
    def progress(self) -> Fraction:
        """Pieces over pieces asked for; 1 where nothing is asked."""
        return Fraction(self.pieces, self.required) if self.required else Fraction(1)


class Award(Struct, frozen=True, kw_only=True):
    """A badge that a learner holds, since the first day on which its rule held."""

    badge: BadgeId
    on: date
    asserted: bool = False
    """A person has said so, in a demonstration."""
    issuer: str = ""
