"""The tables of the cache, and how a value is read from a cache that is not opened."""

import sqlite3
from pathlib import Path

from wayfolio.build.encoding import Value, decode

DATABASE = "builds.db"
TABLES = """
create table if not exists unit (
    name text primary key, base text, own text, others text, until text, refs text,
    outputs blob, files integer, digest integer)
    without rowid;
create table if not exists row (
    learner text, place text, row blob, primary key (learner, place)) without rowid;
create table if not exists shelf (
    shelf text, place text, learner text, primary key (shelf, place, learner)) without rowid;
create index if not exists shelf_of on shelf (learner);
create table if not exists roster (
    learner text primary key, version text, digest text, row blob) without rowid;
create table if not exists diagnostic (unit text primary key, diagnostics blob) without rowid;
create table if not exists value (name text primary key, version text, value blob) without rowid;
"""
KNOWN_LEARNERS = "known learners"
"""The name of the one value that can be made from nothing else: it outlives all others."""
ROWS = "select row from shelf join row using (learner, place) where shelf = ?"


def read_value(folder: Path, name: str, kind: type[Value]) -> Value | None:
    """Return a value of the cache in a folder, which is not changed; None where it has none.

    Errors: sqlite3.DatabaseError where there is no cache, or it cannot be read.
    """
    db = sqlite3.connect(f"{(folder / DATABASE).absolute().as_uri()}?mode=ro", uri=True)
    try:
        stored = db.execute("select value from value where name = ?", (name,)).fetchone()
    finally:
        db.close()
    return decode(stored[0], kind) if stored else None
