"""Finds and strips the metadata that cameras and programs write into pictures.

Bytes in, bytes out. The pixels stay as they are, so nothing is lost each time a file is cleaned.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator

from msgspec import Struct

from wayfolio.media.heic import clean_heic, heic_blocks, is_heic
from wayfolio.media.refusal import NotThisKind

JPEG, PNG, GIF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8"
KEPT_PNG = frozenset(
    [
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"),
        *(b"pHYs", b"bKGD", b"acTL", b"fcTL", b"fdAT", b"cICP", b"hIST"),
    ]
)
KEPT_WEBP = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"])
# Adobe's mark says how the colours are stored; JFIF's, how large a pixel is.
KEPT_JPEG = frozenset([0xE0, 0xEE])
EXIF_OR_XMP = 0x0C
"""The bits of a WebP's head that announce the two."""
ORIENTATION_TAG = 0x0112
METADATA_PNG = frozenset([b"eXIf", b"tEXt", b"iTXt", b"zTXt"])
METADATA_WEBP = frozenset([b"EXIF", b"XMP "])
APP1 = 0xE1
"""The segment of a JPEG that holds EXIF or XMP."""
LARGEST_NOTE = 1_000_000
RAW_PROFILE = re.compile(rb"\n[a-z0-9]+\n\s*\d+\n([0-9A-Fa-f\s]+)")
"""How ImageMagick writes EXIF and XMP into a PNG: in hexadecimal digits."""


def is_picture(content: bytes) -> bool:
    """Whether `clean_picture` knows the kind."""
    return _format_of(content) is not None


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def clean_picture(content: bytes) -> bytes:
    """Return a picture with the same pixels, upright as before, and nothing else in it.

    Errors: NotThisKind.
    """
    picture_format = _format_of(content)
    if picture_format is None:
        raise NotThisKind("only PNG, JPEG, WebP, GIF and HEIC can be cleaned")
    try:
        return picture_format.clean(content)
    except (IndexError, struct.error) as error:
        raise NotThisKind("the file is broken") from error


def metadata_blocks(content: bytes) -> Iterator[bytes]:
    """Yield each piece of a picture that may hold EXIF or XMP, as plain bytes.

    Errors: IndexError, struct.error where the picture is broken.
    """
    picture_format = _format_of(content)
    if picture_format is not None:
        yield from picture_format.blocks(content)


# ---- EXIF ----------------------------------------------------------------------------------------


class Exif(Struct, frozen=True):
    """An EXIF block: its byte order, and its TIFF part."""

    order: str
    tiff: bytes

    def entries(self, start: int | None = None) -> Iterator[tuple[int, int, int, bytes]]:
        """Yield tag, kind, count and value field of each entry of a list.

        `start`: where the list lies, the first one by default. Errors: struct.error.
        """
        if start is None:
            (start,) = struct.unpack_from(f"{self.order}I", self.tiff, 4)
        (count,) = struct.unpack_from(f"{self.order}H", self.tiff, start)
        for number in range(min(count, 1000)):
            entry = start + 2 + 12 * number
            tag, kind, values = struct.unpack_from(f"{self.order}HHI", self.tiff, entry)
            yield tag, kind, values, self.tiff[entry + 8 : entry + 12]


def read_exif(block: bytes) -> Exif | None:
    """Return an EXIF block, or None where it is none."""
    tiff = block.removeprefix(b"Exif\0\0")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    return Exif(order, tiff) if order else None


def _orientation(block: bytes) -> int:
    exif = read_exif(block)
    try:
        for tag, _, _, value in exif.entries() if exif else ():
            if tag == ORIENTATION_TAG and exif:
                turned: int = struct.unpack(f"{exif.order}H", value[:2])[0]
                return turned if 1 <= turned <= 8 else 1
    except struct.error:
        pass
    return 1


def _only_orientation(turned: int) -> bytes:
    """Return the smallest EXIF block that says how a picture must be turned."""
    entry = struct.pack(">HHIHH", ORIENTATION_TAG, 3, 1, turned, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)


# ---- JPEG ----------------------------------------------------------------------------------------


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and bytes of each segment; the last one begins with a scan and has the rest."""
    at = 2
    while True:
        while content[at + 1] == 0xFF:
            at += 1
        if content[at] != 0xFF:
            raise IndexError(at)
        kind = content[at + 1]
        if kind in (0xD9, 0xDA):
            yield kind, content[at:]
            return
        size = struct.unpack_from(">H", content, at + 2)[0] + 2
        yield kind, content[at : at + size]
        at += size


def _clean_jpeg(content: bytes) -> bytes:
    pieces, turned = [b"\xff\xd8"], 1
    for kind, piece in _segments(content):
        if kind == APP1 and turned == 1:
            turned = _orientation(piece[4:])
        is_note = 0xE0 <= kind <= 0xEF or kind == 0xFE
        if kind in (0xD9, 0xDA):
            pieces.append(_to_end_of_image(piece))
        elif not is_note or kind in KEPT_JPEG or piece[4:16] == b"ICC_PROFILE\0":
            pieces.append(piece)
    if turned != 1:
        block = b"Exif\0\0" + _only_orientation(turned)
        pieces.insert(1, b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block)
    return b"".join(pieces)


def _to_end_of_image(scans: bytes) -> bytes:
    """Return the scans up to the image's end: what comes behind belongs to something else.

    Between the scans of a progressive picture stand tables, in which any two bytes may stand.
    """
    at = 0
    while True:
        mark = scans.find(b"\xff", at)
        kind = scans[mark + 1] if 0 <= mark < len(scans) - 1 else 0xD9
        if kind == 0xD9:
            return (scans if mark < 0 else scans[:mark]).removesuffix(b"\xff\xd9") + b"\xff\xd9"
        is_plain = kind in (0x00, 0xFF) or 0xD0 <= kind <= 0xD7
        at = mark + 1 if is_plain else mark + 2 + struct.unpack_from(">H", scans, mark + 2)[0]


# ---- PNG -----------------------------------------------------------------------------------------


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG)
    while at < len(content):
        size = struct.unpack_from(">I", content, at)[0] + 12
        kind = content[at + 4 : at + 8]
        yield kind, content[at : at + size]
        if kind == b"IEND":
            return
        at += size


def _clean_png(content: bytes) -> bytes:
    pieces, turned = [PNG], 1
    if content[12:16] != b"IHDR":
        raise IndexError("a PNG begins with its size")
    for kind, piece in _chunks(content):
        if kind == b"eXIf":
            turned = _orientation(piece[8:-4])
        elif kind in KEPT_PNG:
            pieces.append(piece)
    if turned != 1:
        block = b"eXIf" + _only_orientation(turned)
        whole = struct.pack(">I", len(block) - 4) + block + struct.pack(">I", zlib.crc32(block))
        pieces.insert(2, whole)
    return b"".join(pieces)


# ---- WebP ----------------------------------------------------------------------------------------


def _riff(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and bytes of each part of a RIFF file, padding included."""
    at, end = 12, min(len(content), struct.unpack_from("<I", content, 4)[0] + 8)
    while at + 8 <= end:
        size = struct.unpack_from("<I", content, at + 4)[0]
        whole = 8 + size + size % 2
        yield content[at : at + 4], content[at : at + whole]
        at += whole


def _clean_webp(content: bytes) -> bytes:
    pieces, turned = [], 1
    for kind, piece in _riff(content):
        if kind == b"EXIF":
            turned = _orientation(piece[8:])
        elif kind == b"VP8X":
            flags = piece[8] & ~EXIF_OR_XMP & ~0x20
            pieces.append(piece[:8] + bytes([flags]) + piece[9:])
        elif kind in KEPT_WEBP:
            pieces.append(piece)
    if turned != 1 and pieces and pieces[0][:4] == b"VP8X":
        block = _only_orientation(turned)
        pieces[0] = pieces[0][:8] + bytes([pieces[0][8] | 0x08]) + pieces[0][9:]
        pieces.append(b"EXIF" + struct.pack("<I", len(block)) + block)
    body = b"WEBP" + b"".join(pieces)
    return b"RIFF" + struct.pack("<I", len(body)) + body


# ---- GIF -----------------------------------------------------------------------------------------


def _gif_blocks(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and bytes of each block: 0x2C is a frame, 0x21 something about frames."""
    at = 13 + (3 << (content[10] & 7) + 1 if content[10] & 0x80 else 0)
    while content[at] != 0x3B:
        start, kind = at, content[at]
        if kind == 0x2C:
            table = content[at + 9]
            at += 11 + (3 << (table & 7) + 1 if table & 0x80 else 0)
        elif kind == 0x21:
            at += 2
        else:
            raise IndexError(at)
        while content[at]:
            at += content[at] + 1
        at += 1
        yield kind, content[start:at]


def _clean_gif(content: bytes) -> bytes:
    pieces = [content[: 13 + (3 << (content[10] & 7) + 1 if content[10] & 0x80 else 0)]]
    for kind, piece in _gif_blocks(content):
        # How long a frame stands, and how often all come again.
        if kind == 0x2C or piece[1] == 0xF9 or piece[3:14] == b"NETSCAPE2.0":
            pieces.append(piece)
    return b"".join([*pieces, b"\x3b"])


def count_gif_frames(content: bytes, most: int) -> int:
    """Return how many frames a GIF has, without drawing them; at most one more than `most`."""
    frames = 0
    try:
        for kind, _ in _gif_blocks(content):
            frames += kind == 0x2C
            if frames > most:
                break
    except (IndexError, struct.error):
        pass
    return frames


# ---- all formats ---------------------------------------------------------------------------------


class _Format(Struct, frozen=True):
    """What is known of a format of pictures."""

    matches: Callable[[bytes], bool]
    clean: Callable[[bytes], bytes]
    blocks: Callable[[bytes], Iterator[bytes]]
    """Yields the pieces that may hold EXIF or XMP."""


def _jpeg_blocks(content: bytes) -> Iterator[bytes]:
    for kind, piece in _segments(content):
        if kind == APP1:
            yield piece[4:]
        elif kind in (0xD9, 0xDA):
            # A second picture may follow, with notes of its own.
            behind = piece[len(_to_end_of_image(piece)) :]
            yield from behind.split(b"Exif\0\0")[1:]
            yield behind


def _png_blocks(content: bytes) -> Iterator[bytes]:
    for kind, piece in _chunks(content):
        if kind in METADATA_PNG:
            yield from _plain_notes(kind, piece[8:-4])


def _plain_notes(kind: bytes, note: bytes) -> Iterator[bytes]:
    """Yield a PNG's note as it is, and as it reads when it is unpacked."""
    unpacked = _unpack(note) if kind in (b"zTXt", b"iTXt") else b""
    for text in filter(None, (note, unpacked)):
        yield text
        for written in RAW_PROFILE.findall(text):
            digits = b"".join(written.split())[: 2 * LARGEST_NOTE]
            yield bytes.fromhex(digits[: len(digits) // 2 * 2].decode())


def _unpack(note: bytes) -> bytes:
    """Return what is packed in a note, or nothing. It stands behind the note's name."""
    at = note.find(b"\0")
    # What is packed begins with an x.
    while (at := note.find(b"x", at + 1)) > 0:
        try:
            return zlib.decompressobj().decompress(note[at:], LARGEST_NOTE)
        except zlib.error:
            continue
    return b""


def _webp_blocks(content: bytes) -> Iterator[bytes]:
    return (piece[8:] for kind, piece in _riff(content) if kind in METADATA_WEBP)


_FORMATS = (
    _Format(lambda content: content.startswith(JPEG), _clean_jpeg, _jpeg_blocks),
    _Format(lambda content: content.startswith(PNG), _clean_png, _png_blocks),
    _Format(lambda content: content.startswith(GIF), _clean_gif, lambda content: iter([content])),
    _Format(_is_webp, _clean_webp, _webp_blocks),
    _Format(is_heic, clean_heic, heic_blocks),
)


def _format_of(content: bytes) -> _Format | None:
    return next((known for known in _FORMATS if known.matches(content)), None)
