"""The theme's own files, known by what they hold: the last look need not read them."""

import re
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from wayfolio.model.theme import theme_folder
from wayfolio.publish.styles import STYLES, minify_styles, published_asset

OF_THE_SEARCH = re.compile(r"pagefind/(?:pagefind(?:-worker)?\.js|wasm\.[\w-]+\.pagefind)")
"""Pagefind's own programs, which it writes beside what it has read."""


def is_of_the_theme(content: bytes) -> bool:
    """Whether a file is the theme's or the site engine's own, and holds nothing of the school."""
    return _digest(content) in _theme_digests()


def is_of_the_search(path: str) -> bool:
    """Whether a file of a built site is one of Pagefind's programs."""
    return OF_THE_SEARCH.fullmatch(path) is not None


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()


@cache
def _theme_digests() -> frozenset[bytes]:
    frame = theme_folder() / "frame"
    return frozenset(map(_digest, [*_joined_styles(frame), *_assets(frame)]))


def _joined_styles(frame: Path) -> Iterator[bytes]:
    for names in STYLES.values():
        files = [frame / "assets" / "css" / f"{name}.css" for name in names]
        yield minify_styles("".join(file.read_text("utf-8") for file in files)).encode()


def _assets(frame: Path) -> Iterator[bytes]:
    """Yield each file of our theme and of Material as the site has it."""
    templates = [frame]
    material = find_spec("material")
    if material is not None and material.origin is not None:
        templates.append(Path(material.origin).parent / "templates")
    for folder in templates:
        for file in (folder / "assets").rglob("*"):
            if file.is_file():
                path = file.relative_to(folder).as_posix()
                yield published_asset(path, file.read_bytes())
