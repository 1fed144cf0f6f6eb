"""What waits for an adult: work to rate, revisions that were asked for, learners not seen."""

from collections.abc import Iterator
from datetime import date

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.names import EvidenceRef, GroupId
from wayfolio.model.portfolio import Portfolio
from wayfolio.model.staff import Revision, Waiting


def waiting(portfolio: Portfolio, today: date) -> Iterator[Waiting]:
    """Give the work that says it shows something which nobody has rated on it, oldest first.

    A draft waits for nobody. Work that was rated in part waits for the rest.
    """
    for item in sorted(portfolio.evidence, key=lambda one: (one.date, one.stem)):
        if item.visibility == "draft" or item.date > today or not item.shows:
            continue
        names = {item.stem, f"{portfolio.learner}/{item.stem}"}
        seen = [one for one in portfolio.demonstrations if names & set(one.evidence)]
        rated = {skill for one in seen for skill in one.ratings}
        open_ = tuple(skill for skill in item.shows if skill not in rated)
        if open_:
            yield Waiting(
                evidence=item.stem,
                slug=item.slug,
                title=item.title,
                on=item.date,
                skills=open_,
                nobody=not rated,
            )


def revisions(portfolio: Portfolio, today: date) -> Iterator[Revision]:
    """Give what was asked for and has not come back, oldest first.

    It has come back when a later piece says that it revises the work, or shows one of the skills
    that were rated on the occasion, or when somebody has rated one of them again.
    """
    for one in portfolio.demonstrations:
        if not one.ask or one.date > today:
            continue
        own = [ref.removeprefix(f"{portfolio.learner}/") for ref in one.evidence]
        skills = set(one.ratings)
        revised = any(
            item.date > one.date
            and item.visibility != "draft"
            and (item.revision_of in own or skills & set(item.shows))
            for item in portfolio.evidence
        )
        again = any(
            later.date > one.date and skills & set(later.ratings)
            for later in portfolio.demonstrations
            if later.date <= today
        )
        if not revised and not again:
            ref = EvidenceRef(own[0]) if own else None
            yield Revision(on=one.date, by=tuple(one.by), ask=one.ask, evidence=ref)


def last_rated(portfolio: Portfolio, today: date) -> date | None:
    """Return the last day on which somebody wrote anything down about a learner."""
    days = [one.date for one in portfolio.demonstrations if one.date <= today]
    return max(days, default=None)


def last_work(portfolio: Portfolio, today: date) -> date | None:
    """Return the day of the learner's newest work."""
    return max((one.date for one in portfolio.evidence if one.date <= today), default=None)


def groups_of(catalogue: Catalogue, group: GroupId) -> tuple[GroupId, ...]:
    """Return a group and all that it is in, the smallest first."""
    within = {one.id: one.in_ for one in catalogue.school.groups}
    found: list[GroupId] = []
    here: GroupId | None = group
    while here is not None and here not in found:
        found.append(here)
        here = within.get(here)
    return tuple(found)
