"""What one run of a recipe leaves for the next one, on another machine."""

import pickle
import re
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from clones import LOGINS, NEW, RAFT, clone, commit, school_repository
from report import write
from small_site import read_files
from wayfolio.cli.main import main

RECIPES = {
    "github": ".github/workflows/site.yml",
    "forgejo": ".forgejo/workflows/site.yml",
    "gitlab": ".gitlab-ci.yml",
}
SECRET, ANOTHER = "A" * 43 + "=", "B" * 43 + "="
PRIVATE = ("Benedek", "Kovacs", "ben-k", "quarrelsome", "It floats")
"""What stands in files of the school, and not on a public page."""


def unpack(archive: Path, folder: Path) -> None:
    """Unpack as hosts do: whatever is in it."""
    subprocess.run(["tar", "-xf", str(archive), "-C", str(folder)], check=True)


@dataclass
class Host:
    """A host that runs a recipe on a fresh machine each time, and keeps what the recipe names."""

    where: str
    origin: Path
    kept: Path
    machines: Path
    fresh: pytest.MonkeyPatch

    @property
    def recipe(self) -> Any:
        return yaml.safe_load((self.origin / RECIPES[self.where]).read_text("utf-8"))

    @property
    def paths(self) -> list[str]:
        """What is kept, as the recipe says."""
        if self.where == "gitlab":
            named: list[str] = self.recipe["pages"]["cache"]["paths"]
            return named
        steps = [step for job in self.recipe["jobs"].values() for step in job["steps"]]
        (cache,) = (step for step in steps if "/cache@" in step.get("uses", ""))
        return str(cache["with"]["path"]).split()

    @property
    def command(self) -> list[str]:
        text = (self.origin / RECIPES[self.where]).read_text("utf-8")
        (command,) = re.findall(r"wayfolio\"? (build --edition .*?)(?: && exit)?\n", text)
        return [*command.split(), "--no-search"]

    def run(self, *, secret: str = SECRET, keeps: bool = True) -> Path:
        """Check out, restore, build and keep; return the folder that is published."""
        number = len(list(self.machines.iterdir()))
        work = clone(self.origin, self.machines / f"machine-{number}" / "school")
        archive = self.kept / "cache.tar"
        if keeps and archive.exists():
            unpack(archive, work)
        self.fresh.setenv("HOME", str(work.parent))
        self.fresh.delenv("XDG_CACHE_HOME", raising=False)
        self.fresh.setenv("WAYFOLIO_SECRET", secret)
        self.fresh.chdir(work)
        assert main(self.command) == 0
        there = [path for path in self.paths if (work / path).exists()]
        if keeps:
            with tarfile.open(archive, "w") as tar:
                for path in there:
                    tar.add(work / path, path)
        return work / ("public" if self.where == "gitlab" else "site")


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Host:
    return a_host("github", tmp_path, monkeypatch)


def a_host(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Host:
    origin = school_repository(
        tmp_path / "origin",
        {
            **LOGINS,
            NEW: RAFT,
            "docs/index.md": "---\nframe: hub\n---\n# River School\n",
            "mkdocs.yml": "site_name: River\ntheme: {name: material}\nplugins: [wayfolio]\n",
            "portfolios/_groups/2027-03-04-talk.yml": (
                "date: 2027-03-04\nkind: talk\nby: rosa\nlearners: {ben: {MTH.1: 3}}\n"
                "note: A quarrelsome day.\n"
            ),
        },
    )
    monkeypatch.chdir(origin)
    monkeypatch.setenv("WAYFOLIO_SECRET", SECRET)
    assert main(["new", "recipe", where]) == 0
    assert main(["keys", "new", "ben"]) == 0
    commit(origin)
    for name in ("kept", "machines"):
        (tmp_path / name).mkdir()
    return Host(where, origin, tmp_path / "kept", tmp_path / "machines", monkeypatch)


def one_more_sentence(host: Host) -> None:
    commit(host.origin, {NEW: RAFT.replace("two.", "three.")})


@pytest.mark.parametrize(
    "where", ["github", "gitlab", pytest.param("forgejo", marks=pytest.mark.long)]
)
def test_the_next_run_makes_only_whom_a_push_concerns_and_the_same_site(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    host = a_host(where, tmp_path, monkeypatch)
    host.run()
    assert "from the last machine nothing has come" in capsys.readouterr().out
    one_more_sentence(host)

    site = host.run()

    assert "1 learner rebuilt, 1 unchanged" in capsys.readouterr().out
    assert "three." in (site / "learners/ana/evidence/raft/index.html").read_text()
    assert read_files(site) == read_files(host.run(keeps=False))


def test_nothing_private_can_be_read_in_what_is_kept(host: Host) -> None:
    """Nor keys, nor the secret, nor pictures that only a family sees."""
    host.run()

    assert host.paths == ["site", ".wayfolio/carried"]
    kept = (host.kept / "cache.tar").read_bytes()
    assert b"The raft" in kept
    assert [word for word in (*PRIVATE, SECRET) if word.encode() in kept] == []


@pytest.mark.parametrize("where", RECIPES)
def test_what_is_kept_is_kept_for_one_branch_and_one_recipe(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recipe names the version of the program."""
    host = a_host(where, tmp_path, monkeypatch)
    if where == "gitlab":
        (kept,) = (job["cache"] for job in host.recipe.values() if "cache" in job)
        assert "$CI_COMMIT_REF_SLUG" in kept["key"]["prefix"]
        assert kept["key"]["files"] == [RECIPES[where]]
        return
    for file in (host.origin / RECIPES[where]).parent.iterdir():
        text = file.read_text("utf-8")
        assert ("/cache@" in text) == (file.name == "site.yml")
        for key in re.findall(r"^ +(?:key:|restore-keys: \|\n) *(\S.*)", text, re.MULTILINE):
            assert "${{ github.ref_name }}" in key
            assert f"hashFiles('{RECIPES[where]}')" in key


# ---- what a host may hand back -------------------------------------------------------------------


class Planted:
    """An object that leaves a trace where somebody makes it again."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[[Path], None], tuple[Path]]:
        return Path.touch, (self.trace,)


def nothing(cache: Path) -> None:
    shutil.rmtree(cache)
    cache.mkdir()


def no_memory(cache: Path) -> None:
    (cache / ".wayfolio/carried").unlink()


def no_site(cache: Path) -> None:
    shutil.rmtree(cache / "site")


def memory_cut(cache: Path) -> None:
    carried = cache / ".wayfolio/carried"
    carried.write_bytes(carried.read_bytes()[:9000])


def memory_of_something_else(cache: Path) -> None:
    (cache / ".wayfolio/carried").write_bytes(b"something else" * 1000)


def memory_that_runs_something(cache: Path) -> None:
    carried = cache / ".wayfolio/carried"
    carried.unlink()
    db = sqlite3.connect(carried)
    db.execute("create table value (name text primary key, version text, value blob)")
    planted = pickle.dumps(Planted(cache / "planted"))
    for name in ("program", "catalogue", "basis", "stamp", "frames"):
        db.execute("insert into value values (?, '', ?)", (name, planted))
    db.commit()
    db.close()


def a_page_changed(cache: Path) -> None:
    page = cache / "site/404.html"
    page.write_text(page.read_text().replace("</body>", "<script>1</script></body>"))


def a_page_gone(cache: Path) -> None:
    (cache / "site/404.html").unlink()


def a_page_more(cache: Path) -> None:
    write(cache, {"site/learners/eve/index.html": "<script>1</script>"})


def a_link_in_the_site(cache: Path) -> None:
    page = cache / "site/404.html"
    away = cache / "away.html"
    page.rename(away)
    page.symlink_to(away)


def the_site_elsewhere(cache: Path) -> None:
    (cache / "site").rename(cache / "elsewhere")
    (cache / "site").symlink_to(cache / "elsewhere")


SAID = {
    "no_site": "came no site, or another one",
    "memory_cut": "came what does not open with this build secret",
    "a_page_more": "came a site with files that no build has written",
}
HARMS = [
    *(memory_that_runs_something, a_page_changed, a_link_in_the_site),
    *(
        pytest.param(harm, marks=pytest.mark.long)
        for harm in (
            *(nothing, no_memory, no_site, memory_cut, memory_of_something_else),
            *(a_page_gone, a_page_more, the_site_elsewhere),
        )
    ),
]
"""A cache that is hostile, a site that was changed, and a link are tried on every run."""


@pytest.mark.parametrize("harm", HARMS)
def test_whatever_a_host_hands_back_the_site_is_what_a_clean_build_makes(
    harm: Callable[[Path], None], host: Host, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    host.run()
    capsys.readouterr()
    cache = tmp_path / "in the host"
    cache.mkdir()
    unpack(host.kept / "cache.tar", cache)
    harm(cache)
    with tarfile.open(host.kept / "cache.tar", "w") as tar:
        for path in host.paths:
            if (cache / path).exists():
                tar.add(cache / path, path)
    one_more_sentence(host)

    site = host.run()

    assert SAID.get(harm.__name__, "") in capsys.readouterr().out
    assert read_files(site) == read_files(host.run(keeps=False))
    assert [path for path in site.rglob("*") if path.is_symlink()] == []
    assert not (cache / "planted").exists()


def test_what_was_sealed_with_another_secret_is_not_looked_into(
    host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    (host.origin / "competencies/keys.sealed").unlink()
    commit(host.origin)
    host.run(secret=ANOTHER)
    capsys.readouterr()

    site = host.run()

    assert "came what does not open with this build secret" in capsys.readouterr().out
    assert read_files(site) == read_files(host.run(keeps=False))


def test_without_a_build_secret_nothing_is_left_for_the_next_run(
    host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    host.run(secret="")

    said = capsys.readouterr().out
    assert "nothing can be opened without a build secret (WAYFOLIO_SECRET)" in said
    with tarfile.open(host.kept / "cache.tar") as tar:
        assert ".wayfolio/carried" not in tar.getnames()


def test_families_pages_that_a_build_takes_away_are_told(
    host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    site = host.run()
    assert (site / "family").is_dir()
    capsys.readouterr()

    assert main(["build", "--no-search"]) == 0

    said = capsys.readouterr().out
    assert not (site / "family").exists()
    assert f"removed: {site / 'family'}, which families open with their keys" in said
    assert "wayfolio build --edition all" in said
    assert main(["build", "--no-search"]) == 0
    assert "removed:" not in capsys.readouterr().out
