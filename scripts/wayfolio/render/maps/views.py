"""What a page may show of a map: the drawing, its legend, and the same as a list."""

from collections.abc import Iterator, Mapping, Sequence

from wayfolio.model.attainment import Status
from wayfolio.model.maps import EdgeKind, MapNode, MapPart, PathMap
from wayfolio.model.names import Code
from wayfolio.model.outcomes import Outcome
from wayfolio.model.requirements import AllOf, CreditsEarned, HoursDone
from wayfolio.render.language.demands import demand
from wayfolio.render.language.vocabulary import join_words
from wayfolio.render.maps.layout import layout, mirror_layout
from wayfolio.render.maps.svg import ICONS, Drawing, Sign, svg
from wayfolio.render.maps.text import SMALL, Label, shorten_text, wrap_text
from wayfolio.render.maps.words import (
    ORDER,
    caption,
    column_words,
    css_class,
    edge_word,
    facts,
    lane_word,
    reads_from_the_right,
    short_word,
    state_word,
    under,
)
from wayfolio.render.parts import addresses
from wayfolio.render.parts.naming import make_labels
from wayfolio.render.parts.views import (
    LabeledRow,
    LinkView,
    MapView,
    PlaceView,
    Site,
    StateView,
    WithinView,
)

MOST_DOTS = 10


def map_view(path_map: PathMap, site: Site, *, base: str, name: str, heading: str = "") -> MapView:
    """Return a map for a page.

    `base`: the site's root as seen from the page. `name`: what its ids begin with, unlike those of
    any other map on the page. `heading`: its title, where the map's own says too little.
    """
    reader = site.reader
    nodes = {node.id: node for node in path_map.nodes}
    stated = path_map.has_states
    labels = {node.id: _label(node, site, stated) for node in path_map.nodes}
    lanes = [
        () if named else wrap_text(lane_word(lane, reader), 14)
        for lane, named in zip(path_map.lanes, _told_by_nodes(path_map), strict=True)
    ]
    headings = _headings(path_map, site)
    laid = layout(path_map, labels, [len(lines) for lines in headings], [len(x) for x in lanes])
    from_right = reads_from_the_right(reader)
    laid = mirror_layout(laid) if from_right else laid
    places = {node: place for place, node in enumerate(laid.order)}
    title = heading or reader.say(path_map.title)
    about = caption(path_map, reader)
    rows = _rows(path_map, [nodes[one] for one in laid.order], places, site, name)
    drawing = Drawing(
        id=name,
        title=title,
        about=about,
        layout=laid,
        from_right=from_right,
        signs={
            n.id: _sign(n, labels[n.id], path_map, (base, name, places), site)
            for n in nodes.values()
        },
        lanes=lanes,
        headings=headings,
    )
    return MapView(
        id=name,
        title=title,
        caption=about,
        now=_now(path_map, nodes, site),
        svg=svg(drawing),
        states=_legend(path_map, site),
        arrows=_arrows(path_map, site),
        rows=rows,
        from_right=from_right,
    )


def _told_by_nodes(path_map: PathMap) -> list[bool]:
    """Return for each lane whether its places say its name themselves."""
    kinds: dict[int, set[str]] = {}
    for node in path_map.nodes:
        kinds.setdefault(node.lane, set()).add(node.kind)
    return [kinds.get(place) == {"area"} for place in range(len(path_map.lanes))]


def _headings(path_map: PathMap, site: Site) -> list[tuple[str, ...]]:
    words = column_words(path_map.columns, site.reader)
    if not any(any(one) for one in words):
        return [()] * len(words)
    dated = any(months for _, _, months in words)
    coded = any(code for _, code, _ in words)
    return [
        tuple(
            shorten_text(text, 13)
            for text, wanted in zip(one, (True, coded, dated), strict=True)
            if wanted
        )
        for one in words
    ]


def _label(node: MapNode, site: Site, stated: bool) -> Label:
    over = site.reader.say(node.label) or node.code
    return Label(
        over=shorten_text(over, SMALL),
        title=wrap_text(site.reader.say(node.title)),
        under=shorten_text(under(node, site.reader), SMALL),
        dots=0 < len(node.parts) <= MOST_DOTS,
        stated=stated,
    )


def _sign(
    node: MapNode,
    label: Label,
    path_map: PathMap,
    where: tuple[str, str, Mapping[str, int]],
    site: Site,
) -> Sign:
    base, name, places = where
    _ = site.reader.words.gettext
    state = node.state
    css = [f"k-{node.kind}"] if node.kind in ("gate", "milestone", "stage") else []
    css += ["optional"] if node.optional else []
    css += [css_class(state)] if state else []
    css += ["here"] if node.id == path_map.here else []
    link = _address(node)
    return Sign(
        label=label,
        name=_spoken(node, path_map, site),
        href=base + link if link else f"#{name}-l{places[node.id]}",
        css=" ".join(css),
        icon=ICONS[state] if state else "",
        word=short_word(state, _) if state else "",
        dots="".join("●" if part.done else "○" for part in node.parts) if label.dots else "",
        here=node.id == path_map.here,
    )


def _spoken(node: MapNode, path_map: PathMap, site: Site) -> str:
    """Return a node's name for a screen reader: title, where it stands, state, what comes first."""
    _ = site.reader.words.gettext
    say = site.reader.say
    parts = [say(node.title), say(node.label) or node.code]
    if node.kind in ("gate", "milestone"):
        parts.append(under(node, site.reader))
    if node.waiting_for:
        names = join_words([say(text) for text in node.waiting_for], site.reader.words.gettext)
        parts.append(_("waiting for {names}").format(names=names))
    elif node.state is not None:
        parts.append(state_word(node.state, _).lower())
    if node.id == path_map.here:
        parts.append(_("you are here"))
    return site.reader.row(filter(None, parts))


def _address(node: MapNode) -> str:
    """Return the page of a node; nothing where the list on the same page tells all."""
    if node.link is None or node.link.page == "pathway":
        return ""
    if node.link.page == "area":
        return f"competencies/#{addresses.part_address(node.link.code)}"
    return addresses.competency_address(Code(node.link.code))


def _now(path_map: PathMap, nodes: Mapping[str, MapNode], site: Site) -> str:
    """Return where the learner is, in a sentence; nothing without a learner."""
    _ = site.reader.words.gettext
    here = nodes.get(path_map.here or "")
    if here is None:
        return ""
    title = site.reader.say(here.title)
    if here.state is None:
        return _("Now: {title}.").format(title=title)
    word = state_word(here.state, _).lower()
    return _("Now: {title} ({state}).").format(title=title, state=word)


def _legend(path_map: PathMap, site: Site) -> tuple[StateView, ...]:
    """Return the states that occur, each with how often."""
    count: dict[str, int] = {}
    for node in path_map.nodes:
        if node.state is not None:
            count[node.state] = count.get(node.state, 0) + 1
    return tuple(
        StateView(
            css=css_class(state),
            icon=ICONS[state],
            word=state_word(state, site.reader.words.gettext),
            count=count[state],
        )
        for state in ORDER
        if state in count
    )


def _arrows(path_map: PathMap, site: Site) -> tuple[tuple[str, str], ...]:
    """Return the kinds of edges with their words, where a map has more than one that look so.

    What comes next and what must come first are drawn alike.
    """
    kinds: set[EdgeKind] = {edge.kind for edge in path_map.edges}
    if "requires" in kinds:
        kinds -= {"next"}
    if len(kinds) < 2:
        return ()
    return tuple((kind, edge_word(kind, site.reader.words.gettext)) for kind in sorted(kinds))


# ---- the same as a list --------------------------------------------------------------------------


def _rows(
    path_map: PathMap,
    ordered: Sequence[MapNode],
    places: Mapping[str, int],
    site: Site,
    name: str,
) -> tuple[LabeledRow, ...]:
    listed_lanes: dict[int, list[PlaceView]] = {}
    for node in ordered:
        view = _place(node, path_map, places, site, name)
        listed_lanes.setdefault(node.lane, []).append(view)
    return tuple(
        LabeledRow(title=lane_word(path_map.lanes[lane], site.reader), places=tuple(found))
        for lane, found in sorted(listed_lanes.items())
    )


def _place(
    node: MapNode, path_map: PathMap, places: Mapping[str, int], site: Site, name: str
) -> PlaceView:
    say = site.reader.say
    _ = site.reader.words.gettext
    nodes = {one.id: one for one in path_map.nodes}

    def named(ids: Iterator[str]) -> tuple[LinkView, ...]:
        return tuple(
            LinkView(
                site.reader.row(filter(None, (say(nodes[one].title), say(nodes[one].label)))),
                f"#{name}-l{places[one]}",
            )
            for one in dict.fromkeys(ids)
        )

    edges = [edge for edge in path_map.edges if edge.start != edge.end]
    state = None
    if node.state is not None:
        state = StateView(
            css=css_class(node.state), icon=ICONS[node.state], word=state_word(node.state, _)
        )
    address = _address(node)
    return PlaceView(
        id=f"{name}-l{places[node.id]}",
        title=say(node.title),
        over=say(node.label) or node.code,
        about=say(node.about),
        state=state,
        here=node.id == path_map.here,
        waiting_for=tuple(map(say, node.waiting_for)) if node.state is Status.WAITING else (),
        facts=tuple(facts(node, site.reader)),
        when=_when(node, path_map, site),
        parts=(
            tuple(_needs(node.outcome, site))
            if node.outcome is not None
            else tuple(_within(part, say(part.label), say(part.title)) for part in node.parts)
        ),
        first=named(edge.start for edge in edges if edge.end == node.id),
        onward=named(edge.end for edge in edges if edge.start == node.id),
        link=LinkView(_link_words(node, site), address) if address else None,
    )


def _within(part: MapPart, label: str, title: str) -> WithinView:
    return WithinView(label=label, title=title, done=part.done)


def _needs(outcome: Outcome, site: Site) -> Iterator[WithinView]:
    """Yield what a gate needs: a line for each thing, reached or not yet."""
    if isinstance(outcome.requirement, AllOf):
        for part in outcome.parts:
            yield from _needs(part, site)
        return
    what = demand(outcome.requirement, site.reader, make_labels(site))
    if isinstance(outcome.requirement, CreditsEarned | HoursDone) and outcome.have is not None:
        text = site.reader.words.gettext("{what}: {have} of {need}")
        what = text.format(what=what, have=outcome.have, need=outcome.need)
    yield WithinView(label="", title=f"{what[:1].upper()}{what[1:]}", done=outcome.met)


def _when(node: MapNode, path_map: PathMap, site: Site) -> str:
    """Return the term of a place on a paced map; it lasts a year where a year asks for it."""
    if path_map.kind != "paced":
        return ""
    words = column_words(path_map.columns, site.reader)
    title = site.reader.say(path_map.columns[node.column].title)
    if node.kind in ("credit", "workplace"):
        return title
    _, code, months = words[node.column]
    return site.reader.row(filter(None, (title, code, months)))


def _link_words(node: MapNode, site: Site) -> str:
    _ = site.reader.words.gettext
    if node.link is not None and node.link.page == "area":
        return _("All competencies of {name}").format(name=site.reader.say(node.title))
    return _("More about {name}").format(name=site.reader.say(node.title))
