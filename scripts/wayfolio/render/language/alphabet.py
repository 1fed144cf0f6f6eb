"""Sorts names and titles as a language does: á with a, ñ after n, Đ after D, 李 as Lǐ.

The order is the program's own, so that a site has the same bytes on every machine, whatever
languages that machine knows. It follows the Unicode Collation Algorithm, as far as names need it.
"""

from collections.abc import Iterable
from functools import lru_cache
from unicodedata import category, normalize

from wayfolio.model.latin import spell_in_latin
from wayfolio.model.names import Language

ALPHABETS = {
    "cs": "abcčdefghijklmnopqrřsštuvwxyzž",
    "da": "abcdefghijklmnopqrstuvwxyzæøå",
    "es": "abcdefghijklmnñopqrstuvwxyz",
    "fi": "abcdefghijklmnopqrstuvwxyzåäö",
    "hr": "abcčćdđefghijklmnopqrsštuvwxyzž",
    "hu": "abcdefghijklmnoöpqrstuüvwxyz",
    "nb": "abcdefghijklmnopqrstuvwxyzæøå",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "ro": "aăâbcdefghiîjklmnopqrsștțuvwxyz",
    "sv": "abcdefghijklmnopqrstuvwxyzåäö",
    "tr": "abcçdefgğhıijklmnoöpqrsştuüvwxyz",
    "vi": "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz",
}
"""The letters of languages that have more than the 26, in their order."""
USUAL = "abcdefghijklmnopqrstuvwxyz"
SCRIPTS = {"ar": "ARABIC", "zh": "CHINESE"}
"""Languages that sort their own script before Latin letters."""

Sign = tuple[int, str, str]
"""Kind of sign, letter, and what sets apart signs that are spelled alike."""
SortKey = tuple[tuple[Sign, ...], str, str]
BLANK, OTHER, DIGIT, OWN, LATIN, FURTHER, CHINESE = range(7)


@lru_cache(maxsize=65536)
def sort_key(text: str, language: Language) -> SortKey:
    """Return what a text is sorted by: its letters, then accents, then capitals."""
    small = normalize("NFC", text).lower()
    signs = tuple(part for sign in small for part in _read_sign(sign, language))
    return signs, normalize("NFD", small), text.swapcase()


@lru_cache(maxsize=65536)
def _read_sign(sign: str, language: Language) -> tuple[Sign, ...]:
    kind = category(sign)
    if kind.startswith(("C", "M")):
        return ()
    if kind.startswith("Z"):
        return ((BLANK, "", ""),)
    if kind.startswith("N"):
        return ((DIGIT, spell_in_latin(sign), ""),)
    return _read_letter(sign, language) if kind.startswith("L") else ((OTHER, sign, ""),)


def _read_letter(sign: str, language: Language) -> tuple[Sign, ...]:
    base, *marks = tuple(normalize("NFD", sign))
    if _is_latin(base):
        return _read_latin(sign, [base + mark for mark in marks], language)
    own = SCRIPTS.get(language.split("-")[0])
    if _is_chinese(sign):
        kind = OWN if own == "CHINESE" else CHINESE
        return ((kind, spell_in_latin(sign).strip(), _place_in_dictionary(sign)),)
    is_own = own == "ARABIC" and "\u0600" <= base <= "\u06ff"
    return ((OWN if is_own else FURTHER, base, ""),)


def _read_latin(sign: str, marked: Iterable[str], language: Language) -> tuple[Sign, ...]:
    """Return a letter's place in the alphabet. `marked`: the bare letter with each of its marks."""
    alphabet = ALPHABETS.get(language.split("-")[0], USUAL)
    # A letter may have its own mark and a tone beside it: ặ is a letter ă.
    letters = [sign, *(normalize("NFC", letter) for letter in marked)]
    own = next((letter for letter in letters if letter in alphabet), None)
    spelled = own or spell_in_latin(sign)
    return tuple((LATIN, f"{alphabet.find(letter):02}", "") for letter in spelled)


def _is_latin(letter: str) -> bool:
    return letter.isascii() or "\u0080" <= letter <= "\u024f" or "\u1e00" <= letter <= "\u1eff"


def _is_chinese(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U0003ffff"


def _place_in_dictionary(sign: str) -> str:
    """Return where a Chinese sign stands among those that are spelled alike: by tone, if common."""
    try:
        return "0" + sign.encode("gb2312").hex()
    except UnicodeEncodeError:
        return f"1{ord(sign):06x}"
