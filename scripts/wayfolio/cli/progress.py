"""What somebody sees while a build runs: a bar on a terminal, plain lines elsewhere."""

import sys
import time

from msgspec import Struct, field

WIDTH = 30
LINES = 10
"""In a log, so many lines for all learners; none where there are few."""
FEW = 200
SLOWEST = 3


class Progress(Struct):
    """Tells how far a build is, and where its time goes. It tells people, and decides nothing."""

    is_terminal: bool
    profile: bool = False
    phases: list[tuple[str, float]] = field(default_factory=list)
    """Each part of the work, and when it began."""
    slow: list[tuple[float, str]] = field(default_factory=list)
    """Seconds since the learner before, and whose work they were."""
    last: float = field(default_factory=time.perf_counter)
    is_drawn: bool = False

    def began(self, phase: str) -> None:
        """Note that a part of the work begins."""
        self.last = time.perf_counter()
        self.phases.append((phase, self.last))

    def progress(self, done: int, of: int, learner: str) -> None:
        """Show how many learners are done."""
        now = time.perf_counter()
        self.slow = sorted([*self.slow, (now - self.last, learner)], reverse=True)[:SLOWEST]
        self.last = now
        if self.is_terminal:
            filled = WIDTH * done // of
            bar = "#" * filled + "." * (WIDTH - filled)
            print(f"\r[{bar}] {done} of {of} learners", end="", file=sys.stderr, flush=True)
            self.is_drawn = True
        elif of >= FEW and done * LINES // of != (done - 1) * LINES // of:
            print(f"{done} of {of} learners", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Clear the bar, and say where the time went if somebody asked."""
        if self.is_drawn:
            print(f"\r{' ' * (WIDTH + 40)}\r", end="", file=sys.stderr, flush=True)
        if not self.profile:
            return
        ends = [began for _, began in self.phases[1:]] + [time.perf_counter()]
        for (phase, began), ended in zip(self.phases, ends, strict=True):
            print(f"{ended - began:8.3f} s  {phase}")
        for seconds, learner in self.slow:
            print(f"{seconds:8.3f} s  of it for {learner}")
