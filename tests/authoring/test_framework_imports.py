"""Frameworks of Slate CBL, Canvas and CASE: what is taken, changed and left; twice is once."""

import json
from pathlib import Path

import pytest

from imports import state, twice, write_school
from wayfolio.cli.main import main


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "school"
    write_school(root)
    monkeypatch.chdir(root)
    return root


SLATE = """Code,Type,Descriptor,Statement,ER
SCI,Content Area,Science,,
SCI.1,Competency,Asking,I can ask questions that can be answered.,3
SCI.1.1,Standard,Ask,"Write a question that starts with ""how much"".",3
SCI.1.2,Standard,Predict,Say what you expect and why,2
SCI.2,Competency,Measuring,I can measure.,2
SCI.2.1,Standard,Measure,Measure twice,2
,Standard,No code,x,1
SCI.9,Note,A remark,x,
"""
CANVAS = """vendor_guid,object_type,title,description,display_name,calculation_method,\
calculation_int,workflow_state,parent_guids,mastery_points,ratings,,,
sci,group,Science,,,,,active,,,,,,
ask,group,Asking,,,,,active,sci,,,,,
a-1,outcome,Ask,Write a question,Ask well,highest,,active,ask,3,4,With reasons,1,With help
a-2,outcome,Measure,Measure twice,,latest,,active,sci,3,4,Alone,1,With help
a-3,outcome,Gone,,,latest,,deleted,sci,3,,,,
loose,outcome,Loose,,,latest,,active,,3,,,,
"""


def item(name: str, said: str, code: str | None = None) -> dict[str, object]:
    return {"identifier": name, "fullStatement": said, "humanCodingScheme": code}


def child(origin: str, parent: str, number: int) -> dict[str, object]:
    return {
        "associationType": "isChildOf",
        "sequenceNumber": number,
        "originNodeURI": {"identifier": origin},
        "destinationNodeURI": {"identifier": parent},
    }


CASE = json.dumps(
    {
        "CFDocument": {
            "identifier": "doc",
            "title": "River science",
            "licenseURI": {"title": "CC BY 4.0"},
        },
        "CFItems": [
            item("i3", "Measure twice: once, and again.", "S.1.1"),
            item("i1", "Science", "S"),
            item("i2", "I can measure.", "S.1"),
            item("i4", "Nobody's"),
        ],
        "CFAssociations": [
            child("i3", "i2", 1),
            child("i2", "i1", 1),
            child("i1", "doc", 1),
            {**child("i2", "i3", 1), "associationType": "isRelatedTo"},
        ],
    }
)
FRAMEWORKS = {
    "slate": ("map.csv", SLATE, ["--pathway", "years"], "1 areas, 2 competencies, 3 skills"),
    "canvas": ("outcomes.csv", CANVAS, [], "2 areas, 3 competencies, 1 skills"),
    "case": ("package.json", CASE, [], "1 areas, 1 competencies, 1 skills"),
}


LEFT = {
    "slate": [
        ", line 8: Standard: no code or no words (fill in Code, and Descriptor or Statement)",
        ", line 9: Note SCI.9: there is no place here for the type “Note” "
        "(known are Content Area, Competency Statement and Standard)",
    ],
    "canvas": [
        ", line 6: Gone: it is deleted in Canvas",
        ": calculation highest, once: a policy decides here how ratings count "
        "(choose how ratings count with --policy)",
        ": mastery at 3 points, 3 times: ready_at of the scale decides here",
        ": display name, once: the title is taken",
        ": calculation latest, 2 times: a policy decides here how ratings count "
        "(choose how ratings count with --policy)",
    ],
    "case": [
        ": Nobody's (i4): below nothing",
        ": 1 isRelatedTo: there is no place for such associations here",
    ],
}


@pytest.mark.parametrize("kind", FRAMEWORKS)
def test_a_framework_of_another_program_becomes_a_file_that_passes_the_check(
    kind: str, school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, text, options, counted = FRAMEWORKS[kind]
    (tmp_path / name).write_text(text, "utf-8")

    said = twice(["import", kind, str(tmp_path / name), "--id", "taken", *options], school, capsys)

    assert f"taken: competencies/frameworks/taken.yml: {counted}" in said
    written = (school / "competencies/frameworks/taken.yml").read_text("utf-8")
    place = f"left: {tmp_path / name}"
    assert [line for line in said.splitlines() if line.startswith("left: ")] == [
        f"{place}{line}" for line in LEFT[kind]
    ]
    holds = {
        "slate": 'evidence_required: {"9": 3}\n        skills:\n          - code: SCI.1.1\n'
        '            statement: "Ask: Write a question that starts with \\"how much\\"."\n',
        "canvas": "levels:\n              1: With help\n              4: With reasons\n",
        "case": 'statement: "Measure twice: once, and again."',
    }
    assert holds[kind] in written


def test_a_framework_that_somebody_has_changed_since_is_left_alone(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "map.csv").write_text(SLATE, "utf-8")
    arguments = ["import", "slate", str(tmp_path / "map.csv"), "--write"]
    assert main(arguments) == 0
    file = school / "competencies/frameworks/map.yml"
    file.write_text(file.read_text().replace("Asking", "Asking well"))

    assert main(arguments) == 0

    assert "Asking well" in file.read_text()
    assert "is there and differs" in capsys.readouterr().out
    assert main([*arguments, "--replace"]) == 0
    assert "Asking well" not in file.read_text()


def test_skills_that_would_leave_ratings_without_a_place_are_left(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody is rated on MTH.1 itself: with skills below it, it could not be rated any more."""
    (tmp_path / "core.csv").write_text(SLATE.replace("SCI", "MTH"), "utf-8")

    said = twice(["import", "slate", str(tmp_path / "core.csv"), "--replace"], school, capsys)

    assert "left: 3 new (MTH.1.1, MTH.1.2, MTH.2.1): they are skills of a competency" in said
    written = (school / "competencies/frameworks/core.yml").read_text("utf-8")
    assert "title: Asking" in written
    assert "MTH.1.1" not in written


def test_what_an_import_would_break_is_taken_back(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "map.csv").write_text(SLATE, "utf-8")
    before = state(school)

    assert main(["import", "slate", str(tmp_path / "map.csv"), "--policy", "none", "--write"]) == 1

    assert "nothing was written" in capsys.readouterr().out
    assert state(school) == before
