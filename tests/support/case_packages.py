"""CASE packages for tests, from a few words for each item."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]


def case_item(name: str, said: str | None, code: str | None = None, **more: Any) -> Json:
    """Return an item."""
    return {"identifier": name, "fullStatement": said, "humanCodingScheme": code, **more}


def case_link(origin: str, kind: str, destination: str, number: object = None) -> Json:
    """Return an association."""
    row: Json = {
        "associationType": kind,
        "originNodeURI": {"identifier": origin},
        "destinationNodeURI": {"identifier": destination},
    }
    return row if number is None else {**row, "sequenceNumber": number}


def child(origin: str, parent: str, number: object = None) -> Json:
    """Return the association that puts an item below another, or below the document."""
    return case_link(origin, "isChildOf", parent, number)


def case_package(items: Sequence[object], links: Sequence[object], **document: object) -> Json:
    """Return a package whose document is `doc`, called River."""
    return {
        "CFDocument": {"identifier": "doc", "title": "River", **document},
        "CFItems": list(items),
        "CFAssociations": list(links),
    }


RIVER_ITEMS = (
    case_item("a", "Science", "S"),
    case_item("b", "I can measure.", "S.1"),
    case_item("c", "Measure twice", "S.1.1"),
)
RIVER_LINKS = (child("a", "doc", 1), child("b", "a", 1), child("c", "b", 1))
RIVER = """\
S Science
  S.1 I can measure.
    S.1.1 Measure twice
"""


def river(items: Sequence[Mapping[str, Any]] = (), links: Sequence[Mapping[str, Any]] = ()) -> Json:
    """Return a package with an area, a competency and a skill, and with more."""
    return case_package([*RIVER_ITEMS, *items], [*RIVER_LINKS, *links])
