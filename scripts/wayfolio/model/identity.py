"""What a noun says, as a short id: the same id, the same meaning, wherever it was written."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b


def identity(*nouns: object) -> str:
    """Return an id of nouns by all that their equality compares, so not by where they stand."""
    seen = blake2b(digest_size=16)
    left: list[object] = list(reversed(nouns))
    while left:
        one = left.pop()
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
        elif is_dataclass(one) and not isinstance(one, type):
            names = _fields(type(one))
            seen.update(f"({type(one).__name__}".encode())
            left.extend(getattr(one, name) for name in reversed(names))
        else:
            text = repr(one)
            seen.update(f"{type(one).__name__}{len(text)}:{text}".encode())
    return seen.hexdigest()


@cache
def _fields(noun: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(noun) if field.compare)
