"""Finds names in a school's own pages, settings and catalogue."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from wayfolio.check.leaks import Scanner
from wayfolio.check.people import find_names_in_catalogue, find_names_in_tasks, find_names_in_words
from wayfolio.load.built_site import built_file
from wayfolio.load.docs_folder import load_docs
from wayfolio.load.page_names import read_page_names
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, Location, Severity
from wayfolio.model.leaks import Private
from wayfolio.model.own_files import DOCS, SETTINGS
from wayfolio.model.people import People
from wayfolio.model.portfolio import GroupFile
from wayfolio.model.rules import Rule

NAMED_ADDRESS = "a name in its address"


def names_written_by_hand(
    root: Path,
    catalogue: Catalogue,
    files: Iterable[GroupFile],
    people: People,
    names: Private,
) -> Iterator[Diagnostic]:
    """Yield each name that must not be read, in the catalogue, in tasks and in the school's pages.

    It is a warning if the site can replace the name, and an error if the site must leave out a page
    or a file because of it.
    """
    yield from find_names_in_catalogue(catalogue, people.certain)
    yield from find_names_in_tasks(files, people)
    yield from names_in_own_pages(root, people, names)


def names_in_own_pages(root: Path, people: People, names: Private) -> Iterator[Diagnostic]:
    """Yield the names in the school's own pages and settings."""
    certain, look = people.certain, Scanner(names)
    for file in _published_sources(root):
        path = file.relative_to(root).as_posix()
        if path == SETTINGS or path.endswith(".md"):
            text = file.read_bytes().decode("utf-8", "replace")
            meant = certain if path == SETTINGS else certain.reading(*read_page_names(text))
            yield from find_names_in_words(path, text, meant)
        elif leak := next(look.find_private(built_file(path, file.read_bytes())), None):
            yield omission_error(path, leak.line, leak.message)
            continue
        if any(certain.named_in(path.removeprefix(DOCS))):
            yield omission_error(path, 1, NAMED_ADDRESS)


def _published_sources(root: Path) -> Iterator[Path]:
    """Yield mkdocs.yml, and each file in docs/ that the site publishes."""
    for file in (root / SETTINGS, *(root / DOCS / path for path in load_docs(root).paths)):
        if file.is_file() and not file.is_symlink() and os.access(file, os.R_OK):
            yield file


def omission_error(path: str, line: int, what: str) -> Diagnostic:
    """Return the error that the site leaves out a page or a file of the school."""
    return Diagnostic(
        at=Location(path, line, 1),
        rule=Rule.NAMED,
        severity=Severity.ERROR,
        message=f"it holds {what}, so the site leaves it out",
        hint="write it without the name, or ask for consent to the name (learner.yml)",
    )


def pages_named_after(diagnostics: Iterable[Diagnostic]) -> tuple[str, ...]:
    """Return the pages of docs/ whose address names somebody: every menu would link to them."""
    return tuple(
        diagnostic.at.path for diagnostic in diagnostics if NAMED_ADDRESS in diagnostic.message
    )
