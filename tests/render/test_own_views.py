"""A learner's own rating on the family's page: at the stage where it was made, and once."""

from collections import Counter
from collections.abc import Iterator

import pytest

from example_school import ROOT, TODAY
from wayfolio.model.attainment import group_attainments
from wayfolio.model.dossier import LearnerDossier
from wayfolio.model.names import Language, LearnerId
from wayfolio.model.pages import Family
from wayfolio.render.frame.languages import site_in
from wayfolio.render.learner.figures import all_figures
from wayfolio.render.parts.views import Site
from wayfolio.school.dossier import dossier_for_family
from wayfolio.school.learner import LoadedSchool, read_learner, whole_record
from wayfolio.school.read import read_school


@pytest.fixture(scope="module")
def school() -> LoadedSchool:
    loaded, _ = read_school(ROOT, TODAY)
    assert loaded is not None
    return loaded


def own_views(
    school: LoadedSchool, dossier: LearnerDossier[Family], site: Site
) -> Iterator[tuple[str, str, str]]:
    """Yield each own view on the page: the stage of its figure, the skill, and what it says."""
    for stages in group_attainments(dossier.shown.attainments).values():
        for figure in all_figures(stages, dossier, site):
            for skill in figure.skills:
                yield from ((figure.stage, skill.code, said) for said in skill.own)


@pytest.mark.parametrize("learner", ["nuria", "amara", "teo"])
def test_each_own_rating_stands_on_the_page_once(school: LoadedSchool, learner: str) -> None:
    dossier = dossier_for_family(whole_record(school, read_learner(school, LearnerId(learner))))
    site = site_in(school.catalogue, Language("en"), TODAY)

    shown = Counter(skill for _, skill, _ in own_views(school, dossier, site) if skill)

    expected = Counter(
        skill
        for work in dossier.shown.evidence
        for skill in work.own
        if school.catalogue.skills[skill][1].competency.skills
    )
    assert shown == expected


def test_an_own_rating_names_its_stage_where_that_stage_has_no_figure(
    school: LoadedSchool,
) -> None:
    """In her third portfolio, on paper, nobody else rated this skill."""
    dossier = dossier_for_family(whole_record(school, read_learner(school, LearnerId("nuria"))))
    site = site_in(school.catalogue, Language("en"), TODAY)

    own = [(stage, said) for stage, skill, said in own_views(school, dossier, site)]

    assert ("Portfolio 4", "10.5 for “What a nurse means by stable” (Portfolio 3)") in own
    assert [stage for stage, said in own if "Hoja de llegada" in said] == ["Portfolio 4"]
