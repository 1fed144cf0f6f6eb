"""Learners and competencies: one table a framework."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from wayfolio.model.frameworks import Area, Competency, Framework, parse_code
from wayfolio.model.names import CompetencyCode
from wayfolio.model.rounding import percent
from wayfolio.model.staff import Cell, StaffRow
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import LinkView, PageView, Site
from wayfolio.render.staff.table import as_csv
from wayfolio.render.staff.words import group_title, state


class GridColumn(Struct, frozen=True, kw_only=True):
    """A competency above its column."""

    code: str
    title: str
    area: str
    """Its area's code as a part of an address."""
    address: str


class GridCell(Struct, frozen=True, kw_only=True):
    """Level, progress and last seen, with the state in a word."""

    css: str
    lines: tuple[str, ...]
    """Level and state, progress, day last seen as 2027-03-02: one text, so that a page of thirty
    thousand cells stays light."""


class GridRow(Struct, frozen=True, kw_only=True):
    """A learner's row."""

    name: str
    address: str
    group: str
    groups: str
    """The titles of the group and of all that it is in, with bars between them."""
    stage: str
    cells: tuple[GridCell, ...]


class GridView(PageView, frozen=True, kw_only=True):
    """All that staff_grid.html may show."""

    lead: str
    as_of: str
    file: str
    areas: tuple[tuple[str, str, int], ...]
    """(part of an address, title, columns)."""
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    groups: tuple[str, ...]
    stages: tuple[str, ...]
    states: tuple[str, ...]


CSS = {
    "met": "m",
    "going further": "f",
    "nearly there": "n",
    "needs a fresh look": "l",
    "under way": "u",
    "ready to learn": "r",
    "waiting for": "w",
    "not started": "",
}
NOT_ASKED = "x"


def concerned_learners(framework: Framework, rows: Iterable[StaffRow]) -> list[StaffRow]:
    """Return the learners whom anything in a framework concerns."""
    codes = {one.code for area in framework.areas for one in area.competencies}
    return [row for row in rows if codes & row.cells.keys()]


def grid_view(framework: Framework, rows: Sequence[StaffRow], site: Site) -> GridView:
    """Return the grid of a framework, by group and name."""
    _: Translate = site.reader.words.gettext
    columns = tuple(_columns(framework, site))
    title = site.reader.say(framework.title)
    order = {one.id: n for n, one in enumerate(site.catalogue.school.groups)}
    placed = sorted(
        concerned_learners(framework, rows),
        key=lambda row: (order.get(row.group, len(order)), row.full_name, row.learner),
    )
    made = tuple(_row(framework, row, site) for row in placed)
    return GridView(
        base="../../",
        title=_("{framework}: who stands where").format(framework=title),
        description=_("Each learner’s level, progress and last day seen in {framework}.").format(
            framework=title
        ),
        crumbs=(LinkView(_("For staff"), "staff/"),),
        lead=_(
            "A row for each learner, a column for each competency. Arrow keys move from cell to"
            " cell; Enter opens the learner’s page. The button above a column sorts by it."
        ),
        as_of=site.reader.day(site.as_of),
        file=f"staff/csv/grid-{framework.framework}.csv",
        areas=tuple(
            (addresses.part_address(area.code), site.reader.say(area.title), len(_live(area)))
            for area in framework.areas
            if _live(area)
        ),
        columns=columns,
        rows=made,
        groups=tuple(dict.fromkeys(title for row in made for title in row.groups.split("|"))),
        stages=tuple(sorted({row.stage for row in made if row.stage})),
        states=tuple(sorted(set(_states(framework, placed, site)))),
    )


def _states(framework: Framework, rows: Iterable[StaffRow], site: Site) -> Iterator[str]:
    """Give the words of the states that stand in the grid."""
    codes = {one.code for area in framework.areas for one in _live(area)}
    for row in rows:
        for code in codes & row.cells.keys():
            if row.cells[code].is_asked:
                yield state(row.cells[code].status, site.reader.words.gettext)


def _live(area: Area) -> list[Competency]:
    return [one for one in area.competencies if one.replaced_by is None]


def _columns(framework: Framework, site: Site) -> Iterator[GridColumn]:
    for area in framework.areas:
        for one in _live(area):
            yield GridColumn(
                code=one.code,
                title=site.reader.say(one.title),
                area=addresses.part_address(area.code),
                address=addresses.competency_address(parse_code(one.code)),
            )


def _row(framework: Framework, row: StaffRow, site: Site) -> GridRow:
    stages = [p.stage for p in row.places if p.pathway == framework.stages_of and p.stage]
    here = stages[0] if stages else ""
    codes = [one.code for area in framework.areas for one in _live(area)]
    return GridRow(
        name=row.full_name,
        address=addresses.portfolio_address(row.learner),
        group=group_title(row.group, site),
        groups="|".join(group_title(one, site) for one in row.groups),
        stage=here,
        cells=tuple(_cell(row.cells.get(code), here, site) for code in codes),
    )


def _cell(cell: Cell | None, stage: str, site: Site) -> GridCell:
    _: Translate = site.reader.words.gettext
    if cell is None or (not cell.is_asked and cell.level is None):
        return GridCell(css=NOT_ASKED, lines=(_("not asked"),))
    level = figure(cell.level) if cell.level is not None else ""
    word = state(cell.status, _) if cell.is_asked else _("not asked")
    first = f"{level} {word}".strip()
    if cell.last_seen is None:
        return GridCell(css=CSS[cell.status.value], lines=(first,))
    progress = _progress(cell, stage, _) if cell.is_asked else ""
    return GridCell(css=CSS[cell.status.value], lines=(first, progress, cell.last_seen.isoformat()))


def _progress(cell: Cell, stage: str, _: Translate) -> str:
    """Return the progress, with its stage where that is not the one of the learner's row."""
    share = f"{percent(cell.progress)}%"
    if cell.stage is None or cell.stage == stage or not stage:
        return share
    return _("{share} of {stage}").format(share=share, stage=cell.stage)


def grid_csv(framework: Framework, rows: Iterable[StaffRow], site: Site) -> bytes:
    """Return the grid for a spreadsheet: a row for each learner and competency that is asked."""
    _: Translate = site.reader.words.gettext
    titles = [_("Learner"), _("Name"), _("Group"), _("Competency"), _("Title"), _("Stage")]
    titles += [_("State"), _("Level"), _("Progress in percent"), _("Last seen")]
    return as_csv(titles, _csv_rows(framework, rows, site))


def _csv_rows(
    framework: Framework, rows: Iterable[StaffRow], site: Site
) -> Iterator[tuple[str, ...]]:
    _: Translate = site.reader.words.gettext
    known = {one.code: one for area in framework.areas for one in _live(area)}
    for row in rows:
        for code, cell in row.cells.items():
            if code in known and cell.is_asked:
                yield (
                    row.learner,
                    row.full_name,
                    row.group,
                    code,
                    site.reader.say(known[CompetencyCode(code)].title),
                    cell.stage or "",
                    state(cell.status, _),
                    figure(cell.level) if cell.level is not None else "",
                    str(percent(cell.progress)),
                    cell.last_seen.isoformat() if cell.last_seen else "",
                )
