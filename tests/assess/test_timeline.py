"""A learner's changes day by day: what `explain` says of each day, and of badges and gates why."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from mastery import (
    CONTINUUM,
    FIRST_DAY,
    Written,
    competency,
    framework,
    learner,
    occasion,
    rulebook,
)
from wayfolio.assess.attainment import attain_all
from wayfolio.assess.policies import PRESETS
from wayfolio.assess.record import Record
from wayfolio.assess.rulebook import Rulebook
from wayfolio.assess.timeline import Timeline, find_figure_changes
from wayfolio.assess.turning_days import find_turning_days
from wayfolio.model.attainment import Status, find_level_now, group_attainments
from wayfolio.model.names import BadgeId, Code, CompetencyCode, PolicyName, SkillCode, StageCode
from wayfolio.model.pathways import Badge
from wayfolio.model.portfolio import Demonstration, Placement, Portfolio
from wayfolio.model.requirements import (
    AllOf,
    AnyOf,
    Demonstrated,
    LevelReached,
    Occasions,
    Requirement,
)
from wayfolio.model.rounding import half_up, percent
from wayfolio.model.text import Text
from wayfolio.model.timeline import BadgeHeld, Figure, FigureChanged, OccasionRecord, RatingRecord

DAYS = 30
LAST = FIRST_DAY + timedelta(days=DAYS)
STALE = PolicyName("stale")
BOOK = replace(
    rulebook(
        framework("core", [competency("MTH.1", [1, 2, 1, 1], skills=2)], staged=True),
        framework("plain", [competency("LIT.1")], policy="stale"),
    ),
    policies={**PRESETS, STALE: replace(CONTINUUM, stale_after_days=4)},
)
Said = dict[CompetencyCode, Figure]


def page_on(portfolio: Portfolio, day: date) -> Said:
    """Return what the page says of each competency on a day, worked out from that day alone."""
    said: Said = {}
    for code, stages in group_attainments(attain_all(BOOK, portfolio, day)).items():
        current = next(attained for attained in stages if attained.current)
        levelled = find_level_now(stages)
        level = levelled.performance if levelled else None
        said[code] = Figure(
            stage=current.stage,
            status=current.status,
            level=None if level is None else half_up(level, current.digits),
            percent=percent(current.progress) if current.is_asked else None,
        )
    return said


def timeline_of(book: Rulebook, portfolio: Portfolio, since: date = FIRST_DAY) -> Timeline:
    """Return a learner's changes until the last day."""
    return Timeline(record=Record(book=book, portfolio=portfolio, until=LAST), since=since)


SKILLS: st.SearchStrategy[str] = st.sampled_from(["MTH.1.1", "MTH.1.2", "LIT.1"])
LEVELS: st.SearchStrategy[Written] = st.sampled_from([6, 8, 9, 9.5, 10, 11, 12, "M", "O"])


@st.composite
def occasions(draw: st.DrawFn) -> list[Demonstration]:
    """Return some occasions within the days, in any order."""
    return [
        occasion(
            str(FIRST_DAY + timedelta(days=draw(st.integers(0, DAYS)))),
            {draw(SKILLS): draw(LEVELS)},
            target=draw(st.sampled_from([None, None, StageCode("P1"), StageCode("P2")])),
        )
        for _ in range(draw(st.integers(0, 8)))
    ]


def drop_blank(said: Said) -> Said:
    """Leave out the competencies of which nothing has been shown."""
    return {code: figure for code, figure in said.items() if not figure.is_blank}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(occasions(), st.sampled_from([None, 3, 20]))
def test_the_changes_of_all_days_are_the_differences_of_the_days_pages(
    written: list[Demonstration], placed: int | None
) -> None:
    on = None if placed is None else FIRST_DAY + timedelta(days=placed)
    placements = {} if on is None else {Code("MTH.1"): Placement(stage=StageCode("P3"), on=on)}
    portfolio = learner(*written, stage="P1", placements=placements)
    timeline = timeline_of(BOOK, portfolio, FIRST_DAY)

    page: dict[date, Said] = {FIRST_DAY - timedelta(days=1): {}}
    for change in sorted(find_figure_changes(timeline), key=lambda change: change.on):
        assert isinstance(change.what, FigureChanged)
        assert change.records or change.what.after.status is Status.FRESH_LOOK
        page.setdefault(change.on, {})[change.what.competency] = change.what.after
    said: Said = {}
    for count in range(DAYS + 1):
        day = FIRST_DAY + timedelta(days=count)
        said |= page.get(day, {})
        assert drop_blank(said) == drop_blank(page_on(portfolio, day))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(occasions(), st.integers(0, DAYS))
def test_a_later_first_day_only_leaves_earlier_changes_out(
    written: list[Demonstration], later: int
) -> None:
    portfolio = learner(*written, stage="P1")
    since = FIRST_DAY + timedelta(days=later)
    whole = timeline_of(BOOK, portfolio, FIRST_DAY)
    rest = timeline_of(BOOK, portfolio, since)
    kept = [change for change in find_figure_changes(whole) if change.on >= since]
    assert list(find_figure_changes(rest)) == kept


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(occasions(), st.sampled_from([None, 3, 20]))
def test_all_days_in_one_walk_are_each_day_by_itself(
    written: list[Demonstration], placed: int | None
) -> None:
    on = None if placed is None else FIRST_DAY + timedelta(days=placed)
    placements = {} if on is None else {Code("MTH.1"): Placement(stage=StageCode("P3"), on=on)}
    portfolio = learner(*written, stage="P1", placements=placements)
    whole = Record(book=BOOK, portfolio=portfolio, until=LAST)
    for code, ratings in whole.ratings.items():
        whole.trace_every_day(code)
        for day in {rating.on for rating in ratings}:
            alone = Record(book=BOOK, portfolio=portfolio, until=LAST)
            assert whole.stages(code, day) == alone.stages(code, day)


# ---- why a badge is held -------------------------------------------------------------------------


def causes(need: Requirement, *written: Demonstration) -> Sequence[Any]:
    """Return the records named for a badge with this rule."""
    badge = Badge(id=BadgeId("b"), title=Text("B"), criteria=need)
    book = rulebook(
        framework("core", [competency("MTH.1", [1, 2, 1, 1], skills=2)], staged=True),
        badges={badge.id: badge},
    )
    portfolio = learner(*written, stage="P1")
    timeline = timeline_of(book, portfolio, FIRST_DAY)
    (change,) = find_turning_days(timeline)
    assert isinstance(change.what, BadgeHeld)
    return change.records


def talks(count: int, kind: str = "talk") -> Demonstrated:
    """Return the rule that asks for so many occasions of a kind."""
    return Demonstrated(demonstrations=Occasions(kind=kind, count=count))  # type: ignore[arg-type]


LEVEL = LevelReached(level=Code("MTH.1"), at_least=Fraction(9))
FIRST = occasion("2026-09-01", {"MTH.1.1": 9}, kind="talk")
OTHER = occasion("2026-09-01", {"MTH.1.2": 10}, kind="observation")
TALK = occasion("2026-09-01", {}, kind="talk", by="idris")


def test_a_badge_names_the_rating_without_which_it_would_not_be_held() -> None:
    (record,) = causes(LEVEL, occasion("2026-09-01", {"MTH.1.1": 9}), TALK)
    assert isinstance(record, RatingRecord)
    assert record.skill == SkillCode("MTH.1.1")


def test_two_records_of_a_day_are_both_named_where_each_is_enough() -> None:
    assert len(causes(talks(1), FIRST, TALK, OTHER)) == 2


def test_two_records_of_a_day_are_both_named_where_both_are_needed() -> None:
    assert len(causes(talks(2), FIRST, TALK, OTHER)) == 2
    assert len(causes(AllOf(all=(LEVEL, talks(1, "observation"))), FIRST, OTHER)) >= 1


def test_of_alternatives_only_what_holds_is_named() -> None:
    (record,) = causes(AnyOf(any=(talks(5), talks(1, "talk"))), TALK, OTHER)
    assert isinstance(record, OccasionRecord)
    assert record.occasion == "talk"
