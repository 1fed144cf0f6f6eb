"""What the consent of a learner or a guardian makes public on a day."""

from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from typing import Literal

from msgspec import Struct

from wayfolio.model.names import LearnerId
from wayfolio.model.people import People
from wayfolio.model.portfolio import ConsentTo, LearnerFile, Name
from wayfolio.model.roster import GroupWork, Roster


class Permissions(Struct, frozen=True):
    """What may be public of one learner on one day."""

    what: frozenset[ConsentTo]

    def __contains__(self, permission: ConsentTo) -> bool:
        return permission in self.what


def public_permissions(file: LearnerFile, today: date) -> Permissions:
    """Return what may be public: what the owner of the consent allows today.

    The learner owns it from `adult_from`; until then a guardian does. The other person's consent
    changes nothing.
    """
    is_adult = file.adult_from is not None and file.adult_from <= today
    return _permissions_from("self" if is_adult else "guardian", file, today)


def college_permissions(file: LearnerFile, today: date) -> Permissions:
    """Return what may be public of college courses, which the learner decides at any age."""
    return _permissions_from("self", file, today)


def _permissions_from(
    owner: Literal["guardian", "self"], file: LearnerFile, today: date
) -> Permissions:
    return Permissions(
        frozenset(
            permission
            for consent in file.consent
            if consent.by == owner and consent.audience == "public" and consent.in_force(today)
            for permission in consent.what
        )
    )


def public_name_of(name: Name) -> str:
    """Return a learner's name as the family has chosen to show it."""
    if name.shown == "full":
        return name.full
    if name.shown == "initials":
        return "".join(f"{part[0]}." for part in name.full.split())
    if name.shown == "alias" and name.alias:
        return name.alias
    return name.first


def public_names(roster: Roster, today: date) -> Mapping[LearnerId, str | None]:
    """Return each learner's public name, or None where none is allowed."""
    return {
        learner: public_name_of(file.name) if "name" in public_permissions(file, today) else None
        for learner, file in roster.learners.items()
    }


def tells_name(learner: LearnerId, people: People) -> bool:
    """Whether a learner's id reveals more of the name than is public, as `ben` does for B. L."""
    return people.tells(learner)


def public_address(
    learner: LearnerId, allowed: Permissions, secret: bytes | None, people: People
) -> str | None:
    """Return the last part of a portfolio's address; a keyed hash where the name is not public.

    None without a secret: anybody could compute an unkeyed hash for each name.
    """
    if "name" in allowed and not tells_name(learner, people):
        return learner
    if secret is None:
        return None
    return "p" + blake2b(learner.encode(), key=secret[:64], digest_size=10).hexdigest()


def all_authors_allow(work: GroupWork, roster: Roster, today: date) -> bool:
    """Whether every author of a piece of group work lets it be public."""
    files = [roster.learners.get(author) for author in work.authors]
    return all(file is not None and "work" in public_permissions(file, today) for file in files)
