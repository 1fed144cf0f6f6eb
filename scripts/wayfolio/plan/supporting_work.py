"""The work that earned an award: what somebody had seen of it until the award's day."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from msgspec.structs import replace

from wayfolio.model.attainment import Award
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.names import Code, EvidenceRef, SkillCode
from wayfolio.model.pathways import Badge
from wayfolio.model.requirements import find_codes, leaves, subject_of
from wayfolio.model.seen import SeenWork


def find_supporting_work(
    badge: Badge,
    award: Award,
    catalogue: Catalogue,
    works: Iterable[SeenWork],
    visible: Collection[EvidenceRef],
) -> tuple[EvidenceRef, ...]:
    """Return the visible evidence that was seen for a badge's criteria until it was earned."""
    codes = find_codes(badge.criteria)
    skills = {skill for code in codes for skill in _skills_of(code, catalogue)}
    subjects = [subject_of(leaf) for leaf in leaves(badge.criteria)]
    places = {subject.experience for subject in subjects if subject.experience is not None}
    return tuple(
        work.piece.stem
        for work in _works_until(award.on, works)
        if work.piece.stem in visible
        and (work.piece.experience in places or _is_rated_for(skills, work))
    )


def _works_until(day: date, works: Iterable[SeenWork]) -> Iterator[SeenWork]:
    """Yield the work that somebody had seen by a day, with what was said of it then."""
    for work in works:
        looks = tuple(look for look in work.looks if look.date <= day)
        earlier = replace(work, looks=looks)
        if work.piece.date <= day and earlier.counts("work"):
            yield earlier


def _is_rated_for(skills: Collection[SkillCode], work: SeenWork) -> bool:
    return any(skill in skills for look in work.looks for skill in look.ratings)


def _skills_of(code: Code, catalogue: Catalogue) -> set[SkillCode]:
    placed = catalogue.placed(code)
    if placed is None or SkillCode(code) in catalogue.skills:
        return {SkillCode(code)}
    return {skill.code for skill in placed.competency.rated}
