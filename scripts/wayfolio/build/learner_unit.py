"""One learner is one unit of work: loaded, checked, assessed, rendered, scanned and written.

`make_learner` runs in each process of a build, on this computer or on another. It needs a
`WorkerContext` and a learner's id, writes only into the staging folder, and returns what the rest
of the build must know.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.build.leak_audit import (
    build_learner_scanner,
    find_learner_leaks,
    find_page_leaks,
)
from wayfolio.build.leak_sources import find_source, leak_error
from wayfolio.build.name_trace import TracedWays
from wayfolio.build.picture_cache import Pictures, UndrawnPictures
from wayfolio.build.worker_context import (
    WorkerContext,
    name_scanner,
    site_languages,
    vault_languages_of,
)
from wayfolio.check.keeping import wrong_paths
from wayfolio.load.files import Findings
from wayfolio.model.attachments import AttachmentCache
from wayfolio.model.diagnostics import Diagnostic, Location, Severity, has_errors
from wayfolio.model.keys import Keys, Vault
from wayfolio.model.leaks import Leak
from wayfolio.model.names import LearnerId
from wayfolio.model.pages import Page, Public, Sealed
from wayfolio.model.portfolio import Portfolio
from wayfolio.model.shelves import IndexEntry, index_entries
from wayfolio.model.visibility import Summary
from wayfolio.plan.valid_until import dossier_valid_until, public_valid_until
from wayfolio.plan.visible import filter_for_public
from wayfolio.publish.changed_files import write_changed
from wayfolio.publish.site import file_path
from wayfolio.render.frame.feeds import own_feed
from wayfolio.render.frame.languages import SiteLanguage
from wayfolio.render.learner.pages import learner_pages, summary_of
from wayfolio.school.attachments import clean_attachments
from wayfolio.school.learner import (
    LoadedSchool,
    PublicView,
    ReadLearner,
    leave_out,
    read_files,
    read_learner,
    soften_for_site,
    soften_missing_work,
    visibility_context,
    whole_record,
)

if TYPE_CHECKING:
    # Only families' pages need these, and they take as long to load as all the rest.
    from wayfolio.build import family_vaults

WORK_PAGE = re.compile(r"(?:^|/)evidence/([^/]+)/")
FAMILY_FOLDER = "family/"


class LearnerBuild(Struct, frozen=True, kw_only=True):
    """What one learner became in a build, and what the rest of the build must know."""

    learner: LearnerId
    diagnostics: tuple[Diagnostic, ...] = ()
    rows: tuple[IndexEntry, ...] = ()
    """What listing pages need of this learner; nothing where nothing is public."""
    outputs: Mapping[str, bytes] = field(default_factory=dict)
    """The learner's files in the new site: path -> hash."""
    written: tuple[str, ...] = ()
    """Those of them that are new, and lie in the staging folder."""
    leaks: tuple[Leak, ...] = ()
    until: date | None = None
    """The last day on which this is right; None where no day changes it."""
    refs: str = ""
    """Others' evidence that is mentioned, and whether it exists."""
    is_wrong: bool = False
    """Whether an author must mend something before anything is published."""
    left_out: tuple[str, ...] = ()
    """What has an error and was left out: a learner, or files of evidence."""
    searched: bytes = b""
    """The words for which everybody's names were searched, as `name_trace` packs them."""


def plan_school_sealing(school: LoadedSchool, keys: Keys) -> "family_vaults.SealingPlan":
    """Return what seals this school's learners. Errors: ValueError without the build secret."""
    from wayfolio.build import family_vaults

    if school.secret is None:
        raise ValueError("nothing is sealed without the build secret")
    return family_vaults.plan_sealing(
        school.catalogue, school.roster, school.today, keys, school.secret
    )


def seal_pages(
    school: LoadedSchool,
    unit: ReadLearner,
    vaults: Sequence[Vault],
    languages: Sequence[SiteLanguage],
    findings: Findings,
    pictures: AttachmentCache | None = None,
) -> list[Page[Sealed]]:
    """Return one learner's sealed files: none where no key opens them.

    The same school, learner, vaults and languages give the same bytes.
    """
    if not vaults:
        return []
    from wayfolio.build import family_vaults

    record = whole_record(school, unit)
    return family_vaults.seal_learner(
        record, school.folder, vaults, languages, findings, pictures, school.hidden_ids
    )


# ---- what a process runs -------------------------------------------------------------------------


def make_learner(
    context: WorkerContext, learner: LearnerId, before: Mapping[str, bytes]
) -> LearnerBuild:
    """Make all that the site has of one learner: what is public, and what is sealed.

    `before`: the learner's files in the site, path -> hash; they are not written again.
    """
    ways = context.school.people.by_first_word
    assert isinstance(ways, TracedWays)
    ways.begin()
    build = _make_traced(context, learner, before)
    return replace(build, searched=ways.searched_words())


def _make_traced(
    context: WorkerContext, learner: LearnerId, before: Mapping[str, bytes]
) -> LearnerBuild:
    school = context.school
    unit = read_learner(school, learner)
    own = soften_missing_work(school, unit)
    diagnostics = [*own, *read_files(school, unit, draws=context.is_check)]
    softened = tuple(soften_for_site(diagnostics))
    build = LearnerBuild(
        learner=learner,
        diagnostics=tuple(diagnostics) if context.is_check else softened,
        refs=unit.refs,
    )
    folder = context.pictures / learner if context.pictures else None
    pictures = UndrawnPictures() if context.is_check else Pictures(folder)
    if has_errors(softened) or learner in context.unsure:
        unit, build = _leave_out_errors(context, unit, build)
        if build.is_wrong:
            return build
    build, rendered = _render_allowed(context, unit, build, pictures)
    pictures.drop_unused()
    return _write(context, build, rendered, before)


class _RenderedLearner(Struct, frozen=True, kw_only=True):
    """The pages of one learner, before anything is written."""

    seen: PublicView | None = None
    pages: Sequence[Page[Public]] = ()
    rows: tuple[IndexEntry, ...] = ()
    sealed: Sequence[Page[Sealed]] = ()
    findings: Findings = field(default_factory=Findings)
    until: date | None = None


def _render_allowed(
    context: WorkerContext, unit: ReadLearner, build: LearnerBuild, pictures: AttachmentCache
) -> tuple[LearnerBuild, _RenderedLearner]:
    """Make a learner's pages without the work that has errors or would show something private."""
    rendered = _render(context, unit, pictures)
    if rendered.findings.diagnostics:
        build = replace(build, diagnostics=(*build.diagnostics, *rendered.findings.diagnostics))
        unit, build = _leave_out_errors(context, unit, build)
        if build.is_wrong:
            return build, _RenderedLearner()
        rendered = _render(context, unit, pictures)
    leaks = _scan(context, rendered)
    if not leaks:
        return build, rendered
    find = _source_finder(context, rendered)
    unit, build = _leave_out_leaking(context, unit, build, leaks, find)
    rendered = _render(context, unit, pictures)
    leaks = _scan(context, rendered)
    if leaks and context.keep_going:
        return _leave_out_public(unit, build, rendered, leaks, find)
    return replace(build, leaks=leaks), rendered


def _render(
    context: WorkerContext, unit: ReadLearner, pictures: AttachmentCache
) -> _RenderedLearner:
    visibility = visibility_context(context.school, unit)
    seen = PublicView(portfolio=unit.portfolio, shown=filter_for_public(visibility))
    findings = Findings()
    pages, rows = _render_public(context, seen, findings, pictures)
    sealed = _render_sealed(context, unit, findings, pictures)
    return _RenderedLearner(
        seen=seen,
        pages=pages,
        rows=rows,
        sealed=sealed,
        findings=findings,
        until=dossier_valid_until(visibility) if sealed else public_valid_until(visibility),
    )


def _render_public(
    context: WorkerContext, seen: PublicView, findings: Findings, pictures: AttachmentCache
) -> tuple[list[Page[Public]], tuple[IndexEntry, ...]]:
    """Return a learner's public pages and rows; none where nothing is public."""
    school, shown = context.school, seen.shown
    if shown is None:
        return [], ()
    files, pages = clean_attachments(
        school.folder, shown, findings, Public, school.people, pictures
    )
    summary: Summary[Public] = summary_of(shown, files, Public)
    languages = site_languages(context)
    for language in languages:
        pages.extend(learner_pages(language.renderer, language.site, shown, files, Public))
    pages.extend(own_feed(summary, languages[0].site))
    pages = [school.hidden_ids.hide_in(page) for page in pages]
    return pages, tuple(index_entries(summary, school.catalogue))


def _render_sealed(
    context: WorkerContext, unit: ReadLearner, findings: Findings, pictures: AttachmentCache
) -> list[Page[Sealed]]:
    vaults = context.vaults.get(unit.portfolio.learner, ())
    if not vaults or not unit.has_figures:
        return []
    return seal_pages(context.school, unit, vaults, vault_languages_of(context), findings, pictures)


def _scan(context: WorkerContext, rendered: _RenderedLearner) -> tuple[Leak, ...]:
    """Return what a learner's public pages hold that they may not, unchanged pages included."""
    if context.is_preview or rendered.seen is None:
        return ()
    paths = [(file_path(page.path), page) for page in rendered.pages]
    return find_learner_leaks(paths, name_scanner(context), rendered.seen, context.public_texts)


def _write(
    context: WorkerContext,
    build: LearnerBuild,
    rendered: _RenderedLearner,
    before: Mapping[str, bytes],
) -> LearnerBuild:
    """Write the pages that the site does not have, unless an author must mend something first."""
    if build.is_wrong:
        return build
    outputs, written = write_changed(rendered.pages, rendered.sealed, context.staging, before)
    leaks = list(build.leaks)
    for page in written if not context.is_preview else ():
        if file_path(page.path).startswith(FAMILY_FOLDER):
            leaks += find_page_leaks(page, file_path(page.path), name_scanner(context))
    return replace(
        build,
        rows=rendered.rows,
        outputs=outputs,
        written=tuple(file_path(page.path) for page in written),
        leaks=tuple(leaks),
        until=rendered.until,
    )


# ---- what is left out ----------------------------------------------------------------------------


def _leave_out_errors(
    context: WorkerContext, unit: ReadLearner, build: LearnerBuild
) -> tuple[ReadLearner, LearnerBuild]:
    """Leave out whatever has an error, where that is wanted and concerns nobody else.

    What a learner writes in a repository of their own never stops everybody's site.
    """
    softened = list(soften_for_site(build.diagnostics))
    folder = context.school.folder
    is_own_source = all(
        folder.is_of_a_source(each.at.path) for each in softened if each.severity is Severity.ERROR
    )
    wrong = wrong_paths(softened) if context.keep_going or is_own_source else None
    if wrong is None:
        return unit, replace(build, is_wrong=True)
    paths = wrong.union(context.unsure.get(unit.portfolio.learner, ()))
    valid = leave_out(context.school, unit, paths)
    return valid, replace(build, left_out=tuple(sorted(paths)))


SourceFinder = Callable[[Location, Leak], Location]
"""Returns where the words of a leak were typed; else the place that is given."""


def _source_finder(context: WorkerContext, rendered: _RenderedLearner) -> SourceFinder:
    assert rendered.seen is not None
    scanner = build_learner_scanner(name_scanner(context), rendered.seen, context.public_texts)
    return partial(find_source, context.school.folder, scanner)


def _leave_out_leaking(
    context: WorkerContext,
    unit: ReadLearner,
    build: LearnerBuild,
    leaks: Iterable[Leak],
    find: SourceFinder,
) -> tuple[ReadLearner, LearnerBuild]:
    """Leave out each piece of work whose page would show something private.

    This does not need `keep_going`: one author must not keep everybody else from publishing.
    """
    by_path: dict[str, Diagnostic] = {}
    for leak in leaks:
        slug = WORK_PAGE.search(leak.path)
        for evidence in unit.portfolio.evidence if slug else ():
            if slug and evidence.slug == slug[1]:
                at = find(evidence.at, leak)
                by_path.setdefault(evidence.at.path, leak_error(at, leak))
    if not by_path:
        return unit, build
    return leave_out(context.school, unit, frozenset(by_path)), replace(
        build,
        diagnostics=(*build.diagnostics, *by_path.values()),
        left_out=tuple(sorted({*build.left_out, *by_path})),
    )


def _leave_out_public(
    unit: ReadLearner,
    build: LearnerBuild,
    rendered: _RenderedLearner,
    leaks: Sequence[Leak],
    find: SourceFinder,
) -> tuple[LearnerBuild, _RenderedLearner]:
    """Leave out a learner's public pages, where no piece of work explains what they would show."""
    folder = _folder_of(unit.portfolio)
    at = Location(f"{folder}/learner.yml", 1, 1)
    diagnostics = dict.fromkeys(leak_error(find(at, leak), leak) for leak in leaks)
    build = replace(
        build,
        diagnostics=(*build.diagnostics, *diagnostics),
        left_out=tuple(sorted({*build.left_out, folder})),
    )
    return build, replace(rendered, pages=(), rows=())


def _folder_of(portfolio: Portfolio) -> str:
    return f"portfolios/{portfolio.learner}"
