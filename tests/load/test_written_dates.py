"""Days as people write them; those with two meanings are asked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfolio.load.written_dates import DayOrder, read_days

SEPTEMBER = date(2026, 9, 4)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-09-04", "2026/9/4", "2026.09.04", "20260904", "2026年9月4日", "2026-09-04T14:03Z"),
        *("04.09.2026", "4.9.26", "4 Sep 2026", "04-Sep-26", "Sept 4, 2026", "September 4 2026"),
        *("4 September 2026", "4th September 2026", "Fri, 4 Sep 2026 14:03:22 -0400"),
        *("4 de septiembre de 2026", "4. September 2026", "٤.٩.٢٠٢٦", "2026-09-04 00:00:00"),
        *("46269", "46269.5", " 2026-09-04 ", "Friday, September 4, 2026"),
    ],
)
def test_a_day_is_read_as_it_is_written(text: str) -> None:
    (day,) = read_days([text])

    assert day.on == SEPTEMBER


@pytest.mark.parametrize(
    ("column", "order", "expected"),
    [
        (["09/04/2026"], None, [None]),
        (["09/04/2026"], "mdy", [SEPTEMBER]),
        (["04-09-2026"], "dmy", [SEPTEMBER]),
        (["04/09/26", "25/09/2026"], None, [SEPTEMBER, date(2026, 9, 25)]),
        (["9/4/2026", "9/25/2026"], None, [SEPTEMBER, date(2026, 9, 25)]),
        (
            ["9/4/2026", "9/25/2026", "25/9/2026"],
            None,
            [None, date(2026, 9, 25), date(2026, 9, 25)],
        ),
        (["09/09/2026"], None, [date(2026, 9, 9)]),
        (["09/04/2026 14:03:22 -04:00", "2026-09-25"], None, [None, date(2026, 9, 25)]),
        (["31/02/2026", "13/13/2026", "soon", "", "99999999"], None, [None] * 5),
    ],
)
def test_one_day_of_a_column_decides_and_else_it_is_asked(
    column: list[str], order: DayOrder | None, expected: list[date | None]
) -> None:
    days = read_days(column, order)

    assert [day.on for day in days] == expected
    assert all(day.why and day.mend for day in days if day.on is None)


def test_what_may_be_either_is_asked_with_both() -> None:
    (day,) = read_days(["09/04/2026"])

    assert day.why == "9/4 is 2026-04-09 or 2026-09-04"
    assert "--dates dmy" in day.mend


FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d %b %Y", "%B %d, %Y", "%Y%m%d", "%d-%b-%y")


@given(st.integers(0, 36_000), st.sampled_from(FORMS))
def test_any_day_in_any_form_is_that_day(days: int, form: str) -> None:
    on = date(2000, 1, 1) + timedelta(days=days)

    (day,) = read_days([on.strftime(form)])

    assert day.on == on


@given(st.lists(st.text(alphabet="0123456789/-. ADSaceptv年", max_size=14), max_size=5))
def test_no_text_ends_in_a_traceback(column: list[str]) -> None:
    days = read_days(column)

    assert len(days) == len(column)
    assert all((day.on is None) == bool(day.why) for day in days)
