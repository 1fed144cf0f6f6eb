"""The cache of builds, carried from one machine to the next in a file that the build secret opens.

A host keeps the file between runs, where others may read it and perhaps write it. So nothing in it
can be read, and what was not sealed with this secret is not decoded.
"""

import zlib
from pathlib import Path

from wayfolio.build.cache_folder import make_private_folder
from wayfolio.build.cache_tables import DATABASE
from wayfolio.publish.atomic_files import replace_file
from wayfolio.seal.boxes import NotOpened, derive_key, open_box, seal

PURPOSE = "what builds remember"
"""Part of the key of every carried file: other words would open none of them."""
COMPRESSION = 1
"""The fastest: the slowest takes four times as long and saves a fifth."""


def import_cache(file: Path, folder: Path, secret: bytes) -> str:
    """Put a carried cache in the place of the one in `folder`.

    Return why not, in words; empty where it was done.
    """
    try:
        content = open_box(derive_key(secret, PURPOSE), PURPOSE, file.read_bytes())
    except FileNotFoundError:
        return "nothing has come"
    except (OSError, NotOpened):
        return "came what does not open with this build secret"
    make_private_folder(folder)
    for old in folder.glob(f"{DATABASE}*"):
        old.unlink()
    (folder / DATABASE).write_bytes(zlib.decompress(content))
    return ""


def export_cache(folder: Path, file: Path, secret: bytes) -> None:
    """Seal the cache in `folder` into a file. No build may have the cache open."""
    content = zlib.compress((folder / DATABASE).read_bytes(), COMPRESSION)
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, seal(derive_key(secret, PURPOSE), PURPOSE, content))
