"""Draws the frames of a picture: one of a photo, all of a picture that moves."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from PIL import Image as Pillow

from wayfolio.media.picture_metadata import ORIENTATION_TAG, count_gif_frames
from wayfolio.media.pixels import convert_to_srgb, decode_pixels

LARGE_SIDE = 1600
MOVING = ("GIF", "PNG", "WEBP")
"""Formats whose further pictures are a motion, and not the same picture again in another size."""
SHORTEST, USUAL = 10, 100
"""Browsers show a frame of up to so many milliseconds for the usual time."""
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


class DrawnFrame(Struct, frozen=True):
    """One frame in sRGB, upright and no larger than a page shows, and how long it stands."""

    pixels: Pillow.Image
    milliseconds: int


def count_frames(opened: Pillow.Image, content: bytes, most: int) -> int:
    """Return how many frames a picture has; more than `most` are not counted further."""
    if opened.format not in MOVING:
        return 1
    # Pillow would draw a GIF's frames to count them.
    if opened.format == "GIF":
        return count_gif_frames(content, most)
    frames: int = getattr(opened, "n_frames", 1)
    return frames


def count_repeats(opened: Pillow.Image) -> int:
    """Return how often a motion is shown; 0 stands for “without end”."""
    written: int | None = opened.info.get("loop")
    if opened.format != "GIF":
        return min(written or 0, 65_535)
    # A GIF counts how often it is shown again.
    return 1 if written is None else min(written + 1, 65_535) if written else 0


def draw_frames(opened: Pillow.Image, content: bytes) -> Iterator[DrawnFrame]:
    """Yield each frame of a picture, at least one. Raises what Pillow raises for a broken one."""
    # A photo is decoded no larger than needed, so that a large one is held only once.
    opened.draft("RGB", (LARGE_SIDE, LARGE_SIDE))
    frames, size = count_frames(opened, content, most=1), opened.size
    # A PNG may have a picture for programs that cannot show the motion.
    first = 1 if frames > 1 and getattr(opened, "default_image", False) else 0
    for number in range(first, _last_frame(opened, frames)):
        if number:
            try:
                opened.seek(number)
            except EOFError:
                return
        # A frame beyond the picture's edge is cut there, as browsers do.
        yield _draw_frame(opened, content, size if frames > 1 else None)


def join_equal(frames: Iterable[DrawnFrame]) -> list[DrawnFrame]:
    """Return frames without those that look like the one before, which stands longer for them."""
    joined: list[DrawnFrame] = []
    for frame in frames:
        if joined and frame.pixels.size != joined[0].pixels.size:
            raise ValueError("the frames of a picture differ in size")
        if joined and joined[-1].pixels.tobytes() == frame.pixels.tobytes():
            longer = joined[-1].milliseconds + frame.milliseconds
            joined[-1] = DrawnFrame(frame.pixels, longer)
        else:
            joined.append(frame)
    return joined


def _last_frame(opened: Pillow.Image, frames: int) -> int:
    """Return the number after that of the last frame. A GIF's is unknown before it is reached."""
    if frames == 1:
        return 1
    return 65_535 if opened.format == "GIF" else frames


def _draw_frame(opened: Pillow.Image, content: bytes, size: tuple[int, int] | None) -> DrawnFrame:
    """Return the current frame. `size`: that of the motion, if the frame is one of several."""
    if size and max(opened.size) > 2 * max(size):
        raise ValueError("a frame is far larger than its picture")
    pixels = decode_pixels(opened, content)
    if size:
        pixels = pixels.crop((0, 0, *size))
    pixels.thumbnail((LARGE_SIDE, LARGE_SIDE))
    pixels = convert_to_srgb(pixels, opened.info.get("icc_profile"))
    turn = TURNS.get(opened.getexif().get(ORIENTATION_TAG, 1))
    milliseconds = round(opened.info.get("duration") or 0)
    return DrawnFrame(
        pixels if turn is None else pixels.transpose(turn),
        milliseconds if milliseconds > SHORTEST else USUAL,
    )
