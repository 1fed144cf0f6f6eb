"""What a school gets that installs the tool without cloning it."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*_cache", "*.egg-info")


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> None:
    """Run a command, showing all it said if it fails."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def files_below(folder: Path) -> set[str]:
    """Return the paths, from `folder`, of the files that people wrote there."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {
        path.as_posix()
        for path in paths
        if not any(part.endswith(("__pycache__", "_cache")) for part in path.parts)
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from a copy so that nothing is left in the repository."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for folder in ("scripts", "theme"):
        shutil.copytree(ROOT / folder, source / folder, ignore=NOT_SHIPPED)
    command = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist")
    run(*command, cwd=source)
    (built,) = (source / "dist").iterdir()
    return built


def test_every_package_is_named_in_pyproject() -> None:
    """The list is written by hand, so a new folder could be forgotten."""
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    scripts = ROOT / "scripts"
    packages = {
        ".".join(init.parent.relative_to(scripts).parts)
        for init in (scripts / "wayfolio").rglob("__init__.py")
    }

    assert set(setuptools["setuptools"]["packages"]) == packages | {"wayfolio.theme"}


def test_the_wheel_holds_the_program_and_its_theme_and_nothing_else(wheel: Path) -> None:
    shipped = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}

    assert shipped == {
        *(f"wayfolio/{path}" for path in files_below(ROOT / "scripts" / "wayfolio")),
        *(f"wayfolio/theme/{path}" for path in files_below(ROOT / "theme")),
    }


@pytest.mark.long
def test_the_wheel_alone_makes_a_new_school_and_builds_its_site(
    wheel: Path, tmp_path: Path
) -> None:
    alone = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    binaries = tmp_path / "venv" / "bin"
    lock = ROOT / "requirements" / "build.txt"
    run(sys.executable, "-m", "venv", "venv", cwd=tmp_path)
    pip = (binaries / "python", "-m", "pip", "install", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "--only-binary", ":all:", "-r", lock, cwd=tmp_path)
    run(*pip, "--no-index", "--no-deps", wheel, cwd=tmp_path)

    run(binaries / "wayfolio", "new", "school", "demo", cwd=tmp_path, env=alone)
    run(binaries / "wayfolio", "build", cwd=tmp_path / "demo", env=alone)

    assert (tmp_path / "demo" / "site" / "index.html").is_file()
