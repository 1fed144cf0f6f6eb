"""The staff edition: what is on its pages, where it may lie, and what its files hold."""

import csv
import io
from pathlib import Path

import pytest

from example_school import ROOT, TODAY
from previews import page_of
from report import SMALL, write
from staff_school import staff_engine, staff_page, staff_row, staff_school, staff_site
from wayfolio.cli.main import main
from wayfolio.editions import staff
from wayfolio.model.names import Language
from wayfolio.model.pages import Page, Staff
from wayfolio.publish.site import MARKER, SiteRefused
from wayfolio.publish.staff_site import write_staff_site
from wayfolio.render.frame.languages import site_in
from wayfolio.render.staff.claims import claims_view
from wayfolio.render.staff.table import as_csv, escape_formula
from wayfolio.school.read import read_school

ON_PAGES = {
    "support": [
        "5 of 32 scheduled",
        "1440",
        "1 with a substitute",
        "0 now, 1 at most",
        "over, goal not reached",
        "LIT.2.1",
    ],
    "delivery": ["Cal Whitefeather", "72.3", "Weir House", "Extend the plan, plan anew"],
    "inquiries": ["4 learners were rated both times; 2 higher after, 0 lower", "Weir House"],
    "items": [
        "Bags of stones",
        "Drawn · 3 learners",
        "Symbolic · 1 learner",
        "Drew all 24 and stopped to cough.",
        "Drawn · 2 learners",
        "○ not yet",
        "1 of 2",
        "which-is-more-again/",
    ],
    "menu": ["Array race", "Time with a teacher"],
    "assessments": ["May 10, 2027", "Beads for six friends", "concrete, drawn, symbolic"],
    "concepts": ["Thinking in groups", "HL.5, HL.4"],
    "plans": [
        "LIT.1.1 Find and track the central idea",
        "independent work",
        "Budget of One",
        "MTH.3.3, MTH.2.1, LIT.6.2, HAB.2.3",
        "ahead of its date",
    ],
    "pace": ["six year", "Ready for college English and mathematics"],
    "coverage": ["in no studio · rated by one person", "<option>rated by one person"],
    "tasks": [
        "For somebody who was not in the room",
        "Handed in late",
        "Which switch would my mother press first?",
        "118 people read it with a fork",
        "ahead-of-what/",
    ],
    "claims": [
        "Three bet cards",
        "counts toward a finished pass of Living in Draft",
        "evidence: [2027-03-05-three-bet-cards], confirms: [deliverables]",
    ],
    "attention": [
        "Spark map, first try",
        "Draw the case of exactly 1",
        "Support that has stopped",
        "over, goal not reached",
    ],
    "lesson/arrays-that-come-apart": ["Launch", "Main lesson", "Menu", "Closure"],
    "conference/teo": [
        "Tutoring with Cal Whitefeather: over, goal not reached. 5 of 32 scheduled sessions took"
        " place so far: 200 of 1440 minutes; 1 excused, 26 without a record."
    ],
    "study/2026-11-24-mateo": [
        "Three watch one: Mateo Quispe",
        "Nell Ostrowe",
        "Not five",
        "Said to the learner",
        "has drawn one",
        "3 (Drawing)",
        "4 (Reasoning)",
        "Do open-area pictures",
    ],
    "study/2027-03-09-strips": ["Kofi Mensah and Lena Achterberg", "Which is more, second time"],
    "grid-core": ["LIT.4", "11 further\n", "not required"],
}


def test_claims_that_would_move_nothing_are_folded_under_those_that_would() -> None:
    site = site_in(staff_school().school.catalogue, Language("en"), TODAY)
    moving, folded = claims_view(staff_school().rows, site).parts[0].tables
    waiting = [claim for row in staff_school().rows for claim in row.claims if claim.says]

    assert [row[2].text for row in moving.rows] == [c.title for c in waiting if c.moves]
    assert {row[2].text for row in folded.rows} == {c.title for c in waiting if not c.moves}
    assert (moving.fold, folded.fold) == ("", f"{len(folded.rows)} claims that would move nothing")
    text = staff_page("staff/claims")
    assert text.index("claims-table") < text.index(f"<summary>{folded.fold}")
    assert text.index(f"<summary>{folded.fold}") < text.index("claims-moving-nothing-table")


@pytest.mark.parametrize("name", ON_PAGES)
def test_the_staff_find_on_each_page_what_it_is_for(name: str) -> None:
    text = staff_page(f"staff/{name}")

    assert [said for said in ON_PAGES[name] if said not in text] == []


def test_every_learner_is_whole_and_every_page_is_reached_from_the_first() -> None:
    first = staff_page("staff")
    places = sorted(file.parent.name for file in (staff_site() / "staff").glob("*/index.html"))

    assert len(staff_school().rows) == 13
    for learner_row in staff_school().rows:
        assert "For school staff" in staff_page(f"learners/{learner_row.learner}")
        assert f"staff/conference/{learner_row.learner}/" in first
    assert [name for name in places if f"staff/{name}/" not in first] == []


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a file."""
    text = (staff_site() / f"staff/csv/{name}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_each_table_is_a_file_and_so_is_every_rating_and_every_stage() -> None:
    for file in sorted(staff_site().glob("staff/*/index.html")):
        for line in file.read_text("utf-8").split('href="')[1:]:
            address = line.split('"')[0]
            if address.endswith(".csv"):
                assert (file.parent / address).resolve().is_file()
    ratings, stages = table("every-rating"), table("every-stage")
    written = sum(
        len(given)
        for learner_row in staff_school().rows
        for demonstration in learner_row.demonstrations
        for given in demonstration.ratings.values()
    )
    assert len(ratings) == written
    assert {line["counts"] for line in ratings} <= {"yes", "no", "pushed out", "dropped"}
    teo = [
        s for s in stages if (s["learner"], s["competency"], s["stage"]) == ("teo", "LIT.2", "P2")
    ]
    assert [(s["performance"], s["progress_percent"], s["complete"]) for s in teo] == [
        ("6.5", "60", "no")
    ]
    dosage = next(line for line in table("dosage") if line["Learner"] == "Teo Lindqvist")
    assert (dosage["Minutes"], dosage["Minutes scheduled"]) == ("200", "1440")
    windows = [
        (line["Window"], line["Learners"], line["Seen"]) for line in table("assessment-windows")
    ]
    assert windows == [("fall", "8", "6"), ("winter", "8", "6")]
    for learner in {line["Learner"] for line in table("uncovered")}:
        ways = [int(line["Ways"]) for line in table("uncovered") if line["Learner"] == learner]
        assert ways == sorted(ways), learner
    looked = [(line["Study"], line["Learner"], line["Concept"]) for line in table("studies")]
    assert looked == [
        ("Strips side by side", "Kofi Mensah", "HL.4, HL.5"),
        ("Strips side by side", "Lena Achterberg", "HL.4, HL.5"),
        ("Three watch one", "Mateo Quispe", "HL.3"),
    ]
    assert {line["Learner"] for line in table("study-2027-03-09-strips")} == {
        "Kofi Mensah",
        "Lena Achterberg",
    }


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("=1+1", "'=1+1"),
        ("  =HYPERLINK()", "'  =HYPERLINK()"),
        ("+49", "+49"),
        ("-0.5", "-0.5"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\uff1d1", "'\uff1d1"),
        ("Ana", "Ana"),
        ("", ""),
    ],
)
def test_nothing_in_a_file_is_taken_for_a_formula(written: str, held: str) -> None:
    assert escape_formula(written) == held
    assert as_csv(["=a"], [[written]]).startswith("\ufeff'=a\r\n".encode())


@pytest.mark.long
@pytest.mark.long
def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    again = tmp_path / "site-staff"
    report = staff.build_staff_edition(
        ROOT, TODAY, folder=again, engine=staff_engine(), searchable=False
    )

    first = {
        f.relative_to(staff_site()): f.read_bytes() for f in staff_site().rglob("*") if f.is_file()
    }
    second = {f.relative_to(again): f.read_bytes() for f in again.rglob("*") if f.is_file()}
    assert report.pages == len(second) - 1
    assert first == second


@pytest.mark.parametrize("place", ["site", "site/staff", "docs", "docs/staff", "old", "old/below"])
def test_the_staff_edition_never_lies_where_others_read(tmp_path: Path, place: str) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / MARKER).write_bytes(b"Made by wayfolio, for everybody.\n")

    with pytest.raises(SiteRefused, match="choose another folder"):
        write_staff_site([], tmp_path / place, root=tmp_path)

    assert not (tmp_path / place / "index.html").exists()


def test_what_the_school_has_at_the_staffs_addresses_is_not_in_their_edition(
    tmp_path: Path,
) -> None:
    """A page about who works there is usual, and the public site has it."""
    there = ("staff.md", "staff/index.md", "staff/grid-core.md", "staff/plan.png")
    elsewhere = ("about.md", "staffing.md", "our/staff.md")
    write(tmp_path, {**SMALL, **{f"docs/{path}": "x" for path in (*there, *elsewhere)}})
    school, _ = read_school(tmp_path, TODAY)
    assert school is not None

    assert set(staff.find_pages_in_the_way(school)) == {f"docs/{path}" for path in there}


def test_a_file_that_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    folder = tmp_path / "site-staff"

    def build(first: bytes) -> dict[str, int]:
        pages = [Page[Staff]("staff/", first), Page[Staff]("staff/csv/a.csv", b"a")]
        write_staff_site(pages, folder, root=tmp_path, searchable=False)
        return {f.name: f.stat().st_ino for f in folder.rglob("*") if f.suffix in (".html", ".csv")}

    before, after = build(b"one"), build(b"two")

    assert before["a.csv"] == after["a.csv"]
    assert before["index.html"] != after["index.html"]
    assert (folder / "staff/index.html").read_bytes() == b"two"


def test_a_staff_edition_is_replaced_by_the_next(tmp_path: Path) -> None:
    for _ in range(2):
        assert write_staff_site([], tmp_path / "site-staff", root=tmp_path, searchable=False) == 0

    assert (tmp_path / "site-staff" / MARKER).is_file()


def test_a_mistake_leaves_the_old_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "competencies").mkdir()
    (tmp_path / "competencies/school.yml").write_text("name: [", "utf-8")
    monkeypatch.chdir(tmp_path)

    assert main(["build", "--edition", "staff"]) == 1
    assert "nothing was published" in capsys.readouterr().out
    assert not (tmp_path / "site-staff").exists()


def test_a_meeting_gets_what_matters_on_a_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)

    assert main(["report", "harbor", "--since", "2027-02-10"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Harbor House, from February 10, 2027 to March 12, 2027")
    assert "Teo Lindqvist\n" in printed
    assert "Reasoning and convincing: from 9.3 to 9.6" in printed
    assert len(printed.splitlines()) < 60
    assert main(["report", "harbour", "--since", "2027-02-10"]) == 2
    assert "did you mean harbor?" in capsys.readouterr().err


@pytest.mark.long
def test_groups_come_in_the_sizes_that_were_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)

    assert main(["groups", "harbor", "--sizes", "2-3", "--framework", "core"]) == 0
    printed = capsys.readouterr().out
    assert "HAB.4 Being professional\n  Jin-ho Park: own goal" in printed
    assert "Teo Lindqvist: no group yet: not enough others are ready for" in printed
    for wrong in (["--sizes", "4-3"], ["--sizes", "two"], ["--framework", "cor"]):
        assert main(["groups", "harbor", *wrong]) == 2


def test_what_adults_agree_is_not_told_to_the_family_and_what_they_say_is() -> None:
    text = page_of("mateo")

    assert "Nobody had to ask you a second question." in text
    assert "asks nothing for a week" not in text


def test_a_family_reads_how_much_took_place_in_words() -> None:
    text = page_of("teo")

    assert "5 of 32 scheduled sessions took place so far: 200 of 1440 minutes" in text
    assert "The planned time is over, and the goal is not reached yet." in text
    assert "45 minutes on Monday, Wednesday and Friday" in text
    assert "In touch with home once, on October 7, 2026." in text
    assert "Told his mother" not in text


def test_what_waits_for_an_adult_goes_when_somebody_looks() -> None:
    waiting = {work.evidence for work in staff_row("amara").waiting if work.nobody}

    rated = {
        ref.removeprefix("amara/")
        for demonstration in staff_row("amara").demonstrations
        if demonstration.ratings
        for ref in demonstration.evidence
    }
    assert waiting
    assert not waiting & rated


@pytest.mark.parametrize(
    ("learner", "who"),
    [("teo", "Idris Boone, advisor"), ("lena", "Priya Nair, instructional coach")],
)
def test_a_family_reads_whom_to_ask_and_when(learner: str, who: str) -> None:
    said = (
        f"Who to ask: {who}. The next conference is on May 19, 2027."
        " The next exhibition is on June 3, 2027."
    )

    assert said in page_of(learner)
