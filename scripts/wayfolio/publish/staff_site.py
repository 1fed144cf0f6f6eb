"""The folder of the staff edition, which never lies where anybody else reads."""

from collections.abc import Iterable
from pathlib import Path

from wayfolio.model.pages import Page, Staff
from wayfolio.publish import search
from wayfolio.publish.site import MARKER, SiteRefused, stage_site, write_pages

STAFF_MARKER = b"Made by wayfolio for the school's own staff. Publish it nowhere.\n"


def write_staff_site(
    pages: Iterable[Page[Staff]], folder: Path, *, root: Path, searchable: bool = True
) -> int:
    """Replace the staff edition at `folder` by these pages, and return how many they are.

    All or nothing, as the public site; what has not changed is not written again.
    Errors: SiteRefused where `folder` is or lies inside the public site or the school's `docs/`,
    which the site engine publishes.
    """
    _refuse(folder.resolve(), root.resolve())
    with stage_site(folder, root) as staged:
        (staged / MARKER).write_bytes(STAFF_MARKER)
        count = write_pages(pages, staged, folder.resolve())
        if searchable:
            search.index_pages(staged)
    return count


def _refuse(folder: Path, root: Path) -> None:
    inside = [folder, *folder.parents]
    for place in (root / "site", root / "docs"):
        if place in inside:
            raise SiteRefused(
                f"{folder} lies inside {place}, which is published: choose another folder"
            )
    for place in inside:
        marker = place / MARKER
        if marker.is_file() and (place != folder or marker.read_bytes() != STAFF_MARKER):
            raise SiteRefused(f"{folder} is or lies inside a published site: choose another folder")
