"""The pages of a site, made into the staging folder: learners' first, then those about all."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain

from msgspec import Struct, field

from wayfolio.build.build_plan import BuildPlan, keep_stamp
from wayfolio.build.cache import UnitRecord
from wayfolio.build.freshness import ENGINE, FAMILY, LEARNER, SEARCH
from wayfolio.build.leak_audit import find_page_leaks
from wayfolio.build.learner_unit import LearnerBuild
from wayfolio.build.listing_pages import ScannedUnit, make_feed, make_listing_pages
from wayfolio.build.search_index import make_search_index
from wayfolio.build.worker_context import WorkerContext, site_languages
from wayfolio.build.workers import make_learners
from wayfolio.check.leaks import Scanner
from wayfolio.load.built_site import built_file
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.fingerprint import fingerprint
from wayfolio.model.leaks import Leak
from wayfolio.model.pages import Page, Public, Sealed
from wayfolio.publish.site import file_path, robots, sitemap
from wayfolio.publish.theme_files import is_of_the_theme
from wayfolio.render.frame import stamping
from wayfolio.render.frame.languages import place_of
from wayfolio.render.frame.source_pages import SLOT
from wayfolio.render.learner.vault import ADDRESS as DOOR
from wayfolio.school.languages import pages_around_frames


class BuildFindings(Struct):
    """What a build has found so far that somebody must know."""

    diagnostics: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    """By unit."""
    leaks: list[Leak] = field(default_factory=list)
    withheld: list[Leak] = field(default_factory=list)
    """On pages that are left out for it."""
    left_out: list[str] = field(default_factory=list)
    is_wrong: bool = False
    """Whether an author must mend something before anything is published."""


# ---- learners ------------------------------------------------------------------------------------


def make_learner_pages(
    plan: BuildPlan, context: WorkerContext, findings: BuildFindings
) -> set[str]:
    """Make the rebuilt learners' pages, and return the shelves that have changed."""
    request, ledger = plan.request, plan.ledger
    request.report_phase("learners")
    touched = _remove_departed(plan)
    tasks = [(learner, ledger.before(LEARNER + learner)) for learner in plan.rebuilt]
    builds = make_learners(context, tasks, request.jobs, request.cluster)
    for number, build in enumerate(builds, 1):
        request.report_progress(number, len(tasks), build.learner)
        findings.diagnostics[LEARNER + build.learner] = build.diagnostics
        findings.leaks += build.leaks
        findings.left_out += build.left_out
        findings.is_wrong |= build.is_wrong
        touched |= plan.cache.put_rows(build.learner, build.rows)
        _record_learner(plan, build)
    return touched


def _remove_departed(plan: BuildPlan) -> set[str]:
    """Remove the units and rows of learners who have left; return the shelves that changed."""
    touched = set[str]()
    present = {LEARNER + learner for learner in plan.snapshot.learners}
    for name in plan.ledger.known.keys() - present:
        if name.startswith(LEARNER):
            plan.ledger.gone.add(name)
            touched |= plan.cache.put_rows(name.removeprefix(LEARNER), ())
    return touched


def _record_learner(plan: BuildPlan, build: LearnerBuild) -> None:
    snapshot = plan.snapshot
    unit = UnitRecord(
        base=plan.ledger.base,
        # A learner with something left out is looked at again by each build.
        own="" if _is_unfinished(build) else snapshot.own[build.learner],
        others=snapshot.others.get(build.learner, ""),
        until=build.until,
        refs=build.refs,
    )
    plan.ledger.record(LEARNER + build.learner, unit, build.outputs, build.written)
    plan.ledger.searched[LEARNER + build.learner] = build.searched


def _is_unfinished(build: LearnerBuild) -> bool:
    return bool(build.left_out or build.leaks or build.is_wrong)


# ---- pages about all learners --------------------------------------------------------------------


def make_shared_pages(
    plan: BuildPlan, context: WorkerContext, touched: set[str], findings: BuildFindings
) -> None:
    """Make what belongs to no one learner. `touched`: the shelves that have changed."""
    plan.request.report_phase("pages about all learners")
    write = partial(_write_and_scan, plan, Scanner(context.names))
    units = chain(
        _make_engine_pages(plan, context, write, findings),
        _make_family_doors(plan, context, write),
        _make_listings(plan, context, touched, write),
    )
    for name, own, unit in units:
        findings.withheld += unit.leaks
        plan.ledger.record_lasting(name, unit.outputs, unit.paths, own, is_whole=not unit.leaks)
    if not plan.request.is_check:
        _make_search(plan)


Write = partial[ScannedUnit]
"""As in `listing_pages`; sealed files may come with the pages."""
Unit = tuple[str, str, ScannedUnit]
"""A unit's name, an id of what is its own, and its pages."""


def _make_engine_pages(
    plan: BuildPlan, context: WorkerContext, write: Write, findings: BuildFindings
) -> Iterator[Unit]:
    """Yield what the site engine made, and what tells robots where to look."""
    if not plan.ledger.is_stale(ENGINE):
        return
    engine, catalogue = plan.frames.engine_output(plan.cache), plan.snapshot.school.catalogue
    around = pages_around_frames(catalogue, engine, context.ready)
    pages = [Page[Public](path, content) for path, content in around]
    pages.append(robots(engine.site_url, index=catalogue.school.publish.index))
    if engine.site_url:
        first = context.ready[catalogue.school.languages[0]]
        places = {str(language): place_of(catalogue, language) for language in context.ready}
        pages.append(sitemap(engine.site_url, _sitemap_addresses(first), places))
    if not context.is_preview:
        findings.leaks += _find_frame_leaks(context)
    yield ENGINE, "", write(ENGINE, pages)


def _sitemap_addresses(frames: stamping.Frames) -> list[str]:
    """Return what a sitemap lists: hand-written pages and hubs. It names no learner."""
    hubs = [path for path in frames.hubs if path != DOOR]
    return [*hubs, *(path for path in frames.ready if path.endswith("/"))]


def _find_frame_leaks(context: WorkerContext) -> Iterator[Leak]:
    """Scan each frame once: all pages of its kind share it."""
    names = Scanner(context.names)
    for frames in context.ready.values():
        for frame in (*frames.kinds.values(), *frames.hubs.values()):
            content = context.school.hidden_ids.hide(b"".join(frame.parts[::2]))
            # The names of slots are the program's, and stand on no page.
            address = SLOT.sub(b"", frame.address.encode()).decode()
            yield from names.find_leaks(built_file(f"{address}index.html", content))


def _make_family_doors(plan: BuildPlan, context: WorkerContext, write: Write) -> Iterator[Unit]:
    """Yield the pages on which families open theirs, and what each key opens."""
    sealing, ledger = plan.sealing, plan.ledger
    if sealing is None:
        ledger.gone |= {FAMILY} & ledger.known.keys()
        return
    own = fingerprint(sealing.slots, sealing.salt, context.school.today)
    if ledger.is_stale(FAMILY) or ledger.known[FAMILY].own != own:
        from wayfolio.build.family_vaults import door_pages

        pages = door_pages(sealing, site_languages(context))
        yield FAMILY, own, write(FAMILY, pages, sealing.slots)


def _make_listings(
    plan: BuildPlan, context: WorkerContext, touched: set[str], write: Write
) -> Iterator[Unit]:
    """Yield the listing pages and the feed."""
    ledger, languages = plan.ledger, site_languages(context)
    catalogue_id = plan.basis.parts["the catalogue"]
    jobs = _open_shelves(plan)
    for name, unit in chain(
        make_listing_pages(ledger, languages, touched, catalogue_id, write, jobs),
        make_feed(ledger, languages[0].site, plan.frames.home, touched, write),
    ):
        yield name, "", unit


def _open_shelves(plan: BuildPlan) -> int:
    """Return how many processes may make listing pages, and let them read the shelves.

    Only what is committed can be read by others. As the site is not in place yet, the cache
    describes no site meanwhile: if this build is killed, the next one builds everything.
    """
    cache = plan.cache
    if not plan.is_whole or plan.request.jobs == 1 or cache.folder is None:
        return 1
    keep_stamp(cache, "")
    cache.commit()
    cache.begin()
    return plan.request.jobs


def _make_search(plan: BuildPlan) -> None:
    request, ledger = plan.request, plan.ledger
    if request.has_search:
        request.report_phase("search")
        make_search_index(ledger, request.secret, request.site, request.jobs)
    else:
        ledger.gone |= {name for name in ledger.known if name.startswith(SEARCH)}


def _write_and_scan(
    plan: BuildPlan,
    names: Scanner,
    unit: str,
    pages: Iterable[Page[Public]],
    sealed: Iterable[Page[Sealed]] = (),
) -> ScannedUnit:
    """Write those pages of a unit that are not in the site yet and hold nothing private."""
    # Unchanged pages are scanned too: whose names may be read has perhaps changed since.
    leaks: dict[str, Sequence[Leak]] = {}
    pages = [plan.snapshot.everybody.hidden_ids.hide_in(page) for page in pages]
    for page in () if plan.request.is_preview else pages:
        if not (unit == ENGINE and is_of_the_theme(page.content)):
            leaks[page.path] = list(find_page_leaks(page, file_path(page.path), names))
    clean = [page for page in pages if not leaks.get(page.path)]
    outputs, written = plan.ledger.write(unit, clean, sealed)
    return ScannedUnit(
        outputs, [path for path, _ in written], list(chain.from_iterable(leaks.values()))
    )
