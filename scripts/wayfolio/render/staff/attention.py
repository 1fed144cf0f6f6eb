"""Who and what waits for an adult."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from wayfolio.model.attainment import Status
from wayfolio.model.names import CompetencyCode
from wayfolio.model.staff import StaffRow, Waiting
from wayfolio.render.language.vocabulary import Translate, join_words
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.table import CellView, ColumnView, TableView, number_cell, text_cell
from wayfolio.render.staff.words import (
    StaffPartView,
    StaffView,
    date_cell,
    group_title,
    learner_cell,
    person_name,
    staff_view,
)

WEEKS = "6"
"""From how many weeks on the page shows a learner first; the reader may ask for others."""
MOST_NAMED = 6


def attention_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return what waits, the oldest first."""
    _: Translate = site.reader.words.gettext
    parts = (
        StaffPartView(
            title=_("Work that nobody has rated"),
            anchor="unrated",
            tables=(_work_table(rows, site, nobody=True),),
        ),
        StaffPartView(
            title=_("Work that needs one more rating"),
            anchor="part-rated",
            says=(_("Somebody has rated part of what the learner says it shows."),),
            tables=(_work_table(rows, site, nobody=False),),
        ),
        StaffPartView(
            title=_("A revision was asked for"),
            anchor="asked",
            says=(_("Nothing newer has come back yet, and nobody has rated the skill again."),),
            tables=(_revision_table(rows, site),),
        ),
        StaffPartView(
            title=_("Not seen for a while"),
            anchor="unseen",
            says=(
                _("A day counts on which somebody wrote something down about the learner."),
                _("That nobody has looked says nothing about the learner."),
            ),
            tables=(_last_seen_table(rows, site), _unseen_table(rows, site)),
        ),
    )
    lead = _("What waits for somebody at the school to look, the oldest first.")
    return staff_view(site, _("What needs an adult"), lead, parts)


def weeks_since(on: date | None, site: Site) -> int | None:
    """Return the whole weeks since a day; None without one."""
    return (site.as_of - on).days // 7 if on else None


def _work_table(rows: Iterable[StaffRow], site: Site, *, nobody: bool) -> TableView:
    _: Translate = site.reader.words.gettext
    pending = [
        (waiting, row) for row in rows for waiting in row.waiting if waiting.nobody == nobody
    ]
    pending.sort(key=lambda pair: (pair[0].on, pair[1].learner, pair[0].evidence))
    return TableView(
        name="unrated-work" if nobody else "partly-rated-work",
        title=_("Work that nobody has rated") if nobody else _("Work that needs one more rating"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Group"), choose=True),
            ColumnView(title=_("Work")),
            ColumnView(title=_("Day")),
            ColumnView(title=_("Weeks"), is_number=True),
            ColumnView(title=_("Waits for")),
        ),
        rows=tuple(_work_row(waiting, row, site) for waiting, row in pending),
        empty=_("Everything that says what it shows has been rated."),
    )


def _work_row(waiting: Waiting, row: StaffRow, site: Site) -> tuple[CellView, ...]:
    return (
        learner_cell(row),
        text_cell(group_title(row.group, site)),
        text_cell(waiting.title, addresses.evidence_address(row.learner, waiting.slug)),
        date_cell(waiting.on, site),
        number_cell(weeks_since(waiting.on, site)),
        text_cell(", ".join(waiting.skills)),
    )


def _revision_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    revisions = [(revision, row) for row in rows for revision in row.revisions]
    revisions.sort(key=lambda pair: (pair[0].on, pair[1].learner))
    return TableView(
        name="revision-asked",
        title=_("A revision was asked for"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Group"), choose=True),
            ColumnView(title=_("Asked on")),
            ColumnView(title=_("By"), choose=True),
            ColumnView(title=_("What was asked")),
        ),
        rows=tuple(
            (
                learner_cell(row),
                text_cell(group_title(row.group, site)),
                date_cell(revision.on, site),
                text_cell(join_words([person_name(by, site) for by in revision.by], _)),
                text_cell(revision.ask),
            )
            for revision, row in revisions
        ),
        empty=_("Everything that was asked for has come back."),
    )


def _last_seen_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    by_weeks = sorted(rows, key=lambda row: (row.last_rated or date.min, row.learner))
    return TableView(
        name="not-seen",
        title=_("When each learner was last seen"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Group"), choose=True),
            ColumnView(title=_("Weeks"), is_number=True, least="0"),
            ColumnView(title=_("Last rated")),
            ColumnView(title=_("Newest work")),
        ),
        rows=tuple(
            (
                learner_cell(row),
                text_cell(group_title(row.group, site)),
                number_cell(
                    weeks_since(row.last_rated, site), "" if row.last_rated else _("never")
                ),
                date_cell(row.last_rated, site),
                date_cell(row.last_work, site),
            )
            for row in by_weeks
        ),
        empty=_("There are no learners."),
    )


def _unseen_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    """Return who has begun something that has not been seen since: who may be stuck.

    A row a learner: one for each competency would be twenty thousand in a school of 500. The file
    of every stage has each with its last day.
    """
    _: Translate = site.reader.words.gettext
    stuck = [(unseen, row) for row in rows if (unseen := _long_unseen(row, site))]
    stuck.sort(key=lambda pair: (-pair[0][0][0], pair[1].learner))
    return TableView(
        name="begun-and-not-seen",
        title=_("Begun, and not seen for {n} weeks").format(n=WEEKS),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Group"), choose=True),
            ColumnView(title=_("Competencies"), is_number=True),
            ColumnView(title=_("Weeks, at most"), is_number=True, least=WEEKS),
            ColumnView(title=_("The longest unseen, with weeks")),
        ),
        rows=tuple(
            (
                learner_cell(row),
                text_cell(group_title(row.group, site)),
                number_cell(len(unseen)),
                number_cell(unseen[0][0]),
                text_cell(", ".join(f"{code} ({weeks})" for weeks, code in unseen[:MOST_NAMED])),
            )
            for unseen, row in stuck
        ),
        empty=_("Everything that was begun has been seen lately."),
    )


def _long_unseen(row: StaffRow, site: Site) -> list[tuple[int, CompetencyCode]]:
    """Return (weeks, competency) of what was begun and could go on now, the longest first."""
    could = {step.attained.competency for step in row.wants}
    weeks = [
        (weeks_since(cell.last_seen, site) or 0, code)
        for code, cell in row.cells.items()
        if code in could
        and cell.status in (Status.UNDER_WAY, Status.NEARLY_THERE, Status.FRESH_LOOK)
    ]
    return sorted(
        ((n, code) for n, code in weeks if n >= int(WEEKS)), key=lambda pair: (-pair[0], pair[1])
    )


def latest_asks(row: StaffRow, site: Site) -> Iterator[str]:
    """Give what was asked of a learner and has not come back, in a sentence each."""
    _: Translate = site.reader.words.gettext
    for revision in row.revisions:
        yield _("{name} asked on {day}: {ask}").format(
            name=join_words([person_name(by, site) for by in revision.by], _),
            day=site.reader.day(revision.on),
            ask=revision.ask,
        )
