"""Finds out in which encoding another program wrote a file."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from charset_normalizer import from_bytes

CODE_PAGES = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    "mac_roman",
)
"""What spreadsheets write where they do not write Unicode, for alphabets."""
SAMPLE = 1 << 18
"""Bytes."""
_PLAIN = r"[\t\r\n -~]"
_ACCENTED = "[À-ÖØ-öø-ÿŠšŽžŸŒœªº’‘“”–—«»¿¡°·€]"
_WESTERN = re.compile(f"(?:{_PLAIN}|{_ACCENTED}{{1,2}}(?!{_ACCENTED}))*")
"""No word has three in a row; a word in Cyrillic letters would."""
_EAST = r"[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]"
_EASTERN = re.compile(f"(?:{_PLAIN}|(?<![A-Za-z]){_EAST}+(?![A-Za-z]))*")
_POSSIBLE = (
    *(("gb18030", _EASTERN), ("big5", _EASTERN), ("cp932", _EASTERN), ("cp949", _EASTERN)),
    ("cp1252", _WESTERN),
)
"""A few names are too little for statistics: these are tried first, by what can be a text."""


def find_encoding(binary: BinaryIO) -> str:
    """Return a file's encoding as a name that Python knows; `utf-8-sig` for all of UTF-8.

    Reads the file to its end, since the first accent may stand in its last row.
    """
    sample = binary.read(SAMPLE)
    if marked := _marked_encoding(sample):
        return marked
    if _is_mostly_utf8(_read_on(sample, binary)):
        return "utf-8-sig"
    binary.seek(0)
    return _guess(_lines_with_accents(binary))


def _marked_encoding(sample: bytes) -> str | None:
    """Return what a byte order mark says, or the zeros of UTF-16 without one."""
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = sample[0:4000:2], sample[1:4000:2]
    half = len(odd) // 2
    if odd.count(0) > half:
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > half else None


def _read_on(first: bytes, binary: BinaryIO) -> Iterator[bytes]:
    yield first
    while more := binary.read(SAMPLE):
        yield more


def _is_mostly_utf8(parts: Iterator[bytes]) -> bool:
    """Whether a file is in UTF-8, but for a few characters that somebody pasted into it."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    wrong = right = 0
    for part in parts:
        text = decoder.decode(part)
        broken = text.count("�")
        wrong += broken
        right += len(text) - len(text.encode("ascii", "ignore")) - broken
    wrong += decoder.decode(b"", final=True).count("�")
    return wrong * 4 <= right


def _lines_with_accents(binary: BinaryIO) -> bytes:
    """Return the first lines that are not plain ASCII: the others say nothing."""
    lines, size = [], 0
    for line in binary:
        if not line.isascii():
            lines.append(line)
            size += len(line)
        if size > SAMPLE:
            break
    return b"".join(lines)


def _guess(sample: bytes) -> str:
    for name, possible in _POSSIBLE:
        try:
            if possible.fullmatch(sample.decode(name)):
                return name
        except UnicodeDecodeError:
            continue
    best = from_bytes(sample, cp_isolation=list(CODE_PAGES)).best()
    return best.encoding if best else "cp1252"
