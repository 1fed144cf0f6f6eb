"""The source pages from which the site engine builds the frames of the staff's pages."""

from collections.abc import Callable

from wayfolio.render.frame.renderer import NOINDEX
from wayfolio.render.frame.source_pages import KINDS, Kind, frame_page, hub_page

FOLDER = "staff/"
"""The folder of the staff's own pages."""
STAFF_KINDS = (
    Kind(name="staff", address="staff/{id}/"),
    Kind(name="staffpart", address="staff/{part}/{id}/"),
)
ALL_KINDS = (*KINDS, *STAFF_KINDS)
MENU = ("staff/index.md",)
HEAD = (
    f"{NOINDEX}"
    '<link rel="stylesheet" href="{base}assets/staff.css">'
    '<script type="module" src="{base}assets/staff.js"></script>'
)


def staff_source_pages(_: Callable[[str], str]) -> dict[str, str]:
    """Return the Markdown of the staff's frame pages by path."""
    pages = {f"{kind.frame_address}index.md": frame_page() for kind in STAFF_KINDS}
    pages["staff/index.md"] = hub_page(_("For staff"))
    return pages
