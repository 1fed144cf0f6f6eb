"""Feeds broken files to each parser of files that strangers may have written.

Ten minutes for one parser:

    .venv/bin/python tests/support/fuzzing.py pictures --seconds 600 --keep FOLDER [--seeds FOLDER]

Each input follows from its number alone, so that a failure is found again by its number.
"""

import argparse
import io
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
from PIL import Image

from wayfolio.media.kinds import KINDS
from wayfolio.media.location import has_location
from wayfolio.media.pdf import clean_pdf
from wayfolio.media.picture_metadata import clean_picture
from wayfolio.media.pictures import make_picture
from wayfolio.media.refusal import BrokenRecording, MediaRefused, NotThisKind, PdfRefused

SLOW = 20
"""Seconds of the processor for one small file."""
LARGE = 2_000_000
ODD = (
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\x80\0\0\0",
    b"\0\0\0\1",
    b"\1\0\0\0",
)


class Failure(NamedTuple):
    """An input that a parser could not take, and why."""

    number: int
    content: bytes
    reason: str


class Parser(NamedTuple):
    """A parser of hostile bytes, and valid files from which broken ones are derived."""

    read: Callable[[bytes], None]
    seeds: Callable[[], tuple[bytes, ...]]


# ---- valid files ---------------------------------------------------------------------------------


def _save(kind: str, mode: str = "RGB", frames: int = 1, **options: Any) -> bytes:
    noise = [Image.effect_noise((24, 18), 90).convert(mode) for _ in range(frames)]
    out = io.BytesIO()
    motion = {"save_all": True, "append_images": noise[1:]} if frames > 1 else {}
    noise[0].save(out, kind, **motion, **options)
    return out.getvalue()


@cache
def picture_seeds() -> tuple[bytes, ...]:
    """Return a picture of each format, depth and kind of note."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 1.0, 2.0), 28: b"ASCII\0\0\0Pier"})
    xmp = b"<x:xmpmeta><exif:GPSLatitude>52,3N</exif:GPSLatitude></x:xmpmeta>"
    return (
        *(_save("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")),
        *(_save("PNG", transparency=0, mode=mode) for mode in ("L", "P")),
        *(_save("JPEG", mode, exif=exif, xmp=xmp) for mode in ("L", "RGB", "CMYK")),
        _save("JPEG", progressive=True),
        _save("MPO", frames=2, exif=exif),
        *(_save("WEBP", lossless=exact, exif=exif, xmp=xmp) for exact in (True, False)),
        *(_save(kind, frames=3, duration=50) for kind in ("GIF", "PNG", "WEBP")),
        _save("GIF", "P", comment=b"words"),
        _save("PNG", exif=exif),
        *_heic_seeds(exif.tobytes(), xmp),
    )


def _heic_seeds(exif: bytes, xmp: bytes) -> Iterator[bytes]:
    try:
        import pillow_heif
    except ImportError:
        return
    image = pillow_heif.from_pillow(Image.effect_noise((64, 64), 90).convert("RGB"))
    out = io.BytesIO()
    image.save(out, exif=exif, xmp=xmp)
    yield out.getvalue()


def _box(kind: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4) + kind + body


@cache
def recording_seeds() -> tuple[bytes, ...]:
    """Return a recording of each kind, with notes."""
    sound = b"\xff\xfb\x90\x64" + bytes(range(200))
    track = _box(b"trak", _box(b"tkhd", bytes(84)) + _box(b"mdia", _box(b"hdlr", bytes(40))))
    notes = _box(b"udta", _box(b"\xa9xyz", b"\0\x12\x15\xc7+48.10+011.50/"))
    moov = _box(b"moov", _box(b"mvhd", bytes(100)) + track + notes)
    page = b"OggS\0\2" + bytes(8) + b"abcd" + bytes(8)
    tags = b"OpusTags\4\0\0\0test\1\0\0\0\5\0\0\0a=b c"
    return (
        b"ID3\3\0\0\0\0\0\6CANARY" + sound + b"TAGCANARY".ljust(128, b"\0"),
        sound + b"APETAGEX" + bytes(24) + b"words" + b"APETAGEX" + bytes(24),
        b"RIFF\x2a\0\0\0WAVELIST\6\0\0\0CANARYfmt \4\0\0\0abcddata\4\0\0\0" + sound[:4],
        _box(b"ftyp", b"isom\0\0\0\0isom") + moov + _box(b"mdat", sound),
        b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x94\x12\x54\xc3\x67\x86CANARY\xec\x84abcd\xec\x81\0",
        page
        + b"\1\x13OpusHead"
        + bytes(11)
        + page
        + bytes([1, len(tags)])
        + tags
        + page
        + b"\1\4abcd",
    )


@cache
def pdf_seeds() -> tuple[bytes, ...]:
    """Return PDFs with and without packed objects, with notes, a link and a photo."""
    files = []
    for packed in pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable:
        with pikepdf.new() as document:
            page = document.add_blank_page()
            document.docinfo["/Author"] = "CANARY"
            link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/")
            kinds: dict[str, Any] = {"Subtype": pikepdf.Name.Link, "Rect": [0, 0, 9, 9], "A": link}
            page.Annots = document.make_indirect(pikepdf.Array([pikepdf.Dictionary(**kinds)]))
            photo = pikepdf.Stream(document, _save("JPEG"))
            photo.Filter = pikepdf.Name.DCTDecode
            document.Root.Photo = document.make_indirect(photo)
            out = io.BytesIO()
            document.save(out, object_stream_mode=packed)
            files.append(out.getvalue())
    return tuple(files)


# ---- parsers -------------------------------------------------------------------------------------


def _draw(content: bytes) -> None:
    with suppress(MediaRefused):
        make_picture(content)


def _clean_notes(content: bytes) -> None:
    has_location(content)
    try:
        cleaned = clean_picture(content)
    except NotThisKind:
        return
    assert clean_picture(cleaned) == cleaned, "what is clean is not left alone"


def _strip(content: bytes) -> None:
    has_location(content)
    for suffix in (".mp3", ".wav", ".mp4", ".ogg", ".webm"):
        if not KINDS[suffix].matches(content):
            continue
        try:
            stripped = KINDS[suffix].clean(content)
        except BrokenRecording:
            continue
        assert KINDS[suffix].clean(stripped) == stripped, (
            f"{suffix}: what is clean is not left alone"
        )


def _clean_pdf(content: bytes) -> None:
    with suppress(PdfRefused):
        clean_pdf(content)


PARSERS: Mapping[str, Parser] = {
    "pictures": Parser(_draw, picture_seeds),
    "notes": Parser(_clean_notes, picture_seeds),
    "recordings": Parser(_strip, recording_seeds),
    "pdf": Parser(_clean_pdf, pdf_seeds),
}


# ---- broken files --------------------------------------------------------------------------------


def break_file(seeds: Sequence[bytes], number: int) -> bytes:
    """Return a valid file with some faults, which follow from the number."""
    chance = random.Random(number)
    content = bytearray(chance.choice(seeds))
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        _break_once(content, seeds, chance)
    return bytes(content[:LARGE])


def _break_once(content: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(content) + 1)
    # Heads are short, and most of what is read carefully stands there.
    if chance.random() < 0.5:
        at = min(at, chance.randrange(64))
    length = chance.choice((1, 2, 4, 16, 200))
    match chance.randrange(6):
        case 0:
            content[at : at + 1] = bytes([chance.randrange(256)])
        case 1:
            content[at : at + 4] = chance.choice(ODD)
        case 2:
            del content[at : at + length]
        case 3:
            del content[at:]
        case 4:
            content[at:at] = content[at : at + length] * chance.choice((1, 2, 50))
        case _:
            other = chance.choice(seeds)
            start = chance.randrange(len(other))
            content[at : at + length] = other[start : start + length]


def fuzz(parser: Parser, numbers: Iterator[int], seeds: Sequence[bytes]) -> Iterator[Failure]:
    """Yield each input that raises what nobody expects, or takes too long."""
    for number in numbers:
        content = break_file(seeds, number)
        begin = time.process_time()
        try:
            parser.read(content)
        except Exception as error:
            yield Failure(number, content, f"{type(error).__name__}: {error}")
        else:
            if time.process_time() - begin > SLOW:
                yield Failure(number, content, f"takes more than {SLOW} s")


def _until(seconds: float, first: int) -> Iterator[int]:
    end, number = time.monotonic() + seconds, first
    while time.monotonic() < end:
        yield number
        number += 1
    print(f"{number - first} files")


def main() -> int:
    """Feed one parser for some time, and print what it could not take."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("parser", choices=PARSERS)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--first", type=int, default=0, help="the number of the first input")
    options.add_argument("--seeds", type=Path, help="a folder of real files, beside the usual ones")
    options.add_argument("--keep", type=Path, help="where inputs are written that fail")
    given = options.parse_args()
    real = sorted(given.seeds.rglob("*")) if given.seeds else []
    files = [file.read_bytes() for file in real if file.is_file()]
    seeds = [*PARSERS[given.parser].seeds(), *(file for file in files if 0 < len(file) < LARGE)]
    failures = 0
    for failure in fuzz(PARSERS[given.parser], _until(given.seconds, given.first), seeds):
        failures += 1
        print(f"{failure.number}: {failure.reason}", flush=True)
        if given.keep:
            given.keep.mkdir(parents=True, exist_ok=True)
            (given.keep / f"{given.parser}-{failure.number}").write_bytes(failure.content)
    return min(failures, 1)


if __name__ == "__main__":
    sys.exit(main())
