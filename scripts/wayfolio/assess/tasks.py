"""Where a learner is with the tasks that educators gave. Nothing here is a level, or makes one."""

from collections.abc import Iterable, Iterator
from datetime import date

from wayfolio.model.names import EvidenceRef
from wayfolio.model.portfolio import Evidence, Portfolio
from wayfolio.model.school import find_school_year
from wayfolio.model.tasks import OwnTask, TaskStanding, TaskState


def measure_tasks(portfolio: Portfolio, today: date) -> tuple[TaskStanding, ...]:
    """Return a learner's tasks until today by their last day, each with its state.

    Of an earlier school year, only those that name the learner or were answered: who is in a group
    now may not have been in it then.
    """
    standings = (
        measure_task(own, portfolio.evidence, today)
        for own in portfolio.tasks
        if own.given.on <= today
    )
    year = find_school_year(today)
    kept = (
        standing
        for standing in standings
        if standing.own.is_named
        or standing.answers
        or find_school_year(standing.own.given.on) == year
    )
    return tuple(sorted(kept, key=lambda standing: (standing.due, standing.name)))


def measure_task(own: OwnTask, evidence: Iterable[Evidence], today: date) -> TaskStanding:
    """Return where a learner is with a task on a day.

    Counts: pieces until today that name the task, and what revises one of these; no drafts. An
            educator's word comes first: excused, then a request to revise, until something newer
            answers it. Handed in late means that the first piece came after the last day.
    """
    pieces = sorted(_find_answers(own, evidence, today), key=lambda p: (p.date, p.stem))
    return TaskStanding(
        own=own,
        state=_find_state(own, pieces, today),
        answers=tuple(piece.stem for piece in pieces),
        handed_in=pieces[-1].date if pieces else None,
    )


def _find_answers(own: OwnTask, evidence: Iterable[Evidence], today: date) -> Iterator[Evidence]:
    """Yield the pieces that answer a task, and their revisions."""
    there = [piece for piece in evidence if piece.date <= today and piece.visibility != "draft"]
    answers = {piece.stem: piece for piece in there if piece.task == own.given.name}
    yield from answers.values()
    # What names another task answers that one.
    yield from _find_revisions(frozenset(answers), [p for p in there if p.task is None])


def _find_revisions(
    earlier: frozenset[EvidenceRef], pieces: Iterable[Evidence]
) -> Iterator[Evidence]:
    """Yield what revises some work, and what revises that again."""
    known = set(earlier)
    # A revision is never older than what it revises.
    for piece in sorted(pieces, key=lambda piece: (piece.date, piece.stem)):
        if piece.revision_of in known:
            known.add(piece.stem)
            yield piece


def _find_state(own: OwnTask, pieces: list[Evidence], today: date) -> TaskState:
    if own.word.excused:
        return TaskState.EXCUSED
    if _waits_for_revision(own, pieces, today):
        return TaskState.REVISE
    if pieces:
        return TaskState.HANDED_IN if pieces[0].date <= own.due else TaskState.HANDED_IN_LATE
    return TaskState.LATE if today > own.due else TaskState.GIVEN


def _waits_for_revision(own: OwnTask, pieces: Iterable[Evidence], today: date) -> bool:
    """Whether an educator asked for another version that has not come.

    On the day of the request itself, only a piece that says what it revises is newer.
    """
    request = own.word.revise
    if request is None or request.on > today:
        return False
    return not any(
        piece.date > request.on or (piece.date == request.on and piece.revision_of is not None)
        for piece in pieces
    )
