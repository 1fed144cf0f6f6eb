"""Whoever must leave the site leaves it at once: no build is needed, and no mistake prevents it."""

import shutil
from pathlib import Path

import pytest

from named_school import ANA, BROKEN, SECRET, Place, append_text, published_school
from report import TODAY
from small_site import read_files
from wayfolio.build import withdrawal
from wayfolio.build.cache import BuildCache
from wayfolio.build.cache_tables import DATABASE
from wayfolio.build.takedown import NothingToTakeDown, Takedown, take_out
from wayfolio.cli.main import main
from wayfolio.load.rough_names import read_rough_name, shows_whole_name
from wayfolio.publish.site import MARKER
from wayfolio.school.lookup import UnknownId


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a copy of the school whose site names Ana in every place."""
    return published_school().copy(tmp_path / "school")


def take_ana_out(place: Place, *, remembers: bool = True) -> Takedown:
    """Take Ana out of the site."""
    where = withdrawal.Place(place.root, place.root / "site", TODAY, SECRET)
    return take_out(where, ["ana"], place.root / ".memory" if remembers else None)


def assert_gone(place: Place) -> None:
    """Nothing of Ana is in the site, whose menu names her on each page; the rest of it is."""
    assert b"ana lund" not in place.readable().lower()
    assert b"learners/ana/" not in place.readable()
    assert not place.has("learners/ana")
    assert place.has("boat.png")


@pytest.mark.parametrize("remembers", [True, False])
def test_a_learner_leaves_although_the_consent_is_in_force(place: Place, remembers: bool) -> None:
    takedown = take_ana_out(place, remembers=remembers)

    assert_gone(place)
    assert "learners/ana/index.html" in takedown.removed
    assert [f"{who}: {at.path}" for who, at in takedown.still_allowed] == [
        "ana: portfolios/ana/learner.yml"
    ]


@pytest.mark.parametrize("what", BROKEN)
def test_nothing_that_is_wrong_in_the_school_prevents_it(place: Place, what: str) -> None:
    BROKEN[what](place.root)

    take_ana_out(place)

    assert b"ana lund" not in place.readable().lower()
    assert not place.has("learners/ana")


def test_the_next_build_brings_back_what_need_not_have_gone(place: Place) -> None:
    take_ana_out(place)
    place.withdraw()

    assert place.build().pages
    assert b"ana lund" not in place.readable().lower()
    for path in ("index.html", "news/index.html", "learners/ben/evidence/raft/index.html"):
        assert place.has(path)


def test_without_a_name_whoever_has_no_consent_any_more_leaves(place: Place) -> None:
    where = withdrawal.Place(place.root, place.root / "site", TODAY, SECRET)
    assert take_out(where, [], place.root / ".memory").removed == ()

    place.withdraw()
    take_out(where, [], place.root / ".memory")

    assert_gone(place)


def test_a_damaged_cache_keeps_nobody_in_the_site(place: Place) -> None:
    (place.root / ".memory" / DATABASE).write_bytes(b"SQLite format 3\0" + b"noise" * 2000)

    take_ana_out(place)

    assert_gone(place)


def test_a_full_disk_keeps_nobody_in_the_site(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_no_room(_: BuildCache) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(BuildCache, "commit", find_no_room)
        take_ana_out(place)

    assert_gone(place)
    place.withdraw()
    assert place.build().pages
    assert place.has("news/index.html")


@pytest.mark.parametrize(
    "written",
    [
        "name: {full: Ana Lund, first: Ana, shown: full\n",
        'name:\n  full: "Ana Lund"\n  first: "Ana"\n\tgroup: x\n',
        "<<<<<<< HEAD\nname: {full: Ana Lund, first: Ana}\n=======\nname: x\n>>>>>>> a\n",
        "name: {full: 'Ana Lund', first: 'Ana'}\ngroup: [\n",
        'name: {"full": "Ana Lund", "first": "Ana"} # her name\nconsent: yes: no\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_that_cannot_be_read_is_no_consent_and_its_name_stays_private(
    place: Place, written: str, encoding: str
) -> None:
    (place.root / ANA / "learner.yml").write_bytes(written.encode(encoding))

    assert place.build().pages == 0

    assert_gone(place)


@pytest.mark.parametrize("written", [None, b"", b"name: [", b"\0\xff noise"])
def test_where_no_file_tells_the_name_the_published_page_does(
    place: Place, written: bytes | None
) -> None:
    file = place.root / ANA / "learner.yml"
    file.unlink()
    if written is not None:
        file.write_bytes(written)

    assert place.build().pages == 0

    assert_gone(place)


def test_a_name_is_read_as_far_as_a_file_shows_it() -> None:
    name = read_rough_name("name: {full: Nguyễn Thị Ánh, latin: 'Anh', alias: Star".encode())

    assert (name.full, name.first, name.latin, name.alias) == (
        "Nguyễn Thị Ánh",
        "Nguyễn",
        "Anh",
        "Star",
    )
    assert read_rough_name(b"\0\xff\xfe noise").full == ""
    assert read_rough_name(b"name: {full: Ana Lund}   # latin: if it is not\n").latin is None


@pytest.mark.parametrize(
    ("written", "is_sure"),
    [
        ("name: {full: Ana Lund, first: Ana}\ngroup: [", True),
        ("name:\n  full: Ana Lund  # her name\n  first: Ani\n\tgroup: x\nlogins: [\n", True),
        ("name: {full: Ana Lund, first: Ana}\n", False),
        ("name: {full: Ana Lu", False),
        ("name:\n  full: Ana Lund\n", False),
        ("name: {first: Ana}\ngroup: harbor\n", False),
        ("name: {full: Ana L\ufffdnd}\ngroup: harbor\n", False),
        ("<<<<<<< a\nname: {full: Ana Lund}\n=======\nname: {full: Ana Osei}\ngroup: x\n", False),
        ("", False),
    ],
)
def test_a_name_is_sure_where_a_file_shows_one_name_to_its_end(written: str, is_sure: bool) -> None:
    assert shows_whole_name(written.encode()) is is_sure


def test_who_is_not_there_is_not_taken_out(place: Place) -> None:
    where = withdrawal.Place(place.root, place.root / "site", TODAY, SECRET)

    with pytest.raises(UnknownId, match=r"there is no learner anna; did you mean ana\?"):
        take_out(where, ["anna"], None)
    with pytest.raises(UnknownId, match="there is no learner nobody; learners are named by"):
        take_out(where, ["nobody"], None)
    shutil.rmtree(place.root / "site")
    with pytest.raises(NothingToTakeDown, match="no site that this program has built"):
        take_out(where, ["ana"], None)


def test_a_site_that_has_lost_its_marker_is_changed_only_where_somebody_says_that_it_is_one(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A host that keeps no hidden files gives it back without."""
    (place.root / "site" / MARKER).unlink()
    monkeypatch.chdir(place.root)

    assert main(["takedown", "ana"]) == 2
    assert "if it is the site all the same, add --unmarked" in capsys.readouterr().err
    assert place.has("learners/ana")
    assert main(["takedown", "ana", "--unmarked"]) == 0
    assert_gone(place)
    assert not place.has(MARKER)


@pytest.mark.parametrize("folder", [".", "portfolios", "docs", "competencies"])
def test_no_word_makes_a_site_of_the_folder_in_which_people_write(
    place: Place, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.chdir(place.root)
    before = read_files(place.root)

    assert main(["takedown", "ana", "--unmarked", "--site", folder]) == 2

    assert read_files(place.root) == before


def test_pages_of_a_learner_whose_folder_is_gone_leave_too(place: Place) -> None:
    shutil.rmtree(place.root / ANA)

    take_ana_out(place)

    assert_gone(place)


def test_the_command_says_what_left_and_what_the_next_build_would_do(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    append_text("mkdocs.yml", "\n\t: [")(place.root)
    monkeypatch.chdir(place.root)

    assert main(["takedown", "ana"]) == 0

    printed = capsys.readouterr().out
    assert "removed learners/ana/index.html" in printed
    assert "ana may still be shown, so the next build does it again" in printed
    assert "push, or run the job that publishes" in printed
    assert main(["takedown", "nobody"]) == 2
