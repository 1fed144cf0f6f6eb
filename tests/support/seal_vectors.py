"""What sealing gives for fixed inputs, for Python and the browser to agree on.

Run it after a change of the format, which must have another name then ("wfs2"):

    .venv/bin/python tests/support/seal_vectors.py
"""

import base64
import hashlib
import json
from datetime import date
from pathlib import Path

from wayfolio.model.keys import Key, Vault
from wayfolio.model.names import LearnerId
from wayfolio.seal import boxes, slots, vaults

FILE = Path(__file__).parents[1] / "js" / "seal_vectors.json"
SECRET = bytes(range(32))
SALT = slots.derive_salt(SECRET)
KEY = hashlib.sha256(b"a key").digest()
NAME = boxes.opaque_name(KEY, "file|learners/teo/")
WORDS = "abacus yo-yo zoom tulip quartz ivory"
SPELLINGS = (
    WORDS,
    "  Abacus YO YO,\tzoom.\nTULIP quartz  ivory ",
    "\uff41\uff42\uff41\uff43\uff55\uff53 yo\u2011yo zoom tulip quartz \u2160vory",
    "\u00e1bacus \u212aelvin \u0130vory",
    "1234",
)
"""As printed; as a phone changes it; in full width; with accents; without a word."""
LINK = "abcdefghijklmnopqrstuvwxyz"[:20] + "234567"
LENGTHS = (0, 1, 247, 248, 1000, 4096)
"""Of contents. A body of 247 bytes and its head just fill the smallest box."""
LONG = 2 * boxes.CHUNK + 5
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(64))
CONTENTS = vaults.Contents(
    name="Teo",
    languages={"en": "", "ar": "ar/"},
    first="learners/teo/",
    files={
        "learners/teo/": b"<!doctype html><title>Teo</title><h1>Teo</h1>",
        "ar/learners/teo/": "<!doctype html><h1>تيو</h1>".encode(),
        "learners/teo/lamp.png": PICTURE,
        "search.json": b'[["learners/teo/","Teo","A lamp that dims"]]',
    },
    search={"en": "search.json"},
    note={"en": "The record ends in June."},
)


def content_of(length: int) -> bytes:
    """Return bytes of which no two neighbors are alike, so that swapped parts show."""
    return (bytes(range(251)) * (length // 251 + 1))[:length]


def in_base64(content: bytes) -> str:
    """Return bytes as they stand in the file of vectors."""
    return base64.b64encode(content).decode()


def secrets() -> list[dict[str, str]]:
    """Return what somebody types, with the root and the slot's name that it leads to."""
    roots = {typed: slots.stretch_words(typed, SALT) for typed in (*SPELLINGS, LINK)}
    return [
        {"typed": typed, "root": root.hex(), "slot": boxes.opaque_name(root, "slot")}
        for typed, root in roots.items()
    ]


def derivations() -> list[dict[str, str]]:
    """Return keys for one purpose each."""
    cases = (("names", b""), ("slot key", b""), ("link", SALT), (f"file|{NAME}", bytes(16)))
    return [
        {
            "purpose": purpose,
            "salt": salt.hex(),
            "bytes": boxes.derive_key(KEY, purpose, salt=salt).hex(),
        }
        for purpose, salt in cases
    ]


def sealed_boxes() -> list[dict[str, object]]:
    """Return sealed files of several lengths, packed and not."""
    return [
        {
            "packed": is_packed,
            "content": in_base64(content_of(length)),
            "file": in_base64(boxes.seal(KEY, NAME, content_of(length), pack=is_packed)),
            "padded": boxes.pad(boxes.HEAD.size + length) if not is_packed else None,
        }
        for is_packed in (False, True)
        for length in LENGTHS
    ]


def harmed_boxes() -> dict[str, str]:
    """Return what a sealed file must not be changed to, by what was done to it."""
    file = boxes.seal(KEY, NAME, b"A lamp that dims")
    flips = {
        "a bit of the format": 0,
        "a bit of the salt": 4,
        "a bit of the content": 20,
        "a bit of the padding": 200,
        "a bit of the tag": len(file) - 1,
    }
    harmed = {
        how: file[:place] + bytes([file[place] ^ 1]) + file[place + 1 :]
        for how, place in flips.items()
    }
    harmed |= {
        "cut by a byte": file[:-1],
        "its head alone": file[: len(boxes.FORMAT) + boxes.SALT],
        "nothing": b"",
        "a byte behind it": file + b"x",
        "a page of the host": b"<!doctype html><title>Not here</title>",
    }
    return {how: in_base64(content) for how, content in harmed.items()}


def open_vault() -> dict[str, object]:
    """Return a slot, the vault that it opens, and what is in it."""
    teo = LearnerId("teo")
    vault_key = slots.vault_key(SECRET, teo, 1, is_whole=True, is_of_age=False)
    vault = Vault(learner=teo, is_whole=True, key=vault_key)
    key = Key(
        id="k1",
        kind="family",
        learners=(teo,),
        made=date(2027, 3, 12),
        root=slots.stretch_words(WORDS, SALT),
    )
    pages = [slots.make_slot(key, [vault]), *vaults.vault_pages(vault, CONTENTS)]
    return {
        "typed": WORDS,
        "manifest": boxes.opaque_name(vault_key, slots.MANIFEST),
        "name": CONTENTS.name,
        "first": CONTENTS.first,
        "languages": dict(CONTENTS.languages),
        "note": dict(CONTENTS.note),
        "contents": {address: in_base64(held) for address, held in CONTENTS.files.items()},
        "files": {Path(page.path).stem: in_base64(page.content) for page in pages},
    }


def vectors() -> dict[str, object]:
    """Return all of them, as `wayfolio.seal` gives them now."""
    return {
        "salt": in_base64(SALT),
        "iterations": slots.ITERATIONS,
        "key": KEY.hex(),
        "name": NAME,
        "address": "file|learners/teo/",
        "secrets": secrets(),
        "derivations": derivations(),
        "boxes": sealed_boxes(),
        "harmed": harmed_boxes(),
        "long": {
            "length": LONG,
            "sha256": hashlib.sha256(boxes.seal(KEY, NAME, content_of(LONG))).hexdigest(),
        },
        "vault": open_vault(),
    }


def vectors_text() -> str:
    """Return the file of vectors."""
    return json.dumps(vectors(), ensure_ascii=True, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(vectors_text(), "utf-8", newline="\n")
