"""Takes learners out of a published site at once. Needs the site and the roster, and no build."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfolio.build.cache import BuildCache
from wayfolio.build.withdrawal import Place, take_down
from wayfolio.load.files import Findings, Folder
from wayfolio.load.portfolio import find_learner_ids, is_unread, roster_row
from wayfolio.model.diagnostics import Location
from wayfolio.model.names import LearnerId
from wayfolio.model.refusal import Refusal
from wayfolio.publish.site import MARKER, begin_site, has_marker
from wayfolio.school.lookup import require_known


class NothingToTakeDown(Refusal):
    """There is no such site. The text says so."""


class Takedown(Struct, frozen=True, kw_only=True):
    """What has left the site, and what the next build would bring back."""

    removed: tuple[str, ...]
    """Files of the site."""
    still_allowed: tuple[tuple[LearnerId, Location], ...]
    """Consent that is still in force for a learner who was named, with its place."""


def take_out(
    place: Place,
    learners: Sequence[str],
    cache_folder: Path | None,
    program: str = "",
    *,
    is_unmarked: bool = False,
) -> Takedown:
    """Remove from a site what consent no longer covers, and everything that shows `learners`.

    Whole files go: pages, lists, feeds and the search. The next build that publishes makes again
    what need not have gone. `program`: the id of the program, which the cache is for.
    `is_unmarked`: whether the caller says that it is the site although its marker is gone. Errors:
    NothingToTakeDown, UnknownId, SiteRefused.
    """
    if not has_marker(place.site) and not (is_unmarked and _holds_pages(place.site)):
        raise NothingToTakeDown(_why_not_ours(place.site))
    named = tuple(_find_learner(place, learner) for learner in learners)
    with begin_site(place.site, place.root, needs_marker=not is_unmarked):
        try:
            removed = _take_out(place, named, cache_folder, program)
        except sqlite3.DatabaseError:
            # A damaged cache must keep nobody in the site. The next build begins an empty one.
            removed = _take_out(place, named, None, program)
    allowed = tuple(_find_consent_in_force(place.root, named, place.today))
    return Takedown(removed=tuple(removed), still_allowed=allowed)


def _holds_pages(folder: Path) -> bool:
    """Whether a folder may be a site: it has pages, and nothing from which pages are made."""
    return any(folder.rglob("*.html")) and not any(folder.rglob("*.md"))


def _why_not_ours(site: Path) -> str:
    why = f"{site} is no site that this program has built"
    if not _holds_pages(site):
        return why
    return f"{why}, or its file {MARKER} is gone: if it is the site all the same, add --unmarked"


def _take_out(
    place: Place, learners: Sequence[LearnerId], cache_folder: Path | None, program: str
) -> list[str]:
    cache = BuildCache(cache_folder, program)
    try:
        return take_down(place, cache, learners)
    finally:
        cache.close()


def _find_learner(place: Place, learner: str) -> LearnerId:
    """Return a learner who has a folder, or pages in the site."""
    known = find_learner_ids(Folder(place.root), Findings())
    if not (place.site / "learners" / learner / "index.html").is_file():
        # A host's log must not list who is at the school.
        require_known(learner, "learner", known, "learners are named by their folders")
    return LearnerId(learner)


def _find_consent_in_force(
    root: Path, learners: Sequence[LearnerId], today: date
) -> Iterator[tuple[LearnerId, Location]]:
    for learner in learners:
        row = roster_row(Folder(root), learner, Findings())
        for consent in () if is_unread(row) else row.consent:
            if consent.audience == "public" and consent.in_force(today):
                yield learner, consent.at
