"""A small school that changes between builds."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from report import PNG, SCALES, SCHOOL, SMALL, TODAY, YEARS, write
from shared_run import new_folder, once_a_run
from small_site import build_engine, read_files
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.model.engine import EngineOutput
from wayfolio.model.keys import Keys
from wayfolio.school.read import Report

LEARNERS = ("ana", "ben", "cleo", "dov")
CORE = "competencies/frameworks/core.yml"
MKDOCS = "site_name: River School\nsite_url: https://river.example/\ntheme: {name: material}\n"
BADGES = """
    badges:
      - id: builder
        title: Builder
        kind: badge
        criteria: {level: MTH.1, at_least: 3}
    """


def learner_file(name: str, until: str = "") -> str:
    """Return a learner's file; `until`: the last day of the consent."""
    called = name.title()
    return (
        f"name: {{full: {called} Lund, first: {called}}}\n"
        "group: harbor\n"
        "programmes:\n"
        '  - {pathway: years, stage: "9", from: 2026-08-24}\n'
        "consent:\n"
        "  - what: [name, work, badges]\n"
        "    audience: public\n"
        "    by: guardian\n"
        "    from: 2026-08-24\n" + (f"    until: {until}\n" if until else "")
    )


def work_file(title: str, body: str = "It holds.", *, more: str = "") -> str:
    """Return a piece of public work."""
    return (
        f"---\ntitle: {title}\ndate: 2027-03-01\nkind: model\nshows: [MTH.1]\n"
        f"visibility: public\n{more}---\n{body}\n"
    )


def ratings_file(level: int) -> str:
    """Return one rating."""
    return (
        "- date: 2027-03-03\n  kind: studio\n  by: rosa\n"
        f"  evidence: 2027-03-01-bridge\n  ratings: {{MTH.1: {level}}}\n"
    )


def new_school(root: Path) -> Path:
    """Write a school of three learners, who all show their work."""
    write(root, {path: SMALL[path] for path in (SCHOOL, SCALES, CORE, YEARS)})
    with (root / SCHOOL).open("a") as school:
        school.write("timezone: UTC\n")
    write(root, {"competencies/badges.yml": BADGES, "mkdocs.yml": MKDOCS})
    write(root, {"docs/about.md": "# About us\n\nWe row.\n"})
    for name in LEARNERS[:3]:
        add_learner(root, name)
    return root


def add_learner(root: Path, name: str) -> None:
    """Add a learner with one piece of work and a rating."""
    folder = root / "portfolios" / name
    (folder / "evidence").mkdir(parents=True, exist_ok=True)
    (folder / "demonstrations").mkdir(exist_ok=True)
    (folder / "learner.yml").write_text(learner_file(name), "utf-8")
    picture = "files:\n  - {path: bridge.png, alt: A bridge of paper}\n"
    (folder / "evidence/2027-03-01-bridge.md").write_text(
        work_file(f"The bridge of {name.title()}", more=picture), "utf-8"
    )
    (folder / "evidence/bridge.png").write_bytes(PNG)
    (folder / "demonstrations/2026-27.yml").write_text(ratings_file(3), "utf-8")


@once_a_run
def run_engine(key: tuple[tuple[str, bytes], ...]) -> EngineOutput:
    """Return the site engine's output for a school's own pages, cached by their content."""
    root = new_folder("engine")
    write(root, dict(key))
    return build_engine(root, strict=False)


def engine_input(root: Path) -> tuple[tuple[str, bytes], ...]:
    """Return the files that the site engine reads."""
    pages = {"mkdocs.yml": (root / "mkdocs.yml").read_bytes()}
    pages |= {f"docs/{path}": content for path, content in read_files(root / "docs").items()}
    return tuple(sorted(pages.items()))


def read_site(folder: Path) -> dict[str, bytes]:
    """Return every file of a site."""
    return read_files(folder)


@dataclass
class Growing:
    """A school, its site, and the cache of its builds."""

    root: Path
    today: date = TODAY
    secret: bytes | None = None
    searchable: bool = False
    jobs: int = 1
    keys: Keys | None = None
    done: list[str] = field(default_factory=list)

    @property
    def cache_folder(self) -> Path:
        """Return the folder in which builds keep their cache."""
        return self.root.with_name("memory")

    def build(self, *, verify: bool = False) -> Report:
        """Build as on each push."""
        return api.build_site(
            BuildRequest(
                root=self.root,
                today=self.today,
                is_searchable=self.searchable,
                secret=self.secret,
                keys=self.keys,
                jobs=self.jobs,
                cache_folder=self.cache_folder,
                verifies_files=verify,
            )
        )

    def build_clean(self) -> dict[str, bytes]:
        """Return the site of a build without a cache."""
        place = new_folder("clean") / "site"
        report = api.build_site(
            BuildRequest(
                root=self.root,
                today=self.today,
                folder=place,
                engine=run_engine(engine_input(self.root)),
                is_searchable=self.searchable,
                secret=self.secret,
                keys=self.keys,
            )
        )
        assert report.is_clean, report
        return read_site(place)

    def site(self) -> dict[str, bytes]:
        """Return the published site."""
        return read_site(self.root / "site")

    def file(self, path: str) -> Path:
        """Return a file of the school."""
        return self.root / path

    def change(self, path: str, edit: Callable[[str], str]) -> None:
        """Change a text, if it is there."""
        file = self.file(path)
        if file.exists():
            file.write_text(edit(file.read_text("utf-8")), "utf-8")


@once_a_run
def _published_folder() -> Path:
    folder = new_folder("growing")
    assert Growing(new_school(folder / "school")).build().is_clean
    return folder


def copy_published(to: Path) -> Growing:
    """Return a copy of the new school with its site and the cache of the build that made it."""
    shutil.copytree(_published_folder(), to, dirs_exist_ok=True)
    return Growing(to / "school")


def commit(root: Path) -> None:
    """Commit everything, to a new repository if there is none."""
    git = ["git", "-C", str(root), "-c", "user.name=R", "-c", "user.email=r@river.example"]
    if not (root / ".git").exists():
        subprocess.run([*git, "init", "-q"], check=True)
        (root / ".gitignore").write_text("/site/\n/.site.*\n", "utf-8")
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], check=True)
