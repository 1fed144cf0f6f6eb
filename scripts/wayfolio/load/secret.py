"""Loads the build secret: 32 bytes from the environment, or from a file outside the school."""

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path

from wayfolio.model.refusal import Refusal

SECRET, SECRET_FILE = "WAYFOLIO_SECRET", "WAYFOLIO_SECRET_FILE"
LENGTH = 32


class SecretRefused(Refusal):
    """The build secret cannot be used. The text says why, and what to do."""


def load_build_secret(environment: Mapping[str, str], root: Path) -> bytes | None:
    """Return the school's build secret, or None where there is none.

    `root`: the school's folder, in which it may not lie. Errors: SecretRefused.
    """
    if text := environment.get(SECRET, "").strip():
        return _decode(text, SECRET)
    if not (name := environment.get(SECRET_FILE, "").strip()):
        return None
    return read_secret_file(Path(name), root, SECRET_FILE)


def read_secret_file(name: Path, root: Path, called: str) -> bytes:
    """Return the secret in a file outside the school. `called`: what named it.

    Errors: SecretRefused.
    """
    file = place_of_secret(name, root, called)
    try:
        return _decode(file.read_text("ascii").strip(), called)
    except (OSError, UnicodeDecodeError) as error:
        raise SecretRefused(f"{called}: {file} cannot be read: {error}") from error


def place_of_secret(name: Path, root: Path, called: str) -> Path:
    """Return where a secret lies. Errors: SecretRefused if it lies in the school's folder."""
    file = name.expanduser().resolve()
    if root.resolve() in file.parents:
        raise SecretRefused(
            f"{called}: {file} lies in the school's folder, from where it could be committed: "
            "move it elsewhere"
        )
    return file


def _decode(text: str, name: str) -> bytes:
    try:
        secret = base64.b64decode(text.replace("-", "+").replace("_", "/") + "==", validate=False)
    except binascii.Error:
        secret = b""
    if len(secret) != LENGTH:
        raise SecretRefused(
            f"{name} is not {LENGTH} bytes in base64: make one with  openssl rand -base64 {LENGTH}"
        )
    return secret
