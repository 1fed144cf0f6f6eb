"""What becomes of a learner's evidence between two states of a school: who sees which piece."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from wayfolio.model.changes import Appearance, Visibility
from wayfolio.model.names import EvidenceRef
from wayfolio.model.portfolio import Evidence
from wayfolio.plan.consent import all_authors_allow, public_permissions
from wayfolio.plan.redaction import names_in_address
from wayfolio.plan.visible import VisibilityContext

MARKED = {"draft": Visibility.DRAFT, "staff": Visibility.STAFF, "family": Visibility.FAMILY}


def visible_to(work: Evidence, case: VisibilityContext) -> Visibility:
    """Return who sees a piece of evidence on its owner's page."""
    if work.visibility != "public":
        return MARKED[work.visibility]
    if case.catalogue.school.publish.learners == "none":
        return Visibility.NOBODY
    if "work" not in public_permissions(case.portfolio.file, case.today):
        return Visibility.NO_CONSENT
    for shared in case.roster.group_work:
        is_this = shared.owner == case.portfolio.learner and shared.stem == work.stem
        if is_this and not all_authors_allow(shared, case.roster, case.today):
            return Visibility.CO_AUTHOR
    return Visibility.NAMED if names_in_address(work, case.people) else Visibility.PUBLIC


class _Piece(NamedTuple):
    """A piece of evidence, and who sees it."""

    work: Evidence
    seen_by: Visibility


def diff_visibility(
    before: VisibilityContext | None,
    after: VisibilityContext | None,
    touched: Collection[EvidenceRef],
) -> Iterator[Appearance]:
    """Yield each piece that is new, gone, seen by others than before, or `touched`.

    A new piece with the words or the title of one that is gone is that piece under another name.
    """
    case = after or before
    if case is None:
        return
    for stem, old, new in _pairs(_by_stem(before), _by_stem(after)):
        was = old.seen_by if old else None
        will_be = new.seen_by if new else None
        piece = new or old
        if piece is not None and (was != will_be or stem in touched):
            yield Appearance(
                learner=case.portfolio.learner,
                stem=stem,
                title=piece.work.title,
                before=was,
                after=will_be,
                until=_until(case) if will_be is Visibility.PUBLIC else None,
            )


def _pairs(
    then: Mapping[EvidenceRef, _Piece], now: Mapping[EvidenceRef, _Piece]
) -> Iterator[tuple[EvidenceRef, _Piece | None, _Piece | None]]:
    """Yield each piece as it was and as it will be."""
    gone = [then[stem] for stem in then.keys() - now.keys()]
    for stem in sorted(then.keys() | now.keys()):
        old, new = then.get(stem), now.get(stem)
        if new is not None and old is None:
            old = _find_same(new, gone)
        yield stem, old, new


def _find_same(piece: _Piece, pieces: Iterable[_Piece]) -> _Piece | None:
    return next((other for other in pieces if _is_same(other.work, piece.work)), None)


def _by_stem(case: VisibilityContext | None) -> dict[EvidenceRef, _Piece]:
    if case is None:
        return {}
    return {work.stem: _Piece(work, visible_to(work, case)) for work in case.portfolio.evidence}


def _is_same(work: Evidence, other: Evidence) -> bool:
    is_titled = work.title.casefold() == other.title.casefold()
    return is_titled or (bool(work.body.strip()) and work.body.split() == other.body.split())


def _until(case: VisibilityContext) -> date | None:
    """Return the last day of the consent to show work that holds longest."""
    holding = [
        consent.until
        for consent in case.portfolio.file.consent
        if "work" in consent.what and consent.audience == "public" and consent.in_force(case.today)
    ]
    days = [day for day in holding if day is not None]
    return max(days) if days and len(days) == len(holding) else None
