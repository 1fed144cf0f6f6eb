"""What the last build made, kept outside the site, so that the next one need not make it again.

One SQLite file: each unit of work (a learner, a page about all of them) with what it was made from,
until when that holds and what it has written; the rows that pages about all learners are made from;
and what is dear to decode. Everything in it can be thrown away: the next build makes it anew.

It lies in a folder whose name only this user's builds know. What is read back are objects of
Python's, and nobody who can put a file into a repository may choose those.
"""

import hashlib
import os
import pickle
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

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

FOLDER = ".wayfolio"
DATABASE = "builds.db"
AFTER = "\U0010ffff"
"""Sorts behind every other sign."""
TABLES = """
create table if not exists unit (
    name text primary key, base text, own text, others text, until text, refs text,
    outputs blob, files integer, seal integer)
    without rowid;
create table if not exists row (
    learner text, place text, row blob, primary key (learner, place)) without rowid;
create table if not exists shelf (
    shelf text, place text, learner text, primary key (shelf, place, learner)) without rowid;
create index if not exists shelf_of on shelf (learner);
create table if not exists roster (
    learner text primary key, version text, digest text, row blob) without rowid;
create table if not exists told (unit text primary key, found blob) without rowid;
create table if not exists kept (name text primary key, version text, value blob) without rowid;
"""
ROWS = "select row from shelf join row using (learner, place) where shelf = ?"


class UnitRecord(Struct, frozen=True, kw_only=True):
    """A unit of work as the last build left it."""

    base: str | None
    """Of what it shares with all others. None: it was begun, and perhaps not finished."""
    own: str
    others: str
    until: date | None
    """The last day on which what it made is right; None where no day changes it."""
    refs: str = ""
    """Others' evidence that it mentions, and whether it was there: `amara/2027-03-01-x:1`, ..."""


def folder_of(root: Path, *, key_home: Path | None = None) -> Path:
    """Return where a school's memory lies: in `.wayfolio`, under a name that only this user knows.

    `key_home`: where the user's key lies, for tests.
    """
    home = key_home or own_home()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = home / "key"
    try:
        key = file.read_bytes()
    except FileNotFoundError:
        key = b""
    if len(key) != 32:
        key = os.urandom(32)
        fresh = file.with_name(f"key.{os.getpid()}")
        fresh.write_bytes(key)
        fresh.chmod(0o600)
        fresh.replace(file)
    return root / FOLDER / hashlib.blake2b(b"memory", key=key, digest_size=10).hexdigest()


def own_home() -> Path:
    """Return the folder in which this user's builds keep what no one else may choose."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wayfolio"


class BuildCache:
    """The memory of one school's builds. Errors: sqlite3.Error where the disk is full."""

    def __init__(self, folder: Path | None, program: str = "") -> None:
        """Open what is in `folder`, or begin anew; None: a memory that ends with the build.

        `program`: an id of the program. What another one has kept is not read.
        """
        self.folder = folder
        self.began_anew = ""
        """Why nothing is remembered, in words; empty where something is."""
        if folder is None:
            self._begin(sqlite3.connect(":memory:"))
            self.began_anew = "nothing was to be remembered"
            return
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / DATABASE
        is_new = not file.exists()
        try:
            self._begin(sqlite3.connect(file))
            form = self.recall_version("program")
        except sqlite3.DatabaseError:
            self.empty(folder, "what was remembered could not be read")
            return
        if is_new:
            self.began_anew = "nothing was remembered"
        elif form != program:
            self.empty(folder, "the program has changed")
        self.keep("program", program, None)

    def empty(self, folder: Path, why: str) -> None:
        """Throw everything away, and begin anew."""
        self._db.close()
        for part in folder.iterdir():
            shutil.rmtree(part) if part.is_dir() else part.unlink()
        self._begin(sqlite3.connect(folder / DATABASE))
        self.began_anew = why

    @property
    def _db(self) -> sqlite3.Connection:
        """The open file. A forked process opens it for itself, and leaves that of its owner be."""
        process = os.getpid()
        if process not in self._open:
            assert self.folder is not None
            self._open[process] = sqlite3.connect(self.folder / DATABASE)
        return self._open[process]

    def _begin(self, db: sqlite3.Connection) -> None:
        self._open = {os.getpid(): db}
        self._counts: dict[str, int] = {}
        db.isolation_level = None
        # A kill loses nothing that was committed; a power cut may, and then all is made anew.
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = off")
        # What goes is overwritten: a consent that ended ends here too.
        db.execute("pragma secure_delete = on")
        # In kB: rows come learner by learner and lie shelf by shelf, so each touches many places.
        db.execute("pragma cache_size = -32768")
        db.executescript(TABLES)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def begin(self) -> None:
        """Begin to change several things at once."""
        self._db.execute("begin immediate")

    def commit(self) -> None:
        """Change all of them."""
        self._db.execute("commit")

    def roll_back(self) -> None:
        """Change none of them, if any were about to be."""
        if self._db.in_transaction:
            self._db.execute("rollback")

    def forget_units(self) -> None:
        """Forget every unit of work, with its rows."""
        for table in ("unit", "row", "shelf", "told"):
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
        """Return what a unit has written: path -> hash."""
        found = self._db.execute("select outputs from unit where name = ?", (name,)).fetchone()
        return _outputs(found[0]) if found else {}

    def all_outputs(self) -> Iterator[tuple[str, dict[str, bytes]]]:
        """Give each unit with what it has written."""
        for name, outputs in self._db.execute("select name, outputs from unit"):
            yield name, _outputs(outputs)

    def mark(self, name: str, outputs: Mapping[str, bytes]) -> None:
        """Note that a unit is about to write these, whatever comes of it."""
        self._db.execute(
            "insert or replace into unit values (?, null, '', '', null, '', ?, 0, 0)",
            (name, _packed(outputs)),
        )

    def finish(self, name: str, done: UnitRecord, outputs: Mapping[str, bytes]) -> None:
        """Note that a unit is done, and exactly these are its outputs."""
        until = done.until.isoformat() if done.until else None
        packed = _packed(outputs)
        seal = int.from_bytes(
            hashlib.blake2b(name.encode() + b"\0" + packed, digest_size=7).digest(), "big"
        )
        self._db.execute(
            "insert or replace into unit values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(name, done.base, done.own, done.others, until),
                done.refs,
                packed,
                len(outputs),
                seal,
            ),
        )

    def stamp(self) -> str:
        """Return an id of all that the units have written, in whatever order they did."""
        found = 0
        for (seal,) in self._db.execute("select seal from unit"):
            found ^= seal
        return f"{found:014x}"

    def count_outputs(self) -> int:
        """Return how many files all units have written."""
        found = self._db.execute("select coalesce(sum(files), 0) from unit").fetchone()
        count: int = found[0]
        return count

    def drop(self, name: str) -> None:
        """Forget a unit."""
        self._db.execute("delete from unit where name = ?", (name,))
        self._db.execute("delete from told where unit = ?", (name,))

    # ---- what people are told --------------------------------------------------------------------

    def tell(self, unit: str, found: tuple[Any, ...]) -> None:
        """Keep what was found in a unit, to be said again while it stands."""
        if found:
            values = (unit, pickle.dumps(found))
            self._db.execute("insert or replace into told values (?, ?)", values)
        else:
            self._db.execute("delete from told where unit = ?", (unit,))

    def told(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Give what was found in each unit."""
        for unit, found in self._db.execute("select unit, found from told"):
            yield unit, _thawed(found)

    # ---- shelves ---------------------------------------------------------------------------------

    def put_on_shelves(self, learner: str, rows: Iterable[IndexEntry]) -> set[str]:
        """Put a learner's rows in the place of earlier ones; return shelves and parts changed."""
        rows = list(rows)
        # The same row stands on several shelves.
        fresh = {one.order: one.row for one in rows}
        packed = {place: pickle.dumps(row, 5) for place, row in fresh.items()}
        places = {(one.shelf, one.order) for one in rows}
        old = dict(self._db.execute("select place, row from row where learner = ?", (learner,)))
        had = set(self._db.execute("select shelf, place from shelf where learner = ?", (learner,)))
        new = {place for place, row in packed.items() if old.get(place) != row}
        self._counts.clear()
        self._db.executemany(
            "delete from row where learner = ? and place = ?",
            [(learner, place) for place in old.keys() - packed.keys()],
        )
        self._db.executemany(
            "insert or replace into row values (?, ?, ?)",
            [(learner, place, packed[place]) for place in sorted(new)],
        )
        self._db.executemany(
            "delete from shelf where shelf = ? and place = ? and learner = ?",
            [(shelf, place, learner) for shelf, place in had - places],
        )
        self._db.executemany(
            "insert into shelf values (?, ?, ?)",
            [(shelf, place, learner) for shelf, place in sorted(places - had)],
        )
        changed = (had ^ places) | {one for one in places if one[1] in new}
        return {part for shelf, place in changed for part in invalidated_by(shelf, place)}

    def work(self, shelf: str, most: int | None = None, when: str = "") -> Sequence[WorkRow]:
        """Return the work on a shelf, newest first, at most so much, of a year or month."""
        rows = self._db.execute(
            f"{ROWS} and place >= ? and place < ? order by place desc limit ?",
            (shelf, when, when + AFTER, -1 if most is None else most),
        )
        found = (_thawed(row) for (row,) in rows)
        return [row for row in found if isinstance(row, WorkRow)]

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
            found = self._db.execute("select count(*) from shelf where shelf = ?", (shelf,))
            self._counts[shelf] = found.fetchone()[0]
        return self._counts[shelf]

    def makers(self, shelf: str) -> int:
        """Return how many learners have a row there, at most a hundred."""
        found = self._db.execute(
            "select count(*) from"
            " (select distinct learner from (select learner from shelf where shelf = ?) limit 100)",
            (shelf,),
        )
        count: int = found.fetchone()[0]
        return count

    def people(self, shelf: str) -> Sequence[PersonRow]:
        """Return learners, by name."""
        return [row for row in self._rows(shelf) if isinstance(row, PersonRow)]

    def holders(self, badge: BadgeId) -> Sequence[HolderRow]:
        """Return who holds a badge, by address."""
        return [row for row in self._rows(of_badge(badge)) if isinstance(row, HolderRow)]

    def _rows(self, shelf: str) -> Iterator[Any]:
        rows = self._db.execute(f"{ROWS} order by place", (shelf,))
        return (_thawed(row) for (row,) in rows)

    # ---- the roster ------------------------------------------------------------------------------

    def roster(self) -> dict[str, tuple[str, str]]:
        """Return of each learner the version of the folder, and the digest of the roster's row."""
        rows = self._db.execute("select learner, version, digest from roster")
        return {learner: (version, digest) for learner, version, digest in rows}

    def roster_row(self, learner: str) -> Any:
        """Return what the roster knows of a learner. Errors: KeyError."""
        found = self._db.execute("select row from roster where learner = ?", (learner,)).fetchone()
        if found is None:
            raise KeyError(learner)
        return _thawed(found[0])

    def enrol(self, learner: str, version: str, digest: str, row: Any) -> None:
        """Keep what the roster knows of a learner."""
        values = (learner, version, digest, pickle.dumps(row))
        self._db.execute("insert or replace into roster values (?, ?, ?, ?)", values)

    def strike(self, learner: str) -> None:
        """Forget what the roster knows of a learner."""
        self._db.execute("delete from roster where learner = ?", (learner,))

    # ---- what is dear to decode ------------------------------------------------------------------

    def recall(self, name: str, version: str) -> Any:
        """Return what was kept under a name for a version, or None."""
        found = self._db.execute(
            "select value from kept where name = ? and version = ?", (name, version)
        ).fetchone()
        return _thawed(found[0]) if found else None

    def recall_any(self, name: str) -> Any:
        """Return what was kept under a name, whatever its version. Errors: KeyError."""
        found = self._db.execute("select value from kept where name = ?", (name,)).fetchone()
        if found is None:
            raise KeyError(name)
        return _thawed(found[0])

    def recall_version(self, name: str) -> str | None:
        """Return for which version something is kept."""
        found = self._db.execute("select version from kept where name = ?", (name,)).fetchone()
        return found[0] if found else None

    def keep(self, name: str, version: str, value: Any) -> None:
        """Keep something, in the place of what was there under its name."""
        values = (name, version, pickle.dumps(value))
        self._db.execute("insert or replace into kept values (?, ?, ?)", values)


def _thawed(kept: bytes) -> Any:
    """Return what was kept. Errors: sqlite3.DatabaseError where it is broken."""
    try:
        return pickle.loads(kept)
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, LookupError) as error:
        raise sqlite3.DatabaseError("what was remembered is broken") from error


def _packed(outputs: Mapping[str, bytes]) -> bytes:
    rows = (f"{path}\0{digest.hex()}\n" for path, digest in outputs.items())
    return "".join(rows).encode()


def _outputs(packed: bytes) -> dict[str, bytes]:
    rows = (row.split(b"\0") for row in packed.split(b"\n") if row)
    return {path.decode(): bytes.fromhex(digest.decode()) for path, digest in rows}
