"""What the check accepts is published, and what it does not accept costs itself alone."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec.structs import replace

from broken_school import ANA, FILE_BREAKS, VALUE_BREAKS, Break, make_engine, write_whole_school
from report import TODAY
from sealed_school import SECRET
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.engine import EngineOutput
from wayfolio.school.read import Report

BREAKS: dict[str, Break] = {**FILE_BREAKS, **VALUE_BREAKS}
STOPS_ALL = ("competencies/", "sources")
"""What can be learned, and by whom: with an error there, nobody's pages are right."""
SAMPLE = 48
"""Every so many cases are tried each time; all of them in the long run."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, EngineOutput]:
    """Return a whole school, and what the site engine makes of it."""
    root = write_whole_school(tmp_path_factory.mktemp("whole") / "school")
    return root, make_engine(root)


def request(root: Path, engine: EngineOutput | None) -> BuildRequest:
    return BuildRequest(root=root, today=TODAY, engine=engine, secret=SECRET, is_searchable=False)


def works(root: Path) -> set[str]:
    """Return the published work, each as its learner's address and its own."""
    pages = root.glob("site/learners/*/evidence/*/index.html")
    return {f"{page.parts[-4]}/{page.parts[-2]}" for page in pages}


def errors_of(report: Report) -> list[Diagnostic]:
    return [diagnostic for diagnostic in report.diagnostics if diagnostic.severity == "error"]


def expect_place(root: Path, errors: Iterable[Diagnostic]) -> None:
    """Expect that each error stands in the school's folder, at a line, with a hint."""
    for error in errors:
        assert error.at.path, error
        assert not error.at.path.startswith("/"), error
        assert ".." not in error.at.path.split("/"), error
        assert error.at.line >= 1, error
        assert error.hint, error
        file = root / error.at.path
        if file.is_file() and not file.is_symlink():
            lines = file.read_bytes().count(b"\n") + 1
            assert error.at.line <= max(lines, file.read_bytes().count(b"\r") + 1), error


def try_broken(whole: tuple[Path, EngineOutput], folder: Path, name: str) -> None:
    """Break a school, check it, and build it."""
    base, engine = whole
    root = folder / "school"
    shutil.copytree(base, root, symlinks=True)
    BREAKS[name](root)
    own = None if name.startswith(("mkdocs.yml", "docs/")) else engine
    checked = api.check_site(request(root, own))
    errors = errors_of(checked)
    assert checked.is_clean is not bool(errors)
    expect_place(root, errors)
    if checked.is_clean:
        built = api.build_site(request(root, own))
        assert built.is_clean, [*map(str, built.diagnostics), *built.leaks, *built.withheld]
        assert built.pages
        return
    kept = api.build_site(replace(request(root, own), keep_going=True))
    assert not kept.is_clean
    if may_stop_all(errors):
        return
    assert kept.pages, errors
    assert kept.left_out or kept.withheld, errors
    if not any(error.at.path.startswith("portfolios/zoe/") for error in errors):
        assert "zoe/raft" in works(root)
    else:
        return
    if not any(error.at.path.startswith(f"{ANA}/evidence/2027-03-02") for error in errors):
        assert len([work for work in works(root) if work.endswith("/raft")]) == 2


def may_stop_all(errors: Iterable[Diagnostic]) -> bool:
    """Whether an error concerns who may be seen, or what can be learned."""
    return any(
        error.at.path.startswith(STOPS_ALL)
        or error.at.path.endswith("/learner.yml")
        or (error.at.path.count("/") < 2 and error.at.path.startswith("portfolios"))
        for error in errors
    )


@pytest.mark.parametrize("name", list(BREAKS)[::SAMPLE])
def test_some_broken_inputs_cost_themselves_alone(
    whole: tuple[Path, EngineOutput], tmp_path: Path, name: str
) -> None:
    try_broken(whole, tmp_path, name)


@pytest.mark.long
@pytest.mark.parametrize("name", BREAKS)
def test_every_broken_input_costs_itself_alone(
    whole: tuple[Path, EngineOutput], tmp_path: Path, name: str
) -> None:
    try_broken(whole, tmp_path, name)


def test_the_corpus_breaks_every_kind_of_file_in_several_ways() -> None:
    assert len(BREAKS) >= 150


@pytest.mark.parametrize(
    "path",
    [
        f"{ANA}/evidence/2027-03-02-raft.md",
        f"{ANA}/evidence/photo.jpg",
        f"{ANA}/plan.yml",
        f"{ANA}/supports",
        "docs/about.md",
        "translations/es.po",
        "mkdocs.yml",
    ],
)
def test_what_may_not_be_read_costs_itself_alone(
    whole: tuple[Path, EngineOutput], tmp_path: Path, path: str
) -> None:
    root = tmp_path / "school"
    shutil.copytree(whole[0], root)
    (root / path).chmod(0)
    if os.access(root / path, os.R_OK):
        pytest.skip("an administrator may read everything")
    try:
        checked = api.check_site(request(root, None))
        kept = api.build_site(replace(request(root, None), keep_going=True))
    finally:
        (root / path).chmod(0o700)

    blamed = path.replace("photo.jpg", "2027-03-03-photo.md")
    assert blamed in {error.at.path for error in errors_of(checked)}
    assert "zoe/raft" in works(root)
    assert blamed in kept.left_out
