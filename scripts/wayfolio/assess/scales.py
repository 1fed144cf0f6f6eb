"""From one scale to another, both ways."""

from collections.abc import Mapping, Sequence

from wayfolio.model.frameworks import Level, Scale
from wayfolio.model.names import ScaleId


def crosswalk(
    scales: Mapping[ScaleId, Scale], level: Level, here: ScaleId, there: ScaleId
) -> Level | None:
    """Return where a level of one scale stands on another, exact; None where nothing says.

    Straight lines between the pairs that either scale gives; beyond the ends, the ends.
    """
    if here == there:
        return level
    pairs = scales[here].crosswalk.get(there)
    if not pairs:
        pairs = tuple((b, a) for a, b in scales[there].crosswalk.get(here, ()))
    return _along(sorted(pairs), level) if pairs else None


def _along(pairs: Sequence[tuple[Level, Level]], level: Level) -> Level:
    (low, low_there), *rest = pairs
    if level <= low:
        return low_there
    for high, high_there in rest:
        if level <= high:
            share = (level - low) / (high - low)
            return low_there + share * (high_there - low_there)
        low, low_there = high, high_there
    return low_there
