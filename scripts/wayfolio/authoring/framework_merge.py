"""Merges a framework that is imported again with what the school has of it.

What people have added stays. Where both say something, the school's words stay, unless somebody
wants them replaced.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.model.frameworks import Area, Competency, Signpost, Skill
from wayfolio.model.origins import OriginKey
from wayfolio.model.structs import fields
from wayfolio.model.text import Text

Noun = Area | Competency | Skill


class _Entry(Struct):
    """Something of a framework without what is below it, and below what it stands."""

    noun: Noun
    parent: OriginKey | None


class Merged(Struct):
    """A framework after an import."""

    areas: tuple[Area, ...] = ()
    new: list[str] = field(default_factory=list)
    """Codes."""
    different: list[str] = field(default_factory=list)
    """Codes of what is otherwise in the source than in the school's file."""
    gone: list[OriginKey] = field(default_factory=list)
    """What only the school's file has."""
    refused: list[str] = field(default_factory=list)
    """Codes of skills of what is rated itself: with them, its ratings would have no place."""


def merge_areas(known: Sequence[Area], imported: Sequence[Area], *, replaces: bool) -> Merged:
    """Return the areas of both. `replaces`: whether the imported words win."""
    before, after = _entries(known), _entries(imported)
    merged = Merged()
    for key in _find_refused(before, after):
        merged.refused.append(key.code)
        del after[key]
    with_skills = {entry.parent for entry in after.values() if isinstance(entry.noun, Skill)}
    entries: dict[OriginKey, _Entry] = {}
    for key in (*after, *before) if replaces else (*before, *after):
        if key not in entries:
            wins = replaces and not _is_rated(before.get(key), key in with_skills)
            entries[key] = _choose(key, before.get(key), after.get(key), merged, wins)
    if replaces:
        _drop_emptied(entries, before, merged.gone)
    merged.areas = _rebuild(entries)
    return merged


def _choose(
    key: OriginKey, old: _Entry | None, new: _Entry | None, merged: Merged, wins: bool
) -> _Entry:
    """Return which version of something stays, and note how they differ.

    `wins`: whether that is the new one.
    """
    if new is None:
        assert old is not None
        merged.gone.append(key)
        return old
    if old is None:
        merged.new.append(key.code)
        return new
    if _differ(old, new):
        merged.different.append(key.code)
    return _overwrite(old, new) if wins else old


def _entries(areas: Sequence[Area]) -> dict[OriginKey, _Entry]:
    """Return everything by its key, parents first."""
    entries: dict[OriginKey, _Entry] = {}
    for area in areas:
        top = OriginKey(True, area.code)
        entries[top] = _Entry(replace(area, competencies=()), None)
        for competency in area.competencies:
            middle = OriginKey(False, competency.code)
            entries[middle] = _Entry(replace(competency, skills=()), top)
            for skill in competency.skills:
                entries[OriginKey(False, skill.code)] = _Entry(skill, middle)
    return entries


def _find_refused(
    before: Mapping[OriginKey, _Entry], after: Mapping[OriginKey, _Entry]
) -> list[OriginKey]:
    """Return the new skills of competencies that have none here, and are rated themselves."""
    with_skills = {entry.parent for entry in before.values()}
    return [
        key
        for key, entry in after.items()
        if isinstance(entry.noun, Skill)
        and key not in before
        and entry.parent in before
        and entry.parent not in with_skills
    ]


def _is_rated(old: _Entry | None, has_skills: bool) -> bool:
    """Whether something is a skill here, and would be a competency that is not rated itself."""
    return old is not None and isinstance(old.noun, Skill) and has_skills


# ---- two versions of one thing -------------------------------------------------------------------


def _differ(old: _Entry, new: _Entry) -> bool:
    if type(old.noun) is not type(new.noun) or old.parent != new.parent:
        return True
    return any(
        _words_of(getattr(old.noun, name)) != _words_of(getattr(new.noun, name))
        for name in _said(new.noun)
    )


def _overwrite(old: _Entry, new: _Entry) -> _Entry:
    """Return the imported version, with what only the school's has: icons, scales, translations."""
    if type(old.noun) is not type(new.noun):
        return new
    changes = {
        name: getattr(new.noun, name)
        for name in _said(new.noun)
        if _words_of(getattr(old.noun, name)) != _words_of(getattr(new.noun, name))
    }
    return _Entry(replace(old.noun, **changes), new.parent)


def _said(noun: Noun) -> Iterator[str]:
    """Yield the fields that an import fills in. It says also that a title is all there is."""
    for name in fields(type(noun)):
        if name == "statement" or getattr(noun, name) not in (None, "", (), {}, False, 0, True):
            yield name


def _words_of(value: Any) -> Any:
    """Return a value with the original words of its texts, whatever their translations."""
    if isinstance(value, Text):
        return value.original
    if isinstance(value, Signpost):
        return value.level, value.see.original
    if isinstance(value, Mapping):
        return {key: _words_of(held) for key, held in value.items()}
    if isinstance(value, tuple):
        return [_words_of(part) for part in value]
    return value


# ---- the tree ------------------------------------------------------------------------------------


def _drop_emptied(
    entries: dict[OriginKey, _Entry],
    before: Mapping[OriginKey, _Entry],
    gone: list[OriginKey],
) -> None:
    """Drop competencies that only the school has, and whose skills are all elsewhere now.

    Without skills, they would be rated themselves.
    """
    had = {entry.parent for entry in before.values()}
    has = {entry.parent for entry in entries.values()}
    for key in [key for key in gone if key in had and key not in has]:
        del entries[key]
        gone.remove(key)


def _rebuild(entries: Mapping[OriginKey, _Entry]) -> tuple[Area, ...]:
    """Return areas with what is below them, in the order of the entries."""
    below: dict[OriginKey, list[OriginKey]] = {}
    for key, entry in entries.items():
        if entry.parent is not None:
            below.setdefault(_parent_of(entry, entries), []).append(key)
    areas = []
    for key, entry in entries.items():
        if isinstance(entry.noun, Area):
            competencies = []
            for within in below.get(key, ()):
                competency = entries[within].noun
                assert isinstance(competency, Competency)
                skills = (entries[skill].noun for skill in below.get(within, ()))
                kept = tuple(skill for skill in skills if isinstance(skill, Skill))
                competencies.append(replace(competency, skills=kept))
            areas.append(replace(entry.noun, competencies=tuple(competencies)))
    return tuple(areas)


def _parent_of(entry: _Entry, entries: Mapping[OriginKey, _Entry]) -> OriginKey:
    """Return the parent, or what it is a part of by now."""
    parent = entry.parent
    while parent is not None:
        above = entries[parent]
        if isinstance(above.noun, Area) or (
            isinstance(entry.noun, Skill) and isinstance(above.noun, Competency)
        ):
            return parent
        parent = above.parent
    raise AssertionError(f"{entry.noun.code} stands below nothing")
