"""Identifies what the folders of a school hold, by content and never by time.

Git knows it without reading a file: a folder unchanged since the last commit is identified by
git's own id of its tree, which is the same in every clone. What differs from the commit, or lies
outside a repository, is read and hashed.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

import yaml
from msgspec import Struct

from wayfolio.model.theme import theme_folder
from wayfolio.repository import git

UNREADABLE = b"may not be read here"
COMPILED = frozenset(["__pycache__"])


class Versions(Struct, frozen=True, kw_only=True):
    """An id of what each folder holds: the same id, the same content."""

    learners: Mapping[str, str]
    """By the name of the folder in portfolios/, `_groups` among them."""
    top: Mapping[str, str]
    """By the name of what lies beside portfolios/."""
    asks_environment: bool = False
    """Whether mkdocs.yml takes something from the environment, or from outside the folder."""


def read_versions(
    root: Path, other_folders: Iterable[Path] = (), status: git.PendingStatus | None = None
) -> Versions:
    """Return the versions of a school's folders.

    `other_folders`: sources laid over the school's. Then everything is hashed, since a folder's
    content comes from several places. `status`: a question to git that is running already.
    """
    layers = [root, *other_folders]
    if len(layers) == 1:
        try:
            return _ask_git(root, status or git.PendingStatus(root))
        except git.NoGit:
            pass
    return _hash_all(layers, git.git_places(root))


def _asks_environment(root: Path) -> bool:
    settings = git.read_settings(root)
    return "!ENV" in settings or "../" in settings


def _ask_git(root: Path, status: git.PendingStatus) -> Versions:
    """Return git's ids of what was committed, and hashes of what differs. Errors: NoGit."""
    with status:
        prefix = git.read_rows(root, "rev-parse", "--show-prefix")[0].decode().strip()
        top = _tree_ids(root, "")
        learners = _tree_ids(root, "portfolios") if "portfolios" in top else {}
        changed = status.paths(prefix)
    _hash_changed(root, changed, top, learners)
    if any(path.rstrip("/") == "portfolios" for path in changed):
        learners = dict(_hash_all([root], status.places).learners)
    return Versions(
        learners=learners,
        top={name: top[name] for name in status.places if name in top},
        asks_environment=_asks_environment(root),
    )


def _hash_changed(
    root: Path, changed: Iterable[str], top: dict[str, str], learners: dict[str, str]
) -> None:
    """Replace the versions of folders in which a path has changed, or delete them if gone."""
    for place in {_place(path) for path in changed if not path.startswith(git.CACHE)}:
        versions = learners if place.startswith("portfolios/") else top
        name = place.removeprefix("portfolios/")
        if os.path.lexists(root / place):
            versions[name] = f"hash:{_hash_content([root], place)}"
        else:
            versions.pop(name, None)


def _place(path: str) -> str:
    """Return the folder whose version a changed path belongs to."""
    first, _, rest = path.partition("/")
    return f"{first}/{rest.partition('/')[0]}" if first == "portfolios" and rest else first


def _tree_ids(root: Path, folder: str) -> dict[str, str]:
    """Return the ids of what a committed folder holds, by name."""
    ids = {}
    for row in git.read_rows(root, "ls-tree", "-z", f"HEAD:./{folder}"):
        if row:
            about, _, name = row.partition(b"\t")
            ids[os.fsdecode(name)] = about.decode().replace(" ", ":")
    return ids


def _hash_all(layers: list[Path], places: list[str]) -> Versions:
    names: set[str] = set()
    for layer in layers:
        if (layer / "portfolios").is_dir():
            names.update(os.listdir(layer / "portfolios"))
    return Versions(
        learners={
            name: f"hash:{_hash_content(layers, f'portfolios/{name}')}" for name in sorted(names)
        },
        top={
            name: f"hash:{_hash_content(layers, name)}"
            for name in places
            if any(os.path.lexists(layer / name) for layer in layers)
        },
        asks_environment=_asks_environment(layers[0]),
    )


def _hash_content(layers: list[Path], place: str) -> str:
    """Return a hash of everything at a place: names, kinds and bytes."""
    seen = blake2b(digest_size=20)
    for number, layer in enumerate(layers):
        for name, content in _files(f"{layer}/{place}", place):
            seen.update(f"{number}\0{name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
            seen.update(content)
    return seen.hexdigest()


def _read(path: str) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except PermissionError:
        return UNREADABLE


def _files(path: str, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield what lies at a place and below it: names, and contents."""
    if os.path.islink(path):
        yield name, b"link " + os.fsencode(os.readlink(path))
    elif os.path.isdir(path):
        yield from _inside(path, name)
        yield name, b"folder"
    elif os.path.isfile(path):
        yield name, _read(path)
    elif os.path.lexists(path):
        yield name, b"special"


def _inside(
    folder: str,
    name: str,
    left_out: frozenset[str] = frozenset(),
    fingerprint: Callable[[str], bytes] = _read,
) -> Iterator[tuple[str, bytes]]:
    """Yield what lies in a folder. `fingerprint`: returns what identifies a file's content."""
    try:
        with os.scandir(folder) as entries:
            in_order = sorted(entries, key=lambda entry: entry.name)
    except PermissionError:
        yield name, UNREADABLE
        return
    for entry in in_order:
        if entry.name in left_out:
            continue
        inner = f"{name}/{entry.name}"
        if entry.is_file(follow_symlinks=False):
            yield inner, fingerprint(entry.path)
        elif entry.is_dir(follow_symlinks=False):
            yield from _inside(entry.path, inner, left_out, fingerprint)
            yield inner, b"folder"
        else:
            yield from _files(entry.path, inner)


def program_version(home: Path | None = None) -> str:
    """Return an id of this program: its own files, its theme, and the libraries it is built on.

    `home`: a folder of the user's in which the id is cached until one of the files changes, since
    reading all of them takes as long as a learner's pages.
    """
    libraries = Path(yaml.__file__).parents[1]
    names = "\0".join(sorted(name for name in os.listdir(libraries) if "-info" in name))
    about = f"{sys.version}\0{names}\0".encode()
    if home is None:
        return _id_of(about, _program_files(_read))
    stamp = _id_of(about, _program_files(_change_time))
    cache = home / "program"
    cached = _read_cache(cache).split()
    if len(cached) == 2 and cached[0] == stamp:
        return cached[1]
    version = _id_of(about, _program_files(_read))
    _write_cache(cache, f"{stamp} {version}\n")
    return version


def _program_files(fingerprint: Callable[[str], bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the names and fingerprints of the program's own files and its theme's."""
    for folder in (str(Path(__file__).parents[1]), str(theme_folder())):
        yield from _inside(folder, "", COMPILED, fingerprint)


def _id_of(about: bytes, files: Iterable[tuple[str, bytes]]) -> str:
    seen = blake2b(about, digest_size=20)
    for name, content in files:
        seen.update(f"{name}\0{len(content)}\0".encode())
        seen.update(content)
    return seen.hexdigest()


def _change_time(path: str) -> bytes:
    """Return a file's size and the time of its last change, which nobody can set."""
    about = os.lstat(path)
    return f"{about.st_size} {about.st_ctime_ns}".encode()


def _read_cache(file: Path) -> str:
    try:
        return file.read_text("ascii", "replace")
    except OSError:
        return ""


def _write_cache(file: Path, words: str) -> None:
    """Write the cache if possible: without it, the version is calculated again."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        fresh.write_text(words, "ascii")
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)
