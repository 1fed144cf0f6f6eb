"""A learner’s name in a `learner.yml` that cannot be read, so that it stays private even so."""

import re

from wayfolio.model.portfolio import Name

NAMED = re.compile(
    r"\b(full|first|latin|alias)[\"']?\s*:\s*(\"[^\"\n]*|'[^'\n]*|[^,}\n]*)", re.IGNORECASE
)
WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How a file in UTF-16 begins, which some editors write."""


def read_rough_name(content: bytes) -> Name:
    """Return the name as far as a file's lines show it, whatever else is wrong with the file."""
    encoding = "utf-16" if content.startswith(WIDE) else "utf-8"
    text = content.decode(encoding, "replace").replace("\0", "")
    parts = {key.lower(): _plain(value) for key, value in NAMED.findall(text)}
    full = parts.get("full", "")
    first = parts.get("first") or full.partition(" ")[0]
    return Name(full=full or first, first=first, alias=parts.get("alias"), latin=parts.get("latin"))


def _plain(value: str) -> str:
    """Return a value without its quotes and without the comment after it."""
    return value.strip("\"' \t\r") if value[:1] in "\"'" else value.partition(" #")[0].strip()
