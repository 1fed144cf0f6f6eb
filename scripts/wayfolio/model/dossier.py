"""One learner, whole: what a family may read about its own child, and the school's people.

The audience is part of the type, and it is never the public: what is made from a `Whole` cannot
be written where public pages are written.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Generic, Literal, TypeVar

from msgspec import Struct, field

from wayfolio.model.attainment import AreaAttainment, Attainment, FigureChange, Readiness
from wayfolio.model.claims import Claim
from wayfolio.model.college import CollegeRecord, ExamSitting, SchoolCredit
from wayfolio.model.credits import MasteryCredit, StageCredit
from wayfolio.model.frameworks import Level
from wayfolio.model.keys import Addressee
from wayfolio.model.maps import PathMap
from wayfolio.model.names import (
    AreaCode,
    BadgeId,
    CompetencyCode,
    EvidenceRef,
    ExperienceId,
    GateId,
    InstrumentId,
    PathwayId,
    PersonId,
    SkillCode,
    Slug,
    StageCode,
    TermCode,
)
from wayfolio.model.outcomes import Outcome
from wayfolio.model.pace import Pace
from wayfolio.model.pages import Family, Staff
from wayfolio.model.portfolio import Goal, ItemAnswer
from wayfolio.model.stages import PathwayStanding
from wayfolio.model.support_files import Support
from wayfolio.model.supports import Dosed
from wayfolio.model.tasks import TaskStanding
from wayfolio.model.timeline import PageHistory
from wayfolio.model.visibility import VisibleLearner

Private = TypeVar("Private", Family, Staff)


class Occasion(Struct, frozen=True, kw_only=True):
    """A demonstration as this audience may see it."""

    on: date
    kind: Slug
    by: tuple[PersonId, ...]
    """The people who rated."""
    experience: ExperienceId | None = None
    evidence: tuple[EvidenceRef, ...] = ()
    """Only what this audience may see, and only the learner's own."""
    instrument: InstrumentId | None = None
    items: Mapping[Slug, ItemAnswer] = field(default_factory=dict)
    """With work that this audience may see."""
    note: str | None = None
    ask: str | None = None


class Happened(Struct, frozen=True, kw_only=True):
    """Something that stands beside a step of a line: a stage completed, or work revised."""

    what: Literal["completed", "revised"]
    competency: CompetencyCode
    stage: StageCode | None = None
    evidence: EvidenceRef | None = None


class LevelStep(Struct, frozen=True, kw_only=True):
    """The level of an area as of a day on which something in it was rated."""

    on: date
    level: Fraction
    happened: tuple[Happened, ...] = ()


class AreaGrowth(Struct, frozen=True, kw_only=True):
    """The level of an area through time, computed anew for each of its days."""

    area: AreaCode
    steps: tuple[LevelStep, ...]


class CompetencyGrowth(Struct, frozen=True, kw_only=True):
    """The level of a competency through time, after each day on which it was rated."""

    competency: CompetencyCode
    steps: tuple[LevelStep, ...]


class NextStep(Struct, frozen=True, kw_only=True):
    """A competency that can be worked on now, and what one more piece of evidence would do."""

    attained: Attainment
    skill: SkillCode | None
    because: Literal["goal", "fresh look", "nearly there", "under way", "ready"]
    goal: Goal | None = None
    change: FigureChange | None = None
    experiences: tuple[ExperienceId, ...] = ()
    """Where it can be shown, the best fit first."""
    offers: tuple[Slug, ...] = ()
    """Tasks of the menu that serve it."""


class Ahead(Struct, frozen=True, kw_only=True):
    """What comes next on a pathway."""

    pathway: PathwayId
    what: Literal["deliverable", "handed in", "milestone", "stage", "course"]
    code: str
    """The deliverable, milestone, stage or course."""
    on: date | None = None
    """Handed in, beginning, or planned until this day."""


class PathwayPosition(Struct, frozen=True, kw_only=True):
    """Where a learner is on a pathway."""

    pathway: PathwayId
    stages: tuple[StageCode, ...]
    pass_: int | None
    since: date


CourseState = Literal["done", "in-progress", "planned", "late"]


class CourseStanding(Struct, frozen=True, kw_only=True):
    """A course of a paced pathway, beside the learner's own plan."""

    course: CompetencyCode
    planned: TermCode | None
    """The term in which the learner's own pace has it."""
    ends: date | None
    """The last day of that term."""
    taken: TermCode | None
    state: CourseState
    grade: Level | None
    ahead: bool
    """Done or under way in an earlier term than planned."""


class Studies(Struct, frozen=True, kw_only=True):
    """A paced pathway of one learner: courses, credits and gates."""

    pathway: PathwayId
    pace: Slug | None
    courses: tuple[CourseStanding, ...]
    college: tuple[int, int]
    """Credits earned, and credits that the pathway has."""
    high_school: tuple[int, int]
    gates: tuple[tuple[GateId, Outcome], ...]
    record: CollegeRecord = field(default_factory=CollegeRecord)
    """The courses by term, with their grades."""
    signed: tuple[SchoolCredit, ...] = ()
    """The high-school credits that are earned, by name."""
    exams: tuple[ExamSitting, ...] = ()


class NewsMove(Struct, frozen=True, kw_only=True):
    """A competency whose level is another one than it was on a day."""

    competency: CompetencyCode
    was: Fraction | None
    now: Fraction


class News(Struct, frozen=True, kw_only=True):
    """What is new since a day, that day left out."""

    since: date
    evidence: tuple[EvidenceRef, ...]
    moves: tuple[NewsMove, ...]
    completed: tuple[tuple[CompetencyCode, StageCode | None], ...]
    awards: tuple[BadgeId, ...]


class OpenQuestion(Struct, frozen=True, kw_only=True):
    """Whom a family asks, and when."""

    person: PersonId | None = None
    conference: date | None = None
    exhibition: date | None = None


class LearnerDossier(Struct, Generic[Private], frozen=True, kw_only=True):
    """One learner with every figure and what made it."""

    shown: VisibleLearner[Private]
    """All attainments, at every stage."""
    addressee: Addressee = "anybody"
    """To whom the pages speak."""
    latin: str = ""
    """The name in Latin letters, where it is written in others."""
    full: str = ""
    """The whole name, for a transcript."""
    order: Mapping[AreaCode, int] = field(default_factory=dict)
    """The place of each area in the learner's own order."""
    places: tuple[PathwayPosition, ...]
    standings: tuple[PathwayStanding, ...] = ()
    """Where the learner stands on the pathways of stages: the value that every page prints."""
    occasions: Mapping[int, Occasion]
    """By the place of the demonstration in the portfolio, as `Rating.occasion` has it."""
    own_stages: Mapping[tuple[EvidenceRef, SkillCode], StageCode | None] = field(
        default_factory=dict
    )
    """For each self-rating, the stage at which it was made."""
    areas: tuple[AreaAttainment, ...]
    growth: tuple[AreaGrowth, ...]
    competency_growth: tuple[CompetencyGrowth, ...] = ()
    """Of every competency that anybody has rated, in the order of the catalogue."""
    readiness: Mapping[CompetencyCode, Readiness] = field(default_factory=dict)
    changes: Mapping[CompetencyCode, tuple[FigureChange, ...]] = field(default_factory=dict)
    """What one more rating would make of the current attainment."""
    steps: tuple[NextStep, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    studies: tuple[Studies, ...] = ()
    mastery_credits: tuple[MasteryCredit, ...] = ()
    stage_credits: tuple[StageCredit, ...] = ()
    pace: Pace
    """The learner's plan beside its dates: the value that every page prints."""
    maps: tuple[PathMap, ...] = ()
    """Of the programmes that the learner follows."""
    supports: tuple[tuple[Support, Outcome | None], ...] = ()
    """With how far the way out of it has been gone, where one is written."""
    dosed: tuple[Dosed, ...] = ()
    """One for each of `supports`."""
    tasks: tuple[TaskStanding, ...] = ()
    """What educators gave the learner to do until today, by its last day."""
    claims: tuple[Claim, ...] = ()
    """What only the learner says, of work that this audience may see, the oldest first."""
    contacts: OpenQuestion = field(default_factory=OpenQuestion)
    history: PageHistory | None = None
    """What the page said from the first record on."""
    news: News | None = None
    """Since the last conference, where there was one."""
