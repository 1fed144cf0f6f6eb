"""Maps in a browser: by keyboard in both directions, with axe, on a phone, on paper."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import BASE, expect_value, new_page, page_faults, serve, unfold, watch
from example_school import ROOT, TODAY, copy_example
from grown_maps import generate_map
from learner_map_pages import add_page, article, maps_of
from shared_run import new_folder, once_a_run
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.model.names import Language
from wayfolio.publish.styles import STYLES
from wayfolio.render.language.reader import Reader
from wayfolio.school.read import read_school

pytestmark = pytest.mark.browser

LEARNERS = ("amara", "mateo", "zara", "nuria", "jin", "sami", "teo")
PUBLIC = (
    "competencies/",
    "pathways/road/",
    "pathways/portfolios/",
    "pathways/wayfinding/",
    "pathways/early-college-it/",
    "pathways/interest-cycles/",
)


ALL = (*PUBLIC, *(f"pathways/of-{learner}/" for learner in LEARNERS))


@once_a_run
def sites() -> dict[str, Path]:
    """Return the example from the left and from the right, with a page of maps per learner."""
    built = {}
    for direction, language in (("ltr", "en"), ("rtl", "ar")):
        school = copy_example(new_folder("maps"))
        file = school / "competencies" / "school.yml"
        text = file.read_text("utf-8").replace("languages: [en]", f"languages: [{language}]")
        file.write_text(text, "utf-8")
        settings = school / "mkdocs.yml"
        theme = settings.read_text("utf-8")
        settings.write_text(re.sub(r"language: en\b", f"language: {language}", theme), "utf-8")
        report = api.build_site(BuildRequest(root=school, today=TODAY, is_searchable=False))
        assert report.is_clean, report.diagnostics
        loaded, _ = read_school(school, TODAY)
        assert loaded is not None
        reader = Reader(Language(language))
        for learner in LEARNERS:
            content = article(loaded, learner, maps_of(loaded, learner), reader, "pathways/x/")
            add_page(school / "site", "pathways/road", f"pathways/of-{learner}", content)
        content = article(loaded, "150 places", [generate_map(150)], reader, "pathways/x/")
        add_page(school / "site", "pathways/road", "pathways/of-150", content)
        built[direction] = school / "site"
    return built


@pytest.fixture(scope="module")
def addresses() -> Iterator[dict[str, str]]:
    with serve(sites()["ltr"]) as left, serve(sites()["rtl"]) as right:
        yield {"ltr": left, "rtl": right}


def expect_focus(page: Page, place: str) -> None:
    """Wait until a place has the focus: its accessible name begins so, up to its first comma.

    Around it may stand marks that keep words of another direction together.
    """
    name = re.compile(f"^[\u2068\u2069]*{re.escape(place)}[\u2068\u2069]*([,،]|$)")
    expect(page.locator(":focus")).to_have_attribute("aria-label", name)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_map_is_walked_by_keyboard_alone(
    browser: Browser, addresses: dict[str, str], direction: str
) -> None:
    """The arrows follow the arrows, mirrored where the text is; Enter opens, Escape closes."""
    page = new_page(browser, addresses[direction])
    page.goto("pathways/of-mateo/")
    expect(page.locator("html")).to_have_css("direction", direction)
    forward, back = ("ArrowRight", "ArrowLeft")[:: 1 if direction == "ltr" else -1]

    page.locator(".wf-map__box").first.focus()
    page.keyboard.press("Tab")
    expect_focus(page, "Thinking in groups")
    for key, place in (
        (forward, "Multiplying bigger numbers and naming fractions"),
        (forward, "Fractions as numbers I can operate on"),
        (back, "Multiplying bigger numbers and naming fractions"),
        ("Home", "Numbers to ten and beyond"),
        ("End", "Linear thinking"),
    ):
        page.keyboard.press(key)
        expect_focus(page, place)
    expect(page.locator(".wf-map__svg.hot [data-e].on")).to_have_count(1)

    page.keyboard.press("Enter")
    card = page.locator("dialog[open]")
    expect(card).to_contain_text("Linear thinking")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect_focus(page, "Linear thinking")
    page.keyboard.press("Tab")
    expect(page.locator("svg :focus")).to_have_count(0)
    page.close()


COUNT_REACHED = """() => {
  const places = [...document.querySelectorAll('svg.wf-map__svg a.n')]
  const seen = new Set([places[0]]), pending = [places[0]]
  for (const place of pending) for (const key of ['Right', 'Left', 'Up', 'Down']) {
    place.focus()
    place.dispatchEvent(new KeyboardEvent('keydown', {key: `Arrow${key}`, bubbles: true}))
    if (!seen.has(document.activeElement)) pending.push(document.activeElement)
    seen.add(document.activeElement)
  }
  return seen.size
}"""


@pytest.mark.long
def test_every_place_of_a_map_is_within_reach_of_the_arrow_keys(
    browser: Browser, addresses: dict[str, str]
) -> None:
    """From the first place, by the four arrow keys, to each of 150."""
    page = new_page(browser, addresses["ltr"])
    page.goto("pathways/of-150/")
    expect_value(page, f"({COUNT_REACHED})()", 150)
    page.close()


SEEN = ("pathways/portfolios/", "pathways/of-amara/", "pathways/of-mateo/")
"""A public map, and one learner for each kind of map."""


@pytest.mark.parametrize(
    ("direction", "scheme", "width", "pages"),
    [
        ("ltr", "light", 1280, SEEN[:2]),
        ("rtl", "light", 390, SEEN[2:]),
        *(
            pytest.param(direction, scheme, width, ALL, marks=pytest.mark.long)
            for direction in ("ltr", "rtl")
            for scheme in ("light", "dark")
            for width in (1280, 390)
        ),
    ],
)
def test_maps_and_their_cards_are_open_to_everybody(
    browser: Browser,
    addresses: dict[str, str],
    direction: str,
    scheme: Literal["light", "dark"],
    width: int,
    pages: tuple[str, ...],
) -> None:
    """No axe violation with a card open or the lists open, nothing foreign, no sideways page."""
    page = new_page(browser, addresses[direction], scheme=scheme, width=width)
    faults = watch(page, addresses[direction].removesuffix(BASE), "data:", "blob:")
    for address in pages:
        page.goto(address)
        unfold(page)
        faults += page_faults(page, address)
        page.locator("svg.wf-map__svg a.n").first.click()
        page.locator("dialog[open]").wait_for()
        faults += page_faults(page, f"{address}, with a card")
    page.close()
    assert faults == []


IN_VIEW = """[...document.querySelectorAll('.wf-map__box')].map(box => {
  const frame = box.getBoundingClientRect()
  const here = box.querySelector('[data-here]').getBoundingClientRect()
  return here.left >= frame.left && here.right <= frame.right
})"""
"""For each map, whether the learner's place is in view."""


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_on_a_phone_the_learners_place_is_in_view(
    browser: Browser, addresses: dict[str, str], direction: str
) -> None:
    """Each map is scrolled in its own box to where the learner is; the page stays at its top."""
    page = new_page(browser, addresses[direction], width=390)
    page.goto("pathways/of-amara/")
    expect_value(page, IN_VIEW, [True] * 4)
    expect_value(page, "scrollY", 0)
    page.close()


def test_without_script_everything_can_be_read(browser: Browser, addresses: dict[str, str]) -> None:
    """The drawing, its states and the list are there; a place leads to its page."""
    page = new_page(browser, addresses["ltr"], java_script_enabled=False)
    page.goto("pathways/of-mateo/")

    expect(page.locator(".wf-map__keys").first).to_be_hidden()
    first = page.locator("svg.wf-map__svg a.n").first
    expect(first).to_have_attribute("href", "../../competencies/hl-k/")
    page.locator("svg.wf-map__svg a.n").nth(3).click()
    expect(page).to_have_url(re.compile("/competencies/hl-3/$"))
    page.close()


TOO_WIDE = """[...document.querySelectorAll('svg.wf-map__svg a.n')].filter(place => {
  const a = place.querySelector('text').getBBox()
  const b = place.querySelector('rect:not(.ring)').getBBox()
  return a.x < 0 || a.x + a.width > b.width || a.y + a.height > b.height + 1
}).map(place => place.getAttribute('aria-label'))"""


def test_no_text_is_wider_than_its_box(browser: Browser, addresses: dict[str, str]) -> None:
    """The widths calculated from a table fit what the browser draws."""
    page = new_page(browser, addresses["ltr"])
    for address in ALL:
        page.goto(address)
        unfold(page)
        expect_value(page, TOO_WIDE, [])
    page.close()


def test_pages_without_a_map_do_not_carry_its_weight() -> None:
    site = sites()["ltr"]
    with_map = {
        file.parent.relative_to(site).as_posix()
        for file in site.rglob("index.html")
        if "assets/map.js" in file.read_text("utf-8")
    }

    assert "." not in with_map
    assert {f"pathways/{name.split('/')[1]}" for name in PUBLIC[1:]} <= with_map
    sources = (f"theme/frame/assets/css/{name}.css" for name in STYLES["assets/map.css"])
    written = "".join((ROOT / source).read_text("utf-8") for source in sources)
    published = (site / "assets" / "map.css").read_text("utf-8")
    assert strip_comments(published) == strip_comments(written)


def strip_comments(sheet: str) -> str:
    """Return a style sheet without its comments and spaces."""
    return re.sub(r"/\*.*?\*/|\s", "", sheet, flags=re.S)
