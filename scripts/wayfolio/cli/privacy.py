"""`wayfolio audit`, `clean` and `forget`: private words and traces, found or removed."""

import argparse
import os
from datetime import date, timedelta
from pathlib import Path

from wayfolio.cli.command import Command
from wayfolio.cli.console import (
    HAS_ERRORS,
    OK,
    print_leaks,
    print_plain,
    print_report,
    refuse,
    school_today,
)
from wayfolio.model.counts import count_of
from wayfolio.model.diagnostics import has_errors


def add_audit_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio audit`."""
    parser.add_argument("site", type=Path, metavar="SITE", help="the folder of the built site")
    parser.add_argument("--school", type=Path, help="the school's folder (default: this one)")


def add_clean_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio clean`."""
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="pictures, films, recordings or PDFs"
    )


def add_forget_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio forget`."""
    parser.add_argument("learner", help="the learner's id")
    parser.add_argument("--site", type=Path, help="the published folder (default: site/)")


def add_takedown_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio takedown`."""
    parser.add_argument(
        "learners",
        nargs="*",
        metavar="LEARNER",
        help="learners to remove (default: only those whose consent has ended)",
    )
    parser.add_argument("--site", type=Path, help="the published folder (default: site/)")
    parser.add_argument(
        "--unmarked",
        action="store_true",
        help="the folder is the site although its file .wayfolio-site is gone",
    )


def run_audit(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio audit`."""
    from wayfolio.build import api
    from wayfolio.load.secret import load_build_secret

    school = options.school or root
    if not options.site.is_dir():
        return refuse(f"{options.site} is no folder: name a built site")
    if options.school:
        today = school_today(school)
    report = api.audit_site(school, options.site, today, load_build_secret(os.environ, school))
    if has_errors(report.diagnostics):
        print_report(report, school)
        print("fix the school's errors first: the private words are read from it")
        return HAS_ERRORS
    print_leaks(report)
    if report.is_clean:
        print(f"nothing private in {options.site}")
    return OK if report.is_clean else HAS_ERRORS


def run_clean(options: argparse.Namespace, _: Path, __: date) -> int:
    """Run `wayfolio clean`."""
    from wayfolio.erasure.forget import clean_files

    all_cleaned = True
    for file, outcome, is_cleaned in clean_files(options.files):
        print_plain([f"{file} {outcome}"])
        all_cleaned = all_cleaned and is_cleaned
    return OK if all_cleaned else HAS_ERRORS


def run_forget(options: argparse.Namespace, root: Path, _: date) -> int:
    """Run `wayfolio forget`."""
    from wayfolio.erasure.forget import forget_learner
    from wayfolio.load.secret import load_build_secret

    sites = [options.site] if options.site else [root / "site", root / "site-staff"]
    traces = forget_learner(root, options.learner, sites, load_build_secret(os.environ, root))
    for text in traces.lines():
        print_plain(text.split("\n"))
    return OK


def run_takedown(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio takedown`."""
    from wayfolio.build.cache_folder import cache_folder, user_cache_home
    from wayfolio.build.takedown import take_out
    from wayfolio.build.withdrawal import Place
    from wayfolio.load.secret import load_build_secret
    from wayfolio.repository.versions import program_version

    site = (options.site or root / "site").resolve()
    place = Place(root, site, today, load_build_secret(os.environ, root))
    program = program_version(user_cache_home())
    takedown = take_out(
        place, options.learners, cache_folder(root), program, is_unmarked=options.unmarked
    )
    print_plain(f"removed {path}" for path in takedown.removed)
    print(f"{count_of(len(takedown.removed), 'file')} left {site}")
    for learner, at in takedown.still_allowed:
        print_plain([f"{at}: {learner} may still be shown, so the next build does it again"])
    if takedown.still_allowed:
        print(f"  hint: end the consent with  until: {today - timedelta(days=1)}")
    if takedown.removed:
        print("now bring the folder to where families read it: push, or run the job that publishes")
    return OK


AUDIT = Command(
    name="audit",
    help="search a built site for private words",
    add_options=add_audit_options,
    run=run_audit,
)
CLEAN = Command(
    name="clean",
    help="remove locations and other metadata from pictures and films",
    add_options=add_clean_options,
    run=run_clean,
)
FORGET = Command(
    name="forget",
    help="find every trace of a learner, and remove some",
    add_options=add_forget_options,
    run=run_forget,
)
TAKEDOWN = Command(
    name="takedown",
    help="take learners out of the published site at once, without a build",
    add_options=add_takedown_options,
    run=run_takedown,
)
