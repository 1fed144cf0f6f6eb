"""A site brought up to date in its place: new files take their places, old ones go.

Everything new has been written beside the site before. From the first rename on, the cache knows
what was to be written, so that a build that is killed in between is finished by the next one.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from wayfolio.publish.site import MARKER, MARKER_TEXT, remove_site

MADE_BY = MARKER_TEXT.decode()


def read_stamp(site: Path) -> str:
    """Return which build a site says that it is of; empty where it does not."""
    try:
        said = (site / MARKER).read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return ""
    return said.removeprefix(MADE_BY).strip() if said.startswith(MADE_BY) else ""


def write_stamp(folder: Path, stamp: str) -> None:
    """Write which build a site is of."""
    fresh = folder / f"{MARKER}.new"
    fresh.write_text(f"{MADE_BY}{stamp}\n", "ascii")
    fresh.replace(folder / MARKER)


def move_into_place(fresh: Path, site: Path, paths: Iterable[str]) -> None:
    """Put new files into a site, each in one step."""
    prepared: set[str] = set()
    for path in paths:
        target = f"{site}/{path}"
        above = os.path.dirname(target)
        if above not in prepared:
            _make_room(site, above)
            prepared.add(above)
        try:
            os.replace(f"{fresh}/{path}", target)
        except IsADirectoryError:
            remove_site(Path(target))
            os.replace(f"{fresh}/{path}", target)


def _make_room(site: Path, folder: str) -> None:
    """Make a folder, also where a file of that name stood before."""
    try:
        os.makedirs(folder, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        part = Path(folder)
        while part != site and not part.is_file():
            part = part.parent
        remove_site(part)
        os.makedirs(folder, exist_ok=True)


def remove_outputs(site: Path, paths: Iterable[str]) -> None:
    """Remove files from a site, and the folders that are empty then."""
    for path in paths:
        file = site / path
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            file.unlink()
        for folder in file.parents:
            if folder == site:
                break
            try:
                folder.rmdir()
            except OSError:
                break
