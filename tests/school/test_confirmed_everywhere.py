"""A deliverable that somebody confirms reads the same on every page: next steps, maps, gates."""

from pathlib import Path

import pytest

from report import SMALL, TODAY, write
from wayfolio.model.claims import Known
from wayfolio.model.dossier import LearnerDossier
from wayfolio.model.names import LearnerId
from wayfolio.model.pages import Family
from wayfolio.school.dossier import dossier_for_family
from wayfolio.school.learner import read_learner, whole_record
from wayfolio.school.read import read_school

FILES = {
    "competencies/pathways/round.yml": """
        pathway: round
        title: A round
        kind: cycle
        stages:
          - code: look
            title: Look
            deliverables: [{id: map, title: A map}]
            milestone: {id: looked, title: Looked around}
        pass_finished: {delivered: every}
        gates:
          - {id: door, title: The door, needs: {milestone: looked}}
        """,
    "portfolios/ana/learner.yml": """
        name: {full: Ana Lund, first: Ana}
        group: harbor
        programmes:
          - {pathway: years, stage: "9", from: 2026-08-24}
          - {pathway: round, stage: look, pass: 1, from: 2027-01-01}
        """,
    "portfolios/ana/evidence/2027-03-02-map.md": """
        ---
        title: The map
        date: 2027-03-02
        kind: drawing
        delivers: [round/look/map]
        ---
        Here.
        """,
}


def family(tmp_path: Path, said: str) -> LearnerDossier[Family]:
    """Return Ana's record once somebody has said something of her map."""
    look = f"- {{date: 2027-03-10, kind: read, by: rosa, evidence: [2027-03-02-map]{said}}}\n"
    write(tmp_path, {**SMALL, **FILES, "portfolios/ana/demonstrations/read.yml": look})
    school, _ = read_school(tmp_path, TODAY)
    assert school is not None
    return dossier_for_family(whole_record(school, read_learner(school, LearnerId("ana"))))


@pytest.mark.parametrize(
    ("said", "known", "ahead"),
    [
        ("", Known.CLAIMED, {("handed in", "map"), ("milestone", "looked")}),
        (", confirms: [deliverables]", Known.SEEN, set()),
        (", delivers: [round/look/map]", Known.SEEN, set()),
        (
            ", dismisses: [deliverables], why: it has no scale",
            None,
            {("deliverable", "map"), ("milestone", "looked")},
        ),
    ],
)
def test_a_deliverable_is_the_same_everywhere(
    said: str, known: Known | None, ahead: set[tuple[str, str]], tmp_path: Path
) -> None:
    dossier = family(tmp_path, said)
    (path_map,) = [path_map for path_map in dossier.maps if path_map.id == "round"]
    (place,) = [node for node in path_map.nodes if node.kind == "stage"]

    assert [part.known for part in place.parts] == [known]
    assert {(a.what, a.code) for a in dossier.ahead if a.pathway == "round"} == ahead
    assert bool([claim for claim in dossier.claims if claim.says]) is (known is Known.CLAIMED)
