"""What the check says about tasks, and about the work that answers them."""

import pytest

from report import BRIDGE, diagnose
from wayfolio.model.diagnostics import Diagnostic

TASK = "portfolios/_groups/2027-03-01-bus-map.yml"
BEN = "portfolios/ben/learner.yml"
BEN_LUND = "name: {full: Benno Osei, first: Benno}\ngroup: harbor\n"


def task_text(task: str = "group: harbor", learners: str = "", by: str = "rosa") -> str:
    """Return a task's file. `task`: its keys beside title and due."""
    due = "" if "due:" in task else "due: 2027-03-10, "
    text = f"date: 2027-03-01\nby: {by}\ntask: {{title: The bus in minutes, {due}{task}}}\n"
    return text + (f"learners: {{{learners}}}\n" if learners else "")


def say(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    """Return place, severity and message of each diagnostic, without folders."""
    return [
        f"{d.at.path.rpartition('/')[2]}:{d.at.line}:{d.at.column}: {d.severity}: {d.message}"
        for d in diagnostics
    ]


NAME = TASK.rpartition("/")[2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (task_text(), []),
        (task_text("shows: [MTH.1]", "ana: {}"), []),
        (task_text(learners="ana: {late_until: 2027-03-12}"), []),
        (task_text(learners="ana: {excused: fever}"), []),
        (task_text(learners="ana: {revise: {on: 2027-03-11, why: Add times.}}"), []),
        (task_text("group: habor"), [f"{NAME}:3:59: error: there is no group “habor”"]),
        (
            task_text("shows: [MTH.9], group: harbor"),
            [f"{NAME}:3:60: error: there is no skill “MTH.9”"],
        ),
        (
            task_text("experience: buss, group: harbor"),
            [f"{NAME}:3:64: error: there is no experience “buss”"],
        ),
        (task_text(by="rosaa"), [f"{NAME}:2:5: error: there is no person “rosaa”"]),
        (task_text(learners="anna: {}"), [f"{NAME}:4:12: error: there is no learner “anna”"]),
        (
            task_text("due: 2027-02-10, group: harbor"),
            [f"{NAME}:3:7: error: this task is due on 2027-02-10, before it is given (2027-03-01)"],
        ),
        (task_text("text: Go"), [f"{NAME}:3:7: error: this task does not say for whom it is"]),
        (
            task_text(learners="ana: {late_until: 2027-03-10}"),
            [f"{NAME}:4:17: error: 2027-03-10 is no later than the task’s own day (2027-03-10)"],
        ),
        (
            task_text(learners="ana: {revise: {on: 2027-02-11, why: Add times.}}"),
            [f"{NAME}:4:26: error: this asks on 2027-02-11, before the task is given (2027-03-01)"],
        ),
        (
            task_text(learners="ana: {revise: {on: 2027-03-15, why: Add times.}}"),
            [f"{NAME}:4:26: error: 2027-03-15 is in the future (today is 2027-03-12)"],
        ),
        (
            task_text(learners="ana: {revise: {on: 2027-03-11}}"),
            [f"{NAME}:4:26: error: “why” is missing"],
        ),
        (
            task_text(learners="ana: {excused: }"),
            [f"{NAME}:4:27: error: the value is missing here"],
        ),
        (
            task_text("titel: x, group: harbor"),
            [f"{NAME}:3:52: error: unknown key “titel”"],
        ),
    ],
)
def test_a_task_says_what_and_for_whom_and_its_mistakes_are_shown_where_they_stand(
    text: str, said: list[str]
) -> None:
    assert say(diagnose({TASK: text})) == said


def work(task: str, day: str = "2027-03-02") -> str:
    """Return evidence that answers a task."""
    return f"---\ntitle: The bridge\ndate: {day}\nkind: model\ntask: {task}\n---\nIt holds.\n"


BRIDGE_NAME = BRIDGE.rpartition("/")[2]
WITHOUT_FILES = {"portfolios/ana/evidence/bridge.png": None}


@pytest.mark.parametrize(
    ("task", "evidence", "said", "hint"),
    [
        (task_text(), work("2027-03-01-bus-map"), None, ""),
        (
            task_text(),
            work("2027-03-01-bus-mao"),
            "error: there is no task “2027-03-01-bus-mao”",
            "did you mean “2027-03-01-bus-map”?",
        ),
        (
            task_text("text: Go", "benno: {}"),
            work("2027-03-01-bus-map"),
            "warning: “2027-03-01-bus-map” was not given to ana, so this answers no task",
            "remove “task: ”, or ask the educator to add the name under learners:",
        ),
        (
            task_text(),
            work("2027-03-01-bus-map", "2027-02-28"),
            "warning: made on 2027-02-28, before the task was given (2027-03-01)",
            "check the day; earlier work may answer a task, so this stops nothing",
        ),
        # A task with a mistake of its own is there: its name is no second mistake.
        (task_text("du: 1, group: harbor"), work("2027-03-01-bus-map"), None, ""),
    ],
)
def test_work_names_a_task_of_its_own_learner(
    task: str, evidence: str, said: str | None, hint: str
) -> None:
    files = {TASK: task, BRIDGE: evidence, "portfolios/benno/learner.yml": BEN_LUND}
    own = [d for d in diagnose({**files, **WITHOUT_FILES}) if d.at.path == BRIDGE]

    assert say(tuple(own)) == ([f"{BRIDGE_NAME}:5:7: {said}"] if said else [])
    assert [d.hint for d in own] == ([hint] if said else [])


@pytest.mark.parametrize(
    ("title", "learners", "said"),
    [
        ("The bus in minutes", "", None),
        ("A map with Benno", "", "“Benno” may not be read by other families; pages show “N.”"),
        ("A map with Benno", "benno: {}", None),
        (
            "A map with Benno",
            "ana: {}",
            "“Benno” may not be read by other families; pages show “N.”",
        ),
    ],
)
def test_a_task_names_no_learner_to_other_families(
    title: str, learners: str, said: str | None
) -> None:
    text = task_text("text: Go" if learners else "group: harbor", learners)
    files = {
        TASK: text.replace("The bus in minutes", title),
        "portfolios/benno/learner.yml": BEN_LUND,
    }

    assert [d.message for d in diagnose(files)] == ([said] if said else [])


def test_a_task_for_a_group_without_learners_is_reported() -> None:
    school = "competencies/school.yml"
    text = (
        "name: River School\n"
        "people: {rosa: {name: Rosa Adeyemi, assessor: teacher}}\n"
        "groups:\n"
        "  - {id: river, title: River}\n"
        "  - {id: harbor, title: Harbor House, in: river}\n"
        "  - {id: weir, title: Weir House}\n"
    )

    assert say(diagnose({school: text, TASK: task_text("group: river")})) == []
    assert say(diagnose({school: text, TASK: task_text("group: weir")})) == [
        f"{NAME}:3:7: warning: nobody is in weir, so nobody has this task"
    ]


def test_a_fellow_learner_gives_no_task() -> None:
    school = "competencies/school.yml"
    text = (
        "name: River School\n"
        "people:\n"
        "  rosa: {name: Rosa Adeyemi, assessor: teacher}\n"
        "  kip: {name: Kip, assessor: peer}\n"
        "groups: [{id: harbor, title: Harbor House}]\n"
    )

    assert say(diagnose({school: text, TASK: task_text(by="kip")})) == [
        f"{NAME}:3:7: error: kip is a fellow learner, and tasks are an educator’s to give"
    ]
