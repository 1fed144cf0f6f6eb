"""Views of maps for pages: the drawing, its legend, and the same content as a list."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.attainment import Status
from wayfolio.model.claims import Known
from wayfolio.model.maps import EdgeKind, MapNode, PathMap, State
from wayfolio.model.names import Code, slug_of
from wayfolio.model.outcomes import Outcome
from wayfolio.model.pace import PaceState
from wayfolio.model.requirements import (
    AllOf,
    CreditsEarned,
    HoursDone,
    PassFinished,
    Requirement,
)
from wayfolio.render.language.demands import demand
from wayfolio.render.language.pace_words import pace_sentence
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.round_words import round_sentence, skip_sentence
from wayfolio.render.language.vocabulary import join_words
from wayfolio.render.maps.layout import layout, mirror_layout
from wayfolio.render.maps.svg import ICONS, Drawing, Sign, svg
from wayfolio.render.maps.text import SMALL, Label, shorten_text, space_for_text, wrap_text
from wayfolio.render.maps.words import (
    box_note,
    caption,
    column_words,
    css_class,
    edge_word,
    facts,
    known_mark,
    lane_word,
    part_word,
    reads_from_the_right,
    short_word,
    state_word,
    term_words,
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


class MapOnPage(Struct, frozen=True, kw_only=True):
    """A map on a page: the page's base, the prefix of ids, and the reading order."""

    path_map: PathMap
    base: str
    name: str
    places: Mapping[str, int]
    """Node -> its place in reading order."""
    site: Site

    @property
    def nodes(self) -> dict[str, MapNode]:
        """Return the nodes by their ids."""
        return {node.id: node for node in self.path_map.nodes}

    def row_id(self, node: str) -> str:
        """Return the id of a node's row in the list below the drawing."""
        return f"{self.name}-l{self.places[node]}"

    def links(self, nodes: Iterable[str]) -> tuple[LinkView, ...]:
        """Return links to the rows of some nodes, each once."""
        say, known = self.site.reader.say, self.nodes
        return tuple(
            LinkView(
                self.site.reader.row(
                    filter(None, (say(known[node].title), say(known[node].label)))
                ),
                f"#{self.row_id(node)}",
            )
            for node in dict.fromkeys(nodes)
        )


def map_view(path_map: PathMap, site: Site, *, base: str, name: str, heading: str = "") -> MapView:
    """Return a map for a page.

    `base`: the site's root as seen from the page. `name`: what its ids begin with, unlike those of
    any other map on the page. `heading`: its title, where the map's own says too little.
    """
    reader = site.reader
    labels = {node.id: _label(node, site, path_map.has_states) for node in path_map.nodes}
    lanes, headings = _lane_titles(path_map, reader), _headings(path_map, site)
    from_right = reads_from_the_right(reader)
    geometry = layout(path_map, labels, list(map(len, headings)), list(map(len, lanes)))
    geometry = mirror_layout(geometry) if from_right else geometry
    places = {node: place for place, node in enumerate(geometry.order)}
    on_page = MapOnPage(path_map=path_map, base=base, name=name, places=places, site=site)
    drawing = Drawing(
        id=name,
        title=heading or reader.say(path_map.title),
        about=caption(path_map, reader),
        layout=geometry,
        from_right=from_right,
        signs={node.id: _sign(node, labels[node.id], on_page) for node in path_map.nodes},
        lanes=lanes,
        headings=headings,
    )
    return MapView(
        id=name,
        title=drawing.title,
        caption=drawing.about,
        now=_now(on_page),
        svg=svg(drawing),
        states=_legend(path_map, site),
        arrows=_arrows(path_map, site),
        rows=_rows(on_page),
        from_right=from_right,
    )


def _lane_titles(path_map: PathMap, reader: Reader) -> list[tuple[str, ...]]:
    """Return the title of each lane in lines; empty where its places bear that name themselves."""
    kinds: dict[int, set[str]] = {}
    for node in path_map.nodes:
        kinds.setdefault(node.lane, set()).add(node.kind)
    return [
        () if kinds.get(place) == {"area"} else wrap_text(lane_word(lane, reader), 14)
        for place, lane in enumerate(path_map.lanes)
    ]


def _headings(path_map: PathMap, site: Site) -> list[tuple[str, ...]]:
    words = column_words(path_map.columns, site.reader)
    if not any(any(heading) for heading in words):
        return [()] * len(words)
    dated = any(months for _, _, months in words)
    coded = any(code for _, code, _ in words)
    return [
        tuple(
            shorten_text(text, 13)
            for text, wanted in zip(heading, (True, coded, dated), strict=True)
            if wanted
        )
        for heading in words
    ]


def _label(node: MapNode, site: Site, stated: bool) -> Label:
    over = site.reader.say(node.label) or node.code
    width = space_for_text(node.span)
    return Label(
        over=shorten_text(over, SMALL, width),
        title=wrap_text(site.reader.say(node.title), width=width),
        under=shorten_text(box_note(node, site.reader), SMALL, width),
        dots=0 < len(node.parts) <= MOST_DOTS,
        stated=stated,
    )


def _sign(node: MapNode, label: Label, on_page: MapOnPage) -> Sign:
    state, link = node.state, _address(node)
    _ = on_page.site.reader.gettext
    return Sign(
        label=label,
        name=_screen_reader_name(node, on_page.path_map, on_page.site),
        href=on_page.base + link if link else f"#{on_page.row_id(node.id)}",
        css=" ".join(_css_classes(node, on_page.path_map)),
        icon=ICONS[state] if state else "",
        word=short_word(state, _) if state else "",
        dots="".join(known_mark(part.known) for part in node.parts) if label.dots else "",
        here=node.id in on_page.path_map.here,
    )


def _css_classes(node: MapNode, path_map: PathMap) -> Iterator[str]:
    match node.kind:
        case "gate" | "milestone" | "stage":
            yield f"k-{node.kind}"
        case "competency" | "area" | "course" | "credit" | "workplace":
            pass
        case _:
            assert_never(node.kind)
    if node.optional:
        yield "optional"
    if node.state:
        yield css_class(node.state)
    if node.id in path_map.here:
        yield "here"


def _screen_reader_name(node: MapNode, path_map: PathMap, site: Site) -> str:
    """Return a node's accessible name: title, label, note and state."""
    _ = site.reader.gettext
    say = site.reader.say
    parts = [say(node.title), say(node.label) or node.code]
    if node.kind in ("gate", "milestone"):
        parts.append(box_note(node, site.reader))
    if node.waiting_for:
        names = join_words([say(text) for text in node.waiting_for], site.reader.gettext)
        parts.append(_("waiting for {names}").format(names=names))
    elif node.state is not None:
        parts.append(state_word(node.state, _).lower())
    if node.id in path_map.here:
        parts.append(_("you are here"))
    return site.reader.row(filter(None, parts))


def _address(node: MapNode) -> str:
    """Return the address of a node's page; empty if the list on the same page says everything."""
    if node.link is None or node.link.page == "pathway":
        return ""
    if node.link.page == "area":
        return f"competencies/#{slug_of(node.link.code)}"
    return addresses.competency_address(Code(node.link.code))


def _now(on_page: MapOnPage) -> str:
    """Return where the learner is, and which rounds ended early; empty without a learner."""
    reader = on_page.site.reader
    _ = reader.gettext
    nodes = [on_page.nodes[name] for name in on_page.path_map.here if name in on_page.nodes]
    places = [_name_with_state(node, reader) for node in nodes]
    said = [_("Now: {title}.").format(title=join_words(places, _))] if places else []
    turns = [lane.turn for lane in on_page.path_map.lanes if lane.turn is not None]
    said += [round_sentence(turn, reader) for turn in turns if turn.ended is not None]
    return " ".join(said)


def _name_with_state(node: MapNode, reader: Reader) -> str:
    _ = reader.gettext
    title = reader.say(node.title)
    if node.state is None:
        return title
    word = state_word(node.state, _).lower()
    return _("{title} ({state})").format(title=title, state=word)


def _legend(path_map: PathMap, site: Site) -> tuple[StateView, ...]:
    """Return the states that occur, each with how often."""
    counts = Counter(node.state for node in path_map.nodes)
    return tuple(
        replace(_state_view(state, site.reader), count=counts[state])
        for state in ICONS
        if state in counts
    )


def _state_view(state: State, reader: Reader) -> StateView:
    word = state_word(state, reader.gettext)
    return StateView(css=css_class(state), icon=ICONS[state], word=word)


def _arrows(path_map: PathMap, site: Site) -> tuple[tuple[str, str], ...]:
    """Return the kinds of edges with their words, if a map has several that look different.

    “Comes next” and “must come first” look the same.
    """
    kinds: set[EdgeKind] = {edge.kind for edge in path_map.edges}
    if "requires" in kinds:
        kinds -= {"next"}
    if len(kinds) < 2:
        return ()
    return tuple((kind, edge_word(kind, site.reader.gettext)) for kind in sorted(kinds))


# ---- the same as a list --------------------------------------------------------------------------


def _rows(on_page: MapOnPage) -> tuple[LabeledRow, ...]:
    lanes: dict[int, list[PlaceView]] = {}
    nodes = on_page.nodes
    for name in on_page.places:
        node = nodes[name]
        lanes.setdefault(node.lane, []).append(_place(node, on_page))
    titles = [lane_word(lane, on_page.site.reader) for lane in on_page.path_map.lanes]
    return tuple(
        LabeledRow(title=titles[lane], places=tuple(places))
        for lane, places in sorted(lanes.items())
    )


def _place(node: MapNode, on_page: MapOnPage) -> PlaceView:
    path_map, site = on_page.path_map, on_page.site
    say = site.reader.say
    edges = [edge for edge in path_map.edges if edge.start != edge.end]
    return PlaceView(
        id=on_page.row_id(node.id),
        title=say(node.title),
        over=say(node.label) or node.code,
        about=say(node.about),
        state=None if node.state is None else _state_view(node.state, site.reader),
        here=node.id in path_map.here,
        waiting_for=tuple(map(say, node.waiting_for)) if node.state is Status.WAITING else (),
        facts=(*facts(node, site.reader), *_skip(node, site), *_pace(node, site)),
        when=_when(node, path_map, site),
        parts=tuple(_parts(node, site)),
        first=on_page.links(edge.start for edge in edges if edge.end == node.id),
        onward=on_page.links(edge.end for edge in edges if edge.start == node.id),
        link=_link(node, site),
    )


def _skip(node: MapNode, site: Site) -> Iterator[str]:
    """Yield who let the learner skip a stage, and why."""
    if node.skip is not None:
        yield skip_sentence(node.skip, site.reader)


def _pace(node: MapNode, site: Site) -> Iterator[str]:
    """Yield the learner's own date for an unfinished course or gate, and the date at this pace."""
    line = node.pace
    if line is not None and line.own is not None and line.state is not PaceState.DONE:
        yield pace_sentence(line, site.reader)


def _parts(node: MapNode, site: Site) -> Iterator[WithinView]:
    """Yield a gate's requirements, or another place's parts, with whether they are reached."""
    if node.outcome is not None:
        yield from _needs(node.outcome, site)
    elif node.rule is not None:
        yield from _asks(node.rule, site)
    say = site.reader.say
    for part in node.parts:
        yield _within(say(part.label), say(part.title), part.known, site, has_state=part.has_state)


def _link(node: MapNode, site: Site) -> LinkView | None:
    """Return the link to the page of a place, where it has one of its own."""
    _ = site.reader.gettext
    address, title = _address(node), site.reader.say(node.title)
    if not address:
        return None
    if node.link is not None and node.link.page == "area":
        return LinkView(_("All competencies of {name}").format(name=title), address)
    return LinkView(_("More about {name}").format(name=title), address)


def _asks(rule: Requirement, site: Site) -> Iterator[WithinView]:
    """Yield a line for each thing that a stage's rule asks for, without a learner."""
    if isinstance(rule, AllOf):
        for part in rule.all:
            yield from _asks(part, site)
        return
    what = demand(rule, site.reader, make_labels(site))
    yield _within("", f"{what[:1].upper()}{what[1:]}", None, site, has_state=False)


def _needs(outcome: Outcome, site: Site) -> Iterator[WithinView]:
    """Yield a line for each requirement of a gate, with whether it is met."""
    if isinstance(outcome.requirement, AllOf):
        for part in outcome.parts:
            yield from _needs(part, site)
        return
    what = demand(outcome.requirement, site.reader, make_labels(site))
    counted = CreditsEarned | HoursDone | PassFinished
    if isinstance(outcome.requirement, counted) and outcome.have is not None:
        text = site.reader.gettext("{what}: {have} of {need}")
        what = text.format(what=what, have=outcome.have, need=outcome.need)
    yield _within("", f"{what[:1].upper()}{what[1:]}", outcome.known, site, has_state=True)


def _within(
    label: str, title: str, known: Known | None, site: Site, *, has_state: bool
) -> WithinView:
    """Return a part of a place. `has_state`: whether the map says how far somebody is."""
    if not has_state:
        return WithinView(label=label, title=title)
    word = part_word(known, site.reader.gettext)
    return WithinView(label=label, title=title, mark=known_mark(known), state=word)


def _when(node: MapNode, path_map: PathMap, site: Site) -> str:
    """Return the term of a place on a paced map, or the year for what a year requires."""
    if path_map.kind != "paced":
        return ""
    title = site.reader.say(path_map.columns[node.column].title)
    match node.kind:
        case "credit" | "workplace":
            return title
        case "stage" | "competency" | "area" | "course" | "gate" | "milestone":
            return site.reader.row(
                filter(None, (title, *term_words(node, path_map.columns, site.reader)))
            )
        case _:
            assert_never(node.kind)
