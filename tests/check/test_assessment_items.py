"""Items of an assessment: what may be wrong with them, and who sees which."""

from pathlib import Path

import pytest

from example_school import copy_example
from previews import build_preview, page_of
from report import RATINGS, Files, report
from wayfolio.build.encoding import StoredGroupFile, decode, encode, restore_group_file
from wayfolio.load.files import Findings, Folder
from wayfolio.load.groups import load_groups

INSTRUMENTS = "competencies/instruments.yml"
BUS: Files = {
    INSTRUMENTS: """
        instruments:
          - id: hla-9
            kind: hla
            stations: [concrete, drawn, symbolic]
            items: [{id: bus, title: Bus}, {id: shells, title: Shells}]
        """
}
OCCASION = "- {{date: 2027-03-02, kind: hla, by: rosa{rest}}}\n"


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (
            ", instrument: hla-9, items: {buss: {right: true}}",
            "2026-27.yml:1:76: error: hla-9 has no item “buss” [unknown-name]",
        ),
        (
            ", instrument: hla-9, items: {bus: {right: true, model: drwn}}",
            "2026-27.yml:1:75: error: hla-9 has no station “drwn” [unknown-name]",
        ),
        (", items: {bus: {right: true}}", "2026-27.yml:1:3: error: “instrument” is missing"),
        (
            ", instrument: hla-9, items: {bus: {right: yes}}",
            "2026-27.yml:1:83: error: expected true or false, found “yes” [wrong-type]",
        ),
        (
            ", instrument: hla-9, items: {bus: {right: true, work: 2027-03-01-bridg}}",
            "2026-27.yml:1:95: error: there is no piece of evidence “2027-03-01-bridg”",
        ),
    ],
)
def test_a_wrong_item_is_reported_where_it_was_typed(rest: str, said: str) -> None:
    assert said in report({**BUS, RATINGS: OCCASION.format(rest=rest)})


def test_an_instrument_has_each_item_once() -> None:
    twice = "instruments:\n  - {id: a, kind: hla, items: [{id: b, title: B}, {id: b, title: C}]}\n"

    assert "instruments.yml:2:51: error: a has two items “b” [repeated-name]" in report(
        {INSTRUMENTS: twice}
    )


def test_the_cache_returns_the_items_of_a_group(tmp_path: Path) -> None:
    (tmp_path / "portfolios/_groups").mkdir(parents=True)
    (tmp_path / "portfolios/_groups/2027-03-02-bus.yml").write_text(
        "date: 2027-03-02\nkind: hla\nby: rosa\ninstrument: hla-9\nlearners: {ana: {MTH.1: 3}}\n"
        "items: {ben: {bus: {right: false, model: drawn, work: ben/2027-03-01-bus}}}\n",
        "utf-8",
    )
    (file,) = load_groups(Folder(tmp_path), Findings())

    assert set(file.learners) == {"ana", "ben"}
    assert file.items["ben"]["bus"].model == "drawn"  # type: ignore[index]
    assert restore_group_file(decode(encode(file), StoredGroupFile)) == file


def test_a_family_sees_its_own_items_and_nobody_elses() -> None:
    kofi, lena = page_of("kofi"), page_of("lena")

    assert "Compared the numbers below the line only." in kofi
    assert "Compared the numbers below the line only." not in lena
    assert "Two strips of one length" in lena
    assert "5/8 or 2/3 with nothing on the table" not in lena, "the task itself is for educators"


def test_work_for_the_staff_alone_is_no_familys_picture(tmp_path: Path) -> None:
    here = copy_example(tmp_path / "school")
    work = here / "portfolios/mateo/evidence/2026-11-05-six-bracelets.md"
    text = work.read_text("utf-8").replace("---\n", "---\nvisibility: staff\n", 1)
    work.write_text(text, "utf-8")

    page = (build_preview(here, "mateo") / "learners/mateo/index.html").read_text("utf-8")

    assert "Is the box enough?" in page
    assert "six-bracelets" not in page
