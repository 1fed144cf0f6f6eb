"""Finds and empties the metadata of HEIC pictures, as iPhones write them. Decodes no pixels."""

import struct
from collections.abc import Iterator

from wayfolio.media.refusal import NotThisKind

HEIC_BRANDS = frozenset([b"heic", b"heix", b"heim", b"heis", b"mif1", b"hevc", b"hevx", b"msf1"])
AVIF_BRANDS = frozenset([b"avif", b"avis"])
KEPT_BOXES = frozenset([b"ftyp", b"meta", b"mdat"])
NOTES = frozenset([b"Exif", b"mime", b"uri "])
"""Kinds of parts that hold words and not pixels."""
NO_EXIF = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"
"""The shortest EXIF that says nothing."""
MOST_PARTS = 10_000
Span = tuple[int, int]


def brands_of(content: bytes) -> frozenset[bytes]:
    """Return the kinds that a file of boxes (HEIC, AVIF, MP4, MOV) says it follows."""
    if content[4:8] != b"ftyp" or len(content) < 12:
        return frozenset()
    end = min(struct.unpack_from(">I", content)[0], 256, len(content))
    compatible = (content[at : at + 4] for at in range(16, end - 3, 4))
    return frozenset([content[8:12], *compatible])


def is_heic(content: bytes) -> bool:
    """Whether a file says that it is a HEIC picture."""
    return bool(content[8:12] in HEIC_BRANDS and not brands_of(content) & AVIF_BRANDS) and (
        content[4:8] == b"ftyp"
    )


def heic_blocks(content: bytes) -> Iterator[bytes]:
    """Yield each part of a picture that may hold EXIF or XMP. Errors: IndexError, struct.error."""
    for kind, spans in _noted_parts(content):
        whole = b"".join(content[start:end] for start, end in spans)
        # How far the TIFF is away stands before it.
        yield whole[4:] if kind == b"Exif" else whole


def clean_heic(content: bytes) -> bytes:
    """Return a picture with the same pixels, its notes overwritten. Errors: NotThisKind.

    Its length stays, because parts are found by their distance from the beginning.
    """
    cleaned = bytearray(content)
    try:
        for kind, start, end in _boxes(content, 0, len(content)):
            if kind == b"moov":
                raise NotThisKind("a HEIC picture that moves cannot be cleaned")
            if kind not in KEPT_BOXES:
                cleaned[start - 4 : start] = b"free"
                cleaned[start:end] = bytes(end - start)
        for kind, spans in _noted_parts(content):
            blank = NO_EXIF if kind == b"Exif" else b""
            for start, end in spans:
                cleaned[start:end] = blank.ljust(end - start, b"\0")[: end - start]
                blank = b""
    except (IndexError, struct.error) as error:
        raise NotThisKind("the file is broken") from error
    return bytes(cleaned)


# ---- boxes ---------------------------------------------------------------------------------------


def _boxes(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, beginning and end of what is in each box. Errors: IndexError, struct.error."""
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", content, at)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, at + 8)
            head = 16
        size = size or end - at
        if size < head or at + size > end:
            raise IndexError(at)
        yield kind, at + head, at + size
        at += size


def _find(content: bytes, kind: bytes, span: Span) -> Span | None:
    return next(
        ((start, end) for known, start, end in _boxes(content, *span) if known == kind), None
    )


def _noted_parts(content: bytes) -> Iterator[tuple[bytes, list[Span]]]:
    """Yield kind and places of each part that is no image."""
    meta = _find(content, b"meta", (0, len(content)))
    if meta is None:
        return
    inside = (meta[0] + 4, meta[1])
    names, places = _find(content, b"iinf", inside), _find(content, b"iloc", inside)
    if names is None or places is None:
        return
    kinds = dict(_part_kinds(content, names))
    own = _find(content, b"idat", inside)
    room = len(content)
    for part, spans in _part_places(content, places, own[0] if own else 0):
        if kinds.get(part) in NOTES:
            notes = [(start, min(end, len(content))) for start, end in spans]
            room -= sum(max(0, end - start) for start, end in notes)
            if room < 0:
                raise IndexError("the notes are longer than the file")
            yield kinds[part], notes


def _part_kinds(content: bytes, names: Span) -> Iterator[tuple[int, bytes]]:
    """Yield number and kind of each part."""
    start, end = names
    first = start + (6 if content[start] == 0 else 8)
    for kind, at, _ in _boxes(content, first, end):
        if kind == b"infe" and content[at] >= 2:
            number = _BoxNumbers(content, at + 4)
            part = number.read(2 if content[at] == 2 else 4)
            yield part, content[number.at + 2 : number.at + 6]


class _BoxNumbers:
    """Reads numbers of several lengths, one after another."""

    def __init__(self, content: bytes, at: int) -> None:
        self._content = content
        self.at = at

    def read(self, length: int) -> int:
        """Return the next number of so many bytes. Errors: IndexError."""
        if self.at + length > len(self._content):
            raise IndexError(self.at)
        self.at += length
        return int.from_bytes(self._content[self.at - length : self.at])


def _part_places(content: bytes, places: Span, own: int) -> Iterator[tuple[int, list[Span]]]:
    """Yield number and places of each part. `own`: where the box begins that holds small parts."""
    version = content[places[0]]
    numbers = _BoxNumbers(content, places[0] + 4)
    lengths = numbers.read(2)
    of_offset, of_length = lengths >> 12, lengths >> 8 & 15
    of_base, of_index = lengths >> 4 & 15, lengths & 15 if version else 0
    wide = 4 if version == 2 else 2
    for _ in range(min(numbers.read(wide), MOST_PARTS)):
        part = numbers.read(wide)
        is_own = version > 0 and numbers.read(2) & 15 == 1
        numbers.read(2)
        base = numbers.read(of_base) + (own if is_own else 0)
        spans = []
        for _ in range(min(numbers.read(2), MOST_PARTS)):
            numbers.read(of_index)
            start = base + numbers.read(of_offset)
            length = numbers.read(of_length)
            spans.append((start, start + length if length else len(content)))
        yield part, spans
