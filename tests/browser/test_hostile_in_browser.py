"""A browser on a school in which every author writes hostile content."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browsing import BASE, is_true_soon, new_page, open_chromium, serve, unfold
from hostile_school import BODIES, LINK, hostile_site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with serve(hostile_site()) as address, open_chromium() as browser:
        page = new_page(browser, address)
        page.add_init_script("window.__ran = undefined")
        yield page


IS_WHOLE = """() => ['footer.md-footer', 'article'].every(
  part => document.querySelectorAll(part).length === 1)"""


def test_no_page_runs_a_script_or_requests_anything(page: Page) -> None:
    """Each page is opened, every part unfolded, and every link of the article clicked."""
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
    for address in addresses:
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
