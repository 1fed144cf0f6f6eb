"""Keeps editions that are not for everybody out of git, which keeps for good what it once has."""

from pathlib import Path

from wayfolio.publish.site import SiteRefused
from wayfolio.repository.git import find_missing_ignore


def refuse_tracked(folder: Path) -> None:
    """Raise SiteRefused where git would take the folder of an edition with the next commit."""
    line = find_missing_ignore(folder.resolve())
    if line is not None:
        raise SiteRefused(
            f"git would take {folder} with the next commit, and keep it for good: add this line to"
            f" the .gitignore at the top of the repository:  {line}"
        )
