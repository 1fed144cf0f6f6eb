"""At a glance: a row for each area in the learner's own order, each opening to its figures."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from wayfolio.model.attainment import AreaAttainment, Attainment, Status
from wayfolio.model.dossier import AreaGrowth, LearnerDossier, Private
from wayfolio.model.frameworks import Area, Framework, Scale, parse_code
from wayfolio.model.names import CompetencyCode
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import Translate, join_words
from wayfolio.render.learner.figures import FigureView, all_figures, counted_pieces
from wayfolio.render.parts import addresses, levels
from wayfolio.render.parts.views import LinkView, Site, competency_link

Found = Mapping[CompetencyCode, tuple[Attainment, ...]]


class OverviewRow(Struct, frozen=True, kw_only=True):
    """One area: where the learner is, where they began, and how much evidence there is."""

    anchor: str
    title: str
    is_habit: bool
    level: str
    word: str
    meaning: str
    at: int
    """How much of the bar is filled, 0 to 1000."""
    began_at: int
    notes: tuple[str, ...]
    blank: str
    is_ahead: bool
    """Whether nothing is expected of it now: it waits for something, or is not asked for."""
    figures: tuple[FigureView, ...]
    empty: tuple[tuple[str, tuple[LinkView, ...]], ...]
    """Competencies without a rating, by which blank they are."""


class GroupView(Struct, frozen=True, kw_only=True):
    """The areas of one framework, which share a scale."""

    title: str
    note: str
    points: tuple[tuple[str, str, str], ...]
    """Level, word, meaning."""
    ticks: tuple[int, ...]
    rows: tuple[OverviewRow, ...]


def overview_rows(whole: LearnerDossier[Private], site: Site) -> tuple[GroupView, ...]:
    """Return the areas of each framework; habits come last, and courses have their own place."""
    found = levels.levels_by_competency(whole.shown.attainments)
    known = {one.area: one for one in whole.areas}
    grown = {one.area: one for one in whole.growth}
    groups = []
    for framework in site.catalogue.frameworks:
        areas = [area for area in framework.areas if area.code in known and not is_study(area)]
        areas.sort(key=lambda area: (area.habit, whole.order.get(area.code, 0)))
        rows = tuple(
            _row(_Of(framework, area, known[area.code], grown.get(area.code)), found, whole, site)
            for area in areas
        )
        if rows:
            groups.append(_group(framework, rows, site))
    return tuple(sorted(groups, key=lambda group: all(not row.level for row in group.rows)))


def is_study(area: Area) -> bool:
    """Whether an area is one of courses with credits, which are told by grade and not by level."""
    return any(one.credits for one in area.competencies)


class _Of(Struct, frozen=True):
    framework: Framework
    area: Area
    figures: AreaAttainment
    growth: AreaGrowth | None


def _group(framework: Framework, rows: tuple[OverviewRow, ...], site: Site) -> GroupView:
    _: Translate = site.reader.gettext
    scale = site.catalogue.scales[framework.scale]
    steps = scale.points[:: 2 if len(scale.points) > 12 else 1]
    return GroupView(
        title=site.reader.say(framework.title),
        note=_("Levels from {lowest} to {highest}.").format(
            lowest=figure(scale.lowest), highest=figure(scale.highest)
        ),
        points=tuple(
            (figure(one.value), site.reader.say(one.label), site.reader.say(one.meaning))
            for one in scale.points
        ),
        ticks=tuple(levels.filled_share(one.value, scale) for one in steps),
        rows=rows,
    )


def scale_of_area(framework: Framework, area: Area, site: Site) -> Scale:
    """Return the scale that an area's level is told on."""
    return site.catalogue.scales[area.scale or framework.scale]


def _row(of: _Of, found: Found, whole: LearnerDossier[Private], site: Site) -> OverviewRow:
    scale = scale_of_area(of.framework, of.area, site)
    level = of.figures.performance
    number = level is not None and not levels.is_done_or_not(scale)
    began = of.growth.steps[0].level if of.growth else None
    mine = {one.code: found[one.code] for one in of.area.competencies if one.code in found}
    return OverviewRow(
        anchor=addresses.part_address(f"area-{of.area.code}"),
        title=site.reader.say(of.area.title),
        is_habit=of.area.habit,
        level=figure(level) if level is not None and number else "",
        word=_word(of, scale, site),
        meaning=levels.meaning(level, scale, site) if level is not None and number else "",
        at=levels.filled_share(level, scale) if level is not None and number else 0,
        began_at=levels.filled_share(began, scale) if began is not None and number else 0,
        notes=tuple(_notes(of, mine, began if number else None, whole, site)),
        blank="" if level is not None else _blank(mine, whole, site),
        is_ahead=level is None and _is_ahead(mine, whole),
        figures=tuple(one for stages in mine.values() for one in all_figures(stages, whole, site)),
        empty=_empty(mine, whole, site),
    )


def _word(of: _Of, scale: Scale, site: Site) -> str:
    """Return the word for an area's level; of things that are done or not, how many are done."""
    _: Translate = site.reader.gettext
    level = of.figures.performance
    if level is None:
        return ""
    if not levels.is_done_or_not(scale):
        return levels.word(level, scale, site)
    if not of.figures.required:
        return _("All done so far")
    return _("{there} of {asked} done").format(there=of.figures.pieces, asked=of.figures.required)


def _notes(
    of: _Of, mine: Found, began: Fraction | None, whole: LearnerDossier[Private], site: Site
) -> Iterator[str]:
    """Give how much has been seen, where it began, and the learner's own date for it."""
    _: Translate = site.reader.gettext
    seen = sum(levels.find_level_now(stages) is not None for stages in mine.values())
    if seen and len(mine) > 1:
        yield _("shown in {seen} of {all} competencies").format(seen=seen, all=len(mine))
    # "0 of 32" would count against whoever has not begun; the blank has words of its own.
    if of.figures.required and began is not None:
        yield counted_pieces(of.figures.pieces, of.figures.required, site)
    if began is not None and of.growth is not None:
        first = of.growth.steps[0]
        if len(of.growth.steps) > 1:
            yield _("started at {level} in {month}").format(
                level=figure(began), month=site.reader.month(first.on)
            )
        else:
            yield _("first seen in {month}").format(month=site.reader.month(first.on))
    until = whole.shown.plan.pace.get(of.area.code) if whole.shown.plan else None
    if until is not None and until < site.as_of:
        yield _("target was {day}").format(day=site.reader.day(until))
    elif until is not None:
        yield _("target: {day}").format(day=site.reader.day(until))


def _blank(mine: Found, whole: LearnerDossier[Private], site: Site) -> str:
    """Return why an area has no level: waiting, not asked, asked and missed, or not yet shown."""
    _: Translate = site.reader.gettext
    current = _current(mine)
    if any(one.rated for one in current):
        return _("Asked for, not shown that time. There will be another chance.")
    if not any(one.asked for one in current):
        return _("Not required at this stage.")
    if _is_ahead(mine, whole):
        return _("Comes later; something else comes first.")
    return _("Not shown yet; there is still time.")


def _current(mine: Found) -> list[Attainment]:
    return [one for stages in mine.values() for one in stages if one.current]


def _is_ahead(mine: Found, whole: LearnerDossier[Private]) -> bool:
    """Whether all of an area waits for something else, or is not asked for."""
    asked = [one for one in _current(mine) if one.asked]
    waits = [whole.readiness.get(one.competency) for one in asked]
    return not any(one.rated for one in _current(mine)) and all(
        one is not None and one.status is Status.WAITING for one in waits
    )


def _empty(
    mine: Found, whole: LearnerDossier[Private], site: Site
) -> tuple[tuple[str, tuple[LinkView, ...]], ...]:
    """Return the competencies without any rating, by which blank they are."""
    kinds: dict[str, list[LinkView]] = {}
    for code, stages in mine.items():
        if any(one.rated or one.presumed for one in stages):
            continue
        link = competency_link(parse_code(code), site)
        kinds.setdefault(_kind(code, stages, whole, site), []).append(link)
    return tuple((kind, tuple(links)) for kind, links in kinds.items())


def _kind(
    code: CompetencyCode, stages: tuple[Attainment, ...], whole: LearnerDossier[Private], site: Site
) -> str:
    _: Translate = site.reader.gettext
    current = next((one for one in stages if one.current), stages[-1])
    ready = whole.readiness.get(code)
    if not current.asked:
        stage = levels.stage_title(current, site)
        return _("Not required in {stage}").format(stage=stage) if stage else _("Not required")
    if ready is not None and ready.status is Status.WAITING:
        titles = [competency_link(parse_code(one), site).label for one in ready.waiting_for[:2]]
        return _("Comes after {titles}").format(titles=join_words(titles, _))
    return _("Not yet shown")
