"""Every kind of page as a reader meets it, in both schemes, on a phone and on a desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import BASE, LOOKS, serve, violations
from example_school import open_site

pytestmark = pytest.mark.browser

FIXED = (
    "",
    "learners/",
    "competencies/",
    "competencies/mth-1/",
    "competencies/hl-3/",
    "pathways/",
    "pathways/early-college-it/",
    "pathways/wayfinding/",
    "studios/",
    "studios/bus/",
    "badges/",
    "badges/mc-lit4/",
    "partners/",
    "partners/tern/",
    "search/",
    "how-to-read/",
    "about/",
    "for-families/",
    "learners/amara/",
    "learners/mateo/",
    "learners/sami/",
)


def kinds_of_pages(site: Path) -> list[str]:
    """Return one page of each kind, and every piece of evidence with a recording."""
    evidence = sorted(site.glob("learners/*/evidence/*/index.html"))
    with_files = [file for file in evidence if "<audio" in file.read_text("utf-8")]
    awards = sorted(site.glob("learners/*/badges/*/index.html"))[:1]
    chosen = [*evidence[::9], *with_files, *awards]
    return [*FIXED, *(f"{file.parent.relative_to(site).as_posix()}/" for file in chosen)]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve(open_site()) as address:
        yield address


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_every_kind_of_page_is_open_to_everybody(
    site: str, browser: Browser, scheme: str, width: int
) -> None:
    """No axe violation, nothing asked of another host, nothing blocked, no sideways scrolling."""
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 844},
        reduced_motion="reduce",
        base_url=site,
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text))
    ours = (site.removesuffix(BASE), "data:", "blob:")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    # Nobody knows under which path a missing page was asked for: 404.html expects the root.
    missing = site.replace(BASE, "/") + "404.html"
    for address in [*kinds_of_pages(open_site()), missing]:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        wrong += [f"{address}: {text}" for text in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{address}: scrolls sideways")
    context.close()
    wrong += [address for address in requests if not address.startswith(ours)]
    assert wrong == []


def test_search_finds_work_and_keeps_its_words_apart(site: str, browser: Browser) -> None:
    page = browser.new_page(base_url=site)
    page.goto("search/?q=bus")
    hit = page.locator(".wf-hits li", has_text="Who Does the Bus Miss?").first
    hit.wait_for()
    page.close()
