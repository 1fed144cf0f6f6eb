"""Ratings without a school, to try a policy on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import PolicyName, SkillCode, Slug
from wayfolio.model.places import NOWHERE, Location
from wayfolio.model.policy import PolicyChanges
from wayfolio.model.school import Assessor


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedRating:
    """One rating: a level or a mark, and what a policy may ask about it."""

    level: Level | Mark
    kind: Slug | None = None
    model: Slug | None = None
    by: Assessor | None = None
    experience: Slug | None = None
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedSkill:
    """A skill, with its ratings in date order."""

    required: int
    ratings: tuple[TriedRating, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What `wayfolio try` reads."""

    policy: PolicyName | PolicyChanges
    level: Level | None = None
    """The level that completes the stage."""
    baseline: Level | None = None
    skills: Mapping[SkillCode, TriedSkill]
    at: Location = field(default=NOWHERE, compare=False)
