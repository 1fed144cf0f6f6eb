"""Seen, claimed, presumed: what nobody saw meets nothing."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from mastery import Written, competency, framework, learner, occasion, rulebook
from wayfolio.assess.attainment import attain_all
from wayfolio.assess.awards import find_awards, gate_outcome, requirement_outcome
from wayfolio.assess.course_requirements import college_credits, high_school_credits
from wayfolio.assess.pathway_progress import find_progress
from wayfolio.assess.record import Record
from wayfolio.model.claims import Known
from wayfolio.model.maps import Walked
from wayfolio.model.names import (
    BadgeId,
    Code,
    CompetencyCode,
    DeliverableRef,
    EvidenceRef,
    ExperienceId,
    GateId,
    MilestoneId,
    PathwayId,
    PersonId,
    Slug,
    StageCode,
    StageRef,
)
from wayfolio.model.outcomes import Outcome
from wayfolio.model.pathways import (
    Badge,
    Deliverable,
    Gate,
    Milestone,
    Pathway,
    PathwayRequirement,
    Stage,
)
from wayfolio.model.portfolio import (
    Demonstration,
    Evidence,
    Placement,
    Plan,
    Portfolio,
    Programme,
    RoundEnded,
    Substitution,
)
from wayfolio.model.requirements import (
    AllOf,
    AnyOf,
    CountOf,
    CreditsEarned,
    Delivered,
    Demonstrated,
    EvidenceShown,
    ExperienceDone,
    GateOpen,
    HoursDone,
    LevelReached,
    MilestoneReached,
    Occasions,
    PassFinished,
    ProgressMade,
    Requirement,
    StageComplete,
)
from wayfolio.model.stages import StageStanding
from wayfolio.model.text import Text
from wayfolio.plan.maps import find_standings, make_learner_maps

TODAY = date(2027, 3, 12)
CYCLE = Pathway(
    pathway=PathwayId("cycle"),
    title=Text("A cycle"),
    kind="cycle",
    stages=(
        Stage(
            code=StageCode("discover"),
            deliverables=(Deliverable(id=Slug("cards"), title=Text("Cards")),),
            milestone=Milestone(id=MilestoneId("bets"), title=Text("Bets")),
        ),
        Stage(code=StageCode("rest")),
    ),
    pass_finished=Delivered(delivered="every"),
)
LADDER = Pathway(
    pathway=PathwayId("ladder"),
    title=Text("A ladder"),
    kind="ladder",
    stages=(
        Stage(code=StageCode("low"), skipped_by=(Slug("studio"),)),
        Stage(
            code=StageCode("high"),
            cycle=CYCLE.pathway,
            finished=PassFinished(pass_=CYCLE.pathway, within=StageRef("ladder/high")),
            milestone=Milestone(id=MilestoneId("top"), title=Text("The top")),
        ),
        Stage(code=StageCode("last"), competencies=(CompetencyCode("H.1"),)),
    ),
    pass_finished=Delivered(delivered="every"),
    comes_back=True,
)
LOW, HIGH = StageRef("ladder/low"), StageRef("cycle/discover")
CARDS, BETS = DeliverableRef("cycle/discover/cards"), DeliverableRef("cycle/discover/bets")
ENGLISH = DeliverableRef("college/9/eng-9")
INTERNSHIP, BUS = Slug("internship"), ExperienceId("bus")
READY = LevelReached(level=Code("M.1"), at_least=Fraction(8))
STEPS: list[Requirement] = [
    READY,
    LevelReached(level=Code("H.1"), at_least=Fraction(4)),
    ProgressMade(progress=CompetencyCode("M.1"), at_least=Fraction(50)),
    StageComplete(complete=CompetencyCode("M.1"), stage=StageCode("P1")),
    CreditsEarned(credits=1, of="high-school"),
    CreditsEarned(credits=3, of="college"),
    MilestoneReached(milestone=MilestoneId("bets")),
    ExperienceDone(experience=BUS),
    HoursDone(hours=10, kind=INTERNSHIP),
    EvidenceShown(evidence=1),
    EvidenceShown(evidence=1, shows=Code("M.1")),
    Demonstrated(demonstrations=Occasions(count=1)),
    PassFinished(pass_=CYCLE.pathway),
    PassFinished(pass_=CYCLE.pathway, times=2),
    PassFinished(pass_=CYCLE.pathway, within=StageRef("ladder/high")),
]


def book_of(*rules: Requirement) -> Any:
    """Return a school that has a badge and a gate for each of some rules."""
    college = Pathway(
        pathway=PathwayId("college"),
        title=Text("College"),
        kind="paced",
        stages=(Stage(code=StageCode("9")),),
        requirements=(
            PathwayRequirement(id=Slug("eng-9"), high_school_credit=Text("English"), credits=1),
        ),
        gates=tuple(
            Gate(id=GateId(f"g{place}"), needs=rule, presumed=bool(place % 2))
            for place, rule in enumerate(rules)
        ),
    )
    badges = [
        Badge(id=BadgeId(f"b{place}"), title=Text("A badge"), criteria=criteria)
        for place, rule in enumerate(rules)
        for criteria in (rule, GateOpen(gate=GateId(f"g{place}")))
    ]
    return rulebook(
        framework("core", [competency("M.1", [1, 1, 0, 1], skills=2)], staged=True),
        framework(
            "road",
            [competency("H.0"), competency("H.1", requires=["H.0"])],
            scale="concept",
            policy="concept-understood",
        ),
        framework(
            "grades",
            [competency("C.1", credits=3)],
            scale="college-grade",
            policy="course-grade",
        ),
        pathways={
            **rulebook().catalogue.pathways,
            CYCLE.pathway: CYCLE,
            LADDER.pathway: LADDER,
            college.pathway: college,
        },
        badges={entry.id: entry for entry in badges},
    )


def several(parts: st.SearchStrategy[Requirement]) -> st.SearchStrategy[Requirement]:
    some = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        some.map(lambda of: AllOf(all=of)),
        some.map(lambda of: AnyOf(any=of)),
        some.map(lambda of: CountOf(count=1, of=of)),
    )


rules = st.lists(
    st.recursive(st.sampled_from(STEPS), several, max_leaves=3), min_size=1, max_size=3
)
days = st.dates(date(2026, 8, 24), TODAY)
STEMS = [EvidenceRef(f"2026-09-0{n}-work") for n in range(1, 6)]


@st.composite
def pieces(draw: st.DrawFn, stem: EvidenceRef) -> Evidence:
    """Return a piece of work that may say anything of itself."""
    return Evidence(
        title="Work",
        date=draw(days),
        kind=draw(st.sampled_from([INTERNSHIP, Slug("artifact")])),
        stem=stem,
        experience=draw(st.sampled_from([None, BUS])),
        hours=draw(st.sampled_from([None, Fraction(4), Fraction(400)])),
        delivers=tuple(draw(st.sets(st.sampled_from([CARDS, BETS, ENGLISH])))),
        shows=("M.1.1",),  # type: ignore[arg-type]
        stages=(StageRef("college/9"),),
    )


works = st.sets(st.sampled_from(STEMS)).flatmap(
    lambda stems: st.tuples(*[pieces(stem) for stem in sorted(stems)])
)
confirmables = st.sampled_from(["work", "hours", "deliverables", "milestones", "substitutions"])


@st.composite
def looks(draw: st.DrawFn, stems: list[EvidenceRef]) -> Demonstration:
    """Return an occasion that may see anything."""
    skills = st.sampled_from(["M.1.1", "M.1.2", "H.1", "C.1"])
    levels: st.SearchStrategy[Written] = st.sampled_from([2, 4, "M"])
    return occasion(
        draw(days).isoformat(),
        draw(st.dictionaries(skills, levels, max_size=2)),
        evidence=tuple(draw(st.lists(st.sampled_from(stems), max_size=2))) if stems else (),
        confirms=tuple(draw(st.sets(confirmables))),
        dismisses=tuple(draw(st.sets(confirmables, max_size=1))),
        hours=draw(st.sampled_from([None, Fraction(12)])),
        delivers=tuple(draw(st.sets(st.sampled_from([CARDS, BETS, ENGLISH])))),
        pass_=draw(st.sampled_from([None, 1, 2])),
        skips=tuple(draw(st.sets(st.sampled_from([LOW, HIGH]), max_size=1))),
        why="a reason",
        experience=draw(st.sampled_from([None, BUS])),
    )


@st.composite
def entries(draw: st.DrawFn) -> tuple[Programme, ...]:
    """Return what the school says of pathways: stages, rounds, and rounds that ended early."""
    broken = draw(st.sampled_from([None, RoundEnded(on=date(2026, 12, 1), why="a drought")]))
    second = draw(st.sampled_from([(), (2,)]))
    cycle = Programme(
        pathway=CYCLE.pathway, from_=date(2026, 9, 1), stage=(StageCode("rest"),), ended=broken
    )
    again = [Programme(pathway=CYCLE.pathway, from_=date(2027, 1, 4), pass_=n) for n in second]
    places = draw(st.lists(st.sampled_from(["low", "high", "last"]), max_size=2, unique=True))
    ladder = Programme(
        pathway=LADDER.pathway, from_=date(2026, 8, 24), stage=tuple(map(StageCode, places))
    )
    return (cycle, *again, ladder)


def plan_of(stems: list[EvidenceRef]) -> Plan:
    """Return a plan that says of each piece that it stands for a studio."""
    entries = [
        Substitution(instead_of=BUS, with_=stem, by=PersonId("rosa"), on=date(2026, 9, 1))
        for stem in stems
    ]
    return Plan(substitutions=tuple(entries))


@st.composite
def lives(draw: st.DrawFn) -> Portfolio:
    """Return a learner with work, a plan, and what educators recorded."""
    evidence = draw(works)
    stems = [piece.stem for piece in evidence]
    placed = draw(st.sampled_from([{}, {Code("H.1"): Placement(presumes="prerequisites")}]))
    portfolio = learner(
        *draw(st.lists(looks(stems), max_size=5)),
        stage="P1",
        evidence=evidence,
        placements=placed,
        plan=plan_of(stems),
    )
    file = replace(portfolio.file, programmes=(*portfolio.file.programmes, *draw(entries())))
    return replace(portfolio, file=file)


def achieved(book: Any, portfolio: Portfolio) -> set[str]:
    """Return everything that any page could print as met, earned, reached or passed."""
    record = Record(book=book, portfolio=portfolio, until=TODAY)
    standing = record.on(TODAY)
    attained = attain_all(book, portfolio, TODAY)
    walked = find_progress(record, attained)
    counts = {"college": college_credits(standing), "school": high_school_credits(standing)}
    return {
        *(f"met {a.competency} {a.stage}" for a in attained if a.status.is_met),
        *(f"badge {award.badge}" for award in find_awards(record)),
        *(f"gate {name}" for name, outcome in walked.gates.items() if outcome.met),
        *(f"read {ref}" for _, ref in walked.read),
        *(f"pass {pathway} {n}" for pathway, n in walked.finished),
        *(f"milestone {name}" for name in walked.reached),
        *(f"workplace {done.evidence}" for done in walked.workplace if not done.claimed),
        *(f"stage {ref} {n}" for (n, ref), outcome in walked.outcomes.items() if outcome.met),
        *(f"shown {place}" for place in _shown_as_met(book, walked)),
        *(f"{kind} credit {n}" for kind, count in counts.items() for n in range(count)),
    }


def _shown_as_met(book: Any, walked: Walked) -> set[str]:
    """Return the places that the learner's maps and pages of pathways show as met or done."""
    maps = make_learner_maps(book.catalogue, walked)
    standings = find_standings(book.catalogue, walked)
    return {
        *(f"{m.id} {n.id}" for m in maps for n in m.nodes if n.state and n.state.is_met),
        *(f"{s.pathway} {p.code} {p.n}" for s in standings for p in s.stages if _is_met(p)),
        *(f"{s.pathway} {turn.n}" for s in standings for turn in s.rounds if turn.state.is_counted),
    }


def _is_met(place: StageStanding) -> bool:
    return place.state is not None and place.state.is_met


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(rules, lives())
def test_without_what_educators_recorded_nothing_is_met(
    needs: list[Requirement], portfolio: Portfolio
) -> None:
    own = replace(portfolio, demonstrations=(), placements={}, supports=())
    assert achieved(book_of(*needs), own) == set()


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(rules, lives(), st.data())
def test_a_learner_s_own_file_adds_nothing_to_what_is_met(
    needs: list[Requirement], portfolio: Portfolio, data: st.DataObject
) -> None:
    book = book_of(*needs)
    more = data.draw(pieces(EvidenceRef("2026-10-01-more")))
    with_it = replace(portfolio, evidence=(*portfolio.evidence, more), plan=plan_of([more.stem]))
    assert achieved(book, with_it) <= achieved(book, portfolio)


# ---- each kind of claim, by hand -----------------------------------------------------------------

PIECE = Evidence(
    title="A shop log",
    date=date(2027, 2, 1),
    kind=INTERNSHIP,
    stem=EvidenceRef("2027-02-01-shop-log"),
    experience=BUS,
    hours=Fraction(40),
    delivers=(CARDS, BETS),
)


def outcome_of(need: Requirement, *occasions: Demonstration, **more: Any) -> Outcome:
    portfolio = learner(*occasions, evidence=(PIECE,), **more)
    return requirement_outcome(Record(book=book_of(), portfolio=portfolio, until=TODAY), need)


def look(**more: Any) -> Demonstration:
    return occasion("2027-02-11", {}, kind="read", evidence=(PIECE.stem,), by="idris", **more)


ALL_SAID = ("hours", "deliverables", "milestones")


@pytest.mark.parametrize(
    ("need", "occasions", "known"),
    [
        (ExperienceDone(experience=BUS), [], Known.CLAIMED),
        (ExperienceDone(experience=BUS), [look()], Known.SEEN),
        (ExperienceDone(experience=BUS), [look(dismisses=("work",), why="not his")], None),
        (EvidenceShown(evidence=1), [], Known.CLAIMED),
        (EvidenceShown(evidence=1), [look()], Known.SEEN),
        (HoursDone(hours=40), [look()], Known.CLAIMED),
        (HoursDone(hours=40), [look(confirms=("hours",))], Known.SEEN),
        (HoursDone(hours=40), [look(hours=Fraction(40))], Known.SEEN),
        (HoursDone(hours=40), [look(hours=Fraction(30))], None),
        (HoursDone(hours=40), [look(dismisses=("hours",), why="twice")], None),
        (Delivered(delivered=Slug("cards")), [look(confirms=("hours",))], Known.CLAIMED),
        (Delivered(delivered=Slug("cards")), [look(confirms=("deliverables",))], Known.SEEN),
        (Delivered(delivered=Slug("cards")), [look(delivers=(CARDS,))], Known.SEEN),
        (
            Delivered(delivered=Slug("cards"), read_by=Slug("teacher")),
            [look(confirms=("deliverables",))],
            None,
        ),
        (MilestoneReached(milestone=MilestoneId("bets")), [look()], Known.CLAIMED),
        (
            MilestoneReached(milestone=MilestoneId("bets")),
            [look(confirms=("milestones",))],
            Known.SEEN,
        ),
    ],
)
def test_each_kind_of_claim_counts_once_it_is_confirmed(
    need: Requirement, occasions: list[Demonstration], known: Known | None
) -> None:
    assert outcome_of(need, *occasions).known == known


def test_a_friend_s_word_confirms_nothing() -> None:
    friend = occasion("2027-02-11", {}, by="pal", evidence=(PIECE.stem,), confirms=ALL_SAID)
    assert outcome_of(HoursDone(hours=40), friend).known is Known.CLAIMED


def test_the_latest_word_on_a_claim_decides() -> None:
    first = look(confirms=("hours",))
    later = replace(look(dismisses=("hours",), why="counted twice"), date=date(2027, 2, 20))
    last = replace(look(hours=Fraction(41)), date=date(2027, 2, 25))

    assert outcome_of(HoursDone(hours=40), first, later).known is None
    assert outcome_of(HoursDone(hours=40), first, later, last).known is Known.SEEN


# ---- what is presumed ----------------------------------------------------------------------------

BEFORE = LevelReached(level=Code("H.0"), at_least=Fraction(4))
EARLIER = StageComplete(complete=CompetencyCode("M.1"), stage=StageCode("P1"))
INTERVIEW = {Code("H.1"): Placement(presumes="prerequisites", by=PersonId("rosa"))}


@pytest.mark.parametrize(
    ("need", "presumed", "more", "known"),
    [
        (BEFORE, True, {"placements": INTERVIEW}, Known.PRESUMED),
        (BEFORE, False, {"placements": INTERVIEW}, None),
        (BEFORE, True, {}, None),
        (EARLIER, True, {"stage": "P2"}, Known.PRESUMED),
        (EARLIER, False, {"stage": "P2"}, None),
        (
            StageComplete(complete=CompetencyCode("M.1"), stage=StageCode("P2")),
            True,
            {"stage": "P2"},
            None,
        ),
        (READY, True, {"stage": "P2"}, Known.PRESUMED),
        (LevelReached(level=Code("M.1"), at_least=Fraction(10)), True, {"stage": "P2"}, None),
    ],
)
def test_what_is_presumed_opens_a_gate_that_says_so(
    need: Requirement, presumed: bool, more: dict[str, Any], known: Known | None
) -> None:
    record = Record(book=book_of(), portfolio=learner(**more), until=TODAY)
    gate = Gate(id=GateId("gate"), needs=need, presumed=presumed)
    assert gate_outcome(record, gate).known == known


def test_what_is_presumed_opens_what_follows_and_is_never_met_or_earned() -> None:
    book = book_of(StageComplete(complete=CompetencyCode("M.1"), stage=StageCode("P1")), BEFORE)
    portfolio = learner(placements=INTERVIEW, stage="P2")
    attained = attain_all(book, portfolio, TODAY)
    record = Record(book=book, portfolio=portfolio, until=TODAY)
    walked = find_progress(record, attained)

    assert walked.ready[CompetencyCode("H.1")].waiting_for == ()
    assert not any(a.status.is_met for a in attained)
    # The second gate opens for it; the badge that asks for the gate is not earned.
    assert walked.gates[GateId("g1")].known is Known.PRESUMED
    assert find_awards(record) == ()
