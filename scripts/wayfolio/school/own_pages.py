"""Names in what a school writes by hand: its pages of prose, its settings and its catalogue."""

from collections.abc import Iterator
from pathlib import Path

from wayfolio.check.leaks import Scanner
from wayfolio.check.people import find_names_in_words, named_in_catalogue
from wayfolio.load.built_site import built_file
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, Location, Severity
from wayfolio.model.leaks import Private
from wayfolio.model.people import People
from wayfolio.model.rules import Rule

SETTINGS = "mkdocs.yml"
DOCS = "docs"


def names_written_by_hand(
    root: Path, catalogue: Catalogue, people: People, names: Private
) -> Iterator[Diagnostic]:
    """Give each name that may not be read in public, in the catalogue and in the school's pages.

    What the site can say in another way is a warning; what it leaves out for the name's sake is an
    error, at its author's line.
    """
    yield from named_in_catalogue(catalogue, people.certain)
    yield from names_in_own_pages(root, people, names)


def names_in_own_pages(root: Path, people: People, names: Private) -> Iterator[Diagnostic]:
    """Give the names in the school's own pages and settings."""
    certain, look = people.certain, Scanner(names)
    files = [root / SETTINGS, *sorted((root / DOCS).rglob("*"))]
    for file in files:
        if not file.is_file() or file.is_symlink():
            continue
        path = file.relative_to(root).as_posix()
        if path == SETTINGS or path.endswith(".md"):
            text = file.read_bytes().decode("utf-8", "replace")
            yield from find_names_in_words(path, text, certain)
            if path != SETTINGS and any(certain.named_in_pieces(certain.spoken(text))):
                yield left_out(path, 1, "a name that stands in pieces")
        elif leak := next(look.find_private(built_file(path, file.read_bytes())), None):
            yield left_out(path, leak.line, leak.message)
            continue
        if any(certain.named_in(path.removeprefix(DOCS))):
            yield left_out(path, 1, "a name in its address")


def left_out(path: str, line: int, what: str) -> Diagnostic:
    """Say that the site leaves out a page or a file of the school for what it holds."""
    return Diagnostic(
        at=Location(path, line, 1),
        rule=Rule.NAMED,
        severity=Severity.ERROR,
        message=f"it holds {what}, so the site leaves it out",
        hint="write it without the name, or ask for consent to the name (learner.yml)",
    )
