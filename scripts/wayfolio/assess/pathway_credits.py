"""The credits that a pathway of stages gives: one for each competency, and one for each stage."""

from collections.abc import Iterable, Iterator
from datetime import date

from wayfolio.model.attainment import Attainment, group_attainments
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.credits import MasteryCredit, StageCredit
from wayfolio.model.frameworks import Competency, Level
from wayfolio.model.names import CompetencyCode, Slug, StageCode
from wayfolio.model.pathways import Pathway


def find_mastery_credits(
    catalogue: Catalogue, attained: Iterable[Attainment]
) -> Iterator[MasteryCredit]:
    """Yield the credit of each competency whose pathway gives credits, in the catalogue's order.

    Counts: the levels of completed stages. The highest tier that one of them reaches is earned, on
            the day on which the first such stage was complete.
    Scale:  levels of the competency's scale, exact.
    Errors: none. A competency with `mastery_credit: false` gives none.
    """
    stages_of = group_attainments(attained)
    for pathway, competency in _credited(catalogue):
        done = [
            (stage.performance, stage.completed_on)
            for stage in stages_of.get(competency.code, ())
            if stage.completed_on is not None and stage.performance is not None
        ]
        for tier, least in sorted(pathway.credit.items(), key=lambda pair: pair[1], reverse=True):
            reached = _first_reached(done, least)
            if reached is not None:
                yield MasteryCredit(
                    pathway=pathway.pathway,
                    competency=competency.code,
                    tier=Slug(tier),
                    level=reached[0],
                    on=reached[1],
                )
                break


def _first_reached(done: list[tuple[Level, date]], least: Level) -> tuple[Level, date] | None:
    return min(
        ((level, day) for level, day in done if level >= least),
        key=lambda pair: pair[1],
        default=None,
    )


def _credited(catalogue: Catalogue) -> Iterator[tuple[Pathway, Competency]]:
    for framework in catalogue.frameworks:
        pathway = catalogue.pathways.get(framework.stages_of) if framework.stages_of else None
        for area in framework.areas if pathway is not None and pathway.credit else ():
            for competency in area.competencies:
                if competency.mastery_credit and pathway is not None:
                    yield pathway, competency


def find_stage_credits(
    catalogue: Catalogue, attained: Iterable[Attainment]
) -> Iterator[StageCredit]:
    """Yield a credit for each stage in which all that it asks for is complete.

    Counts: the competencies of which the stage asks something. Errors: none. A stage that asks for
            nothing gives no credit, and neither does one that a learner was placed past.
    """
    completed = {
        (attainment.competency, attainment.stage): attainment.completed_on
        for attainment in attained
        if attainment.completed_on is not None
    }
    for name, pathway in catalogue.pathways.items():
        for stage in pathway.stages if pathway.credit else ():
            asking = list(_asking(catalogue, pathway, stage.code))
            days = [day for code in asking if (day := completed.get((code, stage.code)))]
            if asking and len(days) == len(asking):
                yield StageCredit(pathway=name, stage=stage.code, on=max(days))


def _asking(catalogue: Catalogue, pathway: Pathway, stage: StageCode) -> Iterator[CompetencyCode]:
    """Yield the competencies of which a stage asks for evidence."""
    for code, placed in catalogue.competencies.items():
        if placed.framework.stages_of == pathway.pathway and _is_required(placed.competency, stage):
            yield code


def _is_required(competency: Competency, stage: StageCode) -> bool:
    """Whether a stage asks for evidence of a competency."""
    return any(competency.required(skill.code, stage) for skill in competency.rated)
