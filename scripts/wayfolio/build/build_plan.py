"""What a build is going to do: which learners are rebuilt, why, and from what."""

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.build.cache import BuildCache
from wayfolio.build.cached_school import SchoolSnapshot
from wayfolio.build.changed_names import keep_right_units
from wayfolio.build.freshness import (
    Reason,
    SharedFingerprint,
    explain_rebuilds,
    find_broken_units,
    has_unknown_files,
)
from wayfolio.build.leak_audit import collect_public_texts
from wayfolio.build.learner_unit import plan_school_sealing
from wayfolio.build.ledger import Ledger
from wayfolio.build.name_trace import TracedWays
from wayfolio.build.request import BuildRequest
from wayfolio.build.site_frames import SiteFrames
from wayfolio.build.withdrawal import units_with_private
from wayfolio.build.worker_context import WorkerContext
from wayfolio.model.fingerprint import fingerprint
from wayfolio.model.names import LearnerId
from wayfolio.plan.private import PublicTexts
from wayfolio.publish.sync import read_stamp
from wayfolio.school.languages import own_pages
from wayfolio.school.learner import LoadedSchool

if TYPE_CHECKING:
    from wayfolio.build.family_vaults import SealingPlan

STAMP = "stamp"
"""The cache's name for the id of the site that it describes."""
CHECKED = "checked"
"""The stamp of a check, which describes no site."""
BASIS = "basis"
"""The cache's name for the fingerprint of what all units share."""


class BuildPlan(Struct, frozen=True, kw_only=True):
    """Everything that is decided before the first page is made."""

    request: BuildRequest
    cache: BuildCache
    snapshot: SchoolSnapshot
    frames: SiteFrames
    sealing: "SealingPlan | None"
    """What seals families' pages today; None where there are no keys."""
    basis: SharedFingerprint
    ledger: Ledger
    is_whole: bool
    """Whether the whole site is built, because the cache does not describe the present one."""
    rebuilt: tuple[LearnerId, ...]
    reasons: tuple[Reason, ...]
    """For each learner, whether they are rebuilt and why."""
    not_imported: str
    """Why nothing was taken over from another machine; empty where it was."""


class StoredIds(Struct, frozen=True):
    """The parts of the fingerprint that all units shared at the last build."""

    ids: Mapping[str, str]


def plan_build(
    request: BuildRequest,
    cache: BuildCache,
    snapshot: SchoolSnapshot,
    frames: SiteFrames,
    staging: Path | None,
    not_imported: str,
) -> BuildPlan:
    """Decide what is rebuilt. Units that the site no longer matches are deleted from the cache."""
    sealing = _plan_sealing(request, snapshot)
    snapshot = _with_vaults(snapshot, sealing)
    basis = _basis(request, snapshot, frames)
    earlier = cache.get(BASIS, "", StoredIds)
    why_whole = _why_whole(request, cache)
    if why_whole:
        cache.delete_units()
    else:
        keep_right_units(cache, basis, snapshot.names_before, snapshot.everybody)
    broken = _find_broken(request, cache, snapshot, is_whole=bool(why_whole))
    ledger = Ledger(cache=cache, staging=staging, base=basis.id, known=cache.units(), broken=broken)
    decisions = list(
        explain_rebuilds(snapshot, basis, earlier.ids if earlier else {}, ledger.known, broken)
    )
    return BuildPlan(
        request=request,
        cache=cache,
        snapshot=snapshot,
        frames=frames,
        sealing=sealing,
        basis=basis,
        ledger=ledger,
        is_whole=bool(why_whole),
        rebuilt=tuple(learner for learner, reason in decisions if reason.is_rebuilt),
        reasons=tuple(reason for _, reason in decisions),
        not_imported=not_imported or why_whole,
    )


def _plan_sealing(request: BuildRequest, snapshot: SchoolSnapshot) -> "SealingPlan | None":
    if request.keys is None:
        return None
    holders = {learner for key in request.keys.keys for learner in key.learners}
    school = replace(snapshot.school_for(holders), secret=request.secret)
    return plan_school_sealing(school, request.keys)


def _with_vaults(snapshot: SchoolSnapshot, sealing: "SealingPlan | None") -> SchoolSnapshot:
    """Let a learner's pages depend on the keys that open them, by a hash, and on who holds them."""
    if sealing is None:
        return snapshot
    others = dict(snapshot.others)
    for learner, vaults in sealing.vaults.items():
        key = blake2b(b"".join(vault.key for vault in vaults), digest_size=16).hexdigest()
        spoken_to = [vault.addressee for vault in vaults]
        others[learner] = fingerprint(others.get(learner, ""), key, spoken_to)
    return replace(snapshot, others=others)


def _basis(
    request: BuildRequest, snapshot: SchoolSnapshot, frames: SiteFrames
) -> SharedFingerprint:
    return SharedFingerprint(
        parts={
            **snapshot.shared,
            "the theme or the school’s own pages": frames.version,
            "the build secret": blake2b(request.secret or b"", digest_size=8).hexdigest(),
            **_basis_of_check(request, snapshot),
        }
    )


def _basis_of_check(request: BuildRequest, snapshot: SchoolSnapshot) -> Mapping[str, str]:
    """Return what a check depends on besides: no site shows it which pages hold a new login."""
    return {"what is private": fingerprint(snapshot.everybody.names)} if request.is_check else {}


class _Stamp(Struct, frozen=True):
    stamp: str


def keep_stamp(cache: BuildCache, stamp: str) -> None:
    """Keep the id of the site that the cache describes; empty: it describes none."""
    cache.put(STAMP, "", _Stamp(stamp))


def _why_whole(request: BuildRequest, cache: BuildCache) -> str:
    """Return why the whole site is built, in words; empty where the cache describes it."""
    stored = cache.get(STAMP, "", _Stamp)
    stamp = stored.stamp if stored else ""
    if request.is_check:
        return "" if stamp == CHECKED else "came no finished check"
    if not stamp or read_stamp(request.site) != stamp:
        return "came no site, or another one"
    if request.carried_cache is not None and has_unknown_files(cache, request.site):
        return "came a site with files that no build has written"
    return ""


def _find_broken(
    request: BuildRequest, cache: BuildCache, snapshot: SchoolSnapshot, *, is_whole: bool
) -> dict[str, str]:
    """Return the units whose files in the site are wrong, each with what is wrong."""
    if request.is_check:
        return {}
    # A site that came with a carried cache may have been changed where it was stored.
    is_doubted = request.verifies_files or request.carried_cache is not None
    broken = find_broken_units(cache, request.site) if is_doubted else {}
    if not is_whole and not request.is_preview:
        broken |= units_with_private(cache, request.site, snapshot)
    return broken


def make_worker_context(plan: BuildPlan) -> WorkerContext:
    """Return what every worker needs to make a learner's pages."""
    request, snapshot = plan.request, plan.snapshot
    folder = request.cache_folder
    return WorkerContext(
        school=_trace_names(snapshot.school_for(plan.rebuilt), request.secret),
        ready=plan.frames.ready,
        home=plan.frames.home,
        staging=plan.ledger.staging,
        pictures=folder / "pictures" if folder and not request.is_check else None,
        names=snapshot.everybody.names,
        public_texts=_public_texts(plan),
        is_preview=request.is_preview,
        vaults=plan.sealing.vaults if plan.sealing else {},
        keep_going=request.keep_going or request.is_check,
        is_check=request.is_check,
        unsure=snapshot.unsure,
    )


def _trace_names(school: LoadedSchool, secret: bytes | None) -> LoadedSchool:
    """Return a school whose learners' pages note for which words names were searched."""
    people = replace(school.people, by_first_word=TracedWays(school.people.by_first_word))
    return replace(school, people=people, secret=secret)


def _public_texts(plan: BuildPlan) -> PublicTexts:
    """Return what everybody may read, whoever the learners are."""
    cache, snapshot = plan.cache, plan.snapshot
    version = fingerprint(snapshot.shared["the catalogue"], cache.version_of("frames"))

    def collect() -> PublicTexts:
        engine = plan.frames.engine_output(cache)
        return collect_public_texts(snapshot.school.catalogue, own_pages(engine))

    return cache.cached("public texts", version, PublicTexts, collect)
