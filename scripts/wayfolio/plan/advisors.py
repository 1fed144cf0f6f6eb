"""The person whom a family asks about a learner, and the days of the next occasions."""

from collections.abc import Iterable
from datetime import date

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import OpenQuestion
from wayfolio.model.names import PersonId
from wayfolio.model.portfolio import Portfolio
from wayfolio.plan.work_queue import groups_of

ADVISOR = "advisor"


def find_contacts(catalogue: Catalogue, portfolio: Portfolio, today: date) -> OpenQuestion:
    """Return whom to ask, and the days of the next conference and exhibition.

    Ask the advisor of the learner's smallest group that has one; else whoever led the last
    conference; else whoever looks after the group.
    """
    calendar = catalogue.school.calendar
    return OpenQuestion(
        person=_advisor(catalogue, portfolio, today),
        conference=_next_day(calendar.conferences if calendar else (), today),
        exhibition=_next_day(calendar.exhibitions if calendar else (), today),
    )


def _advisor(catalogue: Catalogue, portfolio: Portfolio, today: date) -> PersonId | None:
    groups = groups_of(catalogue, portfolio.file.group)
    people = catalogue.school.people
    near = [name for group in groups for name, person in people.items() if person.group == group]
    advisors = [name for name in near if people[name].role == ADVISOR]
    led = sorted((c for c in portfolio.plan.conferences if c.date <= today), key=lambda c: c.date)
    contacts = [*advisors, *(conference.by for conference in led[-1:]), *near]
    return contacts[0] if contacts else None


def _next_day(days: Iterable[date], today: date) -> date | None:
    return min((day for day in days if day >= today), default=None)
