"""All of a learner's work, and its filters."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from msgspec import Struct

from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.names import PathwayId, StageCode, slug_of
from wayfolio.model.school import find_school_year
from wayfolio.model.visibility import ShownEvidence, Summary
from wayfolio.render.language.alphabet import SortKey
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import Translate, kind_of_work, school_year_title
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import CardView, Site, card

Facet = tuple[str, str, str]
"""The name of a filter, a value, and the value's label."""


class WorkView(Struct, frozen=True, kw_only=True):
    """A piece of work, and the values by which filters find it."""

    card: CardView
    facets: tuple[tuple[str, str], ...]
    """(name of a filter, its values separated by spaces)."""


class WorkYear(Struct, frozen=True, kw_only=True):
    """The work of one school year, newest first."""

    title: str
    work: tuple[WorkView, ...]


class FilterView(Struct, frozen=True, kw_only=True):
    """A filter with the values that occur."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]


NAMES = ("area", "studio", "stage", "kind", "year")


def work_years(
    dossier: LearnerDossier[Private], summary: Summary[Private], site: Site
) -> tuple[WorkYear, ...]:
    """Return every piece of work by its school year."""
    rows = {row.address: row for row in summary.work}
    years = []
    for year, works in groupby(dossier.shown.evidence, key=_year):
        views = []
        for work in works:
            where = addresses.evidence_address(dossier.shown.address, work.item.slug)
            views.append(WorkView(card=card(rows[where], site), facets=_values(work, site)))
        years.append(WorkYear(title=school_year_title(year), work=tuple(views)))
    return tuple(years)


def _values(work: ShownEvidence, site: Site) -> tuple[tuple[str, str], ...]:
    """Return the values of a piece of work for each filter, separated by spaces."""
    values: dict[str, list[str]] = {name: [] for name in NAMES}
    for name, value, _label in _facets(work, site):
        values[name].append(value)
    return tuple((name, " ".join(listed)) for name, listed in values.items())


def filters(dossier: LearnerDossier[Private], site: Site) -> tuple[FilterView, ...]:
    """Return the filters with more than one value."""
    _: Translate = site.reader.gettext
    labels = {
        "area": _("Area"),
        "studio": _("Studio"),
        "stage": _("Stage"),
        "kind": _("Kind"),
        "year": _("School year"),
    }
    options: dict[str, dict[str, str]] = {name: {} for name in NAMES}
    for work in dossier.shown.evidence:
        for name, value, label in _facets(work, site):
            options[name].setdefault(value, label)
    return tuple(
        FilterView(
            name=name, label=labels[name], options=_sort_options(name, options[name], site.reader)
        )
        for name in NAMES
        if len(options[name]) > 1
    )


def _sort_options(
    name: str, labels: Mapping[str, str], reader: Reader
) -> tuple[tuple[str, str], ...]:
    """Return (value, label) by label, but the newest year first."""

    def by_label(option: tuple[str, str]) -> SortKey:
        return reader.sort_key(option[1])

    return tuple(sorted(labels.items(), key=by_label, reverse=name == "year"))


def _year(work: ShownEvidence) -> int:
    return find_school_year(work.item.date)


def _facets(work: ShownEvidence, site: Site) -> Iterator[Facet]:
    """Yield the values of a piece of work, each once."""
    evidence = work.item
    yield from _area_facets(work, site)
    name = evidence.experience
    experience = site.catalogue.experiences.get(name) if name else None
    if experience is not None:
        yield "studio", experience.experience, site.reader.say(experience.title)
    yield from _stage_facets(evidence.stages, site)
    yield "kind", evidence.kind, kind_of_work(evidence.kind, site.reader.gettext)
    yield "year", str(_year(work)), school_year_title(_year(work))


def _area_facets(work: ShownEvidence, site: Site) -> Iterator[Facet]:
    """Yield the areas of the work's skills."""
    placed = [site.catalogue.skills[skill][1] for skill in work.skills]
    for code, title in {entry.area.code: entry.area.title for entry in placed}.items():
        yield "area", slug_of(code), site.reader.say(title)


def _stage_facets(refs: Iterable[str], site: Site) -> Iterator[Facet]:
    """Yield the stages of pathways that the work belongs to: `pathway/stage`."""
    for ref in refs:
        name, _slash, code = ref.partition("/")
        pathway = site.catalogue.pathways.get(PathwayId(name))
        stage = pathway.stage(StageCode(code)) if pathway else None
        if stage is not None:
            label = site.reader.say(stage.title) or code
            yield "stage", slug_of(ref.replace("/", "-")), label
