"""Finds where a learner is mentioned in what people wrote."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from wayfolio.load import nodes
from wayfolio.model.diagnostics import Location
from wayfolio.model.names import LearnerId
from wayfolio.model.people import People

READ = (".yml", ".md", ".txt", ".vtt")
FOLDERS = ("competencies", "portfolios", "docs")


def find_own_files(root: Path, learner: LearnerId) -> list[str]:
    """Return every file of a learner's own folder, from the school's."""
    folder = root / "portfolios" / learner
    return sorted(
        (Path(place) / name).relative_to(root).as_posix()
        for place, _, names in os.walk(folder)
        for name in names
    )


def find_mentions(root: Path, learner: LearnerId, people: People) -> Iterator[tuple[Location, str]]:
    """Yield each place outside a learner's folder where the id or a name of theirs stands.

    `people`: the names of this learner. With the place comes the word that stands there.
    """
    word = re.compile(rf"(?<![\w-]){re.escape(learner)}(?![\w-])")
    own = root / "portfolios" / learner
    for folder in FOLDERS:
        for place, _, names in sorted(os.walk(root / folder)):
            if Path(place) == own or own in Path(place).parents:
                continue
            for name in sorted(names):
                file = Path(place) / name
                if file.suffix in READ and file.is_file() and not file.is_symlink():
                    yield from _mentions_in(file, root, word, people)


def _mentions_in(
    file: Path, root: Path, word: re.Pattern[str], people: People
) -> Iterator[tuple[Location, str]]:
    path = file.relative_to(root).as_posix()
    text = file.read_bytes()[: nodes.LARGEST_FILE].decode("utf-8", "replace")
    for number, line in enumerate(nodes.lines_of(text), 1):
        spans = {(match.start(), match.end()) for match in word.finditer(line)}
        spans |= {(match.start, match.end) for match in people.named_in(line)}
        for start, end in sorted(spans):
            yield Location(path, number, start + 1), line[start:end]
