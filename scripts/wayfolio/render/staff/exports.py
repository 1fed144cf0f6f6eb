"""Files for other programs: a row a rating, and a row a learner, competency and stage."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from wayfolio.model.attainment import Attainment, Rating
from wayfolio.model.frameworks import Mark
from wayfolio.model.rounding import half_away, half_up, percent
from wayfolio.model.staff import StaffRow
from wayfolio.render.staff.table import as_csv

RATINGS = (
    "learner",
    "name",
    "group",
    "framework",
    "competency",
    "skill",
    "stage",
    "date",
    "kind",
    "rated_by",
    "rating",
    "model",
    "experience",
    "evidence",
    "counts",
)
STAGES = (
    "learner",
    "name",
    "group",
    "competency",
    "stage",
    "current",
    "level",
    "performance",
    "progress_percent",
    "pieces",
    "required",
    "missed_percent",
    "opportunities",
    "baseline",
    "growth",
    "complete",
    "behind_the_bar",
    "completed_on",
    "last_seen",
    "status",
)


def ratings_csv(rows: Iterable[StaffRow], frameworks: dict[str, str]) -> bytes:
    """Return every rating of every learner, in their order. `frameworks`: by competency."""
    return as_csv(RATINGS, (one for row in rows for one in _ratings(row, frameworks)))


def _ratings(row: StaffRow, frameworks: dict[str, str]) -> Iterator[tuple[str, ...]]:
    counts = dict(_counts(row.attained))
    every = [(code, rating) for code, found in row.ratings.items() for rating in found]
    for code, rating in sorted(every, key=lambda pair: pair[1].order):
        stage, how = counts.get(rating.order, (rating.target or "", "no"))
        yield (
            row.learner,
            row.full_name,
            row.group,
            frameworks.get(code, ""),
            code,
            rating.skill,
            stage,
            rating.on.isoformat(),
            rating.kind,
            " ".join(row.demonstrations[rating.occasion].by),
            _written(rating),
            rating.model or "",
            rating.context or "",
            " ".join(rating.evidence),
            how,
        )


def _counts(attained: Iterable[Attainment]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Give for each rating the stage for which it is and whether it counts there."""
    for one in attained:
        stage = one.stage or ""
        for record in one.skills:
            for how, found in (
                ("yes", record.kept),
                ("pushed out", record.pushed_out),
                ("dropped", record.dropped),
            ):
                yield from ((rating.order, (stage, how)) for rating in found)


def _written(rating: Rating) -> str:
    return rating.level.value if isinstance(rating.level, Mark) else _decimal(rating.level)


def stages_csv(rows: Iterable[StaffRow]) -> bytes:
    """Return a row for each learner, competency and stage, with the figures as pages show them."""
    return as_csv(STAGES, (_stage(row, one) for row in rows for one in row.attained))


def _stage(row: StaffRow, one: Attainment) -> tuple[str, ...]:
    return (
        row.learner,
        row.full_name,
        row.group,
        one.competency,
        one.stage or "",
        _yes(one.current),
        _decimal(one.level),
        _decimal(one.performance, one.digits),
        str(percent(one.progress)),
        str(one.pieces),
        str(one.required),
        str(int(half_up(one.missed * 100, 0))),
        str(one.opportunities),
        _decimal(one.baseline),
        _growth(one),
        _yes(one.complete),
        _yes(one.behind_the_bar),
        one.completed_on.isoformat() if one.completed_on else "",
        one.last_seen.isoformat() if one.last_seen else "",
        one.status.value,
    )


def _growth(one: Attainment) -> str:
    if one.growth is None:
        return ""
    return f"{float(half_away(one.growth, one.digits)):.{one.digits}f}"


def _decimal(figure: Fraction | None, digits: int = 2) -> str:
    if figure is None:
        return ""
    return f"{float(half_up(figure, digits)):g}"


def _yes(holds: object) -> str:
    return "yes" if holds else "no"
