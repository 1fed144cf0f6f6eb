"""How long a map takes, and how large it is: python benchmarks/maps.py. Figures, no promises."""

import gzip
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from grown_maps import empty_school_site, generate_map
from wayfolio.render.maps.views import map_view


def main() -> None:
    """Print a row for each size: the best of five, and the drawing's size in bytes."""
    print(f"{'nodes':>6} {'edges':>6} {'ms':>7} {'bytes':>8} {'gzipped':>8}")
    for count in (60, 100, 150, 300):
        path_map = generate_map(count)
        times = []
        for _ in range(5):
            began = time.perf_counter()
            view = map_view(path_map, empty_school_site(), base="../", name="m")
            times.append(time.perf_counter() - began)
        drawing = view.svg.encode()
        small = len(gzip.compress(drawing, 9))
        ms = 1000 * min(times)
        print(f"{count:>6} {len(path_map.edges):>6} {ms:>7.1f} {len(drawing):>8} {small:>8}")


if __name__ == "__main__":
    main()
