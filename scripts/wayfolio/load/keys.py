"""The file of keys, as it lies in the school's folder. What is in it, `seal` knows."""

import re
from pathlib import Path

from wayfolio.load.catalogue import KEYS
from wayfolio.load.files import Folder, is_file

LARGEST = 16_000_000
"""Bytes: some 60,000 keys."""


def keys_file(school: Folder) -> bytes | None:
    """Return the bytes of `competencies/keys.sealed`, or None where there is none."""
    folder = school / "competencies"
    if not is_file(folder, KEYS):
        return None
    with folder.file(KEYS).open("rb") as file:
        return file.read(LARGEST)


def site_address_of(root: Path) -> str | None:
    """Return the `site_url` of mkdocs.yml, or None where it has none."""
    file = root / "mkdocs.yml"
    text = file.read_text("utf-8") if file.is_file() else ""
    setting = re.search(r"^site_url:[ \t]*[\"']?(https?://[^\s\"'#]+)", text, re.M)
    return setting[1] if setting else None
