"""The files of a unit of work as the cache stores them: paths, hashes, and a number for all."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b

SIZE = 7
"""Bytes of a unit's number: SQLite's integers hold no more."""


def pack_outputs(outputs: Mapping[str, bytes]) -> bytes:
    """Return files (path -> hash) as the cache stores them."""
    rows = (f"{path}\0{digest.hex()}\n" for path, digest in outputs.items())
    return "".join(rows).encode()


def unpack_outputs(packed: bytes) -> dict[str, bytes]:
    """Return the files that `pack_outputs` was given."""
    rows = (row.split(b"\0") for row in packed.split(b"\n") if row)
    return {path.decode(): bytes.fromhex(digest.decode()) for path, digest in rows}


def number_outputs(packed: bytes) -> int:
    """Return a number that stands for a unit's files; 0 where it has none."""
    return int.from_bytes(blake2b(packed, digest_size=SIZE).digest(), "big") if packed else 0


def stamp_outputs(numbers: Iterable[int], secret: bytes | None) -> str:
    """Return an id of all files that units have written, whatever their order.

    Everyone can read it. So it depends on published files alone, never on a unit without any. It is
    keyed with the build secret, without which no file has an address that only some know.
    """
    every = 0
    for number in numbers:
        every ^= number
    key = (secret or b"")[:64]
    keyed = blake2b(every.to_bytes(SIZE, "big"), digest_size=10, key=key, person=b"site stamp")
    return keyed.hexdigest()
