"""Reads the file of keys without opening it: `seal` knows what is in it."""

from wayfolio.load.catalogue import KEYS
from wayfolio.load.files import Folder, is_file

LARGEST = 16_000_000
"""Bytes: some 60,000 keys."""


def keys_file(school: Folder) -> bytes | None:
    """Return the bytes of `competencies/keys.sealed`, or None if there is no such file."""
    folder = school / "competencies"
    if not is_file(folder, KEYS):
        return None
    with folder.file(KEYS).open("rb") as file:
        return file.read(LARGEST)
