"""The site folder: written whole beside the old one, then put in its place."""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path

from wayfolio.model.pages import Edition, Page, Public, Sealed
from wayfolio.model.refusal import Refusal

if sys.platform != "win32":
    import fcntl

MARKER = ".wayfolio-site"
MARKER_TEXT = b"Made by wayfolio, which replaces this folder whole at every build.\n"


SEALED = re.compile(r"family/[0-9a-f]{32}\.bin")
"""Names that tell nothing."""


class SiteRefused(Refusal):
    """The site folder is not one that we may replace. The text says why, and what to do."""


def has_marker(site: Path) -> bool:
    """Whether a folder is a site that this program has built, and may replace."""
    return (site / MARKER).is_file()


def write_preview(pages: Iterable[Page[Edition]], folder: Path, *, root: Path) -> int:
    """Replace the preview at `folder` by pages of one audience, and return how many they are.

    Errors: SiteRefused, also where `folder` lies inside something published.
    """
    site = (root / "site").resolve()
    if any((place / MARKER).exists() or place == site for place in folder.resolve().parents):
        raise SiteRefused(f"{folder} lies inside a published site: choose another folder")
    with stage_site(folder, root) as staged:
        return write_pages(pages, staged)


def only_sealed(pages: Iterable[Page[Sealed]]) -> Iterator[Page[Sealed]]:
    """Give sealed files as they are. Errors: ValueError for one whose name may tell anything."""
    for page in pages:
        if not SEALED.fullmatch(page.path):
            raise ValueError(f"{page.path!r} is no name of a sealed file")
        yield page


def write_pages(pages: Iterable[Page[Edition]], folder: Path, before: Path | None = None) -> int:
    """Write pages into an empty folder, and return how many they are. Errors: ValueError.

    `before`: the site in whose place it comes. A file that is the same there is taken over as it
    is, with its day, so that a backup or a copy to another machine moves what has changed.
    """
    written: set[str] = set()
    folders: set[Path] = {folder}
    for page in pages:
        path = file_path(page.path)
        if path in written:
            raise ValueError(f"two pages of the address {page.path!r}")
        written.add(path)
        file = folder / path
        if file.parent not in folders:
            file.parent.mkdir(parents=True, exist_ok=True)
            folders.add(file.parent)
        if before is None or not _taken_over(before / path, file, page.content):
            file.write_bytes(page.content)
    return len(written)


def _taken_over(old: Path, file: Path, content: bytes) -> bool:
    """Give an old file a second name, if it holds just this, and say whether it was done."""
    try:
        if old.is_symlink() or old.stat().st_size != len(content) or old.read_bytes() != content:
            return False
        os.link(old, file)
    except OSError:
        # It is new, or this disk knows no second names.
        return False
    return True


def file_path(address: str) -> str:
    """Return the file of an address: "learners/amara/" is "learners/amara/index.html"."""
    path = f"{address}index.html" if address == "" or address.endswith("/") else address
    parts = path.split("/")
    if "\\" in path or "\0" in path or any(part in {"", ".", ".."} for part in parts):
        raise ValueError(f"{address!r} is not an address inside the site")
    return path


@contextmanager
def stage_site(site: Path, root: Path) -> Iterator[Path]:
    """Give an empty folder beside `site`; when the block ends well, it becomes `site`.

    Errors: SiteRefused where `site` is not ours to replace, or another build is writing it.
    """
    with begin_site(site, root) as fresh:
        (fresh / MARKER).write_bytes(MARKER_TEXT)
        yield fresh
        swap_in(fresh, site.resolve())
    clear_old(site.resolve())


@contextmanager
def begin_site(site: Path, root: Path, *, needs_marker: bool = True) -> Iterator[Path]:
    """Give an empty folder beside `site` for what is new, held until the block ends.

    `needs_marker`: False where a person has said that the folder is the school's site. Errors:
    SiteRefused where `site` is not ours to change, or another build is writing it.
    """
    site, root = site.resolve(), root.resolve()
    _refuse(site, root)
    if needs_marker:
        _refuse_foreign(site)
    site.parent.mkdir(parents=True, exist_ok=True)
    fresh = site.with_name(f".{site.name}.new")
    with _only_writer(fresh, site):
        _recover(site, site.with_name(f".{site.name}.old"))
        for leftover in fresh.iterdir():
            remove_site(leftover)
        try:
            yield fresh
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def swap_in(fresh: Path, site: Path) -> None:
    """Put a whole new site in the place of the old one, which lies beside it then."""
    old = site.with_name(f".{site.name}.old")
    # Two renames work on every file system, unlike an exchange; `_recover` mends a kill between.
    if site.exists():
        site.rename(old)
    try:
        fresh.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise


def clear_old(site: Path) -> None:
    """Remove the site that a new one has replaced."""
    shutil.rmtree(site.with_name(f".{site.name}.old"), ignore_errors=True)


def _recover(site: Path, old: Path) -> None:
    """Finish what a killed build began: the old site comes back, or goes if the new one stands."""
    if not old.exists():
        return
    if site.exists():
        shutil.rmtree(old, ignore_errors=True)
    else:
        old.rename(site)


def remove_site(path: Path) -> None:
    """Remove a file or a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


@contextmanager
def _only_writer(fresh: Path, site: Path) -> Iterator[None]:
    """Hold the staging folder. The lock goes with its process, so a kill leaves none behind."""
    fresh.mkdir(exist_ok=True)
    if sys.platform == "win32":
        yield
        return
    handle = os.open(fresh, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SiteRefused(f"another build is writing {site}: wait until it is done") from None
        yield
    finally:
        os.close(handle)


def _refuse(site: Path, root: Path) -> None:
    if site == root or site in root.parents:
        raise SiteRefused(f"{site} holds the school's sources: choose a folder of its own")
    if site.exists() and not site.is_dir():
        raise SiteRefused(f"{site} is a file: choose a folder")


def _refuse_foreign(site: Path) -> None:
    if site.exists() and any(site.iterdir()) and not (site / MARKER).exists():
        raise SiteRefused(
            f"{site} holds files that wayfolio did not make: remove them, or choose another folder"
        )


def sitemap(site_url: str, addresses: Iterable[str], places: Mapping[str, str]) -> Page[Public]:
    """Return sitemap.xml with these addresses ("", "about/"), and nothing that changes daily.

    `places`: the folder of each language ("es" -> "es/"). Each page tells its translations here:
    as links in the pages the theme's script would ask for them on every view.
    The caller leaves out learners: a family decides who finds them.
    """
    base = escape(site_url.rstrip("/") + "/")
    rows = []
    for path in sorted(escape(path) for path in addresses):
        links = {language: f"{base}{place}{path}" for language, place in places.items()}
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href="{link}"/>'
            for language, link in (links.items() if len(links) > 1 else ())
        )
        rows += [f"<url><loc>{link}</loc>{others}</url>\n" for link in links.values()]
    xhtml = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"' if len(places) > 1 else ""
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{xhtml}>\n'
        f"{''.join(rows)}</urlset>\n"
    )
    return Page[Public]("sitemap.xml", content.encode())


def robots(site_url: str | None, *, index: bool) -> Page[Public]:
    """Return robots.txt: `index` is the school's `publish.index`."""
    lines = ["User-agent: *", "Disallow:" if index else "Disallow: /"]
    if index and site_url:
        lines.append(f"Sitemap: {site_url.rstrip('/')}/sitemap.xml")
    return Page[Public]("robots.txt", "".join(f"{line}\n" for line in lines).encode())
