"""Pages in other languages as a reader meets them: open to everybody, and from the right side."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browsing import expect_value, serve, violations
from example_school import example_site
from previews import preview_of

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "learners/",
    "competencies/",
    "competencies/mth-1/",
    "pathways/early-college-it/",
    "studios/bus/",
    "badges/mc-lit4/",
    "partners/tern/",
    "search/",
    "how-to-read/",
    "for-families/",
    "learners/amara/",
    "learners/amara/evidence/bets/",
    "learners/amara/projects/living-project/",
)
WHOLE = ("learners/amara/", "learners/amara/transcript/")


def wrong_on(
    folder: Path, pages: tuple[str, ...], browser: Browser, width: int, scheme: str
) -> list[str]:
    """Return each violation of axe and each page that scrolls sideways, in both languages."""
    wrong = []
    with serve(folder) as address:
        context = browser.new_context(
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": 800},
            reduced_motion="reduce",
            base_url=address,
        )
        page = context.new_page()
        for where in [f"{place}{address}" for place in ("es/", "ar/") for address in pages]:
            page.goto(where)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            wrong += [f"{where}: {text}" for text in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{where}: scrolls sideways")
        context.close()
    return wrong


@pytest.mark.long
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1280, "dark")])
def test_pages_in_spanish_and_arabic_are_open_to_everybody(
    browser: Browser, width: int, scheme: str
) -> None:
    assert wrong_on(example_site(), PAGES, browser, width, scheme) == []
    assert wrong_on(preview_of("amara"), WHOLE, browser, width, scheme) == []


def test_the_switch_is_reached_by_keyboard_and_stays_on_the_page(browser: Browser) -> None:
    with serve(example_site()) as address:
        page = browser.new_page(base_url=address)
        page.goto("competencies/mth-1/")
        page.locator(".md-select button").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(page.locator(".md-select [lang=es]")).to_be_focused()
        expect_value(page, "document.querySelector('.md-select__inner').offsetHeight > 50", True)
        page.keyboard.press("Enter")
        page.wait_for_url("**/es/competencies/mth-1/")
        expect(page.locator("html")).to_have_attribute("lang", "es")
        page.close()


def test_arabic_begins_at_the_right(browser: Browser) -> None:
    with serve(example_site()) as address:
        page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 800})
        page.goto("ar/pathways/early-college-it/")
        heading = page.locator("h2#map, section h2").first.bounding_box()
        logo = page.locator(".md-header .md-logo").first.bounding_box()
        map_box = page.locator(".wf-map__box").first
        assert heading is not None
        assert logo is not None
        assert logo["x"] > 640
        assert heading["x"] + heading["width"] > 640
        assert map_box.evaluate("one => getComputedStyle(one).direction") == "rtl"
        page.close()
