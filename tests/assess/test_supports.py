"""What was delivered beside what was planned, and before and after, worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from staff_school import staff_row, staff_school
from wayfolio.assess.dosage import measure_dosage
from wayfolio.assess.inquiries import compare_before_and_after, summarize_inquiry
from wayfolio.model.attainment import Rating
from wayfolio.model.frameworks import Mark
from wayfolio.model.names import (
    Code,
    CompetencyCode,
    Language,
    LearnerId,
    PersonId,
    SkillCode,
    Slug,
)
from wayfolio.model.requirements import HoursDone
from wayfolio.model.school import Calendar, Span
from wayfolio.model.support_files import Closing, Dosage, Session, Support
from wayfolio.model.supports import Scheduled, SupportState
from wayfolio.model.teaching import Inquiry
from wayfolio.model.text import Text
from wayfolio.render.frame.languages import site_in
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.delivery import delivery_view

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


# By hand, until 12 March 2027, which nobody has recorded yet. Cal, Teo: Monday, Wednesday, Friday
# from 5 October to 25 December are 36 days, less Friday after Thanksgiving and 21, 23 and 25
# December: 32, of which 5 took place and one was excused. Cal, Zara: the weekdays from 31 August to
# 11 March are 139, less 1 in September, 2 in November, 11 in the winter break, and 2 Mondays: 123.
# Greta, Lena: four days a week for six weeks are 24, less 15 February: 23. Nell, Kofi: 12 Tuesdays
# and Thursdays from 2 February to 11 March.
BY_HAND = {
    # scheduled, took place, excused, missed, without a record, minutes, of so many minutes
    ("cal", "teo"): (32, 5, 1, 0, 26, 200, 1440),
    ("cal", "zara"): (123, 107, 8, 4, 4, 5285, 6150),
    ("greta", "lena"): (23, 13, 1, 0, 9, 245, 460),
    ("nell", "kofi"): (12, 9, 1, 1, 1, 215, 300),
}


@pytest.mark.parametrize(("tutor", "name"), BY_HAND)
def test_what_took_place_stands_beside_what_was_scheduled(tutor: str, name: str) -> None:
    (helped,) = staff_row(name).helped
    dosed = helped.dosed

    assert helped.support.by == tutor
    assert dosed.scheduled is not None
    assert (
        dosed.scheduled.sessions,
        dosed.attended,
        dosed.excused,
        dosed.absent,
        dosed.scheduled.unrecorded,
        dosed.minutes,
        dosed.scheduled.minutes,
    ) == BY_HAND[tutor, name]
    assert dosed.share == Fraction(dosed.attended, dosed.scheduled.sessions)


def test_the_director_sees_three_tutors_and_three_sites() -> None:
    """By hand: Cal 5 + 107 of 32 + 123, which is 72.3 percent; Greta 13 of 23; Nell 9 of 12."""
    view = delivery_view([staff_row(name) for name in ("kofi", "lena", "teo", "zara")], english())
    people, sites, pods = view.parts[1].tables

    assert [[cell.text for cell in line[:5]] for line in people.rows] == [
        ["Cal Whitefeather", "72.3", "112", "155", "2"],
        ["Greta Olsen", "56.5", "13", "23", "1"],
        ["Nell Ostrowe", "75", "9", "12", "1"],
    ]
    assert [[cell.text for cell in line[:5]] for line in sites.rows] == [
        ["Harbor House", "72.3", "112", "155", "2"],
        ["Weir House", "62.9", "22", "35", "2"],
    ]
    assert [line[0].text for line in pods.rows] == [
        "Cal Whitefeather, a",
        "Cal Whitefeather, c",
        "Nell Ostrowe, noon",
    ]
    assert [line[0].text for line in view.parts[0].tables[0].rows] == [
        "Teo Lindqvist",
        "Lena Achterberg",
    ]


def english() -> Site:
    """Return the example's pages in English."""
    return site_in(staff_school().school.catalogue, Language("en"), TODAY)


def test_teo_had_five_of_32_sessions_and_his_tickets_name_their_skill() -> None:
    (helped,) = staff_row("teo").helped

    summary = helped.dosed
    assert (summary.minutes, summary.planned_so_far, summary.planned_minutes) == (200, 270, 1440)
    assert (summary.attended, summary.sessions, summary.planned_sessions) == (5, 6, 32)
    assert (summary.away_now, summary.away_longest, summary.substitutes) == (0, 1, 1)
    assert [(t.right, t.of, *t.skills) for t in summary.tickets] == [
        (1, 2, "LIT.2.1"),
        (2, 2, "LIT.2.1"),
        (1, 2, "LIT.2.2"),
        (1, 1, "LIT.2.2"),
        (2, 2, "LIT.2.2"),
    ]
    assert [mood for _, mood in summary.moods] == [3, 4, 3, 2, 4]
    assert summary.contacts == (date(2026, 10, 7),)
    assert helped.exit_met is False
    moves = [(move.code, move.was, move.now, move.ratings) for move in helped.moves]
    assert moves == [
        ("LIT.2.1", Fraction(5), Fraction(7), 1),
        ("LIT.2.2", None, Fraction(6), 1),
    ]


# ---- a support that has stopped ------------------------------------------------------------------

CALENDAR = Calendar(
    first_day=date(2026, 8, 24),
    last_day=date(2027, 6, 11),
    holidays=(Span(id=Slug("winter"), from_=date(2026, 12, 21), to=date(2027, 1, 4)),),
)


@pytest.mark.parametrize(
    ("changes", "plan", "until", "state"),
    [
        ({}, {}, "2026-10-04", "coming"),
        ({}, {}, "2026-10-05", "running"),
        # Nine days of the schedule after the 7th: 9, 12, 14, 16, 19, 21, 23, 26 and 28 October.
        ({}, {}, "2026-10-28", "running"),
        ({}, {}, "2026-10-29", "stalled"),
        ({}, {}, "2026-12-28", "ended"),
        ({"exit": HoursDone(hours=1)}, {}, "2026-12-28", "over"),
        ({"exit": HoursDone(hours=1)}, {}, "2026-12-27", "stalled"),
        ({"closed": Closing(on=date(2026, 11, 2))}, {}, "2026-11-01", "stalled"),
        ({"closed": Closing(on=date(2026, 11, 2))}, {}, "2026-11-02", "closed"),
        ({}, {"until": date(2026, 10, 20)}, "2026-10-20", "running"),
        ({}, {"until": date(2026, 10, 20)}, "2026-10-21", "ended"),
        # Without days of the week: three weeks of school after the 7th.
        ({}, {"days": (), "per_week": 3}, "2026-10-27", "running"),
        ({}, {"days": (), "per_week": 3}, "2026-10-28", "stalled"),
    ],
)
def test_a_support_that_stops_is_seen(
    changes: dict[str, object], plan: dict[str, object], until: str, state: str
) -> None:
    held = replace(support(session(5), session(7)), **changes)
    planned = replace(held.planned, days=("mon", "wed", "fri"), per_week=None)
    held = replace(held, planned=replace(planned, **plan))

    assert measure_dosage(held, date.fromisoformat(until), CALENDAR).state.value == state


def test_holidays_stall_nothing_and_are_not_scheduled() -> None:
    """Sessions until 18 December, then the break until 4 January."""
    plan = Dosage(from_=date(2026, 12, 7), minutes=45, days=("mon", "wed", "fri"), weeks=12)
    days = (7, 9, 11, 14, 16, 18)
    sessions = tuple(
        Session(date=date(2026, 12, day), minutes=45, status="present") for day in days
    )
    held = Support(kind="tutoring", by=PersonId("cal"), planned=plan, sessions=sessions)
    dosed = measure_dosage(held, date(2027, 1, 11), CALENDAR)

    assert dosed.state is SupportState.RUNNING
    assert dosed.scheduled == Scheduled(sessions=8, minutes=360, unrecorded=2)


def test_a_file_without_days_says_what_was_logged_and_no_percentage() -> None:
    dosed = measure_dosage(support(session(5), session(7)), TODAY, CALENDAR)

    assert (dosed.scheduled, dosed.share) == (None, None)
    assert (dosed.attended, dosed.sessions, dosed.planned_sessions) == (2, 2, 36)


def test_todays_session_counts_when_it_is_written_down() -> None:
    plan = Dosage(from_=date(2026, 10, 5), minutes=45, days=("mon",), weeks=2)
    held = Support(kind="tutoring", by=PersonId("cal"), planned=plan, sessions=(session(5),))

    def scheduled(day: int) -> int:
        dosed = measure_dosage(held, date(2026, 10, day), CALENDAR)
        return dosed.scheduled.sessions if dosed.scheduled else 0

    assert [scheduled(day) for day in (5, 6, 12, 13)] == [1, 1, 1, 2]


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
    summary = measure_dosage(support(*(session(n + 1, m) for n, m in enumerate(minutes))), TODAY)

    assert (summary.away_now, summary.away_longest) == (now, longest)


def test_a_session_to_come_and_a_ticket_in_words_are_left_out() -> None:
    summary = measure_dosage(
        support(session(5, ticket="1/2"), session(7, ticket="well done")), date(2026, 10, 6)
    )

    assert (summary.sessions, summary.planned_so_far, len(summary.tickets)) == (1, 45, 1)
    assert measure_dosage(support(session(7, ticket="well done")), TODAY).tickets == ()


@given(st.lists(st.integers(0, 90), max_size=20))
def test_delivered_is_the_sum_of_what_was_there(minutes: list[int]) -> None:
    held = [session(1 + n % 28, m) for n, m in enumerate(minutes)]

    summary = measure_dosage(support(*held), TODAY)

    assert summary.minutes == sum(minutes)
    assert summary.planned_so_far == 45 * len(minutes)
    assert summary.attended == sum(m > 0 for m in minutes)
    assert 0 <= summary.away_now <= summary.away_longest <= summary.sessions


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
    summary = summarize_inquiry(INQUIRY, pairs, inside)
    (tally,), (context,) = summary.concerned, summary.context
    assert tally.before == ((Fraction(2), 2), (Fraction(3), 1))
    assert tally.after == ((Fraction(2), 2), (Fraction(3), 1))
    assert (tally.learners, tally.moved_up, tally.moved_down, tally.seen_once) == (3, 1, 1, 2)
    assert context.before == ((Fraction(2), 1),)
    assert context.after == ((Fraction(3), 1),)
    assert context.learners == 1


def test_the_examples_inquiry_sees_mateo_move_from_building_to_drawing() -> None:
    (pair,) = staff_row("mateo").inquired[Slug("q1")]

    assert (pair.before, pair.after) == (Fraction(2), Fraction(3))


@pytest.mark.parametrize(
    "plan",
    [
        {"weeks": 10**9},
        {"weeks": -3},
        {"weeks": None, "until": date.max},
        {"weeks": None, "until": date.min},
        {"from_": date.max},
    ],
)
def test_a_plan_without_end_is_ten_years_long(plan: dict[str, object]) -> None:
    planned = replace(support().planned, days=("mon",), per_week=None, **plan)
    dosed = measure_dosage(replace(support(), planned=planned), TODAY, CALENDAR)

    assert dosed.scheduled is not None
    assert dosed.planned_sessions <= 520
