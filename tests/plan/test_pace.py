"""A learner's pace: worked by hand, and the same on every page that tells it."""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from example_school import ROOT, TODAY
from samples import sample
from wayfolio.assess.attainment import attain_all
from wayfolio.editions.staff_rows import staff_row
from wayfolio.model.dossier import LearnerDossier
from wayfolio.model.names import AreaCode, Language, LearnerId, PathwayId
from wayfolio.model.pace import Pace, PaceState
from wayfolio.model.pages import Family, Staff
from wayfolio.model.portfolio import Goal
from wayfolio.plan.area_pace import Likely, compare_dates
from wayfolio.plan.news import find_news
from wayfolio.plan.valid_until import dossier_valid_until
from wayfolio.render.frame.languages import site_in
from wayfolio.render.language.pace_words import pace_sentence, pace_word
from wayfolio.render.learner.explain_pace import pace_json, pace_text
from wayfolio.render.learner.family import family_view
from wayfolio.render.learner.pace import line_title, plan_sentences
from wayfolio.render.learner.pages import summary_of
from wayfolio.render.maps.views import map_view
from wayfolio.render.paper.family_note import _child
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.plans import pace_view, plans_view
from wayfolio.render.staff.report import SinceView, report_lines
from wayfolio.render.staff.sheet import sheet_view
from wayfolio.school import dossier
from wayfolio.school.learner import LoadedSchool, ReadLearner, read_learner, whole_record
from wayfolio.school.read import read_school


@cache
def example() -> LoadedSchool:
    """Return the example school."""
    school, _ = read_school(ROOT, TODAY)
    assert school is not None
    return school


@cache
def unit_of(learner: str) -> ReadLearner:
    """Return a learner of the example."""
    return read_learner(example(), LearnerId(learner))


def context_of(learner: str, day: date = TODAY, **plan: object) -> dossier.DossierContext:
    """Return a learner on a day, with another plan where one is given."""
    unit, school = unit_of(learner), replace(example(), today=day)
    portfolio = replace(unit.portfolio, plan=replace(unit.portfolio.plan, **plan))
    attained = attain_all(school.book, portfolio, day)
    return whole_record(school, replace(unit, portfolio=portfolio, attainments=attained))


def pace_of(learner: str, day: date = TODAY, **plan: object) -> Pace:
    """Return a learner's pace."""
    return dossier.dossier_for_staff(context_of(learner, day, **plan)).pace


# Each by hand: pieces there of pieces asked at the stage, the days from its first day until Monday,
# 8 March 2027, and what that makes. Amara, Teo and Núria began on 24 August 2026, 196 days before;
# Kofi has no stage of these portfolios, so that his school year began on the same day.
BY_HAND = {
    # 196 * 36 // 15 = 470 days; 196 * 24 // 7 = 672; 196 * 55 // 20 = 539; 196 * 49 // 14 = 686;
    # 196 * 19 // 11 = 338; 196 * 40 // 11 = 712
    "amara": {
        "MTH": (15, 36, "2027-06-11", "2027-12-07", "behind"),
        "SCI": (7, 24, "2027-06-04", "2028-06-26", "behind"),
        "LIT": (20, 55, "2027-04-23", "2028-02-14", "behind"),
        "MAK": (14, 49, "2028-10-27", "2028-07-10", "ahead"),
        "CIV": (11, 19, "2027-11-19", "2027-07-28", "ahead"),
        "HAB": (11, 40, "2028-08-18", "2028-08-05", "on plan"),
    },
    # 196 * 38 // 21 = 354; 196 * 32 // 17 = 368; 196 * 19 // 15 = 248
    "teo": {
        "LIT": (21, 38, "2027-12-17", "2027-08-13", "ahead"),
        "MTH": (17, 32, "2027-05-28", "2027-08-27", "behind"),
        "SCI": (15, 19, "2027-06-11", "2027-04-29", "ahead"),
    },
    # Literacy: 9 pieces of LIT.1, 8 of LIT.2, 5 of LIT.3, 9 of LIT.5, 9 of LIT.6; none of LIT.4.
    # Making: 12 of MAK.1, 5 of MAK.2, 12 of MAK.3, 12 of MAK.4 (4 of them waived), 6 of MAK.5.
    # 196 * 58 // 40 = 284; 196 * 66 // 47 = 275
    "nuria": {
        "LIT": (40, 58, "2027-06-04", "2027-06-04", "on plan"),
        "MAK": (47, 66, "2027-04-30", "2027-05-26", "behind"),
    },
    # 196 * 20 // 7 = 560
    "kofi": {"MTH": (7, 20, "2027-06-11", "2028-03-06", "behind")},
    # Grade 3 is presumed by her placement. Nothing of grades 4 and 5 has been shown, and 11 June is
    # less than half a year away.
    "lena": {"R.35": (0, 2, "2027-06-11", None, "at risk")},
}


@pytest.mark.parametrize("learner", BY_HAND)
def test_the_pace_of_five_learners_is_what_somebody_finds_with_a_pencil(learner: str) -> None:
    lines = {
        line.code: (
            line.there,
            line.of,
            str(line.own),
            str(line.likely) if line.likely else None,
            line.state.value,
        )
        for line in pace_of(learner).areas
    }

    assert lines == BY_HAND[learner]


SAID = {
    "amara": "Behind in 3 of 6 areas: at this pace Science is done in June 2028; the plan’s date is"
    " June 2027.",
    "teo": "Behind in 1 of 3 areas: at this pace Mathematics is done in August 2027; the plan’s"
    " date is May 2027.",
    "nuria": "Behind in 1 of 2 areas: at this pace Making and Collaborating is done in May 2027;"
    " the plan’s date is April 2027.",
    "kofi": "At this pace Mathematics is done in March 2028; the plan’s date is June 2027.",
    "lena": "Grades 3 to 5: nothing complete yet; the plan’s date is June 2027.",
    "zara": "So far, yes.",
}


def site_on(day: date = TODAY) -> Site:
    """Return the example's pages in English on a day."""
    return replace(site_in(example().catalogue, Language("en"), day), names_day=False)


@pytest.mark.parametrize("learner", SAID)
def test_a_parent_reads_it_in_a_sentence(learner: str) -> None:
    pace = pace_of(learner)

    assert next(plan_sentences(pace, (), site_on())) == SAID[learner]


def test_who_needs_longer_than_five_years_reads_the_earliest_month() -> None:
    """By hand, Zara: 2 of 34 pieces, and 196 * 34 // 2 = 3332 days are more than five years."""
    pace = pace_of("zara", pace={AreaCode("HAB"): date(2027, 6, 11)})
    (line,) = pace.areas

    assert (line.there, line.of, str(line.likely), line.is_sure) == (2, 34, "2031-08-23", False)
    assert next(plan_sentences(pace, (), site_on())) == (
        "At this pace Habits of Success is not done before August 2031; the plan’s date is June"
        " 2027."
    )


DAY = date(2027, 6, 1)


@pytest.mark.parametrize(
    ("own", "likely", "state"),
    [
        (None, "2027-06-01", "open"),
        ("2027-05-31", None, "behind"),
        ("2027-05-31", "2027-06-01", "behind"),
        ("2027-12-01", None, "at risk"),
        ("2027-12-02", None, "open"),
        ("2027-12-02", "2027-11-18", "ahead"),
        ("2027-12-02", "2027-11-19", "on plan"),
        ("2027-12-02", "2027-12-16", "on plan"),
        ("2027-12-02", "2027-12-17", "behind"),
        ("2027-12-02", "2027-12-17?", "behind"),
        ("2027-12-02", "2027-11-01?", "open"),
        ("2027-07-02", "2027-06-20?", "at risk"),
    ],
)
def test_an_own_date_beside_the_date_at_this_pace(
    own: str | None, likely: str | None, state: str
) -> None:
    """A date with a question mark is the earliest one: something before it is unknown."""
    day = Likely(date.fromisoformat(likely[:10]), not likely.endswith("?")) if likely else None

    assert compare_dates(date.fromisoformat(own) if own else None, day, DAY).value == state


# ---- courses and gates ---------------------------------------------------------------------------


def gate(learner: str, name: str) -> tuple[str, str, str]:
    """Return a gate's state, when the plan needs it, and when it opens at this pace."""
    line = pace_of(learner).find("gate", name, PathwayId("early-college-it"))
    assert line is not None
    return line.state.value, str(line.own), str(line.likely)


def test_the_last_gate_is_measured_like_the_others() -> None:
    """By hand, Amara: grade 12 ends on 28 May 2028, and Habits take until August of that year."""
    assert gate("amara", "diploma") == ("behind", "2028-05-28", "2028-08-05")
    assert gate("nuria", "college-ready")[0] == "done"
    assert gate("nuria", "diploma") == ("on plan", "2027-05-28", "2027-05-28")
    assert gate("jin", "diploma")[0] == "done"


def test_what_is_behind_a_gate_that_nothing_dates_is_not_on_plan() -> None:
    """College Writing waits for the gate, Writing from Research for it, Cloud for both gates."""
    assert gate("amara", "college-ready") == ("at risk", "2027-08-24", "None")
    states = {line.code: line.state.value for line in pace_of("amara").courses}

    assert states["C.ENG101"] == states["C.ENG102"] == states["C.CLD200"] == "open"
    assert states["C.NET130"] == states["C.OPS150"] == "on plan"


def test_a_gate_that_stays_closed_is_past_its_date_and_moves_what_is_behind_it() -> None:
    """In October 2027 the fall has begun without College Writing."""
    pace = pace_of("amara", date(2027, 10, 15))
    gates = {line.code: line.state.value for line in pace.gates}

    assert gates["college-ready"] == "behind"
    assert pace.find("course", "C.ENG101") is not None
    said = list(plan_sentences(pace, (), site_on(date(2027, 10, 15))))
    assert (
        "The gate “Ready for college English and mathematics” was needed by August 2027 and is"
        " still closed."
    ) in said


def test_a_course_that_was_not_taken_in_its_term_ends_in_the_next() -> None:
    """Networking 1 stood in the fall of 2027, and Networking 2 a year later keeps its place."""
    pace = pace_of("amara", date(2027, 11, 1))
    late, after = pace.find("course", "C.NET130"), pace.find("course", "C.NET140")

    assert late is not None
    assert after is not None
    assert (late.state.value, str(late.own), str(late.likely)) == (
        "behind",
        "2027-12-18",
        "2028-05-28",
    )
    assert after.state is PaceState.ON_PLAN


# ---- one value everywhere ------------------------------------------------------------------------


def check_one_value(context: dossier.DossierContext) -> None:
    """Assert that all that is printed about a learner's plan is the same value."""
    day = context.case.today
    site = site_on(day)
    staff: LearnerDossier[Staff] = dossier.dossier_for_staff(context)
    family: LearnerDossier[Family] = dossier.dossier_for_family(context)
    row = staff_row(context, staff, None)
    pace, sentences = staff.pace, list(plan_sentences(staff.pace, staff.studies, site))
    assert family.pace == row.pace == pace

    page = family_view(family, summary_of(family.shown, {}, Family), site, for_staff=False)
    news = find_news(family.shown, (), day)
    note = _child(family, news, site)
    sheet = sheet_view(staff, row, site)
    assert list(page.first_screen.plan) == list(note.plan) == list(sheet.plan) == sentences
    assert list(sheet.own_days) == [
        f"{line_title(line, site)}, {site.reader.day(line.own)}: {pace_word(line, str)}"
        for line in pace.areas
        if line.own
    ]
    explained = pace_text(pace, staff.studies, context.case.portfolio.plan.goals, site)
    assert all(sentence in explained for sentence in sentences)
    assert len(json.loads(json.dumps(pace_json(pace)))["lines"]) == len(pace.lines)

    tables = {
        table.name: table
        for view in (plans_view([row], site), pace_view([row], site))
        for part in view.parts
        for table in part.tables
    }
    said = [line[3].text for line in tables["own-plans"].rows]
    assert said == ([" ".join(sentences)] if pace.lines else [])
    assert [line[4].text for line in tables["plans"].rows] == [
        pace_word(line, str) for line in pace.areas
    ]
    assert [line[6].key for line in tables["plans"].rows] == [
        line.likely.isoformat() if line.likely else "" for line in pace.areas
    ]
    since = SinceView(row=row, news=replace(news, evidence=()), titles={})
    title = site.catalogue.school.groups[0].title
    report = list(report_lines(title, [since], day, site))
    is_told = sentences != [] and any(" ".join(sentences) in line for line in report)
    assert is_told == pace.state.needs_attention
    check_maps(staff, site)


def check_maps(staff: LearnerDossier[Staff], site: Site) -> None:
    """Assert that a learner's maps say of courses and gates what the other pages say."""
    standings = {course.course: course.state for study in staff.studies for course in study.courses}
    for number, path_map in enumerate(staff.maps):
        view = map_view(path_map, site, base="", name=f"m{number}")
        facts = {place.title: place.facts for row in view.rows for place in row.places}
        for node in path_map.nodes:
            if node.kind == "course":
                assert str(node.state).replace(" ", "-") == standings[node.code]  # type: ignore[index]
            if node.pace is None:
                continue
            assert node.pace in staff.pace.lines
            if node.pace.own is not None and node.pace.state is not PaceState.DONE:
                assert pace_sentence(node.pace, site.reader) in facts[site.reader.say(node.title)]


@pytest.mark.parametrize(
    "learner", sample(["amara", "teo", "nuria", "jin", "kofi", "lena", "zara"], 3)
)
def test_family_staff_note_map_and_explanation_print_one_value(learner: str) -> None:
    check_one_value(context_of(learner))


AREAS = st.sampled_from(["LIT", "MTH", "SCI", "CIV", "MAK", "HAB", "WAY"]).map(AreaCode)
DAYS = st.dates(date(2026, 9, 1), date(2029, 6, 30))


@settings(max_examples=2, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.data())
def test_whatever_a_plan_says_and_on_whatever_day_they_never_disagree(data: st.DataObject) -> None:
    learner = data.draw(st.sampled_from(["amara", "teo", "nuria"]))
    day = data.draw(st.dates(date(2026, 9, 1), TODAY))
    goals = tuple(
        Goal(id=f"g{n}", goal=f"Goal {n}", target=target, status=status)  # type: ignore[arg-type]
        for n, (target, status) in enumerate(
            data.draw(
                st.lists(
                    st.tuples(st.none() | DAYS, st.sampled_from(["open", "reached", "dropped"])),
                    max_size=3,
                )
            )
        )
    )
    plan = data.draw(st.dictionaries(AREAS, DAYS, max_size=4))

    check_one_value(context_of(learner, day, pace=plan, goals=goals))


@pytest.mark.long
@settings(max_examples=150, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.sampled_from(["amara", "teo", "nuria", "kofi"]), DAYS, st.dictionaries(AREAS, DAYS))
def test_they_never_disagree_on_many_days(
    learner: str, day: date, plan: dict[AreaCode, date]
) -> None:
    check_one_value(context_of(learner, min(day, TODAY + timedelta(days=900)), pace=plan))


def test_the_family_of_a_minor_reads_no_college_courses_and_the_same_areas() -> None:
    context = context_of("amara")
    own = dossier.dossier_for_key(context, is_whole=False)
    whole = dossier.dossier_for_key(context, is_whole=True)

    assert own.pace.areas == whole.pace.areas
    assert (own.pace.courses, own.pace.gates) == ((), ())
    assert whole.pace.courses
    first = " ".join(plan_sentences(own.pace, own.studies, site_on()))
    assert "Behind in 3 of 6 areas" in first
    assert "Courses" not in first


def test_explain_prints_the_pace_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from wayfolio.cli.main import main

    monkeypatch.chdir(Path(ROOT))

    assert main(["explain", "teo", "--pace"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Own plan on March 12, 2027\n  Behind in 1 of 3 areas")
    assert "  Literacy: Ahead of its date. At this pace: August 2027." in printed
    assert main(["explain", "teo", "--pace", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "behind"


def test_an_area_of_which_nothing_is_required_is_neither_behind_nor_at_risk() -> None:
    """Nobody asks Teo for what stands in the grades before his."""
    (line,) = pace_of("teo", pace={AreaCode("R.K2"): TODAY}).areas

    assert (line.state, line.of) == (PaceState.OPEN, 0)
    assert pace_word(line, str) == "not required"


@pytest.mark.parametrize("own", ["0001-01-01", "9999-12-31"])
def test_a_date_at_the_end_of_time_stops_nobody(own: str) -> None:
    day = date.fromisoformat(own)
    context = context_of("teo", pace={AreaCode("LIT"): day})
    (line,) = dossier.dossier_for_staff(context).pace.areas

    assert line.state.value == ("behind" if day < TODAY else "ahead")
    assert dossier_valid_until(context.case) is not None
