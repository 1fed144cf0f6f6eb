"""A noun without the names of what is not there."""

from datetime import date
from fractions import Fraction

import pytest

from wayfolio.check.known_references import keep_known
from wayfolio.model.names import (
    BadgeId,
    Code,
    EvidenceRef,
    ExperienceId,
    PathwayId,
    PersonId,
    SkillCode,
    Slug,
    StageCode,
)
from wayfolio.model.pathways import Badge, Stage
from wayfolio.model.portfolio import Evidence, Goal, Plan, Programme, Substitution
from wayfolio.model.requirements import AllOf, AnyOf, LevelReached, Requirement
from wayfolio.model.structs import Written
from wayfolio.model.text import Text

THERE = {
    "SkillCode": frozenset(["MTH.1"]),
    "CompetencyCode": frozenset(["MTH.1"]),
    "Code": frozenset(["MTH.1"]),
    "PathwayId": frozenset(["road"]),
    "StageCode": frozenset(["P1"]),
    "ExperienceId": frozenset(["bus"]),
}
DAY = date(2027, 3, 1)


def work(**said: object) -> Evidence:
    """Return a piece of work."""
    return Evidence(title="A raft", date=DAY, kind=Slug("model"), **said)  # type: ignore[arg-type]


def badge(criteria: Requirement) -> Badge:
    return Badge(id=BadgeId("counter"), title=Text("Counter"), criteria=criteria)


def substitution(instead_of: str) -> Substitution:
    return Substitution(
        instead_of=ExperienceId(instead_of),
        with_=EvidenceRef("2027-03-01-raft"),
        by=PersonId("rosa"),
        on=DAY,
    )


MTH = LevelReached(level=Code("MTH.1"), at_least=Fraction(10))
XYZ = LevelReached(level=Code("XYZ.1"), at_least=Fraction(10))
CASES: dict[str, tuple[Written, Written | None]] = {
    "a list loses an entry": (
        work(shows=(SkillCode("MTH.1"), SkillCode("XYZ.1"))),
        work(shows=(SkillCode("MTH.1"),)),
    ),
    "a mapping loses a key": (work(self_={SkillCode("XYZ.1"): Fraction(3)}), work(self_={})),
    "what need not be there goes": (work(experience=ExperienceId("kite")), work()),
    "a known name stays": (
        work(experience=ExperienceId("bus")),
        work(experience=ExperienceId("bus")),
    ),
    "other names are left alone": (
        work(revision_of=EvidenceRef("x")),
        work(revision_of=EvidenceRef("x")),
    ),
    "a noun that is nothing without it": (
        Plan(substitutions=(substitution("kite"), substitution("bus"))),
        Plan(substitutions=(substitution("bus"),)),
    ),
    "deep inside": (
        Plan(goals=(Goal(id=Slug("a"), goal="Row", shows=(Code("XYZ.1"), Code("MTH.1"))),)),
        Plan(goals=(Goal(id=Slug("a"), goal="Row", shows=(Code("MTH.1"),)),)),
    ),
    "the noun itself": (Programme(pathway=PathwayId("sky"), from_=DAY), None),
    "a list that may be none": (
        Stage(code=StageCode("P1"), after=(StageCode("P1"), StageCode("P9"))),
        Stage(code=StageCode("P1"), after=(StageCode("P1"),)),
    ),
    "a rule of several": (badge(AllOf(all=(MTH, XYZ))), None),
    "a rule": (badge(XYZ), None),
    "a rule that need not be there": (
        Stage(code=StageCode("P1"), finished=AnyOf(any=(MTH, XYZ))),
        Stage(code=StageCode("P1")),
    ),
}
"""What is written, and what is left of it where only `THERE` is there."""


@pytest.mark.parametrize("name", CASES)
def test_names_of_what_is_not_there_go_and_no_rule_asks_for_less(name: str) -> None:
    noun, left = CASES[name]

    assert keep_known(noun, THERE) == left


def test_what_names_nothing_else_is_the_same_value() -> None:
    piece = work(shows=(SkillCode("MTH.1"),))

    assert keep_known(piece, THERE) is piece
