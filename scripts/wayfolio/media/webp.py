"""Writes pixels as WebP, without loss where that costs little."""

import io
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from PIL import Image as Pillow

from wayfolio.model.attachments import Image

GOOD: Mapping[str, Any] = {"quality": 82, "method": 4}
BEST: Mapping[str, Any] = {"quality": 92, "method": 4}
"""For a copy that is itself redrawn later."""
LOSSLESS: Mapping[str, Any] = {"lossless": True, "quality": 50, "method": 4}
FEW_COLORS = 256
LIGHT = 100
"""Bytes that a page can spare for each pixel of an image's longest side."""


class Original(Struct, frozen=True):
    """What an image is drawn from."""

    size: int
    """In bytes."""
    is_lossless: bool
    """Whether its format keeps every pixel, as PNG does and JPEG does not."""


def encode_still(
    pixels: Pillow.Image, side: int, original: Original, lossy: Mapping[str, Any] = GOOD
) -> Image:
    """Return an image whose longest side has at most `side` pixels."""
    scaled = pixels.copy()
    scaled.thumbnail((side, side))
    clean = Pillow.frombytes(scaled.mode, scaled.size, scaled.tobytes())
    content = _encode(clean, lossy)
    has_few_colors = clean.getcolors(FEW_COLORS) is not None
    if original.is_lossless or has_few_colors:
        affordable = max(len(content), LIGHT * max(clean.size), original.size * has_few_colors)
        exact = _encode(clean, LOSSLESS)
        content = exact if len(exact) <= affordable else content
    return Image(content, *clean.size)


def _encode(clean: Pillow.Image, options: Mapping[str, Any]) -> bytes:
    out = io.BytesIO()
    clean.save(out, "WEBP", **options)
    return out.getvalue()
