"""What a comparison says in the end: medians, ratios and a table."""

import os
import platform
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from measuring import Cost, spread
from site_changes import WrittenFiles

OURS = ("ours", "ours-search")


@dataclass(slots=True, kw_only=True)
class Row:
    """One generator: what each round cost."""

    costs: list[Cost] = field(default_factory=list)
    pages: int = 0
    """How many of the counted pages were found in its site."""
    written: WrittenFiles | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that was measured."""

    mode: str
    """cold, or change."""
    learners: int
    pages: int
    rows: Mapping[str, Row]


COLUMNS: Mapping[str, tuple[Callable[[Cost, int], float], int]] = {
    "wall s": (lambda cost, _: cost.wall, 2),
    "CPU s": (lambda cost, _: cost.cpu, 2),
    "pages/s": (lambda cost, pages: pages / cost.wall, 0),
    "largest process MiB": (lambda cost, _: cost.largest, 0),
    "all processes MiB": (lambda cost, _: cost.together, 0),
}
"""Heads of the table: the figure from a run's cost and the number of pages, and its decimals."""


def as_json(comparison: Comparison) -> dict[str, object]:
    """Return figures for programs: seconds, MiB, and ratios of the others to ours."""
    return {
        "mode": comparison.mode,
        "learners": comparison.learners,
        "pages": comparison.pages,
        "machine": machine(),
        "rows": {name: _figures(row, comparison.pages) for name, row in comparison.rows.items()},
        "ratios": ratios(comparison.rows),
    }


def _figures(row: Row, pages: int) -> dict[str, object]:
    figures: dict[str, object] = {
        what: _round_spread(values)
        for what, values in {
            "wall_s": [cost.wall for cost in row.costs],
            "cpu_s": [cost.cpu for cost in row.costs],
            "pages_a_second": [pages / cost.wall for cost in row.costs],
            "largest_process_mib": [cost.largest for cost in row.costs],
            "all_processes_mib": [cost.together for cost in row.costs],
        }.items()
    }
    figures |= {"rounds": len(row.costs), "pages_found": row.pages}
    if row.written is not None:
        figures["files"] = asdict(row.written)
    return figures


def _round_spread(values: Sequence[float]) -> dict[str, float]:
    figures = spread(values)
    return {
        "median": round(figures.median, 4),
        "min": round(figures.least, 4),
        "max": round(figures.most, 4),
    }


def ratios(rows: Mapping[str, Row]) -> dict[str, dict[str, dict[str, float]]]:
    """Return, for each row of ours and each other one, how many times as long the other took."""
    return {
        mine: {
            name: {
                "wall": _ratio(row, rows[mine], lambda cost: cost.wall),
                "cpu": _ratio(row, rows[mine], lambda cost: cost.cpu),
            }
            for name, row in rows.items()
            if name not in OURS
        }
        for mine in OURS
        if mine in rows
    }


def _ratio(other: Row, mine: Row, what: Callable[[Cost], float]) -> float:
    pairs = zip(other.costs, mine.costs, strict=True)
    return round(statistics.median(what(other) / what(own) for other, own in pairs), 3)


def machine() -> dict[str, object]:
    """Return where it was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_at_end": round(os.getloadavg()[0], 1),
    }


def as_table(comparison: Comparison) -> str:
    """Return the figures as a Markdown table: medians, in brackets the least and the most."""
    rounds = max(len(row.costs) for row in comparison.rows.values())
    where = machine()
    # After one change not all pages are made, so a speed would say nothing.
    kept = {
        head: it for head, it in COLUMNS.items() if comparison.mode == "cold" or head != "pages/s"
    }
    lines = [
        f"{comparison.pages} pages of {comparison.learners} learners, {comparison.mode}, "
        f"{rounds} rounds, "
        f"{where['cores']} cores, load {where['load_at_end']} in the end",
        "",
        f"| | {' | '.join(kept)} |",
        f"| --- |{' ---: |' * len(kept)}",
    ]
    for name, row in comparison.rows.items():
        cells = (
            _cell([figure(cost, comparison.pages) for cost in row.costs], digits)
            for figure, digits in kept.values()
        )
        lines.append(f"| {name} | {' | '.join(cells)} |")
    for mine, others in ratios(comparison.rows).items():
        for name, ratio in others.items():
            lines.append(f"\n{name} / {mine}: {ratio['wall']:.2f} wall, {ratio['cpu']:.2f} CPU")
    for name, row in comparison.rows.items():
        if row.written is not None:
            lines.append(f"\n{name}: {_describe_files(row.written)}")
    return "\n".join(lines)


def _cell(values: Sequence[float], digits: int) -> str:
    figures = spread(values)
    return f"{figures.median:.{digits}f} ({figures.least:.{digits}f}-{figures.most:.{digits}f})"


def _describe_files(written: WrittenFiles) -> str:
    return (
        f"{written.written} of {written.files} files written ({written.same} of them with the same "
        f"bytes as before), {written.linked} only linked anew, {written.removed} removed"
    )
