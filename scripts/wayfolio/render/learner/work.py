"""All of a learner's work, and by what it can be filtered."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct

from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.frameworks import Mark
from wayfolio.model.names import PathwayId, StageCode
from wayfolio.model.school import find_school_year
from wayfolio.model.visibility import ShownEvidence, Summary
from wayfolio.render.language.vocabulary import Translate, kind_of_work, school_year_title
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import CardView, Site, card

Facet = tuple[str, str, str]
"""What it is a facet of, its value, and its label."""


class WorkView(Struct, frozen=True, kw_only=True):
    """A piece of work, and the values that a filter looks for."""

    card: CardView
    facets: tuple[tuple[str, str], ...]
    """Name of a filter -> values, with spaces between them."""


class WorkYear(Struct, frozen=True, kw_only=True):
    """The work of one school year, newest first."""

    title: str
    work: tuple[WorkView, ...]


class FilterView(Struct, frozen=True, kw_only=True):
    """A choice among the values that occur."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]


NAMES = ("area", "studio", "stage", "kind", "year")


def work_years(
    whole: LearnerDossier[Private], summary: Summary[Private], site: Site
) -> tuple[WorkYear, ...]:
    """Return every piece of work by its school year."""
    rows = {row.address: row for row in summary.work}
    found = []
    for year, items in groupby(whole.shown.evidence, key=_year):
        work = []
        for item in items:
            where = addresses.evidence_address(whole.shown.address, item.item.slug)
            values: dict[str, list[str]] = {name: [] for name in NAMES}
            for name, value, _label in _facets(item, site):
                values[name].append(value)
            facets = tuple((name, " ".join(several)) for name, several in values.items())
            work.append(WorkView(card=card(rows[where], site), facets=facets))
        found.append(WorkYear(title=school_year_title(year), work=tuple(work)))
    return tuple(found)


def filters(whole: LearnerDossier[Private], site: Site) -> tuple[FilterView, ...]:
    """Return the filters that would leave anything out."""
    _: Translate = site.reader.gettext
    labels = {
        "area": _("Area"),
        "studio": _("Studio"),
        "stage": _("Stage"),
        "kind": _("Kind"),
        "year": _("School year"),
    }
    options: dict[str, dict[str, str]] = {name: {} for name in NAMES}
    for item in whole.shown.evidence:
        for name, value, label in _facets(item, site):
            options[name].setdefault(value, label)
    return tuple(
        FilterView(name=name, label=labels[name], options=_sorted(name, options[name].items()))
        for name in NAMES
        if len(options[name]) > 1
    )


def _sorted(name: str, options: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    newest_first = name == "year"
    return tuple(sorted(options, key=lambda one: one[1], reverse=newest_first))


def _year(item: ShownEvidence) -> int:
    return find_school_year(item.item.date)


def _facets(item: ShownEvidence, site: Site) -> Iterator[Facet]:
    """Give the values of one piece of work, each once."""
    work, say = item.item, site.reader.say
    rated = [one.skill for one in item.confirmed if not isinstance(one.level, Mark)]
    areas = {}
    for skill in (*work.shows, *rated):
        area = site.catalogue.skills[skill][1].area
        areas[area.code] = say(area.title)
    for area_code, title in areas.items():
        yield "area", addresses.part_address(area_code), title
    experience = site.catalogue.experiences.get(work.experience) if work.experience else None
    if experience is not None:
        yield "studio", experience.experience, say(experience.title)
    for ref in work.stages:
        name, _slash, code = ref.partition("/")
        pathway = site.catalogue.pathways.get(PathwayId(name))
        stage = pathway.stage(StageCode(code)) if pathway else None
        if stage is not None:
            yield "stage", addresses.part_address(ref.replace("/", "-")), say(stage.title) or code
    yield "kind", work.kind, kind_of_work(work.kind, site.reader.gettext)
    yield "year", str(_year(item)), school_year_title(_year(item))
