"""Templates as code, kept for the next build: compiled once for each version of the program."""

import shutil
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

BEGINS = "templates-"


class Compiled(FileSystemBytecodeCache):
    """Compiled templates in a folder. What cannot be read or written there costs time only."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, EOFError, UnpicklingError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled(home: Path, program: str) -> Compiled:
    """Return where compiled templates are kept, below a folder that only this user can write to.

    What another version of the program has compiled goes. `program`: an id of this one.
    """
    folder = home / f"{BEGINS}{program}"
    with suppress(OSError):
        if not folder.is_dir():
            for old in home.glob(f"{BEGINS}*"):
                shutil.rmtree(old, ignore_errors=True)
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Compiled(str(folder))
