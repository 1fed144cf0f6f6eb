"""Strips the metadata of a picture, recording or PDF of one's own."""

from pathlib import Path

from wayfolio.media.kinds import KINDS
from wayfolio.media.picture_metadata import clean_picture, is_picture
from wayfolio.media.refusal import BrokenRecording, HiddenTrack, NotThisKind, PdfRefused

LARGEST = 500_000_000


class NotSanitized(Exception):
    """Why a file cannot be cleaned, and what to do. The text continues the file's name."""


def sanitize(file: Path) -> tuple[bytes, bytes]:
    """Return a file's content as it is, and as it would be without its metadata.

    The content decides, not the name. Errors: NotSanitized.
    """
    if file.is_symlink() or not file.is_file():
        raise NotSanitized("is not a file: name the picture itself")
    if file.stat().st_size > LARGEST:
        raise NotSanitized(f"is larger than {LARGEST // 1_000_000} MB")
    content = file.read_bytes()
    try:
        return content, _clean(content, file.suffix.lower())
    except NotThisKind as error:
        raise NotSanitized(f"cannot be read as a picture ({error}): save it again") from error
    except HiddenTrack as error:
        raise NotSanitized(
            "holds a track beside picture and sound, which may tell where it was taken:"
            " save it with picture and sound alone (HandBrake does)"
        ) from error
    except BrokenRecording as error:
        raise NotSanitized("cannot be read as a recording: save it again") from error
    except PdfRefused as refused:
        raise NotSanitized(f"{refused}: print it to a new PDF") from refused


def _clean(content: bytes, suffix: str) -> bytes:
    if is_picture(content):
        return clean_picture(content)
    if KINDS[".pdf"].matches(content):
        return KINDS[".pdf"].clean(content)
    if suffix in KINDS and KINDS[suffix].is_recording:
        return KINDS[suffix].clean(content)
    raise NotSanitized("is of a kind that cannot be cleaned: save it as JPEG, PNG, MP3, MP4 or PDF")
