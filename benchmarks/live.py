"""How long from saving a file to its new page in a browser: python benchmarks/live.py.

The example school, `wayfolio serve --learner zara`, Debian's chromium at the width of a phone.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from browsing import open_chromium
from example_school import copy_example

RUNS = 12
REST = 3.0
"""Seconds between two, as somebody who writes would take at least."""
FILES = {
    "": "portfolios/zara/plan.yml",
    "evidence/lost-property/": "portfolios/zara/evidence/2026-09-25-lost-property.md",
}
"""Page of the learner -> what is saved."""
SENTENCE = re.compile("polite to a stranger|the shelf has rules|save \\d+ of many")
SEEN = """
    const note = () => requestAnimationFrame(() => {
        const words = document.body?.innerText.match(/save \\d+ of many/);
        if (words && !sessionStorage.getItem(words[0]))
            sessionStorage.setItem(words[0], Date.now());
    });
    new MutationObserver(note).observe(document, {childList: true, subtree: true});
"""
"""Notes in the page when its words were first drawn. Playwright looks every half second only."""


def main() -> None:
    """Print a row for each kind of page: seconds, median (least-most)."""
    with tempfile.TemporaryDirectory() as folder, open_chromium() as browser:
        school = copy_example(Path(folder) / "school")
        command = [sys.executable, "-m", "wayfolio.cli.main", "serve", "--learner", "zara"]
        running = subprocess.Popen(
            [*command, "--port", "0"], cwd=school, stdout=subprocess.PIPE, text=True
        )
        assert running.stdout is not None
        address = next(line.strip() for line in running.stdout if line.startswith("http"))
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.add_init_script(SEEN)
        for where, path in FILES.items():
            page.goto(address + where)
            file = school / path
            text = file.read_text("utf-8")
            page.evaluate("sessionStorage.clear()")
            times = sorted(_time_save(page, file, text, number) for number in range(RUNS))
            middle = statistics.median(times)
            print(f"{path:58} {middle:.2f} ({times[0]:.2f}-{times[-1]:.2f})")
        running.terminate()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def _time_save(page: Page, file: Path, text: str, number: int) -> float:
    """Save a file with other words, and return how many seconds it took until they were seen."""
    words = f"save {number} of many"
    fresh, count = SENTENCE.subn(words, text)
    assert count
    began = time.time()
    file.write_text(fresh, "utf-8")
    page.get_by_text(words).first.wait_for()
    time.sleep(REST)
    return float(page.evaluate("words => sessionStorage.getItem(words)", words)) / 1000 - began


if __name__ == "__main__":
    main()
