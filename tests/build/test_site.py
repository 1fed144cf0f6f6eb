"""The built site of the example: every link leads somewhere, and nobody else is asked or named."""

import gzip
import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml
from PIL import Image

from example_school import NOT_PUBLIC, ROOT, example_site, open_site
from page_links import is_redirect, unreached_pages

HERE = "https://site.test/"
FETCHED = {"img", "script", "link", "audio", "video", "source", "iframe", "object", "embed"}


class Outline(HTMLParser):
    """What a page links to, what it fetches, and the ids that can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect addresses and ids."""
        attributes = dict(attrs)
        if name := attributes.get("id"):
            self.ids.append(name)
        for key in ("href", "src"):
            if (address := attributes.get(key)) is None:
                continue
            self.links.append(address)
            if tag in FETCHED and attributes.get("rel") != "canonical":
                self.fetched.append(address)


def outline(file: Path) -> Outline:
    """Read one page."""
    page = Outline()
    page.feed(file.read_text("utf-8"))
    return page


@cache
def pages(site: Path) -> dict[str, Outline]:
    """Read every page, by its address."""
    return {
        file.relative_to(site).as_posix().removesuffix("index.html"): outline(file)
        for file in sorted(site.rglob("*.html"))
    }


@pytest.fixture(
    scope="module",
    params=["as it is", pytest.param("with younger learners", marks=pytest.mark.long)],
)
def site(request: pytest.FixtureRequest) -> Path:
    return example_site() if request.param == "as it is" else open_site()


def dead_links(site: Path) -> Iterator[str]:
    """Give every link that leads nowhere, and every fragment that nothing has."""
    read = pages(site)
    for address, page in read.items():
        for link in page.links:
            target = urlsplit(urljoin(HERE + address, link))
            if f"{target.scheme}://{target.netloc}/" != HERE:
                continue
            path = unquote(target.path[1:])
            file = site / path / "index.html" if path == "" or path.endswith("/") else site / path
            if not file.is_file():
                yield f"{address}: {link}"
            elif target.fragment and path in read and target.fragment not in read[path].ids:
                yield f"{address}: {link} (no such place on the page)"


def test_every_link_and_fragment_leads_somewhere(site: Path) -> None:
    assert sum(len(page.links) for page in pages(site).values()) > 1000
    assert list(dead_links(site)) == []


def targets_of(address: str, page: Outline) -> set[str]:
    """Return the addresses to which a page links."""
    return {unquote(urlsplit(urljoin(HERE + address, link)).path[1:]) for link in page.links}


def test_every_page_is_reached_from_the_home_page(site: Path) -> None:
    targets = {address: targets_of(address, page) for address, page in pages(site).items()}
    alone = unreached_pages(targets, "") - {"404.html"}

    assert [
        address
        for address in sorted(alone)
        if not is_redirect((site / address / "index.html").read_text("utf-8"))
    ] == []


def test_a_page_to_which_no_link_leads_is_named() -> None:
    targets = {"": {"a/"}, "a/": {"", "b/"}, "b/": {"gone/"}, "alone/": {"a/", "alone/"}}

    assert unreached_pages(targets, "") == {"alone/"}


def test_no_page_fetches_anything_from_elsewhere(site: Path) -> None:
    foreign = [
        (address, link)
        for address, page in pages(site).items()
        for link in page.fetched
        if urlsplit(urljoin(HERE + address, link)).netloc != urlsplit(HERE).netloc
    ]
    assert foreign == []


def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    for address, page in pages(site).items():
        twice = {name for name in page.ids if page.ids.count(name) > 1}
        assert twice == set(), address


def test_every_page_has_a_content_policy_before_anything_else_is_read(site: Path) -> None:
    for file in site.rglob("*.html"):
        head = file.read_text("utf-8").split("<head>")[1][:200]
        assert "Content-Security-Policy" in head, file


def names_of(learner: str) -> set[str]:
    """Return the id of a learner and every part of the learner's names."""
    name = yaml.safe_load((ROOT / f"portfolios/{learner}/learner.yml").read_text("utf-8"))["name"]
    full, first = str(name["full"]), str(name["first"])
    return {learner, first, full, *full.split(), *str(name.get("latin", learner)).split()}


@pytest.mark.parametrize("learner", NOT_PUBLIC)
def test_nobody_without_consent_is_named_in_any_byte(learner: str) -> None:
    words = [re.escape(word) for word in sorted(names_of(learner), key=len, reverse=True)]
    named = re.compile(rf"(?<!\w)({'|'.join(words)})(?!\w)", re.IGNORECASE)
    mentions = []
    for file in sorted(example_site().rglob("*")):
        path = file.relative_to(example_site()).as_posix()
        if named.search(path.replace("-", " ")) or named.search(path):
            mentions.append(path)
        elif file.is_file() and (hit := named.search(readable(file))):
            mentions.append(f"{path}: {hit[0]}")
    assert mentions == []


def readable(file: Path) -> str:
    """Return what can be read in a file: unpacked, and nothing of a picture's or sound's noise."""
    content = file.read_bytes()
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    if file.suffix in {".webp", ".mp3", ".png", ".pdf"}:
        # Three letters stand in noise by chance; five do not.
        return " ".join(re.findall(r"[A-Za-z ]{5,}", content.decode("latin-1")))
    return content.decode("utf-8", "ignore")


def test_pictures_carry_nothing_but_pixels() -> None:
    files = sorted(example_site().glob("learners/**/*.webp"))
    assert len(files) > 20
    for file in files:
        with Image.open(file) as picture:
            assert set(picture.info) <= {"background", "loop", "timestamp", "duration"}, file


def test_the_sitemap_and_the_robots_name_no_learner() -> None:
    for name in ("robots.txt", "sitemap.xml"):
        file = example_site() / name
        if file.exists():
            assert "learners/" not in file.read_text("utf-8").replace("learners/<", "")


def test_learners_pages_ask_search_engines_to_stay_away() -> None:
    of_learners = list((example_site() / "learners").rglob("*/index.html"))
    assert of_learners
    for file in of_learners:
        if file.parent.name != "learners":
            assert '<meta name="robots" content="noindex">' in file.read_text("utf-8"), file


@pytest.mark.long
def test_the_nu_checker_finds_no_error() -> None:
    jar = os.environ.get("WAYFOLIO_VNU")
    if not jar:
        pytest.skip("the HTML checker is missing: run scripts/test --all")
    done = subprocess.run(
        ["java", "-jar", jar, "--errors-only", "--skip-non-html", str(open_site())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
