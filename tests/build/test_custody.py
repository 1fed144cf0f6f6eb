"""What a build keeps between runs: for this user alone, sealed where a host keeps it, never run."""

import ast
import os
import pickle
import stat
from pathlib import Path

import pytest

from growing_school import Growing, add_learner, new_school
from wayfolio.build import api, workers
from wayfolio.build.cache_folder import FOLDER, cache_folder, make_private_folder
from wayfolio.build.request import BuildRequest

SECRET = bytes(range(32))
PROGRAM = Path(__file__).parents[2] / "scripts/wayfolio"
RUNS = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"}
"""Modules that run what they read."""


@pytest.fixture
def school(tmp_path: Path) -> Growing:
    return Growing(new_school(tmp_path / "school"))


def _build(school: Growing, home: Path, carried: Path | None, secret: bytes | None) -> None:
    report = api.build_site(
        BuildRequest(
            root=school.root,
            today=school.today,
            is_searchable=False,
            secret=secret,
            cache_folder=cache_folder(school.root, key_home=home),
            user_home=home,
            carried_cache=carried,
        )
    )
    assert report.is_clean


def test_nobody_else_on_the_machine_opens_a_cache(school: Growing, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        _build(school, tmp_path / "home", None, None)
    finally:
        os.umask(before)

    place = cache_folder(school.root, key_home=tmp_path / "home")
    for folder in (place, school.root / FOLDER, tmp_path / "home"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    assert stat.S_IMODE((tmp_path / "home/key").stat().st_mode) == 0o600


def test_a_folder_of_an_earlier_version_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER / "abc"
    folder.mkdir(parents=True, mode=0o755)
    folder.chmod(0o755)

    make_private_folder(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(tmp_path.stat().st_mode) != 0o777


@pytest.mark.parametrize("secret", [None, SECRET])
def test_what_a_host_keeps_holds_nothing_private_in_clear(
    school: Growing, tmp_path: Path, secret: bytes | None
) -> None:
    """A recipe lets the host keep the site and the carried file, and nothing else."""
    add_learner(school.root, "zebulon")
    school.change("portfolios/zebulon/learner.yml", lambda text: text.partition("consent:")[0])
    carried = school.root / FOLDER / "carried"

    _build(school, tmp_path / "home", carried, secret)

    assert carried.exists() is (secret is not None)
    kept = [*(school.root / "site").rglob("*"), carried]
    for file in kept:
        if file.is_file():
            assert b"ebulon" not in file.read_bytes(), file
            assert "ebulon" not in file.name


def test_a_file_for_workers_that_was_changed_is_not_read(tmp_path: Path) -> None:
    packed = pickle.dumps("a context")
    file = tmp_path / f".site.new.{workers._digest(packed)}"
    file.write_bytes(packed)
    assert workers._load_context(file) == "a context"  # type: ignore[comparison-overlap]
    file.write_bytes(pickle.dumps("another"))

    with pytest.raises(ValueError, match="was changed"):
        workers._load_context(file)


def test_nothing_that_a_disk_holds_is_run() -> None:
    """But for a file that a cluster's workers get, whose content they know by its hash."""
    for file in set(PROGRAM.rglob("*.py")) - {PROGRAM / "build/workers.py"}:
        text = file.read_text("utf-8")
        assert "FileSystemBytecodeCache" not in text, file
        for node in ast.walk(ast.parse(text)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not RUNS & {name.split(".")[0] for name in names}, file


def test_a_build_keeps_no_code_beside_its_own(school: Growing, tmp_path: Path) -> None:
    _build(school, tmp_path / "home", None, None)

    kept = {file.name for file in (tmp_path / "home").rglob("*") if file.is_file()}
    assert kept == {"key", "program"}
