"""Every kind of page in five languages, light and dark, at three widths, with all open."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import served, violations
from example_school import TODAY, copy_of_example
from sealed_school import SECRET, SealedSchool
from wayfolio.build import api
from wayfolio.build.request import BuildRequest

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(1200)]

LANGUAGES = ("en", "es", "ar", "zh", "vi")
DESK = 1280
FIRST_OF = (
    "learners/*/",
    "learners/*/evidence/*/",
    "learners/*/projects/*/",
    "learners/*/badges/*/",
    "learners/*/transcript/",
    "competencies/*/",
    "pathways/*/",
    "studios/*/",
    "badges/*/",
    "partners/*/",
    "*/",
    "",
)
"""Of each kind of page that is stamped the first is looked at, and every page of one folder."""


@cache
def school() -> SealedSchool:
    """Return the example in five languages, with keys, built with its search."""
    made = SealedSchool(copy_of_example(Path(mkdtemp(prefix="wayfolio-matrix-"))), {})
    file = made.root / "competencies/school.yml"
    text = file.read_text("utf-8")
    languages = f"languages: [{', '.join(LANGUAGES)}]"
    file.write_text(re.sub(r"^languages:.*$", languages, text, flags=re.M), "utf-8")
    made.give("brothers", "sami", "mateo")
    report = api.build_site(
        BuildRequest(root=made.root, today=TODAY, secret=SECRET, keys=made.keys)
    )
    assert report.is_clean, [*map(str, report.diagnostics), *map(str, report.leaks)]
    return made


def addresses(site: Path) -> list[str]:
    """Return the address of one page of each kind, below a language's root."""
    found: dict[str, None] = {}
    for pattern in FIRST_OF:
        files = sorted(site.glob(f"{pattern}index.html"))
        chosen = files if pattern == "*/" else files[:1]
        found.update({f"{file.parent.relative_to(site).as_posix()}/": None for file in chosen})
    found.pop("family/", None)
    return [one.removeprefix("./") for one in found if one[:-1] not in LANGUAGES]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with served(school().site) as address:
        yield address


class Eyes:
    """One way to look at the site, and what is wrong with what it sees."""

    def __init__(self, page: Page, width: int) -> None:
        self.page = page
        self.width = width
        self.wrong: list[str] = []

    def look(self, what: str) -> None:
        """Look at the page as it stands."""
        self.wrong += [f"{what}: {found}" for found in violations(self.page)]
        if self.page.evaluate("document.documentElement.scrollWidth") > self.width:
            self.wrong.append(f"{what}: scrolls sideways")

    def open_details(self) -> None:
        """Open whatever opens in its place."""
        self.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    def open_card(self) -> None:
        """Open the card of a place on a map."""
        self.page.locator("svg.wf-map__svg a.n").first.dispatch_event("click")
        expect(self.page.locator("dialog[open]")).to_be_visible()


@pytest.mark.parametrize("width", [DESK, 390, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_in_anybodys_way(
    browser: Browser, site: str, language: str, scheme: str, width: int
) -> None:
    root = site if language == LANGUAGES[0] else f"{site}{language}/"
    context = browser.new_context(
        base_url=root,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 844},
        reduced_motion="reduce",
    )
    eyes = Eyes(context.new_page(), width)

    walk(eyes)
    what_opens(eyes)
    family(eyes)

    context.close()
    assert eyes.wrong == []


def walk(eyes: Eyes) -> None:
    """Look at a page of each kind."""
    for address in addresses(school().site):
        eyes.page.goto(address or "./")
        eyes.open_details()
        eyes.look(address)


def what_opens(eyes: Eyes) -> None:
    """Look at the drawer, the search and the card of a map."""
    page = eyes.page
    page.goto("pathways/early-college-it/")
    if eyes.width < DESK:
        page.locator("button.wf-menu").click()
        expect(page.locator(".md-sidebar--primary")).to_be_visible()
        eyes.look("drawer")
        page.keyboard.press("Escape")
    eyes.open_card()
    eyes.look("card")
    page.keyboard.press("Escape")
    page.locator(".wf-search").click()
    page.locator("dialog[open] input").fill("bus")
    page.locator("dialog[open] .wf-found li").first.wait_for()
    eyes.look("search")


def family(eyes: Eyes) -> None:
    """Look at a family's pages: locked, open, with a card, with what the search finds."""
    page = eyes.page
    page.goto("family/")
    eyes.look("locked")
    page.locator("#wf-words").fill(school().held["brothers"].secret)
    page.keyboard.press("Enter")
    page.locator("[data-wf-page] h1").wait_for()
    page.locator("[data-wf-since] button").wait_for()
    eyes.open_details()
    page.locator("[data-wf-find] input").fill("the")
    page.keyboard.press("Enter")
    page.locator("[data-wf-found] li").first.wait_for()
    eyes.look("family")
    page.locator("[data-wf-since] button").click()
    eyes.open_card()
    eyes.look("family, card")
    page.keyboard.press("Escape")
    page.locator("[data-wf-page] .wf-jump a[data-wf-to$='transcript/']").click()
    page.locator("[data-wf-page] .wf-transcript").wait_for()
    eyes.look("transcript")
