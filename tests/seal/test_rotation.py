"""The build secret is replaced, and every letter still opens what it opened."""

import base64
from pathlib import Path

import pytest

from report import SMALL, TODAY, write
from wayfolio.build.family_vaults import plan_sealing
from wayfolio.cli.main import main
from wayfolio.keys.keyring import PLACE, find_key, make_key, read_keys, remove_keys, rotate_secret
from wayfolio.load.files import Folder
from wayfolio.model.keys import KeysRefused
from wayfolio.school.read import read_school
from wayfolio.seal.boxes import NotOpened, derive_key, opaque_name, open_box

OLD, NEW, NEWEST = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))


@pytest.fixture
def school(tmp_path: Path) -> Path:
    write(tmp_path / "school", SMALL)
    return tmp_path / "school"


def add_key(root: Path, secret: bytes, *, as_link: bool) -> str:
    """Make a key, and return its words or its link."""
    new = make_key(
        root,
        secret,
        ["ana"],
        kind="family",
        as_link=as_link,
        note="",
        today=TODAY,
        below=lambda most: 7 % most,
    )
    return new.secret


def open_slot(root: Path, secret: bytes, words: str) -> bytes:
    """Return what the slot of some words holds, as a family's browser opens it."""
    key = find_key(root, secret, words).key
    read, _ = read_school(root, TODAY)
    assert read is not None
    keys = read_keys(Folder(root), secret)
    plan = plan_sealing(read.catalogue, read.roster, TODAY, keys, secret)
    name = opaque_name(key.root, "slot")
    (slot,) = [slot for slot in plan.slots if name in slot.path]
    return open_box(derive_key(key.root, "slot key"), name, slot.content)


@pytest.mark.parametrize("as_link", [False, True])
def test_words_and_links_open_after_the_secret_was_replaced_twice(
    school: Path, *, as_link: bool
) -> None:
    words = add_key(school, OLD, as_link=as_link)
    before = open_slot(school, OLD, words)

    rotate_secret(school, OLD, NEW)
    between = open_slot(school, NEW, words)
    rotate_secret(school, NEW, NEWEST)
    after = open_slot(school, NEWEST, words)

    # Other keys of vaults each time: the old secret opens none of the new ones.
    assert len({before, between, after}) == 3
    with pytest.raises(KeysRefused):
        read_keys(Folder(school), OLD)


def test_the_salt_outlives_revoked_keys(school: Path) -> None:
    add_key(school, OLD, as_link=False)
    rotated = rotate_secret(school, OLD, NEW)

    assert remove_keys(rotated, rotated.keys).salt == rotated.salt != b""


def test_the_door_says_the_salt_of_the_letters(school: Path) -> None:
    add_key(school, OLD, as_link=False)
    read, _ = read_school(school, TODAY)
    assert read is not None
    salts = set()
    for old, secret in ((None, OLD), (OLD, NEW)):
        if old is not None:
            rotate_secret(school, old, secret)
        keys = read_keys(Folder(school), secret)
        salts.add(plan_sealing(read.catalogue, read.roster, TODAY, keys, secret).salt)

    assert len(salts) == 1


def test_the_command_makes_the_secret_and_says_what_is_left_to_do(
    school: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = add_key(school, OLD, as_link=False)
    monkeypatch.chdir(school)
    monkeypatch.setenv("WAYFOLIO_SECRET", base64.b64encode(OLD).decode())
    file = tmp_path / "new-secret"

    assert main(["keys", "rotate", "--to", str(file)]) == 0

    printed = capsys.readouterr().out
    assert "1 key sealed with the secret in" in printed
    new = base64.b64decode(file.read_text())
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().strip() not in printed
    assert find_key(school, new, words).key.learners == ("ana",)
    with pytest.raises((KeysRefused, NotOpened)):
        read_keys(Folder(school), OLD)


def test_a_secret_in_the_school_or_the_same_one_is_refused(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_key(school, OLD, as_link=False)
    before = (school / PLACE).read_bytes()
    monkeypatch.chdir(school)
    monkeypatch.setenv("WAYFOLIO_SECRET", base64.b64encode(OLD).decode())
    same = tmp_path / "same"
    same.write_text(base64.b64encode(OLD).decode())

    assert main(["keys", "rotate", "--to", "secret"]) == 2
    assert main(["keys", "rotate", "--to", str(same)]) == 2

    assert (school / PLACE).read_bytes() == before
    assert not (school / "secret").exists()
