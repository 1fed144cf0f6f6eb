"""Whose names may be shown on a day, worked out from the whole roster."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.fingerprint import fingerprint
from wayfolio.model.hidden_ids import NOTHING_HIDDEN, HiddenIds
from wayfolio.model.leaks import Private
from wayfolio.model.names import LearnerId
from wayfolio.model.people import People
from wayfolio.model.portfolio import ConsentTo, LearnerFile
from wayfolio.model.roster import Roster
from wayfolio.plan.consent import public_permissions, tells_name
from wayfolio.plan.private import collect_private_names, public_parts
from wayfolio.plan.redaction import find_hidden_ids
from wayfolio.plan.valid_until import next_change
from wayfolio.school.read import people_of

NAMES = "whose names may be shown"
"""A part of what all units share, by the id of the names."""


class PublicNames(Struct, frozen=True, kw_only=True):
    """Whose names may be shown, worked out from the whole roster."""

    people: People
    people_id: str
    """An id of `people`, which takes long to work out in a large school."""
    names: Private
    """Names and ids that may not stand on a public page."""
    nameless: tuple[LearnerId, ...]
    """Who may be shown, but not by name, or not under an id that says more of it."""
    since: date
    until: date | None
    """The last day on which this is right."""
    allowed: Mapping[LearnerId, frozenset[ConsentTo]]
    """What consent lets everybody see of each."""
    hidden_ids: HiddenIds = NOTHING_HIDDEN
    """Ids of the catalogue that would name somebody."""

    def is_right_on(self, day: date) -> bool:
        """Whether nothing of it has changed by a day."""
        return self.since <= day and (self.until is None or day <= self.until)


def find_public_names(
    catalogue: Catalogue, rows: Mapping[LearnerId, LearnerFile], today: date
) -> PublicNames:
    """Return whose names may be shown on a day, by the whole roster."""
    people = people_of(catalogue, rows, today)
    nameless = (
        learner
        for learner, file in rows.items()
        if _is_nameless(file, today) or (_is_shown(file, today) and tells_name(learner, people))
    )
    return PublicNames(
        people=people,
        people_id=fingerprint(people),
        names=collect_private_names(Roster(learners=rows), people, today, public_parts(catalogue)),
        nameless=tuple(nameless),
        since=today,
        until=next_change([(file.consent, file.adult_from) for file in rows.values()], today),
        allowed={learner: public_permissions(file, today).what for learner, file in rows.items()},
        hidden_ids=find_hidden_ids(catalogue, people.certain),
    )


def _is_shown(file: LearnerFile, today: date) -> bool:
    return bool({"work", "badges"} & public_permissions(file, today).what)


def _is_nameless(file: LearnerFile, today: date) -> bool:
    return _is_shown(file, today) and "name" not in public_permissions(file, today)
