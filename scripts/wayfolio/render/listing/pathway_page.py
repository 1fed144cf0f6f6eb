"""The page of a pathway: its maps, stages, gates and paces."""

from collections.abc import Iterable

from msgspec import Struct

from wayfolio.model.maps import PathMap
from wayfolio.model.pathways import Gate, Pathway, Stage
from wayfolio.render.language.reader import Reader, figure
from wayfolio.render.language.vocabulary import in_sentence, join_words, kind_of_pathway
from wayfolio.render.listing.competency_page import competency_links
from wayfolio.render.maps.views import map_view
from wayfolio.render.parts import addresses
from wayfolio.render.parts.rules import rule_sentence
from wayfolio.render.parts.views import (
    LinkView,
    PageView,
    Site,
    base_of,
)


class StageView(Struct, frozen=True, kw_only=True):
    """A stage of a pathway, in words."""

    code: str
    title: str
    about: str
    level: str
    growth: str
    """The growth that completes it as well."""
    finished: str
    """What finishes it, as a sentence."""
    cycle: LinkView | None
    """The cycle that is walked within it."""
    milestone: str
    optional: bool
    skipped_by: str
    """On what occasions it may be skipped."""
    competencies: tuple[LinkView, ...]
    activities: tuple[str, ...]
    deliverables: tuple[str, ...]
    workplace: tuple[str, ...]


class PathwayGateView(Struct, frozen=True, kw_only=True):
    """A gate of a pathway, and what it needs as a sentence."""

    title: str
    about: str
    needs: str


class PaceView(Struct, frozen=True, kw_only=True):
    """A pace: its terms in order, with the courses of each."""

    title: str
    terms: tuple[tuple[str, tuple[LinkView, ...]], ...]


class PathwayView(PageView, frozen=True, kw_only=True):
    """All that pathway.html may show."""

    kind: str
    about: str
    promise: str
    stages: tuple[StageView, ...]
    comes_back: bool
    gates: tuple[PathwayGateView, ...]
    paces: tuple[PaceView, ...]
    high_school: tuple[tuple[str, tuple[str, ...]], ...]
    ends_with: tuple[str, ...]


def pathway_view(
    pathway: Pathway, gates: Iterable[tuple[Gate, str]], maps: Iterable[PathMap], site: Site
) -> PathwayView:
    """Return a pathway as maps and as a list of its stages. `gates`: each with its sentence."""
    _ = site.reader.gettext
    base = base_of(addresses.pathway_address(pathway.pathway))
    return PathwayView(
        base=base,
        maps=tuple(
            map_view(
                path_map,
                site,
                base=base,
                name=f"map{n}",
                heading=_map_heading(path_map, site.reader),
            )
            for n, path_map in enumerate(maps, start=1)
        ),
        title=site.reader.say(pathway.title),
        description=site.reader.say(pathway.about) or kind_of_pathway(pathway.kind, _),
        crumbs=(LinkView(_("Pathways"), "pathways/"),),
        kind=kind_of_pathway(pathway.kind, _),
        about=site.reader.say(pathway.about),
        promise=site.reader.say(pathway.promise),
        stages=tuple(_stage(stage, pathway, site) for stage in pathway.stages),
        comes_back=pathway.comes_back,
        gates=tuple(
            PathwayGateView(
                title=site.reader.say(gate.title) or gate.id,
                about=site.reader.say(gate.about),
                needs=needs,
            )
            for gate, needs in gates
        ),
        paces=tuple(
            PaceView(
                title=_capital(site.reader.word(pace)),
                terms=tuple(
                    (term, competency_links(courses, site)) for term, courses in terms.items()
                ),
            )
            for pace, terms in pathway.paces.items()
        ),
        high_school=_high_school(pathway, site.reader),
        ends_with=tuple(map(site.reader.say, pathway.ends_with)),
    )


def _stage(stage: Stage, pathway: Pathway, site: Site) -> StageView:
    _ = site.reader.gettext
    items = pathway.workplace.get(stage.code, ())
    return StageView(
        code=stage.code,
        title=site.reader.say(stage.title) or stage.code,
        about=site.reader.say(stage.about),
        level="" if stage.level is None else figure(stage.level),
        growth="" if stage.growth is None else figure(stage.growth),
        finished=rule_sentence(stage.finished, site) if stage.finished else "",
        cycle=_cycle(stage, site),
        milestone=site.reader.say(stage.milestone.title) if stage.milestone else "",
        optional=stage.optional or bool(stage.skipped_by),
        skipped_by=join_words([in_sentence(kind, _) for kind in stage.skipped_by], _),
        competencies=competency_links((*stage.competencies, *stage.objectives), site),
        activities=tuple(map(site.reader.say, stage.activities)),
        deliverables=tuple(
            site.reader.say(deliverable.title) for deliverable in stage.deliverables
        ),
        workplace=tuple(
            _("{count} × {kind}").format(count=task.count, kind=site.reader.word(task.kind))
            for task in items
        ),
    )


def _cycle(stage: Stage, site: Site) -> LinkView | None:
    if stage.cycle is None:
        return None
    title = site.reader.say(site.catalogue.pathways[stage.cycle].title)
    return LinkView(title, addresses.pathway_address(stage.cycle))


def _map_heading(path_map: PathMap, reader: Reader) -> str:
    """Return a map's title with its pace, which distinguishes the maps of a pathway."""
    title = reader.say(path_map.title)
    if not path_map.pace:
        return title
    text = reader.gettext("{title}: {says}")
    return text.format(title=title, says=reader.word(path_map.pace))


def _capital(phrase: str) -> str:
    return f"{phrase[:1].upper()}{phrase[1:]}"


def _high_school(pathway: Pathway, reader: Reader) -> tuple[tuple[str, tuple[str, ...]], ...]:
    grades: dict[str, list[str]] = {}
    for requirement in pathway.requirements:
        if requirement.high_school_credit is not None:
            title = reader.say(requirement.high_school_credit)
            grades.setdefault(requirement.grade or "", []).append(title)
    return tuple((grade, tuple(titles)) for grade, titles in grades.items())
