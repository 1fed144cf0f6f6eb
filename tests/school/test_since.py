"""`wayfolio check --since`: who may change what, what appears, what moves, what is to be mended."""

import json
import re
from pathlib import Path

import pytest

from clones import (
    BOAT,
    BRIDGE,
    LOGINS,
    NEW,
    RAFT,
    Attack,
    clone,
    commit,
    git,
    lines,
    review_clone,
    rules,
    school_repository,
)
from photos import photo_with_place
from report import SMALL, TODAY, write
from samples import sample
from wayfolio.cli.main import main
from wayfolio.model.diagnostics import Location, error, warning
from wayfolio.model.rules import Rule
from wayfolio.render.language.reader import Reader
from wayfolio.render.text.branch_summary import describe_diagnostics
from wayfolio.repository.branch import NoSuchPoint
from wayfolio.school.branch_review import review_branch

RATINGS = "portfolios/ana/demonstrations/2026-27.yml"
SCHOOL = "competencies/school.yml"


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    return school_repository(tmp_path / "origin")


@pytest.fixture
def work(origin: Path, tmp_path: Path) -> Path:
    return clone(origin, tmp_path / "work")


# ---- what people do every day --------------------------------------------------------------------


def own_new_evidence(_: Path, work: Path) -> None:
    commit(work, {NEW: RAFT})


def own_plan(_: Path, work: Path) -> None:
    commit(work, {"portfolios/ana/plan.yml": "interests: [bridges, rafts]\n"})


def own_text_mended(_: Path, work: Path) -> None:
    file = work / BRIDGE
    file.write_text(file.read_text().replace("40 coins", "41 coins"))
    commit(work)


def own_file_renamed(_: Path, work: Path) -> None:
    commit(work, {NEW: RAFT.replace("visibility: public", "visibility: draft")})
    git(work, "mv", NEW, NEW.replace("raft", "little-raft"))
    commit(work)


def main_merged_in(origin: Path, work: Path) -> None:
    commit(origin, {RATINGS.replace("ana", "ben"): "- {date: 2027-03-03, kind: talk, by: rosa}\n"})
    commit(work, {NEW: RAFT})
    git(work, "fetch", "-q")
    git(work, "merge", "-q", "--no-edit", "origin/main")


def main_gone_on(origin: Path, work: Path) -> None:
    commit(work, {NEW: RAFT})
    commit(origin, {RATINGS.replace("ana", "ben"): "- {date: 2027-03-03, kind: talk, by: rosa}\n"})
    git(work, "fetch", "-q")


ORDINARY: list[Attack] = [
    *(own_new_evidence, own_plan, own_text_mended, own_file_renamed),
    *(main_merged_in, main_gone_on),
]


@pytest.mark.parametrize("change", ORDINARY)
def test_what_a_learner_does_every_day_is_accepted(
    change: Attack, origin: Path, work: Path
) -> None:
    change(origin, work)

    review, said = review_clone(work, "Ana-L")

    assert lines(review) == []
    assert said[0] == "Ana-L may make every change here."


# ---- what nobody may do --------------------------------------------------------------------------


def another_s_text(_: Path, work: Path) -> None:
    (work / BOAT).write_text((work / BOAT).read_text().replace("floats", "sinks"))
    commit(work)


def another_s_work_deleted(_: Path, work: Path) -> None:
    git(work, "rm", "-q", BOAT)
    commit(work)


def another_s_work_renamed_into_mine(_: Path, work: Path) -> None:
    git(work, "mv", BOAT, BOAT.replace("ben", "ana"))
    commit(work)


def mine_renamed_into_another_s(_: Path, work: Path) -> None:
    git(work, "mv", BRIDGE, BRIDGE.replace("ana", "ben"))
    commit(work)


def a_rating(_: Path, work: Path) -> None:
    (work / RATINGS).write_text((work / RATINGS).read_text().replace("MTH.1: 3", "MTH.1: 4"))
    commit(work)


def a_new_rating_file(_: Path, work: Path) -> None:
    commit(work, {RATINGS.replace("2026-27", "extra"): "- {date: 2027-03-03, kind: a, by: rosa}\n"})


def a_placement(_: Path, work: Path) -> None:
    commit(work, {"portfolios/ana/placements.yml": 'MTH.1: {stage: "9", baseline: 3}\n'})


def a_group_file(_: Path, work: Path) -> None:
    text = "date: 2027-03-04\nkind: talk\nby: rosa\nlearners: {ana: {MTH.1: 4}}\n"
    commit(work, {"portfolios/_groups/2027-03-04-talk.yml": text})


def my_own_consent(_: Path, work: Path) -> None:
    file = work / "portfolios/ana/learner.yml"
    file.write_text(file.read_text().replace("[name, work]", "[name, work, photo]"))
    commit(work)


def my_login_in_another_s_folder(_: Path, work: Path) -> None:
    """Give in the branch the leave that it then uses."""
    file = work / "portfolios/ben/learner.yml"
    file.write_text(file.read_text().replace("ben-k", "ben-k, ana-l"))
    another_s_text(Path(), work)


def my_login_among_the_staff(_: Path, work: Path) -> None:
    (work / SCHOOL).write_text((work / SCHOOL).read_text().replace("rosa-a", "rosa-a, ana-l"))
    a_rating(Path(), work)


def a_policy(_: Path, work: Path) -> None:
    commit(work, {"competencies/policies.yml": "continuum: {minimum: 1}\n", NEW: RAFT})


def a_mailmap(_: Path, work: Path) -> None:
    """Git would show the work as somebody else's. Nobody here believes what git shows."""
    commit(work, {".mailmap": "Rosa Adeyemi <rosa@example.org> <ana@example.org>\n"})


def another_s_name_on_the_commit(_: Path, work: Path) -> None:
    another_s_text(Path(), work)
    git(work, "commit", "-q", "--amend", "--no-edit", "--author=Ben <ben-k@example.org>")


def a_program(_: Path, work: Path) -> None:
    git(work, "update-index", "--chmod=+x", BRIDGE)
    git(work, "commit", "-q", "-m", "x")
    git(work, "reset", "-q", "--hard")


def a_link(_: Path, work: Path) -> None:
    (work / NEW).symlink_to("../../ben/evidence/2027-03-02-boat.md")
    commit(work)


def a_linked_folder(_: Path, work: Path) -> None:
    (work / "portfolios/ana/supports").symlink_to("../ben/evidence")
    commit(work)


def another_repository(_: Path, work: Path) -> None:
    head = git(work, "rev-parse", "HEAD").strip()
    git(work, "update-index", "--add", "--cacheinfo", f"160000,{head},portfolios/ana/evidence/sub")
    git(work, "commit", "-q", "-m", "x")


def a_folder_that_looks_alike(_: Path, work: Path) -> None:
    commit(work, {NEW.replace("ana", "\u0430na"): RAFT})


def a_folder_in_capitals(_: Path, work: Path) -> None:
    commit(work, {NEW.replace("ana", "Ana"): RAFT})


def a_way_around(_: Path, work: Path) -> None:
    commit(work, {"portfolios/ana/evidence/deep/2027-03-10-raft.md": RAFT})


def within_a_merge(origin: Path, work: Path) -> None:
    """Touch what is another's in no commit but the merge itself."""
    commit(work, {NEW: RAFT})
    commit(origin, {"portfolios/ben/plan.yml": "interests: [boats]\n"})
    git(work, "fetch", "-q")
    git(work, "merge", "-q", "--no-commit", "--no-ff", "origin/main")
    another_s_text(Path(), work)


def undone_by_a_merge(origin: Path, work: Path) -> None:
    """Take away by a merge, which takes nothing of main, what came there meanwhile."""
    commit(work, {NEW: RAFT})
    commit(origin, {"portfolios/ben/plan.yml": "interests: [boats]\n"})
    git(work, "fetch", "-q")
    git(work, "merge", "-q", "--no-edit", "-s", "ours", "origin/main")


def hidden_by_attributes(_: Path, work: Path) -> None:
    commit(work, {".gitattributes": "portfolios/ben/** -diff export-ignore\n"})
    another_s_text(Path(), work)


def hidden_by_ignoring(_: Path, work: Path) -> None:
    write(work, {".gitignore": "portfolios/\n", BOAT.replace("boat", "ship"): RAFT})
    git(work, "add", "-f", "-A", "portfolios", ".gitignore")
    git(work, "commit", "-q", "-m", "x")


def the_recipe(_: Path, work: Path) -> None:
    commit(work, {".github/workflows/check.yml": "name: nothing\n"})


def the_settings_of_the_site(_: Path, work: Path) -> None:
    commit(work, {"mkdocs.yml": "site_name: mine\nhooks: [mine.py]\n", "mine.py": "print()\n"})


def not_yet_committed(_: Path, work: Path) -> None:
    write(work, {BOAT: RAFT})


REFUSED: list[Attack] = [
    *(another_s_text, another_s_work_deleted, another_s_work_renamed_into_mine),
    *(mine_renamed_into_another_s, a_rating, a_new_rating_file, a_placement, a_group_file),
    *(my_own_consent, my_login_in_another_s_folder, my_login_among_the_staff, a_policy, a_mailmap),
    *(another_s_name_on_the_commit, a_linked_folder, another_repository),
    *(a_folder_that_looks_alike, a_folder_in_capitals, a_way_around, within_a_merge),
    *(undone_by_a_merge, hidden_by_attributes, hidden_by_ignoring, the_recipe),
    *(the_settings_of_the_site, not_yet_committed),
]


@pytest.mark.parametrize("attack", sample(REFUSED, 2))
def test_what_is_not_a_learner_s_to_change_is_refused_with_the_reason(
    attack: Attack, origin: Path, work: Path
) -> None:
    attack(origin, work)

    review, said = review_clone(work, "ana-l")

    assert "not-yours" in rules(review)
    assert re.match(r"ana-l may not change [0-9]+ files?\.", said[0])
    reported = [d for d in review.report.diagnostics if d.rule == "not-yours"]
    assert all(d.hint and "(ana-l)" in d.message for d in reported)


@pytest.mark.parametrize("attack", [a_program, a_link, another_repository, a_linked_folder])
@pytest.mark.parametrize("actor", ["ana-l", "rosa-a"])
def test_links_and_programs_are_refused_whoever_brings_them(
    attack: Attack, actor: str, origin: Path, work: Path
) -> None:
    attack(origin, work)

    review, _ = review_clone(work, actor)

    assert "unsafe-file" in rules(review)


@pytest.mark.parametrize(
    "actor", ["nobody", "ben-k", "", "ana\u2011l", "ANA-L ", "\u212aana-l", "rosa-a\n"]
)
def test_who_is_not_known_on_the_base_branch_may_change_nothing(actor: str, work: Path) -> None:
    commit(work, {NEW: RAFT})

    review, _ = review_clone(work, actor)

    assert rules(review) == ["not-yours"]


def test_a_letter_that_only_looks_like_another_is_another(tmp_path: Path) -> None:
    """The Kelvin sign is a k when it is made small."""
    work = clone(school_repository(tmp_path / "origin"), tmp_path / "work")
    another_s_text(Path(), work)

    review, _ = review_clone(work, "ben-\u212a")

    assert rules(review) == ["not-yours"]


def test_an_educator_may_rate_and_a_tutor_may_not_place(work: Path) -> None:
    a_rating(Path(), work)
    assert rules(review_clone(work, "rosa-a")[0]) == []
    assert rules(review_clone(work, "cal-w")[0]) == ["not-yours"]
    git(work, "reset", "-q", "--hard", "origin/main")
    commit(work, {RATINGS.replace("2026-27", "cal"): "- {date: 2027-03-03, kind: a, by: cal}\n"})
    assert rules(review_clone(work, "cal-w")[0]) == []
    git(work, "reset", "-q", "--hard", "origin/main")
    a_placement(Path(), work)
    assert rules(review_clone(work, "rosa-a")[0]) == []
    assert rules(review_clone(work, "cal-w")[0]) == ["not-yours"]


def test_where_several_act_each_of_them_must_be_allowed_to(work: Path) -> None:
    """Somebody who pushes to an educator's pull request does not become an educator."""
    a_rating(Path(), work)

    assert rules(review_clone(work, "rosa-a", "ana-l")[0]) == ["not-yours"]
    assert rules(review_clone(work, "ana-l", "rosa-a")[0]) == ["not-yours"]


def test_without_an_actor_leave_is_not_looked_at_and_that_is_said_first(work: Path) -> None:
    another_s_text(Path(), work)

    review, said = review_clone(work)

    assert rules(review) == []
    assert said[0].startswith("Permissions were not checked")


# ---- what everybody would see --------------------------------------------------------------------


def made_public(work: Path) -> None:
    file = work / BRIDGE
    file.write_text(file.read_text().replace("---\nIt", "visibility: public\n---\nIt"))
    commit(work)


def made_public_under_another_name(work: Path) -> None:
    made_public(work)
    git(work, "mv", BRIDGE, BRIDGE.replace("bridge", "arch"))
    commit(work)


@pytest.mark.parametrize("change", [made_public, made_public_under_another_name])
def test_what_was_private_is_not_made_public_by_a_learner_alone(change: object, work: Path) -> None:
    assert callable(change)
    change(work)

    assert "becomes-public" in rules(review_clone(work, "ana-l")[0])
    by_educator, _ = review_clone(work, "rosa-a")
    assert "becomes-public" not in rules(by_educator)
    assert "becomes-public" in {d.rule for d in by_educator.report.diagnostics}


def test_a_consent_that_begins_tells_what_it_makes_public(work: Path) -> None:
    file = work / BOAT
    file.write_text(file.read_text().replace("---\nIt", "visibility: public\n---\nIt"))
    commit(work)
    git(work, "branch", "base")
    learner = work / "portfolios/ben/learner.yml"
    consent = "{what: [name, work], audience: public, by: guardian, from: 2027-03-01}"
    learner.write_text(f"{learner.read_text()}consent:\n  - {consent}\n")

    review, said = review_clone(work, "rosa-a", ref="base")

    assert [d.rule for d in review.report.diagnostics] == ["becomes-public"]
    assert (
        "This changes 1 piece of evidence on Benedek’s page: “The boat”; it is public because it"
        " is marked public, and there is consent to show work. (it was: without consent)" in said
    )


def test_a_picture_that_says_where_it_was_taken_is_refused_even_where_it_was_taken_out_again(
    work: Path,
) -> None:
    picture = "portfolios/ana/evidence/raft.jpg"
    listed = RAFT.replace("shows:", "files: [{path: raft.jpg, alt: A raft}]\n    shows:")
    commit(work, {NEW: listed, picture: photo_with_place()})
    reported = review_clone(work, "ana-l")[0].report.diagnostics
    assert [(d.rule, d.at.path) for d in reported] == [("tells-place", NEW)]

    assert main(["clean", str(work / picture)]) == 0
    commit(work)
    reported = review_clone(work, "ana-l")[0].report.diagnostics
    assert [(d.rule, d.at.path) for d in reported] == [("tells-place", picture)]
    assert "one commit of the branch" in reported[0].hint


def test_the_summary_begins_with_what_will_appear_and_says_what_moved(work: Path) -> None:
    rated = "- {date: 2027-03-11, kind: talk, by: rosa, ratings: {MTH.1: 4}}\n"
    commit(work, {NEW: RAFT, "portfolios/ana/demonstrations/more.yml": rated})

    review, said = review_clone(work, "rosa-a")

    assert lines(review) == []
    assert said == [
        "rosa-a may make every change here.",
        "This adds 1 piece of evidence to Ana’s page: “The raft”; it is public because it is"
        " marked public, and the consent to show work is valid until August 1, 2027.",
        "Ana, MTH.1: 3 to 4.",
        "There are no problems.",
    ]


@pytest.mark.parametrize(
    ("errors", "warnings", "says"),
    [
        (0, 0, "There are no problems."),
        (0, 1, "There are no errors, and 1 warning to look at."),
        (0, 2, "There are no errors, and 2 warnings to look at."),
        (1, 2, "1 error to fix."),
    ],
)
def test_the_summary_ends_with_what_is_still_to_do(errors: int, warnings: int, says: str) -> None:
    at = (Location("docs/about.md"), Rule.SITE_ENGINE, "a dead link", "correct it")
    diagnostics = [*(error(*at) for _ in range(errors)), *(warning(*at) for _ in range(warnings))]

    assert describe_diagnostics(diagnostics, Reader()) == says


def test_a_branch_that_readers_see_nothing_of_says_so(work: Path) -> None:
    commit(work, {"docs/extra.md": "# Extra\n"})

    assert review_clone(work)[1][1:] == [
        "Nothing that readers see is added, removed or changed.",
        "There are no problems.",
    ]


@pytest.mark.parametrize(("ref", "says"), [("nowhere", "no branch"), ("--all", "no branch")])
def test_a_point_that_git_does_not_know_is_told(ref: str, says: str, work: Path) -> None:
    with pytest.raises(NoSuchPoint, match=says):
        review_branch(work, TODAY, ref, ())


# ---- for programs --------------------------------------------------------------------------------


def said_by(
    form: str, work: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> str:
    monkeypatch.chdir(work)
    arguments = ["check", "--since", "origin/main", "--actor", "ana-l", "--format", form]
    assert main([*arguments, "--summary", "said.md"]) == 1
    return capsys.readouterr().out


def test_each_service_gets_the_mistakes_in_its_own_form(
    work: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = RAFT.replace("MTH.1", "MTH.7").replace("The raft", "'The @raft :: 100%, <b>'")
    commit(work, {NEW: text})
    place = {"path": NEW, "lines": {"begin": 5}}

    github = said_by("github", work, capsys, monkeypatch)
    (command,) = [line for line in github.splitlines() if line.startswith("::")]
    assert command.startswith(f"::error file={NEW},line=5,col=9,title=unknown-name::")
    assert "%0AWhat to do: did you mean “MTH.2”?" in command
    (row,) = json.loads(said_by("gitlab", work, capsys, monkeypatch))
    assert (row["location"], row["severity"]) == (place, "major")
    assert re.fullmatch("[0-9a-f]{64}", row["fingerprint"])
    sarif = json.loads(said_by("sarif", work, capsys, monkeypatch))
    (result,) = sarif["runs"][0]["results"]
    where = result["locations"][0]["physicalLocation"]
    assert (where["artifactLocation"]["uri"], where["region"]["startLine"]) == (NEW, 5)
    (plain,) = json.loads(said_by("json", work, capsys, monkeypatch))
    assert (plain["path"], plain["line"], plain["rule"]) == (NEW, 5, "unknown-name")
    reported = (work / "said.md").read_text("utf-8")
    assert "The &#64;raft :: 100%, \\<b\\>" in reported


def test_a_school_in_a_folder_of_a_repository_is_checked_by_its_own_paths(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    git(whole, "init", "-q")
    inner = school_repository(whole / "inner")
    (inner / ".git").rename(tmp_path / "away")
    commit(whole, {}, "Begin")
    git(whole, "branch", "base")
    commit(whole, {f"inner/{NEW}": RAFT, "README.md": "hello\n"})

    review, said = review_clone(inner, "ana-l", ref="base")

    assert lines(review)[0].startswith("../README.md:1:1: learners write in their own folder only")
    assert "1 piece of evidence to Ana’s page" in said[1]


MISTAKES = {
    "portfolios/ana/evidence/2027-03-10-a.md": "title: A\n",
    "portfolios/ana/evidence/2027-03-10-b.md": "---\ntitle: B\ndate: 2027-03-10\nkind model\n---\n",
    "portfolios/ana/evidence/2027-03-10-c.md": "---\ntitle: C\ndate: 10.3.2027\nkind: a\n---\n",
    "portfolios/ana/evidence/2027-03-10-d.md": (
        "---\ntitle: D\ndate: 2027-03-10\nkind: a\nshow: [MTH.1]\n---\n"
    ),
    "portfolios/ana/evidence/2027-03-10-e.md": (
        "---\ntitle: E\ndate: 2027-03-10\nkind: a\nshows: [MTH.12]\n---\n"
    ),
    "portfolios/ana/evidence/2027-03-10-f.md": (
        "---\ntitle: F\ndate: 2027-03-10\nkind: a\nfiles: [{path: gone.png, alt: x}]\n---\n"
    ),
    "portfolios/ana/evidence/2027-03-10-g.md": (
        "---\ntitle: G\ndate: 2027-06-10\nkind: a\n---\nLater.\n"
    ),
    "portfolios/ana/evidence/2027-03-10-h.md": (
        "---\ntitle: H\ndate: 2027-03-10\nkind: a\nvisibility: pubic\n---\n"
    ),
    "portfolios/ana/evidence/Photo of me.PNG": "x",
    "portfolios/ana/evidence/drawing.svg": "<svg/>",
    "portfolios/ana/evidence/2027-03-10-i.md": (
        "---\ntitle: I\ndate: 2027-03-10\nkind: a\nself: {MTH.1: 9}\n---\n"
    ),
    "portfolios/ben/plan.yml": "interests: [boats]\n",
}


def test_twelve_kinds_of_mistake_each_say_where_what_and_what_to_do(work: Path) -> None:
    commit(work, MISTAKES)

    review, _ = review_clone(work, "ana-l")

    reported = {d.at.path: d for d in review.report.diagnostics if d.severity == "error"}
    assert MISTAKES.keys() <= reported.keys()
    assert len({reported[path].rule for path in MISTAKES}) >= 10
    assert [d for d in reported.values() if len(d.message) < 10 or len(d.hint) < 10] == []
    assert [d for d in reported.values() if d.message in d.hint] == []
    lines = {
        path[-4]: diagnostic.at.line
        for path, diagnostic in reported.items()
        if "/2027-03-10-" in path
    }
    assert lines == dict(zip("abcdefghi", (1, 4, 3, 5, 5, 5, 3, 5, 5), strict=True))


def test_work_that_a_branch_takes_away_is_told_where_somebody_has_rated_it(work: Path) -> None:
    (work / BRIDGE).unlink()
    commit(work)

    review, said = review_clone(work, "ana-l")

    (missing,) = [d for d in review.report.diagnostics if d.severity == "error"]
    assert str(missing.at) == f"{RATINGS}:4:14"
    assert missing.message == "there is no piece of evidence “2027-03-01-bridge”"
    assert missing.hint.startswith("this branch takes it away: put it back")
    assert "This takes 1 piece of evidence off Ana’s page: “The bridge”." in said


def test_who_is_not_among_the_logins_of_a_folder_is_told_where_they_are(work: Path) -> None:
    commit(work, {"portfolios/ana/plan.yml": "interests: [rivers]\n"})

    review, _ = review_clone(work, "zed")

    (refused,) = review.report.diagnostics
    assert refused.message == (
        "this is ana’s folder, and its learner.yml does not name this login (zed)"
    )
    assert "an educator adds the login there first" in refused.hint


def test_before_the_first_commit_everything_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the hook of pre-commit asks where somebody begins."""
    write(tmp_path, {**SMALL, **LOGINS})
    git(tmp_path, "init", "-q")
    monkeypatch.chdir(tmp_path)

    assert main(["check", "--since", "HEAD"]) == 0
    assert "no errors" in capsys.readouterr().out
    assert main(["check", "--since", "HEAD", "--actor", "ana-l"]) == 2
    assert main(["check", "--since", "main"]) == 2
