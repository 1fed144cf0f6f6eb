"""A family's pages in a browser: on a phone, on a desktop, and without JavaScript."""

import io
import re

import pikepdf
import pytest
from playwright.sync_api import Browser, expect

from browsing import BASE, Scheme, new_page, page_faults, serve, unfold, watch
from example_school import ROOT
from previews import preview_of

pytestmark = pytest.mark.browser

PAGES = {
    "amara": ("", "projects/living-project/", "evidence/table-meal/", "badges/mc-lit4/"),
    "teo": ("", "evidence/mend-it-draft/"),
    "zara": ("", "evidence/bet-sign/"),
    "mateo": ("", "badges/b-road/"),
    "sami": ("", "evidence/dough-grew/"),
}


@pytest.mark.parametrize(
    ("learner", "scheme", "width"),
    [
        # Sealed pages are opened in the other look, in `test_seal_in_browser`.
        ("zara", "dark", 1280),
        *(
            pytest.param(learner, scheme, width, marks=pytest.mark.long)
            for learner in PAGES
            for scheme in ("light", "dark")
            for width in (390, 1280)
        ),
    ],
)
def test_a_familys_pages_are_open_to_everybody(
    browser: Browser, learner: str, scheme: Scheme, width: int
) -> None:
    """With every figure opened: no axe violation, nothing blocked, no sideways scrolling."""
    with serve(preview_of(learner)) as site:
        page = new_page(browser, site, scheme=scheme, width=width)
        faults = watch(page, site.removesuffix(BASE), "data:", "blob:")
        # The other pages are made of the same pieces: each scheme and each width once.
        every = (scheme, width) in (("light", 390), ("dark", 1280))
        for address in PAGES[learner] if every else ("",):
            page.goto(f"learners/{learner}/{address}")
            unfold(page)
            faults += page_faults(page, address)
        page.close()
    assert faults == []


def test_the_list_of_work_narrows_and_says_how_much_is_left(browser: Browser) -> None:
    with serve(preview_of("amara")) as site:
        page = new_page(browser, site)
        page.goto("learners/amara/")
        status = page.locator("[data-wf-filter] [role=status]")
        cards = page.locator("#work ~ section .wf-card:visible")
        expect(status).to_have_text("25 pieces of work")
        page.get_by_label("Studio").select_option(label="Who Does the Bus Miss?")
        expect(status).to_have_text(re.compile("^[0-9]+ of 25 pieces of work$"))
        # The status has its new text by now, and nothing changes it until the next choice.
        of_the_bus = int(status.inner_text().split()[0])
        assert 0 < of_the_bus < 25
        expect(cards).to_have_count(of_the_bus)
        page.get_by_label("School year").select_option(label="2024–25")
        expect(status).to_have_text("0 of 25 pieces of work")
        page.get_by_label("Studio").select_option(label="all")
        expect(cards).to_have_count(3)
        page.close()


def test_without_a_script_all_work_is_there_and_every_figure_opens(browser: Browser) -> None:
    with serve(preview_of("amara")) as site:
        page = new_page(browser, site, java_script_enabled=False)
        page.goto("learners/amara/")
        expect(page.locator("#work ~ section .wf-card:visible")).to_have_count(25)
        expect(page.locator("[data-wf-filter]")).to_be_hidden()
        page.locator("#area-mth > summary").click()
        page.locator("#f-mth-1-p3 > summary").click()
        expect(page.locator("#f-mth-1-p3").get_by_text("What one more piece")).to_be_visible()
        page.close()


def test_on_paper_stands_what_its_reader_has_opened_and_no_more(browser: Browser) -> None:
    """The theme opens everything before it prints: 86 sheets, which no kitchen table holds."""
    with serve(preview_of("amara")) as site:
        page = new_page(browser, site)
        page.goto("learners/amara/")
        page.locator("#area-mth > summary").click()
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        unfold(page)
        page.emulate_media(media="print")
        expect(page.locator("#area-mth > .wf-area__open")).to_be_visible()
        expect(page.locator("#area-sci > .wf-area__open")).to_be_hidden()
        expect(page.locator("#area-sci > summary")).to_be_visible()
        expect(page.locator(".wf-means dl").first).to_be_visible()
        # A map is wider than paper, so its places are listed with their states.
        expect(page.locator(".wf-map__box").first).to_be_hidden()
        expect(page.locator(".wf-map__list .wf-state").first).to_be_visible()
        expect(page.locator(".wf-map__list .wf-place").first).to_be_hidden()
        page.close()
        page = new_page(browser, site)
        page.goto("learners/amara/")
        with pikepdf.open(io.BytesIO(page.pdf(format="Letter"))) as printed:
            assert len(printed.pages) < 30
        page.close()


PALETTE = ROOT / "theme/frame/assets/css/tokens/colors.css"


def read_palette(scheme: str) -> dict[str, str]:
    """Return the palette of a scheme."""
    css = PALETTE.read_text("utf-8")
    blocks = re.findall(rf"\[data-md-color-scheme={scheme}\] \{{([^}}]*)\}}", css)
    return dict(re.findall(r"(--wf-[a-z]+(?:-[a-z]+)*): *(#[0-9a-f]{6})", " ".join(blocks)))


def luminance(color: str) -> float:
    """Return the relative luminance of a color, as WCAG defines it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colors, 1 to 21."""
    dark, bright = sorted((luminance(first), luminance(second)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize(
    ("drawn", "ground", "least"),
    [
        ("--wf-bar", "--wf-line", 3),  # how much of a bar is filled
        ("--wf-bar", "--wf-paper", 3),  # the line of a chart
        ("--wf-moss", "--wf-paper", 3),
        ("--wf-clay", "--wf-paper", 3),
        ("--wf-ink-soft", "--wf-paper", 4.5),  # the words around a chart
        ("--wf-ink", "--wf-wash", 4.5),
    ],
)
def test_what_is_drawn_can_be_told_from_its_ground(
    scheme: str, drawn: str, ground: str, least: float
) -> None:
    palette = read_palette(scheme)
    assert contrast(palette[drawn], palette[ground]) >= least
