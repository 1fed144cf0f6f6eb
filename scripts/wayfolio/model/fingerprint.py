"""What a noun says, as a short id: the same id, the same meaning, wherever it was written."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from wayfolio.model.structs import fields, is_noun


def identity(*nouns: object) -> str:
    """Return an id of nouns by all that their equality compares, so not by where they stand."""
    seen = blake2b(digest_size=16)
    left: list[Any] = list(reversed(nouns))
    while left:
        one = left.pop()
        kind: type = one.__class__
        if isinstance(one, Mapping):
            seen.update(f"{{{len(one)}".encode())
            for key in reversed(list(one)):
                left.extend((one[key], key))
        elif isinstance(one, tuple | list):
            seen.update(f"[{len(one)}".encode())
            left.extend(reversed(one))
        elif isinstance(one, frozenset):
            parts = sorted(identity(part) for part in one)
            seen.update(f"<{len(parts)}{''.join(parts)}".encode())
        elif is_noun(kind):
            seen.update(f"({kind.__name__}".encode())
            left.extend(getattr(one, name) for name in reversed(fields(kind)))
        else:
            text = repr(one)
            seen.update(f"{kind.__name__}{len(text)}:{text}".encode())
    return seen.hexdigest()
