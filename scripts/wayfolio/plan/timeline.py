"""What of a learner's changes the page of an audience says."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, assert_never

from msgspec.structs import replace

from wayfolio.model.audiences import may_see
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import Private
from wayfolio.model.portfolio import LearnerFile, Portfolio
from wayfolio.model.timeline import (
    BadgeHeld,
    Changed,
    FigureChanged,
    GateTurned,
    MilestoneTurned,
    PageChange,
    PassTurned,
    RoundBrokenOff,
    StageBegun,
    StageSkipped,
    WorkRecord,
    WrittenRecord,
)
from wayfolio.plan.owner import in_college, is_college, is_of_age

OwnPage = Literal["family", "learner"]


def tells_college(file: LearnerFile, page: OwnPage, until: date) -> bool:
    """Whether a page shows college courses: those of a minor are on the learner's own alone."""
    return page == "learner" or is_of_age(file, until) or not in_college(file)


def leave_out_college(changes: Iterable[PageChange], catalogue: Catalogue) -> Iterator[PageChange]:
    """Yield the changes without those of college courses, and of what is counted from them."""
    return (change for change in changes if not _is_counted(change.what, catalogue))


def view_changes(
    changes: Iterable[PageChange],
    catalogue: Catalogue,
    portfolio: Portfolio,
    audience: type[Private],
) -> Iterator[PageChange]:
    """Yield the changes that an audience's page says. Work that it does not show has no title."""
    visible = {piece.at for piece in portfolio.evidence if may_see(audience, piece.visibility)}

    def hide_title(record: WrittenRecord) -> WrittenRecord:
        if isinstance(record, WorkRecord) and record.at not in visible:
            return replace(record, title=None)
        return record

    for change in changes:
        badge = catalogue.badges[change.what.badge] if isinstance(change.what, BadgeHeld) else None
        if badge is None or may_see(audience, badge.visibility):
            yield replace(change, records=tuple(map(hide_title, change.records)))


def _is_counted(changed: Changed, catalogue: Catalogue) -> bool:
    """Whether something is a college course, or may be counted from some."""
    match changed:
        case FigureChanged(competency=code):
            return is_college(code, catalogue)
        case GateTurned(pathway=name) | MilestoneTurned(pathway=name) | PassTurned(pathway=name):
            return catalogue.pathways[name].kind == "paced"
        case BadgeHeld() | StageBegun() | StageSkipped() | RoundBrokenOff():
            # Badges are worked out without the courses already.
            return False
        case _:
            assert_never(changed)
