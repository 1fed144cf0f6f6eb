"""What sealing costs: a made school with a key for each learner, built without and with it.

    .venv/bin/python benchmarks/sealing.py --learners 1000

Nobody in the school is real. Each build is a whole process, `wayfolio build`, from its start to its
end: cold, and after one learner has changed one file. Prints processor seconds beside wall time,
since other programs on a machine change the latter. Search is left out, which is the same for both.
"""

import argparse
import base64
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from school import change, make
from wayfolio.keys.keyring import PLACE
from wayfolio.model.keys import Key, Keys
from wayfolio.model.names import LearnerId
from wayfolio.seal import ring

SECRET = bytes(range(32))
KINDS = {"unsealed": "public", "sealed": "family"}
"""What is compared, and the edition that a build is asked for."""


def make_keys(root: Path) -> Keys:
    """Return a key for each learner, as from a file of keys: nothing is derived at a build."""
    chance = random.Random(1)
    learners = sorted(folder.name for folder in (root / "portfolios").iterdir())
    return Keys(
        keys=tuple(
            Key(
                id=f"k{number}",
                kind="family",
                learners=(LearnerId(learner),),
                made=date(2026, 6, 30),
                root=chance.randbytes(32),
            )
            for number, learner in enumerate(learners)
        )
    )


def build_site(root: Path, edition: str) -> tuple[float, float]:
    """Build a school in a process of its own; return its processor seconds and its wall time."""
    command = [str(Path(sys.executable).with_name("wayfolio")), "build", "--edition", edition]
    command += ["--jobs", "1", "--no-search"]
    secret = base64.b64encode(SECRET).decode()
    began, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command,
        cwd=root,
        env=os.environ | {"WAYFOLIO_SECRET": secret, "XDG_CACHE_HOME": str(root.parent / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    return processor, time.perf_counter() - began


def print_median(what: str, taken: Iterable[tuple[float, float]]) -> float:
    """Print the median of some builds, and return its processor seconds."""
    rows = sorted(taken)
    processor, wall = rows[len(rows) // 2]
    print(f"{what}: {processor:.2f} s of the processor, {wall:.2f} s", flush=True)
    return processor


def main() -> None:
    """Make the school twice, build both, change both, and print what it took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--learners", type=int, default=1000)
    parser.add_argument("--changes", type=int, default=3)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wayfolio-sealing-") as folder:
        roots = {kind: Path(folder) / kind for kind in KINDS}
        for root in roots.values():
            make(root, wanted.learners, in_git=True)
        (roots["sealed"] / PLACE).write_bytes(ring.lock_ring(make_keys(roots["sealed"]), SECRET))
        cold, changed = {}, {}
        for kind, edition in KINDS.items():
            cold[kind] = print_median(f"cold, {kind}", [build_site(roots[kind], edition)])
        files = list((roots["sealed"] / "site/family").glob("*.bin"))
        size = sum(file.stat().st_size for file in files)
        print(f"{len(files)} sealed files, {size / 1e6:.0f} MB", flush=True)
        for kind, edition in KINDS.items():
            taken = []
            for number in range(wanted.changes):
                change(roots[kind], number)
                taken.append(build_site(roots[kind], edition))
            changed[kind] = print_median(f"one learner changes one file, {kind}", taken)
    print(f"ratio, cold: {cold['sealed'] / cold['unsealed']:.2f}")
    print(f"ratio, one change: {changed['sealed'] / changed['unsealed']:.2f}")


if __name__ == "__main__":
    main()
