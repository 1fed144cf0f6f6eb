"""Each page of docs/programmes holds a school of that programme alone, which builds."""

import re
from pathlib import Path

import pytest

from example_school import ROOT, TODAY
from report import EXAMPLE, write
from shared_run import new_folder, once_a_run
from staff_school import staff_site
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.editions import staff
from wayfolio.model.engine import EngineOutput
from wayfolio.publish.engine import run_mkdocs as run_engine
from wayfolio.school.languages import frame_sources
from wayfolio.school.read import read_school

PAGES = ROOT / "docs" / "programmes"
OWN = {
    "docs/index.md": "---\ntitle: Home\nframe: hub\n---\n# Welcome\n",
    "mkdocs.yml": "site_name: A school\ntheme: {name: material}\nplugins: [wayfolio]\n",
}
COMES_OUT: dict[str, dict[str, list[str]]] = {
    "building-21": {
        "learners/teo": ["Making sense of data", "10.4", "Portfolio 2"],
        "staff/grid-core": ["10.4 met\n100%\n2027-02-01"],
    },
    "one-stone": {
        "learners/zara": ["Discover, round 1", "because somebody should notice", "Courage to try"],
        "staff/agreement": ["Idris Boone · Lucía Marin", "Zara Sample"],
    },
    "p-tech": {
        "learners/amara": ["Computer Concepts", "Ready for college mathematics"],
        "staff/pace": [
            *("five year", "College readiness in mathematics"),
            *("past its date", "Jan 5, 2027"),
        ],
    },
    "saga": {
        "learners/teo": [
            "2 of 36 scheduled sessions took place so far: 70 of 1620 minutes",
            "all of grade 9",
        ],
        "staff/support": [
            *("70", "2 of 36 scheduled", "1620"),
            *("1 (Begun)", "2 (With support)", "Cal Whitefeather"),
        ],
        "staff/delivery": ["Cal Whitefeather", "5.6"],
    },
    "mass-customized-learning": {
        "learners/mia": ["Read the town"],
        "staff/plans": ["Forms of Government", "CIV.3"],
        "staff/groups": ["Mia Sample", "Ben Sample", "own goal", "CIV.3"],
    },
    "all-learners-network": {
        "learners/mateo": ["Thinking in groups"],
        "staff/concepts": ["concrete: 1, drawn: 1, symbolic: 1", "3 (Drawing)"],
        "staff/assessments": ["High-leverage assessment of grade 3", "May 10, 2027", "fall: seen"],
        "staff/study/2026-11-24-mateo": [
            "Meant for as well",
            "special educator",
            "3 with numbers and signs",
            "on the wall for a week",
        ],
        "staff/menu": ["Array race"],
        "staff/lesson/arrays": ["Closure", "Mateo Sample"],
        "staff/inquiries": ["1 learner was rated both times; 1 higher after, 0 lower"],
    },
}


@once_a_run
def engines() -> tuple[EngineOutput, EngineOutput]:
    """Return what the site engine makes of the schools' own pages, which are all alike."""
    root = new_folder("programme")
    write(root, {**OWN, "competencies/school.yml": "name: A school\n"})
    school, _ = read_school(root, TODAY)
    assert school is not None
    public = run_engine(root, frame_sources(school.catalogue))
    return public, staff.run_staff_engine(school)


@pytest.mark.parametrize("name", COMES_OUT)
def test_a_school_of_one_programme_alone_builds_from_the_files_of_its_page(
    tmp_path: Path, name: str
) -> None:
    text = (PAGES / f"{name}.md").read_text("utf-8")
    write(tmp_path, {**OWN, **{path: body.encode() for path, body in EXAMPLE.findall(text)}})
    public, own = engines()

    report = staff.build_staff_edition(tmp_path, TODAY, engine=own, searchable=False)
    seen = api.build_site(
        BuildRequest(root=tmp_path, today=TODAY, engine=public, is_searchable=False)
    )

    assert [str(diagnostic) for diagnostic in report.diagnostics] == []
    assert report.pages
    assert seen.pages
    for address, wanted in COMES_OUT[name].items():
        page = (tmp_path / "site-staff" / address / "index.html").read_text("utf-8")
        assert [said for said in wanted if said not in page] == [], address
    assert not (tmp_path / "site/staff").exists()


def test_every_page_and_file_of_the_example_that_is_linked_is_there() -> None:
    for name in COMES_OUT:
        text = (PAGES / f"{name}.md").read_text("utf-8")
        linked = re.findall(r"\(http://localhost:8000/([a-z0-9/-]+/)\)", text)
        assert len(linked) > 2, name
        for address in linked:
            assert (staff_site() / address / "index.html").is_file(), (name, address)
        beside = re.findall(r"\]\((\.\./[^)]+)\)", text)
        assert [path for path in beside if not (PAGES / path).exists()] == [], name
    listed = (PAGES / "README.md").read_text("utf-8")
    assert sorted(re.findall(r"\(([a-z0-9-]+)\.md\)", listed)) == sorted(COMES_OUT)


def test_each_page_begins_with_a_short_quotation_and_where_it_stands() -> None:
    for name in COMES_OUT:
        text = (PAGES / f"{name}.md").read_text("utf-8")
        own, rest = text.split("## Which files to write")
        quoted = [part for part in own.split("\n\n") if part.startswith("> “")]
        assert 1 <= len(quoted) <= 2, name
        for part in quoted:
            assert re.search(r"”\n>\n> .+\]\(https?://", part), name
            assert len(part.split("”")[0].split()) < 45, name
        assert "\n> “" not in rest, name
