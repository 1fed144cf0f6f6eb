"""Writes pixels as WebP, without loss where that costs little."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from PIL import Image as Pillow

from wayfolio.model.attachments import Image

Encoding = Mapping[str, Any]
GOOD: Encoding = {"quality": 82, "method": 4}
BEST: Encoding = {"quality": 92, "method": 4}
"""For a copy that is itself redrawn later."""
LOSSLESS: Encoding = {"lossless": True, "quality": 50, "method": 4}
FEW_COLORS = 256
FLAGS, ALPHA = 20, 0x10
"""Where the head of a WebP has its flags, and the flag of transparency."""
LIGHT = 100
"""Bytes that a page can spare for each pixel of an image's longest side."""


class Original(Struct, frozen=True):
    """What an image is drawn from."""

    size: int
    """In bytes."""
    is_lossless: bool
    """Whether its format keeps every pixel, as PNG does and JPEG does not."""


def encode_still(
    pixels: Pillow.Image, side: int, original: Original, lossy: Encoding = GOOD
) -> Image:
    """Return an image whose longest side has at most `side` pixels."""
    scaled = pixels.copy()
    scaled.thumbnail((side, side))
    clean = _strip(scaled)
    content = _encode(clean, lossy)
    has_few_colors = clean.getcolors(FEW_COLORS) is not None
    if original.is_lossless or has_few_colors:
        affordable = max(len(content), LIGHT * max(clean.size), original.size * has_few_colors)
        exact = _encode(clean, LOSSLESS)
        content = exact if len(exact) <= affordable else content
    return Image(content, *clean.size)


def encode_moving(
    frames: Sequence[Pillow.Image],
    durations: Sequence[int],
    repeats: int,
    original: Original,
    lossy: Encoding = GOOD,
) -> Image:
    """Return an image that moves. `durations`: milliseconds; `repeats`: 0 for “without end”."""
    mode = "RGBA" if any(frame.mode == "RGBA" for frame in frames) else "RGB"
    first, *others = (_strip(frame.convert(mode)) for frame in frames)
    motion = {"save_all": True, "append_images": others, "duration": durations, "loop": repeats}
    content = b""
    if original.is_lossless:
        content = _encode(first, {**LOSSLESS, **motion})
    if not content or len(content) > max(original.size, LIGHT * max(first.size)):
        content = _encode(first, {**lossy, **motion, "allow_mixed": True})
    return Image(_announce_alpha(content) if mode == "RGBA" else content, *first.size)


def _announce_alpha(content: bytes) -> bytes:
    """Return a WebP whose head says that it is transparent.

    The library forgets it where every frame covers a part of the picture, and all of that part.
    """
    if content[12:16] != b"VP8X":
        return content
    return content[:FLAGS] + bytes([content[FLAGS] | ALPHA]) + content[FLAGS + 1 :]


def _strip(pixels: Pillow.Image) -> Pillow.Image:
    """Return pixels without anything that Pillow keeps beside them."""
    return Pillow.frombytes(pixels.mode, pixels.size, pixels.tobytes())


def _encode(clean: Pillow.Image, options: Encoding) -> bytes:
    out = io.BytesIO()
    clean.save(out, "WEBP", **options)
    return out.getvalue()
