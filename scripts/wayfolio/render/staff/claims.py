"""The staff's queue of claims: what learners say and nobody has confirmed."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from wayfolio.model.claims import (
    Claim,
    Claimed,
    Dismissal,
    kind_of_claim,
)
from wayfolio.model.staff import StaffRow
from wayfolio.render.language.claims import claimed_phrase, move_phrase
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.parts import addresses
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.attention import weeks_since
from wayfolio.render.staff.table import (
    SEVERAL,
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

MOVES = 4
"""The place of the column that says what a claim would move."""


def claims_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return the page of claims: those that move most first, then those that wait longest."""
    _: Translate = site.reader.gettext
    waiting = StaffPartView(
        title=_("Waiting for somebody to confirm"),
        anchor="waiting",
        says=(
            _(
                "Naming the work in an occasion confirms that it took place. Hours, deliverables"
                " and milestones count once the occasion says so. The last column is the line to"
                " write, in a file of demonstrations; a form and “wayfolio rate” write it too."
            ),
        ),
        tables=tuple(_waiting_tables(rows, site)),
    )
    dismissed = StaffPartView(
        title=_("Dismissed, with the reason"),
        anchor="dismissed",
        tables=(_dismissed_table(rows, site),),
    )
    return staff_view(
        site,
        _("Claims"),
        _("What learners say of their work and nobody has confirmed. It meets nothing until then."),
        [waiting, dismissed],
    )


def _waiting_tables(rows: Iterable[StaffRow], site: Site) -> Iterator[TableView]:
    """Yield the claims that would move something and, folded, those that would move nothing."""
    _: Translate = site.reader.gettext
    pending = [(claim, row) for row in rows for claim in row.claims if claim.says]
    pending.sort(key=lambda pair: (_rank(pair[0]), pair[0].on, pair[1].learner))
    moving = [(claim, row) for claim, row in pending if claim.moves]
    still = [(claim, row) for claim, row in pending if not claim.moves]
    none_moves = _("None of the claims that wait would move anything.")
    all_done = _("Everything that learners say has been confirmed or dismissed.")
    columns = _waiting_columns(site)
    yield make_table(
        "claims", _("Claims"), columns, moving, empty=none_moves if still else all_done
    )
    if still:
        folded = make_table(
            "claims-moving-nothing",
            _("Claims that would move nothing"),
            (*columns[:MOVES], *columns[MOVES + 1 :]),
            still,
        )
        count = site.reader.ngettext(
            "{n} claim that would move nothing",
            "{n} claims that would move nothing",
            len(still),
        )
        yield replace(folded, fold=count.format(n=len(still)))


def _waiting_columns(site: Site) -> Columns[Claim, StaffRow]:
    _: Translate = site.reader.gettext
    name = make_labels(site)
    return (
        Column(_("Learner"), lambda _claim, row: learner_cell(row)),
        Column(_("Group"), lambda _claim, row: group_cell(row, site), choose=True),
        Column(_("Work"), _work_cell),
        Column(
            _("What is claimed"),
            lambda claim, _row: text_cell(
                SEVERAL.join(claimed_phrase(said, site.reader, name) for said in claim.says)
            ),
        ),
        Column(
            _("What it would move"),
            lambda claim, _row: text_cell(
                SEVERAL.join(move_phrase(move, site.reader, name) for move in claim.moves)
            ),
        ),
        Column(_("Since"), lambda claim, _row: date_cell(claim.on, site)),
        Column(
            _("Weeks"),
            lambda claim, _row: number_cell(weeks_since(claim.on, site)),
            is_number=True,
            least="0",
        ),
        Column(_("To confirm it"), lambda claim, _row: text_cell(confirming_line(claim))),
    )


def _dismissed_table(rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    name = make_labels(site)
    listed = list(_dismissed(rows))
    listed.sort(key=lambda entry: (entry[2].on, entry[3].learner), reverse=True)
    columns: Columns[Claim, Claimed, Dismissal, StaffRow] = (
        Column(_("Learner"), lambda _claim, _said, _against, row: learner_cell(row)),
        Column(_("Work"), lambda claim, _said, _against, row: _work_cell(claim, row)),
        Column(
            _("What was claimed"),
            lambda _claim, said, _against, _row: text_cell(claimed_phrase(said, site.reader, name)),
        ),
        Column(_("Day"), lambda _claim, _said, against, _row: date_cell(against.on, site)),
        Column(_("By"), lambda _claim, _said, against, _row: people_cell(against.by, site)),
        Column(_("Why"), lambda _claim, _said, against, _row: text_cell(against.why)),
    )
    return make_table(
        "dismissed-claims",
        _("Dismissed claims"),
        columns,
        listed,
        empty=_("No claim has been dismissed."),
    )


def _dismissed(
    rows: Iterable[StaffRow],
) -> Iterator[tuple[Claim, Claimed, Dismissal, StaffRow]]:
    for row in rows:
        for claim in row.claims:
            for said, dismissal in claim.dismissed:
                yield claim, said, dismissal, row


def _work_cell(claim: Claim, row: StaffRow) -> CellView:
    return text_cell(claim.title, addresses.evidence_address(row.learner, claim.slug))


def _rank(claim: Claim) -> tuple[int, int]:
    """Return the rank of a claim: first what would reach most, then what counts toward most."""
    return -sum(move.reaches for move in claim.moves), -len(claim.moves)


def confirming_line(claim: Claim) -> str:
    """Return what an occasion says to confirm all of a claim."""
    words = [kind_of_claim(claimed) for claimed in claim.says]
    confirms = ", ".join(word for word in dict.fromkeys(words) if word != "work")
    line = f"evidence: [{claim.evidence}]"
    return f"{line}, confirms: [{confirms}]" if confirms else line
