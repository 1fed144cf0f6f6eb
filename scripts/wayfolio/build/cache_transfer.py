"""What builds remember, carried from one machine to the next in a file that the build secret opens.

A host keeps it between runs, where others may read it and perhaps write. So nothing can be read in
it, and nothing that was not sealed with this secret is looked into: what is remembered are objects
of Python's, and whoever could choose those could run anything.
"""

import zlib
from pathlib import Path

from wayfolio.build.cache import DATABASE
from wayfolio.publish.atomic_files import replace_file
from wayfolio.seal.boxes import NotOpened, derived, opened, sealed

PURPOSE = "what builds remember"
QUICK = 1
"""How hard it is packed: the hardest needs four times as long and makes a fifth less."""


def bring(file: Path, folder: Path, secret: bytes) -> str:
    """Put what was carried in the place of what is remembered in `folder`.

    Return why not, in words; empty where it was done.
    """
    try:
        content = opened(derived(secret, PURPOSE), PURPOSE, file.read_bytes())
    except FileNotFoundError:
        return "nothing has come"
    except (OSError, NotOpened):
        return "came what does not open with this build secret"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{DATABASE}*"):
        old.unlink()
    (folder / DATABASE).write_bytes(zlib.decompress(content))
    return ""


def take_along(folder: Path, file: Path, secret: bytes) -> None:
    """Seal what is remembered in `folder` into a file. No build may have it open."""
    content = zlib.compress((folder / DATABASE).read_bytes(), QUICK)
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, sealed(derived(secret, PURPOSE), PURPOSE, content))
