"""The files that set a machine up: scripts, locks and the recipes of GitHub and GitLab."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GITHUB = ".github/workflows/site.yml"
NIGHTLY = ".github/workflows/nightly.yml"
PULL_REQUESTS = ".github/workflows/test.yml"
GITLAB = ".gitlab-ci.yml"
TEST, TEST_ALL = "scripts/test", "scripts/test --all"
BUILD = "scripts/build --edition all --carry .wayfolio/carried"
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)", re.MULTILINE)
SITE_OF_AN_INDEX = re.compile(
    r"(?:https?|file)://|--(?:index|extra-index|find-links)", re.IGNORECASE
)


def pins(lock: str) -> dict[str, str]:
    """Return the version of every package that a lock file names."""
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    return {pin["name"]: pin["version"] for pin in PIN.finditer(text)}


@pytest.mark.parametrize(
    ("recipe", "schema"),
    [
        (GITHUB, "vendor.github-workflows"),
        (NIGHTLY, "vendor.github-workflows"),
        (PULL_REQUESTS, "vendor.github-workflows"),
        (GITLAB, "vendor.gitlab-ci"),
    ],
)
def test_a_recipe_is_what_its_service_understands(recipe: str, schema: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, recipe]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("recipe", "commands"),
    [
        (GITHUB, [TEST, BUILD]),
        (NIGHTLY, [TEST_ALL]),
        (PULL_REQUESTS, [TEST]),
        (GITLAB, [TEST, TEST_ALL, BUILD]),
    ],
)
def test_a_recipe_runs_the_commands_of_the_readme(recipe: str, commands: list[str]) -> None:
    lines = re.findall(
        r"^\s+- (?:run: )?(scripts/.*)$", (ROOT / recipe).read_text(encoding="utf-8"), re.MULTILINE
    )

    assert lines == commands


def test_gitlab_runs_the_long_tests_on_a_schedule_and_publishes_without_them() -> None:
    jobs = yaml.safe_load((ROOT / GITLAB).read_text(encoding="utf-8"))

    assert jobs["test-all"]["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "schedule"'}]
    assert jobs["pages"]["needs"] == ["test"]


@pytest.mark.parametrize("recipe", [GITHUB, NIGHTLY])
def test_an_action_is_named_by_a_commit_that_nobody_can_move(recipe: str) -> None:
    actions = re.findall(r"uses: (\S+)", (ROOT / recipe).read_text(encoding="utf-8"))

    assert actions
    assert [action for action in actions if not re.search(r"@[0-9a-f]{40}$", action)] == []


@pytest.mark.parametrize("lock", ["build.txt", "test.txt"])
def test_a_lock_names_what_to_install_and_not_where_from(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", text)[1:]

    assert len(entries) == len(pins(lock))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert not SITE_OF_AN_INDEX.search(text)


def test_the_tests_run_on_the_versions_that_build_the_site() -> None:
    assert pins("build.txt").items() <= pins("test.txt").items()


@pytest.mark.parametrize(
    ("script", "times"),
    [
        ("build", 1),
        *(pytest.param(name, 2, marks=pytest.mark.long) for name in ("build", "serve", "test")),
    ],
)
def test_without_a_network_a_script_says_so_in_one_sentence_every_time(
    script: str, times: int, tmp_path: Path
) -> None:
    """The second run finds what the first left behind, and must not take it for a set-up."""
    clone = tmp_path / "a clone"
    for folder in ("scripts", "requirements"):
        shutil.copytree(ROOT / folder, clone / folder, ignore=shutil.ignore_patterns("wayfolio*"))
    nowhere = {
        "HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "0",
    }
    for _ in range(times):
        run = subprocess.run(
            [clone / "scripts" / script],
            cwd=tmp_path,
            env=nowhere,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 1
        assert run.stderr == (
            "No network, and something must be installed first:"
            f" try again when you are online (details in {clone}/.cache/set-up.log)\n"
        )
