"""Find the names that a program uses: in Python, in Jinja templates and in JavaScript."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, nodes

DIALECT = ("one", "found", "made", "told", "asked")
"""Names that say nothing of what they hold. They are used nowhere."""
VAGUE = ("item", "thing", "data", "result", "info", "helper", "manager", "handler", "process")
"""Names that are counted only: other programs' interfaces use some of them, too."""
VAGUE_MODULES = (*DIALECT, "utils", "helpers", "common", "core")
"""What no module and no folder of modules is called."""
PYTHON_FIELDS = ("id", "arg", "attr", "name", "asname", "module", "rest", "names", "kwd_attrs")
JINJA_FIELDS = ("name", "attr", "key", "target", "names")
"""Where the nodes of a syntax tree hold names; what is no text in these fields is another node."""
JINJA = Environment(extensions=["jinja2.ext.i18n"])
SCRIPT = re.compile(
    r"""//[^\n]* | /\*.*?\*/                                 # comments
      | '(?:\\.|[^'\\\n])*' | "(?:\\.|[^"\\\n])*"            # strings
      | (?P<template>`(?:\\.|[^`\\])*`)
      | (?P<name>[A-Za-z_$][\w$]*)
    """,
    re.DOTALL | re.VERBOSE,
)
HOLE = re.compile(r"\$\{([^{}]*)\}")


class NameUse(NamedTuple):
    """A name and where it stands."""

    path: Path
    line: int
    name: str


def names_in_python(text: str, path: Path) -> Iterator[NameUse]:
    """Yield each use of a name in Python: variables, parameters, attributes, arguments, imports."""
    for node in ast.walk(ast.parse(text)):
        for name in names_of_node(node, PYTHON_FIELDS):
            yield NameUse(path, getattr(node, "lineno", 1), name)


def names_in_template(text: str, path: Path) -> Iterator[NameUse]:
    """Yield each use of a name in a Jinja template: variables, attributes, macros, arguments."""
    for node in JINJA.parse(text).find_all(nodes.Node):
        for name in names_of_node(node, JINJA_FIELDS):
            yield NameUse(path, node.lineno, name)


def names_of_node(node: ast.AST | nodes.Node, fields: Iterable[str]) -> Iterator[str]:
    """Yield the names that a node of a syntax tree itself uses, those of modules in parts."""
    for field in fields:
        value = getattr(node, field, None)
        for entry in value if isinstance(value, list) else [value]:
            # In a template, `import a as b` is a pair.
            for name in entry if isinstance(entry, tuple) else [entry]:
                if isinstance(name, str):
                    yield from name.split(".")


def names_in_script(text: str, path: Path, first_line: int = 1) -> Iterator[NameUse]:
    """Yield each name in JavaScript, keywords included.

    A regular expression that holds a quote or `//` can hide the rest of its line.
    """
    for match in SCRIPT.finditer(text):
        line = first_line + text.count("\n", 0, match.start())
        if match["name"]:
            yield NameUse(path, line, match["name"])
        elif match["template"]:
            for hole in HOLE.findall(match["template"]):
                yield from names_in_script(hole, path, line)


def names_in_file(path: Path) -> Iterator[NameUse]:
    """Yield each use of a name in a file, by its kind."""
    text = path.read_text("utf-8")
    match path.suffix:
        case ".py":
            yield from names_in_python(text, path)
        case ".html":
            yield from names_in_template(text, path)
        case ".js" | ".mjs" | ".ts":
            yield from names_in_script(text, path)
