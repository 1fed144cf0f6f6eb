"""Loads the files beside a piece of evidence: by what they hold, not by their names."""

from pathlib import Path

from wayfolio.load import nodes
from wayfolio.load.files import FILE_NAME, MAY_BE_READ, Findings, Folder, is_file, read
from wayfolio.media.kinds import DOCUMENTS, KINDS, PICTURES, name_kinds
from wayfolio.media.location import has_location
from wayfolio.media.refusal import BrokenRecording, HiddenTrack, MediaRefused, PdfRefused
from wayfolio.media.unshown import AS_JPEG, HEIC_SUFFIXES, describe_unshown
from wayfolio.model.attachments import Attached, AttachmentCache, Document, Picture
from wayfolio.model.diagnostics import Diagnostic, Severity
from wayfolio.model.portfolio import Attachment, Evidence
from wayfolio.model.rules import Rule

LARGEST_PICTURE = 15_000_000
LARGEST_DOCUMENT = 50_000_000

PRINT_AGAIN = "print it to a new PDF and add that one"


def load_attachments(
    folder: Folder, evidence: Evidence, findings: Findings, cache: AttachmentCache | None = None
) -> dict[str, Attached]:
    """Return the files of a piece of evidence by name, and report those that are refused.

    `folder`: the learner's evidence folder. A missing file has been reported already.
    `cache`: pictures of earlier builds.
    """
    attachments: dict[str, Attached] = {}
    for attached in evidence.files:
        try:
            content = _read_content(folder, attached)
            is_picture = attached.path.endswith(PICTURES)
            attachments[attached.path] = (
                _load_picture(content, cache)
                if is_picture
                else _clean_document(folder, attached, content)
            )
        except FileNotFoundError:
            continue
        except MediaRefused as refused:
            _report(refused, attached, findings)
    return attachments


def examine_attachments(
    folder: Folder, evidence: Evidence, findings: Findings, *, draws: bool = False
) -> dict[str, str]:
    """Report which files of a piece of evidence are refused.

    `draws`: whether pictures are decoded as a build decodes them, and not only their headers.
    Returns the words of its recordings, by the path of the file that holds them. A missing file
    has been reported already.
    """
    transcripts: dict[str, str] = {}
    for attached in evidence.files:
        try:
            content = _read_content(folder, attached)
            if attached.path.endswith(PICTURES):
                _examine_picture(content, draws=draws)
            else:
                words = _clean_document(folder, attached, content).words
                if words is not None:
                    transcripts[f"{folder.path}/{attached.transcript or attached.captions}"] = words
            _refuse_location(folder, attached, content)
        except FileNotFoundError:
            continue
        except MediaRefused as refused:
            _report(refused, attached, findings)
    return transcripts


def _examine_picture(content: bytes, *, draws: bool) -> None:
    from wayfolio.media.pictures import check_picture, open_picture

    if draws:
        check_picture(content)
    else:
        open_picture(content).close()


def _refuse_location(folder: Folder, attached: Attachment, content: bytes) -> None:
    """Refuse an original that says where it was taken: git would keep it for good."""
    if has_location(content):
        hint = f"remove it with: wayfolio clean {folder.path}/{attached.path}"
        raise MediaRefused("says where it was taken", hint, Rule.TELLS_PLACE)


def _report(refused: MediaRefused, attached: Attachment, findings: Findings) -> None:
    findings.diagnostics.append(
        Diagnostic(
            at=attached.at,
            rule=refused.rule,
            severity=Severity.ERROR,
            message=f"“{attached.path}” {refused.message}",
            hint=refused.hint,
        )
    )


def _read_content(folder: Folder, attached: Attachment) -> bytes:
    file = folder.file(attached.path)
    is_named_well = FILE_NAME.fullmatch(attached.path) or describe_unshown(attached.path)
    if not is_named_well or not is_file(folder, attached.path):
        # Both have been reported already.
        raise FileNotFoundError(attached.path)
    is_picture = attached.path.endswith(PICTURES)
    limit = LARGEST_PICTURE if is_picture else LARGEST_DOCUMENT
    if file.stat().st_size > limit:
        hint = "make it smaller and add it again"
        raise MediaRefused(f"is larger than {limit // 1_000_000} MB", hint)
    try:
        content = file.read_bytes()
    except PermissionError:
        raise MediaRefused("may not be read here", MAY_BE_READ) from None
    if content.startswith(nodes.LFS_POINTER):
        message = "is only a pointer to the real file (git LFS)"
        raise MediaRefused(message, "fetch the real files with: git lfs pull")
    return content


def _load_picture(content: bytes, cache: AttachmentCache | None) -> Picture:
    cached = cache.of(content) if cache else None
    if cached is not None:
        return cached
    from wayfolio.media.pictures import make_picture

    picture = make_picture(content)
    if cache:
        cache.keep(content, picture)
    return picture


class NotAPicture(Exception):
    """Why a file cannot be taken as a picture, and what to do."""


def load_photo(file: Path) -> bytes:
    """Return somebody's own picture as it is to lie beside evidence, or raise NotAPicture.

    Upright, without anything that the camera wrote, as WebP, 1600 pixels at most.
    """
    try:
        if file.stat().st_size > LARGEST_PICTURE:
            raise NotAPicture(f"{file} is larger than {LARGEST_PICTURE // 1_000_000} MB")
        from wayfolio.media.pictures import make_photo

        return make_photo(file.read_bytes())
    except OSError as error:
        hint = f"; or {AS_JPEG}" if file.suffix.lower() in HEIC_SUFFIXES else ""
        raise NotAPicture(f"{file} cannot be read: {error.strerror}{hint}") from error
    except MediaRefused as refused:
        raise NotAPicture(f"{file} {refused.message}: {refused.hint}") from refused


def _clean_document(folder: Folder, attached: Attachment, content: bytes) -> Document:
    suffix = attached.path[attached.path.rfind(".") :]
    unshown = describe_unshown(attached.path)
    if unshown is not None:
        raise MediaRefused(unshown.message, unshown.hint)
    if suffix not in DOCUMENTS:
        hint = f"shown are {name_kinds()}; transcripts are .txt and .vtt"
        raise MediaRefused("is of a kind that cannot be shown", hint)
    if not KINDS[suffix].matches(content):
        hint = f"check that it is really a {suffix[1:]} file"
        raise MediaRefused("is not what its name says", hint)
    try:
        cleaned = KINDS[suffix].clean(content)
    except PdfRefused as refused:
        raise MediaRefused(str(refused), PRINT_AGAIN) from refused
    except HiddenTrack as hidden:
        hint = "save it with picture and sound alone (HandBrake does); captions: name a text file"
        message = "holds a track beside picture and sound, which may tell where it was taken"
        raise MediaRefused(message, hint) from hidden
    except BrokenRecording as broken:
        hint = "save it again with another program, and listen to it before you add it"
        raise MediaRefused("cannot be read as a recording", hint) from broken
    words = _read_words(folder, attached.transcript or attached.captions)
    return Document(content=cleaned, suffix=suffix, words=words)


def _read_words(folder: Folder, name: str | None) -> str | None:
    if name is None or "/" in name or not is_file(folder, name):
        return None
    try:
        path = f"{folder.path}/{name}"
        text = nodes.scalar_text(read(folder, name), path)
        nodes.refuse_signs(nodes.HIDING, text, path)
        return text
    except nodes.Unreadable as error:
        raise MediaRefused("has a transcript that cannot be read", error.diagnostic.hint) from None
