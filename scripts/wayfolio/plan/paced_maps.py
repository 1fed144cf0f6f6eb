"""Maps of paced pathways: the same requirements at any pace, terms as columns."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import CourseStanding, CourseState
from wayfolio.model.maps import (
    LaneKind,
    MapColumn,
    MapEdge,
    MapLane,
    MapLink,
    MapNode,
    MapTerm,
    PathMap,
    State,
    Timing,
    Walked,
)
from wayfolio.model.names import CompetencyCode, Slug, StageCode, TermCode
from wayfolio.model.pace import PaceLine
from wayfolio.model.pathways import Pathway, PathwayRequirement, WorkplaceItem
from wayfolio.model.text import Text
from wayfolio.plan.courses import CourseRecord, find_term_days, stand_courses
from wayfolio.plan.map_lanes import Walk
from wayfolio.plan.stage_maps import find_pace_line, gate_node
from wayfolio.plan.terms import split_by_term

LANES: tuple[LaneKind, ...] = ("gates", "courses", "credits", "workplace")


class PacedWalk(Struct, frozen=True, kw_only=True, dict=True):
    """A pathway at one pace, and the learner on it if there is one."""

    catalogue: Catalogue
    pathway: Pathway
    pace: Slug
    walked: Walked | None = None

    @cached_property
    def grades(self) -> tuple[StageCode, ...]:
        """The years up to the last one of this pace, which takes in all later ones."""
        stages = tuple(stage.code for stage in self.pathway.stages)
        named = [split_by_term(code, stages)[0] for code in self.pathway.paces[self.pace]]
        places = [stages.index(grade) for grade in named if grade in stages]
        return stages[: max(places, default=len(stages) - 1) + 1]

    @cached_property
    def terms(self) -> tuple[MapTerm, ...]:
        """The columns: the terms of this pace in order, at least one a year."""
        calendar = self.catalogue.school.calendar
        order = [term.code for term in calendar.terms] if calendar else []
        stages = tuple(stage.code for stage in self.pathway.stages)
        terms: list[MapTerm] = []
        for grade in self.grades:
            pairs = (split_by_term(code, stages) for code in self.pathway.paces[self.pace])
            used = {part for year, part in pairs if year == grade} | self.common
            # A grade alone is the whole year: it needs a column only where the year has no other.
            parts = used - {""} or {""}
            for part in sorted(parts, key=lambda part: _rank(part, order)):
                first, last = self.days(grade, part)
                terms.append(MapTerm(stage=grade, code=part, from_=first, to=last))
        return tuple(terms)

    @cached_property
    def common(self) -> frozenset[str]:
        """The parts of a year that every pace uses: each year has a column for them."""
        stages = tuple(stage.code for stage in self.pathway.stages)
        used = [
            {split_by_term(code, stages)[1] for code in pace}
            for pace in self.pathway.paces.values()
        ]
        return frozenset(set.intersection(*used)) if used else frozenset()

    def days(self, grade: StageCode, part: str) -> tuple[date | None, date | None]:
        """Return the first and last day of a term in the learner's own years, if known."""
        entered = self.walked.entered if self.walked else None
        return find_term_days(self.catalogue, self.pathway, entered).days(grade, part) or (
            None,
            None,
        )

    @cached_property
    def standings(self) -> Mapping[CompetencyCode, CourseStanding]:
        """The learner's courses at this pace, as the pages about courses have them."""
        if self.walked is None:
            return {}
        record = CourseRecord(
            entered=self.walked.entered,
            courses=self.walked.courses,
            attained=self.walked.attained,
            today=self.walked.today,
        )
        courses = stand_courses(self.catalogue, self.pathway, self.pace, record)
        return {standing.course: standing for standing in courses}

    def columns_of(self, code: TermCode) -> tuple[int, ...]:
        """Return the columns of a term: several where it is a whole year; none it is not here."""
        stages = tuple(stage.code for stage in self.pathway.stages)
        grade, part = split_by_term(code, stages)
        if not part and grade in self.grades:
            return self.school_year(grade)
        return tuple(n for n, t in enumerate(self.terms) if (t.stage, t.code) == (grade, part))

    def is_summer(self, column: int) -> bool:
        """Whether a column is the summer after a school year."""
        terms = find_term_days(self.catalogue, self.pathway, None)
        return terms.is_summer(self.terms[column].code)

    def year(self, grade: StageCode | None) -> tuple[int, ...]:
        """Return the columns of a year, or of this pace's last year for a later one."""
        at = grade if grade in self.grades else self.grades[-1]
        return tuple(place for place, term in enumerate(self.terms) if term.stage == at)

    def school_year(self, grade: StageCode | None) -> tuple[int, ...]:
        """Return the columns of a year without its summer, over which a year's work is spread."""
        year = self.year(grade)
        return tuple(n for n in year if not self.is_summer(n)) or year


def _rank(part: str, order: Sequence[str]) -> tuple[int, str]:
    """Return the rank of a part of a year: by the calendar, then by name."""
    return (order.index(part) if part in order else len(order)), part


def make_paced_map(paced: PacedWalk) -> PathMap:
    """Return the map of a pathway at a pace. Another pace only moves places."""
    nodes = [
        *_courses(paced),
        *_gates(paced),
        *_milestones(paced),
        *_credits(paced),
        *_workplace(paced),
    ]
    used = [kind for place, kind in enumerate(LANES) if any(n.lane == place for n in nodes)]
    lanes = {LANES.index(kind): place for place, kind in enumerate(used)}
    nodes = [replace(node, lane=lanes[node.lane]) for node in nodes]
    return PathMap(
        id=f"{paced.pathway.pathway}-{paced.pace}",
        kind="paced",
        title=paced.pathway.title,
        pace=paced.pace,
        lanes=tuple(MapLane(kind=kind) for kind in used),
        columns=tuple(_columns(paced)),
        nodes=tuple(nodes),
        edges=tuple(_edges(paced, {node.id for node in nodes})),
        here=_here(paced, nodes),
    )


def _columns(paced: PacedWalk) -> Iterator[MapColumn]:
    for term in paced.terms:
        stage = paced.pathway.stage(term.stage)
        title = stage.title if stage and stage.title else Text(term.stage)
        code = f"{term.stage}{term.code}" if term.code else ""
        yield MapColumn(title=title, code=code, from_=term.from_, to=term.to)


def _planned_columns(paced: PacedWalk) -> Mapping[CompetencyCode, tuple[int, int]]:
    """Return the first and the last column of every course, without a summer in between.

    Those of its terms; all of the school year for a year-long one, whose term is the grade alone;
    the last column if no term has it.
    """
    last = len(paced.terms) - 1
    places: dict[CompetencyCode, list[int]] = {
        need.course: [] for need in paced.pathway.requirements if need.course
    }
    for code, taken in paced.pathway.paces[paced.pace].items():
        for course in taken:
            places.setdefault(course, []).extend(paced.columns_of(code))
    known = paced.catalogue.competencies
    return {
        code: _stretch(paced, columns or [last])
        for code, columns in places.items()
        if code in known
    }


def _stretch(paced: PacedWalk, columns: Sequence[int]) -> tuple[int, int]:
    """Return the first and the last of a course's columns in the year in which it begins."""
    first = min(columns)
    year = [n for n in columns if paced.terms[n].stage == paced.terms[first].stage]
    summer = [n for n in year if paced.is_summer(n)]
    kept = [n for n in year if n not in summer] or year
    return min(kept), max(kept)


def _courses(paced: PacedWalk) -> Iterator[MapNode]:
    for code, (column, last) in _planned_columns(paced).items():
        competency = paced.catalogue.competencies[code].competency
        state, term = _course_state(paced, code, range(column, last + 1))
        yield MapNode(
            id=code,
            kind="course",
            title=competency.title,
            code=code,
            lane=LANES.index("courses"),
            column=column,
            span=last + 1 - column,
            about=competency.statement,
            link=MapLink(page="competency", code=code),
            credits=competency.credits,
            state=state,
            term=term,
            pace=_course_pace(paced, code),
        )


def _course_pace(paced: PacedWalk, code: CompetencyCode) -> PaceLine | None:
    """Return the pace of a course; None on a map at another pace than the learner's own."""
    name = paced.pathway.pathway
    now = paced.walked.now(name) if paced.walked else None
    is_own = now is not None and now.pace == paced.pace
    return find_pace_line(paced.walked, "course", code, name) if is_own else None


def _course_state(
    paced: PacedWalk, code: CompetencyCode, columns: Sequence[int]
) -> tuple[State | None, str]:
    """Return the state of a course against the plan, and its actual term if it differs."""
    standing = paced.standings.get(code)
    if standing is None:
        return None, ""
    planned = {f"{paced.terms[n].stage}{paced.terms[n].code}" for n in columns}
    term = standing.taken or ""
    return TIMINGS[standing.state], "" if term in planned else term


TIMINGS: Mapping[CourseState, Timing] = {
    "done": Timing.DONE,
    "in-progress": Timing.IN_PROGRESS,
    "planned": Timing.PLANNED,
    "late": Timing.LATE,
}


def _gates(paced: PacedWalk) -> Iterator[MapNode]:
    """Yield the gates, each before the first place behind it."""
    planned = _planned_columns(paced)
    walk = Walk(catalogue=paced.catalogue, pathway=paced.pathway, walked=paced.walked)
    for gate in paced.pathway.gates:
        behind = [planned[code][0] for code in gate.before.courses if code in planned]
        behind += [paced.year(stage)[0] for stage in gate.before.stages]
        column = max(0, min(behind) - 1) if behind else _last_credit(paced)
        yield gate_node(walk, gate, lane=LANES.index("gates"), column=column, name=gate.id)


def _milestones(paced: PacedWalk) -> Iterator[MapNode]:
    """Yield the milestones of the years, each in the last term of its year."""
    for stage in paced.pathway.stages:
        if stage.milestone is None:
            continue
        column = paced.school_year(stage.code)[-1]
        state = None
        if paced.walked is not None:
            claims = paced.walked.claims
            state = _timing(paced, column)
            if stage.milestone.id in paced.walked.reached:
                state = Timing.DONE
            elif stage.milestone.id in claims.reached:
                state = Timing.CLAIMED
        yield MapNode(
            id=f"m-{stage.milestone.id}",
            kind="milestone",
            title=stage.milestone.title,
            lane=LANES.index("gates"),
            column=column,
            link=MapLink(page="pathway", code=paced.pathway.pathway),
            state=state,
        )


def _last_credit(paced: PacedWalk) -> int:
    grades = [need.grade for need in paced.pathway.requirements if need.grade]
    ends = (paced.school_year(grade)[-1] for grade in grades)
    return max(ends, default=len(paced.terms) - 1)


def _timing(paced: PacedWalk, column: int) -> Timing:
    """Return the timing of what has no record: planned, or no record once its term ended."""
    to = paced.terms[column].to
    over = to is not None and paced.walked is not None and to < paced.walked.today
    return Timing.NO_RECORD if over else Timing.PLANNED


def _credits(paced: PacedWalk) -> Iterator[MapNode]:
    """Yield high-school credits, spread over the terms of their year."""
    count: dict[StageCode | None, int] = {}
    for need in paced.pathway.requirements:
        if need.high_school_credit is None:
            continue
        year = paced.school_year(need.grade)
        place = count.get(need.grade, 0)
        count[need.grade] = place + 1
        yield MapNode(
            id=f"h-{need.id}",
            kind="credit",
            title=need.high_school_credit,
            lane=LANES.index("credits"),
            column=year[place % len(year)],
            link=MapLink(page="pathway", code=paced.pathway.pathway),
            credits=need.credits,
            met_by=tuple(
                paced.catalogue.competencies[code].competency.title
                for code in need.met_by
                if code in paced.catalogue.competencies
            ),
            state=_credit_state(paced, need, year[-1]),
        )


def _credit_state(paced: PacedWalk, need: PathwayRequirement, last: int) -> State | None:
    """Return whether a credit is earned: signed off, or by a course that counts for it."""
    walked = paced.walked
    if walked is None:
        return None
    if need.id in walked.credits:
        return Timing.DONE
    return Timing.CLAIMED if need.id in walked.claims.credits else _timing(paced, last)


def _workplace(paced: PacedWalk) -> Iterator[MapNode]:
    """Yield the workplace requirements of each year."""
    for grade, items in paced.pathway.workplace.items():
        year = paced.school_year(grade)
        for place, task in enumerate(items):
            state, counted, claimed = _workplace_state(paced, grade, task, year[-1])
            yield MapNode(
                id=f"w-{grade}-{place}",
                kind="workplace",
                title=Text(task.kind.replace("-", " ").capitalize()),
                label=Text(task.rung.capitalize()) if task.rung else None,
                lane=LANES.index("workplace"),
                column=year[place % len(year)],
                link=MapLink(page="pathway", code=paced.pathway.pathway),
                count=task.count,
                weeks=task.weeks,
                shows=task.shows,
                state=state,
                counted=counted,
                claimed=claimed,
            )


def _workplace_state(
    paced: PacedWalk, grade: StageCode, task: WorkplaceItem, last: int
) -> tuple[State | None, int | None, int]:
    """Return a workplace requirement's state, how often it was seen, and how often it is claimed.

    A short internship counts as one.
    """
    walked = paced.walked
    if walked is None:
        return None, None, 0
    fitting = [
        done
        for done in walked.workplace
        if done.stage == f"{paced.pathway.pathway}/{grade}" and task.takes(done.kind)
    ]
    claimed = sum(done.claimed for done in fitting)
    counted = len(fitting) - claimed
    if counted >= task.count:
        return Timing.DONE, counted, claimed
    if counted + claimed >= task.count:
        return Timing.CLAIMED, counted, claimed
    return (Timing.IN_PROGRESS if fitting else _timing(paced, last)), counted, claimed


def _edges(paced: PacedWalk, known: set[str]) -> Iterator[MapEdge]:
    for code in _planned_columns(paced):
        for needed in paced.catalogue.competencies[code].competency.requires:
            if needed in known:
                yield MapEdge(start=needed, end=code, kind="requires")
    for gate in paced.pathway.gates:
        for course in gate.before.courses:
            if course in known:
                yield MapEdge(start=gate.id, end=course, kind="requires")


def _here(paced: PacedWalk, nodes: Sequence[MapNode]) -> tuple[str, ...]:
    """Return the course in progress, the first late one, or the next one."""
    courses = sorted((n for n in nodes if n.kind == "course"), key=lambda node: node.column)
    for state in (Timing.IN_PROGRESS, Timing.LATE, Timing.PLANNED):
        for node in courses:
            if node.state is state:
                return (node.id,)
    return ()
