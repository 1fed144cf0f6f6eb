"""Branches that somebody makes up to change what is not theirs, and ordinary ones beside them."""

import os
import shutil
import subprocess
from itertools import pairwise
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
    review_clone,
    rules,
    school_repository,
)
from photos import photo_with_place
from report import Files, write
from samples import sample
from wayfolio.cli.main import main
from wayfolio.repository.branch import NoSuchPoint

PLANNED = "planned: {from: 2027-01-05, minutes: 45, per_week: 3, weeks: 12}"
MORE = "  - {date: 2027-02-03, minutes: 45, status: present}\n"
MORE_OF_GROUP = "  - {date: 2027-02-03, minutes: 45, learners: {ana: {}}}\n"


def support(by: str) -> str:
    return f"kind: tutoring\nby: {by}\n{PLANNED}\nsessions:\n{MORE.replace('-03', '-01')}"


def group_support(by: str) -> str:
    session = MORE_OF_GROUP.replace("02-03", "02-01")
    about = f"support: {{kind: menu, by: {by}, {PLANNED}}}"
    return f"date: 2027-01-05\n{about}\nsessions:\n{session}"


CALS, EVAS = "portfolios/ana/supports/cal.yml", "portfolios/ben/supports/eva.yml"
CALS_GROUP = "portfolios/_groups/2027-01-05-menu.yml"
OCCASION = "date: 2027-03-05\nkind: talk\nby: cal\nlearners: {ana: {MTH.1: 3}}\n"
OTHERS = """
          eva: {name: Eva Stone, assessor: tutor, logins: [eva-s]}
          olu: {name: Olu Day, assessor: teacher, logins: [olu-d]}
          pia: {name: Pia Roe, assessor: peer, logins: [pia-r]}
        groups:"""
SCHOOL = "competencies/school.yml"
PEOPLE: Files = {
    SCHOOL: str(LOGINS[SCHOOL]).replace("\n        groups:", OTHERS),
    CALS: support("cal"),
    EVAS: support("eva"),
    CALS_GROUP: group_support("cal"),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return school_repository(tmp_path_factory.mktemp("kept") / "origin", PEOPLE)


@pytest.fixture
def origin(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "origin", symlinks=True))


@pytest.fixture
def work(origin: Path, tmp_path: Path) -> Path:
    return clone(origin, tmp_path / "work")


# ---- tutors, and others from outside -------------------------------------------------------------

SUPPORTS: list[tuple[str, str, str | bytes | None, bool]] = [
    ("cal-w", CALS, support("cal") + MORE, True),
    ("CAL-W", CALS_GROUP, group_support("cal") + MORE_OF_GROUP, True),
    ("cal-w", "portfolios/_groups/2027-03-05-talk.yml", OCCASION, True),
    ("rosa-a", EVAS, support("cal"), True),
    ("rosa-a", "portfolios/ana/supports/more.yml", support("cal"), True),
    # Another's.
    ("eva-s", CALS, support("cal") + MORE, False),
    ("eva-s", CALS_GROUP, group_support("cal") + MORE_OF_GROUP, False),
    # Who leads it is what the base branch says.
    ("eva-s", CALS, support("eva"), False),
    ("eva-s", CALS_GROUP, group_support("eva"), False),
    ("eva-s", CALS_GROUP, OCCASION.replace("03-05", "01-05"), False),
    # A support begins and ends with an educator.
    ("cal-w", "portfolios/ben/supports/more.yml", support("cal"), False),
    ("cal-w", "portfolios/_groups/2027-01-06-more.yml", group_support("cal"), False),
    ("cal-w", CALS, None, False),
    ("cal-w", "portfolios/_groups/2027-01-06-broken.yml", "support: [", False),
    # Neither evidence, nor who somebody is.
    ("cal-w", NEW, RAFT, False),
    ("cal-w", "portfolios/ana/placements.yml", 'MTH.1: {stage: "9", baseline: 3}\n', False),
    # A peer, a learner and a stranger.
    ("pia-r", CALS_GROUP, group_support("cal") + MORE_OF_GROUP, False),
    ("ana-l", CALS, support("cal") + MORE, False),
    ("nobody", CALS, support("cal") + MORE, False),
]


@pytest.mark.parametrize(("actor", "path", "content", "may"), SUPPORTS)
def test_a_tutor_writes_in_the_supports_that_they_lead(
    actor: str, path: str, content: str | None, work: Path, *, may: bool
) -> None:
    if content is None:
        (work / path).unlink()
        commit(work)
    else:
        commit(work, {path: content})

    broken = rules(review_clone(work, actor)[0])

    assert broken == [] if may else broken


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (EVAS, "tutors write in the supports that name them in by:, and this one does not"),
        ("portfolios/ben/supports/new.yml", "educators begin a support; its tutor writes"),
    ],
)
def test_a_tutor_is_told_why(path: str, message: str, work: Path) -> None:
    commit(work, {path: support("eva") + MORE})

    (diagnostic,) = review_clone(work, "cal-w")[0].report.diagnostics

    assert diagnostic.message.startswith(message)
    assert diagnostic.hint.startswith("remove it from this branch, and ask an educator")


# ---- where a learner may not write ---------------------------------------------------------------

PATHS = [
    *("mkdocs.yml", "hooks.py", "docs/x.md", "theme/x.html", "README.md", "requirements.txt"),
    *("competencies/frameworks/x.yml", "competencies/keys.sealed", "translations/es.po"),
    *(".github/workflows/x.yml", ".gitlab-ci.yml", ".forgejo/workflows/x.yml", ".gitmodules"),
    *("CODEOWNERS", ".github/CODEOWNERS", ".gitattributes", ".pre-commit-config.yaml"),
    *(".vscode/settings.json", ".wayfolio/carried", "site/x.html", "site-edit/x.js"),
    *("portfolios/x.yml", "portfolios/ana/x.yml", "portfolios/ana/Plan.yml"),
    *("portfolios/ana/evidence/.htaccess", "portfolios/ana/evidence/.gitattributes"),
    *("portfolios/eve/learner.yml", "portfolios/eve/evidence/2027-03-01-x.md"),
    *("portfolios/_groups/evidence/2027-03-01-x.md", "Portfolios/ana/evidence/2027-03-10-x.md"),
    *("portfolios/ANA/evidence/2027-03-10-x.md", "portfolios/ana/evidence/2027-03-10-X.md"),
    *("portfolios/ana/evidence/caf\u00e9.md", "portfolios/ana/evidence/cafe\u0301.md"),
    *('portfolios/ana/evidence/a"b.md', "portfolios/ana/evidence/a\\..\\..\\ben\\x.md"),
    *("portfolios/ana/evidence/2027-03-10-x.md\n", "portfolios/ana/evidence/x\ny.md"),
    *("portfolios/ana/evidence/:x", ":100644 100644 a b M", "portfolios/ana\u200b/plan.yml"),
    "portfolios/ana/evidence/\udcff.md",
]


@pytest.mark.parametrize("path", sample(PATHS, 2))
def test_a_learner_writes_nowhere_but_in_evidence_and_plan(path: str, work: Path) -> None:
    """Also where a disk that does not tell upper from lower case would take it for her own."""
    blob = git(work, "hash-object", "-w", "--", BRIDGE).strip()
    added = f"100644 {blob}\t{path}\0".encode("utf-8", "surrogateescape")
    given = work / ".git/added"
    given.write_bytes(added)
    with given.open("rb") as rows:
        subprocess.run(
            ["git", "-C", str(work), "update-index", "-z", "--index-info"], stdin=rows, check=True
        )
    git(work, "commit", "-q", "-m", "x")
    git(work, "-c", "core.protectNTFS=false", "reset", "-q", "--hard")

    assert "not-yours" in rules(review_clone(work, "ana-l")[0])


# ---- what git can be told ------------------------------------------------------------------------


def another_s_text(work: Path) -> None:
    (work / BOAT).write_text((work / BOAT).read_text().replace("floats", "sinks"))
    commit(work)


def replaced(_: Path, work: Path) -> None:
    another_s_text(work)
    git(work, "replace", "HEAD", "origin/main")


def grafted(_: Path, work: Path) -> None:
    another_s_text(work)
    commit(work, {NEW: RAFT})
    (work / ".git/info").mkdir(exist_ok=True)
    (work / ".git/info/grafts").write_text(git(work, "rev-parse", "HEAD"))


def several_merged_at_once(_: Path, work: Path) -> None:
    plan = {"portfolios/ana/plan.yml": "interests: [rafts]\n"}
    for name, file in {"one": {NEW: RAFT}, "two": plan, "three": {BOAT: RAFT}}.items():
        git(work, "checkout", "-q", "-b", name, "origin/main")
        commit(work, file)
    git(work, "checkout", "-q", "work")
    git(work, "merge", "-q", "--no-edit", "one", "two", "three")


def left_behind_by_a_rebase(origin: Path, work: Path) -> None:
    commit(origin, {"portfolios/ben/plan.yml": "interests: [boats]\n"})
    git(work, "fetch", "-q")
    git(work, "reset", "-q", "--hard", "origin/main")
    git(work, "rm", "-q", "portfolios/ben/plan.yml")
    commit(work, {NEW: RAFT})


def renamed_step_by_step(_: Path, work: Path) -> None:
    steps = [BOAT, NEW.replace("raft", "a"), NEW.replace("raft", "b"), NEW]
    for old, new in pairwise(steps):
        git(work, "mv", old, new)
        commit(work)


def a_merge_undone(origin: Path, work: Path) -> None:
    git(origin, "checkout", "-q", "-b", "side")
    commit(origin, {"portfolios/ben/plan.yml": "interests: [boats]\n"})
    git(origin, "checkout", "-q", "main")
    git(origin, "merge", "-q", "--no-ff", "--no-edit", "side")
    git(work, "fetch", "-q")
    git(work, "reset", "-q", "--hard", "origin/main")
    git(work, "revert", "--no-edit", "-m", "1", "HEAD")


def deleted_and_made_again(_: Path, work: Path) -> None:
    git(work, "rm", "-q", BOAT)
    commit(work)
    commit(work, {BOAT: RAFT})


def a_history_of_its_own_merged_in(_: Path, work: Path) -> None:
    git(work, "checkout", "-q", "--orphan", "own")
    git(work, "rm", "-rqf", ".")
    commit(work, {BOAT: RAFT})
    git(work, "checkout", "-q", "work")
    merge = ("merge", "-q", "--allow-unrelated-histories", "-X", "theirs", "--no-edit", "own")
    git(work, *merge)


def merged_crosswise(origin: Path, work: Path) -> None:
    commit(work, {NEW: RAFT})
    commit(origin, {"portfolios/ben/plan.yml": "interests: [boats]\n"})
    git(work, "fetch", "-q")
    mine, theirs = (git(work, "rev-parse", ref).strip() for ref in ("HEAD", "origin/main"))
    git(work, "merge", "-q", "--no-edit", theirs)
    git(origin, "fetch", "-q", str(work), "work")
    git(origin, "merge", "-q", "--no-ff", "--no-edit", mine)
    git(work, "fetch", "-q")
    another_s_text(work)


def a_folder_that_becomes_a_link(_: Path, work: Path) -> None:
    shutil.rmtree(work / "portfolios/ana/evidence")
    (work / "portfolios/ana/evidence").symlink_to("../ben/evidence")
    commit(work)


GIT: list[Attack] = [
    *(replaced, several_merged_at_once, left_behind_by_a_rebase, renamed_step_by_step),
    *(a_merge_undone, deleted_and_made_again, a_history_of_its_own_merged_in, merged_crosswise),
    *(a_folder_that_becomes_a_link, grafted),
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("attack", GIT)
def test_whatever_git_is_told_another_s_file_is_refused(
    attack: Attack, origin: Path, work: Path
) -> None:
    attack(origin, work)

    assert "not-yours" in rules(review_clone(work, "ana-l")[0])


def test_files_that_look_like_a_repository_are_not_taken_for_one(tmp_path: Path) -> None:
    """A school in a folder of a repository, into which somebody puts a repository of their own."""
    inner = school_repository(tmp_path / "whole/inner")
    (inner / ".git").rename(tmp_path / "whole/.git")
    whole = tmp_path / "whole"
    commit(whole)
    git(whole, "branch", "base")
    trap = tmp_path / "trap"
    git(tmp_path, "clone", "-q", "--bare", str(whole), str(trap))
    for name in ("HEAD", "config", "objects", "refs", "packed-refs"):
        if (trap / name).is_dir():
            shutil.copytree(trap / name, inner / name)
        elif (trap / name).exists():
            shutil.copy(trap / name, inner / name)
    git(whole, "add", "-A")
    git(whole, "commit", "-q", "-m", "x")

    with pytest.raises(NoSuchPoint, match="take HEAD, objects and refs out of this folder"):
        review_clone(inner, "ana-l", ref="base")


# ---- the point to compare with -------------------------------------------------------------------


def test_a_tag_with_the_name_of_the_branch_is_not_taken_for_it(work: Path) -> None:
    """Git would take it, and whoever may push tags would choose the rules."""
    another_s_text(work)
    git(work, "tag", "origin/main")

    with pytest.raises(NoSuchPoint, match="origin/main is the name of several"):
        review_clone(work, "ana-l")
    full, _ = review_clone(work, "ana-l", ref="refs/remotes/origin/main")
    assert rules(full) == ["not-yours"]


@pytest.mark.parametrize(
    "ref",
    ["--upload-pack=touch x", "-h", "", "HEAD..work", "origin/main:mkdocs.yml", "^HEAD"],
)
def test_what_is_no_point_is_told_and_nothing_is_run(
    ref: str, work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(work)

    assert main(["check", f"--since={ref}", "--actor", "ana-l"]) == 2

    assert "git knows no branch or commit" in capsys.readouterr().err
    assert not (work / "x").exists()


def test_a_clone_without_the_common_history_is_told_to_fetch_it(
    origin: Path, tmp_path: Path
) -> None:
    work = clone(origin, tmp_path / "whole")
    commit(work, {NEW: RAFT})
    commit(origin, {"docs/x.md": "# x\n"})
    git(origin, "fetch", "-q", str(work), "work:work")
    shallow = tmp_path / "shallow"
    far = ["clone", "-q", "--depth", "1", "--no-single-branch", "-b", "work", f"file://{origin}"]
    git(tmp_path, *far, str(shallow))

    with pytest.raises(NoSuchPoint, match="share no history: fetch all of it"):
        review_clone(shallow, "ana-l")


@pytest.mark.parametrize("actor", ["", " ", "ana-l,rosa-a", "rosa-a\0", "@rosa-a", "ROSA-\u00c5"])
def test_a_login_that_is_none_may_nothing_also_beside_one_that_may(actor: str, work: Path) -> None:
    commit(work, {NEW: RAFT})

    assert rules(review_clone(work, actor)[0]) == ["not-yours"]
    assert rules(review_clone(work, "ana-l", actor)[0]) == ["not-yours"]


def test_who_has_two_folders_writes_in_both(work: Path, origin: Path) -> None:
    """A login that the school has given to two learners, for instance to brothers."""
    ben = "portfolios/ben/learner.yml"
    commit(origin, {ben: (origin / ben).read_text().replace("ben-k", "ana-l")})
    git(work, "pull", "-q", "origin", "main")
    commit(work, {NEW: RAFT, BOAT: RAFT.replace("public", "family")})

    assert rules(review_clone(work, "ana-l")[0]) == []


# ---- what a learner writes into her own files ----------------------------------------------------

SMUGGLED = {
    "ratings": ("shows:", "ratings: {MTH.1: 4}\n    shows:", "unknown-key"),
    "letters that look alike": ("shows:", "r\u0430tings: {MTH.1: 4}\n    shows:", "unknown-key"),
    "wide letters": ("shows:", "\uff52atings: {MTH.1: 4}\n    shows:", "unknown-key"),
    "a sign that nobody sees": ("visibility:", "visi\u200bbility:", "unknown-key"),
    "an alias": ("title: The raft", "title: &a The raft\n    kind: *a", "yaml-feature"),
    "a merge": ("shows:", "<<: {visibility: public}\n    shows:", "unknown-key"),
    "a key twice": ("visibility:", "visibility: family\n    visibility:", "repeated-key"),
    "a tag": ("title: The raft", "title: !!python/name:os.system The raft", "yaml-feature"),
    "consent": ("shows:", "consent: [{what: [work]}]\n    shows:", "unknown-key"),
    "tomorrow": ("date: 2027-03-10", "date: 2031-03-10", "not-yet"),
    "another's address": ("shows:", "aliases: [../../ben/boat]\n    shows:", "bad-name"),
}


@pytest.mark.parametrize("name", SMUGGLED)
def test_what_is_smuggled_into_front_matter_is_told(name: str, work: Path) -> None:
    old, new, rule = SMUGGLED[name]
    commit(work, {NEW: RAFT.replace(old, new)})

    assert rule in rules(review_clone(work, "ana-l")[0])


def test_a_file_too_large_to_keep_is_refused_also_where_it_was_taken_out_again(work: Path) -> None:
    film = work / "portfolios/ana/evidence/raft.mp4"
    film.write_bytes(os.urandom(1000) + bytes(50_000_000))
    commit(work)
    film.unlink()
    commit(work, {NEW: RAFT})

    (diagnostic,) = review_clone(work, "ana-l")[0].report.diagnostics

    assert (diagnostic.rule, diagnostic.at.path) == (
        "file-too-large",
        "portfolios/ana/evidence/raft.mp4",
    )
    assert diagnostic.message == "a commit of this branch holds this file of 50 MB"
    assert "one commit of the branch" in diagnostic.hint


@pytest.mark.parametrize("name", ["IMG_1.JPG", "raft.jpeg", "raft.heif", "raft"])
def test_a_place_is_found_whatever_a_picture_on_the_way_is_called(name: str, work: Path) -> None:
    write(work, {f"portfolios/ana/evidence/{name}": photo_with_place()})
    commit(work)
    git(work, "rm", "-q", f"portfolios/ana/evidence/{name}")
    commit(work, {NEW: RAFT})

    assert rules(review_clone(work, "ana-l")[0]) == ["tells-place"]


def test_a_file_of_git_lfs_that_was_not_fetched_is_told(work: Path) -> None:
    listed = RAFT.replace("shows:", "files: [{path: raft.png, alt: A raft}]\n    shows:")
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 3\n"
    commit(work, {NEW: listed, "portfolios/ana/evidence/raft.png": pointer})

    (diagnostic,) = review_clone(work, "ana-l")[0].report.diagnostics

    assert "git lfs pull" in diagnostic.hint


def test_what_was_changed_and_undone_on_the_way_is_nobody_s_change(work: Path) -> None:
    another_s_text(work)
    git(work, "revert", "--no-edit", "HEAD")
    commit(work, {NEW: RAFT})

    assert rules(review_clone(work, "ana-l")[0]) == []


# ---- what a school writes about logins -----------------------------------------------------------

LOGINS_WRITTEN = {
    "rosa-a": ("error: the login “rosa-a” is rosa’s too, who may write more", "repeated-name"),
    "ROSA-A": ("error: the login “rosa-a” is rosa’s too, who may write more", "repeated-name"),
    "cal-w": ("error: the login “cal-w” is cal’s too, who may write more", "repeated-name"),
    "'@ana-l'": ("error: “@ana-l” is not a login", "bad-name"),
    "ana@school.example": ("error: “ana@school.example” is not a login", "bad-name"),
    "\u0430na-l": ("error: “\u0430na-l” is not a login", "bad-name"),
    "pia-r": ("no errors", ""),
}


@pytest.mark.parametrize("login", LOGINS_WRITTEN)
def test_a_login_is_one_that_a_host_can_say_and_no_educator_s_too(
    login: str, work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A peer may be a learner. A learner with an educator's login would be one."""
    file = "portfolios/ana/learner.yml"
    write(work, {file: (work / file).read_text().replace("[ana-l]", f"[{login}]")})
    monkeypatch.chdir(work)
    message, rule = LOGINS_WRITTEN[login]

    assert main(["check"]) == (1 if rule else 0)

    said = capsys.readouterr().out
    assert message in said
    assert rule in said
