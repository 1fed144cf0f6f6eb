"""What has not changed is not made again, and what is published is what a clean build makes."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edits import (
    BRIDGE,
    EDITS,
    add_work,
)
from growing_school import (
    LEARNERS,
    Growing,
    commit,
    copy_published,
    new_school,
    ratings_file,
    work_file,
)
from samples import sample
from wayfolio.build.cache_tables import DATABASE
from wayfolio.model.keys import Key, Keys
from wayfolio.model.names import LearnerId
from wayfolio.render.listing import long_lists
from wayfolio.repository.versions import program_version


@pytest.fixture
def school(tmp_path: Path) -> Growing:
    return Growing(new_school(tmp_path / "school"))


@pytest.fixture
def published(tmp_path: Path) -> Growing:
    """Return the same school with the site and the cache of a first build."""
    return copy_published(tmp_path)


def rebuild(school: Growing) -> list[str]:
    """Build again, and return the learners whose pages were made."""
    report = school.build()
    assert report.is_clean, report
    return [
        why.split(":")[0].removeprefix("learner/") for why in report.reasons if ": made:" in why
    ]


def why(school: Growing, learner: str) -> str:
    """Build, and return what was done with a learner, and why."""
    report = school.build()
    assert report.is_clean, report
    (reason,) = (line for line in report.reasons if line.startswith(f"learner/{learner}:"))
    return reason.removeprefix(f"learner/{learner}: ")


OFTEN = sorted(EDITS.keys() - {"another page of the school"})
"""The site engine takes a second."""


@pytest.fixture
def sealed(school: Growing) -> Growing:
    """Return the school with a key for each learner, built once."""
    school.secret = bytes(32)
    keys = [
        Key(
            id=who,
            kind="family",
            learners=(LearnerId(who),),
            created=school.today,
            root=who.encode(),
        )
        for who in ("ana", "ben", "cleo")
    ]
    school.keys = Keys(keys=tuple(keys))
    assert rebuild(school) == ["ana", "ben", "cleo"]
    return school


def test_a_day_on_which_nothing_changes_seals_nothing_anew(sealed: Growing) -> None:
    """Only the page with the lock says what day it is."""
    before = sealed.site()
    sealed.today += timedelta(days=1)

    assert rebuild(sealed) == []

    after = sealed.site()
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed == {"family/index.html", ".wayfolio-site"}
    assert b"As of March 13, 2027" in after["family/index.html"]
    assert after == sealed.build_clean()


def test_a_learners_new_work_seals_that_learners_files_anew_and_no_others(sealed: Growing) -> None:
    before = sealed.site()
    add_work(sealed, "ben")

    assert rebuild(sealed) == ["ben"]

    after = sealed.site()
    # The new page; the learner's own page, the transcript, which shows what nobody has seen as
    # claimed, and the search change, and the list of all.
    new = {path for path in after.keys() - before.keys() if path.startswith("family/")}
    other = {path for path, file in before.items() if after.get(path) != file}
    assert len(new) == 1
    assert len({path for path in other if path.startswith("family/")}) == 4
    assert before.keys() <= after.keys()
    assert after == sealed.build_clean()


@pytest.mark.parametrize(
    "name", ["a week passes", "work together", "consent that ends", "a secret"]
)
def test_each_change_is_seen_in_sealed_pages_too(sealed: Growing, name: str) -> None:
    EDITS[name](sealed, "ben")

    assert sealed.build().is_clean
    assert sealed.site() == sealed.build_clean()


@pytest.mark.long
@pytest.mark.timeout(1800)
@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.sampled_from(OFTEN), st.sampled_from(LEARNERS)), max_size=5),
    st.sampled_from(["no repository", "committed", "changed since the commit"]),
    st.sampled_from([1, 2]),
    st.sampled_from([{}, {"MOST_WORK": 2, "MOST_IN_A_YEAR": 3, "MOST_PEOPLE": 2}]),
)
def test_after_any_changes_the_site_is_what_a_clean_build_makes(
    edits: list[tuple[str, str]], kept: str, jobs: int, lists: dict[str, int]
) -> None:
    with TemporaryDirectory() as folder, patch.dict(vars(long_lists), lists):
        school = Growing(new_school(Path(folder) / "school"), jobs=jobs)
        if kept != "no repository":
            commit(school.root)
        assert school.build().is_clean
        for name, who in edits:
            school.done.append(name)
            EDITS[name](school, who)
            if kept == "committed":
                commit(school.root)
            assert school.build().is_clean
            assert school.site() == school.build_clean(), school.done


@pytest.mark.parametrize("name", sample(sorted(EDITS), 2))
def test_each_change_is_seen(published: Growing, name: str) -> None:
    """One by one, so that a failure names the change."""
    EDITS[name](published, "ben")

    assert published.build().is_clean
    assert published.site() == published.build_clean()


@pytest.mark.parametrize(
    ("edit", "who_is_made"),
    [
        ("a text", ["ben"]),
        ("another rating", ["ben"]),
        ("a comment in the catalogue", []),
        ("a week passes", []),
        ("another word in the catalogue", ["ana", "ben", "cleo"]),
        ("work together", ["ana", "ben"]),
        ("a group file", ["ben"]),
        ("somebody comes", ["dov"]),
    ],
)
@pytest.mark.parametrize("in_git", sample([False, True], 2))
def test_only_whom_a_change_concerns_is_made_again(
    school: Growing, edit: str, who_is_made: list[str], in_git: bool
) -> None:
    if in_git:
        commit(school.root)
    school.build()
    EDITS[edit](school, "ben" if edit != "somebody comes" else "dov")
    if in_git:
        commit(school.root)

    assert rebuild(school) == who_is_made
    assert rebuild(school) == []


def test_a_fresh_clone_has_other_times_and_the_same_content(school: Growing) -> None:
    commit(school.root)
    school.build()
    for file in school.root.rglob("*"):
        if file.is_file() and ".git" not in file.parts:
            file.touch()

    assert rebuild(school) == []


def test_a_file_that_git_ignores_is_seen_all_the_same(school: Growing) -> None:
    (school.root / ".gitignore").write_text("/site/\n/.site.*\n*-raft.md\n", "utf-8")
    commit(school.root)
    (school.root / ".gitignore").write_text("/site/\n/.site.*\n*-raft.md\n", "utf-8")
    commit(school.root)
    school.build()
    file = school.file("portfolios/ana/evidence/2027-03-05-raft.md")
    file.write_text(work_file("The raft"), "utf-8")
    assert rebuild(school) == ["ana"]
    file.write_text(work_file("The great raft"), "utf-8")

    assert rebuild(school) == ["ana"]
    assert school.site() == school.build_clean()


def test_reasons_are_sentences(school: Growing) -> None:
    assert why(school, "ana") == "made: new here"
    assert why(school, "ana") == "kept: nothing changed"
    EDITS["a text"](school, "ana")
    assert why(school, "ana") == "made: its files changed"
    EDITS["another word in the catalogue"](school, "ana")
    assert why(school, "ana") == "made: the catalogue changed"
    EDITS["work together"](school, "ben")
    assert why(school, "ben") == "made: somebody it shares work or a group with changed"
    EDITS["consent that ends"](school, "cleo")
    assert why(school, "cleo") == "made: its files changed"
    assert why(school, "cleo") == "kept: nothing changed, right until 2027-03-19"
    school.today = date(2027, 3, 21)
    assert why(school, "cleo") == "made: whose names may be shown changed"


def test_a_page_whose_bytes_are_the_same_is_not_written(published: Growing) -> None:
    before = _write_times(published)
    EDITS["a text"](published, "ben")

    report = published.build()

    changed = {path for path, when in _write_times(published).items() if before.get(path) != when}
    assert (
        changed - {".wayfolio-site"}
        == {
            "competencies/mth-1/index.html",
            "index.html",
            "learners/ben/evidence/bridge/index.html",
            "learners/ben/index.html",
        }
        & changed
    )
    assert report.written == len(changed) - 1


def _write_times(school: Growing) -> dict[str, int]:
    site = school.root / "site"
    files = [file for file in site.rglob("*") if file.is_file()]
    return {file.relative_to(site).as_posix(): file.stat().st_mtime_ns for file in files}


def test_somebody_who_leaves_is_gone_from_pages_search_and_memory(school: Growing) -> None:
    school.searchable = True
    school.build()
    assert b"Cleo" in b"".join(school.site().values())
    shutil.rmtree(school.file("portfolios/cleo"))

    school.build()

    assert not [path for path in school.site() if "cleo" in path]
    assert b"Cleo" not in b"".join(school.site().values())
    # Only that they were a learner stays known until `wayfolio forget`, so that no page names them.
    with closing(sqlite3.connect(school.cache_folder / DATABASE)) as db:
        for table in ("unit", "row", "shelf", "roster"):
            assert "cleo" not in repr(db.execute(f"select * from {table}").fetchall()), table
    assert school.site() == school.build_clean()


@pytest.mark.parametrize("broken", ["gone", "other bytes", "an empty folder"])
def test_a_file_that_somebody_took_or_changed_is_put_right_when_looked_for(
    published: Growing, broken: str
) -> None:
    page = published.root / "site/learners/ana/index.html"
    if broken == "other bytes":
        page.write_text("something else", "utf-8")
    else:
        page.unlink()
        if broken == "an empty folder":
            page.mkdir()

    report = published.build(verify=True)

    assert [reason for reason in report.reasons if "made" in reason and "ana" in reason]
    assert published.site() == published.build_clean()


@pytest.mark.parametrize(
    "harm",
    [
        "site gone",
        "site of another build",
        "memory gone",
        "memory cut",
        "memory of another program",
    ],
)
def test_what_is_remembered_is_never_believed_too_far(published: Growing, harm: str) -> None:
    old = published.root / "site-before"
    shutil.copytree(published.root / "site", old)
    EDITS["a title"](published, "ana")
    published.build()
    database = published.cache_folder / "builds.db"
    if harm == "site gone":
        shutil.rmtree(published.root / "site")
    elif harm == "site of another build":
        shutil.rmtree(published.root / "site")
        old.rename(published.root / "site")
    elif harm == "memory gone":
        shutil.rmtree(published.cache_folder)
    elif harm == "memory cut":
        database.write_bytes(database.read_bytes()[:5000])
    else:
        database.write_bytes(b"something else" * 1000)

    assert published.build().is_clean
    assert published.site() == published.build_clean()


def test_mistakes_are_told_again_while_they_stand_and_publish_nothing(published: Growing) -> None:
    before = published.site()
    published.change(f"portfolios/ana/{BRIDGE}", lambda t: t.replace("[MTH.1]", "[MTH.9]"))
    first, second = published.build(), published.build()

    assert not first.is_clean
    assert first.diagnostics == second.diagnostics
    assert published.site() == before
    published.change(f"portfolios/ana/{BRIDGE}", lambda t: t.replace("[MTH.9]", "[MTH.1]"))
    assert rebuild(published) == []


def test_the_programs_id_is_kept_while_no_file_of_it_is_touched(tmp_path: Path) -> None:
    whole, kept = program_version(), tmp_path / "program"
    assert program_version(tmp_path) == whole
    touched, version = kept.read_text("ascii").split()
    assert version == whole

    for words, expected in (
        (f"{touched} 0123", "0123"),
        (f"{touched[::-1]} 0123", whole),
        (touched, whole),
        ("", whole),
    ):
        kept.write_text(words, "ascii")
        assert program_version(tmp_path) == expected
    assert program_version(tmp_path / "missing") == whole


def test_what_may_be_looked_at_is_told_by_each_build(school: Growing) -> None:
    school.change(f"portfolios/ana/{BRIDGE}", lambda t: t + "\n[here](https://river.example/)\n")
    first, second = school.build(), school.build()

    assert [str(diagnostic.rule) for diagnostic in first.diagnostics] == ["link-text"]
    assert second.diagnostics == first.diagnostics


def test_a_year_with_too_much_work_for_a_page_goes_by_months_and_back(
    school: Growing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_lists, "MOST_WORK", 2)
    monkeypatch.setattr(long_lists, "MOST_IN_A_YEAR", 3)
    year, month, earlier = (
        f"competencies/mth-1/work/{when}/index.html" for when in ("2027", "2027-03", "2026")
    )
    raft, boat = (
        school.file(f"portfolios/ana/evidence/{day}-{name}.md")
        for day, name in (("2027-03-02", "raft"), ("2026-11-02", "boat"))
    )
    boat.write_text(work_file("Boat").replace("2027-03-01", "2026-11-02"), "utf-8")
    occasions = school.file("portfolios/ana/demonstrations")
    (occasions / "boat.yml").write_text(
        ratings_file(3).replace("2027-03-01-bridge", boat.stem), "utf-8"
    )
    school.build()
    assert {year, earlier} <= school.site().keys()
    assert month not in school.site()

    raft.write_text(work_file("Raft").replace("2027-03-01", "2027-03-02"), "utf-8")
    (occasions / "raft.yml").write_text(
        ratings_file(3).replace("2027-03-01-bridge", raft.stem), "utf-8"
    )
    school.build()
    assert {month, earlier} <= school.site().keys()
    assert year not in school.site()
    assert b"Raft" in school.site()[month]
    assert school.site() == school.build_clean()

    raft.unlink()
    (occasions / "raft.yml").unlink()
    school.build()
    assert {year, earlier} <= school.site().keys()
    assert month not in school.site()
    assert school.site() == school.build_clean()


def test_many_learners_stand_on_further_pages_and_few_do_not(
    school: Growing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_lists, "MOST_WORK", 2)
    monkeypatch.setattr(long_lists, "MOST_PEOPLE", 2)
    school.build()
    assert "learners/by/a/index.html" in school.site()
    assert "competencies/mth-1/work/2027/index.html" in school.site()
    assert school.site() == school.build_clean()
    EDITS["work made private"](school, "ben")
    EDITS["consent that has ended"](school, "ben")
    school.build()

    assert "learners/by/a/index.html" not in school.site()
    assert school.site() == school.build_clean()
