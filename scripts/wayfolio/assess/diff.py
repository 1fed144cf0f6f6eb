"""Which of a learner's figures a change has moved."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from wayfolio.assess.figures import mean
from wayfolio.model.attainment import Attainment, SkillRecord
from wayfolio.model.changes import FigureMove
from wayfolio.model.frameworks import Mark
from wayfolio.model.names import LearnerId

Figures = dict[str, tuple[Fraction | None, int]]


def diff_figures(
    learner: LearnerId, before: Iterable[Attainment], after: Iterable[Attainment]
) -> Iterator[FigureMove]:
    """Yield each performance, and each mean of a skill's kept ratings, that has changed.

    Scale:  levels of the framework, exact; at the stage where the learner works.
    Errors: none.
    """
    then, now = _figures(before), _figures(after)
    nothing: tuple[Fraction | None, int] = (None, 1)
    for code in [*now, *(code for code in then if code not in now)]:
        (old, digits), (new, also) = then.get(code, nothing), now.get(code, nothing)
        if old != new:
            yield FigureMove(
                learner=learner, code=code, before=old, after=new, digits=max(digits, also)
            )


def _figures(attained: Iterable[Attainment]) -> Figures:
    figures: Figures = {}
    for attainment in attained:
        if attainment.current:
            figures[attainment.competency] = attainment.performance, attainment.digits
            for skill in attainment.skills:
                figures.setdefault(skill.skill, (_mean(skill), attainment.digits))
    return figures


def _mean(skill: SkillRecord) -> Fraction | None:
    levels = [r.level for r in skill.kept if not isinstance(r.level, Mark)]
    return mean(levels) if levels else None
