"""The project's workflows: what they may do, what they run, and which Pythons they name."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION_FILES = [*WORKFLOWS, *sorted((ROOT / ".github" / "actions").glob("*/action.yml"))]
USES = re.compile(r"^\s*(?:- )?uses: *(?P<action>.*)$", re.MULTILINE)
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


def name_of(file: Path) -> str:
    """Return the path that a failing test shows."""
    return file.relative_to(ROOT).as_posix()


def parse(file: Path) -> dict[str | bool, Any]:
    """Return a workflow as YAML reads it."""
    workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert isinstance(workflow, dict)
    return workflow


@pytest.mark.parametrize("file", ACTION_FILES, ids=name_of)
def test_nobody_can_change_an_action_under_a_workflow(file: Path) -> None:
    """A tag can be moved to other code; a commit's hash cannot."""
    actions = [use["action"] for use in USES.finditer(file.read_text(encoding="utf-8"))]

    assert [action for action in actions if not PINNED.fullmatch(action)] == []


def test_every_workflow_names_one_hash_for_one_action() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in ACTION_FILES)
    pins = {use["action"] for use in USES.finditer(text)}

    assert len(pins) == len({pin.partition("@")[0] for pin in pins})


@pytest.mark.parametrize("file", WORKFLOWS, ids=name_of)
def test_a_workflow_may_only_read_unless_a_job_says_more(file: Path) -> None:
    assert parse(file)["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("file", WORKFLOWS, ids=name_of)
def test_a_checkout_leaves_no_token_behind(file: Path) -> None:
    steps = [step for job in parse(file)["jobs"].values() for step in job["steps"]]
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]

    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_pull_requests_are_tested_on_each_system_and_python() -> None:
    workflow = parse(ROOT / ".github" / "workflows" / "test.yml")
    matrix = workflow["jobs"]["systems"]["strategy"]["matrix"]

    # YAML 1.1 reads the key "on" as true.
    assert "pull_request" in workflow[True]
    assert [system.partition("-")[0] for system in matrix["os"]] == ["ubuntu", "macos", "windows"]
    assert matrix["python"] == PYTHONS


def test_the_oldest_python_that_is_tested_is_the_oldest_that_is_supported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["requires-python"] == f">={PYTHONS[0]}"


def test_a_citation_names_the_version_and_license_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = parse(ROOT / "CITATION.cff")

    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]


@pytest.mark.parametrize("form", ["bug", "idea"])
def test_nobody_can_send_a_form_without_leaving_learners_out(form: str) -> None:
    fields = parse(ROOT / ".github" / "ISSUE_TEMPLATE" / f"{form}.yml")["body"]

    assert "Never paste anything about a real learner" in fields[0]["attributes"]["value"]
    assert fields[-1]["attributes"]["options"][0]["required"] is True


def test_the_hook_for_schools_runs_what_the_recipe_runs() -> None:
    """A school may pin the hook or write it into its own file: both check the same."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    recipe = parse(ROOT / "scripts" / "wayfolio" / "recipes" / "pre-commit.yml")
    (written,) = recipe["repos"][0]["hooks"]
    shared = ("entry", "files", "name", "pass_filenames")

    assert {key: hook[key] for key in shared} == {key: written[key] for key in shared}
