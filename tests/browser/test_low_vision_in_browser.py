"""Pages as readers with low vision see them: at 400 %, with wider text, in forced colors."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import (
    Scheme,
    expect_value,
    is_true_soon,
    new_page,
    remaining_fault,
    serve,
    unfold,
)
from example_school import example_site
from page_kinds import CONFERENCE_SHEET, FAMILY_PAGES, PUBLIC_PAGES
from previews import preview_of
from staff_school import staff_site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def sites() -> Iterator[dict[str, str]]:
    """Serve the public site, one family's pages, and the sheets for conferences."""
    with ExitStack() as stack:
        folders = {"public": example_site(), "family": preview_of("amara"), "staff": staff_site()}
        yield {name: stack.enter_context(serve(folder)) for name, folder in folders.items()}


def pages_in(sites: dict[str, str], place: str) -> list[str]:
    """Return the address of a page of each kind. `place`: of a language, below the root."""
    sheet = [] if place else [sites["staff"] + CONFERENCE_SHEET]
    return [
        *(f"{sites['public']}{place}{path}" for path in PUBLIC_PAGES),
        *(f"{sites['family']}{place}{path}" for path in FAMILY_PAGES),
        *sheet,
    ]


def open_whole(page: Page, address: str) -> None:
    """Open a page with all its parts, and wait for its fonts."""
    page.goto(address)
    unfold(page)
    page.evaluate("document.fonts.ready.then(() => null)")


COVERED = """() => {
  scrollTo(0, document.documentElement.scrollHeight / 2)
  const over = [...document.querySelectorAll('body *')].filter(element => {
    const style = getComputedStyle(element), box = element.getBoundingClientRect()
    return ['fixed', 'sticky'].includes(style.position) && style.visibility === 'visible'
      && style.pointerEvents !== 'none' && element.checkVisibility({opacityProperty: true})
      && box.width > 160 && box.top < innerHeight && box.bottom > 0
      && !element.parentElement.closest('.md-header, table')
  })
  return over.reduce((sum, element) => {
    const box = element.getBoundingClientRect()
    return sum + Math.min(box.bottom, innerHeight) - Math.max(box.top, 0)
  }, 0)
}"""
"""Returns how many pixels of a view's height are covered by fixed and sticky elements."""

HIDDEN_FOCUS = """() => {
  const element = document.activeElement, box = element.getBoundingClientRect()
  if (element === document.body || !box.width) return ''
  const parts = [.1, .5, .9]
  const seen = [...element.getClientRects()].flatMap(box => parts.flatMap(x => parts.map(y =>
    document.elementFromPoint(box.left + box.width * x, box.top + box.height * y))))
  return seen.some(at => at && (element.contains(at) || at.contains(element))) ? '' :
    `${element.tagName}.${element.getAttribute('class')} ${element.textContent.trim().slice(0, 40)}`
}"""
"""Names the focused element if no point of it is visible."""


@pytest.mark.long
@pytest.mark.parametrize("place", ["", "ar/"])
def test_a_page_at_four_hundred_percent_needs_no_scrolling_sideways(
    browser: Browser, sites: dict[str, str], place: str
) -> None:
    """A window of 1280 by 1024 is one of 320 by 256 then."""
    page = new_page(browser, viewport={"width": 320, "height": 256})
    wrong = []
    for address in pages_in(sites, place):
        open_whole(page, address)
        if not is_true_soon(page, "document.documentElement.scrollWidth <= 320"):
            wrong.append(f"{address}: scrolls sideways")
        covered = page.evaluate(COVERED)
        if covered > 256 / 3:
            wrong.append(f"{address}: {covered} pixels are covered")
    page.close()
    assert wrong == []


LENGTHEN = """() => {
  const walker = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT)
  const texts = []
  while (walker.nextNode()) texts.push(walker.currentNode)
  const outside = texts.filter(text => !text.parentElement.closest('svg, script, style, table'))
  for (const text of outside)
    text.data = text.data.replace(/\\p{L}+/u, 'Rindfleischetikettierungsueberwachungsgesetz')
}"""
"""Makes the first word of each text as long as words are in some languages, and as codes are."""


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.long)])
def test_a_long_word_makes_no_page_wider_than_a_telephone(
    browser: Browser, sites: dict[str, str], step: int
) -> None:
    """In every text outside of tables. `step`: on every run one page of seven."""
    page = new_page(browser, width=320)
    wrong = []
    for address in pages_in(sites, "")[::step]:
        open_whole(page, address)
        page.evaluate(LENGTHEN)
        if not is_true_soon(page, "document.documentElement.scrollWidth <= 320"):
            wrong.append(f"{address}: scrolls sideways")
    page.close()
    assert wrong == []


@pytest.mark.long
@pytest.mark.parametrize(("place", "height"), [("", 256), ("ar/", 256), ("", 640)])
def test_what_has_the_focus_is_never_behind_a_bar(
    browser: Browser, sites: dict[str, str], place: str, height: int
) -> None:
    """Forwards and backwards by the Tab key, where there is least room."""
    page = new_page(browser, viewport={"width": 320, "height": height})
    wrong = []
    for address in pages_in(sites, place):
        page.goto(address)
        for key in [*["Tab"] * 30, *["Shift+Tab"] * 20]:
            page.keyboard.press(key)
            if hidden := remaining_fault(page, HIDDEN_FOCUS):
                wrong.append(f"{address} {key}: {hidden}")
    page.close()
    assert wrong == []


WIDER = """* {
  line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important
}
p { margin-block-end: 2em !important }"""

CUT = """() => [...document.querySelectorAll('body *')].filter(element => {
  const style = getComputedStyle(element)
  const clips = axis => ['hidden', 'clip'].includes(style[`overflow${axis}`])
  if (!element.textContent.trim()) return false
  if (!element.checkVisibility({visibilityProperty: true})) return false
  if (element.clientWidth <= 1 || element.closest('.md-header__topic')) return false
  return clips('X') && element.scrollWidth > element.clientWidth + 1
    || clips('Y') && element.scrollHeight > element.clientHeight + 1
}).map(element => `${element.tagName}.${element.className}`)"""
"""Lists elements that cut off their own text. The bar's title may: it repeats the heading."""


@pytest.mark.long
@pytest.mark.parametrize("width", [320, 1280])
def test_no_text_is_cut_off_where_a_reader_sets_it_wider(
    browser: Browser, sites: dict[str, str], width: int
) -> None:
    """Distances of WCAG 2.2, criterion 1.4.12."""
    page = new_page(browser, width=width)
    wrong = []
    for address in pages_in(sites, ""):
        open_whole(page, address)
        # A policy forbids styles in the page, and not those that a reader brings along.
        page.evaluate(
            "css => {const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
            " document.adoptedStyleSheets = [sheet]}",
            WIDER,
        )
        wrong += [f"{address}: {fault}" for fault in page.evaluate(CUT)]
        if not is_true_soon(page, f"document.documentElement.scrollWidth <= {width}"):
            wrong.append(f"{address}: scrolls sideways")
    page.close()
    assert wrong == []


SEEN = """
const seen = () => [...document.querySelectorAll('body *')].filter(element =>
  element.checkVisibility({visibilityProperty: true, opacityProperty: true}))
"""

GROUNDS = f"""() => {{ {SEEN}
  const ground = element => getComputedStyle(element).backgroundColor
  const clear = 'rgba(0, 0, 0, 0)'
  const grounds = []
  seen().forEach((element, number) => {{
    const box = element.getBoundingClientRect()
    if (element.closest('svg') || box.width < 2 || box.height < 2) return
    for (const part of ['', '::before', '::after']) {{
      const style = getComputedStyle(element, part || null)
      if (style.backgroundColor === clear || style.display === 'none') continue
      if (part && ['none', 'normal'].includes(style.content)) continue
      let below = part ? element : element.parentElement
      while (below && ground(below) === clear) below = below.parentElement
      if (below && ground(below) !== style.backgroundColor) grounds.push([number, part])
    }}
  }})
  return grounds
}}"""
"""Lists elements that only their background sets apart, in the page's own colors."""

LOST = f"""grounds => {{ {SEEN}
  const all = seen()
  return grounds.filter(([number, part]) => {{
    const style = getComputedStyle(all[number], part || null)
    const edges = ['Top', 'Right', 'Bottom', 'Left'].filter(side =>
      parseFloat(style[`border${{side}}Width`]) > 0 && style[`border${{side}}Style`] !== 'none')
    return !edges.length && style.forcedColorAdjust !== 'none'
      && !['IMG', 'CODE'].includes(all[number].tagName)
  }}).map(([number, part]) => `${{all[number].tagName}}.${{all[number].className}}${{part}}`)
}}"""
"""Lists those that have neither an edge nor a background in forced colors; code has its font."""

INKS = """() => {
  const probe = document.body.appendChild(document.createElement('i'))
  const system = ['Canvas', 'CanvasText', 'LinkText', 'GrayText', 'Highlight'].map(name => {
    probe.style.setProperty('color', name)
    return getComputedStyle(probe).color
  })
  probe.remove()
  const own = ['.wf-qr', '.md-logo', '.wf-work', '.wf-figure', 'marker', 'defs']
  return [...document.querySelectorAll('svg :is(rect, path, circle, text, tspan)')]
    .filter(element => !element.closest(own.join()))
    .flatMap(element => {
      const style = getComputedStyle(element)
      return [style.fill, style.stroke].filter(ink => ink !== 'none' && !system.includes(ink))
        .map(ink => `${element.closest('svg').getAttribute('class')} `
          + `${element.className.baseVal}: ${ink}`)
    })
}"""
"""Lists what is drawn in colors that the reader has not chosen."""

BARS = """() => [...document.querySelectorAll('.wf-bar, .wf-claims__bar')].filter(bar => {
  const [all, now] = [...bar.querySelectorAll('rect')].map(element => getComputedStyle(element))
  return all.fill === now.fill || all.stroke === 'none' || all.stroke === all.fill
}).length"""
"""Counts bars that look full, or have no end."""

PLACES = """() => [...document.querySelectorAll('.wf-map__svg a.n rect')].filter(element => {
  const style = getComputedStyle(element)
  return style.stroke === style.fill || parseFloat(style.strokeWidth) < 1
}).length"""
"""Counts places of a map that have no edge."""


@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        pytest.param("light", 390, marks=pytest.mark.long),
        pytest.param("dark", 1280, marks=pytest.mark.long),
    ],
)
def test_everything_is_told_apart_in_colours_of_the_readers_own(
    browser: Browser, sites: dict[str, str], scheme: Scheme, width: int
) -> None:
    """No box, bar, dot or place is made of a ground alone, whichever scheme the page has."""
    page = new_page(browser, scheme=scheme, width=width)
    wrong = []
    for address in pages_in(sites, ""):
        page.emulate_media(forced_colors="none")
        open_whole(page, address)
        grounds = page.evaluate(GROUNDS)
        page.emulate_media(forced_colors="active")
        wrong += [f"{address}: {fault}" for fault in page.evaluate(LOST, grounds)]
        # A reader may have chosen the page's other scheme by its own button.
        for chosen in ("default", "slate"):
            page.evaluate("it => document.body.setAttribute('data-md-color-scheme', it)", chosen)
            wrong += [f"{address}, {chosen}: {fault}" for fault in set(page.evaluate(INKS))]
            if bars := page.evaluate(BARS):
                wrong.append(f"{address}, {chosen}: {bars} bars without an end")
            if places := page.evaluate(PLACES):
                wrong.append(f"{address}, {chosen}: {places} places without an edge")
    page.close()
    assert wrong == []


EDGE_OF_FOCUS = """() => {
  const element = document.activeElement
  const shown = element.matches('.md-option') ? element.nextElementSibling : element
  const style = getComputedStyle(shown)
  const place = element.querySelector(':scope > rect:not(.ring)')
  const ok = place ? parseFloat(getComputedStyle(place).strokeWidth) >= 3
    : style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  if (element === document.body || ok) return ''
  return `${element.tagName}.${element.getAttribute('class')}`
}"""
"""Names the focused element if it does not show the focus."""


@pytest.mark.long
def test_where_one_is_can_be_seen_in_colours_of_the_readers_own(
    browser: Browser, sites: dict[str, str]
) -> None:
    """The focus, the part of the site, the learner's place on a map."""
    page = new_page(browser, forced_colors="active")
    wrong = []
    for address in pages_in(sites, ""):
        page.goto(address)
        for _ in range(40):
            page.keyboard.press("Tab")
            if lost := remaining_fault(page, EDGE_OF_FOCUS):
                wrong.append(f"{address}: {lost}")
    assert wrong == []

    open_whole(page, f"{sites['family']}learners/amara/")
    part = page.locator(".md-tabs__item--active .md-tabs__link")
    expect(part).to_have_css("text-decoration-line", "underline")
    ring = page.locator("[data-here] .ring").first
    expect(ring).to_have_css("stroke", page.evaluate("getComputedStyle(document.body).color"))
    page.locator(".wf-map__svg a.n").first.focus()
    expect_value(page, f"({EDGE_OF_FOCUS})()", "")
    page.close()
