"""Gives what an import brings codes that nothing else has, and the same ones at every import."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.load.school_codes import LONGEST_CODE, school_code, shorten_code
from wayfolio.model.counts import count_of
from wayfolio.model.file_names import is_device
from wayfolio.model.import_report import CellAt, ImportReport
from wayfolio.model.imported_frameworks import Outline, Outlined, OutlinedArea, OutlinedCompetency
from wayfolio.model.names import slug_of


class CodeBook(Struct):
    """Which codes a school has already, and what they stand for."""

    taken: set[str]
    """As they stand in addresses."""
    by_origin: Mapping[tuple[bool, str], str] = field(default_factory=dict)
    """What earlier imports have brought: whether it is an area, and its origin -> its code."""
    without_origin: set[str] = field(default_factory=set)
    """Codes of the same framework that no import has brought, or one without identifiers."""
    used: set[str] = field(default_factory=set)
    """Of this import."""
    next_numbers: dict[str, int] = field(default_factory=dict)

    def remember(self, own: Outlined) -> str | None:
        """Return the code that something had at an earlier import, if nothing else has it now."""
        keys = [(isinstance(own, OutlinedArea), origin) for origin in own.origins]
        known = [self.by_origin[key] for key in keys if key in self.by_origin]
        code = school_code(own.code)
        if not known and code in self.without_origin:
            known.append(code)
        return next((code for code in known if self._use(code)), None)

    def take(self, code: str) -> bool:
        """Take a code, and return whether it was free."""
        slug = slug_of(code)
        if not code or slug in self.taken or is_device(slug):
            return False
        self.taken.add(slug)
        return self._use(code)

    def take_next(self, before: str, number: int) -> str:
        """Return the first free code that a number makes of a beginning."""
        number = max(number, self.next_numbers.get(before, 0))
        while True:
            self.next_numbers[before] = number + 1
            end = f"{before[-1]}{number}"
            code = shorten_code(before[:-1], LONGEST_CODE - len(end)) + end
            if self.take(code):
                return code
            number += 1

    def _use(self, code: str) -> bool:
        if code in self.used:
            return False
        self.used.add(code)
        return True


class _Line(Struct):
    """Something of an outline on its way to a code."""

    own: Outlined
    parent: "_Line | None"
    number: int
    """Among its siblings, from 1."""
    code: str = ""


def assign_codes(outline: Outline, book: CodeBook, report: ImportReport) -> Outline:
    """Return an outline in which everything has a code of its own."""
    lines = _flatten(outline)
    for line in lines:
        line.code = book.remember(line.own) or ""
    for line in lines:
        wanted = school_code(line.own.code)
        if not line.code and book.take(wanted):
            line.code = wanted
            _tell_shortened(line, report)
    nameless = 0
    for line in lines:
        if not line.code:
            line.code = _invent(line, book, report)
            nameless += not school_code(line.own.code)
    if nameless:
        what = f"{count_of(nameless, 'item')} without a code that people can read"
        report.read(what, "they get short ones, which later imports keep", "", _file_of(lines))
    return _with_codes(outline, iter(lines))


def _file_of(lines: Iterable[_Line]) -> CellAt:
    return CellAt(next((line.own.at.file for line in lines), ""))


def _flatten(outline: Outline) -> list[_Line]:
    """Return areas, competencies and skills in the order of reading."""
    lines = []
    for number, area in enumerate(outline.areas, 1):
        lines.append(top := _Line(area, None, number))
        for place, competency in enumerate(area.competencies, 1):
            lines.append(middle := _Line(competency, top, place))
            lines += [_Line(s, middle, n) for n, s in enumerate(competency.skills, 1)]
    _tell_origins_apart(lines)
    return lines


def _tell_origins_apart(lines: Iterable[_Line]) -> None:
    """Give origins that a file has several times a number: some programs have only codes."""
    counts: Counter[tuple[bool, str]] = Counter()
    for line in lines:
        if line.own.origins:
            first, *further = line.own.origins
            key = isinstance(line.own, OutlinedArea), first
            counts[key] += 1
            if counts[key] > 1:
                line.own = replace(line.own, origins=(f"{first}~{counts[key]}", *further))


def _invent(line: _Line, book: CodeBook, report: ImportReport) -> str:
    """Return a code for what has none, or whose own is taken."""
    wanted = school_code(line.own.code)
    if not wanted:
        return book.take_next(f"{line.parent.code}." if line.parent else "A", line.number)
    code = book.take_next(f"{wanted}-", 2)
    report.change(
        line.own.called, f"its code {wanted} is taken: here it is {code}", "", line.own.at
    )
    return code


def _tell_shortened(line: _Line, report: ImportReport) -> None:
    whole = line.own.code.strip()
    if len(whole) > LONGEST_CODE:
        why = f"its code has more than {LONGEST_CODE} characters: here it is {line.code}"
        report.change(line.own.called, why, "", line.own.at)


def _with_codes(outline: Outline, lines: Any) -> Outline:
    """Return an outline with codes, which come in the order of reading."""

    def _own() -> dict[str, Any]:
        line = next(lines)
        return {"code": line.code, "origins": line.own.origins}

    def _skills(competency: OutlinedCompetency) -> OutlinedCompetency:
        own = _own()
        skills = tuple(replace(skill, **_own()) for skill in competency.skills)
        return replace(competency, skills=skills, **own)

    def _competencies(area: OutlinedArea) -> OutlinedArea:
        own = _own()
        return replace(area, competencies=tuple(map(_skills, area.competencies)), **own)

    return replace(outline, areas=tuple(map(_competencies, outline.areas)))
