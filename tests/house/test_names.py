"""A name has one home, and says what it names."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from figures import class_homes, function_homes, read_house
from name_uses import DIALECT, VAGUE_MODULES, names_in_file

ROOT = Path(__file__).parents[2]
SOURCES = (
    ("scripts/wayfolio", "*.py"),
    ("tests", "*.py"),
    ("tests", "*.js"),
    ("benchmarks", "*.py"),
    ("theme", "*.py"),
    ("theme", "*.html"),
    ("theme", "*.js"),
)
NOT_OURS = {"__pycache__", "node_modules", "golden"}
HOUSE = read_house()


def source_files(root: Path) -> list[Path]:
    """Return the files in which we give names."""
    return [
        path
        for folder, pattern in SOURCES
        for path in sorted((root / folder).rglob(pattern))
        if NOT_OURS.isdisjoint(path.relative_to(root).parts)
    ]


def dialect_names(files: Iterable[Path], root: Path) -> list[str]:
    """Return each place where a forbidden name is used."""
    return [
        f"{use.path.relative_to(root).as_posix()}:{use.line}: {use.name}"
        for path in files
        for use in names_in_file(path)
        if use.name.strip("_") in DIALECT
    ]


def vague_modules(files: Iterable[Path], root: Path) -> list[str]:
    """Return the modules and folders whose names say nothing."""
    return [
        path.relative_to(root).as_posix()
        for path in files
        if not {*path.relative_to(root).with_suffix("").parts}.isdisjoint(VAGUE_MODULES)
    ]


def test_a_class_has_one_home() -> None:
    assert class_homes(HOUSE) == {}


def test_a_public_function_has_one_home() -> None:
    assert function_homes(HOUSE) == {}


@pytest.mark.parametrize("folder", sorted({folder for folder, _ in SOURCES}))
def test_a_name_says_what_it_names(folder: str) -> None:
    files = [path for path in source_files(ROOT) if path.is_relative_to(ROOT / folder)]

    faults = dialect_names(files, ROOT)

    assert files != []
    assert not faults, "\n".join(faults)


def test_a_module_says_what_it_holds() -> None:
    assert vague_modules(source_files(ROOT), ROOT) == []


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("loop.py", "for one in range(3):\n    pass\n", 1),
        ("parameter.py", "def add(x, *, told=0):\n    return x\n", 1),
        ("attribute.py", "def add(x):\n    return x.found\n", 2),
        ("argument.py", "print(add(asked=3))\n", 1),
        ("function.py", "def made():\n    pass\n", 1),
        ("private.py", "def _one():\n    pass\n", 1),
        ("class.py", "class told:\n    pass\n", 1),
        ("import.py", "from house.told import plain\n", 1),
        ("alias.py", "import json as found\n", 1),
        ("capture.py", "match 3:\n    case one:\n        pass\n", 2),
        ("keyword.py", "match x:\n    case Box(found=3):\n        pass\n", 2),
        ("formatted.py", 'print(f"{one}")\n', 1),
        ("exception.py", "try:\n    pass\nexcept OSError as told:\n    pass\n", 3),
        ("loop.html", "<p>\n{% for one in view.all %}{% endfor %}", 2),
        ("attribute.html", "{{ view.told }}", 1),
        ("argument.html", "{{ draw(asked=3) }}", 1),
        ("macro.html", "{% macro made(x) %}{% endmacro %}", 1),
        ("import.html", '{% from "parts.html" import draw as told with context %}', 1),
        ("plain.js", "// kept\nconst found = 3\n", 2),
        ("attribute.js", "answer(news.told)\n", 1),
        ("arrow.js", "parts.map(one => one)\n", 1),
        ("template.js", "label = `sheet ${asked.length}`\n", 1),
    ],
)
def test_a_planted_name_is_reported(tmp_path: Path, name: str, text: str, line: int) -> None:
    file = tmp_path / name
    file.write_text(text, "utf-8")

    faults = dialect_names([file], tmp_path)

    assert faults
    assert {fault.rpartition(":")[0] for fault in faults} == {f"{name}:{line}"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("words.py", '"""One was found."""\nones = [f"made {ones}", "told"]  # asked\n'),
        ("words.html", '<p class="made">one {# told #}{{ _("found") }} {{ view.asked_by }}</p>'),
        ("words.js", "/* one */ say('told', \"made\", `found ${ones}`) // asked\n"),
    ],
)
def test_words_in_texts_and_comments_are_not_names(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, "utf-8")

    assert dialect_names([file], tmp_path) == []


@pytest.mark.parametrize("path", ["utils.py", "helpers/boxes.py", "core/__init__.py", "told.js"])
def test_a_planted_module_name_is_reported(tmp_path: Path, path: str) -> None:
    files = [tmp_path / "lid.py", tmp_path / path]

    assert vague_modules(files, tmp_path) == [path]


TWICE = "class Box:\n    def open(self): ...\ndef fill(): ...\ndef _hide(): ...\ndef main(): ...\n"


def test_a_second_home_is_reported(tmp_path: Path) -> None:
    for path in ("attic.py", "cellar/jars.py"):
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(TWICE, "utf-8")
    house = read_house(tmp_path)

    assert class_homes(house) == {"Box": ["attic.py", "cellar/jars.py"]}
    assert function_homes(house) == {"fill": ["attic.py", "cellar/jars.py"]}
