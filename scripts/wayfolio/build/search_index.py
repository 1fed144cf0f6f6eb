"""The search index: its bundles, made again where a page has changed, come or gone."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from shutil import rmtree

from wayfolio.build.freshness import LEARNER, PART, SEARCH
from wayfolio.build.ledger import Ledger
from wayfolio.model.names import LearnerId
from wayfolio.model.pages import Page, Public
from wayfolio.publish import search


def make_search_index(ledger: Ledger, secret: bytes | None, site: Path, jobs: int) -> None:
    """Make the bundles that differ from the site's, and note which exist no more.

    `secret`: the build secret. `site`: the published one. `jobs`: bundles made at once.
    Errors: RuntimeError with Pagefind's own words.
    """
    shown = _units_with_pages(ledger)
    # Who has no public page changes nothing in public, not even how many bundles there are.
    count = search.bundles_for(sum(name.startswith(LEARNER) for name in shown))
    homes = {
        name: _bundle_of(name, count, secret) for name in ledger.known.keys() | ledger.done.keys()
    }
    names = {search.MAIN, *(homes[name] for name in shown)} - {""}
    before = {name for name in ledger.known if name.startswith(SEARCH)}
    stale = _stale_bundles(ledger, homes, names)
    if before != {SEARCH + name for name in names}:
        # With another number of bundles, learners move from one to another.
        stale = names
    _make_bundles(ledger, sorted(stale & names), names, homes, site, jobs)
    ledger.gone |= before - {SEARCH + name for name in names}


def _units_with_pages(ledger: Ledger) -> set[str]:
    """Return the units that have pages in the new site."""
    kept = ledger.cache.units_with_pages() - ledger.outputs.keys()
    rebuilt = {name for name, outputs in ledger.outputs.items() if _only_pages(outputs)}
    return (kept | rebuilt) - ledger.gone


def _make_bundles(
    ledger: Ledger,
    stale: Sequence[str],
    names: Iterable[str],
    homes: Mapping[str, str],
    site: Path,
    jobs: int,
) -> None:
    # Loading this takes as long as a build of few learners.
    from concurrent.futures import ThreadPoolExecutor

    others = sorted(set(names) - {search.MAIN})
    # On the site's own disk; a build that was killed may have left one.
    workspace = ledger.folder.with_name(f"{ledger.folder.name}.search")
    rmtree(workspace, ignore_errors=True)

    def make(name: str, files: Mapping[str, Path]) -> list[Page[Public]]:
        return search.make_bundle(name, files, others, workspace / name)

    with ThreadPoolExecutor(jobs) as pool:
        # So many at once and no more, so that no more of them is held in memory.
        for start in range(0, len(stale), jobs):
            some = stale[start : start + jobs]
            files = [_pages_in(ledger, name, homes, site) for name in some]
            for name, pages in zip(some, pool.map(make, some, files), strict=True):
                outputs, written = ledger.write(SEARCH + name, pages)
                ledger.record_lasting(SEARCH + name, outputs, [path for path, _ in written])
    rmtree(workspace, ignore_errors=True)


def _bundle_of(unit: str, bundles: int, secret: bytes | None) -> str:
    """Return the bundle that finds a unit's pages; empty for a unit without any.

    The further pages of long lists are in none: each piece of work on them has a page of its own.
    """
    if unit.startswith((SEARCH, PART)):
        return ""
    if unit.startswith(LEARNER):
        return search.bundle_of(LearnerId(unit.removeprefix(LEARNER)), bundles, secret)
    return search.MAIN


def _stale_bundles(ledger: Ledger, homes: Mapping[str, str], names: set[str]) -> set[str]:
    """Return the bundles that a change concerns, and those that are not finished."""
    stale = {homes[name] for name in ledger.gone}
    stale |= {homes[name] for name in ledger.done if _has_other_pages(ledger, name)}
    return stale | {name for name in names if ledger.is_unfinished(SEARCH + name)}


def _has_other_pages(ledger: Ledger, name: str) -> bool:
    """Whether a unit has other pages than the site has."""
    return _only_pages(ledger.outputs[name]) != _only_pages(ledger.cache.outputs(name))


def _only_pages(outputs: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: digest for path, digest in outputs.items() if path.endswith(".html")}


def _pages_in(ledger: Ledger, bundle: str, homes: Mapping[str, str], site: Path) -> dict[str, Path]:
    """Return the pages that a bundle finds, each with the file in which it lies now."""
    new, pages = set(ledger.paths), dict[str, Path]()
    for name in sorted(homes.keys() - ledger.gone):
        if homes[name] == bundle:
            # A unit that has just lost all pages has none: the cache has those of before.
            outputs = ledger.outputs.get(name)
            if outputs is None:
                outputs = ledger.cache.outputs(name)
            for path in _only_pages(outputs):
                pages[path] = (ledger.folder if path in new else site) / path
    return pages
