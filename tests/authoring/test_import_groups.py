"""Lists of groups of other programs: they join those of school.yml."""

from pathlib import Path

import pytest

from imports import import_twice, lines_with, run_import, write_school


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "school"
    write_school(root)
    monkeypatch.chdir(root)
    return root


def test_a_list_of_groups_is_put_below_those_that_are_there(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "groups.csv"
    source.write_text(
        "Title,Id,In,Band\nCrew: 9,,Sea,9-14\nHarbor House,harbor,,\nSea,,Harbor House,\n"
        "Other name,brook,,\nLost,,nowhere,\n,x,,\n"
    )
    file = school / "competencies/school.yml"
    before = file.read_text("utf-8")

    said = import_twice(["groups", str(source)], school, capsys)

    assert lines_with("taken", said, source) == [
        "line 4: sea: Sea, in harbor",
        "line 2: crew-9: Crew: 9, in sea",
    ]
    assert lines_with("unchanged", said) == ["1 group"]
    assert lines_with("left", said, source) == [
        "line 7, column “Title”: the row: it has no title (write the title)",
        "line 5, column “Title”: brook: is there, and is called Brook House"
        " (change its title in competencies/school.yml)",
        "line 6, column “In”: Lost: there is no group nowhere for it to be in"
        " (write its id or its title)",
    ]
    assert file.read_text("utf-8") == (
        before
        + "  - {id: sea, title: Sea, in: harbor}\n"
        + '  - {id: crew-9, title: "Crew: 9", band: "9-14", in: sea}\n'
    )


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("title\nSea\nsea\n", ["sea"]),
        ("sourcedId,title\n1,Advisory\n2,Advisory\n", ["advisory", "advisory-2"]),
        ("title\n九年级\n", ["jiu-nian-ji"]),
        ("title\nCon\n☂\n", ["con-1", "group-1"]),
        ("name;status\nSea;active\nOld;tobedeleted\n", ["sea"]),
        ("title,in\nA,B\nB,A\n", []),
        ("title,id\nSea,Sea 9!\n", ["sea-9"]),
        ("title,band\nSea,\nLong,%s\n" % ("x" * 70), ["sea", "long"]),
    ],
)
def test_ids_of_groups_are_portable_and_tell_them_apart(
    text: str,
    ids: list[str],
    school: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "groups.csv").write_text(text, "utf-8")

    import_twice(["groups", str(tmp_path / "groups.csv")], school, capsys)

    written = (school / "competencies/school.yml").read_text("utf-8")
    lines = [line for line in written.splitlines() if line.startswith("  - {id: ")]
    there = [line.removeprefix("  - {id: ").partition(",")[0] for line in lines]
    assert [group for group in there if group not in ("harbor", "brook")] == ids


def test_groups_on_one_line_become_a_list_of_lines(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = school / "competencies/school.yml"
    text = file.read_text("utf-8")
    start = text.index("groups:")
    file.write_text(text[:start] + "groups: [{id: harbor, title: Harbor House}]\n", "utf-8")
    (tmp_path / "groups.csv").write_text("title\nSea\n")

    import_twice(["groups", str(tmp_path / "groups.csv")], school, capsys)

    assert "groups:\n  - {id: harbor, title: Harbor House}\n  - {id: sea, title: Sea}\n" in (
        file.read_text("utf-8")
    )


def test_a_group_that_would_break_the_school_is_left_and_the_rest_is_written(
    school: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "wayfolio.authoring.import_groups.spell_id", lambda text: text.replace("Sea", "s e a")
    )
    (tmp_path / "groups.csv").write_text("title\na\nSea\nb\n")

    said = run_import(["groups", str(tmp_path / "groups.csv"), "--write"], capsys)

    written = (school / "competencies/school.yml").read_text("utf-8")
    assert "  - {id: a, title: a}\n  - {id: b, title: b}\n" in written
    assert "s e a" not in written
    assert "line 3: s e a: Sea: " in "\n".join(lines_with("left", said, tmp_path / "groups.csv"))
