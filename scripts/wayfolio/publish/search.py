"""Search: Pagefind's index of a staged site."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

KEPT_PROGRAMS = {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json"}


def index(staged: Path) -> None:
    """Write the search bundle of `staged` into its folder `pagefind/`.

    Found is what stands in elements with `data-pagefind-body`, and nothing else. A page may say no
    more: with filters, Pagefind's files differ from run to run.
    Errors: RuntimeError with Pagefind's own words.
    """
    bundle = staged / "pagefind"
    # The command line, since Pagefind's Python client adds ten pages a second.
    command = [sys.executable, "-m", "pagefind", "--site", str(staged), "--silent"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0 or not (bundle / "pagefind-entry.json").exists():
        raise RuntimeError(f"Pagefind failed:\n{done.stdout}{done.stderr}")
    _drop_unused(bundle)


def _drop_unused(bundle: Path) -> None:
    """Drop Pagefind's own widgets, and the word rules of languages that the site has no page in."""
    entry = json.loads((bundle / "pagefind-entry.json").read_bytes())
    languages = entry["languages"]
    # Pagefind writes the languages in another order each time.
    entry["languages"] = dict(sorted(languages.items()))
    told = json.dumps(entry, separators=(",", ":"), ensure_ascii=False)
    (bundle / "pagefind-entry.json").write_text(told, "utf-8")
    rules = {f"wasm.{about['wasm'] or 'unknown'}.pagefind" for about in languages.values()}
    for file in bundle.iterdir():
        if file.is_dir() and file.name in {"fragment", "index"}:
            continue
        if file.name in KEPT_PROGRAMS | rules or file.suffix == ".pf_meta":
            continue
        if file.is_dir():
            shutil.rmtree(file)
        else:
            file.unlink()
