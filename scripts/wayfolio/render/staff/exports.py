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
    return as_csv(RATINGS, (rating for row in rows for rating in _ratings(row, frameworks)))


def _ratings(row: StaffRow, frameworks: dict[str, str]) -> Iterator[tuple[str, ...]]:
    counts = dict(_counts(row.attained))
    every = [(code, rating) for code, ratings in row.ratings.items() for rating in ratings]
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
            _rating_text(rating),
            rating.model or "",
            rating.context or "",
            " ".join(rating.evidence),
            how,
        )


def _counts(attained: Iterable[Attainment]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Give for each rating the stage for which it is and whether it counts there."""
    for attainment in attained:
        stage = attainment.stage or ""
        for record in attainment.skills:
            for how, ratings in (
                ("yes", record.kept),
                ("pushed out", record.pushed_out),
                ("dropped", record.dropped),
            ):
                yield from ((rating.order, (stage, how)) for rating in ratings)


def _rating_text(rating: Rating) -> str:
    return rating.level.value if isinstance(rating.level, Mark) else _decimal(rating.level)


def stages_csv(rows: Iterable[StaffRow]) -> bytes:
    """Return a row for each learner, competency and stage, with the figures as pages show them."""
    return as_csv(STAGES, (_stage(row, attained) for row in rows for attained in row.attained))


def _stage(row: StaffRow, attained: Attainment) -> tuple[str, ...]:
    return (
        row.learner,
        row.full_name,
        row.group,
        attained.competency,
        attained.stage or "",
        _yes(attained.current),
        _decimal(attained.level),
        _decimal(attained.performance, attained.digits),
        str(percent(attained.progress)),
        str(attained.pieces),
        str(attained.required),
        str(int(half_up(attained.missed * 100, 0))),
        str(attained.opportunities),
        _decimal(attained.baseline),
        _growth(attained),
        _yes(attained.complete),
        _yes(attained.behind_the_bar),
        attained.completed_on.isoformat() if attained.completed_on else "",
        attained.last_seen.isoformat() if attained.last_seen else "",
        attained.status.value,
    )


def _growth(attained: Attainment) -> str:
    if attained.growth is None:
        return ""
    return f"{float(half_away(attained.growth, attained.digits)):.{attained.digits}f}"


def _decimal(figure: Fraction | None, digits: int = 2) -> str:
    if figure is None:
        return ""
    return f"{float(half_up(figure, digits)):g}"


def _yes(holds: object) -> str:
    return "yes" if holds else "no"
