"""A transcript as a document of its own, from which a PDF is made."""

import re
import unicodedata

from msgspec.structs import replace

from wayfolio.render.frame.renderer import templates_for
from wayfolio.render.language.marks import with_originals
from wayfolio.render.language.reader import END_ISOLATE, ISOLATE
from wayfolio.render.learner.transcript import TranscriptView
from wayfolio.render.parts.views import Site

APART = re.compile(r"(<(?:bdi|span)\b[^>]*>)([^<]+)")
"""Words that may be of another direction."""
LINK = re.compile(r"</?a\b[^>]*>")


FROM_LEFT, FROM_RIGHT = "\u200e", "\u200f"


def _closed(words: str) -> str:
    """Return words with an invisible letter of their own direction at the end.

    Where they go on in a further line, their full stop would else stand on its other side.
    """
    letters = (unicodedata.bidirectional(letter) for letter in reversed(words))
    last = next((kind for kind in letters if kind in ("L", "R", "AL")), None)
    return words + {"L": FROM_LEFT, None: ""}.get(last, FROM_RIGHT)


def on_paper(view: TranscriptView, site: Site) -> str:
    """Return the HTML document of a transcript.

    Its links lead to the site; where the site's place is not known, they are plain words.
    """
    there = replace(view, base=f"{site.home}{site.place}")
    templates = templates_for(site.reader)
    made = templates.get_template("transcript_paper.html").render(view=there)
    made = with_originals(made, site.reader)
    # WeasyPrint's text engine knows these marks, and not `dir` within a line.
    made = APART.sub(lambda found: f"{found[1]}{ISOLATE}{_closed(found[2])}{END_ISOLATE}", made)
    return made if site.home else LINK.sub("", made)
