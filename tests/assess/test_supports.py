"""What was delivered beside what was planned, and before and after, worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staff_school import staff_row
from wayfolio.assess.dosage import measure_dosage
from wayfolio.assess.inquiries import compare_before_and_after, summarize_inquiry
from wayfolio.model.attainment import Rating
from wayfolio.model.frameworks import Mark
from wayfolio.model.names import Code, CompetencyCode, LearnerId, PersonId, SkillCode, Slug
from wayfolio.model.portfolio import Dosage, Session, Support
from wayfolio.model.teaching import Inquiry
from wayfolio.model.text import Text

TODAY = date(2027, 3, 12)


def support(*sessions: Session) -> Support:
    """Return tutoring of 45 minutes, three times a week for twelve weeks."""
    planned = Dosage(from_=date(2026, 10, 5), minutes=45, per_week=3, weeks=12)
    return Support(kind="tutoring", by=PersonId("cal"), planned=planned, sessions=sessions)


def session(day: int, minutes: int = 45, **more: object) -> Session:
    """Return a session of October."""
    return Session(
        date=date(2026, 10, day),
        minutes=minutes,
        status="present" if minutes else "away",
        **more,  # type: ignore[arg-type]
    )


def test_teo_had_200_of_270_minutes_beside_a_plan_of_1620() -> None:
    (helped,) = staff_row("teo").helped

    found = helped.dosed
    assert (found.minutes, found.planned_so_far, found.planned_minutes) == (200, 270, 1620)
    assert (found.attended, found.sessions, found.planned_sessions) == (5, 6, 36)
    assert (found.away_now, found.away_longest, found.substitutes) == (0, 1, 1)
    assert [(t.right, t.of) for t in found.tickets] == [(1, 2), (2, 2), (1, 2), (1, 1), (2, 2)]
    assert [mood for _, mood in found.moods] == [3, 4, 3, 2, 4]
    assert helped.exit_met is False
    moves = [(one.code, one.was, one.now, one.ratings) for one in helped.moves]
    assert moves == [
        ("LIT.2.1", Fraction(5), Fraction(7), 1),
        ("LIT.2.2", None, Fraction(6), 1),
    ]


@pytest.mark.parametrize(
    ("minutes", "now", "longest"),
    [
        ((), 0, 0),
        ((45, 45), 0, 0),
        ((0,), 1, 1),
        ((0, 0, 45, 0), 1, 2),
        ((45, 0, 0, 0), 3, 3),
        ((0, 0, 0, 45), 0, 3),
    ],
)
def test_absences_are_counted_in_a_row(minutes: tuple[int, ...], now: int, longest: int) -> None:
    found = measure_dosage(support(*(session(n + 1, m) for n, m in enumerate(minutes))), TODAY)

    assert (found.away_now, found.away_longest) == (now, longest)


def test_a_session_to_come_and_a_ticket_in_words_are_left_out() -> None:
    found = measure_dosage(
        support(session(5, ticket="1/2"), session(7, ticket="well done")), date(2026, 10, 6)
    )

    assert (found.sessions, found.planned_so_far, len(found.tickets)) == (1, 45, 1)
    assert measure_dosage(support(session(7, ticket="well done")), TODAY).tickets == ()


@given(st.lists(st.integers(0, 90), max_size=20))
def test_delivered_is_the_sum_of_what_was_there(minutes: list[int]) -> None:
    held = [session(1 + n % 28, m) for n, m in enumerate(minutes)]

    found = measure_dosage(support(*held), TODAY)

    assert found.minutes == sum(minutes)
    assert found.planned_so_far == 45 * len(minutes)
    assert found.attended == sum(m > 0 for m in minutes)
    assert 0 <= found.away_now <= found.away_longest <= found.sessions


# ---- inquiries -----------------------------------------------------------------------------------

INQUIRY = Inquiry(
    inquiry=Slug("q1"),
    by=PersonId("priya"),
    question=Text("?"),
    nodes=(Code("HL.3"),),
    from_=date(2026, 10, 5),
    to=date(2026, 11, 13),
    measure=Text("m"),
    decision=Text("keep"),
)
HISTORIES: dict[str, tuple[tuple[str, int | Mark], ...]] = {
    "mateo": (("2026-09-14", 2), ("2026-11-05", 3), ("2027-01-20", 4)),
    "ines": (("2026-10-05", 2), ("2026-10-06", 2)),
    "bo": (("2026-09-20", 3), ("2026-11-13", 2)),
    "cy": (("2026-09-20", 3), ("2026-11-14", 4)),
    "di": (("2026-10-20", 1), ("2026-10-21", Mark.MISSED)),
    "ed": (("2026-10-01", 2), ("2026-11-10", 4), ("2026-11-10", 3)),
}
"""Who was rated when and how. Two ratings of a day are two models: the lower one counts."""


def ratings(history: tuple[tuple[str, int | Mark], ...]) -> dict[CompetencyCode, list[Rating]]:
    """Return ratings of one concept."""
    return {
        CompetencyCode("HL.3"): [
            Rating(
                skill=SkillCode("HL.3"),
                on=date.fromisoformat(day),
                order=n,
                level=level if isinstance(level, Mark) else Fraction(level),
            )
            for n, (day, level) in enumerate(history)
        ]
    }


def test_before_and_after_are_what_somebody_finds_with_a_pencil() -> None:
    """By hand: Mateo 2 to 3, Inés 2 to 2, Bo 3 to 2, Ed 2 to 3; Cy and Di were seen once."""
    pairs = [
        pair
        for name, history in HISTORIES.items()
        for pair in compare_before_and_after(INQUIRY, LearnerId(name), ratings(history))
    ]

    assert {p.learner: (p.before, p.after) for p in pairs} == {
        "mateo": (2, 3),
        "ines": (2, 2),
        "bo": (3, 2),
        "cy": (3, None),
        "di": (None, 1),
        "ed": (2, 3),
    }
    inside = frozenset(map(LearnerId, ("mateo", "ines", "bo", "cy", "di")))
    found = summarize_inquiry(INQUIRY, pairs, inside)
    (tally,), (context,) = found.concerned, found.context
    assert tally.before == ((Fraction(2), 2), (Fraction(3), 1))
    assert tally.after == ((Fraction(2), 2), (Fraction(3), 1))
    assert (tally.learners, tally.moved_up, tally.moved_down, tally.seen_once) == (3, 1, 1, 2)
    assert context.before == ((Fraction(2), 1),)
    assert context.after == ((Fraction(3), 1),)
    assert context.learners == 1


def test_the_examples_inquiry_sees_mateo_move_from_building_to_drawing() -> None:
    (pair,) = staff_row("mateo").inquired[Slug("q1")]

    assert (pair.before, pair.after) == (Fraction(2), Fraction(3))
