"""`wayfolio serve --learner`: one learner's pages on this machine, gone when it ends."""

import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browsing import violations
from clones import LOGINS
from example_school import copy_example
from report import BRIDGE, SMALL, TODAY, Files, write
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.editions import preview

Popen = subprocess.Popen[str]
PATIENCE = 60


def fetch_page(address: str) -> str:
    """Return a page of a running preview; it may be between two builds."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as page:
            text: str = page.read().decode("utf-8")
            return text
    except OSError:
        return ""


@contextmanager
def kill_at_last(running: subprocess.Popen[str]) -> Iterator[None]:
    """Let a test that fails end: Popen itself waits until the process has ended."""
    try:
        yield
    finally:
        running.kill()


@contextmanager
def serve_preview(school: Path, *more: str, **environment: str) -> Iterator[tuple[str, Popen]]:
    """Give the address of a running preview, and its process."""
    command = [
        sys.executable,
        "-m",
        "wayfolio.cli.main",
        "serve",
        "--port",
        "0",
        "--learner",
        *more,
    ]
    with (
        subprocess.Popen(
            command, cwd=school, stdout=subprocess.PIPE, text=True, env=environment
        ) as running,
        kill_at_last(running),
    ):
        assert running.stdout is not None
        lines = (line.strip() for line in running.stdout)
        yield next(line for line in lines if line.startswith("http://127.0.0.1:")), running


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


@pytest.mark.long
def test_a_preview_shows_changes_and_leaves_nothing_behind(tmp_path: Path) -> None:
    school = copy_example(tmp_path / "school")
    before = sorted(path.relative_to(school) for path in school.rglob("*"))
    places = tmp_path / "places"
    places.mkdir()
    with serve_preview(school, "zara", TMPDIR=str(places)) as (address, running):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/learners/zara/", address)
        assert "because a good sign is polite to a stranger" in fetch_page(address)
        edit(school / "portfolios/zara/plan.yml", "polite to a", "kind to every")
        last = time.monotonic() + PATIENCE
        while "because a good sign is kind to every stranger" not in fetch_page(address):
            assert time.monotonic() < last, "the preview did not change"
        # A name of another site that leads to this machine is not answered.
        request = urllib.request.Request(address, headers={"Host": "school.example:8000"})
        with pytest.raises(urllib.error.HTTPError, match="421"):
            urllib.request.urlopen(request, timeout=PATIENCE)
        # Not SIGINT, which a background job of a script, such as CI, does not hear.
        running.terminate()
        assert running.wait(PATIENCE) == 0
    assert sorted(path.relative_to(school) for path in school.rglob("*")) == before
    assert list(places.iterdir()) == []


@pytest.mark.browser
def test_an_open_page_shows_what_was_saved_and_what_is_to_be_mended(
    browser: Browser, tmp_path: Path
) -> None:
    school = copy_example(tmp_path / "school")
    work = school / "portfolios/zara/evidence/2026-09-25-lost-property.md"
    with serve_preview(school, "zara") as (address, _):
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(f"{address}evidence/lost-property/")
        alert = page.get_by_role("alert")
        expect(alert).to_be_hidden()

        edit(work, "\ndate:", "\nlevl: 3\ndate:")
        alert.get_by_text("unknown key “levl”").wait_for()
        expect(alert).to_contain_text("portfolios/zara/evidence/2026-09-25-lost-property.md:3:1")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.reload()
        alert.get_by_text("unknown key “levl”").wait_for()

        edit(work, "\nlevl: 3\n", "\n")
        alert.wait_for(state="hidden")
        with work.open("a", encoding="utf-8") as out:
            out.write("\nThe umbrella went home.\n")
        page.get_by_text("The umbrella went home.").wait_for()
        page.close()


NAMED: Files = {
    "portfolios/ana/learner.yml": str(LOGINS["portfolios/ana/learner.yml"]),
    "portfolios/ben/learner.yml": str(LOGINS["portfolios/ben/learner.yml"]),
    BRIDGE: """
        ---
        title: The bridge that Benedek held
        date: 2027-03-01
        kind: model
        shows: [MTH.1]
        visibility: public
        files: [{path: bridge.png, alt: Benedek Kovacs with coins}]
        ---
        It holds 40 coins. Benedek counted them.
        """,
    "portfolios/ana/evidence/2027-03-04-diary.md": """
        ---
        title: My diary
        date: 2027-03-04
        kind: reflection
        visibility: family
        ---
        Not for everybody.
        """,
    "mkdocs.yml": "site_name: River School\ntheme: {name: material}\nplugins: [wayfolio]\n",
    "docs/index.md": "---\ntitle: Home\nframe: hub\n---\n# Welcome\n",
}


def test_a_public_preview_is_what_the_public_site_has_of_a_learner(tmp_path: Path) -> None:
    root, folder = tmp_path / "school", tmp_path / "preview"
    write(root, {**SMALL, **NAMED})
    assert api.build_site(BuildRequest(root=root, today=TODAY, is_searchable=False)).is_clean
    request = preview.PreviewRequest(learner="ana", audience="public")
    assert preview.make_preview(root, TODAY, request, folder).is_clean

    of_ana = [read_below(place, "learners/ana") for place in (root / "site", folder)]
    assert of_ana[0] == of_ana[1]
    work = of_ana[1]["learners/ana/evidence/bridge/index.html"]
    assert b"The bridge that N. held" in work
    assert not any(b"Benedek" in held or b"diary" in held for held in of_ana[1].values())


def read_below(site: Path, place: str) -> dict[str, bytes]:
    """Return the files of a learner; a feed is for those who come again, not for a preview."""
    files = (file for file in (site / place).rglob("*") if file.is_file())
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in files
        if file.suffix != ".xml"
    }


def test_an_unknown_learner_is_told_with_the_nearest(tmp_path: Path) -> None:
    school = copy_example(tmp_path / "school")
    done = subprocess.run(
        [sys.executable, "-m", "wayfolio.cli.main", "serve", "--learner", "zora"],
        cwd=school,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "wayfolio: there is no learner zora; did you mean zara?\n"
