"""The units of work of a build: how the last build left them, and what this one makes of them.

A unit is a learner, a listing page, or a bundle of the search index.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from wayfolio.build.cache import BuildCache, UnitRecord
from wayfolio.model.pages import Page, Public, Sealed
from wayfolio.publish.changed_files import write_changed
from wayfolio.publish.site import file_path

WITHHELD = "some of it may not be shown"
"""The base of a unit that lacks a page. No fingerprint equals it, so each build tries again."""


class Ledger(Struct, kw_only=True):
    """All units, by name."""

    cache: BuildCache
    staging: Path | None
    """The folder beside the site, for what is new; None: nothing is written."""
    base: str
    """An id of what all units share."""
    known: Mapping[str, UnitRecord]
    """The units as the last build left them."""
    broken: Mapping[str, str]
    """Units whose files are not as they were written, each with what is wrong."""
    done: dict[str, UnitRecord] = field(default_factory=dict)
    """The units that this build has made."""
    outputs: dict[str, Mapping[str, bytes]] = field(default_factory=dict)
    """The files that those have in the new site: path -> hash."""
    searched: dict[str, bytes] = field(default_factory=dict)
    """The words for which names were searched in the learners that this build has made."""
    paths: list[str] = field(default_factory=list)
    """The files in `staging`."""
    gone: set[str] = field(default_factory=set)
    """Units that exist no more."""

    @property
    def folder(self) -> Path:
        """The folder beside the site, for what is new. A check has none."""
        assert self.staging is not None
        return self.staging

    def is_unfinished(self, name: str) -> bool:
        """Whether the site's files of a unit are unknown."""
        unit = self.known.get(name)
        return unit is None or unit.base is None or name in self.broken

    def is_stale(self, name: str) -> bool:
        """Whether a unit that no day changes is made again, whatever is on its shelves."""
        return self.is_unfinished(name) or self.known[name].base != self.base

    def before(self, name: str) -> dict[str, bytes]:
        """Return the files of a unit that the site surely has: path -> hash."""
        return {} if self.is_unfinished(name) else self.cache.outputs(name)

    def write(
        self, name: str, pages: Iterable[Page[Public]], sealed: Iterable[Page[Sealed]] = ()
    ) -> tuple[dict[str, bytes], list[tuple[str, Page[Public] | Page[Sealed]]]]:
        """Write those pages of a unit that the site does not have.

        Return the files that the unit has in the new site (path -> hash), and the pages written,
        each with its path.
        """
        outputs, written = write_changed(pages, sealed, self.staging, self.before(name))
        return outputs, [(file_path(page.path), page) for page in written]

    def record_lasting(
        self,
        name: str,
        outputs: Mapping[str, bytes],
        paths: Iterable[str],
        own: str = "",
        *,
        is_whole: bool = True,
    ) -> None:
        """Record a unit that no day changes. `own`: an id of what is its own.

        `is_whole`: whether all of it may be shown. Otherwise each build tries again.
        """
        base = self.base if is_whole else WITHHELD
        self.record(name, UnitRecord(base=base, own=own, others="", until=None), outputs, paths)

    def record(
        self, name: str, unit: UnitRecord, outputs: Mapping[str, bytes], paths: Iterable[str]
    ) -> None:
        """Record a unit that has been made. `paths`: its files in `staging`."""
        self.outputs[name] = outputs
        self.done[name] = unit
        self.paths.extend(paths)
