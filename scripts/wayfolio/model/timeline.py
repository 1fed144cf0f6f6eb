"""What a learner's page said on a day, and the record that changed it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from wayfolio.model.attainment import Rating, Status
from wayfolio.model.diagnostics import Location
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import (
    BadgeId,
    Code,
    CompetencyCode,
    ExperienceId,
    GateId,
    LearnerId,
    MilestoneId,
    PathwayId,
    PersonId,
    SkillCode,
    Slug,
    StageCode,
)


class Figure(Struct, frozen=True, kw_only=True):
    """What a page says of a competency, with the decimals that it shows."""

    stage: StageCode | None
    status: Status
    level: Fraction | None
    percent: int | None
    """Of the evidence asked for; None where the page has no percentage."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been shown yet."""
        return self.level is None and not self.percent and self.status in BLANK


BLANK = (Status.NOT_STARTED, Status.NOT_ASKED, Status.PLACED_PAST, Status.SKIPPED)


class FigureChanged(Struct, frozen=True, kw_only=True):
    """A competency of which the page says something else than the day before."""

    competency: CompetencyCode
    before: Figure | None
    """None where the page did not have it yet."""
    after: Figure
    is_first: bool = False
    """Whether it is the first evidence at the stage."""
    completed: tuple[StageCode | None, ...] = ()
    """The stages that were completed on the day."""
    pushed_out: tuple[Rating, ...] = ()
    """Earlier ratings that no longer count since this day."""


class BadgeHeld(Struct, frozen=True, kw_only=True):
    """A badge that a learner holds from this day on."""

    badge: BadgeId


class GateTurned(Struct, frozen=True, kw_only=True):
    """A gate that opened, or closed again."""

    pathway: PathwayId
    gate: GateId
    holds: bool


class MilestoneTurned(Struct, frozen=True, kw_only=True):
    """A milestone that was reached, or no longer counts as reached."""

    pathway: PathwayId
    milestone: MilestoneId
    holds: bool


class PassTurned(Struct, frozen=True, kw_only=True):
    """A pass of a cycle that was finished, or no longer counts as finished."""

    pathway: PathwayId
    number: int
    holds: bool


class StageBegun(Struct, frozen=True, kw_only=True):
    """A pathway, or stages of it, that a learner began."""

    pathway: PathwayId
    stages: tuple[StageCode, ...]
    pass_: int | None


class StageSkipped(Struct, frozen=True, kw_only=True):
    """A stage that an educator let a learner skip."""

    pathway: PathwayId
    stage: StageCode
    pass_: int | None


class RoundBrokenOff(Struct, frozen=True, kw_only=True):
    """A round of a pathway that ended early."""

    pathway: PathwayId
    number: int


Changed = (
    FigureChanged
    | BadgeHeld
    | GateTurned
    | MilestoneTurned
    | PassTurned
    | StageBegun
    | StageSkipped
    | RoundBrokenOff
)


class RatingRecord(Struct, frozen=True, kw_only=True):
    """A rating."""

    at: Location
    skill: SkillCode
    level: Level | Mark
    occasion: Slug
    by: tuple[PersonId, ...]


class OverrideRecord(Struct, frozen=True, kw_only=True):
    """A level that an educator set in place of the worked-out one."""

    at: Location
    level: Level
    by: tuple[PersonId, ...]
    why: str


class OccasionRecord(Struct, frozen=True, kw_only=True):
    """An occasion on which something was read, confirmed, dismissed, awarded or skipped."""

    at: Location
    occasion: Slug
    by: tuple[PersonId, ...]
    why: str = ""
    """Why a stage may be skipped."""


class PlacementRecord(Struct, frozen=True, kw_only=True):
    """A placement, or its reopening."""

    at: Location
    code: Code
    is_reopening: bool


class ProgrammeRecord(Struct, frozen=True, kw_only=True):
    """A programme in the learner's own file."""

    at: Location
    pathway: PathwayId
    why: str = ""
    """Why a round ended early."""


class WorkRecord(Struct, frozen=True, kw_only=True):
    """A piece of the learner's work."""

    at: Location
    title: str | None
    """None where the audience may not know of it."""


class SubstitutionRecord(Struct, frozen=True, kw_only=True):
    """An experience replaced by work."""

    at: Location
    instead_of: ExperienceId
    by: PersonId


WrittenRecord = (
    RatingRecord
    | OverrideRecord
    | OccasionRecord
    | PlacementRecord
    | ProgrammeRecord
    | WorkRecord
    | SubstitutionRecord
)


class PageChange(Struct, frozen=True, kw_only=True):
    """Something that a learner's page said for the first time on a day, and why."""

    on: date
    what: Changed
    records: tuple[WrittenRecord, ...]
    """Empty where no record did it, but that nothing more was seen for long."""


class Commit(Struct, frozen=True, kw_only=True):
    """The commit that last wrote a line."""

    short_hash: str
    on: date | None
    """The author's date; None where it makes no sense."""


Commits = Literal["all", "shallow", "none"]
"""Which commits git knows here: all, those of a shallow clone, or none."""


class PageHistory(Struct, frozen=True, kw_only=True):
    """The changes of a learner's page between two days, both included, in date order."""

    learner: LearnerId
    name: str
    since: date
    until: date
    changes: tuple[PageChange, ...]
    is_whole: bool = True
    """Whether it has college courses, which are the learner's own records."""
    commits_known: Commits
    commits: Mapping[Location, Commit]
    """The commit of each record that has one."""
