"""How heavy and how quick the staff's grid is for a school of hundreds.

    PYTHONPATH=tests/support .venv/bin/python benchmarks/staff_grid.py [--learners 500]

Writes a school of 60 competencies into a folder that goes again, builds its staff edition, and
opens the grid in Debian's chromium. Times are milliseconds. Prints JSON.
"""

import argparse
import gzip
import json
import tempfile
import time
from datetime import date
from pathlib import Path

from browsing import open_chromium, serve
from large_school import write_large_school
from wayfolio.editions import staff

MEASURE = """async change => {
  const began = performance.now()
  change()
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)))
  return Math.round(performance.now() - began)
}"""
FIND = """() => {
  const form = document.querySelector("[data-staff-filter]")
  form.querySelector("[type=search]").value = "Number 01"
  form.dispatchEvent(new Event("input"))
}"""
AREA = """() => {
  const form = document.querySelector("[data-staff-filter]")
  form.querySelector("[type=search]").value = ""
  form.querySelector("[data-areas]").value = "a3"
  form.dispatchEvent(new Event("input"))
}"""
SORT = "() => document.querySelector('thead th[data-a=a3] button').click()"


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--learners", type=int, default=500)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        root = write_large_school(Path(place), wanted.learners)
        began = time.perf_counter()
        report = staff.build_staff_edition(root, date(2027, 3, 12), searchable=False)
        seconds = time.perf_counter() - began
        assert report.is_clean, report.diagnostics[:3]
        page = (root / "site-staff/staff/grid-core/index.html").read_bytes()
        figures = {
            "learners": wanted.learners,
            "build_seconds": round(seconds, 1),
            "files": report.pages,
            "page_kilobytes": len(page) // 1000,
            "page_kilobytes_gzipped": len(gzip.compress(page, 6)) // 1000,
            **in_browser(root / "site-staff"),
        }
    print(json.dumps(figures, indent=2))


def in_browser(site: Path) -> dict[str, int]:
    """Return how long it takes until the grid is seen, filtered and sorted."""
    with serve(site) as address, open_chromium() as browser:
        tab = browser.new_page(viewport={"width": 1280, "height": 844})
        tools = tab.context.new_cdp_session(tab)
        tools.send("Performance.enable", {"timeDomain": "threadTicks"})
        tab.goto(f"{address}staff/", wait_until="load")
        tab.goto(f"{address}staff/grid-core/", wait_until="load")
        seen = tab.evaluate(
            "Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime)"
        )
        loaded = tab.evaluate(
            "Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd)"
        )
        ready = tab.evaluate("document.querySelectorAll('thead button').length")
        assert ready > 60
        metrics = tools.send("Performance.getMetrics")["metrics"]
        used = {metric["name"]: metric["value"] for metric in metrics}
        return {
            "first_view": seen,
            "loaded": loaded,
            # Of the page's own thread, so that a busy machine changes it little.
            "processor_until_loaded": round(1000 * used["TaskDuration"]),
            "find_a_name": tab.evaluate(f"({MEASURE})({FIND})"),
            "choose_an_area": tab.evaluate(f"({MEASURE})({AREA})"),
            "sort_a_column": tab.evaluate(f"({MEASURE})({SORT})"),
        }


if __name__ == "__main__":
    main()
