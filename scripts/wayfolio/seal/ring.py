"""`competencies/keys.sealed`: all keys of a school, for which git may be read by others."""

import base64
import binascii
import json
from datetime import date
from textwrap import wrap
from typing import Any

from wayfolio.model.keys import Key, Keys
from wayfolio.model.names import LearnerId
from wayfolio.seal.boxes import NotOpened, derive_key, open_box, seal

NAME = "keys"
HEAD = (
    "# What opens families' pages, sealed with the school's build secret. Commit it; never write\n"
    "# in it: `wayfolio keys` does. Without it, or without the secret, no letter opens anything.\n"
)


def lock_ring(keys: Keys, build_secret: bytes) -> bytes:
    """Return the file that holds these keys: text, the same for the same keys."""
    listed: dict[str, Any] = {
        "epochs": dict(sorted(keys.epochs.items())),
        "keys": [
            {
                "id": key.id,
                "kind": key.kind,
                "learners": key.learners,
                "made": key.created.isoformat(),
                "root": base64.b64encode(key.root).decode(),
                "link": key.is_link,
                "note": key.note,
            }
            for key in keys.keys
        ],
    }
    if keys.salt:
        listed["salt"] = base64.b64encode(keys.salt).decode()
    content = json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode()
    box = seal(derive_key(build_secret, "keys file"), NAME, content, pack=True)
    rows = wrap(base64.b64encode(box).decode(), 96)
    return (HEAD + "\n".join(rows) + "\n").encode()


def unlock_ring(file: bytes, build_secret: bytes) -> Keys:
    """Return the keys that a file holds. Errors: NotOpened."""
    rows = [row for row in file.decode("ascii", "ignore").splitlines() if not row.startswith("#")]
    try:
        box = base64.b64decode("".join(rows), validate=True)
    except binascii.Error:
        raise NotOpened("this is not a file that `wayfolio keys` has written") from None
    listed = json.loads(open_box(derive_key(build_secret, "keys file"), NAME, box))
    return Keys(
        salt=base64.b64decode(listed.get("salt", "")),
        epochs={LearnerId(learner): epoch for learner, epoch in listed["epochs"].items()},
        keys=tuple(
            Key(
                id=key["id"],
                kind=key["kind"],
                learners=tuple(map(LearnerId, key["learners"])),
                created=date.fromisoformat(key["made"]),
                root=base64.b64decode(key["root"]),
                is_link=key["link"],
                note=key["note"],
            )
            for key in listed["keys"]
        ),
    )
