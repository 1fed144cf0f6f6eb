"""Reads a built site as somebody would who wants to know more than its pages show."""

import gzip
import io
import os
import re
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path

from wayfolio.media.kinds import KINDS
from wayfolio.media.refusal import BrokenRecording, NotThisKind
from wayfolio.model.leaks import BuiltFile, Kind
from wayfolio.model.readable import FRAGMENT, unescape_style, written_out
from wayfolio.model.search_words import join_signs

SEALED = re.compile(r"family/[0-9a-f]{32}\.bin")
SEALED_HEAD = b"wfs1"
IN_CLEAR = re.compile(rb"[\t\n\r -~]{48}")
"""In a gigabyte of chance bytes this stands once in a hundred thousand million times."""
PAGES = (".html", ".htm", ".svg")
STYLES = (".css",)
SCRIPTS = (".js", ".mjs")
NOISE = (*KINDS, ".ico", ".woff", ".woff2", ".wasm")
NUMBERED = (".pf_index", ".pf_meta", ".pf_filter")
"""Of the search: words cut short, among numbers that may read as letters."""
LARGEST = 64_000_000
"""Of what is unpacked: more than any page, less than a computer's memory."""


def read_built_files(site: Path) -> Iterator[BuiltFile]:
    """Yield every file of a built site, in order. A link is given as a note, and not followed."""
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


def read_own_pages(root: Path) -> dict[str, bytes]:
    """Return the school's own pages and settings, which everybody may read."""
    files = [root / "mkdocs.yml", *sorted((root / "docs").rglob("*.md"))]
    readable = (file for file in files if file.is_file() and os.access(file, os.R_OK))
    return {file.as_posix(): file.read_bytes() for file in readable}


def built_file(path: str, content: bytes) -> BuiltFile:
    """Return one file: unpacked, and written out in each way in which it can be.

    What is sealed is chance to everybody: it is not read, only whether it is sealed at all.
    """
    if SEALED.fullmatch(path):
        notes = tuple(_notes_of_sealed(content))
        return BuiltFile(path=path, kind="sealed", raw=content, texts=(), notes=notes)
    unpacked, is_packed = _unpack(content)
    notes = tuple(_notes(path, unpacked))
    suffix = _suffix(path)
    if suffix == FRAGMENT:
        unpacked = join_signs(unpacked.decode("utf-8", "replace")).encode()
    is_binary = b"\0" in unpacked[:4096] and not is_packed
    kind: Kind = "noise" if is_binary else _kind(suffix)
    texts = _pdf_texts(unpacked) if suffix == ".pdf" else (unpacked,)
    if kind != "noise":
        texts = (written_out(unescape_style(unpacked) if kind == "style" else unpacked),)
    return BuiltFile(path=path, kind=kind, raw=unpacked, texts=texts, notes=notes)


def _kind(suffix: str) -> Kind:
    if suffix in NOISE or suffix in NUMBERED:
        return "noise"
    if suffix in PAGES:
        return "page"
    return "style" if suffix in STYLES else "script" if suffix in SCRIPTS else "text"


def _notes_of_sealed(content: bytes) -> Iterator[str]:
    if not content.startswith(SEALED_HEAD):
        yield "something that is not sealed, among what is"
    elif IN_CLEAR.search(content, len(SEALED_HEAD)):
        yield "words in clear, among what is sealed"


def _unpack(content: bytes) -> tuple[bytes, bool]:
    if not content.startswith(b"\x1f\x8b"):
        return content, False
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            return packed.read(LARGEST), True
    except (OSError, EOFError, zlib.error):
        return content, False


def _notes(path: str, content: bytes) -> Iterator[str]:
    """Yield what a picture or a recording holds beside what it shows, if it does."""
    suffix = _suffix(path)
    if suffix not in KINDS or suffix == ".pdf":
        return
    try:
        if KINDS[suffix].clean(content) != content:
            yield (
                "notes beside the pixels (EXIF, XMP, comments or something behind its end)"
                if KINDS[suffix].is_picture
                else "notes beside the sound (title, artist, place or program)"
            )
    except NotThisKind:
        yield "no picture, whatever its name says"
    except BrokenRecording:
        yield "no recording, whatever its name says"


def _suffix(path: str) -> str:
    return path[path.rfind(".") :].lower()


def _pdf_texts(content: bytes) -> tuple[bytes, ...]:
    """Return a PDF, its unpacked streams and its strings. What fonts hide in numbers stays so."""
    import pikepdf

    texts = [content]
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            texts.append(str(dict(pdf.docinfo.items())).encode())
            for entry in pdf.objects:
                if isinstance(entry, pikepdf.Stream) and entry.get("/Subtype") != "/Image":
                    drawn = bytes(entry.read_bytes())[:LARGEST]
                    texts.append(drawn)
                    texts.append(b"".join(re.findall(rb"\(((?:[^()\\]|\\.)*)\)", drawn)))
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError):
        texts.append(b"")
    return tuple(texts)
