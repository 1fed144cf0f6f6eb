"""One learner's pages as an audience may see them, made from memory where nothing has changed."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Generic, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.build.cache import BuildCache
from wayfolio.build.cached_school import load_cached_school
from wayfolio.load.files import Findings, Folder
from wayfolio.model.attachments import Picture
from wayfolio.model.diagnostics import has_errors
from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.engine import EngineOutput
from wayfolio.model.fingerprint import fingerprint
from wayfolio.model.names import Language, LearnerId
from wayfolio.model.pages import Audience, Family, Page, Public, Staff
from wayfolio.model.people import NOBODY
from wayfolio.model.theme import theme_folder
from wayfolio.model.visibility import Summary
from wayfolio.plan.maps import make_maps
from wayfolio.publish import engine as site_engine
from wayfolio.publish.site import file_path, write_preview
from wayfolio.render.frame.languages import SiteLanguage, make_site_languages
from wayfolio.render.frame.stamping import Frames
from wayfolio.render.learner.dossier_pages import dossier_pages
from wayfolio.render.learner.pages import learner_pages, summary_of
from wayfolio.render.listing.pages import hub_pages
from wayfolio.repository.versions import Versions
from wayfolio.repository.watch import modification_times
from wayfolio.school import dossier
from wayfolio.school.attachments import clean_attachments
from wayfolio.school.languages import cut_frames, frame_sources, pages_around_frames
from wayfolio.school.learner import (
    LoadedSchool,
    ReadLearner,
    read_learner,
    view_as_public,
    whole_record,
)
from wayfolio.school.lookup import require_known
from wayfolio.school.read import Report


class PreviewRequest(Struct, frozen=True, kw_only=True):
    """Whose pages, and for whose eyes."""

    learner: str
    audience: Literal["public", "family", "staff"] = "family"


class _Bench(Struct, frozen=True, kw_only=True):
    """What pages are printed with."""

    school: LoadedSchool
    engine: EngineOutput
    ready: Mapping[Language, Frames]
    spoken: list[SiteLanguage]


# No slots: a generic class with frozen slots cannot be made as `Pages[Public](...)` in 3.11.
class Pages(Struct, Generic[Audience], frozen=True, kw_only=True):
    """A preview, printed part by part: what somebody waits for first."""

    bench: _Bench
    audience: type[Audience]
    copies: list[Page[Audience]]
    """The files beside the evidence."""
    summaries: list[Summary[Audience]]
    """The learner's, or none where the audience may see nothing of them."""
    printed: Callable[[SiteLanguage], list[Page[Audience]]]
    """Gives the learner's own pages in a language."""

    def parts(self) -> Iterator[list[Page[Audience]]]:
        """Give the learner's pages language by language, then those around them.

        The lists on these know this learner and nobody else.
        """
        bench, catalogue = self.bench, self.bench.school.catalogue
        waited_for = list(self.copies)
        for one in bench.spoken:
            yield waited_for + self.printed(one)
            waited_for = []
        drawn = make_maps(catalogue)
        for one in bench.spoken:
            yield list(hub_pages(one.press, one.site, self.summaries, self.audience, drawn))
        made = pages_around_frames(catalogue, bench.engine, bench.ready)
        yield [Page[Audience](path, content) for path, content in made]

    def files(self) -> Iterator[dict[str, bytes]]:
        """Give the same by their paths."""
        for part in self.parts():
            yield {file_path(page.path): page.content for page in part}

    def write(self, folder: Path, root: Path) -> int:
        """Write all of it into a folder, and return how many files. Errors: SiteRefused."""
        return write_preview((page for part in self.parts() for page in part), folder, root=root)


AnyPages = Pages[Public] | Pages[Family] | Pages[Staff]


class _Pictures:
    """The pictures that this preview has made already."""

    def __init__(self) -> None:
        self._made: dict[bytes, Picture] = {}

    def of(self, original: bytes) -> Picture | None:
        return self._made.get(original)

    def keep(self, original: bytes, made: Picture) -> None:
        self._made[original] = made


class Maker(Struct, kw_only=True):
    """Makes one learner's pages again and again, and reads only what has changed in between."""

    root: Path
    today: date
    asked: PreviewRequest
    secret: bytes | None = None
    """The build secret, without which nobody without a public name has a public page."""
    engine: EngineOutput | None = None
    """What the site engine made, where it has run already."""
    folder: Folder | None = None
    """The school's folder as it was read last, with its sources."""
    language: Language = Language("en")
    """The school's first, as far as it could be read."""
    _cache: BuildCache = field(default_factory=lambda: BuildCache(None))
    _pictures: _Pictures = field(default_factory=_Pictures)
    _engine_of: str = ""
    _ready: Mapping[Language, Frames] = field(default_factory=dict)

    def make(self) -> tuple[Report, AnyPages | None]:
        """Return what is to be mended, and the pages; none where something is. Errors: Unknown."""
        learned, diagnostics, found = load_cached_school(self.root, self.today, self._cache)
        if learned is not None:
            self.folder = learned.school.folder
            self.language = learned.school.catalogue.school.languages[0]
        if learned is None or has_errors(diagnostics):
            return Report(diagnostics=tuple(sorted(set(diagnostics)))), None
        require_known(self.asked.learner, "learner", learned.learners)
        learner = LearnerId(self.asked.learner)
        school = replace(learned.school_for([learner]), secret=self.secret)
        unit = read_learner(school, learner)
        if has_errors(unit.diagnostics):
            return Report(diagnostics=tuple(sorted(unit.diagnostics)), learners=1), None
        findings = Findings()
        pages = self._pages(self._bench(school, found), unit, findings)
        report = Report(diagnostics=tuple(sorted(findings.diagnostics)), learners=1)
        return report, pages if report.is_clean else None

    def _bench(self, school: LoadedSchool, found: Versions) -> _Bench:
        """Run the site engine where anything has changed that it reads; that takes longest."""
        read = {name: id_ for name, id_ in found.top.items() if name != "competencies"}
        theme = modification_times([theme_folder()])
        engine_of = fingerprint(read, school.catalogue.school.languages, theme)
        if self.engine is None or self._engine_of not in ("", engine_of):
            self.engine = run_preview_engine(school)
        if self._engine_of != engine_of:
            self._engine_of = engine_of
            self._ready = cut_frames(school.catalogue, self.engine)
        home = self.engine.site_url
        spoken = make_site_languages(
            school.catalogue, self._ready, school.today, index=False, home=home
        )
        return _Bench(school=school, engine=self.engine, ready=self._ready, spoken=spoken)

    def _pages(self, bench: _Bench, unit: ReadLearner, findings: Findings) -> AnyPages:
        if self.asked.audience == "family":
            seen = dossier.dossier_for_family(whole_record(bench.school, unit))
            return self._whole(bench, seen, findings, Family)
        if self.asked.audience == "staff":
            seen_by_staff = dossier.dossier_for_staff(whole_record(bench.school, unit))
            return self._whole(bench, seen_by_staff, findings, Staff)
        return self._public(bench, unit, findings)

    def _whole(
        self,
        bench: _Bench,
        seen: LearnerDossier[Private],
        findings: Findings,
        audience: type[Private],
    ) -> Pages[Private]:
        folder = bench.school.folder
        files, copies = clean_attachments(
            folder, seen.shown, findings, audience, NOBODY, self._pictures
        )
        summary: Summary[Private] = summary_of(seen.shown, files, audience)
        return Pages[Private](
            bench=bench,
            audience=audience,
            copies=copies,
            summaries=[summary],
            printed=lambda one: dossier_pages(one.press, one.site, seen, files, audience)[0],
        )

    def _public(self, bench: _Bench, unit: ReadLearner, findings: Findings) -> Pages[Public]:
        school, seen = bench.school, view_as_public(bench.school, unit).shown
        if seen is None:
            return Pages[Public](
                bench=bench, audience=Public, copies=[], summaries=[], printed=lambda _: []
            )
        files, copies = clean_attachments(
            school.folder, seen, findings, Public, school.people, self._pictures
        )
        summary: Summary[Public] = summary_of(seen, files, Public)
        return Pages[Public](
            bench=bench,
            audience=Public,
            copies=copies,
            summaries=[summary],
            printed=lambda one: learner_pages(one.press, one.site, seen, files, Public)[0],
        )


def make_preview(
    root: Path,
    today: date,
    asked: PreviewRequest,
    folder: Path,
    *,
    engine: EngineOutput | None = None,
    secret: bytes | None = None,
) -> Report:
    """Build one learner's pages for one audience into `folder`, which is replaced whole.

    Where an author must mend something, nothing is written. `engine`: what the site engine made,
    where it has run already. Errors: Unknown; SiteRefused where `folder` is not ours to replace.
    """
    maker = Maker(root=root, today=today, asked=asked, secret=secret, engine=engine)
    report, pages = maker.make()
    return report if pages is None else replace(report, pages=pages.write(folder, root))


def run_preview_engine(school: LoadedSchool) -> EngineOutput:
    """Run the site engine on a school, which takes longer than all the rest."""
    return site_engine.run_mkdocs(school.root, frame_sources(school.catalogue))
