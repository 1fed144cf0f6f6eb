"""Two clones of one school, as a host sees them: where changes go, and where somebody works."""

import subprocess
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from report import SMALL, TODAY, Files, write
from wayfolio.school.branch_review import BranchReview, review_branch, summarize_branch

BRIDGE = "portfolios/ana/evidence/2027-03-01-bridge.md"
BOAT = "portfolios/ben/evidence/2027-03-02-boat.md"
NEW = "portfolios/ana/evidence/2027-03-10-raft.md"
RAFT = """
    ---
    title: The raft
    date: 2027-03-10
    kind: model
    shows: [MTH.1]
    visibility: public
    ---
    It carries two.
    """
LOGINS: Files = {
    "competencies/school.yml": """
        name: River School
        as_of: 2027-03-12
        people:
          rosa: {name: Rosa Adeyemi, assessor: teacher, logins: [rosa-a]}
          cal: {name: Cal White, assessor: tutor, logins: [cal-w]}
        groups:
          - {id: harbor, title: Harbor House}
        """,
    "portfolios/ana/learner.yml": """
        name: {full: Ana Lund, first: Ana}
        group: harbor
        logins: [ana-l]
        programmes:
          - {pathway: years, stage: "9", from: 2026-08-24}
        consent:
          - what: [name, work]
            audience: public
            by: guardian
            from: 2026-08-24
            until: 2027-08-01
        """,
    "portfolios/ben/learner.yml": """
        name: {full: Benedek Kovacs, first: Benedek}
        group: harbor
        logins: [ben-k]
        programmes:
          - {pathway: years, stage: "9", from: 2026-08-24}
        """,
    "portfolios/ben/evidence/2027-03-02-boat.md": """
        ---
        title: The boat
        date: 2027-03-02
        kind: model
        shows: [MTH.1]
        ---
        It floats.
        """,
    "portfolios/ana/plan.yml": "interests: [bridges]\n",
    ".gitattributes": "* text=auto\n",
    ".gitignore": "/site/\n",
}


def git(root: Path, *arguments: str) -> str:
    """Run git as somebody whose name says nothing."""
    who = ["-c", "user.name=Rosa Adeyemi", "-c", "user.email=rosa@example.org"]
    quiet = ["-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", "-c", "core.hooksPath="]
    command = ["git", "-C", str(root), *who, *quiet, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def commit(root: Path, files: Files | None = None, message: str = "Change") -> None:
    """Write files, and commit everything."""
    write(root, files or {})
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", message)


def school_repository(root: Path, files: Files | None = None) -> Path:
    """Return a repository with the small school and who may write in it."""
    root.mkdir(parents=True)
    git(root, "init", "-q")
    commit(root, {**SMALL, **LOGINS, **(files or {})}, "Begin")
    return root


def clone(origin: Path, to: Path) -> Path:
    """Return a clone with a branch of its own."""
    git(origin.parent, "clone", "-q", str(origin), str(to))
    git(to, "checkout", "-q", "-b", "work")
    return to


def review_clone(
    work: Path, *actors: str, ref: str = "origin/main", today: date = TODAY
) -> tuple[BranchReview, list[str]]:
    """Return what is found on a branch, and its summary."""
    review = review_branch(work, today, ref, actors)
    return review, summarize_branch(review)


def rules(review: BranchReview) -> list[str]:
    """Return the rules of the errors, each once."""
    return sorted({d.rule for d in review.report.diagnostics if d.severity == "error"})


Attack = Callable[[Path, Path], None]
"""What somebody does, given where changes go and where they work."""


def lines(review: BranchReview) -> Sequence[str]:
    """Return each mistake in one line."""
    return [f"{d.at}: {d.message} | {d.hint}" for d in review.report.diagnostics]
