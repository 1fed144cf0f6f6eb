"""The order of the rooms: load, check, assess, plan, render, publish.

A build is a map over learners, then a reduction: one learner is one unit of work (`unit.py`), from
the catalogue, the roster and one portfolio to pages and rows; pages about all learners come from
the rows. What is as it was when the last build made it is not made again (`fresh.py`).
"""

import sqlite3
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from wayfolio.build.leak_audit import leaks, scanner
from wayfolio.build.site_build import How, Options, Publication
from wayfolio.load.built_site import handwritten
from wayfolio.model.engine import EngineOutput
from wayfolio.model.keys import Keys
from wayfolio.school.learner import for_site, view_as_public
from wayfolio.school.read import Report, read_all


def audit_site(root: Path, site: Path, today: date, secret: bytes | None = None) -> Report:
    """Look into every byte of a built site for what the school at `root` may not publish."""
    report, school, units = read_all(root, today)
    report = replace(report, diagnostics=tuple(for_site(report.diagnostics)))
    if school is None:
        return report
    school = replace(school, secret=secret)
    seen = [view_as_public(school, unit) for unit in units]
    look = scanner(
        school.catalogue, school.roster, school.people, school.today, seen, handwritten(root)
    )
    return replace(report, leaks=tuple(leaks(site, look)))


def build_site(  # noqa: PLR0913 - each is something that a door decides
    root: Path,
    today: date,
    *,
    engine: EngineOutput | None = None,
    folder: Path | None = None,
    preview: bool = False,
    searchable: bool = True,
    secret: bytes | None = None,
    keys: Keys | None = None,
    keep_going: bool = False,
    how: How | None = None,
) -> Report:
    """Build the public edition into `folder` (the school's `site/` where nothing is said).

    Where an author must mend something, or the site would hold what it may not, nothing is
    published and the old site stays. `secret`: the school's build secret. `keys`: where there are
    any, the family edition is built with them and lies sealed in `family/`; they need the secret.
    `keep_going`: leave out the work, or the learner, that has an error, and build the rest.
    `engine`: what the site engine made, where a door has run it already. `preview`: for a server on
    this machine, so without a content policy, without search and without the last look for leaks.
    """
    how = how or How()
    options = Options(
        root=root,
        today=today,
        site=(folder or root / "site").resolve(),
        engine=engine,
        is_preview=preview,
        is_searchable=searchable and not preview,
        secret=secret,
        how=how,
        keys=keys,
        keep_going=keep_going,
    )
    try:
        return Publication(options).run()
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        if how.remember is None:
            raise
        # Whatever has happened to what was remembered: it is not needed.
        return Publication(replace(options, is_trusting=False)).run()
