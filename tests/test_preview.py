"""`wayfolio serve --learner`: one learner's pages on this machine, gone when it ends."""

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from example_school import copy_of_example

PATIENCE = 60


def fetched(address: str) -> str:
    """Return a page of a running preview; it may be between two builds."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as page:
            text: str = page.read().decode("utf-8")
            return text
    except OSError:
        return ""


@contextmanager
def killed_at_last(running: subprocess.Popen[str]) -> Iterator[None]:
    """Let a test that fails end: Popen itself waits until the process has ended."""
    try:
        yield
    finally:
        running.kill()


def test_a_preview_shows_changes_and_leaves_nothing_behind(tmp_path: Path) -> None:
    school = copy_of_example(tmp_path / "school")
    before = sorted(path.relative_to(school) for path in school.rglob("*"))
    places = tmp_path / "places"
    places.mkdir()
    command = [sys.executable, "-m", "wayfolio.cli", "serve", "--learner", "zara", "--port", "0"]
    with (
        subprocess.Popen(
            command, cwd=school, stdout=subprocess.PIPE, text=True, env={"TMPDIR": str(places)}
        ) as running,
        killed_at_last(running),
    ):
        assert running.stdout is not None
        address = ""
        for line in running.stdout:
            if line.startswith("http://127.0.0.1:"):
                address = line.strip()
                break
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/learners/zara/", address)
        assert "because a good sign is polite to a stranger" in fetched(address)
        plan = school / "portfolios/zara/plan.yml"
        plan.write_text(plan.read_text("utf-8").replace("polite to a", "kind to every"), "utf-8")
        for _ in range(PATIENCE):
            if "because a good sign is kind to every stranger" in fetched(address):
                break
            time.sleep(1)
        else:
            raise AssertionError("the preview did not change")
        # Not SIGINT, which a background job of a script, such as CI, does not hear.
        running.terminate()
        assert running.wait(PATIENCE) == 0
    assert sorted(path.relative_to(school) for path in school.rglob("*")) == before
    assert list(places.iterdir()) == []


def test_an_unknown_learner_is_told_with_the_nearest(tmp_path: Path) -> None:
    school = copy_of_example(tmp_path / "school")
    done = subprocess.run(
        [sys.executable, "-m", "wayfolio.cli", "serve", "--learner", "zora"],
        cwd=school,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "wayfolio: there is no learner zora; did you mean zara?\n"
