"""Each preset, and what a school changes in one, against figures worked by hand."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, get_args

import pytest

from mastery import (
    CONTINUUM,
    Written,
    attain_ratings,
    competency,
    framework,
    learner,
    level,
    occasion,
    preset,
    rulebook,
)
from wayfolio.assess.areas import (
    convert_to_grade,
    find_ready_competencies,
    overall_level,
    roll_up_areas,
)
from wayfolio.assess.attainment import attain_all
from wayfolio.assess.policies import PRESETS, find_policy_problems, resolve_policies, resolve_policy
from wayfolio.assess.scales import crosswalk
from wayfolio.assess.what_if import one_more
from wayfolio.model.attainment import Attainment, Status
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.names import Code, CompetencyCode, PolicyName, ScaleId, Slug
from wayfolio.model.policy import (
    Bar,
    Conversion,
    Policy,
    PolicyChanges,
    PresetName,
    apply_changes,
    find_problems,
)
from wayfolio.model.portfolio import Demonstration, Placement, Rated
from wayfolio.model.rounding import half_up
from wayfolio.model.school import SchoolSettings

ROW = [1, 4, 2, 3, 5, 3, 6]
"""One skill's ratings in date order; its mean is 24/7."""


# Worked by hand.
# average:   (1+4+2+3+5+3+6) / 7 = 24/7                                       = 3.43
# n-mastery: ratings at 5 or above are 5 and 6; (5+6) / 2                     = 5.5
# decaying:  6 x 0.65 + (1+4+2+3+5+3)/6 x 0.35 = 3.9 + 1.05                   = 4.95
# recursive: 1; 2.95; 2.3325; 2.766375; 4.21823125; 3.4263809375; 5.099233... = 5.10
@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("average", {}, "3.43"),
        ("latest", {}, "6"),
        ("highest", {}, "6"),
        ("n-mastery", {"n": 2}, "5.5"),
        ("n-mastery", {}, None),
        ("decaying-average", {}, "4.95"),
        ("decaying-average", {"average": "decaying-recursive"}, "5.1"),
        ("decaying-average", {"weight": Fraction(1, 2)}, "4.5"),
        ("average", {"average": "median"}, "3"),
        ("average", {"average": "min"}, "1"),
        ("continuum", {}, "5"),  # the best three: 6, 5, 4
    ],
)
def test_the_methods_of_gradebooks_give_the_figures_worked_by_hand(
    name: str, changes: dict[str, Any], expected: str | None
) -> None:
    policy = resolve_policy(PolicyName(name), PolicyChanges(**changes))
    attainment = attain_ratings({"A": (3, ROW)}, policy=policy, stage_level=5).performance
    assert (None if attainment is None else half_up(attainment, 2)) == (
        None if expected is None else Fraction(expected)
    )


@pytest.mark.parametrize(
    ("name", "row", "complete"),
    [
        ("course-average", [10, 10], True),
        ("course-average", [9, 11], True),  # 10 on average, and 9 is one level below
        ("course-average", [8.5, 12], False),  # 10.25, but 8.5 is more than one level below
        ("course-average", [9.5, 10], False),  # 9.75 is not rounded up to 10
        ("course-average", [12], False),  # one of two pieces
        ("continuum", [9, 10], True),  # 9.5 is half a level below
        ("continuum", [9.4, 9.5], True),  # 9.45 shows as 9.5, and that is what is compared
        ("average", [9, 12], True),
        ("latest", [12, 9], False),
        ("highest", [12, 9], True),
        ("pass", [1, 1], False),  # nothing at 10
        ("growth-multi-source", [12, 12], False),  # by nobody that is known
    ],
)
def test_a_stage_at_level_10_with_two_pieces_asked_for_is_complete_or_not(
    name: str, row: Sequence[Written], complete: bool
) -> None:
    assert attain_ratings({"A": (2, row)}, policy=preset(name)).complete is complete


ROAD = framework(
    "road",
    [
        competency("HL.1"),
        competency("HL.2", requires=["HL.1"]),
        competency("HL.3", requires=["HL.2"]),
        competency("HL.4", requires=["HL.3"]),
        competency("HL.5", requires=["HL.4"]),
        competency("HL.6", requires=["HL.5"]),
        competency("HL.7", requires=["HL.6"]),
        competency("HL.8", requires=["HL.7"]),
    ],
    scale="concept",
    policy="concept-understood",
)


def seen(on: str, kind: str, code: str, points: int, model: str) -> Demonstration:
    return occasion(on, {code: [Rated(level=level(points), model=Slug(model))]}, kind=kind)


MATEO = [
    seen("2026-09-14", "hla", "HL.3", 2, "concrete"),
    seen("2026-11-05", "probe", "HL.3", 3, "drawn"),
    seen("2027-01-20", "clinical-interview", "HL.3", 4, "drawn"),
    seen("2027-02-10", "probe", "HL.3", 4, "symbolic"),
]
KOFI = [
    seen("2026-09-22", "hla", "HL.8", 4, "symbolic"),
    seen("2026-10-14", "probe", "HL.8", 5, "drawn"),
]
ADA = [
    seen("2026-09-16", "hla", "HL.1", 5, "concrete"),
    seen("2026-10-01", "probe", "HL.1", 5, "drawn"),
]
LENA = [seen("2026-10-02", "clinical-interview", "HL.4", 3, "drawn")]


def concept(
    code: str, occasions: list[Demonstration], as_of: date = date(2027, 3, 12), **more: Any
) -> Attainment:
    attainments = attain_all(rulebook(ROAD), learner(*occasions, **more), as_of)
    return next(stage for stage in attainments if stage.competency == code)


@pytest.mark.parametrize(
    ("code", "occasions", "status", "met_on"),
    [
        ("HL.3", MATEO, "met", date(2027, 2, 10)),
        ("HL.3", MATEO[:3], "under way", None),
        ("HL.8", KOFI, "met", date(2026, 10, 14)),
        ("HL.1", ADA, "met", date(2026, 10, 1)),
        ("HL.4", LENA, "under way", None),
        # A probe alone, a probe that came first, and two with symbols only do not confirm.
        ("HL.8", [KOFI[1]], "under way", None),
        ("HL.8", [seen("2026-09-01", "probe", "HL.8", 5, "drawn"), KOFI[0]], "under way", None),
        ("HL.8", [KOFI[0], seen("2026-10-14", "probe", "HL.8", 5, "symbolic")], "under way", None),
        ("HL.8", [KOFI[0], seen("2026-10-14", "probe", "HL.8", 3, "drawn")], "under way", None),
    ],
)
def test_a_concept_is_understood_when_a_later_probe_confirms_it(
    code: str, occasions: list[Demonstration], status: str, met_on: date | None
) -> None:
    attainment = concept(code, occasions)
    assert (attainment.status, attainment.completed_on) == (status, met_on)
    assert attainment.shown_as == "signposts"


def test_a_reopened_concept_needs_a_fresh_look_until_it_is_shown_again() -> None:
    reopened = {Code("HL.8"): Placement(reopened=date(2026, 11, 3))}
    again = [*KOFI, seen("2026-12-01", "probe", "HL.8", 4, "drawn")]
    weak = [*KOFI, seen("2026-12-01", "probe", "HL.8", 3, "drawn")]

    assert concept("HL.8", KOFI, placements=reopened).status == "needs a fresh look"
    assert concept("HL.8", weak, placements=reopened).status == "needs a fresh look"
    assert concept("HL.8", KOFI, date(2026, 11, 2), placements=reopened).status == "met"
    assert concept("HL.8", again, placements=reopened).status == "met"


def test_a_placement_by_interview_presumes_what_comes_before_and_opens_what_follows() -> None:
    book = rulebook(ROAD)
    placed = {Code("HL.4"): Placement(on=date(2026, 10, 2), presumes="prerequisites")}
    attainments = attain_all(book, learner(*LENA, placements=placed), date(2027, 3, 12))

    assert {here.competency: str(here.status) for here in attainments if here.presumed} == {
        "HL.1": "placed past",
        "HL.2": "placed past",
        "HL.3": "placed past",
    }
    waiting = find_ready_competencies(book, attainments)
    assert waiting[CompetencyCode("HL.4")].status is Status.READY
    assert waiting[CompetencyCode("HL.6")].waiting_for == ("HL.5", "HL.4")
    assert CompetencyCode("HL.3") not in waiting


BOLD = framework("bold", [competency("B.M1")], scale="concept", policy="growth-multi-source")


@pytest.mark.parametrize(
    ("rated", "performance", "pieces", "status"),
    [
        ([("rosa", 4), ("rosa", 5)], 5, 1, "under way"),  # the teacher's latest alone
        ([("rosa", 2), ("kim", 4), ("rosa", 5)], "4.5", 2, "met"),
        ([("rosa", 5), ("kim", 4), ("rosa", 2)], 3, 2, "under way"),  # behind the bar
        ([("rosa kim", 4)], 4, 2, "met"),  # one occasion, two kinds of assessor
        ([("rosa", 4), ("pal", 5)], 4, 1, "under way"),  # a peer's does not count
    ],
)
def test_growth_is_seen_by_at_least_two_kinds_of_assessor(
    rated: list[tuple[str, int]], performance: Written, pieces: int, status: str
) -> None:
    occasions = [
        occasion(f"2026-09-{day:02}", {"B.M1": points}, by=by)
        for day, (by, points) in enumerate(rated, start=1)
    ]
    (attainment,) = attain_all(rulebook(BOLD), learner(*occasions), date(2027, 3, 12))
    assert (attainment.performance, attainment.pieces, attainment.status) == (
        level(performance),
        pieces,
        status,
    )


def test_a_course_is_passed_by_its_grade_and_by_nothing_else() -> None:
    courses = framework(
        "college", [competency("C.1")], scale="college-grade", policy="course-grade"
    )
    graded = occasion("2026-12-10", {"C.1": 3}, kind="course-grade")
    seminar = occasion("2026-12-11", {"C.1": 4}, kind="seminar")
    (attainment,) = attain_all(rulebook(courses), learner(graded, seminar), date(2027, 1, 1))
    assert attainment.performance == 3
    assert attainment.completed_on == graded.date
    assert [str(why) for why in attainment.skills[0].why_dropped] == ["kind of demonstration"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"n": 0}, "n"),
        ({"digits": 7}, "digits"),
        ({"weight": Fraction(65)}, "weight"),
        ({"threshold": Bar()}, "threshold"),
        ({"threshold": Bar(absolute=Fraction(8), relative_to="level")}, "threshold"),
        ({"minimum": Bar(absolute=Fraction(8), plus=Fraction(1))}, "minimum"),
        ({"select": "n-mastery", "threshold": "none"}, "threshold"),
        ({"progress": "signposts"}, "confirm"),
        ({"assessors": ()}, "assessors"),
        ({"assessors": ("teacher",), "assessor_kinds": 2}, "assessor_kinds"),
        ({"n": 1, "contexts": 2}, "contexts"),
        ({"stale_after_days": 0}, "stale_after_days"),
        (
            {
                "grades": (
                    Conversion(grade="C", performance=Fraction(8)),
                    Conversion(grade="A", performance=Fraction(10)),
                )
            },
            "grades",
        ),
    ],
)
def test_an_impossible_policy_is_told_with_its_mend(changes: dict[str, Any], field: str) -> None:
    attainment = find_problems(apply_changes(CONTINUUM, PolicyChanges(**changes)))
    assert field in {problem.field for problem in attainment}
    assert all(problem.message and problem.hint for problem in attainment)


def test_every_preset_has_a_name_that_a_school_may_be_like_and_every_name_a_preset() -> None:
    assert set(PRESETS) == set(get_args(PresetName))


def test_the_presets_have_no_problems() -> None:
    assert {
        name: find_problems(policy) for name, policy in resolve_policies({}).items()
    } == dict.fromkeys(resolve_policies({}), ())


def test_an_empty_policy_and_a_bar_above_the_scale_are_told() -> None:
    own = {
        PolicyName("house"): PolicyChanges(),
        PolicyName("steep"): PolicyChanges(threshold=Bar(absolute=Fraction(13))),
    }
    book = rulebook(framework("core", [competency("MTH.1")]))
    steep = framework("core", [competency("MTH.1")], policy="steep")
    catalogue = Catalogue(
        school=SchoolSettings(name="A school"),
        scales=book.catalogue.scales,
        frameworks=(steep,),
        policies=own,
    )
    attainment = find_policy_problems(catalogue)
    assert attainment[PolicyName("house")][0][0] == "policy: it changes nothing"
    assert attainment[PolicyName("steep")] == (
        (
            "threshold: no rating reaches 13, because scale ladder-12 ends at 12",
            "write 12 or less",
        ),
    )


@pytest.mark.parametrize("name", list(resolve_policies({})))
def test_a_policy_with_defaults_equals_its_preset(name: PolicyName) -> None:
    assert resolve_policies({name: PolicyChanges()})[name] == preset(name)


def test_a_school_changes_one_field_of_a_preset() -> None:
    own = resolve_policies(
        {PolicyName("house"): PolicyChanges(like="course-average", minimum="none")}
    )
    policy = own[PolicyName("house")]
    assert policy == apply_changes(preset("course-average"), PolicyChanges(minimum="none"))
    assert attain_ratings({"A": (2, [8.5, 12])}, policy=policy).complete


@pytest.mark.parametrize(
    ("written", "here", "there", "expected"),
    [
        ("10", "ladder-12", "ladder-6", "5"),
        ("11", "ladder-12", "ladder-6", "5.5"),
        ("5.5", "ladder-6", "ladder-12", "11"),
        ("9.5", "ladder-12", "ladder-12", "9.5"),
        ("3", "concept", "ladder-12", None),
    ],
)
def test_a_level_is_read_on_another_scale_both_ways(
    written: str, here: str, there: str, expected: str | None
) -> None:
    scales = rulebook().catalogue.scales
    attainment = crosswalk(scales, Fraction(written), ScaleId(here), ScaleId(there))
    assert attainment == (None if expected is None else Fraction(expected))


def test_a_stage_asks_for_its_level_on_the_scale_of_each_competency() -> None:
    short = competency("W1", [1, 1, 1, 1], scale=ScaleId("ladder-6"))
    book = rulebook(framework("core", [short], staged=True))
    (attainment,) = attain_all(
        book, learner(occasion("2026-09-01", {"W1": 5}), stage="P2"), date.max
    )[:1]
    assert (attainment.level, attainment.bar) == (Fraction(5), Fraction(9, 2))


def test_evidence_for_a_retired_competency_counts_for_its_successor() -> None:
    old = competency("LIT.5", skills=2, replaced_by=CompetencyCode("TLK.1"))
    new = competency("TLK.1", skills=2, scale=ScaleId("ladder-6"))
    book = rulebook(framework("core", [old, new]))
    attainments = attain_all(book, learner(occasion("2026-09-01", {"LIT.5.2": 10})), date.max)
    assert {str(here.competency): here.performance for here in attainments} == {
        "TLK.1": Fraction(5)
    }
    (rating,) = attainments[0].skills[1].kept
    assert (rating.skill, rating.rated_as) == ("TLK.1.2", "LIT.5.2")


def test_an_area_is_the_mean_of_its_levels_and_the_sum_of_its_evidence() -> None:
    math = framework(
        "math",
        [competency("M.1", [2]), competency("M.2", [1]), competency("M.3", [1])],
        staged=True,
    )
    habits = framework("habits", [competency("H.1", [1])], staged=True, habit=True)
    book = rulebook(math, habits)
    portfolio = learner(
        occasion("2026-09-01", {"M.1": 7, "M.2": 8, "H.1": 2}),
        occasion("2026-09-02", {"M.1": 8}),
        stage="P1",
    )
    attainment = roll_up_areas(book, attain_all(book, portfolio, date(2027, 3, 12)))
    assert [(a.area, a.habit, a.performance, a.progress) for a in attainment] == [
        ("MATH", False, Fraction("7.75"), Fraction(3, 4)),  # (7.5 + 8) / 2; 3 of 4 pieces
        ("HABITS", True, 2, 1),
    ]
    assert overall_level(attainment) == Fraction("7.75")
    assert attainment[0].growth == Fraction("0.25")  # (0.5 + 0) / 2


def test_a_level_of_nothing_counts_in_the_mean_of_an_area() -> None:
    """An F is a level, and no absence of one."""
    courses = framework(
        "college",
        [competency("C.1", [1]), competency("C.2", [1]), competency("C.3", [1])],
        scale="college-grade",
        policy="average",
        staged=True,
    )
    book = rulebook(courses)
    portfolio = learner(occasion("2026-09-01", {"C.1": 0, "C.2": 3}), stage="P1")
    (area,) = roll_up_areas(book, attain_all(book, portfolio, date(2027, 3, 12)))

    assert area.performance == Fraction(3, 2)  # (0 + 3) / 2; nobody has rated C.3


def test_a_traditional_grade_comes_from_the_first_row_that_holds() -> None:
    table = (
        Conversion(grade="A", performance=Fraction(10), credits=Fraction(1)),
        Conversion(grade="B", performance=Fraction(9), growth=Fraction(1)),
        Conversion(grade="C", performance=Fraction(9)),
    )
    given = [
        (row.grade if (row := convert_to_grade(table, performance, growth)) else None)
        for performance, growth in (
            (Fraction(10), None),
            (Fraction(9), Fraction(1)),
            (Fraction(9), None),
            (Fraction(8), Fraction(3)),
            (None, None),
        )
    ]
    assert given == ["A", "B", "C", None, None]


def test_one_more_rating_is_tried_where_most_is_missing_at_each_level_of_the_scale() -> None:
    book = rulebook(framework("core", [competency("M.1", [2, 2, 2, 2], skills=2)], staged=True))
    portfolio = learner(
        occasion("2026-09-01", {"M.1.1": 8, "M.1.2": 9}),
        occasion("2026-09-02", {"M.1.1": 9}),
        stage="P2",
    )
    (now,) = attain_all(book, portfolio, date(2026, 9, 3))
    changes = one_more(book.terms[now.competency], now, date(2026, 9, 3))
    assert {change.skill for change in changes} == {"M.1.2"}
    # (8 + 9 + 9 + level) / 4, to one decimal
    assert [(int(c.level), float(c.after.performance or 0), c.after.complete) for c in changes] == [
        (2, 7.0, False),
        (4, 7.5, False),
        (6, 8.0, False),
        (8, 8.5, False),
        (10, 9.0, False),
        (12, 9.5, True),
    ]


def test_what_has_not_been_seen_for_long_needs_a_fresh_look() -> None:
    policy = apply_changes(CONTINUUM, PolicyChanges(stale_after_days=30))
    book = rulebook(framework("core", [competency("M.1")], policy="fresh"))
    book = type(book)(catalogue=book.catalogue, policies={PolicyName("fresh"): policy})
    portfolio = learner(occasion("2026-09-01", {"M.1": 10}))
    seen_on = [date(2026, 10, 1), date(2026, 10, 2)]
    statuses = [str(attain_all(book, portfolio, day)[0].status) for day in seen_on]
    assert statuses == ["met", "needs a fresh look"]
    assert attain_all(book, portfolio, seen_on[0])[0].stale_from == seen_on[1]


@pytest.mark.parametrize(
    ("changes", "row", "performance", "opportunities"),
    [
        ({"missed": "apart"}, [8, "M"], 8, 2),
        ({"missed": "zero"}, [8, "M"], 4, 2),
        ({"missed": "ignored"}, [8, "M"], 8, 2),
        ({"waivers": False}, [8, "O"], 8, 1),
    ],
)
def test_a_school_says_what_a_miss_and_a_waiver_do(
    changes: dict[str, Any], row: list[Written], performance: int, opportunities: int
) -> None:
    policy: Policy = apply_changes(CONTINUUM, PolicyChanges(**changes))
    attainment = attain_ratings({"A": (2, row)}, policy=policy)
    assert attainment.performance == performance
    assert attainment.opportunities == opportunities
    assert attainment.progress == Fraction(1, 2)
