"""Says on paper how long a build takes on a cluster, and checks it with builds on this machine.

    python benchmarks/simulate.py --learners 1000000 --workers 100 --fixed 2 --work 0.004
    python benchmarks/simulate.py --fit 1000,3000 --check 5000,20000 [--jobs 2]

The model: a build begins with what is done once (`fixed` seconds, and `serial` seconds a learner:
the roster, the pages about everybody, the last look at all bytes). Its learners go to the workers
in batches, `work` seconds a learner. Some batches are slow, by chance. A batch is done when a
shared folder has taken its files, and that folder takes all workers' files one after another.

`--fit` measures the three figures here, with builds of two sizes and, where `--jobs` is given,
with so many processes as well; without, all that grows counts as `work`. `--check` then builds
other sizes and compares. What that cannot check, because one machine has neither, are the shared
folder and the slow workers: their figures are assumptions, and options.

`--sites` splits the learners over so many schools or districts with a site each, which is what a
state has. Each site is then the task of one worker.
"""

import argparse
import heapq
import json
import random
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import school
from measuring import measure_command
from school_learners import PIECES

ROOT = Path(__file__).resolve().parents[1]
FILES = PIECES + 1
"""Files that a learner's site has, when nobody attaches any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What a build costs, in seconds."""

    fixed: float
    """Once a build."""
    serial: float
    """A learner, on one process whatever there is."""
    work: float
    """A learner, on any worker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """What builds."""

    workers: int
    start: float = 0.0
    """Seconds until a worker has started and knows the school."""
    dispatch: float = 0.0
    """Seconds that the scheduler needs for a batch."""
    slow_share: float = 0.0
    """Which part of the batches runs slowly."""
    slow_by: float = 1.0
    """How many times as long these take."""
    creates: float = float("inf")
    """Files that the shared folder can take in a second, from all workers together."""
    bandwidth: float = float("inf")
    """Bytes that it can take in a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a worker gets at a time."""

    seconds: float
    files: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a build goes."""

    wall: float
    """Seconds."""
    cpu_hours: float
    """Of the workers and the one that gathers."""
    busy: float
    """Which part of the workers' time they work and neither wait nor idle."""
    folder_busy: float
    """Which part of the time the shared folder is written to."""


def batches(model: Model, learners: int, size: int, bytes_each: int) -> Iterator[Batch]:
    """Give the work on so many learners in batches."""
    for first in range(0, learners, size):
        count = min(size, learners - first)
        yield Batch(seconds=count * model.work, files=count * FILES, bytes=count * bytes_each)


def sites(model: Model, learners: int, count: int, bytes_each: int) -> Iterator[Batch]:
    """Give the work on as many sites as batches, each with its own beginning and end."""
    for number in range(count):
        own = learners // count + (number < learners % count)
        seconds = model.fixed + own * (model.serial + model.work)
        yield Batch(seconds=seconds, files=own * FILES, bytes=own * bytes_each)


def simulate_build(
    cluster: Cluster, work: Iterator[Batch], alone: float, chance: random.Random
) -> Outcome:
    """Return how a build goes. `alone`: seconds that one process works before and after."""
    wall = folder_free = alone
    folder_used = worked = 0.0
    # When what happens next to each worker: it is free (None), or it has made its batch.
    events: list[tuple[float, int, Batch | None]] = [
        (alone + cluster.start, worker, None) for worker in range(cluster.workers)
    ]
    given = 0
    while events:
        now, worker, batch = heapq.heappop(events)
        if batch is not None:
            writing = max(batch.files / cluster.creates, batch.bytes / cluster.bandwidth)
            folder_free = max(now, folder_free) + writing if writing else now
            folder_used += writing
            wall = max(wall, folder_free)
            heapq.heappush(events, (folder_free, worker, None))
        elif (following := next(work, None)) is not None:
            slow = cluster.slow_by if chance.random() < cluster.slow_share else 1.0
            begin = max(now, alone + given * cluster.dispatch)
            heapq.heappush(events, (begin + following.seconds * slow, worker, following))
            worked += following.seconds * slow
            given += 1
    span = wall - alone
    return Outcome(
        wall=wall,
        cpu_hours=(worked + alone) / 3600,
        busy=worked / (span * cluster.workers) if span else 0.0,
        folder_busy=folder_used / span if span else 0.0,
    )


def simulate(wanted: argparse.Namespace, model: Model) -> Outcome:
    """Return how the build that was asked for goes."""
    cluster = Cluster(
        workers=wanted.workers,
        start=wanted.start,
        dispatch=wanted.dispatch,
        slow_share=wanted.slow_share,
        slow_by=wanted.slow_by,
        creates=wanted.creates,
        bandwidth=wanted.bandwidth * 1e6,
    )
    each = wanted.kilobytes * 1000
    chance = random.Random(wanted.seed)
    if wanted.sites:
        return simulate_build(
            cluster, sites(model, wanted.learners, wanted.sites, each), 0.0, chance
        )
    alone = model.fixed + model.serial * wanted.learners
    parts = batches(model, wanted.learners, wanted.batch, each)
    return simulate_build(cluster, parts, alone, chance)


def fit_model(walls: dict[tuple[int, int], float], jobs: int | None) -> Model:
    """Return the model that fits measured builds: (learners, processes) -> seconds.

    Two sizes with one process say what is fixed and what a learner costs. What so many processes
    save at the larger size says how much of that can be shared out.
    """
    few, many = sorted(learners for learners, processes in walls if processes == 1)
    learner = (walls[many, 1] - walls[few, 1]) / (many - few)
    fixed = max(0.0, walls[few, 1] - few * learner)
    if jobs is None:
        return Model(fixed=fixed, serial=0.0, work=learner)
    saved = (walls[many, 1] - walls[many, jobs]) / many
    work = min(learner, saved / (1 - 1 / jobs))
    return Model(fixed=fixed, serial=learner - work, work=work)


def time_builds(wanted: argparse.Namespace, work: Path, pages: int) -> dict[int, float]:
    """Return how long a build of a school takes here, the shortest of some, by processes."""
    jobs: list[int | None] = [None] if wanted.jobs is None else [1, wanted.jobs]
    folder = work / f"{pages}"
    school.make(folder, school.learners_for(pages), in_git=True)
    before = {entry.name for entry in folder.iterdir()}
    walls: dict[int, float] = {}
    for run in range(wanted.runs):
        for count in jobs:
            aside = work / "aside" / f"{pages}-{count}-{run}"
            aside.mkdir(parents=True)
            for entry in list(folder.iterdir()):
                if entry.name not in before:
                    entry.rename(aside / entry.name)
            command = [str(ROOT / ".venv/bin/wayfolio"), "build", "--no-search"]
            command += [] if count is None else ["--jobs", str(count)]
            cost = measure_command(command, folder, limit=3600)
            wall = cost.cpu if wanted.cpu else cost.wall
            print(f"{pages} pages, {count or 1} processes: {wall:.2f} s", file=sys.stderr)
            walls[count or 1] = min(wall, walls.get(count or 1, wall))
    return walls


def check_model(wanted: argparse.Namespace) -> tuple[Model, list[dict[str, float]]]:
    """Fit the model with two sizes, and compare it with others."""
    work = ROOT / ".cache/benchmarks" / f"simulate-{time.time_ns()}"
    try:
        sizes = {pages: time_builds(wanted, work, pages) for pages in wanted.fit}
        walls = {
            (school.learners_for(pages), count): wall
            for pages, by_jobs in sizes.items()
            for count, wall in by_jobs.items()
        }
        model = fit_model(walls, wanted.jobs)
        rows = [
            {
                "pages": pages,
                "jobs": count,
                "measured": wall,
                "simulated": predict_wall(model, pages, count),
            }
            for pages in wanted.check
            for count, wall in time_builds(wanted, work, pages).items()
        ]
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return model, rows


def predict_wall(model: Model, pages: int, jobs: int) -> float:
    """Return how long a build takes on one machine, says the model."""
    learners = school.learners_for(pages)
    alone = model.fixed + model.serial * learners
    parts = batches(model, learners, 8, 0)
    return simulate_build(Cluster(workers=jobs), parts, alone, random.Random(0)).wall


def main() -> None:
    """Simulate, and print JSON."""
    wanted = arguments(sys.argv[1:])
    figures: dict[str, object] = {}
    model = Model(fixed=wanted.fixed, serial=wanted.serial, work=wanted.work)
    if wanted.fit:
        model, figures["checked"] = check_model(wanted)
    figures["model"] = asdict(model)
    if wanted.learners:
        figures["build"] = asdict(simulate(wanted, model))
    print(json.dumps(figures, indent=2))


def arguments(words: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    first, _, more = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        description=first, epilog=more, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    model = parser.add_argument_group("what a build costs, unless it is fitted")
    model.add_argument("--fixed", type=float, default=0, help="seconds a build")
    model.add_argument("--serial", type=float, default=0, help="seconds a learner on one process")
    model.add_argument("--work", type=float, default=0, help="seconds a learner on any worker")
    here = parser.add_argument_group("fit and check with builds on this machine")
    here.add_argument("--fit", type=sizes_of, help="two sizes in pages, such as 1000,3000")
    here.add_argument("--check", type=sizes_of, default=[], help="other sizes, such as 5000,20000")
    here.add_argument("--jobs", type=int, help="processes that are compared with one")
    here.add_argument("--cpu", action="store_true", help="count processor seconds instead")
    here.add_argument(
        "--runs", type=int, default=3, help="builds of each, of which the best counts"
    )
    _cluster_options(parser.add_argument_group("the cluster"))
    wanted = parser.parse_args(words)
    if wanted.cpu and wanted.jobs is not None:
        parser.error("--cpu says nothing about several processes")
    if wanted.fit and len(wanted.fit) != 2:
        parser.error("--fit needs two sizes")
    return wanted


def _cluster_options(cluster: argparse._ArgumentGroup) -> None:
    cluster.add_argument("--learners", type=int, default=0)
    cluster.add_argument("--sites", type=int, default=0, help="how many sites they are split over")
    cluster.add_argument("--workers", type=int, default=1)
    cluster.add_argument(
        "--batch", type=int, default=64, help="learners that a worker gets at a time"
    )
    cluster.add_argument("--start", type=float, default=5, help="seconds until a worker is ready")
    cluster.add_argument("--dispatch", type=float, default=0.001, help="seconds a batch")
    cluster.add_argument("--slow-share", type=float, default=0.02, help="part of the batches")
    cluster.add_argument("--slow-by", type=float, default=5, help="times as long")
    cluster.add_argument(
        "--creates", type=float, default=5000, help="files a second, shared folder"
    )
    cluster.add_argument("--bandwidth", type=float, default=500, help="MB a second, shared folder")
    cluster.add_argument(
        "--kilobytes", type=int, default=210, help="kB that a learner's pages have"
    )
    cluster.add_argument("--seed", type=int, default=1)


def sizes_of(text: str) -> list[int]:
    """Return the numbers of a list with commas."""
    return [int(part) for part in text.split(",")]


if __name__ == "__main__":
    main()
