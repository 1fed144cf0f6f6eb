"""Reading frameworks that other programs keep: Slate CBL, Canvas, CASE 1.1."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from wayfolio.load.introspection import CODE
from wayfolio.model.imported_frameworks import (
    Outline,
    OutlinedArea,
    OutlinedCompetency,
    OutlinedSkill,
)
from wayfolio.model.refusal import Refusal

LARGEST = 20_000_000
Rows = Sequence[Mapping[str, str]]


class NotReadable(Refusal):
    """Why a file cannot be taken for what somebody says it is, and what to do."""


def rows_of(file: Path, needed: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a CSV file by their column names in lower case. Errors: NotReadable."""
    try:
        text = cell_text(file)
    except OSError as error:
        raise NotReadable(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise NotReadable(f"{file} is not in UTF-8: save it as CSV in UTF-8") from error
    try:
        table = list(csv.reader(io.StringIO(text)))
    except csv.Error as error:
        raise NotReadable(f"{file} is no CSV file: {error}") from error
    header = [name.strip().lower() for name in table[0]] if table else []
    missing = [name for name in needed if name not in header]
    if missing:
        raise NotReadable(f"{file} has no column {', '.join(missing)}: look at its first line")
    return [
        {name: value.strip() for name, value in zip(header, row, strict=False)}
        for row in table[1:]
        if any(value.strip() for value in row)
    ]


def cell_text(file: Path) -> str:
    """Return a file's text. Errors: OSError, UnicodeDecodeError."""
    with file.open("rb") as held:
        return held.read(LARGEST).decode("utf-8-sig")


def school_code(text: str) -> str:
    """Return a code as one of ours may be written: letters, digits, dots and hyphens."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text).strip("-.")[:32]


# ---- Slate CBL -----------------------------------------------------------------------------------


def read_slate_map(file: Path) -> Outline:
    """Return a competency map: columns Code, Type, Descriptor, Statement, ER."""
    areas: list[OutlinedArea] = []
    left: list[str] = []
    for number, row in enumerate(rows_of(file, ["code", "type", "descriptor", "statement"]), 2):
        kind, code = row["type"].lower(), school_code(row["code"])
        required = int(row["er"]) if row.get("er", "").isdigit() else None
        said = row["descriptor"] or row["statement"]
        if not re.fullmatch(CODE, code) or not said:
            left.append(f"line {number}: no code or no words")
        elif kind in ("content area", "contentarea", "area"):
            areas.append(OutlinedArea(code=code, title=said))
        elif kind == "competency" and areas:
            own = OutlinedCompetency(
                code=code, title=said, statement=row["statement"], required=required
            )
            areas[-1] = _with_competency(areas[-1], own)
        elif kind in ("standard", "skill") and areas and areas[-1].competencies:
            skill = OutlinedSkill(code=code, statement=row["statement"] or said, required=required)
            areas[-1] = _with_skill(areas[-1], skill)
        else:
            left.append(
                f"line {number}: {row['type'] or 'no type'} {row['code']} has no place here"
            )
    return Outline(title=file.stem, areas=tuple(areas), left=tuple(left))


def _with_competency(area: OutlinedArea, own: OutlinedCompetency) -> OutlinedArea:
    return OutlinedArea(code=area.code, title=area.title, competencies=(*area.competencies, own))


def _with_skill(area: OutlinedArea, skill: OutlinedSkill) -> OutlinedArea:
    *before, last = area.competencies
    longer = OutlinedCompetency(
        code=last.code,
        title=last.title,
        statement=last.statement,
        required=last.required,
        skills=(*last.skills, skill),
    )
    return OutlinedArea(code=area.code, title=area.title, competencies=(*before, longer))


# ---- Canvas --------------------------------------------------------------------------------------


def read_canvas_outcomes(file: Path) -> Outline:
    """Return an outcomes file: groups with outcomes become areas or competencies with skills."""
    rows = rows_of(file, ["vendor_guid", "object_type", "title"])
    ratings = _ratings(file)
    gone = [r["title"] for r in rows if r.get("workflow_state", "") == "deleted"]
    rows = [row for row in rows if row.get("workflow_state", "") != "deleted"]
    groups = {r["vendor_guid"]: r for r in rows if r["object_type"] == "group"}
    below: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        parents = [guid for guid in row.get("parent_guids", "").split() if guid in groups]
        below.setdefault(parents[0] if parents else "", []).append(row)
    areas = [_canvas_area(row, below, ratings) for row in below.get("", []) if _is_group(row)]
    loose = [row["title"] for row in below.get("", []) if not _is_group(row)]
    left = [*(f"{t}: deleted" for t in gone), *(f"{t}: in no group" for t in loose)]
    return Outline(title=file.stem, areas=tuple(areas), left=tuple(left))


def _is_group(row: Mapping[str, str]) -> bool:
    return row["object_type"] == "group"


def _canvas_area(
    row: Mapping[str, str],
    below: Mapping[str, Rows],
    ratings: Mapping[str, Mapping[Fraction, str]],
) -> OutlinedArea:
    own = below.get(row["vendor_guid"], ())
    found = []
    for one in own:
        within = [o for o in _outcomes(one, below) if o is not one]
        skills = tuple(
            OutlinedSkill(
                code=school_code(o["vendor_guid"]),
                statement=o.get("description") or o["title"],
                levels=ratings.get(o["vendor_guid"], {}),
            )
            for o in within
        )
        found.append(
            OutlinedCompetency(
                code=school_code(one["vendor_guid"]),
                title=one.get("display_name") or one["title"],
                statement=one.get("description", ""),
                skills=skills,
            )
        )
    return OutlinedArea(
        code=school_code(row["vendor_guid"]), title=row["title"], competencies=tuple(found)
    )


def _outcomes(row: Mapping[str, str], below: Mapping[str, Rows]) -> list[Mapping[str, str]]:
    """Return an outcome, or all outcomes of a group, however deep."""
    if not _is_group(row):
        return [row]
    return [o for child in below.get(row["vendor_guid"], ()) for o in _outcomes(child, below)]


def _ratings(file: Path) -> Mapping[str, Mapping[Fraction, str]]:
    """Return each outcome's levels: behind the column `ratings` stand points and words in turn."""
    table = list(csv.reader(io.StringIO(cell_text(file))))
    header = [name.strip().lower() for name in table[0]]
    if "ratings" not in header:
        return {}
    start = header.index("ratings")
    found = {}
    for row in table[1:]:
        cells = [cell.strip() for cell in row[start:]]
        pairs = zip(cells[::2], cells[1::2], strict=False)
        levels = {Fraction(p): words for p, words in pairs if re.fullmatch(r"\d+(\.\d+)?", p)}
        found[row[header.index("vendor_guid")].strip()] = dict(sorted(levels.items()))
    return found


# ---- CASE 1.1 ------------------------------------------------------------------------------------


def read_case_package(file: Path) -> Outline:
    """Return a CFPackage: the items that are children of the document become areas."""
    try:
        package: Any = json.loads(cell_text(file))
        document, items = package["CFDocument"], package["CFItems"]
        children = _children(package.get("CFAssociations") or [])
        known = {str(item["identifier"]): item for item in items}
        top = children.get(str(document["identifier"]), [])
        areas = tuple(_case_area(known[i], children, known) for i in top if i in known)
    except (OSError, UnicodeDecodeError, ValueError, TypeError, KeyError) as error:
        raise NotReadable(f"{file} is no CASE package: {type(error).__name__} {error}") from error
    reached = set(top) | {d for i in top for d in _deeper(i, children)}
    left = [f"{_code(item)}: below nothing" for i, item in known.items() if i not in reached]
    licence = (document.get("licenseURI") or {}).get("title")
    return Outline(title=str(document["title"]), licence=licence, areas=areas, left=tuple(left))


def _children(associations: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    rows = [a for a in associations if a.get("associationType") == "isChildOf"]
    found: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda a: a.get("sequenceNumber") or 0):
        parent = str(row["destinationNodeURI"]["identifier"])
        found.setdefault(parent, []).append(str(row["originNodeURI"]["identifier"]))
    return found


def _deeper(item: str, children: Mapping[str, Sequence[str]]) -> list[str]:
    """Return what lies below an item, however deep; a circle ends where it began."""
    found: dict[str, None] = {}
    waiting = list(children.get(item, ()))
    for one in waiting:
        if one not in found and one != item:
            found[one] = None
            waiting.extend(children.get(one, ()))
    return list(found)


def _code(item: Mapping[str, Any]) -> str:
    return school_code(str(item.get("humanCodingScheme") or item["identifier"]))


def _case_area(
    item: Mapping[str, Any],
    children: Mapping[str, Sequence[str]],
    known: Mapping[str, Mapping[str, Any]],
) -> OutlinedArea:
    found = []
    for one in children.get(str(item["identifier"]), ()):
        own = known[one]
        deeper = [known[d] for d in _deeper(one, children) if d in known]
        said = str(own["fullStatement"])
        skills = tuple(
            OutlinedSkill(code=_code(d), statement=str(d["fullStatement"])) for d in deeper
        )
        title = str(own.get("abbreviatedStatement") or said)
        found.append(
            OutlinedCompetency(code=_code(own), title=title, statement=said, skills=skills)
        )
    title = str(item.get("abbreviatedStatement") or item["fullStatement"])
    return OutlinedArea(code=_code(item), title=title, competencies=tuple(found))
