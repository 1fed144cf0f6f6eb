"""`--keep-going` where a framework, pathway, scale or policy has an error: nobody rises by it."""

from functools import cache

import pytest

from example_school import ROOT, TODAY
from samples import sample
from wayfolio.model.attainment import Status
from wayfolio.model.diagnostics import Location, error, has_errors
from wayfolio.model.rules import Rule
from wayfolio.school.dossier import assess_dossier, dossier_for_family
from wayfolio.school.learner import LoadedSchool, read_learner, visibility_context
from wayfolio.school.read import read_school
from wayfolio.school.valid_school import leave_out_shared

DECIDING = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("frameworks/*.yml", "pathways/*.yml", "scales.yml", "policies.yml")
    for path in (ROOT / "competencies").glob(pattern)
)


@cache
def school() -> LoadedSchool:
    """Read the example."""
    loaded, _ = read_school(ROOT, TODAY)
    assert loaded is not None
    return loaded


def without(path: str) -> LoadedSchool:
    """Return the example without a file, and without what rests on it."""
    wrong = error(Location(path, 1, 1), Rule.YAML_SYNTAX, "cannot be read", "mend it")
    return leave_out_shared(school(), [wrong])


def claims(loaded: LoadedSchool) -> set[tuple[str, ...]]:
    """Return what is said of all learners' levels, stages and badges."""
    said: set[tuple[str, ...]] = set()
    for learner in loaded.roster.learners:
        unit = read_learner(loaded, learner)
        assert not has_errors(unit.diagnostics), learner
        case = visibility_context(loaded, unit)
        assert dossier_for_family(assess_dossier(loaded.book, case)).shown.learner == learner
        said |= {(learner, "badge", award.badge, str(award.on)) for award in case.awards}
        for each in unit.attainments:
            place = (learner, each.competency, str(each.stage))
            said.add((*place, "level", str(each.level)))
            said.add((*place, "performance", str(each.performance)))
            if each.status is Status.MET:
                said.add((*place, "met"))
    return said


@cache
def claims_of_the_whole() -> set[tuple[str, ...]]:
    return claims(school())


@pytest.mark.parametrize("path", sample(DECIDING, 3))
def test_what_is_left_says_what_it_said_before(path: str) -> None:
    left = without(path)

    assert claims(left) <= claims_of_the_whole()
    assert all(each.at.path != path for each in left.catalogue.frameworks)
    assert all(each.at.path != path for each in left.catalogue.pathways.values())


def test_without_the_policies_nothing_is_rated() -> None:
    """The school may ask for more than the presets do."""
    left = without("competencies/policies.yml")

    assert not left.catalogue.competencies
    assert left.catalogue.experiences


def test_a_rule_never_loses_a_part() -> None:
    left = without("competencies/frameworks/college.yml")

    assert left.lost == {
        "competencies/badges.yml",
        "competencies/frameworks/college.yml",
        "competencies/pathways/early-college-it.yml",
    }
    assert left.catalogue.pathways.items() <= school().catalogue.pathways.items()
    assert left.catalogue.badges.items() <= school().catalogue.badges.items()
