"""Whether what people wrote fits together: what is told, where, how, and how often."""

# ruff: noqa: E501 - a case of a table stands in one line

import json
from pathlib import Path

import pytest

from report import (
    BADGES,
    BRIDGE,
    CORE,
    LEARNER,
    PICTURE,
    PLACEMENTS,
    POLICIES,
    RATINGS,
    SCALES,
    SCHOOL,
    SMALL,
    TODAY,
    Files,
    diagnose,
    format_page_school,
    report,
    school,
    write,
)
from wayfolio.cli.main import main
from wayfolio.school.read import check_school

PLAN = "portfolios/ana/plan.yml"
BUS_MAP = "portfolios/ana/evidence/2027-03-01-bus-map.md"
YEARS = "competencies/pathways/early-college.yml"
EXPERIENCE = "competencies/experiences/bus.yml"
SUPPORT = "portfolios/ana/supports/reading.yml"
BEN = "portfolios/ben/learner.yml"

MISTAKES = [
    (SCHOOL, "assessor: tutor", "assessor: tutr", "11:43", "did you mean “tutor”?"),
    (SCHOOL, "in: harbor, ex", "in: harbour, ex", "15:43", "did you mean “harbor”?"),
    (SCALES, "{value: 1,", '{value: "1",', "14:20", "write 1 without quotes"),
    (POLICIES, "weight: 0.65", "weight: 65", "4:3", "65 percent is written 0.65"),
    (CORE, "code: MTH.9, title", "code: MTH.2, title", "44:9", "give it a code of its own"),
    (CORE, "until: 2026-08-01", "until: 2026-08-41", "32:43", "check the month"),
    (YEARS, "before: {courses", "befor: {courses", "15:5", "did you mean “before”?"),
    (EXPERIENCE, "targets: [MTH.1.1, MTH.1.2]", "targets: [MTH.1.1, MTH.7.2]", "10:20", "did you mean"),
    (BADGES, "{hours: 20,", "{hours: 0,", "26:15", "write 1 or more"),
    ("competencies/menu.yml", "levels: [2, 6]", "levels: [2]", "2:108", "write for example [2, 1]"),
    ("competencies/lessons/landing-on-tens.md", "minutes: 45", "minutes: soon", "5:10", "whole number"),
    ("competencies/inquiries/q1.yml", "question: Does", "question: Why: does", "4:14", "in quotes"),
    (LEARNER, "until: 2027-08-01}", "until: 2026-08-01}", "12:5", "swap from and until"),
    (BEN, "group: harbor-11", "", "1:1", "add “group: ” with the name of a group"),
    (BUS_MAP, "alt: A map", "summary: A map", "19:5", "add “alt: ”"),
    (RATINGS, "MTH.1.1: 9.5", "MTH.1.1: 9.3", "11:14", "in steps of 0.5"),
    (RATINGS, "by: rosa, exam", "by: rosie, exam", "19:38", "did you mean “rosa”?"),
    (PLACEMENTS, "why: portfolio", "why: portfolio, why: a portfolio", "1:77", "keep one of the two"),
    (PLAN, "2027-02-20-first-map", "2027-02-20-frist-map", "11:29", "“2027-02-20-first-map”?"),
    (SUPPORT, "date: 2026-10-16", "date: 2027-10-16", "15:5", "the day it happened"),
]  # fmt: skip
"""Path, what stands there, what somebody types instead, where it is told, part of the mend."""


def planted(mistakes: list[tuple[str, str, str, str, str]]) -> Files:
    """Return the school of docs/format.md with these mistakes."""
    files = format_page_school()
    for path, right, wrong, _, _ in mistakes:
        assert files[path].count(right.encode()) == 1, (path, right)
        files[path] = files[path].replace(right.encode(), wrong.encode())
    return files


def check(root: Path, files: Files, monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    """Return the exit code of `wayfolio check` in a school."""
    write(root, files)
    monkeypatch.chdir(root)
    return main(["check", *options])


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake[2])
def test_one_mistake_is_one_line_with_its_place_and_its_mend(
    mistake: tuple[str, str, str, str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = check(tmp_path, planted([mistake]), monkeypatch)

    said = capsys.readouterr().out
    assert code == 1
    assert said.startswith(f"{mistake[0]}:{mistake[3]}: error: ")
    assert mistake[4] in said.split("\n  hint: ")[1]
    assert said.endswith("\n1 error, 0 warnings\n")


def test_twenty_mistakes_are_twenty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = check(tmp_path, planted(MISTAKES), monkeypatch, "--format", "json")

    places = {
        f"{row['path']}:{row['line']}:{row['column']}"
        for row in json.loads(capsys.readouterr().out)
    }
    assert code == 1
    assert places == {f"{path}:{at}" for path, _, _, at, _ in MISTAKES}
    assert len(places) == len(MISTAKES) == 20


def test_a_school_without_mistakes_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(tmp_path, format_page_school(), monkeypatch) == 0
    assert capsys.readouterr().out == (
        "es: 2 of 84 of the school's texts are translated\nno errors: 2 learners\n"
    )


def occasion(**keys: str) -> str:
    """Return one occasion as it is typed."""
    all_keys = {"date": "2027-03-03", "kind": "studio", "by": "rosa", **keys}
    return "- {" + ", ".join(f"{key}: {value}" for key, value in all_keys.items()) + "}"


def evidence(front: str, body: str = "") -> str:
    """Return evidence with the picture of the small school."""
    files = "files: [{path: bridge.png, alt: A bridge}]"
    return f"---\ntitle: A\ndate: 2027-03-01\nkind: model\n{files}\n{front}\n---\n{body}\n"


def core(*competencies: str) -> str:
    """Return a framework with these competencies."""
    head = "framework: core\ntitle: Core\nscale: steps\nareas:\n- code: MTH\n  title: M\n"
    return head + "  competencies:\n" + "".join(f"  - {{{row}}}\n" for row in competencies)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({RATINGS: occasion(by="ana")}, "there is no person “ana”; “ana” is the name of a learner"),
        ({RATINGS: occasion(by="[]")}, "this list is empty; write the name of a person"),
        ({RATINGS: occasion(ratings="{mth.1: 3}")}, "there is no skill “mth.1”; did you mean “MTH.1”?"),
        ({RATINGS: occasion(ratings="{MTH.1: m}")}, "expected a number, M or O, found “m”; write a number, M or O"),
        ({RATINGS: occasion(ratings="{MTH.1: 0}")}, "MTH.1: 0 is not a level of this scale; write a level from 1 to 4, in steps of 1"),
        ({RATINGS: occasion(ratings="{MTH.1: {level: 3, modle: drawn}}")}, "unknown key “modle”; did you mean “model”?"),
        ({RATINGS: occasion(evidence="[2027-03-01-brigde]")}, "there is no piece of evidence “2027-03-01-brigde”; did you mean “2027-03-01-bridge”?"),
        ({RATINGS: occasion(evidence="[zoe/2027-03-01-raft]")}, "there is no piece of evidence “zoe/2027-03-01-raft”; write it into the learner's evidence/ folder, or name one that is there"),
        ({RATINGS: occasion(date="2027-02-01", evidence="[2027-03-01-bridge]")}, "rated on 2027-02-01, before the evidence was made (2027-03-01); check both days"),
        ({RATINGS: occasion(ratings="")}, ""),
        ({PLACEMENTS: "MTH.1: {on: 2027-04-01}"}, "2027-04-01 is in the future (today is 2027-03-12); write the day it happened"),
        ({PLACEMENTS: "MTH.1: {stage: '10'}"}, "there is no stage “10”; known here: 9"),
        ({BRIDGE: evidence("self: {MTH.1: 9}")}, "self MTH.1: 9 is not a level of this scale; write a level from 1 to 4, in steps of 1"),
        ({BRIDGE: evidence("role: educator")}, "unknown key “role”; known here: title, date, kind, lang, experience, milestone, task, with, shows, self, stages, delivers, partner, hours, revision_of, connects, files, aliases, names, not_names, visibility"),
        ({BRIDGE: evidence("visibility: pubic")}, "“pubic” is not known here; did you mean “public”?"),
        ({BRIDGE: evidence("", "![x](other.png)")}, "“other.png” is not listed under files:; there is no such file here"),
        ({BRIDGE: evidence("aliases: [bridge]")}, "“bridge” is the address of another piece of evidence; remove it from aliases"),
        ({BRIDGE: SMALL[BRIDGE], "portfolios/ana/evidence/2027-03-02-bridge.md": "---\ntitle: A\ndate: 2027-03-02\nkind: model\n---\n"}, "“bridge” is already used (portfolios/ana/evidence/2027-03-01-bridge.md:2:1); choose another name for one of the two"),
        ({PICTURE: None}, "there is no file “bridge.png” beside this one; put the file into the same folder, or correct its name here"),
        ({CORE: core("code: MTH.1, title: A, requires: [MTH.1]")}, "these require each other: MTH.1 → MTH.1; remove one of them from “requires”; “builds_on” may go round"),
        ({CORE: core("code: MTH.1, title: A", "code: mth-1, title: B")}, "“mth-1” is too like “MTH.1” (competencies/frameworks/core.yml:8:5); give it a code of its own"),
        ({SCALES: "steps: {step: 0, points: [{value: 1, label: A}, {value: 4, label: B}]}"}, "scale “steps”: its step is not above 0; write step: 1, or step: 0.5 where halves are allowed"),
        ({SCALES: "steps: {points: []}"}, "this list is empty; write what belongs to it (docs/format.md shows an example)"),
        ({BADGES: "badges: [{id: a, title: A, criteria: {all: []}}]"}, "this list is empty; write what belongs to it (docs/format.md shows an example)"),
        ({BADGES: "badges: [{id: a, title: A, criteria: {}}]"}, "{} is not a requirement; begin with one of all, any, count, level, progress, growth, complete, credits, course, exam, milestone, delivered, experience, hours, evidence, demonstrations, award, pass, gate, asserted"),
        ({BADGES: "badges: [{id: a, title: A, criteria: {evidence: 0}}]"}, "evidence: 0 requires nothing, so everybody has done it; write 1 or more, or delete it"),
        ({BADGES: "badges: [{id: a, title: A, criteria: {count: 2, of: [{evidence: 1}]}}]"}, "2 of 1 can never be met; write count: 1 or less"),
        ({BADGES: "badges: [{id: a, title: A, criteria: {levl: MTH.1, at_least: 3}}]"}, "unknown key “levl”; did you mean “level”?"),
        ({LEARNER: "name: {full: A, first: A}\ngroup: harbor\nrole: educator"}, "unknown key “role”; known here: name, group, entered, external_ids, logins, programmes, consent, adult_from, courses"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_with_its_mend(files: Files, expected: str) -> None:
    printed = [f"{mistake.message}; {mistake.hint}" for mistake in diagnose(files)]

    assert printed == [expected] if expected else not printed


def test_no_mistake_hides_those_of_other_files() -> None:
    files: Files = {
        SCHOOL: "name: River School\ntwon: Millbrook\npeople: {rosa: {name: R}}\n",
        LEARNER: "name: Ana\ngroup: harbor",
        BRIDGE: "no front matter",
        PLACEMENTS: "MTH.1: {on: 2027-02-30}",
    }

    assert [mistake.at.path for mistake in diagnose(files)] == [
        SCHOOL,
        SCHOOL,
        BRIDGE,
        LEARNER,
        LEARNER,
        PLACEMENTS,
    ]


def test_nothing_is_printed_that_a_terminal_or_a_server_would_act_on() -> None:
    said = report(
        {
            PLACEMENTS: b"::error::x\x1b[2J: 1\n",
            LEARNER: "name: {full: A, first: A}\ngroup: harbor\n'::set-output': 1\n",
        }
    )

    assert "\x1b" not in said
    assert not any(line.startswith(("::", "##[")) for line in said.splitlines())


@pytest.mark.parametrize("day", ["9999-12-31", "9999-01-01", "9001-01-01"])
def test_a_school_has_no_day_after_which_no_date_can_be_written(day: str) -> None:
    with school({SCHOOL: f"name: River School\nas_of: {day}\n"}) as root:
        messages = [each.message for each in check_school(root, TODAY).diagnostics]

    assert f"as_of: {day} is no day on which anybody is at a school" in messages
