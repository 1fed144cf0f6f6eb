"""What is new about a learner since a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from wayfolio.model.attainment import Attainment
from wayfolio.model.dossier import Move, News
from wayfolio.model.names import CompetencyCode
from wayfolio.model.pages import Audience
from wayfolio.model.portfolio import Plan
from wayfolio.model.visibility import Shown


def last_conference(plan: Plan, today: date) -> date | None:
    """Return the day of the last conference, where there has been one."""
    return max((one.date for one in plan.conferences if one.date <= today), default=None)


def news(shown: Shown[Audience], before: Sequence[Attainment], since: date) -> News:
    """Return what is new since a day. `before`: the attainments as of that day."""
    was, now = _levels(before), _levels(shown.attainments)
    return News(
        since=since,
        evidence=tuple(one.item.stem for one in shown.evidence if one.item.date > since),
        moves=tuple(
            Move(competency=code, was=was.get(code), now=level)
            for code, level in now.items()
            if level != was.get(code)
        ),
        completed=tuple(
            (one.competency, one.stage)
            for one in shown.attainments
            if one.completed_on is not None and one.completed_on > since
        ),
        awards=tuple(one.badge for one in shown.awards if one.on > since),
    )


def _levels(attained: Iterable[Attainment]) -> Mapping[CompetencyCode, Fraction]:
    """Return the level now of each competency: of the latest stage that has one."""
    return {one.competency: one.performance for one in attained if one.performance is not None}
