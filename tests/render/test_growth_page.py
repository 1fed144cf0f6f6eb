"""Growth by competency: the level beside goals, own view, fellow learners and educators."""

from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import asdict, replace

from example_school import ROOT
from report import BRIDGE, RATINGS, SCALES, SCHOOL, SMALL, TODAY, Files, report, write
from wayfolio.assess.attainment import attain_all
from wayfolio.assess.awards import find_awards
from wayfolio.assess.growth import growth_by_area, growth_by_competency
from wayfolio.assess.record import Record
from wayfolio.assess.rulebook import Rulebook
from wayfolio.assess.timeline import Timeline, find_first_day
from wayfolio.assess.turning_days import find_page_changes
from wayfolio.model.attainment import Attainment, Award
from wayfolio.model.frameworks import Level
from wayfolio.model.names import Language, LearnerId, PersonId, SkillCode, Slug
from wayfolio.model.portfolio import Demonstration, Portfolio, Rated
from wayfolio.model.school import Person
from wayfolio.model.timeline import FigureChanged
from wayfolio.render.frame.languages import site_in
from wayfolio.render.learner.growth_page import CompetencyCardView, growth_page_view
from wayfolio.school.dossier import dossier_for_family
from wayfolio.school.learner import read_learner, whole_record
from wayfolio.school.read import read_school

PLAN = "portfolios/ana/plan.yml"
PEOPLE = """
        name: River School
        people:
          rosa: {name: Rosa Adeyemi, assessor: teacher}
          wren: {name: Wren Holloway, assessor: peer}
        groups:
          - {id: harbor, title: Harbor House}
        """
FOUR = """
        steps:
          ready_at: 3
          points:
            - {value: 1, label: Begun}
            - {value: 2, label: Halfway}
            - {value: 3, label: Ready}
            - {value: 4, label: Done}
        """
FILES: Files = {
    **SMALL,
    SCHOOL: PEOPLE,
    SCALES: FOUR,
    PLAN: (
        "goals:\n"
        "  - {id: sure, goal: Be sure of numbers, target: 2027-05-20, shows: [MTH.1], level: 3}\n"
    ),
    RATINGS: (
        "- {date: 2027-02-01, kind: studio, by: rosa, ratings: {MTH.1: 2}}\n"
        "- {date: 2027-02-10, kind: crew, by: wren, ratings: {MTH.1: 4}}\n"
        "- {date: 2027-03-02, kind: studio, by: rosa, ratings: {MTH.1: 3}}\n"
    ),
    BRIDGE: (
        "---\ntitle: A bridge\ndate: 2027-03-01\nkind: artifact\nself: {MTH.1: 4}\n---\nIt holds.\n"
    ),
}


def read_card(root: Path, files: Files) -> CompetencyCardView:
    """Return the card of Ana's numbers."""
    write(root, files)
    school, _ = read_school(root, TODAY)
    assert school is not None
    seen = dossier_for_family(whole_record(school, read_learner(school, LearnerId("ana"))))
    view = growth_page_view(seen, site_in(school.catalogue, Language("en"), TODAY))
    (group,) = view.groups
    assert group.is_open
    return group.cards[0]


def test_each_voice_stands_beside_the_level_and_the_goal(tmp_path: Path) -> None:
    card = read_card(tmp_path, FILES)

    assert card.now == "3 (Ready)"
    assert card.goals == ("Goal: Be sure of numbers, 3 (Ready) by May 20, 2027",)
    assert [(seen.day, seen.level, seen.voice, seen.who) for seen in card.seen] == [
        ("March 2, 2027", "3 (Ready)", "educator", "studio work, Rosa Adeyemi"),
        ("March 1, 2027", "4 (Done)", "self", "A bridge"),
        ("February 10, 2027", "4 (Done)", "peer", "crew"),
        ("February 1, 2027", "2 (Halfway)", "educator", "studio work, Rosa Adeyemi"),
    ]
    assert [mark.voice for mark in card.marks] == ["educator", "educator", "peer", "self", "goal"]
    assert "Wren" not in repr(card), "a fellow learner is not named on somebody else's page"


def test_only_a_fellow_learners_word_is_no_level(tmp_path: Path) -> None:
    alone = (
        "- {date: 2027-02-10, kind: crew, by: wren, ratings: {MTH.1: 4}}\n"
        "- {date: 2027-02-11, kind: studio, by: rosa, ratings: {MTH.2: 4}}\n"
    )
    card = read_card(tmp_path, {**FILES, RATINGS: alone})

    assert (card.now, card.path) == ("", "")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {PLAN: "goals:\n  - {id: sure, goal: Be sure, shows: [MTH.1], level: 9}\n"},
            "portfolios/ana/plan.yml:2:5: error: MTH.1: 9 is not a level of this scale",
        ),
        (
            {PLAN: "goals:\n  - {id: sure, goal: Be sure, level: 3}\n"},
            "portfolios/ana/plan.yml:2:5: error: “shows” is missing in sure",
        ),
        (
            {"competencies/policies.yml": "ours: {like: continuum, assessors: [teacher, peer]}\n"},
            "policies.yml:1:7: error: policy “ours”: assessors: ratings by fellow learners",
        ),
    ],
)
def test_what_cannot_be_is_told_where_it_was_written(files: Files, said: str) -> None:
    assert said in report({**FILES, **files})


# ---- neither ever counts -------------------------------------------------------------------------


def tell_changes(record: Record) -> list[tuple[object, ...]]:
    """Return what the history of the page says. Ratings have other places among more ratings."""
    changes = find_page_changes(Timeline(record=record, since=find_first_day(record.portfolio)))
    return [
        (change.on, replace(what, pushed_out=()), len(change.records), len(what.pushed_out))
        if isinstance(what := change.what, FigureChanged)
        else (change.on, what)
        for change in changes
    ]


def figures(book: Rulebook, portfolio: Portfolio) -> tuple[object, ...]:
    """Return every figure of a learner, growth, the awards, and how they came about."""

    def of_stage(attained: Attainment) -> dict[str, object]:
        said = asdict(attained)
        # What does not count is listed all the same, and each rating has its place among all.
        del said["skills"]
        # How often somebody looked, whoever it was.
        del said["opportunities"]
        said["kept"] = [[(r.on, r.level) for r in skill.kept] for skill in attained.skills]
        return said

    record = Record(book=book, portfolio=portfolio, until=TODAY)
    awards: tuple[Award, ...] = find_awards(record)
    attained = attain_all(book, portfolio, TODAY)
    # A stage of which only fellow learners spoke is listed, with nothing in it.
    known = [stage for stage in attained if stage.current or stage.last_seen]
    grown = growth_by_area(record), growth_by_competency(record)
    return tuple(map(of_stage, known)), awards, grown, tell_changes(record)


@pytest.mark.parametrize("learner", ["amara", "jin", "teo", "mateo"])
def test_neither_self_nor_peers_move_a_figure(learner: str) -> None:
    """A fellow learner gives the highest level to all that educators rated, on the same days."""
    school, _ = read_school(ROOT, TODAY)
    assert school is not None
    wren = PersonId("wren")
    settings = school.catalogue.school
    people = {**settings.people, wren: Person(name="Wren Holloway", assessor="peer")}
    catalogue = replace(school.catalogue, school=replace(settings, people=people))
    book = replace(school.book, catalogue=catalogue)
    portfolio = read_learner(school, LearnerId(learner)).portfolio

    def top(skill: SkillCode) -> Level:
        placed = school.catalogue.placed(skill)  # type: ignore[arg-type]
        return school.catalogue.scales[placed.scale].highest if placed else Fraction(1)

    praise = [
        Demonstration(
            date=occasion.date,
            kind=Slug("crew"),
            by=(wren,),
            ratings={skill: (Rated(level=top(skill)),) for skill in occasion.ratings},
        )
        for occasion in portfolio.demonstrations
    ]
    both = sorted([*portfolio.demonstrations, *praise], key=lambda occasion: occasion.date)
    boasted = tuple(
        replace(piece, self_={skill: top(skill) for skill in piece.shows})
        for piece in portfolio.evidence
    )
    praised = replace(portfolio, demonstrations=tuple(both), evidence=boasted)

    assert figures(book, praised) == figures(book, portfolio)
