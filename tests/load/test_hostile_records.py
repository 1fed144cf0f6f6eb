"""Records and rules that somebody writes to get more than is due: each is told, and where."""

import pytest

from report import BADGES, CORE, LEARNER, RATINGS, SMALL, report


def rated(level: str, by: str = "rosa", on: str = "2027-03-03") -> dict[str, str]:
    """Return ratings of one day."""
    return {RATINGS: f"- {{date: {on}, kind: studio, by: {by}, ratings: {{MTH.1: {level}}}}}\n"}


def work(on: str, name: str) -> dict[str, str]:
    """Return a piece of evidence."""
    text = f"---\ntitle: x\ndate: {on}\nkind: model\n---\nx\n"
    return {f"portfolios/ana/evidence/{on}-{name}.md": text}


NOBODY = "name: {full: F, first: F}\ngroup: harbor\n"
HARM: dict[str, tuple[dict[str, str], str]] = {
    "a learner rates own work": (rated("2", by="ana"), "there is no person “ana”"),
    "a level above the scale": (rated("99"), "99 is not a level of this scale"),
    "a level below it": (rated("-1"), "-1 is not a level of this scale"),
    "a level between halves": (rated("3.25"), "3.25 is not a level of this scale"),
    "a level with an exponent": (rated("1e3"), "expected a number, M or O"),
    "a level in other digits": (rated("٣"), "expected a number, M or O"),
    "no number at all": (rated(".nan"), "expected a number, M or O"),
    "a rating from the future": (rated("2", on="2028-03-03"), "is in the future"),
    "a rating before its evidence": (
        {
            **work("2027-03-05", "y"),
            RATINGS: "- {date: 2027-03-03, kind: studio, by: rosa, ratings: {MTH.1: 2},"
            " evidence: [2027-03-05-y]}\n",
        },
        "before the evidence was made",
    ),
    "a role in a learner's file": ({LEARNER: f"{NOBODY}role: admin\n"}, "unknown key “role”"),
    "consent in a plan": ({"portfolios/ana/plan.yml": "consent: []\n"}, "unknown key “consent”"),
    "a learner called like a part of the site": (
        {"portfolios/family/learner.yml": NOBODY},
        "is the name of a part of the site",
    ),
    "two codes of one address": (
        {CORE: str(SMALL[CORE]).replace("MTH.2", "mth-1")},
        "“mth-1” is too like “MTH.1”",
    ),
    "a code that leads elsewhere": (
        {CORE: str(SMALL[CORE]).replace("MTH.2", "../x")},
        "“../x” cannot be the name of a competency",
    ),
    "two pieces of one address": (
        {**work("2027-03-05", "y"), **work("2027-03-04", "y")},
        "is already used",
    ),
    "two names that differ in case": (
        {**work("2027-03-05", "y"), **work("2027-03-05", "Y")},
        "a name that not every computer can hold",
    ),
    "a badge that everybody has": (
        {BADGES: "badges: [{id: b, title: B, kind: project, criteria: {all: []}}]\n"},
        "this list is empty",
    ),
    "a badge without a rule": (
        {BADGES: "badges: [{id: b, title: B, kind: project}]\n"},
        "“criteria” is missing",
    ),
    "a pattern in a rule": (
        {BADGES: "badges: [{id: b, title: B, criteria: {matches: '(a+)+$'}}]\n"},
        "is not a requirement",
    ),
}


@pytest.mark.parametrize("harm", HARM)
def test_who_writes_what_is_not_theirs_is_told(harm: str) -> None:
    files, said = HARM[harm]

    assert said in report(files)
