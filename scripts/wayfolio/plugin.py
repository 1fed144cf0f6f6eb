"""The door of `mkdocs build` and `mkdocs serve`. No rules inside: `wayfolio.build.api` has them."""

import logging
import os
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from mkdocs.utils import CountHandler

from wayfolio.build.api import build_site
from wayfolio.build.request import BuildRequest
from wayfolio.load.format_keys import format_keys
from wayfolio.load.secret import SecretRefused, load_build_secret
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, Severity
from wayfolio.model.engine import EngineOutput
from wayfolio.model.school import SchoolSettings
from wayfolio.model.theme import theme_folder
from wayfolio.publish.engine import FrameHooks, add_other_pages, collect
from wayfolio.publish.engine_problems import EngineStopped
from wayfolio.publish.local_server import guard_application, is_loopback
from wayfolio.publish.site import SiteRefused
from wayfolio.render.frame.postprocess import FrameError
from wayfolio.render.frame.stamping import MissingHub
from wayfolio.render.text.diagnostics import guessed_day_text
from wayfolio.render.text.withheld import is_in_ci, withhold_private
from wayfolio.repository.watch import modification_times
from wayfolio.school.day import school_day
from wayfolio.school.languages import frame_sources, frame_sources_at
from wayfolio.school.read import check_school

log = get_plugin_logger("wayfolio")

CONTENT = ("portfolios", "competencies", "translations")


def finish(
    engine: EngineOutput, root: Path, site: Path, *, preview: bool = False, strict: bool = False
) -> None:
    """Stamp and publish: the rest of the build, after the engine.

    `preview`: under `mkdocs serve`, which puts a script into every page: no CSP, and no search.
    `strict`: publish nothing where there is a warning, about which MkDocs will stop.
    Errors: Abort when somebody must mend something, which has been shown.
    """
    today = _today(root)
    if strict and (diagnostics := check_school(root, today).diagnostics):
        _show(diagnostics)
        return
    try:
        secret = load_build_secret(os.environ, root)
        report = build_site(
            BuildRequest(
                root=root,
                today=today,
                engine=engine,
                folder=site,
                is_preview=preview,
                secret=secret,
            )
        )
    except (MissingHub, FrameError, SiteRefused, SecretRefused) as refusal:
        raise Abort(f"wayfolio: {refusal}") from refusal
    _show(report.diagnostics)
    if report.guessed_day is not None:
        log.info(guessed_day_text(report.guessed_day))
    for leak in (*report.leaks, *report.withheld):
        log.error(str(leak))
    if report.taken_down:
        log.error(f"taken down, for want of consent: {len(report.taken_down)} files")
    if not report.is_clean:
        said = "some of it was left out" if report.pages else "nothing was published"
        raise Abort(f"wayfolio: {said}")


def _show(diagnostics: Sequence[Diagnostic]) -> None:
    shown = withhold_private(diagnostics, format_keys()) if is_in_ci(os.environ) else diagnostics
    for diagnostic in shown:
        is_error = diagnostic.severity is Severity.ERROR
        log.log(logging.ERROR if is_error else logging.WARNING, str(diagnostic))


class WayfolioPlugin(FrameHooks):
    """Adds the frame pages to MkDocs, and stamps learners' pages into what it built."""

    def __init__(self) -> None:
        super().__init__(frame_sources(Catalogue(school=SchoolSettings(name=""))))
        self._preview = False
        self._site = Path()
        self._engine_folder: tempfile.TemporaryDirectory[str] | None = None
        self._engine: EngineOutput | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Refuse what would leave holes in the frames."""
        if dirty:
            # Pages that MkDocs does not read have no title: "None" in every frame's menu.
            raise Abort("wayfolio: --dirty does not work here; a full run takes about a second")
        self._preview = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Let MkDocs empty and fill a folder of its own, so that the published site stays whole."""
        language = config.theme.get("language") or "en"
        today = _today(_root(config))
        self.sources = frame_sources_at(_root(config), language, today)
        config = super().on_config(config)
        self._site = Path(config.site_dir)
        self._engine_folder = tempfile.TemporaryDirectory(prefix="wayfolio-engine-")
        config.site_dir = self._engine_folder.name
        return config

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Publish, unless `--strict` is about to stop the build: MkDocs counts after this event."""
        frames = collect(Path(config.site_dir), config.site_url or None, self.sources.language)
        try:
            self._engine = add_other_pages(frames, _root(config), self.sources)
        except EngineStopped as stopped:
            raise Abort(f"wayfolio: {stopped}") from stopped
        config.site_dir = str(self._site)  # where `mkdocs gh-deploy` looks next
        self._forget_engine_folder()
        if config.strict and _warnings():
            return
        finish(
            self._engine,
            _root(config),
            self._site,
            preview=self._preview,
            strict=bool(config.strict),
        )

    def on_build_error(self, *, error: Exception) -> None:
        """Leave nothing behind."""
        self._forget_engine_folder()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Watch what learners and educators write, for which the engine need not run again."""
        host = str(server.server_address[0])
        if not is_loopback(host):
            raise Abort(f"wayfolio: a preview is for this machine alone, not for {host}: dev_addr")
        server.set_app(guard_application(server.serve_request))
        root = _root(config)
        theme = theme_folder()
        frame_files = [Path(config.docs_dir), Path(config.config_file_path), theme / "frame"]
        if config.theme.custom_dir:
            frame_files.append(Path(config.theme.custom_dir))
        for folder in (*(root / name for name in CONTENT), theme, *frame_files[3:]):
            if folder.is_dir():
                server.watch(str(folder))
        seen = modification_times(frame_files)

        def rebuild() -> None:
            nonlocal seen
            now = modification_times(frame_files)
            if now != seen or self._engine is None:
                builder()
            else:
                finish(self._engine, root, self._site, preview=True)
            seen = now

        server.builder = rebuild
        return server

    def _forget_engine_folder(self) -> None:
        if self._engine_folder is not None:
            self._engine_folder.cleanup()
            self._engine_folder = None


def _today(root: Path) -> date:
    machine_day = date.today()  # noqa: DTZ011 - where the school names no time zone
    return school_day(root, datetime.now(UTC), machine_day)


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


def _warnings() -> bool:
    handlers = logging.getLogger("mkdocs").handlers
    return any(handler.get_counts() for handler in handlers if isinstance(handler, CountHandler))
