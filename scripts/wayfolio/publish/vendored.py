"""Programs of others that a page of ours needs: fetched once, proved by a hash, kept in a cache.

They are no dependency of a build: only who makes forms for editing fetches them.
"""

import base64
import hashlib
import io
import os
import tarfile
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from wayfolio.model.refusal import Refusal

REGISTRY = "https://registry.npmjs.org"
PATIENCE = 60
LARGEST = 40_000_000


class NotFetched(Refusal):
    """Why a package is not there, and what to do."""


class Package(Struct, frozen=True, kw_only=True):
    """One version of a package of npm's registry."""

    name: str
    version: str
    sha512: str
    """Of the archive, in base64, as the registry and lock files write it."""

    @property
    def archive(self) -> str:
        """The name of its file."""
        return f"{self.name.rpartition('/')[2]}-{self.version}.tgz"


def fetch_package_file(package: Package, cache: Path) -> Mapping[str, bytes]:
    """Return the files of a package by their paths. Errors: NotFetched."""
    kept = cache / package.archive
    archive = kept.read_bytes() if kept.is_file() else b""
    if not _is_it(archive, package):
        archive = _fetch(package)
        cache.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(archive)
        fresh.replace(kept)
    return _unpack(archive)


def _is_it(archive: bytes, package: Package) -> bool:
    digest = base64.b64encode(hashlib.sha512(archive).digest()).decode()
    return digest == package.sha512


def _fetch(package: Package) -> bytes:
    registry = os.environ.get("NPM_CONFIG_REGISTRY", REGISTRY).rstrip("/")
    address = f"{registry}/{package.name}/-/{package.archive}"
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            archive: bytes = answer.read(LARGEST)
    except (OSError, ValueError) as error:
        raise NotFetched(
            f"{package.name} {package.version} is needed once for the forms, and {registry} cannot"
            " be reached: try again when the network is back"
        ) from error
    if not _is_it(archive, package):
        raise NotFetched(f"what {address} sent is not {package.name} {package.version}: not used")
    return archive


def _unpack(archive: bytes) -> Mapping[str, bytes]:
    contents = {}
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as files:
        for member in files:
            held = files.extractfile(member) if member.isfile() else None
            if held is not None:
                contents[member.name.removeprefix("package/")] = held.read()
    return contents
