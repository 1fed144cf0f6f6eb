"""Who and what waits for an adult."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from wayfolio.model.attainment import Status
from wayfolio.model.names import CompetencyCode
from wayfolio.model.staff import StaffRow, Waiting
from wayfolio.render.language.vocabulary import Translate, listed
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.table import CellView, ColumnView, TableView, number, text
from wayfolio.render.staff.words import (
    PartView,
    StaffView,
    day,
    group,
    learner,
    person,
    staff_view,
)

WEEKS = "6"
"""From how many weeks on the page shows a learner first; the reader may ask for others."""
MOST_NAMED = 6


def attention_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return what waits, the oldest first."""
    _: Translate = site.reader.words.gettext
    parts = (
        PartView(
            title=_("Work that nobody has rated"),
            anchor="unrated",
            tables=(_work(rows, site, nobody=True),),
        ),
        PartView(
            title=_("Work that needs one more rating"),
            anchor="part-rated",
            says=(_("Somebody has rated part of what the learner says it shows."),),
            tables=(_work(rows, site, nobody=False),),
        ),
        PartView(
            title=_("A revision was asked for"),
            anchor="asked",
            says=(_("Nothing newer has come back yet, and nobody has rated the skill again."),),
            tables=(_asked(rows, site),),
        ),
        PartView(
            title=_("Not seen for a while"),
            anchor="unseen",
            says=(
                _("A day counts on which somebody wrote something down about the learner."),
                _("That nobody has looked says nothing about the learner."),
            ),
            tables=(_unseen(rows, site), _stuck(rows, site)),
        ),
    )
    lead = _("What waits for somebody at the school to look, the oldest first.")
    return staff_view(site, _("What needs an adult"), lead, parts)


def weeks_since(on: date | None, site: Site) -> int | None:
    """Return the whole weeks since a day; None without one."""
    return (site.as_of - on).days // 7 if on else None


def _work(rows: Iterable[StaffRow], site: Site, *, nobody: bool) -> TableView:
    _: Translate = site.reader.words.gettext
    found = [(one, row) for row in rows for one in row.waiting if one.nobody == nobody]
    found.sort(key=lambda pair: (pair[0].on, pair[1].learner, pair[0].evidence))
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
        rows=tuple(_work_row(one, row, site) for one, row in found),
        empty=_("Everything that says what it shows has been rated."),
    )


def _work_row(one: Waiting, row: StaffRow, site: Site) -> tuple[CellView, ...]:
    return (
        learner(row),
        text(group(row.group, site)),
        text(one.title, addresses.evidence(row.learner, one.slug)),
        day(one.on, site),
        number(weeks_since(one.on, site)),
        text(", ".join(one.skills)),
    )


def _asked(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    found = [(one, row) for row in rows for one in row.revisions]
    found.sort(key=lambda pair: (pair[0].on, pair[1].learner))
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
                learner(row),
                text(group(row.group, site)),
                day(one.on, site),
                text(listed([person(by, site) for by in one.by], _)),
                text(one.ask),
            )
            for one, row in found
        ),
        empty=_("Everything that was asked for has come back."),
    )


def _unseen(rows: Iterable[StaffRow], site: Site) -> TableView:
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
                learner(row),
                text(group(row.group, site)),
                number(weeks_since(row.last_rated, site), "" if row.last_rated else _("never")),
                day(row.last_rated, site),
                day(row.last_work, site),
            )
            for row in by_weeks
        ),
        empty=_("There are no learners."),
    )


def _stuck(rows: Iterable[StaffRow], site: Site) -> TableView:
    """Return who has begun something that has not been seen since: who may be stuck.

    A row a learner: one for each competency would be twenty thousand in a school of 500. The file
    of every stage has each with its last day.
    """
    _: Translate = site.reader.words.gettext
    found = [(unseen, row) for row in rows if (unseen := _not_seen_since(row, site))]
    found.sort(key=lambda pair: (-pair[0][0][0], pair[1].learner))
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
                learner(row),
                text(group(row.group, site)),
                number(len(unseen)),
                number(unseen[0][0]),
                text(", ".join(f"{code} ({weeks})" for weeks, code in unseen[:MOST_NAMED])),
            )
            for unseen, row in found
        ),
        empty=_("Everything that was begun has been seen lately."),
    )


def _not_seen_since(row: StaffRow, site: Site) -> list[tuple[int, CompetencyCode]]:
    """Return (weeks, competency) of what was begun and could go on now, the longest first."""
    could = {step.attained.competency for step in row.wants}
    weeks = [
        (weeks_since(cell.last_seen, site) or 0, code)
        for code, cell in row.cells.items()
        if code in could
        and cell.status in (Status.UNDER_WAY, Status.NEARLY_THERE, Status.FRESH_LOOK)
    ]
    return sorted(
        ((n, code) for n, code in weeks if n >= int(WEEKS)), key=lambda one: (-one[0], one[1])
    )


def latest_asks(row: StaffRow, site: Site) -> Iterator[str]:
    """Give what was asked of a learner and has not come back, in a sentence each."""
    _: Translate = site.reader.words.gettext
    for one in row.revisions:
        yield _("{name} asked on {day}: {ask}").format(
            name=listed([person(by, site) for by in one.by], _),
            day=site.reader.day(one.on),
            ask=one.ask,
        )
