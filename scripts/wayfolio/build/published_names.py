"""The name that a learner's page in a published site shows, where no file tells it any more."""

import re
from html import unescape
from pathlib import Path

from wayfolio.model.names import LearnerId
from wayfolio.model.portfolio import Name

HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.S)
TAG = re.compile(r"<[^>]*>")


def read_published_name(site: Path, learner: LearnerId) -> Name:
    """Return the name in the heading of a learner's page; an empty one where there is no page."""
    try:
        page = (site / "learners" / learner / "index.html").read_text("utf-8", "replace")
    except OSError:
        page = ""
    heading = HEADING.search(page)
    shown = " ".join(unescape(TAG.sub("", heading[1])).split()) if heading else ""
    return Name(full=shown, first=shown.partition(" ")[0])
