"""The units of work of one build: how the last one left them, and what this one makes of them.

A unit is a learner, a page about all of them, or a bundle of the search.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from wayfolio.build.cache import BuildCache, UnitRecord
from wayfolio.model.pages import Page, Public, Sealed
from wayfolio.publish.changed_files import write_changed
from wayfolio.publish.site import file_path

WITHHELD = "some of it may not be shown"


class Ledger(Struct, kw_only=True):
    """All units, by name."""

    memory: BuildCache
    fresh: Path
    """The folder beside the site, for what is new."""
    base: str
    """An id of what all of them share."""
    known: Mapping[str, UnitRecord]
    """As the last build left them."""
    broken: Mapping[str, str]
    """Those whose files are not as they were written, with what is wrong."""
    done: dict[str, UnitRecord] = field(default_factory=dict)
    """As this build makes them."""
    outputs: dict[str, Mapping[str, bytes]] = field(default_factory=dict)
    """What those are to have in the site: path -> hash."""
    paths: list[str] = field(default_factory=list)
    """What lies in `fresh`."""
    gone: set[str] = field(default_factory=set)
    """Those that are no more."""

    def is_unfinished(self, name: str) -> bool:
        """Whether nobody knows what the site has of a unit."""
        done = self.known.get(name)
        return done is None or done.base is None or name in self.broken

    def is_stale(self, name: str) -> bool:
        """Whether a unit that no day changes is made again, whatever is on its shelves."""
        return self.is_unfinished(name) or self.known[name].base != self.base

    def before(self, name: str) -> dict[str, bytes]:
        """Return what the site surely has of a unit, and need not be written again."""
        return {} if self.is_unfinished(name) else self.memory.outputs(name)

    def write(
        self, name: str, pages: Iterable[Page[Public]], sealed: Iterable[Page[Sealed]] = ()
    ) -> tuple[dict[str, bytes], list[tuple[str, Page[Public] | Page[Sealed]]]]:
        """Write what the site has not got of a unit's pages.

        Returns what the unit is to have (path -> hash), and the pages written, with their paths.
        """
        outputs, written = write_changed(pages, sealed, self.fresh, self.before(name))
        return outputs, [(file_path(page.path), page) for page in written]

    def note_lasting(
        self,
        name: str,
        outputs: Mapping[str, bytes],
        paths: Iterable[str],
        own: str = "",
        *,
        is_whole: bool = True,
    ) -> None:
        """Note that a unit has been made which no day changes. `own`: an id of what is its own.

        `is_whole`: whether all of it may be shown. Else each build tries again.
        """
        base = self.base if is_whole else WITHHELD
        self.note(name, UnitRecord(base=base, own=own, others="", until=None), outputs, paths)

    def note(
        self, name: str, done: UnitRecord, outputs: Mapping[str, bytes], paths: Iterable[str]
    ) -> None:
        """Note that a unit has been made. `paths`: what of it lies in `fresh`."""
        self.outputs[name] = outputs
        self.done[name] = done
        self.paths.extend(paths)
