"""Where a learner is with a task: worked out by hand for each state and day."""

from datetime import date

import pytest

from wayfolio.assess.tasks import measure_task, measure_tasks
from wayfolio.model.names import EvidenceRef, GroupId, LearnerId, PersonId, Slug, TaskRef
from wayfolio.model.portfolio import Evidence, LearnerFile, Name, Portfolio, Visibility
from wayfolio.model.tasks import (
    GivenTask,
    OwnTask,
    RevisionRequest,
    TaskState,
    TaskTerms,
    TaskWord,
)
from wayfolio.model.text import Text

NAME = TaskRef("2027-03-01-bus-map")
LATER = TaskWord(late_until=date(2027, 3, 15))
EXCUSED = TaskWord(excused="away with the team")


def own_task(word: TaskWord) -> OwnTask:
    """Return a task that is given on March 1 and due on March 10."""
    task = TaskTerms(title=Text("Map the bus"), due=date(2027, 3, 10), group=GroupId("harbor"))
    given = GivenTask(name=NAME, on=date(2027, 3, 1), by=PersonId("rosa"), task=task)
    return OwnTask(given=given, word=word)


def request(day: str) -> TaskWord:
    """Return a request for another version."""
    return TaskWord(revise=RevisionRequest(on=date.fromisoformat(day), why="Add the times."))


def piece(written: str) -> Evidence:
    """Return a piece of work: its day, then `draft`, `other` or the day of what it revises."""
    day, _, note = written.partition(" ")
    visibility: Visibility = "draft" if note == "draft" else "family"
    revised = EvidenceRef(f"{note}-map") if note.startswith("2027") else None
    return Evidence(
        title="Map",
        date=date.fromisoformat(day),
        kind=Slug("model"),
        task=None if revised or note == "other" else NAME,
        visibility=visibility,
        revision_of=revised,
        stem=EvidenceRef(f"{day}-map"),
    )


@pytest.mark.parametrize(
    ("word", "pieces", "today", "state", "handed_in"),
    [
        # Nothing is there: given until the last day is over.
        (TaskWord(), [], "2027-03-01", TaskState.GIVEN, None),
        (TaskWord(), [], "2027-03-10", TaskState.GIVEN, None),
        (TaskWord(), [], "2027-03-11", TaskState.LATE, None),
        (LATER, [], "2027-03-15", TaskState.GIVEN, None),
        (LATER, [], "2027-03-16", TaskState.LATE, None),
        # What is no answer: a draft, other work, and what is made only later.
        (TaskWord(), ["2027-03-05 draft"], "2027-03-11", TaskState.LATE, None),
        (TaskWord(), ["2027-03-05 other"], "2027-03-11", TaskState.LATE, None),
        (TaskWord(), ["2027-03-12"], "2027-03-11", TaskState.LATE, None),
        # Handed in by the piece's day, also when it is older than the task.
        (TaskWord(), ["2027-03-10"], "2027-03-12", TaskState.HANDED_IN, "2027-03-10"),
        (TaskWord(), ["2027-02-20"], "2027-03-12", TaskState.HANDED_IN, "2027-02-20"),
        (TaskWord(), ["2027-03-11"], "2027-03-12", TaskState.HANDED_IN_LATE, "2027-03-11"),
        (LATER, ["2027-03-11"], "2027-03-12", TaskState.HANDED_IN, "2027-03-11"),
        # The first piece says whether it was late; the newest says when.
        (
            TaskWord(),
            ["2027-03-09", "2027-03-12 2027-03-09"],
            "2027-03-12",
            TaskState.HANDED_IN,
            "2027-03-12",
        ),
        # A request stands until something newer answers it.
        (request("2027-03-11"), ["2027-03-09"], "2027-03-10", TaskState.HANDED_IN, "2027-03-09"),
        (request("2027-03-11"), ["2027-03-09"], "2027-03-11", TaskState.REVISE, "2027-03-09"),
        (request("2027-03-11"), ["2027-03-11"], "2027-03-12", TaskState.REVISE, "2027-03-11"),
        (
            request("2027-03-11"),
            ["2027-03-09", "2027-03-11 2027-03-09"],
            "2027-03-12",
            TaskState.HANDED_IN,
            "2027-03-11",
        ),
        (
            request("2027-03-11"),
            ["2027-03-09", "2027-03-12"],
            "2027-03-12",
            TaskState.HANDED_IN,
            "2027-03-12",
        ),
        (
            request("2027-03-13"),
            ["2027-03-11", "2027-03-14 2027-03-11"],
            "2027-03-14",
            TaskState.HANDED_IN_LATE,
            "2027-03-14",
        ),
        (request("2027-03-11"), [], "2027-03-12", TaskState.REVISE, None),
        # An excuse stands over everything.
        (EXCUSED, [], "2027-03-01", TaskState.EXCUSED, None),
        (EXCUSED, [], "2027-03-31", TaskState.EXCUSED, None),
        (EXCUSED, ["2027-03-12"], "2027-03-31", TaskState.EXCUSED, "2027-03-12"),
    ],
)
def test_the_state_of_a_task_follows_from_the_educators_word_and_the_days_of_the_work(
    word: TaskWord, pieces: list[str], today: str, state: TaskState, handed_in: str | None
) -> None:
    standing = measure_task(own_task(word), map(piece, pieces), date.fromisoformat(today))

    assert (standing.state, standing.handed_in and str(standing.handed_in)) == (state, handed_in)


def learner_with(own: OwnTask, *evidence: Evidence) -> Portfolio:
    """Return a portfolio with one task."""
    file = LearnerFile(name=Name(full="Ana Lund", first="Ana"), group=GroupId("harbor"))
    return Portfolio(learner=LearnerId("ana"), file=file, evidence=evidence, tasks=(own,))


def test_a_task_is_there_from_its_day_and_a_group_takes_none_into_the_next_school_year() -> None:
    own = own_task(TaskWord())
    named = OwnTask(given=own.given, is_named=True)

    def names(portfolio: Portfolio, day: str) -> list[str]:
        return [standing.name for standing in measure_tasks(portfolio, date.fromisoformat(day))]

    assert names(learner_with(own), "2027-02-28") == []
    assert names(learner_with(own), "2027-03-01") == [NAME]
    assert names(learner_with(own), "2027-07-31") == [NAME]
    assert names(learner_with(own), "2027-08-01") == []
    assert names(learner_with(named), "2027-08-01") == [NAME]
    assert names(learner_with(own, piece("2027-03-09")), "2027-08-01") == [NAME]
