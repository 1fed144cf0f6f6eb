"""Gates, badges and credits: met or not, since when, and the sentence that a family reads."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from mastery import competency, framework, learner, occasion, rulebook
from wayfolio.assess.awards import badge_outcome, find_awards, requirement_outcome
from wayfolio.assess.record import Record
from wayfolio.model.names import (
    BadgeId,
    Code,
    CompetencyCode,
    DeliverableRef,
    EvidenceRef,
    ExperienceId,
    GateId,
    InstrumentId,
    MilestoneId,
    PathwayId,
    PersonId,
    Slug,
    StageCode,
)
from wayfolio.model.pathways import (
    Badge,
    Deliverable,
    Gate,
    Milestone,
    Pathway,
    PathwayRequirement,
    Stage,
)
from wayfolio.model.portfolio import Demonstration, Evidence, Plan, Portfolio, Substitution
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
from wayfolio.model.text import Text
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.sentences import sentence

TODAY = date(2027, 3, 12)

CYCLE = Pathway(
    pathway=PathwayId("wayfinding"),
    title=Text("Living in Draft"),
    kind="cycle",
    stages=(
        Stage(
            code=StageCode("discover"),
            deliverables=(
                Deliverable(id=Slug("bet-cards"), title=Text("Bet cards")),
                Deliverable(id=Slug("note"), title=Text("A note")),
            ),
            milestone=Milestone(id=MilestoneId("bets"), title=Text("Bets placed")),
        ),
    ),
    pass_finished=AllOf(all=(Delivered(delivered="every", read_by=Slug("mentor")),)),
)
READY = LevelReached(level=Code("M.1"), at_least=Fraction(10))
COLLEGE = Pathway(
    pathway=PathwayId("college"),
    title=Text("Early college"),
    kind="paced",
    stages=(Stage(code=StageCode("9")),),
    requirements=(
        PathwayRequirement(id=Slug("eng-9"), high_school_credit=Text("English 9"), credits=1),
        PathwayRequirement(
            id=Slug("eng-12"),
            high_school_credit=Text("English 12"),
            credits=1,
            met_by=(CompetencyCode("C.ENG101"),),
        ),
    ),
    gates=(
        Gate(
            id=GateId("college-ready"),
            needs=AnyOf(any=(READY, ExamPassed(exam=Slug("readiness"), at_least=Fraction(75)))),
        ),
    ),
)


def badge(name: str, criteria: Requirement, **more: Any) -> Badge:
    return Badge(id=BadgeId(name), title=Text(name), criteria=criteria, **more)


BADGES = {
    entry.id: entry
    for entry in (
        badge("ready", READY),
        badge("outside", Asserted(asserted=True), issuer="The town"),
        badge("both", AllOf(all=(AwardHeld(award=BadgeId("ready")), HoursDone(hours=6)))),
        badge("itself", AwardHeld(award=BadgeId("itself"))),
        badge("credit", CoursePassed(course="any")),
        badge("draft", PassFinished(pass_=PathwayId("wayfinding"))),
    )
}
BOOK = rulebook(
    framework("core", [competency("M.1", [2, 2, 2, 2], skills=2)], staged=True),
    framework(
        "college",
        [competency("C.ENG101", credits=3), competency("C.MAT115", credits=4)],
        scale="college-grade",
        policy="course-grade",
    ),
    pathways={
        **rulebook().catalogue.pathways,
        CYCLE.pathway: CYCLE,
        COLLEGE.pathway: COLLEGE,
    },
    badges=BADGES,
)


def said(need: Requirement, portfolio: Portfolio) -> str:
    """Return the sentence of a requirement for one learner, today."""
    record = Record(book=BOOK, portfolio=portfolio, until=TODAY)
    return sentence(requirement_outcome(record, need), Reader())


def read(on: str, *delivers: str, by: str = "idris", **more: Any) -> Demonstration:
    refs = tuple(DeliverableRef(f"wayfinding/discover/{entry}") for entry in delivers)
    return occasion(on, {}, kind="read", by=by, delivers=refs, **more)


def work(on: str, **more: Any) -> Evidence:
    stem = EvidenceRef(f"{on}-work")
    given = {"kind": Slug("artifact"), **more}
    return Evidence(title="Work", date=date.fromisoformat(on), stem=stem, **given)


def looked_at(*pieces: Evidence, **more: Any) -> Portfolio:
    """Return a learner whose work somebody has seen, on its own day."""
    looks = [
        occasion(str(piece.date), {}, kind="read", evidence=(piece.stem,), **more)
        for piece in pieces
    ]
    return learner(*looks, evidence=pieces)


THREE_TENS = [
    occasion("2026-09-01", {"M.1.1": 10, "M.1.2": 10}),
    occasion("2026-10-01", {"M.1.1": 10}),
]
PASSED = occasion("2026-12-10", {"C.ENG101": 3}, kind="course-grade")


@pytest.mark.parametrize(
    ("need", "portfolio", "expected"),
    [
        (READY, learner(*THREE_TENS, stage="P2"), "M.1 at 10 or above: met"),
        (
            READY,
            learner(occasion("2026-09-01", {"M.1.1": 9, "M.1.2": 9}), stage="P2"),
            "M.1 at 10 or above: not yet, needs 2 more pieces of evidence for M.1.1 at 10 or"
            " above and 2 more pieces of evidence for M.1.2 at 10 or above",
        ),
        (
            StageComplete(complete=CompetencyCode("M.1"), stage=StageCode("P2")),
            learner(*THREE_TENS, stage="P2"),
            "M.1 complete in P2: not yet, needs one more piece of evidence for M.1.2 at 9.5 or"
            " above",
        ),
        (
            ProgressMade(progress=CompetencyCode("M.1"), at_least=Fraction(75)),
            learner(*THREE_TENS, stage="P2"),
            "75% of the evidence for M.1: met",
        ),
        (
            LevelReached(level=Code("M.1.2"), at_least=Fraction(11)),
            learner(*THREE_TENS, stage="P2"),
            "M.1.2 at 11 or above: not yet, needs 2 more pieces of evidence for M.1.2 at 11 or"
            " above",
        ),
        (
            CreditsEarned(credits=7),
            learner(PASSED),
            "7 college credits: not yet, needs 4 more college credits",
        ),
        (
            CreditsEarned(credits=2, of="high-school"),
            learner(PASSED),
            "2 high-school credits: not yet, needs one more high-school credit",
        ),
        (
            CreditsEarned(credits=2, of="high-school"),
            learner(PASSED, occasion("2026-06-01", {}, delivers=("college/9/eng-9",))),
            "2 high-school credits: met",
        ),
        (
            CoursePassed(course=CompetencyCode("C.MAT115")),
            learner(PASSED),
            "C.MAT115 passed with 2 or better: not yet, needs C.MAT115 passed with 2 or better",
        ),
        (
            # The nearer of two ways: a first rating at 10, or the exam.
            GateOpen(gate=GateId("college-ready")),
            learner(),
            "everything for college-ready: not yet, needs one more piece of evidence for M.1.1 at"
            " 10 or above",
        ),
        (
            GateOpen(gate=GateId("college-ready")),
            learner(occasion("2026-05-02", {}, exam=InstrumentId("readiness"), score=Fraction(78))),
            "everything for college-ready: met",
        ),
        (
            EvidenceShown(evidence=2, contexts=2),
            looked_at(
                work("2026-09-01", experience=ExperienceId("bus")),
                work("2026-09-02", experience=ExperienceId("bus")),
            ),
            "2 pieces of evidence, from 2 different experiences: not yet, needs one more piece of"
            " evidence, from another experience",
        ),
        (
            HoursDone(hours=40, kind=Slug("internship")),
            looked_at(work("2026-09-01", hours=39, kind=Slug("internship")), confirms=("hours",)),
            "40 hours (internship): not yet, needs one more hour (internship)",
        ),
        (
            Demonstrated(demonstrations=Occasions(kind=Slug("defence"), audience=Slug("public"))),
            learner(occasion("2026-09-01", {}, kind="defence", audience=Slug("family"))),
            "one demonstration (public defense; audience: anyone who comes): not yet, needs one"
            " more demonstration (public defense; audience: anyone who comes)",
        ),
        (
            MilestoneReached(milestone=MilestoneId("bets")),
            learner(read("2026-10-01", "bet-cards", "note")),
            "the milestone bets: met",
        ),
        (
            PassFinished(pass_=PathwayId("wayfinding")),
            learner(read("2026-10-01", "bet-cards"), read("2026-10-02", "note", by="rosa")),
            "a finished pass of wayfinding: not yet, needs wayfinding/discover/note read by the"
            " mentor",
        ),
        (
            PassFinished(pass_=PathwayId("wayfinding")),
            learner(read("2026-10-01", "bet-cards", pass_=1), read("2026-10-02", "note", pass_=2)),
            "a finished pass of wayfinding: not yet, needs wayfinding/discover/bet-cards read by"
            " the mentor",
        ),
        (
            CountOf(
                count=2,
                of=(READY, HoursDone(hours=1), ExperienceDone(experience=ExperienceId("bus"))),
            ),
            learner(
                occasion("2026-09-01", {"M.1.1": 7, "M.1.2": 7}, evidence=("2026-09-01-work",)),
                stage="P2",
                evidence=(work("2026-09-01", experience=ExperienceId("bus")),),
            ),
            "2 of these: M.1 at 10 or above, one hour, work from bus: not yet, needs one more hour",
        ),
        (
            AllOf(all=(READY, AwardHeld(award=BadgeId("outside")))),
            learner(*THREE_TENS, stage="P2"),
            "M.1 at 10 or above and the award outside: not yet, needs the award outside",
        ),
    ],
)
def test_a_requirement_is_a_sentence_that_names_what_is_missing(
    need: Requirement, portfolio: Portfolio, expected: str
) -> None:
    assert said(need, portfolio) == expected


def test_an_experience_may_be_replaced_by_other_work() -> None:
    plan = Plan(
        substitutions=(
            Substitution(
                instead_of=ExperienceId("bus"),
                with_=EvidenceRef("2027-02-02-costs"),
                by=PersonId("rosa"),
                on=date(2027, 2, 2),
            ),
        )
    )
    need = ExperienceDone(experience=ExperienceId("bus"))
    costs = replace(work("2027-02-02"), stem=EvidenceRef("2027-02-02-costs"))
    look = occasion("2027-02-03", {}, evidence=(costs.stem,))
    confirmed = replace(look, confirms=("substitutions",))

    assert said(need, learner(confirmed, plan=plan, evidence=(costs,))) == "work from bus: met"
    assert said(need, learner(look, plan=plan, evidence=(costs,))) == (
        "work from bus: claimed, waits to be confirmed; needs work from bus"
    )


def held(*occasions: Demonstration, until: date = TODAY, **more: Any) -> dict[str, date]:
    """Return the awards of a learner who began in the second portfolio, with their days."""
    portfolio = learner(*occasions, stage="P2", **more)
    awards = find_awards(Record(book=BOOK, portfolio=portfolio, until=until))
    return {str(award.badge): award.on for award in awards}


def test_an_award_keeps_the_first_day_on_which_its_rule_held() -> None:
    early = occasion("2026-09-01", {"M.1.1": 10})
    later = occasion("2026-10-01", {"M.1.1": 6, "M.1.2": 6})
    assert held(early, later) == {"ready": early.date}


def test_an_award_of_an_award_is_earned_when_the_last_of_its_needs_is_there() -> None:
    hours = (work("2026-11-05", hours=4), work("2026-12-01", hours=4))
    looks = looked_at(*hours, confirms=("hours",)).demonstrations
    assert held(*THREE_TENS, *looks, evidence=hours) == {
        "ready": date(2026, 9, 1),
        "both": date(2026, 12, 1),
    }
    assert "both" not in held(*THREE_TENS, *looks, evidence=hours, until=date(2026, 11, 30))
    assert "both" not in held(*THREE_TENS, evidence=hours)


def test_a_finished_pass_is_an_award_of_its_last_day() -> None:
    assert held(read("2026-10-01", "note"), read("2026-11-01", "bet-cards")) == {
        "draft": date(2026, 11, 1)
    }


def test_a_person_may_give_an_award_and_it_says_so() -> None:
    given = occasion("2026-06-01", {}, kind="award", award=BadgeId("outside"))
    record = Record(book=BOOK, portfolio=learner(given), until=TODAY)
    (given_award,) = find_awards(record)
    assert (given_award.badge, given_award.on, given_award.asserted) == (
        "outside",
        given.date,
        True,
    )
    assert given_award.issuer == "The town"
    assert badge_outcome(record, BADGES[BadgeId("outside")]).met


def test_any_course_gives_its_credit_once_it_is_passed() -> None:
    assert held(PASSED) == {"credit": PASSED.date}
    failed = occasion("2026-12-10", {"C.ENG101": 1}, kind="course-grade")
    assert held(failed) == {}
