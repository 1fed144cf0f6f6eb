"""A build that is killed, or whose disk is full: the site is whole, and the next build is right."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from edits import EDITS
from growing_school import Growing, add_learner, copy_published
from samples import sample
from wayfolio.build import learner_unit, publication, workers
from wayfolio.build.cache import BuildCache
from wayfolio.publish import sync
from wayfolio.render.listing import long_lists
from wayfolio.render.listing.pages import list_part_page

BUILD = (
    "import sys\n"
    "from datetime import date\n"
    "from pathlib import Path\n"
    "from wayfolio.build.api import build_site\n"
    "from wayfolio.build.request import BuildRequest\n"
    "root = Path(sys.argv[1])\n"
    "print('ready', flush=True)\n"
    "build_site(BuildRequest(root=root, today=date(2027, 3, 12), is_searchable=False,\n"
    "                        cache_folder=root.with_name('memory'), jobs=int(sys.argv[2])))\n"
)


@pytest.fixture
def school(tmp_path: Path) -> Growing:
    return copy_published(tmp_path)


def is_whole(site: dict[str, bytes]) -> bool:
    """Whether every page ends as pages end."""
    pages = (content for path, content in site.items() if path.endswith(".html"))
    return all(content.rstrip().endswith(b"</html>") for content in pages)


def change_much(school: Growing) -> None:
    for who in ("ana", "ben", "cleo"):
        EDITS["a title"](school, who)
        EDITS["more work"](school, who)
    add_learner(school.root, "dov")


@pytest.mark.long
@pytest.mark.parametrize("first", [False, True])
def test_killed_at_any_moment_the_site_is_whole_and_the_next_build_right(
    school: Growing, first: bool
) -> None:
    """Thirty times, at random; also when nothing is remembered and the whole site is made."""
    chance = random.Random(7)
    for number in range(15):
        school.done.append(str(number))
        change_much(school)
        if first:
            shutil.rmtree(school.cache_folder)
        with subprocess.Popen(
            [sys.executable, "-c", BUILD, str(school.root), "1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as build:
            assert build.stdout is not None
            build.stdout.readline()
            time.sleep(chance.random() * 0.5)
            build.send_signal(signal.SIGKILL)
        assert is_whole(school.site()) or not (school.root / "site").exists()

        assert school.build().is_clean
        assert school.site() == school.build_clean()


class Killed(BaseException):
    """As if the process ended here: nothing is tidied up after it."""


STEPS = ["move_into_place", "remove_outputs", "write_stamp"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("when", sample(["half-way", "before", "after"], 3))
def test_killed_while_the_site_changes_the_next_build_finishes(
    school: Growing, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    """Also when meanwhile something else has changed, and what was written is gone again."""
    real = getattr(publication, step)
    change_much(school)

    def stop(*given: object) -> None:
        if when == "after":
            real(*given)
        if when == "half-way" and step != "write_stamp":
            *others, paths = given
            real(*others, list(paths)[::2])  # type: ignore[call-overload]
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(publication, step, stop)
        with pytest.raises(Killed):
            school.build()
    EDITS["less work"](school, "ana")
    EDITS["work made private"](school, "ben")

    assert school.build().is_clean
    assert school.site() == school.build_clean()


@pytest.mark.parametrize("full", ["pages", "memory"])
def test_a_full_disk_leaves_the_site_as_it_was(
    school: Growing, monkeypatch: pytest.MonkeyPatch, full: str
) -> None:
    before = school.site()
    change_much(school)

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        if full == "pages":
            patch.setattr(learner_unit, "write_changed", no_room)
        else:
            patch.setattr(BuildCache, "commit", no_room)
        with pytest.raises(OSError, match="No space left"):
            school.build()

    assert school.site() == before
    assert school.build().is_clean
    assert school.site() == school.build_clean()


def test_a_template_that_breaks_leaves_the_site_as_it_was(
    school: Growing, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = school.site()
    change_much(school)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("our mistake")

    with monkeypatch.context() as patch:
        patch.setattr(learner_unit, "learner_pages", fail)
        with pytest.raises(RuntimeError, match="our mistake"):
            school.build()

    assert school.site() == before
    assert school.build().is_clean
    assert school.site() == school.build_clean()


def test_a_worker_that_dies_leaves_the_site_as_it_was(
    school: Growing, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = school.site()
    for number in range(40):
        add_learner(school.root, f"eve-{number}")
    parent = os.getpid()
    real = learner_unit.make_learner

    def die(*given: object) -> object:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given)  # type: ignore[arg-type]

    school.jobs = 2
    with monkeypatch.context() as patch:
        patch.setattr(workers, "make_learner", die)
        with pytest.raises(workers.WorkerDied, match="a process of the build died"):
            school.build()

    assert school.site() == before
    assert school.build().is_clean
    assert school.site() == school.build_clean()


def use_two_processes(school: Growing, patch: pytest.MonkeyPatch) -> None:
    """Let two processes make the pages about all learners, as in a large school made anew."""
    patch.setattr(workers, "FEW", 0)
    patch.setattr(long_lists, "MOST_WORK", 2)
    school.jobs = 2
    shutil.rmtree(school.cache_folder)


def test_two_processes_make_the_pages_about_all_as_one_does(
    school: Growing, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_much(school)
    use_two_processes(school, monkeypatch)
    job_counts = list[int]()

    def note_jobs(makes: list[Callable[[], object]], jobs: int) -> Iterator[object]:
        job_counts.append(jobs)
        return workers.run_in_order(makes, jobs)

    monkeypatch.setattr("wayfolio.build.listing_pages.run_in_order", note_jobs)

    assert school.build().is_clean
    assert job_counts == [2]
    assert school.site() == school.build_clean()
    EDITS["a title"](school, "ana")
    EDITS["work made private"](school, "ben")
    assert school.build().is_clean
    assert school.site() == school.build_clean()


@pytest.mark.parametrize("died", ["the build", "one of its processes"])
def test_who_dies_among_the_pages_about_all_leaves_the_site_as_it_was(
    school: Growing, monkeypatch: pytest.MonkeyPatch, died: str
) -> None:
    """Memory has rows of learners by then, and nobody shall believe that the site has their pages.

    What has gone meanwhile is gone from the site that the next build makes.
    """
    before, parent = school.site(), os.getpid()
    change_much(school)

    def die(*given: object) -> object:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return list_part_page(*given)  # type: ignore[arg-type]

    def stop(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        use_two_processes(school, patch)
        if died == "the build":
            patch.setattr(publication, "swap_in", stop)
        else:
            patch.setattr("wayfolio.build.listing_pages.list_part_page", die)
        with pytest.raises(Killed if died == "the build" else workers.WorkerDied):
            school.build()
    assert school.site() == before
    EDITS["consent that has ended"](school, "ben")

    assert school.build().is_clean
    assert school.site() == school.build_clean()


def test_two_builds_at_once_do_not_mix(school: Growing) -> None:
    change_much(school)
    builds = [
        subprocess.Popen(
            [sys.executable, "-c", BUILD, str(school.root), "1"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(2)
    ]
    ends = sorted(build.wait(120) for build in builds)

    assert ends in ([0, 0], [0, 1])  # the second one may have waited, or have been refused
    assert school.build().is_clean
    assert school.site() == school.build_clean()


def test_a_file_takes_the_place_of_a_folder_and_the_other_way_round(tmp_path: Path) -> None:
    site, fresh = tmp_path / "site", tmp_path / "fresh"
    for path in ("site/a/b", "site/c/d", "fresh/a"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (site / "a/b").write_text("old")
    (site / "c").rmdir()
    (site / "c").write_text("old")
    (fresh / "a").write_text("new")
    (fresh / "c").mkdir()
    (fresh / "c/d").write_text("new")

    sync.move_into_place(fresh, site, ["a", "c/d"])

    assert (site / "a").read_text() == "new"
    assert (site / "c/d").read_text() == "new"
    sync.remove_outputs(site, ["c/d", "never/there"])
    assert sorted(path.name for path in site.iterdir()) == ["a"]


def test_nothing_is_believed_that_others_can_write(school: Growing, tmp_path: Path) -> None:
    """A cache that somebody commits lies under a name that their key makes, and not ours."""
    from wayfolio.build.cache_folder import cache_folder

    ours = cache_folder(school.root, key_home=tmp_path / "ours")
    theirs = cache_folder(school.root, key_home=tmp_path / "theirs")

    assert ours != theirs
    assert ours == cache_folder(school.root, key_home=tmp_path / "ours")
    assert (tmp_path / "ours/key").stat().st_mode & 0o077 == 0
