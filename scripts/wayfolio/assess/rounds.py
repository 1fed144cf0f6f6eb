"""The rounds of a pathway for one learner: when each began and ended, and what belongs to it."""

from datetime import date, timedelta

from msgspec.structs import replace

from wayfolio.assess.measures import Context
from wayfolio.assess.record import Standing
from wayfolio.model.names import PathwayId, StageCode, StageRef
from wayfolio.model.portfolio import Programme, begun_entries, find_latest_stages

ONE_DAY = timedelta(days=1)


def find_passes(standing: Standing, pathway: PathwayId) -> list[int]:
    """Return the rounds that a learner has begun by a day, in order; 1 at least."""
    begun = {programme.pass_ for programme in _find_entries(standing, pathway) if programme.pass_}
    read = {
        occasion.pass_
        for occasion in standing.demonstrations()
        if occasion.pass_ and any(ref.startswith(f"{pathway}/") for ref in occasion.delivers)
    }
    return sorted(begun | read | {1})


def is_open(standing: Standing, pathway: PathwayId, n: int) -> bool:
    """Whether a round has not been broken off, and no later one has begun."""
    entries = _find_entries(standing, pathway)
    has_ended = any(entry.round == n and _has_ended(entry, standing) for entry in entries)
    return not has_ended and not any(entry.round > n for entry in entries)


def narrow(standing: Standing, context: Context) -> Standing:
    """Return the learner with the work and the occasions of the round in question alone.

    From its first day until it is broken off, or until the day before a later one begins; the
    whole learner where no round is in question.
    """
    if context.pathway is None or context.pass_ is None:
        return standing
    n, entries = context.pass_, _find_entries(standing, context.pathway)
    began = [entry.from_ for entry in entries if entry.round == n]
    later = [entry.from_ - ONE_DAY for entry in entries if entry.round > n]
    broken = [entry.ended.on for entry in entries if entry.round == n and entry.ended]
    last = min([standing.day, *later, *broken])
    return replace(standing, day=last, since=min(began, default=None))


def began_within(standing: Standing, pathway: PathwayId, n: int, place: StageRef) -> bool:
    """Whether a round began while the learner was at a stage of another pathway."""
    days = [entry.from_ for entry in _find_entries(standing, pathway) if entry.round == n]
    if not days:
        days = [
            occasion.date
            for occasion in standing.demonstrations()
            if (occasion.pass_ or 1) == n
            and any(ref.startswith(f"{pathway}/") for ref in occasion.delivers)
        ]
    return bool(days) and _is_at(standing, place, min(days))


def _is_at(standing: Standing, place: StageRef, day: date) -> bool:
    """Whether a learner was at a stage on a day."""
    name, _, code = place.partition("/")
    entries = _find_entries(standing, PathwayId(name))
    return StageCode(code) in find_latest_stages(entries, day)


def _find_entries(standing: Standing, pathway: PathwayId) -> list[Programme]:
    return begun_entries(standing.record.portfolio.file.programmes, pathway, standing.day)


def _has_ended(entry: Programme, standing: Standing) -> bool:
    return entry.ended is not None and entry.ended.on <= standing.day
