"""`wayfolio serve`: the site, or one learner's pages, in a browser on this machine."""

import argparse
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wayfolio.cli.arguments import parse_port
from wayfolio.cli.command import Command
from wayfolio.cli.console import OK, print_report
from wayfolio.model.counts import count_of

if TYPE_CHECKING:
    from wayfolio.school.read import Report


def add_serve_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio serve`."""
    parser.add_argument("--learner", help="serve one learner's pages, as an audience sees them")
    parser.add_argument(
        "--audience",
        choices=["public", "family", "staff"],
        default="family",
        help="who looks at the learner's pages (default: family)",
    )
    parser.add_argument(
        "--port", type=parse_port, help="the port (default: 8000, or the next that is free)"
    )


def run_serve(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio serve`."""
    from wayfolio.publish.local_server import find_port

    port = find_port(options.port)
    if options.learner:
        return _serve_learner(options, root, today, port)
    from mkdocs.commands.serve import serve

    print(f"building the site for http://127.0.0.1:{port}/ (Ctrl+C ends it)", flush=True)
    serve(config_file=str(root / "mkdocs.yml"), site_url="", dev_addr=f"127.0.0.1:{port}")
    return OK


def _serve_learner(options: argparse.Namespace, root: Path, today: date, port: int) -> int:
    from wayfolio.editions import preview, preview_server
    from wayfolio.load.secret import load_build_secret

    def print_preview(report: "Report") -> None:
        if report.is_clean:
            print(f"{count_of(report.pages, 'file')} for {options.learner}: {options.audience}")
        else:
            print_report(report, root)
            print("the preview is as it was")

    request = preview.PreviewRequest(learner=options.learner, audience=options.audience)
    secret = load_build_secret(os.environ, root)
    maker = preview.Maker(root=root, today=today, request=request, secret=secret)
    preview_server.serve_preview(maker, port, print_preview)
    return OK


SERVE = Command(
    name="serve",
    help="serve the site on this machine, and reload it when files change",
    add_options=add_serve_options,
    run=run_serve,
)
