"""What a badge asks for, on its page: sentences that say it, and no name that stands for itself."""

import pytest

from example_school import ROOT, TODAY
from wayfolio.model.names import BadgeId, GateId, Language
from wayfolio.model.requirements import AllOf, AnyOf, EvidenceShown, GateOpen, Requirement
from wayfolio.render.frame.languages import site_in
from wayfolio.render.parts.rules import rule_sentences
from wayfolio.render.parts.views import Site
from wayfolio.school.read import read_school

WORK = EvidenceShown(evidence=3)


@pytest.fixture(scope="module")
def site() -> Site:
    school, _ = read_school(ROOT, TODAY)
    assert school is not None
    return site_in(school.catalogue, Language("en"), TODAY)


def test_the_diploma_lists_what_its_gate_asks_for(site: Site) -> None:
    said = rule_sentences(site.catalogue.badges[BadgeId("diploma")].criteria, site)

    assert said[0] == "22 high-school credits."
    assert said[1].startswith("“Reading closely”, “Arguing from evidence”,")
    assert said[1].endswith("“Being professional” at 10 or above.")
    assert said[2:] == ("A finished pass of “Living in Draft”.",)


def test_no_badge_explains_itself_by_the_name_of_a_gate(site: Site) -> None:
    for badge in site.catalogue.badges.values():
        said = rule_sentences(badge.criteria, site)
        assert said, badge.id
        assert not any("verything for" in sentence for sentence in said), (badge.id, said)


@pytest.mark.parametrize(
    ("need", "said"),
    [
        (WORK, ("3 pieces of evidence.",)),
        (
            AllOf(all=(WORK, AllOf(all=(EvidenceShown(evidence=1),)))),
            ("3 pieces of evidence.", "One piece of evidence."),
        ),
        (
            AnyOf(any=(WORK, GateOpen(gate=GateId("degree-core")))),
            (
                "Either 3 pieces of evidence, or 30 college credits and “College Algebra”"
                " passed with 2 or better.",
            ),
        ),
        (GateOpen(gate=GateId("of-another-school")), ("Everything for of another school.",)),
    ],
)
def test_parts_are_sentences_and_gates_are_opened_wherever_they_are_nested(
    need: Requirement, said: tuple[str, ...], site: Site
) -> None:
    assert rule_sentences(need, site) == said
