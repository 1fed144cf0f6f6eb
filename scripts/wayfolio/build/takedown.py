"""Takes learners out of a published site at once. Needs the site and the roster, and no build."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from msgspec import Struct

from wayfolio.build.cache import BuildCache
from wayfolio.build.withdrawal import Place, take_down
from wayfolio.load.files import Findings, Folder
from wayfolio.load.portfolio import find_learner_ids, is_unread, roster_row
from wayfolio.model.diagnostics import Location
from wayfolio.model.names import LearnerId
from wayfolio.model.refusal import Refusal
from wayfolio.publish.site import MARKER, begin_site


class NothingToTakeDown(Refusal):
    """There is no such learner, or no such site. The text says what there is."""


class Takedown(Struct, frozen=True, kw_only=True):
    """What has left the site, and what the next build would bring back."""

    removed: tuple[str, ...]
    """Files of the site."""
    still_allowed: tuple[tuple[LearnerId, Location], ...]
    """Consent that is still in force for a learner who was named, with its place."""


def take_out(
    place: Place, learners: Sequence[str], cache_folder: Path | None, program: str = ""
) -> Takedown:
    """Remove from a site what consent no longer covers, and everything that shows `learners`.

    Whole files go: pages, lists, feeds and the search. The next build that publishes makes again
    what need not have gone. `program`: the id of the program, which the cache is for. Errors:
    NothingToTakeDown, SiteRefused.
    """
    if not (place.site / MARKER).is_file():
        raise NothingToTakeDown(f"{place.site} is no site that this program has built")
    named = tuple(_find_learner(place, learner) for learner in learners)
    with begin_site(place.site, place.root):
        try:
            removed = _take_out(place, named, cache_folder, program)
        except sqlite3.DatabaseError:
            # A damaged cache must keep nobody in the site. The next build begins an empty one.
            removed = _take_out(place, named, None, program)
    allowed = tuple(_find_consent_in_force(place.root, named, place.today))
    return Takedown(removed=tuple(removed), still_allowed=allowed)


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
    if learner in known or (place.site / "learners" / learner / "index.html").is_file():
        return LearnerId(learner)
    near = get_close_matches(learner, known, n=1)
    hint = f"did you mean “{near[0]}”?" if near else "learners are named by their folders"
    raise NothingToTakeDown(f"there is no learner “{learner}”: {hint}")


def _find_consent_in_force(
    root: Path, learners: Sequence[LearnerId], today: date
) -> Iterator[tuple[LearnerId, Location]]:
    for learner in learners:
        row = roster_row(Folder(root), learner, Findings())
        for consent in () if is_unread(row) else row.consent:
            if consent.audience == "public" and consent.in_force(today):
                yield learner, consent.at
