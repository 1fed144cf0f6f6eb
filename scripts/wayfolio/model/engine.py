"""What a site engine is given besides a school's own pages, and what it makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOutput:
    """What the engine made, as it made it, less what nothing uses."""

    pages: Mapping[str, bytes]
    """HTML by path: "learners/index.html", "404.html"."""
    files: Mapping[str, bytes]
    """Everything else by path: "assets/a11y.css"."""
    site_url: str | None
    """Where the site will stand, if the school says so in mkdocs.yml."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameSources:
    """What the engine is to build besides a school's own pages."""

    pages: Mapping[str, str]
    """Markdown by path. The school's page of the same path goes before it."""
    words: Mapping[str, str]
    """The words of the frame, for the theme's templates."""
    menu: Sequence[str]
    """Paths with which the menu begins where a school writes no `nav`."""
    more_menu: Sequence[str] = ()
    """Paths with which any menu ends."""
