"""The cache of a school's builds: what the last one wrote, and what takes long to decode.

It is one SQLite file outside the site. It holds each unit of work (a learner, a listing page) with
its fingerprints, the last day on which it is right, and its output files; the rows that listing
pages are made from; and decoded values by name and version. All of it can be deleted: the next
build makes it again.

The file lies in a folder whose name only this user's builds know, because a build trusts it.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfolio.build.cache_folder import make_private_folder
from wayfolio.build.cache_tables import DATABASE, ROWS, TABLES
from wayfolio.build.encoding import Value, decode, encode
from wayfolio.build.lasting_values import read_lasting_values
from wayfolio.build.packed_outputs import (
    number_outputs,
    pack_outputs,
    stamp_outputs,
    unpack_outputs,
)
from wayfolio.load.portfolio import Enrollment
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.names import BadgeId
from wayfolio.model.shelves import (
    HolderRow,
    IndexEntry,
    Month,
    PersonRow,
    invalidated_by,
    of_badge,
)
from wayfolio.model.visibility import WorkRow

AFTER = "\U0010ffff"
"""Sorts behind every other character."""


class _StoredRow(Struct, frozen=True):
    """A row of a shelf, of whichever kind."""

    row: WorkRow | PersonRow | HolderRow


class _StoredDiagnostics(Struct, frozen=True):
    diagnostics: tuple[Diagnostic, ...]


class UnitRecord(Struct, frozen=True, kw_only=True):
    """A unit of work as the last build left it."""

    base: str | None
    """An id of what it shares with all others; None while it is unfinished."""
    own: str
    """An id of its own files."""
    others: str
    """An id of what it takes from other learners."""
    until: date | None
    """The last day on which its output is right; None where no day changes it."""
    refs: str = ""
    """Others' evidence that it mentions, and whether it exists: `amara/2027-03-01-x:1`, ..."""


class BuildCache:
    """The cache of one school's builds.

    Errors: sqlite3.OperationalError where the disk is full; CacheUnreadable (a DatabaseError) where
    the file is damaged.
    """

    def __init__(self, folder: Path | None, program: str = "") -> None:
        """Open the cache in `folder`, or begin an empty one; None: one that ends with the build.

        `program`: an id of the program, and so of the types. What another version wrote is deleted.
        """
        self.folder = folder
        if folder is None:
            self._connect(sqlite3.connect(":memory:"))
            return
        make_private_folder(folder)
        file = folder / DATABASE
        is_new = not file.exists()
        try:
            self._connect(sqlite3.connect(file))
            version = self.version_of("program")
        except sqlite3.DatabaseError:
            self.clear(folder)
            return
        if not is_new and version != program:
            self.clear(folder)
        self.put("program", program, None)

    def clear(self, folder: Path) -> None:
        """Delete everything in the cache's folder but what lasts, and begin an empty cache."""
        lasting = read_lasting_values(self._db)
        self._db.close()
        for part in folder.iterdir():
            shutil.rmtree(part) if part.is_dir() else part.unlink()
        self._connect(sqlite3.connect(folder / DATABASE))
        self._db.executemany("insert into value values (?, ?, ?)", lasting)

    @property
    def _db(self) -> sqlite3.Connection:
        """The connection of this process: a forked process must not use its parent's."""
        process = os.getpid()
        if process not in self._open:
            assert self.folder is not None
            self._open[process] = sqlite3.connect(self.folder / DATABASE)
        return self._open[process]

    def _connect(self, db: sqlite3.Connection) -> None:
        self._open = {os.getpid(): db}
        self._counts: dict[str, int] = {}
        db.isolation_level = None
        # A kill loses nothing that was committed; a power cut may, and then all is made anew.
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = off")
        # Deleted rows are overwritten: a consent that ended ends here too.
        db.execute("pragma secure_delete = on")
        # In kB: rows come learner by learner and lie shelf by shelf, so each touches many pages.
        db.execute("pragma cache_size = -32768")
        db.executescript(TABLES)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def begin(self) -> None:
        """Begin a transaction."""
        self._db.execute("begin immediate")

    def commit(self) -> None:
        """Commit the transaction."""
        self._db.execute("commit")

    def roll_back(self) -> None:
        """Roll back the transaction, if one is open."""
        if self._db.in_transaction:
            self._db.execute("rollback")

    def delete_units(self) -> None:
        """Delete every unit of work, with its rows."""
        for table in ("unit", "row", "shelf", "diagnostic", "searched"):
            self._db.execute(f"delete from {table}")
        self._counts.clear()

    # ---- units of work ---------------------------------------------------------------------------

    def units(self) -> dict[str, UnitRecord]:
        """Return every unit of work that the last builds left."""
        rows = self._db.execute("select name, base, own, others, until, refs from unit")
        return {
            name: UnitRecord(
                base=base,
                own=own,
                others=others,
                until=date.fromisoformat(until) if until else None,
                refs=refs,
            )
            for name, base, own, others, until, refs in rows
        }

    def outputs(self, name: str) -> dict[str, bytes]:
        """Return the files that a unit has written: path -> hash."""
        row = self._db.execute("select outputs from unit where name = ?", (name,)).fetchone()
        return unpack_outputs(row[0]) if row else {}

    def all_outputs(self, but: str = AFTER) -> Iterator[tuple[str, dict[str, bytes]]]:
        """Yield each unit, `but` those whose names begin so, with the files that it has written."""
        rows = "select name, outputs from unit where name < ? or name > ?"
        for name, outputs in self._db.execute(rows, (but, but + AFTER)):
            yield name, unpack_outputs(outputs)

    def put_unfinished(self, name: str, outputs: Mapping[str, bytes]) -> None:
        """Record that a unit is about to write these files, so that the next build finishes it."""
        self._db.execute(
            "insert or replace into unit values (?, null, '', '', null, '', ?, 0, 0)",
            (name, pack_outputs(outputs)),
        )

    def put_unit(self, name: str, unit: UnitRecord, outputs: Mapping[str, bytes]) -> None:
        """Record that a unit is finished, and exactly these are its files."""
        until = unit.until.isoformat() if unit.until else None
        packed = pack_outputs(outputs)
        self._db.execute(
            "insert or replace into unit values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(name, unit.base, unit.own, unit.others, until),
                unit.refs,
                packed,
                len(outputs),
                number_outputs(packed),
            ),
        )

    def outputs_stamp(self, secret: bytes | None) -> str:
        """Return an id of all files that the units have written. `secret`: the build secret."""
        numbers = (digest for (digest,) in self._db.execute("select digest from unit"))
        return stamp_outputs(numbers, secret)

    def units_with_pages(self) -> set[str]:
        """Return the units that have written a page."""
        rows = self._db.execute("select name from unit where instr(outputs, ?)", (b".html\0",))
        return {name for (name,) in rows}

    def count_outputs(self) -> int:
        """Return how many files all units have written."""
        row = self._db.execute("select coalesce(sum(files), 0) from unit").fetchone()
        count: int = row[0]
        return count

    def delete_unit(self, name: str) -> None:
        """Delete a unit, its diagnostics and the words in it."""
        self._db.execute("delete from unit where name = ?", (name,))
        self._db.execute("delete from diagnostic where unit = ?", (name,))
        self._db.execute("delete from searched where unit = ?", (name,))

    def put_base(self, names: Iterable[str], base: str) -> None:
        """Record that finished units are right for another base."""
        rows = [(base, name) for name in names]
        self._db.executemany("update unit set base = ? where name = ?", rows)

    def put_searched_words(self, unit: str, words: bytes) -> None:
        """Keep the words for which names were searched in a unit, as `name_trace` packs them."""
        self._db.execute("insert or replace into searched values (?, ?)", (unit, words))

    def searched_words(self) -> Iterator[tuple[str, bytes]]:
        """Yield each unit of which they are known, with them."""
        yield from self._db.execute("select unit, words from searched")

    # ---- diagnostics -----------------------------------------------------------------------------

    def put_diagnostics(self, unit: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Keep a unit's diagnostics, so that a build that leaves it unchanged can repeat them."""
        if diagnostics:
            values = (unit, encode(_StoredDiagnostics(diagnostics)))
            self._db.execute("insert or replace into diagnostic values (?, ?)", values)
        else:
            self._db.execute("delete from diagnostic where unit = ?", (unit,))

    def diagnostics(self) -> Iterator[tuple[str, tuple[Diagnostic, ...]]]:
        """Yield each unit that has diagnostics, with them."""
        for unit, stored in self._db.execute("select unit, diagnostics from diagnostic"):
            yield unit, decode(stored, _StoredDiagnostics).diagnostics

    # ---- shelves ---------------------------------------------------------------------------------

    def put_rows(self, learner: str, entries: Iterable[IndexEntry]) -> set[str]:
        """Replace a learner's rows; return the shelves, and parts of shelves, that changed."""
        entries = list(entries)
        # The same row stands on several shelves.
        rows = {entry.order: entry.row for entry in entries}
        packed = {place: encode(_StoredRow(row)) for place, row in rows.items()}
        changed = self._put_packed_rows(learner, packed)
        moved = self._put_places(learner, {(entry.shelf, entry.order) for entry in entries})
        moved.update((entry.shelf, entry.order) for entry in entries if entry.order in changed)
        return {part for shelf, place in moved for part in invalidated_by(shelf, place)}

    def _put_packed_rows(self, learner: str, packed: Mapping[str, bytes]) -> set[str]:
        """Replace a learner's rows; return the places of those that are new or changed."""
        old = dict(self._db.execute("select place, row from row where learner = ?", (learner,)))
        new = {place for place, row in packed.items() if old.get(place) != row}
        self._db.executemany(
            "delete from row where learner = ? and place = ?",
            [(learner, place) for place in old.keys() - packed.keys()],
        )
        self._db.executemany(
            "insert or replace into row values (?, ?, ?)",
            [(learner, place, packed[place]) for place in sorted(new)],
        )
        return new

    def _put_places(self, learner: str, places: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """Put a learner's rows on these shelves and no others; return what came and went."""
        had = set(self._db.execute("select shelf, place from shelf where learner = ?", (learner,)))
        self._counts.clear()
        self._db.executemany(
            "delete from shelf where shelf = ? and place = ? and learner = ?",
            [(shelf, place, learner) for shelf, place in had - places],
        )
        self._db.executemany(
            "insert into shelf values (?, ?, ?)",
            [(shelf, place, learner) for shelf, place in sorted(places - had)],
        )
        return had ^ places

    def work(self, shelf: str, most: int | None = None, when: str = "") -> Sequence[WorkRow]:
        """Return the work on a shelf, newest first, at most so much, of a year or month."""
        stored = self._db.execute(
            f"{ROWS} and place >= ? and place < ? order by place desc limit ?",
            (shelf, when, when + AFTER, -1 if most is None else most),
        )
        rows = (decode(content, _StoredRow).row for (content,) in stored)
        return [row for row in rows if isinstance(row, WorkRow)]

    def months(self, shelf: str) -> Sequence[Month]:
        """Return the months of a shelf, the newest first."""
        rows = self._db.execute(
            "select substr(place, 1, 7) as month, count(*) from shelf where shelf = ?"
            " group by month order by month desc",
            (shelf,),
        )
        return [Month(month=month, count=count) for month, count in rows]

    def count(self, shelf: str) -> int:
        """Return how many rows a shelf holds."""
        if shelf not in self._counts:
            rows = self._db.execute("select count(*) from shelf where shelf = ?", (shelf,))
            self._counts[shelf] = rows.fetchone()[0]
        return self._counts[shelf]

    def makers(self, shelf: str) -> int:
        """Return how many learners have a row there, at most a hundred."""
        rows = self._db.execute(
            "select count(*) from"
            " (select distinct learner from (select learner from shelf where shelf = ?) limit 100)",
            (shelf,),
        )
        count: int = rows.fetchone()[0]
        return count

    def people(self, shelf: str) -> Sequence[PersonRow]:
        """Return learners, by name."""
        return [row for row in self._rows(shelf) if isinstance(row, PersonRow)]

    def holders(self, badge: BadgeId) -> Sequence[HolderRow]:
        """Return who holds a badge, by address."""
        return [row for row in self._rows(of_badge(badge)) if isinstance(row, HolderRow)]

    def _rows(self, shelf: str) -> Iterator[WorkRow | PersonRow | HolderRow]:
        stored = self._db.execute(f"{ROWS} order by place", (shelf,))
        return (decode(content, _StoredRow).row for (content,) in stored)

    # ---- the roster ------------------------------------------------------------------------------

    def roster_versions(self) -> dict[str, tuple[str, str]]:
        """Return of each learner the version of the folder, and the digest of the roster's row."""
        rows = self._db.execute("select learner, version, digest from roster")
        return {learner: (version, digest) for learner, version, digest in rows}

    def roster_row(self, learner: str) -> Enrollment:
        """Return a learner's row of the roster. Errors: KeyError."""
        stored = self._db.execute("select row from roster where learner = ?", (learner,)).fetchone()
        if stored is None:
            raise KeyError(learner)
        return decode(stored[0], Enrollment)

    def put_roster_row(self, learner: str, version: str, digest: str, row: Enrollment) -> None:
        """Put a learner's row of the roster in the place of an earlier one."""
        values = (learner, version, digest, encode(row))
        self._db.execute("insert or replace into roster values (?, ?, ?, ?)", values)

    def delete_roster_row(self, learner: str) -> None:
        """Delete a learner's row of the roster."""
        self._db.execute("delete from roster where learner = ?", (learner,))

    # ---- values by name and version --------------------------------------------------------------

    def cached(
        self, name: str, version: str, kind: type[Value], make: Callable[[], Value]
    ) -> Value:
        """Return the value of a version: the one in the cache, or the one that `make` returns."""
        value = self.get(name, version, kind)
        if value is None:
            value = make()
            self.put(name, version, value)
        return value

    def get(self, name: str, version: str, kind: type[Value]) -> Value | None:
        """Return the value of a version, or None."""
        stored = self._db.execute(
            "select value from value where name = ? and version = ?", (name, version)
        ).fetchone()
        return decode(stored[0], kind) if stored else None

    def get_latest(self, name: str, kind: type[Value]) -> Value | None:
        """Return the value of a name, whatever its version, or None."""
        stored = self._db.execute("select value from value where name = ?", (name,)).fetchone()
        return decode(stored[0], kind) if stored else None

    def version_of(self, name: str) -> str | None:
        """Return the version of the value that the cache has, or None."""
        row = self._db.execute("select version from value where name = ?", (name,)).fetchone()
        return row[0] if row else None

    def put(self, name: str, version: str, value: object) -> None:
        """Put a value in the place of the one of that name."""
        values = (name, version, encode(value))
        self._db.execute("insert or replace into value values (?, ?, ?)", values)
