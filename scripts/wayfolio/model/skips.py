"""The stages that an educator let a learner skip."""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from wayfolio.model.names import PathwayId, PersonId, Slug, StageRef
from wayfolio.model.portfolio import Demonstration, LearnerFile
from wayfolio.model.school import Assessor
from wayfolio.model.seen import is_witnessed


class Skip(Struct, frozen=True, kw_only=True):
    """A stage that an educator let a learner skip: neither met nor missing."""

    on: date
    kind: Slug
    """The kind of occasion on which it was decided."""
    by: tuple[PersonId, ...] = ()
    why: str = ""


Skips = Mapping[tuple[int, StageRef], Skip]
"""The stages that a learner may skip, each with the round."""


def find_skips(
    file: LearnerFile,
    occasions: Iterable[Demonstration],
    assessors: Mapping[PersonId, Assessor],
    day: date,
) -> Skips:
    """Return the stages that educators let a learner skip by a day; the first word counts."""
    skips: dict[tuple[int, StageRef], Skip] = {}
    for occasion in occasions:
        if occasion.date > day or not is_witnessed(occasion, assessors):
            continue
        for ref in occasion.skips:
            pathway = PathwayId(ref.partition("/")[0])
            n = occasion.pass_ or file.round_on(pathway, occasion.date)
            skip = Skip(
                on=occasion.date, kind=occasion.kind, by=occasion.by, why=occasion.why or ""
            )
            skips.setdefault((n, ref), skip)
    return skips
