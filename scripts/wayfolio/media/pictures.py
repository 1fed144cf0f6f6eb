"""Redraws pictures from their pixels. Most builds have no new ones and load none of it."""

import io
import struct
import warnings
import zlib
from functools import cache

from PIL import Image as Pillow
from PIL import ImageFile, UnidentifiedImageError

from wayfolio.media import picture_metadata
from wayfolio.media.picture_metadata import ORIENTATION_TAG
from wayfolio.media.pixels import convert_to_srgb, decode_pixels
from wayfolio.media.refusal import MediaRefused
from wayfolio.media.webp import BEST, Original, encode_still
from wayfolio.model.attachments import Image, Picture

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 40_000_000
MOST_FRAMES = 100
LARGE_SIDE = 1600
SMALL_SIDE = 480
TURNS = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_270,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_90,
}
"""How a picture is turned upright, by the orientation that its camera wrote."""


def make_picture(content: bytes) -> Picture:
    """Return a picture redrawn from its pixels. Errors: MediaRefused.

    The new image keeps no metadata: no place, camera or comment, and nothing after its end.
    """
    upright, original = draw_picture(content), _describe(content)
    return Picture(
        large=encode_still(upright, LARGE_SIDE, original),
        small=encode_still(upright, SMALL_SIDE, original),
    )


def make_photo(content: bytes) -> bytes:
    """Return somebody's own picture as it is to lie beside evidence. Errors: MediaRefused.

    It is redrawn once more for the site, so that little may be lost here.
    """
    return encode_still(draw_picture(content), LARGE_SIDE, _describe(content), BEST).content


def _describe(content: bytes) -> Original:
    return Original(
        len(content),
        is_lossless=not content.startswith(b"\xff\xd8") and b"VP8 " not in content[:64],
    )


def draw_picture(content: bytes) -> Pillow.Image:
    """Return a picture's pixels, upright and no larger than a page shows. Errors: MediaRefused."""
    try:
        with open_picture(content) as opened:
            # A photo is decoded no larger than needed, so that a large one is held only once.
            opened.draft("RGB", (LARGE_SIDE, LARGE_SIDE))
            return _draw_frame(opened, content)
    except UNREADABLE as error:
        raise _no_picture(content) from error


def _draw_frame(opened: Pillow.Image, content: bytes) -> Pillow.Image:
    """Return the current frame in sRGB, upright and no larger than a page shows."""
    pixels = decode_pixels(opened, content)
    pixels.thumbnail((LARGE_SIDE, LARGE_SIDE))
    pixels = convert_to_srgb(pixels, opened.info.get("icc_profile"))
    turn = TURNS.get(opened.getexif().get(ORIENTATION_TAG, 1))
    return pixels if turn is None else pixels.transpose(turn)


# What Pillow raises for a file that is broken, or made to break it.
UNREADABLE = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError, MemoryError),
    *(Pillow.DecompressionBombError, EOFError, struct.error, zlib.error),
    *(ArithmeticError, LookupError, TypeError),
)


def open_picture(content: bytes) -> Pillow.Image:
    """Return a picture whose head has been read, not yet its pixels. Errors: MediaRefused."""
    # The library that prints PDFs turns this on for the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            # How many pixels are too many is decided below.
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            opened = Pillow.open(io.BytesIO(content), formats=FORMATS)
    except Pillow.DecompressionBombError:
        message = "has far too many pixels"
        raise MediaRefused(message, "make it smaller: 4000 pixels wide is plenty") from None
    except UNREADABLE as error:
        raise _no_picture(content) from error
    if opened.width * opened.height > MOST_PIXELS:
        message = f"has {opened.width} by {opened.height} pixels"
        raise MediaRefused(message, "make it smaller: 4000 pixels wide is plenty")
    # Pillow would draw a GIF's frames to count them.
    frames = 1 if opened.format == "GIF" else getattr(opened, "n_frames", 1)
    if frames > MOST_FRAMES or picture_metadata.has_more_frames(content, MOST_FRAMES):
        raise MediaRefused("moves through too many frames", "save it as a film (.mp4)")
    return opened


@cache
def empty_image() -> Image:
    """Return the smallest image that the site could have."""
    return encode_still(Pillow.new("RGB", (1, 1)), 1, Original(0, is_lossless=True))


def _no_picture(content: bytes) -> MediaRefused:
    if b"<svg" in content[:1000].lower():
        return MediaRefused("is an SVG drawing, which can hold programs", "save it as PNG")
    hint = "save it again as PNG or JPEG and look at it before you add it"
    return MediaRefused("cannot be read as a picture", hint)
