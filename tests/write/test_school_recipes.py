"""`wayfolio new recipe` and `new owners`: what hosts and editors of a school read."""

import hashlib
import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from clones import LOGINS
from example_school import ROOT
from named_school import BROKEN, published_school
from report import SMALL, Files, write
from wayfolio.cli.main import main
from wayfolio.load.schema import make_schemas
from wayfolio.write.recipes import SCHEMAS_FOR, recipe_text

VALID = {
    "github": "vendor.github-workflows",
    "forgejo": "vendor.github-workflows",
    "gitlab": "vendor.gitlab-ci",
}


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, {**SMALL, **LOGINS})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def create_recipe(school: Path, where: str) -> list[Path]:
    before = set(school.rglob("*"))
    assert main(["new", "recipe", where]) == 0
    return [file for file in sorted(set(school.rglob("*")) - before) if file.is_file()]


@pytest.mark.parametrize("where", VALID)
def test_a_recipe_is_what_its_host_understands_pinned_and_with_few_rights(
    where: str, school: Path
) -> None:
    for file in create_recipe(school, where):
        if file.name == "wayfolio.lock":
            continue
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", VALID[where]]
        checked = subprocess.run([*command, file], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        text = file.read_text("utf-8")
        assert "--require-hashes" in " ".join(text.split())
        assert re.search(r"names every package of version \d+\.\d+\S* with its hash", text)
        installs = re.findall(r"pip\"? install((?: [^&\n]+|\n +[^&\n-]*--only[^\n]*)+)", text)
        assert installs
        assert all("-r wayfolio.lock" in " ".join(line.split()) for line in installs)
        assert re.findall(r"uses: (?!\S+@[0-9a-f]{40} )\S+", text) == []
        assert "pull_request_target" not in text
        if where == "forgejo":
            # A runner brings neither, and what fetches the files needs both.
            assert "image: node:" in text
            assert "git-lfs" in text.split("actions/checkout")[0]
        if where != "gitlab":
            assert "lfs: true" in text
            assert "permissions:\n  contents: read\n" in text
            assert "persist-credentials: false" in text
        # What somebody may choose (a title, a branch) is never put into a command as it stands.
        jobs = yaml.safe_load(text).get("jobs", {}).values()
        runs = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
        assert runs or where == "gitlab"
        assert [run for run in runs if "${{" in run] == []


HASHED = re.compile(
    r"(?:[\w.-]+==[\w.]+|\./tools/\S+\.whl)(?: ; [^\n\\]+)? \\\n"
    r"(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+"
)


@pytest.mark.parametrize("where", VALID)
def test_a_recipe_installs_nothing_whose_hash_it_does_not_know(where: str, school: Path) -> None:
    wheel = school.parent / f"wayfolio-{version('wayfolio')}-py3-none-any.whl"
    wheel.write_bytes(b"a wheel")
    assert main(["new", "recipe", where, "--wheel", str(wheel)]) == 0

    lock = (school / "wayfolio.lock").read_text("utf-8")
    assert (school / "tools" / wheel.name).read_bytes() == b"a wheel"
    digest = hashlib.sha256(b"a wheel").hexdigest()
    assert f"./tools/{wheel.name} \\\n    --hash=sha256:{digest}\n" in lock
    left = re.sub(r"^ *#[^\n]*\n", "", HASHED.sub("", lock), flags=re.M)
    assert left.strip() == ""


def test_the_lock_is_what_the_program_is_tested_with() -> None:
    """It ships in the wheel, so that the command that is installed knows what it needs."""
    kept = ROOT / "scripts/wayfolio/recipes/requirements.txt"
    assert kept.read_bytes() == (ROOT / "requirements/build.txt").read_bytes()


def test_the_lock_alone_is_written_for_another_version(school: Path) -> None:
    create_recipe(school, "github")
    (school / "wayfolio.lock").write_text("old\n")

    assert main(["new", "recipe", "lock"]) == 0

    assert "--hash=sha256:" in (school / "wayfolio.lock").read_text()


def test_without_the_programs_own_file_the_lock_says_what_is_missing(school: Path) -> None:
    create_recipe(school, "github")
    lock = (school / "wayfolio.lock").read_text("utf-8")

    assert "--wheel wayfolio-" in lock
    # With --require-hashes, pip refuses a line without one: nothing else is installed instead.
    assert re.search(r"^wayfolio==\S+$", lock, flags=re.M)


@pytest.mark.parametrize("name", ["wayfolio-0.0.0-py3-none-any.whl", "other.whl", "missing"])
def test_another_file_is_no_program(
    name: str, school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "recipe", "github", "--wheel", str(school / name)]) == 2
    assert "name the wheel of the version that runs now" in capsys.readouterr().err
    assert not (school / ".github").exists()


PUBLISHES = {
    "github": ".github/workflows/site.yml",
    "forgejo": ".forgejo/workflows/site.yml",
    "gitlab": ".gitlab-ci.yml",
}
PAGES: Files = {
    "docs/index.md": "---\nframe: hub\n---\n# River School\n",
    "mkdocs.yml": "site_name: River\ntheme: {name: material}\nplugins: [wayfolio]\n",
}


def with_secrets(recipe: Any) -> list[str]:
    """Return the commands that have a secret, and the jobs that have one as a whole."""
    commands = []
    for name, job in recipe["jobs"].items():
        commands += [step["run"] for step in job["steps"] if "secrets." in str(step)]
        if "secrets." in str({**job, "steps": ()}):
            commands.append(name)
    return commands


@pytest.mark.parametrize("file", [*PUBLISHES.values(), str(ROOT / ".github/workflows/site.yml")])
def test_the_build_secret_is_for_one_step_of_the_published_branch(file: str, school: Path) -> None:
    """Neither a pull request nor a fork gets it, and no step that installs or sends anything."""
    for where in PUBLISHES:
        create_recipe(school, where)
    recipe = yaml.safe_load((school / file).read_text("utf-8"))

    if "jobs" not in recipe:
        # GitLab gives a variable that is protected, and of an environment, to this job alone.
        jobs = [name for name, job in recipe.items() if "environment" in job]
        assert jobs == ["pages"]
        assert recipe["pages"]["environment"] == "families"
        assert recipe["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
        return
    # YAML 1.1 reads the word "on" as true.
    assert "pull_request" not in str(recipe[True])
    assert recipe[True]["push"] == {"branches": ["main"]}
    builds = next(job for job in recipe["jobs"].values() if "WAYFOLIO_SECRET" in str(job))
    assert builds["if"] == "github.ref == 'refs/heads/main'"
    assert builds.get("environment", "families") == "families"
    build, *others = with_secrets(recipe)
    assert "build --edition all" in build
    # To send the site takes a key of its own.
    assert all("rsync" in command and "WAYFOLIO" not in command for command in others)
    for check in school.rglob("check.yml"):
        assert "secrets." not in check.read_text("utf-8")


def test_what_a_recipe_runs_seals_families_pages_or_says_that_there_are_none(
    school: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(school, PAGES)
    for where in PUBLISHES:
        create_recipe(school, where)
    texts = [(school / file).read_text("utf-8") for file in PUBLISHES.values()]
    commands = [
        build for text in texts for build in re.findall(r"wayfolio\W+(build) --edition all", text)
    ]
    assert commands == ["build"] * 3
    command = ["build", "--edition", "all", "--no-search"]
    monkeypatch.setenv("WAYFOLIO_SECRET", "A" * 43 + "=")
    assert main(["keys", "new", "ana"]) == 0
    monkeypatch.delenv("WAYFOLIO_SECRET")
    capsys.readouterr()

    assert main(command) == 0
    assert "without families' pages: there is no build secret" in capsys.readouterr().out
    assert not (school / "site/family").exists()

    monkeypatch.setenv("WAYFOLIO_SECRET", "A" * 43 + "=")
    assert main(command) == 0
    assert "sealed for families: 1 learner" in capsys.readouterr().out
    assert len(list((school / "site/family").glob("*.bin"))) > 3


def build_script(recipe: Any) -> str:
    """Return the shell script of the step that builds."""
    steps = [step for job in recipe.get("jobs", {}).values() for step in job["steps"]]
    scripts = [step["run"] for step in steps if "takedown" in step.get("run", "")]
    return scripts[0] if scripts else "\n".join(recipe["pages"]["script"])


@pytest.mark.parametrize(
    "where",
    [
        "github",
        pytest.param("forgejo", marks=pytest.mark.long),
        pytest.param("gitlab", marks=pytest.mark.long),
    ],
)
def test_a_red_build_takes_down_what_consent_no_longer_covers(where: str, tmp_path: Path) -> None:
    """And the folder is published: on GitLab the next job says that the build was red."""
    place = published_school().copy(tmp_path / "school")
    text = recipe_text(where, "1.0")[PUBLISHES[where]].decode()
    site = place.root / ("public" if where == "gitlab" else "site")
    (place.root / "site").rename(site)
    place.withdraw()
    BROKEN["a framework"](place.root)
    program = tmp_path / "wayfolio/bin/wayfolio"
    program.parent.mkdir(parents=True)
    program.symlink_to(Path(sys.executable).with_name("wayfolio"))
    script = build_script(yaml.safe_load(text)).replace("/opt/wayfolio", str(tmp_path / "wayfolio"))

    ran = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=place.root,
        env={**os.environ, "RUNNER_TEMP": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "nothing was published" in ran.stdout
    assert not (site / "learners/ana").exists()
    assert (site / "boat.png").is_file()
    is_red = (place.root / "build-failed").exists() if where == "gitlab" else ran.returncode == 1
    assert is_red, ran.stderr


def test_who_acts_comes_from_the_host_s_event(school: Path) -> None:
    (check,) = [file for file in create_recipe(school, "github") if file.name == "check.yml"]
    text = check.read_text("utf-8")

    assert '--actor "$AUTHOR"' in text
    assert "AUTHOR: ${{ github.event.pull_request.user.login }}" in text
    assert "SENDER: ${{ github.event.sender.login }}" in text


@pytest.mark.parametrize(
    ("project", "actors"), [("7", ["rosa-a"]), ("8", ["rosa-a", "ana-l"])], ids=["own", "fork"]
)
def test_on_gitlab_whose_fork_it_is_counts_beside_who_started_the_run(
    project: str, actors: list[str], school: Path
) -> None:
    """Somebody of the school may start the run of a fork, and does not answer for it alone."""
    file, _ = create_recipe(school, "gitlab")
    _, *lines = yaml.safe_load(file.read_text("utf-8"))["check"]["script"]
    shown = "\n".join(lines).replace("/opt/wayfolio/bin/wayfolio", "printf '%s\\n'")
    given = {
        "GITLAB_USER_LOGIN": "rosa-a",
        "CI_MERGE_REQUEST_PROJECT_ID": "7",
        "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": project,
        "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH": "ana-l/our-school",
    }

    subprocess.run(["sh", "-euc", shown], cwd=school, env=given, check=True)

    words = (school / "gl-code-quality-report.json").read_text().split()
    assert [b for a, b in pairwise(words) if a == "--actor"] == actors


def test_a_check_compares_with_the_branch_and_no_tag_of_its_name(school: Path) -> None:
    """Whoever may push tags would choose the rules, since git takes a tag for a short name."""
    for where in VALID:
        create_recipe(school, where)
    for file in [*school.rglob("check.yml"), school / ".gitlab-ci.yml"]:
        text = file.read_text("utf-8")
        assert "refs/remotes/origin/$BASE" in text or 'origin "refs/heads/$CI_MERGE' in text


def test_a_recipe_that_is_there_already_is_not_replaced(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, _ = create_recipe(school, "gitlab")
    mine.write_text("mine: true\n")

    assert main(["new", "recipe", "gitlab"]) == 2

    assert mine.read_text() == "mine: true\n"
    assert "is there already" in capsys.readouterr().err


def test_owners_are_made_from_the_roster_and_a_second_time_change_nothing(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "owners", "github"]) == 0
    assert "wrote .github/CODEOWNERS" in capsys.readouterr().out
    assert main(["new", "owners", "github"]) == 0
    assert capsys.readouterr().out == ""

    assert (school / ".github/CODEOWNERS").read_text().splitlines()[2:] == [
        "* @rosa-a",
        "/portfolios/_groups/ @rosa-a @cal-w",
        "/portfolios/*/supports/ @rosa-a @cal-w",
        *("/portfolios/ana/evidence/ @rosa-a", "/portfolios/ana/plan.yml @rosa-a"),
        *("/portfolios/ben/evidence/ @rosa-a", "/portfolios/ben/plan.yml @rosa-a"),
    ]


def test_an_editor_is_told_which_schema_is_for_which_file(school: Path) -> None:
    create_recipe(school, "vscode")
    settings = json.loads((school / ".vscode/settings.json").read_text("utf-8"))

    for schema, files in settings["yaml.schemas"].items():
        assert (school / schema).is_file()
        assert files.startswith(("competencies/", "portfolios/"))
    # Front matter stands in Markdown, which editors' YAML support does not look into.
    assert {f"{name}.schema.json" for name in SCHEMAS_FOR} == set(make_schemas()) - {
        "evidence.schema.json",
        "lesson.schema.json",
    }
    for file in ("extensions.json", "wayfolio.code-snippets"):
        assert json.loads((school / ".vscode" / file).read_text("utf-8"))


def typed(snippet: dict[str, object], **own: str) -> str:
    """Return what a snippet becomes where somebody types `own` at its places, by their numbers."""
    body = snippet["body"]
    assert isinstance(body, list)
    text = "\n".join(body).replace("$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE", "2027-03-09")

    def place(field: re.Match[str]) -> str:
        given = field[3].split(",")[0] if field[3] else field[2] or ""
        return own.get(f"n{field[1]}", given)

    return re.sub(r"\$\{?(\d)(?::([^}]*)|\|([^|]*)\|)?\}?", place, text) + "\n"


def test_each_snippet_becomes_what_the_check_accepts(school: Path) -> None:
    (file,) = [path for path in create_recipe(school, "vscode") if path.suffix == ".code-snippets"]
    written = json.loads(file.read_text("utf-8"))
    snippets = {snippet["prefix"]: snippet for snippet in written.values()}
    rated = {"n2": "rosa", "n3": "MTH.1", "n4": "3"}
    support = (
        "kind: menu\nby: cal\nplanned: {from: 2027-03-01, minutes: 9, per_week: 1, weeks: 2}\n"
    )
    own = "portfolios/ana"
    picture = Path(school / own / "evidence/bridge.png").read_bytes()

    write(
        school,
        {
            f"{own}/evidence/2027-03-09-x.md": typed(snippets["evidence"], n3="MTH.1", n4="x.png"),
            f"{own}/evidence/x.png": picture,
            f"{own}/demonstrations/x.yml": typed(snippets["occasion"], **rated, n0="So it is."),
            "portfolios/_groups/2027-03-09-x.yml": typed(
                snippets["group"], n2="rosa", n3="ben", n4="MTH.1", n5="M"
            ),
            f"{own}/supports/x.yml": f"{support}sessions:\n{typed(snippets['session'])}",
        },
    )

    assert len(snippets) == 4
    assert main(["check"]) == 0
