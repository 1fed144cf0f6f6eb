"""A picture that moves goes on moving on the site, with a still beside it."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow
from PIL import ImageSequence

from photos import animation
from wayfolio.build.picture_cache import Pictures
from wayfolio.media.kinds import KINDS
from wayfolio.media.pictures import check_picture, make_photo, make_picture
from wayfolio.media.refusal import MediaRefused
from wayfolio.model.attachments import Image, Picture

COLORS = ("red", "green", "blue")
FORMATS = ("GIF", "PNG", "WEBP")
Frames = list[tuple[tuple[int, ...], int]]


def motion(kind: str = "GIF", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    """Return a file in which three colors take turns."""
    first, *others = (Pillow.new("RGB", size, color) for color in COLORS)
    out = io.BytesIO()
    exact = {"lossless": True} if kind == "WEBP" else {}
    usual = {"duration": [100, 200, 300], "loop": 0, **exact, **options}
    first.save(out, kind, save_all=True, append_images=others, **usual)
    return out.getvalue()


def frames_of(content: bytes) -> Frames:
    """Return the color in the middle of each frame, and how many milliseconds it stands."""
    shown = []
    with Pillow.open(io.BytesIO(content)) as opened:
        for frame in ImageSequence.Iterator(opened):
            pixel = frame.convert("RGB").getpixel((frame.width // 2, frame.height // 2))
            assert isinstance(pixel, tuple)
            shown.append((pixel, round(frame.info["duration"])))
    return shown


TURNS: Frames = [((255, 0, 0), 100), ((0, 128, 0), 200), ((0, 0, 255), 300)]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_frame_is_shown_as_long_as_before(kind: str) -> None:
    picture = make_picture(motion(kind))

    assert frames_of(picture.large.content) == TURNS
    assert KINDS[".webp"].clean(picture.large.content) == picture.large.content


@pytest.mark.parametrize("kind", FORMATS)
def test_the_first_frame_stands_beside_the_motion(kind: str) -> None:
    picture = make_picture(motion(kind, (900, 600)))

    assert picture.still is not None
    for image, width in ((picture.still, 900), (picture.small, 480)):
        with Pillow.open(io.BytesIO(image.content)) as opened:
            assert (getattr(opened, "n_frames", 1), opened.width) == (1, width)
            assert opened.convert("RGB").getpixel((9, 9)) == (255, 0, 0)


@pytest.mark.parametrize(
    ("kind", "written", "plays"),
    [("GIF", 0, 0), ("GIF", 2, 3), ("GIF", None, 1), ("PNG", 2, 2), ("WEBP", 4, 4), ("PNG", 0, 0)],
)
def test_a_motion_ends_when_it_ended_before(kind: str, written: int | None, plays: int) -> None:
    content = motion(kind, loop=written)

    with Pillow.open(io.BytesIO(make_picture(content).large.content)) as opened:
        assert opened.info["loop"] == plays


def test_frames_without_a_time_stand_as_long_as_in_browsers() -> None:
    shown = frames_of(make_picture(motion(duration=0)).large.content)

    assert [milliseconds for _, milliseconds in shown] == [100, 100, 100]


def test_what_a_frame_leaves_open_stays_open() -> None:
    first, second = (Pillow.new("RGBA", (20, 20)) for _ in range(2))
    first.paste((255, 0, 0, 255), (0, 0, 10, 20))
    second.paste((0, 0, 255, 255), (10, 0, 20, 20))
    out = io.BytesIO()
    first.save(out, "GIF", save_all=True, append_images=[second], duration=200, disposal=2)

    with Pillow.open(io.BytesIO(make_picture(out.getvalue()).large.content)) as opened:
        alphas = [frame.convert("RGBA").getchannel("A") for frame in ImageSequence.Iterator(opened)]

    assert [(alpha.getpixel((4, 9)), alpha.getpixel((14, 9))) for alpha in alphas] == [
        (255, 0),
        (0, 255),
    ]


def same_again(kind: str) -> bytes:
    """Return a file of three frames that look alike."""
    frame = Pillow.new("RGB", (20, 20), "teal")
    other = frame.copy()
    other.putpixel((0, 0), (0, 128, 129))
    out = io.BytesIO()
    frame.save(out, kind, save_all=True, append_images=[frame, frame], duration=[50, 60, 70])
    return out.getvalue()


def second_picture() -> bytes:
    """Return a JPEG with a second picture in it, as phones write it for a preview."""
    out = io.BytesIO()
    others = [Pillow.new("RGB", (80, 60), "navy")]
    Pillow.new("RGB", (80, 60), "teal").save(out, "MPO", save_all=True, append_images=others)
    return out.getvalue()


def picture_before_motion() -> bytes:
    """Return a PNG whose first picture is for programs that show no motion."""
    return motion("PNG", default_image=True)


@pytest.mark.parametrize(
    "content", [same_again("WEBP"), same_again("PNG"), second_picture(), animation(1)]
)
def test_what_does_not_move_is_a_still(content: bytes) -> None:
    picture = make_picture(content)

    assert picture.still is None
    with Pillow.open(io.BytesIO(picture.large.content)) as opened:
        assert getattr(opened, "n_frames", 1) == 1


def test_a_picture_before_the_motion_is_no_part_of_it() -> None:
    shown = frames_of(make_picture(picture_before_motion()).large.content)

    assert [color for color, _ in shown] == [(0, 128, 0), (0, 0, 255)]


def too_wide() -> bytes:
    """Return a GIF whose second frame reaches far beyond the first."""
    narrow = motion(size=(4, 4))
    frame = narrow.index(b"\x2c", narrow.index(b"\x2c") + 1)
    return narrow[: frame + 5] + b"\xff\xff\xff\xff" + narrow[frame + 9 :]


def cut_off() -> bytes:
    """Return a WebP of which a part of the last frame is missing."""
    noise = [Pillow.effect_noise((60, 60), 90).convert("RGB") for _ in range(3)]
    out = io.BytesIO()
    noise[0].save(out, "WEBP", save_all=True, append_images=noise[1:], duration=100)
    return out.getvalue()[:-900]


REFUSED = {
    "too many frames": (animation(120), "moves through too many frames"),
    "too many pixels": (motion(size=(5000, 4000)), "moves through too many pixels"),
    "a frame that is far too large": (too_wide(), "cannot be read as a picture"),
    "cut off": (cut_off(), "cannot be read as a picture"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_motion_that_a_build_refuses_is_refused_by_the_check(kind: str) -> None:
    content, says = REFUSED[kind]

    for look in (check_picture, make_picture):
        with pytest.raises(MediaRefused, match=says):
            look(content)


def test_a_motion_added_by_command_still_moves() -> None:
    assert frames_of(make_photo(motion())) == TURNS


@pytest.mark.parametrize("still", [None, Image(b"still", 3, 2)])
def test_a_kept_picture_is_the_one_that_was_made(tmp_path: Path, still: Image | None) -> None:
    drawn = Picture(large=Image(b"large", 9, 6), small=Image(b"small!", 3, 2), still=still)
    kept = Pictures(tmp_path)
    kept.keep(b"original", drawn)

    assert kept.of(b"original") == drawn
    assert kept.of(b"another") is None
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert kept.of(b"original") is None
