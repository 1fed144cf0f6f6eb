"""The one form in which names and texts are compared, and the way back to the text as written.

Case, accents, marks, compatibility forms and signs that nobody sees make no difference: `Ánh` in
one sign or in two, full-width `Ａｎｈ`, and `ANH` with a soft hyphen are one word; so are 張 and
张. Scripts that put no blanks between words are compared sign by sign.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from unicodedata import category, normalize

from msgspec import Struct

from wayfolio.model.han_forms import HAN_FORMS

MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u08d3-\u08ff"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
"""Accents and points over and under letters. Vowel signs of Indic scripts are letters."""
UNSEEN = (
    "\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef"
)
"""What nobody sees: soft hyphens, joiners, directions, fillers, selectors, Arabic's stretcher."""
VOWEL_SIGNS = "\u0900-\u0963\u0966-\u0dff\u0f00-\u0fff\ua800-\ua82f\ua880-\uabff"
"""Letters, vowel signs and digits of Indic scripts."""
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fd5\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts without blanks between words: Han, kana, Thai, Lao, Burmese, Khmer."""
APOSTROPHES = "'’‘‛ʼʻʽʾʿˈʹ`´′＇ꞌ"
HYPHENS = "-‐‑‒–—―−﹘﹣－"

SPELLED = {
    **{"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "ɓ": "b"},
    **{"ɗ": "d", "ƙ": "k", "ƴ": "y", "ɖ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e", "ĸ": "k"},
    **{"ɛ": "e", "ɔ": "o", "ɣ": "g", "ʋ": "v", "ƒ": "f", "ɨ": "i", "ʉ": "u", "ѳ": "ф"},
    # Arabic letters that people exchange for one another, and Persian's forms of them.
    **{"ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ٱ": "ا", "ۀ": "ه", "ہ": "ه", "ھ": "ه"},
}
"""Letters that no rule of Unicode takes apart."""
ONE_FORM = HAN_FORMS | str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz")
"""Characters that are written in several ways, and small capitals, which read as letters."""
DIGRAPHS = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
"""How names are written where a keyboard has no such letter."""

LOOK_ALIKES = str.maketrans("аеорсухіјѕԁһкмтвнαοικρτυχνηζ", "aeopcyxijsdhkmtbhaoikptuxvnz")
"""Letters of Cyrillic and Greek that look like Latin ones, in small letters."""
MIXED = re.compile(r"[a-z](?=[а-ԯα-ω])|[а-ԯα-ω](?=[a-z])")

_LETTER = rf"[^\W_{UNSPACED}ʹ-ʿˈꞌ]"
_WITHIN = rf"[{MARKS}{UNSEEN}{VOWEL_SIGNS}]"
WORD = re.compile(rf"(?:{_LETTER}++{_WITHIN}*+)++|[{UNSPACED}]")
"""A word of a text as it is written: letters and digits, or one sign of an unspaced script."""
WORD_OF_ASCII = re.compile(r"[A-Za-z0-9]+")
PARTS_WITHIN = re.compile(
    # Figures at the end of a word: in `ada8e46`, which is a hash, there is no name.
    r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[^\W\d_]{2})(?=\d+(?![^\W_]))"
)
BROKEN = re.compile(rf"(?:[{HYPHENS}]|\u00ad)[ \t]*\n[ \t>]*")
"""A word's place of division at the end of a line."""
_SIGN = rf"[^\W\d_{UNSPACED}][{MARKS}]*"
SPELLED_OUT = re.compile(
    rf"(?<![^\W_]){_SIGN}(?=\W|_)(\s{{0,3}}[{HYPHENS}.,·•‧_/|+*]?\s{{0,3}})"
    rf"{_SIGN}(?:\1{_SIGN})+(?![^\W_])"
)
"""A word letter by letter: `Z e b u l o n`, `Z.e.b.u.l.o.n`."""
_WITHIN_A_WORD = rf"[{HYPHENS}·•‧\\]"
DIVIDED = re.compile(rf"{_WITHIN_A_WORD}(?=[^\W\d_])(?<=[^\W\d_].)")
DIVIDED_WORD = re.compile(rf"[^\W\d_]+(?:{_WITHIN_A_WORD}[^\W\d_]+)+")
"""A word in syllables: `Ze-bu-lon`."""
_SEPARATORS = b" \t\n\r.,_/|+*-"
_SHAPES = bytes(
    32 if byte in _SEPARATORS else 97 if chr(byte).isalpha() or byte > 127 else 46
    for byte in range(256)
)
"""Each letter as `a`, and each sign that may stand between spelled letters as a blank."""
_MORE_OF_A_LETTER = bytes(range(0x80, 0xC0)) + b"\xcc\xcd"
"""The further bytes of a letter in UTF-8, and the first of an accent over it."""
# Each begins with plain signs, which are found fast.
_SPELLED_SHAPES = (re.compile(rb" a +a +a(?!a)"), re.compile(rb"\.a +a +a(?!a)"))

_MARK_OR_UNSEEN = re.compile(rf"[{MARKS}{UNSEEN}]+")
_APOSTROPHE = re.compile(rf"[{APOSTROPHES}]")
_HYPHEN = re.compile(rf"[{HYPHENS}]")


class Word(Struct, frozen=True):
    """A word of a text: where it stands as it is written, and its normal form."""

    start: int
    end: int
    form: str


class _Forms(dict[int, str]):
    """The normal form of each sign, worked out once."""

    def __missing__(self, code: int) -> str:
        form = self[code] = _form_of(chr(code))
        return form


def _form_of(sign: str) -> str:
    if _APOSTROPHE.match(sign):
        return "'"
    if _HYPHEN.match(sign):
        return "-"
    parts = normalize("NFKD", normalize("NFKD", sign).casefold())
    plain = _MARK_OR_UNSEEN.sub("", parts).translate(ONE_FORM)
    return "".join(SPELLED.get(part, part) for part in plain if category(part) != "Cf")


FORMS = _Forms()


def fold_text(text: str) -> str:
    """Return a text's normal form."""
    return text.lower() if text.isascii() else text.translate(FORMS)


def fold_words(text: str) -> list[str]:
    """Return the normal forms of a text's words."""
    if text.isascii():
        return WORD_OF_ASCII.findall(text.lower())
    return WORD.findall(text.translate(FORMS))


def written_words(text: str) -> set[str]:
    """Return the words of a text as they are written, each once."""
    return set((WORD_OF_ASCII if text.isascii() else WORD).findall(text))


def find_words(text: str) -> list[Word]:
    """Return a text's words, with their places in the text as it is written."""
    pattern = WORD_OF_ASCII if text.isascii() else WORD
    return [Word(word.start(), word.end(), fold_text(word[0])) for word in pattern.finditer(text)]


def find_joined_words(text: str, written: Iterable[str]) -> Iterator[list[Word]]:
    """Yield the words of a text once more, if it joins or divides some of them.

    `AnaRuiz` has two words, `ana2` has one and a figure, and `Zebu-` with `lon` on the next line
    is one. `written`: the words of the text as they are written.
    """
    if any(map(_is_mixed, written)):
        yield [_look_latin(word) for word in find_words(text)]
    if any(map(_has_parts, written)):
        yield [part for word in find_words(text) for part in _parts(text, word)]
    if "\n" in text and BROKEN.search(text):
        yield list(_mended(text, find_words(text)))


def _is_mixed(word: str) -> bool:
    """Whether a word has letters of several alphabets, which its readers take for one."""
    return not word.isascii() and MIXED.search(fold_text(word)) is not None


def _look_latin(word: Word) -> Word:
    return Word(word.start, word.end, word.form.translate(LOOK_ALIKES))


def may_be_spelled(text: bytes) -> bool:
    """Whether a text may spell a word letter by letter. A quick test, because most texts do not."""
    shape = b" " + text.translate(_SHAPES, _MORE_OF_A_LETTER)
    return any(pattern.search(shape) for pattern in _SPELLED_SHAPES)


def find_spelled_words(text: str) -> Iterator[list[Word]]:
    """Yield each word that a text spells in letters or syllables, joined."""
    if may_be_spelled(text.encode("utf-8", "replace")):
        for spelled in SPELLED_OUT.finditer(text):
            yield [_join(text, spelled.start(), spelled.end())]
    end = 0
    for sign in DIVIDED.finditer(text):
        if sign.start() >= end:
            divided = DIVIDED_WORD.search(text, _word_start(text, sign.start(), end))
            if divided is not None:
                end = divided.end()
                yield [_join(text, divided.start(), end)]


def _word_start(text: str, at: int, first: int) -> int:
    """Return where the word that ends at a place begins, at the earliest at `first`."""
    while at > first and text[at - 1].isalpha():
        at -= 1
    return at


def _join(text: str, start: int, end: int) -> Word:
    return Word(start, end, "".join(fold_words(text[start:end])))


def _has_parts(word: str) -> bool:
    is_plain = word.isalpha() and (word.islower() or word.istitle() or word.isupper())
    return not is_plain and PARTS_WITHIN.search(word) is not None


def _parts(text: str, word: Word) -> Iterator[Word]:
    at = word.start
    for cut in PARTS_WITHIN.finditer(text, word.start, word.end):
        yield Word(at, cut.start(), fold_text(text[at : cut.start()]))
        at = cut.start()
    yield Word(at, word.end, fold_text(text[at : word.end]))


def _mended(text: str, words: Iterable[Word]) -> Iterator[Word]:
    before: Word | None = None
    for word in words:
        if before is not None and BROKEN.fullmatch(text, before.end, word.start):
            before = Word(before.start, word.end, before.form + word.form)
            continue
        if before is not None:
            yield before
        before = word
    if before is not None:
        yield before


def keep_accents(text: str) -> str:
    """Return a text in one case, with its accents: `Mình` is another word than `Minh`.

    Points that only help to read, such as Arabic's, are left out.
    """
    return _MARK_OR_UNSEEN.sub("", normalize("NFKC", text)).casefold().translate(ONE_FORM)


def spread_words(text: str) -> bytes:
    """Return the words of a text in their normal form, with one blank between them."""
    return " ".join(fold_words(text)).encode()


def find_runs(text: str) -> list[str]:
    """Return the parts of a text in scripts without blanks between words."""
    return [] if text.isascii() else _unspaced_runs().findall(text)


def is_unspaced(text: str) -> bool:
    """Whether a text begins in a script that puts no blanks between words."""
    return _unspaced_runs().match(text) is not None


@cache
def _unspaced_runs() -> re.Pattern[str]:
    return re.compile(rf"[{UNSPACED}]+")
