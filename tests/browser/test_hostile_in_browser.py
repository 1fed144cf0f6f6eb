"""A browser on a school in which every author writes hostile content."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import BASE, is_true_soon, new_page, open_chromium, serve, unfold, watch
from hostile_school import BODIES, LINK, hostile_site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve(hostile_site()) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser, site: str) -> Page:
    page = new_page(browser, site)
    page.add_init_script("window.__ran = undefined")
    return page


IS_WHOLE = """['footer.md-footer', 'article'].every(
  part => document.querySelectorAll(part).length === 1)"""


@pytest.mark.parametrize("step", [6, pytest.param(1, marks=pytest.mark.long)])
def test_no_page_runs_a_script_or_requests_anything(page: Page, step: int) -> None:
    """Each page is opened, every part unfolded, and every link of the article clicked.

    `step`: on every run one page of six, all of them on a long one.
    """
    wrong: list[str] = []
    requests: list[str] = []
    page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}"))
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("dialog", lambda dialog: wrong.append(f"{page.url}: {dialog.message}"))
    page.on("request", lambda request: requests.append(request.url))
    site = hostile_site()
    addresses = [
        file.relative_to(site).as_posix().removesuffix("index.html")
        for file in sorted(site.rglob("*.html"))
        if file.name != "404.html"
    ]
    for address in addresses[::step]:
        page.goto(address)
        unfold(page)
        page.evaluate(
            """() => {
                const stay = event => event.preventDefault();
                document.addEventListener('click', stay);
                for (const link of document.querySelectorAll('article a, article [id]')) {
                    for (const kind of ['mouseover', 'focus', 'click'])
                        link.dispatchEvent(new MouseEvent(kind, {bubbles: true, cancelable: true}));
                }
                document.removeEventListener('click', stay);
            }"""
        )
        if page.evaluate("window.__ran") is not None:
            wrong.append(f"{address}: a script ran")
        if not is_true_soon(page, IS_WHOLE):
            wrong.append(f"{address}: the page behind the article is broken")
    origin = page.url[: page.url.index(BASE)]
    wrong += [url for url in requests if not url.startswith((origin, "data:", "blob:"))]

    assert wrong == []


@pytest.mark.long
def test_no_sealed_page_does_either_when_it_is_opened(page: Page) -> None:
    """The same work as a family opens it: every page of the vault, every part unfolded."""
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request", lambda request: wrong.append(request.url) if BASE not in request.url else None
    )
    page.goto("about:blank")
    page.goto(f"family/#{LINK}")
    cards = page.locator("[data-wf-page] .wf-card__title a")
    expect(page.locator("[data-wf-status]")).to_contain_text("You are looking at the pages of ")
    expect(cards.nth(len(BODIES) - 1)).to_be_attached()

    for number in range(cards.count()):
        cards.nth(number).click()
        expect(page.locator(".wf-evidence")).to_be_visible()
        unfold(page)
        for link in page.locator("[data-wf-page] .wf-work a").all():
            link.dispatch_event("mouseover")
            link.dispatch_event("focus")
        expect(page.locator("[data-wf-page] :is(script, iframe, form, style)")).to_have_count(0)
        assert page.evaluate("window.__ran") is None
        page.go_back()
        expect(cards.first).to_be_visible()

    assert [text for text in wrong if not text.startswith("blob:")] == []


VIEWS = {"a wide screen": 1280, "a telephone": 320}
AT_ONCE = 6
"""So many sealed pages are opened each time, of each kind one; all of them in the long run."""


@pytest.mark.parametrize("view", ["a wide screen"])
def test_some_sealed_pages_hold_their_layout_and_run_nothing(
    browser: Browser, site: str, view: str
) -> None:
    assert open_sealed_pages(new_page(browser, site, width=VIEWS[view]), site, AT_ONCE) == []


@pytest.mark.long
@pytest.mark.parametrize("view", VIEWS)
def test_every_sealed_page_holds_its_layout_and_runs_nothing(
    browser: Browser, site: str, view: str
) -> None:
    assert open_sealed_pages(new_page(browser, site, width=VIEWS[view]), site, 1000) == []


def open_sealed_pages(page: Page, site: str, most: int) -> list[str]:
    """Open what links of sealed pages lead to, and return what goes wrong on the way."""
    page.add_init_script("window.__ran = undefined")
    faults = watch(page, site, "blob:", "data:")
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    page.goto(f"family/#{LINK}")
    expect(page.locator("[data-wf-page] h1")).to_be_visible()
    waiting, seen = sealed_addresses(page), list[str]()
    while waiting and len(seen) < most:
        kinds = set(map(kind_of, seen))
        address = min(waiting, key=lambda to: (kind_of(to) in kinds, to))
        seen.append(address)
        page.evaluate(FOLLOW, address)
        expect(page.locator("[data-wf-page] h1")).to_be_visible()
        unfold(page)
        faults += [f"{address}: {fault}" for fault in sealed_faults(page)]
        waiting = (waiting | sealed_addresses(page)).difference(seen)
    page.close()
    assert len(seen) >= min(most, len(BODIES))
    return faults


FOLLOW = """address => {
  const link = document.querySelector('[data-wf-page] [data-wf-to]:not([data-wf-to=""])')
  link.setAttribute('data-wf-to', address)
  link.click()
}"""
"""Follows a link of a sealed page to another one."""
ADDRESSES = """() => [...document.querySelectorAll('[data-wf-page] [data-wf-to]')].map(
  link => link.getAttribute('data-wf-to')).filter(Boolean)"""


def kind_of(address: str) -> str:
    """Return what kind of page lies at an address, nearly: its folder."""
    return address.rstrip("/").rpartition("/")[0]


def sealed_addresses(page: Page) -> set[str]:
    """Return the sealed pages to which the one that is open links."""
    return set(page.evaluate(ADDRESSES))


def sealed_faults(page: Page) -> Iterator[str]:
    """Yield what a hostile text has done to the sealed page that is open."""
    if page.evaluate("window.__ran") is not None:
        yield "a script ran"
    if page.locator("[data-wf-page] :is(script, iframe, form, style, object, embed)").count():
        yield "it holds what can act"
    if page.locator("[data-wf-page] [href^='javascript:' i], [data-wf-page] [onerror]").count():
        yield "it holds what runs"
    if not is_true_soon(page, "document.documentElement.scrollWidth <= innerWidth"):
        yield "it scrolls sideways"
    if not is_true_soon(page, IS_OPEN):
        yield "the page around it is broken"


IS_OPEN = """document.querySelectorAll('[data-wf-page]').length === 1
  && document.querySelectorAll('footer.md-footer').length === 1"""


def test_search_and_colours_work_beside_hostile_ids(page: Page) -> None:
    page.goto("learners/ana/evidence/clobbering/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", re.compile("."))
    before = page.evaluate("document.body.getAttribute('data-md-color-scheme')")
    page.locator("label[for^=__palette]:visible").first.click()
    expect(page.locator("body")).not_to_have_attribute("data-md-color-scheme", before)

    page.get_by_role("button", name="Search").click()
    page.keyboard.type("MARK-clobbering")
    expect(page.locator(".wf-hits li").first).to_be_visible()
    assert page.evaluate("window.__ran") is None
