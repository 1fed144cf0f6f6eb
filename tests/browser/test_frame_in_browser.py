"""The frame in a browser: no foreign request, nothing blocked, everything within reach."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import expect_value, new_page, serve, violations, watch
from small_site import build_engine, public_pages, write_school, write_site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a small school under a path that its settings do not know."""
    root = write_school(tmp_path_factory.mktemp("school"))
    write_site(public_pages(build_engine(root)), root / "site", root=root)
    with serve(root / "site") as address:
        yield address


@pytest.fixture(
    params=[
        ("light", 390),
        ("dark", 1280),
        pytest.param(("dark", 390), marks=pytest.mark.long),
        pytest.param(("light", 1280), marks=pytest.mark.long),
    ],
    ids=lambda look: f"{look[0]}-{look[1]}",
)
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """Return a page that fails its test for a foreign request, or anything on the console.

    Its scheme and width: each value on every run, all four pairs on a long one.
    """
    scheme, width = request.param
    page = new_page(browser, site, scheme=scheme, width=width)
    faults = watch(page, site, "data:")
    yield page
    page.close()
    assert faults == []


@pytest.mark.parametrize(
    "address",
    [
        "about/",
        "search/",
        *(
            pytest.param(address, marks=pytest.mark.long)
            for address in ("", "learners/", "learners/amara/evidence/raft/")
        ),
    ],
)
def test_everybody_can_read_it(page: Page, address: str) -> None:
    page.goto(address)

    assert violations(page) == []


def test_search_opens_finds_and_leads_there(page: Page) -> None:
    page.goto("about/")
    expect_value(page, "performance.getEntries().filter(e => e.name.includes('pagefind'))", [])

    page.get_by_role("button", name="Search").click()
    page.keyboard.type("reeds beto")
    expect(page.locator(".wf-hits li").first).to_be_visible()

    assert violations(page) == []
    page.locator(".wf-hits a").first.click()
    expect(page.locator("h1")).to_contain_text("beto")


IS_WHOLE = """field => {
  const box = field.getBoundingClientRect()
  return document.elementFromPoint(box.left + 20, box.bottom - 3) === field
}"""


def test_the_search_page_answers_a_link(page: Page) -> None:
    page.goto("search/?q=Otter")

    expect(page.locator(".wf-hits a").first).to_have_text("About us")
    assert violations(page) == []
    expect(page.locator("[data-wf-search] [role=status]")).to_have_text("Pages found: 1")
    # The whole field can be seen: its lower edge too.
    expect_value(page, f"({IS_WHOLE})(document.querySelector('[data-wf-search] input'))", True)


def test_a_search_that_finds_nothing_says_what_to_try(page: Page) -> None:
    page.goto("search/?q=zzyzx")

    expect(page.locator("[role=status]")).to_have_text(
        "Nothing found. Try fewer or different words."
    )


@pytest.mark.parametrize("page", [("light", 390), ("dark", 390)], indirect=True)
def test_the_drawer_obeys_the_keyboard(page: Page) -> None:
    page.goto("learners/amara/")
    link = page.locator(".md-sidebar--primary").get_by_role("link", name="About us")
    expect(link).to_be_hidden()

    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    assert violations(page) == []

    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(page.get_by_role("button", name="Menu")).to_be_focused()


def test_without_script_search_says_how_to_find_things(browser: Browser, site: str) -> None:
    page = new_page(browser, site, java_script_enabled=False)
    page.goto("about/")
    page.locator("a.wf-search").click()

    expect(page.locator("article")).to_contain_text("Search needs JavaScript.")
    page.locator("article").get_by_role("link", name="Learners").click()
    expect(page.locator("h1")).to_have_text("Learners")
    page.close()


@pytest.mark.parametrize("page", [("light", 1280), ("dark", 1280)], indirect=True)
def test_a_wide_screen_shows_the_menu_and_no_button_for_it(page: Page) -> None:
    page.goto("learners/amara/")

    expect(page.locator(".md-tabs").get_by_role("link", name="About us")).to_be_visible()
    expect(page.locator(".wf-menu")).to_be_hidden()
