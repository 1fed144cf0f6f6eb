"""What the site engine complains of, as problems of the files that the school wrote."""

import logging
import re
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from jinja2 import TemplateSyntaxError
from mkdocs.exceptions import MkDocsException

from wayfolio.model.engine import EngineProblem
from wayfolio.model.refusal import Refusal
from wayfolio.model.theme import theme_folder

LONGEST = 200
IN_MENU = re.compile(r"A (?:reference|relative path) to '([^']*)' is included in the 'nav'")
DEAD_LINK = re.compile(r"Doc file '([^']*)' contains a (?:relative )?link '([^']*)', but (.*)")
ON_PAGE = re.compile(r"Error (?:reading|building) page '([^']*)'")
SETTING = re.compile(r"Config value '([^']*)': (.*)", re.S)
QUOTED = re.compile(r"[\"'“]([^\"'”]+)[\"'”]")
LOOK_THERE = "correct it, or leave it out"


class EngineStopped(Refusal):
    """The site engine cannot go on with what the school wrote."""

    exit_code = 1

    def __init__(self, problems: Sequence[EngineProblem]) -> None:
        super().__init__("; ".join(f"{p.path}: {p.message}" for p in problems))
        self.problems = tuple(problems)


class _Collector(logging.Handler):
    """Collects what the engine logs, so that nothing is printed besides the program's own words."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def collected_log() -> Iterator[list[str]]:
    """Give the warnings and errors that the engine logs within the block."""
    log, collector = logging.getLogger("mkdocs"), _Collector()
    before = log.propagate
    log.addHandler(collector)
    log.propagate = False
    try:
        yield collector.said
    finally:
        log.removeHandler(collector)
        log.propagate = before


def problem_of_log(said: str) -> EngineProblem:
    """Return what the engine logged as a problem that it went on with."""
    if menu := IN_MENU.search(said):
        message = f"the menu (nav) names “{menu[1]}”, which is not in docs/"
        hint = "correct its path, or take it out of the menu"
        return EngineProblem(words=menu[1], message=message, hint=hint, is_error=False)
    if link := DEAD_LINK.search(said):
        message = f"the link “{link[2]}” leads nowhere"
        hint = "correct its path, or take the link out"
        path = f"docs/{link[1]}"
        return EngineProblem(path=path, words=link[2], message=message, hint=hint, is_error=False)
    if setting := SETTING.match(said):
        return problem_of_setting(setting[1], setting[2], is_error=False)
    words = QUOTED.search(said)
    return EngineProblem(
        words=words[1] if words else "", message=_shorten(said), hint=LOOK_THERE, is_error=False
    )


def problem_of_setting(key: str, said: str, *, is_error: bool = True) -> EngineProblem:
    """Return what is wrong with a key of mkdocs.yml."""
    quoted = QUOTED.search(said)
    words = quoted[1] if quoted and quoted[1] != key else f"{key}:"
    return EngineProblem(
        words=words, message=f"“{key}”: {_shorten(said)}", hint=LOOK_THERE, is_error=is_error
    )


def problem_of_exception(root: Path, stopped: BaseException, said: Sequence[str]) -> EngineProblem:
    """Return an exception of the engine, a plugin, a hook or a template as a problem of its file.

    `said`: what the engine logged before it.
    """
    path, line = _place_of(root, stopped)
    page = next((page[1] for text in reversed(said) if (page := ON_PAGE.match(text))), None)
    if not path and page and (root / "docs" / page).is_file():
        path = f"docs/{page}"
    name = "" if isinstance(stopped, MkDocsException) else f"{type(stopped).__name__}: "
    why = _shorten(str(stopped)) or "no reason is given"
    return EngineProblem(
        path=path or "mkdocs.yml",
        line=line,
        words="" if path else _quoted(why),
        message=f"the site engine stops here: {name}{why}",
        hint="mend it, or take out what it names",
    )


def _quoted(said: str) -> str:
    quoted = QUOTED.search(said)
    return quoted[1] if quoted else ""


def _place_of(root: Path, stopped: BaseException) -> tuple[str, int]:
    """Return the file of the school, and the line, in which an exception came up; none: ""."""
    for name, line in _places_of(stopped):
        if _is_of_school(root, Path(name)):
            return Path(name).relative_to(root).as_posix(), line
    return "", 0


def _places_of(stopped: BaseException) -> list[tuple[str, int]]:
    """Return the files and lines that an exception names, the innermost first."""
    if isinstance(stopped, TemplateSyntaxError | SyntaxError) and stopped.filename:
        return [(stopped.filename, stopped.lineno or 1)]
    frames = traceback.extract_tb(stopped.__traceback__)
    return [(frame.filename, frame.lineno or 1) for frame in reversed(frames)]


def _is_of_school(root: Path, file: Path) -> bool:
    """Whether a file is the school's: one school's folder holds the program as well."""
    is_ours = file.is_relative_to(Path(__file__).parents[1]) or file.is_relative_to(theme_folder())
    is_library = "site-packages" in file.parts
    return file.is_relative_to(root) and file.is_file() and not (is_ours or is_library)


def _shorten(said: str) -> str:
    line = " ".join(said.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
