"""Which of the files in `docs/` a site publishes: what a page needs, and what a page links to."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from wayfolio.model.file_names import is_litter

DOCS, SETTINGS = "docs", "mkdocs.yml"
"""Where a school's own pages lie, and what the site engine is told."""
PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
TEXTS = (*PAGES, ".html", ".htm", ".css", ".js", ".mjs", ".svg", ".webmanifest")
"""What a browser reads, or the site engine turns into it. Links to other files stand in it."""
MEDIA = (
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".apng", ".ico"),
    *(".woff", ".woff2", ".ttf", ".otf", ".wasm"),
    *(".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac"),
    *(".mp4", ".m4v", ".webm", ".ogv", ".vtt", ".srt"),
)
FOR_HOSTS = frozenset(
    ["cname", "robots.txt", "humans.txt", "security.txt", "_headers", "_redirects"]
)
"""What hosts and search engines ask for by its name."""

_LINKS = re.compile(
    r"""(?:\]\(\s*<?|^[^\S\n]*\[[^\]\n]+\]:\s*<?|(?:href|src|srcset|data|poster)\s*=\s*["']?)"""
    r"""([^\s"'<>()]+)""",
    re.MULTILINE,
)
_QUOTED = re.compile(r"""(?:["'(])([^\s"'<>()]+)""")
_NAMES = re.compile(r"""(?<![^\s"',:\[\]{}])[^\s"',:\[\]{}]+\.[A-Za-z0-9]+""")


def is_usual(path: str) -> bool:
    """Whether a site publishes such a file without a link to it."""
    name = posixpath.basename(path).lower()
    return name.endswith((*TEXTS, *MEDIA)) or name in FOR_HOSTS


def readable_path(path: str) -> str:
    """Return a path as it can be shown: bytes of another encoding than UTF-8 become �."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def holds_litter(path: str) -> bool:
    """Whether a file, or a folder above it, is what a system or an editor leaves behind."""
    return any(map(is_litter, path.split("/")))


def find_unlinked(paths: Iterable[str], texts: Mapping[str, str], settings: str) -> list[str]:
    """Return the files of unusual kinds to which no page links: by mistake in `docs/`, or for long.

    `texts`: what stands in each file that may hold links; `settings`: in mkdocs.yml.
    """
    unusual = [path for path in paths if not is_usual(path)]
    linked = set(map(posixpath.normpath, _NAMES.findall(settings)))
    for path, text in texts.items() if unusual else ():
        linked.update(_targets(path, text))
    absolute = tuple(target for target in linked if target.startswith("/"))
    return [path for path in unusual if path not in linked and not _ends_with(absolute, path)]


def _ends_with(addresses: Iterable[str], path: str) -> bool:
    """Whether one of some addresses, from their host's root on, may be that of a file."""
    return any(address.endswith(f"/{path}") for address in addresses)


def _targets(path: str, text: str) -> Iterator[str]:
    """Yield the files to which a text links, from its own place and from that of its page."""
    is_page = path.endswith(PAGES)
    pattern = _QUOTED if path.endswith((".css", ".js", ".mjs", ".webmanifest")) else _LINKS
    folder, page = posixpath.dirname(path), posixpath.splitext(path)[0]
    for written in pattern.findall(text):
        target = unquote(re.split("[?#]", written)[0])
        if target.startswith("/"):
            yield posixpath.normpath(target)
            continue
        yield posixpath.normpath(posixpath.join(folder, target))
        if is_page:
            # In raw HTML a link counts from the address of the page.
            yield posixpath.normpath(posixpath.join(page, target))
        if pattern is _QUOTED:
            # A script may look from the page that runs it.
            yield posixpath.normpath(target).lstrip("./")
