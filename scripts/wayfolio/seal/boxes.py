"""A sealed file: format, salt, then AES-256-GCM in chunks. Its name and its bytes tell nothing.

    file   = "wfs1" | salt (16) | chunk | chunk | ...     each chunk up to 1 MiB, and a tag of 16
    inside = packed (1) | length (8) | content | zeros    padded, so that the length tells little

The salt comes from the key, the name and the content. So the same content gives the same file, and
no nonce is ever used for two contents. The number of a chunk and whether it is the last are its
nonce, the name is authenticated: what was swapped, cut, turned round or changed does not open.
"""

import hmac
import struct
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = b"wfs1"
CHUNK = 1 << 20
TAG = 16
SALT = 16
SMALLEST = 256
HEAD = struct.Struct(">BQ")


class NotOpened(Exception):
    """A sealed file is not what its key and its name say."""


def derive_key(key: bytes, purpose: str, length: int = 32, salt: bytes = b"") -> bytes:
    """Return `length` bytes for one purpose (HKDF-SHA256), from which no others can be told."""
    return HKDF(SHA256(), length, salt, purpose.encode()).derive(key)


def opaque_name(key: bytes, address: str) -> str:
    """Return the name of the file that holds what has an address: 32 hexadecimal digits.

    Not base64: a name must be the same on disks that do not tell `a` from `A`.
    """
    return hmac.digest(derive_key(key, "names"), address.encode(), "sha256")[:16].hex()


def pad(length: int) -> int:
    """Return to what length a length is filled up, at most 12 % more (Padmé)."""
    if length <= SMALLEST:
        return SMALLEST
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def seal(key: bytes, name: str, content: bytes, *, pack: bool = False) -> bytes:
    """Return the file `name` that holds a content. `pack`: whether it may get smaller (text)."""
    inside = zlib.compress(content, 6) if pack else content
    body = HEAD.pack(pack, len(inside)) + inside
    body += bytes(pad(len(body)) - len(body))
    salt = hmac.digest(derive_key(key, "salts"), name.encode() + b"\0" + body, "sha256")[:SALT]
    box = AESGCM(_file_key(key, salt, name))
    last = (len(body) - 1) // CHUNK
    chunks = (
        box.encrypt(_nonce(n, last), body[n * CHUNK : (n + 1) * CHUNK], _bound_to(name))
        for n in range(last + 1)
    )
    return b"".join([FORMAT, salt, *chunks])


def open_box(key: bytes, name: str, file: bytes) -> bytes:
    """Return what the file `name` holds. Errors: NotOpened."""
    if not file.startswith(FORMAT) or len(file) < len(FORMAT) + SALT + TAG:
        raise NotOpened(f"{name} is no sealed file")
    salt, rest = file[len(FORMAT) : len(FORMAT) + SALT], file[len(FORMAT) + SALT :]
    box = AESGCM(_file_key(key, salt, name))
    step = CHUNK + TAG
    last = (len(rest) - 1) // step
    try:
        body = b"".join(
            box.decrypt(_nonce(n, last), rest[n * step : (n + 1) * step], _bound_to(name))
            for n in range(last + 1)
        )
    except InvalidTag:
        raise NotOpened(f"{name} was sealed with another key, or was changed") from None
    is_packed, length = HEAD.unpack_from(body)
    inside = body[HEAD.size : HEAD.size + length]
    return zlib.decompress(inside) if is_packed else inside


def _file_key(key: bytes, salt: bytes, name: str) -> bytes:
    return derive_key(key, f"file|{name}", salt=salt)


def _nonce(number: int, last: int) -> bytes:
    return number.to_bytes(11, "big") + bytes([number == last])


def _bound_to(name: str) -> bytes:
    return FORMAT + name.encode()
