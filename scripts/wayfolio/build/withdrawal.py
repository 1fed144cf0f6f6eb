"""What consent no longer covers leaves the published site, even if the school cannot be built.

This needs the site, the learners' own files and the cache. Whole files go: the next build that
publishes makes them again without what had to go.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.build.cache import BuildCache
from wayfolio.build.cached_school import SchoolSnapshot
from wayfolio.build.freshness import ENGINE, LEARNER
from wayfolio.build.published_names import read_published_name
from wayfolio.check.leaks import Scanner
from wayfolio.load.built_site import built_file
from wayfolio.load.catalogue import load_catalogue
from wayfolio.load.files import Findings, Folder
from wayfolio.load.portfolio import find_learner_ids, find_shared_work, is_unread, roster_row
from wayfolio.load.sources import overlay_sources
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.leaks import Leak, Private
from wayfolio.model.names import Language, LearnerId, slug_of_work
from wayfolio.model.people import NOBODY, People, collect_people
from wayfolio.model.portfolio import ConsentTo, LearnerFile
from wayfolio.model.roster import Roster
from wayfolio.model.school import Source
from wayfolio.plan.consent import (
    Permissions,
    keep_margin,
    public_address,
    public_names,
    public_permissions,
)
from wayfolio.plan.private import collect_private_names, handles_of, public_parts, public_words
from wayfolio.publish.site import MARKER, has_marker
from wayfolio.publish.sync import remove_outputs, write_stamp
from wayfolio.publish.theme_files import is_of_the_theme
from wayfolio.render.program_texts import program_words

PRIVATE = "private"
"""The cache's name for what was private when the site was published."""
SEARCH_FOLDER, FAMILY_FOLDER = "pagefind/", "family/"
ENGLISH = (Language("en"),)
READABLE = (".html", ".xml", ".json", ".svg", ".txt")
"""The ends of the names of files that may link to a page."""


class Place(Struct, frozen=True):
    """A school, its published site, and the day."""

    root: Path
    site: Path
    today: date
    secret: bytes | None


class _CatalogueFacts(Struct, frozen=True, kw_only=True):
    """What must be known of a catalogue, kept for when it cannot be read."""

    words: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    languages: tuple[Language, ...] = ENGLISH
    sources: tuple[Source, ...] = ()
    as_of: date | None = None
    has_sure_day: bool = False


class PrivacyState(Struct, frozen=True, kw_only=True):
    """What is private in a school on a day, and what is not."""

    catalogue: _CatalogueFacts
    names: Private
    allowed: Mapping[LearnerId, frozenset[ConsentTo]]


def keep_private(cache: BuildCache, snapshot: SchoolSnapshot) -> None:
    """Keep what is private on the day of this build, for the next one to compare."""
    if cache.version_of(PRIVATE) != _version(snapshot):
        state = PrivacyState(
            catalogue=_facts_of(snapshot.school.catalogue),
            names=snapshot.everybody.names,
            allowed=snapshot.everybody.allowed,
        )
        cache.put(PRIVATE, _version(snapshot), state)


def _version(snapshot: SchoolSnapshot) -> str:
    return f"{snapshot.roster_id} {snapshot.everybody.since}"


def _facts_of(catalogue: Catalogue) -> _CatalogueFacts:
    return _CatalogueFacts(
        words=public_words(catalogue),
        parts=public_parts(catalogue),
        languages=catalogue.school.languages,
        sources=catalogue.school.sources,
        as_of=catalogue.school.as_of,
        has_sure_day=catalogue.school.has_sure_day,
    )


# ---- before a build decides ----------------------------------------------------------------------


def units_with_private(cache: BuildCache, site: Path, snapshot: SchoolSnapshot) -> dict[str, str]:
    """Return the units with a file that holds what has become private since, each with the reason.

    The files themselves are scanned: a page that has not changed may hold the name in words that
    are not the learner's.
    """
    if cache.version_of(PRIVATE) == _version(snapshot):
        return {}
    before, names = cache.get_latest(PRIVATE, PrivacyState), snapshot.everybody.names
    added = names if before is None else _added(before.names, names)
    if added is None:
        return {}
    # Frames, which no unit holds alone, are looked at with the engine's pages.
    cache.put_base([ENGINE], "")
    scanner = Scanner(added)
    return {
        name: "it holds what may not be read any more"
        for name, outputs in cache.all_outputs()
        if any(True for _ in _find_private(site, outputs, scanner))
    }


def _added(before: Private, now: Private) -> Private | None:
    """Return what has become private; None where nothing has."""
    names = tuple(sorted(set(now.names) - set(before.names)))
    capital_names = tuple(sorted(set(now.capital_names) - set(before.capital_names)))
    addresses = tuple(sorted(set(now.addresses) - set(before.addresses)))
    added = Private(names=names, capital_names=capital_names, addresses=addresses)
    return added if names or capital_names or addresses else None


def _find_private(site: Path, paths: Iterable[str], scanner: Scanner) -> Iterator[Leak]:
    """Yield what is private in files of a site, but for sealed files and the search index."""
    for path in paths:
        file = site / path
        if path.startswith((SEARCH_FOLDER, FAMILY_FOLDER)) or not file.is_file():
            continue
        content = file.read_bytes()
        if not is_of_the_theme(content):
            yield from scanner.find_private(built_file(path, content))


# ---- where nothing is published ------------------------------------------------------------------


def take_down(place: Place, cache: BuildCache, learners: Collection[LearnerId] = ()) -> list[str]:
    """Remove from a published site what consent no longer covers; return the files' paths.

    No other mistake in the school prevents it. A `learner.yml` that cannot be read is no consent.
    `learners`: those whose consent is taken for ended, whatever their files say.
    """
    before = cache.get_latest(PRIVATE, PrivacyState)
    folder, now = _current_state(place, before, learners)
    added = now.names if before is None else _added(before.names, now.names)
    withdrawn = _find_withdrawn(before, now) | set(learners)
    if added is None and not withdrawn:
        return []
    addresses = set(_withdrawn_addresses(place, folder, withdrawn, now))
    gone = _files_to_remove(place.site, addresses, Scanner(added or Private()))
    gone.update(_pages_of(withdrawn, cache))
    if gone:
        # The search index repeats those pages, and no part can be taken out of it.
        gone.update(path for path in _paths(place.site) if path.startswith(SEARCH_FOLDER))
    _remove(place.site, cache, gone, now)
    return sorted(gone)


def _remove(site: Path, cache: BuildCache, gone: set[str], now: PrivacyState) -> None:
    """Remove files from a site, and keep what is private now for the next build to compare."""
    is_marked = _mark_unfinished(cache, gone)
    remove_outputs(site, sorted(gone))
    if is_marked:
        cache.put(PRIVATE, "", now)
    elif gone and has_marker(site):
        # A site without its stamp is built whole, so that what is gone by mistake comes back.
        write_stamp(site, "")


def _pages_of(learners: Iterable[LearnerId], cache: BuildCache) -> Iterator[str]:
    """Yield the paths of what was built for learners, their families' sealed files left out."""
    for learner in learners:
        for path in cache.outputs(LEARNER + learner):
            if not path.startswith(FAMILY_FOLDER):
                yield path


def _current_state(
    place: Place, before: PrivacyState | None, learners: Collection[LearnerId]
) -> tuple[Folder, PrivacyState]:
    """Return the school's folder, and what is private today by the learners' own files.

    `learners`: those without consent, whatever their files say.
    """
    root = Folder(place.root)
    catalogue = load_catalogue(root, Findings())
    kept = before.catalogue if before else _CatalogueFacts()
    # Without a readable school.yml nothing is known of the school's day, or of its sources.
    facts = _facts_of(catalogue) if catalogue is not None and catalogue.school.name else kept
    folder = overlay_sources(root, facts.sources, Findings())
    known = {*find_learner_ids(folder, Findings()), *learners, *(before.allowed if before else ())}
    rows = {name: _read_row(place, folder, name) for name in sorted(known)}
    rows |= {name: replace(rows[name], consent=()) for name in learners}
    if not facts.has_sure_day:
        rows = _with_margin(rows)
    today = facts.as_of or place.today
    roster = Roster(learners=rows)
    people = _collect_people(roster, today, facts)
    return folder, PrivacyState(
        catalogue=facts,
        names=collect_private_names(roster, people, today, facts.parts),
        allowed={learner: public_permissions(file, today).what for learner, file in rows.items()},
    )


def _collect_people(roster: Roster, today: date, facts: _CatalogueFacts) -> People:
    """Return the people whose names may not be read on a day."""
    return collect_people(
        {learner: file.name for learner, file in roster.learners.items()},
        public_names(roster, today),
        facts.words,
        program_words(facts.languages),
        handles_of(roster.learners, facts.parts),
    )


def _with_margin(rows: Mapping[LearnerId, LearnerFile]) -> dict[LearnerId, LearnerFile]:
    """Return the files with the margin that a school without a time zone needs."""
    return {learner: keep_margin(file) for learner, file in rows.items()}


def _read_row(place: Place, folder: Folder, learner: LearnerId) -> LearnerFile:
    """Return a learner's file; where it is gone or tells no name, the name that the site shows."""
    row = roster_row(folder, learner, Findings())
    if is_unread(row) and not row.name.full:
        return replace(row, name=read_published_name(place.site, learner))
    return row


def _find_withdrawn(before: PrivacyState | None, now: PrivacyState) -> set[LearnerId]:
    """Return the learners of whom less may be seen than before; without a cache, nothing at all."""
    if before is None:
        return {learner for learner, allowed in now.allowed.items() if not allowed}
    return {
        learner
        for learner, allowed in before.allowed.items()
        if allowed - now.allowed.get(learner, frozenset())
    }


def _withdrawn_addresses(
    place: Place, folder: Folder, withdrawn: set[LearnerId], now: PrivacyState
) -> Iterator[str]:
    """Yield the addresses of what has to go: learners’ pages, and work made with others."""
    for learner in withdrawn:
        yield from _addresses_of(learner, place.secret)
    for owner in now.allowed if withdrawn else ():
        for work in find_shared_work(folder, owner):
            if withdrawn.intersection(work.authors):
                slug = slug_of_work(work.stem)
                for address in _addresses_of(owner, place.secret):
                    yield f"{address}evidence/{slug}/"


def _addresses_of(learner: LearnerId, secret: bytes | None) -> Iterator[str]:
    """Yield the addresses that a learner's pages may have: by the id, and without it."""
    yield f"learners/{learner}/"
    if secret is not None:
        opaque = public_address(learner, Permissions(frozenset()), secret, NOBODY)
        yield f"learners/{opaque or learner}/"


def _files_to_remove(site: Path, addresses: Iterable[str], scanner: Scanner) -> set[str]:
    """Return the files that lie at an address, link to it, or hold what the scanner looks for."""
    links = [(address, address.encode()) for address in addresses]
    gone, rest = set[str](), list[str]()
    for path in _paths(site):
        lies_there = any(f"/{address}" in f"/{path}" for address, _ in links)
        (gone.add if lies_there or _links_to(site / path, links) else rest.append)(path)
    return gone | {leak.path for leak in _find_private(site, rest, scanner)}


def _links_to(file: Path, links: Iterable[tuple[str, bytes]]) -> bool:
    if not file.name.endswith(READABLE):
        return False
    content = file.read_bytes()
    return any(link in content for _, link in links)


def _paths(site: Path) -> Iterator[str]:
    for file in sorted(site.rglob("*")):
        path = file.relative_to(site).as_posix()
        if path != MARKER and (file.is_symlink() or file.is_file()):
            yield path


def _mark_unfinished(cache: BuildCache, gone: set[str]) -> bool:
    """Let the next build make again what is about to go, even if this one is killed.

    Return False where the cache cannot be written, on a full disk: that must not keep files there.
    """
    try:
        cache.begin()
        for name, outputs in list(cache.all_outputs()):
            if not gone.isdisjoint(outputs):
                cache.put_unfinished(name, outputs)
        cache.commit()
    except (OSError, sqlite3.OperationalError):
        cache.roll_back()
        return False
    return True
