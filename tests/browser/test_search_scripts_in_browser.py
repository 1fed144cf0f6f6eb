"""Search finds words in scripts without blanks, and letters typed without their marks."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from browsing import new_page, serve
from wayfolio.model.theme import theme_folder
from wayfolio.publish.search import MAIN, make_bundle

pytestmark = pytest.mark.browser
TEXTS = {
    "zh": "我们<b>测</b>量了风速，然后画了一张图表。用Python画的。",
    "ja": "川の深さを測りました。",
    "vi": "Chúng em đã đo tốc độ gió ở cửa sông Đồng Nai.",
    "ar": "قِسْنَا سُرْعَةَ الرِّيَاحِ فِي أَوَّلِ المَصَبّ. الجمــيل.",
    "pl": "Zbudowaliśmy łódkę z papieru.",
}
"""What stands on a page of its own in each site, whatever the site's language is."""
SOUGHT = {
    "zh": ["风速", "图表", "测量", "我们测量", "风速，图表", "风", "Python 图表", "用Python画"],
    "ja": ["深さ", "測り"],
    "vi": ["toc do gio", "tốc độ gió", "dong nai", "Đồng Nai", "TOC DO"],
    "ar": ["سرعة", "اول", "الرياح", "الجميل", "قسنا"],
    "pl": ["lodke", "łódkę", "ŁÓDKĘ"],
}
MISSED = ["速风", "图测", "风速风速", "表图 Python"]
"""Signs that stand nowhere in this row."""
SITES = ("en", "zh", "vi", "ar")
SEARCH = """<!doctype html><html lang="{language}"><meta charset="utf-8"><p></p><ol></ol>
<script type="module">
import { startSearch } from "../assets/search/search.js"
import * as pagefind from "../pagefind/pagefind.js"
const find = await startSearch(new URL("../", location.href), pagefind)
const [status, list] = document.querySelectorAll("p, ol")
const box = { status, list, words: {}, isNewest: () => true }
globalThis.search = async typed => {
  list.replaceChildren()
  await find(typed, box)
  return [...list.children].map(hit => ({
    title: hit.querySelector("a").textContent,
    text: hit.querySelector("p").textContent,
    marked: [...hit.querySelectorAll("mark")].map(mark => mark.textContent),
  }))
}
</script>"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the theme’s search for sites in four languages, each with a page for each text."""
    root = tmp_path_factory.mktemp("sites")
    shutil.copytree(theme_folder() / "frame/assets", root / "assets")
    pages = {}
    for site in SITES:
        for name, text in TEXTS.items():
            path = f"{site}/{name}/index.html"
            pages[path] = root / path
            pages[path].parent.mkdir(parents=True)
            pages[path].write_text(
                f'<!doctype html><html lang="{site}"><body><main data-pagefind-body>'
                f'<h1 data-pagefind-meta="title">{name}</h1><p>{text}</p></main></body></html>'
            )
        (root / site / "index.html").write_text(SEARCH.replace("{language}", site))
    for page in make_bundle(MAIN, pages, [], root.with_name("workspace")):
        file = root / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(page.content)
    with serve(root) as where:
        yield where


def open_search(browser: Browser, address: str, site: str) -> Page:
    """Open the search of a site."""
    page = new_page(browser, address)
    page.goto(f"{site}/")
    page.wait_for_function("Boolean(globalThis.search)")
    return page


@pytest.mark.parametrize("site", SITES)
def test_each_word_is_found_wherever_it_stands(site: str, browser: Browser, address: str) -> None:
    page = open_search(browser, address, site)
    missing = [
        typed
        for name, words in SOUGHT.items()
        for typed in words
        if name not in [hit["title"] for hit in page.evaluate("typed => search(typed)", typed)]
    ]
    page.close()

    assert missing == []


@pytest.mark.parametrize("site", SITES)
def test_signs_that_nobody_wrote_in_a_row_are_not_found(
    site: str, browser: Browser, address: str
) -> None:
    page = open_search(browser, address, site)
    hits = [page.evaluate("typed => search(typed)", typed) for typed in MISSED]
    page.close()

    assert hits == [[]] * len(MISSED)


SHOWN = [
    ("zh", "风速", "我们测量了风速，然后画了一张图表。", ["风速"]),
    ("zh", "Python 图表", "画了一张图表。用 Python 画的。", ["图表"]),
    ("vi", "toc gio", "Chúng em đã đo tốc độ gió", ["tốc", "gió"]),
    ("pl", "lodke", "Zbudowaliśmy łódkę z papieru.", ["łódkę"]),
    ("ar", "الرياح", "سُرْعَةَ الرِّيَاحِ", ["الرِّيَاحِ"]),
]


def test_what_is_found_is_shown_as_it_was_written(browser: Browser, address: str) -> None:
    page = open_search(browser, address, "zh")
    for name, typed, text, marked in SHOWN:
        hits = page.evaluate("typed => search(typed)", typed)
        (hit,) = [hit for hit in hits if hit["title"] == name]
        assert text in hit["text"]
        assert hit["marked"] == marked
    page.close()
