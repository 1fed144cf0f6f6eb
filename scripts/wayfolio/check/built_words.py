"""The words of a built file as the last look compares them: a page takes a few microseconds."""

import re
from collections.abc import Iterator
from functools import cache

from wayfolio.check.private_strings import FoldedText
from wayfolio.model.leaks import BuiltFile
from wayfolio.model.normal_form import (
    PARTS_WITHIN,
    VOWEL_SIGNS,
    WORD,
    fold_text,
    is_unspaced,
    may_be_spelled,
    spread_words,
)
from wayfolio.model.readable import INLINE as INLINE_ELEMENTS
from wayfolio.model.readable import READING
from wayfolio.model.searched_forms import may_have_parts

INLINE = re.compile(
    rb"<(?<=[A-Za-z0-9\x80-\xff]<)%(tag)b(?:<%(tag)b)*+(?=[A-Za-z0-9\x80-\xff])"
    % {b"tag": rb"/?(?:" + b"|".join(sorted(INLINE_ELEMENTS)) + rb")\b[^<>]*>"}
)
"""Tags within a word."""
TAGS = re.compile(rb"<[^>]*>")
# Everything that is no letter or digit parts words; what lies beyond ASCII is left as it is.
PARTING = bytes(
    byte + 32 if 65 <= byte <= 90 else byte if chr(byte).isalnum() and byte < 128 else 32
    for byte in range(128)
) + bytes(range(128, 256))
PLAIN = PARTING[:128] + b" " * 128
ASCII = bytes(range(128))
MOST_SIGNS = 80
"""Different letters beyond ASCII in a text: with more of them, each is looked up on its own."""

VOWEL_SIGN = re.compile(f"[{VOWEL_SIGNS}]")
DIVIDED = re.compile(rb"-\n[ \t>]*")
"""Where a word is divided at the end of a line."""
ESCAPED = re.compile(rb"(?<=[A-Za-z\x80-\xff])\\(?=[A-Za-z\x80-\xff])")
"""A stroke within a word, as where Markdown escapes a letter that needs it not."""
LETTER = rb"(?:[A-Za-z]|[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2})(?:[\xcc\xcd][\x80-\xbf])*"
OF_A_WORD = rb"[A-Za-z0-9\x80-\xff]"
SPELLED_OUT = re.compile(
    rb"(?<!%s)%s(?=[^A-Za-z0-9])(\s{0,3}[-.,_/|+*]?\s{0,3})%s(?:\1%s)+(?!%s)"
    % (OF_A_WORD, *[LETTER] * 3, OF_A_WORD)
)
"""A word letter by letter: `Z e b u l o n`."""
SIGNS_BETWEEN = b" \t\r\n.,_/|+*-"
PARTS = re.compile(rb"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z]{2})(?=[0-9]+(?![A-Za-z0-9]))")


def fold_noise(noise: bytes) -> FoldedText:
    """Return what reads as words in a picture, a recording or a PDF: plain letters and digits."""
    return FoldedText(b" " + noise.translate(PLAIN) + b" ")


def ways_to_read(file: BuiltFile, text: bytes, *, is_thorough: bool) -> Iterator[FoldedText]:
    """Yield a file's text in normal form, and once more for each kind of sign that hides words.

    Tags, line ends and capitals may stand within a word.
    """
    if file.kind == "noise":
        yield fold_noise(text)
        return
    yield fold_built(text)
    if file.is_markup and INLINE.search(text):
        yield fold_built(INLINE.sub(b"", text))
    if file.is_markup and b"<rt" in text:
        yield fold_built(INLINE.sub(b"", READING.sub(b"", text)))
    yield from map(fold_built, mended_texts(text, is_thorough=is_thorough))
    if file.path.endswith(".svg"):
        # A drawing puts each letter where it wants.
        yield from map(fold_built, mended_texts(_blank_tags(text), is_thorough=is_thorough))


def mended_texts(text: bytes, *, is_thorough: bool) -> Iterator[bytes]:
    """Yield a text with its divided words mended, and with the parts of words apart.

    `is_thorough`: whether `TeamAna2` is looked at as well, which takes long.
    """
    if b"-\n" in text:
        yield DIVIDED.sub(b"", text)
    if b"\\" in text:
        yield ESCAPED.sub(b"", text)
    if may_be_spelled(text):
        yield SPELLED_OUT.sub(_join_letters, text)
    if is_thorough:
        yield PARTS.sub(b" ", text)


def strip_tags(text: bytes) -> bytes:
    """Return a text with a blank in the place of each tag."""
    first, *others = text.split(b"<")
    parts = [part.partition(b">") for part in others]
    if not all(end for _, end, _ in parts):
        # Something is no tag, or no whole one.
        return _blank_tags(text)
    return b" ".join([first, *[after for _, _, after in parts]])


def _blank_tags(text: bytes) -> bytes:
    """Return a text with a blank for each tag. No tag begins behind the last end of one."""
    end = text.rfind(b">") + 1
    return TAGS.sub(b" ", text[:end]) + text[end:]


def _join_letters(spelled: re.Match[bytes]) -> bytes:
    return spelled[0].translate(None, SIGNS_BETWEEN)


def path_text(path: str) -> bytes:
    """Return a path with its words, and with the parts of words such as `AnaRuiz2`."""
    parts = PARTS_WITHIN.sub(" ", path) if may_have_parts(path) else path
    return f"{path} {parts}".encode()


def fold_built(text: bytes) -> FoldedText:
    """Return a text in normal form, with blanks around each word."""
    # A page has few different letters beyond ASCII, so each is looked at once and not each time.
    beyond = set(text.translate(None, ASCII).decode("utf-8", "ignore"))
    if len(beyond) > MOST_SIGNS:
        return FoldedText(b" " + spread_words(text.decode("utf-8", "ignore")) + b" ")
    forms = {sign.encode(): _form_of(sign) for sign in beyond}
    if all(map(bytes.isspace, forms.values())):
        # They all part words: in most English texts, they are quotes and dashes.
        return FoldedText(b" " + text.translate(PLAIN) + b" ")
    for written, form in forms.items():
        if form != written:
            text = text.replace(written, form)
    return FoldedText(b" " + text.translate(PARTING) + b" ")


@cache
def _form_of(sign: str) -> bytes:
    """Return the normal form of a sign, with blanks where it parts words."""
    form = fold_text(sign)
    is_within = WORD.fullmatch(form) and not is_unspaced(form)
    if not form or is_within or VOWEL_SIGN.fullmatch(form):
        return form.encode()
    return f" {' '.join(WORD.findall(form))} ".encode()
