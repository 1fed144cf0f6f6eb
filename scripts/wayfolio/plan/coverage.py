"""What of a framework is asked, shown and rated, and what is due by whom."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.names import CompetencyCode, InstrumentId
from wayfolio.model.school import Span
from wayfolio.model.staff import Covered, Due, StaffRow, WindowSeen

HLA = "hla"


def measure_coverage(catalogue: Catalogue, rows: Sequence[StaffRow]) -> Iterator[Covered]:
    """Give each competency with who asks for it, who has shown it and who has rated it."""
    for code, placed in catalogue.competencies.items():
        skills = {skill.code for skill in placed.competency.rated}
        raters = {
            person
            for row in rows
            for rating in row.ratings.get(code, ())
            for person in row.demonstrations[rating.occasion].by
        }
        yield Covered(
            competency=code,
            asked_by=tuple(
                name for name, one in catalogue.experiences.items() if skills & set(one.targets)
            ),
            asked_of=sum(code in row.cells and row.cells[code].is_asked for row in rows),
            shown_by=sum(code in row.cells and row.cells[code].level is not None for row in rows),
            raters=tuple(sorted(raters)),
        )


def concept_of(catalogue: Catalogue, row: StaffRow) -> CompetencyCode | None:
    """Return the high-leverage concept of a learner's grade, where the school has one."""
    for code, placed in catalogue.competencies.items():
        grade = placed.competency.grade
        if placed.competency.high_leverage and grade and row.grade is not None:
            wanted = "K" if row.grade == 0 else str(row.grade)
            if grade == wanted:
                return code
    return None


def due(catalogue: Catalogue, rows: Iterable[StaffRow], today: date) -> Iterator[Due]:
    """Give who is to be assessed in the window that is open, or in the next one.

    Whoever has been seen in a window that is open is not due in it any more.
    """
    calendar = catalogue.school.calendar
    windows = calendar.windows if calendar else ()
    ahead = [window for window in windows if window.to >= today]
    if not ahead:
        return
    window = min(ahead, key=lambda one: one.from_)
    for row in rows:
        code = concept_of(catalogue, row)
        if code is None:
            continue
        seen = tuple((one.id, _seen(row, code, one)) for one in windows if one.from_ <= today)
        if not dict(seen).get(window.id):
            yield Due(
                learner=row.learner,
                competency=code,
                instruments=tuple(_instruments(catalogue, code)),
                window=window.id,
                opens=window.from_,
                closes=window.to,
                seen=seen,
            )


def seen_windows(
    catalogue: Catalogue, rows: Iterable[StaffRow], today: date
) -> Iterator[WindowSeen]:
    """Give each window that has begun, with how many learners were seen in it."""
    calendar = catalogue.school.calendar
    concerned = [(row, code) for row in rows if (code := concept_of(catalogue, row)) is not None]
    for window in calendar.windows if calendar else ():
        if window.from_ <= today:
            yield WindowSeen(
                window=window.id,
                opens=window.from_,
                closes=window.to,
                concerned=len(concerned),
                seen=sum(_seen(row, code, window) for row, code in concerned),
            )


def _seen(row: StaffRow, code: CompetencyCode, window: Span) -> bool:
    return any(
        one.competency == code and one.kind == HLA and window.from_ <= one.on <= window.to
        for one in row.assessed
    )


def _instruments(catalogue: Catalogue, code: CompetencyCode) -> Iterator[InstrumentId]:
    for name, one in catalogue.instruments.items():
        if one.kind == HLA and code in one.focus:
            yield name
