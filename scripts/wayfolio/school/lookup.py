"""Looks up ids, and names the nearest one if there is no such id."""

from collections.abc import Iterable
from difflib import get_close_matches

from wayfolio.model.refusal import Refusal


class UnknownId(Refusal):
    """There is no such id. The text names the nearest one."""


def require_known(name: str, kind: str, names: Iterable[str], hint: str = "") -> None:
    """Raise UnknownId unless a name is known.

    `hint`: what to say where no name is near; without it, some of the names that there are.
    """
    known = list(names)
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else hint or f"known: {', '.join(known[:8])}"
        raise UnknownId(f"there is no {kind} {name}; {hint}")
