"""Pages as they are read with little sight: at 400 %, with wider text, in colours of one's own."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import expect_value, serve
from example_school import example_site
from previews import preview_of
from staff_school import staff_site

pytestmark = pytest.mark.browser

PUBLIC = (
    "",
    "learners/",
    "learners/amara/",
    "learners/amara/evidence/bets/",
    "learners/amara/badges/mc-lit4/",
    "learners/amara/projects/living-project/",
    "competencies/",
    "competencies/mth-1/",
    "pathways/",
    "pathways/early-college-it/",
    "pathways/wayfinding/",
    "studios/",
    "studios/bus/",
    "badges/",
    "badges/mc-lit4/",
    "partners/tern/",
    "search/",
    "how-to-read/",
    "for-families/",
)
FAMILY = (
    "learners/amara/",
    "learners/amara/evidence/table-meal/",
    "learners/amara/transcript/",
)
SHEET = "staff/conference/amara/"


@pytest.fixture(scope="module")
def sites() -> Iterator[dict[str, str]]:
    """Serve the public site, one family's pages, and the sheets for conferences."""
    with ExitStack() as stack:
        folders = {"public": example_site(), "family": preview_of("amara"), "staff": staff_site()}
        yield {name: stack.enter_context(serve(folder)) for name, folder in folders.items()}


def pages_in(sites: dict[str, str], place: str) -> list[str]:
    """Return the address of a page of each kind. `place`: of a language, below the root."""
    sheet = [] if place else [sites["staff"] + SHEET]
    return [
        *(f"{sites['public']}{place}{path}" for path in PUBLIC),
        *(f"{sites['family']}{place}{path}" for path in FAMILY),
        *sheet,
    ]


def opened(page: Page, address: str) -> None:
    """Open a page, and whatever opens on it."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


COVERED = """() => {
  scrollTo(0, document.documentElement.scrollHeight / 2)
  const over = [...document.querySelectorAll('body *')].filter(one => {
    const style = getComputedStyle(one), box = one.getBoundingClientRect()
    return ['fixed', 'sticky'].includes(style.position) && style.visibility === 'visible'
      && style.pointerEvents !== 'none' && one.checkVisibility({opacityProperty: true})
      && box.width > 160 && box.top < innerHeight && box.bottom > 0
      && !one.parentElement.closest('.md-header, table')
  })
  return over.reduce((sum, one) => {
    const box = one.getBoundingClientRect()
    return sum + Math.min(box.bottom, innerHeight) - Math.max(box.top, 0)
  }, 0)
}"""
"""How many pixels of the height of a view lie below what stays in its place."""

HIDDEN_FOCUS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect()
  if (one === document.body || !box.width) return ''
  const parts = [.1, .5, .9]
  const seen = [...one.getClientRects()].flatMap(box => parts.flatMap(x => parts.map(y =>
    document.elementFromPoint(box.left + box.width * x, box.top + box.height * y))))
  return seen.some(at => at && (one.contains(at) || at.contains(one))) ? '' :
    `${one.tagName}.${one.getAttribute('class')} ${one.textContent.trim().slice(0, 40)}`
}"""
"""What has the focus, where no point of it can be seen."""


@pytest.mark.long
@pytest.mark.parametrize("place", ["", "ar/"])
def test_a_page_at_four_hundred_percent_needs_no_scrolling_sideways(
    browser: Browser, sites: dict[str, str], place: str
) -> None:
    """A window of 1280 by 1024 is one of 320 by 256 then."""
    context = browser.new_context(viewport={"width": 320, "height": 256}, reduced_motion="reduce")
    page = context.new_page()
    wrong = []
    for address in pages_in(sites, place):
        opened(page, address)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wrong.append(f"{address}: scrolls sideways")
        covered = page.evaluate(COVERED)
        if covered > 256 / 3:
            wrong.append(f"{address}: {covered} pixels are covered")
    context.close()
    assert wrong == []


@pytest.mark.long
@pytest.mark.parametrize(("place", "height"), [("", 256), ("ar/", 256), ("", 640)])
def test_what_has_the_focus_is_never_behind_a_bar(
    browser: Browser, sites: dict[str, str], place: str, height: int
) -> None:
    """Forwards and backwards by the Tab key, where there is least room."""
    context = browser.new_context(
        viewport={"width": 320, "height": height}, reduced_motion="reduce"
    )
    page = context.new_page()
    wrong = []
    for address in pages_in(sites, place):
        page.goto(address)
        for key in [*["Tab"] * 30, *["Shift+Tab"] * 20]:
            page.keyboard.press(key)
            if hidden := page.evaluate(HIDDEN_FOCUS):
                wrong.append(f"{address} {key}: {hidden}")
    context.close()
    assert wrong == []


WIDER = """* {
  line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important
}
p { margin-block-end: 2em !important }"""

CUT = """() => [...document.querySelectorAll('body *')].filter(one => {
  const style = getComputedStyle(one)
  const clips = axis => ['hidden', 'clip'].includes(style[`overflow${axis}`])
  if (!one.textContent.trim() || !one.checkVisibility({visibilityProperty: true})) return false
  if (one.clientWidth <= 1 || one.closest('.md-header__topic')) return false
  return clips('X') && one.scrollWidth > one.clientWidth + 1
    || clips('Y') && one.scrollHeight > one.clientHeight + 1
}).map(one => `${one.tagName}.${one.className}`)"""
"""Whatever cuts off text of its own. The bar's title may: it is the heading below it again."""


@pytest.mark.long
@pytest.mark.parametrize("width", [320, 1280])
def test_no_text_is_cut_off_where_a_reader_sets_it_wider(
    browser: Browser, sites: dict[str, str], width: int
) -> None:
    """Distances of WCAG 2.2, criterion 1.4.12."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    wrong = []
    for address in pages_in(sites, ""):
        opened(page, address)
        # A policy forbids styles in the page, and not those that a reader brings along.
        page.evaluate(
            "css => {const one = new CSSStyleSheet(); one.replaceSync(css);"
            " document.adoptedStyleSheets = [one]}",
            WIDER,
        )
        wrong += [f"{address}: {fault}" for fault in page.evaluate(CUT)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{address}: scrolls sideways")
    context.close()
    assert wrong == []


SEEN = """
const seen = () => [...document.querySelectorAll('body *')].filter(one =>
  one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
"""

GROUNDS = f"""() => {{ {SEEN}
  const ground = one => getComputedStyle(one).backgroundColor
  const clear = 'rgba(0, 0, 0, 0)'
  const found = []
  seen().forEach((one, number) => {{
    const box = one.getBoundingClientRect()
    if (one.closest('svg') || box.width < 2 || box.height < 2) return
    for (const part of ['', '::before', '::after']) {{
      const style = getComputedStyle(one, part || null)
      if (style.backgroundColor === clear || style.display === 'none') continue
      if (part && ['none', 'normal'].includes(style.content)) continue
      let below = part ? one : one.parentElement
      while (below && ground(below) === clear) below = below.parentElement
      if (below && ground(below) !== style.backgroundColor) found.push([number, part])
    }}
  }})
  return found
}}"""
"""What a ground of its own tells apart, where nobody chooses the colours."""

LOST = f"""found => {{ {SEEN}
  const all = seen()
  return found.filter(([number, part]) => {{
    const style = getComputedStyle(all[number], part || null)
    const edges = ['Top', 'Right', 'Bottom', 'Left'].filter(side =>
      parseFloat(style[`border${{side}}Width`]) > 0 && style[`border${{side}}Style`] !== 'none')
    return !edges.length && style.forcedColorAdjust !== 'none'
      && !['IMG', 'CODE'].includes(all[number].tagName)
  }}).map(([number, part]) => `${{all[number].tagName}}.${{all[number].className}}${{part}}`)
}}"""
"""What of it has neither an edge nor a ground any more. Code is told by its letters."""

INKS = """() => {
  const probe = document.body.appendChild(document.createElement('i'))
  const system = ['Canvas', 'CanvasText', 'LinkText', 'GrayText', 'Highlight'].map(name => {
    probe.style.setProperty('color', name)
    return getComputedStyle(probe).color
  })
  probe.remove()
  const own = ['.wf-qr', '.md-logo', '.wf-work', '.wf-figure', 'marker', 'defs']
  return [...document.querySelectorAll('svg :is(rect, path, circle, text, tspan)')]
    .filter(one => !one.closest(own.join()))
    .flatMap(one => {
      const style = getComputedStyle(one)
      return [style.fill, style.stroke].filter(ink => ink !== 'none' && !system.includes(ink))
        .map(ink => `${one.closest('svg').getAttribute('class')} ${one.className.baseVal}: ${ink}`)
    })
}"""
"""What is drawn in colours that the reader has not chosen."""

BARS = """() => [...document.querySelectorAll('.wf-bar, .wf-claims__bar')].filter(bar => {
  const [all, now] = [...bar.querySelectorAll('rect')].map(one => getComputedStyle(one))
  return all.fill === now.fill || all.stroke === 'none' || all.stroke === all.fill
}).length"""
"""How many bars look full, or have no end."""

PLACES = """() => [...document.querySelectorAll('.wf-map__svg a.n rect')].filter(one => {
  const style = getComputedStyle(one)
  return style.stroke === style.fill || parseFloat(style.strokeWidth) < 1
}).length"""
"""How many places of a map have no edge."""


@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        pytest.param("light", 390, marks=pytest.mark.long),
        pytest.param("dark", 1280, marks=pytest.mark.long),
    ],
)
def test_everything_is_told_apart_in_colours_of_the_readers_own(
    browser: Browser, sites: dict[str, str], scheme: str, width: int
) -> None:
    """No box, bar, dot or place is made of a ground alone, whichever scheme the page has."""
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 844},
        reduced_motion="reduce",
    )
    page = context.new_page()
    wrong = []
    for address in pages_in(sites, ""):
        page.emulate_media(forced_colors="none")
        opened(page, address)
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
    context.close()
    assert wrong == []


EDGE_OF_FOCUS = """() => {
  const one = document.activeElement
  const style = getComputedStyle(one.matches('.md-option') ? one.nextElementSibling : one)
  const place = one.querySelector(':scope > rect:not(.ring)')
  const ok = place ? parseFloat(getComputedStyle(place).strokeWidth) >= 3
    : style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  return one === document.body || ok ? '' : `${one.tagName}.${one.getAttribute('class')}`
}"""
"""What has the focus and does not show it."""


@pytest.mark.long
def test_where_one_is_can_be_seen_in_colours_of_the_readers_own(
    browser: Browser, sites: dict[str, str]
) -> None:
    """The focus, the part of the site, the learner's place on a map."""
    context = browser.new_context(forced_colors="active", viewport={"width": 1280, "height": 844})
    page = context.new_page()
    wrong = []
    for address in pages_in(sites, ""):
        page.goto(address)
        for _ in range(40):
            page.keyboard.press("Tab")
            if lost := page.evaluate(EDGE_OF_FOCUS):
                wrong.append(f"{address}: {lost}")
    assert wrong == []

    opened(page, f"{sites['family']}learners/amara/")
    part = page.locator(".md-tabs__item--active .md-tabs__link")
    expect(part).to_have_css("text-decoration-line", "underline")
    ring = page.locator("[data-here] .ring").first
    expect(ring).to_have_css("stroke", page.evaluate("getComputedStyle(document.body).color"))
    page.locator(".wf-map__svg a.n").first.focus()
    expect_value(page, f"({EDGE_OF_FOCUS})()", "")
    context.close()
