"""How far a rating has been confirmed by a later one, where a policy asks for that."""

from collections.abc import Iterable

from wayfolio.assess.selection import find_reached
from wayfolio.model.attainment import Rating, SkillRecord
from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.policy import Confirmation


def count_confirmed(rule: Confirmation, bar: Level | None, records: Iterable[SkillRecord]) -> int:
    """Return how far a confirmation has come in the skill that is least far: 0, 1 or 2 steps."""
    required = [record for record in records if record.required]
    return min((_steps(rule, bar, record) for record in required), default=2)


def _steps(rule: Confirmation, bar: Level | None, record: SkillRecord) -> int:
    if any(rating.level is Mark.WAIVED for rating in record.kept):
        return 2
    reached = find_reached(record.kept, bar)
    firsts = [rating for rating in reached if rating.kind in rule.first]
    if any(_confirms(later, first, rule) for first in firsts for later in reached):
        return 2
    return 1 if firsts else 0


def _confirms(later: Rating, first: Rating, rule: Confirmation) -> bool:
    """Whether a rating is the second step of a confirmation: of its kind, later, in a model."""
    if later.kind not in rule.then:
        return False
    in_a_model = not rule.models or {first.model, later.model} & set(rule.models)
    return bool(in_a_model) and later.occasion > first.occasion and later.order > first.order
