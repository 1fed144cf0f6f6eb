"""The keys of the school's format, from the schemas that ship with the program."""

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any


@cache
def format_keys() -> frozenset[str]:
    """Return every key that a file of a school may have, whichever file it is."""
    folder = resources.files("wayfolio") / "schemas"
    files = [file for file in folder.iterdir() if file.name.endswith(".schema.json")]
    return frozenset(key for file in files for key in _keys(json.loads(file.read_bytes())))


def _keys(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", ())
    parts = schema.values() if isinstance(schema, dict) else schema
    for part in parts if isinstance(schema, dict | list) else ():
        yield from _keys(part)
