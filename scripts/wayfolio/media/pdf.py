"""PDF that can only be read: without its authors and places, and refused where it acts by itself.

The objects are read with qpdf (pikepdf), so that nothing hides in a compressed part of the file.
"""

import io
import logging

import pikepdf

from wayfolio.media import picture_metadata

ACTS = frozenset(
    [
        *("/JavaScript", "/JS", "/Launch", "/AA", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia"),
        *("/SubmitForm", "/ImportData", "/XFA", "/GoToE", "/GoToR", "/Movie", "/Rendition"),
    ]
)
"""Keys and kinds of action that do something with other programs, files or hosts."""
NAMING = ("/S", "/Subtype", "/Type")
TOLD_BY = ("/Metadata", "/PieceInfo", "/LastModified")
OF_NOTES = ("/T", "/NM", "/M", "/CreationDate")
"""Who wrote a remark on a page, and when."""


class Refused(Exception):
    """Why a PDF is not published. The text continues “the file …”."""


def clean_pdf(content: bytes) -> bytes:
    """Return a PDF with the same pages and nothing about who made it, where and when.

    The same content gives the same bytes. Errors: Refused.
    """
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    try:
        # qpdf would mend what is broken, and warn on the terminal.
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Refused("is locked with a password")
            _clean(pdf)
            out = io.BytesIO()
            pdf.save(out, static_id=True, compress_streams=True)
            return out.getvalue()
    except pikepdf.PasswordError:
        raise Refused("is locked with a password") from None
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError) as error:
        raise Refused("cannot be read as a PDF") from error


def _clean(pdf: pikepdf.Pdf) -> None:
    action = pdf.Root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") != "/GoTo":
        raise Refused("does something by itself when it is opened")
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream):
            _look(item, 0)
    for key in ("/OpenAction", "/Metadata", "/PieceInfo"):
        if key in pdf.Root:
            del pdf.Root[key]
    del pdf.docinfo


def _look(item: pikepdf.Object, depth: int) -> None:
    """Refuse what acts, and drop what tells, in one object and the ones written inside it."""
    if depth > 20:
        raise Refused("cannot be read as a PDF")
    inside = list(item) if isinstance(item, pikepdf.Array) else []
    if not isinstance(item, pikepdf.Array):
        for key in list(item.keys()):
            value = item[key]
            if key in ACTS or (key in NAMING and str(value) in ACTS):
                raise Refused("does something by itself when it is opened")
            if key in TOLD_BY or (key in OF_NOTES and "/Rect" in item):
                del item[key]
            else:
                inside.append(value)
    for value in inside:
        if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            _look(value, depth + 1)
    if isinstance(item, pikepdf.Stream) and item.get("/Filter") == "/DCTDecode":
        _clean_photo(item)


def _clean_photo(item: pikepdf.Stream) -> None:
    """Take the camera's notes out of a photo; its pixels stay as they are."""
    raw = item.read_raw_bytes()
    try:
        cleaned = picture_metadata.clean_picture(raw)
    except picture_metadata.NotThisKind:
        return
    if cleaned != raw:
        item.write(cleaned, filter=pikepdf.Name.DCTDecode)
