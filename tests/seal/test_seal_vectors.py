"""What was sealed before opens today: the same vectors are checked by Python and the browser.

`tests/js/sealing.test.js` opens them with the modules that a family's browser loads.
"""

import base64
import json
from typing import Any

import pytest

from seal_vectors import FILE, KEY, NAME, vectors_text
from wayfolio.seal.boxes import NotOpened, derive_key, open_box

VECTORS: dict[str, Any] = json.loads(FILE.read_bytes())


def test_sealing_gives_the_same_bytes_as_ever() -> None:
    """If a change is meant, the format gets another name: no browser opens both with one code."""
    assert vectors_text() == FILE.read_text("utf-8")


@pytest.mark.parametrize("box", VECTORS["boxes"])
def test_a_box_of_before_opens(box: dict[str, str]) -> None:
    file = base64.b64decode(box["file"])

    assert open_box(KEY, NAME, file) == base64.b64decode(box["content"])


@pytest.mark.parametrize("harm", VECTORS["harmed"])
def test_a_harmed_box_does_not_open(harm: str) -> None:
    with pytest.raises(NotOpened):
        open_box(KEY, NAME, base64.b64decode(VECTORS["harmed"][harm]))


def test_the_words_open_the_vault_and_every_file_in_it() -> None:
    vault = VECTORS["vault"]
    files = {name: base64.b64decode(file) for name, file in vault["files"].items()}
    (case,) = [case for case in VECTORS["secrets"] if case["typed"] == vault["typed"]]

    key = derive_key(bytes.fromhex(case["root"]), "slot key")
    (entry,) = json.loads(open_box(key, case["slot"], files[case["slot"]]))
    vault_key = base64.b64decode(entry["key"])
    manifest = json.loads(open_box(vault_key, entry["manifest"], files[entry["manifest"]]))

    assert entry["manifest"] == vault["manifest"]
    assert (manifest["name"], manifest["first"]) == (vault["name"], vault["first"])
    contents = {
        address: base64.b64encode(open_box(vault_key, name, files[name])).decode()
        for address, (name, _, _) in manifest["files"].items()
    }
    assert contents == vault["contents"]
    assert len(files) == len(contents) + len(("slot", "manifest"))


def test_spellings_of_the_same_words_open_the_same_slot_and_others_do_not() -> None:
    roots = [case["root"] for case in VECTORS["secrets"]]

    assert len(set(roots[:3])) == 1
    assert len(set(roots)) == len(roots) - 2
