"""The search: its bundles, made anew where a page has changed, come or gone."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from shutil import rmtree

from wayfolio.build.freshness import LEARNER, PART, SEARCH
from wayfolio.build.ledger import Units
from wayfolio.model.names import LearnerId
from wayfolio.publish import search


def make_bundles(units: Units, learners: int, site: Path, jobs: int) -> None:
    """Make the bundles that are not as the site has them, and note which there are no more.

    `learners`: how many there are. `site`: the published one. `jobs`: bundles made at once.
    Errors: RuntimeError with Pagefind's own words.
    """
    # It loads much, and a build of few learners is done in the time that takes.
    from concurrent.futures import ThreadPoolExecutor

    count = search.bundles_for(learners)
    homes = {name: _home(name, count) for name in units.known.keys() | units.done.keys()}
    names = set(homes.values()) - {""}
    before = {name for name in units.known if name.startswith(SEARCH)}
    stale = _stale(units, homes, names)
    if before != {SEARCH + name for name in names}:
        stale.add(search.MAIN)
    others, left = sorted(names - {search.MAIN}), sorted(stale & names)
    # On the site's own disk, and perhaps left by a build that was killed.
    bench = units.fresh.with_name(f"{units.fresh.name}.search")
    rmtree(bench, ignore_errors=True)
    with ThreadPoolExecutor(jobs) as pool:
        # So many at once and no more, so that no more of them is held in memory.
        for some in (left[at : at + jobs] for at in range(0, len(left), jobs)):
            begun = []
            for name in some:
                pages = _pages_in(units, name, homes, site)
                make = partial(search.bundle, name, pages, others, bench / name)
                begun.append((name, pool.submit(make)))
            for name, files in begun:
                outputs, written = units.write(SEARCH + name, files.result())
                units.note_lasting(SEARCH + name, outputs, [path for path, _ in written])
    rmtree(bench, ignore_errors=True)
    units.gone |= before - {SEARCH + name for name in names}


def _home(unit: str, bundles: int) -> str:
    """Return the bundle in which a unit's pages are found; empty for one without any.

    The further pages of long lists are not: each work on them has a page of its own, which is.
    """
    if unit.startswith((SEARCH, PART)):
        return ""
    if unit.startswith(LEARNER):
        return search.bundle_of(LearnerId(unit.removeprefix(LEARNER)), bundles)
    return search.MAIN


def _stale(units: Units, homes: Mapping[str, str], names: set[str]) -> set[str]:
    """Return the bundles that a change concerns, and those that nobody knows."""
    found = {homes[name] for name in units.gone}
    found |= {homes[name] for name in units.done if _has_other_pages(units, name)}
    return found | {name for name in names if units.is_unfinished(SEARCH + name)}


def _has_other_pages(units: Units, name: str) -> bool:
    """Whether a unit has other pages than the site has."""
    return _only_pages(units.outputs[name]) != _only_pages(units.memory.outputs(name))


def _only_pages(outputs: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: digest for path, digest in outputs.items() if path.endswith(".html")}


def _pages_in(units: Units, bundle: str, homes: Mapping[str, str], site: Path) -> dict[str, Path]:
    """Return the pages that are found in a bundle, each with the file in which it lies now."""
    new, pages = set(units.paths), dict[str, Path]()
    for name in sorted(homes.keys() - units.gone):
        if homes[name] == bundle:
            # Whoever has just lost all pages has none: what memory knows is of before.
            outputs = units.outputs.get(name)
            found = units.memory.outputs(name) if outputs is None else outputs
            pages.update(
                (path, (units.fresh if path in new else site) / path) for path in _only_pages(found)
            )
    return pages
