"""Files on their way into a site: only what the site has not got already is written."""

import os
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

from wayfolio.model.pages import Page, Public, Sealed
from wayfolio.publish.site import file_path, only_sealed


def write_changed(
    pages: Iterable[Page[Public]],
    sealed: Iterable[Page[Sealed]],
    folder: Path | None,
    before: Mapping[str, bytes],
) -> tuple[dict[str, bytes], list[Page[Public] | Page[Sealed]]]:
    """Write the pages that are not as before below `folder`; None: write nothing.

    `sealed`: what only families open; it lies in `family/` under names that tell nothing.
    `before`: path -> hash of what the site has. Returns the same of what it is to have, and the
    pages that were written. Errors: ValueError for a page outside the site or two of one address.
    """
    outputs: dict[str, bytes] = {}
    written: list[Page[Public] | Page[Sealed]] = []
    both: list[Page[Public] | Page[Sealed]] = [*pages, *only_sealed(sealed)]
    for page in both:
        path = file_path(page.path)
        if path in outputs:
            raise ValueError(f"two pages of the address {page.path!r}")
        outputs[path] = blake2b(page.content, digest_size=16).digest()
        if before.get(path) != outputs[path]:
            if folder is not None:
                write_file(f"{folder}/{path}", page.content)
            written.append(page)
    return outputs, written


def write_file(path: str, content: bytes) -> None:
    """Write a file, and the folders above it."""
    how = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    try:
        handle = os.open(path, how, 0o644)
    except FileNotFoundError:
        _make_folder(os.path.dirname(path))
        handle = os.open(path, how, 0o644)
    with open(handle, "wb", buffering=0) as file:
        left = memoryview(content)
        while left:
            left = left[file.write(left) or 0 :]


def _make_folder(path: str) -> None:
    try:
        os.mkdir(path)
    except FileNotFoundError:
        os.makedirs(path, exist_ok=True)
    except FileExistsError:
        pass  # another process of the build has just made it
