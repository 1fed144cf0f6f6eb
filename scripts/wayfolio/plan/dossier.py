"""What a family may see of its own child, and what the school's own people may see."""

from collections.abc import Iterable, Iterator
from typing import Generic

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.audiences import may_see
from wayfolio.model.dossier import Occasion, Private
from wayfolio.model.names import EvidenceRef, LearnerId, SkillCode
from wayfolio.model.pages import Family, Staff
from wayfolio.model.pathways import Badge
from wayfolio.model.portfolio import Demonstration, Evidence, ItemAnswer
from wayfolio.model.seen import own_ref
from wayfolio.model.visibility import (
    Author,
    Confirmed,
    Feedback,
    SharedWork,
    ShownAward,
    ShownEvidence,
    VisibleLearner,
)
from wayfolio.plan.consent import public_permissions
from wayfolio.plan.supporting_work import find_supporting_work
from wayfolio.plan.visible import (
    VisibilityContext,
    assessors_of,
    group_title_of,
    pathways_of,
    rounds_of,
)


class _Viewer(Struct, Generic[Private], frozen=True):
    """A learner, and the work that an audience may see."""

    case: VisibilityContext
    evidence: tuple[Evidence, ...]

    @property
    def stems(self) -> set[EvidenceRef]:
        return {work.stem for work in self.evidence}

    def own(self, refs: Iterable[EvidenceRef]) -> tuple[EvidenceRef, ...]:
        """Return the learner's own visible work among some references."""
        learner = self.case.portfolio.learner
        own = (own_ref(ref, learner) for ref in refs)
        return tuple(ref for ref in own if ref in self.stems)


def view_as_family(case: VisibilityContext) -> VisibleLearner[Family]:
    """Return everything about a learner except drafts and what is for the staff only.

    Co-authors appear by first name if their own consent makes it public, and otherwise without a
    name.
    """
    badges = [b for b in case.catalogue.badges.values() if may_see(Family, b.visibility)]
    return _view_learner(_Viewer[Family](case, _visible_work(case, Family)), badges)


def view_as_staff(case: VisibilityContext) -> VisibleLearner[Staff]:
    """Return everything about a learner, including drafts and what is for the staff only."""
    badges = list(case.catalogue.badges.values())
    return _view_learner(_Viewer[Staff](case, _visible_work(case, Staff)), badges)


def family_occasions(case: VisibilityContext) -> dict[int, Occasion]:
    """Return every occasion as a family may see it.

    Notes about work that families may not see are left out; the ratings stay.
    """
    return _occasions(_Viewer[Family](case, _visible_work(case, Family)))


def staff_occasions(case: VisibilityContext) -> dict[int, Occasion]:
    """Return every occasion."""
    return _occasions(_Viewer[Staff](case, _visible_work(case, Staff)))


def _visible_work(case: VisibilityContext, audience: type[Private]) -> tuple[Evidence, ...]:
    return tuple(work for work in case.portfolio.evidence if may_see(audience, work.visibility))


def _view_learner(viewer: _Viewer[Private], badges: list[Badge]) -> VisibleLearner[Private]:
    case = viewer.case
    portfolio, known = case.portfolio, {badge.id: badge for badge in badges}
    co_authors = case.roster.co_authors(portfolio.learner)
    newest = sorted(viewer.evidence, key=lambda work: (work.date, work.stem), reverse=True)
    return VisibleLearner[Private](
        learner=portfolio.learner,
        address=portfolio.learner,
        name=portfolio.file.name.first,
        group=group_title_of(case),
        pathways=pathways_of(portfolio),
        rounds=rounds_of(portfolio),
        evidence=tuple(
            _view_work(work, co_authors.get(work.stem, frozenset()), viewer) for work in newest
        ),
        highlights=viewer.own(portfolio.plan.highlights),
        attainments=case.attainments,
        awards=tuple(
            ShownAward(
                badge=award.badge,
                on=award.on,
                evidence=find_supporting_work(
                    known[award.badge], award, case.catalogue, case.works.values(), viewer.stems
                ),
                asserted=award.asserted,
            )
            for award in case.awards
            if award.badge in known
        ),
        shared=tuple(_shared_work(case)),
        plan=portfolio.plan,
        tells_claims=True,
    )


def _view_work(
    work: Evidence, co_authors: frozenset[LearnerId], viewer: _Viewer[Private]
) -> ShownEvidence:
    """Return a piece of work. `co_authors`: who of those it lists has agreed to be named."""
    case = viewer.case
    authors = (case.portfolio.learner, *filter(co_authors.__contains__, work.with_))
    rated = [
        occasion
        for occasion in case.portfolio.demonstrations
        if work.stem in viewer.own(occasion.evidence)
    ]
    revisions = (other.stem for other in viewer.evidence if other.revision_of == work.stem)
    return ShownEvidence(
        item=work,
        authors=tuple(_author(author, case) for author in authors),
        confirmed=tuple(rating for occasion in rated for rating in _confirmations(occasion, case)),
        feedback=tuple(_feedback(rated, viewer)),
        own=work.self_,
        claim=case.claim_of.get(work.stem),
        hours=case.hours_of(work.stem),
        is_seen=case.is_seen(work.stem),
        earlier=work.revision_of if work.revision_of in viewer.stems else None,
        later=next(revisions, None),
    )


def _feedback(rated: Iterable[Demonstration], viewer: _Viewer[Private]) -> Iterator[Feedback]:
    """Yield the notes of some occasions that this audience may read."""
    for occasion in rated:
        if (occasion.note or occasion.ask) and _may_read(occasion, viewer):
            yield Feedback(on=occasion.date, by=occasion.by, note=occasion.note, ask=occasion.ask)


def _author(learner: LearnerId, case: VisibilityContext) -> Author:
    """Return an author. Another learner's name is empty unless it is public."""
    file = case.roster.learners[learner]
    if learner == case.portfolio.learner:
        return Author(name=file.name.first, address=learner)
    named = "name" in public_permissions(file, case.today)
    first = file.name.alias if file.name.shown == "alias" and file.name.alias else file.name.first
    return Author(name=first if named else "", address=None)


def _confirmations(occasion: Demonstration, case: VisibilityContext) -> Iterator[Confirmed]:
    assessors = assessors_of(occasion, case)
    for skill, given in occasion.ratings.items():
        for rated in given:
            yield Confirmed(
                skill=SkillCode(skill),
                on=occasion.date,
                assessors=assessors,
                by=occasion.by,
                level=rated.level,
            )


def _may_read(occasion: Demonstration, viewer: _Viewer[Private]) -> bool:
    """Whether an occasion's notes concern only work that this audience may see."""
    learner = viewer.case.portfolio.learner
    own = {work.stem for work in viewer.case.portfolio.evidence}
    about = {ref.removeprefix(f"{learner}/") for ref in occasion.evidence} & own
    return about <= viewer.stems


def _occasions(viewer: _Viewer[Private]) -> dict[int, Occasion]:
    occasions = {}
    for place, occasion in enumerate(viewer.case.portfolio.demonstrations):
        readable = _may_read(occasion, viewer)
        occasions[place] = Occasion(
            on=occasion.date,
            kind=occasion.kind,
            by=occasion.by,
            experience=occasion.experience,
            evidence=viewer.own(occasion.evidence),
            instrument=occasion.instrument,
            items={name: _shown_answer(a, viewer, readable) for name, a in occasion.items.items()},
            note=occasion.note if readable else None,
            ask=occasion.ask if readable else None,
        )
    return occasions


def _shown_answer(answer: ItemAnswer, viewer: _Viewer[Private], readable: bool) -> ItemAnswer:
    """Return what a learner did with an item, without work that this audience may not see.

    `readable`: whether the audience may read the notes of the occasion.
    """
    work = next(iter(viewer.own([answer.work] if answer.work else [])), None)
    note = answer.note if readable and (work or answer.work is None) else None
    return replace(answer, work=work, note=note)


def _shared_work(case: VisibilityContext) -> Iterator[SharedWork]:
    """Yield work in other learners' folders that this learner co-authored, without address."""
    learner = case.portfolio.learner
    for work in case.roster.group_work:
        if learner in work.named and may_see(Family, work.visibility):
            yield SharedWork(title=work.title, on=work.on, address="")
