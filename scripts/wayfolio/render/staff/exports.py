"""Files for other programs: every rating, and every learner's stage of every competency."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from msgspec import Struct

from wayfolio.model.attainment import Attainment, Rating
from wayfolio.model.frameworks import Mark
from wayfolio.model.names import CompetencyCode
from wayfolio.model.rounding import half_away, half_up, percent
from wayfolio.model.staff import StaffRow
from wayfolio.render.staff.table import TextColumns, columns_csv


class ExportedRating(Struct, frozen=True, kw_only=True):
    """A rating with its learner and stage."""

    row: StaffRow
    framework: str
    competency: CompetencyCode
    rating: Rating
    stage: str
    counts: str
    """`yes`, `pushed out`, `dropped` or `no`."""


RATINGS: TextColumns[ExportedRating] = (
    ("learner", lambda exported: exported.row.learner),
    ("name", lambda exported: exported.row.full_name),
    ("group", lambda exported: exported.row.group),
    ("framework", lambda exported: exported.framework),
    ("competency", lambda exported: exported.competency),
    ("skill", lambda exported: exported.rating.skill),
    ("stage", lambda exported: exported.stage),
    ("date", lambda exported: exported.rating.on.isoformat()),
    ("kind", lambda exported: exported.rating.kind),
    ("rated_by", lambda exported: " ".join(_raters(exported))),
    ("rating", lambda exported: _rating_text(exported.rating)),
    ("model", lambda exported: exported.rating.model or ""),
    ("experience", lambda exported: exported.rating.context or ""),
    ("evidence", lambda exported: " ".join(exported.rating.evidence)),
    ("counts", lambda exported: exported.counts),
)
STAGES: TextColumns[StaffRow, Attainment] = (
    ("learner", lambda row, _stage: row.learner),
    ("name", lambda row, _stage: row.full_name),
    ("group", lambda row, _stage: row.group),
    ("competency", lambda _row, stage: stage.competency),
    ("stage", lambda _row, stage: stage.stage or ""),
    ("current", lambda _row, stage: _yes(stage.current)),
    ("level", lambda _row, stage: _decimal(stage.level)),
    ("performance", lambda _row, stage: _decimal(stage.performance, stage.digits)),
    ("progress_percent", lambda _row, stage: str(percent(stage.progress))),
    ("pieces", lambda _row, stage: str(stage.pieces)),
    ("required", lambda _row, stage: str(stage.required)),
    ("missed_percent", lambda _row, stage: str(int(half_up(stage.missed * 100, 0)))),
    ("opportunities", lambda _row, stage: str(stage.opportunities)),
    ("baseline", lambda _row, stage: _decimal(stage.baseline)),
    ("growth", lambda _row, stage: _growth(stage)),
    ("complete", lambda _row, stage: _yes(stage.complete)),
    ("behind_the_bar", lambda _row, stage: _yes(stage.behind_the_bar)),
    ("completed_on", lambda _row, stage: _day(stage.completed_on)),
    ("last_seen", lambda _row, stage: _day(stage.last_seen)),
    ("status", lambda _row, stage: stage.status.value),
    ("set_by", lambda _row, stage: " ".join(stage.override.by) if stage.override else ""),
    ("set_on", lambda _row, stage: _day(stage.override.on if stage.override else None)),
    ("set_because", lambda _row, stage: stage.override.why if stage.override else ""),
    ("worked_out", lambda _row, stage: _decimal(stage.worked_out, stage.digits)),
)


def ratings_csv(rows: Iterable[StaffRow], frameworks: dict[str, str]) -> bytes:
    """Return every rating of every learner, in their order. `frameworks`: by competency."""
    ratings = ((rating,) for row in rows for rating in _ratings(row, frameworks))
    return columns_csv(RATINGS, ratings)


def _ratings(row: StaffRow, frameworks: dict[str, str]) -> Iterator[ExportedRating]:
    known = dict(_counts(row.attained))
    every = [(code, rating) for code, ratings in row.ratings.items() for rating in ratings]
    for code, rating in sorted(every, key=lambda pair: pair[1].order):
        stage, counts = known.get(rating.order, (rating.target or "", "no"))
        yield ExportedRating(
            row=row,
            framework=frameworks.get(code, ""),
            competency=code,
            rating=rating,
            stage=stage,
            counts=counts,
        )


def _counts(attained: Iterable[Attainment]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the stage of each rating and whether it counts there, by the rating's order."""
    for attainment in attained:
        stage = attainment.stage or ""
        for record in attainment.skills:
            for how, ratings in (
                ("yes", record.kept),
                ("pushed out", record.pushed_out),
                ("dropped", record.dropped),
            ):
                yield from ((rating.order, (stage, how)) for rating in ratings)


def _raters(exported: ExportedRating) -> Iterable[str]:
    return exported.row.demonstrations[exported.rating.occasion].by


def _rating_text(rating: Rating) -> str:
    return rating.level.value if isinstance(rating.level, Mark) else _decimal(rating.level)


def stages_csv(rows: Iterable[StaffRow]) -> bytes:
    """Return a row for each learner, competency and stage, rounded as on the pages."""
    return columns_csv(STAGES, ((row, stage) for row in rows for stage in row.attained))


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


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
