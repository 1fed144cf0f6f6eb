"""One build of the public edition, from what is there to what is published.

It reads what has changed, makes what that touches into a folder beside the site, looks at it, and
only then puts it in its place. Memory and site change together: what was begun and not finished is
made again by the next build.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from wayfolio.audit import leaks_of_page, public_texts
from wayfolio.check.languages import coverage
from wayfolio.check.leaks import Scanner
from wayfolio.fresh import (
    ENGINE,
    FAMILY,
    HUB,
    LEARNER,
    PART,
    SEARCH,
    Basis,
    Reason,
    broken_units,
    has_strangers,
    reasons,
)
from wayfolio.load.asking import Asked
from wayfolio.load.built import built_file
from wayfolio.load.versions import Versions, program
from wayfolio.mapped import made
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.engine import EngineOutput
from wayfolio.model.identity import identity
from wayfolio.model.keys import Keys
from wayfolio.model.leaks import Leak, Private
from wayfolio.model.maps import Maps
from wayfolio.model.names import Language, LearnerId
from wayfolio.model.pages import Page, Public, Sealed
from wayfolio.model.places import Diagnostic, has_errors
from wayfolio.model.shelves import HOME
from wayfolio.plan.private import Told
from wayfolio.publish import search
from wayfolio.publish.compiled import Compiled, compiled
from wayfolio.publish.memory import Done, Memory
from wayfolio.publish.replaced import move_in, stamp_of, take_out, write_stamp
from wayfolio.publish.site import begun, clear_old, file_path, robots, sitemap, swap_in
from wayfolio.publish.staged import write_changed
from wayfolio.reading import Report, read_all
from wayfolio.recalled import Learned, learn
from wayfolio.render import frames
from wayfolio.render.feeds import school_feed
from wayfolio.render.hub_pages import Stock, hubs, part
from wayfolio.render.hub_views import framework_maps
from wayfolio.render.list_views import parent_of, parts_of
from wayfolio.render.press import COMPILED
from wayfolio.render.sealed import ADDRESS as DOOR
from wayfolio.render.tongues import Tongue, place_of
from wayfolio.render.views import MapView, Site
from wayfolio.spoken import around, frame_sources, frames_of, own_pages
from wayfolio.unit import Shop, family_locks, for_site, spoken

if TYPE_CHECKING:
    from wayfolio.families import Locks

Ready = Mapping[Language, frames.Frames]
"""The frames of each language."""


class How(Struct, frozen=True, kw_only=True):
    """How a site is built. None of it changes what comes out."""

    jobs: int = 1
    cluster: str | None = None
    remember: Path | None = None
    """Where the last build's memory lies; None: everything is made, and nothing is remembered."""
    own_home: Path | None = None
    """The folder of the user's own in which compiled templates are kept; None: nowhere."""
    asked: Asked | None = None
    """Git's answer to what has changed, where it was asked while the program was loaded."""
    verify: bool = False
    """Whether each file in the site is looked at, instead of believing the memory."""
    carried: Path | None = None
    """The sealed file in which memory comes from another machine and goes on to the next."""
    progress: Callable[[int, int, str], None] = field(default=lambda _done, _all, _what: None)
    """Is told how many learners of how many are done, and who has just been done."""
    began: Callable[[str], None] = field(default=lambda _phase: None)
    """Is told when a part of the work begins."""


class Options(Struct, frozen=True, kw_only=True):
    """What a door has decided about a build."""

    root: Path
    today: date
    site: Path
    engine: EngineOutput | None
    is_preview: bool
    is_searchable: bool
    secret: bytes | None
    how: How
    keys: Keys | None = None
    """What families open their pages with; None where they have none."""
    keep_going: bool = False
    """Whether what has an error is left out, and the rest is built."""
    is_trusting: bool = True
    """Whether what is remembered is read at all."""


class Written(Struct):
    """What a build has made so far, by unit."""

    outputs: dict[str, Mapping[str, bytes]] = field(default_factory=dict)
    done: dict[str, Done] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    """What lies in the folder beside the site."""
    gone: set[str] = field(default_factory=set)
    """Units that are no more."""
    diagnostics: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    leaks: list[Leak] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    is_wrong: bool = False
    """Whether something must be mended before anything is published."""


class Publication:
    """One build."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.written = Written()
        self.reasons: list[Reason] = []
        self.engine = options.engine
        self.names = Scanner(Private())
        self.removed: list[str] = []
        self.units: Mapping[str, Done] = {}
        self.broken: Mapping[str, str] = {}
        self.basis = Basis(parts={})
        self.base = self.basis.id
        self.is_whole = True
        self.not_brought = ""
        self.fresh = Path()
        self.locks: Locks | None = None
        self.home: str | None = None
        self.compiled: Compiled | None = None

    def run(self) -> Report:
        """Build, publish, and return what was found and made."""
        how, family = self.options.how, self.options.site / FAMILY
        with begun(self.options.site, self.options.root) as fresh:
            had_family = family.is_dir()
            how.began("reading what the last build made")
            this = program(how.own_home) if how.remember or how.own_home else ""
            self.not_brought = self._bring()
            if how.own_home is not None:
                self.compiled = COMPILED.kept = compiled(how.own_home, this)
            self.memory = Memory(how.remember, this if how.remember else "")
            if not self.options.is_trusting and how.remember is not None:
                self.memory.empty(how.remember, "what was remembered could not be read")
            try:
                self.memory.begin()
                report = self._run(fresh)
            finally:
                # What has not been committed never was.
                self.memory.close()
            self._take_along(report)
            is_gone = had_family and not family.is_dir()
            why_not = self.not_brought if how.carried and how.remember else ""
            return replace(report, not_brought=why_not, is_family_removed=is_gone)

    def _bring(self) -> str:
        """Take over what another machine remembers; return why not, where that was asked for."""
        how, secret = self.options.how, self.options.secret
        if how.carried is None or how.remember is None:
            return ""
        if secret is None:
            return "nothing can be opened without a build secret (WAYFOLIO_SECRET)"
        from wayfolio import carried

        return carried.bring(how.carried, how.remember, secret)

    def _take_along(self, report: Report) -> None:
        how, secret = self.options.how, self.options.secret
        if how.carried is not None and how.remember is not None and secret and report.pages:
            from wayfolio import carried

            carried.take_along(how.remember, how.carried, secret)

    def _run(self, fresh: Path) -> Report:
        options = self.options
        self._began("reading what all learners share")
        learned, diagnostics, versions = learn(
            options.root, options.today, self.memory, options.how.asked
        )
        if learned is None or has_errors(diagnostics):
            report, _, _ = read_all(options.root, options.today)
            return replace(report, diagnostics=tuple(for_site(report.diagnostics)))
        return self._made(learned, diagnostics, versions, fresh)

    def _made(
        self, learned: Learned, diagnostics: list[Diagnostic], versions: Versions, fresh: Path
    ) -> Report:
        self.fresh = fresh
        self._began("frames")
        ready, key = self._frames(learned, versions)
        self._began("deciding what is made again")
        self.locks = self._locks(learned)
        learned = _with_vaults(learned, self.locks)
        asked = self._decide(learned, key)
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
            left_out=tuple(self.written.left_out),
            sealed=len(self.locks.vaults) if self.locks else 0,
            reasons=tuple(map(str, self.reasons)),
        )
        if self.written.is_wrong:
            return report
        self._about_all(shop, learned, touched)
        if self.written.leaks:
            return replace(report, leaks=tuple(sorted(set(self.written.leaks))))
        self._began("publishing")
        return self._published(report)

    def _decide(self, learned: Learned, frames_key: str) -> list[LearnerId]:
        """Return the learners who are made again; note why for each."""
        memory = self.memory
        self.basis = self._basis(learned, frames_key)
        self.base = self.basis.id
        earlier: Mapping[str, str] = memory.recall("basis", "") or {}
        self.is_whole = self._is_whole()
        if self.is_whole:
            memory.forget_units()
        self.units = memory.units()
        # A site that came with it came from wherever files are kept between machines.
        if self.options.how.verify or self.options.how.carried:
            self.broken = broken_units(memory, self.options.site)
        decided = list(reasons(learned, self.basis, earlier, self.units, self.broken))
        self.reasons = [reason for _, reason in decided]
        return [learner for learner, reason in decided if reason.is_made]

    def _about_all(self, shop: Shop, learned: Learned, touched: set[str]) -> None:
        """Make what is not one learner's."""
        self._began("pages about all learners")
        self._engine(shop, learned)
        self._door(shop)
        self._hubs(shop, touched)
        if self.options.is_searchable:
            self._began("search")
            self._search(learned)
        else:
            self.written.gone |= {name for name in self.units if name.startswith(SEARCH)}

    def _began(self, phase: str) -> None:
        self.options.how.began(phase)

    # ---- what everything depends on --------------------------------------------------------------

    def _frames(self, learned: Learned, versions: Versions) -> tuple[Ready, str]:
        """Return the frames, and an id of what they are made from. MkDocs runs where it must."""
        options, memory = self.options, self.memory
        catalogue = learned.school.catalogue
        version = identity(
            catalogue.school.languages,
            catalogue.words,
            {name: v for name, v in versions.top.items() if name != "competencies"},
        )
        kept: tuple[Ready, str | None] | None = memory.recall("frames", version)
        if kept is not None and self.engine is None and not versions.asks_environment:
            ready, self.home = kept
            return ready, version
        self.engine = self.engine or run_engine(options.root, catalogue, self.compiled)
        self.home = self.engine.site_url
        ready = frames_of(catalogue, self.engine, secure=not options.is_preview)
        memory.keep("engine", version, self.engine)
        memory.keep("frames", version, (ready, self.home))
        return ready, version

    def _engine_output(self) -> EngineOutput:
        if self.engine is None:
            kept: EngineOutput = self.memory.recall_any("engine")
            self.engine = kept
        return self.engine

    def _basis(self, learned: Learned, frames_key: str) -> Basis:
        secret = self.options.secret
        return Basis(
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
        if not stamp or stamp_of(self.options.site) != stamp:
            self.not_brought = self.not_brought or "came no site, or another one"
            return True
        is_carried = self.options.how.carried is not None
        if is_carried and has_strangers(self.memory, self.options.site):
            self.not_brought = "came a site with files that no build has written"
            return True
        return False

    def _shop(self, learned: Learned, asked: list[LearnerId], ready: Ready) -> Shop:
        remember = self.options.how.remember
        return Shop(
            school=replace(learned.school_for(asked), secret=self.options.secret),
            ready=ready,
            home=self.home,
            staged=self.fresh,
            pictures=remember / "pictures" if remember else None,
            names=learned.everybody.names,
            told=self._told(learned),
            is_preview=self.options.is_preview,
            vaults=self.locks.vaults if self.locks else {},
            keep_going=self.options.keep_going,
        )

    def _locks(self, learned: Learned) -> "Locks | None":
        """Return what seals families' pages today."""
        keys = self.options.keys
        if keys is None:
            return None
        holders = {learner for key in keys.keys for learner in key.learners}
        school = replace(learned.school_for(holders), secret=self.options.secret)
        return family_locks(school, keys)

    def _told(self, learned: Learned) -> Told:
        version = identity(learned.shared["the catalogue"], self.memory.recall_version("frames"))
        kept: Told | None = self.memory.recall("told", version)
        if kept is None:
            kept = public_texts(learned.school.catalogue, own_pages(self._engine_output()))
            self.memory.keep("told", version, kept)
        return kept

    def _diagnostics(
        self, diagnostics: Iterable[Diagnostic], learned: Learned
    ) -> tuple[Diagnostic, ...]:
        """Return what is to be said about everything, also about what was not made again."""
        found = {*diagnostics, *(one for told in self.written.diagnostics.values() for one in told)}
        there = {LEARNER + learner for learner in learned.learners}
        for unit, told in self.memory.told():
            if unit in there and unit not in self.written.diagnostics:
                found.update(told)
        return tuple(sorted(for_site(found)))

    def _without_address(self, learned: Learned) -> tuple[LearnerId, ...]:
        publish = learned.school.catalogue.school.publish.learners
        if self.options.secret is not None or publish == "none":
            return ()
        return learned.everybody.nameless

    # ---- the map, and the reduction --------------------------------------------------------------

    def _learners(self, shop: Shop, asked: list[LearnerId], learned: Learned) -> set[str]:
        """Make the learners' pages, and return the shelves that have changed."""
        memory, how, touched = self.memory, self.options.how, set[str]()
        for gone in self.units.keys() - {LEARNER + learner for learner in learned.learners}:
            if gone.startswith(LEARNER):
                self.written.gone.add(gone)
                touched |= memory.put_on_shelves(gone.removeprefix(LEARNER), ())
        before = [(learner, self._before(LEARNER + learner)) for learner in asked]
        for number, one in enumerate(made(shop, before, how.jobs, how.cluster), 1):
            how.progress(number, len(asked), one.learner)
            name = LEARNER + one.learner
            self.written.diagnostics[name] = one.diagnostics
            self.written.leaks += one.leaks
            self.written.left_out += one.left_out
            self.written.is_wrong |= one.is_wrong
            touched |= memory.put_on_shelves(one.learner, one.rows)
            self._note(
                name,
                Done(
                    base=self.base,
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

    def _note(
        self, name: str, done: Done, outputs: Mapping[str, bytes], paths: Iterable[str]
    ) -> None:
        self.written.outputs[name] = outputs
        self.written.done[name] = done
        self.written.paths.extend(paths)

    def _engine(self, shop: Shop, learned: Learned) -> None:
        """Write what the site engine made, and what tells robots where to look."""
        if not self._is_stale(ENGINE):
            return
        engine, catalogue = self._engine_output(), learned.school.catalogue
        made = around(catalogue, engine, shop.ready)
        pages = [Page[Public](path, content) for path, content in made]
        index = catalogue.school.publish.index
        pages.append(robots(engine.site_url, index=index))
        if engine.site_url:
            first = shop.ready[catalogue.school.languages[0]]
            places = {str(one): place_of(catalogue, one) for one in shop.ready}
            pages.append(sitemap(engine.site_url, _addresses(first), places))
        if not shop.is_preview:
            self.written.leaks += _leaks_of_frames(shop)
        self._write(ENGINE, pages, shop)

    def _door(self, shop: Shop) -> None:
        """Write the pages on which families open theirs, and what each key opens."""
        if self.locks is None:
            self.written.gone |= {FAMILY} & self.units.keys()
            return
        keys = identity(self.locks.slots, self.locks.salt, shop.school.today)
        done = self.units.get(FAMILY)
        if self._is_stale(FAMILY) or (done is not None and done.own != keys):
            from wayfolio.families import door_pages

            pages = door_pages(self.locks, spoken(shop))
            self._write(FAMILY, pages, shop, sealed=self.locks.slots, own=keys)

    def _hubs(self, shop: Shop, touched: set[str]) -> None:
        """Make the pages about all learners whose shelves have changed, in each language."""
        known = {name for name in self.units if name.startswith((HUB, PART))}
        there = set[str]()
        for one in spoken(shop):
            there |= self._hubs_in(one, shop, touched, known)
        feed = HUB + "feed"
        if self.home and (self._is_stale(feed) or HOME in touched):
            self._write(feed, school_feed(self.memory, spoken(shop)[0].site), shop)
        there |= {feed} if self.home else set()
        self.written.gone |= known - there

    def _hubs_in(self, tongue: Tongue, shop: Shop, touched: set[str], known: set[str]) -> set[str]:
        """Do so in one language; return the names of the pages that there are."""
        site, place = tongue.site, tongue.site.place
        laid = lru_cache(maxsize=1)(partial(_maps, site.catalogue))
        drawn = partial(self._framework_maps, site, laid)
        stock = Stock(tongue.press, site, self.memory, Public, laid, drawn)
        had = _parts_by_list(known, PART + place)
        there = set[str]()
        for hub in hubs(stock):
            name, parts = HUB + place + hub.name, had.get(hub.goes_on, [])
            there.add(name)
            if self._is_stale(name) or not touched.isdisjoint(hub.takes):
                self._write(name, hub.make(), shop)
                parts = sorted(parts_of(hub.goes_on, stock.shelves))
            for one in parts:
                name = PART + place + one
                there.add(name)
                if one in touched or self._is_stale(name):
                    self._write(name, [part(stock, one)], shop)
        return there

    def _framework_maps(self, site: Site, laid: Callable[[], Maps]) -> Mapping[str, MapView]:
        """Return the frameworks’ maps, which take long to draw and which no work changes."""
        name, version = f"maps/{site.place}", self.basis.parts["the catalogue"]
        kept: Mapping[str, MapView] | None = self.memory.recall(name, version)
        if kept is None:
            kept = framework_maps(laid().frameworks, site)
            self.memory.keep(name, version, kept)
        return kept

    def _before(self, name: str) -> dict[str, bytes]:
        """Return what the site surely has of a unit, and need not be written again."""
        return {} if self._is_unfinished(name) else self.memory.outputs(name)

    def _is_stale(self, name: str) -> bool:
        """Whether a unit that no day changes is made again, whatever is on its shelves."""
        done = self.units.get(name)
        return done is None or done.base != self.base or name in self.broken

    def _write(
        self,
        name: str,
        pages: Iterable[Page[Public]],
        shop: Shop,
        sealed: Iterable[Page[Sealed]] = (),
        own: str = "",
    ) -> None:
        outputs, written = write_changed(pages, sealed, shop.staged, self._before(name))
        if not shop.is_preview:
            for page in written:
                self.written.leaks += leaks_of_page(page, file_path(page.path), self.names)
        done = Done(base=self.base, own=own, others="", until=None)
        self._note(name, done, outputs, [file_path(page.path) for page in written])

    def _search(self, learned: Learned) -> None:
        """Make the search bundles anew in which a page has changed, come or gone."""
        # It loads much, and a build of few learners is done in the time that takes.
        from concurrent.futures import ThreadPoolExecutor

        written, units = self.written, self.units
        count = search.bundles_for(len(learned.learners))
        homes = {name: _home(name, count) for name in units.keys() | written.done.keys()}
        names = set(homes.values()) - {""}
        bundles = {SEARCH + name for name in names}
        before = {name for name in units if name.startswith(SEARCH)}
        stale = {homes[name] for name in written.gone}
        stale |= {homes[name] for name in written.done if self._has_other_pages(name)}
        stale |= {name for name in names if self._is_unfinished(SEARCH + name)}
        if before != bundles:
            stale.add(search.MAIN)
        others, left = sorted(names - {search.MAIN}), sorted(stale & names)
        jobs = self.options.how.jobs
        rmtree(self._bench(), ignore_errors=True)  # of a build that was killed
        with ThreadPoolExecutor(jobs) as pool:
            # So many at once and no more, so that no more of them is held in memory.
            for some in (left[at : at + jobs] for at in range(0, len(left), jobs)):
                begun = [(name, pool.submit(self._bundle(name, homes, others))) for name in some]
                for name, files in begun:
                    self._keep_bundle(name, files.result())
        rmtree(self._bench(), ignore_errors=True)
        written.gone |= before - bundles

    def _is_unfinished(self, name: str) -> bool:
        done = self.units.get(name)
        return done is None or done.base is None or name in self.broken

    def _bundle(
        self, bundle: str, homes: Mapping[str, str], others: list[str]
    ) -> Callable[[], list[Page[Public]]]:
        """Return what makes a bundle's files; it may run beside others."""
        written, memory, fresh = self.written, self.memory, self.fresh
        new, pages = set(written.paths), dict[str, Path]()
        for name in sorted(homes.keys() - written.gone):
            if homes[name] == bundle:
                # Whoever has just lost all pages has none: what memory knows is of before.
                is_new = name in written.outputs
                outputs = written.outputs[name] if is_new else memory.outputs(name)
                pages.update(_pages_of(outputs, new, fresh, self.options.site))
        return partial(search.bundle, bundle, pages, others, self._bench() / bundle)

    def _bench(self) -> Path:
        """Return the folder in which bundles are made, on the site's own disk."""
        return self.fresh.with_name(f"{self.fresh.name}.search")

    def _keep_bundle(self, bundle: str, files: list[Page[Public]]) -> None:
        outputs, changed = write_changed(files, (), self.fresh, self._before(SEARCH + bundle))
        done = Done(base=self.base, own="", others="", until=None)
        self._note(SEARCH + bundle, done, outputs, [file_path(page.path) for page in changed])

    def _has_other_pages(self, name: str) -> bool:
        """Whether a unit has other pages than the site has."""
        now, before = self.written.outputs[name], self.memory.outputs(name)
        return _only_pages(now) != _only_pages(before)

    # ---- putting it in its place -----------------------------------------------------------------

    def _published(self, report: Report) -> Report:
        """Put what was made in its place."""
        memory, written, site = self.memory, self.written, self.options.site
        memory.keep("basis", "", dict(self.basis.parts))
        before = {name: memory.outputs(name) for name in (*written.done, *written.gone)}
        for name in written.done:
            memory.tell(name, written.diagnostics.get(name, ()))
        if not self.is_whole:
            self._mark(before)
        for name, done in written.done.items():
            memory.finish(name, done, written.outputs[name])
        for name in written.gone:
            memory.drop(name)
        stamp = memory.stamp()
        memory.keep("stamp", "", stamp)
        if self.is_whole:
            write_stamp(self.fresh, stamp)
            swap_in(self.fresh, site)
        else:
            ours = {path for outputs in written.outputs.values() for path in outputs}
            old = {path for outputs in before.values() for path in outputs}
            self.removed = sorted(old - ours)
            move_in(self.fresh, site, written.paths)
            take_out(site, self.removed)
            write_stamp(site, stamp)
        memory.commit()
        clear_old(site)
        self._drop_pictures()
        return replace(
            report,
            pages=memory.count_outputs(),
            written=len(written.paths),
            removed=len(self.removed),
        )

    def _drop_pictures(self) -> None:
        """Remove the pictures of learners who have left."""
        place = self.options.how.remember
        for name in self.written.gone if place else ():
            if place and name.startswith(LEARNER):
                rmtree(place / "pictures" / name.removeprefix(LEARNER), ignore_errors=True)

    def _mark(self, before: Mapping[str, Mapping[str, bytes]]) -> None:
        """Note what is about to change: a build that is killed from here on is finished later."""
        for name, outputs in before.items():
            self.memory.mark(name, {**outputs, **self.written.outputs.get(name, {})})
        self.memory.commit()
        self.memory.begin()


def _with_vaults(learned: Learned, locks: "Locks | None") -> Learned:
    """Let a learner's pages depend on the keys that open them too. The keys are told by a hash."""
    if locks is None:
        return learned
    others = dict(learned.others)
    for learner, vaults in locks.vaults.items():
        key = blake2b(b"".join(vault.key for vault in vaults), digest_size=16).hexdigest()
        others[learner] = identity(others.get(learner, ""), key)
    return replace(learned, others=others)


def _maps(catalogue: Catalogue) -> Maps:
    from wayfolio.plan.maps import maps

    return maps(catalogue)


def _parts_by_list(known: Iterable[str], begin: str) -> dict[str, list[str]]:
    """Return of each long list its parts that have pages, in the language of `begin`."""
    found: dict[str, list[str]] = {}
    for name in sorted(known):
        if name.startswith(begin):
            part_name = name.removeprefix(begin)
            found.setdefault(parent_of(part_name), []).append(part_name)
    return found


def run_engine(root: Path, catalogue: Catalogue, kept: Compiled | None) -> EngineOutput:
    """Run the site engine, which takes longer than all that is left to do after a small change."""
    from wayfolio.publish import engine

    return engine.run(root, frame_sources(catalogue), compiled=kept)


def _addresses(ready: frames.Frames) -> list[str]:
    """Return what a sitemap lists: hand-written pages and hubs. It names no learner."""
    hubs = [path for path in ready.hubs if path != DOOR]
    return [*hubs, *(path for path in ready.ready if path.endswith("/"))]


def _leaks_of_frames(shop: Shop) -> Iterator[Leak]:
    """Look at each frame once: all pages of its kind share it."""
    names = Scanner(shop.names)
    for ready in shop.ready.values():
        for frame in (*ready.kinds.values(), *ready.hubs.values()):
            content = b"".join(frame.parts[::2])
            yield from names.leaks(built_file(f"{frame.address}index.html", content))


def _home(unit: str, bundles: int) -> str:
    """Return the search bundle in which a unit's pages are found; empty for one without any.

    The further pages of long lists are not: each work on them has a page of its own, which is.
    """
    if unit.startswith((SEARCH, PART)):
        return ""
    if unit.startswith(LEARNER):
        return search.bundle_of(LearnerId(unit.removeprefix(LEARNER)), bundles)
    return search.MAIN


def _only_pages(outputs: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: digest for path, digest in outputs.items() if path.endswith(".html")}


def _pages_of(
    outputs: Mapping[str, bytes], new: set[str], fresh: Path, site: Path
) -> Iterator[tuple[str, Path]]:
    for path in _only_pages(outputs):
        yield path, (fresh if path in new else site) / path
