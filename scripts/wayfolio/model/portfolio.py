"""What one learner has done: evidence, demonstrations, placements, plan, supports."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from msgspec import Struct, field

from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import (
    AreaCode,
    BadgeId,
    Code,
    CompetencyCode,
    DeliverableRef,
    EvidenceRef,
    ExperienceId,
    GroupId,
    InstrumentId,
    Language,
    LearnerId,
    PartnerId,
    PathwayId,
    PersonId,
    SkillCode,
    Slug,
    StageCode,
    StageRef,
    TaskRef,
    TermCode,
    WorkRef,
    slug_of_work,
)
from wayfolio.model.structs import Written
from wayfolio.model.support_files import GroupContact, GroupSession, Support
from wayfolio.model.tasks import GivenTask, OwnTask, TaskWord

Visibility = Literal["draft", "staff", "family", "public"]
ConsentTo = Literal["name", "work", "badges", "photo", "voice"]
Confirmable = Literal["work", "hours", "deliverables", "milestones", "substitutions"]
"""What a learner can say of a piece of work, and somebody else can confirm or dismiss.

`work`: that it was done, and where.
"""


class Name(Struct, frozen=True, kw_only=True):
    """How a learner is called, and how much of it may be shown."""

    full: str
    first: str
    shown: Literal["full", "first", "initials", "alias"] = "first"
    alias: str | None = None
    latin: str | None = None


class RoundEnded(Written, frozen=True, kw_only=True):
    """The early end of a round: on that day it was broken off, neither finished nor missing."""

    on: date
    why: str


class Programme(Written, frozen=True, kw_only=True):
    """A pathway that a learner follows, from a day."""

    pathway: PathwayId
    from_: date
    to: date | None = None
    stage: tuple[StageCode, ...] = ()
    """Where the learner is from then on; in several stages at once if there are several."""
    pace: Slug | None = None
    pass_: int | None = None
    ended: RoundEnded | None = None

    @property
    def round(self) -> int:
        """The round that it is part of; the first one where nothing is said."""
        return self.pass_ or 1

    def is_over(self, day: date) -> bool:
        """Whether it has ended before a day."""
        return self.to is not None and self.to < day


def begun_entries(
    programmes: Iterable[Programme], pathway: PathwayId | None, day: date
) -> list[Programme]:
    """Return the entries of a pathway that have begun by a day, in the order of the file."""
    return [entry for entry in programmes if entry.pathway == pathway and entry.from_ <= day]


def find_latest_stages(entries: Iterable[Programme], day: date) -> tuple[StageCode, ...]:
    """Return the stages that were begun last, all of one day, and have not ended by a day."""
    begun = sorted((e for e in entries if e.stage and e.from_ <= day), key=lambda e: e.from_)
    here = [entry for entry in begun if entry.from_ == begun[-1].from_ and not entry.is_over(day)]
    return tuple(dict.fromkeys(code for entry in here for code in entry.stage))


class Consent(Written, frozen=True, kw_only=True):
    """What a family or a grown learner allows, for whom, from and until."""

    what: tuple[ConsentTo, ...]
    audience: Literal["public", "family"]
    by: Literal["guardian", "self"]
    from_: date
    until: date | None = None
    withdrawn: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether it holds on a day; the day of withdrawal is already without."""
        ended = (self.until is not None and on > self.until) or (
            self.withdrawn is not None and on >= self.withdrawn
        )
        return self.from_ <= on and not ended


class Entered(Struct, frozen=True, kw_only=True):
    """The grade and school year in which a learner began; turns term codes into dates."""

    grade: str
    year: str


class CourseTaken(Written, frozen=True, kw_only=True):
    """A college course that a learner has taken, takes or plans."""

    course: CompetencyCode
    term: TermCode
    status: Literal["planned", "in-progress", "done", "dropped"]
    college: PartnerId | None = None
    """Where it is not that of the framework."""


class LearnerFile(Written, frozen=True, kw_only=True):
    """What the school keeps about a learner."""

    name: Name
    group: GroupId
    entered: Entered | None = None
    external_ids: Mapping[Slug, str] = field(default_factory=dict)
    """Source -> under what id another program or list knows the learner. It is never published."""
    logins: tuple[str, ...] = ()
    programmes: tuple[Programme, ...] = ()
    consent: tuple[Consent, ...] = ()
    adult_from: date | None = None
    """The day from which the learner owns the consent; never a birth date."""
    courses: tuple[CourseTaken, ...] = ()

    def round_on(self, pathway: PathwayId | None, day: date) -> int:
        """Return the round of a pathway that runs on a day; what happens then belongs to it."""
        running = begun_entries(self.programmes, pathway, day)
        # Of several that begin on one day, the one written last.
        return max(reversed(running), key=lambda p: p.from_).round if running else 1


class Attachment(Written, frozen=True, kw_only=True):
    """A file beside an evidence file, with words for whoever cannot see or hear it."""

    path: str
    alt: str | None = None
    transcript: str | None = None
    """The name of a text file beside it."""
    captions: str | None = None
    summary: str | None = None
    people: bool = False
    """Whether a person can be recognized, which requires consent to `photo`."""


class Connection(Struct, frozen=True, kw_only=True):
    """What links a piece of work to the learner's interests and reasons."""

    spark: tuple[str, ...] = ()
    because: str | None = None


class BodyPicture(Written, frozen=True, kw_only=True):
    """A picture that stands in the text of a piece of evidence."""

    path: str
    alt: str


class Evidence(Written, frozen=True, kw_only=True):
    """An artifact with a reflection."""

    title: str
    date: date
    kind: Slug
    lang: Language = Language("en")
    experience: ExperienceId | None = None
    milestone: int | None = None
    task: TaskRef | None = None
    """The task that it answers."""
    with_: tuple[LearnerId, ...] = ()
    shows: tuple[SkillCode, ...] = ()
    self_: Mapping[SkillCode, Level] = field(default_factory=dict)
    stages: tuple[StageRef, ...] = ()
    delivers: tuple[DeliverableRef, ...] = ()
    partner: PartnerId | None = None
    hours: Fraction | None = None
    revision_of: EvidenceRef | None = None
    connects: Connection = field(default_factory=Connection)
    files: tuple[Attachment, ...] = ()
    aliases: tuple[Slug, ...] = ()
    names: tuple[str, ...] = ()
    """Words in this work that are names, although they are also ordinary words."""
    not_names: tuple[str, ...] = ()
    """Words in this work that look like names and are not."""
    visibility: Visibility = "family"
    stem: EvidenceRef = EvidenceRef("")
    """The file's name without `.md`."""
    body: str = ""
    body_line: int = 1
    pictures: tuple[BodyPicture, ...] = ()

    @property
    def slug(self) -> str:
        """The last part of its address: the file's name without the date."""
        return slug_of_work(self.stem)


class Rated(Written, frozen=True, kw_only=True):
    """One rating as it was written: a level or a mark, and how it came about."""

    level: Level | Mark
    model: Slug | None = None
    target: StageCode | None = None


class ItemAnswer(Written, frozen=True, kw_only=True):
    """What a learner did with one item of an instrument. It counts for nothing by itself."""

    right: bool
    """Whether it was right; not yet, where it is false."""
    model: Slug | None = None
    """The model that the learner chose, such as drawn."""
    work: EvidenceRef | None = None
    """The learner's piece of work with the picture of it."""
    note: str | None = None


class Demonstration(Written, frozen=True, kw_only=True):
    """One dated occasion on which somebody rated, read or awarded something."""

    date: date
    kind: Slug
    by: tuple[PersonId, ...]
    instrument: InstrumentId | None = None
    target: StageCode | None = None
    experience: ExperienceId | None = None
    milestone: int | None = None
    evidence: tuple[EvidenceRef, ...] = ()
    ratings: Mapping[SkillCode, tuple[Rated, ...]] = field(default_factory=dict)
    items: Mapping[Slug, ItemAnswer] = field(default_factory=dict)
    """The items of the instrument that the learner was given."""
    note: str | None = None
    ask: str | None = None
    agreed: str | None = None
    """What the adults will try next. It is for them, and in the staff edition alone."""
    audience: Slug | None = None
    delivers: tuple[DeliverableRef, ...] = ()
    pass_: int | None = None
    exam: InstrumentId | None = None
    score: Level | None = None
    award: BadgeId | None = None
    issuer: str | None = None
    confirms: tuple[Confirmable, ...] = ()
    """What the learner says of this work, and somebody confirms as it stands there."""
    hours: Fraction | None = None
    """Hours that somebody confirms, whatever the learner says."""
    dismisses: tuple[Confirmable, ...] = ()
    """What the learner says of this work, and does not count; `why` says why."""
    levels: Mapping[CompetencyCode, Level] = field(default_factory=dict)
    """Levels that stand in place of the worked-out ones from this day; `why` says why."""
    skips: tuple[StageRef, ...] = ()
    """Stages that the learner need not walk, from this day; `why` says why."""
    why: str | None = None


class Placement(Written, frozen=True, kw_only=True):
    """Where a learner starts or stands, where it is not the default."""

    stage: StageCode | None = None
    baseline: Level | None = None
    on: date | None = None
    by: PersonId | None = None
    presumes: Literal["prerequisites"] | None = None
    """What comes before is presumed: it opens what follows, and is never counted as met."""
    reopened: date | None = None
    why: str | None = None


class Goal(Written, frozen=True, kw_only=True):
    """Something a learner means to do by a day."""

    id: Slug
    goal: str
    target: date | None = None
    shows: tuple[Code, ...] = ()
    level: Level | None = None
    """The level that the learner means to reach in what the goal shows."""
    status: Literal["open", "reached", "dropped"] = "open"


class PurposeStatement(Struct, frozen=True, kw_only=True):
    """A learner's reason, as it stood from a day on."""

    from_: date
    text: str


class Conference(Written, frozen=True, kw_only=True):
    """A learner-led conference, in a sentence or two."""

    date: date
    by: PersonId
    note: str = ""


class Substitution(Written, frozen=True, kw_only=True):
    """An experience replaced by work that shows the same outcomes."""

    instead_of: ExperienceId
    with_: EvidenceRef
    shows: tuple[SkillCode, ...] = ()
    by: PersonId
    on: date


class Plan(Written, frozen=True, kw_only=True):
    """A learner's own plan."""

    goals: tuple[Goal, ...] = ()
    interests: tuple[str, ...] = ()
    why: tuple[PurposeStatement, ...] = ()
    highlights: tuple[EvidenceRef, ...] = ()
    pace: Mapping[AreaCode, date] = field(default_factory=dict)
    conferences: tuple[Conference, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    with_: tuple[WorkRef, ...] = ()
    """Work in other learners' folders that this learner agrees to be named for."""


class Portfolio(Struct, frozen=True, kw_only=True):
    """One learner, whole: the unit of work."""

    learner: LearnerId
    file: LearnerFile
    evidence: tuple[Evidence, ...] = ()
    files: frozenset[str] = frozenset()
    """The names of the files that lie beside the evidence."""
    refused: frozenset[str] = frozenset()
    """Those that evidence lists and that lie there, but are reported and never shown."""
    demonstrations: tuple[Demonstration, ...] = ()
    """In date order; those of one day in the order in which they were written."""
    placements: Mapping[Code, Placement] = field(default_factory=dict)
    plan: Plan = field(default_factory=Plan)
    supports: tuple[Support, ...] = ()
    tasks: tuple[OwnTask, ...] = ()
    """The tasks that educators gave the learner, including those that begin later."""


class GroupFile(Struct, frozen=True, kw_only=True):
    """One occasion of several learners, the support that a group receives, or a task."""

    occasion: Demonstration | None = None
    learners: Mapping[LearnerId, Mapping[SkillCode, tuple[Rated, ...]]] = field(
        default_factory=dict
    )
    items: Mapping[LearnerId, Mapping[Slug, ItemAnswer]] = field(default_factory=dict)
    support: Support | None = None
    sessions: tuple[GroupSession, ...] = ()
    contacts: tuple[GroupContact, ...] = ()
    task: GivenTask | None = None
    task_words: Mapping[LearnerId, TaskWord] = field(default_factory=dict)
    """The learners whom a task's file names, with what it says of each."""
    stem: Slug = Slug("")

    @property
    def only_learner(self) -> LearnerId | None:
        """The learner for whom alone a task is."""
        is_alone = self.task and self.task.task.group is None and len(self.task_words) == 1
        return next(iter(self.task_words)) if is_alone else None


def task_names(files: Iterable[GroupFile]) -> frozenset[TaskRef]:
    """Return the names of the tasks among group files."""
    return frozenset(file.task.name for file in files if file.task is not None)
