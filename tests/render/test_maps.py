"""Maps come from data alone, whatever the programme, and say how far somebody is."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from example_school import ROOT, TODAY
from grown_maps import empty_school_site, generate_map
from invented_schools import write_school
from learner_map_pages import maps_of
from wayfolio.assess.pathway_progress import find_progress
from wayfolio.assess.record import Record
from wayfolio.model.attainment import Status
from wayfolio.model.maps import PathMap, Timing
from wayfolio.model.names import Language, LearnerId, PathwayId, Slug
from wayfolio.plan.maps import make_learner_maps, make_maps, make_pathway_map
from wayfolio.render.language.reader import Reader
from wayfolio.render.maps.layout import layout
from wayfolio.render.maps.svg import ICONS
from wayfolio.render.maps.views import _label, map_view
from wayfolio.render.parts.views import Site
from wayfolio.school.learner import LoadedSchool, read_learner
from wayfolio.school.read import read_school


@cache
def example() -> LoadedSchool:
    school, _ = read_school(ROOT, TODAY)
    assert school is not None
    return school


def of(learner: str, name: str) -> PathMap:
    """Return one of a learner's maps."""
    return next(
        path_map for path_map in maps_of(example(), learner) if path_map.id.startswith(name)
    )


def states(path_map: PathMap) -> dict[str, str]:
    return {node.id: str(node.state) for node in path_map.nodes}


def invented(folder: Path, pathway: str) -> PathMap:
    """Return the map of a school that is read as its author wrote it."""
    school, diagnostics = read_school(write_school(folder, pathway), TODAY)
    assert school is not None
    assert diagnostics == []
    return make_maps(school.catalogue).pathways[PathwayId(pathway)][0]


def arrows(path_map: PathMap) -> set[tuple[str, str, str]]:
    return {(edge.start, edge.kind, edge.end) for edge in path_map.edges}


def test_two_roots_and_a_stage_that_can_be_skipped(tmp_path: Path) -> None:
    """Two ways in meet at the rig; carving is on the way and has a way past it; a gate stands."""
    boatyard = invented(tmp_path, "boatyard")
    column = {node.id: node.column for node in boatyard.nodes}

    assert [name for name, place in column.items() if place == 0] == ["timber", "cloth"]
    assert column["rig"] > column["carve"] > column["hull"]
    assert {
        ("hull", "next", "carve"),
        ("hull", "next", "rig"),
        ("sew", "next", "rig"),
        ("rig", "next", "safe"),
        ("safe", "requires", "sea"),
        ("hull", "next", "m-dry"),
    } <= arrows(boatyard)
    assert next(node for node in boatyard.nodes if node.id == "carve").optional


def test_a_cycle_inside_a_ladder(tmp_path: Path) -> None:
    """A stage after a later one comes back to it, and the ladder goes on all the same."""
    bakery = invented(tmp_path, "bakery")

    assert ("taste", "comes-back", "dough") in arrows(bakery)
    assert [node.column for node in bakery.nodes] == [0, 1, 2, 3, 4, 5]


def test_a_cycle_with_a_part_that_can_be_left_out(tmp_path: Path) -> None:
    choir = invented(tmp_path, "choir")

    assert arrows(choir) == {
        ("listen", "next", "part"),
        ("part", "next", "tour"),
        ("part", "next", "stage"),
        ("tour", "next", "stage"),
        ("stage", "comes-back", "listen"),
    }


def test_another_pace_moves_dates_and_nothing_else() -> None:
    """The same requirements, arrows and titles at every pace; only columns differ."""
    school = example()
    paces = make_maps(school.catalogue).pathways[PathwayId("early-college-it")]
    first, *others = [
        {replace(node, column=0) for node in path_map.nodes if node.kind != "gate"}
        for path_map in paces
    ]

    assert [path_map.pace for path_map in paces] == ["four-year", "five-year", "six-year"]
    assert all(other == first for other in others)
    assert len({frozenset(arrows(path_map)) for path_map in paces}) == 1
    assert len({tuple(node.column for node in path_map.nodes) for path_map in paces}) == 3


def test_a_years_work_is_spread_over_the_school_year_and_not_into_the_summer() -> None:
    """Credits and workplace learning of each year stand in fall and spring; courses may not."""
    for path_map in make_maps(example().catalogue).pathways[PathwayId("early-college-it")]:
        codes = [column.code for column in path_map.columns]
        assert any(code.endswith("U") for code in codes) or path_map.pace == "six-year"
        kinds = ("credit", "workplace")
        places = {codes[node.column] for node in path_map.nodes if node.kind in kinds}
        assert places
        assert {code[-1] for code in places} == {"F", "S"}, path_map.pace


def test_late_is_late_against_the_learners_own_plan() -> None:
    """Amara changed from five years to six: what would be late there is planned here."""
    unit = read_learner(example(), LearnerId("amara"))
    record = Record(book=example().book, portfolio=unit.portfolio, until=TODAY)
    done = find_progress(record, unit.attainments)
    pathway = example().catalogue.pathways[PathwayId("early-college-it")]
    own = states(make_pathway_map(example().catalogue, pathway, walked=done))
    faster = make_pathway_map(example().catalogue, pathway, pace=Slug("five-year"), walked=done)

    assert own["C.COL100"] == own["C.CIS110"] == own["C.COM110"] == Timing.DONE
    assert own["C.OPS150"] == Timing.IN_PROGRESS
    assert own["C.ENG101"] == Timing.PLANNED
    assert Timing.LATE not in own.values()
    assert states(faster)["C.ENG101"] == Timing.LATE


@pytest.mark.parametrize(
    ("learner", "pathway", "node", "state"),
    [
        ("mateo", "road", "HL.3", Status.MET),
        ("mateo", "road", "HL.4", Status.READY),
        ("mateo", "road", "HL.5", Status.WAITING),
        ("mateo", "interest-cycles", "1-c3", Status.NOT_ASKED),
        ("mateo", "interest-cycles", "1-c4", Timing.IN_PROGRESS),
        ("amara", "wayfinding", "1-live-it", Timing.DONE),
        ("amara", "wayfinding", "2-discover", Timing.IN_PROGRESS),
        ("amara", "wayfinding", "2-purpose", Status.NOT_STARTED),
        ("amara", "portfolios", "LIT-P2", Status.PLACED_PAST),
        ("amara", "portfolios", "LIT-P3", Status.UNDER_WAY),
        ("nuria", "early-college-it", "C.PHY110", Timing.DONE),
        ("nuria", "early-college-it", "degree-core", Status.MET),
    ],
)
def test_each_place_says_how_far_it_is(
    learner: str, pathway: str, node: str, state: Status | Timing
) -> None:
    assert states(of(learner, pathway))[node] == state


def test_what_is_waited_for_is_named() -> None:
    """Mateo's grade 5 concept waits for grade 4; the same is said aloud on the map."""
    path_map = of("mateo", "road")
    node = next(node for node in path_map.nodes if node.id == "HL.5")
    view = map_view(path_map, empty_school_site(), base="../../", name="m")

    assert [str(text) for text in node.waiting_for] == [
        "Multiplying bigger numbers and naming fractions"
    ]
    assert (
        'aria-label="Fractions as numbers I can operate on, Grade 5, waiting for '
        'Multiplying bigger numbers and naming fractions"'
    ) in view.svg


def test_a_gate_tells_each_thing_that_it_needs() -> None:
    """Núria's diploma: what is there, and what is not, one line each."""
    path_map = of("nuria", "early-college-it")
    view = map_view(path_map, site_of_example(), base="../../", name="m")
    gate = next(p for row in view.rows for p in row.places if p.title == "High-school diploma")

    assert (gate.parts[0].title, gate.parts[0].state) == (
        "22 high-school credits: 20 of 22",
        "not yet",
    )
    assert "Reading closely at 10 or above" in [part.title for part in gate.parts]
    assert len(gate.parts) == 26


@pytest.mark.parametrize("is_earned", [True, False])
def test_a_credit_is_done_once_it_is_earned_and_not_before(*, is_earned: bool) -> None:
    unit = read_learner(example(), LearnerId("amara"))
    record = Record(book=example().book, portfolio=unit.portfolio, until=TODAY)
    earned = frozenset([Slug("eng-12")] if is_earned else [])
    progress = replace(find_progress(record, unit.attainments), credits=earned)
    maps = make_learner_maps(example().catalogue, progress)
    (credit,) = (node for path_map in maps for node in path_map.nodes if node.id == "h-eng-12")

    assert (credit.state is Timing.DONE) is is_earned


def test_the_list_says_the_same_as_the_drawing() -> None:
    """Each place, its state and its neighbours are in both; links in the list lead somewhere."""
    for learner in ("amara", "mateo", "zara"):
        for path_map in maps_of(example(), learner):
            view = map_view(path_map, site_of_example(), base="../../", name="m")
            places = [place for row in view.rows for place in row.places]
            ids = {place.id for place in places}
            assert len(places) == len(path_map.nodes) == view.svg.count('<a class="n')
            for place in places:
                word = place.state.word.lower() if place.state else ""
                number = place.id.removeprefix("m-l")
                name = re.search(rf'id="m-{number}"[^>]*aria-label="([^"]*)"', view.svg)
                assert name is not None
                assert word in name[1] or "waiting for" in name[1]
                assert {link.address for link in (*place.first, *place.onward)} <= {
                    f"#{name}" for name in ids
                }


def site_of_example() -> Site:
    return replace(empty_school_site(), catalogue=example().catalogue)


def test_the_legend_has_only_the_states_that_occur() -> None:
    path_map = of("mateo", "road")
    view = map_view(path_map, empty_school_site(), base="../../", name="m")

    occurring = {node.state for node in path_map.nodes}
    assert len(view.states) == len(occurring)
    assert sum(state.count for state in view.states) == len(path_map.nodes)
    assert set(ICONS) == {*Status, *Timing}


def test_who_reads_from_the_right_has_the_map_from_the_right() -> None:
    """The first column stands at the right, and nothing else changes."""
    left = map_view(generate_map(30), empty_school_site(), base="../", name="m")
    right = map_view(
        generate_map(30), empty_school_site(Reader(Language("ar"))), base="../", name="m"
    )

    def first(svg: str) -> int:
        match = re.search(r'id="m-0"[^>]*translate\((\d+) ', svg)
        assert match is not None
        return int(match[1])

    assert right.from_right
    assert not left.from_right
    assert first(right.svg) > 800 > first(left.svg)


def test_a_name_cannot_break_out_of_the_drawing() -> None:
    path_map = generate_map(6)
    hostile = replace(path_map.nodes[0].title, original='"><script>alert(1)</script>')
    nodes = (replace(path_map.nodes[0], title=hostile), *path_map.nodes[1:])
    view = map_view(replace(path_map, nodes=nodes), empty_school_site(), base="../", name="m")

    assert "<script" not in view.svg


def test_nothing_is_told_of_what_may_not_be_seen() -> None:
    """With only what is met passed in, no other place has a state."""
    unit = read_learner(example(), LearnerId("mateo"))
    record = Record(book=example().book, portfolio=unit.portfolio, until=TODAY)
    everything = find_progress(record, unit.attainments)
    met = tuple(a for a in everything.attained if a.status is Status.MET)
    little = replace(everything, attained=met, ready={})
    road = make_learner_maps(example().catalogue, little)[0]

    assert {node.state for node in road.nodes} == {Status.MET, None}


def test_terms_have_the_dates_of_the_learners_own_years() -> None:
    """Amara entered grade 9 in 2024: her 11S is the spring of 2027."""
    path_map = of("amara", "early-college-it")
    spring = next(column for column in path_map.columns if column.code == "11S")

    assert (spring.from_, spring.to) == (date(2027, 1, 5), date(2027, 5, 28))


# ---- colours -------------------------------------------------------------------------------------

STYLES = ROOT / "theme" / "frame" / "assets" / "css"


def colours(scheme: str) -> dict[str, str]:
    """Return the variables of a colour scheme, as the style sheets give them."""
    colors: dict[str, str] = {}
    for sheet in ("colors.css", "map.css"):
        text = (STYLES / "tokens" / sheet).read_text("utf-8")
        for block in re.findall(rf"\[data-md-color-scheme={scheme}\] {{(.*?)}}", text, re.S):
            colors |= dict(re.findall(r"(--[\w-]+): (#\w{6})", block))
    return colors


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(color: str, other: str) -> float:
    lighter, darker = sorted((luminance(color), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def of_state(css: str) -> tuple[str, str]:
    """Return the names of the colour and the ground of a state, as map-states.css gives them."""
    text = (STYLES / "parts" / "map-states.css").read_text("utf-8")
    rule = re.search(rf"\.{css}\b[^{{]*{{\s*--c: var\((--[\w-]+)\);\s*--g: var\((--[\w-]+)\)", text)
    assert rule is not None, css
    return rule[1], rule[2]


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("state", ICONS)
def test_every_state_can_be_read_and_seen(state: Status | Timing, scheme: str) -> None:
    """Text on its ground: 4.5 to 1 or more. Border, icon and dots: 3 to 1, and on the paper too."""
    known = colours(scheme)
    colour, ground = (known[name] for name in of_state(f"s-{state.value.replace(' ', '-')}"))
    paper = known["--wf-paper"]

    for text in (colour, known["--wf-ink"], known["--wf-ink-soft"]):
        assert contrast(text, ground) >= 4.5
        assert contrast(text, paper) >= 4.5
    for line in (colour, known["--wf-arrow"]):
        assert contrast(line, paper) >= 3
    assert contrast(colour, ground) >= 3


# ---- courses that take a year --------------------------------------------------------------------

YEARS = """pathway: years
title: Two years of college
kind: paced
stages: [{code: "9", title: Grade 9}, {code: "10", title: Grade 10}]
requirements:
  - {id: a, course: Y.1}
  - {id: b, course: Y.2}
  - {id: c, course: Y.3}
  - {id: d, course: Y.4}
paces:
  four-year:
    9F: [Y.1]
    9S: [Y.1, Y.2]
    9U: [Y.2, Y.4]
    "10": [Y.3]
    10F: []
    10S: []
"""
COURSES = """framework: college
title: College
scale: done
policy: pass
areas:
  - code: Y
    title: Courses
    competencies:
      - {code: Y.1, title: All year, credits: 6}
      - {code: Y.2, title: Spring and summer, credits: 3, requires: [Y.1]}
      - {code: Y.3, title: The whole of grade 10, credits: 6}
      - {code: Y.4, title: In the summer, credits: 3}
"""
CALENDAR = """name: Years
calendar:
  first_day: 2026-08-24
  last_day: 2027-06-11
  terms:
    - {code: F, from: 08-24, to: 12-18}
    - {code: S, from: 01-11, to: 05-14}
    - {code: U, from: 06-14, to: 07-30}
"""


def years(folder: Path) -> PathMap:
    write_school(folder, "boatyard")
    (folder / "competencies/pathways/years.yml").write_text(YEARS, "utf-8")
    (folder / "competencies/frameworks").mkdir()
    (folder / "competencies/frameworks/college.yml").write_text(COURSES, "utf-8")
    (folder / "competencies/school.yml").write_text(CALENDAR, "utf-8")
    school, diagnostics = read_school(folder, TODAY)
    assert school is not None
    assert diagnostics == []
    return make_maps(school.catalogue).pathways[PathwayId("years")][0]


def test_a_year_long_course_stands_across_the_terms_and_never_in_the_summer(
    tmp_path: Path,
) -> None:
    """Of several terms, or with the grade alone; a course of the summer alone stays there."""
    path_map = years(tmp_path)
    codes = [column.code for column in path_map.columns]
    places = {n.id: (codes[n.column], n.span) for n in path_map.nodes if n.kind == "course"}

    assert codes == ["9F", "9S", "9U", "10F", "10S", "10U"]
    assert places == {"Y.1": ("9F", 2), "Y.2": ("9S", 1), "Y.3": ("10F", 2), "Y.4": ("9U", 1)}


def test_a_course_over_two_terms_is_drawn_over_both_and_nothing_covers_it(tmp_path: Path) -> None:
    path_map = years(tmp_path)
    labels = {node.id: _label(node, empty_school_site(), False) for node in path_map.nodes}
    headings = [1] * len(path_map.columns)
    laid = layout(path_map, labels, headings, [0] * len(path_map.lanes))
    wide, narrow = laid.boxes["Y.1"], laid.boxes["Y.2"]

    assert wide.x + wide.width == narrow.x + narrow.width
    assert wide.width > 2 * narrow.width
    for name, box in laid.boxes.items():
        for other, beside in laid.boxes.items():
            is_apart = (
                box.x + box.width <= beside.x
                or beside.x + beside.width <= box.x
                or box.y + box.height <= beside.y
                or beside.y + beside.height <= box.y
            )
            assert name == other or is_apart, (name, other)
    view = map_view(path_map, empty_school_site(), base="../", name="m")
    assert [p.when for row in view.rows for p in row.places if p.title == "All year"] == [
        "Grade 9, 9F–9S"
    ]
