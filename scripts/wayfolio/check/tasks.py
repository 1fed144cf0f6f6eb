"""Checks tasks: their days, for whom they are, and what learners hand in for them."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, error, warning
from wayfolio.model.names import GroupId, LearnerId
from wayfolio.model.portfolio import Evidence, GroupFile, LearnerFile, Portfolio, task_names
from wayfolio.model.rules import Rule
from wayfolio.model.tasks import GivenTask, OwnTask, RevisionRequest, TaskWord

NOT_READ = GroupId("")
"""The group of a learner whose file was not read, or has an error."""


class SharedRecords(Struct, frozen=True, kw_only=True):
    """The group files, in which group each learner is, and what other programs call learners."""

    files: tuple[GroupFile, ...] = ()
    members: Mapping[LearnerId, GroupId]
    learners: tuple[LearnerFile, ...] = ()


def check_group_tasks(catalogue: Catalogue, records: SharedRecords) -> Iterator[Diagnostic]:
    """Yield the mistakes in tasks, wherever they were written."""
    for file in records.files:
        if file.task is not None:
            yield from _days(file.task)
            yield from _giver(file.task, catalogue)
            yield from _nobody(file, file.task, catalogue, records.members)
            for word in file.task_words.values():
                yield from _days_of_learner(word, file.task)


def _days(given: GivenTask) -> Iterator[Diagnostic]:
    task = given.task
    if task.due < given.on:
        message = f"this task is due on {task.due}, before it is given ({given.on})"
        yield error(task.at, Rule.WRONG_ORDER, message, "check both days")


def _days_of_learner(word: TaskWord, given: GivenTask) -> Iterator[Diagnostic]:
    if word.late_until is not None and word.late_until <= given.task.due:
        message = f"{word.late_until} is no later than the task’s own day ({given.task.due})"
        yield error(word.at, Rule.WRONG_ORDER, message, "write a later day, or remove late_until")
    if word.revise is not None and word.revise.on < given.on:
        message = f"this asks on {word.revise.on}, before the task is given ({given.on})"
        yield error(word.revise.at, Rule.WRONG_ORDER, message, "check both days")


def _giver(given: GivenTask, catalogue: Catalogue) -> Iterator[Diagnostic]:
    person = catalogue.school.people.get(given.by)
    if person is not None and person.assessor == "peer":
        message = f"{given.by} is a fellow learner, and tasks are an educator’s to give"
        hint = "write an educator under by:"
        yield error(given.task.at, Rule.NOT_GIVEN, message, hint)


def _nobody(
    file: GroupFile, given: GivenTask, catalogue: Catalogue, members: Mapping[LearnerId, GroupId]
) -> Iterator[Diagnostic]:
    group = given.task.group
    if file.task_words:
        return
    if group is None:
        message = "this task does not say for whom it is"
        hint = "add “group: ” under task:, or “learners: ” beside it with their names"
        yield error(given.task.at, Rule.MISSING_KEY, message, hint)
    elif group in {known.id for known in catalogue.school.groups} and not _has_members(
        group, catalogue, members
    ):
        message = f"nobody is in {group}, so nobody has this task"
        hint = "name a group with learners, or write their names under learners:"
        yield warning(given.task.at, Rule.NOT_GIVEN, message, hint)


def _has_members(
    group: GroupId, catalogue: Catalogue, members: Mapping[LearnerId, GroupId]
) -> bool:
    """Whether somebody is in a group or in one within it, or may be."""
    present = frozenset(members.values())
    within = catalogue.school.find_groups_within(group)
    return NOT_READ in present or not present.isdisjoint(within)


def check_handed_in(portfolio: Portfolio, files: Iterable[GroupFile]) -> Iterator[Diagnostic]:
    """Yield the work that answers somebody else's task, or one that was given only later."""
    own = {task.given.name: task for task in portfolio.tasks}
    given = task_names(files)
    for piece in portfolio.evidence:
        if piece.task is None or piece.task not in given:
            continue
        if piece.task in own:
            yield from _too_early(piece, own[piece.task])
        else:
            message = (
                f"“{piece.task}” was not given to {portfolio.learner}, so this answers no task"
            )
            hint = "remove “task: ”, or ask the educator to add the name under learners:"
            yield warning(piece.at_key("task"), Rule.NOT_GIVEN, message, hint)


def _too_early(piece: Evidence, task: OwnTask) -> Iterator[Diagnostic]:
    if piece.date < task.given.on:
        message = f"made on {piece.date}, before the task was given ({task.given.on})"
        hint = "check the day; earlier work may answer a task, so this stops nothing"
        yield warning(piece.at_key("task"), Rule.WRONG_ORDER, message, hint)


def find_revision_requests(tasks: Iterable[OwnTask]) -> Iterator[RevisionRequest]:
    """Yield the requests for another version of a learner's answers."""
    for task in tasks:
        if task.word.revise is not None:
            yield task.word.revise
