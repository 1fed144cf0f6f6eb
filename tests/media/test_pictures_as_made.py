"""A published picture looks as its original does: depth, colors, transparency, small drawings."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image as Pillow
from PIL import ImageCms

from hostile_school import picture
from profiles import BROKEN_PROFILES, gray_profile, wide_profile
from wayfolio.media.pictures import make_photo, make_picture
from wayfolio.media.pixels import convert_to_srgb, decode_pixels

RAMP = range(256)


def save(image: Pillow.Image, kind: str = "PNG", **options: Any) -> bytes:
    """Return an image as a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def published(content: bytes) -> Pillow.Image:
    """Return what the site shows of a picture."""
    return Pillow.open(io.BytesIO(make_picture(content).large.content))


def deep_ramp(mode: str) -> Pillow.Image:
    """Return a ramp from black to white, as deep as a mode can hold."""
    values = [257 * level for level in RAMP]
    if mode in ("I;16", "I;16B"):
        order = "<" if mode == "I;16" else ">"
        return Pillow.frombytes(mode, (256, 1), struct.pack(f"{order}256H", *values))
    image = Pillow.new(mode, (256, 1))
    image.putdata([value / 65_535 for value in values] if mode == "F" else values)
    return image


@pytest.mark.parametrize("mode", ["I;16", "I;16B", "I", "F"])
def test_deep_gray_is_scaled_and_not_clipped(mode: str) -> None:
    shown = decode_pixels(deep_ramp(mode), b"").convert("L")

    assert all(abs(shown.getpixel((level, 0)) - level) <= 1 for level in RAMP)  # type: ignore[operator]


@pytest.mark.parametrize(("values", "shown"), [((0, 255), (0, 255)), ((-5, 100_000), (0, 255))])
def test_whole_numbers_of_any_range_are_shown(
    values: tuple[int, int], shown: tuple[int, int]
) -> None:
    image = Pillow.new("I", (2, 1))
    image.putdata(values)

    assert decode_pixels(image, b"").tobytes() == bytes(shown)


def test_a_real_number_that_is_none_is_no_picture() -> None:
    image = Pillow.new("F", (2, 1), float("nan"))
    image.putpixel((0, 0), float("inf"))

    with pytest.raises(ValueError, match="no number"):
        decode_pixels(image, b"")


def png(depth: int, color: int, rows: bytes, width: int, key: bytes = b"") -> bytes:
    """Return a PNG of one row of any depth, with a transparent color."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, 1, depth, color, 0, 0, 0))]
    chunks += [(b"tRNS", key)] if key else []
    chunks += [(b"IDAT", zlib.compress(b"\0" + rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def gray(level: int) -> tuple[int, int, int, int]:
    """Return a gray that covers what is below it."""
    return level, level, level, 255


CLEAR = (0, 0, 0, 0)
DEEP_RED, DEEP_BLUE = struct.pack(">3H", 40_000, 0, 0), struct.pack(">3H", 0, 0, 40_000)
DEEP_GRAY = struct.pack(">3H", 0x1234, 0x1235, 0xFFFF)
KEYED: dict[str, tuple[bytes, list[tuple[int, int, int, int]]]] = {
    "2-bit gray": (png(2, 0, b"\x1b", 4, b"\0\x02"), [gray(0), gray(85), CLEAR, gray(255)]),
    "4-bit gray": (png(4, 0, b"\x0f", 2, b"\0\x0f"), [gray(0), CLEAR]),
    "8-bit gray": (png(8, 0, b"\x07\xff", 2, b"\0\x07"), [CLEAR, gray(255)]),
    "16-bit gray": (png(16, 0, DEEP_GRAY, 3, b"\x12\x34"), [CLEAR, gray(0x12), gray(255)]),
    "16-bit color": (png(16, 2, DEEP_RED + DEEP_BLUE, 2, DEEP_RED), [CLEAR, (0, 0, 156, 255)]),
}


@pytest.mark.parametrize("kind", KEYED)
def test_a_transparent_color_is_transparent_at_every_depth(kind: str) -> None:
    content, expected = KEYED[kind]

    shown = published(content).convert("RGBA")

    assert [shown.getpixel((at, 0)) for at in range(shown.width)] == expected


def half_clear(mode: str) -> bytes:
    """Return a picture whose left half is transparent."""
    image = Pillow.new("RGBA", (40, 20), (200, 40, 40, 255))
    image.paste((0, 0, 0, 0), (0, 0, 20, 20))
    return save(image.quantize(8) if mode == "P" else image.convert(mode))


@pytest.mark.parametrize("mode", ["P", "LA", "RGBA"])
def test_what_is_transparent_stays_so(mode: str) -> None:
    picture = make_picture(half_clear(mode))

    for image in (picture.large, picture.small):
        alpha = Pillow.open(io.BytesIO(image.content)).convert("RGBA").getchannel("A")
        assert alpha.getpixel((5, 5)) == 0
        assert alpha.getpixel((35, 5)) == 255


def near(color: Any, expected: tuple[int, ...]) -> bool:
    """Whether a color is so near to another that nobody sees it."""
    return all(abs(a - b) <= 4 for a, b in zip(color, expected, strict=True))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_wide_colors_of_a_phone_are_converted(kind: str) -> None:
    wide = Pillow.new("RGB", (64, 64), (234, 51, 35))

    shown = published(save(wide, kind, icc_profile=wide_profile()))

    assert near(shown.convert("RGB").getpixel((5, 5)), (255, 0, 0))
    assert "icc_profile" not in shown.info


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_wide_colors_are_converted_beside_transparency_and_in_palettes(mode: str) -> None:
    wide = Pillow.new("RGBA", (4, 4), (234, 51, 35, 255)).convert(mode)
    if mode == "RGBA":
        wide.putpixel((0, 0), (0, 0, 0, 0))

    shown = published(save(wide, icc_profile=wide_profile())).convert("RGBA")

    assert near(shown.getpixel((3, 3)), (255, 0, 0, 255))
    assert shown.getpixel((0, 0)) == ((0, 0, 0, 0) if mode == "RGBA" else shown.getpixel((3, 3)))


def test_gray_with_a_profile_of_its_own_is_converted() -> None:
    plain = Pillow.new("L", (9, 9), 64)

    darker = published(save(plain, icc_profile=gray_profile(3.0))).convert("L")

    assert darker.getpixel((4, 4)) < 50  # type: ignore[operator]


def test_a_profile_that_is_srgb_moves_no_pixel() -> None:
    same = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    noise = Pillow.effect_noise((20, 20), 80).convert("RGB")

    assert published(save(noise, icc_profile=same)).tobytes() == noise.tobytes()


@pytest.mark.parametrize("kind", BROKEN_PROFILES)
@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "CMYK"])
def test_a_profile_that_does_not_fit_is_ignored(kind: str, mode: str) -> None:
    pixels = Pillow.new("RGB", (4, 4), (99, 99, 99)).convert(mode)

    shown = convert_to_srgb(pixels, BROKEN_PROFILES[kind])

    assert shown.convert("RGB").tobytes() == pixels.convert("RGB").tobytes()


def test_a_small_drawing_keeps_every_pixel() -> None:
    drawing = Pillow.new("RGB", (300, 200), "white")
    drawing.paste((200, 10, 60), (40, 40, 120, 90))
    drawing.putpixel((7, 7), (0, 0, 0))

    assert published(save(drawing)).convert("RGB").tobytes() == drawing.tobytes()


def test_a_photo_is_not_larger_than_it_was() -> None:
    photo = Pillow.effect_noise((900, 700), 60).convert("RGB")
    original = save(photo)

    assert len(make_picture(original).large.content) < len(original) / 2


def test_a_photo_added_by_command_is_the_picture_that_was_taken() -> None:
    ramp = save(deep_ramp("I;16").resize((256, 40)))

    added = Pillow.open(io.BytesIO(make_photo(ramp))).convert("L")

    assert [near((added.getpixel((at, 9)),), (at,)) for at in (64, 128, 192)] == [True] * 3


def test_a_picture_on_its_side_is_upright() -> None:
    exif = Pillow.Exif()
    for turned in range(2, 9):
        exif[0x0112] = turned
        content = picture("PNG", (40, 20), exif=exif)

        assert published(content).size == ((20, 40) if turned > 4 else (40, 20))
