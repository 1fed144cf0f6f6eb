"""`wayfolio build --keep-going`: what has an error is left out, and never kept as it was."""

from pathlib import Path
from textwrap import dedent

import pytest

from hostile_school import CONSENT
from report import BRIDGE, LEARNER, PICTURE, PNG, RATINGS, SCHOOL, SMALL, TODAY, Files, write
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.build.strays import find_strays
from wayfolio.build.unsure_learners import find_unsure
from wayfolio.cli.main import main
from wayfolio.model.engine import EngineOutput
from wayfolio.model.names import LearnerId
from wayfolio.publish.engine import run_mkdocs
from wayfolio.school.languages import frame_sources_at
from wayfolio.school.read import Report, read_school

ANA = "portfolios/ana/evidence"
BEN = "portfolios/ben"
GROUP = "portfolios/_groups/2027-03-03-x.yml"


def person(name: str) -> str:
    """Return somebody who agrees to everything."""
    return f"name: {{full: {name} Lund, first: {name}}}\ngroup: harbor\n{CONSENT}"


def work(title: str, more: str = "") -> str:
    """Return public work."""
    head = f"title: {title}\ndate: 2027-03-02\nkind: model\nvisibility: public\n{more}"
    return f"---\n{head}---\nIt floats on {title}.\n"


GOOD: Files = {
    **{path: text for path, text in SMALL.items() if path not in (BRIDGE, PICTURE, RATINGS)},
    SCHOOL: "as_of: 2027-03-12\n" + dedent(str(SMALL[SCHOOL])).lstrip(),
    LEARNER: person("Ana"),
    f"{ANA}/2027-03-01-raft.md": work("A raft"),
    f"{ANA}/2027-03-02-boat.md": work("A boat", "files: [{path: boat.png, alt: A boat}]\n"),
    f"{ANA}/boat.png": PNG,
    f"{BEN}/learner.yml": person("Ben"),
    f"{BEN}/evidence/2027-03-02-kite.md": work("A kite"),
    "docs/index.md": "---\nframe: hub\n---\n# River School\n",
    "mkdocs.yml": "site_name: x\ntheme: {name: material}\nplugins: [wayfolio]\n",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EngineOutput:
    root = tmp_path_factory.mktemp("engine")
    write(root, GOOD)
    return run_mkdocs(root, frame_sources_at(root, "en"))


def titles(root: Path) -> set[str]:
    """Return what is published, by the last part of its address."""
    return {file.parent.name for file in root.glob("site/learners/*/evidence/*/index.html")}


CASES: dict[str, tuple[Files, set[str], tuple[str, ...]]] = {
    "nothing": ({}, {"raft", "boat", "kite"}, ()),
    "an unknown key in one piece": (
        {f"{ANA}/2027-03-01-raft.md": work("A raft", "colour: red\n")},
        {"boat", "kite"},
        (f"{ANA}/2027-03-01-raft.md",),
    ),
    "an unknown skill in one piece": (
        {f"{ANA}/2027-03-01-raft.md": work("A raft", "shows: [MTH.9]\n")},
        {"boat", "kite"},
        (f"{ANA}/2027-03-01-raft.md",),
    ),
    "a picture that is none": (
        {f"{ANA}/boat.png": b"<script>1</script>"},
        {"raft", "kite"},
        (f"{ANA}/2027-03-02-boat.md",),
    ),
    "a rating off the scale": (
        {RATINGS: "- {date: 2027-03-03, kind: studio, by: rosa, ratings: {MTH.1: 99}}\n"},
        {"raft", "boat", "kite"},
        (RATINGS,),
    ),
    "a plan that cannot be read": (
        {"portfolios/ana/plan.yml": "goals: [\n"},
        {"raft", "boat", "kite"},
        ("portfolios/ana/plan.yml",),
    ),
    "a support that cannot be read": (
        {"portfolios/ana/supports/reading.yml": "kind: [\n"},
        {"raft", "boat", "kite"},
        ("portfolios/ana/supports/reading.yml",),
    ),
    "a file that does not belong here": (
        {"portfolios/ana/notes.txt": "x\n"},
        {"raft", "boat", "kite"},
        ("portfolios/ana/notes.txt",),
    ),
    "a learner's own file, with an unknown key": (
        {f"{BEN}/learner.yml": person("Ben") + "colour: red\n"},
        {"raft", "boat"},
        (f"{BEN}/learner.yml",),
    ),
    "a learner's own file that YAML cannot read": (
        {f"{BEN}/learner.yml": person("Ben") + "logins: [\n"},
        {"raft", "boat"},
        (f"{BEN}/learner.yml",),
    ),
    "a learner's own file of an unknown group": (
        {f"{BEN}/learner.yml": person("Ben").replace("harbor", "tower")},
        {"raft", "boat"},
        (f"{BEN}/learner.yml",),
    ),
    "a learner's own file with a programme that ends before it begins": (
        {
            LEARNER: person("Ana")
            + 'programmes: [{pathway: years, stage: "9", from: 2027-02-01, to: 2026-02-01}]\n'
        },
        {"raft", "boat", "kite"},
        (LEARNER,),
    ),
    "a group file that names nobody": (
        {GROUP: "colour: red\n"},
        {"raft", "boat", "kite"},
        (GROUP,),
    ),
    "a group file that names one": (
        {GROUP: "date: 2027-03-03\nkind: studio\nby: rosa\nlearners: {ana: {MTH.1: 99}}\n"},
        {"raft", "boat", "kite"},
        (GROUP,),
    ),
}


STRAYS: dict[str, Files] = {
    "a text": {"portfolios/notes.txt": "Ana comes at ten.\n"},
    "a page": {"portfolios/README.md": "# Who is who\n"},
    "a name with capitals": {"portfolios/Notes.TXT": "x\n"},
    "a hidden file": {"portfolios/.htaccess": "x\n"},
    "bytes": {"portfolios/scan.pdf": bytes(range(256))},
    "an ending that hides the kind": {"portfolios/plan.yml.txt": "goals: []\n"},
    "a file called as a learner": {"portfolios/cleo": "x\n"},
    "a learner's file in the wrong place": {"portfolios/cleo.yml": person("Cleo")},
    "a folder of a learner, with capitals": {"portfolios/Cleo Lund/learner.yml": person("Cleo")},
    "a folder of a learner, called like a part of the site": {
        "portfolios/family/learner.yml": person("Cleo")
    },
    "a copy of a learner's folder": {"portfolios/ana - Copy/learner.yml": person("Ana")},
}
"""What is in `portfolios/` and no learner's folder."""


@pytest.mark.parametrize("stray", STRAYS)
def test_what_is_no_learners_folder_is_passed_over_and_stops_nobody(
    tmp_path: Path, engine: EngineOutput, stray: str
) -> None:
    write(tmp_path, {**GOOD, **STRAYS[stray]})
    (path,) = STRAYS[stray]

    report = keep_going(tmp_path, engine)

    assert titles(tmp_path) == {"raft", "boat", "kite"}
    assert report.left_out == ("/".join(path.split("/")[:2]),)


@pytest.mark.parametrize(
    "stray", ["portfolios/cleo.yml", "portfolios/Cleo/learner.yml", "portfolios/cl.eo/learner.yml"]
)
@pytest.mark.parametrize("more", ["", "colour: red\n", "logins: [\n"])
def test_whose_folder_is_none_is_named_nowhere(
    tmp_path: Path, engine: EngineOutput, stray: str, more: str
) -> None:
    """Nobody can say whether they agree, so that others' texts may not name them either."""
    raft = f"{ANA}/2027-03-01-raft.md"
    write(tmp_path, {**GOOD, raft: work("A raft").replace("floats on", "floats for Zebulon and")})
    zebulon = person("Cleo").replace("Cleo Lund, first: Cleo", "Zebulon Quist, first: Zebulon")
    write(tmp_path, {stray: zebulon + more})

    report = keep_going(tmp_path, engine)

    assert report.pages
    pages = [file for file in (tmp_path / "site").rglob("*") if file.is_file()]
    assert not [file for file in pages if b"Zebulon" in file.read_bytes()]


@pytest.mark.parametrize(
    "folders", [("Ана", "李"), ("Cleo Lund", "Cleo-Lund"), ("Ana!", "ana?"), ("Ana", "ANA!")]
)
def test_no_name_is_lost_where_folders_would_have_the_same_id(
    tmp_path: Path, folders: tuple[str, str]
) -> None:
    names = ("Zebulon Quist", "Mirabel Stone")
    strays = {
        f"portfolios/{folder}/learner.yml": person("Cleo").replace("Cleo Lund", name)
        for folder, name in zip(folders, names, strict=True)
    }
    write(tmp_path, {**GOOD, **strays})
    school, _ = read_school(tmp_path, TODAY)
    assert school is not None
    gone = {LearnerId("cleo-lund"): school.roster.learners[LearnerId("ana")]}

    hidden = find_strays(school.folder, school.roster.learners, gone).hidden

    assert {file.name.full for file in hidden.values()} == set(names)
    assert hidden.keys().isdisjoint({*school.roster.learners, *gone, ""})


@pytest.mark.parametrize(
    ("stray", "unsure"),
    [
        ({"portfolios/2027-03-03-x.yml": "learners: {ana: {MTH.1: 1}}\n"}, {"ana"}),
        ({"portfolios/2027-03-03-x.txt": "rows: [{learner: ben, skill: MTH.1}]\n"}, {"ben"}),
        ({"portfolios/notes.txt": "ana and ben come at ten\n"}, set[str]()),
        ({"portfolios/ana (2)/learner.yml": person("Ana")}, {"ana"}),
    ],
)
def test_where_ratings_may_lie_in_the_wrong_place_there_is_no_figure(
    tmp_path: Path, stray: Files, unsure: set[str]
) -> None:
    """A low rating may be among them: without it, a level would be higher than what was seen."""
    write(tmp_path, {**GOOD, **stray})
    school, diagnostics = read_school(tmp_path, TODAY)
    assert school is not None
    rows = school.roster.learners

    strays = find_strays(school.folder, rows)

    assert set(find_unsure(school.folder, rows, diagnostics, strays)) == unsure


@pytest.mark.parametrize(
    "stray",
    [
        {"portfolios/Cleo Lund/evidence/2027-03-02-kite.md": work("A kite")},
        {"portfolios/Cleo Lund/learner.yml": "name: [\n"},
        {"portfolios/Harbor Group/cleo/learner.yml": person("Cleo")},
        {"portfolios/cleo.yml": "name: {full: Cl"},
        {"portfolios/staff/notes.txt": "x\n"},
    ],
)
def test_a_folder_whose_learner_nobody_knows_stops_the_build_and_says_what_to_type(
    tmp_path: Path, engine: EngineOutput, stray: Files
) -> None:
    write(tmp_path, {**GOOD, **stray})
    (path,) = ("/".join(path.split("/")[:2]) for path in stray)

    report = keep_going(tmp_path, engine)

    assert not (tmp_path / "site").exists()
    (said,) = (each for each in report.diagnostics if "nobody can tell whose" in each.message)
    assert said.at.path == path
    assert "git mv" in said.hint


def test_a_link_among_the_learners_folders_stops_the_build(
    tmp_path: Path, engine: EngineOutput
) -> None:
    write(tmp_path, GOOD)
    (tmp_path / "portfolios/cleo").symlink_to(tmp_path / "elsewhere")

    assert not keep_going(tmp_path, engine).pages


def keep_going(root: Path, engine: EngineOutput) -> Report:
    """Build a school without what has an error."""
    return api.build_site(
        BuildRequest(root=root, today=TODAY, engine=engine, is_searchable=False, keep_going=True)
    )


@pytest.mark.parametrize("wrong", CASES)
def test_what_has_an_error_is_left_out_and_the_rest_is_built(
    tmp_path: Path, engine: EngineOutput, wrong: str
) -> None:
    """Also where the piece was published before: the old page goes."""
    files, left, left_out = CASES[wrong]
    write(tmp_path, GOOD)
    assert api.build_site(
        BuildRequest(root=tmp_path, today=TODAY, engine=engine, is_searchable=False)
    ).is_clean
    assert titles(tmp_path) == {"raft", "boat", "kite"}
    write(tmp_path, files)

    report = api.build_site(
        BuildRequest(
            root=tmp_path, today=TODAY, engine=engine, is_searchable=False, keep_going=True
        )
    )

    assert titles(tmp_path) == left
    assert report.left_out == left_out
    assert report.is_clean is not bool(left_out)
    assert report.pages


@pytest.mark.parametrize(
    "files",
    [
        {f"{BEN}/learner.yml": "name: [\n"},
        {f"{BEN}/learner.yml": ""},
        {f"{BEN}/learner.yml": "name: {full: Ben Lu"},
    ],
)
def test_what_may_concern_others_stops_the_build(
    tmp_path: Path, engine: EngineOutput, files: Files
) -> None:
    """Where nobody knows the name, it may stand on every page."""
    write(tmp_path, {**GOOD, **files})

    report = api.build_site(
        BuildRequest(
            root=tmp_path, today=TODAY, engine=engine, is_searchable=False, keep_going=True
        )
    )

    assert not report.is_clean
    assert report.left_out == ()
    assert not (tmp_path / "site").exists()


def test_the_command_publishes_says_what_is_missing_and_asks_for_mending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {**GOOD, f"{ANA}/2027-03-01-raft.md": work("A raft", "colour: red\n")})
    monkeypatch.chdir(tmp_path)

    assert main(["build", "--no-search"]) == 1
    assert "nothing was published" in capsys.readouterr().out
    assert main(["build", "--no-search", "--keep-going"]) == 1
    said = capsys.readouterr().out
    assert "unknown key “colour”" in said
    assert f"left out until they are mended: {ANA}/2027-03-01-raft.md" in said
    assert titles(tmp_path) == {"boat", "kite"}
