"""A table of learners and competencies for each framework."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from wayfolio.model.attainment import Status
from wayfolio.model.frameworks import Area, Competency, Framework, parse_code
from wayfolio.model.names import CompetencyCode, slug_of
from wayfolio.model.rounding import percent
from wayfolio.model.staff import Cell, StaffRow
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import Translate, status_words
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import LinkView, PageView, Site
from wayfolio.render.staff.table import TextColumns, columns_csv
from wayfolio.render.staff.words import group_title


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
    """Level and state, progress, day last seen as 2027-03-02: plain lines, because a page may have
    thirty thousand cells."""


class GridRow(Struct, frozen=True, kw_only=True):
    """A learner's row."""

    name: str
    address: str
    group: str
    groups: str
    """The titles of the group and of all groups around it, separated by bars."""
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


CSS: Mapping[Status, str] = {
    Status.MET: "m",
    Status.GOING_FURTHER: "f",
    Status.NEARLY_THERE: "n",
    Status.FRESH_LOOK: "l",
    Status.UNDER_WAY: "u",
    Status.READY: "r",
    Status.WAITING: "w",
    Status.NOT_STARTED: "",
    Status.PLACED_PAST: "p",
    Status.SKIPPED: "s",
    Status.NOT_ASKED: "x",
}


def concerned_learners(framework: Framework, rows: Iterable[StaffRow]) -> list[StaffRow]:
    """Return the learners who have a cell in a framework."""
    codes = {competency.code for area in framework.areas for competency in area.competencies}
    return [row for row in rows if codes & row.cells.keys()]


def grid_view(framework: Framework, rows: Sequence[StaffRow], site: Site) -> GridView:
    """Return the grid of a framework, by group and name."""
    _: Translate = site.reader.gettext
    columns = tuple(_columns(framework, site))
    title = site.reader.say(framework.title)
    by_name = site.reader.sort_key
    order = {group.id: n for n, group in enumerate(site.catalogue.school.groups)}
    placed = sorted(
        concerned_learners(framework, rows),
        key=lambda row: (order.get(row.group, len(order)), by_name(row.full_name), row.learner),
    )
    grid_rows = tuple(_row(framework, row, site) for row in placed)
    return GridView(
        base="../../",
        title=_("{framework}: where each learner is").format(framework=title),
        description=_("Each learner’s level, progress and last day seen in {framework}.").format(
            framework=title
        ),
        crumbs=(LinkView(_("For staff"), "staff/"),),
        lead=_(
            "A row for each learner, a column for each competency. Arrow keys move from cell to"
            " cell; Enter opens the learner’s page. The button above a column sorts by it. A star"
            " marks a level that an educator has set."
        ),
        as_of=site.reader.day(site.as_of),
        file=f"staff/csv/grid-{framework.framework}.csv",
        areas=tuple(
            (slug_of(area.code), site.reader.say(area.title), len(_live(area)))
            for area in framework.areas
            if _live(area)
        ),
        columns=columns,
        rows=grid_rows,
        groups=tuple(dict.fromkeys(title for row in grid_rows for title in row.groups.split("|"))),
        stages=tuple(sorted({row.stage for row in grid_rows if row.stage})),
        states=tuple(sorted(set(_states(framework, placed, site)))),
    )


def _states(framework: Framework, rows: Iterable[StaffRow], site: Site) -> Iterator[str]:
    """Yield the words of the states that occur in the grid."""
    codes = {competency.code for area in framework.areas for competency in _live(area)}
    words = status_words(site.reader.gettext)
    for row in rows:
        for code in codes & row.cells.keys():
            if row.cells[code].is_asked:
                yield words[row.cells[code].status].cell


def _live(area: Area) -> list[Competency]:
    return [competency for competency in area.competencies if competency.replaced_by is None]


def _columns(framework: Framework, site: Site) -> Iterator[GridColumn]:
    for area in framework.areas:
        for competency in _live(area):
            yield GridColumn(
                code=competency.code,
                title=site.reader.say(competency.title),
                area=slug_of(area.code),
                address=addresses.competency_address(parse_code(competency.code)),
            )


def _row(framework: Framework, row: StaffRow, site: Site) -> GridRow:
    stages = [p.stages for p in row.places if p.pathway == framework.stages_of]
    here = stages[0] if stages else ()
    codes = [competency.code for area in framework.areas for competency in _live(area)]
    return GridRow(
        name=row.full_name,
        address=addresses.portfolio_address(row.learner),
        group=group_title(row.group, site),
        groups="|".join(group_title(group, site) for group in row.groups),
        stage=site.reader.row(here),
        cells=tuple(_cell(row.cells.get(code), here, site) for code in codes),
    )


def _cell(cell: Cell | None, here: Sequence[str], site: Site) -> GridCell:
    _: Translate = site.reader.gettext
    if cell is None or (not cell.is_asked and cell.level is None):
        return GridCell(css=CSS[Status.NOT_ASKED], lines=(_("not required"),))
    word = status_words(_)[cell.status].cell if cell.is_asked else _("not required")
    first = f"{_level(cell)} {word}".strip()
    if cell.last_seen is None:
        return GridCell(css=CSS[cell.status], lines=(first,))
    progress = _progress(cell, here, _) if cell.is_asked else ""
    return GridCell(css=CSS[cell.status], lines=(first, progress, cell.last_seen.isoformat()))


def _progress(cell: Cell, here: Sequence[str], _: Translate) -> str:
    """Return the progress, with its stage if it differs from that of the row."""
    share = f"{percent(cell.progress)}%"
    if cell.stage is None or cell.stage in here or not here:
        return share
    return _("{share} of {stage}").format(share=share, stage=cell.stage)


def grid_csv(framework: Framework, rows: Iterable[StaffRow], site: Site) -> bytes:
    """Return the grid for a spreadsheet: a row for each learner and required competency."""
    _: Translate = site.reader.gettext
    columns: TextColumns[StaffRow, Competency, Cell] = (
        (_("Learner"), lambda row, _competency, _cell: row.learner),
        (_("Name"), lambda row, _competency, _cell: row.full_name),
        (_("Group"), lambda row, _competency, _cell: row.group),
        (_("Competency"), lambda _row, competency, _cell: competency.code),
        (_("Title"), lambda _row, competency, _cell: site.reader.say(competency.title)),
        (_("Stage"), lambda _row, _competency, cell: cell.stage or ""),
        (_("State"), lambda _row, _competency, cell: status_words(_)[cell.status].cell),
        (_("Level"), lambda _row, _competency, cell: _level(cell)),
        (_("Progress in percent"), lambda _row, _competency, cell: str(percent(cell.progress))),
        (_("Last seen"), lambda _row, _competency, cell: _day(cell)),
    )
    return columns_csv(columns, _requested_cells(framework, rows))


def _requested_cells(
    framework: Framework, rows: Iterable[StaffRow]
) -> Iterator[tuple[StaffRow, Competency, Cell]]:
    """Yield each learner with each competency of a framework that is required of them."""
    known = {competency.code: competency for area in framework.areas for competency in _live(area)}
    for row in rows:
        for code, cell in row.cells.items():
            if code in known and cell.is_asked:
                yield row, known[CompetencyCode(code)], cell


def _level(cell: Cell) -> str:
    """Return the level; a star marks one that an educator has set."""
    if cell.level is None:
        return ""
    return f"{figure(cell.level)}*" if cell.is_set else figure(cell.level)


def _day(cell: Cell) -> str:
    return cell.last_seen.isoformat() if cell.last_seen else ""
