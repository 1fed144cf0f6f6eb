"""Runs one program, and says what it cost: wall and processor seconds, and memory."""

import os
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.1
"""Seconds between two looks at the memory of all processes."""


class CommandFailed(Exception):
    """A program that is measured came to a bad end. The text is the end of what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run of a program cost, with all processes that it started and waited for."""

    wall: float
    """Seconds from start to end."""
    cpu: float
    """Seconds of user and system time."""
    largest: float
    """Peak resident memory of the largest process, in MiB, as the kernel keeps it."""
    together: float
    """Most memory of all its processes at one moment, in MiB, what they share counted once.

    Seen ten times a second, so a short peak may be missed, and 0 of a very short run.
    """


@dataclass(frozen=True, slots=True)
class Spread:
    """Several measurements of one thing."""

    median: float
    least: float
    most: float


def spread(values: Iterable[float]) -> Spread:
    """Return the median, the least and the most. Errors: ValueError where there are none."""
    known = sorted(values)
    return Spread(statistics.median(known), known[0], known[-1])


def measure_command(
    command: Sequence[str],
    folder: Path,
    *,
    limit: float,
    settings: Mapping[str, str] | None = None,
) -> Cost:
    """Run a program in a folder and return its cost. Errors: Failed, also after `limit` seconds.

    What was written before is on the disk when it starts, so that it does not pay for others.
    """
    os.sync()
    # Not in the folder: a file that nobody knows there might be part of the work.
    with tempfile.TemporaryFile() as log:
        began = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(settings or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        # An own session, so that the end of time ends its workers too.
        end_of_time = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        end_of_time.start()
        watch = MemoryWatch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        end_of_time.cancel()
        watch.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            log.seek(0)
            output = log.read().decode("utf-8", errors="replace")[-2000:]
            raise CommandFailed(f"{' '.join(command)} ended with {process.returncode}:\n{output}")
    return Cost(
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        largest=usage.ru_maxrss / 1024,
        together=watch.most,
    )


class MemoryWatch(threading.Thread):
    """Looks at the memory of a process and its descendants until it is told to stop."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.most = 0.0
        """Most memory seen at one moment, in MiB."""
        self._over = threading.Event()

    def run(self) -> None:
        """Look, and wait, until it is over."""
        while not self._over.wait(EVERY):
            kilobytes = sum(_memory(process) for process in _family(self.process))
            self.most = max(self.most, kilobytes / 1024)

    def stop(self) -> None:
        """End the watch, and wait until it has ended."""
        self._over.set()
        self.join()


def _family(process: int) -> list[int]:
    """Return a process and all its descendants."""
    family, left = [], [process]
    while left:
        member = left.pop()
        family.append(member)
        for listed in Path(f"/proc/{member}/task").glob("*/children"):
            left.extend(int(child) for child in _text(listed).split())
    return family


def _memory(process: int) -> int:
    """Return a process's part of the memory, in kB; pages of several count for a part in each."""
    for line in _text(Path(f"/proc/{process}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def _text(file: Path) -> str:
    try:
        return file.read_text("ascii")
    except OSError:
        # It has ended since.
        return ""
