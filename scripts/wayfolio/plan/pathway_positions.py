"""Where a learner is on each pathway on a day, and what comes next there."""

from collections.abc import Iterator, Mapping
from datetime import date

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import Ahead, Place, Studies
from wayfolio.model.names import DeliverableRef, PathwayId, StageCode
from wayfolio.model.pathways import Pathway, Stage
from wayfolio.model.portfolio import LearnerFile, Portfolio
from wayfolio.model.school import school_year


def grade_on(file: LearnerFile, day: date) -> int | None:
    """Return the grade on a day, from the one in which the learner began; K is 0."""
    if file.entered is None:
        return None
    began = 0 if file.entered.grade == "K" else int(file.entered.grade)
    return began + school_year(day) - int(file.entered.year[:4])


def places(catalogue: Catalogue, portfolio: Portfolio, today: date) -> tuple[Place, ...]:
    """Return where a learner is on each pathway that they follow, the first one taken up first."""
    found: dict[PathwayId, Place] = {}
    for programme in sorted(portfolio.file.programmes, key=lambda one: one.from_):
        if programme.from_ > today or (programme.to is not None and programme.to < today):
            continue
        stage = programme.stage or _by_grade(
            catalogue.pathways[programme.pathway], portfolio, today
        )
        found[programme.pathway] = Place(
            pathway=programme.pathway, stage=stage, pass_=programme.pass_, since=programme.from_
        )
    return tuple(found.values())


def _by_grade(pathway: Pathway, portfolio: Portfolio, today: date) -> StageCode | None:
    """Return the stage of a paced pathway, whose stages are grades."""
    grade = grade_on(portfolio.file, today)
    stage = None if grade is None else pathway.stage(StageCode("K" if grade == 0 else str(grade)))
    return stage.code if stage else None


def ahead(
    catalogue: Catalogue,
    portfolio: Portfolio,
    today: date,
    reached: Mapping[str, bool],
    studies: tuple[Studies, ...],
) -> tuple[Ahead, ...]:
    """Return what comes next on each pathway: what to make, the milestone, the course, the cycle.

    `reached`: whether the learner has reached each milestone.
    """
    found: list[Ahead] = []
    for place in places(catalogue, portfolio, today):
        pathway = catalogue.pathways[place.pathway]
        stage = pathway.stage(place.stage) if place.stage else None
        if stage is not None:
            found += _of_stage(pathway, stage, place, portfolio, reached)
        if pathway.kind == "cycle" and not any(one.deliverables for one in pathway.stages):
            found += _next_cycle(catalogue, pathway, today)
    for study in studies:
        found += _next_courses(study)
    return tuple(found)


def _of_stage(
    pathway: Pathway, stage: Stage, place: Place, portfolio: Portfolio, reached: Mapping[str, bool]
) -> Iterator[Ahead]:
    """Give what is still to be handed in at a stage, and its milestone."""
    read = {
        ref
        for one in portfolio.demonstrations
        if one.pass_ in (None, place.pass_) and one.date >= place.since
        for ref in one.delivers
    }
    handed = {
        ref: one.date
        for one in portfolio.evidence
        if one.date >= place.since and one.visibility != "draft"
        for ref in one.delivers
    }
    for made in stage.deliverables:
        ref = DeliverableRef(f"{pathway.pathway}/{stage.code}/{made.id}")
        if ref in read:
            continue
        what, on = ("handed in", handed[ref]) if ref in handed else ("deliverable", None)
        yield Ahead(pathway=pathway.pathway, what=what, code=made.id, on=on)  # type: ignore[arg-type]
    if stage.milestone and not reached.get(stage.milestone.id):
        yield Ahead(pathway=pathway.pathway, what="milestone", code=stage.milestone.id)


def _next_cycle(catalogue: Catalogue, pathway: Pathway, today: date) -> Iterator[Ahead]:
    calendar = catalogue.school.calendar
    for span in calendar.cycles if calendar else ():
        if span.from_ > today and pathway.stage(StageCode(span.id)):
            yield Ahead(pathway=pathway.pathway, what="stage", code=span.id, on=span.from_)
            return


def _next_courses(study: Studies) -> Iterator[Ahead]:
    """Give the courses under way, and those of the next term that has any."""
    now = [one for one in study.courses if one.state in ("in-progress", "late")]
    later = [one for one in study.courses if one.state == "planned" and one.ends is not None]
    first = min((one.ends for one in later if one.ends), default=None)
    for one in (*now, *(one for one in later if one.ends == first)):
        yield Ahead(pathway=study.pathway, what="course", code=one.course, on=one.ends)
