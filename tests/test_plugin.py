"""The door of `mkdocs build` and `mkdocs serve`."""

import logging
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from small_site import build_engine, public_pages, read_files, write_school, write_site
from wayfolio import plugin
from wayfolio.build.request import BuildRequest
from wayfolio.model.diagnostics import Diagnostic, Location, Severity
from wayfolio.model.rules import Rule
from wayfolio.plugin import WayfolioPlugin
from wayfolio.school.read import Report


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small school; the rest of the build stamps it as the other door does."""

    def site(request: BuildRequest) -> Report:
        assert request.engine is not None
        pages = public_pages(request.engine, secure=not request.is_preview)
        written = write_site(pages, request.site, root=request.root, searchable=False)
        return Report(pages=written)

    monkeypatch.setattr(plugin, "check_school", lambda *_: Report())
    monkeypatch.setattr(plugin, "build_site", site)
    monkeypatch.setattr(logging.getLogger("mkdocs"), "handlers", [])
    return write_school(tmp_path / "school")


def settings(root: Path, *, strict: bool = False) -> MkDocsConfig:
    """Return what `mkdocs build` loads."""
    return load_config(str(root / "mkdocs.yml"), strict=strict)


def test_both_doors_publish_the_same_bytes(root: Path) -> None:
    build(settings(root, strict=True))
    write_site(public_pages(build_engine(root)), root / "other", root=root, searchable=False)

    assert len(read_files(root / "site")) > 40
    assert read_files(root / "site") == read_files(root / "other")


def test_a_strict_build_with_a_warning_leaves_the_old_site_whole(root: Path) -> None:
    build(settings(root))
    before = read_files(root / "site")
    (root / "docs/about.md").write_text("# About\n\n[lost](nowhere.md)\n", "utf-8")

    with pytest.raises(Abort, match="1 warnings in strict mode"):
        build(settings(root, strict=True))
    assert read_files(root / "site") == before

    build(settings(root))
    assert read_files(root / "site") != before


@pytest.mark.parametrize("severity", Severity)
def test_what_an_author_must_mend_is_shown_and_stops_a_strict_build(
    root: Path,
    severity: Severity,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    diagnostic = Diagnostic(
        at=Location(path="portfolios/ana/plan.yml", line=3, column=5),
        rule=Rule.UNKNOWN_KEY,
        severity=severity,
        message="unknown key “gaols”",
        hint="did you mean “goals”?",
    )
    monkeypatch.setattr(plugin, "check_school", lambda *_: Report(diagnostics=(diagnostic,)))

    with pytest.raises(Abort):
        build(settings(root, strict=True))

    assert not (root / "site").exists()
    assert str(diagnostic) in caplog.text


def test_a_page_that_mkdocs_cannot_build_leaves_the_old_site_whole(root: Path) -> None:
    build(settings(root))
    before = read_files(root / "site")
    (root / "docs/about.md").write_bytes(b"\xff\xfe broken")

    with pytest.raises(UnicodeDecodeError):
        build(settings(root))

    assert read_files(root / "site") == before


def test_a_foreign_site_folder_is_refused_in_a_sentence(root: Path) -> None:
    (root / "site").mkdir()
    (root / "site/mine.txt").write_text("mine")

    with pytest.raises(Abort, match="files that wayfolio did not make"):
        build(settings(root))


def test_dirty_builds_are_refused() -> None:
    with pytest.raises(Abort, match="--dirty"):
        WayfolioPlugin().on_startup(command="serve", dirty=True)


def test_deploying_finds_the_published_site(root: Path) -> None:
    config = settings(root)

    build(config)

    assert Path(config.site_dir) == root / "site"


def test_no_page_of_a_school_that_asks_for_them_asks_another_host(root: Path) -> None:
    careless = (
        "repo_url: https://github.com/example/school\n"
        "extra: {generator: true}\n"
        "theme: {name: material, font: {text: Inter}, features: [navigation.instant]}\n"
        "plugins: [search, wayfolio]\n"
    )
    (root / "mkdocs.yml").write_text(f"site_name: River School\n{careless}", "utf-8")

    build(settings(root))
    about = (root / "site/about/index.html").read_text()

    assert "googleapis" not in about
    assert "github.com" not in about
    assert "navigation.instant" not in about
    assert 'data-md-component="search"' not in about


def test_another_theme_is_refused_in_a_sentence(root: Path) -> None:
    (root / "mkdocs.yml").write_text("site_name: X\ntheme: mkdocs\nplugins: [wayfolio]\n", "utf-8")

    with pytest.raises(Abort, match="`name: material`"):
        build(settings(root))


def test_a_change_of_a_portfolio_is_shown_without_running_the_engine(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "portfolios").mkdir()
    config = settings(root)
    config.plugins.on_startup(command="serve", dirty=False)
    build(config, serve_url="http://127.0.0.1:8000/")
    done: list[str] = []
    server = LiveReloadServer(
        builder=lambda: None, host="127.0.0.1", port=0, root=str(root / "site")
    )
    monkeypatch.setattr(plugin, "finish", lambda *_, **__: done.append("finish"))
    config.plugins.on_serve(server, config=config, builder=lambda: done.append("engine"))

    server.builder()
    (root / "docs/about.md").write_text("# About us, again\n", "utf-8")
    server.builder()
    server.server_close()

    assert done == ["finish", "engine"]
    assert "Security-Policy" not in (root / "site/about/index.html").read_text()
