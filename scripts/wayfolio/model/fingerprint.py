"""What a noun says, as a short id: the same id, the same meaning, wherever it was written."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from wayfolio.model.structs import fields, is_noun


def fingerprint(*nouns: object) -> str:
    """Return an id of nouns by all that their equality compares, so not by where they stand."""
    seen = blake2b(digest_size=16)
    left: list[Any] = list(reversed(nouns))
    while left:
        value = left.pop()
        kind: type = value.__class__
        if isinstance(value, Mapping):
            seen.update(f"{{{len(value)}".encode())
            for key in reversed(list(value)):
                left.extend((value[key], key))
        elif isinstance(value, tuple | list):
            seen.update(f"[{len(value)}".encode())
            left.extend(reversed(value))
        elif isinstance(value, frozenset):
            parts = sorted(fingerprint(part) for part in value)
            seen.update(f"<{len(parts)}{''.join(parts)}".encode())
        elif is_noun(kind):
            seen.update(f"({kind.__name__}".encode())
            left.extend(getattr(value, name) for name in reversed(fields(kind)))
        else:
            text = repr(value)
            seen.update(f"{kind.__name__}{len(text)}:{text}".encode())
    return seen.hexdigest()
