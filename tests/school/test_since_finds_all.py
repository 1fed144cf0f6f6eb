"""`check --since` finds everything about the changed files that the full check finds."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clones import commit, git, school_repository
from report import TODAY, Files, write
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.school.branch_review import review_branch
from wayfolio.school.read import check_school

MORE: Files = {
    "portfolios/ana/learner.yml": """
        name: {full: Ana Lund, first: Ana}
        group: harbor
        consent:
          - {what: [name, work], audience: public, by: guardian, from: 2026-08-24}
        """,
    "portfolios/cleo/learner.yml": """
        name:
          full: "Cl\\u00e9o Brunn"
          first: Cléo
        group: harbor
        """,
    "portfolios/dov/learner.yml": """
        # The family's wish.
        name:
          # As on the door.
          full: Dov Öztürk
          first: Dov
          alias: Otter
          shown: alias
        group: harbor
        consent: [{what: [name, work], audience: public, by: guardian, from: 2026-08-24}]
        """,
    # Called as others are: one who may be named, and one who may not.
    "portfolios/fay/learner.yml": """
        name: {full: Ana Kovacs, first: Ana}
        group: harbor
        """,
    "portfolios/cleo/demonstrations/a.yml": """
        - {date: 2027-03-03, kind: talk, by: rosa, evidence: [ana/2027-03-01-bridge]}
        """,
    "portfolios/_groups/2027-03-04-talk.yml": """
        date: 2027-03-04
        kind: talk
        by: rosa
        evidence: [ana/2027-03-01-bridge, ben/2027-03-02-boat]
        learners: {ana: {MTH.1: 3}, cleo: {MTH.2: 2}}
        """,
    "portfolios/_groups/2027-03-05-other.yml": """
        date: 2027-03-05
        kind: talk
        by: rosa
        learners: {dov: {MTH.1: 3}}
        """,
    "portfolios/dov/evidence/2027-03-03-song.md": """
        ---
        title: A song
        date: 2027-03-03
        kind: model
        with: [ana, ben]
        visibility: public
        ---
        I sang.
        """,
}
TEXT = st.sampled_from(
    [
        *("We built it.", "Cléo helped.", "With Benedek Kovacs, and with BRUNN.", "An otter."),
        *(
            "Öztürk sang.",
            "I met Dov and Ana.",
            "Ana Kovacs",
            "work first full name shown",
            "![](gone.png)",
        ),
    ]
)
CODE = st.sampled_from(["MTH.1", "MTH.2", "MTH.9", "ben"])
LEARNER = st.sampled_from(["ana", "ben", "cleo", "dov"])
STEM = st.sampled_from(["2027-03-01-bridge", "2027-03-02-boat", "2027-03-09-new", "2027-04-01-x"])


@st.composite
def evidence(draw: st.DrawFn) -> tuple[str, str]:
    learner, stem = draw(LEARNER), draw(STEM)
    words = [
        f"title: {draw(TEXT)!r}",
        f"date: {stem[:10]}",
        "kind: model",
        f"shows: [{draw(CODE)}]",
        f"with: [{draw(st.sampled_from(['ben', 'nobody', 'dov']))}]",
        f"visibility: {draw(st.sampled_from(['public', 'public', 'family', 'draft']))}",
    ]
    if draw(st.integers(0, 3)) == 0:
        words.remove(draw(st.sampled_from(words)))
    text = "\n".join(["---", *words, "---", draw(TEXT), ""])
    return f"portfolios/{learner}/evidence/{stem}.md", text


@st.composite
def occasion(draw: st.DrawFn) -> tuple[str, str]:
    learner, level = draw(LEARNER), draw(st.sampled_from(["3", "7", "M", "many"]))
    text = (
        f"date: {draw(st.sampled_from(['2027-03-04', '2027-05-01']))}\nkind: talk\nby: rosa\n"
        f"evidence: [{learner}/{draw(STEM)}]\n"
    )
    if draw(st.booleans()):
        return (
            "portfolios/_groups/2027-03-04-talk.yml",
            f"{text}learners: {{{learner}: {{{draw(CODE)}: {level}}}}}\n",
        )
    lines = f"{text}ratings: {{{draw(CODE)}: {level}}}".split("\n")
    return f"portfolios/{learner}/demonstrations/b.yml", "- " + "\n  ".join(lines) + "\n"


REMOVED = st.sampled_from(
    [
        "portfolios/ana/evidence/2027-03-01-bridge.md",
        "portfolios/ben/evidence/2027-03-02-boat.md",
        "portfolios/ana/evidence/bridge.png",
        "portfolios/_groups/2027-03-04-talk.yml",
        "portfolios/cleo/learner.yml",
    ]
)
SHARED = st.sampled_from(
    [
        ("competencies/badges.yml", "badges: [{id: x, title: X, criteria: {level: MTH.7}}]\n"),
        ("portfolios/dov/learner.yml", "name: {full: Dov O, first: Dov}\ngroup: harbor\n"),
        ("portfolios/ben/plan.yml", "highlights: [2027-03-02-boat, 2027-03-09-new]\n"),
        ("portfolios/eve/learner.yml", "name: {full: Eve B, first: Eve}\ngroup: nowhere\n"),
    ]
)


CHANGES = st.lists(st.one_of(evidence(), occasion(), SHARED), min_size=1, max_size=3)


def head(diagnostic: Diagnostic) -> str:
    """Return a mistake without its hint: what a branch takes away has another one."""
    return str(diagnostic).partition("\n")[0]


@pytest.mark.parametrize("tries", [8, pytest.param(150, marks=pytest.mark.long)])
def test_what_is_wrong_in_changed_files_is_found_as_by_the_full_check(
    tries: int, tmp_path: Path
) -> None:
    base = school_repository(tmp_path / "school", MORE)
    git(base, "branch", "base")

    @given(CHANGES, st.sets(REMOVED))
    @settings(max_examples=tries)
    def holds(written: list[tuple[str, str]], removed: set[str]) -> None:
        with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
            root = Path(shutil.copytree(base, Path(folder) / "school"))
            for path in removed:
                (root / path).unlink()
            write(root, dict(written))
            commit(root)
            changed = set(git(root, "diff", "--name-only", "base").split())

            full = {head(d) for d in check_school(root, TODAY).diagnostics if d.at.path in changed}
            diagnostics = review_branch(root, TODAY, "base", ()).report.diagnostics
            since = {
                head(d) for d in diagnostics if d.at.path in changed and d.rule != "becomes-public"
            }

            assert since == full

    holds()
