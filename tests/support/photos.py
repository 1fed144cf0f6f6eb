"""Pictures as cameras make them: with places, turned, and moving."""

import io
from pathlib import Path

from PIL import Image

from hostile_school import picture


def animation(frames: int) -> bytes:
    """Return a GIF of so many frames."""
    buffer = io.BytesIO()
    pictures = [Image.new("L", (2, 2), number) for number in range(frames)]
    pictures[0].save(buffer, "GIF", save_all=True, append_images=pictures[1:], duration=10)
    return buffer.getvalue()


def picture_with_place(form: str) -> bytes:
    """Return a picture that says where it was taken, and by whom."""
    notes = Image.Exif()
    notes[0x013B] = "CANARYARTIST"
    notes[0x0112] = 6
    notes.get_ifd(0x8825)[1] = "N"
    return picture(form, (64, 48), exif=notes)


def write_photo(at: Path) -> Path:
    """Write a photograph that lies on its side and says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 1.0, 2.0)
    Image.new("RGB", (4000, 3000), "teal").save(at, "JPEG", exif=exif)
    return at


def photo_with_place() -> bytes:
    """Return a picture that says where it was taken."""
    picture = Image.new("RGB", (8, 8), "teal")
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 1.0, 2.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()
