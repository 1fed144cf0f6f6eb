"""The search index: its bundles, made again where a page has changed, come or gone."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import rmtree

from wayfolio.build.freshness import LEARNER, PART, SEARCH
from wayfolio.build.ledger import Ledger
from wayfolio.model.names import LearnerId
from wayfolio.model.pages import Page, Public
from wayfolio.publish import search


def make_search_index(ledger: Ledger, learners: int, site: Path, jobs: int) -> None:
    """Make the bundles that differ from the site's, and note which exist no more.

    `learners`: how many there are. `site`: the published one. `jobs`: bundles made at once.
    Errors: RuntimeError with Pagefind's own words.
    """
    count = search.bundles_for(learners)
    homes = {name: _bundle_of(name, count) for name in ledger.known.keys() | ledger.done.keys()}
    names = set(homes.values()) - {""}
    before = {name for name in ledger.known if name.startswith(SEARCH)}
    stale = _stale_bundles(ledger, homes, names)
    if before != {SEARCH + name for name in names}:
        stale.add(search.MAIN)
    _make_bundles(ledger, sorted(stale & names), homes, site, jobs)
    ledger.gone |= before - {SEARCH + name for name in names}


def _make_bundles(
    ledger: Ledger, stale: Sequence[str], homes: Mapping[str, str], site: Path, jobs: int
) -> None:
    # Loading this takes as long as a build of few learners.
    from concurrent.futures import ThreadPoolExecutor

    others = sorted(set(homes.values()) - {"", search.MAIN})
    # On the site's own disk; a build that was killed may have left one.
    workspace = ledger.folder.with_name(f"{ledger.folder.name}.search")
    rmtree(workspace, ignore_errors=True)

    def make(name: str, files: Mapping[str, Path]) -> list[Page[Public]]:
        return search.make_bundle(name, files, others, workspace / name)

    with ThreadPoolExecutor(jobs) as pool:
        # So many at once and no more, so that no more of them is held in memory.
        for start in range(0, len(stale), jobs):
            names = stale[start : start + jobs]
            files = [_pages_in(ledger, name, homes, site) for name in names]
            for name, pages in zip(names, pool.map(make, names, files), strict=True):
                outputs, written = ledger.write(SEARCH + name, pages)
                ledger.record_lasting(SEARCH + name, outputs, [path for path, _ in written])
    rmtree(workspace, ignore_errors=True)


def _bundle_of(unit: str, bundles: int) -> str:
    """Return the bundle that finds a unit's pages; empty for a unit without any.

    The further pages of long lists are in none: each piece of work on them has a page of its own.
    """
    if unit.startswith((SEARCH, PART)):
        return ""
    if unit.startswith(LEARNER):
        return search.bundle_of(LearnerId(unit.removeprefix(LEARNER)), bundles)
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
