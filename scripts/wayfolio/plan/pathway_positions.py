"""Where a learner is on each pathway on a day, and what comes next there."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import Ahead, CourseStanding, PathwayPosition, Studies
from wayfolio.model.names import DeliverableRef, PathwayId, StageCode
from wayfolio.model.pathways import Pathway, Stage
from wayfolio.model.portfolio import LearnerFile, Portfolio
from wayfolio.model.school import find_school_year
from wayfolio.model.seen import DeliverableRead, SeenWork


def grade_on(file: LearnerFile, day: date) -> int | None:
    """Return the grade on a day, counted from the entry grade; K is 0."""
    if file.entered is None:
        return None
    began = 0 if file.entered.grade == "K" else int(file.entered.grade)
    return began + find_school_year(day) - int(file.entered.year[:4])


def find_positions(
    catalogue: Catalogue, portfolio: Portfolio, today: date
) -> tuple[PathwayPosition, ...]:
    """Return where a learner is on each current pathway, the one begun first at the start."""
    positions: dict[PathwayId, PathwayPosition] = {}
    for programme in sorted(portfolio.file.programmes, key=lambda programme: programme.from_):
        if programme.from_ > today or (programme.to is not None and programme.to < today):
            continue
        stages = programme.stage or _stages_of_grade(
            catalogue.pathways[programme.pathway], portfolio, today
        )
        position = PathwayPosition(
            pathway=programme.pathway, stages=stages, pass_=programme.pass_, since=programme.from_
        )
        positions[programme.pathway] = _join(positions.get(programme.pathway), position)
    return tuple(positions.values())


def _join(before: PathwayPosition | None, position: PathwayPosition) -> PathwayPosition:
    """Return a position together with another one of the same day and round."""
    if before is None or (before.since, before.pass_) != (position.since, position.pass_):
        return position
    return replace(position, stages=tuple(dict.fromkeys((*before.stages, *position.stages))))


def _stages_of_grade(pathway: Pathway, portfolio: Portfolio, today: date) -> tuple[StageCode, ...]:
    """Return the stage of a paced pathway, whose stages are grades."""
    grade = grade_on(portfolio.file, today)
    stage = None if grade is None else pathway.stage(StageCode("K" if grade == 0 else str(grade)))
    return (stage.code,) if stage else ()


class HandedIn(Struct, frozen=True, kw_only=True):
    """A learner's work, and what of its deliverables somebody has read."""

    works: Collection[SeenWork]
    deliveries: Sequence[DeliverableRead]


def find_ahead(
    catalogue: Catalogue,
    portfolio: Portfolio,
    today: date,
    reached: Mapping[str, bool],
    studies: tuple[Studies, ...],
    handed_in: HandedIn,
) -> tuple[Ahead, ...]:
    """Return what comes next on each pathway: deliverables, milestone, courses, cycle.

    `reached`: whether the learner has reached each milestone. `handed_in`: by today.
    """
    ahead: list[Ahead] = []
    for place in find_positions(catalogue, portfolio, today):
        pathway = catalogue.pathways[place.pathway]
        for stage in filter(None, map(pathway.stage, place.stages)):
            ahead += _ahead_at_stage(pathway, stage, place, reached, handed_in)
        if pathway.kind == "cycle" and not any(
            stage_of_path.deliverables for stage_of_path in pathway.stages
        ):
            ahead += _next_cycle(catalogue, pathway, today)
    for study in studies:
        ahead += _next_courses(study)
    return tuple(ahead)


def _ahead_at_stage(
    pathway: Pathway,
    stage: Stage,
    place: PathwayPosition,
    reached: Mapping[str, bool],
    handed_in: HandedIn,
) -> Iterator[Ahead]:
    """Yield the deliverables of a stage that nobody has read yet, and its milestone."""
    read = set(_read_deliverables(place, handed_in.deliveries))
    waiting = dict(_unread_deliverables(place, handed_in.works))
    for deliverable in stage.deliverables:
        ref = DeliverableRef(f"{pathway.pathway}/{stage.code}/{deliverable.id}")
        if ref not in read:
            what: Literal["handed in", "deliverable"] = (
                "handed in" if ref in waiting else "deliverable"
            )
            on = waiting.get(ref)
            yield Ahead(pathway=pathway.pathway, what=what, code=deliverable.id, on=on)
    if stage.milestone and not reached.get(stage.milestone.id):
        yield Ahead(pathway=pathway.pathway, what="milestone", code=stage.milestone.id)


def _read_deliverables(
    place: PathwayPosition, deliveries: Iterable[DeliverableRead]
) -> Iterator[DeliverableRef]:
    """Yield the deliverables of this round that were read since the stage began."""
    for delivery in deliveries:
        if delivery.pass_ in (None, place.pass_) and delivery.on >= place.since:
            yield delivery.ref


def _unread_deliverables(
    place: PathwayPosition, works: Iterable[SeenWork]
) -> Iterator[tuple[DeliverableRef, date]]:
    """Yield the deliverables handed in since the stage began and not dismissed, with the day."""
    for work in works:
        if work.piece.date >= place.since and work.dismissal("deliverables") is None:
            yield from ((ref, work.piece.date) for ref in work.piece.delivers)


def _next_cycle(catalogue: Catalogue, pathway: Pathway, today: date) -> Iterator[Ahead]:
    calendar = catalogue.school.calendar
    for span in calendar.cycles if calendar else ():
        if span.from_ > today and pathway.stage(StageCode(span.id)):
            yield Ahead(pathway=pathway.pathway, what="stage", code=span.id, on=span.from_)
            return


def _next_courses(study: Studies) -> Iterator[Ahead]:
    """Yield the courses under way, and those of the next term that has any."""
    under_way = [course for course in study.courses if course.state in ("in-progress", "late")]
    by_end: dict[date, list[CourseStanding]] = {}
    for course in study.courses:
        if course.state == "planned" and course.ends is not None:
            by_end.setdefault(course.ends, []).append(course)
    coming = by_end[min(by_end)] if by_end else []
    for course in (*under_way, *coming):
        yield Ahead(pathway=study.pathway, what="course", code=course.course, on=course.ends)
