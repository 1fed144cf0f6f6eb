"""The page that says day by day what a learner's page said, and which record changed it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import assert_never

from msgspec import Struct

from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.frameworks import parse_code
from wayfolio.model.timeline import (
    BadgeHeld,
    Changed,
    FigureChanged,
    GateTurned,
    MilestoneTurned,
    PageChange,
    PageHistory,
    PassTurned,
    RatingRecord,
    RoundBrokenOff,
    StageBegun,
    StageSkipped,
    WrittenRecord,
)
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.parts import addresses
from wayfolio.render.parts.page_changes import (
    figure_changes,
    headline,
    occasion_words,
    place_words,
    reason_lines,
    record_words,
    source_key,
)
from wayfolio.render.parts.views import (
    LinkView,
    PageView,
    Site,
    base_of,
    competency_link,
    learner_crumbs,
)

OPEN = 12
"""Months are open until so many changes can be seen; earlier ones are folded."""


class SourceView(Struct, frozen=True, kw_only=True):
    """What was written at one place: what it says, on which occasion and, for staff, where."""

    says: tuple[str, ...]
    occasion: str
    place: str
    """The file, the lines and the commit; empty for everybody but the staff."""


class ChangeView(Struct, frozen=True, kw_only=True):
    """Something that the page said otherwise than the day before."""

    link: LinkView
    says: str
    sources: tuple[SourceView, ...]
    reasons: tuple[str, ...]


class DayView(Struct, frozen=True, kw_only=True):
    """What changed on one day."""

    day: str
    iso_day: str
    changes: tuple[ChangeView, ...]


class MonthView(Struct, frozen=True, kw_only=True):
    """The days of one month, the newest first."""

    title: str
    count: int
    is_open: bool
    days: tuple[DayView, ...]


class HistoryView(PageView, frozen=True, kw_only=True):
    """All that history.html may show."""

    lead: str
    months: tuple[MonthView, ...]
    note: str
    """What git does not know here; empty for everybody but the staff."""


def history_view(dossier: LearnerDossier[Private], site: Site, *, for_staff: bool) -> HistoryView:
    """Return the page. Only the staff sees where something was written, and its commit."""
    _: Translate = site.reader.gettext
    shown, history = dossier.shown, dossier.history
    address = addresses.history_address(shown.address)
    title = _("How {name}’s page changed").format(name=shown.name)
    if dossier.addressee == "learner":
        title = _("How your page changed")
    lead = _(
        "What the page says by the dates of the records, and which rating or other record"
        " changed it. The newest day comes first."
    )
    page = _Page(history=history, site=site, for_staff=for_staff) if history else None
    return HistoryView(
        base=base_of(address),
        title=title,
        description=lead,
        crumbs=learner_crumbs(shown.name, shown.address, site),
        lead=lead,
        months=tuple(_months(page)) if page else (),
        note=_note(page) if page else "",
    )


class _Page(Struct, frozen=True, kw_only=True):
    """What is shown, and to whom."""

    history: PageHistory
    site: Site
    for_staff: bool


def _note(page: _Page) -> str:
    _: Translate = page.site.reader.gettext
    if page.for_staff and page.history.commits_known == "shallow":
        return _("Older commits are not named, because this copy of the repository lacks them.")
    return ""


def _months(page: _Page) -> Iterator[MonthView]:
    # Sorting keeps the changes of a day in their order.
    newest = sorted(page.history.changes, key=lambda change: change.on, reverse=True)
    before = 0
    for _month, several in groupby(newest, key=lambda change: (change.on.year, change.on.month)):
        changes = list(several)
        yield MonthView(
            title=page.site.reader.month(changes[0].on),
            count=len(changes),
            is_open=before < OPEN,
            days=tuple(_day(page, *pair) for pair in groupby(changes, lambda change: change.on)),
        )
        before += len(changes)


def _day(page: _Page, on: date, changes: Iterable[PageChange]) -> DayView:
    return DayView(
        day=page.site.reader.day(on),
        iso_day=on.isoformat(),
        changes=tuple(_change(page, change) for change in changes),
    )


def _change(page: _Page, change: PageChange) -> ChangeView:
    what, site = change.what, page.site
    link, sources = _subject(what, change, site), tuple(_sources(page, change.records))
    if isinstance(what, FigureChanged):
        reasons = tuple(reason_lines(change, what, site))
        return ChangeView(
            link=link, says=figure_changes(what, site), sources=sources, reasons=reasons
        )
    return ChangeView(link=link, says="", sources=sources, reasons=())


def _subject(what: Changed, change: PageChange, site: Site) -> LinkView:
    """Return what changed, with the page about it."""
    match what:
        case FigureChanged(competency=code):
            return competency_link(parse_code(code), site)
        case BadgeHeld(badge=badge):
            return LinkView(headline(change, site), addresses.badge_address(badge))
        case GateTurned() | MilestoneTurned() | PassTurned():
            return LinkView(headline(change, site), addresses.pathway_address(what.pathway))
        case StageBegun() | StageSkipped() | RoundBrokenOff():
            return LinkView(headline(change, site), addresses.pathway_address(what.pathway))
        case _:
            assert_never(what)


def _sources(page: _Page, records: Iterable[WrittenRecord]) -> Iterator[SourceView]:
    """Yield the records, those of one occasion together."""
    for _source, several in groupby(records, key=source_key):
        group = list(several)
        first, occasion = group[0], ""
        if isinstance(first, RatingRecord):
            occasion = occasion_words(first.occasion, first.by, page.site)
        yield SourceView(
            says=tuple(record_words(record, page.site) for record in group),
            occasion=occasion,
            place=_place(page, group) if page.for_staff else "",
        )


def _place(page: _Page, records: Sequence[WrittenRecord]) -> str:
    """Return the file and the lines, with the commit where git has one."""
    commit = page.history.commits.get(records[0].at)
    return " · ".join(place_words(records, commit, page.history.commits_known, page.site))
