"""What a family may see of its own child, and what the school's own people may see."""

from collections.abc import Iterable, Iterator
from typing import Generic

from msgspec import Struct

from wayfolio.model.dossier import Occasion, Private
from wayfolio.model.names import EvidenceRef, LearnerId, SkillCode
from wayfolio.model.pages import Family, Staff
from wayfolio.model.pathways import Badge
from wayfolio.model.portfolio import Demonstration, Evidence, Visibility
from wayfolio.model.visibility import (
    Author,
    Confirmed,
    Feedback,
    SharedWork,
    Shown,
    ShownAward,
    ShownEvidence,
)
from wayfolio.plan.consent import publicly_allowed
from wayfolio.plan.visible import Case, behind

FAMILY_SEES: tuple[Visibility, ...] = ("family", "public")
STAFF_SEES: tuple[Visibility, ...] = ("draft", "staff", "family", "public")


class _Eyes(Struct, Generic[Private], frozen=True):
    """One learner's case with the work that an audience may see."""

    case: Case
    evidence: tuple[Evidence, ...]

    @property
    def stems(self) -> set[EvidenceRef]:
        return {item.stem for item in self.evidence}

    def own(self, refs: Iterable[EvidenceRef]) -> tuple[EvidenceRef, ...]:
        """Return the work of this learner that may be seen, by its own name."""
        learner = self.case.portfolio.learner
        own = (EvidenceRef(ref.removeprefix(f"{learner}/")) for ref in refs)
        return tuple(ref for ref in own if ref in self.stems)


def shown_to_family(case: Case) -> Shown[Family]:
    """Return all of a learner but drafts and what is for the staff alone.

    Another learner stands in it as the co-author of a piece of work, by a first name where that
    learner's own consent makes it public, and without a name otherwise.
    """
    badges = [b for b in case.catalogue.badges.values() if b.visibility != "staff"]
    return _shown(_Eyes[Family](case, _seen(case, FAMILY_SEES)), badges)


def shown_to_staff(case: Case) -> Shown[Staff]:
    """Return all of a learner, drafts and what is for the staff alone included."""
    badges = list(case.catalogue.badges.values())
    return _shown(_Eyes[Staff](case, _seen(case, STAFF_SEES)), badges)


def family_occasions(case: Case) -> dict[int, Occasion]:
    """Return every occasion as a family may see it.

    What was written about work that is not for families stays away; the ratings count for all.
    """
    return _occasions(_Eyes[Family](case, _seen(case, FAMILY_SEES)))


def staff_occasions(case: Case) -> dict[int, Occasion]:
    """Return every occasion."""
    return _occasions(_Eyes[Staff](case, _seen(case, STAFF_SEES)))


def _seen(case: Case, visible: tuple[Visibility, ...]) -> tuple[Evidence, ...]:
    return tuple(item for item in case.portfolio.evidence if item.visibility in visible)


def _shown(eyes: _Eyes[Private], badges: list[Badge]) -> Shown[Private]:
    case = eyes.case
    portfolio, known = case.portfolio, {badge.id: badge for badge in badges}
    newest = sorted(eyes.evidence, key=lambda item: (item.date, item.stem), reverse=True)
    return Shown[Private](
        learner=portfolio.learner,
        address=portfolio.learner,
        name=portfolio.file.name.first,
        group=next(
            (g.title for g in case.catalogue.school.groups if g.id == portfolio.file.group), None
        ),
        pathways=tuple(dict.fromkeys(p.pathway for p in portfolio.file.programmes)),
        rounds=tuple((p.pathway, p.pass_, p.from_) for p in portfolio.file.programmes if p.pass_),
        evidence=tuple(_item(item, eyes) for item in newest),
        highlights=eyes.own(portfolio.plan.highlights),
        attainments=case.attainments,
        awards=tuple(
            ShownAward(
                badge=award.badge,
                on=award.on,
                evidence=behind(known[award.badge], award, case, eyes.stems),
                asserted=award.asserted,
            )
            for award in case.awards
            if award.badge in known
        ),
        shared=tuple(_shared(case)),
        plan=portfolio.plan,
    )


def _item(item: Evidence, eyes: _Eyes[Private]) -> ShownEvidence:
    case = eyes.case
    rated = [one for one in case.portfolio.demonstrations if item.stem in eyes.own(one.evidence)]
    return ShownEvidence(
        item=item,
        authors=tuple(_author(one, case) for one in (case.portfolio.learner, *item.with_)),
        confirmed=tuple(found for one in rated for found in _confirmed(one, case)),
        feedback=tuple(
            Feedback(on=one.date, by=_names(one, case), note=one.note, ask=one.ask)
            for one in rated
            if (one.note or one.ask) and _may_read(one, eyes)
        ),
        own=item.self_,
        earlier=item.revision_of if item.revision_of in eyes.stems else None,
        later=next((one.stem for one in eyes.evidence if one.revision_of == item.stem), None),
    )


def _author(learner: LearnerId, case: Case) -> Author:
    """Return an author; another learner's name is empty where it may not be read."""
    file = case.roster.learners[learner]
    if learner == case.portfolio.learner:
        return Author(name=file.name.first, address=learner)
    named = "name" in publicly_allowed(file, case.today)
    first = file.name.alias if file.name.shown == "alias" and file.name.alias else file.name.first
    return Author(name=first if named else "", address=None)


def _confirmed(one: Demonstration, case: Case) -> Iterator[Confirmed]:
    people = case.catalogue.school.people
    assessors = tuple(dict.fromkeys(people[by].assessor for by in one.by))
    for skill, given in one.ratings.items():
        for rated in given:
            yield Confirmed(
                skill=SkillCode(skill),
                on=one.date,
                assessors=assessors,
                by=_names(one, case),
                level=rated.level,
            )


def _names(one: Demonstration, case: Case) -> tuple[str, ...]:
    return tuple(case.catalogue.school.people[by].name for by in one.by)


def _may_read(one: Demonstration, eyes: _Eyes[Private]) -> bool:
    """Whether what was written on an occasion is about nothing that this audience may not see."""
    learner = eyes.case.portfolio.learner
    own = {item.stem for item in eyes.case.portfolio.evidence}
    about = {ref.removeprefix(f"{learner}/") for ref in one.evidence} & own
    return about <= eyes.stems


def _occasions(eyes: _Eyes[Private]) -> dict[int, Occasion]:
    found = {}
    for place, one in enumerate(eyes.case.portfolio.demonstrations):
        readable = _may_read(one, eyes)
        found[place] = Occasion(
            on=one.date,
            kind=one.kind,
            by=_names(one, eyes.case),
            experience=one.experience,
            evidence=eyes.own(one.evidence),
            note=one.note if readable else None,
            ask=one.ask if readable else None,
        )
    return found


def _shared(case: Case) -> Iterator[SharedWork]:
    """Give the work made with the learner in whose folder it lies; that one's edition has it."""
    learner = case.portfolio.learner
    for work in case.roster.group_work:
        if learner in work.authors and learner != work.owner and work.visibility in FAMILY_SEES:
            yield SharedWork(title=work.title, on=work.on, address="")
