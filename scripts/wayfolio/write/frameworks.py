"""Writes a framework as a file: the usual order of keys, and where each part of it comes from."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from msgspec import NODEFAULT, Struct, structs

from wayfolio.model.frameworks import Area, Competency, Framework, Skill
from wayfolio.model.origins import Origin, OriginKey
from wayfolio.model.structs import fields
from wayfolio.model.text import Text
from wayfolio.write.texts import flow_text, mapping_text

Origins = Mapping[OriginKey, Origin]
BELOW = {"areas", "competencies", "skills"}
"""Fields whose parts stand below their noun, each with lines of its own."""


def framework_text(framework: Framework, own: Origin | None, origins: Origins) -> bytes:
    """Return `competencies/frameworks/<name>.yml`. `own`: the origin of the framework itself."""
    head = mapping_text(dict(_pairs(framework)))
    if own is not None:
        first, rest = head.split("\n", 1)
        head = f"{first}  # {own}\n{rest}"
    body = "".join(area_text(area, origins) for area in framework.areas)
    return f"{head}areas:\n{body}".encode() if body else f"{head}areas: []\n".encode()


def area_text(area: Area, origins: Origins) -> str:
    """Return an area with all that is below it."""
    text = _entry(area, 2, origins)
    if area.competencies:
        text += "    competencies:\n"
    return text + "".join(competency_text(own, origins) for own in area.competencies)


def competency_text(competency: Competency, origins: Origins) -> str:
    """Return a competency with its skills."""
    text = _entry(competency, 6, origins)
    if competency.skills:
        text += "        skills:\n"
    return text + "".join(skill_text(skill, origins) for skill in competency.skills)


def skill_text(skill: Skill, origins: Origins) -> str:
    """Return a skill."""
    return _entry(skill, 10, origins)


def _entry(noun: Area | Competency | Skill, indent: int, origins: Origins) -> str:
    """Return an entry of a list without what is below it."""
    pad = " " * indent
    origin = origins.get(OriginKey(isinstance(noun, Area), noun.code))
    lines = []
    for key, value in _pairs(noun):
        if key == "levels":
            lines.append("levels:")
            lines += [f"  {flow_text(level)}: {flow_text(words)}" for level, words in value.items()]
        else:
            lines.append(f"{key}: {flow_text(value)}")
    if origin is not None:
        lines[0] += f"  # {origin}"
    return "".join(f"{pad}{'- ' if n == 0 else '  '}{line}\n" for n, line in enumerate(lines))


def _pairs(noun: Struct) -> Iterator[tuple[str, Any]]:
    """Yield the keys of a noun that say something, with their values as people type them."""
    for name, usual in _usual_values(type(noun)):
        value = getattr(noun, name)
        empty = value is None or value in ("", (), {})
        if not empty and (usual is NODEFAULT or value != usual):
            yield name.removesuffix("_"), _typed(value)


@cache
def _usual_values(noun: type[Struct]) -> tuple[tuple[str, Any], ...]:
    """Return the keys of a noun, each with the value that need not be written."""
    usual = {field.name: field.default for field in structs.fields(noun)}
    return tuple((name, usual[name]) for name in fields(noun) if name not in BELOW)


def _typed(value: Any) -> Any:
    """Return a value as it is typed."""
    if isinstance(value, Text):
        return dict(value.translations) if value.translations else value.original
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, Mapping):
        return {_typed(key): _typed(held) for key, held in value.items()}
    if isinstance(value, tuple):
        return [_typed(part) for part in value]
    if isinstance(value, Struct):
        return dict(_pairs(value))
    return value
