"""Reading a built site as somebody would who wants to know more than its pages show."""

import gzip
import html
import io
import re
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

from wayfolio.media import picture_metadata, recordings
from wayfolio.model.leaks import BuiltFile, Kind

SEALED = re.compile(r"family/[0-9a-f]{32}\.bin")
SEALED_HEAD = b"wfs1"
IN_CLEAR = re.compile(rb"[\t\n\r -~]{48}")
"""In a gigabyte of chance bytes this stands once in a hundred thousand million times."""
PAGES = (".html", ".htm", ".svg")
STYLES = (".css",)
NOISE = (".webp", ".png", ".jpg", ".jpeg", ".gif", ".ico", ".pdf", ".woff", ".woff2", ".wasm")
LARGEST = 64_000_000
"""Of what is unpacked: more than any page, less than a computer's memory."""
UNSEEN = tuple(sign.encode() for sign in "\u00ad\u200b")
"""Soft hyphens and the like in UTF-8."""
JOINERS = tuple(sign.encode() for sign in "\u200c\u200d\u200e\u200f")
JOINING = re.compile(rb"(?<=[A-Za-z])\xe2\x80[\x8c-\x8f](?=[A-Za-z])")
"""Joiners belong to the words of other scripts."""
ESCAPED = re.compile(rb"\\u([0-9a-fA-F]{4})")
PICTURES = (".webp", ".png", ".jpg", ".jpeg", ".gif")


def built_files(site: Path) -> Iterator[BuiltFile]:
    """Give every file of a built site, in order. A link is given as a note, and not followed."""
    for file in sorted(site.rglob("*")):
        path = file.relative_to(site).as_posix()
        mode = file.lstat().st_mode
        if stat.S_ISDIR(mode):
            continue
        if not stat.S_ISREG(mode):
            note = "a link, or a special file"
            yield BuiltFile(path=path, kind="noise", raw=b"", texts=(), notes=(note,))
        else:
            yield built_file(path, file.read_bytes())


def handwritten(root: Path) -> dict[str, bytes]:
    """Return the school's own pages and settings, which everybody may read."""
    files = [root / "mkdocs.yml", *sorted((root / "docs").rglob("*.md"))]
    return {file.as_posix(): file.read_bytes() for file in files if file.is_file()}


def built_file(path: str, content: bytes) -> BuiltFile:
    """Return one file: unpacked, and written out in each way in which it can be.

    What is sealed is chance to everybody: it is not read, only whether it is sealed at all.
    """
    if SEALED.fullmatch(path):
        notes = tuple(_not_sealed(content))
        return BuiltFile(path=path, kind="sealed", raw=content, texts=(), notes=notes)
    unpacked, is_packed = _unpacked(content)
    notes = tuple(_notes(path, unpacked))
    suffix = path[path.rfind(".") :].lower()
    kind: Kind = "page" if suffix in PAGES else "style" if suffix in STYLES else "text"
    is_binary = b"\0" in unpacked[:4096] and not is_packed
    if suffix in recordings.KINDS or suffix in NOISE or is_binary:
        kind = "noise"
    texts = _pdf_texts(unpacked) if suffix == ".pdf" else (unpacked,)
    if kind != "noise":
        texts = (written_out(unpacked),)
    return BuiltFile(path=path, kind=kind, raw=unpacked, texts=texts, notes=notes)


def _not_sealed(content: bytes) -> Iterator[str]:
    if not content.startswith(SEALED_HEAD):
        yield "something that is not sealed, among what is"
    elif IN_CLEAR.search(content, len(SEALED_HEAD)):
        yield "words in clear, among what is sealed"


def _unpacked(content: bytes) -> tuple[bytes, bool]:
    if not content.startswith(b"\x1f\x8b"):
        return content, False
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            return packed.read(LARGEST), True
    except (OSError, EOFError, zlib.error):
        return content, False


def written_out(content: bytes) -> bytes:
    """Return a text with nothing escaped: entities, JSON's signs and those of addresses.

    What nobody sees within a word is left out, because a reader reads one word.
    """
    plain = content
    if b"&" in plain and (b"&#" in plain or b";" in plain):
        plain = html.unescape(plain.decode("utf-8", "replace")).encode()
    if b"\\u" in plain:
        plain = ESCAPED.sub(_unescaped, plain)
    if b"%" in plain:
        plain = unquote_to_bytes(plain)
    for sign in UNSEEN:
        plain = plain.replace(sign, b"")
    if any(sign in plain for sign in JOINERS):
        plain = JOINING.sub(b"", plain)
    return plain


def _unescaped(found: re.Match[bytes]) -> bytes:
    return chr(int(found[1], 16)).encode("utf-8", "replace")


def _notes(path: str, content: bytes) -> Iterator[str]:
    """Give what a picture or a recording holds beside what it shows, if it does."""
    suffix = path[path.rfind(".") :].lower()
    if suffix in PICTURES:
        try:
            if picture_metadata.clean_picture(content) != content:
                yield "notes beside the pixels (EXIF, XMP, comments or something behind its end)"
        except picture_metadata.NotThisKind:
            yield "no picture, whatever its name says"
    elif suffix in recordings.KINDS:
        try:
            if recordings.without_notes(content, suffix) != content:
                yield "notes beside the sound (title, artist, place or program)"
        except recordings.Broken:
            yield "no recording, whatever its name says"


def _pdf_texts(content: bytes) -> tuple[bytes, ...]:
    """Return a PDF, its unpacked streams and its strings. What fonts hide in numbers stays so."""
    import pikepdf

    found = [content]
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            found.append(str(dict(pdf.docinfo.items())).encode())
            for item in pdf.objects:
                if isinstance(item, pikepdf.Stream) and item.get("/Subtype") != "/Image":
                    drawn = bytes(item.read_bytes())[:LARGEST]
                    found.append(drawn)
                    found.append(b"".join(re.findall(rb"\(((?:[^()\\]|\\.)*)\)", drawn)))
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError):
        found.append(b"")
    return tuple(found)
