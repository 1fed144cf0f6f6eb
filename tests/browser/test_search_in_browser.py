"""A large school's search index comes in bundles: hits, their order, and what a build renews."""

import json
import re

import pytest
from playwright.sync_api import Browser, Route, expect

from browsing import new_page, serve
from growing_school import LEARNERS, Growing, add_learner, new_school, work_file
from wayfolio.publish import search

pytestmark = pytest.mark.browser
WORDS = {"ana": "osprey", "ben": "pelican", "cleo": "plover", "dov": "sandpiper"}

BIRDS = {"ana": "鱼鹰", "ben": "鹈鹕", "cleo": "金鸻", "dov": "鹬鸟"}


@pytest.fixture
def school(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Growing:
    """Return a school of four learners, each of whom is put where they would be in a large one."""
    monkeypatch.setattr(search, "FEW", 0)
    monkeypatch.setattr(search, "IN_A_BUNDLE", 1)
    root = new_school(tmp_path_factory.mktemp("large") / "school")
    add_learner(root, "dov")
    school = Growing(root, searchable=True, jobs=2)
    for name in LEARNERS:
        body = f"We saw a {WORDS[name]} over the estuary: 我们看见了{BIRDS[name]}。"
        school.file(f"portfolios/{name}/evidence/2027-03-02-bird.md").write_text(
            work_file(f"A bird of {name.title()}", body), "utf-8"
        )
    # A hash says which bundle is whose, and two might share one: here nobody does.
    places = {name: f"learners-{number:02d}" for number, name in enumerate(LEARNERS)}
    monkeypatch.setattr(search, "bundle_of", lambda learner, *_: places[learner])
    assert school.build().is_clean
    return school


def test_what_any_bundle_holds_is_found_and_what_is_read_stays(
    school: Growing, browser: Browser
) -> None:
    bundles = json.loads((school.root / "site/pagefind/bundles.json").read_bytes())
    assert bundles == [f"learners-0{number}" for number in range(4)]
    with serve(school.root / "site") as address:
        page = new_page(browser, address, width=390)
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route(re.compile(r"/learners-0[23]/pagefind-entry"), hold)
        page.goto("search/?q=estuary")

        hits, status = page.locator(".wf-hits li"), page.get_by_role("status")
        expect(hits.filter(has_text="A bird of Ben").first).to_be_visible()
        expect(status).to_have_text("Searching")
        expect(hits.filter(has_text="A bird of Ana").first).to_be_visible()
        expect(hits.filter(has_text=re.compile("A bird of (Cleo|Dov)"))).to_have_count(0)
        first = hits.all_inner_texts()

        for route in held:
            route.continue_()
        expect(status).not_to_have_text("Searching")
        expect(hits.filter(has_text="A bird of Dov").first).to_be_visible()
        for number, text in enumerate(first):
            expect(hits.nth(number)).to_have_text(text, use_inner_text=True)

        for name, bird in [*WORDS.items(), *BIRDS.items()]:
            page.get_by_role("searchbox").fill(bird)
            expect(hits.first).to_contain_text(f"A bird of {name.title()}")
        page.close()


def test_a_bundle_that_cannot_be_fetched_is_said(school: Growing, browser: Browser) -> None:
    with serve(school.root / "site") as address:
        page = new_page(browser, address)
        page.route(re.compile("/learners-03/"), lambda route: route.abort())
        page.goto("search/?q=estuary")

        expect(page.get_by_role("status")).to_contain_text("could not be loaded")
        page.close()


def test_a_change_makes_one_bundle_anew_and_the_site_is_that_of_a_clean_build(
    school: Growing,
) -> None:
    before = school.site()

    school.change("portfolios/ben/evidence/2027-03-02-bird.md", lambda text: text + "It dived.\n")
    assert school.build().is_clean

    after = school.site()
    changed = {path for path in before.keys() | after if before.get(path) != after.get(path)}
    bundles = {path.split("/")[1] for path in changed if path.startswith("pagefind/learners-")}
    assert bundles == {"learners-01"}
    assert after == school.build_clean()
