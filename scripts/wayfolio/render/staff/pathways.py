"""Where every learner is on the pathways of stages, in the sentences that the families read."""

from collections.abc import Iterable

from wayfolio.model.staff import StaffRow
from wayfolio.model.stages import PathwayStanding
from wayfolio.render.learner.pathways import standing_sentences, where_on
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.table import Column, Columns, TableView, make_table, text_cell
from wayfolio.render.staff.words import group_cell, learner_cell


def pathway_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    """Return each learner's stages, rounds, and what is skipped and placed past."""
    _ = site.reader.gettext
    columns: Columns[StaffRow, PathwayStanding] = (
        Column(_("Learner"), lambda row, _on: learner_cell(row)),
        Column(_("Group"), lambda row, _on: group_cell(row, site), choose=True),
        Column(_("Pathway"), lambda _row, on: text_cell(_title(on, site)), choose=True),
        Column(_("Now"), lambda _row, on: text_cell(where_on(on, site)), choose=True),
        Column(
            _("Rounds and stages"),
            lambda _row, on: text_cell(" ".join(standing_sentences(on, site))),
        ),
    )
    return make_table(
        "pathways",
        _("Where everyone is"),
        columns,
        ((row, standing) for row in rows for standing in row.standings),
        empty=_("Nobody is on a pathway of stages yet."),
    )


def _title(standing: PathwayStanding, site: Site) -> str:
    return site.reader.say(site.catalogue.pathways[standing.pathway].title)
