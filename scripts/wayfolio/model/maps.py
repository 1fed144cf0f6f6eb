"""Maps of programmes and frameworks: places, prerequisites, and a learner's progress."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal, assert_never

from msgspec import Struct, field

from wayfolio.model.attainment import Attainment, Readiness, Status
from wayfolio.model.claims import Known
from wayfolio.model.frameworks import Level
from wayfolio.model.names import (
    CompetencyCode,
    DeliverableRef,
    EvidenceRef,
    GateId,
    MilestoneId,
    PathwayId,
    Slug,
    StageCode,
    StageRef,
)
from wayfolio.model.outcomes import Outcome
from wayfolio.model.pace import Pace, PaceLine
from wayfolio.model.portfolio import CourseTaken, Entered, Programme, begun_entries
from wayfolio.model.requirements import Requirement
from wayfolio.model.rounds import Round
from wayfolio.model.skips import Skip, Skips
from wayfolio.model.text import Text


class Timing(StrEnum):
    """Something that is done or not, against a learner's own plan."""

    DONE = "done"
    IN_PROGRESS = "in progress"
    PLANNED = "planned"
    LATE = "late"
    """The term that the learner's own plan gives it is over."""
    CLAIMED = "claimed"
    """The learner says that it is done, and nobody has confirmed it yet."""
    NO_RECORD = "no record"
    """Its time is over, and nobody has written down whether it was done."""
    ENDED = "ended early"
    """The round was broken off before it was done: neither done nor missing."""

    @property
    def is_met(self) -> bool:
        """Whether nothing more is needed."""
        match self:
            case Timing.DONE:
                return True
            case Timing.IN_PROGRESS | Timing.PLANNED | Timing.LATE | Timing.NO_RECORD:
                return False
            case Timing.CLAIMED | Timing.ENDED:
                return False
            case _:
                assert_never(self)

    @property
    def is_open(self) -> bool:
        """Whether it has begun, and more is needed."""
        match self:
            case Timing.IN_PROGRESS | Timing.CLAIMED:
                return True
            case Timing.DONE | Timing.ENDED:
                return False
            case Timing.PLANNED | Timing.LATE | Timing.NO_RECORD:
                return False
            case _:
                assert_never(self)


State = Status | Timing

MapKind = Literal["ladder", "stages", "cycle", "paced", "prerequisites"]
NodeKind = Literal[
    "stage", "competency", "area", "course", "credit", "gate", "milestone", "workplace"
]
LaneKind = Literal["stages", "area", "round", "within", "courses", "credits", "gates", "workplace"]
EdgeKind = Literal["requires", "builds-on", "next", "finish-later", "comes-back"]


class MapPart(Struct, frozen=True, kw_only=True):
    """Something within a node: a signpost of a concept, a deliverable, a competency of an area."""

    title: Text
    label: Text | None = None
    """A word for it, where `title` is a sentence."""
    has_state: bool = False
    """Whether the map tells how far a learner is with it."""
    known: Known | None = None
    """How it is known to be done; None where nobody says that it is."""


class MapLane(Struct, frozen=True, kw_only=True):
    """A row of a map, as high as it needs to be."""

    kind: LaneKind
    title: Text | None = None
    """None where its kind says enough."""
    n: int = 0
    """Which round it is."""
    turn: Round | None = None
    """How that round stands."""
    cycle: Text | None = None
    """Of a lane within stages: the title of its cycle."""
    within: tuple[Text, ...] = ()
    """The stages that contain its rounds; empty if all of them do."""


class MapColumn(Struct, frozen=True, kw_only=True):
    """A column of a map: a term, a grade, or a depth without a name."""

    title: Text | None = None
    """Not repeated where the column before has the same."""
    code: str = ""
    from_: date | None = None
    to: date | None = None


class MapLink(Struct, frozen=True, kw_only=True):
    """The page that tells more about a node; in a list, the place on it."""

    page: Literal["competency", "area", "pathway"]
    code: str


class MapNode(Struct, frozen=True, kw_only=True):
    """A place on a map."""

    id: str
    """Letters, digits, hyphens and points; unique on its map."""
    kind: NodeKind
    title: Text
    lane: int
    column: int
    span: int = 1
    """Over how many columns it stands, from that one on."""
    code: str = ""
    """What readers see besides the title: a code, a grade."""
    label: Text | None = None
    """The same where it is a text."""
    about: Text | None = None
    link: MapLink | None = None
    optional: bool = False
    skipped_by: tuple[Slug, ...] = ()
    """The kinds of occasion on which it may be skipped."""
    skip: Skip | None = None
    """Who let the learner skip it, and why."""
    rule: Requirement | None = None
    """What finishes it, where a rule does."""
    growth: Level | None = None
    """The growth that completes it as well."""
    level: Level | None = None
    """The level that completes it."""
    credits: int = 0
    pieces: int = 0
    """Pieces of evidence that it asks for."""
    count: int = 1
    """How often it is asked for."""
    weeks: int | None = None
    shows: Text | None = None
    """What has to be shown for it."""
    met_by: tuple[Text, ...] = ()
    """What else stands for it."""
    parts: tuple[MapPart, ...] = ()
    state: State | None = None
    """None on a map without a learner, and where nothing may be told."""
    waiting_for: tuple[Text, ...] = ()
    """What comes first, the nearest first."""
    term: str = ""
    """The term in which the learner took it, where that is not the column's."""
    counted: int | None = None
    """How often somebody saw the learner do it."""
    claimed: int = 0
    """How often more the learner says so."""
    outcome: Outcome | None = None
    """Of a gate, or of a stage that a rule finishes: what holds and what is missing."""
    pace: PaceLine | None = None
    """Of a course or a gate: the learner's own date, and the date at this pace."""


class MapEdge(Struct, frozen=True, kw_only=True):
    """An arrow from what comes first to what stands on it."""

    start: str
    end: str
    kind: EdgeKind


class PathMap(Struct, frozen=True, kw_only=True):
    """A programme or a framework as a map, with or without one learner's states."""

    id: str
    kind: MapKind
    title: Text
    pace: Slug | None = None
    lanes: tuple[MapLane, ...]
    columns: tuple[MapColumn, ...]
    nodes: tuple[MapNode, ...]
    """By lane, column and the order in which educators wrote them."""
    edges: tuple[MapEdge, ...]
    here: tuple[str, ...] = ()
    """The nodes at which the learner is."""

    @property
    def has_states(self) -> bool:
        """Whether it tells how far somebody is."""
        return any(node.state is not None for node in self.nodes)


class Workplace(Struct, frozen=True, kw_only=True):
    """Something a learner did at a workplace."""

    stage: StageRef
    kind: Slug
    on: date
    evidence: EvidenceRef
    claimed: bool = False
    """Whether nobody but the learner says so."""


class Claims(Struct, frozen=True, kw_only=True):
    """What would be added to what one learner has done, if all that they say were confirmed."""

    read: frozenset[tuple[int, DeliverableRef]] = frozenset()
    finished: frozenset[tuple[PathwayId, int]] = frozenset()
    reached: frozenset[MilestoneId] = frozenset()
    reached_in: frozenset[tuple[PathwayId, int, MilestoneId]] = frozenset()
    credits: frozenset[Slug] = frozenset()


class Walked(Struct, frozen=True, kw_only=True):
    """What one learner has done, as far as maps show it. What is not to be seen is not in it."""

    today: date
    programmes: tuple[Programme, ...] = ()
    entered: Entered | None = None
    attained: tuple[Attainment, ...] = ()
    ready: Mapping[CompetencyCode, Readiness] = field(default_factory=dict)
    courses: tuple[CourseTaken, ...] = ()
    read: frozenset[tuple[int, DeliverableRef]] = frozenset()
    """Deliverables handed in and read, with the pass they belong to (1 where nothing is said)."""
    finished: frozenset[tuple[PathwayId, int]] = frozenset()
    """Passes of cycles that are finished."""
    reached: frozenset[MilestoneId] = frozenset()
    reached_in: frozenset[tuple[PathwayId, int, MilestoneId]] = frozenset()
    """Milestones of pathways that are walked in rounds, each with its round."""
    skips: Skips = field(default_factory=dict)
    outcomes: Mapping[tuple[int, StageRef], Outcome] = field(default_factory=dict)
    """In each round, the rules that finish stages."""
    credits: frozenset[Slug] = frozenset()
    """High-school credits that are earned, by the ids of their requirements."""
    claims: Claims = Claims()
    gates: Mapping[GateId, Outcome] = field(default_factory=dict)
    workplace: tuple[Workplace, ...] = ()
    pace: Pace | None = None

    def now(self, pathway: PathwayId) -> Programme | None:
        """Return the entry of a pathway that holds today: the latest that has begun."""
        begun = begun_entries(self.programmes, pathway, self.today)
        return max(begun, key=lambda programme: programme.from_, default=None)


class Maps(Struct, frozen=True, kw_only=True):
    """Every map of a school, without a learner."""

    pathways: Mapping[PathwayId, tuple[PathMap, ...]] = field(default_factory=dict)
    """One for each pace of a paced pathway."""
    frameworks: tuple[PathMap, ...] = ()


class MapTerm(Struct, frozen=True, kw_only=True):
    """A term of a learner's own years."""

    stage: StageCode
    code: str
    from_: date | None = None
    to: date | None = None
