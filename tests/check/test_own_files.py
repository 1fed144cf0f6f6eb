"""The files in `docs/`: which are published, which are reported, and whose address is whose."""

from textwrap import dedent

import pytest

from report import SCHOOL, SMALL, diagnose, summary_lines
from wayfolio.model.rules import Rule

TWO_LANGUAGES = dedent(str(SMALL[SCHOOL])) + "languages: [en, es]\n"
PARTNER = "partners: [{id: museum, title: Museum, kind: arts}]\n"


def reported(rule: Rule, *paths: str, **texts: str) -> list[tuple[str, str]]:
    """Return path and message of what is reported by a rule about files in docs/."""
    files = {f"docs/{path}": "# A page\n" for path in paths}
    return [(d.at.path, d.message) for d in diagnose({**files, **texts}) if d.rule is rule]


# ---- what is published ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "roster.xlsx",
        "roster.csv",
        "roster.ods",
        "a.docx",
        "a.pdf",
        "a.zip",
        "a.txt",
        "a.json",
        "a.sql",
        *("IMG_1.HEIC", "scan.tif", "notes", "a.pages", "a.md.txt", "more/deep/a.xls", "a.py"),
    ],
)
def test_a_file_that_no_page_needs_is_told_and_left_out(name: str) -> None:
    (place,) = reported(Rule.NOT_PUBLISHED, "index.md", name)

    assert place == (f"docs/{name}", "no page links to this file, so the site leaves it out")


@pytest.mark.parametrize(
    "name",
    ["a.png", "a.JPG", "a.svg", "a.css", "a.js", "a.woff2", "a.mp4", "a.vtt", "a.html", "CNAME"],
)
def test_a_file_of_a_web_page_is_published_as_it_is(name: str) -> None:
    assert reported(Rule.NOT_PUBLISHED, "index.md", name) == []


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("docs/index.md", "[Meals](more/meals.pdf)"),
        ("docs/index.md", "[Meals](<more/meals.pdf> 'this week')"),
        ("docs/index.md", "[Meals](./more/meals.pdf#page=2)"),
        ("docs/index.md", "[Meals][m]\n\n[m]: more/meals.pdf\n"),
        ("docs/index.md", '<a href="more/meals.pdf">Meals</a>'),
        ("docs/about.md", '<a href="../more/meals.pdf">Meals</a>'),
        ("docs/more/about.md", "[Meals](meals.pdf)"),
        ("docs/other/about.md", "[Meals](../more/meals.pdf)"),
        ("docs/about.md", "[Meals](/school/more/meals.pdf)"),
        ("docs/show.js", 'fetch("more/meals.pdf")'),
        ("mkdocs.yml", "site_name: A\nnav:\n  - Meals: more/meals.pdf\n"),
    ],
)
def test_a_file_to_which_a_page_links_is_published(page: str, text: str) -> None:
    assert reported(Rule.NOT_PUBLISHED, "more/meals.pdf", **{page: text}) == []


@pytest.mark.parametrize(
    "text",
    [
        "See meals.pdf.",
        "[Meals](meals.pdf)",
        "[Meals](https://example.org/x/meals.pdf)",
        "`meals.pdf`",
    ],
)
def test_a_word_that_is_no_link_to_it_publishes_nothing(text: str) -> None:
    assert reported(Rule.NOT_PUBLISHED, "more/meals.pdf", **{"docs/index.md": text}) != []


@pytest.mark.parametrize(
    "name", ["Thumbs.db", "~$letter.docx", "index.md.bak", "index.md~", "__MACOSX/a.md"]
)
def test_what_systems_leave_behind_is_neither_published_nor_told(name: str) -> None:
    assert diagnose({"docs/index.md": "A\n", f"docs/{name}": "<<<<<<< HEAD\n"}) == ()


def test_a_picture_that_git_has_not_fetched_is_told() -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n"
    (diagnostic,) = diagnose({"docs/index.md": "A\n", "docs/our-house.png": pointer})

    assert (diagnostic.at.path, diagnostic.hint) == (
        "docs/our-house.png",
        "fetch the real files with: git lfs pull",
    )


# ---- what every computer can hold ----------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["con.md", "aux/index.md", "a/nul.png", "com1.es.md", "a:b.md", "a .md"]
)
def test_a_name_that_not_every_computer_can_hold_is_told(path: str) -> None:
    assert [place for place, _ in reported(Rule.UNSAFE_FILE, path)] == [f"docs/{path}"]


@pytest.mark.parametrize(
    ("path", "other"),
    [("About.md", "about.md"), ("caf\u00e9.md", "cafe\u0301.md"), ("A/x.png", "a/x.png")],
)
def test_two_names_that_are_one_on_some_computers_are_told(path: str, other: str) -> None:
    (place,) = reported(Rule.REPEATED_NAME, path, other)

    assert "one name" in place[1]


@pytest.mark.parametrize("name", ["con", "aux", "nul", "prn", "com1", "lpt9"])
@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            SCHOOL,
            "name: A\ngroups: [{id: NAME, title: A}]\npeople: {rosa: {name: A, assessor: peer}}\n",
        ),
        (SCHOOL, "name: A\npartners: [{id: NAME, title: A, kind: arts}]\n"),
        (SCHOOL, "name: A\npeople: {NAME: {name: R, assessor: teacher}}\n"),
        ("competencies/badges.yml", "badges: [{id: NAME, title: A, criteria: {hours: 1}}]\n"),
        (
            "competencies/pathways/a.yml",
            "pathway: NAME\ntitle: A\nkind: stages\nstages: [{code: '1'}]\n",
        ),
        (
            "competencies/pathways/a.yml",
            "pathway: a\ntitle: A\nkind: stages\nstages: [{code: NAME}]\n",
        ),
        (
            "competencies/frameworks/core.yml",
            "framework: core\ntitle: Core\nscale: steps\nareas: [{code: A, title: A,"
            " competencies: [{code: NAME, title: A}]}]\n",
        ),
        ("competencies/experiences/a.yml", "experience: NAME\ntitle: A\nkind: studio\n"),
    ],
)
def test_a_name_that_becomes_a_folder_is_no_device(path: str, text: str, name: str) -> None:
    messages = summary_lines(diagnose({path: text.replace("NAME", name)}))

    assert any(f"Windows keeps the name “{name}” for a device" in line for line in messages)
    assert any(f"call it for example {name}-1" in line for line in messages)


def test_a_language_whose_folder_could_not_be_is_told() -> None:
    school = dedent(str(SMALL[SCHOOL])) + "languages: [en, con]\n"

    assert any("Windows keeps the name “con”" in d.message for d in diagnose({SCHOOL: school}))


@pytest.mark.parametrize("name", ["con", "lpt1"])
def test_work_whose_page_would_need_such_a_folder_is_told(name: str) -> None:
    path = f"portfolios/ana/evidence/2027-03-02-{name}.md"
    text = "---\ntitle: A\ndate: 2027-03-02\nkind: model\n---\nA\n"

    assert any(d.at.path == path and d.rule is Rule.BAD_NAME for d in diagnose({path: text}))


# ---- whose address it is -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("learners.md", "the list of learners"),
        ("Learners.md", "the list of learners"),
        ("learners/ana.md", "portfolios/ana"),
        ("learners/Ana.md", "portfolios/ana"),
        ("learners/ana/index.md", "portfolios/ana"),
        ("learners/ana/transcript.md", "portfolios/ana"),
        ("learners/ana/evidence/bridge.md", "portfolios/ana"),
        ("learners/ana/index.html", "portfolios/ana"),
        ("learners/ana.es.md", "portfolios/ana"),
        ("learners/who-comes-later.md", "learners’ own pages, from portfolios/"),
        ("learners/by/a.md", "learners’ own pages"),
        ("competencies.md", "the list of competencies"),
        ("competencies/mth-1.md", "competencies/frameworks/core.yml"),
        ("competencies/mth-1/work/2027.md", "competencies/frameworks/core.yml"),
        ("pathways/years.md", "competencies/pathways/years.yml"),
        ("partners/museum.md", "competencies/school.yml"),
        ("studios.md", "the list of studios"),
        ("badges.md", "the list of badges"),
        ("search.md", "the search"),
        ("search/index.md", "the search"),
        ("family.md", "families’ locked pages"),
        ("family/letter.md", "families’ locked pages"),
        ("pagefind/x.js", "the search"),
        ("404.md", "the page for addresses that are not there"),
        ("404.html", "the page for addresses that are not there"),
        ("robots.txt", "what search engines may list"),
        ("es/about.md", "the site in “es”"),
        ("es/picture.png", "the site in “es”"),
        ("learners.es.md", "the list of learners"),
    ],
)
def test_an_address_that_the_site_makes_itself_is_told_with_both_sources(
    path: str, owner: str
) -> None:
    school = TWO_LANGUAGES + PARTNER
    ((place, message),) = reported(Rule.ADDRESS_TAKEN, path, **{SCHOOL: school})

    assert place == f"docs/{path}"
    assert owner in message


@pytest.mark.parametrize(
    ("path", "other"),
    [("about.md", "about/index.md"), ("index.md", "index.html"), ("a/index.md", "a/README.md")],
)
def test_two_files_of_one_address_are_told(path: str, other: str) -> None:
    (place,) = reported(Rule.ADDRESS_TAKEN, path, other)

    assert place[0] != place[1].rpartition(" ")[2]


@pytest.mark.parametrize(
    "path",
    [
        "learners/index.md",
        "learners/index.es.md",
        "competencies/index.md",
        "index.es.md",
        "about.es.md",
        "competencies/how-we-chose.md",
        "en/about.md",
        "learners-of-the-week.md",
        "assets/preview.png",
    ],
)
def test_a_page_of_its_own_address_is_the_schools_to_write(path: str) -> None:
    school = TWO_LANGUAGES

    assert reported(Rule.ADDRESS_TAKEN, "index.md", "about.md", path, **{SCHOOL: school}) == []
