"""What a learner's page said on a day, and which record and commit changed it."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from clones import git
from example_school import ROOT
from invented_lives import write_lives
from report import BADGES, CORE, RATINGS, SMALL, YEARS, Files, write
from wayfolio.cli.main import main
from wayfolio.model.names import Language, LearnerId
from wayfolio.render.frame.languages import site_in
from wayfolio.render.learner.history_page import HistoryView, history_view
from wayfolio.school.dossier import dossier_for_family, dossier_for_staff
from wayfolio.school.history import add_commits, read_history
from wayfolio.school.learner import read_learner, whole_record
from wayfolio.school.read import read_school

TODAY = date(2027, 3, 12)
SCHOOL: Files = {
    **SMALL,
    "competencies/school.yml": """
        name: River School
        as_of: 2027-03-12
        people:
          rosa: {name: Rosa Adeyemi, assessor: teacher}
          kim: {name: Kim Lee, assessor: employer, written_by: [rosa]}
        groups:
          - {id: harbor, title: Harbor House}
        """,
    CORE: """
        framework: core
        title: Core
        scale: steps
        stages_of: years
        areas:
          - code: MTH
            title: Mathematics
            competencies:
              - {code: MTH.1, title: Numbers, evidence_required: {"9": 2, "10": 1}}
              - {code: MTH.2, title: Shapes, evidence_required: {"9": 1}}
        """,
    YEARS: """
        pathway: years
        title: Years
        kind: stages
        stages:
          - {code: "9", title: Grade 9, level: 3, milestone: {id: bridge-day, title: Bridge Day}}
          - {code: "10", title: Grade 10, level: 4}
        gates:
          - {id: tools, title: Into the workshop, needs: {level: MTH.1, at_least: 3}}
        """,
    BADGES: """
        badges:
          - {id: counter, title: Counter, criteria: {complete: MTH.1, stage: "9"}}
          - {id: watched, title: Watched, visibility: staff, criteria: {evidence: 1}}
        """,
    RATINGS: None,
}
RECORDS: Sequence[tuple[str, str]] = (
    ("2027-02-02", "- {date: 2027-02-01, kind: studio, by: rosa, ratings: {MTH.1: 2}}\n"),
    ("2027-02-05", "- {date: 2027-02-04, kind: studio, by: rosa, ratings: {MTH.2: 1}}\n"),
    ("2027-02-09", "- {date: 2027-02-08, kind: studio, by: rosa, ratings: {MTH.1: 3}}\n"),
    ("2027-02-16", "- {date: 2027-02-15, kind: workplace, by: kim, ratings: {MTH.1: 4}}\n"),
    ("2027-02-19", "- {date: 2027-02-18, kind: studio, by: rosa, ratings: {MTH.2: 2}}\n"),
    (
        "2027-02-23",
        "- {date: 2027-02-22, kind: studio, by: rosa, target: '9', ratings: {MTH.1: 1}}\n",
    ),
    ("2027-03-02", "- {date: 2027-03-01, kind: bridge-day, by: rosa}\n"),
)
"""Each record with the day on which it is committed. The one of February 22 changes nothing."""
WRITTEN = "".join(record for _, record in RECORDS)
BY_HAND = """\
What Ana’s page said from August 24, 2026 to March 12, 2027, and which record changed it

August 24, 2026
  Begins: Years, Grade 9
    in the learner’s file: Years
      portfolios/ana/learner.yml:4

February 1, 2027
  MTH.1 Numbers: first evidence in Grade 9; first level 2; evidence 0% to 50%; Under way
    Numbers: rated Begun
      studio work, Rosa Adeyemi · portfolios/ana/demonstrations/2026-27.yml:1

February 4, 2027
  MTH.2 Shapes: first evidence in Grade 9; first level 1; evidence 0% to 100%; Under way
    Shapes: rated Begun
      studio work, Rosa Adeyemi · portfolios/ana/demonstrations/2026-27.yml:2

February 8, 2027
  MTH.1 Numbers: complete in Grade 9; now in Grade 10; level 2 to 2.5; “Under way” to “Met”
    Numbers: rated Begun
      studio work, Rosa Adeyemi · portfolios/ana/demonstrations/2026-27.yml:3
  Award: Counter
    Numbers: rated Begun
      studio work, Rosa Adeyemi · portfolios/ana/demonstrations/2026-27.yml:3

February 15, 2027
  MTH.1 Numbers: first evidence in Grade 10; complete in Grade 10; level 2.5 to 4; evidence 0% to 100%
    Numbers: rated Done
      workplace, Kim Lee (entered by Rosa Adeyemi) · portfolios/ana/demonstrations/2026-27.yml:4
  Gate open: Into the workshop
    Numbers: rated Done
      workplace, Kim Lee (entered by Rosa Adeyemi) · portfolios/ana/demonstrations/2026-27.yml:4

February 18, 2027
  MTH.2 Shapes: level 1 to 2
    Shapes: rated Begun
      studio work, Rosa Adeyemi · portfolios/ana/demonstrations/2026-27.yml:5
    another rating counts in place of 1 of February 4, 2027 for MTH.2

March 1, 2027
  Milestone: Bridge Day
    bridge day, Rosa Adeyemi
      portfolios/ana/demonstrations/2026-27.yml:7
"""  # noqa: E501 - as it is printed
NO_GIT = "Commits are not named, because git knows no repository here."


def school(root: Path, ratings: str = WRITTEN, files: Files | None = None) -> Path:
    """Write the school with some ratings."""
    write(root, {**SCHOOL, RATINGS: ratings, **(files or {})})
    return root


def history(root: Path, first: str | None = None, last: str | None = None) -> str:
    """Return what `wayfolio history ana` prints."""
    days = [date.fromisoformat(day) if day else None for day in (first, last)]
    read = read_history(root, "ana", TODAY, (days[0], days[1]))
    assert read.report.is_clean, read.report.diagnostics
    return read.as_text()


def headlines(text: str) -> list[str]:
    """Return what changed, without the records that changed it."""
    return [line.strip() for line in text.split("\n") if line[:2] == "  " and line[2] != " "]


def test_each_day_says_what_changed_and_which_record_changed_it(tmp_path: Path) -> None:
    assert history(school(tmp_path)) == f"{BY_HAND}\n{NO_GIT}"


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("2027-02-19", "2027-02-28", []),
        ("2027-02-05", "2027-02-07", []),
        ("2027-03-01", "2027-03-01", ["Milestone: Bridge Day"]),
        ("2027-02-18", "2027-02-18", ["MTH.2 Shapes: level 1 to 2"]),
    ],
)
def test_only_the_days_asked_for_are_listed(
    first: str, last: str, says: list[str], tmp_path: Path
) -> None:
    text = history(school(tmp_path), first, last)
    assert headlines(text) == says
    assert ("Nothing on the page changed." in text) == (not says)


@pytest.mark.parametrize(
    ("files", "records"),
    [
        (
            {"portfolios/ana/placements.yml": "MTH.2: {stage: '10', on: 2027-03-01, by: rosa}\n"},
            ["placement: Shapes"],
        ),
        (
            {
                "portfolios/ana/placements.yml": (
                    "MTH.1: {stage: '10', on: 2026-08-24, by: rosa, reopened: 2027-03-01}\n"
                )
            },
            ["opened again: Numbers"],
        ),
        (
            {
                "portfolios/ana/learner.yml": """
                    name: {full: Ana Lund, first: Ana}
                    group: harbor
                    programmes:
                      - {pathway: years, stage: "9", from: 2026-08-24}
                      - {pathway: years, stage: "10", from: 2027-03-01}
                    """
            },
            ["in the learner’s file: Years", "in the learner’s file: Years"],
        ),
        (
            {
                "portfolios/ana/demonstrations/more.yml": (
                    "- {date: 2027-03-01, kind: override, by: rosa, levels: {MTH.2: 4},"
                    " why: she showed it to me}\n"
                )
            },
            ["level 4 set by Rosa Adeyemi: she showed it to me"],
        ),
    ],
)
def test_every_kind_of_record_is_named_that_changes_a_figure(
    files: Files, records: list[str], tmp_path: Path
) -> None:
    text = history(school(tmp_path, files=files), "2027-02-28", "2027-03-12")
    named = [line.strip() for line in text.split("\n") if line.startswith("    ")]
    shown = [line for line in named if not line.startswith("portfolios/")]
    assert [line for line in shown if line != "bridge day, Rosa Adeyemi"] == records


def test_what_only_time_changes_is_listed_without_a_record(tmp_path: Path) -> None:
    files: Files = {
        "competencies/policies.yml": "fresh: {like: continuum, stale_after_days: 20}\n",
        CORE: str(SCHOOL[CORE]).replace("scale: steps", "scale: steps\n        policy: fresh"),
    }
    text = history(school(tmp_path, files=files), "2027-03-02", "2027-03-12")
    assert headlines(text) == [
        "MTH.1 Numbers: “Met” to “Needs a fresh look”",
        "MTH.2 Shapes: “Under way” to “Needs a fresh look”",
    ]
    assert "    no new rating for a long time\n" in text


SKIP = """\
  Skipped: The forge, Tongs
    interview, Rosa Adeyemi and Kim Lee: She held iron at her grandfather's for three summers.
      portfolios/ida/demonstrations/forge.yml:2
"""


def test_a_skipped_stage_names_the_interview_and_its_reason(tmp_path: Path) -> None:
    root = write_lives(tmp_path, "forge")

    text = read_history(root, "ida", TODAY).as_text()
    said = json.loads(read_history(root, "ida", TODAY).as_json())

    assert f"November 1, 2026\n{SKIP}\n" in text
    (skipped,) = [change for change in said["changes"] if change["kind"] == "skipped"]
    assert (skipped["on"], skipped["pathway"], skipped["stage"]) == ("2026-11-01", "forge", "tongs")
    assert skipped["pass"] is None
    (record,) = skipped["records"]
    assert record["occasion"] == "interview"
    assert record["why"] == "She held iron at her grandfather's for three summers."
    before = read_history(root, "ida", TODAY, (date(2026, 11, 2), None)).as_text()
    assert "Skipped" not in before


def test_a_round_that_ended_early_names_its_line_and_why(tmp_path: Path) -> None:
    root = write_lives(tmp_path, "farm")
    day = date(2024, 8, 10)

    history = read_history(root, "ida", TODAY, (day, day))

    assert "The farm year: round 2 ended early\n" in history.as_text()
    assert (
        "    in the learner’s file: The farm year: the drought took the fields\n"
        in history.as_text()
    )
    (ended,) = json.loads(history.as_json())["changes"]
    assert (ended["kind"], ended["pathway"], ended["pass"]) == ("ended early", "seasons", 2)
    assert ended["records"][0]["why"] == "the drought took the fields"
    assert ended["records"][0]["file"] == "portfolios/ida/learner.yml"


def test_each_record_names_the_commit_that_brought_it(tmp_path: Path) -> None:
    root = school(tmp_path / "school", "")
    git(root, "init", "-q")
    written = ""
    hashes = {}
    for day, record in (("2026-08-25", ""), *RECORDS):
        written += record
        write(root, {RATINGS: written or "[]\n"})
        git(root, "add", "-A")
        git(root, "commit", "-q", "--date", f"{day}T23:30:00-0500", "-m", "Rate")
        hashes[day] = git(root, "rev-parse", "HEAD")[:8]

    named = [line.rsplit(" · ", 1)[1] for line in history(root).split("\n") if " · " in line]

    spoken = {day: f"{date.fromisoformat(day):%B} {int(day[-2:])}, {day[:4]}" for day in hashes}
    turning = ["2027-02-02", "2027-02-05", "2027-02-09", "2027-02-09", "2027-02-16"]
    turning += ["2027-02-16", "2027-02-19", "2027-03-02"]
    expected = [f"commit {hashes[day]} of {spoken[day]}" for day in ("2026-08-25", *turning)]
    assert named == expected


def committed(root: Path) -> Path:
    """Return a repository with two commits; the second brings the last record."""
    school(root, "".join(record for _, record in RECORDS[:-1]))
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "--date", "2027-02-23T08:00:00+0000", "-m", "First")
    write(root, {RATINGS: WRITTEN})
    git(root, "commit", "-q", "-a", "--date", "2027-03-02T08:00:00+0000", "-m", "Second")
    return root


def test_a_shallow_clone_says_that_older_commits_are_missing(tmp_path: Path) -> None:
    root = committed(tmp_path / "school")
    write(root, {"portfolios/ana/plan.yml": "interests: [bridges]\n"})
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Third")
    whole = tmp_path / "whole"
    git(tmp_path, "clone", "-q", root.as_uri(), str(whole))
    assert "shallow" not in history(whole)

    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "2", root.as_uri(), str(shallow))
    text = history(shallow)

    # The oldest commit that the clone has may not be the one that brought a line.
    assert " · commit" not in text
    assert "not committed yet" not in text
    assert text.endswith(
        "This clone is shallow, so older commits are missing: run git fetch --unshallow to see"
        " which commit brought each record."
    )


def test_a_record_that_is_not_committed_says_so(tmp_path: Path) -> None:
    root = committed(tmp_path)
    extra = "- {date: 2027-03-10, kind: studio, by: rosa, ratings: {MTH.2: 4}}\n"
    write(root, {RATINGS: WRITTEN + extra, "portfolios/ana/demonstrations/new.yml": extra})
    text = history(root, "2027-03-01")
    last = [line for line in text.split("\n") if " · " in line]
    assert last[0].endswith("of March 2, 2027")
    assert [line.rsplit(" · ", 1)[1] for line in last[1:]] == ["not committed yet"] * 2


def test_a_program_reads_the_same_as_numbers(tmp_path: Path) -> None:
    root = committed(tmp_path)
    days = (date(2027, 2, 18), date(2027, 2, 18))
    said = json.loads(read_history(root, "ana", TODAY, days).as_json())
    (change,) = said.pop("changes")
    commit = change["records"][0].pop("commit")
    assert said == {
        "learner": "ana",
        "from": "2027-02-18",
        "to": "2027-02-18",
        "college_courses": True,
        "commits": "all",
    }
    assert commit["on"] == "2027-02-23"
    assert len(commit["hash"]) == 8
    figure = {"stage": "9", "status": "under way", "progress_percent": 100}
    assert change == {
        "on": "2027-02-18",
        "kind": "competency",
        "competency": "MTH.2",
        "before": {**figure, "level": 1},
        "after": {**figure, "level": 2},
        "completed": [],
        "pushed_out": [1],
        "records": [
            {
                "kind": "rating",
                "skill": "MTH.2",
                "rating": 2,
                "occasion": "studio",
                "by": ["rosa"],
                "file": RATINGS,
                "line": 5,
            }
        ],
    }


@pytest.mark.parametrize(
    ("learner", "days", "says"),
    [
        ("anna", [], "there is no learner anna; did you mean ana?"),
        (
            "ana",
            ["--from", "2027-03-02", "--to", "2027-03-01"],
            "--from 2027-03-02 is after --to 2027-03-01: swap the two days",
        ),
        (
            "ana",
            ["--from", "2027-04-01"],
            "--from 2027-04-01 is after 2027-03-12, the last day that is known: go back",
        ),
    ],
)
def test_what_cannot_be_listed_is_refused_in_a_sentence(
    learner: str,
    days: list[str],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(school(tmp_path))
    assert main(["history", learner, *days]) == 2
    assert capsys.readouterr().err == f"wayfolio: {says}\n"


def test_a_minor_s_college_courses_are_on_the_learner_s_own_page_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    days = ["--from", "2026-12-14", "--to", "2026-12-17"]
    said = []
    for page in ("family", "learner"):
        assert main(["history", "amara", *days, "--page", page]) == 0
        said.append(capsys.readouterr().out)
    family, own = said
    assert "Public Speaking" not in family
    assert "College courses are the learner’s own records" in family
    assert "  C.COM110 Public Speaking: complete; first level 3; evidence 0% to 100%; Met\n" in own
    assert "College courses are the learner’s own records" not in own
    assert all(line in own for line in headlines(family))


# ---- as a page -----------------------------------------------------------------------------------


def read_page(root: Path, *, for_staff: bool) -> HistoryView:
    """Return the history of Ana's page as a page, with commits where git has them."""
    loaded, _ = read_school(root, TODAY)
    assert loaded is not None
    context = whole_record(loaded, read_learner(loaded, LearnerId("ana")))
    site = site_in(loaded.catalogue, Language("en"), TODAY)
    if for_staff:
        for_them = dossier_for_staff(context)
        (history,) = add_commits(root, [for_them.history])
        return history_view(replace(for_them, history=history), site, for_staff=True)
    seen = dossier_for_family(context)
    (history,) = add_commits(root, [seen.history])
    return history_view(replace(seen, history=history), site, for_staff=False)


def say_lines(view: HistoryView) -> list[str]:
    """Return a page in the lines of the command: days, what changed, and by which record."""
    lines: list[str] = []
    for month in reversed(view.months):
        for day in reversed(month.days):
            lines += ["", day.day]
            for change in day.changes:
                head = f"{change.link.label}: {change.says}" if change.says else change.link.label
                lines.append(f"  {head}")
                for source in change.sources:
                    lines += [f"    {said}" for said in source.says]
                    place = " · ".join(filter(None, (source.occasion, source.place)))
                    lines.append(f"      {place}")
                lines += [f"    {reason}" for reason in change.reasons]
    return lines


def test_the_page_says_what_the_command_prints(tmp_path: Path) -> None:
    """On the page the code of a competency is in its link."""
    view = read_page(school(tmp_path), for_staff=True)

    printed = BY_HAND.replace("MTH.1 Numbers:", "Numbers:").replace("MTH.2 Shapes:", "Shapes:")
    said = [line for line in printed.split("\n")[1:] if line]
    shown = [line for line in say_lines(view) if line]
    # Only staff see a badge that is for the staff, if there is one on these days.
    assert [line for line in shown if "Watched" not in line] == said


def test_a_family_sees_no_file_no_commit_and_nothing_of_the_staff(tmp_path: Path) -> None:
    root = committed(tmp_path)
    work = "---\ntitle: A look\ndate: 2027-02-10\nkind: note\n---\nSo.\n"
    write(root, {"portfolios/ana/evidence/2027-02-10-look.md": work})
    seen = "- {date: 2027-02-11, kind: look, by: rosa, evidence: [2027-02-10-look]}\n"
    write(root, {"portfolios/ana/demonstrations/seen.yml": seen})
    for_staff = "\n".join(say_lines(read_page(root, for_staff=True)))
    for_family = "\n".join(say_lines(read_page(root, for_staff=False)))

    assert "Award: Watched" in for_staff
    assert " · commit " in for_staff
    assert "2026-27.yml:1" in for_staff
    for word in ("Watched", "commit", ".yml"):
        assert word not in for_family
    assert "Award: Counter" in for_family


def test_months_are_folded_once_enough_can_be_seen(tmp_path: Path) -> None:
    ratings = "".join(
        f"- {{date: 2026-{month:02}-{day:02}, kind: studio, by: rosa,"
        f" ratings: {{MTH.1: {level}}}}}\n"
        for month in (9, 10, 11)
        for day, level in ((2, 1), (9, 2), (16, 3), (23, 4), (28, 5))
    )
    view = read_page(school(tmp_path, ratings), for_staff=False)
    opened = [month.is_open for month in view.months]

    assert opened == sorted(opened, reverse=True)
    assert sum(month.count for month in view.months if month.is_open) >= min(
        12, sum(month.count for month in view.months)
    )
    assert [month.count for month in view.months] == [
        sum(len(day.changes) for day in month.days) for month in view.months
    ]
