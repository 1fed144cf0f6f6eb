"""Compares what the site shows of pictures with the pictures themselves, file by file.

    .venv/bin/python benchmarks/picture_fidelity.py FOLDER [--csv FILE]

Prints for each file: size before and after in bytes, frames, the difference in color that eyes see
(delta E of 1976, mean and largest, over white), the largest difference in transparency (of 255),
and how many bytes are left beside the pixels. A file that is refused has its reason instead.

The original is drawn here by itself: gray of more than 8 bits divided by 256, an embedded profile
applied, a motion compared in the middle of each of its frames. Lab has 8 bits: 1 is rounding.
"""

import argparse
import csv
import io
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict
from PIL import Image, ImageChops, ImageCms, ImageMath, ImageOps

from wayfolio.media.picture_metadata import clean_picture
from wayfolio.media.pictures import make_picture
from wayfolio.media.refusal import MediaRefused

SRGB = ImageCms.createProfile("sRGB")
TO_LAB = ImageCms.buildTransform(SRGB, ImageCms.createProfile("LAB"), "RGB", "LAB")
MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}
ORIENTATION = 0x0112
MOVING = ("GIF", "PNG", "WEBP")
NOTES = ("exif", "xmp", "icc_profile", "comment")
KINDS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".apng", ".mpo", ".heic", ".heif")
Timeline = list[tuple[Image.Image, float]]


class Fidelity(Struct, kw_only=True):
    """What became of one file."""

    file: str
    refused: str = ""
    bytes_before: int = 0
    bytes_after: int = 0
    frames_before: int = 0
    frames_after: int = 0
    mean_delta_e: float = 0.0
    max_delta_e: float = 0.0
    max_alpha: int = 0
    bytes_of_notes: int = 0


def compare(file: Path, name: str) -> Fidelity:
    """Return how a file's published picture differs from it."""
    content = file.read_bytes()
    row = Fidelity(file=name, bytes_before=len(content))
    try:
        published = make_picture(content).large
    except MediaRefused as refused:
        row.refused = refused.message
        return row
    row.bytes_after = len(published.content)
    row.bytes_of_notes = _count_notes(published.content)
    before, after = _timeline(content), _timeline(published.content)
    row.frames_before, row.frames_after = len(before), len(after)
    differences = [_difference(shown, frame) for shown, frame in _side_by_side(before, after)]
    row.mean_delta_e = round(sum(mean for mean, _, _ in differences) / len(differences), 2)
    row.max_delta_e = round(max(highest for _, highest, _ in differences), 1)
    row.max_alpha = max(alpha for _, _, alpha in differences)
    return row


def _count_notes(content: bytes) -> int:
    with Image.open(io.BytesIO(content)) as opened:
        held = sum(len(opened.info.get(note, b"")) for note in NOTES)
    return held + len(content) - len(clean_picture(content))


def _timeline(content: bytes) -> Timeline:
    """Return each frame as RGBA, and the second at which it ends."""
    frames: Timeline = []
    end = 0.0
    with Image.open(io.BytesIO(content)) as opened:
        is_motion = opened.format in MOVING and getattr(opened, "n_frames", 1) > 1
        first = int(is_motion and bool(getattr(opened, "default_image", False)))
        for number in range(first, opened.n_frames if is_motion else 1):  # type: ignore[attr-defined]
            opened.seek(number)
            opened.load()
            milliseconds = opened.info.get("duration") or 0
            end += (milliseconds if milliseconds > 10 else 100) / 1000
            frames.append((_draw(opened), end))
    return frames


def _side_by_side(before: Timeline, after: Timeline) -> Iterator[tuple[Image.Image, Image.Image]]:
    start = 0.0
    for frame, end in before:
        middle = (start + end) / 2
        shown = next((image for image, until in after if middle < until), after[-1][0])
        yield frame, shown
        start = end


def _draw(opened: Image.Image) -> Image.Image:
    """Return the current frame in sRGB and upright."""
    if opened.mode.startswith("I;16"):
        order = 0 if opened.mode == "I;16B" else 1
        plain = Image.frombytes("L", opened.size, opened.tobytes()[order::2])
    else:
        has_alpha = opened.has_transparency_data
        keeps = not has_alpha and opened.mode in ("L", "RGB", "CMYK")
        plain = opened if keeps else opened.convert("RGBA" if has_alpha else "RGB")
    profile: Any = opened.info.get("icc_profile")
    colors = _apply(plain, profile) if profile else plain
    alpha = plain.getchannel("A") if plain.mode == "RGBA" else None
    drawn = colors.convert("RGBA")
    if alpha:
        drawn.putalpha(alpha)
    drawn.info.pop("exif", None)
    drawn.getexif()[ORIENTATION] = _orientation(opened)
    return ImageOps.exif_transpose(drawn)


def _orientation(opened: Image.Image) -> int:
    try:
        return int(opened.getexif().get(ORIENTATION, 1))
    except SyntaxError:  # what stands there is no Exif
        return 1


def _apply(plain: Image.Image, profile: bytes) -> Image.Image:
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = MODES[opened.profile.xcolor_space.ljust(4)]
        if (mode == "CMYK") != (plain.mode == "CMYK") or (mode == "L") != (plain.mode == "L"):
            return plain
        source = plain.convert(mode)
        converted = ImageCms.profileToProfile(source, opened, SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, KeyError):
        return plain
    assert converted is not None
    return converted


def _difference(before: Image.Image, after: Image.Image) -> tuple[float, float, int]:
    """Return the mean and the largest difference in color, and the largest in transparency."""
    if before.size != after.size:
        before = before.resize(after.size, Image.Resampling.BICUBIC)
    alpha = ImageChops.difference(before.getchannel("A"), after.getchannel("A"))
    parts = zip(_lab(before), _lab(after), strict=True)
    lightness, red, blue = (ImageMath.lambda_eval(_square, a=a, b=b) for a, b in parts)
    distance = ImageMath.lambda_eval(_distance, l=lightness, a=red, b=blue)
    _, highest = distance.getextrema()
    # Pillow's own statistics put real numbers into 256 bins first.
    mean = distance.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    return mean, highest, int(alpha.getextrema()[1])  # type: ignore[arg-type]


def _lab(frame: Image.Image) -> tuple[Image.Image, ...]:
    white = Image.new("RGBA", frame.size, "white")
    white.alpha_composite(frame)
    lab = ImageCms.applyTransform(white.convert("RGB"), TO_LAB)
    assert lab is not None
    return lab.split()


def _square(images: dict[str, Any]) -> Any:
    float_ = images["float"]
    return (float_(images["a"]) - float_(images["b"])) ** 2


def _distance(images: dict[str, Any]) -> Any:
    # Lightness has 255 steps for 100.
    return (images["l"] * (100 / 255) ** 2 + images["a"] + images["b"]) ** 0.5


def main() -> int:
    """Compare all pictures below a folder."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--csv", type=Path, help="where the table is written")
    given = options.parse_args()
    warnings.simplefilter("ignore")
    rows = []
    for file in sorted(given.folder.rglob("*")):
        if file.suffix.lower() in KINDS:
            row = compare(file, file.relative_to(given.folder).as_posix())
            rows.append(row)
            print(*asdict(row).values(), sep="\t", flush=True)
    if given.csv:
        with given.csv.open("w", encoding="utf-8", newline="") as out:
            table = csv.writer(out)
            table.writerow(Fidelity.__struct_fields__)
            table.writerows(asdict(row).values() for row in rows)
    shown = [row for row in rows if not row.refused]
    notes = sum(row.bytes_of_notes for row in rows)
    print(f"{len(rows)} files, {len(shown)} shown, {notes} bytes of notes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
