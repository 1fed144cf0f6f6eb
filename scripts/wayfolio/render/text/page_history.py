"""What a learner's page said through time, in words: a day, what changed, and by which record."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import assert_never

from wayfolio.model.timeline import (
    Commit,
    FigureChanged,
    PageChange,
    PageHistory,
    RatingRecord,
    WrittenRecord,
)
from wayfolio.render.parts.page_changes import (
    headline,
    occasion_words,
    place_words,
    reason_lines,
    record_words,
    source_key,
)
from wayfolio.render.parts.views import Site


def history_text(history: PageHistory, site: Site) -> str:
    """Return the changes of a learner's page by day, each with the records that made it."""
    _, day = site.reader.gettext, site.reader.day
    title = _("What {name}’s page said from {first} to {last}, and which record changed it")
    lines = [title.format(name=history.name, first=day(history.since), last=day(history.until))]
    if not history.changes:
        lines += ["", _("Nothing on the page changed.")]
    for on, changes in groupby(history.changes, key=lambda change: change.on):
        lines += ["", day(on)]
        for change in changes:
            lines += _change_lines(change, history, site)
    return "\n".join([*lines, *_notes(history, site)])


def _notes(history: PageHistory, site: Site) -> Iterator[str]:
    """Yield what is left out, and what git does not know here."""
    _ = site.reader.gettext
    if not history.is_whole:
        yield ""
        yield _(
            "College courses are the learner’s own records, so they are left out here, with what is"
            " counted from them. --page learner shows them."
        )
    match history.commits_known:
        case "all":
            return
        case "shallow":
            yield ""
            yield _(
                "This clone is shallow, so older commits are missing: run git fetch --unshallow to"
                " see which commit brought each record."
            )
        case "none":
            yield ""
            yield _("Commits are not named, because git knows no repository here.")
        case _:
            assert_never(history.commits_known)


def _change_lines(change: PageChange, history: PageHistory, site: Site) -> Iterator[str]:
    yield f"  {headline(change, site)}"
    for (_, commit), group in groupby(change.records, key=partial(_source, history)):
        yield from _record_lines(list(group), commit, history, site)
    if isinstance(change.what, FigureChanged):
        yield from (f"    {line}" for line in reason_lines(change, change.what, site))


def _source(
    history: PageHistory, record: WrittenRecord
) -> tuple[tuple[object, ...], Commit | None]:
    """Return what the records of one source share, with their commit."""
    return source_key(record), history.commits.get(record.at)


def _record_lines(
    records: Sequence[WrittenRecord], commit: Commit | None, history: PageHistory, site: Site
) -> Iterator[str]:
    """Yield the records of one source, and then where they were written and when."""
    first = records[0]
    source = place_words(records, commit, history.commits_known, site)
    if isinstance(first, RatingRecord):
        source.insert(0, occasion_words(first.occasion, first.by, site))
    yield from (f"    {record_words(record, site)}" for record in records)
    yield f"      {' · '.join(source)}"
