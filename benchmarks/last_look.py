"""Measures what the last look costs a cold build, and what one name more or less costs the next.

    python benchmarks/school.py FOLDER --pages 5000 && python benchmarks/last_look.py FOLDER

Processor seconds of one process, without search. One learner's consent to the name ends, and is
given again. The cache lies beside the school.
"""

import argparse
import shutil
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from wayfolio.build import api, learner_unit, site_pages
from wayfolio.build.request import BuildRequest

TODAY = date(2026, 6, 30)
LOOKS = (
    (learner_unit, "find_learner_leaks"),
    (learner_unit, "find_page_leaks"),
    (site_pages, "find_page_leaks"),
    (site_pages, "_find_frame_leaks"),
)
ALLOWED, WITHOUT_NAME = "[name, work, badges]", "[work, badges]"

spent: list[float] = []


def measure(look: Callable[..., Iterable[Any]]) -> Callable[..., tuple[Any, ...]]:
    """Return a function that does the same and notes how long it takes."""

    def measured(*arguments: Any, **named: Any) -> tuple[Any, ...]:
        start = time.process_time()
        leaks = tuple(look(*arguments, **named))
        spent.append(time.process_time() - start)
        return leaks

    return measured


def build(root: Path, what: str) -> None:
    """Build, and print what it cost."""
    spent.clear()
    start = time.process_time()
    report = api.build_site(
        BuildRequest(
            root=root,
            today=TODAY,
            is_searchable=False,
            jobs=1,
            cache_folder=cache_of(root),
            secret=b"s" * 32,
        )
    )
    whole, look = time.process_time() - start, sum(spent)
    print(
        f"{what}: {whole:.1f} s, of which the last look {look:.2f} s ({look / whole:.1%});"
        f" {report.rebuilt_learners} learners rebuilt, {report.written} files written,"
        f" {report.removed} removed"
    )


def cache_of(root: Path) -> Path:
    """Return the folder of a school's cache."""
    return root.with_name(f"{root.name}.cache")


def main() -> None:
    """Build cold, with one name less, and with that name again."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    root = parser.parse_args().folder
    for module, name in LOOKS:
        setattr(module, name, measure(getattr(module, name)))
    shutil.rmtree(root / "site", ignore_errors=True)
    shutil.rmtree(cache_of(root), ignore_errors=True)
    file = sorted(root.glob("portfolios/*/learner.yml"))[11]
    text = file.read_text("utf-8")
    build(root, "cold")
    try:
        file.write_text(text.replace(ALLOWED, WITHOUT_NAME), "utf-8")
        build(root, "one name more is private")
    finally:
        file.write_text(text, "utf-8")
    build(root, "one name less is private")


if __name__ == "__main__":
    main()
