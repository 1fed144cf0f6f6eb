"""The page of what waits for an adult."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from wayfolio.model.names import CompetencyCode
from wayfolio.model.staff import Revision, StaffRow, Waiting
from wayfolio.render.language.vocabulary import Translate, join_words
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.delivery import stopped_table
from wayfolio.render.staff.table import (
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
    person_name,
    staff_view,
)

WEEKS = "6"
"""The number of weeks at first; readers can change it on the page."""
MOST_NAMED = 6


def attention_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return what waits, the oldest first."""
    _: Translate = site.reader.gettext
    parts = (
        StaffPartView(
            title=_("Work that nobody has rated"),
            anchor="unrated",
            tables=(_work_table(rows, site, nobody=True),),
        ),
        StaffPartView(
            title=_("Work that needs one more rating"),
            anchor="part-rated",
            says=(_("Only part of what the learner says it shows has been rated."),),
            tables=(_work_table(rows, site, nobody=False),),
        ),
        StaffPartView(
            title=_("A revision was asked for"),
            anchor="asked",
            says=(_("Nothing newer has come back yet, and no one has rated the skill again."),),
            tables=(_revision_table(rows, site),),
        ),
        StaffPartView(
            title=_("Support that has stopped"),
            anchor="stopped",
            says=(_("Scheduled without a session for weeks, or over without reaching its goal."),),
            tables=(stopped_table("stopped-support", rows, site),),
        ),
        StaffPartView(
            title=_("Not seen for a while"),
            anchor="unseen",
            says=(
                _("Last seen = the last day someone recorded something about the learner."),
                _("A gap here is ours, not the learner’s."),
            ),
            tables=(_last_seen_table(rows, site), _unseen_table(rows, site)),
        ),
    )
    lead = _("Work that still needs a teacher, oldest first.")
    return staff_view(site, _("Waiting for you"), lead, parts)


def weeks_since(on: date | None, site: Site) -> int | None:
    """Return the full weeks since a day; None without a day."""
    return (site.as_of - on).days // 7 if on else None


def _work_table(rows: Iterable[StaffRow], site: Site, *, nobody: bool) -> TableView:
    _: Translate = site.reader.gettext
    pending = [
        (waiting, row) for row in rows for waiting in row.waiting if waiting.nobody == nobody
    ]
    pending.sort(key=lambda pair: (pair[0].on, pair[1].learner, pair[0].evidence))
    columns: Columns[Waiting, StaffRow] = (
        Column(_("Learner"), lambda _waiting, row: learner_cell(row)),
        Column(_("Group"), lambda _waiting, row: group_cell(row, site), choose=True),
        Column(
            _("Work"),
            lambda waiting, row: text_cell(
                waiting.title, addresses.evidence_address(row.learner, waiting.slug)
            ),
        ),
        Column(_("Day"), lambda waiting, _row: date_cell(waiting.on, site)),
        Column(
            _("Weeks"),
            lambda waiting, _row: number_cell(weeks_since(waiting.on, site)),
            is_number=True,
        ),
        Column(_("Waits for"), lambda waiting, _row: text_cell(", ".join(waiting.skills))),
    )
    return make_table(
        "unrated-work" if nobody else "partly-rated-work",
        _("Work that nobody has rated") if nobody else _("Work that needs one more rating"),
        columns,
        pending,
        empty=_("All work that names its skills has been rated."),
    )


def _revision_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    revisions = [(revision, row) for row in rows for revision in row.revisions]
    revisions.sort(key=lambda pair: (pair[0].on, pair[1].learner))
    columns: Columns[Revision, StaffRow] = (
        Column(_("Learner"), lambda _revision, row: learner_cell(row)),
        Column(_("Group"), lambda _revision, row: group_cell(row, site), choose=True),
        Column(_("Asked on"), lambda revision, _row: date_cell(revision.on, site)),
        Column(
            _("By"),
            lambda revision, _row: people_cell(revision.by, site),
            choose=True,
        ),
        Column(_("What was asked"), lambda revision, _row: text_cell(revision.ask)),
    )
    return make_table(
        "revision-asked",
        _("A revision was asked for"),
        columns,
        revisions,
        empty=_("Every requested revision has come back."),
    )


def _last_seen_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    by_weeks = sorted(rows, key=lambda row: (row.last_rated or date.min, row.learner))
    columns: Columns[StaffRow] = (
        Column(_("Learner"), learner_cell),
        Column(_("Group"), lambda row: group_cell(row, site), choose=True),
        Column(
            _("Weeks"),
            lambda row: number_cell(
                weeks_since(row.last_rated, site), "" if row.last_rated else _("never")
            ),
            is_number=True,
            least="0",
        ),
        Column(_("Last rated"), lambda row: date_cell(row.last_rated, site)),
        Column(_("Newest work"), lambda row: date_cell(row.last_work, site)),
    )
    return make_table(
        "not-seen",
        _("When each learner was last seen"),
        columns,
        ((row,) for row in by_weeks),
        empty=_("There are no learners."),
    )


def _unseen_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    """Return the learners with begun competencies that nobody has seen since: they may be stuck.

    One row for each learner, because one for each competency would be twenty thousand in a school
    of 500. The file of every stage lists each competency with its last day.
    """
    _: Translate = site.reader.gettext
    stuck = [(unseen, row) for row in rows if (unseen := _long_unseen(row, site))]
    stuck.sort(key=lambda pair: (-pair[0][0][0], pair[1].learner))
    columns: Columns[list[tuple[int, CompetencyCode]], StaffRow] = (
        Column(_("Learner"), lambda _unseen, row: learner_cell(row)),
        Column(_("Group"), lambda _unseen, row: group_cell(row, site), choose=True),
        Column(_("Competencies"), lambda unseen, _row: number_cell(len(unseen)), is_number=True),
        Column(
            _("Weeks, at most"),
            lambda unseen, _row: number_cell(unseen[0][0]),
            is_number=True,
            least=WEEKS,
        ),
        Column(
            _("Unseen the longest, in weeks"),
            lambda unseen, _row: text_cell(
                ", ".join(f"{code} ({weeks})" for weeks, code in unseen[:MOST_NAMED])
            ),
        ),
    )
    return make_table(
        "begun-and-not-seen",
        _("Started, but not seen for {n} weeks").format(n=WEEKS),
        columns,
        stuck,
        empty=_("Everything started has been seen recently."),
    )


def _long_unseen(row: StaffRow, site: Site) -> list[tuple[int, CompetencyCode]]:
    """Return (weeks, competency) of what was begun and could continue, the longest unseen first."""
    could = {step.attained.competency for step in row.wants}
    weeks = [
        (weeks_since(cell.last_seen, site) or 0, code)
        for code, cell in row.cells.items()
        if code in could and cell.status.is_open
    ]
    return sorted(
        ((n, code) for n, code in weeks if n >= int(WEEKS)), key=lambda pair: (-pair[0], pair[1])
    )


def latest_asks(row: StaffRow, site: Site) -> Iterator[str]:
    """Yield a sentence for each revision that is still open."""
    _: Translate = site.reader.gettext
    for revision in row.revisions:
        yield _("{name} asked on {day}: {ask}").format(
            name=join_words([person_name(by, site) for by in revision.by], _),
            day=site.reader.day(revision.on),
            ask=revision.ask,
        )
