"""Search: Pagefind's indexes of a site's pages.

A small site has one. A large one has a bundle for its own pages and one for each group of learners,
which the browser searches together, so that a change makes one bundle anew and not all of them.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

from wayfolio.model.names import LearnerId
from wayfolio.model.pages import Page, Public
from wayfolio.model.search_words import part_page

FOLDER = "pagefind"
PROGRAMS = {"pagefind.js", "pagefind-worker.js"}
ENTRY = "pagefind-entry.json"
MAIN = "main"
FEW = 150
"""So many learners need no bundles of their own."""
IN_A_BUNDLE = 64
MOST_BUNDLES = 64


def bundles_for(learners: int) -> int:
    """Return how many bundles a number of learners needs: a power of two; 0 for few."""
    if learners <= FEW:
        return 0
    bundles = 2
    while bundles * IN_A_BUNDLE < learners and bundles < MOST_BUNDLES:
        bundles *= 2
    return bundles


def bundle_of(learner: LearnerId, bundles: int, secret: bytes | None) -> str:
    """Return the bundle in which a learner's pages are found.

    Keyed with the build secret: an unkeyed hash would tell something of the id behind an opaque
    address. Without a secret no page has such an address.
    """
    if not bundles:
        return MAIN
    keyed = blake2b(learner.encode(), digest_size=2, key=secret or b"", person=b"search bundle")
    place = keyed.digest()
    return f"learners-{int.from_bytes(place, 'big') % bundles:02d}"


def index_pages(staged: Path) -> None:
    """Write the one bundle of a whole site into its folder.

    Found is what stands in elements with `data-pagefind-body`, and nothing else. A page may say no
    more: with filters, Pagefind's files differ from run to run.
    Errors: RuntimeError with Pagefind's own words.
    """
    workspace = staged.with_name(f"{staged.name}.search")
    shutil.rmtree(workspace, ignore_errors=True)
    for file in staged.rglob("*.html"):
        _lay_out(file, workspace / file.relative_to(staged))
    _run(workspace, staged / FOLDER)
    shutil.rmtree(workspace)
    _drop_unused(staged / FOLDER, has_programs=True)
    (staged / FOLDER / "bundles.json").write_text("[]\n", "ascii")


def make_bundle(
    name: str, pages: Mapping[str, Path], others: Iterable[str], place: Path
) -> list[Page[Public]]:
    """Return the files of a bundle. Errors: RuntimeError with Pagefind's own words.

    `pages`: where the page at each path lies now. `others`: the bundles besides this one, if it is
    the main one. `place`: an empty folder to work in, on the same disk.
    """
    shutil.rmtree(place, ignore_errors=True)
    site, output = place / "site", place / "made"
    for path, file in pages.items():
        _lay_out(file, site / path)
    is_main = name == MAIN
    _run(site, output)
    _drop_unused(output, has_programs=is_main)
    folder = FOLDER if is_main else f"{FOLDER}/{name}"
    files = [
        Page[Public](f"{folder}/{file.relative_to(output).as_posix()}", file.read_bytes())
        for file in sorted(output.rglob("*"))
        if file.is_file()
    ]
    if is_main:
        listed = f"{json.dumps(sorted(others))}\n".encode()
        files.append(Page[Public](f"{folder}/bundles.json", listed))
    shutil.rmtree(place)
    return files


def _lay_out(file: Path, target: Path) -> None:
    """Give the search a page to read: the page itself, or a copy that is parted into words."""
    target.parent.mkdir(parents=True, exist_ok=True)
    parted = part_page(file.read_bytes())
    if parted is not None:
        target.write_bytes(parted)
        return
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)


def _run(site: Path, output: Path) -> None:
    from pagefind.service import get_executable  # it loads much, and many builds have no search

    # The program itself, since Pagefind's Python client adds ten pages a second.
    program = [str(get_executable()), "--site", str(site), "--output-path", str(output), "--silent"]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    if done.returncode != 0 or not (output / ENTRY).exists():
        raise RuntimeError(f"Pagefind failed:\n{done.stdout}{done.stderr}")


def _drop_unused(bundle: Path, *, has_programs: bool) -> None:
    """Drop Pagefind's own widgets, and the word rules of languages that the site has no page in.

    Programs and word rules are those of the main bundle: the others are searched with them.
    """
    entry = json.loads((bundle / ENTRY).read_bytes())
    languages = entry["languages"]
    # Pagefind writes the languages in another order each time.
    entry["languages"] = dict(sorted(languages.items()))
    text = json.dumps(entry, separators=(",", ":"), ensure_ascii=False)
    (bundle / ENTRY).write_text(text, "utf-8")
    rules = {f"wasm.{about['wasm'] or 'unknown'}.pagefind" for about in languages.values()}
    kept = {ENTRY} | (PROGRAMS | rules if has_programs else set())
    for file in bundle.iterdir():
        if file.is_dir() and file.name in {"fragment", "index"}:
            continue
        if file.name in kept or file.suffix == ".pf_meta":
            continue
        if file.is_dir():
            shutil.rmtree(file)
        else:
            file.unlink()
