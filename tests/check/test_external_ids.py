"""An id of another program is of one learner, and of one group."""

import pytest

from report import LEARNER, SCHOOL, SMALL, report

BEN = "portfolios/ben/learner.yml"


def learner(name: str, ids: str) -> str:
    """Return a learner's file with ids of other programs."""
    return f"name: {{full: {name} Lund, first: {name}}}\ngroup: harbor\nexternal_ids: {ids}\n"


@pytest.mark.parametrize(
    ("ids", "place"),
    [
        ("{oneroster: u1}", "3:27"),
        ("{list: A1, oneroster: u1}", "3:37"),
        ("\n  list: A1\n  oneroster: u1", "5:14"),
    ],
)
def test_an_id_of_two_learners_is_an_error_at_the_second(ids: str, place: str) -> None:
    files = {LEARNER: learner("Ana", "{oneroster: u1}"), BEN: learner("Ben", ids)}

    said = report(files)

    assert (
        f"{BEN}:{place}: error: the id “u1” of oneroster is already used ({LEARNER}:3:27)" in said
    )
    assert said.count("error") == 1


def test_an_id_of_two_groups_is_an_error_at_the_second() -> None:
    groups = """
          - {id: harbor, title: Harbor House, external_ids: {oneroster: c1}}
          - {id: brook, title: Brook House, external_ids: {oneroster: c1}}
"""
    plain = "          - {id: harbor, title: Harbor House}\n"
    school = str(SMALL[SCHOOL])
    assert plain in school

    said = report({SCHOOL: school.replace(plain, groups.lstrip("\n"))})

    assert f"{SCHOOL}:6:63: error: the id “c1” of oneroster is already used ({SCHOOL}:5:65)" in said
    assert said.count("error") == 1


@pytest.mark.parametrize("ids", ["{list: u1}", "{oneroster: u2}"])
def test_another_source_or_another_id_is_no_repeat(ids: str) -> None:
    assert "error" not in report(
        {LEARNER: learner("Ana", "{oneroster: u1}"), BEN: learner("Ben", ids)}
    )
