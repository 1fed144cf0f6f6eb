"""What a site engine is given besides a school's own pages, and what it makes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct, field


class EngineProblem(Struct, frozen=True, kw_only=True):
    """Something in the school's own pages or settings that the engine complains of."""

    path: str = "mkdocs.yml"
    words: str = ""
    """What stands on the line that is meant."""
    line: int = 0
    """Its number, where it is known."""
    message: str
    hint: str
    is_error: bool = True
    """Whether the engine cannot go on; otherwise something is missing from its pages."""


class EngineOutput(Struct, frozen=True, kw_only=True):
    """What the engine made, as it made it, less what nothing uses."""

    pages: Mapping[str, bytes]
    """HTML by path: "learners/index.html", "404.html"."""
    files: Mapping[str, bytes]
    """Everything else by path: "assets/look.css"."""
    site_url: str | None
    """Where the site will stand, if the school says so in mkdocs.yml."""
    problems: tuple[EngineProblem, ...] = ()
    """What it complained of, and went on."""
    others: "Mapping[str, EngineOutput]" = field(default_factory=dict)
    """What it made for each further language; their files stand in the language's folder."""


class Speak(Protocol):
    """Replaces the names in a text that may not be read."""

    def __call__(self, text: str, names: Sequence[str] = (), not_names: Sequence[str] = ()) -> str:
        """Return the text. The other arguments: what its page says about its words."""
        ...


def keep_text(text: str, names: Sequence[str] = (), not_names: Sequence[str] = ()) -> str:
    """Return a text as it is."""
    return text


class FrameSources(Struct, frozen=True, kw_only=True):
    """What the engine is to build besides a school's own pages."""

    pages: Mapping[str, str]
    """Markdown by path. The school's page of the same path goes before it."""
    words: Mapping[str, str]
    """The words of the frame, for the theme's templates."""
    menu: Sequence[str]
    """Paths with which the menu begins where a school writes no `nav`."""
    more_menu: Sequence[str] = ()
    """Paths with which any menu ends."""
    language: str = ""
    """The language of the texts; empty for a site in the language of mkdocs.yml alone."""
    place: str = ""
    """The folder of the language's pages ("es/"); nothing for the main language."""
    places: Mapping[str, str] = field(default_factory=dict)
    """All languages of the site and their folders, the main one first."""
    say: Callable[[str], str] = str
    """Translates the titles of the menu."""
    spoken: Speak = keep_text
    """Replaces names that must not appear in the school's own pages."""
    others: "tuple[FrameSources, ...]" = ()
    """The same for each further language."""


def names_of_meta(meta: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that a page says are names, and those that it says are none."""
    names, not_names = (_listed(meta.get(key)) for key in ("names", "not_names"))
    return names, not_names


def _listed(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),) if value else ()
