"""Imports frameworks that other programs keep: Slate CBL, Canvas, CASE 1.1."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.load import conflicts
from wayfolio.load.introspection import CODE
from wayfolio.load.tables import NotReadable
from wayfolio.model.imported_frameworks import (
    Outline,
    OutlinedArea,
    OutlinedCompetency,
    OutlinedSkill,
)

LARGEST = 20_000_000
Rows = Sequence[Mapping[str, str]]


def rows_of(file: Path, needed: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a CSV file by their column names in lower case. Errors: NotReadable."""
    header, *rows = _table_of(file) or [[]]
    columns = [name.strip().lower() for name in header]
    missing = [name for name in needed if name not in columns]
    if missing:
        raise NotReadable(f"{file} has no column {', '.join(missing)}: look at its first line")
    cells = [[cell.strip() for cell in row] for row in rows]
    return [dict(zip(columns, row, strict=False)) for row in cells if any(row)]


def _table_of(file: Path) -> list[list[str]]:
    """Return the cells of a CSV file. Errors: NotReadable."""
    try:
        text = cell_text(file)
    except OSError as error:
        raise NotReadable(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise NotReadable(f"{file} is not in UTF-8: save it as CSV in UTF-8") from error
    line = conflicts.find_conflict("\n".join(text.splitlines()), is_markdown=False)
    if line is not None:
        raise NotReadable(f"{file}, line {line}: {conflicts.MESSAGE}: {conflicts.HINT}")
    try:
        return list(csv.reader(io.StringIO(text)))
    except csv.Error as error:
        raise NotReadable(f"{file} is not a CSV file: {error}") from error


def cell_text(file: Path) -> str:
    """Return a file's text. Errors: OSError, UnicodeDecodeError."""
    with file.open("rb") as held:
        return held.read(LARGEST).decode("utf-8-sig")


def school_code(text: str) -> str:
    """Return a code as one of ours may be written: letters, digits, dots and hyphens."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text).strip("-.")[:32]


# ---- Slate CBL -----------------------------------------------------------------------------------


AREA_TYPES = frozenset(["content area", "contentarea", "area"])
SKILL_TYPES = frozenset(["standard", "skill"])


class _SlateRow(Struct, frozen=True):
    """A row of a competency map that has a code and words."""

    kind: str
    code: str
    title: str
    statement: str
    required: int | None


def read_slate_map(file: Path) -> Outline:
    """Return a competency map: columns Code, Type, Descriptor, Statement, ER."""
    areas: list[OutlinedArea] = []
    left: list[str] = []
    for number, cells in enumerate(rows_of(file, ["code", "type", "descriptor", "statement"]), 2):
        row = _slate_row(cells)
        if row is None:
            left.append(f"line {number}: no code or no words")
        elif not _add_slate_row(areas, row):
            kind = cells["type"] or "no type"
            left.append(f"line {number}: {kind} {cells['code']} has no place here")
    return Outline(title=file.stem, areas=tuple(areas), left=tuple(left))


def _slate_row(cells: Mapping[str, str]) -> _SlateRow | None:
    code, statement = school_code(cells["code"]), cells["statement"]
    title = cells["descriptor"] or statement
    if not re.fullmatch(CODE, code) or not title:
        return None
    required = int(cells["er"]) if cells.get("er", "").isdigit() else None
    return _SlateRow(cells["type"].lower(), code, title, statement, required)


def _add_slate_row(areas: list[OutlinedArea], row: _SlateRow) -> bool:
    """Add a row to the areas before it, and return whether it has a place there."""
    if row.kind in AREA_TYPES:
        areas.append(OutlinedArea(code=row.code, title=row.title))
    elif row.kind == "competency" and areas:
        competency = OutlinedCompetency(
            code=row.code, title=row.title, statement=row.statement, required=row.required
        )
        areas[-1] = _with_competency(areas[-1], competency)
    elif row.kind in SKILL_TYPES and areas and areas[-1].competencies:
        statement = row.statement or row.title
        skill = OutlinedSkill(code=row.code, statement=statement, required=row.required)
        areas[-1] = _with_skill(areas[-1], skill)
    else:
        return False
    return True


def _with_competency(area: OutlinedArea, competency: OutlinedCompetency) -> OutlinedArea:
    return replace(area, competencies=(*area.competencies, competency))


def _with_skill(area: OutlinedArea, skill: OutlinedSkill) -> OutlinedArea:
    *before, last = area.competencies
    longer = replace(last, skills=(*last.skills, skill))
    return replace(area, competencies=(*before, longer))


# ---- Canvas --------------------------------------------------------------------------------------


def read_canvas_outcomes(file: Path) -> Outline:
    """Return an outcomes file: groups with outcomes become areas or competencies with skills."""
    rows = rows_of(file, ["vendor_guid", "object_type", "title"])
    ratings = _ratings_by_outcome(file)
    kept = [row for row in rows if not _is_deleted(row)]
    below = _canvas_tree(kept)
    top = below.get("", [])
    areas = [_canvas_area(row, below, ratings) for row in top if _is_group(row)]
    left = [f"{row['title']}: deleted" for row in rows if _is_deleted(row)]
    left += [f"{row['title']}: in no group" for row in top if not _is_group(row)]
    return Outline(title=file.stem, areas=tuple(areas), left=tuple(left))


def _canvas_tree(rows: Rows) -> dict[str, list[Mapping[str, str]]]:
    """Return the rows below each group by its guid; those in no group under an empty one."""
    groups = {row["vendor_guid"] for row in rows if _is_group(row)}
    below: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        guids = row.get("parent_guids", "").split()
        parent = next((guid for guid in guids if guid in groups), "")
        below.setdefault(parent, []).append(row)
    return below


def _is_deleted(row: Mapping[str, str]) -> bool:
    return row.get("workflow_state", "") == "deleted"


def _is_group(row: Mapping[str, str]) -> bool:
    return row["object_type"] == "group"


def _canvas_area(
    row: Mapping[str, str],
    below: Mapping[str, Rows],
    ratings: Mapping[str, Mapping[Fraction, str]],
) -> OutlinedArea:
    return OutlinedArea(
        code=school_code(row["vendor_guid"]),
        title=row["title"],
        competencies=tuple(
            OutlinedCompetency(
                code=school_code(child["vendor_guid"]),
                title=child.get("display_name") or child["title"],
                statement=child.get("description", ""),
                skills=_canvas_skills(child, below, ratings),
            )
            for child in below.get(row["vendor_guid"], ())
        ),
    )


def _canvas_skills(
    row: Mapping[str, str],
    below: Mapping[str, Rows],
    ratings: Mapping[str, Mapping[Fraction, str]],
) -> tuple[OutlinedSkill, ...]:
    """Return the outcomes of a group as skills; an outcome has none of its own."""
    return tuple(
        OutlinedSkill(
            code=school_code(outcome["vendor_guid"]),
            statement=outcome.get("description") or outcome["title"],
            levels=ratings.get(outcome["vendor_guid"], {}),
        )
        for outcome in _outcomes(row, below)
        if outcome is not row
    )


def _outcomes(row: Mapping[str, str], below: Mapping[str, Rows]) -> list[Mapping[str, str]]:
    """Return an outcome, or all outcomes of a group, however deep."""
    if not _is_group(row):
        return [row]
    return [o for child in below.get(row["vendor_guid"], ()) for o in _outcomes(child, below)]


def _ratings_by_outcome(file: Path) -> Mapping[str, Mapping[Fraction, str]]:
    """Return each outcome's levels: behind the column `ratings` stand points and words in turn."""
    table = list(csv.reader(io.StringIO(cell_text(file))))
    header = [name.strip().lower() for name in table[0]]
    if "ratings" not in header:
        return {}
    start = header.index("ratings")
    levels_by_outcome = {}
    for row in table[1:]:
        cells = [cell.strip() for cell in row[start:]]
        pairs = zip(cells[::2], cells[1::2], strict=False)
        levels = {Fraction(p): words for p, words in pairs if re.fullmatch(r"\d+(\.\d+)?", p)}
        levels_by_outcome[row[header.index("vendor_guid")].strip()] = dict(sorted(levels.items()))
    return levels_by_outcome


# ---- CASE 1.1 ------------------------------------------------------------------------------------


def read_case_package(file: Path) -> Outline:
    """Return a CFPackage: the items that are children of the document become areas."""
    try:
        package: Any = json.loads(cell_text(file))
        document, items = package["CFDocument"], package["CFItems"]
        children = _children(package.get("CFAssociations") or [])
        known = {str(item["identifier"]): item for item in items}
        root = str(document["identifier"])
        top = children.get(root, [])
        areas = tuple(_case_area(known[name], children, known) for name in top if name in known)
    except (OSError, UnicodeDecodeError, ValueError, TypeError, KeyError) as error:
        raise NotReadable(
            f"{file} is not a CASE package: {type(error).__name__} {error}"
        ) from error
    reached = set(top).union(*(_descendants(name, children) for name in top))
    left = [f"{_code(item)}: below nothing" for name, item in known.items() if name not in reached]
    licence = (document.get("licenseURI") or {}).get("title")
    return Outline(title=str(document["title"]), licence=licence, areas=areas, left=tuple(left))


def _children(associations: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    rows = [a for a in associations if a.get("associationType") == "isChildOf"]
    children: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda a: a.get("sequenceNumber") or 0):
        parent = str(row["destinationNodeURI"]["identifier"])
        children.setdefault(parent, []).append(str(row["originNodeURI"]["identifier"]))
    return children


def _descendants(item: str, children: Mapping[str, Sequence[str]]) -> list[str]:
    """Return what lies below an item, however deep; a circle ends where it began."""
    reached: dict[str, None] = {}
    waiting = list(children.get(item, ()))
    for child in waiting:
        if child not in reached and child != item:
            reached[child] = None
            waiting.extend(children.get(child, ()))
    return list(reached)


def _code(item: Mapping[str, Any]) -> str:
    return school_code(str(item.get("humanCodingScheme") or item["identifier"]))


def _case_area(
    item: Mapping[str, Any],
    children: Mapping[str, Sequence[str]],
    known: Mapping[str, Mapping[str, Any]],
) -> OutlinedArea:
    competencies = []
    for child in children.get(str(item["identifier"]), ()):
        own = known[child]
        deeper = [known[d] for d in _descendants(child, children) if d in known]
        said = str(own["fullStatement"])
        skills = tuple(
            OutlinedSkill(code=_code(d), statement=str(d["fullStatement"])) for d in deeper
        )
        title = str(own.get("abbreviatedStatement") or said)
        competencies.append(
            OutlinedCompetency(code=_code(own), title=title, statement=said, skills=skills)
        )
    title = str(item.get("abbreviatedStatement") or item["fullStatement"])
    return OutlinedArea(code=_code(item), title=title, competencies=tuple(competencies))
