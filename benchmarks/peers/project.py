"""What the adapters for other generators have in common."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from peers.reading import SchoolContent

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Another generator, and how it is used."""

    kind: str
    """Peers of one kind share a project, and the folder of that name beside this file."""
    convert: Callable[[SchoolContent, Path], None]
    """Write the school as a project, and touch nothing that is the same already."""
    command: Callable[[Path], tuple[str, ...]]
    """The command of a whole build, from the folder in which the peers are installed."""
    site: str
    """The folder in the project that it writes."""
    after_change: Callable[[SchoolContent, Path, str], tuple[str, ...]] | None = None
    """For a peer that can be told what has changed: prepares it, from the school, the project and
    the changed learner's id, and returns what is added to the command."""


def put(file: Path, text: str) -> None:
    """Write a text, unless the file holds it already, so that only what changed has a new time."""
    if file.is_file():
        if file.read_text("utf-8") == text:
            return
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8", newline="\n")


def put_own_files(kind: str, project: Path) -> None:
    """Copy what an adapter brings: templates and settings."""
    shutil.copytree(HERE / kind, project, dirs_exist_ok=True)


def put_pictures(school: SchoolContent, folder: Path) -> None:
    """Copy the pictures that all learners share."""
    for file in sorted((school.folder / "docs/assets").iterdir()):
        put(folder / file.name, file.read_text("utf-8"))


def pages_in(site: Path) -> set[str]:
    """Return the addresses of the counted pages: front page, learners, work and competencies."""
    counted = re.compile(r"(|learners/[^/]+/|learners/[^/]+/evidence/[^/]+/|competencies/[^/]+/)")
    addresses = (file.parent.relative_to(site).as_posix() for file in site.rglob("index.html"))
    whole = ("" if address == "." else f"{address}/" for address in addresses)
    return {address for address in whole if counted.fullmatch(address)}
