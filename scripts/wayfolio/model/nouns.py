"""Frozen dataclasses whose methods are not written before they are needed.

`dataclasses` writes and compiles six functions for each class when its module is loaded. There are
hundreds of them, and that was half of the time in which a build without changes is done. Here the
methods are shared, and the one that differs in each class is written when a first one is made.
"""

from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, FrozenInstanceError, field, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

__all__ = ["dataclass", "field", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses

    def dataclass(cls: type | None = None, /, **how: bool) -> Any:
        """Do what `dataclasses.dataclass` does, for frozen classes with slots later."""
        if not (how.get("frozen") and how.get("slots")) or how.get("order"):
            return dataclasses.dataclass(cls, **how)
        # Frozen for ourselves: what `dataclasses` would write for it is what takes the time.
        bare = dataclasses.dataclass(
            init=False, repr=False, eq=False, slots=True, kw_only=how.get("kw_only", False)
        )

        def wrap(cls: type) -> type:
            return _with_methods(bare(cls), is_compared=how.get("eq", True))

        return wrap if cls is None else wrap(cls)


def _with_methods(cls: type, *, is_compared: bool) -> type:
    own = vars(cls)
    all_fields = fields(cls)
    values = _getter(one.name for one in all_fields)

    def first_init(self: Any, *args: Any, **named: Any) -> None:
        cls.__init__ = _init(cls, all_fields)  # type: ignore[misc]
        cls.__init__(self, *args, **named)  # type: ignore[misc]

    def state_of(self: Any) -> tuple[Any, ...]:
        return values(self)

    def restore(self: Any, state: Iterable[Any]) -> None:
        for one, value in zip(all_fields, state, strict=True):
            object.__setattr__(self, one.name, value)

    methods: dict[str, Callable[..., Any]] = {
        "__init__": first_init,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__repr__": _told,
        "__getstate__": state_of,
        "__setstate__": restore,
    }
    if is_compared:
        compared = _getter(one.name for one in all_fields if one.compare)

        def is_same(self: Any, other: object) -> Any:
            return (
                compared(self) == compared(other) if type(other) is type(self) else NotImplemented
            )

        methods |= {"__eq__": is_same, "__hash__": lambda self: hash(compared(self))}
    for name, method in methods.items():
        if name not in own:
            setattr(cls, name, method)
    return cls


def _getter(names: Iterable[str]) -> Callable[[Any], tuple[Any, ...]]:
    found = tuple(names)
    if len(found) > 1:
        return attrgetter(*found)
    return lambda noun: tuple(getattr(noun, name) for name in found)


def _init(cls: type, all_fields: tuple[Field[Any], ...]) -> Callable[..., None]:
    """Return what makes one: each field is an argument, and is put into its slot."""
    known: dict[str, Any] = {"MISSING": MISSING}
    plain, named, body = ["self"], ["*"], []
    for one in all_fields:
        if not one.init:
            continue
        name = value = one.name
        known[f"put_{name}"] = getattr(cls, name).__set__
        argument = name
        if one.default_factory is not MISSING:
            known[f"new_{name}"] = one.default_factory
            argument = f"{name}=MISSING"
            value = f"new_{name}() if {name} is MISSING else {name}"
        elif one.default is not MISSING:
            known[f"usual_{name}"] = one.default
            argument = f"{name}=usual_{name}"
        (named if one.kw_only else plain).append(argument)
        body.append(f"put_{name}(self, {value})")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    arguments = [*plain, *(named if len(named) > 1 else ())]
    exec(f"def __init__({', '.join(arguments)}):\n " + "\n ".join(body or ["pass"]), known)
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot change {name!r} of {type(self).__name__}")


def _told(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"
