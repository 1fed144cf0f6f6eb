"""Parts texts into the words for which readers search.

The search takes for a word what stands between blanks, and finds its beginning. Chinese has no
blanks between words, so each of its signs is made a word of its own; the search script looks for
several of them in a row. It also joins them again where it shows them, as `join_signs` does.
"""

import re

SIGNS = r"\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese signs."""
BESIDE = r"\u2014\u2018-\u201d\u2026\u3001-\u3004\u3008-\u30ff\uff01-\uff65"
"""What stands beside them without a blank: punctuation, and Japanese."""
STROKES = {
    "đ": "d\u0335",
    "Đ": "D\u0335",
    "ł": "l\u0335",
    "Ł": "L\u0335",
    "ø": "o\u0338",
    "Ø": "O\u0338",
    "ħ": "h\u0335",
    "Ħ": "H\u0335",
    "\u0640": "",
}
"""Letters that the search does not know without their stroke -> the same with a mark as stroke.

The search leaves marks out, so that `do` finds `độ`. Nor does it know what only makes Arabic
writing longer (ـ).
"""

_SIGN = re.compile(f"[{SIGNS}]")
_STROKES = str.maketrans(STROKES)
_WITHIN_SIGNS = re.compile(f"(?<=[{SIGNS}]) +(?=[{SIGNS}{BESIDE}])|(?<=[{BESIDE}]) +(?=[{SIGNS}])")
_TAG = re.compile("(<[^>]*>)")
_MAY_CONCERN = re.compile(
    rb"\xc3[\x98\xb8]|\xc4[\x90\x91\xa6\xa7]|\xc5[\x81\x82]|\xd9\x80"
    rb"|[\xe3-\xe9\xef\xf0]"
)
"""How the signs begin in UTF-8, and the letters with strokes. Most pages have none of them."""
BODY = b"data-pagefind-body"
"""Marks what the search reads of a page."""


def part_page(page: bytes) -> bytes | None:
    """Return a page as the search has to read it, or None if it can read the page as it is."""
    start = page.find(BODY)
    if start < 0 or _MAY_CONCERN.search(page, start) is None:
        return None
    parts = _TAG.split(page[start:].decode("utf-8", "replace"))
    parts[::2] = map(part_text, parts[::2])
    return page[:start] + "".join(parts).encode()


def part_text(text: str) -> str:
    """Return a text with blanks around each Chinese sign, and marks instead of strokes."""
    return _SIGN.sub(r" \g<0> ", text.translate(_STROKES))


def join_signs(text: str) -> str:
    """Return a parted text as people write it, but for blanks between signs and other letters."""
    for letter, marked in STROKES.items():
        text = text.replace(marked, letter) if marked else text
    return _WITHIN_SIGNS.sub("", text)
