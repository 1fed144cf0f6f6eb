"""Names of people as lists have them, in the order in which they are said."""

import re
import unicodedata

from msgspec import Struct

SUFFIX = re.compile(r"(jr|sr|jun|sen|i{2,3}|iv|v)\.?", re.IGNORECASE)
"""What may follow a comma and is no first name."""
JOINERS = ("\u200c", "\u200d")
"""Invisible signs that letters of some scripts need between them."""
_HAN = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KATAKANA = "\u30a0-\u30ff"
FAMILY_FIRST = re.compile(f"[{_HAN}\u1100-\u11ff\uac00-\ud7af\u3040-\u309f{_KATAKANA}]+")
"""Chinese, Korean and Japanese letters: the family's name comes first, without a blank."""
IN_EITHER_ORDER = re.compile(f"[{_KATAKANA}· ]+")
"""Names from other languages, in Japanese letters: some say the family's name first, some last."""


class PersonName(Struct, frozen=True):
    """A whole name, and how its owner is called."""

    full: str
    first: str


def clean_name(text: str) -> str:
    """Return a name composed (NFC), on one line, without characters that nobody sees."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    seen = "".join(c for c in composed if c in JOINERS or unicodedata.category(c)[0] != "C")
    # What was removed may have stood between blanks, or at the end behind one.
    return " ".join(seen.split())


def name_of_parts(given: str, middle: str, family: str, preferred: str) -> PersonName:
    """Return the name of somebody whose given and family names stand in columns of their own.

    Whoever has one name only has it in both columns.
    """
    given, middle, family = clean_name(given), clean_name(middle), clean_name(family)
    first = clean_name(preferred) or given
    if FAMILY_FIRST.fullmatch(given) and FAMILY_FIRST.fullmatch(family):
        return PersonName(f"{family}{given}", first)
    parts = [given, middle, *([] if given == family else [family])]
    return PersonName(" ".join(part for part in parts if part), first)


def name_of_text(text: str, preferred: str) -> PersonName:
    """Return the name that stands in one cell: `Lund, Ana` is Ana Lund."""
    parts = [part for part in map(clean_name, text.split(",")) if part]
    if len(parts) == 2 and all(map(FAMILY_FIRST.fullmatch, parts)):
        return name_of_parts(parts[1], "", parts[0], preferred)
    suffixes = [part for part in parts[1:] if SUFFIX.fullmatch(part)]
    given = [part for part in parts[1:] if part not in suffixes]
    full = " ".join([*given, *parts[:1], *suffixes])
    called = clean_name(preferred) or _first_of(" ".join([*given, full]))
    return PersonName(full, called)


def _first_of(full: str) -> str:
    """Return the first name of a whole one; all of it where nothing in it tells the first name."""
    first, _, rest = full.partition(" ")
    if not FAMILY_FIRST.fullmatch(re.sub("[ ·]", "", full)):
        return first
    return full if not rest or IN_EITHER_ORDER.fullmatch(full) else rest
