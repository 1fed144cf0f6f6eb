"""What the consent of a learner or a guardian makes public on a day."""

from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import blake2b
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.names import LearnerId
from wayfolio.model.people import People
from wayfolio.model.portfolio import Consent, ConsentTo, LearnerFile, Name
from wayfolio.model.roster import GroupWork, Roster

DAY = timedelta(days=1)


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


def keep_margin(file: LearnerFile) -> LearnerFile:
    """Return a learner's file whose consents begin a day later and end a day earlier.

    For a school that does not say its time zone: its day may be the one before the machine's, or
    the one after it, and nothing may be public a day too early or too long.
    """
    if not file.consent:
        return file
    return replace(file, consent=tuple(_with_margin(c, file.adult_from) for c in file.consent))


def _with_margin(consent: Consent, adult_from: date | None) -> Consent:
    if consent.until is not None and consent.until < consent.from_:
        return consent  # which the check refuses as it stands
    last = _last_day(consent, adult_from)
    begin, end = _shift(consent.from_, 1), _shift(last, -1)
    if end < begin:
        return replace(consent, from_=begin, until=None, withdrawn=begin)
    until = None if last == date.max else end
    return replace(consent, from_=begin, until=until, withdrawn=None)


def _last_day(consent: Consent, adult_from: date | None) -> date:
    """Return the last day of a consent; a guardian's ends when the learner comes of age."""
    ends = [consent.until or date.max]
    if consent.withdrawn is not None:
        ends.append(_shift(consent.withdrawn, -1))
    if consent.by == "guardian" and adult_from is not None:
        ends.append(_shift(adult_from, -1))
    return min(ends)


def _shift(day: date, days: int) -> date:
    """Return a day before or after another; the first and the last that there are stay."""
    return day if day in (date.min, date.max) else day + days * DAY


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
