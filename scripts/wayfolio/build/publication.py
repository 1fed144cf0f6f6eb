"""A finished build put in its place: site and cache change together."""

from collections.abc import Mapping
from shutil import rmtree

from msgspec.structs import replace

from wayfolio.build.build_plan import BASIS, BuildPlan, StoredIds, keep_stamp
from wayfolio.build.departed import know_learners
from wayfolio.build.freshness import LEARNER, find_unknown_files
from wayfolio.build.lasting_values import KNOWN_LEARNERS
from wayfolio.build.site_pages import BuildFindings
from wayfolio.build.withdrawal import keep_private
from wayfolio.publish.site import clear_old, swap_in
from wayfolio.publish.sync import move_into_place, remove_outputs, write_stamp
from wayfolio.school.read import Report

Outputs = Mapping[str, Mapping[str, bytes]]
"""The files of each unit: path -> hash."""


def publish_site(plan: BuildPlan, findings: BuildFindings, report: Report) -> Report:
    """Publish what lies in the staging folder; return the report with what was written."""
    cache, ledger = plan.cache, plan.ledger
    plan.request.report_phase("publishing")
    before = {name: cache.outputs(name) for name in (*ledger.done, *ledger.gone)}
    if not plan.is_whole:
        _mark_unfinished(plan, before)
    update_cache(plan, findings)
    keep_private(cache, plan.snapshot)
    _keep_learners(plan)
    stamp = cache.outputs_stamp(plan.request.secret)
    keep_stamp(cache, stamp)
    removed = _replace_site(plan, stamp) if plan.is_whole else _update_site(plan, before, stamp)
    unknown = () if plan.is_whole else _remove_unknown(plan)
    cache.commit()
    clear_old(plan.request.site)
    _delete_pictures(plan)
    return replace(
        report,
        pages=cache.count_outputs(),
        written=len(ledger.paths),
        removed=removed,
        unknown=unknown,
    )


def _keep_learners(plan: BuildPlan) -> None:
    """Keep who is a learner today, so that a folder that is deleted makes no name public."""
    snapshot, version = plan.snapshot, plan.snapshot.roster_id
    if plan.cache.version_of(KNOWN_LEARNERS) != version:
        rows = {learner: row.file for learner, row in snapshot.roll.all_rows().items()}
        plan.cache.put(KNOWN_LEARNERS, version, know_learners({**rows, **snapshot.roll.departed}))


def _mark_unfinished(plan: BuildPlan, before: Outputs) -> None:
    """Record what is about to change: if this build is killed, the next one finishes it."""
    cache, outputs = plan.cache, plan.ledger.outputs
    for name, files in before.items():
        cache.put_unfinished(name, {**files, **outputs.get(name, {})})
    cache.commit()
    cache.begin()


def update_cache(plan: BuildPlan, findings: BuildFindings) -> None:
    """Record every unit that was made, and delete those that exist no more."""
    cache, ledger = plan.cache, plan.ledger
    cache.put(BASIS, "", StoredIds(plan.basis.parts))
    for name, unit in ledger.done.items():
        cache.put_diagnostics(name, findings.diagnostics.get(name, ()))
        cache.put_unit(name, unit, ledger.outputs[name])
    for name, words in ledger.searched.items():
        cache.put_searched_words(name, words)
    for name in ledger.gone:
        cache.delete_unit(name)


def _replace_site(plan: BuildPlan, stamp: str) -> int:
    write_stamp(plan.ledger.folder, stamp)
    swap_in(plan.ledger.folder, plan.request.site)
    return 0


def _update_site(plan: BuildPlan, before: Outputs, stamp: str) -> int:
    """Move new files into the site, and remove old ones; return how many are removed."""
    ledger, site = plan.ledger, plan.request.site
    current = {path for files in ledger.outputs.values() for path in files}
    old = {path for files in before.values() for path in files}
    removed = sorted(old - current)
    move_into_place(ledger.folder, site, ledger.paths)
    remove_outputs(site, removed)
    write_stamp(site, stamp)
    return len(removed)


def _remove_unknown(plan: BuildPlan) -> tuple[str, ...]:
    """Remove what somebody else has put into the site, and return its paths.

    A build that replaces the site drops it too, and what nobody has looked at must not stay public.
    """
    request = plan.request
    unknown = find_unknown_files(plan.cache, request.site, everywhere=request.verifies_files)
    remove_outputs(request.site, unknown)
    return tuple(unknown)


def _delete_pictures(plan: BuildPlan) -> None:
    """Delete the kept pictures of learners who have left."""
    folder = plan.request.cache_folder
    if folder is None:
        return
    for name in plan.ledger.gone:
        if name.startswith(LEARNER):
            rmtree(folder / "pictures" / name.removeprefix(LEARNER), ignore_errors=True)
