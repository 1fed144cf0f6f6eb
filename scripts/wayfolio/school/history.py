"""A learner's page through time: what it said on a day, and which record and commit changed it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.assess.record import Record
from wayfolio.assess.timeline import Timeline, find_first_day
from wayfolio.assess.turning_days import find_page_changes
from wayfolio.model.diagnostics import Location
from wayfolio.model.names import Language
from wayfolio.model.pages import Family
from wayfolio.model.refusal import Refusal
from wayfolio.model.timeline import Commit, Commits, PageHistory
from wayfolio.plan.owner import remove_college_records
from wayfolio.plan.timeline import OwnPage, leave_out_college, tells_college, view_changes
from wayfolio.render.language.reader import make_reader
from wayfolio.render.parts.views import Site
from wayfolio.render.text.page_history import history_text
from wayfolio.render.text.page_history_json import history_json
from wayfolio.repository.line_commits import find_commits_known, read_line_commits
from wayfolio.school.read import Report
from wayfolio.school.valid_learner import read_valid_learner


class BadRange(Refusal):
    """The days leave nothing between them. The text says so."""


class LearnerHistory(Struct, frozen=True, kw_only=True):
    """The changes of a learner's page between two days, or why they are not known."""

    report: Report
    history: PageHistory | None = None
    site: Site | None = None

    def as_text(self) -> str:
        """Return the changes for a person to read."""
        return history_text(self.history, self.site) if self.history and self.site else ""

    def as_json(self) -> str:
        """Return the changes for programs, as an object."""
        if self.history is None:
            return ""
        return json.dumps(history_json(self.history), ensure_ascii=False, indent=2)


def read_history(
    root: Path,
    learner: str,
    today: date,
    days: tuple[date | None, date | None] = (None, None),
    page: OwnPage = "family",
) -> LearnerHistory:
    """Return what changed on a learner's page, and the records and commits that changed it.

    `days`: the first day, by default that of the learner's first record; the last day, by default
    the school's own day, and never after it. `page`: the family's, or the learner's own.
    Errors: UnknownId, with the nearest known name; BadRange.
    """
    known = read_valid_learner(root, learner, today)
    if isinstance(known, Report):
        return LearnerHistory(report=known)
    school, portfolio = known.school, known.unit.portfolio
    since, last = days[0], _last_day(*days, school.today)
    is_whole = tells_college(portfolio.file, page, school.today)
    if not is_whole:
        portfolio = remove_college_records(portfolio, school.catalogue)
    record = Record(book=school.book, portfolio=portfolio, until=last)
    first = since or min(find_first_day(portfolio), last)
    timeline = Timeline(record=record, since=first)
    site = Site(catalogue=school.catalogue, reader=make_reader(Language("en")), as_of=last)
    history = _make_history(root, timeline, is_whole=is_whole)
    return LearnerHistory(report=known.report, history=history, site=site)


def _last_day(since: date | None, until: date | None, today: date) -> date:
    """Return the last day to look at. Errors: BadRange."""
    if since is not None and until is not None and since > until:
        raise BadRange(f"--from {since} is after --to {until}: swap the two days")
    last = today if until is None else min(until, today)
    if since is not None and since > last:
        raise BadRange(f"--from {since} is after {last}, the last day that is known: go back")
    return last


def _make_history(root: Path, timeline: Timeline, *, is_whole: bool) -> PageHistory:
    portfolio, catalogue = timeline.portfolio, timeline.book.catalogue
    changes = find_page_changes(timeline)
    if not is_whole:
        changes = list(leave_out_college(changes, catalogue))
    shown = tuple(view_changes(changes, catalogue, portfolio, Family))
    places = {record.at for change in shown for record in change.records}
    known = find_commits_known(root)
    return PageHistory(
        learner=portfolio.learner,
        name=portfolio.file.name.first,
        since=timeline.since,
        until=timeline.until,
        changes=shown,
        is_whole=is_whole,
        commits_known=known,
        commits={} if known == "none" else _find_commits(root, places, known),
    )


def add_commits(
    root: Path, histories: Sequence[PageHistory | None]
) -> tuple[PageHistory | None, ...]:
    """Return histories with the commit of each record; git is asked once for each file."""
    known = find_commits_known(root)
    places = {
        record.at
        for history in histories
        if history is not None
        for change in history.changes
        for record in change.records
    }
    commits = {} if known == "none" else _find_commits(root, places, known)
    return tuple(
        history and replace(history, commits_known=known, commits=commits) for history in histories
    )


def _find_commits(
    root: Path, places: Iterable[Location], known: Commits
) -> Mapping[Location, Commit]:
    """Return the commit of each place; git is asked once for each file."""
    by_file: dict[str, list[Location]] = {}
    for place in places:
        by_file.setdefault(place.path, []).append(place)
    commits: dict[Location, Commit] = {}
    for path, written in by_file.items():
        of_line = read_line_commits(root, path, is_shallow=known == "shallow")
        commits |= {place: of_line[place.line] for place in written if place.line in of_line}
    return commits
