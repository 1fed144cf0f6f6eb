"""Spells every script in Latin letters, for the names of files and the addresses of pages."""

from functools import cache
from unicodedata import category, normalize

SYMBOLS = ("So", "Sk")
"""Categories of signs that are no part of a word, such as emoji."""
SILENT = str.maketrans("", "", "`'")
"""What a transliteration writes for letters that no Latin letter stands for, such as ع."""


def spell_in_latin(text: str) -> str:
    """Return a text in small letters of ASCII, as far as it has letters and digits.

    `Łódź` is `lodz`. Scripts without blanks get some: `风速` is ` feng  su `.
    """
    if text.isascii():
        return text.lower()
    return "".join(map(_spell_sign, normalize("NFC", text).casefold()))


@cache
def _spell_sign(sign: str) -> str:
    if sign.isascii():
        return sign
    plain = normalize("NFKD", sign).encode("ascii", "ignore").decode()
    if plain:
        return plain.lower()
    if category(sign) in SYMBOLS:
        return " "
    from anyascii import anyascii  # it loads slowly, and most texts need none of it

    spelled = anyascii(sign).translate(SILENT)
    # The text is in small letters, so a capital begins a syllable of a script without cases.
    return f" {spelled.lower()} " if spelled[:1].isupper() else spelled
