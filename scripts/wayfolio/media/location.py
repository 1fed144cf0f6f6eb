"""Says whether a picture or a film tells where it was taken.

A block for the place that is empty, or holds zeros, tells nothing.
"""

import re
import struct

from wayfolio.media.picture_metadata import Exif, metadata_blocks, read_exif
from wayfolio.media.recordings import find_boxes
from wayfolio.media.refusal import BrokenRecording

GPS_TAG = 0x8825
VERSION = 0
REFERENCES = frozenset([1, 3, 19, 21])
"""North or south, east or west."""
DEGREES = frozenset([2, 4, 20, 22])
AREA = 28
"""The name of a place, after eight bytes that say how it is written."""
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
"""Bytes of a value, by its kind."""
COORDINATE = re.compile(
    rb"GPS(?:Dest)?L(?:at|ong)itude(?:\s*=\s*[\"']([^\"']*)|\s*>([^<]*))", re.ASCII
)
NAMED_PLACE = re.compile(
    rb"<[^<>]*Location(?:Shown|Created)[\s>/].{0,4000}?(?:</[^<>]*Location(?:Shown|Created)|\Z)",
    re.S,
)
EMPTY_MARKUP = re.compile(rb"</?[\w:]+|/?>|(?:xml:|rdf:|xmlns:)\w+\s*=\s*(?:\"[^\"]*\"|'[^']*')")
"""What of a named place is no name."""
FILM_PLACE = (b"\xa9xyz", b"location.ISO6709")
ISO_6709 = re.compile(rb"[+-]\d{1,7}(?:\.\d+)?[+-]\d{1,8}(?:\.\d+)?")


def has_location(content: bytes) -> bool:
    """Whether a picture's or film's metadata say where it was taken."""
    try:
        in_picture = any(_tells_place(block) for block in metadata_blocks(content))
    except (IndexError, struct.error):
        # A file that is broken is refused elsewhere; here what can be read of it counts.
        in_picture = _xmp_tells_place(content)
    return in_picture or (content[4:8] == b"ftyp" and _film_tells_place(content))


def _tells_place(block: bytes) -> bool:
    exif = read_exif(block)
    return (exif is not None and _exif_tells_place(exif)) or _xmp_tells_place(block)


# ---- EXIF ----------------------------------------------------------------------------------------


def _exif_tells_place(exif: Exif) -> bool:
    try:
        lists = [value for tag, _, _, value in exif.entries() if tag == GPS_TAG]
        return any(
            _list_tells_place(exif, struct.unpack(f"{exif.order}I", value)[0]) for value in lists
        )
    except struct.error:
        return False


def _list_tells_place(exif: Exif, start: int) -> bool:
    """Whether a list about the place has one. What cannot be read to its end counts as one."""
    values: dict[int, bytes] = {}
    try:
        for tag, kind, count, field in exif.entries(start):
            values[tag] = _value(exif, kind, count, field)
    except struct.error:
        return bool(values.keys() - {VERSION})
    degrees = [_numerators(value) for tag, value in values.items() if tag in DEGREES]
    references = [value for tag, value in values.items() if tag in REFERENCES]
    # North without degrees is odd, and counts; north of nothing but zeros does not.
    return any(map(_holds, degrees or references)) or _holds(values.get(AREA, b"")[8:])


def _holds(value: bytes) -> bool:
    """Whether there is more than zeros and spaces in a value."""
    return bool(value.strip(b"\0 "))


def _value(exif: Exif, kind: int, count: int, field: bytes) -> bytes:
    """Return a value's bytes, which lie elsewhere where they are more than four."""
    size = SIZES.get(kind, 1) * count
    if size <= 4:
        return field[:size]
    (start,) = struct.unpack(f"{exif.order}I", field)
    return exif.tiff[start : start + min(size, 4000)]


def _numerators(value: bytes) -> bytes:
    """Return a list of fractions without what they are divided by: 0/1 is no degree."""
    return b"".join(value[at : at + 4] for at in range(0, len(value), 8))


# ---- XMP -----------------------------------------------------------------------------------------


def _xmp_tells_place(block: bytes) -> bool:
    coordinates = (part for pair in COORDINATE.findall(block) for part in pair)
    if any(re.search(rb"[1-9]", coordinate) for coordinate in coordinates):
        return True
    return any(EMPTY_MARKUP.sub(b"", place).strip() for place in NAMED_PLACE.findall(block))


# ---- films ---------------------------------------------------------------------------------------


def _film_tells_place(content: bytes) -> bool:
    try:
        notes = [content[start:end] for kind, start, end in find_boxes(content) if kind != b"mdat"]
    except BrokenRecording:
        notes = [content]
    return any(_xmp_tells_place(note) or _note_tells_place(note) for note in notes)


def _note_tells_place(note: bytes) -> bool:
    is_about_place = any(tag in note for tag in FILM_PLACE)
    return is_about_place and any(re.search(rb"[1-9]", place) for place in ISO_6709.findall(note))
