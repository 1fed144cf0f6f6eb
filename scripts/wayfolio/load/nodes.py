"""Parses YAML as people may write it here: the core rules of 1.2, and nothing that surprises.

PyYAML's parser yields the events. Its constructors are not used, because YAML 1.1 turns `no`,
`12:30` and `0755` into other values, and there the last of two equal keys wins silently.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from msgspec import Struct
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from wayfolio.load import conflicts
from wayfolio.load.yaml_errors import explain_yaml_error
from wayfolio.model.diagnostics import Diagnostic, Location, Severity
from wayfolio.model.rules import Rule

LARGEST_FILE = 256 * 1024
DEEPEST = 24
MOST_NODES = 20_000
LONGEST_QUOTE = 60
LFS_POINTER = b"version https://git-lfs"
"""How the small file begins that git LFS leaves where the real one has not been fetched."""

_NOWHERE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff"
    "\U000e0000-\U000e007f"
)
_NOT_IN_WORDS = "\u00ad\u034f\u200b-\u200f"
FORBIDDEN = re.compile(f"[{_NOWHERE}]")
LETTER = "A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff"
HIDING = re.compile(rf"[{_NOT_IN_WORDS}](?<=[{LETTER}].)(?=[{LETTER}])")
"""Invisible signs within a word, which hide a name from a search. Other scripts need such signs."""
UNSEEN = re.compile(f"[{_NOWHERE}{_NOT_IN_WORDS}]")
_IGNORED = (
    "\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
"""Characters that no font draws (Unicode: Default_Ignorable_Code_Point), and Braille's blank."""
_NOTHING_SEEN = re.compile(rf"[\s{_IGNORED}]*")
NOTHING = frozenset(["", "~", "null", "Null", "NULL"])
USUAL = bytes(range(0x20, 0x7F)) + b"\t\n"
"""What most texts consist of; none of it is refused."""


# A large school has millions of nodes, and a frozen class takes three times as long to fill.
class Scalar(Struct):
    """A value without parts."""

    text: str
    quoted: bool
    line: int
    column: int

    @property
    def is_null(self) -> bool:
        """Whether the value is empty."""
        return self.text in NOTHING and not self.quoted


class Sequence(Struct):
    """A list."""

    items: "tuple[Node, ...]"
    line: int
    column: int


class Mapping(Struct):
    """Keys with values."""

    items: "tuple[tuple[Scalar, Node], ...]"
    line: int
    column: int

    @property
    def key_places(self) -> tuple[tuple[str, int, int], ...]:
        """Return each key with the line and column of its value, and those right below it."""
        places = [(key.text, below.line, below.column) for key, below in self.items]
        for key, below in self.items:
            if isinstance(below, Mapping):
                own = below.items
                places += [(f"{key.text}.{k.text}", v.line, v.column) for k, v in own]
        return tuple(places)


Node = Scalar | Sequence | Mapping


def shorten(text: str) -> str:
    """Return text for a quotation in a message: one line, shortened, invisible signs escaped."""
    line = re.sub(r"\s+", " ", text)
    line = line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE]}…"
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in line)


class Unreadable(Exception):
    """A file cannot be read as YAML. Carries its diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


def fail(path: str, line: int, column: int, rule: Rule, message: str, hint: str) -> Unreadable:
    """Return the exception for a file that cannot be read further."""
    at = Location(path, line, column)
    return Unreadable(
        Diagnostic(at=at, rule=rule, severity=Severity.ERROR, message=message, hint=hint)
    )


def is_seen(text: str) -> bool:
    """Whether somebody sees anything of a text."""
    return not _NOTHING_SEEN.fullmatch(text)


def scalar_text(content: bytes, path: str) -> str:
    """Return a file's text with plain line ends, or raise Unreadable."""
    if len(content) > LARGEST_FILE:
        message = f"the file is larger than {LARGEST_FILE // 1024} kB"
        raise fail(path, 1, 1, Rule.FILE_TOO_LARGE, message, "split it into several files")
    if content.startswith(LFS_POINTER):
        message = "this is only a pointer to the real file (git LFS)"
        hint = "fetch the real files with: git lfs pull; texts need no LFS"
        raise fail(path, 1, 1, Rule.UNSAFE_FILE, message, hint)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        lines = lines_of(content[: error.start].decode("utf-8-sig", "replace"))
        hint = "save the file as UTF-8 (in most editors: “Save with encoding”)"
        message = "the file is not UTF-8 text"
        raise fail(path, len(lines), len(lines[-1]) + 1, Rule.NOT_UTF8, message, hint) from None
    if "\r" in text:
        text = "\n".join(lines_of(text))
    refuse_conflicts(text, path, is_markdown=path.endswith(".md"))
    refuse_signs(FORBIDDEN, text, path)
    return text


def refuse_conflicts(text: str, path: str, first_line: int = 1, *, is_markdown: bool) -> None:
    """Raise Unreadable where git has left both versions of a part in a text."""
    line = conflicts.find_conflict(text, is_markdown=is_markdown)
    if line is not None:
        line += first_line - 1
        raise fail(path, line, 1, Rule.MERGE_CONFLICT, conflicts.MESSAGE, conflicts.HINT)


def refuse_signs(signs: re.Pattern[str], text: str, path: str, first_line: int = 1) -> None:
    """Raise Unreadable where one of these signs stands in a text, which begins at `first_line`."""
    # Deleting the usual characters takes a tenth of the time of a search through them.
    rare = text.encode().translate(None, USUAL).decode()
    if UNSEEN.search(rare) and (sign := signs.search(text)):
        before = text[: sign.start()]
        line, column = before.count("\n"), sign.start() - (before.rfind("\n") + 1) + 1
        message = f"there is an invisible character here (U+{ord(sign[0]):04X})"
        rule = Rule.FORBIDDEN_CHARACTER
        raise fail(path, first_line + line, column, rule, message, "delete it")


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, whatever ends them: LF, CR LF or CR."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def plain_lines(content: bytes) -> str:
    """Return a file's text with plain line ends, whatever is wrong with it."""
    return "\n".join(lines_of(content.decode("utf-8-sig", "replace")))


def parse(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Diagnostic]]:
    """Return the document in `text`, and a diagnostic for each repeated key. Errors: Unreadable.

    `first_line` is the line of the file on which `text` begins.
    """
    refuse_conflicts(text, path, first_line, is_markdown=False)
    places = _Places(path, text.split("\n"), first_line)
    builder = _Builder(places)
    try:
        return builder.document(_events(text, places)), builder.repeated_keys
    except yaml.MarkedYAMLError as error:
        mark, message, hint = _explain(error, places)
        raise places.fail(mark, Rule.YAML_SYNTAX, message, hint) from None


class _Places(Struct, frozen=True):
    """Translates the parser's marks into lines and columns of the file."""

    path: str
    lines: list[str]
    first_line: int

    def of(self, mark: Any) -> tuple[int, int]:
        """Return line and column. What is missing at the end lies after the last character."""
        if mark is None:
            return self.first_line, 1
        if mark.line < len(self.lines) and mark.column < len(self.lines[mark.line]):
            return mark.line + self.first_line, mark.column + 1
        line = min(mark.line, len(self.lines) - 1)
        end = len(self.lines[line])
        column = min(mark.column, end) if mark.line == line else end
        return line + self.first_line, column + 1

    def fail(self, mark: Any, rule: Rule, message: str, hint: str) -> Unreadable:
        """Return the exception for a file that cannot be read further."""
        return fail(self.path, *self.of(mark), rule, message, hint)

    def rest_at(self, mark: Any) -> tuple[str, str]:
        """Return the line of a mark, and the rest of it from the mark on."""
        line, column = self.of(mark)
        whole = self.lines[line - self.first_line]
        return whole, whole[column - 1 :]


_TOO_DEEP = (
    f"this is nested deeper than {DEEPEST} levels",
    "write it with fewer brackets or less indentation",
)


PLAIN = frozenset([ScalarEvent, SequenceStartEvent, MappingStartEvent])
ENDS = frozenset([SequenceEndEvent, MappingEndEvent])


def _events(text: str, places: _Places) -> Iterator[Any]:
    """Yield the parser's events one by one, so that parsing stops at the first that is refused.

    Text nested too deep is never parsed to its end.
    """
    loader = yaml.CSafeLoader(text)
    documents = number = 0
    try:
        while loader.check_event():
            event: Any = loader.get_event()
            kind = type(event)
            is_usual = kind in PLAIN and event.anchor is None and event.tag is None
            if not is_usual and kind not in ENDS:
                documents += kind is yaml.DocumentStartEvent
                if feature := _refused_feature(event, documents):
                    raise places.fail(event.start_mark, Rule.YAML_FEATURE, *feature)
            if number > MOST_NODES:
                message = f"the file has more than {MOST_NODES} values"
                hint = "split it into several files"
                raise places.fail(event.start_mark, Rule.FILE_TOO_LARGE, message, hint)
            number += 1
            yield event
    finally:
        loader.dispose()


def _refused_feature(event: yaml.Event, documents: int) -> tuple[str, str] | None:
    if isinstance(event, yaml.AliasEvent):
        message = f"“*{shorten(event.anchor or '')}” refers to something written elsewhere"
        return message, "write it out again; put text that begins with * in quotes"
    if anchor := getattr(event, "anchor", None):
        message = f"“&{shorten(anchor)}” gives a name to what follows"
        return message, "leave the name out; put text that begins with & in quotes"
    if getattr(event, "tag", None):
        return (
            "“!” begins an instruction here",
            "leave it out; put text that begins with ! in quotes",
        )
    if isinstance(event, yaml.DocumentStartEvent):
        if documents > 1:
            return "after “---” a second text begins", "put it into a file of its own"
        if event.version or event.tags:
            return "a line begins with %", "leave the line out"
    return None


def _explain(error: yaml.MarkedYAMLError, places: _Places) -> tuple[Any, str, str]:
    """Return where something is wrong, what, and what to do."""
    said = f"{error.context} {error.problem}"
    mark = error.problem_mark or error.context_mark
    begins = ("quoted scalar" in said and "escape" not in said) or "a simple key" in said
    if error.context_mark and begins:
        # The parser notices it only later, sometimes in the next line.
        mark = error.context_mark
    return mark, *explain_yaml_error(said, *places.rest_at(mark))


class _Builder:
    """Builds nodes from parser events; collects repeated keys."""

    def __init__(self, places: _Places) -> None:
        self.places = places
        self.repeated_keys: list[Diagnostic] = []

    def document(self, events: Iterator[Any]) -> Node | None:
        root = None
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                root = self.node(event, events, 1)
        return root

    def node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        line, column = self.places.of(event.start_mark)
        if depth > DEEPEST:
            raise fail(self.places.path, line, column, Rule.TOO_DEEP, *_TOO_DEEP)
        kind = type(event)
        if kind is ScalarEvent:
            # The text was checked already, but an escape can add such a character.
            if event.style == '"' and (sign := FORBIDDEN.search(event.value)):
                message = f"there is an invisible character in this text (U+{ord(sign[0]):04X})"
                raise fail(
                    self.places.path, line, column, Rule.FORBIDDEN_CHARACTER, message, "delete it"
                )
            return Scalar(event.value, bool(event.style), line, column)
        if kind is SequenceStartEvent:
            items = []
            while type(event := next(events)) is not SequenceEndEvent:
                items.append(self.node(event, events, depth + 1))
            return Sequence(tuple(items), line, column)
        return Mapping(self.pairs(events, depth), line, column)

    def pairs(self, events: Iterator[Any], depth: int) -> tuple[tuple[Scalar, Node], ...]:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        while type(event := next(events)) is not MappingEndEvent:
            key = self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                message = "expected a key, found brackets"
                hint = "put text with brackets in quotes"
                raise fail(self.places.path, key.line, key.column, Rule.YAML_SYNTAX, message, hint)
            if key.text in pairs:
                self._report_repeated(key, pairs[key.text][0])
            else:
                pairs[key.text] = key, value
        return tuple(pairs.values())

    def _report_repeated(self, key: Scalar, first: Scalar) -> None:
        self.repeated_keys.append(
            Diagnostic(
                at=Location(self.places.path, key.line, key.column),
                rule=Rule.REPEATED_KEY,
                severity=Severity.ERROR,
                message=f"“{shorten(key.text)}” is repeated (first on line {first.line})",
                hint="keep one of the two, or put both values in one list",
            )
        )
