"""Which competencies are required, shown and rated, and who is due for an assessment."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.names import CompetencyCode, InstrumentId, PersonId
from wayfolio.model.school import Span
from wayfolio.model.staff import Covered, Due, StaffRow, WindowSeen

HLA = "hla"


def measure_coverage(catalogue: Catalogue, rows: Sequence[StaffRow]) -> Iterator[Covered]:
    """Yield each competency with who asks for it, who has shown it and who has rated it."""
    for code, placed in catalogue.competencies.items():
        skills = {skill.code for skill in placed.competency.rated}
        cells = [row.cells[code] for row in rows if code in row.cells]
        yield Covered(
            competency=code,
            asked_by=tuple(
                name
                for name, experience in catalogue.experiences.items()
                if skills & set(experience.targets)
            ),
            asked_of=sum(cell.asked for cell in cells),
            shown_by=sum(cell.level is not None for cell in cells),
            raters=tuple(sorted(_raters(code, rows))),
        )


def _raters(code: CompetencyCode, rows: Iterable[StaffRow]) -> set[PersonId]:
    """Return the people who have rated a competency of anybody."""
    return {
        person
        for row in rows
        for rating in row.ratings.get(code, ())
        for person in row.demonstrations[rating.occasion].by
    }


def concept_of(catalogue: Catalogue, row: StaffRow) -> CompetencyCode | None:
    """Return the high-leverage concept of a learner's grade, or None."""
    for code, placed in catalogue.competencies.items():
        grade = placed.competency.grade
        if placed.competency.high_leverage and grade and row.grade is not None:
            wanted = "K" if row.grade == 0 else str(row.grade)
            if grade == wanted:
                return code
    return None


def find_due(catalogue: Catalogue, rows: Iterable[StaffRow], today: date) -> Iterator[Due]:
    """Yield who is due for assessment in the current window, or else in the next.

    Learners who have been assessed in the current window are no longer due.
    """
    calendar = catalogue.school.calendar
    windows = calendar.windows if calendar else ()
    ahead = [window for window in windows if window.to >= today]
    if not ahead:
        return
    window = min(ahead, key=lambda span: span.from_)
    for row in rows:
        code = concept_of(catalogue, row)
        if code is None:
            continue
        seen = tuple(
            (span.id, _is_seen_in(row, code, span)) for span in windows if span.from_ <= today
        )
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


def measure_windows(
    catalogue: Catalogue, rows: Iterable[StaffRow], today: date
) -> Iterator[WindowSeen]:
    """Yield each window that has begun, with the number of learners assessed in it."""
    calendar = catalogue.school.calendar
    concerned = [(row, code) for row in rows if (code := concept_of(catalogue, row)) is not None]
    for window in calendar.windows if calendar else ():
        if window.from_ <= today:
            yield WindowSeen(
                window=window.id,
                opens=window.from_,
                closes=window.to,
                concerned=len(concerned),
                seen=sum(_is_seen_in(row, code, window) for row, code in concerned),
            )


def _is_seen_in(row: StaffRow, code: CompetencyCode, window: Span) -> bool:
    return any(
        assessed.competency == code
        and assessed.kind == HLA
        and window.from_ <= assessed.on <= window.to
        for assessed in row.assessed
    )


def _instruments(catalogue: Catalogue, code: CompetencyCode) -> Iterator[InstrumentId]:
    for name, instrument in catalogue.instruments.items():
        if instrument.kind == HLA and code in instrument.focus:
            yield name
