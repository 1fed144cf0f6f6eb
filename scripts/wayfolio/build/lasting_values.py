"""What a cache holds that can be made from nothing else, and so outlives all the rest of it."""

import sqlite3

KNOWN_LEARNERS = "known learners"
"""The name of the value that says who was a learner at the last build."""


def read_lasting_values(db: sqlite3.Connection) -> list[tuple[str, str, bytes]]:
    """Return those values with names and versions, as far as a cache can be read."""
    try:
        query = "select name, version, value from value where name = ?"
        return db.execute(query, (KNOWN_LEARNERS,)).fetchall()
    except sqlite3.DatabaseError:
        return []
