"""Opens the tables of an export: a folder of CSV files, or the same in a ZIP archive."""

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from wayfolio.load.tables import NotReadable, TableFile, table_file

CHUNK = 1 << 20
ARCHIVE_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError),
    ValueError,
)
"""What the library raises for broken, cut, encrypted and exotic archives."""


def open_tables(source: Path) -> Mapping[str, TableFile]:
    """Return the CSV files of an export by their names in lower case, without the ending.

    `source`: a folder, an archive, or one of the files in the folder. Errors: NotReadable.
    """
    if source.is_file() and source.suffix.lower() != ".csv":
        return _open_archive(source)
    folder = source.parent if source.is_file() else source
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix.lower() == ".csv")
    except OSError as error:
        raise NotReadable(f"{source} cannot be read: {error.strerror}") from error
    return {file.stem.lower(): table_file(file) for file in files}


def _open_archive(source: Path) -> Mapping[str, TableFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            names = [name for name in archive.namelist() if _is_table(name)]
            for name in names:
                _read_through(archive.open(name))
    except ARCHIVE_FAULTS as error:
        message = f"{source} is no archive that can be read ({error}): unpack it, name the folder"
        raise NotReadable(message) from error
    return {_stem(name): _table_in(source, name) for name in names}


def _is_table(name: str) -> bool:
    path = PurePosixPath(name)
    is_hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return path.suffix.lower() == ".csv" and not is_hidden


def _stem(name: str) -> str:
    return PurePosixPath(name).stem.lower()


def _read_through(member: IO[bytes]) -> None:
    """Read a file to its end, so that a broken one is found before anything is taken from it."""
    with member:
        while member.read(CHUNK):
            pass


def _table_in(source: Path, name: str) -> TableFile:
    return TableFile(f"{source}/{name}", lambda: _open_member(source, name))


def _open_member(source: Path, name: str) -> BinaryIO:
    with zipfile.ZipFile(source) as archive:
        # The archive's own file stays open until whoever reads the member closes it.
        return cast("BinaryIO", archive.open(name))
