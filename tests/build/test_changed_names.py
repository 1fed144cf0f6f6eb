"""Names that become private or public again: only pages that a changed name concerns are made."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from growing_school import (
    Growing,
    add_learner,
    engine_input,
    new_school,
    read_site,
    run_engine,
    work_file,
)
from name_table import NAMES, ROWS, people_with
from wayfolio.build import api
from wayfolio.build.changed_names import find_changed_words
from wayfolio.build.name_trace import TracedWays, hash_words, may_hold
from wayfolio.build.request import BuildRequest
from wayfolio.model.people import NOBODY
from wayfolio.model.searched_forms import find_forms, find_forms_slowly
from wayfolio.school.read import Report

PEOPLE = {
    "ana": ("Ana Lund", "Ana"),
    "ben": ("Ben Lund", "Ben"),
    "cleo": ("Cleo Ruiz", "Cleo"),
    "ben-2": ("Ben Okafor", "Ben"),
    "will": ("Will Park", "Will"),
    "zeb": ("Zebulon Quarrington", "Zebulon"),
}
"""Two are called Ben, two have one family's name, and one is a word as well."""
TEXTS = {
    "ana": "With B*e*n and Zebulon, as Ben Okafor said. Will showed me how.",
    "ben": "ANA says so. Will it hold? TeamAna2 rows, and Z e b u l o n.",
    "cleo": "Nobody helped: the river rose in the night.",
    "ben-2": "Lund’s bridge, by @ana-rows and zeb-q.",
    "will": "The Quarringtons and Cleo’s boat. Ze-bu-lon, again.",
    "zeb": "Ana &#66;en, WillPark and the Ruizes.",
}
WHAT = {"hidden": "work, badges", "not shown": "voice"}
SHOWN = ("first", "full", "initials")
WAYS = (*WHAT, *SHOWN)
LOGINS = {"ana": "ana-rows", "zeb": "zeb-q"}


def write_learner(school: Growing, who: str, way: str) -> None:
    """Write how a learner may be shown. `way`: of `WAYS`."""
    full, first = PEOPLE[who]
    file = school.file(f"portfolios/{who}/learner.yml")
    shown = f", shown: {way}" if way in SHOWN else ""
    logins = f"logins: [{LOGINS[who]}]\n" if who in LOGINS else ""
    file.write_text(
        f"name: {{full: {full}, first: {first}{shown}}}\ngroup: harbor\n{logins}"
        f"consent:\n  - what: [{WHAT.get(way, 'name, work, badges')}]\n"
        "    audience: public\n    by: guardian\n    from: 2026-08-24\n",
        "utf-8",
    )


def add_person(school: Growing, who: str, way: str) -> None:
    """Add a learner whose work names others."""
    add_learner(school.root, who)
    work = work_file(f"The bridge of {PEOPLE[who][1]}", TEXTS[who])
    school.file(f"portfolios/{who}/evidence/2027-03-01-bridge.md").write_text(work, "utf-8")
    write_learner(school, who, way)


def school_in(folder: Path, *, way: str = "full") -> Growing:
    """Return a school of five learners, who name one another."""
    school = Growing(new_school(folder / "school"), secret=b"s" * 32)
    for who in (*PEOPLE,)[:5]:
        add_person(school, who, way)
    return school


def request_of(school: Growing) -> BuildRequest:
    return BuildRequest(
        root=school.root,
        today=school.today,
        secret=school.secret,
        engine=run_engine(engine_input(school.root)),
        is_searchable=False,
        cache_folder=school.cache_folder,
    )


def build(school: Growing) -> Report:
    report = api.build_site(request_of(school))
    assert report.pages, [*map(str, report.diagnostics), *map(str, report.leaks)]
    return report


def learners_rebuilt(report: Report) -> list[str]:
    reasons = [reason for reason in report.reasons if ": made:" in reason]
    return [reason.split(":")[0].removeprefix("learner/") for reason in reasons]


def expect_clean(school: Growing, built: Report) -> None:
    """Expect the site and the words of a build that remembers nothing."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "site"
        clean = api.build_site(replace(request_of(school), folder=place, cache_folder=None))
        assert list(map(str, built.diagnostics)) == list(map(str, clean.diagnostics))
        assert built.withheld == clean.withheld
        assert school.site() == read_site(place)


# ---- who is made again ---------------------------------------------------------------------------


@pytest.fixture
def school(tmp_path: Path) -> Growing:
    school = school_in(tmp_path)
    assert len(learners_rebuilt(build(school))) == 5
    return school


@pytest.mark.parametrize(
    ("who", "rebuilt"),
    [
        ("cleo", ["cleo", "will"]),
        pytest.param("ana", ["ana", "ben", "ben-2"], marks=pytest.mark.long),
        ("will", ["ana", "ben", "will"]),
    ],
)
def test_a_name_more_or_less_makes_only_those_whose_texts_hold_it(
    school: Growing, who: str, rebuilt: list[str]
) -> None:
    for way in ("hidden", "full"):
        write_learner(school, who, way)
        report = build(school)
        assert learners_rebuilt(report) == rebuilt
        expect_clean(school, report)
        assert learners_rebuilt(build(school)) == []


def test_a_name_that_nobody_wrote_makes_nobody_again(school: Growing) -> None:
    school.file("portfolios/will/evidence/2027-03-01-bridge.md").unlink()
    school.file("portfolios/will/demonstrations/2026-27.yml").unlink()
    assert learners_rebuilt(build(school)) == ["will"]

    for way in ("hidden", "first", "not shown", "full"):
        write_learner(school, "cleo", way)
        report = build(school)
        assert learners_rebuilt(report) == ["cleo"]
        expect_clean(school, report)


def test_somebody_new_makes_only_those_whose_texts_hold_the_name(school: Growing) -> None:
    add_person(school, "zeb", "hidden")

    report = build(school)

    assert learners_rebuilt(report) == ["ana", "ben", "ben-2", "will", "zeb"]
    expect_clean(school, report)
    assert b"Zebulon" not in b"".join(school.site().values())


def test_a_name_outside_of_learners_texts_is_gone_too(school: Growing) -> None:
    """No text of a learner holds it, but what the school itself says does."""
    school.change("docs/about.md", lambda text: f"{text}\nCleo built it.\n")
    school.change("mkdocs.yml", lambda text: text.replace("River School", "School of Cleo"))
    build(school)
    assert b"Cleo" in school.site()["index.html"]
    write_learner(school, "cleo", "hidden")

    report = api.build_site(replace(request_of(school), engine=None))

    assert report.pages
    assert not [path for path, page in school.site().items() if b"Cleo" in page]


def test_a_name_in_the_frames_of_all_pages_stops_the_build(school: Growing) -> None:
    """The frames that somebody else made hold it, and no page alone is to blame."""
    school.change("mkdocs.yml", lambda text: text.replace("River School", "School of Cleo"))
    build(school)
    write_learner(school, "cleo", "hidden")

    report = api.build_site(request_of(school))

    assert report.pages == 0
    assert report.leaks
    assert not [path for path, page in school.site().items() if b"Cleo" in page]


def test_what_a_build_that_failed_has_read_is_not_believed(school: Growing) -> None:
    """It has read the new names, and made nothing."""
    bad = school.file("portfolios/ben/demonstrations/2026-27.yml")
    good = bad.read_text("utf-8")
    write_learner(school, "ana", "hidden")
    bad.write_text(good.replace("MTH.1: 3", "MTH.1: 33"), "utf-8")
    assert api.build_site(request_of(school)).pages == 0
    bad.write_text(good, "utf-8")

    expect_clean(school, build(school))


# ---- after any consents --------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(PEOPLE)), st.sampled_from(WAYS)), min_size=1, max_size=6
)


def expect_clean_after_each(steps: list[tuple[str, str]], way: str) -> None:
    with TemporaryDirectory() as folder:
        school = school_in(Path(folder), way=way)
        build(school)
        for who, shown in steps:
            if school.file(f"portfolios/{who}").is_dir():
                write_learner(school, who, shown)
            else:
                add_person(school, who, shown)
            expect_clean(school, build(school))


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param(
            [("ben", "hidden"), ("ben-2", "hidden"), ("ben", "full")], marks=pytest.mark.long
        ),
        [("ana", "initials"), ("zeb", "hidden"), ("ana", "hidden"), ("zeb", "first")],
        [("will", "not shown"), ("cleo", "initials"), ("will", "first")],
    ],
)
def test_after_consents_given_and_taken_the_site_is_a_clean_one(
    steps: list[tuple[str, str]],
) -> None:
    expect_clean_after_each(steps, "full")


@pytest.mark.long
@settings(max_examples=60)
@given(STEPS, st.sampled_from(WAYS))
def test_after_any_consents_given_and_taken_the_site_is_a_clean_one(
    steps: list[tuple[str, str]], way: str
) -> None:
    expect_clean_after_each(steps, way)


# ---- what is noted -------------------------------------------------------------------------------


def search(text: str) -> bytes:
    """Return what a text is searched for where nobody is private yet."""
    ways = TracedWays({})
    assert list(replace(NOBODY, by_first_word=ways).named_in(text)) == []
    return ways.searched_words()


def test_each_form_of_a_name_is_noted_before_anybody_is_private() -> None:
    """Else a page that holds it would stay. And what is noted in vain is little."""
    private = {key: people_with(key) for key in NAMES}
    changed = {key: hash_words(find_changed_words(NOBODY, who)) for key, who in private.items()}
    for _, text, _ in ROWS:
        searched = search(text)
        for key, words in changed.items():
            if not may_hold(searched, words):
                assert list(private[key].named_in(text)) == [], (key, text)


@given(st.text("abZ12eéÉ –’“*_[](`~\\\n·-.|<>&;#ñßạł\u0301\u00ad=", max_size=14))
def test_words_are_found_fast_and_none_is_missed(text: str) -> None:
    """In its normal form a name has letters and digits only."""
    slow = {form for form in find_forms_slowly(text) if form.isalnum()}
    assert slow <= find_forms(text)


def test_a_page_can_depend_on_words_only() -> None:
    with pytest.raises(TypeError, match="never on all names"):
        _ = replace(NOBODY, by_first_word=TracedWays({})).certain
