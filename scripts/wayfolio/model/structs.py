"""What all nouns share. They are structs of msgspec: values that are made whole, then read.

They look and behave as data classes do. Those write their methods as text and compile it at each
start, which took a third of a build of one file; a struct is made by compiled code.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, ForwardRef, Literal, TypeVar, get_args, get_origin

from msgspec import NODEFAULT, Struct

from wayfolio.model.diagnostics import NOWHERE, Location


class Written(Struct, frozen=True, kw_only=True, eq=False, tag=True):
    """An object decoded from a file. Where it was written does not affect equality."""

    at: Location = NOWHERE
    key_places: tuple[tuple[str, int, int], ...] = ()
    """The keys of the front matter, with the line and column of each value."""

    def at_key(self, key: str) -> Location:
        """Return the location of a key's value, or the noun's own if that is unknown."""
        places = ((line, column) for name, line, column in self.key_places if name == key)
        return Location(self.at.path, *next(places, (self.at.line, self.at.column)))

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._said() == other._said()

    def __hash__(self) -> int:
        return hash((type(self), self._said()))

    def _said(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in fields(type(self)))


@cache
def is_noun(kind: object) -> bool:
    """Whether a type is a noun's."""
    return isinstance(kind, type) and issubclass(kind, Struct)


@cache
def fields(kind: type) -> tuple[str, ...]:
    """Return the fields of a noun except its location; empty for any other type."""
    names: tuple[str, ...] = kind.__struct_fields__ if is_noun(kind) else ()  # type: ignore[attr-defined]
    where = Written.__struct_fields__ if issubclass(kind, Written) else ()
    return tuple(name for name in names if name not in where)


@cache
def fields_with(kind: type, wanted: type) -> tuple[str, ...]:
    """Return the fields of a noun that may hold a value of a type, themselves or further down.

    Whoever looks through many nouns for days need not look at every text.
    """
    return tuple(name for name, hint in _hints(kind).items() if _may_hold(hint, wanted))


def _may_hold(hint: object, wanted: type) -> bool:
    left, seen = [hint], set[object]()
    while left:
        part: Any = left.pop()
        part = getattr(part, "__supertype__", part)
        if part in seen:
            continue
        seen.add(part)
        # What is named in quotes may be anything, for all that is looked up here.
        if isinstance(part, str | ForwardRef | TypeVar) or part in (Any, object):
            return True
        origin, args = get_origin(part), get_args(part)
        if origin is None and isinstance(part, type) and issubclass(part, wanted):
            return True
        left.extend(map(type, args) if origin is Literal else args)
        if is_noun(part):
            left.extend(_hints(part).values())
    return False


@cache
def _hints(kind: type) -> Mapping[str, object]:
    said: dict[str, object] = {}
    for base in reversed(kind.__mro__):
        said.update(getattr(base, "__annotations__", {}))
    return {name: said[name] for name in fields(kind)}


@cache
def required_fields(noun: type) -> frozenset[str]:
    """Return the names of a noun's fields that must be given."""
    names: tuple[str, ...] = noun.__struct_fields__  # type: ignore[attr-defined]
    defaults: tuple[object, ...] = noun.__struct_defaults__  # type: ignore[attr-defined]
    # Without a default of its own: the first ones, and those that say so.
    without = len(names) - len(defaults)
    return frozenset(names[:without]) | {
        name
        for name, default in zip(names[without:], defaults, strict=True)
        if default is NODEFAULT
    }
