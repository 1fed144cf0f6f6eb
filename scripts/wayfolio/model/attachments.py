"""Files beside a piece of evidence, made safe to publish."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in WebP, upright, without anything the camera wrote into it."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture at the size of a page, and small for lists."""

    large: Image
    small: Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A PDF, a recording or a film, as it is, with its words where there are some."""

    content: bytes
    suffix: str
    """With its dot: `.pdf`."""
    words: str | None = None
    """The transcript of a recording."""


Attached = Picture | Document


class Made(Protocol):
    """Where pictures may be kept that have been made already."""

    def of(self, original: bytes) -> Picture | None:
        """Return what was made of an original, or None."""

    def keep(self, original: bytes, made: Picture) -> None:
        """Keep what was made of an original."""
