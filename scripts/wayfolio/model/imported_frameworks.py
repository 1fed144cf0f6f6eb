"""What other programs' files say, before it becomes files of a school."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct, field

from wayfolio.model.frameworks import Level, Mark
from wayfolio.model.import_report import NOWHERE, CellAt, ImportReport


class Outlined(Struct, frozen=True, kw_only=True):
    """Something of another program's framework."""

    called: str
    """As messages call it: by its code, its title or its identifier."""
    origins: tuple[str, ...] = ()
    """By what the other program knows it, whatever it is called; the first is remembered."""
    code: str = ""
    """As people read it there; empty where they read none."""
    language: str = ""
    """Of its words; empty where it is the framework's."""
    at: CellAt = NOWHERE


class OutlinedSkill(Outlined, frozen=True, kw_only=True):
    """A skill of another program's framework."""

    statement: str
    levels: Mapping[Level, str] = field(default_factory=dict)
    required: Mapping[str, int] = field(default_factory=dict)
    """Level or code of a stage -> pieces of evidence. `default` stands for all other stages."""


class OutlinedCompetency(Outlined, frozen=True, kw_only=True):
    """A competency of another program's framework."""

    title: str
    statement: str = ""
    grade: str = ""
    levels: Mapping[Level, str] = field(default_factory=dict)
    required: Mapping[str, int] = field(default_factory=dict)
    builds_on: tuple[str, ...] = ()
    """Origins of competencies."""
    aligns: tuple[str, ...] = ()
    """Origins of competencies, perhaps of another framework."""
    skills: tuple[OutlinedSkill, ...] = ()


class OutlinedArea(Outlined, frozen=True, kw_only=True):
    """An area of another program's framework."""

    title: str
    about: str = ""
    competencies: tuple[OutlinedCompetency, ...] = ()


class Outline(Struct, frozen=True, kw_only=True):
    """A framework as another program has it."""

    title: str
    program: str
    """Whose identifiers its origins are."""
    origin: str = ""
    licence: str = ""
    about: str = ""
    language: str = ""
    areas: tuple[OutlinedArea, ...] = ()


class FrameworkSource(Struct, frozen=True, kw_only=True):
    """A file with a framework, and how to read it."""

    file: Path
    report: ImportReport
    today: date
    encoding: str | None = None
    area: str | None = None
    """The title of the area to which a file without areas belongs."""
    takes_expired: bool = False

    def leave(self, what: str, why: str, mend: str = "") -> None:
        """Say what of the file is not taken, where it has no lines to name."""
        self.report.leave(what, why, mend, CellAt(str(self.file)))


class RatingRow(Struct, frozen=True, kw_only=True):
    """One rating as another program exports it."""

    at: CellAt
    occasion: str
    """The other program's number of the occasion."""
    on: date
    learner: tuple[str, ...]
    """By what the learner may be known: number, login, whole name."""
    by: tuple[str, ...]
    """By what the educator may be known: login, name."""
    kind: str
    experience: str
    skill: tuple[str, ...]
    """By what the skill may be known: code, identifier, title."""
    level: Level | Mark
    target: Level | None = None
    """The level of the stage for which it was rated."""


class RatingSheet(Struct, frozen=True, kw_only=True):
    """An export of ratings."""

    program: str
    """As comments name it."""
    occasion: str
    """What the program calls an occasion."""
    prefix: str
    """How the files of its occasions begin."""
    rows: tuple[RatingRow, ...]


class RatingsSource(Struct, frozen=True, kw_only=True):
    """A file with ratings, and how to read it."""

    file: Path
    report: ImportReport
    encoding: str | None = None
    timezone: str | None = None
    """Of the school, where its day is another than the file's."""
