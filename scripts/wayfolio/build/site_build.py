"""One build of the public edition, from what is there to what is published.

It loads what has changed, decides what is rebuilt, makes those pages into a folder beside the site,
scans them, and only then publishes them. Cache and site change together: a build that was killed is
finished by the next one.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from wayfolio.build.build_plan import BuildPlan, make_worker_context, plan_build
from wayfolio.build.cache import BuildCache
from wayfolio.build.cached_school import SchoolSnapshot, load_cached_school
from wayfolio.build.departed import KnownLearners, find_known_learners, read_known_learners
from wayfolio.build.freshness import FAMILY, LEARNER
from wayfolio.build.publication import publish_site
from wayfolio.build.request import BuildRequest
from wayfolio.build.site_check import finish_check
from wayfolio.build.site_frames import find_engine_problems, load_frames
from wayfolio.build.site_pages import BuildFindings, make_learner_pages, make_shared_pages
from wayfolio.build.unsure_learners import leave_out_shared_files
from wayfolio.build.withdrawal import Place, take_down
from wayfolio.check.languages import coverage
from wayfolio.model.diagnostics import Diagnostic, has_errors
from wayfolio.model.names import LearnerId
from wayfolio.publish.site import begin_site, has_marker
from wayfolio.repository.versions import program_version
from wayfolio.school.learner import soften_for_site
from wayfolio.school.read import Report, find_guessed_day, read_all
from wayfolio.school.site_engine import EngineRefused


def build_and_publish(request: BuildRequest, *, trusts_cache: bool = True) -> Report:
    """Build and publish the site. `trusts_cache`: whether the cache is read at all."""
    family = request.site / FAMILY
    with begin_site(request.site, request.root) as staging:
        had_family = family.is_dir()
        request.report_phase("reading what the last build made")
        not_imported = _import_cache(request)
        cache = _open_cache(request, trusts_cache=trusts_cache)
        report = _build_or_take_down(request, cache, staging, not_imported)
        _export_cache(request, report)
        return replace(
            report,
            not_imported=report.not_imported if request.imports_cache else "",
            is_family_removed=had_family and not family.is_dir(),
        )


def check_and_keep(request: BuildRequest, *, trusts_cache: bool = True) -> Report:
    """Check the school as a build would find it, and keep what is right for the next check."""
    cache = _open_cache(request, trusts_cache=trusts_cache)
    try:
        cache.begin()
        return _build(request, cache, None, "")
    finally:
        cache.roll_back()
        cache.close()


def _build_or_take_down(
    request: BuildRequest,
    cache: BuildCache,
    staging: Path,
    not_imported: str,
) -> Report:
    """Build; where nothing is published, what consent no longer covers leaves the site."""
    is_published, removed = False, list[str]()
    try:
        cache.begin()
        report = _build(request, cache, staging, not_imported)
        is_published = bool(report.pages)
    finally:
        # An uncommitted transaction is rolled back.
        cache.roll_back()
        try:
            if not is_published and not request.is_preview and has_marker(request.site):
                place = Place(request.root, request.site, request.today, request.secret)
                removed = take_down(place, cache)
        finally:
            cache.close()
    return replace(report, taken_down=tuple(removed))


def _build(
    request: BuildRequest,
    cache: BuildCache,
    staging: Path | None,
    not_imported: str,
) -> Report:
    """Load, plan, make, publish: the order of a build, and of a check but for its end."""
    request.report_phase("reading what all learners share")
    snapshot, diagnostics, versions = load_cached_school(
        request.root,
        request.today,
        cache,
        request.pending,
        _find_known(request, cache),
        keep_going=request.keep_going,
    )
    snapshot = _without_errors(request, snapshot, diagnostics)
    if snapshot is None:
        of_engine = find_engine_problems(request.root) if request.engine is None else ()
        return _report_errors(request, not_imported, of_engine)
    request.report_phase("frames")
    try:
        frames = load_frames(request, cache, snapshot, versions)
    except EngineRefused as refused:
        return _report_errors(request, not_imported, refused.diagnostics)
    request.report_phase("deciding what is made again")
    plan = plan_build(request, cache, snapshot, frames, staging, not_imported)
    return _make_pages(plan, diagnostics)


def _find_known(request: BuildRequest, cache: BuildCache) -> KnownLearners:
    """Return who was a learner at the last build. A check has a cache of its own beside it."""
    if not request.is_check:
        return find_known_learners(cache)
    return read_known_learners(request.cache_folder.parent if request.cache_folder else None)


def _without_errors(
    request: BuildRequest, snapshot: SchoolSnapshot | None, diagnostics: Sequence[Diagnostic]
) -> SchoolSnapshot | None:
    """Return what all learners share, without what has errors if that is wanted; else None."""
    if snapshot is None or not has_errors(diagnostics):
        return snapshot
    goes_on = request.keep_going or request.is_check
    return leave_out_shared_files(snapshot, diagnostics) if goes_on else None


def _make_pages(plan: BuildPlan, diagnostics: Iterable[Diagnostic]) -> Report:
    """Make the pages, and publish them unless something is wrong."""
    request = plan.request
    context, findings = make_worker_context(plan), BuildFindings()
    touched = make_learner_pages(plan, context, findings)
    report = _report(plan, diagnostics, findings)
    if findings.is_wrong and not request.is_check:
        return report
    make_shared_pages(plan, context, touched, findings)
    if request.is_check:
        return finish_check(plan, findings, report)
    if findings.leaks:
        return replace(report, leaks=tuple(sorted(set(findings.leaks))))
    report = replace(report, withheld=tuple(sorted(set(findings.withheld))))
    return publish_site(plan, findings, report)


# ---- what is reported ----------------------------------------------------------------------------


def _report_errors(
    request: BuildRequest, not_imported: str, of_engine: Iterable[Diagnostic]
) -> Report:
    """Return every mistake of every file: a build stops at the first part that has any."""
    report, _, _ = read_all(request.root, request.today)
    return replace(
        report,
        diagnostics=_as_said(request, {*report.diagnostics, *of_engine}),
        not_imported=not_imported,
    )


def _as_said(request: BuildRequest, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return diagnostics in order: a check says more than what stops a site."""
    if not request.is_check:
        diagnostics = soften_for_site(diagnostics)
    return tuple(sorted(diagnostics))


def _report(plan: BuildPlan, diagnostics: Iterable[Diagnostic], findings: BuildFindings) -> Report:
    return Report(
        diagnostics=_all_diagnostics(plan, diagnostics, findings),
        learners=len(plan.snapshot.learners),
        rebuilt_learners=len(plan.rebuilt),
        without_address=_without_address(plan),
        guessed_day=find_guessed_day(plan.snapshot.school),
        coverage=coverage(plan.snapshot.school.catalogue),
        left_out=_left_out(plan, findings),
        sealed=len(plan.sealing.vaults) if plan.sealing else 0,
        reasons=tuple(map(str, plan.reasons)),
        not_imported=plan.not_imported,
    )


def _left_out(plan: BuildPlan, findings: BuildFindings) -> tuple[str, ...]:
    """Return what was left out, each once."""
    shared = (*plan.snapshot.left_out, *plan.frames.left_out)
    return tuple(dict.fromkeys((*findings.left_out, *shared)))


def _all_diagnostics(
    plan: BuildPlan, diagnostics: Iterable[Diagnostic], findings: BuildFindings
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of the whole school, those of unchanged learners included."""
    every = {*diagnostics, *plan.snapshot.by_hand, *plan.frames.diagnostics}
    for of_unit in findings.diagnostics.values():
        every.update(of_unit)
    unchanged = {LEARNER + learner for learner in plan.snapshot.learners}
    unchanged -= findings.diagnostics.keys()
    for unit, of_unit in plan.cache.diagnostics():
        if unit in unchanged:
            every.update(of_unit)
    return _as_said(plan.request, every)


def _without_address(plan: BuildPlan) -> tuple[LearnerId, ...]:
    publish = plan.snapshot.school.catalogue.school.publish.learners
    if plan.request.secret is not None or publish == "none":
        return ()
    return plan.snapshot.everybody.nameless


# ---- what is kept between builds -----------------------------------------------------------------


def _open_cache(request: BuildRequest, *, trusts_cache: bool) -> BuildCache:
    """Open the cache of this version of the program, emptied where it is not trusted."""
    keeps_anything = request.cache_folder is not None or request.user_home is not None
    program = program_version(request.user_home) if keeps_anything else ""
    cache = BuildCache(request.cache_folder, program if request.cache_folder else "")
    if request.cache_folder is not None and (request.is_anew or not trusts_cache):
        cache.clear(request.cache_folder)
    return cache


def _import_cache(request: BuildRequest) -> str:
    """Take over another machine's cache; return why not, where that was wanted."""
    if request.carried_cache is None or request.cache_folder is None:
        return ""
    if request.secret is None:
        return "nothing can be opened without a build secret (WAYFOLIO_SECRET)"
    from wayfolio.build import cache_transfer

    return cache_transfer.import_cache(request.carried_cache, request.cache_folder, request.secret)


def _export_cache(request: BuildRequest, report: Report) -> None:
    if request.carried_cache is None or request.cache_folder is None:
        return
    if request.secret and report.pages:
        from wayfolio.build import cache_transfer

        cache_transfer.export_cache(request.cache_folder, request.carried_cache, request.secret)
