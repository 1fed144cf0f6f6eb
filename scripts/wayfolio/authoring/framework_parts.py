"""Divides a framework into several, where one file would be larger than the format allows."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.model.frameworks import Area, Competency
from wayfolio.model.names import AreaCode, CompetencyCode
from wayfolio.model.origins import Origin, OriginKey
from wayfolio.write.frameworks import area_text, competency_text, skill_text

LARGEST_PART = 200_000
"""Bytes, some below what a file may have: people add to it."""
MOST_VALUES = 15_000


class Room(Struct):
    """How much is in a file so far."""

    bytes: int = 0
    values: int = 0

    def has(self, text: str) -> bool:
        """Whether a text fits in as well."""
        more = self.plus(text)
        return more.bytes <= LARGEST_PART and more.values <= MOST_VALUES

    def plus(self, text: str) -> "Room":
        """Return the room with a text in it. Each line has a key, a value and perhaps an entry."""
        values = 3 * text.count("\n") + 2 * text.count(", ")
        return Room(self.bytes + len(text.encode()), self.values + values)


class Division(Struct):
    """The areas of each file, and the origins of what was divided."""

    files: list[list[Area]] = field(default_factory=list)
    origins: dict[OriginKey, Origin] = field(default_factory=dict)


def divide_areas(
    areas: Iterable[Area],
    origins: Mapping[OriginKey, Origin],
    program: str,
    next_code: Callable[[str], str],
) -> Division:
    """Return the areas for each file. `next_code`: returns a free code like another."""
    division = Division(files=[[]], origins=dict(origins))
    room = Room()
    for area in areas:
        for piece in _pieces_of_area(area, division, program, next_code):
            text = area_text(piece, division.origins)
            if division.files[-1] and not room.has(text):
                division.files.append([])
                room = Room()
            division.files[-1].append(piece)
            room = room.plus(text)
    return division


def _pieces_of_area(
    area: Area, division: Division, program: str, next_code: Callable[[str], str]
) -> Iterator[Area]:
    """Yield an area, or several with its title that each fit into a file."""
    if Room().has(area_text(area, division.origins)):
        yield area
        return
    pieces: list[list[Competency]] = [[]]
    room = Room()
    for competency in area.competencies:
        for piece in _pieces_of_competency(competency, division, program, next_code):
            text = competency_text(piece, division.origins)
            if pieces[-1] and not room.has(text):
                pieces.append([])
                room = Room()
            pieces[-1].append(piece)
            room = room.plus(text)
    yield replace(area, competencies=tuple(pieces[0]))
    for held in pieces[1:]:
        code = next_code(area.code)
        _note_division(division, OriginKey(True, area.code), code, program)
        yield replace(area, code=AreaCode(code), competencies=tuple(held))


def _pieces_of_competency(
    competency: Competency, division: Division, program: str, next_code: Callable[[str], str]
) -> Iterator[Competency]:
    """Yield a competency, or several with its title that each fit into a file."""
    if Room().has(competency_text(competency, division.origins)):
        yield competency
        return
    room = Room()
    pieces: list[list[int]] = [[]]
    for number, skill in enumerate(competency.skills):
        text = skill_text(skill, division.origins)
        if pieces[-1] and not room.has(text):
            pieces.append([])
            room = Room()
        pieces[-1].append(number)
        room = room.plus(text)
    for number, held in enumerate(pieces):
        skills = tuple(competency.skills[place] for place in held)
        if number == 0:
            yield replace(competency, skills=skills)
            continue
        code = next_code(competency.code)
        _note_division(division, OriginKey(False, competency.code), code, program)
        yield replace(competency, code=CompetencyCode(code), skills=skills)


def _note_division(division: Division, whole: OriginKey, code: str, program: str) -> None:
    """Remember of what something is a further piece, so that the next import joins them."""
    origin = division.origins.get(whole) or Origin(program, whole.code)
    division.origins[OriginKey(whole.is_area, code)] = origin
