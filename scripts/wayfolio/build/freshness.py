"""What has to be made again, and why: by content and by days, never by the times of files."""

import os
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from wayfolio.build.cache import Done, Memory
from wayfolio.build.cached_school import Learned
from wayfolio.load.files import is_file
from wayfolio.model.fingerprint import identity
from wayfolio.model.names import LearnerId
from wayfolio.publish.site import MARKER

LEARNER = "learner/"
ENGINE = "engine"
HUB = "hub/"
PART = "part/"
SEARCH = "search/"
FAMILY = "family"


class Reason(Struct, frozen=True):
    """Why a unit of work is done or left alone."""

    unit: str
    is_made: bool
    why: str

    def __str__(self) -> str:
        return f"{self.unit}: {'made' if self.is_made else 'kept'}: {self.why}"


class Basis(Struct, frozen=True, kw_only=True):
    """What all units of one kind depend on, by what it is."""

    parts: Mapping[str, str]

    @property
    def id(self) -> str:
        """One id of all parts."""
        return identity(*sorted(self.parts.items()))

    def changed_since(self, earlier: Mapping[str, str]) -> str:
        """Return what has changed, in words."""
        names = [name for name, part in self.parts.items() if earlier.get(name) != part]
        return f"{' and '.join(names)} changed" if names else "it was not finished"


def reasons(
    learned: Learned,
    basis: Basis,
    earlier: Mapping[str, str],
    units: Mapping[str, Done],
    broken: Mapping[str, str],
) -> Iterator[tuple[LearnerId, Reason]]:
    """Give for each learner whether their pages are made again, and why.

    `earlier`: the parts of the basis at the last build. `broken`: units whose files are not as they
    were written, with what is wrong.
    """
    base, today = basis.id, learned.school.today
    for learner in learned.learners:
        name = LEARNER + learner
        done = units.get(name)
        why = ""
        if done is None:
            why = "new here"
        elif name in broken:
            why = broken[name]
        elif done.base is None:
            why = "the last build did not finish it"
        elif done.base != base:
            why = basis.changed_since(earlier)
        elif done.own != learned.own[learner]:
            why = "its files changed"
        elif done.others != learned.others.get(learner, ""):
            why = "somebody it shares work or a group with changed"
        elif done.refs and _others_changed(learned, done.refs):
            why = "somebody’s work that it mentions came or went"
        elif done.until is not None and today > done.until:
            why = f"it was right until {done.until}"
        kept = f"nothing changed{f', right until {done.until}' if done and done.until else ''}"
        yield learner, Reason(name, bool(why), why or kept)


def _others_changed(learned: Learned, refs: str) -> bool:
    folder = learned.school.folder
    for ref in refs.split():
        name, _, was_there = ref.rpartition(":")
        owner, _, stem = name.partition("/")
        place = folder / "portfolios" / owner / "evidence"
        if is_file(place, f"{stem}.md") != (was_there == "1"):
            return True
    return False


def broken_units(memory: Memory, site: Path) -> dict[str, str]:
    """Return the units of which a file in the site is missing or not as it was written."""
    found = {}
    for name, outputs in memory.all_outputs():
        for path, digest in outputs.items():
            try:
                content = (site / path).read_bytes()
            except OSError:
                found[name] = f"{path} is missing"
                break
            if blake2b(content, digest_size=16).digest() != digest:
                found[name] = f"{path} is not as it was written"
                break
    return found


def has_strangers(memory: Memory, site: Path) -> bool:
    """Whether anything lies in the site that no build has written: a file, or a link."""
    ours = {MARKER, *(path for _, outputs in memory.all_outputs() for path in outputs)}
    top = str(site)
    for folder, folders, names in os.walk(top):
        inside = folder[len(top) + 1 :].replace(os.sep, "/")
        if any(os.path.islink(f"{folder}/{name}") for name in (*folders, *names)):
            return True
        if any((f"{inside}/{name}" if inside else name) not in ours for name in names):
            return True
    return False
