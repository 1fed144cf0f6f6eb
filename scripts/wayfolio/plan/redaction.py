"""A piece of work as an audience may read it: nobody is named who may not be."""

import re

from msgspec.structs import replace

from wayfolio.model.people import People
from wayfolio.model.portfolio import Attachment, Evidence


def names_in_address(item: Evidence, people: People) -> bool:
    """Whether the file's name, which becomes an address, names somebody."""
    return any(True for text in (item.slug, *item.aliases) for _ in people.named_in(text))


def spoken_item(item: Evidence, people: People) -> Evidence:
    """Return a piece of work with every name as it may be read."""
    say = people.spoken
    connects = replace(
        item.connects,
        spark=tuple(say(spark) for spark in item.connects.spark),
        because=say(item.connects.because) if item.connects.because else None,
    )
    return replace(
        item,
        title=say(item.title),
        body=_spoken_body(item, people),
        files=tuple(_spoken_file(attached, people) for attached in item.files),
        connects=connects,
    )


def _spoken_body(item: Evidence, people: People) -> str:
    """Return the text, its own files still called as they are: the site gives them other names."""
    if not item.files:
        return people.spoken(item.body)
    paths = "|".join(re.escape(attached.path) for attached in item.files)
    pieces = re.split(rf"(\]\(<?(?:{paths})\b)", item.body)
    pieces[::2] = [people.spoken(piece) for piece in pieces[::2]]
    return "".join(pieces)


def _spoken_file(attached: Attachment, people: People) -> Attachment:
    return replace(
        attached,
        alt=people.spoken(attached.alt) if attached.alt else attached.alt,
        summary=people.spoken(attached.summary) if attached.summary else attached.summary,
    )
