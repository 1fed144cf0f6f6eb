"""Frameworks of Slate CBL, Canvas and CASE: what is taken, changed and left; twice is once."""

import json
import re
import time
from datetime import date
from pathlib import Path

import pytest

from case_packages import case_item, case_package, child, river
from imports import state, twice, write_school
from report import write
from wayfolio.authoring import framework_parts
from wayfolio.authoring.new import open_session
from wayfolio.cli.main import main
from wayfolio.model.noun_texts import collect_texts


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


CASE = json.dumps(
    {
        "CFDocument": {
            "identifier": "doc",
            "title": "River science",
            "licenseURI": {"title": "CC BY 4.0"},
        },
        "CFItems": [
            case_item("i3", "Measure twice: once, and again.", "S.1.1"),
            case_item("i1", "Science", "S"),
            case_item("i2", "I can measure.", "S.1"),
            case_item("i4", "Nobody's"),
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
    "slate": ("map.csv", SLATE, ["--pathway", "years"], "1 area, 2 competencies, 3 skills"),
    "canvas": ("outcomes.csv", CANVAS, [], "2 areas, 3 competencies, 1 skill"),
    "case": ("package.json", CASE, [], "1 area, 1 competency, 1 skill"),
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
    text = written(school, "taken")
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
    assert holds[kind] in text


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
    assert "title: Asking" in written(school, "core")
    assert "MTH.1.1" not in written(school, "core")


def test_what_an_import_would_break_is_taken_back(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "map.csv").write_text(SLATE, "utf-8")
    before = state(school)

    assert main(["import", "slate", str(tmp_path / "map.csv"), "--policy", "none", "--write"]) == 1

    assert "nothing was written" in capsys.readouterr().out
    assert state(school) == before


# ---- the same package again ----------------------------------------------------------------------


def import_case(folder: Path, package: object, *options: str) -> int:
    """Import a package into the school in the current folder."""
    (folder / "package.json").write_text(json.dumps(package), "utf-8")
    return main(["import", "case", str(folder / "package.json"), "--write", *options])


def written(school: Path, name: str = "river") -> str:
    return (school / f"competencies/frameworks/{name}.yml").read_text("utf-8")


U1, U2, U3, U4 = (f"3c713373-ec56-4c1e-9a0e-00000000000{n}" for n in range(1, 5))
NAMELESS = case_package(
    [case_item(U1, "Science"), case_item(U2, "Measure"), case_item(U3, "Count", U3)],
    [child(U1, "doc"), child(U2, U1, 1), child(U3, U2)],
)


def test_identifiers_of_programs_are_no_codes_and_stand_in_comments(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_case(tmp_path, NAMELESS) == 0

    assert written(school) == (
        "framework: river  # CASE doc\n"
        "title: River\n"
        "scale: steps\n"
        "areas:\n"
        f"  - code: A1  # CASE {U1}\n"
        "    title: Science\n"
        "    competencies:\n"
        f"      - code: A1.1  # CASE {U2}\n"
        "        title: Measure\n"
        "        skills:\n"
        f"          - code: A1.1.1  # CASE {U3}\n"
        "            statement: Count\n"
    )
    assert capsys.readouterr().out.count("they get short ones, which later imports keep") == 1
    catalogue = open_session(school, date(2027, 3, 12)).school.catalogue
    assert U1[:8] not in "".join(collect_texts(catalogue))


def test_a_renamed_and_a_moved_item_keep_their_codes_and_what_people_have_added(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_case(tmp_path, NAMELESS) == 0
    file = school / "competencies/frameworks/river.yml"
    added = '        title: Measure\n        grade: "3"\n'
    file.write_text(file.read_text("utf-8").replace("        title: Measure\n", added), "utf-8")
    items = [
        case_item(U4, "First", "A1"),
        case_item(U1, "Science and more"),
        case_item(U2, "Measure twice"),
        case_item(U3, "Count"),
    ]
    links = [child(U1, "doc", 2), child(U4, U1, 1), child(U2, U1, 2), child(U3, U1, 3)]
    package = case_package(items, links, title="River and sea")
    capsys.readouterr()

    assert import_case(tmp_path, package) == 0

    assert "3 different (A1, A1.1, A1.1.1)" in capsys.readouterr().out
    assert "title: Measure\n" in written(school)
    assert "- code: A1-2  # CASE" in written(school)
    assert import_case(tmp_path, package, "--replace") == 0
    assert written(school) == (
        "framework: river  # CASE doc\n"
        "title: River and sea\n"
        "scale: steps\n"
        "areas:\n"
        f"  - code: A1  # CASE {U1}\n"
        "    title: Science and more\n"
        "    competencies:\n"
        f"      - code: A1-2  # CASE {U4}\n"
        "        title: First\n"
        f"      - code: A1.1  # CASE {U2}\n"
        "        title: Measure twice\n"
        '        grade: "3"\n'
        f"      - code: A1.1.1  # CASE {U3}\n"
        "        title: Count\n"
    )
    assert main(["check"]) == 0


def test_what_the_package_no_longer_has_stays_and_is_told(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_case(tmp_path, river([D], [child("d", "a", 2)])) == 0
    capsys.readouterr()

    twice(["import", "case", str(tmp_path / "package.json"), "--replace"], school, capsys)
    assert import_case(tmp_path, river(), "--replace") == 0

    assert "left: S.2: it is no longer in the file, and stays here" in capsys.readouterr().out
    assert "code: S.2" in written(school)


def test_a_file_with_comments_of_people_is_left_alone(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_case(tmp_path, river()) == 0
    file = school / "competencies/frameworks/river.yml"
    file.write_text(f"# Ours.\n{written(school)}", "utf-8")
    capsys.readouterr()

    assert import_case(tmp_path, river([D], [child("d", "a", 2)])) == 0

    assert "river.yml is there and differs: 1 new (S.2)" in capsys.readouterr().out
    assert written(school).startswith("# Ours.\n")
    assert import_case(tmp_path, river([D], [child("d", "a", 2)]), "--replace") == 0
    assert "code: S.2  # CASE d" in written(school)


D = case_item("d", "Weigh", "S.2")
LONG = "STATE.2024.Science.Grade-09-12.Physical"


@pytest.mark.parametrize(
    ("codes", "expected", "says"),
    [
        (("S", "S.1", "S.1"), "S S.1 S.1-2", "S.1 (c): its code S.1 is taken: here it is S.1-2"),
        (("S", "S.1", "s-1"), "S S.1 s-1-2", "s-1 (c): its code s-1 is taken: here it is s-1-2"),
        (("S", "S.1", "S"), "S S.1 S-2", "S (c): its code S is taken: here it is S-2"),
        (("MTH", "MTH.1", "x"), "MTH-3 MTH.1-2 x", "its code MTH.1 is taken: here it is MTH.1-2"),
        (("S", "con", "x"), "S con-2 x", "con (b): its code con is taken: here it is con-2"),
        (("数学", "数学.1", "ψ 2"), "ShuXue ShuXue.1 ps-2", "taken: "),
        (("S", "...", "🙂"), "S S.1 slight-smile", "they get short ones"),
        (
            (LONG, f"{LONG}.1", f"{LONG}.2"),
            "Science.Grade-09-12.Physical Science.Grade-09-12.Physical.1 "
            "Science.Grade-09-12.Physical.2",
            "its code has more than 32 characters: here it is Science.Grade-09-12.Physical.2",
        ),
        (("S", "x" * 40, "x" * 41), f"S {'x' * 32} {'x' * 30}-2", "is taken: here it is"),
    ],
)
def test_codes_are_a_school_s_and_never_meet(
    codes: tuple[str, str, str],
    expected: str,
    says: str,
    school: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    items = [case_item(n, f"Words {n}", code) for n, code in zip("abc", codes, strict=True)]
    links = [child("a", "doc"), child("b", "a", 1), child("c", "a", 2)]
    (tmp_path / "p.json").write_text(json.dumps(case_package(items, links)), "utf-8")

    said = twice(["import", "case", str(tmp_path / "p.json")], school, capsys)

    assert says in said
    held = written(school)
    assert " ".join(re.findall(r"code: \"?([^\s\"]+)", held)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("es", "title: {es: Pesar}"),
        ("en-US", "title: Pesar"),
        ("EN", "title: Pesar"),
        ("fr", "title: Pesar"),
    ],
)
def test_words_in_a_language_of_the_school_say_so(
    language: str,
    expected: str,
    school: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = school / "competencies/school.yml"
    settings.write_text(f"languages: [en, es]\n{settings.read_text('utf-8')}", "utf-8")
    spoken = case_item("d", "Pesar", "S.2", language=language)

    assert import_case(tmp_path, river([spoken], [child("d", "a", 2)])) == 0

    assert expected in written(school)
    assert ("texts in “fr”, once" in capsys.readouterr().out) == (language == "fr")


def test_a_large_package_is_several_frameworks_and_stays_so(
    school: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(framework_parts, "LARGEST_PART", 600)
    items = [case_item("a", "All", "A"), case_item("b", "Many skills", "B")]
    items += [case_item(f"c{n}", f"I can say {n}", f"A.{n}") for n in range(12)]
    items += [case_item(f"s{n}", f"Skill {n}", f"B.{n}") for n in range(12)]
    links = [child("a", "doc"), child("b", "a", 99)]
    links += [child(f"c{n}", "a", n) for n in range(12)]
    links += [child(f"s{n}", "b", n) for n in range(12)]
    (tmp_path / "p.json").write_text(json.dumps(case_package(items, links)), "utf-8")
    arguments = ["import", "case", str(tmp_path / "p.json")]

    said = twice(arguments, school, capsys)

    assert "it is written as 4 frameworks: one file would be too large" in said
    texts = [written(school, name) for name in ("river", "river-2", "river-3", "river-4")]
    assert sum(text.count("statement: Skill ") for text in texts) == 12
    assert sum(text.count("title: I can say ") for text in texts) == 12
    assert all(len(text) < 1000 for text in texts)
    items[3]["fullStatement"] = "I can say more"
    (tmp_path / "p.json").write_text(json.dumps(case_package(items, links)), "utf-8")
    twice([*arguments, "--replace"], school, capsys)
    assert "title: I can say more" in written(school)


def test_required_evidence_of_slate_goes_to_the_stages_of_those_levels(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stages = "pathway: years\ntitle: Years\nkind: stages\nstages:\n"
    stages += "".join(f'  - {{code: "{code}", level: {level}}}\n' for code, level in LEVELS)
    write(school, {"competencies/pathways/years.yml": stages})
    rows = ("S.1.1,Standard,One,,3", 'S.1.2,Standard,Two,,"9:3,10:0,12:1,default:2"')
    (tmp_path / "map.csv").write_text(
        "Code,Type,Descriptor,Statement,ER\nS.1,Competency Statement,Ask,,\n" + "\n".join(rows)
    )
    arguments = ["import", "slate", str(tmp_path / "map.csv")]

    said = twice([*arguments, "--pathway", "years"], school, capsys)

    held = written(school, "map")
    assert 'statement: One\n            evidence_required: {"9": 3, "10": 3, "11": 3}' in held
    assert 'statement: Two\n            evidence_required: {"9": 3, "10": 0, "11": 2}' in held
    assert "required evidence, once: no stage of the pathway has the level 12" in said
    assert main([*arguments, "--id", "again"]) == 0
    assert "required evidence, 2 times: a stage requires it" in capsys.readouterr().out


LEVELS = (("9", 3), ("10", 4), ("11", 5))


def test_a_code_that_a_sheet_has_twice_stands_for_the_same_rows_again(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its area has the code as well, and Slate knows its rows by nothing else."""
    rows = ("S,Competency,Ask,,", "S,Standard,One,,", "S,Content Area,Talk,,", "T,Competency,T,,")
    (tmp_path / "S.csv").write_text("Code,Type,Descriptor,Statement,ER\n" + "\n".join(rows))

    twice(["import", "slate", str(tmp_path / "S.csv")], school, capsys)

    entries = re.findall(r"code: (.*)\n *(.*)\n", written(school, "s"))
    assert entries == [
        ("S", "title: S"),
        ("S-2  # Slate S", "title: Ask"),
        ("S-3  # Slate S~2", "statement: One"),
        ("S-4  # Slate S~2", "title: Talk"),
        ("T", "title: T"),
    ]


def test_words_for_levels_that_the_scale_has_not_are_told(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "o.csv").write_text(CANVAS.replace("4,With reasons", "40,With reasons"), "utf-8")

    said = twice(["import", "canvas", str(tmp_path / "o.csv")], school, capsys)

    assert "words for a level, once: 40 is no level of the scale steps" in said
    assert "1: With help" in written(school, "o")


@pytest.mark.parametrize("name", ["../x", "Bad Id", "con", ""])
def test_an_id_that_is_none_is_refused(
    name: str, school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state(school)

    assert import_case(tmp_path, river(), f"--id={name}") == 2

    assert "write lower-case letters, digits and hyphens" in capsys.readouterr().err
    assert state(school) == before


@pytest.mark.long
def test_twenty_thousand_items_take_seven_times_as_long_as_three_thousand(
    school: Path, tmp_path: Path
) -> None:
    seconds = [_time_import(tmp_path, count) for count in (3_000, 20_000)]

    assert seconds[1] < 12 * seconds[0]


def _time_import(folder: Path, count: int) -> float:
    """Return how much CPU time an import of so many items takes."""
    items = [case_item("a", f"All {count}", f"X{count}")]
    items += [case_item(f"i{n}", "I can say how the river bends.") for n in range(count)]
    links = [child("a", "doc"), *(child(f"i{n}", "a", n) for n in range(count))]
    package = case_package(items, links, identifier="doc", title=f"Large {count}")
    start = time.process_time()
    assert import_case(folder, package, "--id", f"large-{count}") == 0
    return time.process_time() - start
