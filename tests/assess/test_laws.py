"""What holds for every learner, whatever the ratings."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any, assert_never

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from mastery import (
    CONTINUUM,
    Written,
    attain_ratings,
    competency,
    framework,
    learner,
    occasion,
    rulebook,
)
from wayfolio.assess.attainment import attain_all
from wayfolio.assess.awards import requirement_outcome
from wayfolio.assess.record import Record
from wayfolio.model.frameworks import Mark
from wayfolio.model.names import (
    BadgeId,
    Code,
    CompetencyCode,
    EvidenceRef,
    ExperienceId,
    InstrumentId,
    MilestoneId,
    PathwayId,
    SkillCode,
    Slug,
    StageCode,
)
from wayfolio.model.outcomes import (
    AssertionGap,
    CreditsGap,
    DeliverableGap,
    DemonstrationGap,
    EvidenceGap,
    Gap,
    HoursGap,
    OutOfReach,
    PiecesGap,
    RatingGap,
    RequirementGap,
)
from wayfolio.model.pathways import Badge, Deliverable, Pathway, Stage
from wayfolio.model.portfolio import Demonstration, Evidence, Portfolio, Rated
from wayfolio.model.requirements import (
    AllOf,
    AnyOf,
    Asserted,
    AwardHeld,
    CountOf,
    CoursePassed,
    CreditsEarned,
    Delivered,
    Demonstrated,
    EvidenceShown,
    ExamPassed,
    ExperienceDone,
    GrowthMade,
    HoursDone,
    Leaf,
    LevelReached,
    MilestoneReached,
    Occasions,
    PassFinished,
    ProgressMade,
    Requirement,
    StageComplete,
)
from wayfolio.model.rounding import half_away, half_up
from wayfolio.model.text import Text
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.sentences import sentence

levels = st.integers(4, 24).map(lambda n: Fraction(n, 2))
marks = st.sampled_from(["M", "O"])
rows = st.lists(levels | marks, max_size=7)


@given(st.fractions(), st.integers(0, 4))
def test_a_figure_is_rounded_to_the_nearest_and_a_half_towards_the_larger(
    figure: Fraction, digits: int
) -> None:
    rounded = half_up(figure, digits)
    step = Fraction(1, 10**digits)

    assert rounded % step == 0
    assert -step / 2 < rounded - figure <= step / 2
    assert half_away(-figure, digits) == -half_away(figure, digits)


@given(st.lists(levels, min_size=3, max_size=8), levels | marks)
def test_with_enough_evidence_one_more_rating_never_lowers_the_level(
    row: list[Written], one_more: Written
) -> None:
    before = attain_ratings({"A": (3, row)}).performance
    after = attain_ratings({"A": (3, [*row, one_more])}).performance
    assert before is not None
    assert after is not None
    assert before <= after


@given(rows, rows, levels | marks, st.integers(0, 4))
def test_progress_never_falls_when_a_rating_is_added(
    first: Sequence[Written], other: Sequence[Written], one_more: Written, required: int
) -> None:
    before = attain_ratings({"A": (required, first), "B": (2, other)})
    after = attain_ratings({"A": (required, [*first, one_more]), "B": (2, other)})
    assert before.progress <= after.progress


@given(st.lists(rows, min_size=1, max_size=4), st.integers(0, 3))
def test_every_rating_is_kept_pushed_out_or_dropped(
    several: list[list[Written]], required: int
) -> None:
    attainment = attain_ratings({str(n): (required, row) for n, row in enumerate(several)})
    for record, row in zip(attainment.skills, several, strict=True):
        places = [r.order for r in (*record.kept, *record.pushed_out, *record.dropped)]
        assert sorted(places) == list(range(len(row)))
        assert len(record.why_dropped) == len(record.dropped)
        waived = any(rating.level is Mark.WAIVED for rating in record.kept)
        assert waived or len(record.cells) == required


CORE = framework("core", [competency("M.1", [1, 1, 2, 2], skills=2)], staged=True)
codes = st.sampled_from(["M.1.1", "M.1.2"])
days = st.dates(date(2026, 8, 24), date(2027, 3, 12))
histories = st.dictionaries(
    days, st.dictionaries(codes, levels | marks, min_size=1), min_size=1, max_size=12
)


def occasions(history: dict[date, dict[str, Written]]) -> list[Demonstration]:
    return [occasion(day.isoformat(), ratings) for day, ratings in history.items()]


@given(histories, st.randoms())
def test_the_order_of_files_does_not_matter(
    history: dict[date, dict[str, Written]],
    random: Random,
) -> None:
    written = occasions(history)
    shuffled = written.copy()
    random.shuffle(shuffled)
    book = rulebook(CORE)
    assert attain_all(book, learner(*written), date(2027, 3, 12)) == attain_all(
        book, learner(*shuffled), date(2027, 3, 12)
    )


@given(histories)
def test_promotion_never_loses_a_rating(history: dict[date, dict[str, Written]]) -> None:
    attainment = attain_all(rulebook(CORE), learner(*occasions(history)), date(2027, 3, 12))
    counted = [
        (rating.on, rating.skill)
        for first in attainment
        for record in first.skills
        for rating in (*record.kept, *record.pushed_out, *record.dropped)
    ]
    written = [(day, code) for day, ratings in history.items() for code in ratings]
    assert sorted(counted) == sorted(written)


@given(histories)
def test_as_of_the_last_day_equals_now(history: dict[date, dict[str, Written]]) -> None:
    book, portfolio = rulebook(CORE), learner(*occasions(history))
    assert attain_all(book, portfolio, max(history)) == attain_all(
        book, portfolio, max(history) + timedelta(days=400)
    )


@given(histories, days)
def test_what_is_known_on_a_day_does_not_depend_on_what_came_later(
    history: dict[date, dict[str, Written]], day: date
) -> None:
    book, portfolio = rulebook(CORE), learner(*occasions(history))
    until = [first for first in portfolio.demonstrations if first.date <= day]
    assert attain_all(book, portfolio, day) == attain_all(book, learner(*until), day)


@given(rows, levels)
def test_growth_is_the_level_less_where_it_began(row: list[Written], baseline: Fraction) -> None:
    attainment = attain_ratings(
        {"A": (3, row)}, policy=replace(CONTINUUM, compare="exact"), baseline=baseline
    )
    if attainment.performance is None:
        assert attainment.growth is None
    else:
        assert attainment.growth == attainment.performance - baseline


# ---- requirements: add what is missing, and it holds ---------------------------------------------

CYCLE = Pathway(
    pathway=PathwayId("cycle"),
    title=Text("A cycle"),
    kind="cycle",
    stages=(
        Stage(
            code=StageCode("discover"),
            deliverables=tuple(Deliverable(id=Slug(n), title=Text(n)) for n in ("cards", "note")),
        ),
    ),
    pass_finished=Delivered(delivered="every", read_by=Slug("mentor")),
)
BADGE = Badge(id=BadgeId("shown"), title=Text("Shown"), criteria=Asserted(asserted=True))
WORLD = rulebook(
    CORE,
    framework("road", [competency("HL.1")], scale="concept", policy="concept-understood"),
    framework("bold", [competency("B.1")], scale="concept", policy="growth-multi-source"),
    framework("mean", [competency("A.1", skills=2)], policy="average"),
    framework("apart", [competency("Z.1", skills=2)]),
    framework(
        "college",
        [competency(f"C.{n}", credits=3) for n in (1, 2, 3, 4)],
        scale="college-grade",
        policy="course-grade",
    ),
    pathways={
        **rulebook().catalogue.pathways,
        CYCLE.pathway: CYCLE,
    },
    badges={BADGE.id: BADGE},
)
TODAY = date(2027, 3, 12)
PEOPLE = {"teacher": "rosa", "mentor": "idris", "employer": "kim"}


def demonstrated(codes: Sequence[Code | None]) -> st.SearchStrategy[Demonstrated]:
    return st.builds(
        Demonstrated,
        demonstrations=st.builds(
            Occasions,
            kind=st.sampled_from([None, Slug("defence")]),
            audience=st.sampled_from([None, Slug("public")]),
            code=st.sampled_from(codes),
            at_least=st.sampled_from([None, Fraction(8)]),
            count=st.integers(1, 3),
            contexts=st.integers(1, 2),
        ),
    )


# In a tree, an occasion is asked for where no level is: what one part needs may complete a stage,
# and then what another part needs counts at the next one, where the first asks for more.
leaves: st.SearchStrategy[Requirement] = st.one_of(
    st.builds(
        LevelReached,
        level=st.sampled_from([Code("M.1"), Code("M.1.1"), Code("A.1"), Code("A.1.2")]),
        at_least=st.sampled_from([Fraction(8), Fraction(19, 2), Fraction(11)]),
    ),
    st.builds(LevelReached, level=st.just(Code("HL.1")), at_least=st.just(Fraction(4))),
    st.builds(LevelReached, level=st.just(Code("B.1")), at_least=st.just(Fraction(3))),
    st.builds(
        ProgressMade,
        progress=st.just(CompetencyCode("M.1")),
        at_least=st.sampled_from([Fraction(50), Fraction(100)]),
    ),
    st.builds(
        GrowthMade,
        growth=st.sampled_from([CompetencyCode("M.1")]),
        at_least=st.sampled_from([Fraction(0), Fraction(1, 2)]),
    ),
    st.builds(
        StageComplete,
        complete=st.just(CompetencyCode("M.1")),
        stage=st.sampled_from([StageCode("P1"), StageCode("P3")]),
    ),
    st.builds(CreditsEarned, credits=st.integers(1, 12)),
    st.builds(
        CoursePassed,
        course=st.sampled_from([CompetencyCode("C.1"), "any"]),
        at_least=levels.map(lambda n: Fraction(3) if n > 6 else Fraction(2)),
    ),
    st.builds(ExamPassed, exam=st.just(Slug("reading")), at_least=st.just(Fraction(70))),
    st.builds(MilestoneReached, milestone=st.just(MilestoneId("cap"))),
    st.builds(ExperienceDone, experience=st.just(ExperienceId("bus"))),
    st.builds(HoursDone, hours=st.integers(1, 9), kind=st.sampled_from([None, Slug("internship")])),
    st.builds(EvidenceShown, evidence=st.integers(1, 3), contexts=st.integers(1, 3)),
    st.builds(EvidenceShown, evidence=st.integers(1, 2), shows=st.just(Code("Z.1"))),
    demonstrated([None, Code("Z.1.1")]),
    st.builds(AwardHeld, award=st.just(BADGE.id)),
    st.builds(PassFinished, pass_=st.just(CYCLE.pathway)),
)


def several(parts: st.SearchStrategy[Requirement]) -> st.SearchStrategy[Requirement]:
    some = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(lambda of: AllOf(all=of), some),
        st.builds(lambda of: AnyOf(any=of), some),
        st.builds(lambda of: CountOf(count=(len(of) + 1) // 2, of=of), some),
    )


trees = demonstrated([Code("M.1.2")]) | st.recursive(leaves, several, max_leaves=4)
lives = st.dictionaries(
    days,
    st.dictionaries(
        st.sampled_from(["M.1.1", "M.1.2", "A.1.1"]), levels | st.just("M"), min_size=1
    ),
    max_size=5,
)


def fill(portfolio: Portfolio, gaps: Sequence[Gap]) -> Portfolio:
    """Return the learner, once somebody has seen to everything that is missing."""
    evidence = list(portfolio.evidence)
    demonstrations = list(portfolio.demonstrations)
    for place, gap in enumerate(gaps):
        for n in range(gap.count if isinstance(gap, PiecesGap) else 1):
            elsewhere = None
            if isinstance(gap, PiecesGap) and n < gap.contexts:
                elsewhere = ExperienceId(f"new-{place}-{n}")
            for work in fill_gap(gap, elsewhere):
                if isinstance(work, Evidence):
                    stem = EvidenceRef(f"2027-03-12-work-{len(evidence)}")
                    evidence.append(replace(work, stem=stem))
                    demonstrations.append(look_at(work, stem))
                else:
                    demonstrations.append(work)
    return replace(portfolio, evidence=tuple(evidence), demonstrations=tuple(demonstrations))


def look_at(work: Evidence, stem: EvidenceRef) -> Demonstration:
    """Return an occasion on which somebody sees all that a piece of work says."""
    looked = on_today(evidence=(stem,), experience=work.experience, confirms=("hours",))
    return replace(looked, ratings={skill: (Rated(level=Fraction(8)),) for skill in work.shows})


def fill_gap(gap: Gap, elsewhere: ExperienceId | None) -> list[Evidence | Demonstration]:
    """Return the work that fills a gap, or one piece of what is missing several times."""
    if isinstance(gap, PiecesGap):
        return [replace(fill_once(gap), experience=elsewhere)]
    match gap:
        case CreditsGap():
            courses = [f"C.{number}" for number in range(1, 1 + -(-gap.count // 3))]
            return [grade(course, Fraction(4)) for course in courses]
        case HoursGap():
            return [piece_of_work(kind=gap.kind, hours=Fraction(gap.count))]
        case DeliverableGap():
            by = PEOPLE.get(str(gap.read_by), "rosa")
            return [on_today(by=by, delivers=(gap.deliverable,), pass_=gap.pass_)]
        case AssertionGap():
            return [on_today(award=gap.badge)]
        case RequirementGap():
            return [fill_requirement(gap.need)]
        case OutOfReach():
            raise AssertionError("nothing that is added would do")
        case _:
            assert_never(gap)


def fill_once(gap: PiecesGap) -> Evidence | Demonstration:
    """Return one piece of what is missing several times."""
    match gap:
        case RatingGap():
            level = Mark.MISSED if gap.at_least is None else gap.at_least
            rated = Rated(level=level, model=gap.model, target=gap.stage)
            blank = on_today(kind=gap.kind or "studio", by=PEOPLE.get(str(gap.by), "rosa"))
            return replace(blank, ratings={gap.skill: (rated,)})
        case EvidenceGap():
            shows = {None: (), "Z.1": (SkillCode("Z.1.2"),)}
            return piece_of_work(kind=gap.kind, shows=shows.get(gap.shows, ()))
        case DemonstrationGap():
            blank = on_today(kind=gap.kind or "studio", audience=gap.audience)
            return replace(blank, ratings=ratings_of(gap))
        case _:
            assert_never(gap)


def fill_requirement(need: Leaf) -> Evidence | Demonstration:
    """Return the work with which a requirement holds that is missing as a whole."""
    match need:
        case CoursePassed():
            course = "C.4" if need.course == "any" else need.course
            return grade(course, need.at_least)
        case ExamPassed():
            return on_today(exam=InstrumentId(need.exam), score=need.at_least)
        case MilestoneReached():
            return on_today(kind=need.milestone)
        case ExperienceDone():
            return piece_of_work(experience=need.experience)
        case AwardHeld():
            return on_today(award=need.award)
        case _:
            raise AssertionError(f"{need} is never missing as a whole")


def ratings_of(gap: DemonstrationGap) -> dict[SkillCode, tuple[Rated, ...]]:
    """Return the rating that a missing demonstration asks for, if it asks for one."""
    if gap.code:
        level = Mark.MISSED if gap.at_least is None else gap.at_least
        return {SkillCode(gap.code): (Rated(level=level),)}
    if gap.at_least is not None:
        return {SkillCode("Z.1.2"): (Rated(level=gap.at_least),)}
    return {}


def piece_of_work(*, kind: Slug | None = None, **more: Any) -> Evidence:
    return Evidence(
        title="Work",
        date=TODAY,
        kind=kind or Slug("artifact"),
        stem=EvidenceRef("2027-03-12-work"),
        **more,
    )


def on_today(*, kind: str = "studio", by: str = "rosa", **more: Any) -> Demonstration:
    return replace(occasion(TODAY.isoformat(), {}, kind=kind, by=by), **more)


def grade(course: str, level: Fraction) -> Demonstration:
    return occasion(TODAY.isoformat(), {course: level}, kind="course-grade")


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(trees, lives)
def test_add_what_a_sentence_says_is_missing_and_the_requirement_is_met(
    need: Requirement, life: dict[date, dict[str, Written]]
) -> None:
    portfolio = learner(*occasions(life), stage="P1")
    outcome = requirement_outcome(Record(book=WORLD, portfolio=portfolio, until=TODAY), need)
    assert outcome.met is not bool(outcome.missing)
    said = sentence(outcome, Reader())
    assert said.endswith(": met") is outcome.met
    assume(not any(isinstance(gap, OutOfReach) for gap in outcome.missing))

    done = Record(book=WORLD, portfolio=fill(portfolio, outcome.missing), until=TODAY)
    assert requirement_outcome(done, need).met, said
