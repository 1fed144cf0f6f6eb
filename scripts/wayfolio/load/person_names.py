"""Names of people as lists have them, in the order in which they are said."""

import re
import unicodedata

from msgspec import Struct

SUFFIX = re.compile(r"(jr|sr|jun|sen|i{2,3}|iv|v)\.?", re.IGNORECASE)
"""What may follow a comma and is no first name."""
JOINERS = ("\u200c", "\u200d")
"""Invisible signs that letters of some scripts need between them."""
FAMILY_FIRST = re.compile("[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff々]+")
"""Chinese, Korean and Japanese letters: the family's name comes first, without a blank."""


class PersonName(Struct, frozen=True):
    """A whole name, and how its owner is called."""

    full: str
    first: str


def clean_name(text: str) -> str:
    """Return a name composed (NFC), on one line, without characters that nobody sees."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(c for c in composed if c in JOINERS or unicodedata.category(c)[0] != "C")


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
    suffixes = [part for part in parts[1:] if SUFFIX.fullmatch(part)]
    given = [part for part in parts[1:] if part not in suffixes]
    full = " ".join([*given, *parts[:1], *suffixes])
    called = clean_name(preferred)
    return PersonName(full, called or " ".join([*given, full]).partition(" ")[0])
