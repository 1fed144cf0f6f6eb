"""The check of a whole school: a build that publishes nothing, and says what would stop one."""

from msgspec.structs import replace

from wayfolio.build.build_plan import CHECKED, BuildPlan, keep_stamp
from wayfolio.build.leak_sources import place_withheld
from wayfolio.build.publication import update_cache
from wayfolio.build.site_pages import BuildFindings
from wayfolio.check.leaks import Scanner
from wayfolio.school.read import Report


def finish_check(plan: BuildPlan, findings: BuildFindings, report: Report) -> Report:
    """Return the report of a check, and keep for the next one what is right.

    What a page would show and may not becomes an error where its words were typed.
    """
    leaks = sorted({*findings.leaks, *findings.withheld})
    update_cache(plan, findings)
    # What is wrong with a frame is told by no unit, so that the next check must look again.
    keep_stamp(plan.cache, "" if findings.leaks else CHECKED)
    plan.cache.commit()
    places = place_withheld(plan.request.root, Scanner(plan.snapshot.everybody.names), leaks)
    return replace(report, diagnostics=tuple(sorted({*report.diagnostics, *places})), left_out=())
