"""Credits that a pathway of stages gives for mastery."""

from datetime import date

from msgspec import Struct

from wayfolio.model.frameworks import Level
from wayfolio.model.names import CompetencyCode, PathwayId, Slug, StageCode


class MasteryCredit(Struct, frozen=True, kw_only=True):
    """A competency completed at a level that its pathway gives credit for."""

    pathway: PathwayId
    competency: CompetencyCode
    tier: Slug
    """`foundational`, `advanced`, or what else the pathway calls it."""
    level: Level
    on: date


class StageCredit(Struct, frozen=True, kw_only=True):
    """A stage, such as a portfolio, in which everything that it asks for is complete."""

    pathway: PathwayId
    stage: StageCode
    on: date
