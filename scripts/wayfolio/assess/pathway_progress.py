"""What one learner has done, gathered for maps: states, deliverables, gates, workplaces."""

from collections.abc import Iterable, Iterator

from wayfolio.assess.areas import readiness
from wayfolio.assess.awards import held, requirement_outcome
from wayfolio.assess.measures import Context, pass_of
from wayfolio.assess.record import Record, Standing
from wayfolio.assess.requirements import holds, pass_holds, passes
from wayfolio.model.attainment import Attainment
from wayfolio.model.maps import Walked, Workplace
from wayfolio.model.names import DeliverableRef, PathwayId, Slug
from wayfolio.model.portfolio import Evidence
from wayfolio.model.requirements import MilestoneReached


def walked(record: Record, attained: Iterable[Attainment]) -> Walked:
    """Return all that maps can tell of a learner on the record's last day.

    For an audience that may see less, leave things out of what this returns.
    """
    standing = record.on(record.until)
    found = tuple(attained)
    pathways = record.book.catalogue.pathways
    stages = [stage for pathway in pathways.values() for stage in pathway.stages]
    return Walked(
        today=record.until,
        programmes=record.portfolio.file.programmes,
        entered=record.portfolio.file.entered,
        attained=found,
        ready=readiness(record.book, found),
        courses=record.portfolio.file.courses,
        read=frozenset(_read(standing)),
        finished=frozenset(
            (name, n)
            for name in pathways
            for n in passes(standing, name)
            if pass_holds(standing, name, n, held)
        ),
        reached=frozenset(
            stage.milestone.id
            for stage in stages
            if stage.milestone
            and holds(MilestoneReached(milestone=stage.milestone.id), standing, held)
        ),
        gates={
            name: requirement_outcome(record, gate.needs)
            for name, gate in record.book.gates.items()
        },
        workplace=tuple(w for one in standing.evidence() for w in _at_work(one, standing)),
    )


def _read(standing: Standing) -> Iterator[tuple[int, DeliverableRef]]:
    """Yield the deliverables that somebody has read, each with the pass it belongs to."""
    for one in standing.demonstrations():
        for ref in one.delivers:
            context = Context(pathway=PathwayId(ref.split("/")[0]))
            yield pass_of(standing, context, one), ref


def _at_work(item: Evidence, standing: Standing) -> Iterator[Workplace]:
    """Yield what a piece of evidence tells of workplaces: its kind, or that of its experience."""
    known = standing.book.catalogue.experiences
    experience = known.get(item.experience) if item.experience else None
    kinds = dict.fromkeys((item.kind, *((Slug(experience.kind),) if experience else ())))
    for stage in item.stages:
        for kind in kinds:
            yield Workplace(stage=stage, kind=kind, on=item.date)
