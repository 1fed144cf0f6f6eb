"""Strips the metadata that phones and programs write into sound and film.

Titles, artists, cover pictures, places and programs go; what plays stays as it is. Bytes in,
bytes out. In MP4, Ogg and WebM the space of the metadata stays, emptied, because players find the
sound by its distance from the beginning of the file.
"""

import struct
from collections.abc import Callable, Iterator
from functools import wraps
from typing import NamedTuple

from wayfolio.media.refusal import BrokenRecording, HiddenTrack


def _refuse_broken(strip: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Let a function raise BrokenRecording where a recording does not follow its format."""

    @wraps(strip)
    def strip_or_refuse(content: bytes) -> bytes:
        try:
            return strip(content)
        except (IndexError, StopIteration, struct.error, ValueError) as error:
            raise BrokenRecording(str(error)) from error

    return strip_or_refuse


# ---- MP3 -----------------------------------------------------------------------------------------


@_refuse_broken
def strip_mp3(content: bytes) -> bytes:
    """Return an MP3 without ID3v2 and APE before the sound, and ID3v1, Lyrics3 and APE after it."""
    start, end = 0, len(content)
    while (span := _shrink_mp3(content, start, end)) != (start, end):
        # Below one tag may lie another.
        start, end = span
    return content[start:end]


def _shrink_mp3(content: bytes, start: int, end: int) -> tuple[int, int]:
    """Return beginning and end of what is left without the outermost tags."""
    start = _skip_first_tags(content, start, end)
    while end - start >= 128 and content.startswith(b"TAG", end - 128, end):
        end -= 128
    for sign in (b"LYRICSBEGIN", b"APETAGEX", b"TAG+"):
        if (at := content.rfind(sign, max(start, end - 1_000_000), end)) >= 0:
            begin = content.find(sign, max(start, at - 500_000), at)
            end = begin if begin >= 0 else at
    if content.startswith(b"\0", start, end):
        start = end - len(content[start:end].lstrip(b"\0"))
    return start, end


def _skip_first_tags(content: bytes, start: int, end: int) -> int:
    while content.startswith(b"ID3", start, end) and end - start >= 10:
        size = sum(
            (byte & 0x7F) << shift
            for byte, shift in zip(content[start + 6 : start + 10], (21, 14, 7, 0), strict=True)
        )
        start = min(end, start + 10 + size + (10 if content[start + 5] & 0x10 else 0))
    return start


# ---- MP4 and M4A ---------------------------------------------------------------------------------

BOXES_WITH_BOXES = frozenset([b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf", b"edts"])
NOTES_MP4 = frozenset([b"udta", b"meta", b"uuid", b"free", b"skip", b"wide", b"pnot", b"id32"])
SEEN_OR_HEARD = frozenset([b"vide", b"soun", b"auxv", b"hint", b"tmcd", b"odsm", b"sdsm", bytes(4)])
"""What handles a track of picture or sound, and what belongs to these: timecodes, hints."""


@_refuse_broken
def strip_mp4(content: bytes) -> bytes:
    """Return an MP4 or M4A whose metadata boxes are emptied. Errors: BrokenRecording.

    Cameras and drones write where they are, as measurements or as subtitles, into tracks of their
    own, among the bytes of picture and sound. Such a film is refused (HiddenTrack).
    """
    cleaned = bytearray(content)
    _empty_boxes(cleaned, 0, len(cleaned), 0)
    return bytes(cleaned)


def find_boxes(content: bytes) -> list[tuple[bytes, int, int]]:
    """Return kind, beginning and end of each box of an MP4. Errors: BrokenRecording."""
    boxes, at = [], 0
    try:
        while at + 8 <= len(content):
            size, kind, head = _box_at(content, at, len(content))
            boxes.append((kind, at + head, at + size))
            at += size
    except (struct.error, ValueError) as error:
        raise BrokenRecording(str(error)) from error
    return boxes


def _empty_boxes(content: bytearray, at: int, end: int, depth: int) -> None:
    """Empty the notes in the boxes between two places, and in the boxes inside them."""
    if depth > 8:
        raise ValueError("boxes stand too deep in each other")
    while at + 8 <= end:
        size, kind, head = _box_at(content, at, end)
        if kind in BOXES_WITH_BOXES:
            _empty_boxes(content, at + head, at + size, depth + 1)
        else:
            _empty_box(content, at, kind, head, size)
        at += size


def _box_at(content: bytes | bytearray, at: int, end: int) -> tuple[int, bytes, int]:
    """Return a box's size, kind and length of its head. Errors: ValueError."""
    size, kind = struct.unpack_from(">I4s", content, at)
    head = 8
    if size == 1:
        (size,) = struct.unpack_from(">Q", content, at + 8)
        head = 16
    size = size or end - at
    if size < head or at + size > end:
        raise ValueError(f"a box of {size} bytes does not fit")
    return size, kind, head


def _empty_box(content: bytearray, at: int, kind: bytes, head: int, size: int) -> None:
    """Overwrite a box that holds notes; in other kinds, the part that does."""
    if kind in NOTES_MP4:
        content[at + 4 : at + 8] = b"free"
        content[at + head : at + size] = bytes(size - head)
    elif kind == b"hdlr":
        _refuse_hidden_track(content, at + head)
        # The name of the program that wrote the track follows its kind.
        content[at + head + 24 : at + size] = bytes(max(0, size - head - 24))
    elif kind in (b"mvhd", b"tkhd", b"mdhd"):
        # When it was recorded, and when it was last written.
        wide = 8 if content[at + head] else 4
        content[at + head + 4 : at + head + 4 + 2 * wide] = bytes(2 * wide)


def _refuse_hidden_track(content: bytearray, body: int) -> None:
    is_of_data = content[body + 4 : body + 8] == b"dhlr"
    handler = bytes(content[body + 8 : body + 12])
    if not is_of_data and handler not in SEEN_OR_HEARD:
        raise HiddenTrack(f"a track is neither picture nor sound: {handler!r}")


# ---- WAV -----------------------------------------------------------------------------------------


@_refuse_broken
def strip_wav(content: bytes) -> bytes:
    """Return a WAV with nothing but its format and its sound. Errors: BrokenRecording."""
    chunks, at = [], 12
    while at + 8 <= len(content):
        kind, size = struct.unpack_from("<4sI", content, at)
        whole = 8 + size + size % 2
        if kind in (b"fmt ", b"data", b"fact"):
            chunks.append(content[at : at + whole])
        at += whole
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


# ---- Ogg -----------------------------------------------------------------------------------------


def _pages(content: bytes | bytearray) -> Iterator[tuple[int, int, int]]:
    """Yield where each page, its body and its end lie."""
    at = 0
    while at < len(content):
        if content[at : at + 4] != b"OggS":
            raise ValueError("a page of Ogg does not begin where it should")
        body = at + 27 + content[at + 26]
        end = body + sum(content[at + 27 : body])
        yield at, body, end
        at = end


@_refuse_broken
def strip_ogg(content: bytes) -> bytes:
    """Return an Ogg whose second packet, the comments, is emptied but as long as before.

    Errors: BrokenRecording.
    """
    cleaned = bytearray(content)
    places: list[tuple[int, int]] = []
    pages = _pages(cleaned)
    next(pages)  # the first packet stands alone on the first page
    touched = []
    for start, body, end in pages:
        touched.append((start, end))
        length = 0
        is_done = False
        for part in cleaned[start + 27 : body]:
            length += part
            if part < 255:
                is_done = True
                break
        places.append((body, body + length))
        if is_done:
            break
    old = b"".join(bytes(cleaned[begin:end]) for begin, end in places)
    new = _no_comments(old)
    for begin, end in places:
        cleaned[begin:end], new = new[: end - begin], new[end - begin :]
    for start, end in touched:
        cleaned[start + 22 : start + 26] = bytes(4)
        cleaned[start + 22 : start + 26] = struct.pack("<I", _ogg_sum(bytes(cleaned[start:end])))
    return bytes(cleaned)


def _no_comments(packet: bytes) -> bytes:
    for head, tail in ((b"\x03vorbis", b"\x01"), (b"OpusTags", b"")):
        if packet.startswith(head):
            room = len(packet) - len(head) - len(tail) - 8
            if room < 0:
                raise ValueError("the notes of an Ogg file are too short")
            return head + struct.pack("<I", room) + b" " * room + bytes(4) + tail
    raise ValueError("only Vorbis and Opus sound is read")


def _table() -> tuple[int, ...]:
    sums = []
    for byte in range(256):
        rest = byte << 24
        for _ in range(8):
            rest = (rest << 1) ^ (0x04C11DB7 if rest & 0x80000000 else 0)
        sums.append(rest & 0xFFFFFFFF)
    return tuple(sums)


OGG_TABLE = _table()


def _ogg_sum(page: bytes) -> int:
    rest = 0
    for byte in page:
        rest = ((rest << 8) & 0xFFFFFFFF) ^ OGG_TABLE[(rest >> 24) ^ byte]
    return rest


# ---- WebM ----------------------------------------------------------------------------------------

EBML, SEGMENT, CLUSTER, TRACK_ENTRY = 0x1A45DFA3, 0x18538067, 0x1F43B675, 0xAE
BLOCK_MORE, BLOCK_NUMBER = 0xA6, 0xEE
TRACK_TYPE, CODEC, CODEC_PRIVATE = 0x83, 0x86, 0x63A2
HOLDERS = frozenset(
    [
        *(EBML, SEGMENT, CLUSTER, TRACK_ENTRY, BLOCK_MORE),
        *(0x1549A966, 0x1654AE6B, 0xA0, 0x75A1),  # info, tracks, block group, block additions
    ]
)
PLAYED = frozenset(
    [
        *(0x4286, 0x42F7, 0x42F2, 0x42F3, 0x4282, 0x4287, 0x4285),  # the versions of the format
        *(0x114D9B74, 0x1C53BB6B),  # where what stands: seek head and cues
        *(0x2AD7B1, 0x4489),  # time scale, duration
        *(0xD7, 0x73C5, TRACK_TYPE, 0xB9, 0x88, 0x55AA, 0x9C),  # number, kind and flags of a track
        *(0x23E383, 0x234E7A, 0x23314F, 0x56AA, 0x56BB),  # its times
        *(0x22B59C, 0x22B59D, CODEC, CODEC_PRIVATE, 0x55EE),  # its language and codec
        *(0xE0, 0xE1),  # size and color of the picture, rate of the sound
        *(0xE7, 0xA7, 0xAB, 0xA3, 0xA1),  # times and blocks of a cluster
        *(0x9B, 0xFA, 0xFB, 0xA4, 0x75A2, BLOCK_NUMBER, 0xA5),  # what belongs to a block
    ]
)
"""What players read. Titles, tags, chapters, attached files and gaps are none of it.

Source of the numbers: RFC 9559.
"""
VORBIS = b"A_VORBIS"
CODECS = (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG4/ISO/AVC", VORBIS, b"A_OPUS", b"A_PCM/")
"""What browsers record and play. Others may keep notes where they say how to play them."""


class Element(NamedTuple):
    """An element of EBML, and where it, its content and its end lie."""

    kind: int
    start: int
    body: int
    end: int


@_refuse_broken
def strip_webm(content: bytes) -> bytes:
    """Return a WebM with nothing but what players read; the rest is voided.

    Errors: BrokenRecording; HiddenTrack, as in MP4.
    """
    cleaned = bytearray(content)
    _empty_elements(cleaned, 0, len(cleaned), 0)
    return bytes(cleaned)


def _number(content: bytearray, at: int, *, keep_mark: bool) -> tuple[int, int, bool]:
    """Return a number of EBML, where it ends, and whether it stands for “unknown”."""
    first = content[at]
    length = 9 - first.bit_length()
    if length > 8:
        raise ValueError("a number is too long")
    whole = int.from_bytes(content[at : at + length])
    bits = whole & ((1 << 7 * length) - 1)
    return (whole if keep_mark else bits), at + length, bits == (1 << 7 * length) - 1


def _elements(content: bytearray, at: int, end: int) -> Iterator[Element]:
    """Yield the elements between two places."""
    while at < end:
        start = at
        kind, at, _ = _number(content, at, keep_mark=True)
        size, at, is_open = _number(content, at, keep_mark=False)
        if is_open and kind in (SEGMENT, CLUSTER):
            continue  # a live recording: what follows stands in it
        if is_open or at + size > end:
            raise ValueError("an element does not fit")
        yield Element(kind, start, at, at + size)
        at += size


def _empty_elements(content: bytearray, at: int, end: int, depth: int) -> None:
    """Void what no player reads between two places, and inside of the elements there."""
    if depth > 8:
        raise ValueError("elements stand too deep in each other")
    for element in _elements(content, at, end):
        if element.kind == TRACK_ENTRY:
            _clean_track(content, element)
        if element.kind == BLOCK_MORE and not _is_transparency(content, element):
            _void(content, element)
        elif element.kind in HOLDERS:
            _empty_elements(content, element.body, element.end, depth + 1)
        elif element.kind not in PLAYED:
            _void(content, element)


def _clean_track(content: bytearray, track: Element) -> None:
    """Refuse a track that is neither picture nor sound, and empty the notes of a codec."""
    kinds = {int.from_bytes(content[at:end]) for at, end in _find(content, track, TRACK_TYPE)}
    if kinds - {1, 2}:
        raise HiddenTrack(f"a track is neither picture nor sound: {kinds}")
    codecs = {bytes(content[at:end]) for at, end in _find(content, track, CODEC)}
    if not kinds or not codecs or not all(codec.startswith(CODECS) for codec in codecs):
        raise ValueError(f"browsers do not play {codecs}")
    if VORBIS in codecs:
        for at, end in _find(content, track, CODEC_PRIVATE):
            content[at:end] = _no_vorbis_comments(content[at:end])


def _find(content: bytearray, above: Element, kind: int) -> list[tuple[int, int]]:
    """Return where the elements of a kind stand inside of another."""
    parts = _elements(content, above.body, above.end)
    return [(part.body, part.end) for part in parts if part.kind == kind]


def _no_vorbis_comments(private: bytearray) -> bytes:
    """Return the three first packets of Vorbis, the second of which, the comments, is emptied.

    Their lengths stand before them, each as a sum of bytes of which the last is below 255.
    """
    lengths, at = [], 1
    for _ in range(2):
        last = next(place for place in range(at, len(private)) if private[place] < 255)
        lengths.append(sum(private[at : last + 1]))
        at = last + 1
    begin = at + lengths[0]
    end = begin + lengths[1]
    return bytes(private[:begin]) + _no_comments(bytes(private[begin:end])) + bytes(private[end:])


def _is_transparency(content: bytearray, more: Element) -> bool:
    """Whether an addition to a block is the transparency of its picture."""
    places = _find(content, more, BLOCK_NUMBER)
    return all(int.from_bytes(content[at:end]) == 1 for at, end in places)


def _void(content: bytearray, element: Element) -> None:
    """Replace an element with an empty one of the same length."""
    start, end = element.start, element.end
    room = end - start
    if room < 10:
        content[start:end] = bytes([0xEC, 0x80 | (room - 2)]) + bytes(room - 2)
    else:
        content[start:end] = b"\xec\x01" + (room - 9).to_bytes(7) + bytes(room - 9)
