"""What one audience may see of one learner. Pages are made from this and from nothing else.

The audience is part of the type, so that what a family may see cannot become a public page.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Generic

from msgspec import Struct, field

from wayfolio.model.attainment import Attainment
from wayfolio.model.claims import Claim
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import (
    BadgeId,
    CompetencyCode,
    EvidenceRef,
    ExperienceId,
    Language,
    LearnerId,
    PartnerId,
    PathwayId,
    PersonId,
    SkillCode,
)
from wayfolio.model.pages import Audience
from wayfolio.model.portfolio import Evidence, Plan
from wayfolio.model.school import Assessor
from wayfolio.model.text import Text


class Author(Struct, frozen=True, kw_only=True):
    """Somebody who made a piece of work, as this audience may know them."""

    name: str
    """Empty where another learner's name may not be read."""
    address: str | None
    """The last part of the portfolio's address; None if the audience may not see it."""


class Confirmed(Struct, frozen=True, kw_only=True):
    """A skill that somebody other than the learner saw in a piece of evidence."""

    skill: SkillCode
    on: date
    assessors: tuple[Assessor, ...]
    level: Level | Mark | None = None
    """None where the audience may see that it was shown, not how well."""
    by: tuple[PersonId, ...] = ()
    """Those who saw it, where the audience may know them."""


class Feedback(Struct, frozen=True, kw_only=True):
    """What an educator wrote about a piece of evidence. Never public."""

    on: date
    by: tuple[PersonId, ...]
    note: str | None
    ask: str | None


class ShownEvidence(Struct, frozen=True, kw_only=True):
    """A piece of evidence with what this audience may see around it."""

    item: Evidence
    """Its files are only those that the audience may see."""
    authors: tuple[Author, ...]
    confirmed: tuple[Confirmed, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    own: Mapping[SkillCode, Level] = field(default_factory=dict)
    """How the learner rated it. Stands beside the others' ratings, and never counts."""
    earlier: EvidenceRef | None = None
    later: EvidenceRef | None = None
    hours: Fraction | None = None
    """The hours that somebody has confirmed."""
    is_seen: bool = True
    """Whether somebody other than the learner has seen it."""
    claim: Claim | None = None
    """What only the learner says of it, for audiences that may know it."""

    @property
    def skills(self) -> tuple[SkillCode, ...]:
        """The skills that the learner names or that somebody saw in it, each once."""
        seen = (each.skill for each in self.confirmed if not isinstance(each.level, Mark))
        return tuple(dict.fromkeys((*self.item.shows, *seen)))


class ShownAward(Struct, frozen=True, kw_only=True):
    """A badge or credential that a learner has earned, and what earned it."""

    badge: BadgeId
    on: date
    """The first day on which its rule held, or on which a person said so."""
    evidence: tuple[EvidenceRef, ...] = ()
    asserted: bool = False


class SharedWork(Struct, frozen=True, kw_only=True):
    """Work of several learners that is stored in another learner's portfolio."""

    title: str
    on: date
    address: str
    """Empty if the page belongs to an edition that this audience does not have."""


class VisibleLearner(Struct, Generic[Audience], frozen=True, kw_only=True, dict=True):
    """One learner as one audience may see them."""

    learner: LearnerId
    address: str
    name: str
    group: Text | None = None
    pathways: tuple[PathwayId, ...] = ()
    rounds: tuple[tuple[PathwayId, int, date], ...] = ()
    """When each round of a cycle began; an earlier one where nothing is said."""
    evidence: tuple[ShownEvidence, ...] = ()
    """Newest first."""
    highlights: tuple[EvidenceRef, ...] = ()
    attainments: tuple[Attainment, ...] = ()
    awards: tuple[ShownAward, ...] = ()
    shared: tuple[SharedWork, ...] = ()
    plan: Plan | None = None
    tells_claims: bool = False
    """Whether this audience may know what only the learner says."""

    @cached_property
    def by_stem(self) -> Mapping[EvidenceRef, ShownEvidence]:
        """The evidence by the names of its files."""
        return {shown.item.stem: shown for shown in self.evidence}


class WorkRow(Struct, frozen=True, kw_only=True, tag=True):
    """A piece of evidence as other pages list it."""

    title: str
    on: date
    kind: str
    lang: Language
    address: str
    author: str
    skills: tuple[SkillCode, ...]
    """Those of `ShownEvidence.skills`."""
    experience: ExperienceId | None
    partner: PartnerId | None
    excerpt: str = ""
    """The first words, if there is no picture."""
    picture: tuple[str, int, int] | None = None
    """Address, width and height of a small picture of it."""


class Summary(Struct, Generic[Audience], frozen=True, kw_only=True):
    """What hub pages need of one learner: small enough to keep for every learner."""

    address: str
    name: str
    group: Text | None
    work: tuple[WorkRow, ...]
    met: tuple[CompetencyCode, ...]
    awards: tuple[ShownAward, ...]
