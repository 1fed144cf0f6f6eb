"""Tells when files were last written. Only for previews, which look many times a second."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path


def modification_times(places: Iterable[Path]) -> dict[str, int]:
    """Return when each file in some places was written last, in nanoseconds."""
    return {path: written for place in places for path, written in _times(place)}


def _times(place: Path | os.DirEntry[str]) -> Iterator[tuple[str, int]]:
    try:
        if not place.is_dir():
            yield os.fspath(place), place.stat().st_mtime_ns
            return
        with os.scandir(place) as entries:
            for entry in entries:
                yield from _times(entry)
    except OSError:
        return  # it has just gone, or was never there
