"""Who sees which of a learner's evidence before and after a change of the school's files."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, assert_never

from wayfolio.model.changes import Appearance, Visibility
from wayfolio.model.names import EvidenceRef
from wayfolio.model.portfolio import Evidence
from wayfolio.plan.consent import all_authors_allow, public_permissions
from wayfolio.plan.redaction import names_in_address
from wayfolio.plan.visible import VisibilityContext


def visible_to(work: Evidence, case: VisibilityContext) -> Visibility:
    """Return who sees a piece of evidence on its owner's page."""
    match work.visibility:
        case "draft":
            return Visibility.DRAFT
        case "staff":
            return Visibility.STAFF
        case "family":
            return Visibility.FAMILY
        case "public":
            return _public_unless_withheld(work, case)
        case _:
            assert_never(work.visibility)


def _public_unless_withheld(work: Evidence, case: VisibilityContext) -> Visibility:
    """Return who sees what is marked public: everybody, or why not."""
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


class _Change(NamedTuple):
    """Who saw a piece before, and who will see it; None where it does not exist."""

    stem: EvidenceRef
    work: Evidence
    was: Visibility | None
    will_be: Visibility | None


def diff_visibility(
    before: VisibilityContext | None,
    after: VisibilityContext | None,
    touched: Collection[EvidenceRef],
) -> Iterator[Appearance]:
    """Yield each piece that is new, removed, seen by a different audience, or `touched`.

    A new piece with the text or title of a removed one counts as that piece, renamed.
    """
    case = after or before
    if case is None:
        return
    for change in _changes(_by_stem(before), _by_stem(after)):
        if change.was != change.will_be or change.stem in touched:
            yield Appearance(
                learner=case.portfolio.learner,
                stem=change.stem,
                title=change.work.title,
                before=change.was,
                after=change.will_be,
                until=_until(case) if change.will_be is Visibility.PUBLIC else None,
            )


def _changes(
    then: Mapping[EvidenceRef, _Piece], now: Mapping[EvidenceRef, _Piece]
) -> Iterator[_Change]:
    """Yield the change of each piece."""
    gone = [then[stem] for stem in then.keys() - now.keys()]
    for stem in sorted(then.keys() | now.keys()):
        if new := now.get(stem):
            old = then.get(stem) or _find_same(new, gone)
            yield _Change(stem, new.work, old.seen_by if old else None, new.seen_by)
        else:
            yield _Change(stem, then[stem].work, then[stem].seen_by, None)


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
    """Return the last day on which a consent to show work is in force; None if open-ended."""
    holding = [
        consent.until
        for consent in case.portfolio.file.consent
        if "work" in consent.what and consent.audience == "public" and consent.in_force(case.today)
    ]
    days = [day for day in holding if day is not None]
    return max(days) if days and len(days) == len(holding) else None
