"""What sealing costs: a made school with a key for each learner, built without and with it.

    .venv/bin/python benchmarks/sealing.py --learners 1000

Nobody in the school is real. Prints processor seconds, since other programs on a machine change the
others; search and the last look for leaks are left out, which are the same for both. One change is
one learner's sealed files.
"""

import argparse
import random
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from school import make
from wayfolio import build, unit
from wayfolio.load.files import Findings
from wayfolio.model.engine import EngineOutput
from wayfolio.model.keys import Key, Keys
from wayfolio.model.names import LearnerId
from wayfolio.publish import engine

SECRET = bytes(range(32))
TODAY = date(2026, 6, 30)


def keys_of(root: Path) -> Keys:
    """Return a key for each learner, as from a file of keys: nothing is derived at a build."""
    chance = random.Random(1)
    learners = sorted(folder.name for folder in (root / "portfolios").iterdir())
    return Keys(
        keys=tuple(
            Key(
                id=f"k{number}",
                kind="family",
                learners=(LearnerId(learner),),
                made=TODAY,
                root=chance.randbytes(32),
            )
            for number, learner in enumerate(learners)
        )
    )


def site(root: Path, made: EngineOutput, keys: Keys | None) -> float:
    """Build a site, and return the seconds of the processor that it took."""
    began = time.process_time()
    report = build.site(root, TODAY, engine=made, preview=True, secret=SECRET, keys=keys)
    if not report.is_clean:
        raise SystemExit("\n".join(map(str, [*report.diagnostics[:5], *report.leaks[:5]])))
    return time.process_time() - began


def one_learner(root: Path, keys: Keys) -> float:
    """Return the seconds that one learner's sealed files take, read and assessed already."""
    read, _ = build.read_school(root, TODAY)
    if read is None:
        raise SystemExit("no school")
    school = replace(read, secret=SECRET)
    locks = unit.family_locks(school, keys)
    read_ones = [unit.read_learner(school, key.learners[0]) for key in keys.keys[:21]]
    taken = []
    for one in read_ones:
        began = time.process_time()
        vaults = locks.vaults[one.portfolio.learner]
        unit.sealed_pages(school, one, vaults, locks.tellings, Findings())
        taken.append(time.process_time() - began)
    return sorted(taken)[len(taken) // 2]


def main() -> None:
    """Make the school, build it twice, and print what it took."""
    told = (__doc__ or "").splitlines()[0]
    parser = argparse.ArgumentParser(description=told)
    parser.add_argument("--learners", type=int, default=1000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wayfolio-sealing-") as folder:
        root = Path(folder)
        make(root, wanted.learners, in_git=False)
        made = engine.run(root, build.frame_sources_at(root, "en"))
        keys = keys_of(root)
        print(f"{len(keys.keys)} learners", flush=True)
        print(f"one learner's sealed files: {one_learner(root, keys):.3f} s", flush=True)
        plain = site(root, made, None)
        print(f"all, unsealed: {plain:.1f} s", flush=True)
        sealed = site(root, made, keys)
        files = list((root / "site/family").glob("*.bin"))
        size = sum(file.stat().st_size for file in files)
        print(f"all, sealed too: {sealed:.1f} s, {len(files)} sealed files, {size / 1e6:.0f} MB")
        print(f"ratio: {sealed / plain:.2f}")


if __name__ == "__main__":
    main()
