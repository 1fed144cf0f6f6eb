"""One learner's pages as an audience may see them. What has not changed is kept in memory."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Generic, Literal, assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.build.cache import BuildCache
from wayfolio.build.cached_school import load_cached_school
from wayfolio.build.departed import NOBODY_KNOWN
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

PreviewAudience = Literal["public", "family", "staff"]


class PreviewRequest(Struct, frozen=True, kw_only=True):
    """The learner whose pages are shown, and the audience."""

    learner: str
    audience: PreviewAudience = "family"


class _PageContext(Struct, frozen=True, kw_only=True):
    """What all pages of a preview need."""

    school: LoadedSchool
    engine: EngineOutput
    frames: Mapping[Language, Frames]
    languages: list[SiteLanguage]


# No slots: a generic class with frozen slots cannot be made as `Pages[Public](...)` in 3.11.
class Pages(Struct, Generic[Audience], frozen=True, kw_only=True):
    """A preview, rendered in parts: the part that somebody waits for comes first."""

    context: _PageContext
    audience: type[Audience]
    copies: list[Page[Audience]]
    """The files beside the evidence."""
    summaries: list[Summary[Audience]]
    """The learner's, or none if the audience may see nothing of them."""
    render_in: Callable[[SiteLanguage], list[Page[Audience]]]
    """Returns the learner's own pages in a language."""

    def parts(self) -> Iterator[list[Page[Audience]]]:
        """Yield the learner's pages language by language, then the pages around them.

        Lists on these pages hold this learner and nobody else.
        """
        context, catalogue = self.context, self.context.school.catalogue
        copies = list(self.copies)
        for language in context.languages:
            yield copies + self.render_in(language)
            copies = []
        maps = make_maps(catalogue)
        for language in context.languages:
            yield list(
                hub_pages(language.renderer, language.site, self.summaries, self.audience, maps)
            )
        pages = pages_around_frames(catalogue, context.engine, context.frames)
        yield [Page[Audience](path, content) for path, content in pages]

    def files(self) -> Iterator[dict[str, bytes]]:
        """Yield the same parts, each as contents by their paths."""
        for part in self.parts():
            yield {file_path(page.path): page.content for page in part}

    def write(self, folder: Path, root: Path) -> int:
        """Write all parts into a folder, and return the number of files. Errors: SiteRefused."""
        return write_preview((page for part in self.parts() for page in part), folder, root=root)


AnyPages = Pages[Public] | Pages[Family] | Pages[Staff]


class _PictureCache:
    """The converted pictures of this preview."""

    def __init__(self) -> None:
        self._pictures: dict[bytes, Picture] = {}

    def of(self, original: bytes) -> Picture | None:
        return self._pictures.get(original)

    def keep(self, original: bytes, picture: Picture) -> None:
        self._pictures[original] = picture


class Maker(Struct, kw_only=True):
    """Makes one learner's pages repeatedly, reading only what has changed since the last time."""

    root: Path
    today: date
    request: PreviewRequest
    secret: bytes | None = None
    """The build secret. Without it, only learners with public names have public pages."""
    engine: EngineOutput | None = None
    """The output of the site engine, if it has run already."""
    folder: Folder | None = None
    """The school's folder, with its sources, as of the last time."""
    language: Language = Language("en")
    """The school's first language, once it has been read."""
    _cache: BuildCache = field(default_factory=lambda: BuildCache(None))
    _pictures: _PictureCache = field(default_factory=_PictureCache)
    _engine_fingerprint: str = ""
    _frames: Mapping[Language, Frames] = field(default_factory=dict)

    def make(self) -> tuple[Report, AnyPages | None]:
        """Return a report, and the pages unless it has errors. Errors: UnknownId."""
        cached, diagnostics, versions = load_cached_school(
            self.root, self.today, self._cache, None, NOBODY_KNOWN, keep_going=False
        )
        if cached is not None:
            self.folder = cached.school.folder
            self.language = cached.school.catalogue.school.languages[0]
        if cached is None or has_errors(diagnostics):
            return Report(diagnostics=tuple(sorted(set(diagnostics)))), None
        require_known(self.request.learner, "learner", cached.learners)
        learner = LearnerId(self.request.learner)
        school = replace(cached.school_for([learner]), secret=self.secret)
        unit = read_learner(school, learner)
        if has_errors(unit.diagnostics):
            return Report(diagnostics=tuple(sorted(unit.diagnostics)), learners=1), None
        findings = Findings()
        pages = self._make_pages(self._make_context(school, versions), unit, findings)
        report = Report(diagnostics=tuple(sorted(findings.diagnostics)), learners=1)
        return report, pages if report.is_clean else None

    def _make_context(self, school: LoadedSchool, versions: Versions) -> _PageContext:
        """Run the site engine, which takes longest, if anything that it reads has changed."""
        read = {name: id_ for name, id_ in versions.top.items() if name != "competencies"}
        theme = modification_times([theme_folder()])
        engine_fingerprint = fingerprint(read, school.catalogue.school.languages, theme)
        if self.engine is None or self._engine_fingerprint not in ("", engine_fingerprint):
            self.engine = run_preview_engine(school)
        if self._engine_fingerprint != engine_fingerprint:
            self._engine_fingerprint = engine_fingerprint
            self._frames = cut_frames(school.catalogue, self.engine)
        home = self.engine.site_url
        languages = make_site_languages(
            school.catalogue, self._frames, school.today, index=False, home=home
        )
        return _PageContext(
            school=school, engine=self.engine, frames=self._frames, languages=languages
        )

    def _make_pages(self, context: _PageContext, unit: ReadLearner, findings: Findings) -> AnyPages:
        match self.request.audience:
            case "family":
                seen = dossier.dossier_for_family(whole_record(context.school, unit))
                return self._private_pages(context, seen, findings, Family)
            case "staff":
                seen_by_staff = dossier.dossier_for_staff(whole_record(context.school, unit))
                return self._private_pages(context, seen_by_staff, findings, Staff)
            case "public":
                return self._public_pages(context, unit, findings)
            case _:
                assert_never(self.request.audience)

    def _private_pages(
        self,
        context: _PageContext,
        seen: LearnerDossier[Private],
        findings: Findings,
        audience: type[Private],
    ) -> Pages[Private]:
        folder = context.school.folder
        files, copies = clean_attachments(
            folder, seen.shown, findings, audience, NOBODY, self._pictures
        )
        summary: Summary[Private] = summary_of(seen.shown, files, audience)
        return Pages[Private](
            context=context,
            audience=audience,
            copies=copies,
            summaries=[summary],
            render_in=lambda language: dossier_pages(
                language.renderer, language.site, seen, files, audience
            )[0],
        )

    def _public_pages(
        self, context: _PageContext, unit: ReadLearner, findings: Findings
    ) -> Pages[Public]:
        school, seen = context.school, view_as_public(context.school, unit).shown
        if seen is None:
            return Pages[Public](
                context=context, audience=Public, copies=[], summaries=[], render_in=lambda _: []
            )
        files, copies = clean_attachments(
            school.folder, seen, findings, Public, school.people, self._pictures
        )
        summary: Summary[Public] = summary_of(seen, files, Public)
        return Pages[Public](
            context=context,
            audience=Public,
            copies=copies,
            summaries=[summary],
            render_in=lambda language: learner_pages(
                language.renderer, language.site, seen, files, Public
            ),
        )


def make_preview(
    root: Path,
    today: date,
    request: PreviewRequest,
    folder: Path,
    *,
    engine: EngineOutput | None = None,
    secret: bytes | None = None,
) -> Report:
    """Build one learner's pages for one audience into `folder`, which is replaced.

    If there are errors, nothing is written. `engine`: the output of the site engine, if it has run
    already. Errors: UnknownId; SiteRefused if `folder` is not ours to replace.
    """
    maker = Maker(root=root, today=today, request=request, secret=secret, engine=engine)
    report, pages = maker.make()
    return report if pages is None else replace(report, pages=pages.write(folder, root))


def run_preview_engine(school: LoadedSchool) -> EngineOutput:
    """Run the site engine on a school, which takes longer than everything else."""
    return site_engine.run_mkdocs(school.root, frame_sources(school.catalogue))
