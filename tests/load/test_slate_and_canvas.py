"""Competency maps of Slate CBL and outcomes of Canvas: what is taken, and what is told."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayfolio.load.canvas_outcomes import read_canvas_outcomes
from wayfolio.load.slate_maps import read_slate_map
from wayfolio.load.tables import NotReadable
from wayfolio.model.import_report import ImportReport, RowOutcome
from wayfolio.model.imported_frameworks import FrameworkSource, Outline

READERS = {"slate": read_slate_map, "canvas": read_canvas_outcomes}


def read(
    folder: Path, kind: str, text: str | bytes, area: str | None = None
) -> tuple[Outline, list[str]]:
    """Return the framework in a file, and what is left of it."""
    file = folder / "Science.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = ImportReport()
    source = FrameworkSource(file=file, report=report, today=date(2027, 3, 12), area=area)
    outline = READERS[kind](source)
    lines = report.having(RowOutcome.LEFT)
    return outline, [str(line).partition("Science.csv")[2].lstrip(",: ") for line in lines]


def tree(outline: Outline) -> str:
    """Return a framework as indented lines of codes and words."""
    lines = []
    for area in outline.areas:
        lines.append(f"{area.code} {area.title}")
        for competency in area.competencies:
            lines.append(f"  {competency.code} {competency.title}")
            lines += [f"    {skill.code} {skill.statement}" for skill in competency.skills]
    return "".join(f"{line}\n" for line in lines)


# ---- Slate CBL -----------------------------------------------------------------------------------

SLATE = "Code,Type,Descriptor,Statement,ER\n"
SHEET = (
    f"{SLATE}RIV.1,Competency Statement,Measuring,I can measure.,\n"
    "RIV.1.1,Standard,Count,Count it,3\n"
)


@pytest.mark.parametrize(
    ("text", "area", "expected"),
    [
        (SHEET, None, "Science Science\n  RIV.1 Measuring\n    RIV.1.1 Count it\n"),
        (SHEET, "River", "River River\n  RIV.1 Measuring\n    RIV.1.1 Count it\n"),
        (
            SHEET.replace("Count it", "How well?").replace(",", ";"),
            None,
            "Science Science\n  RIV.1 Measuring\n    RIV.1.1 Count: How well?\n",
        ),
        (
            SHEET.replace("Count,Count it", "Count,"),
            None,
            "Science Science\n  RIV.1 Measuring\n    RIV.1.1 Count\n",
        ),
        (
            f"{SLATE}S,Content "
            f"Area,Science,,\nS.1,competency,<b>Ask</b>,,\nT,AREA,Talk,,\nT.1,Competency,,I talk.,",
            None,
            "S Science\n  S.1 Ask\nT Talk\n  T.1 I talk.\n",
        ),
        (f"{SLATE}S,Content Area,Science,,\n", None, "S Science\n"),
    ],
)
def test_a_map_of_slate_has_its_area_in_a_row_or_is_one(
    text: str, area: str | None, expected: str, tmp_path: Path
) -> None:
    outline, left = read(tmp_path, "slate", text, area)

    assert tree(outline) == expected
    assert left == []


@pytest.mark.parametrize(
    ("required", "expected"),
    [
        ("", {}),
        ("0", {"default": 0}),
        ("3", {"default": 3}),
        ('"9:3,10:2,default:1"', {"9": 3, "10": 2, "default": 1}),
        ('" 9 : 3 , 10 : 0 "', {"9": 3, "10": 0, "default": 0}),
    ],
)
def test_required_evidence_is_read_by_level(
    required: str, expected: dict[str, int], tmp_path: Path
) -> None:
    outline, left = read(tmp_path, "slate", SHEET.replace(",3\n", f",{required}\n"))

    assert dict(outline.areas[0].competencies[0].skills[0].required) == expected
    assert left == []


@pytest.mark.parametrize(
    ("row", "left"),
    [
        (
            ",Standard,No code,,",
            "Standard: no code or no words (fill in Code, and Descriptor or Statement)",
        ),
        (
            "X,Standard,,,",
            "Standard X: no code or no words (fill in Code, and Descriptor or Statement)",
        ),
        (
            "X,Note,A remark,,",
            "Note X: there is no place here for the type “Note” (known are Content "
            "Area, Competency Statement and Standard)",
        ),
        (
            "X,Standard,Early,,",
            "Standard X: no competency stands above it (put it below its competency)",
        ),
    ],
)
def test_a_row_of_slate_that_has_no_place_is_told(row: str, left: str, tmp_path: Path) -> None:
    outline, told_left = read(tmp_path, "slate", SHEET.replace(SLATE, f"{SLATE}{row}\n"))

    assert tree(outline) == "Science Science\n  RIV.1 Measuring\n    RIV.1.1 Count it\n"
    assert told_left == [f"line 2: {left}"]


def test_required_evidence_that_is_none_is_told_and_the_row_is_taken(tmp_path: Path) -> None:
    outline, left = read(tmp_path, "slate", SHEET.replace(",3\n", ",many\n"))

    assert tree(outline).endswith("RIV.1.1 Count it\n")
    assert left == [
        "line 3, column “ER”: Standard RIV.1.1: its required evidence “many” is none "
        "(write a number, or levels such as 9:3,10:2,default:1)"
    ]


# ---- Canvas --------------------------------------------------------------------------------------

HEAD = (
    "canvas_id,vendor_guid,object_type,title,description,workflow_state,parent_guids,ratings,,,\n"
)
GROUPS = f"{HEAD},g,group,River,,active,,,,,\n,h,group,Asking,,active,g,,,,\n"


@pytest.mark.parametrize(
    ("rows", "expected", "left"),
    [
        (",o,outcome,Ask,Ask it,active,h,,,,", "g River\n  h Asking\n    o Ask it\n", []),
        (",o,outcome,Ask,,active,h,,,,", "g River\n  h Asking\n    o Ask\n", []),
        (
            ",o,outcome,Ask,<p>Say &amp; <b>do</b></p>,active,h,,,,",
            "g River\n  h Asking\n    o Ask: Say & do\n",
            [],
        ),
        (
            ",o,outcome,Ask,,active,,,,,\n,p,outcome,Plan,,active,h,,,,",
            "g River\n  h Asking\n    p Plan\n Science\n  o Ask\n",
            [],
        ),
        (",数学.1,outcome,Ask,,active,h,,,,", "g River\n  h Asking\n    数学.1 Ask\n", []),
        (
            "7,canvas_outcome:7,outcome,RIV-1 Ask,,active,h,,,,",
            "g River\n  h Asking\n    RIV-1 RIV-1 Ask\n",
            [],
        ),
        ("7,canvas_outcome:7,outcome,I ask,,active,h,,,,", "g River\n  h Asking\n     I ask\n", []),
        (
            ",o,outcome,Ask,,active,g h,,,,",
            "g River\n  h Asking\n    o Ask\n",
            [
                "line 4, column “parent_guids”: 1 further place of Ask: it is in 2 "
                "groups, and is taken once, in the deepest"
            ],
        ),
        (
            ",o,outcome,Ask,,active,h zz,,,,",
            "g River\n  h Asking\n    o Ask\n",
            ["line 4, column “parent_guids”: a place of Ask: it is in no group zz of this file"],
        ),
        (
            ""
            ",o,outcome,Ask,,active,h,,,,\n,e,group,Empty,,active,g,,,,\n,f,group,Emptier,,active,e,,,,",
            "g River\n  h Asking\n    o Ask\n",
            [
                "line 5: Empty: no outcome is in this group",
                "line 6: Emptier: no outcome is in this group",
            ],
        ),
        (
            ",d,group,Deep,,active,h,,,,\n,o,outcome,Ask,,active,d,,,,",
            "g River\n  h Asking\n    o Ask\n",
            ["line 4: Deep: a group so deep has no tier here; its outcomes are in Asking"],
        ),
        (
            ",o,outcome,Ask,,active,h,,,,\n,x,group,X,,active,y,,,,\n,y,group,Y,,active,x,,,,",
            "g River\n  h Asking\n    o Ask\n",
            ["line 5: X: its groups go in a circle", "line 6: Y: its groups go in a circle"],
        ),
        (
            ""
            ",o,outcome,Ask,,active,h,,,,\n,o,outcome,Again,,active,h,,,,\n,,outcome,None,,active,h,,,,\n,q,rubric,Q,,active,h,,,,\n,r,outcome,R,,deleted,h,,,,",
            "g River\n  h Asking\n    o Ask\n",
            [
                "line 5: Again: its vendor_guid is that of line 4 (give it one of its own)",
                "line 6: None: it has no title or no vendor_guid (fill them in)",
                "line 7: Q: “rubric” is no type (write group or outcome under object_type)",
                "line 8: R: it is deleted in Canvas",
            ],
        ),
        (
            ',o,outcome,Ask,,active,h,"4,5",Alone,x,y',
            "g River\n  h Asking\n    o Ask\n",
            [
                "line 4, column “ratings”: a rating of Ask: “x” with “y” is no level: "
                "points, then words"
            ],
        ),
    ],
)
def test_outcomes_of_canvas_are_three_tiers(
    rows: str, expected: str, left: list[str], tmp_path: Path
) -> None:
    outline, told_left = read(tmp_path, "canvas", f"{GROUPS}{rows}\n")

    assert tree(outline) == expected
    assert told_left == left


def test_ratings_of_canvas_are_levels_of_a_skill_or_of_a_lone_competency(tmp_path: Path) -> None:
    rows = (
        ",o,outcome,Ask,,active,h,3.0,Well,1,With help\n"
        ",p,outcome,Plan,,active,g,2,<i>Alone</i>,,\n"
    )

    outline, left = read(tmp_path, "canvas", GROUPS + rows)

    asking, plan = outline.areas[0].competencies
    assert dict(asking.skills[0].levels) == {1: "With help", 3: "Well"}
    assert dict(plan.levels) == {2: "Alone"}
    assert left == []


@pytest.mark.parametrize(
    "rows", ["", ",g,group,River,,active,,,,,\n", ",o,outcome,O,,deleted,,,,,\n"]
)
def test_a_file_without_outcomes_is_refused(rows: str, tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="no outcome that is in use"):
        read(tmp_path, "canvas", HEAD + rows)


# ---- any file ------------------------------------------------------------------------------------

CELLS = st.one_of(
    st.sampled_from(
        ["", "a", "b", "c", "a b", "group", "outcome", "Standard", "Competency", "9:3,x"]
    ),
    st.text(max_size=8).filter(lambda text: "\r" not in text and "\n" not in text),
)
ROWS = st.lists(st.lists(CELLS, min_size=5, max_size=9), max_size=12)


def typed(rows: list[list[str]]) -> str:
    """Return rows as CSV."""
    quoted = (['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows)
    return "".join(",".join(row) + "\n" for row in quoted)


@pytest.mark.parametrize(("kind", "head"), [("slate", SLATE), ("canvas", HEAD)])
@given(rows=ROWS)
@settings(max_examples=40)
def test_every_row_of_any_file_is_taken_or_left(
    tmp_path_factory: pytest.TempPathFactory, kind: str, head: str, rows: list[list[str]]
) -> None:
    try:
        outline, left = read(tmp_path_factory.mktemp("any"), kind, head + typed(rows))
    except NotReadable:
        return
    places = [area.at for area in outline.areas]
    competencies = [c for area in outline.areas for c in area.competencies]
    places += [c.at for c in competencies]
    places += [skill.at for c in competencies for skill in c.skills]
    taken = {place.line for place in places if place.line}
    assert len(taken) == sum(place.line is not None for place in places)
    about_rows = {line.partition(":")[0] for line in left if line.startswith("line ")}
    about_cells = {line for line in about_rows if "column" in line}
    left_lines = {int(line.removeprefix("line ")) for line in about_rows - about_cells}
    filled = {n for n, row in enumerate(rows, 2) if any(cell.strip() for cell in row)}
    assert taken | left_lines == filled
    assert not taken & left_lines
