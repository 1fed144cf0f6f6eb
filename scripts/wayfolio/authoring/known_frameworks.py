"""Finds what earlier imports of a framework have written, and what people made of it since."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.authoring.new import AuthoringSession
from wayfolio.model.frameworks import Area, Competency, Framework, Skill
from wayfolio.model.origins import Origin, OriginKey
from wayfolio.write.drafts import Draft
from wayfolio.write.frameworks import framework_text

ORIGIN = re.compile(r"[ \t]# ((?:CASE|Canvas|Slate)) (\S+)[ \t]*$")
"""At the end of the line that begins an entry."""
Noun = Framework | Area | Competency | Skill


class KnownFramework(Struct, frozen=True, kw_only=True):
    """The files of a framework that the school has: several, where one would be too large."""

    parts: tuple[Framework, ...] = ()
    paths: tuple[str, ...] = ()
    origin: Origin | None = None
    areas: tuple[Area, ...] = ()
    """Of all parts; what an import has divided is together again."""
    origins: Mapping[OriginKey, Origin] = field(default_factory=dict)
    further: frozenset[str] = frozenset()
    """Codes that only the division has made."""
    is_usual: bool = True
    """Whether all files look as an import writes them, so that rewriting them loses nothing."""


def find_known_framework(
    session: AuthoringSession, draft: Draft, name: str, origin: str, *, is_sure: bool
) -> KnownFramework:
    """Return the framework with an origin or, without one, an id.

    `is_sure`: whether somebody has named the framework, whatever its origin is.
    """
    files = [_read_file(framework, draft) for framework in session.school.catalogue.frameworks]
    parts = [file for file in files if file.is_meant(name, origin, is_sure=is_sure)]
    # The second part has the name of the first and a number behind it.
    parts.sort(key=lambda part: (len(part.framework.framework), part.framework.framework))
    return _combine(parts)


def _combine(parts: Sequence["FrameworkFile"]) -> KnownFramework:
    frameworks = tuple(part.framework for part in parts)
    origins = {key: held for part in parts for key, held in part.inside.items()}
    areas, further = _join(frameworks, origins)
    return KnownFramework(
        parts=frameworks,
        paths=tuple(framework.at.path for framework in frameworks),
        origin=next((part.origin for part in parts if part.origin), None),
        areas=areas,
        origins={key: held for key, held in origins.items() if key.code not in further},
        further=further,
        is_usual=all(part.is_usual for part in parts),
    )


class FrameworkFile(Struct, frozen=True):
    """A framework's file, and the origins in it."""

    framework: Framework
    content: bytes
    origin: Origin | None
    inside: Mapping[OriginKey, Origin]

    @property
    def is_usual(self) -> bool:
        """Whether it looks as an import writes it."""
        return framework_text(self.framework, self.origin, self.inside) == self.content

    def is_meant(self, name: str, origin: str, *, is_sure: bool) -> bool:
        """Whether it has an origin, or the name where it has none or somebody is sure."""
        if self.origin is not None and self.origin.identifier == (origin or name):
            return True
        return self.framework.framework == name and (is_sure or self.origin is None)


def _read_file(framework: Framework, draft: Draft) -> FrameworkFile:
    content = draft.now(framework.at.path) or b""
    inside = read_origins(framework, content)
    return FrameworkFile(framework, content, inside.pop(OriginKey(False, ""), None), inside)


def read_origins(framework: Framework, content: bytes) -> dict[OriginKey, Origin]:
    """Return the origins in a framework's file; that of the framework has no code.

    A comment belongs to the last thing that begins on its line or above it, so that it survives
    whatever people do to the words.
    """
    nouns = sorted(_nouns(framework), key=lambda noun: (noun.at.line, noun.at.column))
    lines = [noun.at.line for noun in nouns]
    origins: dict[OriginKey, Origin] = {}
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        match = ORIGIN.search(line) if "#" in line else None
        if match:
            noun = nouns[bisect_right(lines, number) - 1] if number >= lines[0] else framework
            origins.setdefault(_key_of(noun), Origin(match[1], match[2]))
    return origins


def _nouns(framework: Framework) -> list[Noun]:
    competencies = [c for area in framework.areas for c in area.competencies]
    skills = [skill for competency in competencies for skill in competency.skills]
    return [framework, *framework.areas, *competencies, *skills]


def _key_of(noun: Noun) -> OriginKey:
    if isinstance(noun, Framework):
        return OriginKey(False, "")
    return OriginKey(isinstance(noun, Area), noun.code)


# ---- what a division has made --------------------------------------------------------------------


def _join(
    parts: Iterable[Framework], origins: Mapping[OriginKey, Origin]
) -> tuple[tuple[Area, ...], frozenset[str]]:
    """Return the areas of all parts, the divided ones whole, and the codes that go with that."""
    areas: dict[str, Area] = {}
    further: set[str] = set()
    for area in (area for part in parts for area in part.areas):
        whole = _source_of(OriginKey(True, area.code), origins)
        if whole in areas:
            further.add(area.code)
            both = (*areas[whole].competencies, *area.competencies)
            areas[whole] = replace(areas[whole], competencies=both)
        else:
            areas[whole] = area
    joined = [
        replace(area, competencies=_join_competencies(area.competencies, origins, further))
        for area in areas.values()
    ]
    return tuple(joined), frozenset(further)


def _join_competencies(
    competencies: Sequence[Competency], origins: Mapping[OriginKey, Origin], further: set[str]
) -> tuple[Competency, ...]:
    joined: dict[str, Competency] = {}
    for competency in competencies:
        whole = _source_of(OriginKey(False, competency.code), origins)
        if whole in joined:
            further.add(competency.code)
            both = (*joined[whole].skills, *competency.skills)
            joined[whole] = replace(joined[whole], skills=both)
        else:
            joined[whole] = competency
    return tuple(joined.values())


def _source_of(key: OriginKey, origins: Mapping[OriginKey, Origin]) -> str:
    origin = origins.get(key)
    return origin.identifier if origin else key.code
