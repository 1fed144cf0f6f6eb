"""Ratings without a school, to try a policy on."""

from collections.abc import Mapping

from msgspec import Struct

from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.names import PolicyName, SkillCode, Slug
from wayfolio.model.policy import PolicyChanges
from wayfolio.model.school import Assessor
from wayfolio.model.structs import Written


class TriedRating(Written, frozen=True, kw_only=True):
    """One rating: a level or a mark, and what a policy may ask about it."""

    level: Level | Mark
    kind: Slug | None = None
    model: Slug | None = None
    by: Assessor | None = None
    experience: Slug | None = None


class TriedSkill(Struct, frozen=True, kw_only=True):
    """A skill, with its ratings in date order."""

    required: int
    ratings: tuple[TriedRating, ...] = ()


class Trial(Written, frozen=True, kw_only=True):
    """What `wayfolio try` reads."""

    policy: PolicyName | PolicyChanges
    level: Level | None = None
    """The level that completes the stage."""
    baseline: Level | None = None
    skills: Mapping[SkillCode, TriedSkill]
