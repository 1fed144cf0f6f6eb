"""Changes single values in a YAML file; everything else stays as it was typed."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from msgspec import Struct
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from wayfolio.write.texts import flow_text

EMPTY = "tag:yaml.org,2002:null"
BYTE_ORDER_MARK = "\ufeff"


class NotTheUsualForm(Exception):
    """The file is written in a way that nothing can be put into: somebody does it by hand."""


class YamlFile(Struct, frozen=True):
    """A file's text, and the nodes in it with their places."""

    text: str
    top: MappingNode
    mark: str
    """The byte order mark before the text, if there is one."""

    @property
    def newline(self) -> str:
        """How lines end in this file."""
        return "\r\n" if "\r\n" in self.text else "\n"


def parse_file(text: str) -> YamlFile:
    """Return a file with its nodes. Errors: NotTheUsualForm."""
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    plain = text.removeprefix(mark)
    try:
        top = yaml.compose(plain, yaml.CSafeLoader)
    except yaml.YAMLError:
        top = None
    if not isinstance(top, MappingNode):
        raise NotTheUsualForm("it cannot be read")
    return YamlFile(plain, top, mark)


def find_node(mapping: Node | None, *keys: str) -> Node | None:
    """Return what stands below some keys."""
    node = mapping
    for name in keys:
        pairs = node.value if isinstance(node, MappingNode) else []
        node = next((value for key, value in pairs if key.value == name), None)
    return node


def list_entries(node: Node | None) -> list[Node]:
    """Return the entries of a list; what stands there alone is its only entry."""
    if isinstance(node, SequenceNode):
        return list(node.value)
    return [node] if isinstance(node, MappingNode) else []


# ---- changes -------------------------------------------------------------------------------------


def set_scalar(text: str, keys: Sequence[str], value: Any) -> str:
    """Return a text with another value below some keys. Errors: NotTheUsualForm."""
    file = parse_file(text)
    node = find_node(file.top, *keys)
    if not isinstance(node, ScalarNode) or node.style in ("|", ">") or _is_empty(node):
        raise NotTheUsualForm(f"its {keys[-1]} is not on a line of its own")
    return _replace(file, _start(node), _end(node), flow_text(value))


def add_pair(text: str, mapping: Node, key: str, value: Any, after: str | None = None) -> str:
    """Return a text with one more key in a mapping: at its end, or below the key `after`.

    Errors: NotTheUsualForm.
    """
    file = parse_file(text)
    if not isinstance(mapping, MappingNode):
        raise NotTheUsualForm(f"there is no place for {key}")
    pair = f"{key}: {flow_text(value)}"
    if mapping.flow_style:
        end = _end(mapping) - 1
        start = len(file.text[:end].rstrip())
        return _replace(file, start, end, f", {pair}" if mapping.value else pair)
    last = find_node(mapping, after) if after else None
    end = _end(last or mapping)
    return _add_lines(file, end, [f"{' ' * mapping.start_mark.column}{pair}"])


def add_entries(text: str, key: str, entries: Sequence[Mapping[str, Any]]) -> str:
    """Return a text with more entries at the end of a list. Errors: NotTheUsualForm."""
    file = parse_file(text)
    node = find_node(file.top, key)
    if file.top.flow_style:
        raise NotTheUsualForm(f"its {key} are not written line by line")
    new = [f"- {flow_text(entry)}" for entry in entries]
    if node is None:
        lines = [f"{key}:", *(f"  {entry}" for entry in new)]
        return _add_lines(file, len(file.text.rstrip()), lines)
    if isinstance(node, SequenceNode) and not node.flow_style:
        pad = " " * node.start_mark.column
        return _add_lines(file, _end(node), [f"{pad}{entry}" for entry in new])
    if not _is_flow(node):
        raise NotTheUsualForm(f"its {key} are not written line by line")
    return _rewrite_flow(file, node, new)


def _rewrite_flow(file: YamlFile, node: Node, new: Sequence[str]) -> str:
    """Return a text in which a list within [ ] is one of lines, with new ones at its end."""
    held = [f"- {entry}" for entry in _split_flow(file, node)]
    start = len(file.text[: _start(node)].rstrip(" \t"))
    below = "".join(f"{file.newline}  {entry}" for entry in (*held, *new))
    return _replace(file, start, _end(node), below)


def _is_flow(node: Node) -> bool:
    """Whether a node stands within [ ] or { }, or nothing stands there."""
    if isinstance(node, (SequenceNode, MappingNode)):
        return bool(node.flow_style)
    return _is_empty(node)


def _split_flow(file: YamlFile, node: Node) -> list[str]:
    """Return the entries of a list within [ ], each on one line. Errors: NotTheUsualForm."""
    entries, around, at = [], "", _start(node)
    for entry in list_entries(node):
        around += file.text[at : _start(entry)]
        entries.append(" ".join(file.text[_start(entry) : _end(entry)].split()))
        at = _end(entry)
    around += file.text[at : _end(node)]
    if "#" in around or any("\\" in entry or "#" in entry for entry in entries):
        raise NotTheUsualForm("there is a comment within its list")
    return entries


# ---- places --------------------------------------------------------------------------------------


def _start(node: Node) -> int:
    return int(node.start_mark.index)


def _end(node: Node) -> int:
    """Return where a node ends, without the blank lines and comments behind it."""
    is_block = isinstance(node, (SequenceNode, MappingNode)) and not node.flow_style
    if not is_block or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.tag == EMPTY


def _replace(file: YamlFile, start: int, end: int, text: str) -> str:
    return file.mark + file.text[:start] + text + file.text[end:]


def _add_lines(file: YamlFile, place: int, lines: Sequence[str]) -> str:
    """Return a text with lines below the one in which a place is."""
    line_end = re.compile(r"\r?\n").search(file.text, max(0, place - 1))
    head = file.text[: line_end.end()] if line_end else file.text + file.newline
    tail = file.text[line_end.end() :] if line_end else ""
    return file.mark + head + "".join(f"{line}{file.newline}" for line in lines) + tail
