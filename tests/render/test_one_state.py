"""What is placed past or skipped has that state and no other, on every page."""

from collections.abc import Iterator

import pytest

from example_school import ROOT, TODAY
from invented_lives import write_lives
from staff_school import staff_row
from wayfolio.model.attainment import Attainment, Status
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.dossier import LearnerDossier
from wayfolio.model.maps import MapNode
from wayfolio.model.names import Language, LearnerId
from wayfolio.model.pages import Staff
from wayfolio.render.frame.languages import site_in
from wayfolio.render.language.reader import Reader
from wayfolio.render.learner.explain import attainment_text
from wayfolio.render.learner.figures import figure_view
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.grid import grid_view
from wayfolio.school.dossier import dossier_for_staff
from wayfolio.school.learner import LoadedSchool, read_learner, whole_record
from wayfolio.school.read import read_school

PLACED = ("lena", "kofi", "mateo")


@pytest.fixture(scope="module")
def example() -> LoadedSchool:
    school, _ = read_school(ROOT, TODAY)
    assert school is not None
    return school


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> LoadedSchool:
    """Return the school whose learner skipped a rung after an interview."""
    school, _ = read_school(write_lives(tmp_path_factory.mktemp("forge"), "forge"), TODAY)
    assert school is not None
    return school


def see(school: LoadedSchool, learner: str) -> LearnerDossier[Staff]:
    """Return a learner as the staff's pages have them."""
    return dossier_for_staff(whole_record(school, read_learner(school, LearnerId(learner))))


def passed_over(seen: LearnerDossier[Staff]) -> list[Attainment]:
    """Return what is placed past or skipped."""
    passed = [attained for attained in seen.shown.attainments if attained.status.is_passed_over]
    assert passed
    return passed


def nodes_of(
    seen: LearnerDossier[Staff], attained: Attainment, catalogue: Catalogue
) -> Iterator[MapNode]:
    """Yield the places of a competency on the learner's maps."""
    title = catalogue.competencies[attained.competency].competency.title
    for path_map in seen.maps:
        yield from (node for node in path_map.nodes if node.title == title)


def require_one_state(school: LoadedSchool, seen: LearnerDossier[Staff]) -> None:
    """Fail where something passed over says anything else of how far the learner is."""
    site: Site = site_in(school.catalogue, Language("en"), TODAY)
    for attained in passed_over(seen):
        figure = figure_view(attained, seen, site)
        said = [figure.pieces, *figure.facts, *figure.changes]
        said += [text for skill in figure.skills for text in (skill.blank, skill.pieces)]
        assert not any(said), (attained.competency, said)
        assert figure.status.startswith(("Placed past", "Skipped"))
        assert attainment_text(attained, Reader()).count("\n") == 1
        for node in nodes_of(seen, attained, school.catalogue):
            assert node.state is attained.status
            assert not any(part.has_state for part in node.parts)


@pytest.mark.parametrize("learner", PLACED)
def test_a_concept_that_is_placed_past_says_that_and_nothing_else(
    example: LoadedSchool, learner: str
) -> None:
    require_one_state(example, see(example, learner))


def test_a_skipped_competency_says_that_and_nothing_else(forge: LoadedSchool) -> None:
    seen = see(forge, "ida")
    require_one_state(forge, seen)
    assert [attained.status for attained in passed_over(seen)] == [Status.SKIPPED]


@pytest.mark.parametrize("learner", PLACED)
def test_the_staff_s_grid_has_one_word_in_a_cell_that_is_placed_past(
    example: LoadedSchool, learner: str
) -> None:
    site = site_in(example.catalogue, Language("en"), TODAY)
    road = next(f for f in example.catalogue.frameworks if f.framework == "road")
    passed = {attained.competency for attained in passed_over(see(example, learner))}

    grid = grid_view(road, [staff_row(learner)], site)

    (row,) = grid.rows
    lines = {column.code: cell.lines for column, cell in zip(grid.columns, row.cells, strict=True)}
    assert passed
    assert {lines[code] for code in passed} == {("placed past",)}
