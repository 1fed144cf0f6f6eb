"""Until when pages are right that nobody writes anything for."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Literal, NewType

import pytest
from msgspec import Struct
from msgspec.structs import replace

from example_school import ROOT, TODAY
from wayfolio.model.names import Language, LearnerId
from wayfolio.model.pages import Family
from wayfolio.model.structs import Written, fields_with
from wayfolio.plan.valid_until import dossier_valid_until
from wayfolio.render.frame.languages import site_in
from wayfolio.render.learner.family import FamilyView, family_view
from wayfolio.render.learner.history_page import HistoryView, history_view
from wayfolio.render.learner.pages import summary_of
from wayfolio.render.learner.transcript import TranscriptView, transcript_view
from wayfolio.school import dossier
from wayfolio.school.learner import LoadedSchool, read_learner, whole_record
from wayfolio.school.read import read_school


@cache
def example() -> LoadedSchool:
    """Return the example school."""
    school, _ = read_school(ROOT, TODAY)
    assert school is not None
    return school


def on(
    learner: str, day: date
) -> tuple[FamilyView, tuple[TranscriptView, HistoryView], date | None]:
    """Return what a family reads on a day, and until when it is said to be right."""
    school = replace(example(), today=day)
    context = whole_record(school, read_learner(school, LearnerId(learner)))
    seen = dossier.dossier_for_family(context)
    site = replace(site_in(school.catalogue, Language("en"), day), names_day=False)
    summary = summary_of(seen.shown, {}, Family)
    view = family_view(seen, summary, site, for_staff=False)
    history = history_view(seen, site, for_staff=False)
    others = (transcript_view(seen, view.groups, site), history)
    return view, others, dossier_valid_until(context.case)


@pytest.mark.parametrize("learner", ["teo", pytest.param("amara", marks=pytest.mark.long)])
def test_what_a_family_reads_stays_as_it_is_until_the_day_that_is_said(learner: str) -> None:
    """In the days before the one on which the example stands, a rating or a piece of work each."""
    first, last = TODAY - timedelta(days=12), TODAY
    seen: list[FamilyView] = []
    while first < last and len(seen) < 5:
        page, others, until = on(learner, first)
        until = until or last
        assert on(learner, until)[:2] == (page, others)
        seen.append(page)
        first = until + timedelta(days=1)

    assert len(set(map(repr, seen))) > 1, "no day changes anything, so nothing was tried"


def test_a_new_school_year_and_the_end_of_a_term_may_change_pages() -> None:
    assert on("amara", date(2027, 7, 30))[2] == date(2027, 7, 31)
    calendar = example().catalogue.school.calendar
    assert calendar is not None
    assert {term.to for term in calendar.terms} >= {"12-18"}
    assert on("amara", date(2027, 12, 18))[2] == date(2027, 12, 18)


Day = NewType("Day", date)


class Leaf(Written, frozen=True):
    """Says something on a day, and may stand in another one of its kind."""

    on: date | None
    says: Literal["yes", "no"]
    within: "Leaf | None" = None


class Branch(Struct, frozen=True):
    """Has days, and texts, in all the ways in which a noun may have them."""

    itself: Day
    below: Mapping[str, tuple[Leaf, ...]]
    anything: object
    words: tuple[str, ...]
    count: int


@pytest.mark.parametrize(
    ("noun", "wanted", "fields"),
    [
        (Leaf, date, {"on", "within"}),
        (Branch, date, {"itself", "below", "anything"}),
        (Leaf, str, {"says", "within"}),
        (Branch, str, {"below", "anything", "words"}),
    ],
)
def test_a_day_or_a_text_is_looked_for_wherever_it_may_stand(
    noun: type, wanted: type, fields: set[str]
) -> None:
    assert set(fields_with(noun, wanted)) == fields
