"""Nouns without names of what is not there."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NewType, TypeVar, get_args, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.check.names import Known
from wayfolio.model.requirements import Requirement

RULES = get_args(Requirement)
GONE = object()
"""Stands for a value that names what is not there."""

Noun = TypeVar("Noun", bound=Struct)


def keep_known(noun: Noun, known: Known) -> Noun | None:
    """Return a noun without names that are not known; None where it is nothing without them.

    Lists lose those entries. `known`: the names that are there, by kind; others are left alone.
    """
    changes = {}
    for name, hint in _hints(type(noun)).items():
        old = getattr(noun, name)
        new = _keep(old, hint, known)
        if new is GONE and type(None) not in get_args(hint):
            return None
        if new is not old:
            changes[name] = None if new is GONE else new
    return replace(noun, **changes) if changes else noun


@cache
def _hints(noun: type) -> Mapping[str, Any]:
    # Rules name one another in quotes, so the annotations alone do not do.
    return get_type_hints(noun)


def _keep(value: Any, hint: Any, known: Known) -> Any:
    """Return a value of a type without names that are not known; GONE where it is one."""
    if isinstance(value, Struct):
        return _keep_noun(value, known)
    if isinstance(hint, NewType):
        return value if value in known.get(hint.__name__, (value,)) else GONE
    if isinstance(value, Mapping):
        return _same_if_equal(value, dict(_kept_items(value, hint, known)))
    if isinstance(value, tuple):
        return _same_if_equal(value, tuple(_kept(value, hint, known)))
    return _keep_one_of(value, hint, known) if get_args(hint) else value


def _keep_noun(noun: Struct, known: Known) -> Any:
    kept = keep_known(noun, known)
    # A rule that asks for less would hold sooner.
    is_gone = kept is None or (isinstance(noun, RULES) and kept is not noun)
    return GONE if is_gone else kept


def _keep_one_of(value: Any, hint: Any, known: Known) -> Any:
    names = (each for each in get_args(hint) if isinstance(each, NewType) and value is not None)
    return _keep(value, next(names, str), known)


def _kept(values: tuple[Any, ...], hint: Any, known: Known) -> Iterator[Any]:
    lists = (each for each in (hint, *get_args(hint)) if get_args(each)[1:] == (...,))
    of_list = next(lists, None)
    if of_list is None:
        return iter(values)
    kept = (_keep(value, get_args(of_list)[0], known) for value in values)
    return (value for value in kept if value is not GONE)


def _kept_items(values: Mapping[Any, Any], hint: Any, known: Known) -> Iterator[tuple[Any, Any]]:
    of_key, of_value = get_args(hint)
    for key, value in values.items():
        new = _keep(value, of_value, known)
        if GONE not in (new, _keep(key, of_key, known)):
            yield key, new


def _same_if_equal(old: Any, new: Any) -> Any:
    return old if old == new else new
