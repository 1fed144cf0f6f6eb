"""Ratings of Slate CBL and Canvas: what is taken, changed and left; twice is once."""

from pathlib import Path

import pytest

from imports import state, twice, write_school
from report import write
from wayfolio.cli.main import main


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "school"
    write_school(root)
    monkeypatch.chdir(root)
    return root


RATINGS = """Demonstration Skill ID,Demonstration ID,Student Task ID,Teacher ID,Teacher Username,\
Teacher Name,StudentID,Student Number,Student Username,Student Name,Experience Type,Course Code,\
Section Code,Experience Name,Task Title,Artifact URL,Competency,Skill,Created,Modified,Rating,\
Portfolio,Term Title,Term Handle
1,99,7,4,rosa-a,Rosa Adeyemi,11,A1,ana-l,Ana Lund,Studio,,,River,The weir,http://x.example,MTH,MTH.1,\
09/04/2026 14:03:22 -04:00,,3,9,Fall,f
2,99,7,4,rosa-a,Rosa Adeyemi,11,A1,ana-l,Ana Lund,Studio,,,River,The weir,,MTH,MTH.2,\
09/04/2026 14:03:22 -04:00,,M,10,Fall,f
3,100,,5,zed,Zed Zander,12,A2,,Benedek Kovacs,Work Shop,,,,,,MTH,MTH.1,\
10/02/2026 09:00:00 -04:00,,O,9,,
4,101,,4,rosa-a,Rosa Adeyemi,13,A3,,No One,,,,,,,MTH,MTH.1,10/02/2026 09:00:00 -04:00,,2,9,,
5,101,,4,rosa-a,Rosa Adeyemi,11,A1,,Ana Lund,,,,,,,MTH,MTH.7,10/02/2026 09:00:00 -04:00,,2,9,,
6,101,,4,rosa-a,Rosa Adeyemi,11,A1,,Ana Lund,,,,,,,MTH,MTH.1,10/02/2026 09:00:00 -04:00,,7,9,,
7,101,,4,rosa-a,Rosa Adeyemi,11,A1,,Ana Lund,,,,,,,MTH,MTH.1,10/02/2026 09:00:00 -04:00,,2,12,,
8,101,,4,rosa-a,Rosa Adeyemi,11,A1,,Ana Lund,,,,,,,MTH,MTH.1,soon,,2,9,,
"""
STAGES = """
    pathway: years
    title: Years
    kind: stages
    stages:
      - {code: "9", level: 3}
      - {code: "10", level: 3}
    """


def test_ratings_of_slate_cbl_become_occasions_and_what_has_no_place_is_told(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(school, {"competencies/pathways/years.yml": STAGES})
    (tmp_path / "demonstrations.csv").write_text(RATINGS, "utf-8")
    arguments = ["import", "slate-ratings", str(tmp_path / "demonstrations.csv"), "--by", "cal"]

    said = twice(arguments, school, capsys)

    sheet = f"left: {tmp_path / 'demonstrations.csv'}"
    assert said.splitlines()[1:] == [
        "taken: portfolios/ana/demonstrations/slate-2026-27.yml: 1 occasion with 2 ratings",
        "taken: portfolios/ben/demonstrations/slate-2026-27.yml: 1 occasion with 1 rating",
        f"{sheet}, line 9, column “Created”: the rating: “soon” is not a day such as 09/04/2019 "
        "(write it like that, or as 2019-09-04)",
        f"{sheet}: titles of tasks, 2 times: there is no place for them",
        f"{sheet}: addresses of artifacts, once: there is no place for them",
        f"{sheet}: numbers of tasks, 2 times: there is no place for them",
        f"{sheet}: terms, 2 times: there is no place for them",
        f"{sheet}, line 5: 1 rating: No One is nobody here",
        f"{sheet}, line 6: 1 rating: the school rates no MTH.7: import the competency map first",
        f"{sheet}, line 7: 1 rating: 7 is no level of steps",
        f"{sheet}, line 8: 1 rating: no stage of years has the level 12",
    ]
    assert said.splitlines()[0].startswith(f"read: {tmp_path / 'demonstrations.csv'}: ")
    written = school / "portfolios/ana/demonstrations/slate-2026-27.yml"
    assert written.read_text("utf-8") == (
        "# Slate CBL, demonstration 99 of 2026-09-04\n"
        "- date: 2026-09-04\n"
        "  kind: studio\n"
        "  by: rosa\n"
        '  target: "9"\n'
        '  ratings: {MTH.1: 3, MTH.2: {level: M, target: "10"}}\n'
    )
    ben = (school / "portfolios/ben/demonstrations/slate-2026-27.yml").read_text("utf-8")
    assert "kind: work-shop\n  by: cal\n" in ben
    assert "ratings: {MTH.1: O}" in ben


def test_a_later_export_adds_what_is_new_and_keeps_what_somebody_has_changed(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(school, {"competencies/pathways/years.yml": STAGES})
    sheet = tmp_path / "demonstrations.csv"
    lines = RATINGS.splitlines(keepends=True)
    sheet.write_text("".join(lines[:3]), "utf-8")
    assert main(["import", "slate-ratings", str(sheet), "--write"]) == 0
    file = school / "portfolios/ana/demonstrations/slate-2026-27.yml"
    file.write_text(file.read_text("utf-8").replace("MTH.1: 3", "MTH.1: 4"), "utf-8")
    later = lines[1].replace("1,99,", "9,102,").replace("09/04/2026", "09/05/2026")
    sheet.write_text("".join([*lines[:3], later]), "utf-8")
    capsys.readouterr()

    said = twice(["import", "slate-ratings", str(sheet)], school, capsys)

    assert (
        "taken: portfolios/ana/demonstrations/slate-2026-27.yml: 1 occasion with 1 rating" in said
    )
    assert "1 occasion with 2 ratings are there and differ: keep, or --replace" in said
    assert "MTH.1: 4" in file.read_text("utf-8")
    assert main(["import", "slate-ratings", str(sheet), "--replace", "--write"]) == 0
    assert "MTH.1: 4" not in file.read_text("utf-8")
    assert file.read_text("utf-8").count("- date:") == 2


def test_educators_that_the_school_does_not_know_are_told(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(school, {"competencies/pathways/years.yml": STAGES})
    (tmp_path / "demonstrations.csv").write_text(RATINGS, "utf-8")

    assert main(["import", "slate-ratings", str(tmp_path / "demonstrations.csv"), "--write"]) == 0

    said = capsys.readouterr().out
    assert "1 rating: Zed Zander is not among people: in school.yml" in said
    assert main(["import", "slate-ratings", str(tmp_path / "demonstrations.csv"), "--by", "x"]) == 2
    assert "there is no person x" in capsys.readouterr().err


# ---- Canvas --------------------------------------------------------------------------------------

OUTCOMES = """canvas_id,vendor_guid,object_type,title,description,workflow_state,parent_guids
,g,group,River,,active,
7,canvas_outcome:7,outcome,Ask well,Ask a question,active,g
8,plan,outcome,Plan,,active,g
"""
RESULTS = """student name,student id,student sis id,assessment title,assessment id,assessment type,\
submission date,submission score,learning outcome name,learning outcome id,attempt,outcome score,\
course name,learning outcome rating
"Lund, Ana",21,A1,The weir,55,assignment,2026-09-05T01:30:00Z,9,Ask well,7,1,3.0,River,Good
Ana Lund,21,A1,The weir,55,assignment,2026-09-04T12:00:00Z,9,plan,8,2,2,River,
Benedek Kovacs,22,A2,The weir,55,quiz,2026-10-02,,PLAN,,,4,River,
Benedek Kovacs,22,A2,The weir,55,quiz,2026-10-02,,Plan,,,,River,
No One,23,A3,The weir,55,quiz,2026-10-02,,Plan,,,4,River,
Ana Lund,21,A1,The weir,55,quiz,2026-10-02,,Gone,99,,4,River,
Ana Lund,21,A1,The weir,55,quiz,2026-10-02,,Plan,8,,9,River,
Ana Lund,21,A1,The weir,55,quiz,soon,,Plan,8,,3,River,
"""


def import_outcomes(school: Path, folder: Path) -> None:
    settings = school / "competencies/school.yml"
    settings.write_text(f"timezone: America/New_York\n{settings.read_text('utf-8')}", "utf-8")
    (folder / "outcomes.csv").write_text(OUTCOMES, "utf-8")
    assert main(["import", "canvas", str(folder / "outcomes.csv"), "--write"]) == 0


KNOWN: dict[str, tuple[str, str]] = {
    "number, login and name": ("A1,ana-l,Ana Lund", "taken: portfolios/ana/"),
    "a number alone": ("A1,,", "taken: portfolios/ana/"),
    "one name, two learners, and a number": ("A2,,Ana Lund", "taken: portfolios/ben/"),
    "one name, two learners": (",,Ana Lund", "Ana Lund is several here (ana, ben)"),
    "the number of one, the login of the other": (
        "A2,ana-l,Ana Lund",
        "Ana Lund is several here (ana, ben)",
    ),
    "an id in capitals": (",ANA,", "taken: portfolios/ana/"),
    "a number that nobody has": ("A9,ana-l,", "taken: portfolios/ana/"),
    "nobody": ("A9,,No One", "No One is nobody here"),
}
"""Number, login and name in a list of ratings, and whose they are."""


@pytest.mark.parametrize("name", KNOWN)
def test_whose_a_rating_is_say_number_login_and_name_together(
    name: str, school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells, whose = KNOWN[name]
    for who, number, login in (("ana", "A1", "ana-l"), ("ben", "A2", "ben-k")):
        text = "name: {full: Ana Lund, first: Ana}\ngroup: harbor\n"
        text += f"logins: [{login}]\nexternal_ids: {{list: {number}}}\n"
        (school / f"portfolios/{who}/learner.yml").write_text(text, "utf-8")
    row = f"1,99,7,4,,,11,{cells},,,,,,,MTH,MTH.1,09/04/2026,,3,9,,"
    (tmp_path / "d.csv").write_text(f"{RATINGS.splitlines()[0]}\n{row}\n", "utf-8")

    said = twice(
        ["import", "slate-ratings", str(tmp_path / "d.csv"), "--by", "cal"], school, capsys
    )

    assert whose in said


def test_outcome_results_of_canvas_become_occasions_on_the_school_s_day(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An outcome is known by its number in Canvas, by its title, or by its code."""
    import_outcomes(school, tmp_path)
    file = tmp_path / "results.csv"
    file.write_text(RESULTS, "utf-8")
    capsys.readouterr()

    said = twice(["import", "canvas-results", str(file), "--by", "rosa"], school, capsys)

    assert said.splitlines()[1:] == [
        "taken: portfolios/ana/demonstrations/canvas-2026-27.yml: 2 occasions with 2 ratings",
        "taken: portfolios/ben/demonstrations/canvas-2026-27.yml: 1 occasion with 1 rating",
        f"left: {file}, line 5, column “outcome score”: the rating: it has no score "
        "(rate it there)",
        f"left: {file}, line 9, column “submission date”: the rating: "
        "“soon” is not a day such as 09/04/2019 (write it like that, or as 2019-09-04)",
        f"left: {file}: words of ratings, once: there is no place for them",
        f"left: {file}: scores of submissions, 2 times: there is no place for them",
        f"left: {file}: courses, 8 times: there is no place for them",
        f"left: {file}, line 6: 1 rating: No One is nobody here",
        f"left: {file}, line 7: 1 rating: the school rates no Gone: "
        "import the competency map first",
        f"left: {file}, line 8: 1 rating: 9 is no level of steps",
    ]
    held = (school / "portfolios/ana/demonstrations/canvas-2026-27.yml").read_text("utf-8")
    assert held == (
        "# Canvas, assessment 55-1 of 2026-09-04\n"
        "- date: 2026-09-04\n  kind: assignment\n  by: rosa\n  ratings: {g.1: 3}\n"
        "# Canvas, assessment 55-2 of 2026-09-04\n"
        "- date: 2026-09-04\n  kind: assignment\n  by: rosa\n  ratings: {plan: 2}\n"
    )


def test_who_rated_in_canvas_is_asked(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_outcomes(school, tmp_path)
    (tmp_path / "results.csv").write_text(RESULTS, "utf-8")
    before = state(school)

    assert main(["import", "canvas-results", str(tmp_path / "results.csv"), "--write"]) == 0

    said = capsys.readouterr().out
    assert "4 ratings: an educator without a name is not among people: in school.yml" in said
    assert "(also in line 3, 4, 6)" in said
    assert state(school) == before


def test_an_outcome_whose_title_several_have_is_not_guessed(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_outcomes(school, tmp_path)
    twin = OUTCOMES.replace("canvas_outcome:7", "other").replace("7,", "70,")
    (tmp_path / "twin.csv").write_text(twin.replace(",g", ",h").replace("8,plan", "80,p2"), "utf-8")
    assert main(["import", "canvas", str(tmp_path / "twin.csv"), "--write"]) == 0
    (tmp_path / "results.csv").write_text(RESULTS.replace("Ask well,7,", "Ask well,,"), "utf-8")
    capsys.readouterr()

    arguments = ["import", "canvas-results", str(tmp_path / "results.csv"), "--by", "rosa"]
    assert main(arguments) == 0

    assert "several skills here are called Ask well (g.1, other)" in capsys.readouterr().out
