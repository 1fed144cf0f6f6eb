"""Arranges the items of a CASE package as areas, competencies and skills."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.load.case_packages import (
    CHILD,
    PRECEDES,
    SAME,
    CaseItem,
    CaseLink,
    CasePackage,
    read_package,
)
from wayfolio.load.plain_words import title_of
from wayfolio.load.school_codes import origin_of
from wayfolio.model.counts import count_of
from wayfolio.model.import_report import CellAt
from wayfolio.model.imported_frameworks import (
    FrameworkSource,
    Outline,
    OutlinedArea,
    OutlinedCompetency,
    OutlinedSkill,
)


class _Place(Struct):
    """An item in the tree: how deep it stands, and what is below it."""

    item: CaseItem
    depth: int
    """1 right below the document."""
    below: list["_Place"] = field(default_factory=list)


class _Family(Struct, frozen=True):
    """Which item is whose child."""

    children: Mapping[str, Sequence[str]]
    parents: Mapping[str, Sequence[str]]


def read_case_framework(source: FrameworkSource) -> Outline:
    """Return the framework in a CASE package. Errors: NotReadable."""
    package = read_package(source)
    family = _find_family(package, source)
    roots = _find_roots(package, family, source)
    places = _walk(package, family, roots, source)
    _tell_unreached(package, family, places, source)
    _tell_unplaced(places.values(), source)
    areas = _areas(package, [place for place in places.values() if place.depth == 1], source)
    return Outline(
        title=package.title,
        program="CASE",
        origin=origin_of(package.document),
        licence=package.licence,
        about=package.about,
        language=package.language,
        areas=tuple(_with_links(areas, package, source)),
    )


# ---- who stands below whom -----------------------------------------------------------------------


def _find_family(package: CasePackage, source: FrameworkSource) -> _Family:
    """Return who is whose child, siblings in their order; tell what is elsewhere."""
    children: dict[str, dict[str, None]] = {}
    parents: dict[str, dict[str, None]] = {}
    links = [link for link in package.links if link.kind == CHILD]
    for link in sorted(links, key=lambda link: link.rank):
        if link.origin not in package.items:
            source.leave(link.origin, "it is not in this package")
        elif link.origin == link.destination:
            source.leave(package.items[link.origin].called, "it would stand below itself")
        else:
            children.setdefault(link.destination, {})[link.origin] = None
            parents.setdefault(link.origin, {})[link.destination] = None
    return _Family(
        {parent: tuple(own) for parent, own in children.items()},
        {child: tuple(own) for child, own in parents.items()},
    )


def _find_roots(package: CasePackage, family: _Family, source: FrameworkSource) -> Sequence[str]:
    """Return the first tier: what is below the document, or what is below nothing."""
    roots = family.children.get(package.document, ())
    if roots:
        return roots
    source.report.read(
        str(source.file),
        "no item stands below its document",
        "what stands below no item is taken as the first tier",
    )
    return [
        name
        for name in package.items
        if not any(parent in package.items for parent in family.parents.get(name, ()))
    ]


def _walk(
    package: CasePackage, family: _Family, roots: Sequence[str], source: FrameworkSource
) -> dict[str, _Place]:
    """Return the place of each item that can be reached, in the order of reading.

    An item that is left lets what is below it move up.
    """
    places: dict[str, _Place] = {}
    top = _Place(_NOBODY, 0)
    waiting = [(name, top) for name in reversed(roots)]
    while waiting:
        name, parent = waiting.pop()
        if name in places:
            continue
        item = package.items[name]
        why, mend = _find_obstacle(item, source)
        place = places[name] = _Place(item, 0) if why else _Place(item, parent.depth + 1)
        if why:
            source.leave(item.called, why, mend)
        else:
            parent.below.append(place)
        below = parent if why else place
        waiting.extend((child, below) for child in reversed(family.children.get(name, ())))
    _tell_further_places(package, family, places, source)
    return places


_NOBODY = CaseItem(
    identifier="", code="", title="", statement="", ended=None, grade="", language=""
)


def _find_obstacle(item: CaseItem, source: FrameworkSource) -> tuple[str, str]:
    """Return why an item cannot be taken, and what to do; empty if it can."""
    if item.ended is not None and item.ended < source.today and not source.takes_expired:
        return f"it is no longer in force since {item.ended}", "to take it all the same: --expired"
    if not item.title:
        return "it has no words", "write its statement there"
    return "", ""


def _tell_further_places(
    package: CasePackage, family: _Family, places: Mapping[str, _Place], source: FrameworkSource
) -> None:
    for name, place in places.items():
        parents = [p for p in family.parents.get(name, ()) if p in places or p == package.document]
        if place.depth and len(parents) > 1:
            why = f"an item is taken once, and this one stands below {len(parents)}"
            further = len(parents) - 1
            source.leave(f"{count_of(further, 'further place')} of {place.item.called}", why)


def _tell_unreached(
    package: CasePackage, family: _Family, places: Mapping[str, _Place], source: FrameworkSource
) -> None:
    for name, item in package.items.items():
        if name not in places:
            source.leave(item.called, _why_unreached(name, package, family))


def _why_unreached(name: str, package: CasePackage, family: _Family) -> str:
    """Return why nothing leads from the document to an item."""
    parents = family.parents.get(name, ())
    if not parents:
        return "below nothing"
    known = [parent for parent in parents if parent in package.items]
    if not known:
        return f"below {parents[0]}, which is not in this package"
    return f"below {package.items[known[0]].called}, to which nothing leads from the document"


# ---- three tiers ---------------------------------------------------------------------------------


def _areas(
    package: CasePackage, tops: Sequence[_Place], source: FrameworkSource
) -> list[OutlinedArea]:
    """Return the first tier as areas; what has nothing below it, as competencies of one more."""
    areas: list[OutlinedArea] = []
    lone: list[OutlinedCompetency] = []
    for top in tops:
        if top.below:
            areas.append(_area(top, source))
        else:
            lone.append(_competency(top, source))
    if lone:
        areas.append(
            OutlinedArea(
                called=package.title,
                origins=(origin_of(package.document) or "document",),
                at=CellAt(str(source.file)),
                title=package.title,
                competencies=tuple(lone),
            )
        )
    return areas


def _tell_unplaced(places: Iterable[_Place], source: FrameworkSource) -> None:
    """Tell what areas and skills of ours have no place for."""
    left: Counter[tuple[str, str]] = Counter()
    for place in places:
        if place.depth == 1 and place.below:
            left.update(_unplaced_of_area(place.item))
        elif place.depth > 2:
            left.update(_unplaced_of_skill(place.item))
    for (what, why), count in left.items():
        source.leave(count_of(count, what), why)


def _unplaced_of_area(item: CaseItem) -> Iterator[tuple[str, str]]:
    if item.levels:
        yield "rubric", "it is about an area, which has no levels"
    if item.grade:
        yield "education level", "only a competency has a grade"


def _unplaced_of_skill(item: CaseItem) -> Iterator[tuple[str, str]]:
    if item.grade:
        yield "education level", "only a competency has a grade"
    if item.statement and title_of(item.statement) != item.title:
        yield "short statement", "a skill has one statement, and the full one is taken"


def _area(place: _Place, source: FrameworkSource) -> OutlinedArea:
    item = place.item
    competencies = tuple(_competency(child, source) for child in place.below)
    about = item.statement if item.statement != item.title else ""
    return OutlinedArea(
        called=item.called,
        origins=(origin_of(item.identifier),),
        code=item.code,
        language=item.language,
        at=CellAt(str(source.file)),
        title=item.title,
        about=about,
        competencies=competencies,
    )


def _competency(place: _Place, source: FrameworkSource) -> OutlinedCompetency:
    item = place.item
    return OutlinedCompetency(
        called=item.called,
        origins=(origin_of(item.identifier),),
        code=item.code,
        language=item.language,
        at=CellAt(str(source.file)),
        title=item.title,
        statement=item.statement,
        grade=item.grade,
        levels=item.levels,
        skills=tuple(_skill(deeper, source) for deeper in _descend(place)),
    )


def _descend(place: _Place) -> Iterator[CaseItem]:
    """Yield all items below one, however deep, in the order of reading."""
    waiting = list(reversed(place.below))
    while waiting:
        deeper = waiting.pop()
        yield deeper.item
        waiting.extend(reversed(deeper.below))


def _skill(item: CaseItem, source: FrameworkSource) -> OutlinedSkill:
    return OutlinedSkill(
        called=item.called,
        origins=(origin_of(item.identifier),),
        code=item.code,
        language=item.language,
        at=CellAt(str(source.file)),
        statement=item.statement or item.title,
        levels=item.levels,
    )


# ---- other associations --------------------------------------------------------------------------


def _with_links(
    areas: Sequence[OutlinedArea], package: CasePackage, source: FrameworkSource
) -> Iterator[OutlinedArea]:
    """Yield areas whose competencies build on each other and are aligned; tell other links."""
    competencies = _origins_of(areas)
    before: dict[str, dict[str, None]] = {}
    alike: dict[str, dict[str, None]] = {}
    left: Counter[tuple[str, str]] = Counter()
    for link in package.links:
        origin, destination = origin_of(link.origin), origin_of(link.destination)
        if link.kind == PRECEDES and {origin, destination} <= competencies:
            before.setdefault(destination, {})[origin] = None
        elif link.kind == SAME and origin in competencies:
            alike.setdefault(origin, {})[destination] = None
        elif link.kind != CHILD:
            left[link.kind, _why_unlinked(link)] += 1
    for (kind, why), count in left.items():
        source.leave(f"{count} {kind}", why)
    for area in areas:
        yield replace(area, competencies=tuple(_linked(area.competencies, before, alike)))


def _origins_of(areas: Sequence[OutlinedArea]) -> set[str]:
    return {competency.origins[0] for area in areas for competency in area.competencies}


def _linked(
    competencies: Iterable[OutlinedCompetency],
    before: Mapping[str, Iterable[str]],
    alike: Mapping[str, Iterable[str]],
) -> Iterator[OutlinedCompetency]:
    for own in competencies:
        name = own.origins[0]
        builds_on, aligns = tuple(before.get(name, ())), tuple(alike.get(name, ()))
        yield replace(own, builds_on=builds_on, aligns=aligns) if builds_on or aligns else own


def _why_unlinked(link: CaseLink) -> str:
    if link.kind in (PRECEDES, SAME):
        return "only competencies that are taken have a place for it"
    return "there is no place for such associations here"
