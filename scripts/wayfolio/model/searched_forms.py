"""Every word under which a name may be found in a text, in its normal form.

Nearly every text names nobody, and the same text is searched several times: in a check, when names
are replaced, and for each language. So its words are found once, as fast as possible.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from wayfolio.model.name_forms import find_stems
from wayfolio.model.normal_form import (
    APOSTROPHES,
    BROKEN,
    HYPHENS,
    WORD,
    Word,
    find_joined_words,
    find_spelled_words,
    fold_text,
    written_words,
)
from wayfolio.model.seen_text import see_roughly

SMALL_OR_BLANK = bytes(
    byte + 32 if 65 <= byte <= 90 else byte if chr(byte).isalnum() and byte < 128 else 32
    for byte in range(256)
)
"""For ASCII: small letters and digits, and a blank for everything that parts words."""
MARKUP_SIGNS = b"\\*_~`^=+{}[])"
"""Signs within a text that readers may not see; `)` ends the address of a link."""
UPPER, LOWER, DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"abcdefghijklmnopqrstuvwxyz", b"0123456789"
SHAPES = bytes.maketrans(
    UPPER + LOWER + DIGITS + MARKUP_SIGNS,
    b"A" * 26 + b"a" * 26 + b"0" * 10 + b"*" * len(MARKUP_SIGNS),
)
"""For ASCII: what kind of sign stands where."""
PARTED_SHAPES = (b"aA", b"a0", b"A0")
"""Where a word of ASCII may have several parts: `AnaRuiz`, `ana2`."""
# From the first sign of a run only, so that a long one takes no longer than it is.
BEFORE_A_LETTER = re.compile(rb"(?<!\*)\*++(?=[aA0])")
QUOTES = "“”„«»\u2039\u203a…¡¿"
BEYOND_ASCII = re.compile("[^\x00-\x7f]")
LATIN_LETTER = re.compile("[À-ÖØ-öø-ÿ]")
"""Letters whose case decides as that of ASCII does where a word has several parts."""


@lru_cache(maxsize=512)
def find_forms(text: str) -> frozenset[str]:
    """Return the words of a text, those that readers see, joined and spelled ones, and stems.

    Where nobody is called by one of them, `People.named_in` finds nobody in the text.
    """
    simple = _simplify(text)
    forms = find_forms_slowly(text) if simple is None else _fast_forms(simple)
    for form in [form for form in forms if form[-1:] == "s" or not form.isascii()]:
        forms.update([stem.form for stem in find_stems(form)] if form else ())
    return frozenset(forms)


def find_forms_slowly(text: str) -> set[str]:
    """Return the same without stems, in every script."""
    forms = _words_of(text) | _words_of(see_roughly(text))
    forms |= _forms_of(find_joined_words(text, written_words(text)))
    return forms | _forms_of(find_spelled_words(text))


def _fast_forms(text: str) -> set[str]:
    """Return the same for a text of ASCII: most have neither markup nor capitals within words."""
    forms, shape = _words_of(text), text.encode().translate(SHAPES)
    if "<" in text or "&" in text or _has_markup_within(text, shape):
        forms |= _words_of(see_roughly(text))
    if may_have_parts(text) or BROKEN.search(text):
        forms |= _forms_of(find_joined_words(text, written_words(text)))
    return forms | _forms_of(find_spelled_words(text))


def _has_markup_within(text: str, shape: bytes) -> bool:
    """Whether markup may stand within a word: `Z*e*bulon`, `Ze[bu](lon)lon`."""
    for markup in BEFORE_A_LETTER.finditer(shape):
        written = text[max(0, markup.start() - 1) : markup.end()]
        if written[0].isalnum() or ")" in written or "]" in written:
            return True
    return False


def may_have_parts(text: str) -> bool:
    """Whether a word of a text may have several parts. In ASCII, the shapes of most say no."""
    shape = text.encode("utf-8", "replace").translate(SHAPES)
    return not text.isascii() or any(parted in shape for parted in PARTED_SHAPES)


def _words_of(text: str) -> set[str]:
    if text.isascii():
        return set(text.encode().translate(SMALL_OR_BLANK).decode().split())
    return {fold_text(word) for word in WORD.findall(text)}


def _forms_of(runs: Iterable[Iterable[Word]]) -> set[str]:
    return {word.form for words in runs for word in words}


def _simplify(text: str) -> str | None:
    """Return a text of ASCII in which at least the same words are found; None if there is none."""
    if text.isascii():
        return text
    for sign in set(BEYOND_ASCII.findall(text)):
        simple = _simple_sign(sign)
        if simple is None:
            return None
        text = text.replace(sign, simple)
    return text


@cache
def _simple_sign(sign: str) -> str | None:
    """Return what may stand for a sign: a letter for one with an accent, or a plain quote."""
    if sign in APOSTROPHES:
        return "'"
    if sign in HYPHENS:
        return "-"
    if sign in QUOTES:
        return '"'
    form = fold_text(sign)
    if len(form) != 1 or not form.isascii() or not LATIN_LETTER.match(sign):
        return None
    return form.upper() if sign.isupper() else form
