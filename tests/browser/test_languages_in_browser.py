"""Pages in other languages: accessible, and laid out in the direction of their language."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browsing import Scheme, expect_value, new_page, page_faults, serve, unfold
from example_school import example_site
from page_kinds import FAMILY_PAGES, PUBLIC_PAGES
from previews import preview_of

pytestmark = pytest.mark.browser


def faults_in_both_languages(
    folder: Path, pages: tuple[str, ...], browser: Browser, width: int, scheme: Scheme
) -> list[str]:
    """Return what keeps a reader of Spanish or Arabic from using these pages of a site."""
    faults = []
    with serve(folder) as site:
        page = new_page(browser, site, scheme=scheme, width=width)
        for address in [f"{place}{address}" for place in ("es/", "ar/") for address in pages]:
            page.goto(address)
            unfold(page)
            faults += page_faults(page, address)
        page.close()
    return faults


@pytest.mark.long
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1280, "dark")])
def test_pages_in_spanish_and_arabic_are_open_to_everybody(
    browser: Browser, width: int, scheme: Scheme
) -> None:
    assert faults_in_both_languages(example_site(), PUBLIC_PAGES, browser, width, scheme) == []
    assert faults_in_both_languages(preview_of("amara"), FAMILY_PAGES, browser, width, scheme) == []


def test_the_switch_is_reached_by_keyboard_and_stays_on_the_page(browser: Browser) -> None:
    with serve(example_site()) as address:
        page = new_page(browser, address)
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
        page = new_page(browser, address)
        page.goto("ar/pathways/early-college-it/")
        box = "document.querySelector('{0}').getBoundingClientRect()"
        expect_value(page, f"{box.format('.md-header .md-logo')}.x > 640", True)
        expect_value(page, f"{box.format('h2#map, section h2')}.right > 640", True)
        expect(page.locator(".wf-map__box").first).to_have_css("direction", "rtl")
        page.close()
