"""A picture, recording or PDF of somebody's own without what cameras and programs wrote into it."""

from pathlib import Path

from wayfolio.media import picture_metadata, recordings

LARGEST = 500_000_000


class NotCleaned(Exception):
    """Why a file cannot be cleaned, and what to do. The text continues the file's name."""


def cleaned(file: Path) -> tuple[bytes, bytes]:
    """Return a file's content as it is, and as it would be without its notes.

    Decided by what the file holds, not by its name. Errors: NotCleaned.
    """
    if file.is_symlink() or not file.is_file():
        raise NotCleaned("is no file: name the picture itself")
    if file.stat().st_size > LARGEST:
        raise NotCleaned(f"is larger than {LARGEST // 1_000_000} MB")
    content = file.read_bytes()
    suffix = file.suffix.lower()
    try:
        if picture_metadata.is_picture(content):
            return content, picture_metadata.clean_picture(content)
        if content.startswith(b"%PDF-"):
            return content, _pdf(content)
        if suffix in recordings.KINDS:
            return content, recordings.without_notes(content, suffix)
    except picture_metadata.NotThisKind as error:
        raise NotCleaned(f"cannot be read as a picture ({error}): save it again") from error
    except recordings.Broken as error:
        raise NotCleaned("cannot be read as a recording: save it again") from error
    raise NotCleaned("is of a kind that cannot be cleaned: save it as JPEG, PNG, MP3, MP4 or PDF")


def _pdf(content: bytes) -> bytes:
    from wayfolio.media import pdf

    try:
        return pdf.clean_pdf(content)
    except pdf.Refused as refused:
        raise NotCleaned(f"{refused}: print it to a new PDF") from refused
