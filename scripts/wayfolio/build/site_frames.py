"""The frames of a site: from the cache, or from a run of the site engine."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from wayfolio.build.cache import BuildCache
from wayfolio.build.cached_school import SchoolSnapshot
from wayfolio.build.encoding import CacheUnreadable
from wayfolio.build.request import BuildRequest
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.engine import EngineOutput
from wayfolio.model.fingerprint import fingerprint
from wayfolio.model.names import Language
from wayfolio.model.people import People
from wayfolio.render.frame.stamping import Frames
from wayfolio.repository.versions import Versions
from wayfolio.school.languages import cut_frames, frame_sources


class SiteFrames(Struct, frozen=True, kw_only=True):
    """The frames of each language."""

    ready: Mapping[Language, Frames]
    home: str | None
    """Where the site will stand, if the school says so."""
    version: str
    """An id of what they are made from."""
    engine: EngineOutput | None
    """The output of the engine, where it ran for this build."""

    def engine_output(self, cache: BuildCache) -> EngineOutput:
        """Return the output of the engine, of this build or of an earlier one."""
        engine = self.engine or cache.get_latest("engine", EngineOutput)
        if engine is None:
            raise CacheUnreadable("the cache has frames, and not what they were cut from")
        return engine


class _StoredFrames(Struct, frozen=True, kw_only=True):
    ready: Mapping[Language, Frames]
    home: str | None


def load_frames(
    request: BuildRequest,
    cache: BuildCache,
    snapshot: SchoolSnapshot,
    versions: Versions,
) -> SiteFrames:
    """Return the frames. The site engine runs where something has changed that it reads."""
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
            return SiteFrames(ready=stored.ready, home=stored.home, version=version, engine=None)
    engine = request.engine or _run_engine(request.root, catalogue, snapshot.everybody.people)
    ready = cut_frames(catalogue, engine, secure=not request.is_preview)
    cache.put("engine", version, engine)
    cache.put("frames", version, _StoredFrames(ready=ready, home=engine.site_url))
    return SiteFrames(ready=ready, home=engine.site_url, version=version, engine=engine)


def _run_engine(root: Path, catalogue: Catalogue, people: People) -> EngineOutput:
    # Loaded only here: this takes longer than all that is left to do after a small change.
    from wayfolio.publish import engine

    return engine.run_mkdocs(root, frame_sources(catalogue, people))
