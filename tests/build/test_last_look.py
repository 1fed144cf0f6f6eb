"""The last look reads what the school brings: no first name and no one piece of work stops it."""

from pathlib import Path
from textwrap import dedent

import pytest

from growing_school import learner_file, work_file
from hostile_school import picture
from report import CORE, PNG, SCALES, SCHOOL, SMALL, TODAY, YEARS, Files, write
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.check.leaks import Scanner
from wayfolio.load.built_site import built_file, read_built_files
from wayfolio.model.engine import EngineOutput
from wayfolio.model.leaks import Private
from wayfolio.model.readable import readable_page, readable_style
from wayfolio.publish.engine import run_mkdocs
from wayfolio.school.languages import frame_sources_at
from wayfolio.school.read import Report, check_school

FIRST_NAMES = (
    *("Li", "An", "Vi", "Bo", "Jo", "Xi", "Em", "Nav", "Mark", "Dash", "Al", "Ed", "Id", "Ty"),
    *("Max", "Min", "Art", "Will", "May", "Grace", "Main", "Col", "Meta", "Link", "Base", "Kim"),
    *("Lee", "Eva", "Header", "Data", "Path", "Js", "Pre", "Sub", "Ash", "Ida"),
)
"""Elements, attributes, words of style sheets and of small programs, and words of our own."""
ANA, BEN, ZEB = "portfolios/ana", "portfolios/ben", "portfolios/zeb"


def private(name: str, more: str = "") -> str:
    """Return the file of somebody of whom nothing is public."""
    return f"name: {{full: {name} Quarrington, first: {name}}}\ngroup: harbor\n{more}"


PROSE = """# About us

An adult may mark the edge, will add a dash, and links the data of the main path.

- rows <kbd>em</kbd>
"""
SCHOOL_FILES: Files = {
    **{path: SMALL[path] for path in (SCALES, YEARS)},
    SCHOOL: "as_of: 2027-03-12\n" + dedent(str(SMALL[SCHOOL])).lstrip(),
    CORE: str(SMALL[CORE]).replace("MTH.1", "XI.1"),
    "competencies/badges.yml": "badges: [{id: builder, title: Builder, kind: badge,"
    " criteria: {level: XI.1, at_least: 3}}]\n",
    f"{ANA}/learner.yml": learner_file("ana"),
    f"{ANA}/evidence/2027-03-01-raft.md": work_file("The raft").replace("MTH.1", "XI.1"),
    f"{BEN}/learner.yml": learner_file("ben"),
    f"{BEN}/evidence/2027-03-01-kite.md": work_file("The kite").replace("MTH.1", "XI.1"),
    "docs/index.md": "---\nframe: hub\n---\n# River School\n",
    "docs/about.md": PROSE,
    "docs/extra.css": "/* ours */ li, nav, em { border: 1em dashed }\n",
    "docs/extra.js": 'var li="li",nav=document.createElement("nav"),em="em";\n',
    "mkdocs.yml": "site_name: River School\nsite_url: https://river.example/\n"
    "theme: {name: material}\nplugins: [wayfolio]\n"
    "extra_css: [extra.css]\nextra_javascript: [extra.js]\n",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EngineOutput:
    root = tmp_path_factory.mktemp("engine")
    write(root, SCHOOL_FILES)
    return run_mkdocs(root, frame_sources_at(root, "en"))


# ---- first names ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def of_all_names(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Report]:
    """Return what a build says of a school with a learner of each name, and what an audit does."""
    root = tmp_path_factory.mktemp("names")
    write(root, SCHOOL_FILES)
    for name in FIRST_NAMES:
        more = f"logins: [{name.lower()}]\n"
        write(root, {f"portfolios/{name.lower()}/learner.yml": private(name, more)})
    built = api.build_site(BuildRequest(root=root, today=TODAY))
    return built, api.audit_site(root, root / "site", TODAY)


@pytest.mark.parametrize("name", FIRST_NAMES)
def test_no_first_name_stops_the_publication(
    of_all_names: tuple[Report, Report], name: str
) -> None:
    built, audited = of_all_names
    whose = f"portfolios/{name.lower()})"

    assert built.pages
    said = [*built.leaks, *built.withheld, *audited.leaks]
    assert [str(leak) for leak in said if whose in str(leak)] == []
    assert [
        str(diagnostic) for diagnostic in built.diagnostics if diagnostic.severity == "error"
    ] == []


MARKUP = (
    '<!doctype html><html lang="{0}"><head><meta name="{0}" content="x">'
    '<link rel="{0}" href="../assets/javascripts/x.{0}.min.js"><style>{0} {{ {0}: 1{0} }}</style>'
    "<script>var {0}='{0}'</script></head><body class='{0} md-{0}'>"
    '<{0} id="{0}" role="{0}" data-md-component="{0}" style="{0}: 1px"></{0}></body></html>'
)


@pytest.mark.parametrize("name", FIRST_NAMES)
def test_markup_is_nobodys_name_and_what_is_read_is(name: str) -> None:
    """The same word as a tag, a class, an id, a style or a program; and then in a text."""
    look = Scanner(Private(names=(((name.casefold(),), "portfolios/x"),)))
    page = MARKUP.format(name.lower())

    assert list(look.find_private(built_file("a/index.html", page.encode()))) == []
    for shown in (
        f"<p>with {name}</p>",
        f"<p><b>{name}</b>’s</p>",
        f'<img src="a.png" alt="by {name}">',
        f'<a aria-label="{name}" href="#">x</a>',
        f'<a href="/who/{name}/">x</a>',
        f"<!-- {name} -->",
        f'<script type="application/ld+json">{{"name": "{name}"}}</script>',
        f"<p>&lt;{name}&gt;</p>",
    ):
        text = page.replace("</body>", f"{shown}</body>").encode()
        assert len(list(look.find_private(built_file("a/index.html", text)))) == 1, shown


@pytest.mark.parametrize(
    ("path", "content", "is_seen"),
    [
        ("a.css", "li { color: teo }", False),
        ("a.css", "/* by Teo */", True),
        ("a.css", 'p::after { content: "Teo" }', True),
        ("a.js", 'var teo="teo"', False),
        ("a.js", "/* by Teo Lindqvist */", True),
        ("a.json", '{"who": "Teo"}', True),
        ("feed.xml", "<feed><teo>x</teo></feed>", False),
        ("feed.xml", "<feed><title>Teo</title></feed>", True),
        ("a.txt", "Teo", True),
        ("teo/a.txt", "x", True),
        ("teo-lindqvist.txt", "x", True),
        ("a.svg", '<svg><path d="M teo 1"/><g class="teo"/></svg>', False),
        ("a.svg", "<svg><title>Teo</title></svg>", True),
    ],
)
def test_what_counts_is_what_somebody_could_read(path: str, content: str, *, is_seen: bool) -> None:
    names = (("teo",), "portfolios/teo"), (("teo", "lindqvist"), "portfolios/teo")
    look = Scanner(Private(names=names))

    assert bool(list(look.find_private(built_file(path, content.encode())))) is is_seen


def test_a_name_in_pieces_is_one_word_on_a_page() -> None:
    _, joined = readable_page(b"<p>Z<em>e</em>bulon <b>Ana</b></p><p>x</p>")

    assert joined.split() == [b"Zebulon", b"Ana", b"x"]
    assert readable_style(b"li{a:url(x.png)}/* y */").split() == [b"url(x.png)", b"/*", b"y", b"*/"]


# ---- one piece of work ---------------------------------------------------------------------------


def piece(title: str, body: str = "It floats.", more: str = "") -> str:
    """Return public work without a rating."""
    return work_file(title, body, more=more).replace("shows: [MTH.1]\n", "")


def with_file(name: str, more: str = "alt: A boat") -> str:
    """Return public work with a file beside it."""
    return piece("A boat", more=f"files:\n  - {{path: {name}, {more}}}\n")


BOAT = f"{BEN}/evidence/2027-03-02-boat.md"
ALL = {"raft", "kite"}
CASES: dict[str, tuple[Files, set[str], bool]] = {
    "a picture cut in half": (
        {BOAT: with_file("boat.png"), f"{BEN}/evidence/boat.png": picture("PNG", (640, 480))[:900]},
        ALL,
        True,
    ),
    "a picture with no pixels": (
        {BOAT: with_file("boat.png"), f"{BEN}/evidence/boat.png": PNG[:45]},
        ALL,
        True,
    ),
    "a name in pieces in a title": ({BOAT: piece("By Z*e*bulon")}, {*ALL, "boat"}, False),
    "a name in pieces in a text": (
        {BOAT: piece("A boat", "By **Zeb**ulon.")},
        {*ALL, "boat"},
        False,
    ),
    "a name in numbers": ({BOAT: piece("A boat", "By Zeb&#117;lon.")}, {*ALL, "boat"}, False),
    "a name around a remark": (
        {BOAT: piece("A boat", "By Zeb<!-- x -->ulon.")},
        {*ALL, "boat"},
        False,
    ),
    "a name with an escaped letter": (
        {BOAT: piece("A boat", "By Zeb\\_ulon.")},
        {*ALL, "boat"},
        False,
    ),
    "a name that is written plainly": ({BOAT: piece("By Zebulon")}, {*ALL, "boat"}, False),
    "a picture that is called so": (
        {BOAT: with_file("zebulon.png"), f"{BEN}/evidence/zebulon.png": PNG},
        {*ALL, "boat"},
        False,
    ),
    "a recording whose words are called so": (
        {
            BOAT: with_file("talk.mp3", "transcript: zebulon.txt"),
            f"{BEN}/evidence/talk.mp3": b"ID3\x03\0\0\0\0\0\0\xff\xfb\x90\0",
            f"{BEN}/evidence/zebulon.txt": "Words.\n",
        },
        {*ALL, "boat"},
        False,
    ),
    "a goal like a sentence of the site": (
        {f"{BEN}/plan.yml": "goals: [{id: g, goal: How to read this page, shows: [XI.1]}]\n"},
        ALL,
        False,
    ),
    "an interest like one of the engine's": (
        {f"{BEN}/plan.yml": "interests: [Skip to content, Back to top]\n"},
        ALL,
        False,
    ),
    "a login like the folder": (
        {f"{BEN}/learner.yml": learner_file("ben") + "logins: [ben]\n"},
        ALL,
        False,
    ),
    "a login like somebody's address": (
        {f"{ZEB}/learner.yml": private("Zebulon", "logins: [ana, builder, index]\n")},
        ALL,
        False,
    ),
    "a login like a word of addresses": (
        {f"{ZEB}/learner.yml": private("Zebulon", "logins: [html, learners, xi-1, evidence]\n")},
        ALL,
        False,
    ),
    "a folder like a badge": ({"portfolios/builder/learner.yml": private("Cleo")}, ALL, False),
}


@pytest.mark.parametrize("what", CASES)
def test_one_piece_of_work_costs_itself_alone(
    tmp_path: Path, engine: EngineOutput, what: str
) -> None:
    """What check accepts is published, and what it does not is left out."""
    files, left, is_wrong = CASES[what]
    write(tmp_path, {**SCHOOL_FILES, f"{ZEB}/learner.yml": private("Zebulon"), **files})

    checked = check_school(tmp_path, TODAY)
    report = api.build_site(
        BuildRequest(
            root=tmp_path, today=TODAY, engine=engine, is_searchable=False, keep_going=is_wrong
        )
    )

    works = {file.parent.name for file in tmp_path.glob("site/learners/*/evidence/*/index.html")}
    assert works == left
    assert report.is_clean is checked.is_clean is not is_wrong, report
    assert report.left_out == ((BOAT,) if is_wrong else ())
    for file in read_built_files(tmp_path / "site"):
        seen = readable_page(file.raw) if file.kind == "page" else ()
        assert b"zebulon" not in b" ".join([file.path.encode(), *file.texts, *seen]).lower()


@pytest.mark.parametrize(
    "what", [what for what in CASES if "pieces" in what or "called" in what or "numbers" in what]
)
def test_the_check_tells_what_the_site_leaves_out_or_replaces(tmp_path: Path, what: str) -> None:
    write(tmp_path, {**SCHOOL_FILES, f"{ZEB}/learner.yml": private("Zebulon"), **CASES[what][0]})

    (diagnostic,) = check_school(tmp_path, TODAY).diagnostics

    assert diagnostic.at.path == BOAT
    assert str(diagnostic.rule) == "named"
    says = "the site leaves" if "called" in what else "the site shows “N.”"
    assert says in diagnostic.message
