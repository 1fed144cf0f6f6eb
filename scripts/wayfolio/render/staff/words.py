"""Cells, links and words that the staff's pages share."""

from collections.abc import Iterable
from datetime import date

from babel.dates import format_date
from msgspec import Struct

from wayfolio.model.frameworks import Level, parse_code
from wayfolio.model.names import Code, CompetencyCode, GroupId, LearnerId, PersonId, SkillCode
from wayfolio.model.staff import StaffRow
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.parts import addresses
from wayfolio.render.parts.levels import level_text, scale_of
from wayfolio.render.parts.naming import signed_names
from wayfolio.render.parts.views import LinkView, PageView, Site, competency_link
from wayfolio.render.staff.table import CellView, TableView, day_cell, text_cell


class GroupCardView(Struct, frozen=True, kw_only=True):
    """Learners who can work on the same thing, and why each is among them."""

    title: LinkView
    where: str
    members: tuple[tuple[LinkView, str], ...]


class StaffPartView(Struct, frozen=True, kw_only=True):
    """A part of a page: some sentences, groups, and tables."""

    title: str
    anchor: str
    says: tuple[str, ...] = ()
    cards: tuple[GroupCardView, ...] = ()
    tables: tuple[TableView, ...] = ()
    entries: tuple[tuple[LinkView, str], ...] = ()


class StaffView(PageView, frozen=True, kw_only=True):
    """All that staff.html may show."""

    lead: str
    as_of: str
    parts: tuple[StaffPartView, ...]


def staff_view(site: Site, title: str, lead: str, parts: Iterable[StaffPartView]) -> StaffView:
    """Return a staff page."""
    _: Translate = site.reader.gettext
    return StaffView(
        base="../../",
        title=title,
        description=lead,
        crumbs=(LinkView(_("For staff"), "staff/"),),
        lead=lead,
        as_of=site.reader.day(site.as_of),
        parts=tuple(parts),
    )


def short_day(on: date | None, site: Site) -> str:
    """Return a day in short form: Mar 2, 2027."""
    locale = site.reader.language.replace("-", "_")
    return format_date(on, "medium", locale=locale) if on else ""


def date_cell(on: date | None, site: Site) -> CellView:
    """Return a cell of a day."""
    return day_cell(on, short_day(on, site))


def learner_cell(row: StaffRow) -> CellView:
    """Return a cell of a learner that leads to the whole page."""
    return text_cell(row.full_name, addresses.portfolio_address(row.learner))


def learner_link(row: StaffRow) -> LinkView:
    """Return a link to a learner's whole page."""
    return LinkView(row.full_name, addresses.portfolio_address(row.learner))


def group_title(name: GroupId, site: Site) -> str:
    """Return the title of a group."""
    groups = {group.id: group.title for group in site.catalogue.school.groups}
    return site.reader.say(groups[name]) if name in groups else name


def group_cell(row: StaffRow, site: Site) -> CellView:
    """Return a cell of a learner's group."""
    return text_cell(group_title(row.group, site))


def competency_cell(code: Code | CompetencyCode, site: Site) -> CellView:
    """Return a cell of a competency, or of a skill, that leads to its page."""
    link = competency_link(Code(code), site)
    skill = site.catalogue.skills.get(SkillCode(code))
    own = skill[0].statement if skill and Code(skill[1].competency.code) != code else None
    return text_cell(f"{code} {site.reader.say(own) or link.label}", link.address or "")


def competency_title(code: CompetencyCode, site: Site) -> str:
    """Return what a competency is called."""
    return competency_link(parse_code(code), site).label


def person_name(name: str, site: Site) -> str:
    """Return the names for a `by` field, which may list several people."""
    people = {str(key): person.name for key, person in site.catalogue.school.people.items()}
    return ", ".join(people.get(part, part) for part in name.split(", "))


def people_cell(names: Iterable[str], site: Site) -> CellView:
    """Return a cell of several people by their names."""
    return text_cell(signed_names([PersonId(name) for name in names], site))


def level_words(row: StaffRow, code: CompetencyCode, site: Site) -> str:
    """Return a learner's level with its word, or an empty text."""
    cell = row.cells.get(code)
    if cell is None or cell.level is None:
        return ""
    said = level_text(cell.level, scale_of(code, site), site)
    if not cell.is_set:
        return said
    return site.reader.gettext("{level}, set by an educator").format(level=said)


def level_with_word(code: Code, level: Level | None, site: Site) -> str:
    """Return a level of a competency or a skill with its word, or that there is none."""
    _: Translate = site.reader.gettext
    if level is None:
        return _("not yet rated")
    placed = site.catalogue.placed(code)
    return (
        level_text(level, scale_of(placed.competency.code, site), site) if placed else figure(level)
    )


def rows_by_learner(rows: Iterable[StaffRow]) -> dict[LearnerId, StaffRow]:
    """Return the rows by the learners' ids."""
    return {row.learner: row for row in rows}
