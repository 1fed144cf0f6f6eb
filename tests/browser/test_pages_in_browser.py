"""Every kind of page in a browser, in both schemes, on a phone and on a desktop."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browsing import (
    BASE,
    Scheme,
    expect_value,
    is_true_soon,
    new_page,
    page_faults,
    serve,
    unfold,
    violations,
    watch,
)
from example_school import open_site
from page_kinds import PUBLIC_PAGES

pytestmark = pytest.mark.browser

OPENED = ("learners/mateo/", "learners/sami/")
"""Learners whom the example itself does not show."""
MISSING = "/404.html"


LARGEST = "pathways/early-college-it/"
"""Its map takes axe as long as ten other pages. The tests of maps look at a smaller one."""
SOME = len(PUBLIC_PAGES) + 1
"""Of the pages to check: one of each kind, and a piece of evidence."""


def pages_to_check(site: Path) -> list[str]:
    """Return one page of each kind, and every piece of evidence with a recording."""
    evidence = sorted(site.glob("learners/*/evidence/*/index.html"))
    with_files = [file for file in evidence if "<audio" in file.read_text("utf-8")]
    chosen = (file.parent.relative_to(site).as_posix() for file in [*evidence[::9], *with_files])
    # Nobody knows under which path a missing page was asked for: 404.html expects the root.
    pages = [address for address in PUBLIC_PAGES if address != LARGEST]
    return [*pages, MISSING, *(f"{address}/" for address in chosen), *OPENED, LARGEST]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve(open_site()) as address:
        yield address


@pytest.mark.parametrize(
    ("scheme", "width", "kinds"),
    [
        # Each kind of page in one of two looks; on a long run each, and all evidence, in four.
        ("light", 390, slice(0, SOME, 2)),
        ("dark", 1280, slice(1, SOME, 2)),
        *(
            pytest.param(scheme, width, slice(None), marks=pytest.mark.long)
            for scheme in ("light", "dark")
            for width in (390, 1280)
        ),
    ],
)
def test_every_kind_of_page_is_open_to_everybody(
    site: str, browser: Browser, scheme: Scheme, width: int, kinds: slice
) -> None:
    """No axe violation, nothing asked of another host, nothing blocked, no sideways scrolling."""
    page = new_page(browser, site, scheme=scheme, width=width)
    faults = watch(page, site.removesuffix(BASE), "data:", "blob:")
    for address in pages_to_check(open_site())[kinds]:
        page.goto(address)
        unfold(page)
        faults += page_faults(page, address)
    page.close()
    assert faults == []


def test_search_finds_work_and_keeps_its_words_apart(site: str, browser: Browser) -> None:
    page = new_page(browser, site)
    page.goto("search/?q=bus")
    expect(page.locator(".wf-hits li", has_text="Who Does the Bus Miss?").first).to_be_visible()
    page.close()


def test_one_pale_text_among_many_is_found(site: str, browser: Browser) -> None:
    page = new_page(browser, site)
    page.goto("learners/mateo/")
    assert violations(page) == []
    last = page.locator(".wf-card__title a").last
    last.evaluate("link => { link.style.color = '#cccccc' }")
    assert any(fault.startswith("color-contrast") for fault in violations(page))
    page.close()


def test_what_becomes_true_later_is_waited_for_although_the_policy_forbids_reading_scripts(
    site: str, browser: Browser
) -> None:
    page = new_page(browser, site)
    page.goto("about/")
    page.evaluate("setTimeout(() => { document.title = 'later' }, 200)")
    assert is_true_soon(page, "document.title === 'later'")
    page.evaluate("setTimeout(() => { location.href = '../learners/' }, 200)")
    expect_value(page, "location.pathname.split('/').at(-2)", "learners")
    assert not is_true_soon(page, "document.title === 'never'")
    page.close()
