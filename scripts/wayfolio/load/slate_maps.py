"""Reads competency maps of Slate CBL: sheets with Code, Type, Descriptor, Statement and ER.

Slate's own sheets have one area each, and no row for it.
"""

import re
from collections.abc import Mapping

from msgspec.structs import replace

from wayfolio.load.plain_words import plain_line, title_of
from wayfolio.load.school_codes import origin_of
from wayfolio.load.tables import NotReadable, Row, read_table, table_file
from wayfolio.model.imported_frameworks import (
    FrameworkSource,
    Outline,
    OutlinedArea,
    OutlinedCompetency,
    OutlinedSkill,
)

FIELDS = {
    "code": ("code",),
    "type": ("type",),
    "descriptor": ("descriptor", "title"),
    "statement": ("statement",),
    "er": ("er", "demonstrations required", "evidence required"),
}
AREA_TYPES = frozenset(["content area", "contentarea", "area"])
COMPETENCY_TYPES = frozenset(["competency", "competency statement"])
SKILL_TYPES = frozenset(["standard", "skill"])
_REQUIRED = re.compile(r"(\d{1,3}|default)\s*:\s*(\d{1,3})")


def read_slate_map(source: FrameworkSource) -> Outline:
    """Return a competency map. Errors: NotReadable."""
    needed = ["code", "type", "descriptor"]
    table = read_table(table_file(source.file), FIELDS, needed, source.report, source.encoding)
    areas: list[OutlinedArea] = []
    competencies: list[OutlinedCompetency] = []
    skills: list[OutlinedSkill] = []
    for row in table.rows:
        kind = " ".join(row["type"].casefold().split())
        if why := _find_obstacle(row, kind, has_competency=bool(competencies)):
            source.report.leave(_called(row), *why, row.at())
        elif kind in AREA_TYPES:
            _close_area(areas, competencies, skills)
            areas.append(_area(row))
        elif kind in COMPETENCY_TYPES:
            _close_competency(competencies, skills)
            areas = areas or [_area_of_sheet(source)]
            competencies.append(_competency(row, source))
        else:
            skills.append(_skill(row, source))
    _close_area(areas, competencies, skills)
    if not areas:
        raise NotReadable(f"{source.file} has no competency: its types are none of Slate’s")
    return Outline(title=source.area or source.file.stem, program="Slate", areas=tuple(areas))


def _called(row: Row) -> str:
    return " ".join(filter(None, (row["type"], row["code"]))) or "the row"


def _find_obstacle(row: Row, kind: str, *, has_competency: bool) -> tuple[str, str] | None:
    """Return why a row cannot be taken, and what to do; None if it can."""
    if kind not in AREA_TYPES | COMPETENCY_TYPES | SKILL_TYPES:
        types = "Content Area, Competency Statement and Standard"
        return f"there is no place here for the type “{row['type']}”", f"known are {types}"
    if not (row["code"] and _words(row)):
        return "no code or no words", "fill in Code, and Descriptor or Statement"
    if kind in SKILL_TYPES and not has_competency:
        return "no competency stands above it", "put it below its competency"
    return None


def _words(row: Row) -> str:
    return title_of(row["descriptor"]) or title_of(row["statement"])


def _close_competency(competencies: list[OutlinedCompetency], skills: list[OutlinedSkill]) -> None:
    """Give the last competency its skills."""
    if skills:
        competencies[-1] = replace(competencies[-1], skills=tuple(skills))
        skills.clear()


def _close_area(
    areas: list[OutlinedArea],
    competencies: list[OutlinedCompetency],
    skills: list[OutlinedSkill],
) -> None:
    """Give the last area its competencies."""
    _close_competency(competencies, skills)
    if competencies:
        areas[-1] = replace(areas[-1], competencies=tuple(competencies))
        competencies.clear()


def _area_of_sheet(source: FrameworkSource) -> OutlinedArea:
    title = source.area or source.file.stem
    return OutlinedArea(called=title, origins=(origin_of(title),), code=title, title=title)


def _area(row: Row) -> OutlinedArea:
    return OutlinedArea(
        called=row["code"],
        origins=(origin_of(row["code"]),),
        code=row["code"],
        at=row.at(),
        title=_words(row),
        about=plain_line(row["statement"]) if row["descriptor"] else "",
    )


def _competency(row: Row, source: FrameworkSource) -> OutlinedCompetency:
    return OutlinedCompetency(
        called=row["code"],
        origins=(origin_of(row["code"]),),
        code=row["code"],
        at=row.at(),
        title=_words(row),
        statement=plain_line(row["statement"]),
        required=_required(row, source),
    )


def _skill(row: Row, source: FrameworkSource) -> OutlinedSkill:
    """Return a skill; one with a descriptor and a question keeps both."""
    descriptor, statement = plain_line(row["descriptor"]), plain_line(row["statement"])
    is_named = descriptor and statement and not statement.startswith(descriptor)
    return OutlinedSkill(
        called=row["code"],
        origins=(origin_of(row["code"]),),
        code=row["code"],
        at=row.at(),
        statement=f"{descriptor}: {statement}" if is_named else statement or descriptor,
        required=_required(row, source),
    )


def _required(row: Row, source: FrameworkSource) -> Mapping[str, int]:
    """Return the evidence by level: `3` for all levels, or `9:3,10:2,default:1`."""
    text = row["er"].strip()
    if not text:
        return {}
    if re.fullmatch(r"\d{1,3}", text):
        return {"default": int(text)}
    pairs = [_REQUIRED.fullmatch(part.strip().casefold()) for part in text.split(",")]
    if not all(pairs):
        mend = "write a number, or levels such as 9:3,10:2,default:1"
        why = f"its required evidence “{text}” is none"
        source.report.leave(_called(row), why, mend, row.at("er"))
        return {}
    required = {pair[1]: int(pair[2]) for pair in pairs if pair}
    # Slate asks for nothing at the levels that such a list does not name.
    return {**required, "default": required.get("default", 0)}
