"""Tasks in a build: whose pages a change makes anew, what each family reads, and what moves."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from edits import BRIDGE, add_task
from example_school import ROOT, TODAY
from growing_school import Growing, copy_published, new_school
from samples import sample
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.model.dossier import LearnerDossier
from wayfolio.model.keys import Key, Keys
from wayfolio.model.names import LearnerId
from wayfolio.model.noun_texts import collect_texts
from wayfolio.model.pages import Family, Staff
from wayfolio.model.tasks import TaskState
from wayfolio.school import dossier
from wayfolio.school.learner import LoadedSchool, read_learner, whole_record
from wayfolio.school.read import read_school

TASK = "portfolios/_groups/2027-03-01-bus-map.yml"
HEAD = "date: 2027-03-01\nby: rosa\ntask: {title: Map it, due: 2027-03-10"
FOR_ALL = HEAD + ", group: harbor}\n"
FOR_ANA = HEAD + "}\nlearners: {ana: {}}\n"
BEN_ILL = FOR_ALL + "learners: {ben: {excused: ill}}\n"


def write_task(text: str) -> Callable[[Growing], None]:
    """Return what writes a task."""

    def edit(school: Growing) -> None:
        school.file(TASK).parent.mkdir(exist_ok=True)
        school.file(TASK).write_text(text, "utf-8")

    return edit


def answer(school: Growing) -> None:
    """Let Ben's work answer the task."""
    school.change(
        f"portfolios/ben/{BRIDGE}",
        lambda text: text.replace("kind: model\n", "kind: model\ntask: 2027-03-01-bus-map\n"),
    )


def remake(school: Growing) -> list[str]:
    """Build again, and return the learners whose pages were made."""
    report = school.build()
    assert report.is_clean, report
    reasons = (why for why in report.reasons if ": made:" in why)
    return [why.split(":")[0].removeprefix("learner/") for why in reasons]


EVERYBODY = ["ana", "ben", "cleo"]


@pytest.mark.parametrize(
    ("before", "after", "remade"),
    [
        ([], [write_task(FOR_ALL)], EVERYBODY),
        ([], [write_task(FOR_ANA)], ["ana"]),
        ([write_task(FOR_ANA)], [write_task(FOR_ANA.replace("10}", "11}"))], ["ana"]),
        ([write_task(FOR_ANA)], [lambda school: school.file(TASK).unlink()], ["ana"]),
        ([write_task(FOR_ANA)], [write_task(FOR_ANA + "# Bring a watch.\n")], []),
        (
            [write_task(FOR_ALL)],
            [write_task(BEN_ILL)],
            ["ben"],
        ),
        ([write_task(FOR_ALL)], [answer], ["ben"]),
        # Who answers somebody else's task reads of it once it is theirs as well.
        ([write_task(FOR_ANA), answer], [write_task(FOR_ALL)], EVERYBODY),
    ],
)
def test_a_task_makes_the_pages_of_those_who_have_it_anew_and_no_others(
    tmp_path: Path,
    before: list[Callable[[Growing], None]],
    after: list[Callable[[Growing], None]],
    remade: list[str],
) -> None:
    school = Growing(new_school(tmp_path / "school"))
    school.secret = bytes(32)
    learners = [LearnerId(who) for who in EVERYBODY]
    keys = (
        Key(id=who, kind="family", learners=(who,), created=TODAY, root=who.encode())
        for who in learners
    )
    school.keys = Keys(keys=tuple(keys))
    for edit in before:
        edit(school)
    assert remake(school) == EVERYBODY

    for edit in after:
        edit(school)

    assert remake(school) == remade
    assert school.site() == school.build_clean()


def test_a_task_and_its_answer_leave_every_byte_of_the_public_site_as_it_was(
    tmp_path: Path,
) -> None:
    school = copy_published(tmp_path)
    before = school.site()

    add_task(school, "ben")
    assert school.build().is_clean

    assert school.site() == before


@pytest.mark.parametrize("task", [FOR_ALL.replace("10,", "01-99,"), FOR_ALL + "  - broken\n"])
def test_a_task_with_a_mistake_costs_no_learner_a_figure_with_keep_going(
    tmp_path: Path, task: str
) -> None:
    school = copy_published(tmp_path)
    before = school.site()
    write_task(task)(school)
    answer(school)

    report = api.build_site(
        BuildRequest(
            root=school.root, today=TODAY, cache_folder=school.cache_folder, keep_going=True
        )
    )

    assert report.left_out == (TASK,)
    assert {p: f for p, f in school.site().items() if p.startswith("learners/")} == {
        p: f for p, f in before.items() if p.startswith("learners/")
    }


Dossiers = list[LearnerDossier[Family] | LearnerDossier[Staff]]


def dossiers(school: LoadedSchool, learner: str) -> Dossiers:
    """Return what the family reads of a learner, and what the staff does."""
    context = whole_record(school, read_learner(school, LearnerId(learner)))
    return [dossier.dossier_for_family(context), dossier.dossier_for_staff(context)]


def test_a_family_reads_what_is_said_of_its_own_child_and_of_nobody_else(tmp_path: Path) -> None:
    school = new_school(tmp_path)
    words = ", ".join(
        f"{who}: {{excused: CANARY-{who}, revise: {{on: 2027-03-02, why: WHY-{who}}}}}"
        for who in EVERYBODY
    )
    text = "date: 2027-03-01\nby: rosa\ntask: {title: With Cleo, due: 2027-03-10, group: harbor}\n"
    (school / TASK).parent.mkdir()
    (school / TASK).write_text(f"{text}learners: {{{words}}}\n", "utf-8")
    # Nobody outside may read Cleo's name.
    row = school / "portfolios/cleo/learner.yml"
    row.write_text(row.read_text("utf-8").partition("consent:")[0], "utf-8")
    loaded, _ = read_school(school, TODAY)
    assert loaded is not None

    for who in EVERYBODY:
        for seen in dossiers(loaded, who):
            texts = " ".join(collect_texts(seen))
            for other in EVERYBODY:
                assert (f"CANARY-{other}" in texts) == (other == who)
                assert (f"WHY-{other}" in texts) == (other == who)
            assert [str(standing.own.given.task.title) for standing in seen.tasks] == ["With N."]


STATES = {
    "mateo": {"2027-03-10-read-it-to-somebody-small": TaskState.GIVEN},
    "nuria": {"2027-03-01-not-in-the-room": TaskState.HANDED_IN},
    "zara": {"2027-03-01-not-in-the-room": TaskState.LATE},
    "teo": {"2027-03-01-not-in-the-room": TaskState.HANDED_IN_LATE},
    "jin": {"2027-03-01-not-in-the-room": TaskState.REVISE},
    "amara": {"2027-03-01-not-in-the-room": TaskState.EXCUSED},
    "sami": {},
}


@pytest.mark.parametrize("learner", sample(STATES, 3))
def test_the_example_has_every_state_and_family_and_staff_read_the_same(learner: str) -> None:
    loaded, _ = read_school(ROOT, TODAY)
    assert loaded is not None

    family, staff = dossiers(loaded, learner)

    assert {standing.name: standing.state for standing in family.tasks} == STATES[learner]
    assert family.tasks == staff.tasks
    assert {state for states in STATES.values() for state in states.values()} == set(TaskState)


NOT_MOVED = (
    *("areas", "growth", "competency_growth", "readiness", "changes", "steps", "ahead", "studies"),
    *("mastery_credits", "stage_credits", "pace", "standings", "maps", "claims", "news", "history"),
)


@pytest.mark.parametrize("learner", ["nuria", "jin", "amara"])
def test_a_task_and_its_answer_move_no_figure_gate_badge_or_credit(learner: str) -> None:
    loaded, _ = read_school(ROOT, TODAY)
    assert loaded is not None
    unit = read_learner(loaded, LearnerId(learner))
    without = replace(
        unit.portfolio,
        tasks=(),
        evidence=tuple(replace(piece, task=None) for piece in unit.portfolio.evidence),
    )

    with_task = dossier.dossier_for_family(whole_record(loaded, unit))
    bare = dossier.dossier_for_family(whole_record(loaded, replace(unit, portfolio=without)))

    assert with_task.tasks
    assert not bare.tasks
    assert with_task.shown.attainments == bare.shown.attainments
    assert with_task.shown.awards == bare.shown.awards
    for name in NOT_MOVED:
        assert getattr(with_task, name) == getattr(bare, name), name
