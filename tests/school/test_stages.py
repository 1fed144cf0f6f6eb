"""Stages and rounds: three invented programmes, and what every page says of them."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from invented_lives import FARM, HEAD, LIVES, write_lives
from wayfolio.model.dossier import LearnerDossier
from wayfolio.model.maps import PathMap
from wayfolio.model.names import Language, LearnerId, PathwayId
from wayfolio.model.pages import Staff
from wayfolio.model.rounds import RoundState
from wayfolio.model.stages import PathwayStanding
from wayfolio.render.language.reader import make_reader
from wayfolio.render.learner.pathways import path_lines
from wayfolio.render.parts.views import Site
from wayfolio.school.dossier import dossier_for_staff
from wayfolio.school.explain import explain_learner
from wayfolio.school.learner import read_learner, whole_record
from wayfolio.school.read import check_school, read_school

TODAY = date(2027, 3, 12)


def see(root: Path, learner: str) -> tuple[LearnerDossier[Staff], Site]:
    school, diagnostics = read_school(root, TODAY)
    assert school is not None
    assert [str(diagnostic) for diagnostic in diagnostics] == []
    unit = read_learner(school, LearnerId(learner))
    assert [str(diagnostic) for diagnostic in unit.diagnostics] == []
    site = Site(catalogue=school.catalogue, reader=make_reader(Language("en")), as_of=TODAY)
    return dossier_for_staff(whole_record(school, unit)), site


@cache
def seen(name: str, learner: str = "ida") -> tuple[LearnerDossier[Staff], Site]:
    return see(write_lives(Path(mkdtemp()), name), learner)


def standing(dossier: LearnerDossier[Staff], pathway: str) -> PathwayStanding:
    return next(s for s in dossier.standings if s.pathway == PathwayId(pathway))


def drawn(dossier: LearnerDossier[Staff], pathway: str) -> PathMap:
    return next(path_map for path_map in dossier.maps if path_map.id == pathway)


@pytest.mark.parametrize("name", LIVES)
def test_an_invented_programme_is_a_school_without_mistakes(tmp_path: Path, name: str) -> None:
    assert check_school(write_lives(tmp_path, name), TODAY).diagnostics == ()


# ---- a cycle inside a ladder ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("learner", "pathway", "stage", "n", "state"),
    [
        ("ida", "stewardship", "guest", 1, "not asked"),
        ("ida", "stewardship", "hand", 1, "done"),
        ("ida", "stewardship", "keeper", 1, "in progress"),
        ("ida", "stewardship", "elder", 1, "not started"),
        ("ida", "seasons", "seed", 1, "done"),
        ("ida", "seasons", "green", 1, "not asked"),
        ("ida", "seasons", "seed", 2, "done"),
        ("ida", "seasons", "green", 2, "ended early"),
        ("ida", "seasons", "harvest", 2, "ended early"),
        ("ida", "seasons", "harvest", 3, "done"),
        ("ida", "seasons", "green", 4, "in progress"),
        ("ida", "seasons", "harvest", 4, "in progress"),
        ("old", "stewardship", "guest", 1, "placed past"),
        ("old", "stewardship", "keeper", 1, "placed past"),
        ("old", "stewardship", "elder", 1, "in progress"),
    ],
)
def test_each_stage_of_each_round_says_how_far_it_is(
    learner: str, pathway: str, stage: str, n: int, state: str
) -> None:
    place = standing(seen("farm", learner)[0], pathway).stage(stage, n)  # type: ignore[arg-type]
    assert place is not None
    assert str(place.state) == state


def test_a_drought_ends_a_pass_and_says_so() -> None:
    seasons = standing(seen("farm")[0], "seasons")

    assert [str(turn.state) for turn in seasons.rounds] == [
        "finished",
        "ended early",
        "finished",
        "under way",
    ]
    assert (seasons.rounds[1].ended, seasons.rounds[1].why) == (
        date(2024, 8, 10),
        "the drought took the fields",
    )
    assert seasons.passes == 2


def test_every_page_prints_the_same_sentences() -> None:
    """The note's lines; the family's, the staff's and the explanation are made of the same."""
    dossier, site = seen("farm")
    wanted = [
        "Stewardship: Keeper. 2 finished passes of The farm year, begun at the stage Keeper: "
        "0 of 2. The milestone A field of one's own: not yet.",
        "The farm year: Growing and Harvest, round 4. 2 rounds finished. Round 2 ended early on "
        "August 10, 2024: the drought took the fields.",
    ]
    root = write_lives(Path(mkdtemp()), "farm")
    text = explain_learner(root, "ida", None, TODAY).as_text()

    assert list(path_lines(dossier.standings, site)) == wanted
    assert all(said in text for said in ("0 of 2.", "Round 2 ended early", "2 rounds finished."))


def test_the_explanation_of_a_pathway_is_its_standing() -> None:
    root = write_lives(Path(mkdtemp()), "farm")
    (explained,) = json.loads(explain_learner(root, "ida", "seasons", TODAY).as_json())

    assert explained["here"] == ["green", "harvest"]
    assert (explained["round"], explained["finished_rounds"]) == (4, 2)
    assert explained["rounds"][1] == {
        "round": 2,
        "state": "ended early",
        "began": "2024-03-01",
        "ended_early": "2024-08-10",
        "why": "the drought took the fields",
    }
    assert explained["stages"][0] == {
        "stage": "seed",
        "round": 1,
        "state": "done",
        "skipped": None,
        "rule": None,
    }


def test_the_ladder_s_map_holds_the_cycle_in_a_lane_of_its_own() -> None:
    ladder = drawn(seen("farm")[0], "stewardship")
    lane = ladder.lanes[-1]

    assert (lane.kind, str(lane.cycle), lane.n) == ("within", "The farm year", 4)
    assert [str(title) for title in lane.within] == ["Hand", "Keeper", "Elder"]
    inner = [node.id for node in ladder.nodes if node.lane == len(ladder.lanes) - 1]
    assert inner[0] == "in-seasons-4-seed"
    assert ladder.here == ("keeper", "in-seasons-4-green", "in-seasons-4-harvest")


PASSES = [
    # (when the second pass ended early, stage at which the third began, hand done, elder has)
    ("", "hand", "done", 3),
    ("ended", "hand", "done", 2),
    ("ended", "keeper", "in progress", 2),
]


@pytest.mark.parametrize(("end", "rung", "hand", "passes"), PASSES)
def test_passes_are_counted_for_one_stage_alone_where_the_pathway_says_so(
    tmp_path: Path, end: str, rung: str, hand: str, passes: int
) -> None:
    broken = ", ended: {on: 2024-08-10, why: drought}" if end else ""
    learner = f"""
    programmes:
      - {{pathway: stewardship, stage: hand, from: 2023-03-01}}
      - {{pathway: seasons, pass: 1, from: 2023-03-01}}
      - {{pathway: seasons, pass: 2, from: 2024-03-01{broken}}}
      - {{pathway: stewardship, stage: {rung}, from: 2025-02-01}}
      - {{pathway: seasons, pass: 3, from: 2025-03-01}}
    """
    read = "\n".join(
        f"- {{date: {year}-10-02, kind: read, by: rosa, pass: {n}, "
        "delivers: [seasons/seed/plan, seasons/harvest/weights]}"
        for n, year in ((1, 2023), (2, 2024), (3, 2025))
        if not (end and n == 2)
    )
    files = {
        "portfolios/ida/learner.yml": HEAD + learner,
        "portfolios/ida/demonstrations/farm.yml": read,
    }
    dossier, _ = see(write_lives(tmp_path, "farm", files), "ida")
    ladder, seasons = standing(dossier, "stewardship"), standing(dossier, "seasons")

    place, elder = ladder.stage("hand"), ladder.stage("elder")  # type: ignore[arg-type]
    assert place is not None
    assert elder is not None
    assert elder.outcome is not None
    assert seasons.passes == passes
    assert elder.outcome.have == passes
    if rung == "keeper":
        assert str(place.state) == "not started"
    else:
        assert str(place.state) == hand


def test_walking_again_after_the_end() -> None:
    """A ladder that comes back is walked in rounds, each with its own deliverables."""
    files = {
        "competencies/pathways/boats.yml": LIVES["boats"]["competencies/pathways/boats.yml"]
        + "pass_finished: {delivered: every}\n        comes_back: true\n",
        "portfolios/ida/learner.yml": HEAD
        + """
    programmes:
      - {pathway: boats, pass: 1, stage: timber, from: 2026-09-01}
      - {pathway: boats, pass: 2, stage: timber, from: 2027-02-01}
    """,
        "portfolios/ida/demonstrations/boats.yml": """
        - {date: 2026-10-20, kind: read, by: kim, delivers: [boats/timber/log, boats/sew/sail]}
        """,
    }
    dossier, site = see(write_lives(Path(mkdtemp()), "boats", files), "ida")
    boats = standing(dossier, "boats")

    assert [turn.state for turn in boats.rounds] == [RoundState.FINISHED, RoundState.UNDER_WAY]
    assert list(path_lines(dossier.standings, site)) == [
        "From tree to sea trial: Choosing timber, round 2. 1 round finished."
    ]
    lanes = [(lane.kind, lane.n) for lane in drawn(dossier, "boats").lanes]
    assert lanes == [("round", 1), ("round", 2)]


# ---- a rung that may be skipped by an interview --------------------------------------------------


def test_a_skipped_rung_is_neither_met_nor_missing_and_what_follows_may_begin() -> None:
    dossier, site = seen("forge")
    forge = standing(dossier, "forge")
    states = {place.code: str(place.state) for place in forge.stages}

    assert states == {
        "bellows": "met",
        "tongs": "skipped",
        "hammer": "ready to learn",
        "sign": "done",
    }
    assert list(path_lines(dossier.standings, site)) == [
        "The forge: Hammer. Skipped: Tongs. Decided on November 1, 2026, after: interview. "
        "She held iron at her grandfather's for three summers."
    ]
    assert [a.badge for a in dossier.shown.awards] == []
    skipped = [a for a in dossier.shown.attainments if str(a.status) == "skipped"]
    assert [a.competency for a in skipped] == ["FO.2"]
    assert not any(step.attained.competency == "FO.2" for step in dossier.steps)


SKIPS = "portfolios/ida/demonstrations/forge.yml"


@pytest.mark.parametrize(
    ("occasion", "state"),
    [
        ("{date: 2026-11-01, kind: interview, by: rosa, skips: [forge/tongs], why: x}", "skipped"),
        # A friend's word lets nobody skip anything.
        (
            "{date: 2026-11-01, kind: interview, by: pal, skips: [forge/tongs], why: x}",
            "waiting for",
        ),
        ("{date: 2026-11-01, kind: studio, by: rosa, ratings: {FO.2: 1}}", "met"),
    ],
)
def test_who_may_let_a_learner_skip(tmp_path: Path, occasion: str, state: str) -> None:
    dossier, _ = see(write_lives(tmp_path, "forge", {SKIPS: f"- {occasion}\n"}), "ida")
    place = standing(dossier, "forge").stage("tongs")  # type: ignore[arg-type]
    assert place is not None
    assert str(place.state) == state


@pytest.mark.parametrize(
    ("path", "text", "wrong"),
    [
        (
            SKIPS,
            "- {date: 2026-11-01, kind: talk, by: rosa, skips: [forge/tongs], why: x}\n",
            "forge.yml:1:3: error: “forge/tongs” cannot be skipped on an occasion of the kind "
            "“talk” [cannot-skip]\n"
            "  hint: write “kind: interview” if it was one, or delete “skips”",
        ),
        (
            SKIPS,
            "- {date: 2026-11-01, kind: interview, by: rosa, skips: [forge/tongs]}\n",
            "forge.yml:1:3: error: this lets a learner skip a stage, and does not say why "
            "[no-reason]\n  hint: add “why: ” with the reason, which the family reads as well",
        ),
        (
            "portfolios/ida/learner.yml",
            HEAD + "\n    programmes: [{pathway: forge, stage: [bellows, keel], from: 2026-09-01}]",
            "learner.yml:5:48: error: there is no stage “keel” [unknown-name]",
        ),
        (
            "portfolios/ida/learner.yml",
            HEAD
            + """
    programmes:
      - {pathway: forge, stage: bellows, from: 2026-09-01, ended: {on: 2026-08-01, why: x}}
    """,
            "learner.yml:6:63: error: round 1 ends on 2026-08-01, before this part of it begins "
            "[wrong-order]\n  hint: check both days",
        ),
        (
            "portfolios/ida/learner.yml",
            HEAD
            + """
    programmes:
      - {pathway: forge, stage: bellows, from: 2026-09-01, ended: {on: 2026-10-01, why: x}}
      - {pathway: forge, stage: hammer, from: 2026-11-01}
    """,
            "learner.yml:7:5: error: round 1 of “forge” ended on 2026-10-01, before this begins "
            "[wrong-order]\n  hint: write “pass: 2” for the next round, or delete “ended”",
        ),
        (
            "portfolios/ida/learner.yml",
            HEAD
            + """
    programmes:
      - {pathway: forge, stage: bellows, from: 2026-09-01, ended: {on: 2027-10-01, why: x}}
    """,
            "[not-yet]",
        ),
    ],
)
def test_what_the_check_says_of_stages(tmp_path: Path, path: str, text: str, wrong: str) -> None:
    root = write_lives(tmp_path, "forge", {path: text})
    diagnostics = [str(diagnostic) for diagnostic in check_school(root, TODAY).diagnostics]
    assert any(wrong in diagnostic for diagnostic in diagnostics), diagnostics


def test_a_stage_of_another_pathway_is_an_error(tmp_path: Path) -> None:
    learner = HEAD + "\n    programmes: [{pathway: seasons, stage: guest, from: 2026-09-01}]"
    root = write_lives(tmp_path, "farm", {"portfolios/ida/learner.yml": learner})
    diagnostics = [str(diagnostic) for diagnostic in check_school(root, TODAY).diagnostics]
    assert diagnostics == [
        "portfolios/ida/learner.yml:5:14: error: “guest” is no stage of the pathway “seasons” "
        "[unknown-name]\n  hint: write one of seed, green, harvest, rest"
    ]


def test_what_is_walked_within_a_stage_is_a_cycle(tmp_path: Path) -> None:
    ladder = FARM["competencies/pathways/stewardship.yml"].replace(
        "cycle: seasons", "cycle: stewardship", 1
    )
    root = write_lives(tmp_path, "farm", {"competencies/pathways/stewardship.yml": ladder})
    diagnostics = [str(diagnostic) for diagnostic in check_school(root, TODAY).diagnostics]
    assert diagnostics == [
        "competencies/pathways/stewardship.yml:7:5: error: “stewardship” is no cycle, so it is not "
        "walked within a stage [unknown-name]\n  hint: name a pathway with “kind: cycle”"
    ]


# ---- two roots that meet -------------------------------------------------------------------------


def test_two_ways_in_are_walked_at_once_and_one_is_finished_after_they_meet() -> None:
    dossier, site = seen("boats")
    boats = standing(dossier, "boats")

    assert boats.here == ("hull", "sew")
    assert {place.code: str(place.state) for place in boats.stages} == {
        "timber": "done",
        "steam": "not asked",
        "cloth": "not asked",
        "sew": "in progress",
        "hull": "done",
        "sea": "not asked",
    }
    assert list(path_lines(dossier.standings, site)) == [
        "From tree to sea trial: Closing the hull and Sewing a sail."
    ]
    edges = {(edge.start, edge.kind, edge.end) for edge in drawn(dossier, "boats").edges}
    assert ("sew", "finish-later", "hull") in edges
    assert drawn(dossier, "boats").here == ("hull", "sew")


@pytest.mark.parametrize(
    ("entries", "past"),
    [
        (["timber"], []),
        (["steam"], ["timber"]),
        ([["steam", "sew"]], ["timber", "cloth"]),
        # Who went by wood may still do the sail: nothing of it is placed past.
        (["timber", "steam", "hull"], []),
        (["hull"], ["timber", "steam"]),
        (["timber", "sew"], ["cloth"]),
        (["sea"], ["timber", "steam", "cloth", "sew", "hull"]),
    ],
)
def test_what_lies_before_the_way_in_is_placed_past(
    tmp_path: Path, entries: list[object], past: list[str]
) -> None:
    lines = "\n".join(
        f"      - {{pathway: boats, stage: {json.dumps(stage)}, from: 2026-{n:02}-01}}"
        for n, stage in enumerate(entries, start=7)
    )
    files = {
        "portfolios/ida/learner.yml": f"{HEAD}\n    programmes:\n{lines}\n",
        "portfolios/ida/demonstrations/boats.yml": "[]\n",
    }
    dossier, _ = see(write_lives(tmp_path, "boats", files), "ida")
    places = standing(dossier, "boats").stages
    assert [place.code for place in places if str(place.state) == "placed past"] == past


@pytest.mark.parametrize(("optional", "state"), [("true", "skipped"), ("false", "not started")])
def test_an_optional_rung_that_was_passed_by_is_skipped(
    tmp_path: Path, optional: str, state: str
) -> None:
    pathway = f"""
    pathway: boats
    title: Boats
    kind: ladder
    stages:
      - {{code: keel, title: Keel}}
      - {{code: carve, optional: {optional}, deliverables: [{{id: name, title: A name}}]}}
      - {{code: sea, title: Sea, after: [keel, carve]}}
    """
    learner = """
    programmes:
      - {pathway: boats, stage: keel, from: 2026-09-01}
      - {pathway: boats, stage: sea, from: 2026-11-01}
    """
    files = {
        "competencies/pathways/boats.yml": pathway,
        "portfolios/ida/learner.yml": HEAD + learner,
        "portfolios/ida/demonstrations/boats.yml": "[]\n",
    }
    dossier, _ = see(write_lives(tmp_path, "boats", files), "ida")
    place = standing(dossier, "boats").stage("carve")  # type: ignore[arg-type]
    assert place is not None
    assert str(place.state) == state
