"""What other programs' files say, before it becomes files of a school."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from wayfolio.model.frameworks import Level, Mark


class OutlinedSkill(Struct, frozen=True, kw_only=True):
    """A skill of another program's framework."""

    code: str
    statement: str
    levels: Mapping[Level, str] = field(default_factory=dict)
    required: int | None = None


class OutlinedCompetency(Struct, frozen=True, kw_only=True):
    """A competency of another program's framework."""

    code: str
    title: str
    statement: str = ""
    required: int | None = None
    skills: tuple[OutlinedSkill, ...] = ()


class OutlinedArea(Struct, frozen=True, kw_only=True):
    """An area of another program's framework."""

    code: str
    title: str
    competencies: tuple[OutlinedCompetency, ...] = ()


class Outline(Struct, frozen=True, kw_only=True):
    """A framework as another program has it, and which of its rows have no place in ours."""

    title: str
    licence: str | None = None
    areas: tuple[OutlinedArea, ...] = ()
    left: tuple[str, ...] = ()


class RatingRow(Struct, frozen=True, kw_only=True):
    """One rating as another program exports it."""

    line: int
    occasion: str
    """The other program's number of the occasion."""
    on: date
    learner: tuple[str, ...]
    """By what the learner may be known: number, login, whole name."""
    by: tuple[str, ...]
    """By what the educator may be known: login, name."""
    kind: str
    experience: str
    skill: str
    level: Level | Mark
    target: Level | None
    """The level of the stage for which it was rated."""


class RatingSheet(Struct, frozen=True, kw_only=True):
    """An export of ratings, and which of its rows cannot be read."""

    rows: tuple[RatingRow, ...]
    left: tuple[str, ...]
