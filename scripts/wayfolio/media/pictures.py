"""Redraws pictures from their pixels. Most builds have no new ones and load none of it."""

import io
import struct
import warnings
import zlib
from functools import cache

from PIL import Image as Pillow
from PIL import ImageFile, ImageOps, UnidentifiedImageError

from wayfolio.media import picture_metadata
from wayfolio.media.refusal import MediaRefused
from wayfolio.model.attachments import Image, Picture

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 40_000_000
MOST_FRAMES = 100
LARGE_SIDE = 1600
SMALL_SIDE = 480


def make_picture(content: bytes) -> Picture:
    """Return a picture redrawn from its pixels. Errors: MediaRefused.

    The new image keeps no metadata: no place, camera or comment, and nothing after its end.
    """
    upright = draw_picture(content)
    return Picture(large=_encode_webp(upright, LARGE_SIDE), small=_encode_webp(upright, SMALL_SIDE))


def draw_picture(content: bytes) -> Pillow.Image:
    """Return a picture's pixels, upright and no larger than a page shows. Errors: MediaRefused."""
    try:
        with open_picture(content) as opened:
            # A photo is decoded no larger than needed, so that a large one is held only once.
            opened.draft("RGB", (LARGE_SIDE, LARGE_SIDE))
            has_alpha = opened.mode in ("RGBA", "LA") or "transparency" in opened.info
            mode = "RGBA" if has_alpha else "RGB"
            opened.load()
            pixels = opened if opened.mode == mode else opened.convert(mode)
            pixels.thumbnail((LARGE_SIDE, LARGE_SIDE))
            return ImageOps.exif_transpose(pixels)
    except UNREADABLE as error:
        raise _no_picture(content) from error


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
    return _encode_webp(Pillow.new("RGB", (1, 1)), 1)


def _no_picture(content: bytes) -> MediaRefused:
    if b"<svg" in content[:1000].lower():
        return MediaRefused("is an SVG drawing, which can hold programs", "save it as PNG")
    hint = "save it again as PNG or JPEG and look at it before you add it"
    return MediaRefused("cannot be read as a picture", hint)


def _encode_webp(pixels: Pillow.Image, side: int) -> Image:
    scaled = pixels.copy()
    scaled.thumbnail((side, side))
    clean = Pillow.frombytes(scaled.mode, scaled.size, scaled.tobytes())
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=82, method=4)
    return Image(out.getvalue(), *clean.size)
