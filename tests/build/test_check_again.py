"""A second check says what a first one would, and a school that it accepts is published."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from edits import BRIDGE, EDITS, OWN, edit
from growing_school import CORE, Growing, engine_input, new_school, run_engine
from hostile_school import picture
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.school.read import Report

NAMES = ("ana", "ben", "cleo", "dov")


def cut_picture(school: Growing, who: str) -> None:
    file = school.file(f"portfolios/{who}/evidence/bridge.png")
    if file.exists():
        file.write_bytes(picture("PNG", (640, 480))[:700])


def mend_picture(school: Growing, who: str) -> None:
    file = school.file(f"portfolios/{who}/evidence/bridge.png")
    if file.exists():
        file.write_bytes(picture("PNG", (64, 48)))


def hide_somebody(school: Growing, who: str) -> None:
    """Add somebody of whom nothing is public, whose login is a word of the others' work."""
    folder = school.file("portfolios/zeb")
    folder.mkdir(exist_ok=True)
    text = "name: {full: Zebulon Quarrington, first: Zebulon}\ngroup: harbor\nlogins: [zeb-q]\n"
    (folder / "learner.yml").write_text(text, "utf-8")


BROKEN = {
    "a picture cut off": cut_picture,
    "a picture mended": mend_picture,
    "somebody who is private": hide_somebody,
    "a name": edit(OWN + BRIDGE, "It holds.", "It holds, says Zebulon Quarrington."),
    "a name in pieces": edit(OWN + BRIDGE, "It holds.", "It holds, says Z**e**bulon."),
    "a name in the school’s own page": edit("docs/about.md", "We row.", "We row with Zebulon."),
    "a frame in the school’s own page": edit(
        "docs/about.md", "We row.", "<iframe src=https://x.example/></iframe>"
    ),
    "nothing in the school’s own page": edit("docs/about.md", "<iframe", "We row. <b"),
    "an unknown skill": edit(OWN + BRIDGE, "MTH.1]", "MTH.9]"),
    "a skill again": edit(OWN + BRIDGE, "MTH.9]", "MTH.1]"),
    "a level off the scale": edit(OWN + "demonstrations/2026-27.yml", "MTH.1: 3", "MTH.1: 33"),
    "a level again": edit(OWN + "demonstrations/2026-27.yml", "MTH.1: 33", "MTH.1: 3"),
    "an unknown key in the catalogue": edit(
        CORE, "framework: core", "colour: red\nframework: core"
    ),
    "no unknown key in the catalogue": edit(CORE, "colour: red\n", ""),
}
ALL = {**EDITS, **BROKEN}
STEPS = st.lists(st.tuples(st.sampled_from(sorted(ALL)), st.sampled_from(NAMES)), max_size=6)


def check(school: Growing, cache: Path | None) -> Report:
    return api.check_site(request(school, cache))


def request(school: Growing, cache: Path | None) -> BuildRequest:
    return BuildRequest(
        root=school.root,
        today=school.today,
        secret=school.secret,
        engine=run_engine(engine_input(school.root)),
        is_searchable=False,
        cache_folder=cache,
    )


def expect_the_same(steps: list[tuple[str, str]]) -> None:
    """Check after each step, with a cache and without one; build what is accepted."""
    with TemporaryDirectory() as folder:
        school = Growing(new_school(Path(folder) / "school"))
        cache = Path(folder) / "cache"
        check(school, cache)
        for name, who in steps:
            ALL[name](school, who)
            school.done.append(name)
            again, first = check(school, cache), check(school, None)
            assert list(map(str, again.diagnostics)) == list(map(str, first.diagnostics))
            if first.is_clean:
                place = Path(folder) / "site"
                built = api.build_site(replace(request(school, None), folder=place))
                assert built.is_clean, [*map(str, built.diagnostics), *built.withheld]
                assert built.pages


@settings(max_examples=4)
@given(STEPS)
def test_a_second_check_says_what_a_first_would(steps: list[tuple[str, str]]) -> None:
    expect_the_same(steps)


@pytest.mark.long
@settings(max_examples=150)
@given(STEPS)
def test_a_second_check_always_says_what_a_first_would(steps: list[tuple[str, str]]) -> None:
    expect_the_same(steps)


@pytest.mark.parametrize(
    "steps",
    [
        [("a name", "ana"), ("somebody who is private", "ana")],
        [("a level off the scale", "ana"), ("a level again", "ana")],
        *(
            pytest.param(steps, marks=pytest.mark.long)
            for steps in (
                [
                    ("somebody who is private", "ana"),
                    ("a name in pieces", "ben"),
                    ("a text", "ben"),
                ],
                [("somebody who is private", "ana"), ("a name in the school’s own page", "ana")],
                [
                    ("a frame in the school’s own page", "ana"),
                    ("nothing in the school’s own page", "ana"),
                ],
                [("a picture cut off", "cleo"), ("a picture mended", "cleo")],
            )
        ),
    ],
)
def test_what_was_wrong_stays_wrong_until_it_is_mended(steps: list[tuple[str, str]]) -> None:
    expect_the_same(steps)
    expect_the_same([*steps, ("a text", "cleo")])


def test_a_check_writes_nothing_but_its_cache(tmp_path: Path) -> None:
    school = Growing(new_school(tmp_path / "school"))
    before = sorted(path for path in tmp_path.rglob("*"))

    assert check(school, None).is_clean
    assert sorted(path for path in tmp_path.rglob("*")) == before

    assert check(school, tmp_path / "cache").is_clean
    assert {path.name for path in (tmp_path / "cache").iterdir()} == {"check"}
    assert sorted(path for path in school.root.rglob("*")) == [
        path for path in before if path.is_relative_to(school.root) and path != school.root
    ]


def test_a_second_check_makes_nobody_again(tmp_path: Path) -> None:
    school = Growing(new_school(tmp_path / "school"))
    assert check(school, tmp_path / "cache").rebuilt_learners == 3

    assert check(school, tmp_path / "cache").rebuilt_learners == 0
    BROKEN["a picture cut off"](school, "ben")
    assert check(school, tmp_path / "cache").rebuilt_learners == 1
    assert check(school, tmp_path / "cache").rebuilt_learners == 1
