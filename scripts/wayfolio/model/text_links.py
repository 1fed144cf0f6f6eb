"""Where a link in a learner's text leads: out, to a heading, to other work, or to a file beside."""

import re
from urllib.parse import unquote

from msgspec import Struct

WEB = re.compile(r"(https?://[^\s\\@]+|mailto:[^\s?]+)")
HERE = re.compile(r"(?:\./|\.\./evidence/)*([^/\\?#]+)")
"""A file in the folder of the text."""
WORK = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9-]+)\.md")


class WebLink(Struct, frozen=True):
    """A link to another site, or to write a mail."""

    address: str


class HeadingLink(Struct, frozen=True):
    """A link to a heading of the same text."""

    heading: str


class WorkLink(Struct, frozen=True):
    """A link to another piece of the learner's work, or to a heading in it."""

    stem: str
    heading: str


class FileLink(Struct, frozen=True):
    """A link to a file beside the text."""

    name: str


class UnknownLink(Struct, frozen=True):
    """A link that leads nowhere on the site."""

    written: str


TextLink = WebLink | HeadingLink | WorkLink | FileLink | UnknownLink


def read_link(written: str) -> TextLink:
    """Return where an address leads, as it is written in a text."""
    if WEB.fullmatch(written):
        return WebLink(written)
    path, _, heading = unquote(written).partition("#")
    heading = heading.lower()
    if not path:
        return HeadingLink(heading) if heading else UnknownLink(written)
    here = HERE.fullmatch(path)
    if here is None or ":" in path:
        return UnknownLink(written)
    work = WORK.fullmatch(here[1])
    return FileLink(here[1]) if work is None else WorkLink(work[1], heading)
