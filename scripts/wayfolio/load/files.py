"""Finds and reads files below a school's folder, and refuses what is not safe to read."""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from wayfolio.load import nodes
from wayfolio.load.decode import Decoder
from wayfolio.load.introspection import first_key, kinds_defined
from wayfolio.load.markdown import find_too_deep, find_too_wide, remove_comments
from wayfolio.load.nodes import shorten
from wayfolio.load.recorder import FAILED
from wayfolio.model.diagnostics import EVERY, Diagnostic, Location, Mention, Severity, warning
from wayfolio.model.file_names import is_device, is_litter
from wayfolio.model.rules import Rule
from wayfolio.model.structs import fields, is_noun, required_fields

FILE_NAME = re.compile(r"[a-z0-9_][a-z0-9_-]{0,99}(\.[a-z0-9]{1,8})?")
MAY_BE_READ = "allow it: chmod u=rwX,go=rX"
USUAL_SIZE = 16 * 1024
"""In bytes: nearly all files are smaller."""
FRONT_MATTER = re.compile(r"---[ ]*\n(.*?\n|)---[ ]*(\n|$)", re.S)


class Findings(Struct):
    """Mistakes found so far, and the names that files mention and define."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    defined: set[tuple[str, str]] = field(default_factory=set)
    """The kind and name of everything that files define, even with mistakes."""

    def take(self, other: "Findings") -> None:
        """Add the findings of another part."""
        self.diagnostics.extend(other.diagnostics)
        self.mentions.extend(other.mentions)
        self.defined.update(other.defined)

    def unread(self, hint: Any) -> None:
        """Accept every name that an unreadable file of a type may define."""
        self.defined.update((kind, EVERY) for kind in kinds_defined(hint))

    def error(self, path: str, rule: Rule, message: str, hint: str) -> None:
        """Record a mistake that concerns a whole file."""
        self.diagnostics.append(
            Diagnostic(
                at=Location(path),
                rule=rule,
                severity=Severity.ERROR,
                message=message,
                hint=hint,
            )
        )

    def repeated(self, at: Location, name: str, first: Location) -> None:
        """Record that a name is given twice."""
        self.diagnostics.append(
            Diagnostic(
                at=at,
                rule=Rule.REPEATED_NAME,
                severity=Severity.ERROR,
                message=f"“{name}” is already used ({first})",
                hint="choose another name for one of the two",
            )
        )


class Layer(Struct, frozen=True):
    """A folder laid over the school's, and the paths below which it may hold something."""

    root: Path
    allowed: tuple[str, ...]
    shared: tuple[str, ...] = ()
    """Files of which the school's own folder may hold a part (`plans.py`)."""

    def holds(self, path: str) -> bool:
        """Whether something at a path may come from here."""
        return any(path == place or path.startswith(f"{place}/") for place in self.allowed)

    def leads_to(self, path: str) -> bool:
        """Whether a path is a folder above something that may come from here, or such a thing."""
        return self.holds(path) or any(place.startswith(f"{path}/") for place in self.allowed)

    def entries(self, folder: str, findings: "Findings") -> Iterator[os.DirEntry[str]]:
        """Yield what it may hold in a folder; `sources.py` reports the rest."""
        if not self.leads_to(folder):
            return
        for entry in _scan_readable(f"{self.root}/{folder}", folder, findings):
            path = f"{folder}/{entry.name}"
            is_folder = entry.is_dir(follow_symlinks=False)
            if self.holds(path) or (is_folder and self.leads_to(path)):
                yield entry


class Folder(Struct, frozen=True):
    """A school's folder, or one inside it; paths are shown relative to the school's."""

    root: Path
    path: str = ""
    layers: tuple[Layer, ...] = ()

    def __truediv__(self, name: str) -> "Folder":
        return Folder(self.root, f"{self.path}/{name}" if self.path else name, self.layers)

    def file(self, name: str) -> Path:
        """Return where a file of this folder lies on this machine, or would lie."""
        return Path(self.place(name))

    def place(self, name: str) -> str:
        """Return the same as text, which is faster for many files."""
        path = f"{self.path}/{name}" if self.path else name
        for layer in self.layers:
            if layer.holds(path) and os.path.lexists(layer.root / path):
                return str(layer.root / path)
        return f"{self.root}/{path}"

    def is_of_a_source(self, path: str) -> bool:
        """Whether something at a path below the school's folder may come from a source."""
        return any(layer.holds(path) for layer in self.layers)

    def entries(self, findings: Findings) -> Iterator[tuple[str, bool]]:
        """Yield the names in the folder in order, and whether each is a folder itself.

        Links, devices and names that some computers cannot hold are refused. A folder that is a
        link is not entered; it is reported with the folder that contains it. What systems and
        editors leave behind is not there.
        """
        own = _scan_readable(f"{self.root}/{self.path}", self.path, findings)
        entries = {entry.name: entry for entry in own}
        for layer in self.layers:
            for entry in layer.entries(self.path, findings):
                if self._is_repeated(entry, entries.get(entry.name), layer):
                    message = "two sources have this file"
                    path = f"{self.path}/{entry.name}"
                    findings.error(path, Rule.NOT_ITS_SOURCE, message, "keep it in one of them")
                entries[entry.name] = entry
        for name in sorted(entries):
            if _is_safe(entries[name], self.path, findings):
                yield name, entries[name].is_dir(follow_symlinks=False)

    def _is_repeated(
        self, entry: "os.DirEntry[str]", before: "os.DirEntry[str] | None", layer: Layer
    ) -> bool:
        """Whether a layer has a file that is there already, and may not share it."""
        if before is None or entry.is_dir(follow_symlinks=False):
            return False
        path = f"{self.path}/{entry.name}"
        return path not in layer.shared or before.path != f"{self.root}/{path}"


def holds_files(folder: Folder) -> bool:
    """Whether somebody's file lies in a folder or below it. Git carries no other folder."""
    layers = [layer.root for layer in folder.layers if layer.leads_to(folder.path)]
    return any(_holds_files(f"{root}/{folder.path}") for root in (folder.root, *layers))


def _holds_files(folder: str) -> bool:
    return any(
        not is_litter(entry.name)
        and (not entry.is_dir(follow_symlinks=False) or _holds_files(entry.path))
        for entry in _scan(folder)
    )


def refuse_links(folder: Folder, name: str, findings: Findings) -> None:
    """Report every link and special file below a folder whose files are published as they are.

    The site engine would follow a link and publish its target from the builder's machine.
    """
    for above, folders, names in os.walk(folder.root / name):
        for path in (Path(above, entry) for entry in (*folders, *names)):
            mode = path.lstat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                shown = shorten(path.relative_to(folder.root).as_posix())
                message = "this is a link or a special file"
                findings.error(shown, Rule.UNSAFE_FILE, message, "put the file itself here")


def _scan(folder: str) -> list[os.DirEntry[str]]:
    try:
        return [] if os.path.islink(folder) else list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _scan_readable(folder: str, path: str, findings: Findings) -> list[os.DirEntry[str]]:
    try:
        return _scan(folder)
    except PermissionError:
        message = "this folder may not be read here"
        findings.error(path, Rule.UNSAFE_FILE, message, MAY_BE_READ)
        return []


def _is_safe(entry: os.DirEntry[str], folder: str, findings: Findings) -> bool:
    """Whether an entry can be read on every computer. Reports one that cannot."""
    # The folder's listing says it, without a system call for each of maybe ten thousand entries.
    is_plain = entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)
    is_named_well = FILE_NAME.fullmatch(entry.name) and not is_device(entry.name)
    if is_plain and is_litter(entry.name):
        return False
    if is_plain and is_named_well:
        return True
    path = f"{folder}/{shorten(entry.name)}"
    if not is_plain:
        message = "this is a link or a special file"
        findings.error(path, Rule.UNSAFE_FILE, message, "put the file itself here")
    elif entry.name.startswith("."):
        message = "this file is hidden: nothing reads it here, and it could change the site"
        findings.error(path, Rule.UNSAFE_FILE, message, "delete it")
    else:
        message = f"“{shorten(entry.name)}” is a name that not every computer can hold"
        hint = "use lower-case letters, digits and hyphens, for example my-map.png"
        if is_device(entry.name):
            hint = f"Windows keeps it for a device: call it {_numbered(entry.name)}"
        findings.error(path, Rule.UNSAFE_FILE, message, hint)
    return False


def _numbered(name: str) -> str:
    stem, dot, ending = name.partition(".")
    return f"{stem}-1{dot}{ending}"


def is_file(folder: Folder, name: str) -> bool:
    """Whether a regular file of that name lies in the folder; links and devices do not count."""
    return _is_plain(folder.place(name))


def _is_plain(path: str | Path) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def read(folder: Folder, name: str, most: int = nodes.LARGEST_FILE + 1) -> bytes:
    """Return the content of a file, at most `most` bytes: one more than is allowed.

    Errors: Unreadable where this user may not read it, or where it is a pipe or a device.
    """
    place = folder.place(name)
    try:
        if not stat.S_ISREG(os.stat(place).st_mode):
            # Opening a pipe blocks until another program writes to it.
            raise _refuse(folder, name, "this is a special file", "put the file itself here")
        with open(place, "rb", buffering=0) as file:
            content = file.read(min(most, USUAL_SIZE))
            # Allocating space for the largest file takes a while, so only where it is needed.
            return content if len(content) < USUAL_SIZE else content + file.read(most - USUAL_SIZE)
    except PermissionError:
        raise _refuse(folder, name, "this file may not be read here", MAY_BE_READ) from None


def _refuse(folder: Folder, name: str, message: str, hint: str) -> nodes.Unreadable:
    path = f"{folder.path}/{name}" if folder.path else name
    return nodes.fail(path, 1, 1, Rule.UNSAFE_FILE, message, hint)


def load_tree(folder: Folder, name: str, findings: Findings) -> nodes.Node | None:
    """Return the YAML nodes of a file, or None if it is empty.

    Errors: Unreadable, after the mistake is reported.
    """
    path = f"{folder.path}/{name}"
    try:
        node, repeated = nodes.parse(nodes.scalar_text(read(folder, name), path), path)
    except nodes.Unreadable as error:
        findings.diagnostics.append(error.diagnostic)
        raise
    findings.diagnostics.extend(repeated)
    return node


def decode_text(
    path: str,
    node: nodes.Node | None,
    hint: Any,
    findings: Findings,
    given: Mapping[str, Any] | None = None,
) -> Any:
    """Return a node as the type `hint` says, or None where it is empty or wrong.

    `given` are fields of a noun that no author writes.
    """
    if node is None:
        if (
            isinstance(hint, type)
            and is_noun(hint)
            and required_fields(hint) - (given or {}).keys()
        ):
            mend = f"write keys, for example “{first_key(hint)}: …”, or delete the file"
            findings.error(path, Rule.NO_VALUE, "the file is empty", mend)
            findings.unread(hint)
        return None
    decoder = Decoder(path)
    value = decoder.decode_noun(node, hint, given) if given else decoder.decode(node, hint)
    findings.diagnostics.extend(decoder.diagnostics)
    findings.mentions.extend(decoder.mentions)
    findings.defined.update(decoder.defined)
    if value is FAILED and not isinstance(node, nodes.Mapping):
        findings.unread(hint)
    return None if value is FAILED else value


def yaml_file(
    folder: Folder,
    name: str,
    hint: Any,
    findings: Findings,
    given: Mapping[str, Any] | None = None,
) -> Any:
    """Return a YAML file as the type `hint` says, or None where it is empty or wrong."""
    try:
        node = load_tree(folder, name, findings)
    except nodes.Unreadable:
        findings.unread(hint)
        return None
    return decode_text(f"{folder.path}/{name}", node, hint, findings, given)


def markdown_file(
    folder: Folder, name: str, noun: type, findings: Findings, given: dict[str, Any]
) -> Any:
    """Return a Markdown file's front matter as `noun`, with its body, or None where it is wrong.

    The noun's field `body` takes the text below the front matter; `body_line`, if it has one, the
    line of the file on which that text begins.
    """
    path = f"{folder.path}/{name}"
    try:
        front, body, first_line = _parts(nodes.scalar_text(read(folder, name), path), path)
        node, repeated = nodes.parse(front, path, first_line=2)
    except nodes.Unreadable as error:
        findings.diagnostics.append(error.diagnostic)
        return None
    findings.diagnostics.extend(repeated)
    body, commented = remove_comments(body)
    findings.diagnostics.extend(_left_out(path, first_line + line) for line in commented)
    given = {**given, "body": body}
    if "body_line" in fields(noun):
        given["body_line"] = first_line
    return decode_text(path, node or nodes.Mapping((), 1, 1), noun, findings, given)


def _left_out(path: str, line: int) -> Diagnostic:
    message = "nobody sees a comment, so the site leaves it out"
    hint = "delete it: whoever can read the repository can read it here"
    return warning(Location(path, line, 1), Rule.COMMENT, message, hint)


def _parts(text: str, path: str) -> tuple[str, str, int]:
    """Return front matter, body and the line on which the body begins; raise Unreadable else."""
    front = FRONT_MATTER.match(text)
    if front is None:
        hint = "begin the file with a line ---, then title and date, then a line ---"
        message = "the lines between --- and --- are missing"
        if text.startswith("+++"):
            hint = "write --- in place of +++, and “title: …” in place of “title = …”"
            message = "the lines between +++ and +++ are TOML, which is not read here"
        raise nodes.fail(path, 1, 1, Rule.NO_FRONT_MATTER, message, hint)
    body, first_line = text[front.end() :], text[: front.end()].count("\n") + 1
    nodes.refuse_signs(nodes.HIDING, body, path, first_line)
    if (line := find_too_deep(body)) is not None:
        message = "quotes or stars are nested too deeply here"
        hint = "write it more simply, with an empty line between paragraphs"
        raise nodes.fail(path, first_line + line, 1, Rule.TOO_DEEP, message, hint)
    if (oversize := find_too_wide(body)) is not None:
        hint = "break it into several"
        raise nodes.fail(path, first_line + oversize[0], 1, Rule.FILE_TOO_LARGE, oversize[1], hint)
    return front[1], body, first_line


def line_at(root: Path, at: Location) -> str | None:
    """Return the line of a place as it was typed, or None where there is none to show."""
    path = root / at.path
    if not at.path.endswith((".yml", ".md", ".po")) or not _is_plain(path):
        return None
    status = path.lstat()
    try:
        lines = _lines(path, status.st_size, status.st_mtime_ns)
    except nodes.Unreadable:
        return None
    return lines[at.line - 1] if at.line <= len(lines) else None


@lru_cache(maxsize=1)
def _lines(path: Path, _size: int, _changed: int) -> list[str]:
    """Return the lines of a file, cached until another file is read or this one changes."""
    content = read(Folder(path.parent), path.name)
    return nodes.lines_of(content.decode("utf-8-sig", "replace"))
