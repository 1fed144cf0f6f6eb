"""A teacher's spreadsheet of ratings becomes occasions; twice is once."""

from pathlib import Path

import pytest

from imports import import_twice, lines_with, run_import, write_school


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "school"
    write_school(root)
    monkeypatch.chdir(root)
    return root


def ratings_file(school: Path, learner: str = "ana") -> Path:
    return school / f"portfolios/{learner}/demonstrations/list-2026-27.yml"


HEAD = "learner,skill,level,date,by,kind,note\n"


def test_a_list_of_ratings_becomes_occasions(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "ratings.csv"
    source.write_text(
        HEAD + "Ana Lund,MTH.1,3,2026-09-04,Rosa Adeyemi,Studio,Well drawn\n"
        "ana,MTH.2,M,2026-09-04,rosa,studio,\n"
        'ana-l,mth.1,"2,0",4 Sep 2026,rosa-a,interview,"Not yet: ask again"\n'
        '"Kovacs, Benedek",MTH.1,Done,2026-09-05,,,\n'
    )

    said = import_twice(["ratings", str(source), "--by", "cal"], school, capsys)

    assert lines_with("taken", said, source) == [
        "line 2: ana, 2026-09-04, studio by rosa: MTH.1, MTH.2",
        "line 4: ana, 2026-09-04, interview by rosa: MTH.1",
        "line 5: ben, 2026-09-05, studio by cal: MTH.1",
    ]
    assert lines_with("left", said) == []
    assert (
        "# From a list, 2026-09-04, studio by rosa\n"
        "- date: 2026-09-04\n  kind: studio\n  by: rosa\n"
        "  ratings: {MTH.1: 3, MTH.2: M}\n  note: Well drawn\n"
    ) in ratings_file(school).read_text("utf-8")
    assert "ratings: {MTH.1: 4}" in ratings_file(school, "ben").read_text("utf-8")


LEFT = {
    "zed,MTH.1,3,2026-09-04,rosa,,": "column “learner”: zed MTH.1: nobody here is called so",
    "ana,MTH.7,3,2026-09-04,rosa,,": "column “skill”: ana MTH.7: the school rates no MTH.7"
    " (did you mean MTH.",
    "ana,MTH.1,9,2026-09-04,rosa,,": "column “level”: ana MTH.1: “9” is no level of steps"
    " (levels are 1 (Begun), 4 (Done), M or O)",
    "ana,MTH.1,well,2026-09-04,rosa,,": "column “level”: ana MTH.1: “well” is no level of steps",
    "ana,MTH.1,3,soon,rosa,,": "column “date”: ana MTH.1: “soon” is no day",
    "ana,MTH.1,3,03/04/2026,rosa,,": "column “date”: ana MTH.1: 3/4 is 2026-04-03 or 2026-03-04"
    " (say which: --dates dmy",
    "ana,MTH.1,3,2029-09-04,rosa,,": "column “date”: ana MTH.1: 2029-09-04 is in the future",
    "ana,MTH.1,3,2026-09-04,Zed Zander,,": "column “by”: ana MTH.1: Zed Zander is not among people"
    ": in school.yml (say who stands in: --by PERSON)",
    "ana,MTH.1,3,2026-09-04,,,": "column “by”: ana MTH.1: it does not say who rated",
    "ana,MTH.1,,2026-09-04,rosa,,": "column “level”: ana MTH.1: nothing stands under level",
    "ana,MTH.1": "column “level”: ana MTH.1: nothing stands under level",
    "ana,MTH.2,3,2026-09-05,rosa,,": "line 2 says the same (take one of them away)",
}


@pytest.mark.parametrize("row", LEFT)
def test_a_row_that_says_nothing_here_costs_that_row(
    row: str, school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "ratings.csv"
    source.write_text(f"{HEAD}ana,MTH.2,3,2026-09-05,rosa,,\n{row}\n")

    said = import_twice(["ratings", str(source)], school, capsys)

    (left,) = lines_with("left", said, source)
    assert LEFT[row] in left
    assert left.startswith("line 3")
    assert left.endswith(")"), "it says what to type"
    assert "ratings: {MTH.2: 3}" in ratings_file(school).read_text("utf-8")


def test_a_later_list_adds_what_is_new_and_keeps_what_somebody_has_changed(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "ratings.csv"
    source.write_text(f"{HEAD}ana,MTH.1,3,2026-09-04,rosa,,\nana,MTH.2,3,2026-09-04,rosa,,\n")
    import_twice(["ratings", str(source)], school, capsys)
    file = ratings_file(school)
    file.write_text(file.read_text("utf-8").replace("MTH.1: 3", "MTH.1: 4") + "  # Mine.\n")
    source.write_text(
        f"{HEAD}ana,MTH.1,3,2026-09-04,rosa,,\nana,MTH.2,3,2026-09-04,rosa,,\n"
        "ana,MTH.2,4,2026-09-04,rosa,,\nana,MTH.1,2,2026-09-11,rosa,,\n"
    )

    said = import_twice(["ratings", str(source)], school, capsys)

    text = file.read_text("utf-8")
    assert "MTH.1: 4" in text
    assert "# Mine." in text
    assert lines_with("left", said, source) == [
        "line 2, column “level”: ana MTH.1 on 2026-09-04: 4 stands there, and not 3"
        " (--replace takes the list’s)"
    ]
    assert lines_with("unchanged", said) == ["1 rating"]
    assert text.count("- date: 2026-09-04") == 2
    import_twice(["ratings", str(source), "--replace"], school, capsys)
    text = file.read_text("utf-8")
    assert "ratings: {MTH.1: 3, MTH.2: [3, 4]}" in text
    assert text.count("- date: ") == 2


def test_an_occasion_that_would_break_the_school_is_left_and_the_rest_is_written(
    school: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "wayfolio.authoring.import_rating_lists.spell_id", lambda text: text or "studio"
    )
    (tmp_path / "ratings.csv").write_text(
        f"{HEAD}ana,MTH.1,3,2026-09-04,rosa,a,\nana,MTH.1,3,2026-09-05,rosa,No kind!,\n"
        "ana,MTH.1,3,2026-09-06,rosa,b,\n"
    )

    said = run_import(["ratings", str(tmp_path / "ratings.csv"), "--write"], capsys)

    text = ratings_file(school).read_text("utf-8")
    assert "kind: a\n" in text
    assert "kind: b\n" in text
    assert "No kind!" not in text
    (left,) = lines_with("left", said, tmp_path / "ratings.csv")
    assert left.startswith("line 3: ana, 2026-09-05, No kind! by rosa: MTH.1: “No kind!”")
