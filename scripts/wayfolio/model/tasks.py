"""Tasks that educators give to groups and learners, and where a learner is with each."""

from datetime import date
from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from wayfolio.model.names import (
    EvidenceRef,
    ExperienceId,
    GroupId,
    PersonId,
    SkillCode,
    TaskRef,
)
from wayfolio.model.structs import Written
from wayfolio.model.text import Text


class TaskState(StrEnum):
    """Where a learner is with a task on a day."""

    GIVEN = "given"
    HANDED_IN = "handed-in"
    LATE = "late"
    """Nothing is there, and the last day has passed."""
    HANDED_IN_LATE = "handed-in-late"
    REVISE = "revise"
    """An educator asks for another version, and none has come since."""
    EXCUSED = "excused"

    @property
    def is_open(self) -> bool:
        """Whether the learner has something to do."""
        match self:
            case TaskState.GIVEN | TaskState.LATE | TaskState.REVISE:
                return True
            case TaskState.HANDED_IN | TaskState.HANDED_IN_LATE | TaskState.EXCUSED:
                return False
            case _:
                assert_never(self)


class TaskTerms(Written, frozen=True, kw_only=True):
    """What a group or some learners are asked to make. It never counts by itself."""

    title: Text
    due: date
    text: Text | None = None
    """What to do, in the words that the learners read."""
    shows: tuple[SkillCode, ...] = ()
    """What it may show. Only what is rated counts."""
    experience: ExperienceId | None = None
    group: GroupId | None = None
    """Everybody in it, and in the groups within it, has the task."""


class RevisionRequest(Written, frozen=True, kw_only=True):
    """An educator's request for another version of what was handed in."""

    on: date
    why: str


class TaskWord(Written, frozen=True, kw_only=True):
    """What an educator says of one learner's task. It stands over what is worked out."""

    revise: RevisionRequest | None = None
    excused: str = ""
    """Why the learner need not do it."""
    late_until: date | None = None
    """The last day for this learner, where it is a later one."""


class GivenTask(Struct, frozen=True, kw_only=True):
    """A task with who gave it and since when, without what is said of single learners."""

    name: TaskRef
    on: date
    by: PersonId
    task: TaskTerms


class OwnTask(Struct, frozen=True, kw_only=True):
    """A task as one learner has it."""

    given: GivenTask
    word: TaskWord = TaskWord()
    is_named: bool = False
    """Whether the file names the learner, and not only the group."""
    is_alone: bool = False
    """Whether it is for nobody else."""

    @property
    def due(self) -> date:
        """The last day for this learner."""
        return self.word.late_until or self.given.task.due


class TaskStanding(Struct, frozen=True, kw_only=True):
    """Where a learner is with a task: the value that every page prints."""

    own: OwnTask
    state: TaskState
    answers: tuple[EvidenceRef, ...] = ()
    """What was handed in, the oldest first."""
    handed_in: date | None = None
    """The day of the newest of these."""

    @property
    def name(self) -> TaskRef:
        """The name of the task's file."""
        return self.own.given.name

    @property
    def due(self) -> date:
        """The last day for this learner."""
        return self.own.due
