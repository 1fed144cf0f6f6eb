"""The staff's page of tasks: who has handed in what, and when."""

from collections import Counter
from collections.abc import Iterable, Sequence

from wayfolio.model.names import slug_of_work
from wayfolio.model.staff import StaffRow
from wayfolio.model.tasks import TaskStanding, TaskState
from wayfolio.render.language.vocabulary import Translate, task_state
from wayfolio.render.learner.tasks import task_word
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.table import (
    CellView,
    Column,
    Columns,
    TableView,
    make_table,
    number_cell,
    text_cell,
)
from wayfolio.render.staff.words import (
    StaffPartView,
    StaffView,
    date_cell,
    group_cell,
    learner_cell,
    people_cell,
    staff_view,
)

Standings = Sequence[TaskStanding]


def tasks_page(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return the page of tasks."""
    _: Translate = site.reader.gettext
    standings = [(standing, row) for row in rows for standing in row.tasks]
    parts = (
        StaffPartView(
            title=_("Who has handed in what"),
            anchor="who",
            says=(
                _(
                    "What is still to do stands first. A task never counts by itself; only what"
                    " is rated does."
                ),
            ),
            tables=(_learner_table(standings, site),),
        ),
        StaffPartView(
            title=_("Task by task"), anchor="by-task", tables=(_task_table(standings, site),)
        ),
    )
    lead = _("Who was given what, until when, and what has come in.")
    return staff_view(site, _("Tasks"), lead, parts)


def _learner_table(standings: Iterable[tuple[TaskStanding, StaffRow]], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[TaskStanding, StaffRow] = (
        Column(_("Learner"), lambda _standing, row: learner_cell(row)),
        Column(_("Task"), lambda standing, _row: _title_cell(standing, site), choose=True),
        Column(_("Group"), lambda _standing, row: group_cell(row, site), choose=True),
        Column(_("Due"), lambda standing, _row: date_cell(standing.due, site)),
        Column(
            _("Status"),
            lambda standing, _row: text_cell(
                task_state(standing.state, _), note=task_word(standing, site)
            ),
            choose=True,
        ),
        Column(_("Handed in on"), lambda standing, _row: date_cell(standing.handed_in, site)),
        Column(_("Work"), _work_cell),
    )
    ordered = sorted(standings, key=lambda pair: _rank(*pair))
    return make_table(
        "hand-ins",
        _("Who has handed in what"),
        columns,
        ordered,
        empty=_("Nobody has been given a task."),
    )


def _rank(standing: TaskStanding, row: StaffRow) -> tuple[bool, int, str, str]:
    """Return the rank of a line: what is open by its last day, then what is done, newest first."""
    day = standing.due.toordinal()
    is_open = standing.state.is_open
    return not is_open, day if is_open else -day, standing.name, row.full_name


def _title_cell(standing: TaskStanding, site: Site) -> CellView:
    return text_cell(site.reader.say(standing.own.given.task.title))


def _work_cell(standing: TaskStanding, row: StaffRow) -> CellView:
    """Return a link to what was handed in last, and how much came before it."""
    if not standing.answers:
        return text_cell("")
    newest, before = standing.answers[-1], len(standing.answers) - 1
    return text_cell(
        row.titles[newest],
        addresses.evidence_address(row.learner, slug_of_work(newest)),
        note=f"+{before}" if before else "",
    )


def _task_table(standings: Iterable[tuple[TaskStanding, StaffRow]], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    by_task: dict[str, list[TaskStanding]] = {}
    for standing, _row in standings:
        by_task.setdefault(standing.name, []).append(standing)
    columns: Columns[Standings] = (
        Column(_("Task"), lambda of_task: _title_cell(of_task[0], site)),
        Column(_("By"), lambda of_task: people_cell([of_task[0].own.given.by], site)),
        Column(_("Given on"), lambda of_task: date_cell(of_task[0].own.given.on, site)),
        Column(_("Due"), lambda of_task: date_cell(of_task[0].own.given.task.due, site)),
        *(_state_column(state, site) for state in TaskState),
    )
    newest_first = sorted(
        by_task.values(), key=lambda of_task: of_task[0].own.given.task.due, reverse=True
    )
    return make_table(
        "tasks",
        _("Task by task"),
        columns,
        ((of_task,) for of_task in newest_first),
        empty=_("Nobody has been given a task."),
    )


def _state_column(state: TaskState, site: Site) -> Column[Standings]:
    """Return the column that counts how many learners are in a state."""
    return Column(
        task_state(state, site.reader.gettext),
        lambda of_task: number_cell(Counter(standing.state for standing in of_task)[state]),
        is_number=True,
    )
