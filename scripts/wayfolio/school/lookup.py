"""Look-ups by id that name the nearest where there is none."""

from collections.abc import Iterable
from difflib import get_close_matches

from wayfolio.model.refusal import Refusal


class UnknownId(Refusal):
    """There is no such learner or competency. The text names the nearest."""


def require_known(name: str, kind: str, names: Iterable[str]) -> None:
    """Do nothing where a name is known. Errors: Unknown."""
    known = list(names)
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known[:8])}"
        raise UnknownId(f"there is no {kind} {name}; {hint}")
