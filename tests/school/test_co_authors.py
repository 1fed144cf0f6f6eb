"""A learner speaks for nobody else: who is named as a co-author, and what a file can move."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clones import commit, git, review_clone, school_repository
from growing_school import Growing, learner_file, new_school, ratings_file, work_file
from report import CORE, SCALES, SCHOOL, SMALL, TODAY, YEARS, Files, write
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.names import LearnerId
from wayfolio.plan.dossier import view_as_family, view_as_staff
from wayfolio.plan.visible import filter_for_public
from wayfolio.school.learner import LoadedSchool, read_learner, visibility_context
from wayfolio.school.read import check_school, read_school

RAFT = "portfolios/ana/evidence/2027-03-05-raft.md"
PLAN = "portfolios/ben/plan.yml"
GROUP = "portfolios/_groups/2027-03-06-fair.yml"
BADGES = """
    badges:
      - id: m
        kind: badge
        title: Modeler
        visibility: public
        criteria: {evidence: 2, kind: model}
    """
SCHOOL_OF_THREE: Files = {
    **{path: SMALL[path] for path in (SCHOOL, SCALES, CORE, YEARS)},
    "competencies/badges.yml": BADGES,
    **{
        path: text
        for name in ("ana", "ben", "cleo")
        for path, text in {
            f"portfolios/{name}/learner.yml": learner_file(name),
            f"portfolios/{name}/evidence/2027-03-01-bridge.md": work_file(f"Bridge of {name}"),
            f"portfolios/{name}/demonstrations/a.yml": ratings_file(3),
        }.items()
    },
    RAFT: work_file("The raft", more="with: [ben]\n"),
}


@contextmanager
def school_with(files: Files) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), {**SCHOOL_OF_THREE, **files})
        yield Path(folder)


def load(root: Path) -> LoadedSchool:
    school, _ = read_school(root, TODAY)
    assert school is not None
    return school


def views_of(school: LoadedSchool, learner: str) -> Mapping[str, object]:
    """Return all that anybody may see of a learner, with figures and badges."""
    case = visibility_context(school, read_learner(school, LearnerId(learner)))
    return {
        "public": filter_for_public(case),
        "family": view_as_family(case),
        "staff": view_as_staff(case),
        "figures": case.attainments,
        "badges": case.awards,
    }


def named_on_anas_page(root: Path) -> Mapping[str, set[str]]:
    """Return for each audience who is named for the raft, beside its owner."""
    views = views_of(load(root), "ana")
    return {
        audience: {
            author.name
            for work in views[audience].evidence  # type: ignore[attr-defined]
            if work.item.slug == "raft"
            for author in work.authors[1:]
        }
        for audience in ("public", "family", "staff")
    }


def listed_on_bens_page(root: Path) -> Mapping[str, list[str]]:
    views = views_of(load(root), "ben")
    return {
        audience: [work.title for work in views[audience].shared]  # type: ignore[attr-defined]
        for audience in ("public", "family", "staff")
    }


# ---- who agrees ----------------------------------------------------------------------------------


def occasion(evidence: str, *learners: str) -> str:
    rated = ", ".join(f"{learner}: {{MTH.1: 3}}" for learner in learners)
    return (
        f"date: 2027-03-06\nkind: fair\nby: rosa\nevidence: [{evidence}]\nlearners: {{{rated}}}\n"
    )


OURS = "ana/2027-03-05-raft"
AGREEMENTS: Mapping[str, tuple[Files, bool]] = {
    "nobody says anything": ({}, False),
    "Ben agrees": ({PLAN: f"with: [{OURS}]\n"}, True),
    "Ben agrees among other things": (
        {PLAN: f"interests: [boats]\nwith: [cleo/2027-03-01-bridge, {OURS}]\n"},
        True,
    ),
    "Ben agrees to other work": ({PLAN: "with: [ana/2027-03-01-bridge]\n"}, False),
    "Ben agrees to another's work of this name": ({PLAN: "with: [cleo/2027-03-05-raft]\n"}, False),
    "Ben's plan cannot be read": ({PLAN: f"with: [{OURS}]\ninterests: [\n"}, False),
    "Ana agrees for him": ({"portfolios/ana/plan.yml": f"with: [{OURS}]\n"}, False),
    "Cleo agrees for him": ({"portfolios/cleo/plan.yml": f"with: [{OURS}]\n"}, False),
    "Ben made work with Ana": (
        {"portfolios/ben/evidence/2027-03-05-raft.md": work_file("R", more="with: [ana]\n")},
        False,
    ),
    "an educator saw both": ({GROUP: occasion(OURS, "ana", "ben")}, True),
    "an educator saw both with other work": (
        {GROUP: occasion("ana/2027-03-01-bridge", "ana", "ben")},
        False,
    ),
    "an educator saw both, each with work of their own": (
        {GROUP: occasion(f"{OURS}, ben/2027-03-01-bridge", "ana", "ben")},
        False,
    ),
    "an educator saw both beside a third": (
        {GROUP: occasion(f"{OURS}, cleo/2027-03-01-bridge", "ana", "ben", "cleo")},
        False,
    ),
    "an educator saw Ben only": ({GROUP: occasion(OURS, "ben", "cleo")}, False),
    "an educator saw Ana only": ({GROUP: occasion(OURS, "ana", "cleo")}, False),
}


@pytest.mark.parametrize("what", AGREEMENTS)
def test_a_co_author_is_named_once_they_or_an_educator_have_agreed(what: str) -> None:
    files, agreed = AGREEMENTS[what]
    with school_with(files) as root:
        named, listed = named_on_anas_page(root), listed_on_bens_page(root)
        reported = [
            d for d in check_school(root, TODAY).diagnostics if "ben has not agreed" in d.message
        ]

    assert set(map(tuple, named.values())) == {("Ben",) if agreed else ()}
    assert set(map(tuple, listed.values())) == {("The raft",) if agreed else ()}
    assert [d.at.path for d in reported] == ([] if agreed else [RAFT])


def test_the_check_says_whose_agreement_is_missing_and_what_they_write() -> None:
    with school_with({}) as root:
        (reported,) = check_school(root, TODAY).diagnostics

        assert str(reported) == (
            f"{RAFT}:7:7: warning: ben has not agreed to be named here, so the site does not name"
            " ben for this work [not-agreed]\n  hint: ben agrees with this line in"
            f" portfolios/ben/plan.yml:  with: [{OURS}]  (or an educator lists both in a group file"
            " with only this work under evidence:)"
        )
        write(root, {PLAN: f"with: [{OURS}]\n"})
        assert check_school(root, TODAY).diagnostics == ()


@pytest.mark.parametrize(
    "ref", ["cleo/2027-03-01-bridge", "ana/2027-03-09-gone", "zed/2027-03-01-a"]
)
def test_an_agreement_to_no_work_stops_nothing_and_is_told(ref: str) -> None:
    """Its owner may have removed the work, which must not stop the other's page."""
    with school_with({PLAN: f"with: [{OURS}, {ref}]\n"}) as root:
        (reported,) = check_school(root, TODAY).diagnostics

    assert (reported.severity, reported.at.path, reported.rule) == ("warning", PLAN, "not-agreed")
    assert reported.message == f"no work “{ref}” lists ben in with:"


def test_work_needs_the_consent_of_everybody_it_lists_agreed_or_not() -> None:
    """To list somebody shows less of one's own work at most, never more."""
    private = {"portfolios/ben/learner.yml": learner_file("ben", until="2027-01-01")}
    for agreed in ({}, {PLAN: f"with: [{OURS}]\n"}):
        with school_with({**private, **agreed}) as root:
            shown = views_of(load(root), "ana")["public"]
            assert [work.item.slug for work in shown.evidence] == ["bridge"]  # type: ignore[attr-defined]


def test_work_named_as_another_s_rated_work_is_not_confirmed_by_that_rating() -> None:
    """The names of files are their owners' to choose, and two may choose the same."""
    named_alike = "portfolios/ben/evidence/2027-03-05-raft.md"
    files = {named_alike: work_file("Mine"), GROUP: occasion(OURS, "ana", "ben")}
    with school_with(files) as root:
        views = views_of(load(root), "ben")

    for audience in ("public", "family", "staff"):
        work = {work.item.title: work for work in views[audience].evidence}  # type: ignore[attr-defined]
        assert work["Mine"].confirmed == ()


def test_a_change_of_work_that_somebody_agreed_to_is_told(tmp_path: Path) -> None:
    root = school_repository(tmp_path / "school", {**SCHOOL_OF_THREE, PLAN: f"with: [{OURS}]\n"})
    git(root, "branch", "base")
    commit(root, {RAFT: work_file("We cheated", more="with: [ben]\n")})

    diagnostics = review_clone(root, ref="base")[0].report.diagnostics
    (reported,) = [d for d in diagnostics if d.rule == "not-agreed"]

    assert (reported.at.path, reported.severity) == (RAFT, "warning")
    assert reported.message == "ben agreed to be named for this work as it was"
    assert reported.hint.startswith("let ben read the change")


def test_the_summary_says_on_whose_word_somebody_is_named(tmp_path: Path) -> None:
    root = school_repository(tmp_path / "school", SCHOOL_OF_THREE)
    git(root, "branch", "base")
    commit(root, {PLAN: f"with: [{OURS}]\n"})
    git(root, "branch", "agreed")
    assert review_clone(root, ref="base")[1][1] == "Ben is named as a co-author of “The raft”."
    commit(root, {PLAN: f"interests: [boats]\nwith: [{OURS}]\n"})
    assert "Nothing that readers see is" in review_clone(root, ref="agreed")[1][1]
    commit(root, {PLAN: "interests: [boats]\n"})
    assert review_clone(root, ref="agreed")[1][1] == (
        "Ben is no longer named as a co-author of “The raft”."
    )
    commit(root, {GROUP: occasion(OURS, "ana", "ben")})
    assert "Ben is named as a co-author of “The raft”." in review_clone(root, ref="base")[1]


# ---- what one learner's files can move -----------------------------------------------------------

OTHERS = st.sampled_from(["ben", "cleo", "ana", "nobody"])
WORDS = st.sampled_from(
    ["Bridge of ben", "Ben Lund cheated", "It holds.", "Builder", "Modeler", "The raft", "MTH.1"]
)
STEM = st.sampled_from(["2027-03-01-bridge", "2027-03-05-raft", "2027-03-09-new", "2027-02-01-old"])
REF = st.builds("{}/{}".format, st.sampled_from(["ben", "cleo", "ana"]), STEM)


@st.composite
def own_work(draw: st.DrawFn) -> tuple[str, str]:
    """Return any file of evidence that Ana may write."""
    lines = [
        f"title: {draw(WORDS)}",
        f"date: {draw(st.sampled_from(['2027-03-01', '2027-03-03', 'soon']))}",
        f"kind: {draw(st.sampled_from(['model', 'talk']))}",
        f"visibility: {draw(st.sampled_from(['public', 'family', 'staff', 'draft']))}",
        f"with: [{', '.join(draw(st.lists(OTHERS, min_size=1, max_size=3)))}]",
        f"self: {{MTH.1: {draw(st.integers(1, 5))}}}",
        f"aliases: [{draw(st.sampled_from(['bridge', 'ben', 'raft']))}]",
        f"revision_of: {draw(st.one_of(STEM, REF))}",
        f"hours: {draw(st.integers(1, 900))}",
    ]
    kept = draw(st.lists(st.sampled_from(lines[4:]), unique=True))
    text = "\n".join(["---", *lines[:4], *kept, "---", draw(WORDS), ""])
    return f"portfolios/ana/evidence/{draw(STEM)}.md", text


@st.composite
def own_plan(draw: st.DrawFn) -> tuple[str, str]:
    """Return any plan that Ana may write."""
    lines = [
        f"with: [{draw(REF)}, {draw(REF)}]",
        f"highlights: [{draw(st.one_of(STEM, REF))}]",
        f"interests: [{draw(WORDS)}]",
        f"goals: [{{id: a, goal: {draw(WORDS)}, shows: [MTH.1]}}]",
        "gaols: []",
    ]
    return "portfolios/ana/plan.yml", "\n".join(draw(st.lists(st.sampled_from(lines), unique=True)))


@pytest.mark.parametrize("tries", [20, pytest.param(400, marks=pytest.mark.long)])
def test_no_file_of_one_learner_moves_anything_of_another(tries: int, tmp_path: Path) -> None:
    write(
        tmp_path, {**SCHOOL_OF_THREE, "portfolios/ben/evidence/2027-03-05-raft.md": work_file("B")}
    )
    before = {learner: views_of(load(tmp_path), learner) for learner in ("ben", "cleo")}
    texts = {f: f.read_bytes() for f in (tmp_path / "portfolios/ana").rglob("*") if f.is_file()}

    @given(st.lists(st.one_of(own_work(), own_plan()), min_size=1, max_size=4))
    @settings(max_examples=tries, suppress_health_check=[HealthCheck.too_slow])
    def holds(files: list[tuple[str, str]]) -> None:
        write(tmp_path, {path: text.encode() for path, text in files})
        try:
            school = load(tmp_path)
            assert {learner: views_of(school, learner) for learner in before} == before
        finally:
            for path, _ in files:
                (tmp_path / path).unlink(missing_ok=True)
            for file, content in texts.items():
                file.write_bytes(content)

    holds()


def pages_of(site: Mapping[str, bytes], learner: str) -> Mapping[str, bytes]:
    return {path: page for path, page in site.items() if f"learners/{learner}/" in path}


def find_missing(school: Growing) -> list[Diagnostic]:
    return [d for d in school.build().diagnostics if d.rule == "not-agreed"]


@pytest.fixture
def growing(tmp_path: Path) -> Growing:
    """Return a school, built before and after Ana lists Ben."""
    school = Growing(new_school(tmp_path / "school"))
    write(school.root, {"competencies/badges.yml": BADGES})
    assert find_missing(school) == []
    return school


NASTY = work_file("We cheated", "Ben and I did.", more="with: [ben]\naliases: [bridge-of-ben]\n")


def test_before_an_agreement_no_byte_of_the_other_learner_moves(growing: Growing) -> None:
    before = growing.site()
    write(growing.root, {RAFT: NASTY.encode()})

    assert [d.at.path for d in find_missing(growing)] == [RAFT]

    after = growing.site()
    assert pages_of(after, "ben") == pages_of(before, "ben")
    assert b"learners/ben/" not in after["learners/ana/evidence/raft/index.html"]


AGREED = {
    "in a plan": (PLAN, f"with: [{OURS}]\n"),
    "by adults": (GROUP, occasion(OURS, "ana", "ben")),
}


@pytest.mark.parametrize("how", ["in a plan", pytest.param("by adults", marks=pytest.mark.long)])
def test_an_agreement_is_published_and_its_end_as_well(how: str, growing: Growing) -> None:
    write(growing.root, {RAFT: NASTY.encode()})
    alone = growing.build_clean()
    path, text = AGREED[how]
    write(growing.root, {path: text.encode()})

    assert find_missing(growing) == []
    together = growing.site()
    assert b"learners/ben/" in together["learners/ana/evidence/raft/index.html"]
    assert b"We cheated" in together["learners/ben/index.html"]
    assert together == growing.build_clean()

    (growing.root / path).unlink()
    assert [d.at.path for d in find_missing(growing)] == [RAFT]
    assert growing.site() == alone
