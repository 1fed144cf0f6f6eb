"""The form of the theme's files: style sheets in cascade layers, and lines that can be read."""

import re
from pathlib import Path

import pytest

from example_school import ROOT
from previews import example_engine
from wayfolio.publish.styles import LAYERS, STYLES

THEME = ROOT / "theme"
SHEETS = sorted(THEME.rglob("*.css"))
TEMPLATES = sorted(THEME.rglob("*.html"))
LAYER = re.compile(r"(?:@layer [\w, -]+;\n\n)?@layer (tokens|base|parts|pages) \{\n")
PAPER = THEME / "pages" / "transcript_paper.css"
"""The one exception: a page of its own, with no other style sheet beneath its own."""


def name_of(file: Path) -> str:
    """Return a file's path below the theme, for a test's name."""
    return file.relative_to(THEME).as_posix()


def long_lines(file: Path, most: int) -> list[str]:
    """Return the lines of a file that are longer than `most` signs, with their numbers."""
    lines = file.read_text("utf-8").splitlines()
    return [f"{number}: {line}" for number, line in enumerate(lines, 1) if len(line) > most]


@pytest.mark.parametrize("sheet", SHEETS, ids=name_of)
def test_a_rule_of_style_is_readable_in_100_columns(sheet: Path) -> None:
    assert long_lines(sheet, 100) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=name_of)
def test_a_style_sheet_has_one_subject(sheet: Path) -> None:
    assert len(sheet.read_text("utf-8").splitlines()) <= 200


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_template_is_readable_in_120_columns(template: Path) -> None:
    assert long_lines(template, 120) == []


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet != PAPER], ids=name_of)
def test_a_style_sheet_begins_with_the_layer_of_its_folder(sheet: Path) -> None:
    """Nothing stands before the layer or after it, where it would win over every layer."""
    text = sheet.read_text("utf-8")
    layer = LAYER.match(text)

    assert layer is not None
    assert layer[1] == sheet.parent.name
    rules = text[layer.end() :].splitlines()
    assert rules.pop() == "}"
    assert [line for line in rules if line and not line.startswith("  ")] == []


def test_every_style_sheet_is_part_of_one_that_is_published() -> None:
    joined = [f"{name}.css" for names in STYLES.values() for name in names]
    written = THEME / "frame" / "assets" / "css"

    assert sorted(joined) == sorted(
        sheet.relative_to(written).as_posix() for sheet in SHEETS if sheet != PAPER
    )


def test_the_theme_beneath_ours_is_in_a_layer_too() -> None:
    """Outside of layers it would win over every rule of ours."""
    files = example_engine().files
    beneath = {path: sheet for path, sheet in files.items() if "assets/stylesheets/" in path}

    assert len(beneath) == len(LAYERS)
    for path, sheet in beneath.items():
        layer = next(name for start, name in LAYERS.items() if path.startswith(start))
        assert sheet.startswith(b'@charset "UTF-8";@layer ' + layer.encode() + b"{"), path
        assert sheet.endswith(b"}"), path
    assert files["assets/look.css"].startswith(b"@layer material, tokens, base, parts, pages;")
