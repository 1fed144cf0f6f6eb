"""What git leaves in a file that it could not merge is an error at its line, in every file."""

from pathlib import Path

import pytest

from report import (
    BADGES,
    BRIDGE,
    CORE,
    LEARNER,
    PLACEMENTS,
    RATINGS,
    SCALES,
    SCHOOL,
    YEARS,
    Files,
    diagnose,
)
from wayfolio.load.conflicts import find_conflict
from wayfolio.load.learner_lists import read_learner_list
from wayfolio.load.tables import NotReadable, table_file
from wayfolio.model.import_report import ImportReport
from wayfolio.model.rules import Rule

MERGED = "<<<<<<< HEAD\nours: 1\n=======\ntheirs: 2\n>>>>>>> branch\n"
THREE_WAYS = "<<<<<<< ours\na: 1\n||||||| 1a2b3c4\nb: 1\n=======\nc: 1\n>>>>>>> theirs\n"
FRONT = "---\ntitle: A\ndate: 2027-03-01\nkind: model\n---\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (MERGED, 1),
        (THREE_WAYS, 1),
        (f"a: 1\n{MERGED}", 2),
        ("a: 1\n<<<<<<<\n", 2),
        ("a: 1\n>>>>>>> branch\n", 2),
        ("a\n||||||| parent of 1a2b3c4 (Add a raft)\n", 2),
        ("a: 1\n=======\nb: 1\n", 2),
        ("a\n<<<<<< six\n", None),
        ("a\n<<<<<<<< eight\n", None),
        ("a <<<<<<< HEAD\n", None),
        ("  <<<<<<< HEAD\n", None),
    ],
)
def test_a_marker_is_known_by_its_seven_signs_at_the_start_of_a_line(
    text: str, line: int | None
) -> None:
    assert find_conflict(text, is_markdown=False) == line


@pytest.mark.parametrize(
    "text",
    ["A heading\n=======\nText\n", "| a | b |\n|||||||\n", "> > > quoted\n", "a\n========\n"],
)
def test_what_markdown_writes_with_the_same_signs_is_no_marker(text: str) -> None:
    assert find_conflict(text, is_markdown=True) is None


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        (BRIDGE, FRONT + MERGED, 6),
        (BRIDGE, FRONT + "Mine\n>>>>>>> branch\n", 7),
        (BRIDGE, (FRONT + MERGED).replace("\n", "\r\n"), 6),
        (BRIDGE, "---\ntitle: A\n<<<<<<< HEAD\nkind: a\n=======\nkind: b\n>>>>>>> x\n---\n", 3),
        (BRIDGE, "---\ntitle: A\n=======\nkind: b\n---\n", 3),
        (RATINGS, MERGED, 1),
        (RATINGS, THREE_WAYS, 1),
        (LEARNER, "group: harbor\n" + MERGED, 2),
        (PLACEMENTS, MERGED, 1),
        ("portfolios/ana/plan.yml", "interests: [a]\n=======\n", 2),
        ("portfolios/ana/supports/a.yml", MERGED, 1),
        ("portfolios/_groups/2027-03-03-a.yml", MERGED, 1),
        (SCHOOL, MERGED, 1),
        (SCALES, MERGED, 1),
        (CORE, MERGED, 1),
        (YEARS, MERGED, 1),
        (BADGES, MERGED, 1),
        ("competencies/policies.yml", MERGED, 1),
        ("competencies/menu.yml", MERGED, 1),
        ("competencies/instruments.yml", MERGED, 1),
        ("competencies/experiences/a.yml", MERGED, 1),
        ("competencies/inquiries/a.yml", MERGED, 1),
        ("competencies/lessons/a.md", FRONT + MERGED, 6),
        ("translations/so.po", 'msgid ""\nmsgstr ""\n' + MERGED, 3),
        ("docs/index.md", "# A\n\n" + MERGED, 3),
        ("docs/more/a.md", "A\n=======\n\n" + THREE_WAYS, 4),
        ("docs/look.css", MERGED, 1),
        ("docs/meals.csv", MERGED, 1),
        ("docs/list.json", MERGED, 1),
        ("docs/page.html", "<p>\n" + MERGED, 2),
        ("mkdocs.yml", "site_name: A\n" + MERGED, 2),
    ],
)
def test_it_is_told_at_its_line_before_anything_else(path: str, text: str, line: int) -> None:
    conflicts = [d for d in diagnose({path: text.encode()}) if d.rule is Rule.MERGE_CONFLICT]

    assert [(d.at.path, d.at.line) for d in conflicts] == [(path, line)]
    assert conflicts[0].message == "git could not merge this part"
    assert conflicts[0].hint == "keep one of the two, and delete the marker lines"


def test_a_recordings_words_with_a_marker_are_refused() -> None:
    front = "title: A\ndate: 2027-03-01\nkind: model\nfiles: [{path: a.mp3, transcript: a.txt}]\n"
    files: Files = {
        BRIDGE: f"---\n{front}---\nA\n",
        "portfolios/ana/evidence/a.mp3": b"ID3",
        "portfolios/ana/evidence/a.txt": MERGED,
    }

    assert any("keep one of the two" in d.hint for d in diagnose(files))


def test_a_list_to_import_with_a_marker_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name,group\r\nBo,a\r\n<<<<<<< HEAD\r\n")

    with pytest.raises(NotReadable, match="line 3: git could not merge this part: keep one"):
        read_learner_list(table_file(tmp_path / "list.csv"), ImportReport())
