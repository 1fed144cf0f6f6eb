"""“Since your last visit”: stored on the device alone, and only on request."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from browsing import expect_value, new_page, replace_sealed_files, serve, violations
from sealed_school import copy_sealed_school, sealed_school

pytestmark = pytest.mark.browser

START, STOP = "Show me next time", "Stop and forget my visits"
NEW_WORK = """---
title: A lamp that dims
date: 2027-03-11
kind: artifact
---
It has two resistors.
"""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve(sealed_school().site) as address:
        yield address


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    page = new_page(browser, site)
    yield page
    page.close()


KEPT = "Object.entries(localStorage).filter(([key]) => key.startsWith('wf-')).map(String)"
"""What the device stores about visits."""


TITLE = "Because, version one"


def remove_new_work(route: Route) -> None:
    """Serve Amara's page without one piece of work."""
    text = route.fetch().text()
    assert TITLE in text
    cards = re.sub(
        r'<li class="wf-card.*?</li>',
        lambda card: "" if TITLE in card[0] else card[0],
        text,
        flags=re.S,
    )
    route.fulfill(body=cards, content_type="text/html; charset=utf-8")


@pytest.mark.long
def test_a_page_for_everybody_tells_whoever_asked_what_has_come_since(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    box = page.get_by_role("complementary", name="Since your last visit")
    page.clock.set_fixed_time("2027-03-12T10:00:00")
    page.route("**/learners/amara/", remove_new_work)
    page.goto("learners/amara/")
    expect(box).to_contain_text("no one else can see them")
    expect_value(page, KEPT, [])
    page.get_by_role("button", name=START).click()
    expect(box).to_contain_text("From your next visit on")
    page.goto("learners/amara/")
    expect(box).to_contain_text("From your next visit on")  # a day is one visit
    page.unroute("**/learners/amara/")

    page.clock.set_fixed_time("2027-04-02T10:00:00")
    for _ in range(2):
        page.goto("es/learners/amara/")
        page.goto("learners/amara/")
        expect(box).to_contain_text("New since your last visit on March 12, 2027")
        expect(box.get_by_role("link")).to_have_text([TITLE])
    assert violations(page) == []
    page.clock.set_fixed_time("2027-04-03T10:00:00")
    page.goto("learners/amara/")
    expect(box).to_contain_text("Nothing is new since your last visit on April 2, 2027")
    page.get_by_role("button", name=STOP).click()
    expect(page.get_by_role("button", name=START)).to_be_focused()
    expect_value(page, KEPT, [])
    assert all(request.startswith("GET ") and "?" not in request for request in sent)


def test_a_familys_page_tells_it_too_and_the_device_keeps_no_word_of_it(page: Page) -> None:
    school = copy_sealed_school()
    words = school.held["teo's first home"].secret
    box = page.get_by_role("complementary", name="Since your last visit")

    def visit() -> None:
        page.goto("family/")
        page.get_by_label("The words in your letter").fill(words)
        page.get_by_role("button", name="Open the pages").click()
        expect(page.locator("[data-wf-status]")).to_have_text("You are looking at the pages of Teo")

    page.clock.set_fixed_time("2027-03-12T10:00:00")
    with replace_sealed_files(page, school.sealed("teo")):
        visit()
        page.get_by_role("button", name=START).click()
        expect(box).to_contain_text("From your next visit on")
    (school.root / "portfolios/teo/evidence/2027-03-11-lamp.md").write_text(NEW_WORK, "utf-8")
    page.clock.set_fixed_time("2027-03-13T10:00:00")
    with replace_sealed_files(page, school.sealed("teo")):
        visit()
        expect(box.get_by_role("link")).to_have_text(["A lamp that dims"])
        box.get_by_role("link").click()
        expect(page.get_by_role("heading", level=1, name="A lamp that dims")).to_be_visible()

    expect_value(page, f"{KEPT}.length", 1)
    (entry,) = page.evaluate(KEPT)
    assert re.fullmatch(r'wf-visits /school/ [0-9a-f]{16},[{](["\w:,{}\[\]-])*', entry), (
        "nothing but hashes and days"
    )
    assert not re.search(r"teo|lamp|learners", entry.removeprefix("wf-visits /school/"), re.I)


def test_without_a_script_nothing_is_missing(browser: Browser, site: str) -> None:
    page = new_page(browser, site, java_script_enabled=False)
    page.goto("learners/amara/")
    expect(page.locator("[data-wf-since]")).to_be_hidden()
    expect(page.get_by_role("heading", name="All work")).to_be_visible()
    page.close()
