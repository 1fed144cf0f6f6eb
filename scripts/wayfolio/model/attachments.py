"""Files beside a piece of evidence, made safe to publish."""

from typing import Protocol

from msgspec import Struct


class Image(Struct, frozen=True):
    """A picture in WebP, upright, without anything the camera wrote into it."""

    content: bytes
    width: int
    height: int


class Picture(Struct, frozen=True, kw_only=True):
    """A picture at the size of a page, and small for lists."""

    large: Image
    small: Image
    still: Image | None = None
    """Of a picture that moves: its first frame at the size of a page."""


class Document(Struct, frozen=True, kw_only=True):
    """A PDF, recording or film, unchanged, with its transcript if it has one."""

    content: bytes
    suffix: str
    """With its dot: `.pdf`."""
    words: str | None = None
    """The transcript of a recording."""


Attached = Picture | Document


class AttachmentCache(Protocol):
    """Where pictures may be kept that have been made already."""

    def of(self, original: bytes) -> Picture | None:
        """Return the published copy of an original, or None."""

    def keep(self, original: bytes, picture: Picture) -> None:
        """Store the published copy of an original."""
