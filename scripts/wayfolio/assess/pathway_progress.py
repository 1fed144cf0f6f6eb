"""What one learner has done, gathered for maps: states, deliverables, gates, workplaces."""

from collections.abc import Iterable, Iterator

from wayfolio.assess.areas import find_ready_competencies
from wayfolio.assess.awards import gate_outcome, is_badge_held
from wayfolio.assess.course_requirements import find_earned_credits
from wayfolio.assess.measures import Context
from wayfolio.assess.project_requirements import pass_of
from wayfolio.assess.record import Record, Standing
from wayfolio.assess.requirements import as_claimed, find_outcome, holds, pass_holds
from wayfolio.assess.rounds import find_passes
from wayfolio.model.attainment import Attainment
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.maps import Claims, Walked, Workplace
from wayfolio.model.names import (
    DeliverableRef,
    MilestoneId,
    PathwayId,
    Slug,
    StageCode,
    StageRef,
)
from wayfolio.model.outcomes import Outcome
from wayfolio.model.pathways import WorkplaceItem
from wayfolio.model.requirements import MilestoneReached


def find_progress(record: Record, attained: Iterable[Attainment]) -> Walked:
    """Return all that maps can tell of a learner on the record's last day.

    For an audience that may see less, leave things out of what this returns.
    """
    standing = record.on(record.until)
    attained = tuple(attained)
    file = record.portfolio.file
    gates = record.book.gates.items()
    seen, claimed = _find_steps(standing), _find_steps(as_claimed(standing))
    return Walked(
        today=record.until,
        programmes=file.programmes,
        entered=file.entered,
        attained=attained,
        ready=find_ready_competencies(record.book, attained),
        courses=file.courses,
        read=seen.read,
        finished=seen.finished,
        reached=seen.reached,
        reached_in=seen.reached_in,
        skips=standing.skips(),
        outcomes=dict(_find_stage_outcomes(standing)),
        credits=seen.credits,
        claims=Claims(
            read=claimed.read - seen.read,
            finished=claimed.finished - seen.finished,
            reached=claimed.reached - seen.reached,
            reached_in=claimed.reached_in - seen.reached_in,
            credits=claimed.credits - seen.credits,
        ),
        gates={name: gate_outcome(record, gate) for name, gate in gates},
        workplace=tuple(find_workplaces(standing)),
    )


def _find_steps(standing: Standing) -> Claims:
    """Return the steps that count on a day, of whichever standing."""
    return Claims(
        read=frozenset(_find_read(standing)),
        finished=frozenset(_find_finished(standing)),
        reached=frozenset(_find_reached(standing)),
        reached_in=frozenset(_find_reached_in(standing)),
        credits=find_earned_credits(standing),
    )


def _find_read(standing: Standing) -> Iterator[tuple[int, DeliverableRef]]:
    """Yield the deliverables that somebody has read, each with the pass it belongs to."""
    for delivery in standing.deliveries():
        context = Context(pathway=PathwayId(delivery.ref.split("/")[0]))
        yield pass_of(delivery, standing, context), delivery.ref


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


def _find_reached_in(standing: Standing) -> Iterator[tuple[PathwayId, int, MilestoneId]]:
    """Yield the milestones that are reached in each round of their own pathway."""
    for name, pathway in standing.book.catalogue.pathways.items():
        milestones = [stage.milestone.id for stage in pathway.stages if stage.milestone]
        for n in find_passes(standing, name) if milestones else ():
            context = Context(pathway=name, pass_=n)
            for milestone in milestones:
                need = MilestoneReached(milestone=milestone)
                if holds(need, standing, is_badge_held, context):
                    yield name, n, milestone


def _find_stage_outcomes(standing: Standing) -> Iterator[tuple[tuple[int, StageRef], Outcome]]:
    """Yield how far the rules are that finish stages, in each round."""
    for name, pathway in standing.book.catalogue.pathways.items():
        rules = [(stage.code, stage.finished) for stage in pathway.stages if stage.finished]
        for n in find_passes(standing, name) if rules else ():
            context = Context(pathway=name, pass_=n)
            for code, rule in rules:
                outcome = find_outcome(rule, standing, is_badge_held, context)
                yield (n, StageRef(f"{name}/{code}")), outcome


def find_workplaces(standing: Standing) -> Iterator[Workplace]:
    """Yield what evidence tells of workplaces: its own kind, and that of its experience."""
    experiences = standing.book.catalogue.experiences
    for work in standing.works():
        piece = work.piece
        if work.dismissal("work") is not None:
            continue
        experience = experiences.get(piece.experience) if piece.experience else None
        kinds = [piece.kind] if experience is None else [piece.kind, Slug(experience.kind)]
        for stage in piece.stages:
            for kind in dict.fromkeys(kinds):
                yield Workplace(
                    stage=stage,
                    kind=kind,
                    on=piece.date,
                    evidence=piece.stem,
                    claimed=not work.counts("work"),
                )


def find_workplace_items(catalogue: Catalogue, done: Workplace) -> Iterator[WorkplaceItem]:
    """Yield the workplace learning of a year that something done counts for."""
    name, _, stage = done.stage.partition("/")
    pathway = catalogue.pathways.get(PathwayId(name))
    for task in pathway.workplace.get(StageCode(stage), ()) if pathway else ():
        if task.takes(done.kind):
            yield task
