"""Files that somebody asked for by name: written whole or not at all, and removed."""

import os
import shutil
from pathlib import Path

from wayfolio.publish.site import MARKER

CACHE = ".wayfolio"


def replace_file(file: Path, content: bytes) -> None:
    """Write a file, with the rights that it had. A kill leaves the old one or the new one."""
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_bytes(content)
    if file.exists():
        shutil.copymode(file, fresh)
    os.replace(fresh, file)


def remove_files(root: Path, sites: list[Path]) -> list[Path]:
    """Remove built sites and the cache, and return what was there.

    A folder that we did not make is left alone.
    """
    gone = []
    for site in sites:
        for folder in (site, *(site.with_name(f".{site.name}.{end}") for end in ("new", "old"))):
            if (folder / MARKER).is_file() and not folder.is_symlink():
                shutil.rmtree(folder)
                gone.append(folder)
    cache = root / CACHE
    if cache.is_dir() and not cache.is_symlink():
        shutil.rmtree(cache)
        gone.append(cache)
    return gone


def write_private(file: Path, content: bytes) -> None:
    """Write a file that nobody else on this machine can read."""
    fresh = file.with_name(f".{file.name}.new")
    fresh.unlink(missing_ok=True)
    with open(fresh, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as private:
        private.write(content)
    os.replace(fresh, file)
