"""Looks at mkdocs.yml and docs/ before the site engine does: each mistake with its line."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from wayfolio.load import nodes
from wayfolio.load.excluded_docs import excluded_docs
from wayfolio.load.files import FRONT_MATTER, MAY_BE_READ, Folder, read
from wayfolio.load.plain_yaml import line_nested_too_deep
from wayfolio.load.yaml_errors import explain_yaml_error
from wayfolio.model.diagnostics import Diagnostic, Location, error
from wayfolio.model.own_files import DOCS, SETTINGS, readable_path
from wayfolio.model.rules import Rule

INHERIT = "INHERIT"
THEME = "material"
LARGEST_PAGE = 2_000_000
"""Bytes: a text in docs/ of this size is a mistake, and the engine takes minutes for it."""
WITHOUT_SETTINGS = "write it with two lines: “site_name: …” and “theme: {name: material}”"


def examine_settings(root: Path) -> list[Diagnostic]:
    """Return what keeps the site engine from reading mkdocs.yml. A school can do without it."""
    if not os.path.lexists(root / SETTINGS):
        return []
    problem = _unreadable(root, SETTINGS)
    if problem is not None:
        return [problem]
    try:
        text = nodes.scalar_text(read(Folder(root), SETTINGS), SETTINGS)
        nodes.refuse_conflicts(text, SETTINGS, is_markdown=False)
        tree = _compose(text, SETTINGS)
    except nodes.Unreadable as unreadable:
        return [unreadable.diagnostic]
    if not isinstance(tree, yaml.MappingNode):
        message = "there are no settings here"
        return [error(Location(SETTINGS), Rule.NO_VALUE, message, WITHOUT_SETTINGS)]
    return list(_examine_keys(root, tree))


def _unreadable(root: Path, path: str) -> Diagnostic | None:
    """Return why a file cannot be opened, or None."""
    try:
        mode = (root / path).lstat().st_mode
        if not stat.S_ISREG(mode):
            message = "this is a link, a folder or a special file"
            return error(Location(path), Rule.UNSAFE_FILE, message, "put the file itself here")
        with (root / path).open("rb"):
            return None
    except FileNotFoundError:
        message = f"there is no {path}"
        return error(Location(path), Rule.MISSING_FILE, message, WITHOUT_SETTINGS)
    except OSError as refused:
        message = f"this file cannot be read ({refused.strerror})"
        return error(Location(path), Rule.UNSAFE_FILE, message, MAY_BE_READ)


def _compose(text: str, path: str, first_line: int = 1) -> Any:
    """Return PyYAML's nodes of a text. Tags and anchors are allowed here. Errors: Unreadable."""
    loader = yaml.CSafeLoader(text)
    try:
        _refuse_depth(text, path, first_line)
        return loader.get_single_node()
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        lines = text.split("\n")
        row = min(mark.line, len(lines) - 1) if mark else 0
        column = min(mark.column, len(lines[row])) if mark else 0
        said = f"{wrong.context} {wrong.problem}"
        message, hint = explain_yaml_error(said, lines[row], lines[row][column:])
        at = (row + first_line, column + 1)
        raise nodes.fail(path, *at, Rule.YAML_SYNTAX, message, hint) from None
    finally:
        loader.dispose()


def _refuse_depth(text: str, path: str, first_line: int) -> None:
    """Refuse a text that is nested too deep, before anything follows it down."""
    line = line_nested_too_deep(text)
    if line is not None:
        message = f"this is nested deeper than {nodes.DEEPEST} levels"
        hint = "write it with fewer brackets or less indentation"
        raise nodes.fail(path, line + first_line - 1, 1, Rule.TOO_DEEP, message, hint)


def _examine_keys(root: Path, tree: yaml.MappingNode) -> Iterator[Diagnostic]:
    keys: dict[str, Any] = {}
    for key, value in tree.value:
        at = _place(key)
        if key.value in keys:
            hint = "keep one of the two"
            yield error(at, Rule.REPEATED_KEY, f"“{key.value}” is repeated", hint)
        keys[str(key.value)] = value
    if (parent := keys.get(INHERIT)) is not None:
        yield from _examine_parent(root, parent)
        return
    if "docs_dir" not in keys and not (root / DOCS).is_dir():
        hint = f"make it, with a page {DOCS}/index.md"
        yield error(_place(tree), Rule.MISSING_FILE, f"there is no folder {DOCS}/", hint)
    if "site_name" not in keys:
        message = "the site has no name"
        yield error(_place(tree), Rule.MISSING_KEY, message, "add “site_name: …”")
    yield from _examine_theme(tree, keys.get("theme"))


def _examine_parent(root: Path, parent: Any) -> Iterator[Diagnostic]:
    place, name = _place(parent), parent.value
    if not isinstance(name, str) or not (root / name).is_file():
        message = "INHERIT names a file that is not here"
        yield error(place, Rule.MISSING_FILE, message, "correct its path, or leave the line out")


def _examine_theme(tree: yaml.MappingNode, theme: Any) -> Iterator[Diagnostic]:
    hint = "write “theme: {name: material}”"
    if theme is None:
        yield error(_place(tree), Rule.MISSING_KEY, "the site has no theme", hint)
    elif isinstance(theme, yaml.ScalarNode) and theme.value != THEME:
        message = "only the theme “material” works here"
        yield error(_place(theme), Rule.WRONG_WORD, message, hint)
    elif isinstance(theme, yaml.MappingNode):
        named = [value for key, value in theme.value if key.value == "name"]
        if not named or named[0].value != THEME:
            message = "only the theme “material” works here"
            yield error(_place(named[0] if named else theme), Rule.WRONG_WORD, message, hint)


def _place(node: Any) -> Location:
    mark = node.start_mark
    return Location(SETTINGS, mark.line + 1, mark.column + 1)


# ---- the school's own pages ----------------------------------------------------------------------


def examine_pages(root: Path) -> list[Diagnostic]:
    """Return what keeps the site engine from reading the Markdown files in docs/."""
    is_excluded = excluded_docs(root)
    problems = []
    for file in sorted((root / DOCS).rglob("*.md")):
        path = file.relative_to(root).as_posix()
        is_told_elsewhere = file.is_symlink() or readable_path(path) != path
        if is_told_elsewhere or is_excluded(path.removeprefix(f"{DOCS}/")):
            continue
        problem = _unreadable(root, path) or _examine_page(root, path)
        if problem is not None:
            problems.append(problem)
    return problems


def _examine_page(root: Path, path: str) -> Diagnostic | None:
    content = read(Folder(root), path, LARGEST_PAGE + 1)
    if len(content) > LARGEST_PAGE:
        message = f"the file is larger than {LARGEST_PAGE // 1_000_000} MB"
        return error(Location(path), Rule.FILE_TOO_LARGE, message, "split it into several files")
    try:
        text = _decode(content, path)
        front = FRONT_MATTER.match(text)
        if front is not None:
            node = _compose(front[1], path, first_line=2)
            if node is not None and not isinstance(node, yaml.MappingNode):
                message = "between --- and --- there are no settings of the page"
                raise nodes.fail(path, 2, 1, Rule.WRONG_TYPE, message, "write “title: …” there")
    except nodes.Unreadable as unreadable:
        return unreadable.diagnostic
    return None


def _decode(content: bytes, path: str) -> str:
    """Return a page's text with plain line ends. Errors: Unreadable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        # The head of the file says it better: with line and column.
        nodes.scalar_text(content[: nodes.LARGEST_FILE], path)
        line = content.count(b"\n", 0, wrong.start) + 1
        hint = "save the file as UTF-8"
        raise nodes.fail(path, line, 1, Rule.NOT_UTF8, "the file is not UTF-8 text", hint) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        message = "there is an invisible character here (U+0000)"
        raise nodes.fail(path, line, 1, Rule.FORBIDDEN_CHARACTER, message, "delete it")
    return "\n".join(nodes.lines_of(text))
