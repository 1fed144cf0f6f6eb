"""Who may write what in whose name: one table, by `wayfolio check --since --actor`."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from clones import LOGINS, commit, git
from report import SMALL, Files, write
from wayfolio.cli.main import main

SCHOOL = "competencies/school.yml"
PEOPLE = """
        people:
          rosa: {name: Rosa Adeyemi, assessor: teacher, logins: [rosa-a]}
          priya: {name: Priya Nair, assessor: coach, logins: [priya-n]}
          dolores: {name: Dolores Quan, assessor: administrator, logins: [dolores-q]}
          idris: {name: Idris Boone, assessor: mentor, logins: [idris-b]}
          cal: {name: Cal White, assessor: tutor, logins: [cal-w]}
          eva: {name: Eva Stone, assessor: tutor, logins: [eva-s]}
          kim: {name: Kim Lee, assessor: employer, logins: [kim-l]}
          pia: {name: Pia Roe, assessor: peer, logins: [pia-r]}
          tern: {name: Tern Lee, assessor: employer, written_by: [priya]}
          finch: {name: Sam Finch, assessor: community}
        groups:"""
HEAD, _, TAIL = str(LOGINS[SCHOOL]).partition("\n        people:")
ACTORS = {
    "ana": "Ana-L",
    "ben": "ben-k",
    "rosa": "rosa-a",
    "priya": "priya-n",
    "dolores": "dolores-q",
    "idris": "idris-b",
    "cal": "cal-w",
    "eva": "eva-s",
    "kim": "kim-l",
    "pia": "pia-r",
    "nobody": "zed",
}
STAFF = "rosa priya dolores"

LEARNER = "name: {full: Ana Lund, first: Ana}\ngroup: harbor\nlogins: [ana-l]\n"
WORK = "---\ntitle: The raft\ndate: 2027-03-05\nkind: model\n---\nIt floats.\n"
GOAL = "goals: [{id: a, goal: Build a raft}]\n"
PLANNED = "planned: {from: 2027-01-05, minutes: 45, per_week: 3, weeks: 12}"


def rating(by: str, level: str = "3", day: str = "2027-03-03") -> str:
    return f"- {{date: {day}, kind: talk, by: {by}, ratings: {{MTH.1: {level}}}}}\n"


def conference(by: str, note: str = "She led it.") -> str:
    return f"conferences: [{{date: 2027-02-10, by: {by}, note: {note}}}]\n"


def substitution(by: str) -> str:
    return (
        "substitutions: [{instead_of: boat, with: 2027-03-01-old, shows: [MTH.1],"
        f" by: {by}, on: 2027-03-02}}]\n"
    )


def support(by: str, *days: str) -> str:
    rows = "".join(f"  - {{date: {day}, minutes: 45, status: present}}\n" for day in days)
    return f"kind: tutoring\nby: {by}\n{PLANNED}\nsessions:\n{rows}"


def group(by: str, level: str = "3") -> str:
    return f"date: 2027-03-05\nkind: talk\nby: {by}\nlearners: {{ID: {{MTH.1: {level}}}}}\n"


def group_task(by: str, word: str = "") -> str:
    task = "{title: Map it, due: 2027-03-09}"
    return f"date: 2027-03-05\nby: {by}\ntask: {task}\nlearners: {{ID: {{{word}}}}}\n"


def group_support(by: str, *days: str) -> str:
    rows = "".join(f"  - {{date: {day}, minutes: 45, learners: {{ID: {{}}}}}}\n" for day in days)
    about = f"support: {{kind: menu, by: {by}, {PLANNED}}}"
    return f"date: 2027-01-05\n{about}\nsessions:\n{rows}"


MINE, RATED = "portfolios/ID/evidence/2027-03-05-raft.md", "portfolios/ID/demonstrations/a.yml"
PLAN, PLACED = "portfolios/ID/plan.yml", "portfolios/ID/placements.yml"
TUTORED, TOGETHER = "portfolios/ID/supports/s.yml", "portfolios/_groups/2027-03-05-ID.yml"
ROSAS, CALS = rating("rosa"), rating("cal", day="2027-03-04")
DAYS = ("2027-02-01", "2027-02-03")

ROWS: Mapping[str, tuple[str, str | None, str | None, str]] = {
    # ---- what a learner made, and means to do
    "evidence": (MINE, None, WORK, f"ana {STAFF}"),
    "evidence changed": (MINE, WORK, WORK.replace("floats", "sinks"), f"ana {STAFF}"),
    "evidence removed": (MINE, WORK, None, f"ana {STAFF}"),
    "evidence that lists another": (
        MINE,
        None,
        WORK.replace("kind", "with: [ben]\nkind"),
        f"ana {STAFF}",
    ),
    "a goal": (PLAN, None, GOAL, f"ana idris {STAFF}"),
    "agreement": (PLAN, GOAL, f"{GOAL}with: [ben/2027-03-02-boat]\n", f"ana idris {STAFF}"),
    "a goal beside a conference": (
        PLAN,
        conference("rosa"),
        conference("rosa") + GOAL,
        f"ana idris {STAFF}",
    ),
    # ---- what adults said in a learner's plan
    "a teacher's conference": (PLAN, GOAL, GOAL + conference("rosa"), "rosa dolores"),
    "a mentor's conference": (PLAN, GOAL, GOAL + conference("idris"), "idris dolores"),
    "a conference changed": (
        PLAN,
        conference("rosa"),
        conference("rosa", "All."),
        "rosa dolores",
    ),
    "a conference taken over": (PLAN, conference("rosa"), conference("idris"), "dolores"),
    "a conference removed": (PLAN, GOAL + conference("rosa"), GOAL, STAFF),
    "a substitution": (PLAN, GOAL, GOAL + substitution("rosa"), "rosa dolores"),
    "a substitution removed": (PLAN, GOAL + substitution("rosa"), GOAL, STAFF),
    # ---- ratings
    "a teacher's rating": (RATED, None, ROSAS, "rosa dolores"),
    "a tutor's rating": (RATED, None, CALS, "cal dolores"),
    "an employer's rating": (RATED, None, rating("kim"), "kim dolores"),
    "a mentor's rating": (RATED, None, rating("idris"), "idris dolores"),
    "a peer's rating": (RATED, None, rating("pia"), "dolores"),
    "a partner's rating, who has said by whom": (RATED, None, rating("tern"), "priya dolores"),
    "a partner's rating, who has not": (RATED, None, rating("finch"), "dolores"),
    "a rating of two": (RATED, None, rating("[rosa, cal]"), "rosa dolores"),
    "a rating of two, one a partner": (
        RATED,
        None,
        rating("[rosa, tern]"),
        "rosa priya dolores",
    ),
    "a rating beside a teacher's": (RATED, ROSAS, ROSAS + CALS, "cal dolores"),
    "a rating before a teacher's": (RATED, ROSAS, CALS + ROSAS, "cal dolores"),
    "a teacher's rating changed": (RATED, ROSAS, rating("rosa", "4"), "rosa dolores"),
    "a teacher's rating made a miss": (RATED, ROSAS, rating("rosa", "M"), "rosa dolores"),
    "a teacher's rating with another day": (
        RATED,
        ROSAS,
        rating("rosa", day="2027-03-01"),
        "rosa dolores",
    ),
    "a teacher's rating taken over": (RATED, ROSAS, rating("cal"), "dolores"),
    "a tutor's rating put into a teacher's mouth": (
        RATED,
        CALS,
        CALS.replace("cal", "rosa"),
        "rosa dolores",
    ),
    "a teacher's rating removed": (RATED, ROSAS + CALS, CALS, STAFF),
    "a teacher's file removed": (RATED, ROSAS, None, STAFF),
    "a teacher's file emptied": (RATED, ROSAS, "# nothing\n", STAFF),
    "a teacher's rating doubled": (RATED, ROSAS, ROSAS + ROSAS, "rosa dolores"),
    "ratings in another order": (
        RATED,
        ROSAS + rating("rosa", "4"),
        rating("rosa", "4") + ROSAS,
        STAFF,
    ),
    "a remark beside a rating": (
        RATED,
        ROSAS,
        "# on paper\n" + ROSAS,
        f"{STAFF} cal eva idris kim",
    ),
    "a tutor's rating removed": (RATED, ROSAS + CALS, ROSAS, f"cal {STAFF}"),
    "a tutor's rating changed": (RATED, CALS, CALS.replace(": 3}", ": 4}"), "cal dolores"),
    # ---- several learners
    "a teacher's occasion": (TOGETHER, None, group("rosa"), "rosa dolores"),
    "a tutor's occasion": (TOGETHER, None, group("cal"), "cal dolores"),
    "a teacher's occasion changed": (TOGETHER, group("rosa"), group("rosa", "4"), "rosa dolores"),
    "a teacher's occasion removed": (TOGETHER, group("rosa"), None, STAFF),
    "a teacher's occasion taken over": (TOGETHER, group("rosa"), group("cal"), "dolores"),
    # ---- tasks: no learner gives one, and none excuses anybody
    "a teacher's task": (TOGETHER, None, group_task("rosa"), "rosa dolores"),
    "a tutor's task": (TOGETHER, None, group_task("cal"), "cal dolores"),
    "a teacher's excuse": (
        TOGETHER,
        group_task("rosa"),
        group_task("rosa", "excused: ill"),
        "rosa dolores",
    ),
    "a teacher's task taken over": (TOGETHER, group_task("rosa"), group_task("cal"), "dolores"),
    "a teacher's task removed": (TOGETHER, group_task("rosa"), None, STAFF),
    # ---- supports
    "a session": (TUTORED, support("cal", DAYS[0]), support("cal", *DAYS), f"cal {STAFF}"),
    "a support begun": (TUTORED, None, support("cal", DAYS[0]), STAFF),
    "a support given away": (TUTORED, support("cal", *DAYS), support("eva", *DAYS), STAFF),
    "a support removed": (TUTORED, support("cal", *DAYS), None, STAFF),
    "a group's session": (
        TOGETHER,
        group_support("cal", DAYS[0]),
        group_support("cal", *DAYS),
        f"cal {STAFF}",
    ),
    "a group's support begun": (TOGETHER, None, group_support("cal", DAYS[0]), STAFF),
    "a group's support given away": (
        TOGETHER,
        group_support("cal", DAYS[0]),
        group_support("eva", DAYS[0]),
        STAFF,
    ),
    "a group's support made an occasion": (
        TOGETHER,
        group_support("cal", DAYS[0]),
        group("cal"),
        "dolores",
    ),
    # ---- who somebody is, and where they start
    "a placement": (PLACED, None, 'MTH.1: {stage: "9", by: rosa}\n', "rosa dolores"),
    "a placement by nobody": (PLACED, None, 'MTH.1: {stage: "9"}\n', STAFF),
    "consent": (
        "portfolios/ID/learner.yml",
        LEARNER,
        LEARNER + "consent: [{what: [work], audience: public, by: guardian, from: 2027-01-01}]\n",
        STAFF,
    ),
    "an alias": (
        "portfolios/ID/learner.yml",
        LEARNER,
        LEARNER.replace("first: Ana", "first: Ana, shown: alias, alias: Otter"),
        STAFF,
    ),
    "a login": (
        "portfolios/ID/learner.yml",
        LEARNER,
        LEARNER.replace("ana-l", "ana-l, ben-k"),
        STAFF,
    ),
}
"""What changes -> the file, what stands there before and after, and who may."""
MOVES: Mapping[str, tuple[tuple[str, str], str]] = {
    "into another file": ((RATED, "portfolios/ID/demonstrations/b.yml"), STAFF),
    "to another learner": ((RATED, "portfolios/ID-b/demonstrations/a.yml"), "rosa dolores"),
}
"""Where a teacher's rating is moved, and who may. Two files change."""


def number(text: str, row: int) -> str:
    return text.replace("ID", f"l{row:02}")


def files_of(is_after: bool) -> Iterator[tuple[str, str | None]]:
    """Yield the files before or after every change: each row has a learner of its own."""
    for row, (path, before, after, _may) in enumerate(ROWS.values()):
        yield number("portfolios/ID/learner.yml", row), LEARNER
        yield number("portfolios/ID/evidence/2027-03-01-old.md", row), WORK.replace("-05", "-01")
        text = after if is_after else before
        yield number(path, row), text if text is None else number(text, row)
    for row, ((here, there), _may) in enumerate(MOVES.values(), len(ROWS)):
        yield number("portfolios/ID/learner.yml", row), LEARNER
        yield number("portfolios/ID-b/learner.yml", row), LEARNER
        yield number(here, row), None if is_after else ROSAS
        yield number(there, row), ROSAS if is_after else None


def apply(root: Path, files: Iterable[tuple[str, str | None]]) -> None:
    for path, text in files:
        if text is None:
            (root / path).unlink(missing_ok=True)
        else:
            write(root, {path: text.encode()})


BASE: Files = {
    **SMALL,
    **LOGINS,
    SCHOOL: HEAD + PEOPLE + TAIL.partition("groups:")[2],
    "competencies/experiences/boat.yml": (
        "experience: boat\nkind: studio\ntitle: The boat\ntargets: [MTH.1]\n"
    ),
}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository whose newest commit makes every change of the table at once."""
    root = tmp_path_factory.mktemp("speaks") / "school"
    write(root, BASE)
    apply(root, files_of(is_after=False))
    git(root, "init", "-q")
    commit(root)
    git(root, "branch", "base")
    apply(root, files_of(is_after=True))
    # What a branch gives itself is worth nothing.
    school = root / SCHOOL
    school.write_text(school.read_text().replace("logins: [rosa-a]", "written_by: [cal, kim]"))
    commit(root)
    return root


Refused = Mapping[str, str]
"""File -> why it may not be changed, and what to do."""


@pytest.fixture(scope="module")
def refused(work: Path) -> Mapping[str, Refused]:
    """Return what each actor may not change."""
    return {actor: _check(work, login) for actor, login in ACTORS.items()}


def _check(work: Path, login: str) -> Refused:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(work)
        printed = work / ".git" / "printed"
        arguments = ["check", "--since", "base", "--actor", login, "--format", "json"]
        with printed.open("w") as out:
            patch.setattr("sys.stdout", out)
            main(arguments)
        rows = json.loads(printed.read_text()[printed.read_text().index("[") :])
    return {
        row["path"]: f"{row['line']}: {row['message']} | {row['hint']}"
        for row in rows
        if row["rule"] == "not-yours"
    }


@pytest.mark.parametrize("what", ROWS)
def test_each_may_change_what_is_theirs_and_nothing_in_another_s_name(
    what: str, refused: Mapping[str, Refused]
) -> None:
    path, _before, _after, may = ROWS[what]
    path = number(path, list(ROWS).index(what))

    assert {actor for actor in ACTORS if path not in refused[actor]} == set(may.split())


TOLD = {
    ("cal", "a teacher's rating"): (
        "1: this is in rosa’s name, and rosa has not let you write it (cal-w) | write  by: cal  if"
        " it is yours; or an educator first adds  written_by: [cal]  to rosa in"
        " competencies/school.yml"
    ),
    ("cal", "a teacher's rating changed"): (
        "1: this is in rosa’s name, and rosa has not let you write it (cal-w) | leave it as rosa"
        " wrote it, or ask rosa to change it"
    ),
    ("cal", "a teacher's rating taken over"): (
        "1: this changes, removes or reorders what rosa wrote (cal-w) | leave it as rosa wrote it,"
        " or ask rosa"
    ),
    ("ana", "a teacher's conference"): (
        "2: this is in rosa’s name, and rosa has not let you write it (ana-l) | remove it from this"
        " branch, and ask rosa to write it"
    ),
    ("rosa", "a rating beside a teacher's"): (
        "2: this is in cal’s name, and cal has not let you write it (rosa-a) | write  by: rosa  if"
        " it is yours; or an educator first adds  written_by: [rosa]  to cal in"
        " competencies/school.yml"
    ),
    ("idris", "consent"): (
        "1: mentors write occasions, sessions, supports and plans, and nothing else (idris-b) |"
        " remove it from this branch, or ask an educator of the school to make this change"
    ),
    ("cal", "a group's support made an occasion"): (
        "1: what was given stays written: nobody takes away a support but an educator (cal-w) | put"
        " the support back"
    ),
}


@pytest.mark.parametrize(("actor", "what"), TOLD)
def test_who_may_not_is_told_why_and_what_to_do(
    actor: str, what: str, refused: Mapping[str, Refused]
) -> None:
    path = number(ROWS[what][0], list(ROWS).index(what))

    assert refused[actor][path] == TOLD[actor, what]


@pytest.mark.parametrize("where", MOVES)
def test_a_rating_is_not_moved_by_those_whose_it_is_not(
    where: str, refused: Mapping[str, Refused]
) -> None:
    paths, may = MOVES[where]
    row = len(ROWS) + list(MOVES).index(where)
    both = {number(path, row) for path in paths}

    assert {actor for actor in ACTORS if both.isdisjoint(refused[actor])} == set(may.split())
