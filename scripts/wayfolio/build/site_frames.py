"""The frames of a site: from the cache, or from a run of the site engine."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from wayfolio.build.cache import BuildCache
from wayfolio.build.cached_school import SchoolSnapshot
from wayfolio.build.encoding import CacheUnreadable
from wayfolio.build.request import BuildRequest
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.engine import EngineOutput
from wayfolio.model.fingerprint import fingerprint
from wayfolio.model.names import Language
from wayfolio.render.frame.stamping import Frames
from wayfolio.repository.versions import Versions
from wayfolio.school.languages import cut_frames, frame_sources, frame_sources_at
from wayfolio.school.own_pages import pages_named_after
from wayfolio.school.site_engine import EngineRefused, EngineRun, EngineTask, run_engine


class SiteFrames(Struct, frozen=True, kw_only=True):
    """The frames of each language."""

    ready: Mapping[Language, Frames]
    home: str | None
    """Where the site will stand, if the school says so."""
    version: str
    """An id of what they are made from."""
    engine: EngineOutput | None
    """The output of the engine, where it ran for this build."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is wrong with the school's own pages and settings."""
    left_out: tuple[str, ...] = ()
    """The pages and settings that it was made without."""

    def engine_output(self, cache: BuildCache) -> EngineOutput:
        """Return the output of the engine, of this build or of an earlier one."""
        engine = self.engine or cache.get_latest("engine", EngineOutput)
        if engine is None:
            raise CacheUnreadable("the cache has frames, and not what they were cut from")
        return engine


class _StoredFrames(Struct, frozen=True, kw_only=True):
    ready: Mapping[Language, Frames]
    home: str | None
    diagnostics: tuple[Diagnostic, ...] = ()


def load_frames(
    request: BuildRequest,
    cache: BuildCache,
    snapshot: SchoolSnapshot,
    versions: Versions,
) -> SiteFrames:
    """Return the frames. The site engine runs where something has changed that it reads.

    Errors: EngineRefused.
    """
    catalogue = snapshot.school.catalogue
    version = fingerprint(
        catalogue.school.languages,
        catalogue.words,
        {name: id_ for name, id_ in versions.top.items() if name != "competencies"},
        tuple(map(str, snapshot.by_hand)),
    )
    if request.engine is None and not versions.asks_environment:
        stored = cache.get("frames", version, _StoredFrames)
        if stored is not None:
            return SiteFrames(
                ready=stored.ready,
                home=stored.home,
                version=version,
                engine=None,
                diagnostics=stored.diagnostics,
            )
    run = _run_engine(request, snapshot)
    frames = SiteFrames(
        ready=run.cut,
        home=run.output.site_url,
        version=fingerprint(version, run.left_out) if run.left_out else version,
        engine=run.output,
        diagnostics=run.diagnostics,
        left_out=run.left_out,
    )
    if not run.left_out:
        stored = _StoredFrames(ready=run.cut, home=frames.home, diagnostics=run.diagnostics)
        cache.put("engine", version, run.output)
        cache.put("frames", version, stored)
    return frames


CutFrames = Mapping[Language, Frames]


def _run_engine(request: BuildRequest, snapshot: SchoolSnapshot) -> EngineRun[CutFrames]:
    catalogue, people = snapshot.school.catalogue, snapshot.everybody.people

    def cut(output: EngineOutput) -> CutFrames:
        return cut_frames(catalogue, output, secure=not request.is_preview)

    if request.engine is not None:
        output = request.engine
        return EngineRun(output=output, cut=cut(output), diagnostics=(), left_out=())
    return run_engine(
        EngineTask(
            root=request.root,
            name=catalogue.school.name,
            sources=frame_sources(catalogue, people),
            cut=cut,
            keep_going=request.keep_going or request.is_check,
            without=(*snapshot.left_out, *pages_named_after(snapshot.by_hand)),
        )
    )


def find_engine_problems(root: Path) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a school's own pages, where its catalogue must be mended first."""
    try:
        run = run_engine(
            EngineTask(root=root, name="", sources=frame_sources_at(root, "en"), cut=lambda _: None)
        )
    except EngineRefused as refused:
        return refused.diagnostics
    return run.diagnostics
