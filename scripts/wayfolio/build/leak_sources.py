"""Where the words were typed that a page would show and may not: the author's file and line."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from wayfolio.check.leaks import Scanner, find_active
from wayfolio.load.built_site import built_file
from wayfolio.load.files import Folder, is_file
from wayfolio.model.diagnostics import Diagnostic, Location, error
from wayfolio.model.leaks import BuiltFile, Leak
from wayfolio.model.own_files import DOCS, SETTINGS
from wayfolio.model.rules import Rule
from wayfolio.school.own_pages import omission_error

ELSEWHERE = re.compile(rb"\]\(\s*<?(?:https?:)?//")
ACTIVE = ("holds ", "fetches ", "sends ", "has ")
"""How a message begins that is about what a page does."""
LEARNER_PARTS = ("learner.yml", "plan.yml", "placements.yml")
LEARNER_FOLDERS = ("evidence", "demonstrations", "supports")
SHARED = ("competencies", "translations", DOCS)


def find_source(folder: Folder, scanner: Scanner, at: Location, leak: Leak) -> Location:
    """Return where a leak was typed: in the file of `at`, or in another of the same learner.

    On the page of a piece of work stands no other work.
    """
    home = "/".join(at.path.split("/")[:2])
    others = [path for path in _files_of_learner(folder, home) if not _is_work(at.path, path)]
    return find_in_files(folder, [at.path, *others], scanner, leak) or at


def _is_work(*paths: str) -> bool:
    return all("/evidence/" in path and path.endswith(".md") for path in paths)


def _files_of_learner(folder: Folder, home: str) -> Iterator[str]:
    yield from (f"{home}/{name}" for name in LEARNER_PARTS)
    for name in LEARNER_FOLDERS:
        inside = Path(folder.place(f"{home}/{name}"))
        if inside.is_dir():
            yield from (
                f"{home}/{name}/{file.name}"
                for file in sorted(inside.iterdir())
                if file.suffix in (".md", ".yml")
            )


def find_in_files(
    folder: Folder, paths: Iterable[str], scanner: Scanner, leak: Leak
) -> Location | None:
    """Return the first place in some files that holds what a page may not, or None."""
    for path in paths:
        if is_file(folder, path):
            for hit in _hits(path, Path(folder.place(path)).read_bytes(), scanner):
                if hit.message == leak.message:
                    return Location(path, hit.line, 1)
    return None


def _hits(path: str, content: bytes, scanner: Scanner) -> Iterator[Leak]:
    name = path.rpartition("/")[2]
    yield from scanner.find_private(built_file(name, content))
    as_page = BuiltFile(path=name, kind="page", raw=content, texts=(content,))
    yield from find_active(as_page, framed=True)
    if (at := find_picture_elsewhere(content)) >= 0:
        line = content.count(b"\n", 0, at) + 1
        message = "fetches something from another host"
        yield Leak(path=name, line=line, message=message)


def find_picture_elsewhere(content: bytes) -> int:
    """Return where a picture of another host is written, or -1 where none is."""
    for elsewhere in ELSEWHERE.finditer(content):
        first = content.rfind(b"]", 0, elsewhere.start()) + 1
        at = content.find(b"![", first, elsewhere.start())
        if at >= 0:
            return at
    return -1


# ---- pages about all -----------------------------------------------------------------------------


def place_withheld(root: Path, scanner: Scanner, leaks: Iterable[Leak]) -> Iterator[Diagnostic]:
    """Yield for each leak of a page about all the error at its source."""
    folder = Folder(root)
    everything: list[str] | None = None
    for leak in leaks:
        at = find_in_files(folder, _own_sources(leak.path), scanner, leak)
        own = _likeliest_source(root, leak.path)
        if at is None and own.path.endswith(".md"):
            # On a page of the school's own stands no other one.
            at = find_in_files(folder, [SETTINGS], scanner, leak) or own
        if at is None:
            everything = everything or list(_shared_files(root))
            at = find_in_files(folder, everything, scanner, leak)
        at = at or own
        yield (
            omitted(at, leak) if is_active(leak) else omission_error(at.path, at.line, leak.message)
        )


def is_active(leak: Leak) -> bool:
    """Whether a page would do something, instead of telling something."""
    return leak.message.startswith(ACTIVE)


def leak_error(at: Location, leak: Leak) -> Diagnostic:
    """Return the error that something of a learner is left out for what its page would show."""
    if is_active(leak):
        return omitted(at, leak)
    message = f"its page would show {leak.message}, so the site leaves it out"
    return error(at, Rule.NAMED, message, "write it without that, and audit the site afterwards")


def omitted(at: Location, leak: Leak) -> Diagnostic:
    """Return the error that something is left out of the site for what its page would do."""
    message = f"its page {leak.message}, so the site leaves it out"
    return error(at, Rule.NAMED, message, "leave it out: pages ask no other host and run nothing")


def _own_sources(path: str) -> list[str]:
    """Return the files in docs/ from which the site engine may have made a file of the site."""
    address, language = path.removesuffix("index.html").rstrip("/"), ""
    first, _, rest = address.partition("/")
    if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", first):
        language = first
    sources = [f"{address}.md", f"{address}/index.md", f"{address}/README.md", path]
    if not address:
        sources = ["index.md", "README.md"]
    if language:
        inner = rest or "index"
        sources += [f"{inner}.{language}.md", f"{inner}/index.{language}.md", f"{inner}.md"]
        sources += [f"{rest}/index.md" if rest else "index.md", rest]
    return [f"{DOCS}/{source}" for source in sources if source]


def _likeliest_source(root: Path, path: str) -> Location:
    sources = (source for source in _own_sources(path) if (root / source).is_file())
    return Location(next(sources, SETTINGS))


def _shared_files(root: Path) -> Iterator[str]:
    """Yield the files of which every page may show something, then the learners' own."""
    yield SETTINGS
    for place in (*SHARED, "portfolios"):
        for file in sorted((root / place).rglob("*")):
            if file.is_file() and not file.is_symlink():
                yield file.relative_to(root).as_posix()
