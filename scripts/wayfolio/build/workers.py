"""The map over learners: in this process, in several, or on a cluster. What comes out is the same.

Learners are taken in chunks, and the results come in the learners' order. At any time only a few
chunks per process are under way, so the memory that is needed does not grow with the school.
"""

import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from wayfolio.build.learner_unit import LearnerResult, WorkerContext, make_learner
from wayfolio.model.names import LearnerId
from wayfolio.model.refusal import Refusal

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

CHUNK = 16
"""Learners that a process takes at once."""
UNDER_WAY = 3
"""Chunks for each process that have been handed out and not been taken back."""
FEW = 2 * CHUNK
"""So few learners are done before a second process would have begun."""

Asked = tuple[LearnerId, Mapping[str, bytes]]
"""A learner, and what the site has of them."""

CAN_FORK = hasattr(os, "fork")
Result = TypeVar("Result")

_shops: dict[str, WorkerContext] = {}
_makes: list[Callable[[], Any]] = []
"""What forked processes are to do. They have it already."""


def make_learners(
    shop: WorkerContext, asked: Sequence[Asked], jobs: int, cluster: str | None
) -> Iterator[LearnerResult]:
    """Give what comes of each learner, in order.

    `jobs`: processes on this machine. `cluster`: the address of a Dask scheduler whose workers see
    the school's folder and the site's under the same paths. Errors: ClusterMissing.
    """
    if cluster is not None:
        yield from _on_cluster(shop, asked, cluster)
    elif jobs > 1 and len(asked) > FEW:
        yield from _in_processes(shop, asked, jobs)
    else:
        yield from (make_learner(shop, learner, before) for learner, before in asked)


def _in_processes(
    shop: WorkerContext, asked: Sequence[Asked], jobs: int
) -> Iterator[LearnerResult]:
    key = f"pid {os.getpid()}"
    _shops[key] = shop  # a forked process has it already
    try:
        if CAN_FORK:
            with _processes(jobs) as pool:
                yield from _handed_out(pool, key, asked, jobs)
        else:
            with _written(shop) as file, _processes(jobs) as pool:
                yield from _handed_out(pool, str(file), asked, jobs)
    finally:
        del _shops[key]


@contextmanager
def _processes(jobs: int) -> "Iterator[Executor]":
    """Give processes on this machine, forked where that can be. Errors: WorkerDied."""
    # Loaded here, since a build of few learners needs none of it.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context("fork" if CAN_FORK else None)
    try:
        with ProcessPoolExecutor(jobs, mp_context=context) as pool:
            yield pool
    except BrokenProcessPool as broken:
        raise WorkerDied(
            "a process of the build died, perhaps for want of memory: try again with --jobs 1"
        ) from broken


class WorkerDied(Refusal):
    """A process of the build ended by itself. The text says what to do."""


class ClusterMissing(Refusal):
    """The cluster cannot be reached. The text says why, and what to do."""


def run_in_order(makes: Sequence[Callable[[], Result]], jobs: int) -> Iterator[Result]:
    """Give what comes of each piece of work, in order.

    `jobs`: processes on this machine, which see all that this one has made so far. Where processes
    cannot be begun in that way, all is done here. Errors: WorkerDied.
    """
    if jobs == 1 or len(makes) <= FEW or not CAN_FORK:
        yield from (make() for make in makes)
        return
    _makes[:] = makes
    try:
        with _processes(jobs) as pool:
            yield from pool.map(_make, range(len(makes)), chunksize=4)
    finally:
        _makes.clear()


def _make(place: int) -> Any:
    return _makes[place]()


def _on_cluster(
    shop: WorkerContext, asked: Sequence[Asked], address: str
) -> Iterator[LearnerResult]:
    try:
        from distributed import Client
    except ImportError:
        raise ClusterMissing("a cluster needs Dask: pip install 'wayfolio[cluster]'") from None
    try:
        client = Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        raise ClusterMissing(f"no scheduler answers at {address}: {error}") from error
    with _written(shop) as file, client:
        workers = max(1, len(client.scheduler_info()["workers"]))
        pool = client.get_executor(pure=False, retries=3)
        yield from _handed_out(pool, str(file), asked, workers)


class _written:  # noqa: N801 - reads as a with-statement
    """A shop in a file that every process can read, for as long as the block lasts."""

    def __init__(self, shop: WorkerContext) -> None:
        self._packed = pickle.dumps(shop)
        # Workers of a cluster live longer than a build, and keep a shop by its name.
        name = blake2b(self._packed, digest_size=10).hexdigest()
        self._file = shop.staged.with_name(f"{shop.staged.name}.{name}")

    def __enter__(self) -> Path:
        self._file.write_bytes(self._packed)
        return self._file

    def __exit__(self, *_: object) -> None:
        self._file.unlink(missing_ok=True)


def _handed_out(
    pool: "Executor", key: str, asked: Sequence[Asked], workers: int
) -> Iterator[LearnerResult]:
    chunks = iter([asked[at : at + CHUNK] for at in range(0, len(asked), CHUNK)])
    waiting: list[Future[list[LearnerResult]]] = [
        pool.submit(run_chunk, key, chunk) for chunk in islice(chunks, workers * UNDER_WAY)
    ]
    while waiting:
        done = waiting.pop(0).result()
        for chunk in islice(chunks, 1):
            waiting.append(pool.submit(run_chunk, key, chunk))
        yield from done


def run_chunk(key: str, asked: Iterable[Asked]) -> list[LearnerResult]:
    """Do a chunk of units of work, in whatever process. `key`: which shop, or the file it is in."""
    shop = _shops.get(key)
    if shop is None:
        _shops.clear()
        read: WorkerContext = pickle.loads(Path(key).read_bytes())
        shop = _shops.setdefault(key, read)
    return [make_learner(shop, learner, before) for learner, before in asked]
