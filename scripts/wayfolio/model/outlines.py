"""What other programs' files say, before it becomes files of a school."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wayfolio.model.frameworks import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlinedSkill:
    """A skill of another program's framework."""

    code: str
    statement: str
    levels: Mapping[Level, str] = field(default_factory=dict)
    required: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlinedCompetency:
    """A competency of another program's framework."""

    code: str
    title: str
    statement: str = ""
    required: int | None = None
    skills: tuple[OutlinedSkill, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlinedArea:
    """An area of another program's framework."""

    code: str
    title: str
    competencies: tuple[OutlinedCompetency, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A framework as another program has it, and which of its rows have no place in ours."""

    title: str
    licence: str | None = None
    areas: tuple[OutlinedArea, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One learner, as another program lists them."""

    name: str
    first: str
    group: str | None = None
    id: str | None = None
    login: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRow:
    """One photograph of a folder, as a sheet beside it describes it."""

    file: str
    learner: str
    title: str
    date: str
    alt: str
    text: str = ""
    shows: tuple[str, ...] = ()
