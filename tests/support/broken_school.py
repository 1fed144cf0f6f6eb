"""A school with a file of every kind, and the ways in which each can be broken."""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from hostile_school import CONSENT, picture
from report import format_page_school, write
from wayfolio.model.engine import EngineOutput
from wayfolio.publish.engine import run_mkdocs
from wayfolio.school.languages import frame_sources_at

ZOE, ANA = "portfolios/zoe", "portfolios/ana"
PIECE = "2027-03-02-raft"
SETTINGS = "site_name: River School\ntheme: {name: material}\nplugins: [wayfolio]\n"
EVIDENCE = (
    "---\ntitle: {title}\ndate: 2027-03-02\nkind: model\nvisibility: public\n---\nIt floats well.\n"
)
CATALOGUE = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Home"
msgstr "Inicio"
"""

Break = Callable[[Path], None]
"""Breaks something in a school's folder."""


def whole_school() -> dict[str, str | bytes]:
    """Return the files of the school, before anything is broken."""
    return {
        **format_page_school(),
        f"{ANA}/evidence/{PIECE}.md": EVIDENCE.format(title="The raft"),
        f"{ANA}/evidence/photo.jpg": picture("JPEG", (320, 240)),
        f"{ANA}/evidence/2027-03-03-photo.md": EVIDENCE.format(title="The photo").replace(
            "---\nIt", "files: [{path: photo.jpg, alt: A raft}]\n---\nIt"
        ),
        f"{ANA}/evidence/bus-map.png": picture(),
        f"{ZOE}/learner.yml": f"name: {{full: Zoe Quill, first: Zoe}}\ngroup: harbor\n{CONSENT}",
        f"{ZOE}/evidence/{PIECE}.md": EVIDENCE.format(title="The kite"),
        "translations/es.po": CATALOGUE,
        "docs/index.md": "---\nframe: hub\n---\n# River School\n",
        "docs/about.md": "---\ntitle: About us\n---\n# About us\n\nWe row.\n",
        "mkdocs.yml": SETTINGS,
    }


def write_whole_school(root: Path) -> Path:
    """Write the school, and return its folder."""
    write(root, whole_school())
    return root


def make_engine(root: Path) -> EngineOutput:
    """Run the site engine on the whole school in a folder."""
    return run_mkdocs(root, frame_sources_at(root, "en"))


# ---- ways to break any text file -----------------------------------------------------------------


def _written(content: bytes) -> Callable[[Path], None]:
    def break_it(file: Path) -> None:
        file.write_bytes(content)

    return break_it


def _changed(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def break_it(file: Path) -> None:
        file.write_bytes(change(file.read_bytes()))

    return break_it


def _replaced_by(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def break_it(file: Path) -> None:
        file.unlink()
        make(file)

    return break_it


ANY_FILE: dict[str, Callable[[Path], None]] = {
    "empty": _written(b""),
    "noise": _written(bytes(range(256)) * 4),
    "a NUL": _changed(lambda held: held + b"\0"),
    "Latin-1": _changed(lambda held: held + "# für\n".encode("latin-1")),
    "UTF-16": _changed(lambda held: held.decode("utf-8", "replace").encode("utf-16")),
    "cut in half": _changed(lambda held: held[: len(held) // 2]),
    "an unknown key": _changed(lambda held: b"colour: red\n" + held),
    "a list": _written(b"- 1\n- [2]\n"),
    "a number": _written(b"3\n"),
    "a word": _written(b"nothing\n"),
    "null": _written(b"~\n"),
    "a tab": _changed(lambda held: held.replace(b"\n", b"\n\t", 1)),
    "an open bracket": _changed(lambda held: held + b"x: [1, {a: 'b\n"),
    "a line too long": _changed(lambda held: held + b"# " + b"x" * 300_000 + b"\n"),
    "nested deep": _written(b"x: " + b"[" * 900 + b"]" * 900 + b"\n"),
    "an anchor": _changed(lambda held: b"x: &a [1]\ny: *a\n" + held),
    "a conflict": _changed(lambda held: b"<<<<<<< HEAD\n" + held),
    "a folder": _replaced_by(Path.mkdir),
    "a link": _replaced_by(lambda file: file.symlink_to("/etc/hostname")),
    "a pipe": _replaced_by(os.mkfifo),
    "gone": _replaced_by(lambda _: None),
}


def file_breaks() -> Iterator[tuple[str, Break]]:
    """Yield every way of breaking every file, each with what it is called."""
    for path in whole_school():
        for name, break_file in ANY_FILE.items():
            yield f"{path}: {name}", partial(_break_in, path, break_file)


def _break_in(path: str, break_file: Callable[[Path], None], root: Path) -> None:
    break_file(root / path)
