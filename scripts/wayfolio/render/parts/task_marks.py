"""Where a learner is with a task, for the family and the staff: a word, an icon and a border."""

from collections.abc import Mapping

from wayfolio.model.tasks import TaskState
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import task_state
from wayfolio.render.parts.known import KnownView

TASK_ICONS: Mapping[TaskState, str] = {
    TaskState.GIVEN: "M7 1.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z",
    TaskState.HANDED_IN: "M2 7.5 5.5 11 12 3.5",
    TaskState.LATE: "M7 1.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM7 4v3l2 2",
    TaskState.HANDED_IN_LATE: "M1.5 7.5 4.5 10.5 8.5 5M11 3v3.5l1.5 1.5",
    TaskState.REVISE: "M2 6a5 5 0 0 1 9-2M11 1v3H8M12 8a5 5 0 0 1-9 2M3 13v-3h3",
    TaskState.EXCUSED: "M2 7h10",
}
"""An icon of 14 by 14 pixels for each, made of strokes."""
TASK_SIGNS: Mapping[TaskState, str] = {
    TaskState.GIVEN: "○",
    TaskState.HANDED_IN: "✓",
    TaskState.LATE: "!",
    TaskState.HANDED_IN_LATE: "✓",
    TaskState.REVISE: "↻",
    TaskState.EXCUSED: "–",
}
"""The same as a character, for paper."""


def task_mark(state: TaskState, reader: Reader) -> KnownView:
    """Return where a learner is with a task, for a page."""
    return KnownView(
        css=f"wf-task--{state.value}",
        icon=TASK_ICONS[state],
        sign=TASK_SIGNS[state],
        word=task_state(state, reader.gettext),
    )
