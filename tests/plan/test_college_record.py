"""Credits and grade points, worked by hand: Núria, Jin, and a course that was taken again."""

from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from msgspec.structs import replace

from example_school import ROOT, TODAY
from mastery import COLLEGE, competency, framework, learner, occasion, rulebook
from wayfolio.model.college import average_points, sum_attempted, sum_earned
from wayfolio.model.dossier import Studies
from wayfolio.model.names import CompetencyCode, LearnerId, StageCode, TermCode
from wayfolio.model.portfolio import CourseTaken, Entered
from wayfolio.model.school import Calendar, Term
from wayfolio.plan.college_record import CollegeCase, make_college_record
from wayfolio.plan.terms import TermDays
from wayfolio.school.dossier import dossier_for_staff
from wayfolio.school.learner import read_learner, whole_record
from wayfolio.school.read import read_school


@cache
def studies_of(name: str) -> Studies:
    """Return what a learner of the example has studied."""
    school, _ = read_school(ROOT, TODAY)
    assert school is not None
    (study,) = dossier_for_staff(
        whole_record(school, read_learner(school, LearnerId(name)))
    ).studies
    return study


# Credits times points. Núria: 36 credits at 4 are 144, less 3 for Public Speaking and 4 for
# Networking 1, both with a B: 137. Jin: 3 + 12 + 9 + 9 + 12 + 12 + 16 + 6 + 16 + 16 + 9 + 12 + 9 +
# 12 + 12 + 12 = 177 for 52 credits.
BY_HAND = {"nuria": (36, 36, Fraction(137, 36), 20), "jin": (52, 52, Fraction(177, 52), 22)}


@pytest.mark.parametrize("name", BY_HAND)
def test_credits_and_grade_points_are_what_somebody_finds_with_a_pencil(name: str) -> None:
    study = studies_of(name)
    attempts = study.record.attempts

    assert (
        sum_earned(attempts),
        sum_attempted(attempts),
        average_points(attempts),
        sum(credit.credits for credit in study.signed),
    ) == BY_HAND[name]
    assert sum_earned(attempts) == study.college[0]
    assert sum(credit.credits for credit in study.signed) == study.high_school[0]


def test_high_school_credits_have_names_and_say_what_they_rest_on() -> None:
    """By hand, Núria: 18 signed off, and two by courses. Physics is signed off."""
    signed = {str(credit.id): credit for credit in studies_of("nuria").signed}

    assert signed["eng-12"].course == "C.ENG101"
    assert signed["math-choice"].course == "C.MAT115"
    assert signed["physics"].on == date(2026, 6, 10)
    assert sum(credit.on is not None for credit in signed.values()) == 18
    assert {"senior-seminar", "workplace-learning-4"}.isdisjoint(signed)


def test_the_last_credit_opens_the_diploma() -> None:
    """By hand, Jin: 7 + 6 + 4 + 2 are signed off, and three rest on courses, the last on Physics.

    Every level is 10 or more by June 2026, so that the gate opens with that grade in December.
    """
    signed = {str(credit.id): credit for credit in studies_of("jin").signed}
    school, _ = read_school(ROOT, TODAY)
    assert school is not None
    dossier = dossier_for_staff(whole_record(school, read_learner(school, LearnerId("jin"))))

    assert sum(credit.on is not None for credit in signed.values()) == 19
    assert signed["physics"].course == "C.PHY110"
    assert [award.on for award in dossier.shown.awards if award.badge == "diploma"] == [
        date(2026, 12, 17)
    ]


def test_exams_have_their_dates() -> None:
    sittings = [(s.exam, s.on.isoformat(), int(s.score)) for s in studies_of("jin").exams]

    assert sittings == [
        ("readiness-reading", "2024-04-12", 72),
        ("readiness-math", "2024-04-12", 83),
        ("readiness-reading", "2024-05-17", 79),
    ]


CALENDAR = Calendar(
    first_day=date(2026, 8, 24),
    last_day=date(2027, 6, 11),
    terms=(Term(code="F", from_="08-24", to="12-18"), Term(code="S", from_="01-05", to="05-28")),
)
TERMS = TermDays(
    calendar=CALENDAR,
    entered=Entered(grade="9", year="2025-26"),
    stages=(StageCode("9"), StageCode("10"), StageCode("11")),
)
BOOK = rulebook(
    framework(
        "college",
        [competency("C.ALG", credits=4), competency("C.ART", credits=3)],
        scale="college-grade",
        policy="course-grade",
    )
)


def taken(course: str, term: str, status: str = "done") -> CourseTaken:
    """Return a record of a course."""
    return CourseTaken(
        course=CompetencyCode(course),
        term=TermCode(term),
        status=status,  # type: ignore[arg-type]
    )


def algebra_again(*, latest: bool) -> CollegeCase:
    """Return a learner with a D in Algebra, a B, and at last a C; Art with an A between."""
    portfolio = learner(
        occasion("2025-12-17", {"C.ALG": 1}, kind="course-grade"),
        occasion("2026-05-20", {"C.ALG": 3, "C.ART": 4}, kind="course-grade"),
        occasion("2026-12-16", {"C.ALG": 2}, kind="course-grade"),
    )
    courses = (
        taken("C.ALG", "10F"),
        taken("C.ALG", "9F"),
        taken("C.ALG", "9S"),
        taken("C.ART", "9S"),
        taken("C.ART", "9F", "dropped"),
        taken("C.ART", "11F", "planned"),
    )
    return CollegeCase(
        catalogue=BOOK.catalogue,
        portfolio=replace(portfolio, file=replace(portfolio.file, courses=courses)),
        terms=TERMS,
        latest_counts=frozenset([CompetencyCode("C.ALG")] if latest else []),
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("latest", "counting", "points"),
    [
        # The best attempt: 4 * 3 + 3 * 4 = 24 for 7 credits.
        (False, [("9S", 3)], Fraction(24, 7)),
        # The last one: 4 * 2 + 3 * 4 = 20 for 7 credits.
        (True, [("10F", 2)], Fraction(20, 7)),
    ],
)
def test_a_repeat_counts_once(
    latest: bool, counting: list[tuple[str, int]], points: Fraction
) -> None:
    record = make_college_record(algebra_again(latest=latest))
    algebra = [(str(t.term), a) for t in record.terms for a in t.attempts if a.course == "C.ALG"]

    assert [(term, int(attempt.grade or 0), attempt.is_repeat) for term, attempt in algebra] == [
        ("9F", 1, False),
        ("9S", 3, True),
        ("10F", 2, True),
    ]
    counted = [(term, int(attempt.grade or 0)) for term, attempt in algebra if attempt.counts]
    assert counted == counting
    assert (sum_earned(record.attempts), sum_attempted(record.attempts)) == (7, 7)
    assert average_points(record.attempts) == points
    assert COLLEGE.ready_at == 2
