"""Programmes drawn as maps: pathways, their stages, gates and paces."""

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct, field

from wayfolio.model.frameworks import Icon, Level
from wayfolio.model.names import (
    AreaCode,
    BadgeId,
    CompetencyCode,
    ExperienceId,
    GateId,
    MilestoneId,
    PartnerId,
    PathwayId,
    SkillCode,
    Slug,
    StageCode,
    TermCode,
)
from wayfolio.model.requirements import Requirement
from wayfolio.model.structs import Written
from wayfolio.model.text import Text

PathwayKind = Literal["ladder", "stages", "cycle", "paced"]
BadgeKind = Literal[
    "badge",
    "mastery-credit",
    "college-credit",
    "industry-certification",
    "degree",
    "diploma",
]
Tier = Literal["foundational", "advanced"]
ExperienceKind = Literal[
    "studio", "interest-group", "seminar", "course", "internship", "shadow", "project"
]


class Milestone(Struct, frozen=True, kw_only=True):
    """A point on a pathway that somebody can reach."""

    id: MilestoneId
    title: Text


class Deliverable(Struct, frozen=True, kw_only=True):
    """Something to be made or shown within a stage."""

    id: Slug
    title: Text


class Stage(Written, frozen=True, kw_only=True):
    """A phase, portfolio, year, grade or cycle of a pathway."""

    code: StageCode
    title: Text | None = None
    about: Text | None = None
    level: Level | None = None
    """The level that completes this stage."""
    growth: Level | None = None
    """The growth that completes it as well, below that level."""
    finished: Requirement | None = None
    """What finishes it, where neither competencies nor deliverables do."""
    cycle: PathwayId | None = None
    """A cycle that is walked within it, round after round."""
    milestone: Milestone | None = None
    competencies: tuple[CompetencyCode, ...] = ()
    objectives: tuple[CompetencyCode, ...] = ()
    activities: tuple[Text, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    after: tuple[StageCode, ...] | None = None
    """The stages before this one; the one written above it where nothing is said."""
    finish_later: tuple[StageCode, ...] = ()
    """More stages that lead here, and may be finished once this one has begun."""
    optional: bool = False
    skipped_by: tuple[Slug, ...] = ()
    """The kinds of occasion on which an educator may let a learner skip it."""


class PathwayRequirement(Written, frozen=True, kw_only=True):
    """One requirement of a paced pathway: a college course or a high-school credit."""

    id: Slug
    course: CompetencyCode | None = None
    high_school_credit: Text | None = None
    credits: int = 0
    grade: StageCode | None = None
    met_by: tuple[CompetencyCode, ...] = ()


class GateBefore(Struct, frozen=True, kw_only=True):
    """What stands behind a gate."""

    courses: tuple[CompetencyCode, ...] = ()
    stages: tuple[StageCode, ...] = ()
    awards: tuple[BadgeId, ...] = ()


class Gate(Written, frozen=True, kw_only=True):
    """A condition before a part of a pathway opens."""

    id: GateId
    title: Text | None = None
    about: Text | None = None
    before: GateBefore = field(default_factory=GateBefore)
    needs: Requirement
    presumed: bool = False
    """Whether it opens also for what a placement presumes, without anybody having seen it."""


class WorkplaceItem(Struct, frozen=True, kw_only=True):
    """Workplace learning that a year asks for."""

    kind: Slug
    rung: Slug | None = None
    count: int = 1
    weeks: int | None = None
    shows: Text | None = None

    def takes(self, kind: str) -> bool:
        """Whether work of a kind counts for it. A short internship takes an internship."""
        return self.kind == kind or self.kind.endswith(f"-{kind}")


class Pathway(Written, frozen=True, kw_only=True):
    """A programme drawn as a map."""

    pathway: PathwayId
    title: Text
    kind: PathwayKind
    band: str = ""
    partner: PartnerId | None = None
    about: Text | None = None
    promise: Text | None = None
    stages: tuple[Stage, ...]
    pass_finished: Requirement | None = None
    comes_back: bool = False
    culminates_in: MilestoneId | None = None
    ends_with: tuple[Text, ...] = ()
    credit: Mapping[Slug, Level] = field(default_factory=dict)
    """The level at which a completed competency earns each kind of credit."""
    requirements: tuple[PathwayRequirement, ...] = ()
    paces: Mapping[Slug, Mapping[TermCode, tuple[CompetencyCode, ...]]] = field(
        default_factory=dict
    )
    gates: tuple[Gate, ...] = ()
    workplace: Mapping[StageCode, tuple[WorkplaceItem, ...]] = field(default_factory=dict)

    @property
    def rules(self) -> Iterator[Requirement]:
        """Yield what opens its gates, and what finishes its rounds and stages."""
        yield from (gate.needs for gate in self.gates)
        if self.pass_finished is not None:
            yield self.pass_finished
        yield from (stage.finished for stage in self.stages if stage.finished is not None)

    def stage(self, code: StageCode) -> Stage | None:
        """Return the stage of that code."""
        return next((stage for stage in self.stages if stage.code == code), None)


class Steps(Struct, frozen=True, kw_only=True):
    """A part of an experience: a launch, with what is done in it."""

    title: Text
    steps: tuple[Text, ...] = ()


class Task(Written, frozen=True, kw_only=True):
    """A milestone of a studio: what is done, made and shown."""

    n: int
    title: Text
    steps: tuple[Text, ...] = ()
    product: Text | None = None
    skills: tuple[SkillCode, ...] = ()


class Experience(Written, frozen=True, kw_only=True):
    """A studio, seminar, course, internship or interest group."""

    experience: ExperienceId
    kind: ExperienceKind
    title: Text
    frame: Text | None = None
    """The question it starts from."""
    weeks: int | None = None
    hours: int | None = None
    partner: PartnerId | None = None
    band: str = ""
    cycle: tuple[Slug, ...] = ()
    targets: tuple[SkillCode, ...] = ()
    launch: Steps | None = None
    milestones: tuple[Task, ...] = ()
    impact: Text | None = None
    reflection: Text | None = None
    asks: tuple[Text, ...] = ()
    may_replace_with: Text | None = None


class Badge(Written, frozen=True, kw_only=True):
    """A rule; a learner who meets it holds the award."""

    id: BadgeId
    kind: BadgeKind = "badge"
    title: Text
    tier: Tier | None = None
    area: AreaCode | None = None
    icon: Icon | None = None
    """The drawing on its picture; that of its area where nothing is said."""
    about: Text | None = None
    criteria: Requirement
    visibility: Literal["public", "family", "staff"] = "public"
    issuer: str = ""
