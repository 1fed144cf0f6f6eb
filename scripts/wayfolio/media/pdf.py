"""Strips a PDF's metadata, and refuses a PDF that acts by itself.

The objects are read with qpdf (pikepdf), so that nothing hides in a compressed part of the file.
"""

import io
import logging
import warnings
from collections.abc import Mapping

import pikepdf

from wayfolio.media.picture_metadata import clean_picture
from wayfolio.media.refusal import NotThisKind, PdfRefused

ACTS_ALONE = "does something by itself when it is opened"
SCRIPT = "has a program in it (JavaScript)"
OTHER_FILES = "has other files in it"
PLAYS = "plays film or sound by itself"
SENDS = "has a form that sends what is typed, or loads it from elsewhere"
LEADS_AWAY = "has a link to a file on somebody's computer"
ACTS: Mapping[str, str] = {
    **dict.fromkeys(("/JavaScript", "/JS"), SCRIPT),
    "/Launch": "has a link that starts another program",
    "/AA": ACTS_ALONE,
    **dict.fromkeys(("/EmbeddedFile", "/EmbeddedFiles"), OTHER_FILES),
    **dict.fromkeys(("/RichMedia", "/Movie", "/Rendition"), PLAYS),
    **dict.fromkeys(("/SubmitForm", "/ImportData", "/XFA"), SENDS),
    **dict.fromkeys(("/GoToE", "/GoToR"), LEADS_AWAY),
}
"""Keys and kinds of action that do something with other programs, files or hosts, and what it is.

A link to a page of the web is none: it waits until somebody follows it.
"""
RAW_SIGNS = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")
RESOURCES = frozenset(["/Font", "/XObject", "/ExtGState", "/Pattern"])
"""What a page draws with, under any name: also under one that is an action elsewhere."""
NAMING = ("/S", "/Subtype", "/Type")
METADATA = ("/Metadata", "/PieceInfo", "/LastModified")
ANNOTATION_METADATA = ("/T", "/NM", "/M", "/CreationDate")
"""Who wrote an annotation, and when."""
DEEPEST = 20
UNREADABLE = "cannot be read as a PDF"


def clean_pdf(content: bytes) -> bytes:
    """Return a PDF with the same pages, and nothing about who created it, where and when.

    The same content gives the same bytes. Errors: PdfRefused.
    """
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    try:
        # The library repairs broken files, and would print warnings on the terminal.
        with (
            warnings.catch_warnings(action="ignore"),
            pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf,
        ):
            if pdf.is_encrypted:
                raise PdfRefused("is locked with a password")
            _clean(pdf)
            out = io.BytesIO()
            pdf.save(out, static_id=True, compress_streams=True)
            return out.getvalue()
    except pikepdf.PasswordError:
        raise PdfRefused("is locked with a password") from None
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError) as error:
        # Another program may read what this one cannot.
        acts = any(sign in content for sign in RAW_SIGNS)
        raise PdfRefused(ACTS_ALONE if acts else UNREADABLE) from error


def _clean(pdf: pikepdf.Pdf) -> None:
    action = pdf.Root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") != "/GoTo":
        raise PdfRefused(ACTS_ALONE)
    for entry in pdf.objects:
        if isinstance(entry, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream):
            _clean_object(entry, 0)
    for key in ("/OpenAction", "/Metadata", "/PieceInfo"):
        if key in pdf.Root:
            del pdf.Root[key]
    del pdf.docinfo
    # Programs make it of the day, the path and the author.
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]


def _clean_object(parent: pikepdf.Object, depth: int) -> None:
    """Clean an object and those written inside it. Errors: PdfRefused if one acts."""
    if depth > DEEPEST:
        raise PdfRefused(UNREADABLE)
    inside = list(parent) if isinstance(parent, pikepdf.Array) else _clean_keys(parent)
    for value in inside:
        if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            _clean_object(value, depth + 1)
    if isinstance(parent, pikepdf.Stream) and parent.get("/Filter") == "/DCTDecode":
        _clean_photo(parent)


def _clean_keys(parent: pikepdf.Object) -> list[pikepdf.Object]:
    """Delete the metadata of a dictionary or stream, and return the values that stay."""
    kept = []
    for key in list(parent.keys()):
        value = parent[key]
        _refuse_act(key, value)
        if key in METADATA or (key in ANNOTATION_METADATA and "/Rect" in parent):
            del parent[key]
        else:
            kept.append(value)
    return kept


def _refuse_act(key: str, value: pikepdf.Object) -> None:
    """Errors: PdfRefused if an entry of a dictionary acts."""
    if key in NAMING and isinstance(value, pikepdf.Name) and str(value) in ACTS:
        raise PdfRefused(ACTS[str(value)])
    if key in ACTS and not _is_empty(value) and not _is_resource(value):
        raise PdfRefused(ACTS[key])


def _is_empty(value: pikepdf.Object) -> bool:
    """Whether something holds nothing, as a list of no files."""
    if isinstance(value, pikepdf.Array):
        return len(value) == 0
    if not isinstance(value, pikepdf.Dictionary):
        return False
    names = value.get("/Names")
    holds_no_name = isinstance(names, pikepdf.Array) and len(names) == 0
    return not value.keys() or (holds_no_name and len(value.keys()) == 1)


def _is_resource(value: pikepdf.Object) -> bool:
    if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return False
    kind = value.get("/Type")
    return isinstance(kind, pikepdf.Name) and str(kind) in RESOURCES


def _clean_photo(photo: pikepdf.Stream) -> None:
    """Strip a photo's metadata; its pixels stay as they are."""
    raw = photo.read_raw_bytes()
    try:
        cleaned = clean_picture(raw)
    except NotThisKind:
        return
    if cleaned != raw:
        photo.write(cleaned, filter=pikepdf.Name.DCTDecode)
