"""What becomes of a learner's evidence between two states of a school: who sees which piece."""

from collections.abc import Collection, Iterator
from datetime import date

from wayfolio.model.changes import Appearance, Seen
from wayfolio.model.names import EvidenceRef
from wayfolio.model.portfolio import Evidence
from wayfolio.plan.consent import all_authors_allow, publicly_allowed
from wayfolio.plan.redaction import names_in_address
from wayfolio.plan.visible import Case

MARKED = {"draft": Seen.DRAFT, "staff": Seen.STAFF, "family": Seen.FAMILY}


def seen_by(item: Evidence, case: Case) -> Seen:
    """Return who sees a piece of evidence on its owner's page."""
    if item.visibility != "public":
        return MARKED[item.visibility]
    if case.catalogue.school.publish.learners == "none":
        return Seen.NOBODY
    if "work" not in publicly_allowed(case.portfolio.file, case.today):
        return Seen.NO_CONSENT
    for work in case.roster.group_work:
        is_this = work.owner == case.portfolio.learner and work.stem == item.stem
        if is_this and not all_authors_allow(work, case.roster, case.today):
            return Seen.CO_AUTHOR
    return Seen.NAMED if names_in_address(item, case.people) else Seen.PUBLIC


def appearances(
    before: Case | None, after: Case | None, touched: Collection[EvidenceRef]
) -> Iterator[Appearance]:
    """Give each piece that is new, gone, seen by others than before, or `touched`.

    A new piece with the words or the title of one that is gone is that piece under another name.
    """
    then = _by_stem(before)
    now = _by_stem(after)
    gone = [then[stem] for stem in then.keys() - now.keys()]
    for stem in sorted(then.keys() | now.keys()):
        old, new = then.get(stem), now.get(stem)
        if new is not None and old is None:
            old = next((one for one in gone if _is_same(one[0], new[0])), None)
        if old is None or new is None or old[1] != new[1] or stem in touched:
            told = (new or old or (None, None))[0]
            case = after or before
            if told is not None and case is not None:
                yield Appearance(
                    learner=case.portfolio.learner,
                    stem=stem,
                    title=told.title,
                    before=old[1] if old else None,
                    after=new[1] if new else None,
                    until=_until(case) if new and new[1] is Seen.PUBLIC else None,
                )


def _by_stem(case: Case | None) -> dict[EvidenceRef, tuple[Evidence, Seen]]:
    if case is None:
        return {}
    return {item.stem: (item, seen_by(item, case)) for item in case.portfolio.evidence}


def _is_same(one: Evidence, other: Evidence) -> bool:
    is_titled = one.title.casefold() == other.title.casefold()
    return is_titled or (bool(one.body.strip()) and one.body.split() == other.body.split())


def _until(case: Case) -> date | None:
    """Return the last day of the consent to show work that holds longest."""
    holding = [
        consent.until
        for consent in case.portfolio.file.consent
        if "work" in consent.what and consent.audience == "public" and consent.in_force(case.today)
    ]
    days = [day for day in holding if day is not None]
    return max(days) if days and len(days) == len(holding) else None
