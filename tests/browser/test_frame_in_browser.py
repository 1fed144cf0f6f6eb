"""The frame as a reader meets it: nothing from elsewhere, nothing blocked, nothing out of reach."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import expect_value, serve, violations
from small_site import build_engine, public_pages, write_school, write_site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a small school under a path that its settings do not know."""
    root = write_school(tmp_path_factory.mktemp("school"))
    write_site(public_pages(build_engine(root)), root / "site", root=root)
    with serve(root / "site") as address:
        yield address


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[1280, 390])
def page(
    request: pytest.FixtureRequest, browser: Browser, site: str, scheme: str
) -> Iterator[Page]:
    """Return a page that fails its test for a foreign request, or anything on the console."""
    wrong: list[str] = []
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": request.param, "height": 844},
        reduced_motion="reduce",
        base_url=site,
    )
    page = context.new_page()
    page.on("console", lambda said: wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((site, "data:")) else wrong.append(request.url)
        ),
    )
    yield page
    context.close()
    assert wrong == []


@pytest.mark.parametrize(
    "address", ["", "learners/", "learners/amara/evidence/raft/", "about/", "search/"]
)
def test_everybody_can_read_it(page: Page, address: str) -> None:
    page.goto(address)

    assert violations(page) == []


def test_search_opens_finds_and_leads_there(page: Page) -> None:
    page.goto("about/")
    assert "pagefind" not in " ".join(page.evaluate("performance.getEntries().map(e => e.name)"))

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


@pytest.mark.parametrize("page", [390], indirect=True)
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
    with browser.new_context(java_script_enabled=False, base_url=site) as context:
        page = context.new_page()
        page.goto("about/")
        page.locator("a.wf-search").click()

        expect(page.locator("article")).to_contain_text("Search needs JavaScript.")
        page.locator("article").get_by_role("link", name="Learners").click()
        expect(page.locator("h1")).to_have_text("Learners")


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_a_wide_screen_shows_the_menu_and_no_button_for_it(page: Page) -> None:
    page.goto("learners/amara/")

    expect(page.locator(".md-tabs").get_by_role("link", name="About us")).to_be_visible()
    expect(page.locator(".wf-menu")).to_be_hidden()
