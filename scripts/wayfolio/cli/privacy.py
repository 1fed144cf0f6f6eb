"""`wayfolio audit`, `clean` and `forget`. No rules inside."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wayfolio.cli import transcript
from wayfolio.cli.exits import (
    CLEAN,
    TO_MEND,
    USAGE,
    count_of,
    print_report,
    school_root,
    school_today,
)
from wayfolio.model.diagnostics import has_errors

if TYPE_CHECKING:
    from wayfolio.school.read import Report


def add_privacy(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands that look for private words, or remove them."""
    audit = commands.add_parser("audit", help="look for anything private in a built site")
    audit.add_argument("site", type=Path, metavar="SITE")
    audit.add_argument("--school", type=Path, help="the school's folder (this one)")
    clean = commands.add_parser("clean", help="take places and cameras out of pictures and films")
    clean.add_argument("files", nargs="+", type=Path, metavar="FILE")
    transcript.add_commands(commands)
    forget = commands.add_parser("forget", help="find every trace of a learner, and remove some")
    forget.add_argument("learner")
    forget.add_argument("--site", type=Path, help="the published folder (site/)")


def print_leaks(report: "Report") -> None:
    """Print each place in a site that holds what it may not."""
    from wayfolio.render.text.diagnostics import plain

    for leak in report.leaks:
        print(plain(str(leak)))
    if report.leaks:
        print(f"\n{count_of(len(report.leaks), 'place')} in the site that should not be there")


def audit(chosen: argparse.Namespace) -> int:
    """Run `wayfolio audit`."""
    from wayfolio.build import api
    from wayfolio.load.secret import SecretRefused, build_secret

    root = chosen.school or school_root()
    if not chosen.site.is_dir():
        print(f"wayfolio: {chosen.site} is no folder: name a built site", file=sys.stderr)
        return USAGE
    try:
        report = api.audit_site(root, chosen.site, school_today(), build_secret(os.environ, root))
    except SecretRefused as refused:
        print(f"wayfolio: {refused}", file=sys.stderr)
        return USAGE
    if has_errors(report.diagnostics):
        print_report(report, root=root)
        print("the school must be mended first: what is private is read from it")
        return TO_MEND
    print_leaks(report)
    if report.is_clean:
        print(f"nothing private in {chosen.site}")
    return CLEAN if report.is_clean else TO_MEND


def clean(chosen: argparse.Namespace) -> int:
    """Run `wayfolio clean`."""
    from wayfolio.erasure import forget
    from wayfolio.render.text.diagnostics import plain

    is_well = True
    for file, said, went_well in forget.clean(chosen.files):
        print(plain(f"{file} {said}"))
        is_well = is_well and went_well
    return CLEAN if is_well else TO_MEND


def forget(chosen: argparse.Namespace) -> int:
    """Run `wayfolio forget`."""
    from wayfolio.erasure import forget
    from wayfolio.load.secret import SecretRefused, build_secret
    from wayfolio.model.keys import KeysRefused
    from wayfolio.render.text.diagnostics import plain

    root = school_root()
    sites = [chosen.site] if chosen.site else [root / "site", root / "site-staff"]
    try:
        forgotten = forget.forget(root, chosen.learner, sites, build_secret(os.environ, root))
    except (forget.NobodyKnown, KeysRefused, SecretRefused) as unknown:
        print(f"wayfolio: {unknown}", file=sys.stderr)
        return USAGE
    for line in forgotten.lines():
        print("\n".join(plain(part) for part in line.split("\n")))
    return CLEAN
