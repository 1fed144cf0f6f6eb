"""Reads what the front matter of a school's own page says about names: `names` and `not_names`."""

import re

from wayfolio.load.plain_yaml import read_plain_yaml
from wayfolio.model.engine import names_of_meta

FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S
)


def read_page_names(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that a page says are names, and those that it says are none."""
    front = FRONT_MATTER.match(text)
    if front is None or "names" not in front[1]:
        return (), ()
    meta = read_plain_yaml(front[1])
    return names_of_meta(meta) if isinstance(meta, dict) else ((), ())
