"""Redraws pictures from their pixels. Most builds have no new ones and load none of it."""

import io
import struct
import warnings
import zlib
from functools import cache

from PIL import Image as Pillow
from PIL import ImageFile, UnidentifiedImageError

from wayfolio.media.frames import (
    LARGE_SIDE,
    DrawnFrame,
    count_frames,
    count_repeats,
    draw_frames,
    join_equal,
)
from wayfolio.media.heic import is_heic
from wayfolio.media.refusal import MediaRefused
from wayfolio.media.unshown import AS_JPEG, DRAWING, HEIC, reads_heic
from wayfolio.media.webp import BEST, GOOD, Encoding, Original, encode_moving, encode_still
from wayfolio.model.attachments import Image, Picture

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 40_000_000
"""In all frames together: each is held until all are written."""
MOST_FRAMES = 100
SMALL_SIDE = 480
FILM = "save it as a film (.mp4)"

OTHER_PICTURES = (
    (b"ftypavi", 4, "AVIF"),
    (b"II*\0", 0, "TIFF"),
    (b"MM\0*", 0, "TIFF"),
    (b"BM", 0, "BMP"),
    (b"8BPS", 0, "a file of Photoshop"),
    (b"\0\0\0\x0cJXL ", 0, "JPEG XL"),
    (b"\0\0\0\x0cjP  ", 0, "JPEG 2000"),
    (b"%PDF-", 0, "a PDF"),
)
"""How other pictures begin: sign, its place, and the word for the kind."""

# What Pillow raises for a file that is broken, or made to break it.
UNREADABLE = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError, MemoryError),
    *(Pillow.DecompressionBombError, EOFError, struct.error, zlib.error),
    *(ArithmeticError, LookupError, TypeError, RuntimeError, AssertionError),
)


def make_picture(content: bytes) -> Picture:
    """Return a picture redrawn from its pixels. Errors: MediaRefused.

    The new image keeps no metadata: no place, camera or comment, and nothing after its end.
    """
    frames, original = _draw(content), _describe(content)
    first = frames[0].pixels
    still = encode_still(first, LARGE_SIDE, original)
    small = encode_still(first, SMALL_SIDE, original)
    if len(frames) == 1:
        return Picture(large=still, small=small)
    return Picture(large=_encode_frames(frames, content, GOOD), small=small, still=still)


def make_photo(content: bytes) -> bytes:
    """Return somebody's own picture as it is to lie beside evidence. Errors: MediaRefused.

    It is redrawn once more for the site, so little may be lost here.
    """
    frames = _draw(content)
    if len(frames) == 1:
        return encode_still(frames[0].pixels, LARGE_SIDE, _describe(content), BEST).content
    return _encode_frames(frames, content, BEST).content


def check_picture(content: bytes) -> None:
    """Decode all that `make_picture` decodes, and keep nothing. Errors: MediaRefused."""
    _draw(content)


def _encode_frames(frames: list[DrawnFrame], content: bytes, encoding: Encoding) -> Image:
    with open_picture(content) as opened:
        repeats = count_repeats(opened)
    pixels = [frame.pixels for frame in frames]
    durations = [frame.milliseconds for frame in frames]
    return encode_moving(pixels, durations, repeats, _describe(content), encoding)


def _describe(content: bytes) -> Original:
    is_lossy = content.startswith(b"\xff\xd8") or b"VP8 " in content[:64]
    return Original(len(content), is_lossless=not is_lossy)


def _draw(content: bytes) -> list[DrawnFrame]:
    """Return a picture's frames, at least one. Errors: MediaRefused."""
    try:
        # Pillow warns on the terminal of what is odd in a file: an author can mend none of it.
        with warnings.catch_warnings(action="ignore"), open_picture(content) as opened:
            return join_equal(draw_frames(opened, content))
    except UNREADABLE as error:
        raise _no_picture(content) from error


def open_picture(content: bytes) -> Pillow.Image:
    """Return a picture whose head has been read, not yet its pixels. Errors: MediaRefused."""
    # The library that prints PDFs turns this on for the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        # How many pixels are too many is decided below.
        with warnings.catch_warnings(action="ignore"):
            opened = Pillow.open(io.BytesIO(content), formats=_formats_of(content))
    except Pillow.DecompressionBombError:
        message = "has far too many pixels"
        raise MediaRefused(message, "make it smaller: 4000 pixels wide is plenty") from None
    except UNREADABLE as error:
        raise _no_picture(content) from error
    _refuse_too_much(opened, content)
    return opened


def _refuse_too_much(opened: Pillow.Image, content: bytes) -> None:
    """Refuse a picture that takes too long to draw. Errors: MediaRefused."""
    size = f"{opened.width} by {opened.height} pixels"
    if opened.width * opened.height > MOST_PIXELS:
        raise MediaRefused(f"has {size}", "make it smaller: 4000 pixels wide is plenty")
    frames = count_frames(opened, content, MOST_FRAMES)
    if frames > MOST_FRAMES:
        raise MediaRefused(f"moves through too many frames (more than {MOST_FRAMES})", FILM)
    if frames * opened.width * opened.height > MOST_PIXELS:
        message = f"moves through too many pixels ({frames} frames of {size})"
        raise MediaRefused(message, f"make it smaller, or {FILM}")


@cache
def empty_image() -> Image:
    """Return the smallest image that the site could have."""
    return encode_still(Pillow.new("RGB", (1, 1)), 1, Original(0, is_lossless=True))


def _formats_of(content: bytes) -> tuple[str, ...]:
    """Return what a file may be. Errors: MediaRefused if it is HEIC that cannot be read here."""
    if not is_heic(content):
        return FORMATS
    if not reads_heic():
        raise MediaRefused(HEIC.message, HEIC.hint)
    _load_heic()
    return ("HEIF",)


@cache
def _load_heic() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def _no_picture(content: bytes) -> MediaRefused:
    if b"<svg" in content[:1000].lower():
        return MediaRefused(DRAWING.message, DRAWING.hint)
    message = "cannot be read as a picture"
    if is_heic(content):
        return MediaRefused(message, AS_JPEG)
    kind = next((name for sign, at, name in OTHER_PICTURES if content[at:].startswith(sign)), None)
    hint = "save it again as PNG or JPEG and look at it before you add it"
    return MediaRefused(
        message, f"it is {kind}: open it, and save it as PNG or JPEG" if kind else hint
    )
