"""What waits for an adult: work to rate, revisions that were asked for, learners not seen."""

from collections.abc import Iterator
from datetime import date

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.names import EvidenceRef, GroupId
from wayfolio.model.portfolio import Portfolio
from wayfolio.model.staff import Revision, Waiting


def find_unrated(portfolio: Portfolio, today: date) -> Iterator[Waiting]:
    """Give the work that says it shows something which nobody has rated on it, oldest first.

    A draft waits for nobody. Work that was rated in part waits for the rest.
    """
    for work in sorted(portfolio.evidence, key=lambda work: (work.date, work.stem)):
        if work.visibility == "draft" or work.date > today or not work.shows:
            continue
        names = {work.stem, f"{portfolio.learner}/{work.stem}"}
        seen = [occasion for occasion in portfolio.demonstrations if names & set(occasion.evidence)]
        rated = {skill for occasion in seen for skill in occasion.ratings}
        open_ = tuple(skill for skill in work.shows if skill not in rated)
        if open_:
            yield Waiting(
                evidence=work.stem,
                slug=work.slug,
                title=work.title,
                on=work.date,
                skills=open_,
                nobody=not rated,
            )


def find_revisions(portfolio: Portfolio, today: date) -> Iterator[Revision]:
    """Give what was asked for and has not come back, oldest first.

    It has come back when a later piece says that it revises the work, or shows one of the skills
    that were rated on the occasion, or when somebody has rated one of them again.
    """
    for occasion in portfolio.demonstrations:
        if not occasion.ask or occasion.date > today:
            continue
        own = [ref.removeprefix(f"{portfolio.learner}/") for ref in occasion.evidence]
        skills = set(occasion.ratings)
        revised = any(
            work.date > occasion.date
            and work.visibility != "draft"
            and (work.revision_of in own or skills & set(work.shows))
            for work in portfolio.evidence
        )
        again = any(
            later.date > occasion.date and skills & set(later.ratings)
            for later in portfolio.demonstrations
            if later.date <= today
        )
        if not revised and not again:
            ref = EvidenceRef(own[0]) if own else None
            yield Revision(on=occasion.date, by=tuple(occasion.by), ask=occasion.ask, evidence=ref)


def last_rated_day(portfolio: Portfolio, today: date) -> date | None:
    """Return the last day on which somebody wrote anything down about a learner."""
    days = [occasion.date for occasion in portfolio.demonstrations if occasion.date <= today]
    return max(days, default=None)


def last_work_day(portfolio: Portfolio, today: date) -> date | None:
    """Return the day of the learner's newest work."""
    return max((work.date for work in portfolio.evidence if work.date <= today), default=None)


def groups_of(catalogue: Catalogue, group: GroupId) -> tuple[GroupId, ...]:
    """Return a group and all that it is in, the smallest first."""
    within = {
        group_of_school.id: group_of_school.in_ for group_of_school in catalogue.school.groups
    }
    groups: list[GroupId] = []
    here: GroupId | None = group
    while here is not None and here not in groups:
        groups.append(here)
        here = within.get(here)
    return tuple(groups)
