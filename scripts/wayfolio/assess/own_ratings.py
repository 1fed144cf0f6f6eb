"""At which stage a learner rated their own work: there it stands beside educators' ratings."""

from collections.abc import Iterator

from wayfolio.assess.record import Record
from wayfolio.model.names import Code, CompetencyCode, EvidenceRef, SkillCode, StageCode
from wayfolio.model.portfolio import Evidence


def find_own_stages(
    record: Record,
) -> Iterator[tuple[tuple[EvidenceRef, SkillCode], StageCode | None]]:
    """Yield, for each self-rating, the stage at which it was made.

    The stage that the piece names, else the one worked at on its day. Errors: none.
    """
    for piece in record.portfolio.evidence:
        standing = record.on(piece.date)
        for skill in piece.self_:
            code = standing.competency_of(Code(skill))
            named = _named_stage(record, piece, code)
            yield (piece.stem, skill), named or standing.current(code).stage


def _named_stage(record: Record, piece: Evidence, code: CompetencyCode) -> StageCode | None:
    """Return the stage of the competency's pathway that a piece of work names, if it names one."""
    pathway = record.book.terms[code].pathway
    for ref in piece.stages:
        name, _, stage = ref.partition("/")
        if name == pathway:
            return StageCode(stage)
    return None
