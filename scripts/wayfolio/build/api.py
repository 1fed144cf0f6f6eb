"""What callers run: a build of the public edition, and an audit of a built site.

A build maps learners to pages and rows, one learner at a time (`learner_unit.py`), and then makes
the listing pages from the rows. What has not changed since the last build is not built again
(`freshness.py`).
"""

import sqlite3
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from wayfolio.build.leak_audit import build_scanner, find_leaks
from wayfolio.build.request import BuildRequest
from wayfolio.build.site_build import build_and_publish, check_and_keep
from wayfolio.load.built_site import read_own_pages
from wayfolio.school.learner import soften_for_site, view_as_public
from wayfolio.school.read import Report, read_all


def build_site(request: BuildRequest) -> Report:
    """Build the public edition.

    Where an author must mend something, or the site would hold something private, nothing is
    published and the old site stays. Errors: SiteRefused, MissingHub, ClusterMissing, WorkerDied.
    """
    try:
        return build_and_publish(request)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        if request.cache_folder is None:
            raise
        # A damaged cache costs time and nothing else.
        return build_and_publish(request, trusts_cache=False)


def check_site(request: BuildRequest) -> Report:
    """Check a whole school by building it, up to where a build would publish it.

    What this accepts, `build_site` publishes. Nothing is written but the check's own cache. Errors:
    WorkerDied.
    """
    folder = request.cache_folder
    request = replace(
        request, is_check=True, cache_folder=folder / "check" if folder is not None else None
    )
    try:
        return check_and_keep(request)
    except (sqlite3.OperationalError, OSError):
        if request.cache_folder is None:
            raise
        # Another check is running, or there is no place for a cache.
        return check_and_keep(replace(request, cache_folder=None))
    except sqlite3.DatabaseError:
        return check_and_keep(request, trusts_cache=False)


def audit_site(root: Path, site: Path, today: date, secret: bytes | None = None) -> Report:
    """Look into every byte of a built site for what the school at `root` may not publish."""
    report, school, units = read_all(root, today)
    report = replace(report, diagnostics=tuple(soften_for_site(report.diagnostics)))
    if school is None:
        return report
    school = replace(school, secret=secret)
    seen = [view_as_public(school, unit) for unit in units]
    scanner = build_scanner(
        school.catalogue, school.roster, school.people, school.today, seen, read_own_pages(root)
    )
    return replace(report, leaks=tuple(find_leaks(site, scanner)))
