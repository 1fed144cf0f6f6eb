"""Sealed pages: only a key opens them, only unchanged, and only to whom the records belong."""

import base64
import io
import re
import shutil
import stat
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from posixpath import normpath
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mypy import api

from example_school import ROOT, TODAY, example_site
from page_links import is_redirect, unreached_pages
from previews import preview_of
from report import LEARNER, SCHOOL, SMALL, write
from sealed_school import (
    SECRET,
    SealedSchool,
    copy_sealed_school,
    open_vaults,
    sealed_school,
)
from wayfolio.build import family_vaults
from wayfolio.cli.main import main
from wayfolio.keys import keyring
from wayfolio.load.built_site import built_file
from wayfolio.load.files import Folder
from wayfolio.model.keys import Key, Keys
from wayfolio.model.names import LearnerId
from wayfolio.school.read import read_school
from wayfolio.seal import boxes, ring, slots
from wayfolio.seal.boxes import CHUNK, NotOpened, open_box, pad, seal

KEY = bytes(32)
NAME = "0" * 32

# ---- a sealed file -------------------------------------------------------------------------------


@given(st.binary(max_size=3000), st.booleans())
def test_what_is_sealed_opens_again(content: bytes, pack: bool) -> None:
    assert open_box(KEY, NAME, seal(KEY, NAME, content, pack=pack)) == content


@pytest.mark.parametrize("length", [0, CHUNK - 9, CHUNK - 8, CHUNK, 3 * CHUNK + 5])
def test_files_of_several_chunks_open_again(length: int) -> None:
    content = bytes(range(256)) * (length // 256 + 1)

    assert open_box(KEY, NAME, seal(KEY, NAME, content[:length])) == content[:length]


LANGUAGES = ("", "es/", "ar/")
"""Where the pages of each of the example's languages stand."""


def test_the_same_content_gives_the_same_file_and_any_other_another_salt() -> None:
    box = seal(KEY, NAME, b"one")

    assert box == seal(KEY, NAME, b"one")
    others = (
        seal(KEY, NAME, b"two"),
        seal(KEY, "1" * 32, b"one"),
        seal(b"k" * 32, NAME, b"one"),
    )
    assert len({file[4:20] for file in (box, *others)}) == 4


@given(st.integers(min_value=0, max_value=10**9))
def test_a_length_is_filled_up_by_an_eighth_at_most(length: int) -> None:
    assert max(256, length) <= pad(length) <= max(256, length * 1.12)


LONG = seal(KEY, NAME, bytes(2 * CHUNK))
STEP = CHUNK + 16
CHUNKS = [LONG[20 + n * STEP : 20 + (n + 1) * STEP] for n in range(3)]
HARMED: dict[str, bytes] = {
    "cut in the middle": LONG[: len(LONG) // 2],
    "cut between chunks": LONG[: 20 + 2 * STEP],
    "cut by a byte": LONG[:-1],
    "its head alone": LONG[:20],
    "nothing": b"",
    "chunks turned round": LONG[:20] + CHUNKS[1] + CHUNKS[0] + CHUNKS[2],
    "a chunk twice": LONG[:20] + CHUNKS[0] + CHUNKS[0] + CHUNKS[2],
    "a chunk left out": LONG[:20] + CHUNKS[0] + CHUNKS[2],
    "something behind it": LONG + b"x",
    "another format": b"wfs2" + LONG[4:],
    "another salt": LONG[:4] + bytes(16) + LONG[20:],
}


@pytest.mark.parametrize("harm", HARMED)
def test_a_file_that_was_changed_does_not_open(harm: str) -> None:
    assert open_box(KEY, NAME, LONG) == bytes(2 * CHUNK)

    with pytest.raises(NotOpened):
        open_box(KEY, NAME, HARMED[harm])


@given(st.integers(min_value=0, max_value=len(seal(KEY, NAME, b"x")) * 8 - 1))
def test_no_bit_can_be_flipped(bit: int) -> None:
    file = bytearray(seal(KEY, NAME, b"x"))
    file[bit // 8] ^= 1 << bit % 8

    with pytest.raises(NotOpened):
        open_box(KEY, NAME, bytes(file))


def test_a_file_in_the_place_of_another_does_not_open() -> None:
    with pytest.raises(NotOpened):
        open_box(KEY, "1" * 32, seal(KEY, NAME, b"x"))
    with pytest.raises(NotOpened):
        open_box(b"k" * 32, NAME, seal(KEY, NAME, b"x"))


# ---- words and links -----------------------------------------------------------------------------


def test_words_and_links_are_drawn_from_all_there_are() -> None:
    bounds: list[int] = []

    def below(most: int) -> int:
        bounds.append(most)
        return most - 1

    assert slots.new_words(below) == " ".join(["zoom"] * 6)
    assert slots.new_link(below) == "7" * 26
    assert bounds == [7776] * 6 + [32] * 26
    assert len(set(slots.word_list())) == 7776
    assert all(re.fullmatch("[a-z-]{3,9}", word) for word in slots.word_list())


def test_a_phone_may_change_capitals_and_spaces_and_nothing_else() -> None:
    salt = slots.derive_salt(SECRET)
    known = slots.stretch_words("abacus yo-yo zoom", salt)

    assert slots.stretch_words("  Abacus  YO YO,\tzoom.\n", salt) == known
    assert slots.stretch_words("abacus zoom yo-yo", salt) != known
    assert slots.stretch_words("abacus yo-yo zoom", slots.derive_salt(KEY)) != known


# ---- the file of keys ----------------------------------------------------------------------------

LOCKED = Keys(
    keys=(
        Key(
            id="k1",
            kind="family",
            learners=(LearnerId("teo"),),
            created=TODAY,
            root=KEY,
            note="the other home",
        ),
    ),
    epochs={LearnerId("teo"): 2},
)


def test_the_file_of_keys_opens_with_the_build_secret_alone() -> None:
    file = ring.lock_ring(LOCKED, SECRET)

    assert ring.unlock_ring(file, SECRET) == LOCKED
    assert file == ring.lock_ring(LOCKED, SECRET)
    assert b"teo" not in file
    for wrong in (file.replace(b"d", b"e"), file[:-9] + b"\n", b"# nothing\n", b"\xff"):
        with pytest.raises(NotOpened):
            ring.unlock_ring(wrong, SECRET)
    with pytest.raises(NotOpened):
        ring.unlock_ring(file, KEY)


def test_no_passphrase_is_kept_anywhere() -> None:
    school = sealed_school()
    secrets = [key.secret for key in school.held.values()]
    words = {word.encode() for secret in secrets for word in secret.split() if len(word) > 7}
    assert words

    kept = [file.read_bytes() for file in school.root.rglob("*.sealed")]
    inside = [
        boxes.open_box(boxes.derive_key(SECRET, "keys file"), ring.NAME, _box(file))
        for file in kept
    ]

    assert len(kept) == 1
    for text in (*kept, *inside, *school.files().values()):
        assert not any(word in text for word in words)


def _box(file: bytes) -> bytes:
    return base64.b64decode(b"".join(row for row in file.splitlines() if row[:1] != b"#"))


# ---- what each key opens -------------------------------------------------------------------------


def opens(school: SealedSchool, who: str) -> dict[str, set[str]]:
    """Return the addresses in each vault that somebody's key opens, by the learner's name."""
    try:
        vaults = open_vaults(school.held[who], school.files())
    except KeyError:
        return {}
    return {vault.name: set(vault.files) for vault in vaults}


def test_each_key_opens_its_own_learners_and_nobody_elses() -> None:
    school = sealed_school()
    opened_by = {who: set(opens(school, who)) for who in school.held}

    assert opened_by == {
        "teo's first home": {"Teo"},
        "teo's other home": {"Teo"},
        "brothers": {"سامي", "Mateo"},
        "amara's family": {"Amara"},
        "amara": {"Amara"},
        "jin's family": set(),  # he decides since 2026-09-01
        "jin": {"Jin-ho"},
    }


def test_a_vault_holds_what_the_family_is_to_see_and_every_file_of_it() -> None:
    """The same pages as a preview for the family, under the same addresses."""
    shown = {
        file.relative_to(preview_of("teo")).as_posix().removesuffix("index.html")
        for place in LANGUAGES
        for file in (preview_of("teo") / place / "learners/teo").rglob("*")
        if file.is_file()
    }
    (vault,) = open_vaults(sealed_school().held["teo's first home"], sealed_school().files())

    # The badge is for families, so no public page has it.
    badge = ("badges/b-road/", "badges/b-road/badge.svg", "search.json")
    assert set(vault.files) == shown | {place + name for place in LANGUAGES for name in badge}
    page = vault.files["learners/teo/"].decode()
    assert "Support that has stopped" not in page
    assert "What is next" in page
    assert b"Quiet Hours" in vault.files["search.json"]


def links_between(pages: Mapping[str, bytes]) -> dict[str, set[str]]:
    """Return the addresses of the pages to which each page links."""
    return {
        address: {
            f"{normpath(address + link)}/"
            for link in re.findall(r' href="([^"#:]+)/["#]', page.decode())
        }
        for address, page in pages.items()
    }


@pytest.mark.parametrize("place", LANGUAGES)
@pytest.mark.parametrize("who", ["teo's first home", "amara"])
def test_every_page_in_a_vault_is_reached_from_the_first(who: str, place: str) -> None:
    (vault,) = open_vaults(sealed_school().held[who], sealed_school().files())
    pages = {
        address: page
        for address, page in vault.files.items()
        if address.startswith(f"{place}learners/") and address.endswith("/")
    }
    alone = unreached_pages(links_between(pages), min(pages, key=len))

    assert len(pages) > 5
    assert [address for address in sorted(alone) if not is_redirect(pages[address].decode())] == []


def test_every_link_in_a_vault_leads_into_it_or_to_a_public_page() -> None:
    school = sealed_school()
    wrong = []
    for who in ("teo's first home", "brothers", "amara", "jin"):
        for vault in open_vaults(school.held[who], school.files()):
            for address, content in vault.files.items():
                if not address.endswith("/"):
                    continue
                for link in re.findall(r' (?:href|src)="([^"#:]+)', content.decode()):
                    to = normpath(address + link) + "/" * link.endswith("/")
                    to = "" if to == "./" else to
                    assert not to.startswith(".."), (address, link)
                    file = school.site / (to + "index.html" if to == "" or to.endswith("/") else to)
                    if to not in vault.files and not file.is_file():
                        wrong.append((address, to))
    assert wrong == []


def test_a_learner_in_college_courses_shows_their_records_alone() -> None:
    """Amara is not of age: her family sees all but the college's records, and is told so."""
    school = sealed_school()
    (own,) = open_vaults(school.held["amara"], school.files())
    (familys,) = open_vaults(school.held["amara's family"], school.files())
    courses = ("C.CIS110", "c-cis110", "Introduction to Computer")

    whole, shared = (
        b" ".join(vault.files[address] for address in sorted(vault.files) if address[-1] == "/")
        for vault in (own, familys)
    )
    assert [course.encode() in whole for course in courses].count(True) >= 1
    assert not any(course.encode() in shared for course in courses)
    assert b"college credits" in whole
    assert b"college credits" not in shared
    assert own.note == {}
    assert "records belong to the learner" in familys.note["en"]
    assert set(own.files) >= set(familys.files)


def test_the_day_decides_whose_the_records_are() -> None:
    """The same keys on the day before Amara is of age, and on it."""
    school = sealed_school()
    read, _ = read_school(school.root, TODAY)
    assert read is not None

    def vaults(day: date, who: str) -> set[bytes]:
        key = school.held[who].key
        locks = family_vaults.plan_sealing(
            read.catalogue, read.roster, day, Keys(keys=(key,)), SECRET
        )
        return {vault.key for group in locks.vaults.values() for vault in group}

    eve, day = date(2028, 3, 1), date(2028, 3, 2)
    assert vaults(eve, "amara's family")
    assert vaults(day, "amara's family") == set()
    assert vaults(day, "amara")
    assert not vaults(day, "amara") & (vaults(eve, "amara") | vaults(eve, "amara's family"))


# ---- changes -------------------------------------------------------------------------------------


def test_the_same_school_gives_the_same_bytes() -> None:
    assert copy_sealed_school().sealed("teo").items() <= sealed_school().files().items()


def test_one_more_piece_of_work_changes_that_learners_files_alone() -> None:
    """The page of the work is new; the learner's page, transcript, search and list change."""
    school = copy_sealed_school()
    before = school.sealed("teo", "sami")
    work = school.root / "portfolios/teo/evidence/2027-03-11-a-new-thing.md"
    text = "---\ntitle: A new thing\ndate: 2027-03-11\nkind: artifact\n---\nIt works.\n"
    work.write_text(text, "utf-8")

    after = school.sealed("teo", "sami")

    assert len(after.keys() - before.keys()) == len(LANGUAGES)
    assert before.keys() <= after.keys()
    # In each language the page, the transcript (as claimed) and the search; one list of all files.
    changed = [name for name, file in before.items() if after[name] != file]
    assert len(changed) == 3 * len(LANGUAGES) + 1
    (mine,) = open_vaults(school.held["teo's other home"], after)
    assert "learners/teo/evidence/a-new-thing/" in mine.files


def test_a_revoked_key_opens_nothing_and_the_other_home_still_does() -> None:
    """All of the learner's files are sealed anew, so what the lost key opened has gone."""
    school = copy_sealed_school()
    before = school.sealed("teo")
    slot = boxes.opaque_name(school.held["brothers"].key.root, "slot")
    lost = school.held["teo's first home"]

    keyring.revoke_keys(school.root, SECRET, [lost.key.id])
    after = school.sealed("teo")

    with pytest.raises(KeyError):
        open_vaults(lost, after)
    (mine,) = open_vaults(school.held["teo's other home"], after)
    assert mine.name == "Teo"
    assert not mine.kept_as & before.keys()
    assert after[slot] == before[slot]


def test_a_learner_who_leaves_the_school_leaves_nothing_sealed() -> None:
    school = copy_sealed_school()
    shutil.rmtree(school.root / "portfolios/mateo")

    after = school.sealed("sami")

    assert [vault.name for vault in open_vaults(school.held["brothers"], after)] == ["سامي"]


# ---- the site ------------------------------------------------------------------------------------


def test_the_family_edition_lies_in_the_site_under_names_that_tell_nothing() -> None:
    school = sealed_school()
    inside = {file.name for file in (school.site / "family").iterdir()}

    for_all = {"index.html", "kept.js"}
    assert for_all <= inside
    assert all(re.fullmatch(r"[0-9a-f]{32}\.bin", name) for name in inside - for_all)
    assert {file[:4] for file in school.files().values()} == {b"wfs1"}
    lengths = {
        len(file) - 20 - 16 * -(-(len(file) - 20) // STEP) for file in school.files().values()
    }
    assert all(pad(length) == length for length in lengths)
    for place in LANGUAGES:
        page = (school.site / place / "family/index.html").read_text("utf-8")
        assert 'name="robots" content="noindex"' in page
        assert "teo" not in page.lower()
    for file in school.site.glob("sitemap.xml"):
        assert "family/" not in file.read_text("utf-8")


def test_without_keys_there_is_no_family_page() -> None:
    assert not (example_site() / "family").exists()


WRONG = """\
from pathlib import Path
from wayfolio.model.pages import Family, Page, Public, Sealed, Staff
from wayfolio.model.dossier import LearnerDossier
from wayfolio.publish.changed_files import write_changed
from wayfolio.render.frame.renderer import PageRenderer
from wayfolio.render.parts.views import Site
from wayfolio.render.learner.dossier_pages import dossier_pages
site = Path("site")
Dossier = LearnerDossier[Family]
def right(sealed: list[Page[Sealed]]) -> None:
    write_changed([Page[Public]("", b"")], sealed, site, {})
"""
SNIPPETS = {
    "a family's page among those for everybody": (
        "def wrong(page: Page[Family]) -> None:\n    write_changed([page], [], site, {})\n"
    ),
    "a family's pages among the sealed, and not sealed": (
        "def wrong(renderer: PageRenderer, shared: Site, dossier: Dossier) -> None:\n"
        "    pages, _ = dossier_pages(renderer, shared, dossier, {}, Family)\n"
        "    write_changed([], pages, site, {})\n"
    ),
    "a page for the staff among the sealed": (
        "def wrong(page: Page[Staff]) -> None:\n    write_changed([], [page], site, {})\n"
    ),
}


def test_nothing_that_is_not_sealed_can_be_written_for_families(tmp_path: Path) -> None:
    """The type checker refuses it, so no test needs to find it."""
    lines = []
    for number, wrong in enumerate(["", *SNIPPETS.values()]):
        file = tmp_path / f"snippet{number}.py"
        file.write_text(WRONG + wrong, "utf-8")
        lines.append(str(file))

    said, _, _ = api.run(
        [
            *("--config-file", str(ROOT / "pyproject.toml"), "--no-error-summary"),
            *("--cache-dir", str(ROOT / ".mypy_cache"), *lines),
        ]
    )

    errors = [row for row in said.splitlines() if ": error:" in row]
    snippets = sorted(row[row.index("snippet") :][:8] for row in errors)
    assert snippets == ["snippet1", "snippet2", "snippet3"]
    assert all("Page[" in row for row in errors)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<p>a page that nobody has sealed</p>", "something that is not sealed"),
        (b"wfs1" + bytes(16) + b"A sentence that stands here in clear, for everybody.", "in clear"),
    ],
)
def test_the_last_look_sees_what_is_not_sealed(content: bytes, said: str) -> None:
    file = built_file(f"family/{NAME}.bin", content)

    assert said in " ".join(file.notes)
    assert built_file(f"family/{NAME}.bin", LONG).notes == ()


# ---- the commands --------------------------------------------------------------------------------


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a school of two learners with no keys, in which commands are run."""
    text = "name: {full: Ben Park, first: Ben}\ngroup: harbor\n"
    write(
        tmp_path / "school",
        {
            **SMALL,
            SCHOOL: "as_of: 2027-03-12\n" + dedent(str(SMALL[SCHOOL])).lstrip(),
            LEARNER: "name: {full: Ana Lund, first: Ana}\ngroup: harbor\n",
            "portfolios/ben/learner.yml": text,
            "docs/index.md": "---\nframe: hub\n---\n# River School\n",
            "mkdocs.yml": "site_name: River\ntheme: {name: material}\nplugins: [wayfolio]\n",
        },
    )
    monkeypatch.chdir(tmp_path / "school")
    monkeypatch.delenv("WAYFOLIO_SECRET_FILE", raising=False)
    monkeypatch.setenv("WAYFOLIO_SECRET", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    return tmp_path / "school"


Said = pytest.CaptureFixture[str]


def test_a_key_is_made_printed_listed_and_revoked(school: Path, capsys: Said) -> None:
    letter = school.parent / "letter.html"
    where = ["--letter", str(letter), "--address", "https://river.example.org"]

    assert main(["keys", "new", "ana", "ben", "--note", "grandmother", *where]) == 0
    said = capsys.readouterr().out
    words = re.search(r"\n    (\w.+)\n", said)
    assert words is not None
    text = letter.read_text("utf-8")
    assert all(f"<li>{word}</li>" in text for word in words[1].split())
    assert "Ana and Ben" in text
    assert "https://river.example.org/family/" in text
    assert stat.S_IMODE(letter.stat().st_mode) == 0o600

    assert main(["keys", "list"]) == 0
    listed = capsys.readouterr().out
    assert "family   words  ana, ben  grandmother" in listed
    assert words[1] not in listed
    assert main(["keys", "revoke", listed.split()[0]]) == 0
    assert "revoked: " in capsys.readouterr().out
    assert main(["keys", "list"]) == 0
    assert "no keys yet" in capsys.readouterr().out


def test_a_letter_leads_to_the_door_in_its_own_language(school: Path, capsys: Said) -> None:
    """Where the school has no pages in that language, to the usual one."""
    settings = school / SCHOOL
    settings.write_text(settings.read_text("utf-8") + "languages: [en, es]\n", "utf-8")
    letter = school.parent / "letter.html"
    where = ["--letter", str(letter), "--address", "https://a.example"]
    for language, door in (("es", "a.example/es/family/"), ("zh", "a.example/family/")):
        for kind in ([], ["--link"]):
            assert main(["keys", "new", "ana", *kind, *where, "--language", language]) == 0
            assert door in letter.read_text("utf-8")
            assert f'lang="{language}"' in letter.read_text("utf-8")


def test_a_letter_can_be_made_again_by_who_has_the_words(
    school: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["keys", "new", "ana", "--link", "--address", "https://a.example/s"]) == 0
    link = re.search(r"https://a.example/s/family/#\w{26}", capsys.readouterr().out)
    assert link is not None
    letter = school.parent / "again.html"
    where = ["--letter", str(letter), "--address", "https://a.example/s"]
    monkeypatch.setattr("sys.stdin", io.StringIO(link[0] + "\n"))

    assert main(["keys", "print", *where]) == 0
    assert link[0] in letter.read_text("utf-8")

    monkeypatch.setattr("sys.stdin", io.StringIO("some other words\n"))
    assert main(["keys", "print", *where]) == 2
    assert "no key of this school has these words" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["keys", "new", "bob"], "there is no learner “bob”"),
        (["keys", "new", "ana", "ben", "--kind", "learner"], "is for one learner"),
        (["keys", "new", "ana", "--letter", "here.html"], "lies in the school's folder"),
        (["keys", "revoke", "k0"], "there is no key “k0”"),
        (["build", "--edition", "family"], "there are no keys yet"),
    ],
)
def test_what_cannot_be_done_is_said(
    school: Path, capsys: Said, arguments: list[str], said: str
) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
    assert not (school / keyring.PLACE).exists()


def test_without_the_secret_nothing_is_sealed_and_the_build_says_so(
    school: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["keys", "new", "ana"]) == 0
    monkeypatch.delenv("WAYFOLIO_SECRET")

    assert main(["keys", "list"]) == 2
    assert "keys need the school's build secret" in capsys.readouterr().err
    assert main(["build", "--edition", "family"]) == 2
    assert "there is no build secret" in capsys.readouterr().err
    assert main(["build", "--edition", "all", "--no-search"]) == 0
    assert "without families' pages: there is no build secret" in capsys.readouterr().out
    assert not (school / "site/family").exists()

    monkeypatch.setenv("WAYFOLIO_SECRET", "A" * 43 + "=")
    assert main(["build", "--edition", "all"]) == 2
    assert "does not open with this build secret" in capsys.readouterr().err


def test_all_builds_both_and_the_audit_passes(school: Path, capsys: Said) -> None:
    assert main(["keys", "new", "ana"]) == 0

    assert main(["build", "--edition", "all", "--no-search"]) == 0
    assert "sealed for families: 1 learner" in capsys.readouterr().out
    assert (school / "site/family/index.html").is_file()
    assert main(["audit", "site"]) == 0


def test_a_forgotten_learner_has_no_key_left(school: Path, capsys: Said) -> None:
    assert main(["keys", "new", "ana"]) == 0
    assert main(["keys", "new", "ana", "ben"]) == 0
    secret = bytes(range(32))
    capsys.readouterr()

    assert main(["forget", "ana"]) == 0

    left = keyring.read_keys(Folder(school), secret).keys
    assert [key.learners for key in left] == [("ben",)]
    assert "1 key" in capsys.readouterr().out
