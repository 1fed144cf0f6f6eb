"""The program's tables that are keyed by a closed set, and the members that they lack.

Run it to list what is missing: a line for each member, with the file of its table.

    .venv/bin/python tests/support/closed_tables.py
"""

import pkgutil
import sys
from collections.abc import Iterator, Mapping
from enum import EnumMeta
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import wayfolio

PROGRAM = Path(wayfolio.__file__).parent


def members_of(kind: Any) -> frozenset[object]:
    """Return the members of a closed set; none for a type that is open, such as `str`."""
    if get_origin(kind) is Literal:
        return frozenset(get_args(kind))
    if isinstance(kind, EnumMeta):
        return frozenset(kind)
    if kind is NoneType:
        return frozenset({None})
    if get_origin(kind) in (Union, UnionType):
        parts = [members_of(part) for part in get_args(kind)]
        return frozenset().union(*parts) if all(parts) else frozenset()
    return frozenset()


def find_closed_tables() -> Iterator[tuple[str, str, frozenset[object], Mapping[object, object]]]:
    """Yield (file, name, members, table) for each table of a module that has a closed set as key.

    A table is found by its annotation: `CSS: Mapping[Status, str]`.
    """
    for source in pkgutil.walk_packages(wayfolio.__path__, "wayfolio."):
        module = import_module(source.name)
        for name, hint in vars(module).get("__annotations__", {}).items():
            if get_origin(hint) in (dict, Mapping) and (members := members_of(get_args(hint)[0])):
                file = Path(str(module.__file__)).relative_to(PROGRAM).as_posix()
                yield file, name, members, vars(module)[name]


def find_missing_members() -> Iterator[str]:
    """Yield a line for each member that a table lacks."""
    for file, name, members, table in find_closed_tables():
        for member in sorted(map(str, members - table.keys())):
            yield f"{file}: {name} lacks {member}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in find_missing_members())
