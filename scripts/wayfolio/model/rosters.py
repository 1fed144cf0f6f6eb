"""What other programs' lists say of learners, groups, photographs and ratings."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from wayfolio.model.import_report import CellAt
from wayfolio.model.names import Slug


class SourceRow(Struct, frozen=True, kw_only=True):
    """A row of another program's file, and where it stands."""

    at: CellAt
    headings: Mapping[str, str] = field(default_factory=dict)
    """Field -> the heading of its column, as the file has it."""

    def cell(self, field_name: str) -> CellAt:
        """Return the place of a cell."""
        return CellAt(self.at.file, self.at.line, self.headings.get(field_name))


class GroupName(Struct, frozen=True, kw_only=True):
    """By what a group may be known, and how sure it is that a learner is at home in it."""

    title: str = ""
    code: str = ""
    external_id: str = ""
    rank: int = 0
    """Of several groups, one with the lowest rank is the learner's own."""

    def __str__(self) -> str:
        return self.title or self.code or self.external_id


class LearnerRow(SourceRow, frozen=True, kw_only=True):
    """A learner, as another program lists them."""

    name: str
    first: str
    source: Slug
    """Under which key of `external_ids` the source's own id is kept."""
    external_id: str = ""
    id: str = ""
    """The learner's id in this school, where the list has it."""
    login: str = ""
    groups: tuple[GroupName, ...] = ()


class LearnerRows(Struct, frozen=True, kw_only=True):
    """The learners of a list."""

    rows: tuple[LearnerRow, ...]
    is_whole: bool = True
    """Whether whoever is not among them has left; else it lists changes only."""


class GroupRow(SourceRow, frozen=True, kw_only=True):
    """A group, as another program lists it."""

    title: str
    source: Slug
    """Under which key of `external_ids` the source's own id is kept."""
    id: str = ""
    external_id: str = ""
    within: str = ""
    """The group in which it is, by its id or its title."""
    band: str = ""


class PhotoRow(SourceRow, frozen=True, kw_only=True):
    """A photograph of a folder, as a sheet beside it describes it."""

    file: str
    learner: str
    title: str
    date: date
    alt: str
    text: str = ""
    shows: tuple[str, ...] = ()


class ListedRating(SourceRow, frozen=True, kw_only=True):
    """A rating, as a spreadsheet has it."""

    learner: str
    skill: str
    level: str
    on: date
    by: str = ""
    kind: str = ""
    note: str = ""
