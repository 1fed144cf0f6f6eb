"""One build of the public edition, from what is there to what is published.

It reads what has changed, makes what that touches into a folder beside the site, looks at it, and
only then puts it in its place. Memory and site change together: what was begun and not finished is
made again by the next build.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.build.cache import BuildCache, UnitRecord
from wayfolio.build.cached_school import SchoolSnapshot, load_cached_school
from wayfolio.build.freshness import (
    ENGINE,
    FAMILY,
    LEARNER,
    SEARCH,
    Reason,
    SharedFingerprint,
    explain_rebuilds,
    find_broken_units,
    has_unknown_files,
)
from wayfolio.build.leak_audit import collect_public_texts, find_page_leaks
from wayfolio.build.learner_unit import WorkerContext, plan_school_sealing, site_languages
from wayfolio.build.ledger import Ledger
from wayfolio.build.listing_pages import ScannedUnit, make_feed, make_listing_pages
from wayfolio.build.search_index import make_search_index
from wayfolio.build.template_cache import TemplateCache, cached_templates
from wayfolio.build.withdrawal import Place, remember, take_down, units_with_private
from wayfolio.build.workers import make_learners
from wayfolio.check.languages import coverage
from wayfolio.check.leaks import Scanner
from wayfolio.load.built_site import built_file
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, has_errors
from wayfolio.model.engine import EngineOutput
from wayfolio.model.fingerprint import fingerprint
from wayfolio.model.keys import Keys
from wayfolio.model.leaks import Leak, Private
from wayfolio.model.names import Language, LearnerId
from wayfolio.model.pages import Page, Public, Sealed
from wayfolio.model.people import People
from wayfolio.plan.private import PublicTexts
from wayfolio.publish.site import begin_site, clear_old, file_path, robots, sitemap, swap_in
from wayfolio.publish.sync import move_into_place, read_stamp, remove_outputs, write_stamp
from wayfolio.publish.theme_files import is_of_the_theme
from wayfolio.render.frame import stamping
from wayfolio.render.frame.languages import place_of
from wayfolio.render.frame.renderer import COMPILED
from wayfolio.render.frame.source_pages import SLOT
from wayfolio.render.learner.vault import ADDRESS as DOOR
from wayfolio.repository.git import PendingStatus
from wayfolio.repository.versions import Versions, program_version
from wayfolio.school.languages import cut_frames, frame_sources, own_pages, pages_around_frames
from wayfolio.school.learner import soften_for_site
from wayfolio.school.read import Report, read_all

if TYPE_CHECKING:
    from wayfolio.build.family_vaults import SealingPlan

Ready = Mapping[Language, stamping.Frames]
"""The frames of each language."""


class BuildSettings(Struct, frozen=True, kw_only=True):
    """How a site is built. None of it changes what comes out."""

    jobs: int = 1
    cluster: str | None = None
    remember: Path | None = None
    """Where the last build's memory lies; None: everything is made, and nothing is remembered."""
    own_home: Path | None = None
    """The folder of the user's own in which compiled templates are kept; None: nowhere."""
    asked: PendingStatus | None = None
    """Git's answer to what has changed, where it was asked while the program was loaded."""
    verify: bool = False
    """Whether each file in the site is looked at, instead of believing the memory."""
    carried: Path | None = None
    """The sealed file in which memory comes from another machine and goes on to the next."""
    progress: Callable[[int, int, str], None] = field(default=lambda _done, _all, _what: None)
    """Is told how many learners of how many are done, and who has just been done."""
    began: Callable[[str], None] = field(default=lambda _phase: None)
    """Is told when a part of the work begins."""


class BuildRequest(Struct, frozen=True, kw_only=True):
    """What a door has decided about a build."""

    root: Path
    today: date
    site: Path
    engine: EngineOutput | None
    is_preview: bool
    is_searchable: bool
    secret: bytes | None
    how: BuildSettings
    keys: Keys | None = None
    """What families open their pages with; None where they have none."""
    keep_going: bool = False
    """Whether what has an error is left out, and the rest is built."""
    is_trusting: bool = True
    """Whether what is remembered is read at all."""


class BuildFindings(Struct):
    """What a build has found so far that somebody must know."""

    diagnostics: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    """By unit."""
    leaks: list[Leak] = field(default_factory=list)
    withheld: list[Leak] = field(default_factory=list)
    """On pages that are left out for it."""
    left_out: list[str] = field(default_factory=list)
    is_wrong: bool = False
    """Whether something must be mended before anything is published."""


class SiteBuild:
    """One build."""

    def __init__(self, options: BuildRequest) -> None:
        self.options = options
        self.found = BuildFindings()
        self.reasons: list[Reason] = []
        self.engine = options.engine
        self.names = Scanner(Private())
        self.removed: list[str] = []
        self.basis = SharedFingerprint(parts={})
        self.is_whole = True
        self.not_brought = ""
        self.locks: SealingPlan | None = None
        self.home: str | None = None
        self.compiled: TemplateCache | None = None

    def run(self) -> Report:
        """Build, publish, and return what was found and made."""
        how, family = self.options.how, self.options.site / FAMILY
        with begin_site(self.options.site, self.options.root) as fresh:
            had_family = family.is_dir()
            how.began("reading what the last build made")
            this = program_version(how.own_home) if how.remember or how.own_home else ""
            self.not_brought = self._bring()
            if how.own_home is not None:
                self.compiled = COMPILED.kept = cached_templates(how.own_home, this)
            self.memory = BuildCache(how.remember, this if how.remember else "")
            if not self.options.is_trusting and how.remember is not None:
                self.memory.empty(how.remember, "what was remembered could not be read")
            report = self._run_or_take_down(fresh)
            self._take_along(report)
            is_gone = had_family and not family.is_dir()
            why_not = self.not_brought if how.carried and how.remember else ""
            return replace(report, not_brought=why_not, is_family_removed=is_gone)

    def _run_or_take_down(self, fresh: Path) -> Report:
        """Build; where nothing is published, what consent no longer covers leaves the site."""
        options, is_published, gone = self.options, False, list[str]()
        try:
            self.memory.begin()
            report = self._run(fresh)
            is_published = bool(report.pages)
        finally:
            # What has not been committed never was.
            self.memory.roll_back()
            if not is_published and not options.is_preview:
                place = Place(options.root, options.site, options.today, options.secret)
                gone = take_down(place, self.memory)
            self.memory.close()
        return replace(report, taken_down=tuple(gone))

    def _bring(self) -> str:
        """Take over what another machine remembers; return why not, where that was asked for."""
        how, secret = self.options.how, self.options.secret
        if how.carried is None or how.remember is None:
            return ""
        if secret is None:
            return "nothing can be opened without a build secret (WAYFOLIO_SECRET)"
        from wayfolio.build import cache_transfer

        return cache_transfer.import_cache(how.carried, how.remember, secret)

    def _take_along(self, report: Report) -> None:
        how, secret = self.options.how, self.options.secret
        if how.carried is not None and how.remember is not None and secret and report.pages:
            from wayfolio.build import cache_transfer

            cache_transfer.export_cache(how.remember, how.carried, secret)

    def _run(self, fresh: Path) -> Report:
        options = self.options
        self._began("reading what all learners share")
        learned, diagnostics, versions = load_cached_school(
            options.root, options.today, self.memory, options.how.asked
        )
        if learned is None or has_errors(diagnostics):
            report, _, _ = read_all(options.root, options.today)
            return replace(report, diagnostics=tuple(soften_for_site(report.diagnostics)))
        return self._made(learned, diagnostics, versions, fresh)

    def _made(
        self,
        learned: SchoolSnapshot,
        diagnostics: list[Diagnostic],
        versions: Versions,
        fresh: Path,
    ) -> Report:
        self._began("frames")
        ready, key = self._frames(learned, versions)
        self._began("deciding what is made again")
        self.locks = self._locks(learned)
        learned = _with_vaults(learned, self.locks)
        asked = self._decide(learned, key, fresh)
        shop = self._shop(learned, asked, ready)
        self.names = Scanner(shop.names)
        self._began("learners")
        touched = self._learners(shop, asked, learned)
        found = self._diagnostics(diagnostics, learned)
        report = Report(
            diagnostics=found,
            learners=len(learned.learners),
            made_learners=len(asked),
            without_address=self._without_address(learned),
            coverage=coverage(learned.school.catalogue),
            left_out=tuple(self.found.left_out),
            sealed=len(self.locks.vaults) if self.locks else 0,
            reasons=tuple(map(str, self.reasons)),
        )
        if self.found.is_wrong:
            return report
        self._about_all(shop, learned, touched)
        if self.found.leaks:
            return replace(report, leaks=tuple(sorted(set(self.found.leaks))))
        report = replace(report, withheld=tuple(sorted(set(self.found.withheld))))
        self._began("publishing")
        return self._published(report, learned)

    def _decide(self, learned: SchoolSnapshot, frames_key: str, fresh: Path) -> list[LearnerId]:
        """Return the learners who are made again; note why for each."""
        memory = self.memory
        self.basis = self._basis(learned, frames_key)
        earlier: Mapping[str, str] = memory.recall("basis", "") or {}
        self.is_whole = self._is_whole()
        if self.is_whole:
            memory.forget_units()
        # A site that came with it came from wherever files are kept between machines.
        is_doubted = self.options.how.verify or self.options.how.carried
        broken = find_broken_units(memory, self.options.site) if is_doubted else {}
        if not self.is_whole and not self.options.is_preview:
            broken |= units_with_private(memory, self.options.site, learned)
        self.units = Ledger(
            memory=memory,
            fresh=fresh,
            base=self.basis.id,
            known=memory.units(),
            broken=broken,
        )
        decided = list(explain_rebuilds(learned, self.basis, earlier, self.units.known, broken))
        self.reasons = [reason for _, reason in decided]
        return [learner for learner, reason in decided if reason.is_made]

    def _about_all(self, shop: WorkerContext, learned: SchoolSnapshot, touched: set[str]) -> None:
        """Make what is not one learner's."""
        self._began("pages about all learners")
        self._engine(shop, learned)
        self._door(shop)
        jobs = 1
        if self.is_whole and self.options.how.jobs > 1 and self.memory.folder is not None:
            jobs = self.options.how.jobs
            self._let_others_read()
        tongues, look = site_languages(shop), partial(self._look, shop)
        catalogue = self.basis.parts["the catalogue"]
        for name, looked in chain(
            make_listing_pages(self.units, tongues, touched, catalogue, look, jobs),
            make_feed(self.units, tongues[0].site, self.home, touched, look),
        ):
            self._take(name, looked)
        if self.options.is_searchable:
            self._began("search")
            options = self.options
            make_search_index(self.units, len(learned.learners), options.site, options.how.jobs)
        else:
            self.units.gone |= {name for name in self.units.known if name.startswith(SEARCH)}

    def _began(self, phase: str) -> None:
        self.options.how.began(phase)

    # ---- what everything depends on --------------------------------------------------------------

    def _frames(self, learned: SchoolSnapshot, versions: Versions) -> tuple[Ready, str]:
        """Return the frames, and an id of what they are made from. MkDocs runs where it must."""
        options, memory = self.options, self.memory
        catalogue = learned.school.catalogue
        version = fingerprint(
            catalogue.school.languages,
            catalogue.words,
            {name: v for name, v in versions.top.items() if name != "competencies"},
            tuple(map(str, learned.by_hand)),
        )
        kept: tuple[Ready, str | None] | None = memory.recall("frames", version)
        if kept is not None and self.engine is None and not versions.asks_environment:
            ready, self.home = kept
            return ready, version
        self.engine = self.engine or run_engine(
            options.root, catalogue, learned.everybody.people, self.compiled
        )
        self.home = self.engine.site_url
        ready = cut_frames(catalogue, self.engine, secure=not options.is_preview)
        memory.keep("engine", version, self.engine)
        memory.keep("frames", version, (ready, self.home))
        return ready, version

    def _engine_output(self) -> EngineOutput:
        if self.engine is None:
            kept: EngineOutput = self.memory.recall_any("engine")
            self.engine = kept
        return self.engine

    def _basis(self, learned: SchoolSnapshot, frames_key: str) -> SharedFingerprint:
        secret = self.options.secret
        return SharedFingerprint(
            parts={
                **learned.shared,
                "the theme or the school’s own pages": frames_key,
                "the build secret": blake2b(secret or b"", digest_size=8).hexdigest(),
            }
        )

    def _is_whole(self) -> bool:
        """Whether the whole site is made anew: memory does not know the one that is there.

        Notes why, where that came from another machine.
        """
        stamp: str = self.memory.recall("stamp", "") or ""
        if not stamp or read_stamp(self.options.site) != stamp:
            self.not_brought = self.not_brought or "came no site, or another one"
            return True
        is_carried = self.options.how.carried is not None
        if is_carried and has_unknown_files(self.memory, self.options.site):
            self.not_brought = "came a site with files that no build has written"
            return True
        return False

    def _shop(self, learned: SchoolSnapshot, asked: list[LearnerId], ready: Ready) -> WorkerContext:
        remember = self.options.how.remember
        return WorkerContext(
            school=replace(learned.school_for(asked), secret=self.options.secret),
            ready=ready,
            home=self.home,
            staged=self.units.fresh,
            pictures=remember / "pictures" if remember else None,
            names=learned.everybody.names,
            told=self._told(learned),
            is_preview=self.options.is_preview,
            vaults=self.locks.vaults if self.locks else {},
            keep_going=self.options.keep_going,
        )

    def _locks(self, learned: SchoolSnapshot) -> "SealingPlan | None":
        """Return what seals families' pages today."""
        keys = self.options.keys
        if keys is None:
            return None
        holders = {learner for key in keys.keys for learner in key.learners}
        school = replace(learned.school_for(holders), secret=self.options.secret)
        return plan_school_sealing(school, keys)

    def _told(self, learned: SchoolSnapshot) -> PublicTexts:
        version = fingerprint(learned.shared["the catalogue"], self.memory.recall_version("frames"))
        kept: PublicTexts | None = self.memory.recall("told", version)
        if kept is None:
            kept = collect_public_texts(learned.school.catalogue, own_pages(self._engine_output()))
            self.memory.keep("told", version, kept)
        return kept

    def _diagnostics(
        self, diagnostics: Iterable[Diagnostic], learned: SchoolSnapshot
    ) -> tuple[Diagnostic, ...]:
        """Return what is to be said about everything, also about what was not made again."""
        found = {*diagnostics, *learned.by_hand}
        found.update(one for told in self.found.diagnostics.values() for one in told)
        there = {LEARNER + learner for learner in learned.learners}
        for unit, told in self.memory.told():
            if unit in there and unit not in self.found.diagnostics:
                found.update(told)
        return tuple(sorted(soften_for_site(found)))

    def _without_address(self, learned: SchoolSnapshot) -> tuple[LearnerId, ...]:
        publish = learned.school.catalogue.school.publish.learners
        if self.options.secret is not None or publish == "none":
            return ()
        return learned.everybody.nameless

    # ---- the map, and the reduction --------------------------------------------------------------

    def _learners(
        self, shop: WorkerContext, asked: list[LearnerId], learned: SchoolSnapshot
    ) -> set[str]:
        """Make the learners' pages, and return the shelves that have changed."""
        memory, how, units = self.memory, self.options.how, self.units
        touched = set[str]()
        for gone in units.known.keys() - {LEARNER + learner for learner in learned.learners}:
            if gone.startswith(LEARNER):
                units.gone.add(gone)
                touched |= memory.put_on_shelves(gone.removeprefix(LEARNER), ())
        before = [(learner, units.before(LEARNER + learner)) for learner in asked]
        for number, one in enumerate(make_learners(shop, before, how.jobs, how.cluster), 1):
            how.progress(number, len(asked), one.learner)
            name = LEARNER + one.learner
            self.found.diagnostics[name] = one.diagnostics
            self.found.leaks += one.leaks
            self.found.left_out += one.left_out
            self.found.is_wrong |= one.is_wrong
            touched |= memory.put_on_shelves(one.learner, one.rows)
            units.note(
                name,
                UnitRecord(
                    base=units.base,
                    # What was left out is looked at again by each build.
                    own="" if one.left_out else learned.own[one.learner],
                    others=learned.others.get(one.learner, ""),
                    until=one.until,
                    refs=one.refs,
                ),
                one.outputs,
                one.written,
            )
        return touched

    def _engine(self, shop: WorkerContext, learned: SchoolSnapshot) -> None:
        """Write what the site engine made, and what tells robots where to look."""
        if not self.units.is_stale(ENGINE):
            return
        engine, catalogue = self._engine_output(), learned.school.catalogue
        made = pages_around_frames(catalogue, engine, shop.ready)
        pages = [Page[Public](path, content) for path, content in made]
        index = catalogue.school.publish.index
        pages.append(robots(engine.site_url, index=index))
        if engine.site_url:
            first = shop.ready[catalogue.school.languages[0]]
            places = {str(one): place_of(catalogue, one) for one in shop.ready}
            pages.append(sitemap(engine.site_url, _addresses(first), places))
        if not shop.is_preview:
            self.found.leaks += _leaks_of_frames(shop)
        self._take(ENGINE, self._look(shop, ENGINE, pages))

    def _door(self, shop: WorkerContext) -> None:
        """Write the pages on which families open theirs, and what each key opens."""
        if self.locks is None:
            self.units.gone |= {FAMILY} & self.units.known.keys()
            return
        keys = fingerprint(self.locks.slots, self.locks.salt, shop.school.today)
        if self.units.is_stale(FAMILY) or self.units.known[FAMILY].own != keys:
            from wayfolio.build.family_vaults import door_pages

            pages = door_pages(self.locks, site_languages(shop))
            self._take(FAMILY, self._look(shop, FAMILY, pages, self.locks.slots), keys)

    def _let_others_read(self) -> None:
        """Let other processes read what stands on the shelves, although the site is not there yet.

        Memory knows of no site meanwhile, so what a killed build leaves is made anew as a whole.
        """
        self.memory.keep("stamp", "", "")
        self.memory.commit()
        self.memory.begin()

    def _look(
        self,
        shop: WorkerContext,
        name: str,
        pages: Iterable[Page[Public]],
        sealed: Iterable[Page[Sealed]] = (),
    ) -> ScannedUnit:
        """Write the pages of a unit that the site has not got, and look at them."""
        # Those too that are as they were: whose names may be read has perhaps changed since.
        found: dict[str, Sequence[Leak]] = {}
        pages = list(pages)
        for page in () if shop.is_preview else pages:
            path = file_path(page.path)
            if not (name == ENGINE and is_of_the_theme(page.content)):
                found[page.path] = list(find_page_leaks(page, path, self.names))
        shown = [page for page in pages if not found.get(page.path)]
        outputs, written = self.units.write(name, shown, sealed)
        leaks = [leak for page_leaks in found.values() for leak in page_leaks]
        return ScannedUnit(outputs, [path for path, _ in written], leaks)

    def _take(self, name: str, looked: ScannedUnit, own: str = "") -> None:
        self.found.withheld += looked.leaks
        is_whole = not looked.leaks
        self.units.note_lasting(name, looked.outputs, looked.paths, own, is_whole=is_whole)

    # ---- putting it in its place -----------------------------------------------------------------

    def _published(self, report: Report, learned: SchoolSnapshot) -> Report:
        """Put what was made in its place."""
        memory, units, site = self.memory, self.units, self.options.site
        memory.keep("basis", "", dict(self.basis.parts))
        before = {name: memory.outputs(name) for name in (*units.done, *units.gone)}
        for name in units.done:
            memory.tell(name, self.found.diagnostics.get(name, ()))
        if not self.is_whole:
            self._mark(before)
        for name, done in units.done.items():
            memory.finish(name, done, units.outputs[name])
        for name in units.gone:
            memory.drop(name)
        stamp = memory.stamp()
        memory.keep("stamp", "", stamp)
        remember(memory, learned)
        if self.is_whole:
            write_stamp(units.fresh, stamp)
            swap_in(units.fresh, site)
        else:
            ours = {path for outputs in units.outputs.values() for path in outputs}
            old = {path for outputs in before.values() for path in outputs}
            self.removed = sorted(old - ours)
            move_into_place(units.fresh, site, units.paths)
            remove_outputs(site, self.removed)
            write_stamp(site, stamp)
        memory.commit()
        clear_old(site)
        self._drop_pictures()
        return replace(
            report,
            pages=memory.count_outputs(),
            written=len(units.paths),
            removed=len(self.removed),
        )

    def _drop_pictures(self) -> None:
        """Remove the pictures of learners who have left."""
        place = self.options.how.remember
        for name in self.units.gone if place else ():
            if place and name.startswith(LEARNER):
                rmtree(place / "pictures" / name.removeprefix(LEARNER), ignore_errors=True)

    def _mark(self, before: Mapping[str, Mapping[str, bytes]]) -> None:
        """Note what is about to change: a build that is killed from here on is finished later."""
        for name, outputs in before.items():
            self.memory.mark(name, {**outputs, **self.units.outputs.get(name, {})})
        self.memory.commit()
        self.memory.begin()


def _with_vaults(learned: SchoolSnapshot, locks: "SealingPlan | None") -> SchoolSnapshot:
    """Let a learner's pages depend on the keys that open them too. The keys are told by a hash."""
    if locks is None:
        return learned
    others = dict(learned.others)
    for learner, vaults in locks.vaults.items():
        key = blake2b(b"".join(vault.key for vault in vaults), digest_size=16).hexdigest()
        others[learner] = fingerprint(others.get(learner, ""), key)
    return replace(learned, others=others)


def run_engine(
    root: Path, catalogue: Catalogue, people: People, kept: TemplateCache | None
) -> EngineOutput:
    """Run the site engine, which takes longer than all that is left to do after a small change."""
    from wayfolio.publish import engine

    return engine.run_mkdocs(root, frame_sources(catalogue, people), compiled=kept)


def _addresses(ready: stamping.Frames) -> list[str]:
    """Return what a sitemap lists: hand-written pages and hubs. It names no learner."""
    hubs = [path for path in ready.hubs if path != DOOR]
    return [*hubs, *(path for path in ready.ready if path.endswith("/"))]


def _leaks_of_frames(shop: WorkerContext) -> Iterator[Leak]:
    """Look at each frame once: all pages of its kind share it."""
    names = Scanner(shop.names)
    for ready in shop.ready.values():
        for frame in (*ready.kinds.values(), *ready.hubs.values()):
            content = b"".join(frame.parts[::2])
            # The names of slots are the program's, and stand on no page.
            address = SLOT.sub(b"", frame.address.encode()).decode()
            yield from names.find_leaks(built_file(f"{address}index.html", content))
