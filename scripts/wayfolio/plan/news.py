"""What is new about a learner since a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from wayfolio.model.attainment import Attainment
from wayfolio.model.dossier import News, NewsMove
from wayfolio.model.names import CompetencyCode
from wayfolio.model.pages import Audience
from wayfolio.model.portfolio import Plan
from wayfolio.model.visibility import VisibleLearner


def last_conference(plan: Plan, today: date) -> date | None:
    """Return the day of the last conference, or None."""
    return max(
        (conference.date for conference in plan.conferences if conference.date <= today),
        default=None,
    )


def find_news(shown: VisibleLearner[Audience], before: Sequence[Attainment], since: date) -> News:
    """Return what is new since a day. `before`: the attainments as of that day."""
    was, now = _levels(before), _levels(shown.attainments)
    return News(
        since=since,
        evidence=tuple(work.item.stem for work in shown.evidence if work.item.date > since),
        moves=tuple(
            NewsMove(competency=code, was=was.get(code), now=level)
            for code, level in now.items()
            if level != was.get(code)
        ),
        completed=tuple(
            (attainment.competency, attainment.stage)
            for attainment in shown.attainments
            if attainment.completed_on is not None and attainment.completed_on > since
        ),
        awards=tuple(award.badge for award in shown.awards if award.on > since),
    )


def _levels(attained: Iterable[Attainment]) -> Mapping[CompetencyCode, Fraction]:
    """Return the current level of each competency: that of its latest rated stage."""
    return {
        attainment.competency: attainment.performance
        for attainment in attained
        if attainment.performance is not None
    }
