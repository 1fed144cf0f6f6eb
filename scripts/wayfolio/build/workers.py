"""The map over learners: in this process, in several, or on a cluster, with the same output.

Learners are taken in chunks, and the answers come in the learners' order. Only a few chunks per
process are under way at any time, so memory does not grow with the school.
"""

import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from wayfolio.build.learner_unit import LearnerBuild, make_learner
from wayfolio.build.worker_context import WorkerContext
from wayfolio.model.names import LearnerId
from wayfolio.model.refusal import Refusal
from wayfolio.publish.atomic_files import write_private

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

CHUNK = 16
"""How many learners a process takes at once."""
UNDER_WAY = 3
"""How many chunks of each process are submitted and not yet finished."""
FEW = 2 * CHUNK
"""So few learners are done before a second process has started."""

Task = tuple[LearnerId, Mapping[str, bytes]]
"""A learner, and their files in the site: path -> hash."""

CAN_FORK = hasattr(os, "fork")
Value = TypeVar("Value")

_contexts: dict[str, WorkerContext] = {}
_inherited: list[Callable[[], Any]] = []
"""What forked processes run. They inherit it."""


def make_learners(
    context: WorkerContext, tasks: Sequence[Task], jobs: int, cluster: str | None
) -> Iterator[LearnerBuild]:
    """Yield what each learner became, in order.

    `jobs`: processes on this machine. `cluster`: the address of a Dask scheduler whose workers see
    the school's folder and the site's under the same paths. Errors: ClusterMissing.
    """
    if cluster is not None:
        yield from _run_on_cluster(context, tasks, cluster)
    elif jobs > 1 and len(tasks) > FEW and (CAN_FORK or context.staging is not None):
        yield from _run_in_processes(context, tasks, jobs)
    else:
        yield from (make_learner(context, learner, before) for learner, before in tasks)


def _run_in_processes(
    context: WorkerContext, tasks: Sequence[Task], jobs: int
) -> Iterator[LearnerBuild]:
    key = f"pid {os.getpid()}"
    _contexts[key] = context  # forked processes inherit it
    try:
        if CAN_FORK:
            with _processes(jobs) as pool:
                yield from _submit_chunks(pool, key, tasks, jobs)
        else:
            with _ContextFile(context) as file, _processes(jobs) as pool:
                yield from _submit_chunks(pool, str(file), tasks, jobs)
    finally:
        del _contexts[key]


@contextmanager
def _processes(jobs: int) -> "Iterator[Executor]":
    """Yield a pool of processes on this machine, forked if possible. Errors: WorkerDied."""
    # Loaded here, since a build of few learners needs none of it.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    starting = multiprocessing.get_context("fork" if CAN_FORK else None)
    try:
        with ProcessPoolExecutor(jobs, mp_context=starting) as pool:
            yield pool
    except BrokenProcessPool as broken:
        raise WorkerDied(
            "a process of the build died, perhaps for want of memory: try again with --jobs 1"
        ) from broken


class WorkerDied(Refusal):
    """A process of the build ended by itself. The text says what to do."""


class ClusterMissing(Refusal):
    """The cluster cannot be reached. The text says why, and what to do."""


def run_in_order(makes: Sequence[Callable[[], Value]], jobs: int) -> Iterator[Value]:
    """Yield what each function returns, in order.

    `jobs`: processes on this machine, which inherit everything of this one. Where processes cannot
    be forked, all functions run here. Errors: WorkerDied.
    """
    if jobs == 1 or len(makes) <= FEW or not CAN_FORK:
        yield from (make() for make in makes)
        return
    _inherited[:] = makes
    try:
        with _processes(jobs) as pool:
            yield from pool.map(_run_inherited, range(len(makes)), chunksize=4)
    finally:
        _inherited.clear()


def _run_inherited(place: int) -> Any:
    return _inherited[place]()


def _run_on_cluster(
    context: WorkerContext, tasks: Sequence[Task], address: str
) -> Iterator[LearnerBuild]:
    try:
        from distributed import Client
    except ImportError:
        raise ClusterMissing("a cluster needs Dask: pip install 'wayfolio[cluster]'") from None
    try:
        client = Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        raise ClusterMissing(f"no scheduler answers at {address}: {error}") from error
    with _ContextFile(context) as file, client:
        workers = max(1, len(client.scheduler_info()["workers"]))
        pool = client.get_executor(pure=False, retries=3)
        yield from _submit_chunks(pool, str(file), tasks, workers)


class _ContextFile:
    """A context in a file that every process can read, for as long as the block lasts.

    It is pickled, and no cache: this very build writes the file beside the new site, its own
    workers read it if it is unchanged, and it is deleted with the build.
    """

    def __init__(self, context: WorkerContext) -> None:
        assert context.staging is not None
        self._packed = pickle.dumps(context)
        # Workers of a cluster outlive a build, and keep a context by its name.
        name = _digest(self._packed)
        self._file = context.staging.with_name(f"{context.staging.name}.{name}")

    def __enter__(self) -> Path:
        # It holds the build secret.
        write_private(self._file, self._packed)
        return self._file

    def __exit__(self, *_: object) -> None:
        self._file.unlink(missing_ok=True)


def _digest(packed: bytes) -> str:
    return blake2b(packed, digest_size=20).hexdigest()


def _load_context(file: Path) -> WorkerContext:
    """Return a context, if its file is as the build wrote it: the name says what is in it."""
    packed = file.read_bytes()
    if not file.name.endswith(f".{_digest(packed)}"):
        raise ValueError(f"{file} was changed while the build went on")
    context: WorkerContext = pickle.loads(packed)
    return context


def _submit_chunks(
    pool: "Executor", key: str, tasks: Sequence[Task], workers: int
) -> Iterator[LearnerBuild]:
    chunks = iter([tasks[at : at + CHUNK] for at in range(0, len(tasks), CHUNK)])
    waiting: list[Future[list[LearnerBuild]]] = [
        pool.submit(run_chunk, key, chunk) for chunk in islice(chunks, workers * UNDER_WAY)
    ]
    while waiting:
        done = waiting.pop(0).result()
        for chunk in islice(chunks, 1):
            waiting.append(pool.submit(run_chunk, key, chunk))
        yield from done


def run_chunk(key: str, tasks: Iterable[Task]) -> list[LearnerBuild]:
    """Make a chunk of learners, in whatever process. `key`: names the context, or its file."""
    context = _contexts.get(key)
    if context is None:
        _contexts.clear()
        context = _contexts.setdefault(key, _load_context(Path(key)))
    return [make_learner(context, learner, before) for learner, before in tasks]
