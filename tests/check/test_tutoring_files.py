"""What the check says about supports: schedules, sessions and contacts."""

import pytest

from report import diagnose

SUPPORT = "portfolios/ana/supports/reading.yml"
GROUP = "portfolios/_groups/2026-10-05-reading.yml"
PLAN = "from: 2026-10-05, minutes: 45"


def messages(plan: str, sessions: str = "") -> list[str]:
    """Return what is said about a support with a plan."""
    text = f"kind: tutoring\nby: rosa\nplanned: {{{plan}}}\n"
    if sessions:
        text += f"sessions:\n  - {{{sessions}}}\n"
    return [f"{d.at.path}: {d.message}" for d in diagnose({SUPPORT: text})]


@pytest.mark.parametrize(
    ("plan", "sessions", "message"),
    [
        (f"{PLAN}, days: [mon], weeks: 2", "", None),
        (f"{PLAN}, per_week: 2, until: 2026-12-18", "", None),
        (f"{PLAN}, weeks: 2", "", "the plan does not say how often"),
        (f"{PLAN}, days: [mon]", "", "the plan does not say for how long"),
        (f"{PLAN}, days: [mon], until: 2026-10-04", "", "this plan ends before it begins"),
        (f"{PLAN}, days: [mon], weeks: 2", "date: 2026-10-05, status: excused", None),
        (
            f"{PLAN}, days: [mon], weeks: 2",
            "date: 2026-10-05, status: present",
            "“minutes” is missing: somebody was there",
        ),
    ],
)
def test_a_plan_says_how_often_and_how_long(plan: str, sessions: str, message: str | None) -> None:
    said = messages(plan, sessions)

    assert said == ([] if message is None else [f"{SUPPORT}: {message}"])


def test_a_contact_of_a_group_names_its_learner_so_that_no_other_family_reads_of_it() -> None:
    text = (
        "date: 2026-10-05\n"
        "support:\n"
        "  kind: tutoring\n"
        "  by: rosa\n"
        f"  planned: {{{PLAN}, days: [mon], weeks: 2}}\n"
        "  contacts: [{date: 2026-10-06, with: home}]\n"
        "sessions:\n"
        "  - {date: 2026-10-05, minutes: 45, learners: {ana: {}}}\n"
    )

    (fault,) = diagnose({GROUP: text})

    assert fault.message == "a contact is about one learner, and these are a group's"
    assert (fault.at.path, fault.at.line) == (GROUP, 6)


def test_a_session_of_a_group_defines_no_learner() -> None:
    text = (
        "date: 2026-10-05\n"
        "support:\n"
        "  kind: tutoring\n"
        "  by: rosa\n"
        f"  planned: {{{PLAN}, days: [mon], weeks: 2}}\n"
        "sessions:\n"
        "  - {date: 2026-10-05, minutes: 45, learners: {anna: {}}}\n"
    )

    (fault,) = diagnose({GROUP: text})

    assert fault.message == "there is no learner “anna”"
    assert (fault.at.line, fault.hint) == (7, "did you mean “ana”?")
