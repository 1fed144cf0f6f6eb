"""What the workers of one run share: a folder for that time, and what is made there once."""

import fcntl
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

PLACE = "WAYFOLIO_TEST_RUN"
"""The variable that tells the workers of a run, and the programs that they start, its folder."""


def open_run_folder() -> Path:
    """Make the folder of a run, which its workers inherit, or return the one that is there."""
    if PLACE not in os.environ:
        os.environ[PLACE] = mkdtemp(prefix="wayfolio-run-")
    return Path(os.environ[PLACE])


def remove_run_folder() -> None:
    """Remove the folder with all that was made in it."""
    rmtree(os.environ.pop(PLACE), ignore_errors=True)


def new_folder(name: str) -> Path:
    """Return a new folder of the run, whose name begins with this one."""
    return Path(mkdtemp(prefix=f"{name}-", dir=open_run_folder()))


@contextmanager
def locked_file(name: str) -> Iterator[Path]:
    """Give a file of the run, which may not exist yet, to one worker at a time."""
    file = open_run_folder() / name
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield file


def once_a_run(make: Callable[P, T]) -> Callable[P, T]:
    """Let the first worker that asks make a value, and all others wait and read it.

    The value and the arguments must be ones that can be pickled.
    """

    @wraps(make)
    def ask(*args: P.args, **named: P.kwargs) -> T:
        key = sha256(pickle.dumps((make.__module__, make.__qualname__, args, named))).hexdigest()
        with locked_file(f"{make.__name__}-{key[:16]}") as kept:
            if not kept.exists():
                kept.write_bytes(pickle.dumps(make(*args, **named)))
            value: T = pickle.loads(kept.read_bytes())
            return value

    return cast("Callable[P, T]", cache(ask))
