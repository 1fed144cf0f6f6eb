"""Brings decoded pixels to what a page shows: eight bits a channel, in sRGB, with transparency."""

import io

from PIL import Image as Pillow
from PIL import ImageChops, ImageCms

PNG_DEPTH = 24
"""Where a PNG says how many bits a channel has."""
LARGEST_PROFILE = 4_000_000
BARELY = 2
"""Values of 255 that nobody sees: a profile that moves colors no further is sRGB already."""
MODE_OF_SPACE = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
DEEP = ("I", "F")


def decode_pixels(opened: Pillow.Image, content: bytes) -> Pillow.Image:
    """Return the current frame of a picture in 8 bits, with its alpha channel if it has one.

    Colors are still those of the picture's own profile. `content`: the file's bytes.
    """
    opened.load()
    key = opened.info.get("transparency")
    if opened.mode.startswith(DEEP):
        return _decode_deep(opened, key if isinstance(key, int) else None)
    if isinstance(key, int | tuple) and opened.mode in ("L", "RGB"):
        opened = opened.copy()
        opened.info["transparency"] = _scale_key(key, content)
    if opened.mode in (*MODE_OF_SPACE.values(), "LA", "RGBA") and key is None:
        return opened
    return opened.convert("RGBA" if key is not None or _has_alpha(opened) else "RGB")


def _has_alpha(opened: Pillow.Image) -> bool:
    has_clear_colors = opened.palette is not None and opened.palette.mode == "RGBA"
    return has_clear_colors or opened.mode in ("LA", "La", "PA", "RGBA", "RGBa")


def _decode_deep(opened: Pillow.Image, key: int | None) -> Pillow.Image:
    """Scale gray of more than 8 bits. `key`: the value that is transparent."""
    if not opened.mode.startswith("I;16"):
        return _scale_range(opened)
    pixels = opened.tobytes()
    is_big = opened.mode == "I;16B"
    high = Pillow.frombytes("L", opened.size, pixels[0 if is_big else 1 :: 2])
    if key is None:
        return high
    low = Pillow.frombytes("L", opened.size, pixels[1 if is_big else 0 :: 2])
    is_key = ImageChops.multiply(_select(high, key >> 8), _select(low, key & 0xFF))
    return Pillow.merge("LA", (high, ImageChops.invert(is_key)))


def _select(channel: Pillow.Image, value: int) -> Pillow.Image:
    """Return 255 where a channel has a value, 0 elsewhere."""
    return channel.point([255 * (level == value) for level in range(256)])


def _scale_range(opened: Pillow.Image) -> Pillow.Image:
    """Scale whole or real numbers to 255: by the range of their kind, or else by their own."""
    lowest, highest = opened.convert("F").getextrema()
    assert isinstance(lowest, int | float)
    assert isinstance(highest, int | float)
    if not abs(highest - lowest) < float("inf"):
        raise ValueError("a pixel is no number")
    usual = (1, 255, 65_535) if opened.mode == "F" else (255, 65_535)
    top = next((most for most in usual if highest <= most), highest)
    bottom = min(lowest, 0.0)
    factor = 255 / ((top - bottom) or 1)
    return opened.convert("F").point(lambda level: level * factor - bottom * factor).convert("L")


def _scale_key(key: int | tuple[int, ...], content: bytes) -> int | tuple[int, ...]:
    """Return a PNG's transparent color in 8 bits: the file has it in the picture's own depth."""
    if not content.startswith(b"\x89PNG"):
        return key
    depth = content[PNG_DEPTH]

    def scale(level: int) -> int:
        return level >> 8 if depth == 16 else (level & (1 << depth) - 1) * 255 // ((1 << depth) - 1)

    return tuple(scale(level) for level in key) if isinstance(key, tuple) else scale(key)


# ---- color ---------------------------------------------------------------------------------------


def convert_to_srgb(pixels: Pillow.Image, profile: bytes | None) -> Pillow.Image:
    """Return pixels in RGB or RGBA as sRGB shows them.

    `profile`: the picture's ICC profile. One that is broken, or of another kind of colors than the
    pixels, is ignored, as browsers do.
    """
    has_alpha = pixels.mode in ("LA", "RGBA")
    mode = "RGBA" if has_alpha else "RGB"
    if not profile or len(profile) > LARGEST_PROFILE:
        return pixels.convert(mode)
    try:
        colors = _apply_profile(pixels, profile)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return pixels.convert(mode)
    if has_alpha and colors is not None:
        colors.putalpha(pixels.getchannel("A"))
    return colors or pixels.convert(mode)


def _apply_profile(pixels: Pillow.Image, profile: bytes) -> Pillow.Image | None:
    """Return pixels in sRGB without alpha, or None where the profile changes nothing."""
    opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    mode = MODE_OF_SPACE.get(opened.profile.xcolor_space.strip())
    is_gray = pixels.mode in ("L", "LA")
    if mode is None or (mode == "CMYK") != (pixels.mode == "CMYK") or (mode == "L" and not is_gray):
        return None
    transform = ImageCms.buildTransform(opened, ImageCms.createProfile("sRGB"), mode, "RGB")
    if mode != "CMYK" and _is_srgb(transform, mode):
        return None
    colors: Pillow.Image = ImageCms.applyTransform(pixels.convert(mode), transform)  # type: ignore[assignment]
    return colors


def _is_srgb(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    """Whether a transformation leaves all colors as they are, but for rounding."""
    levels = range(0, 256, 51)
    colors = (bytes((red, green, blue)) for red in levels for green in levels for blue in levels)
    probe = Pillow.frombytes("RGB", (216, 1), b"".join(colors)).convert(mode)
    moved: Pillow.Image = ImageCms.applyTransform(probe, transform)  # type: ignore[assignment]
    difference = ImageChops.difference(probe.convert("RGB"), moved).getextrema()
    return all(highest <= BARELY for _, highest in difference)  # type: ignore[misc]
