"""YAML as people may write it here: the 1.2 core rules, and nothing that surprises.

PyYAML's parser gives the events; its constructors are not used, because YAML 1.1 turns `no`,
`12:30` and `0755` into other things, and a repeated key silently wins there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from wayfolio.model.places import Diagnostic, Location, Severity
from wayfolio.model.rules import Rule

LARGEST_FILE = 256 * 1024
DEEPEST = 24
MOST_NODES = 50_000
LONGEST_QUOTE = 60

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value without parts."""

    text: str
    quoted: bool
    line: int
    column: int

    @property
    def is_null(self) -> bool:
        """Whether nothing stands here."""
        return not self.quoted and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: "tuple[Node, ...]"
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values."""

    items: "tuple[tuple[Scalar, Node], ...]"
    line: int
    column: int


Node = Scalar | Sequence | Mapping


def short(text: str) -> str:
    """Return text as a message quotes it: in one line, its beginning, signs nobody sees escaped."""
    line = " ".join(text.split())
    line = line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE]}…"
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in line)


class Unreadable(Exception):
    """A file that cannot be read as YAML; carries the one diagnostic."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(str(found))
        self.found = found


def fail(path: str, line: int, column: int, rule: Rule, message: str, hint: str) -> Unreadable:
    """Return the exception for a file that cannot be read further."""
    at = Location(path, line, column)
    return Unreadable(
        Diagnostic(at=at, rule=rule, severity=Severity.ERROR, message=message, hint=hint)
    )


def text_of(content: bytes, path: str) -> str:
    """Return a file's text with plain line ends, or raise Unreadable."""
    if len(content) > LARGEST_FILE:
        message = f"the file is larger than {LARGEST_FILE // 1024} kB"
        raise fail(path, 1, 1, Rule.FILE_TOO_LARGE, message, "split it into several files")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        lines = lines_of(content[: error.start].decode("utf-8-sig", "replace"))
        hint = "save the file as UTF-8 (in most editors: “Save with encoding”)"
        message = "the file is not UTF-8 text"
        raise fail(path, len(lines), len(lines[-1]) + 1, Rule.NOT_UTF8, message, hint) from None
    text = "\n".join(lines_of(text))
    if found := FORBIDDEN.search(text):
        before = text[: found.start()]
        line, column = before.count("\n") + 1, found.start() - (before.rfind("\n") + 1) + 1
        message = f"an invisible character (U+{ord(found[0]):04X}) stands here"
        raise fail(path, line, column, Rule.FORBIDDEN_CHARACTER, message, "delete it")
    return text


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, whatever ends them: LF, CR LF or CR."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def parse(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Diagnostic]]:
    """Return the one document in `text` and what its keys repeat; raise Unreadable else.

    `first_line` is the line of the file on which `text` begins.
    """
    builder = _Builder(path, first_line)
    # The parser goes only as far as it is asked: what is nested too deep is never read to its end.
    events = yaml.parse(text, Loader=yaml.CSafeLoader)
    try:
        return builder.document(_checked(events, path, first_line)), builder.found
    except yaml.MarkedYAMLError as error:
        line, column, message, hint = _in_plain_words(error, text)
        raise fail(path, line + first_line, column, Rule.YAML_SYNTAX, message, hint) from None


_TOO_DEEP = (
    f"this is nested deeper than {DEEPEST} levels",
    "write it with fewer brackets or less indentation",
)


def _checked(events: Iterator[yaml.Event], path: str, first_line: int) -> Iterator[yaml.Event]:
    documents = 0
    for number, event in enumerate(events):
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if feature := _feature(event, documents):
            raise fail(path, *_place(event, first_line), Rule.YAML_FEATURE, *feature)
        if number > MOST_NODES:
            line, _ = _place(event, first_line)
            message = f"the file has more than {MOST_NODES} values"
            raise fail(path, line, 1, Rule.FILE_TOO_LARGE, message, "split it into several files")
        yield event


def _place(event: yaml.Event, first_line: int) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)


def _feature(event: yaml.Event, documents: int) -> tuple[str, str] | None:
    if isinstance(event, yaml.AliasEvent):
        message = f"“*{short(event.anchor or '')}” stands for something written elsewhere"
        return message, "write it out again; put text that begins with * in quotes"
    if anchor := getattr(event, "anchor", None):
        message = f"“&{short(anchor)}” gives a name to what follows"
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


_BROKEN_OFF = (
    "this cannot be read",
    "look at the quotes, brackets and indentation of this line and the one above",
)
_PLAIN_WORDS = (
    (
        "escape",
        "“\\” means something else within double quotes",
        "use single quotes, or write \\\\",
    ),
    (
        "quoted scalar",
        "the quotes that open here are never closed",
        "close them with the same sign",
    ),
    ("tab", "a tab stands where spaces belong", "indent with spaces"),
    ("TAB", "a tab stands where spaces belong", "indent with spaces"),
    ("',' or ']'", "in this list in [ ] a comma or the ] is missing", "add it"),
    ("',' or '}'", "between these { } a comma or the } is missing", "add it"),
    ("expected '-' indicator", "this line is no entry of the list above", "begin it with “- ”"),
    ("expected ':'", "a “: ” is missing after this key", "write “key: value”"),
    ("alias", "text that begins with * stands without quotes", "put it in quotes"),
    ("anchor", "text that begins with & stands without quotes", "put it in quotes"),
    ("tag", "text that begins with ! stands without quotes", "put it in quotes"),
    ("directive", "a line begins with %", "leave it out, or put text that begins with % in quotes"),
    (
        "block scalar",
        "something stands behind | or > in this line",
        "begin the text on the next line",
    ),
    (
        "entries are not allowed",
        "a list begins within a line",
        "begin it on the next line, indented",
    ),
    ("node content", "something is missing before this sign", "write it, or delete the sign"),
    (
        "expected key",
        "this line does not fit what stands above it",
        "indent it like its neighbours; if the line above has quotes, put its whole text in them",
    ),
    ("document start", "the text goes on after its end", "look at the indentation of this line"),
)
"""What the parser says (a part of it), what it means, and what to do."""


def _in_plain_words(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int, str, str]:
    """Return line (from 0), column (from 1), message and hint."""
    said = f"{error.context} {error.problem}"
    mark = error.problem_mark or error.context_mark
    if error.context_mark and "quoted scalar" in said and "escape" not in said:
        mark = error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    typed = text.split("\n")[line]
    if "mapping values are not allowed" in said:
        message, hint = _second_colon(typed)
    elif "cannot start any token" in said and typed[column : column + 1] not in ("", "\t"):
        message, hint = f"“{typed[column]}” cannot begin a text", "put the text in quotes"
    else:
        found = ((m, h) for words, m, h in _PLAIN_WORDS if words in said)
        message, hint = next(found, _BROKEN_OFF)
    return line, column + 1, message, hint


def _second_colon(line: str) -> tuple[str, str]:
    if line.count(": ") > 1:
        return "a second “: ” in one line", "put the text that contains “: ” in quotes"
    message = "this line is indented below a line that has a value already"
    return message, "indent it like the line above, or put a text of several lines in quotes"


class _Builder:
    """Builds nodes from parser events; collects repeated keys."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.found: list[Diagnostic] = []

    def document(self, events: Iterator[yaml.Event]) -> Node | None:
        root = None
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                root = self.node(event, events, 1)
        return root

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        line, column = _place(event, self.first_line)
        if depth > DEEPEST:
            raise fail(self.path, line, column, Rule.TOO_DEEP, *_TOO_DEEP)
        if isinstance(event, yaml.ScalarEvent):
            if found := FORBIDDEN.search(event.value):
                message = f"an invisible character (U+{ord(found[0]):04X}) stands in this text"
                raise fail(self.path, line, column, Rule.FORBIDDEN_CHARACTER, message, "delete it")
            return Scalar(event.value, bool(event.style), line, column)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.append(self.node(event, events, depth + 1))
            return Sequence(tuple(items), line, column)
        return Mapping(self.pairs(events, depth), line, column)

    def pairs(self, events: Iterator[yaml.Event], depth: int) -> tuple[tuple[Scalar, Node], ...]:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                message = "brackets stand where a key belongs"
                hint = "put text with brackets in quotes"
                raise fail(self.path, key.line, key.column, Rule.YAML_SYNTAX, message, hint)
            if key.text in pairs:
                self.repeated(key, pairs[key.text][0])
            else:
                pairs[key.text] = key, value
        return tuple(pairs.values())

    def repeated(self, key: Scalar, first: Scalar) -> None:
        self.found.append(
            Diagnostic(
                at=Location(self.path, key.line, key.column),
                rule=Rule.REPEATED_KEY,
                severity=Severity.ERROR,
                message=f"“{short(key.text)}” stands here again (first on line {first.line})",
                hint="keep one of the two, or put both values in one list",
            )
        )
