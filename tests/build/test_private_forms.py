"""A private name in any form is reported by the check, replaced on the site, found by an audit."""

import json
import re
from pathlib import Path
from textwrap import dedent
from unicodedata import normalize

import pytest

from growing_school import learner_file, work_file
from named_school import SECRET
from named_school import files as named_files
from report import BADGES, CORE, PNG, SCALES, SCHOOL, SMALL, TODAY, YEARS, Files, write
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.load.built_site import read_built_files
from wayfolio.model.engine import EngineOutput
from wayfolio.model.hidden_ids import choose_words
from wayfolio.publish.engine import run_mkdocs
from wayfolio.publish.theme_files import is_of_the_theme
from wayfolio.school.languages import frame_sources_at
from wayfolio.school.read import check_school

ANH = "name: {full: Nguyễn Thị Ánh, first: Ánh}\ngroup: harbor\nlogins: [anh-n7]\n"
ZEB = "name: {full: Zebulon Quarrington, first: Zebulon}\ngroup: harbor\nlogins: [zq-2031]\n"
WILL = "name: {full: Will Step, first: Will}\ngroup: harbor\n"
WORK = "portfolios/ana/evidence/2027-03-01-raft.md"
FORMS = {
    "composed": "Nguyễn Thị Ánh",
    "decomposed": normalize("NFD", "Nguyễn Thị Ánh"),
    "without accents": "Nguyen Thi Anh",
    "a modifier letter": "Zebulon\u02bcs raft",
    "full-width": "".join(chr(ord(letter) + 0xFEE0) for letter in "Zebulon"),
    "a plural": "the Zebulons",
    "a genitive": "Zebulon’s",
    "joined": "zebulonquarrington",
    "joined with capitals": "ZebulonQuarrington",
    "with a line below": "zebulon_quarrington",
    "a login": "@zq-2031",
    "a bare login": "anh-n7",
    "an address of mail": "zebulon.quarrington@school.example",
    "over a line's end": "Zebulon\nQuarrington",
    "divided at a line's end": "Zebu-\nlon",
    "words with capitals": "Will Step",
    # As readers see it, not as it is typed.
    "in pieces": "Z*e*bulon",
    "with a strong beginning": "**Zeb**ulon",
    "with a mark": "==Zeb==ulon",
    "struck out": "Zeb~~ul~~on",
    "below and above": "Ze~b~ul^o^n",
    "with code": "Zeb`ul`on",
    "with a link": "[Zeb](https://a.example)ulon",
    "with a needless escape": r"Zeb\ulon",
    "with a needful escape": r"Zeb\_ulon",
    "in numbers": "Z&#101;bulon",
    "in numbers to sixteen": "&#x5A;ebulon",
    "with a joiner by name": "Zeb&zwj;ulon",
    "with a soft hyphen by name": "Zeb&shy;ulon",
    "with an element": "Zeb<b>ulon</b>",
    "with a place to divide": "Zeb<wbr>ulon",
    "edited": "Zeb{++ul++}on",
    "letter by letter": "Z e b u l o n",
    "letter by letter with points": "Z.e.b.u.l.o.n",
    "letter by letter with hyphens": "Z-E-B-U-L-O-N",
    "in syllables": "Ze-bu-lon",
    "the family first": "Quarrington, Zebulon",
    "the family first in capitals": "QUARRINGTON Zebulon",
}
PLANTED = {
    **{
        form: FORMS[form]
        for form in FORMS
        # Marks of Markdown are on no page, and a hyphen parts too many words of addresses.
        if not set("*=~^`[{&\\") & set(FORMS[form]) and form != "in syllables"
    },
    # In work, these are errors.
    "with a sign that nobody sees": "Zeb\u00adulon",
    "with a joiner": "Zeb\u200dulon",
    "in pieces": "Z<em>e</em>bulon",
    "with a stroke": r"Zeb\ulon",
    "within a word": "TeamZebulon2",
}
SHOWN = r"By (?:the |@|==|&lt;b&gt;|<(?:a|strong|mark)\b[^>]*>)?N\."
"""What readers see in the place of each form."""
SCHOOL_FILES: Files = {
    **{path: SMALL[path] for path in (SCALES, YEARS, CORE)},
    SCHOOL: "as_of: 2027-03-12\n" + dedent(str(SMALL[SCHOOL])).lstrip(),
    "portfolios/ana/learner.yml": learner_file("ana"),
    "portfolios/anh/learner.yml": ANH,
    "portfolios/zeb/learner.yml": ZEB,
    "portfolios/will/learner.yml": WILL,
    "docs/index.md": "---\nframe: hub\n---\n# River School\n",
    "mkdocs.yml": "site_name: River School\ntheme: {name: material}\nplugins: [wayfolio]\n",
}


def work(body: str, more: str = "") -> str:
    return work_file("The raft", body, more=more)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EngineOutput:
    root = tmp_path_factory.mktemp("engine")
    write(root, SCHOOL_FILES)
    return run_mkdocs(root, frame_sources_at(root, "en"))


def build(root: Path, engine: EngineOutput) -> str:
    """Build a school, and return what its pages hold."""
    report = api.build_site(
        BuildRequest(root=root, today=TODAY, engine=engine, is_searchable=False)
    )
    assert report.is_clean, [*map(str, report.diagnostics), *map(str, report.leaks)]
    pages = (root / "site").glob("learners/ana/**/*.html")
    return "\n".join(page.read_text("utf-8") for page in pages)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, engine: EngineOutput) -> Path:
    """Return a school whose one piece of work has every form in a paragraph of its own."""
    root = tmp_path_factory.mktemp("site")
    write(root, {**SCHOOL_FILES, WORK: work("\n\n".join(f"By {form}." for form in FORMS.values()))})
    build(root, engine)
    return root


def test_each_form_is_told_where_it_stands_and_replaced(site: Path) -> None:
    lines = (site / WORK).read_text("utf-8").split("\n")

    reported = [d for d in check_school(site, TODAY).diagnostics if str(d.rule) == "named"]

    assert {diagnostic.at.line for diagnostic in reported} == {
        number for number, line in enumerate(lines, 1) if line.startswith("By ")
    }
    assert all(diagnostic.severity == "warning" for diagnostic in reported)
    page = (site / "site/learners/ana/evidence/raft/index.html").read_text("utf-8")
    assert len(re.findall(f"<p>{SHOWN}", page)) == len(FORMS)
    assert api.audit_site(site, site / "site", TODAY).is_clean


def test_each_form_is_told_and_replaced_in_the_schools_own_pages_and_catalogue(
    tmp_path: Path,
) -> None:
    """Readers of a page see no other name than readers of a piece of work."""
    by = [f"By {form}." for form in FORMS.values()]
    badge = "  - {{id: b{}, title: {}, kind: badge, criteria: {{level: MTH.1, at_least: 3}}}}\n"
    badges = "".join(badge.format(n, json.dumps(form)) for n, form in enumerate(by))
    extensions = "markdown_extensions: [pymdownx.mark, pymdownx.tilde, pymdownx.caret]\n"
    files = {
        **SCHOOL_FILES,
        BADGES: f"badges:\n{badges}",
        "docs/news.md": "\n\n".join(by),
        "mkdocs.yml": str(SCHOOL_FILES["mkdocs.yml"]) + extensions,
    }
    write(tmp_path, files)

    reported = [str(diagnostic.at) for diagnostic in check_school(tmp_path, TODAY).diagnostics]

    for path in ("docs/news.md", BADGES):
        lines = (tmp_path / path).read_text("utf-8").split("\n")
        reported_lines = {int(at.split(":")[1]) for at in reported if at.startswith(path)}
        assert reported_lines == {number for number, line in enumerate(lines, 1) if "By " in line}
    page = run_mkdocs(tmp_path, frame_sources_at(tmp_path, "en", TODAY)).pages["news/index.html"]
    assert len(re.findall(f"<p>{SHOWN}", page.decode())) == len(FORMS)


@pytest.mark.parametrize("form", PLANTED)
def test_each_form_that_stands_in_a_site_all_the_same_is_found(site: Path, form: str) -> None:
    page = site / "site/learners/ana/index.html"
    before = page.read_text("utf-8")
    page.write_text(before.replace("</main>", f"<p>By {PLANTED[form]}.</p></main>"), "utf-8")

    leaks = [str(leak) for leak in api.audit_site(site, site / "site", TODAY).leaks]
    page.write_text(before, "utf-8")

    assert any("learners/ana/index.html" in leak for leak in leaks)


@pytest.mark.parametrize(
    "name", ["zebulon.png", "by-zebulon.png", "zebulon2.png", "zebulonquarrington.png"]
)
def test_a_file_that_is_called_so_is_left_out_and_told(
    tmp_path: Path, engine: EngineOutput, name: str
) -> None:
    body = work("It floats.", f"files:\n  - {{path: {name}, alt: A raft}}\n")
    write(tmp_path, {**SCHOOL_FILES, WORK: body, f"portfolios/ana/evidence/{name}": PNG})

    build(tmp_path, engine)

    reported = [
        d.message for d in check_school(tmp_path, TODAY).diagnostics if str(d.rule) == "named"
    ]
    assert any("in the name of a file" in message for message in reported)
    for file in read_built_files(tmp_path / "site"):
        assert b"zebulon" not in b" ".join([file.path.encode(), *file.texts]).lower()


def test_names_in_a_file_of_the_site_are_found_by_its_path(site: Path) -> None:
    (site / "site/TeamZebulon7.txt").write_text("x", "utf-8")

    leaks = [str(leak) for leak in api.audit_site(site, site / "site", TODAY).leaks]
    (site / "site/TeamZebulon7.txt").unlink()

    assert any(leak.startswith("TeamZebulon7.txt") for leak in leaks)


SAID = "Will showed me. Will it float?"


@pytest.mark.parametrize(
    ("more", "shown", "reported"),
    [
        ("", "N. showed me. Will it float?", ["may be a name"]),
        ("not_names: [will]\n", SAID, []),
        ("names: [will]\n", "N. showed me. N. it float?", ["may not be named", "may not be named"]),
    ],
)
def test_an_author_says_that_a_word_is_a_word_or_the_name(
    tmp_path: Path, engine: EngineOutput, more: str, shown: str, reported: list[str]
) -> None:
    write(tmp_path, {**SCHOOL_FILES, WORK: work(SAID, more)})

    assert f"<p>{shown}</p>" in build(tmp_path, engine)
    diagnostics = check_school(tmp_path, TODAY).diagnostics
    assert len(diagnostics) == len(reported)
    for diagnostic, part in zip(diagnostics, reported, strict=True):
        assert part in diagnostic.message
        assert diagnostic.severity == "warning"
        assert "not_names: [will]  to the front matter" in diagnostic.hint


def test_a_school_says_so_for_all_its_texts(tmp_path: Path, engine: EngineOutput) -> None:
    settings = str(SCHOOL_FILES[SCHOOL]) + "not_names: [will]\n"
    write(tmp_path, {**SCHOOL_FILES, SCHOOL: settings, WORK: work(SAID)})

    assert f"<p>{SAID}</p>" in build(tmp_path, engine)
    assert check_school(tmp_path, TODAY).diagnostics == ()


def test_a_name_that_is_no_word_stays_a_name(tmp_path: Path, engine: EngineOutput) -> None:
    write(tmp_path, {**SCHOOL_FILES, WORK: work("By Zebulon.", "not_names: [zebulon]\n")})

    assert "<p>By N.</p>" in build(tmp_path, engine)
    messages = [diagnostic.message for diagnostic in check_school(tmp_path, TODAY).diagnostics]
    assert "“zebulon” is no ordinary word, so not_names changes nothing for it" in messages


@pytest.mark.parametrize(
    ("front", "shown", "lines"),
    [
        ("", "N. showed us. Will it float?", [3]),
        ("---\nnot_names: [will]\n---\n", SAID.replace("me", "us"), []),
        ("---\nnames: will\n---\n", "N. showed us. N. it float?", [6, 6]),
    ],
)
def test_a_page_of_the_school_says_so_in_its_front_matter(
    tmp_path: Path, front: str, shown: str, lines: list[int]
) -> None:
    page = f"{front}# News\n\n{SAID.replace('me', 'us')}\n"
    write(tmp_path, {**SCHOOL_FILES, "docs/news.md": page})

    reported = check_school(tmp_path, TODAY).diagnostics

    assert [diagnostic.at.line for diagnostic in reported] == lines
    engine = run_mkdocs(tmp_path, frame_sources_at(tmp_path, "en", TODAY))
    assert f"<p>{shown}</p>" in engine.pages["news/index.html"].decode()


# ---- ids -----------------------------------------------------------------------------------------

IDS = {
    "id: builder": ("id: ilka-zorvath", "Ilka Zorvath"),
    "experience: boat": ("experience: ottokar", "Ottokar Quill"),
    ": tern": (": zeno-marsh", "Zeno Marsh"),
    "pathway: years": ("pathway: ugo-hale-way", "Ugo Hale"),
    "stages_of: years": ("stages_of: ugo-hale-way", "Ugo Hale"),
    "code: MTH\n": ("code: IDA-STERN\n", "Ida Stern"),
}
"""What is written in a school's files: an id that names somebody in its place, and whom."""
BOAT = "competencies/experiences/boat.yml"


def test_an_id_that_names_somebody_costs_its_place_in_addresses_and_nothing_else(
    tmp_path: Path,
) -> None:
    written = {path: text for path, text in named_files().items() if isinstance(text, str)}
    for plain, (named, _) in IDS.items():
        written = {path: text.replace(plain, named) for path, text in written.items()}
    written["competencies/experiences/ottokar.yml"] = written.pop(BOAT)
    written |= {
        f"portfolios/p{number}/learner.yml": f"name: {{full: {name}, first: {name.split()[0]}}}\n"
        "group: harbor\n"
        for number, (_, name) in enumerate(IDS.values())
    }
    write(tmp_path, {**named_files(), BOAT: None, **written})
    request = BuildRequest(root=tmp_path, today=TODAY, secret=SECRET, is_searchable=False)

    checked = api.check_site(request)
    report = api.build_site(request)

    assert report.is_clean, report
    paths = {str(d.at.path) for d in checked.diagnostics if "names somebody" in d.message}
    assert paths >= {SCHOOL, BADGES, "competencies/experiences/ottokar.yml", YEARS, CORE}
    site = tmp_path / "site"
    for folder in ("badges", "studios", "partners", "pathways"):
        assert len(list(site.glob(f"{folder}/n-*/index.html"))) == 1
    private = re.compile(r"ilka|zorvath|ottokar|zeno|marsh|ugo|hale|stern", re.I)
    for file in read_built_files(site):
        if not is_of_the_theme(file.raw):
            assert private.search(file.path) is None
            for text in file.texts if file.kind != "noise" else ():
                assert private.search(text.decode("utf-8", "replace")) is None, file.path
    for page in site.rglob("*.html"):
        for link in re.findall(
            r'(?:href|src)="(?!/)([^":#?]*/n-[^":#?]+)', page.read_text("utf-8")
        ):
            assert (page.parent / link).exists(), (page, link)


@pytest.mark.parametrize(
    ("content", "hidden"),
    [
        ("badges/ilka/", "badges/n-1/"),
        ("ilka", "n-1"),
        ("#ilka-zorvath", "#n-2"),
        ("ilka-zorvaths ilkas milka ilka2", "ilka-zorvaths ilkas milka ilka2"),
        ("ILKA.png", "n-1.png"),
    ],
)
def test_a_hidden_id_is_one_word_and_no_part_of_another(content: str, hidden: str) -> None:
    ids = choose_words(["ilka", "ilka-zorvath"], frozenset({"years"}))

    assert ids.hide(content.encode()) == hidden.encode()
    assert choose_words(["ilka"], frozenset({"n-1"})).shown == {"ilka": "n-2"}
