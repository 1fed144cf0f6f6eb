"""Sealed pages as a family opens them: with words, with a link, by keyboard, and when it fails."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    expect,
)

from browsing import (
    Scheme,
    expect_value,
    new_page,
    open_chromium,
    page_faults,
    replace_sealed_files,
    serve,
)
from example_school import TODAY
from samples import sample
from sealed_school import SECRET, copy_sealed_school, sealed_school
from wayfolio.keys import keyring
from wayfolio.model.keys import Key, Vault
from wayfolio.model.names import LearnerId
from wayfolio.seal import slots
from wayfolio.seal.boxes import CHUNK, opaque_name
from wayfolio.seal.vaults import Contents, vault_pages

pytestmark = pytest.mark.browser

WORDS = "The words in your letter"
AMARAS_FAMILY, JINS_FAMILY = "amara's family", "jin's family"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_chromium("--host-resolver-rules=MAP school.test 127.0.0.1") as browser:
        yield browser


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve(sealed_school().site) as address:
        yield address


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """Return a page that fails its test for a foreign request, or anything on the console."""
    faults: list[str] = []
    page = new_page(browser, site)
    page.on("pageerror", lambda error: faults.append(str(error)))

    def note_message(message: ConsoleMessage) -> None:
        if "404" not in message.text:  # wrong words have no slot, and a browser logs each 404
            faults.append(message.text)

    def note_foreign(request: Request) -> None:
        if not request.url.startswith((site, "blob:")):
            faults.append(request.url)

    page.on("console", note_message)
    page.on("request", note_foreign)
    yield page
    page.close()
    assert faults == []


def secret(who: str) -> str:
    """Return the words, or the secret of the link, that somebody holds."""
    return sealed_school().held[who].secret


def type_in(page: Page, words: str) -> None:
    """Open the door's page and type words."""
    page.goto("family/")
    page.get_by_label(WORDS).fill(words)
    page.get_by_role("button", name="Open the pages").click()


def expect_open(page: Page, name: str) -> None:
    """Wait until the page of a learner is open."""
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(page.locator("[data-wf-status]")).to_have_text(f"You are looking at the pages of {name}")


def test_words_open_the_pages_and_closing_locks_them(page: Page) -> None:
    type_in(page, secret("teo's first home").upper().replace(" ", "-"))

    expect_open(page, "Teo")
    expect(page.get_by_label(WORDS)).to_be_hidden()
    expect(page.get_by_role("heading", level=1, name="Teo")).to_be_focused()
    expect(page).to_have_title(re.compile("^Your pages"))
    expect(page.locator("[data-wf-as-of]")).to_have_text("As of March 12, 2027")
    page.locator(".wf-card__title a").first.click()
    expect(page.locator(".wf-evidence")).to_be_visible()
    page.get_by_role("button", name="Close and lock").click()
    expect(page.get_by_label(WORDS)).to_be_visible()
    page.go_back()
    expect(page.get_by_label(WORDS)).to_be_visible()
    expect(page.locator("[data-wf-page] h1")).to_have_count(0)


def test_the_door_speaks_the_family_s_language(page: Page) -> None:
    page.goto("es/family/")
    page.locator("#wf-words").fill(secret("teo's first home"))
    page.keyboard.press("Enter")

    expect(page.locator("[data-wf-status]")).to_have_text("Está viendo las páginas de Teo")
    expect(page.locator("[data-wf-page]")).to_have_attribute("lang", "es")
    expect(page.locator("[data-wf-as-of]")).to_have_text("Al 12 de marzo de 2027")
    expect(page.locator("svg.wf-map__svg").first).to_be_visible()
    expect(page.get_by_text("Entrar sin las palabras la próxima vez")).to_be_visible()


def test_a_link_opens_them_without_typing_and_leaves_no_secret_in_the_address(page: Page) -> None:
    page.goto(f"family/#{secret('amara')}")

    expect_open(page, "Amara")
    expect(page).to_have_url(re.compile("/family/$"))
    expect(page.locator("[data-wf-note]")).to_be_hidden()
    page.reload()
    expect(page.get_by_label(WORDS)).to_be_visible()


def test_a_family_is_told_what_its_child_alone_may_show(page: Page) -> None:
    page.goto(f"family/#{secret(AMARAS_FAMILY)}")

    expect_open(page, "Amara")
    expect(page.locator("[data-wf-note]")).to_contain_text(
        "College course records belong to the learner"
    )
    expect(page.get_by_text("college credits")).to_have_count(0)


@pytest.mark.long
def test_brothers_stand_behind_the_same_words_and_nobody_else(page: Page) -> None:
    type_in(page, secret("brothers"))

    expect_open(page, "سامي")
    people = page.get_by_role("list", name="Whose pages").get_by_role("button")
    expect(people).to_have_text(["سامي", "Mateo"])
    people.nth(1).click()
    expect_open(page, "Mateo")
    expect(people.nth(1)).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect_open(page, "سامي")


@pytest.mark.parametrize(
    "words",
    [
        "abacus abdomen abdominal abide abiding ability",
        pytest.param("  ", marks=pytest.mark.long),
        pytest.param("#!?", marks=pytest.mark.long),
    ],
)
def test_wrong_words_are_met_kindly_and_can_be_mended(page: Page, words: str) -> None:
    type_in(page, words)

    expect(page.locator("[data-wf-status]")).to_contain_text(
        "These words do not open anything here"
    )
    expect(page.get_by_label(WORDS)).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(secret("teo's other home"))
    page.keyboard.press("Enter")
    expect_open(page, "Teo")


def test_a_learner_of_age_has_the_only_key(page: Page) -> None:
    page.goto(f"family/#{secret(JINS_FAMILY)}")
    expect(page.locator("[data-wf-status]")).to_contain_text(
        "These words do not open anything here"
    )

    page.goto(f"family/#{secret('jin')}")
    expect(page.get_by_role("heading", level=1, name="Jin-ho")).to_be_visible()
    expect(page.locator("[data-wf-status]")).to_have_text("You are looking at your own pages")


@pytest.mark.long
def test_revoked_words_open_nothing_and_those_of_the_other_home_do(page: Page) -> None:
    school = copy_sealed_school()
    keyring.revoke_keys(school.root, SECRET, [school.held["teo's first home"].key.id])

    with replace_sealed_files(page, school.sealed("teo")):
        type_in(page, secret("teo's first home"))
        expect(page.locator("[data-wf-status]")).to_contain_text(
            "These words do not open anything here"
        )
        type_in(page, secret("teo's other home"))
        expect_open(page, "Teo")


def test_without_encryption_on_the_way_it_says_what_to_do(browser: Browser, site: str) -> None:
    """Only this machine's own addresses count as safe over http, so the site gets another name."""
    page = new_page(browser)
    where = site.replace("127.0.0.1", "school.test")
    page.goto(f"{where}family/")

    expect(page.locator("[data-wf-status]")).to_contain_text("was opened without encryption")
    link = page.get_by_role("link", name="Open it with https")
    expect(link).to_have_attribute("href", f"{where.replace('http:', 'https:')}family/")
    expect(page.get_by_label(WORDS)).to_be_hidden()
    page.close()


def test_pictures_recordings_and_papers_open_too(page: Page) -> None:
    type_in(page, secret("brothers"))
    expect_open(page, "سامي")
    page.locator(".wf-card__title a").first.wait_for()
    page.evaluate(
        "document.querySelectorAll('[data-wf-page] img').forEach(i => i.loading = 'eager')"
    )
    picture = page.locator(".wf-card__picture").first
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    expect_value(page, "document.querySelector('.wf-card__picture').naturalWidth > 0", True)

    page.get_by_role("link", name="Ten loaves").first.click()
    page.get_by_role("button", name="Load the recording").first.click()
    audio = page.locator("audio").first
    expect(audio).to_be_visible()
    expect(audio).to_have_attribute("src", re.compile("^blob:"))

    page.goto(f"family/#{secret('amara')}")
    expect_open(page, "Amara")
    page.get_by_role("link", name="Fairer is not the same as shorter").first.click()
    with page.expect_download() as downloading:
        page.locator("[data-wf-page] a[download]").click()
    assert downloading.value.path().read_bytes().startswith(b"%PDF")


def look_for(page: Page, what: str) -> None:
    """Search as a reader does: a page that opens takes the focus, so Enter goes to the field."""
    field = page.get_by_label("Search in these pages")
    field.fill(what)
    field.press("Enter")


def test_search_finds_what_was_unlocked_and_only_that(page: Page) -> None:
    type_in(page, secret("brothers"))
    expect_open(page, "سامي")
    look_for(page, "MASA levadura zzz")
    expect(page.locator("[data-wf-status]")).to_have_text("Nothing found in these pages.")
    page.get_by_role("button", name="Mateo").click()
    expect_open(page, "Mateo")
    look_for(page, "museo")
    hits = page.locator("[data-wf-hits] li")
    expect(hits.first).to_contain_text("Museo chiquito")
    hits.first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1, name="Museo chiquito")).to_be_visible()
    expect(page.locator(".wf-crumbs [aria-current]")).to_have_text("Museo chiquito")


def test_everything_can_be_done_with_the_keyboard(page: Page) -> None:
    page.goto("family/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "wf-words":
            break
    page.keyboard.type(secret("teo's first home"))
    page.keyboard.press("Enter")
    expect_open(page, "Teo")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == "#work":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#work")).to_be_focused()
    while page.evaluate("!document.activeElement.closest('.wf-card__title')"):
        page.keyboard.press("Tab")
    title = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    while page.evaluate("document.activeElement.textContent") != "Teo":
        page.keyboard.press("Shift+Tab")  # back to where the page says that it is Teo's
    page.keyboard.press("Enter")
    expect_open(page, "Teo")


@pytest.mark.long
def test_the_list_narrows_and_maps_open_as_on_other_pages(page: Page) -> None:
    type_in(page, secret("brothers"))
    expect_open(page, "سامي")
    page.get_by_role("button", name="Mateo").click()
    expect_open(page, "Mateo")
    kinds = page.locator("[data-wf-filter] select").last
    expect(kinds).to_be_visible()
    kinds.select_option(index=1)
    expect(page.locator("[data-wf-filter] [role=status]")).to_contain_text(" of ")
    page.locator("svg.wf-map__svg a.n").first.click()
    card = page.locator("dialog[open]")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)


# ---- what a device remembers, where somebody has asked it to -------------------------------------

KEPT_HERE = "This device opens your pages without the six words"


def remember(page: Page) -> None:
    """Ask the device to remember, as somebody does whose pages are open."""
    page.get_by_text("Skip the six words next time").click()
    page.get_by_role("button", name="Remember on this device").click()
    expect(page.locator("[data-wf-status]")).to_contain_text("one tap opens your pages")


STORES = "indexedDB.databases().then(all => all.map(each => each.name))"
"""The names of the stores that the browser keeps for the site."""
KEPT_KEYS = """async () => {
  const asked = request => new Promise(done => request.onsuccess = () => done(request.result))
  const [{ name }] = await indexedDB.databases()
  const store = (await asked(indexedDB.open(name))).transaction("slots").objectStore("slots")
  const [names, keys] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())])
  const raw = await crypto.subtle.exportKey("raw", keys[0]).catch(() => "refused")
  return [...names, keys[0].constructor.name, keys[0].extractable, raw]
}"""


def test_a_device_keeps_nothing_unless_somebody_asks_it_to(page: Page) -> None:
    type_in(page, secret("teo's first home"))
    expect_open(page, "Teo")
    page.reload()

    expect(page.get_by_label(WORDS)).to_be_visible()
    expect(page.get_by_text(KEPT_HERE)).to_be_hidden()
    expect_value(page, STORES, [])


def test_a_device_that_was_asked_opens_with_one_touch_until_it_is_told_to_forget(
    page: Page,
) -> None:
    type_in(page, secret("brothers"))
    expect_open(page, "سامي")
    remember(page)
    expect(page.get_by_role("button", name="Forget on this device")).to_be_focused()
    page.get_by_role("button", name="Close and lock").click()

    expect(page.get_by_text(KEPT_HERE)).to_be_visible()
    expect(page.locator("[data-wf-page] h1")).to_have_count(0)
    page.get_by_role("button", name="Open my pages").click()
    expect_open(page, "سامي")
    page.get_by_role("button", name="Mateo").click()
    expect_open(page, "Mateo")

    page.get_by_role("button", name="Forget on this device").click()
    expect(page.locator("[data-wf-status]")).to_contain_text(
        "This device no longer remembers your pages"
    )
    page.reload()
    expect(page.get_by_label(WORDS)).to_be_visible()
    expect(page.get_by_text(KEPT_HERE)).to_be_hidden()
    expect_value(page, STORES, [])


def test_what_a_device_remembers_is_a_key_that_no_script_can_read(page: Page) -> None:
    type_in(page, secret("teo's first home"))
    expect_open(page, "Teo")
    remember(page)

    slot = opaque_name(sealed_school().held["teo's first home"].key.root, "slot")
    expect_value(page, f"({KEPT_KEYS})()", [slot, "CryptoKey", False, "refused"])


@pytest.mark.long
def test_two_letters_are_remembered_together_and_forgotten_before_anything_is_opened(
    page: Page,
) -> None:
    type_in(page, secret("teo's first home"))
    expect_open(page, "Teo")
    remember(page)
    page.goto("about:blank")
    page.goto(f"family/#{secret('amara')}")
    expect_open(page, "Amara")
    remember(page)
    page.get_by_role("button", name="Close and lock").click()
    page.get_by_role("button", name="Open my pages").click()

    people = page.get_by_role("list", name="Whose pages").get_by_role("button")
    expect(people).to_have_count(2)
    for name in ("Amara", "Teo"):
        expect(people.filter(has_text=re.compile(f"^{name}$"))).to_have_count(1)

    page.get_by_role("button", name="Close and lock").click()
    page.get_by_role("button", name="Forget on this device").click()
    expect(page.get_by_label(WORDS)).to_be_focused()
    expect(page.get_by_text(KEPT_HERE)).to_be_hidden()


@pytest.mark.long
def test_what_was_remembered_stops_with_the_key_that_was_revoked(page: Page) -> None:
    """A device stores the key of a slot, and a revoked key no longer has one."""
    type_in(page, secret("teo's first home"))
    expect_open(page, "Teo")
    remember(page)
    school = copy_sealed_school()
    keyring.revoke_keys(school.root, SECRET, [school.held["teo's first home"].key.id])

    with replace_sealed_files(page, school.sealed("teo")):
        page.reload()
        page.get_by_role("button", name="Open my pages").click()
        said = page.locator("[data-wf-status]")
        expect(said).to_contain_text("What this device remembers no longer works")
        expect(page.get_by_label(WORDS)).to_be_focused()
        type_in(page, secret("teo's other home"))
        expect_open(page, "Teo")


@pytest.mark.long
def test_a_browser_that_keeps_nothing_says_so(page: Page) -> None:
    page.add_init_script("IDBFactory.prototype.open = () => { throw new Error('private') }")
    type_in(page, secret("teo's first home"))
    expect_open(page, "Teo")
    page.get_by_text("Skip the six words next time").click()
    page.get_by_role("button", name="Remember on this device").click()

    expect(page.locator("[data-wf-status]")).to_contain_text("This browser does not save anything")


@pytest.mark.parametrize(
    ("scheme", "width"),
    [("light", 390), pytest.param("dark", 1280, marks=pytest.mark.long)],
)
def test_locked_and_open_pages_are_for_everybody(
    browser: Browser, site: str, scheme: Scheme, width: int
) -> None:
    faults: list[str] = []
    page = new_page(browser, site, scheme=scheme, width=width)

    def look(state: str) -> None:
        faults.extend(page_faults(page, state))

    page.goto("family/")
    look("locked")
    type_in(page, "not these")
    expect(page.locator("[data-wf-status]")).to_contain_text("These words")
    look("wrong")
    type_in(page, secret("brothers"))
    expect_open(page, "سامي")
    page.get_by_label("Search in these pages").fill("the")
    page.keyboard.press("Enter")
    page.locator("[data-wf-hits] li").first.wait_for()
    look("open")
    page.get_by_text("Skip the six words next time").click()
    look("asked whether to remember")
    page.get_by_role("button", name="Remember on this device").click()
    page.get_by_role("button", name="Forget on this device").wait_for()
    look("remembered")
    page.get_by_role("button", name="Close and lock").click()
    page.get_by_role("button", name="Open my pages").wait_for()
    look("locked, and remembered")
    page.close()
    assert faults == []


# ---- a vault made by hand: a file of several chunks, and two languages --------------------------

BY_HAND = "abacus abdomen abide able abrasion absence"
PAPER = b"%PDF" + bytes(range(256)) * (2 * CHUNK // 256)


def handmade_files() -> dict[str, bytes]:
    """Return the sealed files of a learner with a long paper and pages in two languages."""
    root = slots.stretch_words(BY_HAND, slots.derive_salt(SECRET))
    learners = (LearnerId("x"),)
    key = Key(id="k", kind="family", learners=learners, created=TODAY, root=root)
    vault = Vault(learner=learners[0], is_whole=True, key=b"v" * 32)
    page = "<title>{0}</title></head><h1>{0}</h1><a href='../../paper.pdf' download='p.pdf'>p</a>"
    page += "<a href='http://[x'>odd</a> <a href='%E0%A4%A'>odder</a> <a href='#%E0'>oddest</a>"
    contents = Contents(
        name="X",
        languages={"en": "", "es": "es/"},
        first="learners/x/",
        files={
            "learners/x/": page.format("Hello").encode(),
            "es/learners/x/": page.format("Hola").encode(),
            "paper.pdf": PAPER,
            "es/paper.pdf": PAPER,
            "search.json": b'[["learners/x/","Hello","bread"]]',
            "es/search.json": b'[["learners/x/","Hola","pan"]]',
        },
        search={"en": "search.json", "es": "es/search.json"},
    )
    sealed = [slots.make_slot(key, [vault]), *vault_pages(vault, contents)]
    return {page.path.rpartition("/")[2].removesuffix(".bin"): page.content for page in sealed}


@pytest.mark.long
def test_another_language_is_one_choice_away(page: Page) -> None:
    with replace_sealed_files(page, handmade_files()):
        type_in(page, BY_HAND)
        expect(page.get_by_role("heading", name="Hello")).to_be_visible()
        page.get_by_role("combobox", name="Language").select_option(label="español")
        expect(page.get_by_role("heading", name="Hola")).to_be_visible()
        expect(page.locator("[data-wf-page]")).to_have_attribute("lang", "es")
        page.get_by_label("Search in these pages").fill("pan")
        page.keyboard.press("Enter")
        expect(page.locator("[data-wf-hits]")).to_contain_text("Hola")


STEP = CHUNK + 16
HARMS: dict[str, Callable[[bytes], bytes]] = {
    "flipped": lambda file: file[:5000] + bytes([file[5000] ^ 1]) + file[5001:],
    "cut between chunks": lambda file: file[: 20 + STEP],
    "cut": lambda file: file[:-1],
    "chunks turned round": lambda file: (
        file[:20] + file[20 + STEP : 20 + 2 * STEP] + file[20 : 20 + STEP] + file[20 + 2 * STEP :]
    ),
    "another file in its place": lambda _: min(handmade_files().values(), key=len),
    "a page of the host's": lambda _: b"<!doctype html><title>Hello</title>",
}


@pytest.mark.long
def test_a_paper_of_several_chunks_comes_whole(page: Page) -> None:
    with replace_sealed_files(page, handmade_files()):
        type_in(page, BY_HAND)
        with page.expect_download() as downloading:
            page.get_by_role("link", name="p", exact=True).click()
        assert downloading.value.path().read_bytes() == PAPER


@pytest.mark.parametrize("harm", sample(HARMS, 3))
def test_a_file_that_was_changed_on_the_way_is_not_opened(page: Page, harm: str) -> None:
    files = handmade_files()
    name = max(files, key=lambda name: len(files[name]))
    with replace_sealed_files(page, {**files, name: HARMS[harm](files[name])}):
        type_in(page, BY_HAND)
        page.get_by_role("link", name="p", exact=True).click()
        expect(page.locator("[data-wf-status]")).to_contain_text(
            "Something is wrong with a file here"
        )


@pytest.mark.long
def test_unlocking_is_measured(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    """On a slow phone it takes five to ten times as long."""
    taken = []
    for _ in range(5):
        page.goto("family/")
        page.get_by_label(WORDS).fill(secret("teo's first home"))
        began = time.perf_counter()
        page.keyboard.press("Enter")
        expect_open(page, "Teo")
        taken.append(time.perf_counter() - began)

    with capsys.disabled():
        print(f"\nunlocked in {sorted(taken)[2]:.2f} s, from the key to the page")
    assert len(taken) == 5
