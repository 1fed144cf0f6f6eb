"""A family's pages without a network: kept on a device, locked, or saved as a file that opens."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import expect_value, new_page, serve
from sealed_school import SealedSchool, sealed_school

pytestmark = pytest.mark.browser

KEEP = "Use without internet"
WORKERS = "navigator.serviceWorker.getRegistrations().then(all => all.length)"
"""The number of service workers."""


@pytest.fixture(scope="module")
def school() -> SealedSchool:
    return sealed_school()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = new_page(browser)
    yield page
    page.close()


def unlock(page: Page, site: str, school: SealedSchool, who: str, name: str) -> None:
    """Open the pages of a learner with somebody's words."""
    page.goto(f"{site}family/")
    page.get_by_label("The words in your letter").fill(school.held[who].secret)
    page.get_by_role("button", name="Open the pages").click()
    expect(page.locator("[data-wf-status]")).to_have_text(f"You are looking at the pages of {name}")


def keep(page: Page) -> None:
    """Ask for the open pages to be kept on this device."""
    page.get_by_text(KEEP).click()
    page.get_by_role("button", name="Save on this device").click()
    expect(page.locator("[data-wf-progress]")).to_contain_text(
        "are now on this device", timeout=20_000
    )


def kept_words(page: Page, *words: str) -> dict[str, list[str]]:
    """Return the addresses of what the device keeps, and which of these words are in it."""
    addresses: dict[str, list[str]] = page.evaluate(
        """async words => {
            const found = {}
            for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys()) {
                    const text = await (await caches.match(request)).text()
                    found[request.url] = words.filter(word => text.includes(word))
                }
            return found
        }""",
        words,
    )
    return addresses


def test_pages_that_a_family_keeps_open_when_the_server_is_gone_and_tell_their_day(
    page: Page, school: SealedSchool
) -> None:
    page.clock.set_fixed_time("2027-03-14T10:00:00")
    with serve(school.site) as site:
        unlock(page, site, school, "teo's first home", "Teo")
        keep(page)

    # From here on there is no server.
    unlock(page, site, school, "teo's first home", "Teo")
    expect(page.locator("[data-wf-from]")).to_contain_text("saved on March 14, 2027")
    expect(page.get_by_text("As of March 12, 2027")).to_be_visible()
    page.locator(".wf-card__title a").first.click()
    expect(page.locator(".wf-evidence")).to_be_visible()
    page.goto(f"{site}family/")
    expect(page.locator("[data-wf-kept]")).to_contain_text("since March 14, 2027")
    page.get_by_role("button", name="Remove from this device").first.click()
    expect(page.locator("[data-wf-kept]")).to_be_hidden()
    expect_value(page, "caches.keys()", [])
    expect_value(page, WORKERS, 0)


def test_what_is_kept_is_of_one_learner_and_stays_locked(page: Page, school: SealedSchool) -> None:
    with serve(school.site) as site:
        unlock(page, site, school, "brothers", "سامي")
        keep(page)
        copies = kept_words(page, "سامي", "Sami", "loaves", "wfs1")
    unlock(page, site, school, "brothers", "سامي")
    expect(page.get_by_role("list", name="Whose pages")).to_be_hidden()

    sealed = {url.removeprefix(site) for url in copies if url.endswith(".bin")}
    assert {name[len("family/") : -len(".bin")] for name in sealed} < set(school.files())
    assert {"family/", "assets/family.js"} < {url.removeprefix(site) for url in copies}
    assert {words[0] for url, words in copies.items() if url.endswith(".bin")} == {"wfs1"}
    words = {word for words in copies.values() for word in words}
    assert not words & {"سامي", "Sami", "loaves"}


def test_nothing_is_kept_before_somebody_asks(page: Page, school: SealedSchool) -> None:
    with serve(school.site) as site:
        unlock(page, site, school, "teo's first home", "Teo")
        page.locator(".wf-card__title a").first.click()
        expect(page.locator(".wf-evidence")).to_be_visible()
        expect_value(page, "caches.keys()", [])
        expect_value(page, "Object.keys(localStorage).filter(k => k.startsWith('wf-'))", [])
        expect_value(page, WORKERS, 0)


@pytest.mark.long
def test_pages_whose_key_was_taken_back_leave_the_device(page: Page, school: SealedSchool) -> None:
    """When the device next has a network: before that nobody can tell it."""
    with serve(school.site) as site:
        unlock(page, site, school, "teo's first home", "Teo")
        keep(page)
        page.route("**/family/*.bin", lambda route: route.fulfill(status=404))
        page.goto(f"{site}family/")
        expect_value(page, "caches.keys()", [])
        expect(page.locator("[data-wf-kept]")).to_be_hidden()


@pytest.mark.long
@pytest.mark.parametrize(
    ("who", "name", "language", "direction"),
    [("teo's first home", "Teo", "English", "ltr"), ("brothers", "سامي", "العربية", "rtl")],
)
def test_a_saved_file_opens_from_a_folder_and_asks_nobody(
    page: Page,
    school: SealedSchool,
    tmp_path: Path,
    who: str,
    name: str,
    language: str,
    direction: str,
) -> None:
    with serve(school.site) as site:
        unlock(page, site, school, who, name)
        page.get_by_role("combobox", name="Language").select_option(label=language)
        page.get_by_text(KEEP).click()
        expect(page.get_by_text("The file is not locked")).to_be_visible()
        with page.expect_download() as downloading:
            page.get_by_role("button", name="Save as a file").click()
        downloading.value.save_as(tmp_path / "saved.zip")
    with zipfile.ZipFile(tmp_path / "saved.zip") as saved:
        assert saved.testzip() is None
        saved.extractall(tmp_path / "saved")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))

    page.goto((tmp_path / "saved" / "index.html").as_uri())
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("dir", direction)
    expect(page.locator(".wf-person")).to_have_css("display", "flex")
    page.get_by_role("main").locator(".wf-card__title a").first.click()
    expect(page.locator(".wf-evidence")).to_be_visible()
    expect_value(page, "[...document.images].filter(image => !image.naturalWidth).length", 0)
    page.locator(".wf-crumbs a", has_text=name).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    assert [url for url in requests if not url.startswith("file:")] == []
