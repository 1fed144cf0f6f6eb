"""The folder of a school's cache, which nobody can guess who cannot read this user's files."""

import hashlib
import os
from pathlib import Path

FOLDER = ".wayfolio"


def cache_folder(root: Path, *, key_home: Path | None = None) -> Path:
    """Return the folder of a school's cache: `.wayfolio` and a name only this user knows.

    `key_home`: the folder of the user's key, for tests.
    """
    home = key_home or user_cache_home()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = home / "key"
    try:
        key = file.read_bytes()
    except FileNotFoundError:
        key = b""
    if len(key) != 32:
        key = os.urandom(32)
        fresh = file.with_name(f"key.{os.getpid()}")
        fresh.write_bytes(key)
        fresh.chmod(0o600)
        fresh.replace(file)
    return root / FOLDER / hashlib.blake2b(b"memory", key=key, digest_size=10).hexdigest()


def make_private_folder(folder: Path) -> None:
    """Make a folder that only this user can open: a cache holds all that families and staff read.

    The folder above it, which says that there is a cache, is closed too if it is ours.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for ours in (folder, *(folder.parents[:1] if folder.parent.name == FOLDER else ())):
        if os.name == "posix":
            ours.chmod(0o700)


def user_cache_home() -> Path:
    """Return the folder in which this user's builds keep what nobody else may write."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wayfolio"
