"""What waits for an adult: work to rate, requested revisions, learners not seen lately."""

from collections.abc import Collection, Iterator
from datetime import date

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.names import EvidenceRef, GroupId, SkillCode
from wayfolio.model.portfolio import Demonstration, Evidence, Portfolio
from wayfolio.model.staff import Revision, Waiting


def find_unrated(portfolio: Portfolio, today: date) -> Iterator[Waiting]:
    """Yield the work that claims skills which nobody has rated on it, oldest first.

    Drafts do not wait. Partly rated work waits for the rest.
    """
    for work in sorted(portfolio.evidence, key=lambda work: (work.date, work.stem)):
        if work.visibility == "draft" or work.date > today:
            continue
        rated = _rated_skills(work, portfolio)
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


def _rated_skills(work: Evidence, portfolio: Portfolio) -> set[SkillCode]:
    """Return the skills that somebody has rated on a piece of work."""
    names = {work.stem, f"{portfolio.learner}/{work.stem}"}
    return {
        skill
        for occasion in portfolio.demonstrations
        if names & set(occasion.evidence)
        for skill in occasion.ratings
    }


def find_revisions(portfolio: Portfolio, today: date) -> Iterator[Revision]:
    """Yield the requested revisions that are still open, oldest first.

    A request is settled when a later piece revises the work or shows one of the skills rated on the
    occasion, or when somebody has rated one of these again.
    """
    for occasion in portfolio.demonstrations:
        if not occasion.ask or occasion.date > today:
            continue
        own = [ref.removeprefix(f"{portfolio.learner}/") for ref in occasion.evidence]
        if _is_revised(occasion, own, portfolio) or _is_rated_again(occasion, portfolio, today):
            continue
        ref = EvidenceRef(own[0]) if own else None
        yield Revision(on=occasion.date, by=tuple(occasion.by), ask=occasion.ask, evidence=ref)


def _is_revised(occasion: Demonstration, own: Collection[str], portfolio: Portfolio) -> bool:
    skills = occasion.ratings.keys()
    return any(
        work.revision_of in own or skills & set(work.shows)
        for work in portfolio.evidence
        if work.date > occasion.date and work.visibility != "draft"
    )


def _is_rated_again(occasion: Demonstration, portfolio: Portfolio, today: date) -> bool:
    return any(
        occasion.ratings.keys() & later.ratings.keys()
        for later in portfolio.demonstrations
        if occasion.date < later.date <= today
    )


def last_rated_day(portfolio: Portfolio, today: date) -> date | None:
    """Return the last day with a demonstration of a learner."""
    days = [occasion.date for occasion in portfolio.demonstrations if occasion.date <= today]
    return max(days, default=None)


def last_work_day(portfolio: Portfolio, today: date) -> date | None:
    """Return the day of the learner's newest work."""
    return max((work.date for work in portfolio.evidence if work.date <= today), default=None)


def groups_of(catalogue: Catalogue, group: GroupId) -> tuple[GroupId, ...]:
    """Return a group and all groups around it, the smallest first."""
    within = {
        group_of_school.id: group_of_school.in_ for group_of_school in catalogue.school.groups
    }
    groups: list[GroupId] = []
    here: GroupId | None = group
    while here is not None and here not in groups:
        groups.append(here)
        here = within.get(here)
    return tuple(groups)
