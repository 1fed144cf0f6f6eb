"""How a learner's page does on a slow phone, by Lighthouse: 4 times slower, a weak mobile network.

    .venv/bin/python benchmarks/phone.py SITE FOLDER [ADDRESS ...]

`SITE`: a built site. `FOLDER`: outside the project; Lighthouse is put there once, by npm, and
needs node 20 and Chromium. `ADDRESS`: pages to look at (learners/amara/).
"""

import gzip
import json
import os
import subprocess
import sys
import threading
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PASSED = 0.9
LIGHTHOUSE = "lighthouse@12.8.2"
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
PACKED = (".html", ".css", ".js", ".svg", ".json", ".xml")
FIGURES = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
    "speed-index",
)


class Host(SimpleHTTPRequestHandler):
    """A static host that packs text, as those do that schools use."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Give a file, packed where that makes it smaller."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        content = file.read_bytes()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(file)))
        if file.suffix in PACKED:
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep the output clean."""


def run_lighthouse(folder: Path, url: str) -> Any:
    """Return what Lighthouse says of a page."""
    if not (folder / "node_modules/lighthouse").is_dir():
        install = ["npm", "install", "--no-audit", "--no-fund", LIGHTHOUSE]
        subprocess.run(install, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    command = ["node_modules/.bin/lighthouse", url, "--quiet", "--output=json"]
    command += ["--output-path=stdout", f"--chrome-flags={FLAGS}"]
    environment = {"CHROME_PATH": "/usr/bin/chromium", **os.environ}
    ran = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, env=environment)
    return json.loads(ran.stdout)


def print_scores(address: str, report: Any) -> None:
    """Print what Lighthouse says: scores of 100, figures, and what it would mend."""
    audits = report["audits"]
    print(
        address,
        *(
            f"{category['id']} {100 * category['score']:.0f}"
            for category in report["categories"].values()
        ),
    )
    print("  ", ", ".join(f"{figure} {audits[figure]['displayValue']}" for figure in FIGURES))
    for name, audit in audits.items():
        if audit["score"] is not None and audit["score"] < PASSED:
            print(f"   - {name}: {audit['title']} {audit.get('displayValue', '')}")


def main() -> None:
    """Print scores and figures of each page."""
    site, folder, *addresses = sys.argv[1:]

    def host(*given: object) -> Host:
        return Host(*given, directory=site)  # type: ignore[arg-type]

    with ThreadingHTTPServer(("127.0.0.1", 0), host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for address in addresses or ["learners/amara/"]:
            report = run_lighthouse(
                Path(folder), f"http://127.0.0.1:{server.server_port}/{address}"
            )
            print_scores(address, report)
        server.shutdown()


if __name__ == "__main__":
    main()
