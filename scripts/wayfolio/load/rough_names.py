"""A learner’s name in a `learner.yml` that cannot be read, so that it stays private even so."""

import re

from wayfolio.model.portfolio import Name

NAMED = re.compile(
    r"\b(full|first|latin|alias)[\"']?\s*:\s*(\"[^\"\n]*|'[^'\n]*|[^,}\n]*)", re.IGNORECASE
)
COMMENT = re.compile(r"(^|\s)#[^\n]*")
GOES_ON = re.compile(r"\n\w[\w-]*[ ]*:")
"""A key of the file itself, which shows that the name above it has not been cut off."""
WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How a file in UTF-16 begins, which some editors write."""


def read_rough_name(content: bytes) -> Name:
    """Return the name as far as a file's lines show it, whatever else is wrong with the file."""
    text = _text_of(content)
    parts = {key.lower(): _plain(value) for key, value in NAMED.findall(text)}
    full = parts.get("full", "")
    first = parts.get("first") or full.partition(" ")[0]
    return Name(full=full or first, first=first, alias=parts.get("alias"), latin=parts.get("latin"))


def shows_whole_name(content: bytes) -> bool:
    """Whether a file shows one name, to its end and in letters that can be read.

    Only then is it sure what nobody may read on other pages.
    """
    text = _text_of(content)
    named = list(NAMED.finditer(text))
    values = {match[1].lower(): _plain(match[2]) for match in named}
    if not values.get("full") or "\ufffd" in "".join(values.values()):
        return False
    is_one = all(_plain(match[2]) == values[match[1].lower()] for match in named)
    return is_one and GOES_ON.search(text, named[-1].end()) is not None


def _text_of(content: bytes) -> str:
    encoding = "utf-16" if content.startswith(WIDE) else "utf-8"
    return COMMENT.sub(r"\1", content.decode(encoding, "replace").replace("\0", ""))


def _plain(value: str) -> str:
    return value.strip("\"' \t\r")
