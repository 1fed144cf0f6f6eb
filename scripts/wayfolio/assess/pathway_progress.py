"""What one learner has done, gathered for maps: states, deliverables, gates, workplaces."""

from collections.abc import Iterable, Iterator

from wayfolio.assess.areas import find_ready_competencies
from wayfolio.assess.awards import is_badge_held, requirement_outcome
from wayfolio.assess.measures import Context
from wayfolio.assess.record import Record, Standing
from wayfolio.assess.requirements import find_passes, holds, pass_holds
from wayfolio.assess.work_requirements import pass_of
from wayfolio.model.attainment import Attainment
from wayfolio.model.maps import Walked, Workplace
from wayfolio.model.names import DeliverableRef, MilestoneId, PathwayId, Slug
from wayfolio.model.requirements import MilestoneReached


def find_progress(record: Record, attained: Iterable[Attainment]) -> Walked:
    """Return all that maps can tell of a learner on the record's last day.

    For an audience that may see less, leave things out of what this returns.
    """
    standing = record.on(record.until)
    attained = tuple(attained)
    file = record.portfolio.file
    gates = record.book.gates.items()
    return Walked(
        today=record.until,
        programmes=file.programmes,
        entered=file.entered,
        attained=attained,
        ready=find_ready_competencies(record.book, attained),
        courses=file.courses,
        read=frozenset(_find_read(standing)),
        finished=frozenset(_find_finished(standing)),
        reached=frozenset(_find_reached(standing)),
        gates={name: requirement_outcome(record, gate.needs) for name, gate in gates},
        workplace=tuple(_find_workplaces(standing)),
    )


def _find_read(standing: Standing) -> Iterator[tuple[int, DeliverableRef]]:
    """Yield the deliverables that somebody has read, each with the pass it belongs to."""
    for occasion in standing.demonstrations():
        for ref in occasion.delivers:
            context = Context(pathway=PathwayId(ref.split("/")[0]))
            yield pass_of(occasion, standing, context), ref


def _find_finished(standing: Standing) -> Iterator[tuple[PathwayId, int]]:
    """Yield the passes of cycles that are finished."""
    for pathway in standing.book.catalogue.pathways:
        for n in find_passes(standing, pathway):
            if pass_holds(standing, pathway, n, is_badge_held):
                yield pathway, n


def _find_reached(standing: Standing) -> Iterator[MilestoneId]:
    """Yield the milestones that are reached."""
    for pathway in standing.book.catalogue.pathways.values():
        for stage in pathway.stages:
            if stage.milestone is None:
                continue
            need = MilestoneReached(milestone=stage.milestone.id)
            if holds(need, standing, is_badge_held):
                yield stage.milestone.id


def _find_workplaces(standing: Standing) -> Iterator[Workplace]:
    """Yield what evidence tells of workplaces: its own kind, and that of its experience."""
    experiences = standing.book.catalogue.experiences
    for piece in standing.evidence():
        experience = experiences.get(piece.experience) if piece.experience else None
        kinds = [piece.kind] if experience is None else [piece.kind, Slug(experience.kind)]
        for stage in piece.stages:
            for kind in dict.fromkeys(kinds):
                yield Workplace(stage=stage, kind=kind, on=piece.date)
