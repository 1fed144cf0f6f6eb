"""The staff's pages: read, sorted, filtered, walked by keyboard, printed."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browsing import (
    BASE,
    CHROMIUM,
    FLAGS,
    Scheme,
    expect_value,
    new_page,
    page_faults,
    serve,
    violations,
    watch,
)
from large_school import write_large_school
from staff_school import staff_site
from wayfolio.editions import staff

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve(staff_site()) as address:
        yield address


def pages() -> list[str]:
    """Return every page about many learners, a lesson, a study and two sheets."""
    folders = sorted(file.parent for file in (staff_site() / "staff").glob("*/index.html"))
    names = [f"staff/{folder.name}/" for folder in folders]
    some = ["staff/lesson/arrays-that-come-apart/", "staff/conference/sami/"]
    some.append("staff/study/2027-03-09-strips/")
    return ["staff/", *names, *some, "staff/conference/amara/"]


FEW = [
    "staff/",
    "staff/grid-core/",
    "staff/attention/",
    "staff/support/",
    "staff/conference/amara/",
]


@pytest.mark.parametrize(
    ("scheme", "width", "many"),
    [
        ("light", 1280, False),
        pytest.param("dark", 390, False, marks=pytest.mark.long),
        *(
            pytest.param(scheme, width, True, marks=pytest.mark.long)
            for scheme in ("light", "dark")
            for width in (1280, 390)
        ),
    ],
)
def test_everybody_can_read_the_staffs_pages(
    site: str, browser: Browser, scheme: Scheme, width: int, many: bool
) -> None:
    page = new_page(browser, site, scheme=scheme, width=width)
    faults = watch(page, site.removesuffix(BASE), "data:", "blob:")
    for address in pages() if many else FEW:
        page.goto(address)
        faults += page_faults(page, address)
    page.close()
    assert faults == []


@pytest.fixture
def grid(site: str, browser: Browser) -> Iterator[Page]:
    page = new_page(browser, site)
    page.goto("staff/grid-core/")
    yield page
    page.close()


def rows_in_sight(page: Page) -> Locator:
    """Return the names in the rows that are to be seen, in their order."""
    return page.locator("#grid tbody tr:visible th a")


def expect_shown(page: Page, *names: str) -> None:
    """Wait until rows of these first names, and no others, are to be seen, in this order."""
    expect(rows_in_sight(page)).to_have_text([re.compile(rf"^\s*{name}\b") for name in names])


NAMES = """[...document.querySelectorAll('#grid tbody tr')]
  .filter(row => row.checkVisibility()).map(row => row.querySelector('th a').innerText).sort()"""
LEVELS_FALL = """(() => {
  const levels = [...document.querySelectorAll('#grid tbody tr td:nth-child(9)')]
    .map(cell => parseFloat(cell.innerText)).filter(level => !Number.isNaN(level))
  return levels.length > 2 && levels.every((level, row) => row === 0 || levels[row - 1] >= level)
})()"""
"""Whether the levels of the column that was sorted fall from row to row; some have none."""


def test_the_grid_is_filtered_and_sorted(grid: Page) -> None:
    status = grid.get_by_role("status")
    expect(status).to_have_text("6 learners")
    expect(rows_in_sight(grid)).to_have_count(6)
    everybody = grid.evaluate(NAMES)

    grid.locator("[data-row=s]").select_option("P2")
    expect_shown(grid, "Teo")
    expect(status).to_have_text("1 of 6 learners")
    grid.locator("[data-row=s]").select_option("")
    expect(status).to_have_text("6 learners")
    grid.get_by_role("searchbox").fill("lindq")
    expect_shown(grid, "Teo")
    grid.get_by_role("searchbox").fill("")
    grid.locator("[data-row=g]").select_option("Weir House")
    expect_shown(grid, "Kofi")
    grid.locator("[data-row=g]").select_option("")
    grid.locator("[data-areas]").select_option("mth")
    expect(grid.locator("#grid thead th:visible")).to_have_count(2 + 3)
    head = grid.locator("th", has=grid.get_by_role("button", name="Solving hard problems"))
    grid.get_by_role("button", name="Solving hard problems").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect_value(grid, LEVELS_FALL, True)
    grid.get_by_role("button", name="Solving hard problems").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(rows_in_sight(grid)).to_have_count(len(everybody))
    expect_value(grid, NAMES, everybody)


def test_the_grid_is_walked_by_keys_and_is_a_table_for_listeners(grid: Page) -> None:
    grid.get_by_role("region").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowDown"):
        grid.keyboard.press(key)
    here = "[document.activeElement.parentElement.rowIndex, document.activeElement.cellIndex]"
    expect_value(grid, here, [2, 3])
    grid.keyboard.press("End")
    expect_value(grid, "document.activeElement.cellIndex > 20", True)
    grid.keyboard.press("Home")
    grid.keyboard.press("Enter")
    grid.wait_for_url("**/learners/zara/")
    grid.go_back()

    table = grid.get_by_role("table")
    expect(table.get_by_role("rowheader")).to_have_count(6)
    expect(table.get_by_role("columnheader")).to_have_count(28 + 2)


def test_without_a_script_everything_is_there(site: str, browser: Browser) -> None:
    page = new_page(browser, site, java_script_enabled=False)
    page.goto("staff/support/")

    expect(page.locator("table tbody tr:visible").nth(8)).to_be_visible()
    expect(page.locator("form:visible")).to_have_count(0)
    page.close()


def test_a_conference_sheet_is_one_page_of_paper(site: str, browser: Browser) -> None:
    page = new_page(browser, site)
    for learner in ("amara", "nuria", "sami"):
        page.goto(f"staff/conference/{learner}/")
        for paper in ("A4", "Letter"):
            with pikepdf.open(io.BytesIO(page.pdf(format=paper))) as printed:
                assert len(printed.pages) == 1, (learner, paper)
    page.close()


def count_roles(browser: Browser, address: str) -> dict[str, int]:
    """Return what of a page's tables a screen reader is given, also of rows out of sight."""
    reader = browser.browser_type.launch(
        executable_path=CHROMIUM, args=[*FLAGS, "--force-renderer-accessibility"]
    )
    page = reader.new_page()
    page.set_default_timeout(120_000)
    page.goto(address)
    tools = page.context.new_cdp_session(page)
    given = tools.send("Accessibility.getFullAXTree")["nodes"]
    reader.close()
    roles = Counter(node["role"]["value"] for node in given if not node["ignored"])
    return {role: roles[role] for role in ("table", "columnheader", "row", "rowheader", "cell")}


TABLES = "[...document.querySelectorAll('main table')]"
HEAD = "#not-seen-table thead th"


@pytest.mark.long
def test_on_paper_no_column_is_cut_off_and_each_page_has_the_heads(
    site: str, browser: Browser
) -> None:
    """Within the margins A4 is some 700 pixels wide."""
    page = new_page(browser, site, width=700)
    page.emulate_media(media="print")
    for name in ("plans", "support", "assessments", "coverage", "grid-core"):
        page.goto(f"staff/{name}/")
        expect(page.locator("main table").first).to_be_visible()
        expect_value(page, f"{TABLES}.filter(t => t.getBoundingClientRect().right > 700).length", 0)
    page.goto("staff/attention/")
    with pikepdf.open(io.BytesIO(page.pdf(format="A4"))) as printed:
        assert len(printed.pages) > 2
    head = page.locator(HEAD).first
    expect(head.get_by_role("button")).to_have_count(0)
    shown = f"getComputedStyle(document.querySelector('{HEAD}'), '::before').content"
    expect_value(page, shown, '"Learner"')
    page.close()


@pytest.mark.long
@pytest.mark.timeout(1800)  # On a busy machine such a school alone takes nine minutes to build.
def test_a_grid_of_500_learners_and_60_competencies_is_open_to_everybody(
    tmp_path: Path, browser: Browser
) -> None:
    root = write_large_school(tmp_path, 500)
    assert staff.build_staff_edition(root, date(2027, 3, 12), searchable=False).pages
    with serve(root / "site-staff") as address:
        assert count_roles(browser, f"{address}staff/grid-core/") == {
            "table": 1,
            "columnheader": 62,
            "row": 501,
            "rowheader": 500,
            "cell": 500 * 61,
        }
        page = new_page(browser)
        page.set_default_timeout(120_000)
        page.goto(f"{address}staff/grid-core/")

        expect(page.locator("#grid tbody tr")).to_have_count(500)
        expect(page.locator("#grid tbody td")).to_have_count(500 * 61)
        page.get_by_role("searchbox").fill("Number 012")
        expect_shown(page, "Learner")
        assert violations(page) == []
        page.close()
