"""Reading the files beside a piece of evidence: by what they hold, not by their names."""

import io
import struct
import warnings
import zlib
from collections.abc import Mapping
from pathlib import Path

from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from wayfolio.load import metadata, nodes, recordings
from wayfolio.load.files import Findings, Folder, is_file, read
from wayfolio.model.attachments import Attached, Document, Image, Picture
from wayfolio.model.places import Diagnostic, Severity
from wayfolio.model.portfolio import Attachment, Evidence
from wayfolio.model.rules import Rule

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
MOST_PIXELS = 40_000_000
MOST_FRAMES = 100
LARGEST_PICTURE = 15_000_000
LARGEST_DOCUMENT = 50_000_000
LARGE_SIDE = 1600
SMALL_SIDE = 480

BEGINNINGS: Mapping[str, tuple[tuple[int, bytes], ...]] = {
    ".pdf": ((0, b"%PDF-"),),
    ".mp3": ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2")),
    ".m4a": ((4, b"ftyp"),),
    ".mp4": ((4, b"ftyp"),),
    ".webm": ((0, b"\x1a\x45\xdf\xa3"),),
    ".ogg": ((0, b"OggS"),),
    ".wav": ((8, b"WAVE"),),
}
"""How a file of each kind begins: offset and bytes."""

# What makes a PDF act by itself when it is opened.
ACTIVE_PDF = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")
ACTS_BY_ITSELF = "does something by itself when it is opened"


class _Refused(Exception):
    """Why a file is not published, and what to do."""

    def __init__(self, message: str, hint: str, rule: Rule = Rule.BAD_PICTURE) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.rule = rule


def attachments(folder: Folder, item: Evidence, findings: Findings) -> dict[str, Attached]:
    """Return the files of a piece of evidence by name; those that are refused are told.

    `folder`: the learner's evidence folder. A file that is not there has been told already.
    """
    found: dict[str, Attached] = {}
    for attached in item.files:
        try:
            content = _content(folder, attached)
            is_picture = attached.path.endswith(PICTURES)
            found[attached.path] = (
                picture(content) if is_picture else _document(folder, attached, content)
            )
        except FileNotFoundError:
            continue
        except _Refused as refused:
            _tell(refused, attached, findings)
    return found


def examine(folder: Folder, item: Evidence, findings: Findings) -> dict[str, str]:
    """Tell which files of a piece of evidence are refused. Looks at a picture's head only.

    Returns the words of its recordings, by the path of the file in which they stand. A file that
    is not there has been told already.
    """
    found: dict[str, str] = {}
    for attached in item.files:
        try:
            content = _content(folder, attached)
            if attached.path.endswith(PICTURES):
                _opened(content).close()
            else:
                words = _document(folder, attached, content).words
                if words is not None:
                    found[f"{folder.path}/{attached.transcript or attached.captions}"] = words
            _refuse_places(folder, attached, content)
        except FileNotFoundError:
            continue
        except _Refused as refused:
            _tell(refused, attached, findings)
    return found


def _refuse_places(folder: Folder, attached: Attachment, content: bytes) -> None:
    """Refuse an original that says where it was taken: git would keep it for good."""
    if metadata.tells_place(content):
        hint = f"take it out with: wayfolio clean {folder.path}/{attached.path}"
        raise _Refused("says where it was taken", hint, Rule.TELLS_PLACE)


def _tell(refused: _Refused, attached: Attachment, findings: Findings) -> None:
    findings.diagnostics.append(
        Diagnostic(
            at=attached.at,
            rule=refused.rule,
            severity=Severity.ERROR,
            message=f"“{attached.path}” {refused.message}",
            hint=refused.hint,
        )
    )


def _content(folder: Folder, attached: Attachment) -> bytes:
    file = folder.file(attached.path)
    if "/" in attached.path or not is_file(folder, attached.path):
        raise FileNotFoundError(attached.path)
    is_picture = attached.path.endswith(PICTURES)
    limit = LARGEST_PICTURE if is_picture else LARGEST_DOCUMENT
    if file.stat().st_size > limit:
        hint = "make it smaller and add it again"
        raise _Refused(f"is larger than {limit // 1_000_000} MB", hint)
    content = file.read_bytes()
    if content.startswith(b"version https://git-lfs"):
        message = "is only a pointer to the real file (git LFS)"
        raise _Refused(message, "fetch the real files with: git lfs pull")
    return content


def picture(content: bytes) -> Picture:
    """Return a picture made anew from its pixels, or raise why not.

    A new image takes nothing along: no place, no camera, no comment, nothing behind the end.
    """
    try:
        with _opened(content) as opened:
            # A photo is decoded no larger than it is needed; what is large is held once.
            opened.draft("RGB", (LARGE_SIDE, LARGE_SIDE))
            has_alpha = opened.mode in ("RGBA", "LA") or "transparency" in opened.info
            mode = "RGBA" if has_alpha else "RGB"
            opened.load()
            pixels = opened if opened.mode == mode else opened.convert(mode)
            pixels.thumbnail((LARGE_SIDE, LARGE_SIDE))
            upright = ImageOps.exif_transpose(pixels)
    except UNREADABLE as error:
        raise _no_picture(content) from error
    return Picture(large=_webp(upright, LARGE_SIDE), small=_webp(upright, SMALL_SIDE))


class NotAPicture(Exception):
    """Why a file cannot be taken as a picture, and what to do."""


def photo(file: Path) -> bytes:
    """Return somebody's own picture as it is to lie beside evidence, or raise NotAPicture.

    Upright, without anything that the camera wrote, as WebP, 1600 pixels at most.
    """
    if file.suffix.lower() in (".heic", ".heif"):
        raise NotAPicture(f"{file} is a HEIC picture: save it as JPEG first")
    try:
        if file.stat().st_size > LARGEST_PICTURE:
            raise NotAPicture(f"{file} is larger than {LARGEST_PICTURE // 1_000_000} MB")
        return picture(file.read_bytes()).large.content
    except OSError as error:
        raise NotAPicture(f"{file} cannot be read: {error.strerror}") from error
    except _Refused as refused:
        raise NotAPicture(f"{file} {refused.message}: {refused.hint}") from refused


# What Pillow raises for a file that is broken, or made to break it.
UNREADABLE = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError, MemoryError),
    *(Pillow.DecompressionBombError, EOFError, struct.error, zlib.error),
    *(ArithmeticError, LookupError, TypeError),
)


def _opened(content: bytes) -> Pillow.Image:
    """Return a picture whose head has been read, not yet its pixels, or raise why not."""
    try:
        with warnings.catch_warnings():
            # How many pixels are too many is decided below.
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            opened = Pillow.open(io.BytesIO(content), formats=FORMATS)
    except Pillow.DecompressionBombError:
        message = "has far too many pixels"
        raise _Refused(message, "make it smaller: 4000 pixels wide is plenty") from None
    except UNREADABLE as error:
        raise _no_picture(content) from error
    if opened.width * opened.height > MOST_PIXELS:
        message = f"has {opened.width} by {opened.height} pixels"
        raise _Refused(message, "make it smaller: 4000 pixels wide is plenty")
    # Pillow would draw a GIF's frames to count them.
    frames = 1 if opened.format == "GIF" else getattr(opened, "n_frames", 1)
    if frames > MOST_FRAMES or metadata.has_more_frames(content, MOST_FRAMES):
        raise _Refused("moves through too many frames", "save it as a film (.mp4)")
    return opened


def _no_picture(content: bytes) -> _Refused:
    if b"<svg" in content[:1000].lower():
        return _Refused("is an SVG drawing, which can hold programs", "save it as PNG")
    hint = "save it again as PNG or JPEG and look at it before you add it"
    return _Refused("cannot be read as a picture", hint)


def _webp(pixels: Pillow.Image, side: int) -> Image:
    scaled = pixels.copy()
    scaled.thumbnail((side, side))
    clean = Pillow.frombytes(scaled.mode, scaled.size, scaled.tobytes())
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=82, method=4)
    return Image(out.getvalue(), *clean.size)


def _document(folder: Folder, attached: Attachment, content: bytes) -> Document:
    suffix = attached.path[attached.path.rfind(".") :]
    begins = BEGINNINGS.get(suffix)
    if suffix == ".heic":
        raise _Refused("is a HEIC picture, which few browsers show", "save it as JPEG")
    if begins is None:
        message = "is of a kind that is not shown"
        raise _Refused(message, f"shown are pictures, {', '.join(BEGINNINGS)}")
    if not any(content[offset:].startswith(sign) for offset, sign in begins):
        hint = f"look whether it is really a {suffix[1:]} file"
        raise _Refused("is not what its name says", hint)
    cleaned = _pdf(content) if suffix == ".pdf" else _recording(content, suffix)
    words = attached.transcript or attached.captions
    return Document(content=cleaned, suffix=suffix, words=_words(folder, words))


def _pdf(content: bytes) -> bytes:
    from wayfolio.load import pdf

    if any(sign in content for sign in ACTIVE_PDF):
        raise _Refused(ACTS_BY_ITSELF, "print it to a new PDF and add that one")
    try:
        return pdf.clean_pdf(content)
    except pdf.Refused as refused:
        raise _Refused(str(refused), "print it to a new PDF and add that one") from refused


def _recording(content: bytes, suffix: str) -> bytes:
    try:
        return recordings.without_notes(content, suffix)
    except recordings.Broken as broken:
        hint = "save it again with another program, and listen to it before you add it"
        raise _Refused("cannot be read as a recording", hint) from broken


def _words(folder: Folder, name: str | None) -> str | None:
    if name is None or "/" in name or not is_file(folder, name):
        return None
    try:
        return nodes.text_of(read(folder, name), f"{folder.path}/{name}")
    except nodes.Unreadable as error:
        raise _Refused("has a transcript that cannot be read", error.found.hint) from None
