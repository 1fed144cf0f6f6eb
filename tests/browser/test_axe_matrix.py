"""Every kind of page in every language, light and dark, at three widths, with all parts open."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import catalogues
from browsing import Scheme, new_page, page_faults, serve, unfold
from example_school import TODAY, copy_example
from sealed_school import SECRET, SealedSchool
from shared_run import new_folder, once_a_run
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.render.frame.source_pages import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(1200)]

LANGUAGES = ("en", *catalogues.LANGUAGES)
DESK = 1280
FIRST_OF = (*(re.sub(r"\{\w+\}", "*", kind.address) for kind in KINDS), "*/", "")
"""Of each kind of page that is stamped the first is looked at, and every page of one folder."""


@once_a_run
def sealed_example() -> SealedSchool:
    """Return the example in every language, with keys, built with its search."""
    sealed = SealedSchool(copy_example(new_folder("matrix")), {})
    file = sealed.root / "competencies/school.yml"
    text = file.read_text("utf-8")
    languages = f"languages: [{', '.join(LANGUAGES)}]"
    file.write_text(re.sub(r"^languages:.*$", languages, text, flags=re.M), "utf-8")
    sealed.give("brothers", "sami", "mateo")
    report = api.build_site(
        BuildRequest(root=sealed.root, today=TODAY, secret=SECRET, keys=sealed.keys)
    )
    assert report.is_clean, [*map(str, report.diagnostics), *map(str, report.leaks)]
    return sealed


def addresses(site: Path) -> list[str]:
    """Return the address of one page of each kind, below a language's root."""
    chosen: dict[str, None] = {}
    for pattern in FIRST_OF:
        files = sorted(site.glob(f"{pattern}index.html"))
        for file in files if pattern == "*/" else files[:1]:
            chosen[f"{file.parent.relative_to(site).as_posix()}/"] = None
    chosen.pop("family/", None)
    return [address.removeprefix("./") for address in chosen if address[:-1] not in LANGUAGES]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve(sealed_example().site) as address:
        yield address


class Reader:
    """A reader's page, its width, and the faults seen so far."""

    def __init__(self, page: Page, width: int) -> None:
        self.page = page
        self.width = width
        self.faults: list[str] = []

    def look(self, state: str) -> None:
        """Check the page as it stands."""
        self.faults += page_faults(self.page, state)

    def open_card(self) -> None:
        """Open the card of a place on a map."""
        self.page.locator("svg.wf-map__svg a.n").first.dispatch_event("click")
        expect(self.page.locator("dialog[open]")).to_be_visible()


@pytest.mark.parametrize("width", [DESK, 390, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_in_anybodys_way(
    browser: Browser, site: str, language: str, scheme: Scheme, width: int
) -> None:
    root = site if language == LANGUAGES[0] else f"{site}{language}/"
    reader = Reader(new_page(browser, root, scheme=scheme, width=width), width)

    look_at_each_kind(reader)
    look_at_what_opens(reader)
    look_at_family_pages(reader)

    reader.page.close()
    assert reader.faults == []


def look_at_each_kind(reader: Reader) -> None:
    """Look at a page of each kind."""
    for address in addresses(sealed_example().site):
        reader.page.goto(address or "./")
        unfold(reader.page)
        reader.look(address)


def look_at_what_opens(reader: Reader) -> None:
    """Look at the drawer, the search and the card of a map."""
    page = reader.page
    page.goto("pathways/early-college-it/")
    if reader.width < DESK:
        page.locator("button.wf-menu").click()
        expect(page.locator(".md-sidebar--primary")).to_be_visible()
        reader.look("drawer")
        page.keyboard.press("Escape")
    reader.open_card()
    reader.look("card")
    page.keyboard.press("Escape")
    page.locator(".wf-search").click()
    page.locator("dialog[open] input").fill("bus")
    page.locator("dialog[open] .wf-hits li").first.wait_for()
    reader.look("search")


def look_at_family_pages(reader: Reader) -> None:
    """Look at a family's pages: locked, open, with a card, with search results."""
    page = reader.page
    page.goto("family/")
    reader.look("locked")
    page.locator("#wf-words").fill(sealed_example().held["brothers"].secret)
    page.keyboard.press("Enter")
    page.locator("[data-wf-page] h1").wait_for()
    page.locator("[data-wf-since] button").wait_for()
    unfold(reader.page)
    page.locator("[data-wf-find] input").fill("the")
    page.keyboard.press("Enter")
    page.locator("[data-wf-hits] li").first.wait_for()
    reader.look("family")
    page.locator("[data-wf-since] button").click()
    reader.open_card()
    reader.look("family, card")
    page.keyboard.press("Escape")
    page.locator("[data-wf-page] .wf-jump a[data-wf-to$='transcript/']").click()
    page.locator("[data-wf-page] .wf-transcript").wait_for()
    reader.look("transcript")
