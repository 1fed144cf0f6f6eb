"""The kinds of files that may lie beside a piece of evidence, in one table."""

from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct

from wayfolio.media.picture_metadata import clean_picture
from wayfolio.media.recordings import strip_mp3, strip_mp4, strip_ogg, strip_wav, strip_webm
from wayfolio.media.unshown import describe_unshown


class MediaKind(Struct, frozen=True):
    """A kind of file."""

    type: Literal["picture", "audio", "video", "pdf"]
    media_type: str
    signs: tuple[tuple[int, bytes], ...]
    """How such a file begins: offset and bytes; one of them is enough."""
    clean: Callable[[bytes], bytes]
    """Returns the content without metadata. Errors: NotThisKind, BrokenRecording, PdfRefused."""

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture."""
        return self.type == "picture"

    @property
    def is_recording(self) -> bool:
        """Whether it is sound or film."""
        return self.type in ("audio", "video")

    def matches(self, content: bytes) -> bool:
        """Whether some content begins as this kind does."""
        return any(content.startswith(sign, offset) for offset, sign in self.signs)


def _clean_pdf(content: bytes) -> bytes:
    # Most schools have no new PDF, and the library takes a while to load.
    from wayfolio.media.pdf import clean_pdf

    return clean_pdf(content)


_MP3 = ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2"))
KINDS: Mapping[str, MediaKind] = {
    ".png": MediaKind("picture", "image/png", ((0, b"\x89PNG"),), clean_picture),
    ".jpg": MediaKind("picture", "image/jpeg", ((0, b"\xff\xd8\xff"),), clean_picture),
    ".jpeg": MediaKind("picture", "image/jpeg", ((0, b"\xff\xd8\xff"),), clean_picture),
    ".webp": MediaKind("picture", "image/webp", ((8, b"WEBP"),), clean_picture),
    ".heic": MediaKind("picture", "image/heic", ((4, b"ftyp"),), clean_picture),
    ".heif": MediaKind("picture", "image/heif", ((4, b"ftyp"),), clean_picture),
    ".gif": MediaKind("picture", "image/gif", ((0, b"GIF8"),), clean_picture),
    ".pdf": MediaKind("pdf", "application/pdf", ((0, b"%PDF-"),), _clean_pdf),
    ".mp3": MediaKind("audio", "audio/mpeg", _MP3, strip_mp3),
    ".m4a": MediaKind("audio", "audio/mp4", ((4, b"ftyp"),), strip_mp4),
    ".mp4": MediaKind("video", "video/mp4", ((4, b"ftyp"),), strip_mp4),
    ".webm": MediaKind("video", "video/webm", ((0, b"\x1a\x45\xdf\xa3"),), strip_webm),
    ".ogg": MediaKind("audio", "audio/ogg", ((0, b"OggS"),), strip_ogg),
    ".wav": MediaKind("audio", "audio/wav", ((8, b"WAVE"),), strip_wav),
}
"""By the end of the file's name."""

PICTURES = tuple(suffix for suffix, kind in KINDS.items() if kind.is_picture)
DOCUMENTS = tuple(suffix for suffix, kind in KINDS.items() if not kind.is_picture)
RECORDINGS = tuple(suffix for suffix, kind in KINDS.items() if kind.is_recording)


def name_kinds() -> str:
    """Return the ends of the names of all files that may be shown here."""
    ends = (end for end in KINDS if describe_unshown(f"a{end}") is None)
    return ", ".join(ends)
