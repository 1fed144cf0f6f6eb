"""One learner's pages as an audience may see them, on this machine and never inside the site."""

import signal
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Literal

from wayfolio import whole
from wayfolio.build import (
    Report,
    School,
    Unit,
    around,
    frame_sources,
    frames_of,
    published_files,
    read_learner,
    read_school,
    require_known,
)
from wayfolio.load.files import Findings
from wayfolio.model.engine import EngineOutput
from wayfolio.model.names import Language, LearnerId
from wayfolio.model.pages import Audience, Family, Page, Public, Staff
from wayfolio.model.places import has_errors
from wayfolio.model.shown import Summary
from wayfolio.model.whole import Private, Whole
from wayfolio.plan.maps import maps
from wayfolio.plan.visible import shown_publicly
from wayfolio.publish import engine as site_engine
from wayfolio.publish.site import write_preview
from wayfolio.render.frames import Frames
from wayfolio.render.hub_pages import hub_pages
from wayfolio.render.learner_pages import learner_pages, summary_of
from wayfolio.render.tongues import Tongue, tongues
from wayfolio.render.whole_pages import whole_pages
from wayfolio.unit import whole_learner

SECONDS = 1.0
"""How often a running preview looks for changes."""
WATCHED = ("portfolios", "competencies", "docs", "translations", "mkdocs.yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose pages, and for whose eyes."""

    learner: str
    audience: Literal["public", "family", "staff"] = "family"


def preview(
    root: Path,
    today: date,
    asked: Asked,
    folder: Path,
    *,
    engine: EngineOutput | None = None,
) -> Report:
    """Build one learner's pages for one audience into `folder`, which is replaced whole.

    The lists on the other pages know this learner and nobody else. Where an author must mend
    something, nothing is written. `engine`: what the site engine made, where it has run already.
    Errors: Unknown; SiteRefused where `folder` is not ours to replace.
    """
    school, diagnostics = read_school(root, today)
    if school is None or has_errors(diagnostics):
        return Report(diagnostics=tuple(sorted(set(diagnostics))))
    require_known(asked.learner, "learner", school.roster.learners)
    unit = read_learner(school, LearnerId(asked.learner))
    if has_errors(unit.diagnostics):
        return Report(diagnostics=tuple(sorted(unit.diagnostics)))
    bench = _bench(school, engine or run_engine(school))
    findings = Findings()
    if asked.audience == "family":
        seen = whole.for_family(whole_learner(school, unit))
        pages = _of_whole(bench, seen, findings, Family)
        count = write_preview(pages, folder, root=root)
    elif asked.audience == "staff":
        seen_by_staff = whole.for_staff(whole_learner(school, unit))
        count = write_preview(_of_whole(bench, seen_by_staff, findings, Staff), folder, root=root)
    else:
        count = write_preview(_of_public(bench, unit, findings), folder, root=root)
    return Report(diagnostics=tuple(sorted(findings.diagnostics)), learners=1, pages=count)


def run_engine(school: School) -> EngineOutput:
    """Run the site engine on a school, which takes longer than all the rest."""
    return site_engine.run(school.root, frame_sources(school.catalogue))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bench:
    school: School
    engine: EngineOutput
    ready: Mapping[Language, Frames]
    spoken: list[Tongue]


def _bench(school: School, engine: EngineOutput) -> _Bench:
    ready = frames_of(school.catalogue, engine)
    return _Bench(
        school=school,
        engine=engine,
        ready=ready,
        spoken=tongues(school.catalogue, ready, school.today, index=False, home=engine.site_url),
    )


def _of_whole(
    bench: _Bench, seen: Whole[Private], findings: Findings, audience: type[Private]
) -> list[Page[Private]]:
    pages: list[Page[Private]]
    files, pages = published_files(bench.school, seen.shown, findings, audience)
    summary: Summary[Private] = summary_of(seen.shown, files, audience)
    for one in bench.spoken:
        pages.extend(whole_pages(one.press, one.site, seen, files, audience)[0])
    pages.extend(_around(bench, [summary], audience))
    return pages


def _of_public(bench: _Bench, unit: Unit, findings: Findings) -> list[Page[Public]]:
    shown = shown_publicly(whole_learner(bench.school, unit).case)
    if shown is None:
        return _around(bench, [], Public)
    files, copies = published_files(bench.school, shown, findings, Public, bench.school.people)
    summary = summary_of(shown, files, Public)
    made = [
        page
        for one in bench.spoken
        for page in learner_pages(one.press, one.site, shown, files, Public)[0]
    ]
    return [*made, *copies, *_around(bench, [summary], Public)]


def _around(
    bench: _Bench, summaries: list[Summary[Audience]], audience: type[Audience]
) -> list[Page[Audience]]:
    """Return the pages that a learner's pages link to, and the files that all pages use."""
    drawn = maps(bench.school.catalogue)
    pages: list[Page[Audience]] = []
    for one in bench.spoken:
        pages.extend(hub_pages(one.press, one.site, summaries, audience, drawn))
    made = around(bench.school.catalogue, bench.engine, bench.ready)
    pages.extend(Page[Audience](path, content) for path, content in made)
    return pages


def serve(root: Path, today: date, asked: Asked, port: int, told: Callable[[Report], None]) -> None:
    """Show a preview on this machine alone until it is stopped; build it anew on changes.

    It lies in a folder that goes when the preview ends. `told`: is given each report.
    """
    # A script's background job cannot be interrupted, only terminated; then the folder goes too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="wayfolio-preview-") as place:
        folder = Path(place) / "pages"
        handler = partial(_Quiet, directory=str(folder))
        # Looked at before the first build, so that a change during it is not missed.
        seen = times(_watched(root))
        told(preview(root, today, asked, folder))
        with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            where = "" if asked.audience == "public" else f"{asked.learner}/"
            print(f"http://127.0.0.1:{server.server_port}/learners/{where}", flush=True)
            try:
                _rebuild_on_changes(root, seen, lambda: told(preview(root, today, asked, folder)))
            except KeyboardInterrupt:
                server.shutdown()


def _watched(root: Path) -> list[Path]:
    return [*(root / name for name in WATCHED), site_engine.theme_folder()]


def _rebuild_on_changes(root: Path, seen: dict[Path, int], rebuild: Callable[[], None]) -> None:
    while True:
        time.sleep(SECONDS)
        now = times(_watched(root))
        if now != seen:
            seen = now
            rebuild()


def times(places: list[Path]) -> dict[Path, int]:
    """Return when each file in some places was written last."""
    files = [
        file
        for place in places
        for file in ([place] if place.is_file() else place.rglob("*"))
        if file.is_file()
    ]
    return {file: file.stat().st_mtime_ns for file in files}


class _Quiet(SimpleHTTPRequestHandler):
    """A plain static host."""

    def log_message(self, *_: object) -> None:
        """Say nothing about each request."""
