"""What the staff's pages about many learners need of each: the reduction of one unit of work."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from msgspec import Struct, field

from wayfolio.model.attainment import Attainment, Rating, Status
from wayfolio.model.claims import Claim
from wayfolio.model.dossier import News, NextStep, PathwayPosition, Studies
from wayfolio.model.names import (
    CompetencyCode,
    EvidenceRef,
    ExperienceId,
    GroupId,
    LearnerId,
    SkillCode,
    Slug,
    StageCode,
)
from wayfolio.model.pace import Pace, PaceLine
from wayfolio.model.pages import Staff
from wayfolio.model.portfolio import Conference, Demonstration, Goal
from wayfolio.model.stages import PathwayStanding
from wayfolio.model.support_files import Support
from wayfolio.model.supports import Assessed, BeforeAfter, Dosed, FocusMove, LookedAt, TwoRatings
from wayfolio.model.tasks import TaskStanding


class Cell(Struct, frozen=True, kw_only=True):
    """One learner in one competency, at the stage worked at now."""

    status: Status
    stage: StageCode | None
    level: Fraction | None
    """The level now: of this stage, else of the last completed one."""
    is_set: bool = False
    """Whether an educator has set it in place of the worked-out one."""
    progress: Fraction
    is_asked: bool
    last_seen: date | None
    waiting_for: tuple[CompetencyCode, ...] = ()


class Waiting(Struct, frozen=True, kw_only=True):
    """A piece of work that waits for a rating."""

    evidence: EvidenceRef
    slug: str
    title: str
    on: date
    skills: tuple[SkillCode, ...]
    """What the learner says it shows and nobody has rated on it."""
    nobody: bool
    """Whether nobody has rated anything of it."""


class Revision(Struct, frozen=True, kw_only=True):
    """Something that an educator asked for, and that has not come back yet."""

    on: date
    by: tuple[str, ...]
    ask: str
    evidence: EvidenceRef | None


class AreaPlan(Struct, frozen=True, kw_only=True):
    """An area with a date in the learner's own plan, and what of it nothing covers yet."""

    pace: PaceLine
    uncovered: tuple[SkillCode, ...]
    """What is open and named by no open goal and aimed at by no experience under way."""


class OpenOutcome(Struct, frozen=True, kw_only=True):
    """Something that a learner's plan leaves uncovered, and what could show it."""

    skill: SkillCode
    target: date
    """The learner's own day for its area."""
    ways: tuple[ExperienceId, ...]
    """The experiences for the learner's grade that aim at it: the fewer, the less flexible."""


class Replaced(Struct, frozen=True, kw_only=True):
    """An experience replaced by other work, and what of its outcomes is still to be shown."""

    instead_of: ExperienceId
    with_: EvidenceRef
    shown: tuple[SkillCode, ...]
    uncovered: tuple[SkillCode, ...]


class Helped(Struct, frozen=True, kw_only=True):
    """One support of one learner with what was delivered of it."""

    support: Support
    dosed: Dosed
    moves: tuple[FocusMove, ...]
    exit_met: bool | None
    """None where no rule is written."""


class StaffRow(Struct, frozen=True, kw_only=True):
    """One learner, as the pages about many learners need them."""

    learner: LearnerId
    name: str
    full_name: str
    group: GroupId
    groups: tuple[GroupId, ...]
    """The group and all that it is in, the smallest first."""
    grade: int | None
    places: tuple[PathwayPosition, ...]
    standings: tuple[PathwayStanding, ...] = ()
    cells: Mapping[CompetencyCode, Cell]
    attained: tuple[Attainment, ...]
    ratings: Mapping[CompetencyCode, tuple[Rating, ...]] = field(default_factory=dict)
    demonstrations: tuple[Demonstration, ...] = ()
    last_rated: date | None = None
    last_work: date | None = None
    waiting: tuple[Waiting, ...] = ()
    revisions: tuple[Revision, ...] = ()
    claims: tuple[Claim, ...] = ()
    tasks: tuple[TaskStanding, ...] = ()
    titles: Mapping[EvidenceRef, str] = field(default_factory=dict)
    """The titles of the work handed in for tasks."""
    wants: tuple[NextStep, ...] = ()
    wanted_then: tuple[CompetencyCode, ...] = ()
    """What the learner could work on when the cycle of today began."""
    steps: tuple[NextStep, ...] = ()
    menu: tuple[tuple[CompetencyCode, tuple[Slug, ...]], ...] = ()
    helped: tuple[Helped, ...] = ()
    plans: tuple[AreaPlan, ...] = ()
    open_outcomes: tuple[OpenOutcome, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    goals: tuple[Goal, ...] = ()
    studies: tuple[Studies, ...] = ()
    pace: Pace
    conferences: tuple[Conference, ...] = ()
    assessed: tuple[Assessed, ...] = ()
    pairs: tuple[TwoRatings, ...] = ()
    looked_at: tuple[LookedAt, ...] = ()
    inquired: Mapping[Slug, tuple[BeforeAfter, ...]] = field(default_factory=dict)
    news: News | None = None

    @property
    def audience(self) -> type[Staff]:
        """For whose eyes it is."""
        return Staff


class Covered(Struct, frozen=True, kw_only=True):
    """One competency of a framework: who asks for it, who has shown it, who has rated it."""

    competency: CompetencyCode
    asked_by: tuple[ExperienceId, ...]
    asked_of: int
    """Learners of whom it is asked now."""
    shown_by: int
    raters: tuple[str, ...]


class Due(Struct, frozen=True, kw_only=True):
    """An assessment with a window, and a learner of the grade that it is for."""

    learner: LearnerId
    competency: CompetencyCode
    instruments: tuple[str, ...]
    window: Slug
    opens: date
    closes: date
    seen: tuple[tuple[Slug, bool], ...]
    """Whether the learner was seen in each window that has begun."""


class WindowSeen(Struct, frozen=True, kw_only=True):
    """A window of assessments, and of how many learners the concept of their grade was seen."""

    window: Slug
    opens: date
    closes: date
    concerned: int
    """Learners whose grade has a high-leverage concept."""
    seen: int
