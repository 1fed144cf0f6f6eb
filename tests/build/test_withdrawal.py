"""When consent ends, the name is gone at the next build, wherever somebody wrote it."""

import shutil
from pathlib import Path

import pytest

from named_school import (
    ANA,
    BEN,
    BROKEN,
    PLACES,
    SECRET,
    Place,
    append_text,
    name_ana,
    published_school,
)
from report import CORE, TODAY, write
from wayfolio.build import api
from wayfolio.build.cache import BuildCache
from wayfolio.build.cache_folder import cache_folder
from wayfolio.build.departed import read_known_learners, report_departed
from wayfolio.build.request import BuildRequest
from wayfolio.erasure.forget import forget_learner
from wayfolio.model.names import LearnerId
from wayfolio.school.read import Report, check_school


@pytest.fixture
def named_everywhere() -> Place:
    """Return the school as it was published while the consent lasted."""
    return published_school()


@pytest.fixture(scope="module")
def withdrawn(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return the school after the consent has ended, built once more."""
    place = published_school().copy(tmp_path_factory.mktemp("withdrawn") / "school")
    place.withdraw()
    assert place.build().pages
    return place


REMARK = 20
"""A comment in a page is published for nobody, whoever is named in it."""


@pytest.mark.parametrize("number", PLACES, ids=PLACES.get)
def test_a_name_whose_consent_has_ended_is_gone_from_each_place(
    named_everywhere: Place, withdrawn: Place, number: int
) -> None:
    """Also from the search, whose files are unpacked here."""
    sign = f"qq{number:02d}".encode()
    before = [part for part in named_everywhere.parts() if sign in part]

    assert any(b"Ana Lund " + sign in part for part in before) is (number != REMARK)
    assert number != REMARK or before == []
    assert not any(b"Ana Lund" in part for part in withdrawn.parts() if sign in part)


def test_nothing_of_the_name_is_left_and_everybody_else_is_there(withdrawn: Place) -> None:
    assert b"ana lund" not in withdrawn.readable().lower()
    assert not withdrawn.has("learners/ana")
    assert not withdrawn.has("ana-lund.css")
    assert not withdrawn.has("list.txt")
    for path in ("index.html", "news/index.html", "learners/ben/evidence/raft/index.html"):
        assert withdrawn.has(path)
    assert api.audit_site(withdrawn.root, withdrawn.root / "site", TODAY, SECRET).leaks == ()


def test_each_place_is_told_where_its_author_wrote_it(withdrawn: Place) -> None:
    """And the check says the same as the build, before anything is built."""
    built = withdrawn.build()
    checked = check_school(withdrawn.root, TODAY)

    places = {
        (f"{diagnostic.at.path}:{diagnostic.at.line}", str(diagnostic.severity))
        for diagnostic in built.diagnostics
    }
    assert {
        ("docs/news.md:6", "warning"),
        ("docs/index.md:6", "warning"),
        ("docs/list.txt:1", "error"),
        ("docs/list.json:1", "error"),
        ("docs/ana-lund.css:1", "error"),
        ("mkdocs.yml:3", "warning"),
        ("competencies/experiences/boat.yml:1", "warning"),
        (f"{BEN}/evidence/2027-03-01-raft.md:11", "warning"),
    } <= places
    assert set(built.diagnostics) == set(checked.diagnostics)


def test_a_later_build_and_one_that_remembers_nothing_make_the_same_site(
    withdrawn: Place, tmp_path: Path
) -> None:
    place = withdrawn.copy(tmp_path / "school")
    before = place.readable()

    assert place.build().pages
    assert place.readable() == before
    shutil.rmtree(place.root / "site")
    assert place.build(remembers=False).pages
    assert place.readable().replace(b"\n", b"") == before.replace(b"\n", b"")


def test_when_consent_is_given_again_the_name_is_back(withdrawn: Place, tmp_path: Path) -> None:
    place = withdrawn.copy(tmp_path / "school")
    file = place.root / ANA / "learner.yml"
    file.write_text(file.read_text("utf-8").replace("    until: 2026-09-01\n", ""), "utf-8")

    assert place.build().is_clean
    for number in PLACES:
        assert (name_ana(number).encode() in place.readable()) is (number != REMARK)


# ---- where the rest of the school cannot be built ------------------------------------------------


@pytest.mark.parametrize("what", BROKEN)
def test_a_withdrawal_takes_effect_although_something_else_is_wrong(
    named_everywhere: Place, tmp_path: Path, what: str
) -> None:
    """Pages that name her go whole until the school is mended; somebody else's other work stays."""
    place = named_everywhere.copy(tmp_path / "school")
    place.withdraw()
    BROKEN[what](place.root)

    try:
        report = place.build()
    except (Exception, SystemExit):  # whatever the site engine stops with
        report = Report()

    assert report.pages == 0
    assert b"ana lund" not in place.readable().lower()
    assert not place.has("learners/ana")
    assert not place.has("news")
    assert not place.has("pagefind")


def test_a_file_of_ones_own_that_cannot_be_read_is_no_consent(
    named_everywhere: Place, tmp_path: Path
) -> None:
    place = named_everywhere.copy(tmp_path / "school")
    append_text(f"{ANA}/learner.yml", "  - : [\n")(place.root)

    report = place.build()

    assert not report.is_clean
    assert report.taken_down
    assert b"ana lund" not in place.readable().lower()
    assert not place.has("learners/ana")
    assert b"learners/ana/" not in place.readable()


def test_a_withdrawal_takes_effect_where_nothing_is_remembered(
    named_everywhere: Place, tmp_path: Path
) -> None:
    place = named_everywhere.copy(tmp_path / "school")
    shutil.rmtree(place.root / ".memory")
    place.withdraw()
    BROKEN["a framework"](place.root)

    assert place.build().taken_down
    assert b"ana lund" not in place.readable().lower()
    assert not place.has("learners/ana")


def test_once_the_school_is_mended_everything_else_is_back(
    named_everywhere: Place, withdrawn: Place, tmp_path: Path
) -> None:
    place = named_everywhere.copy(tmp_path / "school")
    place.withdraw()
    good = (place.root / CORE).read_bytes()
    BROKEN["a framework"](place.root)
    assert place.build().taken_down
    assert place.build().taken_down == ()
    (place.root / CORE).write_bytes(good)

    assert place.build().pages

    assert place.readable() == withdrawn.readable()


def test_what_is_wrong_takes_nothing_down_while_consent_lasts(
    named_everywhere: Place, tmp_path: Path
) -> None:
    place = named_everywhere.copy(tmp_path / "school")
    before = place.readable()
    for what in ("a framework", "the school's file"):
        BROKEN[what](place.root)

        assert place.build().taken_down == ()
        assert place.readable() == before


def test_a_login_that_became_known_is_looked_for_in_what_is_kept(
    named_everywhere: Place, tmp_path: Path
) -> None:
    """Nobody's pages are made anew for a login, but for those that hold it."""
    place = named_everywhere.copy(tmp_path / "school")
    write(place.root, {"docs/about.md": "# About us\n\n[Git](https://git.example/ben-rows/)\n"})
    assert place.build().is_clean
    assert b"ben-rows" in place.readable()
    append_text(f"{BEN}/learner.yml", "logins: [ben-rows]\n")(place.root)

    report = place.build()

    assert [leak.path for leak in report.withheld] == ["about/index.html"]
    assert b"ben-rows" not in place.readable()
    assert place.has("news/index.html")


def test_a_mistake_in_a_learners_file_is_told_although_it_says_the_same(
    named_everywhere: Place, tmp_path: Path
) -> None:
    place = named_everywhere.copy(tmp_path / "school")
    append_text(f"{ANA}/learner.yml", "colour: red\n")(place.root)

    report = place.build()

    assert "unknown-key" in [str(diagnostic.rule) for diagnostic in report.diagnostics]
    assert report.taken_down == ()
    assert place.has("learners/ana")


# ---- a folder that is deleted --------------------------------------------------------------------


@pytest.fixture
def departed(named_everywhere: Place, tmp_path: Path) -> Place:
    """Return the school after somebody has deleted her folder, and nothing else."""
    place = named_everywhere.copy(tmp_path / "school")
    shutil.rmtree(place.root / ANA)
    return place


GONE = f"{ANA}/learner.yml:1:1"


def places_of(report: Report) -> list[str]:
    """Return where a report says that a learner is gone."""
    return [str(d.at) for d in report.diagnostics if "at the last build" in d.message]


def check(place: Place) -> Report:
    """Check a school with the cache that its builds have."""
    return api.check_site(
        BuildRequest(root=place.root, today=TODAY, cache_folder=place.root / ".memory")
    )


def test_a_learner_whose_folder_is_deleted_is_taken_for_withdrawn(departed: Place) -> None:
    for report in (
        check(departed),
        departed.build(keep_going=True),
        departed.build(keep_going=True),
    ):
        assert places_of(report) == [GONE]
        assert b"ana lund" not in departed.readable().lower() or report.pages == 0

    assert not departed.has("learners/ana")
    assert departed.has("news/index.html")
    assert places_of(check(departed)) == [GONE]


@pytest.mark.parametrize("what", ["everything anew", "another version of the program"])
def test_that_lasts_although_the_cache_is_begun_again(departed: Place, what: str) -> None:
    if what == "everything anew":
        request = BuildRequest(
            root=departed.root,
            today=TODAY,
            cache_folder=departed.root / ".memory",
            keep_going=True,
            is_anew=True,
        )
        assert api.build_site(request).pages
    else:
        BuildCache(departed.root / ".memory", "another version").close()
    report = departed.build(keep_going=True)

    assert places_of(report) == [GONE]
    assert b"ana lund" not in departed.readable().lower()


def test_it_lasts_where_the_cache_comes_from_another_machine(
    named_everywhere: Place, tmp_path: Path
) -> None:
    place = named_everywhere.copy(tmp_path / "school")
    carried = tmp_path / "carried"
    for machine in ("one", "two"):
        request = BuildRequest(
            root=place.root,
            today=TODAY,
            secret=SECRET,
            cache_folder=tmp_path / machine,
            carried_cache=carried,
            keep_going=True,
        )
        report = api.build_site(request)
        assert report.pages
        shutil.rmtree(place.root / ANA, ignore_errors=True)

    assert places_of(report) == [GONE]
    assert b"ana lund" not in place.readable().lower()


def test_a_file_that_is_deleted_is_no_consent(named_everywhere: Place, tmp_path: Path) -> None:
    place = named_everywhere.copy(tmp_path / "school")
    (place.root / ANA / "learner.yml").unlink()

    assert place.build(keep_going=True).taken_down
    assert b"ana lund" not in place.readable().lower()


def test_somebody_whose_folder_has_another_name_has_not_gone(
    named_everywhere: Place, tmp_path: Path
) -> None:
    place = named_everywhere.copy(tmp_path / "school")
    (place.root / ANA).rename(place.root / "portfolios/ana-l")

    report = place.build()

    assert report.is_clean
    assert places_of(report) == []
    assert b"Ana Lund" in place.readable()


def test_whoever_is_forgotten_is_told_no_more_and_everybody_else_is(
    departed: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    shutil.rmtree(departed.root / BEN)
    cache = cache_folder(departed.root)
    shutil.copytree(departed.root / ".memory", cache)
    (departed.root / ".memory").rename(tmp_path / "old")

    traces = forget_learner(departed.root, "ana", [])

    assert {at.path for at, _ in traces.mentions} >= {"docs/news.md", "competencies/badges.yml"}
    assert set(read_known_learners(cache).learners) == {"ben"}
    request = BuildRequest(root=departed.root, today=TODAY, cache_folder=cache, keep_going=True)
    assert places_of(api.build_site(request)) == [f"{BEN}/learner.yml:1:1"]


@pytest.mark.parametrize("count", [1, 2, 10, 120])
def test_one_sentence_says_how_many_learners_are_gone(count: int) -> None:
    gone = [LearnerId(f"learner-{number:03}") for number in range(count)]

    (said,) = report_departed(gone)

    assert said.at.path == "portfolios/learner-000/learner.yml"
    assert said.message.startswith("there was a" if count == 1 else f"{count} learners, ")
    assert ("wayfolio forget learner-000" in said.hint) is (count == 1)
    assert said.hint.count("“") == (0 if count == 1 else min(count, 10))
    assert said.hint.endswith("…") is (count > 10)


def test_where_nobody_is_gone_nothing_is_said() -> None:
    assert list(report_departed([])) == []
