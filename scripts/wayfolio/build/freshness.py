"""What has to be rebuilt, and why: by content and by days, never by the times of files."""

import os
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from wayfolio.build.cache import BuildCache, UnitRecord
from wayfolio.build.cached_school import SchoolSnapshot
from wayfolio.load.files import is_file
from wayfolio.load.groups import GROUPS
from wayfolio.model.fingerprint import fingerprint
from wayfolio.model.names import LearnerId
from wayfolio.model.portfolio import task_names
from wayfolio.publish.site import MARKER

LEARNER = "learner/"
ENGINE = "engine"
HUB = "hub/"
PART = "part/"
SEARCH = "search/"
FAMILY = "family"

OF_LEARNERS = frozenset(["learners", "family", "pagefind"])
"""Folders of the site with files for each learner."""
NOT_OURS = frozenset([".git"])
"""A folder that some hosts need in the site, and that no host shows."""


class Reason(Struct, frozen=True):
    """Why a unit of work is rebuilt or left unchanged."""

    unit: str
    is_rebuilt: bool
    why: str

    def __str__(self) -> str:
        return f"{self.unit}: {'made' if self.is_rebuilt else 'kept'}: {self.why}"


class SharedFingerprint(Struct, frozen=True, kw_only=True):
    """What all units depend on: the name of each part, with an id of what it holds."""

    parts: Mapping[str, str]

    @property
    def id(self) -> str:
        """One id of all parts."""
        return fingerprint(*sorted(self.parts.items()))

    def changed_since(self, earlier: Mapping[str, str]) -> str:
        """Return what has changed, in words."""
        names = [name for name, part in self.parts.items() if earlier.get(name) != part]
        return f"{' and '.join(names)} changed" if names else "it was not finished"


def explain_rebuilds(
    snapshot: SchoolSnapshot,
    basis: SharedFingerprint,
    earlier: Mapping[str, str],
    units: Mapping[str, UnitRecord],
    broken: Mapping[str, str],
) -> Iterator[tuple[LearnerId, Reason]]:
    """Yield each learner, with whether and why their pages are rebuilt.

    `earlier`: the parts of the basis at the last build. `broken`: units whose files are not as they
    were written, with what is wrong.
    """
    base = basis.id
    for learner in snapshot.learners:
        name = LEARNER + learner
        unit = units.get(name)
        if unit is None:
            why = "new here"
        elif unit.base is None:
            why = "the last build did not finish it"
        elif unit.base != base:
            why = basis.changed_since(earlier)
        elif name in broken:
            why = broken[name]
        else:
            why = _change_of(learner, unit, snapshot)
        yield learner, Reason(name, bool(why), why or _nothing_changed(unit))


def _change_of(learner: LearnerId, unit: UnitRecord, snapshot: SchoolSnapshot) -> str:
    """Return what has changed for a finished unit, in words; empty where nothing has."""
    changes = (
        (unit.own != snapshot.own[learner], "its files changed"),
        (
            unit.others != snapshot.others.get(learner, ""),
            "somebody it shares work or a group with changed",
        ),
        (_has_other_mentions(snapshot, unit), "somebody’s work that it mentions came or went"),
        (
            unit.until is not None and snapshot.school.today > unit.until,
            f"it was right until {unit.until}",
        ),
    )
    return next((why for is_so, why in changes if is_so), "")


def _nothing_changed(unit: UnitRecord | None) -> str:
    until = f", right until {unit.until}" if unit and unit.until else ""
    return f"nothing changed{until}"


def _has_other_mentions(snapshot: SchoolSnapshot, unit: UnitRecord) -> bool:
    """Whether evidence of others, or a task, that a unit mentions has come or gone."""
    tasks = task_names(snapshot.school.roster.groups) if f"{GROUPS}/" in unit.refs else ()
    for ref in unit.refs.split():
        name, _, was_there = ref.rpartition(":")
        owner, _, stem = name.partition("/")
        if owner == GROUPS:
            if (stem in tasks) != (was_there == "1"):
                return True
            continue
        folder = snapshot.school.folder / "portfolios" / owner / "evidence"
        if is_file(folder, f"{stem}.md") != (was_there == "1"):
            return True
    return False


def find_broken_units(cache: BuildCache, site: Path) -> dict[str, str]:
    """Return the units of which a file in the site is missing or not as it was written."""
    broken = {}
    for name, outputs in cache.all_outputs():
        for path, digest in outputs.items():
            try:
                content = (site / path).read_bytes()
            except OSError:
                broken[name] = f"{path} is missing"
                break
            if blake2b(content, digest_size=16).digest() != digest:
                broken[name] = f"{path} is not as it was written"
                break
    return broken


def has_unknown_files(cache: BuildCache, site: Path) -> bool:
    """Whether the site holds a link, or a file that no build has written."""
    return any(True for _ in _unknown_files(site, cache.all_outputs(), frozenset()))


def find_unknown_files(cache: BuildCache, site: Path, *, everywhere: bool) -> list[str]:
    """Return the paths of links, and of files that no build has written.

    Without `everywhere` the folders with a file for each learner are passed over: there may be a
    million files in them.
    """
    if everywhere:
        return list(_unknown_files(site, cache.all_outputs(), NOT_OURS))
    return list(_unknown_files(site, cache.all_outputs(but=LEARNER), NOT_OURS | OF_LEARNERS))


def _unknown_files(
    site: Path, outputs: Iterable[tuple[str, Mapping[str, bytes]]], passed_over: frozenset[str]
) -> Iterator[str]:
    ours = {MARKER, *(path for _, of_unit in outputs for path in of_unit)}
    top = str(site)
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(set(folders) - passed_over)
        inside = f"{folder}/"[len(top) + 1 :].replace(os.sep, "/")
        links = (name for name in folders if os.path.islink(f"{folder}/{name}"))
        yield from (f"{inside}{name}" for name in links)
        for name in sorted(names):
            if f"{inside}{name}" not in ours or os.path.islink(f"{folder}/{name}"):
                yield f"{inside}{name}"
