"""Passphrases and links, and the slots that they open: a slot holds the keys of vaults."""

import base64
import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from importlib import resources

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from wayfolio.model.keys import Key, Keys, Vault
from wayfolio.model.names import LearnerId
from wayfolio.model.pages import Page, Sealed
from wayfolio.seal.boxes import derive_key, opaque_name, seal

ITERATIONS = 600_000
"""Of PBKDF2. The words are random already (77 bits); this makes guessing dearer still."""
WORDS = 6
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
LINK_LENGTH = 26
"""Letters of 5 bits: 130 bits, more than a link's secret needs."""
FOLDER = "family"
MANIFEST = "manifest"


@cache
def word_list() -> tuple[str, ...]:
    """Return the 7776 words of which passphrases are made."""
    text = resources.files("wayfolio.seal").joinpath("words.txt").read_text("ascii")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))


def new_words(below: Callable[[int], int]) -> str:
    """Return a passphrase. `below`: gives a random number below another, as `secrets` does."""
    words = word_list()
    return " ".join(words[below(len(words))] for _ in range(WORDS))


def new_link(below: Callable[[int], int]) -> str:
    """Return the secret part of a link, in letters that no program cuts off or turns round."""
    return "".join(LETTERS[below(len(LETTERS))] for _ in range(LINK_LENGTH))


def is_link(secret: str) -> bool:
    """Whether a text is the secret part of a link, not words."""
    return re.fullmatch(rf"[{LETTERS}]{{{LINK_LENGTH}}}", secret.strip()) is not None


def derive_salt(build_secret: bytes) -> bytes:
    """Return what makes this school's passphrases its own. It stands on the page: 16 bytes."""
    return derive_key(build_secret, "passphrases", 16)


def salt_of(keys: Keys, build_secret: bytes) -> bytes:
    """Return the school's salt: that of the build secret under which letters were printed."""
    return keys.salt or derive_salt(build_secret)


def stretch_words(secret: str, school_salt: bytes) -> bytes:
    """Return the 32 bytes from which a slot's name and key come.

    Capitals, and what stands between words, make no difference: a phone likes to change both.
    """
    if is_link(secret):
        return derive_key(secret.strip().encode(), "link", salt=school_salt)
    plain = unicodedata.normalize("NFKC", secret).lower()
    words = " ".join(re.findall(r"[a-z]+", plain))
    return PBKDF2HMAC(SHA256(), 32, school_salt, ITERATIONS).derive(words.encode())


def make_slot(key: Key, vaults: Iterable[Vault]) -> Page[Sealed]:
    """Return the file that a passphrase opens: the keys of the vaults that it may open today."""
    name = opaque_name(key.root, "slot")
    ring = [
        {"key": base64.b64encode(vault.key).decode(), "manifest": opaque_name(vault.key, MANIFEST)}
        for vault in vaults
    ]
    content = json.dumps(ring, separators=(",", ":")).encode()
    return in_folder(name, seal(derive_key(key.root, "slot key"), name, content))


def in_folder(name: str, content: bytes) -> Page[Sealed]:
    """Return a sealed file as a file of the site."""
    return Page[Sealed](f"{FOLDER}/{name}.bin", content)


def vault_key(
    build_secret: bytes, learner: LearnerId, epoch: int, *, is_whole: bool, is_of_age: bool
) -> bytes:
    """Return the key of a learner's vault: another one after each revocation, and at full age."""
    view = "whole" if is_whole else "shared"
    owner = "learner" if is_of_age else "family"
    return derive_key(build_secret, f"vault|{learner}|{epoch}|{view}|{owner}")
