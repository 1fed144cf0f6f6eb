"""Pictures that earlier builds have made: making one takes a tenth of a second."""

import json
import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from wayfolio.model.attachments import Image, Picture

DRAWN = b"2027-sRGB"
"""Changes whenever pictures are drawn in another way, so that none of an earlier way is shown."""


class UndrawnPictures:
    """What a check shows in place of pictures, all of which it has decoded: an empty one."""

    def of(self, original: bytes) -> Picture | None:
        """Return the picture of an original. Errors: MediaRefused."""
        from wayfolio.media.pictures import empty_image, open_picture

        open_picture(original).close()
        return Picture(large=empty_image(), small=empty_image())

    def keep(self, original: bytes, picture: Picture) -> None:
        """Keep nothing."""

    def drop_unused(self) -> None:
        """Drop nothing."""


class Pictures:
    """One learner's pictures of earlier builds, by what the originals hold.

    Without a folder there are none.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._used: set[str] = set()

    def of(self, original: bytes) -> Picture | None:
        """Return the picture of an original, or None."""
        if self._folder is None:
            return None
        file = self._file(original)
        try:
            kept = file.read_bytes()
        except OSError:
            return None
        head, _, content = kept.partition(b"\n")
        try:
            large, small, *still = _split(json.loads(head), content)
        except (ValueError, TypeError):
            return None
        return Picture(large=large, small=small, still=still[0] if still else None)

    def keep(self, original: bytes, picture: Picture) -> None:
        """Keep the picture of an original."""
        if self._folder is None:
            return
        images = [picture.large, picture.small, *([picture.still] if picture.still else [])]
        sizes = [[image.width, image.height, len(image.content)] for image in images]
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._file(original)
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        content = b"".join(image.content for image in images)
        fresh.write_bytes(json.dumps(sizes).encode() + b"\n" + content)
        fresh.replace(file)

    def drop_unused(self) -> None:
        """Delete the pictures that this build did not use: what is not shown is not kept either."""
        if self._folder is None or not self._folder.is_dir():
            return
        for file in self._folder.iterdir():
            if file.name not in self._used:
                file.unlink()

    def _file(self, original: bytes) -> Path:
        assert self._folder is not None
        name = blake2b(original, digest_size=16, person=DRAWN).hexdigest()
        self._used.add(name)
        return self._folder / name


def _split(sizes: list[list[int]], content: bytes) -> Iterator[Image]:
    """Yield the images of a kept picture. Errors: ValueError, TypeError if it is broken."""
    start = 0
    for width, height, length in sizes:
        yield Image(content[start : start + length], int(width), int(height))
        start += length
    if start != len(content):
        raise ValueError("a kept picture is cut off")
