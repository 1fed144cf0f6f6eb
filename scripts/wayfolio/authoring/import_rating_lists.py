"""`wayfolio import ratings`: drafts occasions from a spreadsheet of ratings.

A comment above each occasion says that it comes from a list. The next import recognizes it, adds
only what is new, and leaves what somebody has changed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from wayfolio.authoring.free_ids import spell_id
from wayfolio.authoring.listed_ratings import (
    ResolvedRating,
    WordUnknown,
    index_words,
    resolve_rating,
)
from wayfolio.authoring.new import AuthoringSession
from wayfolio.authoring.occasion_blocks import split_blocks
from wayfolio.load.plain_yaml import read_plain_yaml
from wayfolio.load.rating_lists import read_rating_list
from wayfolio.load.tables import table_file
from wayfolio.load.written_dates import DayOrder
from wayfolio.model.counts import count_of
from wayfolio.model.names import LearnerId, PersonId
from wayfolio.model.rosters import ListedRating
from wayfolio.model.school import find_school_year
from wayfolio.school.lookup import require_known
from wayfolio.write import texts
from wayfolio.write.drafts import Draft, DraftPart

HEADS = re.compile(r"^# From a list, \S+, \S+ by \S+\n", re.MULTILINE)


class RatingListOptions(Struct, frozen=True, kw_only=True):
    """How a list of ratings is to be taken."""

    by: str | None = None
    """The person to name for rows without one, and for people whom the school does not know."""
    kind: str = "studio"
    """The kind of occasion of rows that name none."""
    dates: DayOrder | None = None
    encoding: str | None = None
    replaces: bool = False
    """Whether to overwrite what somebody has changed here."""


class _ListedOccasion(Struct, frozen=True):
    """What ratings of one occasion share: who rated, when, and how."""

    learner: LearnerId
    on: date
    kind: str
    by: PersonId

    @property
    def path(self) -> str:
        """The file in which it stands."""
        year = find_school_year(self.on)
        name = f"list-{year}-{(year + 1) % 100:02}.yml"
        return f"portfolios/{self.learner}/demonstrations/{name}"

    @property
    def head(self) -> str:
        """The comment above it."""
        return f"# From a list, {self.on}, {self.kind} by {self.by}\n"

    def __str__(self) -> str:
        return f"{self.learner}, {self.on}, {self.kind} by {self.by}"


def draft_rating_list(session: AuthoringSession, source: Path, options: RatingListOptions) -> Draft:
    """Draft the occasions of a list. Errors: NotReadable, UnknownId."""
    if options.by is not None:
        require_known(options.by, "person", session.school.catalogue.school.people)
    draft = Draft(session.root)
    rows = read_rating_list(table_file(source), draft.report, options.encoding, options.dates)
    occasions: dict[_ListedOccasion, list[ResolvedRating]] = defaultdict(list)
    for rating in _resolve_rows(session, rows, options, draft):
        kind = spell_id(rating.row.kind) or spell_id(options.kind)
        occasion = _ListedOccasion(rating.learner, rating.row.on, kind, rating.by)
        occasions[occasion].append(rating)
    unchanged = 0
    for occasion, ratings in sorted(occasions.items(), key=lambda pair: (pair[0].on, pair[0].path)):
        unchanged += _draft_occasion(draft, occasion, ratings, replaces=options.replaces)
    if unchanged:
        draft.report.keep(count_of(unchanged, "rating"), rows=unchanged)
    return draft


def _resolve_rows(
    session: AuthoringSession,
    rows: Sequence[ListedRating],
    options: RatingListOptions,
    draft: Draft,
) -> Iterator[ResolvedRating]:
    """Yield the rows in this school's terms; tell those that say nothing here, or nothing more."""
    words = index_words(session, options.by)
    latest = session.school.catalogue.school.latest_day(session.today)
    first: dict[tuple[object, ...], ListedRating] = {}
    for row in rows:
        what = f"{row.learner} {row.skill}"
        try:
            rating = resolve_rating(words, row)
        except WordUnknown as unknown:
            draft.report.leave(what, unknown.why, unknown.mend, row.cell(unknown.field))
            continue
        key = (rating.learner, row.on, row.kind, rating.by, rating.skill, rating.level)
        same = first.setdefault(key, row)
        if row.on > latest:
            why = f"{row.on} is in the future"
            draft.report.leave(what, why, "write the day on which it was", row.cell("date"))
        elif same is not row:
            why = f"line {same.at.line} says the same"
            draft.report.leave(what, why, "take one of them away", row.at)
        else:
            yield rating


# ---- what is written -----------------------------------------------------------------------------


def _draft_occasion(
    draft: Draft, occasion: _ListedOccasion, ratings: Sequence[ResolvedRating], *, replaces: bool
) -> int:
    """Draft what is new in an occasion. Return how many ratings are there already."""
    text = (draft.now(occasion.path) or b"").decode()
    there = _read_ratings(text, occasion.head)
    new, different = _compare(ratings, there)
    if different and replaces:
        return len(ratings) - _replace(draft, occasion, ratings, there, text)
    for rating in different:
        held = ", ".join(f"{level:g}" if isinstance(level, float) else str(level)
                         for level in there[rating.skill])  # fmt: skip
        what = f"{rating.learner} {rating.skill} on {occasion.on}"
        why = f"{held} stands there, and not {rating.row.level}"
        draft.report.leave(what, why, "--replace takes the list’s", rating.row.cell("level"))
    if new:
        _append(draft, occasion, new, text)
    return len(ratings) - len(new) - len(different)


def _compare(
    ratings: Sequence[ResolvedRating], there: Mapping[str, Sequence[str | float]]
) -> tuple[list[ResolvedRating], list[ResolvedRating]]:
    """Return the ratings that are new, and those of which another level is there."""
    left = {skill: list(levels) for skill, levels in there.items()}
    waiting = []
    for rating in ratings:
        levels = left.get(rating.skill, [])
        if rating.figure in levels:
            levels.remove(rating.figure)
        else:
            waiting.append(rating)
    new = [rating for rating in waiting if not left.get(rating.skill)]
    return new, [rating for rating in waiting if left.get(rating.skill)]


def _append(
    draft: Draft, occasion: _ListedOccasion, ratings: Sequence[ResolvedRating], text: str
) -> None:
    """Put an occasion at the end of its file."""
    before = text if not text or text.endswith("\n") else f"{text}\n"
    block = occasion.head + texts.list_entry(_occasion_facts(occasion, ratings))
    draft.put(occasion.path, (before + block).encode())
    codes = ", ".join(dict.fromkeys(rating.skill for rating in ratings))
    said = draft.report.take(f"{occasion}: {codes}", "", "", ratings[0].row.at, rows=len(ratings))
    first = len(before.splitlines()) + 1
    part = DraftPart(said=said, first=first, last=first + len(block.splitlines()) - 1)
    draft.parts.setdefault(occasion.path, []).append(part)


def _replace(
    draft: Draft,
    occasion: _ListedOccasion,
    ratings: Sequence[ResolvedRating],
    there: Mapping[str, Sequence[str | float]],
    text: str,
) -> int:
    """Write an occasion as the list has it. Return how many ratings change."""
    listed = {rating.skill for rating in ratings}
    facts = _occasion_facts(occasion, ratings)
    kept = {code: _levels(levels) for code, levels in there.items() if code not in listed}
    facts["ratings"] = {**kept, **facts["ratings"]}
    before, blocks = split_blocks(text, HEADS)
    others = "".join(head + block for head, block in blocks if head != occasion.head)
    block = occasion.head + texts.list_entry(facts)
    draft.put(occasion.path, (before + others + block).encode())
    new, different = _compare(ratings, there)
    changed = [*new, *different]
    codes = ", ".join(dict.fromkeys(rating.skill for rating in changed))
    draft.report.change(f"{occasion}: {codes}", "", "", changed[0].row.at, rows=len(changed))
    return len(changed)


def _occasion_facts(occasion: _ListedOccasion, ratings: Sequence[ResolvedRating]) -> dict[str, Any]:
    levels: dict[str, list[str | float]] = defaultdict(list)
    for rating in ratings:
        levels[rating.skill].append(rating.figure)
    return {
        "date": occasion.on,
        "kind": occasion.kind,
        "by": occasion.by,
        "ratings": {code: _levels(own) for code, own in levels.items()},
        "note": _join_notes(ratings),
    }


def _levels(levels: Sequence[str | float]) -> Any:
    return levels[0] if len(levels) == 1 else list(levels)


def _join_notes(ratings: Sequence[ResolvedRating]) -> str:
    """Return the note of all ratings, or each with its skill where they differ."""
    notes = {rating.row.note for rating in ratings if rating.row.note}
    if len(notes) <= 1:
        return next(iter(notes), "")
    return "\n".join(f"{r.skill}: {r.row.note}" for r in ratings if r.row.note)


# ---- what is there -------------------------------------------------------------------------------


def _read_ratings(text: str, head: str) -> dict[str, list[str | float]]:
    """Return the levels of each skill in the occasions below a comment."""
    levels: dict[str, list[str | float]] = defaultdict(list)
    for own, block in split_blocks(text, HEADS)[1]:
        occasions = read_plain_yaml(block) if own == head else None
        for occasion in occasions if isinstance(occasions, list) else ():
            ratings = occasion.get("ratings") if isinstance(occasion, dict) else None
            for code, given in (ratings if isinstance(ratings, dict) else {}).items():
                levels[str(code)] += map(_level_of, given if isinstance(given, list) else [given])
    return levels


def _level_of(given: Any) -> str | float:
    level = given.get("level") if isinstance(given, dict) else given
    return float(level) if isinstance(level, int | float) else str(level)
