"""The forms of `site-edit/`: a learner adds evidence, an educator rates, the check is content."""

import base64
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from msgspec.structs import replace
from playwright.sync_api import Browser, Error, Locator, Page, expect

from browsing import expect_value, serve
from clones import LOGINS
from editing import READ_SAVED_FILES, open_editor, saved_files
from photos import write_photo
from report import SMALL, write
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.editions import editors
from wayfolio.media.location import has_location
from wayfolio.model.names import SkillCode
from wayfolio.model.support_files import Session, Support
from wayfolio.school.learner import read_learner
from wayfolio.school.read import check_school, read_school

pytestmark = [pytest.mark.browser, pytest.mark.long]
CACHE = Path(__file__).parents[2] / ".cache" / "npm-packages"
SCHOOL = str(LOGINS["competencies/school.yml"])
EXTRA = {
    "mkdocs.yml": "site_name: River School\ntheme: {name: material}\nplugins: [wayfolio]\n",
    "docs/index.md": "---\ntitle: Home\nframe: hub\n---\n# Welcome\n",
    "competencies/school.yml": f"{SCHOOL}repository: {{host: github, name: river/school}}\n",
    **{
        f"portfolios/{who}/learner.yml": f"""
        name: {{full: {who.title()} Berg, first: {who.title()}}}
        group: harbor
        programmes:
          - {{pathway: years, stage: "9", from: 2026-08-24}}
        """
        for who in ("cleo", "dov")
    },
    "competencies/frameworks/core.yml": """
        framework: core
        title: Core
        scale: steps
        stages_of: years
        areas:
          - code: MTH
            title: Mathematics
            competencies:
              - {code: MTH.1, title: Numbers, evidence_required: {"9": 1}}
              - {code: MTH.2, title: Shapes, requires: [MTH.1], evidence_required: {"9": 1}}
              - {code: MTH.3, title: Chance, evidence_required: {"9": 1}}
        """,
}
TUTORING = "portfolios/ben/supports/reading.yml"
ALGEBRA = "portfolios/_groups/2026-09-01-algebra.yml"
SUPPORTS = {
    TUTORING: """
        kind: tutoring
        by: cal
        focus: [MTH.1]
        planned: {from: 2027-01-11, minutes: 45, per_week: 3, weeks: 12, ratio: "1:2"}
        exit: {demonstrations: {code: MTH.1, at_least: 3, count: 2}}
        sessions:
          - {date: 2027-03-01, minutes: 45, status: present, ticket: 1/2}
          - {date: 2027-03-03, minutes: 0, status: away, why: "a trip: the river"}
        """,
    ALGEBRA: """
        date: 2026-09-01
        support:
          kind: small-group
          by: cal
          group: harbor
          planned: {from: 2026-09-01, minutes: 30, per_week: 2, weeks: 30}
        sessions:
          - date: 2027-03-02
            minutes: 30
            learners: {ana: {ticket: 3/3}, ben: {status: late, minutes: 20}}
        """,
    "portfolios/ana/supports/other.yml": """
        kind: mentoring
        by: rosa
        planned: {from: 2027-01-11, minutes: 30, per_week: 1, weeks: 12}
        """,
}
DAY = date(2027, 3, 12)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("forms")
    write(root, {**SMALL, **LOGINS, **EXTRA, **SUPPORTS})
    report = editors.build_editors_edition(root, DAY, None, CACHE)
    assert report.is_clean, report.diagnostics
    return root


@pytest.fixture(scope="module")
def address(school: Path) -> Iterator[str]:
    with serve(school / "site-edit") as where:
        yield where


def part(page: Page, path: str) -> Locator:
    """Return the part of a form for one key."""
    return page.locator(f'[data-key-path="{path}"]').first


SCROLL = """(one) => {
  while (one && one.scrollHeight <= one.clientHeight + 4) one = one.parentElement;
  if (one) one.scrollBy(0, 150);
}"""


def scroll_to(page: Page, path: str, rows: str = "rows") -> Locator:
    """Return a part of a form that can be used: a long list makes its rows when they are seen."""
    where = part(page, path)
    for _ in range(40):
        try:
            where.wait_for(state="attached", timeout=150)
            where.scroll_into_view_if_needed(timeout=2000)
            return where
        except Error:  # it is not there yet, or has just been made anew
            part(page, rows).evaluate(SCROLL)
    raise AssertionError(f"there is no {path} to be seen")


def choose(page: Page, path: str, *names: str) -> None:
    """Choose in a part of a form, from a list that opens or from buttons that are there."""
    where = scroll_to(page, path, path.partition(".")[0])
    lists, boxes = where.get_by_role("combobox"), where.get_by_role("checkbox")
    choices = boxes.or_(where.get_by_role("radio"))
    expect(lists.or_(choices).first).to_be_visible()
    for name in names:
        if lists.count():
            lists.first.click()
            page.get_by_role("option", name=re.compile(name)).first.click()
            close_list(page)
        else:
            several = boxes if boxes.count() else choices
            several.and_(page.get_by_label(re.compile(name))).first.click()


def close_list(page: Page) -> None:
    """Close a list from which more could be chosen; another one closes by itself."""
    try:
        expect(page.get_by_role("option").filter(visible=True)).to_have_count(0, timeout=300)
    except AssertionError:
        page.keyboard.press("Escape")


SAVED = f"""async before => {{
  // A file that is just being written cannot be read.
  const now = await ({READ_SAVED_FILES})().catch(() => null)
  if (!now) return false
  const text = JSON.stringify(now)
  // Between two looks a file may be half written.
  const isWhole = globalThis.lastLook === text
  globalThis.lastLook = text
  return isWhole && Object.entries(now).some(([path, content]) => before[path] !== content)
}}"""


def save_form(page: Page, before: dict[str, bytes]) -> dict[str, bytes]:
    """Save the form, and return the files that are new."""
    page.get_by_role("button", name="Save", exact=False).first.click()
    known = {path: base64.b64encode(content).decode() for path, content in before.items()}
    page.wait_for_function(SAVED, arg=known, polling=1000)
    return {
        path: content for path, content in saved_files(page).items() if before.get(path) != content
    }


def serious_violations(page: Page) -> list[str]:
    """Return what is worse than moderate for whoever cannot see or use a mouse."""
    violations = Axe().run(page).response["violations"]
    return [
        violation["id"]
        for violation in violations
        if violation["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_learner_adds_evidence_with_accents_a_picture_and_three_skills(
    width: int, browser: Browser, address: str, school: Path, tmp_path: Path
) -> None:
    picture = write_photo(tmp_path / "IMG Água.JPG")
    with open_editor(browser, address, "learners/ana/", school, width) as page:
        before = saved_files(page)
        page.goto(f"{page.url.split('#')[0]}#/collections/evidence/new")
        page.get_by_role("textbox", name="What did you make or do?").fill("Estudo do rio: água")
        page.locator('[data-key-path="date"] input').first.fill("2027-03-11")
        choose(page, "shows", "MTH.1", "MTH.2", "MTH.3")
        page.get_by_role("button", name=re.compile("Add .*picture")).first.click()
        part(page, "files.0.path").locator("input[type=file]").first.set_input_files(str(picture))
        page.get_by_role("textbox", name="What matters in the picture?").first.fill("Um rio: azul.")
        choose(page, "visibility", "Everyone")
        text = part(page, "body").locator("[contenteditable=true]").first
        text.click()
        page.keyboard.type("Medi o rio.")
        assert serious_violations(page) == []
        new = save_form(page, before)
        expect_value(page, f"document.documentElement.scrollWidth <= {width}", True)
        assert page.foreign == []  # type: ignore[attr-defined]

    expect_valid_evidence(school, tmp_path / "copy", new)


def expect_valid_evidence(school: Path, to: Path, new: dict[str, bytes]) -> None:
    """Check a copy of the school to which the form's files were added, and what it reads there."""
    copy = Path(shutil.copytree(school, to, ignore=shutil.ignore_patterns("site*")))
    for path, content in new.items():
        (copy / path).write_bytes(content)
    (written,) = [path for path in new if path.endswith(".md")]
    name = re.fullmatch(
        r"portfolios/ana/evidence/2027-03-11-(estudo-do-rio-agua-[0-9a-f]{8})\.md", written
    )
    assert name
    (image,) = [path for path in new if not path.endswith(".md")]
    assert image.startswith("portfolios/ana/evidence/")
    assert not has_location(new[image])
    assert b"Exif" not in new[image]
    assert [str(d) for d in check_school(copy, DAY).diagnostics] == []
    unit = read_learner(read_school(copy, DAY)[0], "ana")  # type: ignore[arg-type]
    item = next(i for i in unit.portfolio.evidence if i.title == "Estudo do rio: água")
    assert (item.shows, item.visibility) == (("MTH.1", "MTH.2", "MTH.3"), "public")
    assert [f.alt for f in item.files] == ["Um rio: azul."]
    assert api.build_site(BuildRequest(root=copy, today=DAY, is_searchable=False)).is_clean
    shown = copy / f"site/learners/ana/evidence/{name[1]}/index.html"
    assert "Estudo do rio: água" in shown.read_text("utf-8")


TITLES = [
    ("测量风速", "evidence"),
    ("🎉", "evidence"),
    ("Con", "con"),
    ("my_notes~2", "my-notes-2"),
    ("Đo tốc độ gió", "do-toc-do-gio"),
    ("Щука " * 20, "schuka-" * 6 + "sch"),
    ("x" * 200, "x" * 45),
]


@pytest.mark.parametrize(("title", "words"), TITLES)
def test_a_title_in_any_script_makes_a_name_that_the_check_accepts(
    title: str, words: str, browser: Browser, address: str, school: Path, tmp_path: Path
) -> None:
    with open_editor(browser, address, "learners/ana/", school, 1280) as page:
        before = saved_files(page)
        page.goto(f"{page.url.split('#')[0]}#/collections/evidence/new")
        page.get_by_role("textbox", name="What did you make or do?").fill(title)
        page.locator('[data-key-path="date"] input').first.fill("2027-03-11")
        text = part(page, "body").locator("[contenteditable=true]").first
        text.click()
        page.keyboard.type("Done.")
        new = save_form(page, before)

    ((path, content),) = new.items()
    folder, _, name = path.rpartition("/")
    assert folder == "portfolios/ana/evidence"
    assert re.fullmatch(rf"2027-03-11-{words}-[0-9a-f]{{8}}\.md", name), name
    copy = Path(shutil.copytree(school, tmp_path / "copy", ignore=shutil.ignore_patterns("site*")))
    write(copy, {path: content})
    assert [str(d) for d in check_school(copy, DAY).diagnostics] == []


@pytest.mark.parametrize("width", [1280, 390])
def test_an_educator_rates_four_learners_on_one_occasion(
    width: int, browser: Browser, address: str, school: Path, tmp_path: Path
) -> None:
    levels = {"ana": "3", "ben": "M", "cleo": "2", "dov": "4"}
    with open_editor(browser, address, "groups/harbor/", school, width) as page:
        before = saved_files(page)
        page.goto(f"{page.url.split('#')[0]}#/collections/occasions/new")
        page.locator('[data-key-path="date"] input').first.fill("2027-03-11")
        page.get_by_role("textbox", name="What kind of occasion?").fill("exhibition")
        choose(page, "by", "Rosa")
        scroll_to(page, "rows")
        for number, level in enumerate(levels.values()):
            choose(page, f"rows.{number}.skill", "MTH.1")
            choose(page, f"rows.{number}.level", f"^{level}\\b")
        assert serious_violations(page) == []
        new = save_form(page, before)
        expect_value(page, f"document.documentElement.scrollWidth <= {width}", True)

    copy = Path(shutil.copytree(school, tmp_path / "copy", ignore=shutil.ignore_patterns("site*")))
    ((path, content),) = new.items()
    assert re.fullmatch(r"portfolios/_groups/2027-03-11-exhibition-[0-9a-f-]+\.yml", path)
    write(copy, {path: content})
    assert [str(d) for d in check_school(copy, DAY).diagnostics] == []
    read, _ = read_school(copy, DAY)
    assert read is not None
    (file,) = [group for group in read.roster.groups if group.occasion is not None]
    assert {
        who: float(r[SkillCode("MTH.1")][0].level) if level != "M" else "M"
        for (who, r), level in zip(file.learners.items(), levels.values(), strict=True)
    } == {"ana": 3.0, "ben": "M", "cleo": 2.0, "dov": 4.0}


@pytest.mark.parametrize("width", [1280, 390])
def test_a_tutor_logs_a_session_and_the_rest_of_the_support_stays(
    width: int, browser: Browser, address: str, school: Path, tmp_path: Path
) -> None:
    with open_editor(browser, address, "tutors/cal/", school, width) as page:
        before = saved_files(page)
        page.goto(f"{page.url.split('#')[0]}#/collections/sessions/entries/ben--reading")
        page.get_by_role("button", name=re.compile("Add .*session")).first.click()
        part(page, "sessions.2.date").locator("input").first.fill("2027-03-11")
        choose(page, "sessions.2.status", "came late")
        part(page, "sessions.2.minutes").locator("input").first.fill("35")
        page.get_by_role("textbox", name="Exit ticket").first.fill("2/3")
        part(page, "sessions.2.mood").locator("input").first.fill("4")
        page.get_by_role("textbox", name="Why late or absent?").first.fill("el autobús: tarde")
        page.get_by_role("textbox", name="Note").first.fill("Read aloud: #1.")
        assert serious_violations(page) == []
        new = save_form(page, before)
        expect_value(page, f"document.documentElement.scrollWidth <= {width}", True)
        assert page.foreign == []  # type: ignore[attr-defined]

    was, now = read_before_and_after(school, tmp_path, new, TUTORING, "ben")
    assert was is not None
    assert replace(now, sessions=()) == replace(was, sessions=())
    assert now.sessions[:2] == was.sessions
    assert now.sessions[2] == Session(
        date=date(2027, 3, 11),
        minutes=35,
        status="late",
        ticket="2/3",
        mood=4,
        why="el autobús: tarde",
        note="Read aloud: #1.",
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_a_tutor_logs_a_session_of_a_group_learner_by_learner(
    width: int, browser: Browser, address: str, school: Path, tmp_path: Path
) -> None:
    with open_editor(browser, address, "tutors/cal/", school, width) as page:
        before = saved_files(page)
        page.goto(f"{page.url.split('#')[0]}#/collections/sessions/entries/2026-09-01-algebra")
        page.get_by_role("button", name=re.compile("Add .*session")).first.click()
        part(page, "sessions.1.date").locator("input").first.fill("2027-03-11")
        for learner in ("ana", "cleo"):
            attendance = scroll_to(page, f"sessions.1.learners.{learner}", "sessions")
            attendance.get_by_role("checkbox").first.click()
        choose(page, "sessions.1.learners.cleo.status", "^absent$")
        assert serious_violations(page) == []
        new = save_form(page, before)
        expect_value(page, f"document.documentElement.scrollWidth <= {width}", True)

    for learner, statuses in (("ana", ["present", "present"]), ("cleo", ["away"])):
        was, now = read_before_and_after(school, tmp_path / learner, new, ALGEBRA, learner)
        assert [session.status for session in now.sessions] == statuses
        assert was is None or replace(now, sessions=was.sessions) == was
    assert [session.minutes for session in now.sessions] == [0]


def read_before_and_after(
    school: Path, place: Path, new: dict[str, bytes], path: str, learner: str
) -> tuple[Support | None, Support]:
    """Return a learner's support as it was, and as a form has written it, which must be right."""
    copy = Path(shutil.copytree(school, place / "copy", ignore=shutil.ignore_patterns("site*")))
    assert list(new) == [path]
    supports = []
    for files in ({}, new):
        write(copy, files)
        assert [str(d) for d in check_school(copy, DAY).diagnostics] == []
        unit = read_learner(read_school(copy, DAY)[0], learner)  # type: ignore[arg-type]
        own = [s for s in unit.portfolio.supports if s.id in path]
        supports.append(own[0] if own else None)
    assert supports[1] is not None
    return supports[0], supports[1]


def test_every_configuration_is_one_that_the_forms_understand(school: Path) -> None:
    configurations = sorted((school / "site-edit").rglob("config.json"))

    assert [
        file.parent.relative_to(school / "site-edit").as_posix() for file in configurations
    ] == [
        *("groups/harbor", "learners/ana", "learners/ben", "learners/cleo", "learners/dov"),
        *("tutors/cal", "tutors/rosa"),
    ]
    for file in configurations:
        config = json.loads(file.read_text("utf-8"))
        where = {"name": "github", "repo": "river/school", "branch": "main"}
        assert config["backend"] == {**where, "open_authoring": True}
        assert config["publish_mode"] == "editorial_workflow"
