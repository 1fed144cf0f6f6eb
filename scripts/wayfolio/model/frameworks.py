"""What can be learned: scales, frameworks, areas, competencies, skills."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Literal

from msgspec import Struct, field

from wayfolio.model.names import (
    AreaCode,
    Code,
    CompetencyCode,
    FrameworkId,
    GateId,
    PartnerId,
    PathwayId,
    PolicyName,
    ScaleId,
    SkillCode,
    Slug,
    StageCode,
)
from wayfolio.model.structs import Written
from wayfolio.model.text import Text

Icon = Literal[
    "book",
    "graph",
    "flask",
    "map",
    "tool",
    "sunrise",
    "compass",
    "star",
    "cap",
    "network",
    "bridge",
    "voice",
]
"""The drawings for badges and areas."""

Level = Fraction
"""A point on a scale, exact."""


class Mark(StrEnum):
    """A rating that is not a number."""

    MISSED = "M"
    """Had the chance and did not show it."""
    WAIVED = "O"
    """A facilitator waived the rest."""


class Point(Struct, frozen=True, kw_only=True):
    """A level of a scale, in words."""

    value: Level
    label: Text
    meaning: Text | None = None


class Scale(Written, frozen=True, kw_only=True, dict=True):
    """An ordered ladder of levels."""

    title: Text | None = None
    about: Text | None = None
    step: Level = Fraction(1)
    ready_at: Level | None = None
    advanced_at: Level | None = None
    points: tuple[Point, ...]
    crosswalk: Mapping[ScaleId, tuple[tuple[Level, Level], ...]] = field(default_factory=dict)
    """Pairs (level here, level there), with straight lines between them."""
    modes: tuple[Slug, ...] = ()

    @cached_property
    def ladder(self) -> tuple[Point, ...]:
        """The points from the lowest to the highest, whatever their order in the file."""
        return tuple(sorted(self.points, key=lambda point: point.value))

    @cached_property
    def lowest(self) -> Level:
        """The first level of the ladder."""
        return min(point.value for point in self.points)

    @cached_property
    def highest(self) -> Level:
        """The last level of the ladder."""
        return max(point.value for point in self.points)

    @cached_property
    def _allowed(self) -> dict[Level, bool]:
        return {}

    def allows(self, level: Level) -> bool:
        """Whether a rating of `level` can be written on this scale; any, where it is no ladder."""
        # A school rates with the same few levels again and again.
        allowed = self._allowed.get(level)
        if allowed is None:
            allowed = self._allowed[level] = self._is_on_steps(level)
        return allowed

    def _is_on_steps(self, level: Level) -> bool:
        if not self.points or self.step <= 0:
            return True
        return self.lowest <= level <= self.highest and (level - self.lowest) % self.step == 0

    def reached(self, level: Level) -> Point | None:
        """Return the last point that a level has reached, or None below the first."""
        place = bisect_right(self.ladder, level, key=lambda point: point.value)
        return self.ladder[place - 1] if place else None


class Skill(Written, frozen=True, kw_only=True):
    """A part of a competency, rated by itself."""

    code: SkillCode
    statement: Text
    levels: Mapping[Level, Text] = field(default_factory=dict)
    evidence_required: Mapping[StageCode, int] = field(default_factory=dict)
    """Only where it differs from the competency's."""


class FormerTitle(Struct, frozen=True, kw_only=True):
    """A title that a competency had until a day."""

    title: Text
    until: date


class Signpost(Struct, frozen=True, kw_only=True):
    """What a learner at a level can be seen to do."""

    level: Level
    see: Text


class Competency(Written, frozen=True, kw_only=True):
    """Something a learner can come to be able to do, stated as "I can"."""

    code: CompetencyCode
    title: Text
    statement: Text | None = None
    requires: tuple[CompetencyCode, ...] = ()
    builds_on: tuple[CompetencyCode, ...] = ()
    aligns: tuple[CompetencyCode, ...] = ()
    formerly: tuple[FormerTitle, ...] = ()
    replaced_by: CompetencyCode | None = None
    scale: ScaleId | None = None
    policy: PolicyName | None = None
    high_leverage: bool = False
    grade: str = ""
    models: tuple[str, ...] = ()
    source: str = ""
    signposts: tuple[Signpost, ...] = ()
    credits: int = 0
    mastery_credit: bool = True
    """Whether its pathway's credit for a level is given for it."""
    gate: GateId | None = None
    evidence_required: Mapping[StageCode, int] = field(default_factory=dict)
    skills: tuple[Skill, ...] = ()

    @property
    def rated(self) -> tuple[Skill, ...]:
        """What gets rated: its skills, or the competency itself where it has none."""
        itself = Skill(
            code=SkillCode(self.code), statement=self.statement or self.title, at=self.at
        )
        return self.skills or (itself,)

    def required(self, skill: SkillCode, stage: StageCode | None) -> int:
        """Return how many pieces of evidence a skill needs at a stage; 0 when it is not asked.

        A competency that names no stages at all asks for one piece, once.
        """
        own = next((s.evidence_required for s in self.skills if s.code == skill), {})
        if stage is not None and stage in own:
            return own[stage]
        if not self.evidence_required:
            return 1
        return self.evidence_required.get(stage, 0) if stage is not None else 0


class Area(Written, frozen=True, kw_only=True):
    """A field of competencies: literacy, mathematics, habits."""

    code: AreaCode
    title: Text
    habit: bool = False
    """Reported apart, never averaged with academics."""
    icon: Icon | None = None
    about: Text | None = None
    scale: ScaleId | None = None
    policy: PolicyName | None = None
    competencies: tuple[Competency, ...] = ()


class Framework(Written, frozen=True, kw_only=True):
    """A set of competencies that belong together and are rated alike."""

    framework: FrameworkId
    title: Text
    about: Text | None = None
    licence: str = ""
    partner: PartnerId | None = None
    degree: Text | None = None
    scale: ScaleId
    policy: PolicyName = PolicyName("continuum")
    stages_of: PathwayId | None = None
    """The pathway whose stage codes `evidence_required`, `target` and placements use."""
    areas: tuple[Area, ...] = ()


class Placed(Struct, frozen=True, kw_only=True):
    """A competency where it stands, with what it takes from its area and framework."""

    competency: Competency
    area: Area
    framework: Framework

    @property
    def scale(self) -> ScaleId:
        """The scale it is rated on."""
        return self.competency.scale or self.area.scale or self.framework.scale

    @property
    def policy(self) -> PolicyName:
        """The rules by which its ratings become attainment."""
        return self.competency.policy or self.area.policy or self.framework.policy


def parse_code(skill: SkillCode | CompetencyCode) -> Code:
    """Return the code as a `Code`, which may be a competency's or a skill's."""
    return Code(skill)
