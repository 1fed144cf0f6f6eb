"""A transcript as an HTML document, from which a PDF is made."""

import re
import unicodedata

from msgspec.structs import replace

from wayfolio.render.frame.renderer import templates_for
from wayfolio.render.language.marks import mark_originals
from wayfolio.render.language.reader import END_ISOLATE, ISOLATE
from wayfolio.render.learner.transcript import TranscriptView
from wayfolio.render.parts.views import Site

APART = re.compile(r"(<(?:bdi|span)\b[^>]*>)([^<]+)")
"""Words that may run in another direction."""
LINK = re.compile(r"</?a\b[^>]*>")


FROM_LEFT, FROM_RIGHT = "\u200e", "\u200f"


def _close_direction(words: str) -> str:
    """Return words with an invisible letter of their own direction at the end.

    Without it, words that continue on another line show their full stop on the wrong side.
    """
    letters = (unicodedata.bidirectional(letter) for letter in reversed(words))
    last = next((kind for kind in letters if kind in ("L", "R", "AL")), None)
    return words + {"L": FROM_LEFT, None: ""}.get(last, FROM_RIGHT)


def print_transcript(view: TranscriptView, site: Site) -> str:
    """Return the HTML document of a transcript.

    Its links lead to the site; they are plain words if the site's address is unknown.
    """
    absolute = replace(view, base=f"{site.home}{site.place}")
    templates = templates_for(site.reader)
    html = templates.get_template("transcript_paper.html").render(view=absolute)
    html = mark_originals(html, site.reader)
    # WeasyPrint's text engine knows these marks, but not `dir` within a line.
    html = APART.sub(_isolate, html)
    return html if site.home else LINK.sub("", html)


def _isolate(element: re.Match[str]) -> str:
    return f"{element[1]}{ISOLATE}{_close_direction(element[2])}{END_ISOLATE}"
