"""Pictures that earlier builds have made: making one takes a tenth of a second."""

import json
import os
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
        head, _, pixels = kept.partition(b"\n")
        try:
            sizes = json.loads(head)
            wide, high, length, small_wide, small_high = (int(size) for size in sizes)
        except (ValueError, TypeError):
            return None
        large = Image(pixels[:length], wide, high)
        return Picture(large=large, small=Image(pixels[length:], small_wide, small_high))

    def keep(self, original: bytes, picture: Picture) -> None:
        """Keep the picture of an original."""
        if self._folder is None:
            return
        large, small = picture.large, picture.small
        sizes = [large.width, large.height, len(large.content), small.width, small.height]
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._file(original)
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        fresh.write_bytes(json.dumps(sizes).encode() + b"\n" + large.content + small.content)
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
