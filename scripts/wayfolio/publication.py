"""One build of the public edition, from what is there to what is published.

It reads what has changed, makes what that touches into a folder beside the site, looks at it, and
only then puts it in its place. Memory and site change together: what was begun and not finished is
made again by the next build.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path

from wayfolio.audit import leaks_of_page, public_texts
from wayfolio.check.leaks import Scanner
from wayfolio.fresh import ENGINE, HUB, LEARNER, PART, Basis, Reason, broken_units, reasons
from wayfolio.load.built import built_file
from wayfolio.load.versions import Versions, program
from wayfolio.mapped import made
from wayfolio.model.engine import EngineOutput, FrameSources
from wayfolio.model.identity import identity
from wayfolio.model.leaks import Leak, Private
from wayfolio.model.names import LearnerId
from wayfolio.model.pages import Page, Public
from wayfolio.model.places import Diagnostic, has_errors
from wayfolio.plan.maps import maps
from wayfolio.plan.private import Told
from wayfolio.publish.memory import Done, Memory
from wayfolio.publish.replaced import move_in, stamp_of, take_out, write_stamp
from wayfolio.publish.site import begun, clear_old, file_path, robots, sitemap, swap_in
from wayfolio.publish.staged import write_changed
from wayfolio.reading import Report, read_all
from wayfolio.recalled import Learned, learn
from wayfolio.render import frame_pages, frames
from wayfolio.render.hub_pages import Hub, Stock, hubs, part
from wayfolio.render.list_views import is_long, parent_of, parts_of
from wayfolio.render.reader import reader
from wayfolio.unit import Shop, for_site, press_of


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How a site is built. None of it changes what comes out."""

    jobs: int = 1
    cluster: str | None = None
    remember: Path | None = None
    """Where the last build's memory lies; None: everything is made, and nothing is remembered."""
    verify: bool = False
    """Whether each file in the site is looked at, instead of believing the memory."""
    progress: Callable[[int, int], None] = field(default=lambda _done, _all: None)
    """Is told how many learners of how many are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a door has decided about a build."""

    root: Path
    today: date
    site: Path
    engine: EngineOutput | None
    is_preview: bool
    is_searchable: bool
    secret: bytes | None
    how: How
    is_trusting: bool = True
    """Whether what is remembered is read at all."""


@dataclass(slots=True)
class Written:
    """What a build has made so far, by unit."""

    outputs: dict[str, Mapping[str, bytes]] = field(default_factory=dict)
    done: dict[str, Done] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    """What lies in the folder beside the site."""
    gone: set[str] = field(default_factory=set)
    """Units that are no more."""
    diagnostics: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    leaks: list[Leak] = field(default_factory=list)


class Publication:
    """One build."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.written = Written()
        self.reasons: list[Reason] = []
        self.engine = options.engine
        self.names = Scanner(Private())
        self.removed: list[str] = []

    def run(self) -> Report:
        """Build, publish, and return what was found and made."""
        how = self.options.how
        with begun(self.options.site, self.options.root) as fresh:
            self.memory = Memory(how.remember, program() if how.remember else "")
            if not self.options.is_trusting and how.remember is not None:
                self.memory.empty(how.remember, "what was remembered could not be read")
            try:
                self.memory.begin()
                return self._run(fresh)
            finally:
                # What has not been committed never was.
                self.memory.close()

    def _run(self, fresh: Path) -> Report:
        options = self.options
        learned, diagnostics, versions = learn(options.root, options.today, self.memory)
        if learned is None or has_errors(diagnostics):
            report, _, _ = read_all(options.root, options.today)
            return replace(report, diagnostics=tuple(for_site(report.diagnostics)))
        return self._made(learned, diagnostics, versions, fresh)

    def _made(
        self, learned: Learned, diagnostics: list[Diagnostic], versions: Versions, fresh: Path
    ) -> Report:
        memory, options = self.memory, self.options
        ready, key = self._frames(learned, versions)
        basis = self._basis(learned, key)
        earlier: Mapping[str, str] = memory.recall("basis", "") or {}
        is_whole = self._is_whole()
        if is_whole:
            memory.forget_units()
        units = memory.units()
        broken = broken_units(memory, options.site) if options.how.verify else {}
        decided = list(reasons(learned, basis, earlier, units, broken))
        self.reasons = [reason for _, reason in decided]
        asked = [learner for learner, reason in decided if reason.is_made]
        shop = self._shop(learned, asked, ready, fresh)
        self.names = Scanner(shop.names)
        touched = self._learners(shop, asked, learned, basis, units)
        found = self._diagnostics(diagnostics, learned)
        report = Report(
            diagnostics=found,
            learners=len(learned.learners),
            without_address=self._without_address(learned),
            reasons=tuple(map(str, self.reasons)),
        )
        if has_errors(found):
            return report
        self._engine(shop, learned, basis, units, broken)
        self._hubs(shop, basis, units, broken, touched)
        if self.written.leaks:
            return replace(report, leaks=tuple(sorted(set(self.written.leaks))))
        memory.keep("basis", "", dict(basis.parts))
        count = self._publish(fresh, is_whole=is_whole)
        return replace(
            report,
            pages=count,
            made=len(self.written.done),
            written=len(self.written.paths),
            removed=len(self.removed),
        )

    # ---- what everything depends on --------------------------------------------------------------

    def _frames(self, learned: Learned, versions: Versions) -> tuple[frames.Frames, str]:
        """Return the frames, and an id of what they are made from. MkDocs runs where it must."""
        options, memory = self.options, self.memory
        words = frame_pages.words(
            reader(learned.school.catalogue.school.languages[0]).words.gettext
        )
        version = identity(
            words, {name: v for name, v in versions.top.items() if name != "competencies"}
        )
        kept: frames.Frames | None = memory.recall("frames", version)
        if kept is not None and self.engine is None and not versions.asks_environment:
            return kept, version
        self.engine = self.engine or run_engine(options.root, words)
        ready = frames.split(self.engine.pages, secure=not options.is_preview)
        memory.keep("engine", version, self.engine)
        memory.keep("frames", version, ready)
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
        """Whether the whole site is made anew: memory does not know the one that is there."""
        stamp: str = self.memory.recall("stamp", "") or ""
        return not stamp or stamp_of(self.options.site) != stamp

    def _shop(
        self, learned: Learned, asked: list[LearnerId], ready: frames.Frames, fresh: Path
    ) -> Shop:
        remember = self.options.how.remember
        return Shop(
            school=replace(learned.school_for(asked), secret=self.options.secret),
            ready=ready,
            staged=fresh,
            pictures=remember / "pictures" if remember else None,
            names=learned.everybody.names,
            told=self._told(learned),
            is_preview=self.options.is_preview,
        )

    def _told(self, learned: Learned) -> Told:
        version = identity(learned.shared["the catalogue"], self.memory.recall_version("frames"))
        kept: Told | None = self.memory.recall("told", version)
        if kept is None:
            kept = public_texts(learned.school.catalogue, self._engine_output().pages)
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

    def _learners(
        self,
        shop: Shop,
        asked: list[LearnerId],
        learned: Learned,
        basis: Basis,
        units: Mapping[str, Done],
    ) -> set[str]:
        """Make the learners' pages, and return the shelves that have changed."""
        memory, how, touched = self.memory, self.options.how, set[str]()
        for gone in units.keys() - {LEARNER + learner for learner in learned.learners}:
            if gone.startswith(LEARNER):
                self.written.gone.add(gone)
                touched |= memory.put_on_shelves(gone.removeprefix(LEARNER), ())
        before = [(learner, memory.outputs(LEARNER + learner)) for learner in asked]
        for number, one in enumerate(made(shop, before, how.jobs, how.cluster), 1):
            how.progress(number, len(asked))
            name = LEARNER + one.learner
            self.written.diagnostics[name] = one.diagnostics
            self.written.leaks += one.leaks
            touched |= memory.put_on_shelves(one.learner, one.rows)
            self._note(
                name,
                Done(
                    base=basis.id,
                    own=learned.own[one.learner],
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

    def _engine(
        self,
        shop: Shop,
        learned: Learned,
        basis: Basis,
        units: Mapping[str, Done],
        broken: Mapping[str, str],
    ) -> None:
        """Write what the site engine made, and what tells robots where to look."""
        done = units.get(ENGINE)
        if done is not None and done.base == basis.id and ENGINE not in broken:
            return
        engine, catalogue = self._engine_output(), learned.school.catalogue
        pages = [Page[Public](path, content) for path, content in engine.files.items()]
        pages += [Page[Public](path, content) for path, content in shop.ready.ready.items()]
        index = catalogue.school.publish.index
        pages.append(robots(engine.site_url, index=index))
        if engine.site_url:
            pages.append(sitemap(engine.site_url, _addresses(shop.ready)))
        if not shop.is_preview:
            self.written.leaks += _leaks_of_frames(shop)
        self._write(ENGINE, pages, shop, basis)

    def _hubs(
        self,
        shop: Shop,
        basis: Basis,
        units: Mapping[str, Done],
        broken: Mapping[str, str],
        touched: set[str],
    ) -> None:
        """Make the pages about all learners whose shelves have changed."""
        press, site = press_of(shop)
        stock = Stock(
            press, site, self.memory, Public, lru_cache(maxsize=1)(partial(maps, site.catalogue))
        )
        known = {name for name in units if name.startswith((HUB, PART))}
        there, parts = set[str](), set[str]()
        for hub in hubs(stock):
            name = HUB + hub.name
            there.add(name)
            done = units.get(name)
            is_stale = done is None or done.base != basis.id or name in broken
            if is_stale or not touched.isdisjoint(hub.takes):
                self._write(name, hub.make(), shop, basis)
                parts.update(self._parts(hub, stock, known, is_stale=is_stale))
        parts.update(shelf for shelf in touched if parent_of(shelf))
        parts.update(name.removeprefix(PART) for name in known & broken.keys() if name[:5] == PART)
        for shelf in sorted(parts):
            pages = part(stock, shelf)
            if pages:
                self._write(PART + shelf, pages, shop, basis)
            elif PART + shelf in known:
                self.written.gone.add(PART + shelf)
        self.written.gone |= {name for name in known - there if name.startswith(HUB)}

    def _parts(
        self, hub: Hub[Public], stock: Stock[Public], known: set[str], *, is_stale: bool
    ) -> Iterator[str]:
        """Give the further pages of a hub that must be made, or go, besides those that changed."""
        if len(hub.takes) != 1 or hub.takes[0].startswith("badge/"):
            return
        begin = f"{PART}{hub.takes[0]}/"
        had = [name.removeprefix(PART) for name in known if name.startswith(begin)]
        if is_stale or bool(had) != is_long(hub.takes[0], stock.shelves):
            yield from had
            yield from parts_of(hub.takes, stock.shelves)

    def _write(self, name: str, pages: Iterable[Page[Public]], shop: Shop, basis: Basis) -> None:
        outputs, written = write_changed(pages, shop.staged, self.memory.outputs(name))
        if not shop.is_preview:
            for page in written:
                self.written.leaks += leaks_of_page(page, file_path(page.path), self.names)
        done = Done(base=basis.id, own="", others="", until=None)
        self._note(name, done, outputs, [file_path(page.path) for page in written])

    # ---- putting it in its place -----------------------------------------------------------------

    def _publish(self, fresh: Path, *, is_whole: bool) -> int:
        """Put what was made in its place, and return how many files the site has."""
        memory, written, site = self.memory, self.written, self.options.site
        before = {name: memory.outputs(name) for name in (*written.done, *written.gone)}
        for name in written.done:
            memory.tell(name, written.diagnostics.get(name, ()))
        if not is_whole:
            # From here on a build that is killed is finished by the next one.
            for name in (*written.done, *written.gone):
                memory.mark(name, {**before[name], **written.outputs.get(name, {})})
            memory.commit()
            memory.begin()
        ours = {path for outputs in written.outputs.values() for path in outputs}
        old = {path for outputs in before.values() for path in outputs}
        for name, done in written.done.items():
            memory.finish(name, done, written.outputs[name])
        for name in written.gone:
            memory.drop(name)
        stamp = memory.stamp()
        memory.keep("stamp", "", stamp)
        if is_whole:
            write_stamp(fresh, stamp)
            swap_in(fresh, site)
        else:
            move_in(fresh, site, written.paths)
            self.removed = sorted(old - ours)
            take_out(site, self.removed)
            write_stamp(site, stamp)
        memory.commit()
        clear_old(site)
        return memory.count_outputs()


def run_engine(root: Path, words: dict[str, str]) -> EngineOutput:
    """Run the site engine, which takes longer than all that is left to do after a small change."""
    from wayfolio.publish import engine

    return engine.run(root, frame_sources(words))


def frame_sources(words: Mapping[str, str]) -> FrameSources:
    """Return what the site engine builds besides a school's own pages."""
    return FrameSources(pages=frame_pages.pages(words), words=words, menu=frame_pages.MENU)


def _addresses(ready: frames.Frames) -> list[str]:
    """Return what a sitemap lists: hand-written pages and hubs. It names no learner."""
    return [*ready.hubs, *(path for path in ready.ready if path.endswith("/"))]


def _leaks_of_frames(shop: Shop) -> Iterator[Leak]:
    """Look at each frame once: all pages of its kind share it."""
    names = Scanner(shop.names)
    for frame in (*shop.ready.kinds.values(), *shop.ready.hubs.values()):
        content = b"".join(frame.parts[::2])
        yield from names.leaks(built_file(f"{frame.address}index.html", content))
