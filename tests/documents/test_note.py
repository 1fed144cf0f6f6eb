"""The note home: one sheet for each child, in the family's language, of what it may read."""

import html
import re
from pathlib import Path

import pikepdf
import pytest

from browsing import open_chromium, violations
from example_school import ROOT, copy_example
from wayfolio.cli.main import main


def told(file: Path) -> str:
    """Return the words of a note."""
    text = re.sub(r"<style>.*?</style>|<svg.*?</svg>|<[^>]*>", " ", file.read_text("utf-8"))
    return " ".join(html.unescape(text).split())


@pytest.fixture(autouse=True)
def _in_the_school(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_a_note_tells_what_is_new_what_is_next_and_how_to_help(tmp_path: Path) -> None:
    note = tmp_path / "note.html"

    assert main(["report", "mateo", "--since", "2027-01-20", "--to", str(note)]) == 0
    said = told(note)
    assert "January 20, 2027 to March 12, 2027 Mateo" in said
    assert "Work ¿Cuántos raspados? The fox and the puente" in said
    assert "I work with others : from 2 (Practicing) to 3 (Applying)" in said
    assert "Greta Olsen · March 5, 2027 You and Wren took turns" in said
    assert "The next conference is on May 19, 2027." in said
    first = note.read_bytes()
    assert main(["report", "mateo", "--since", "2027-01-20", "--to", str(note)]) == 0
    assert note.read_bytes() == first
    assert note.stat().st_mode & 0o077 == 0


def test_it_speaks_the_familys_language_and_shows_the_way_to_its_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = copy_example(tmp_path / "school")
    settings = school / "mkdocs.yml"
    settings.write_text(f"site_url: https://school.test/\n{settings.read_text('utf-8')}", "utf-8")
    monkeypatch.chdir(school)
    note = tmp_path / "note.html"

    assert main(["report", "sami", "mateo", "--language", "ar", "--to", str(note)]) == 0
    text = note.read_text("utf-8")
    assert text.startswith('<!doctype html>\n<html lang="ar" dir="rtl">')
    assert "https://school.test/ar/family/" in text
    assert text.count("<section>") == 2


def test_what_is_a_learners_own_is_not_in_a_familys_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "note.html"

    assert main(["report", "jin", "--to", str(note)]) == 2
    assert "jin is of age: these records are the learner's own" in capsys.readouterr().err
    assert not note.exists()
    assert main(["report", "amara", "--since", "2026-08-01", "--to", str(note)]) == 0
    assert "College" not in told(note)
    assert "credits" not in told(note)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["report", "nobody", "--to", "{folder}/note.html"], "there is no learner nobody"),
        (["report", "mateo", "--to", "note.html"], "lies in the school's folder"),
        (["report", "mateo", "--to", "{folder}/note.txt"], "name an .html file in a folder"),
        (
            ["report", "mateo", "--language", "vi", "--to", "{folder}/note.html"],
            "there is no language vi",
        ),
        (["report", "mateo", "sami", "--since", "2027-02-10"], "say  --to FILE"),
        (["report", "harbor"], "say  --since DATE"),
    ],
)
def test_what_was_not_asked_as_it_can_be_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: list[str], said: str
) -> None:
    assert main([one.format(folder=tmp_path) for one in asked]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.long
@pytest.mark.browser
def test_each_childs_note_is_one_sheet_of_paper_that_everybody_can_read(tmp_path: Path) -> None:
    children = ["ada", "amara", "kofi", "lena", "mateo", "sami", "teo", "zara"]
    note, paper = tmp_path / "note.html", tmp_path / "note.pdf"
    asked = ["report", *children, "--since", "2026-08-01", "--to", str(note)]
    with open_chromium() as browser:
        page = browser.new_page()
        for language in ("en", "es", "ar"):
            assert main([*asked, "--language", language]) == 0
            page.goto(note.as_uri())
            assert violations(page) == []
            for size in ("Letter", "A4"):
                page.pdf(path=paper, format=size)
                with pikepdf.open(paper) as made:
                    assert len(made.pages) == len(children), (language, size)
