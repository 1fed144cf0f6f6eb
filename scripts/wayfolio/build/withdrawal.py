"""What consent no longer covers leaves the published site, also where the school cannot be built.

It needs the site, the learners' own files and what the last build remembers. Whole files go: the
next build that publishes makes them again, without what had to go.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfolio.build.cache import BuildCache
from wayfolio.build.cached_school import SchoolSnapshot
from wayfolio.build.freshness import LEARNER
from wayfolio.check.leaks import Scanner
from wayfolio.load.built_site import built_file
from wayfolio.load.catalogue import load_catalogue
from wayfolio.load.files import Findings, Folder
from wayfolio.load.portfolio import find_learner_ids, find_shared_work, roster_row
from wayfolio.load.sources import overlay_sources
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.leaks import Leak, Private
from wayfolio.model.names import Language, LearnerId
from wayfolio.model.people import NOBODY, collect_people, collect_texts, words_in
from wayfolio.model.portfolio import ConsentTo, LearnerFile
from wayfolio.model.roster import Roster
from wayfolio.model.school import Source
from wayfolio.plan.consent import Allowed, public_address, public_names, publicly_allowed
from wayfolio.plan.private import collect_private_names, public_parts
from wayfolio.publish.site import MARKER
from wayfolio.publish.sync import remove_outputs
from wayfolio.publish.theme_files import is_of_the_theme
from wayfolio.render.program_texts import program_words

PRIVATE = "private"
"""Under this name memory has what the last build took for private."""
SEARCH_FOLDER, FAMILY_FOLDER = "pagefind/", "family/"
ENGLISH = (Language("en"),)


class Place(Struct, frozen=True):
    """A school, its published site, and the day."""

    root: Path
    site: Path
    today: date
    secret: bytes | None


class _School(Struct, frozen=True, kw_only=True):
    """What must be known of a catalogue, remembered for when it cannot be read."""

    words: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    languages: tuple[Language, ...] = ENGLISH
    sources: tuple[Source, ...] = ()
    as_of: date | None = None


class Remembered(Struct, frozen=True, kw_only=True):
    """What a site was published with."""

    school: _School
    names: Private
    allowed: Mapping[LearnerId, frozenset[ConsentTo]]


def remember(memory: BuildCache, learned: SchoolSnapshot) -> None:
    """Keep what is private on the day of this build, for the next one to compare."""
    everybody = learned.everybody
    if memory.recall_version(PRIVATE) != _version(learned):
        kept = Remembered(
            school=_school(learned.school.catalogue),
            names=everybody.names,
            allowed=everybody.allowed,
        )
        memory.keep(PRIVATE, _version(learned), kept)


def _version(learned: SchoolSnapshot) -> str:
    return f"{learned.roster_id} {learned.everybody.since}"


def units_with_private(memory: BuildCache, site: Path, learned: SchoolSnapshot) -> dict[str, str]:
    """Return the units of which a file holds what has become private since, each with the reason.

    New names make every unit anew; a login that became known does not.
    """
    if memory.recall_version(PRIVATE) == _version(learned):
        return {}
    before, names = _remembered(memory), learned.everybody.names
    grown = names if before is None else _grown(before.names, names)
    if grown is None:
        return {}
    look = Scanner(grown)
    return {
        name: "it holds what may not be read any more"
        for name, outputs in memory.all_outputs()
        if any(True for _ in _private_on_disk(site, outputs, look))
    }


def _private_on_disk(site: Path, paths: Iterable[str], look: Scanner) -> Iterator[Leak]:
    """Give what is private in files of a site. What families alone can open is no text."""
    for path in paths:
        file = site / path
        if path.startswith((SEARCH_FOLDER, FAMILY_FOLDER)) or not file.is_file():
            continue
        content = file.read_bytes()
        if not is_of_the_theme(content):
            yield from look.find_private(built_file(path, content))


def take_down(place: Place, memory: BuildCache) -> list[str]:
    """Remove from a published site what consent no longer covers; return the files' paths.

    Nothing else that is wrong in the school stands in the way. A `learner.yml` that cannot be read
    is no consent.
    """
    if not (place.site / MARKER).is_file():
        return []
    before = _remembered(memory)
    folder, now = _now(place, before)
    grown = now.names if before is None else _grown(before.names, now.names)
    withdrawn = _withdrawn(before, now)
    if grown is None and not withdrawn:
        return []
    marks = set(_marks(place, folder, withdrawn, now))
    gone = _holding(place.site, marks, Scanner(grown or Private()))
    for learner in withdrawn:
        outputs = memory.outputs(LEARNER + learner)
        gone |= {path for path in outputs if not path.startswith(FAMILY_FOLDER)}
    if gone:
        # What was read on those pages stands in it, and nobody can take out a part of it.
        gone |= {path for path in _paths(place.site) if path.startswith(SEARCH_FOLDER)}
    _mark(memory, gone)
    remove_outputs(place.site, sorted(gone))
    memory.keep(PRIVATE, "", now)
    return sorted(gone)


def _remembered(memory: BuildCache) -> Remembered | None:
    try:
        kept: Remembered = memory.recall_any(PRIVATE)
    except KeyError:
        return None
    return kept


def _school(catalogue: Catalogue) -> _School:
    return _School(
        words=words_in(collect_texts(catalogue)),
        parts=public_parts(catalogue),
        languages=catalogue.school.languages,
        sources=catalogue.school.sources,
        as_of=catalogue.school.as_of,
    )


def _now(place: Place, before: Remembered | None) -> tuple[Folder, Remembered]:
    """Return what is private today, from the learners' own files."""
    root = Folder(place.root)
    catalogue = load_catalogue(root, Findings())
    remembered = before.school if before else _School()
    school = _school(catalogue) if catalogue is not None else remembered
    folder = overlay_sources(root, school.sources, Findings())
    rows: dict[LearnerId, LearnerFile] = {
        learner: roster_row(folder, learner, Findings())
        for learner in find_learner_ids(folder, Findings())
    }
    today = school.as_of or place.today
    roster = Roster(learners=rows)
    named = collect_people(
        {learner: file.name for learner, file in rows.items()},
        public_names(roster, today),
        school.words,
        program_words(school.languages),
    )
    return folder, Remembered(
        school=school,
        names=collect_private_names(roster, named, today, school.parts),
        allowed={learner: publicly_allowed(file, today).what for learner, file in rows.items()},
    )


def _grown(before: Private, now: Private) -> Private | None:
    names = tuple(sorted(set(now.names) - set(before.names)))
    addresses = tuple(sorted(set(now.addresses) - set(before.addresses)))
    return Private(names=names, addresses=addresses) if names or addresses else None


def _withdrawn(before: Remembered | None, now: Remembered) -> set[LearnerId]:
    """Return the learners of whom less may be seen than was; without memory, nothing at all."""
    if before is None:
        return {learner for learner, what in now.allowed.items() if not what}
    return {
        learner
        for learner, what in before.allowed.items()
        if what - now.allowed.get(learner, frozenset())
    }


def _marks(
    place: Place, folder: Folder, withdrawn: set[LearnerId], now: Remembered
) -> Iterator[str]:
    """Give the addresses of what has to go: learners’ pages, and work made with others."""
    for learner in withdrawn:
        yield from (f"learners/{address}/" for address in _addresses(learner, place.secret))
    for owner in now.allowed if withdrawn else ():
        for work in find_shared_work(folder, owner):
            if withdrawn.intersection(work.authors):
                for address in _addresses(owner, place.secret):
                    yield f"learners/{address}/evidence/{work.stem[11:]}/"


def _addresses(learner: LearnerId, secret: bytes | None) -> Iterator[str]:
    yield learner
    if secret is not None:
        yield public_address(learner, Allowed(frozenset()), secret, NOBODY) or learner


def _holding(site: Path, marks: Iterable[str], look: Scanner) -> set[str]:
    """Return the files that lie at one of these addresses, link to one, or hold what is private."""
    signs = [(mark, mark.encode()) for mark in marks]
    gone = set()
    for path in _paths(site):
        if any(f"/{mark}" in f"/{path}" for mark, _ in signs):
            gone.add(path)
        elif path.endswith((".html", ".xml", ".json", ".svg", ".txt")):
            content = (site / path).read_bytes()
            if any(sign in content for _, sign in signs):
                gone.add(path)
    rest = [path for path in _paths(site) if path not in gone]
    return gone | {leak.path for leak in _private_on_disk(site, rest, look)}


def _paths(site: Path) -> Iterator[str]:
    for file in sorted(site.rglob("*")):
        path = file.relative_to(site).as_posix()
        if path != MARKER and (file.is_symlink() or file.is_file()):
            yield path


def _mark(memory: BuildCache, gone: set[str]) -> None:
    """Let the next build make again what is about to go, also where this one is killed."""
    memory.begin()
    for name, outputs in list(memory.all_outputs()):
        if not gone.isdisjoint(outputs):
            memory.mark(name, outputs)
    memory.commit()
