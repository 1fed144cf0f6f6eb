"""Transcripts: what a college reads in two minutes, on the page and on paper."""

import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from example_school import TODAY, copy_example
from in_ci import IN_CI
from previews import preview_of
from shared_run import new_folder, once_a_run
from wayfolio.cli.main import main
from wayfolio.documents.transcript import write_transcript
from wayfolio.editions import preview
from wayfolio.model.engine import EngineOutput
from wayfolio.publish.pdf import NoPdf, write_pdf
from wayfolio.school.read import read_school

URL = "https://confluence.test/school/"


def can_print() -> bool:
    """Whether this machine has WeasyPrint and Pango."""
    try:
        write_pdf("<p>a</p>")
    except NoPdf:
        return False
    return True


# In CI what is missing is a failure and no excuse.
on_paper = pytest.mark.skipif(not IN_CI and not can_print(), reason="needs WeasyPrint and Pango")


def page_of(learner: str, place: str = "") -> str:
    """Return a transcript as the family's page."""
    file = preview_of(learner) / place / f"learners/{learner}/transcript/index.html"
    return file.read_text("utf-8")


@once_a_run
def school() -> Path:
    """Return the example with a place in the web."""
    folder = copy_example(new_folder("transcript") / "school")
    settings = folder / "mkdocs.yml"
    settings.write_text(f"site_url: {URL}\n" + settings.read_text("utf-8"), "utf-8")
    return folder


@once_a_run
def engine() -> EngineOutput:
    """Run the site engine on it."""
    read, _ = read_school(school(), TODAY)
    assert read is not None
    return preview.run_preview_engine(read)


@once_a_run
def paper(language: str) -> bytes:
    """Return Amara's transcript as a PDF."""
    file = school() / f"{language}.pdf"
    transcript = write_transcript(school(), "amara", TODAY, language=language, to=file)
    assert transcript.report.is_clean
    return file.read_bytes()


def test_a_transcript_says_who_what_and_by_which_words() -> None:
    page = page_of("amara")

    assert "Amara Okonkwo-Reyes" in page
    assert "I can take a position and back it with evidence that would convince" in page
    assert "At a glance" not in page
    # Four pieces are chosen, each with its page.
    pieces = page[page.index('class="wf-pieces"') :]
    assert len(re.findall(r"<strong><a href=", pieces)) == 4
    assert "Friday cod" in pieces


def test_a_transcript_claims_nothing_that_is_not_met() -> None:
    page = page_of("teo")
    words = re.sub(r"<[^>]*>", " ", page)

    assert "Arguing from evidence (" not in words  # under way
    assert re.search(r"Check code:\s+[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", words)


def test_the_check_code_is_the_same_in_every_language_and_for_the_school() -> None:
    codes = {
        re.findall(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", page_of("amara", place))[0]
        for place in ("", "es/", "ar/")
    }

    assert codes == {write_transcript(school(), "amara", TODAY).code}
    assert codes != {write_transcript(school(), "teo", TODAY).code}


def test_the_check_code_changes_with_a_fact(tmp_path: Path) -> None:
    other = copy_example(tmp_path / "school")
    plan = other / "portfolios/amara/plan.yml"
    text = plan.read_text("utf-8")
    first = re.search(r"highlights:\n((?:  - .*\n)+)", text)
    assert first is not None
    plan.write_text(text.replace(first[1], "".join(first[1].splitlines(True)[1:])), "utf-8")

    assert (
        write_transcript(other, "amara", TODAY).code
        != write_transcript(school(), "amara", TODAY).code
    )


@on_paper
@pytest.mark.parametrize(
    "language", [*(pytest.param(name, marks=pytest.mark.long) for name in ("en", "es")), "ar"]
)
def test_the_pdf_is_one_that_everybody_can_read(language: str) -> None:
    """Tagged, with its language and title, headings, a table with headers, and no bare picture."""
    with pikepdf.open(BytesIO(paper(language))) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).split("-")[0] == language
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as about:
            assert about.get("pdfuaid:part") == "1"
            assert "Amara Okonkwo-Reyes" in str(about.get("dc:title"))
        assert [str(page.Tabs) for page in document.pages] == ["/S"] * len(document.pages)
        links = [link for page in document.pages for link in page.get("/Annots", [])]
        assert len(links) > 20
        assert [link for link in links if not str(link.get("/Contents", ""))] == []
        tags = list(structure(document.Root.StructTreeRoot))
        names = [str(tag.S) for tag in tags]
        headings = [int(name[2]) for name in names if re.fullmatch("/H[1-6]", name)]
        assert headings[:2] == [1, 2]
        assert headings.count(1) == 1
        assert all(below - above <= 1 for above, below in pairwise(headings))
        assert {"/Table", "/L", "/LI"} <= set(names)
        headers = {str(tag.ID) for tag in tags if tag.S == "/TH"}
        cells = [tag for tag in tags if tag.S == "/TD"]
        # Four terms with a course each: five columns, of which the first names the row.
        assert len(headers) == 4 * 6
        assert [len(cell.A.Headers) for cell in cells] == [2] * 16  # its column's and its row's
        assert {str(header) for cell in cells for header in cell.A.Headers} <= headers
        alts = [str(tag.get("/Alt", "")) for tag in tags if tag.S == "/Figure"]
    bars = [alt for alt in alts if re.search(r": [\d.]+$", alt)]
    codes = [alt for alt in alts if alt.startswith(f"{URL}learners/amara/evidence/")]
    assert len(bars) == 10
    assert len(codes) == 4
    assert len(alts) == 14


def structure(root: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Give every tag below a node, in the order in which it is read."""
    left = [root]
    while left:
        element = left.pop()
        if isinstance(element, pikepdf.Array):
            left.extend(reversed(list(element)))
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                yield element
            if "/K" in element:
                left.append(element.K)


@pytest.mark.long
@on_paper
def test_the_same_transcript_is_the_same_bytes() -> None:
    again = school() / "again.pdf"
    write_transcript(school(), "amara", TODAY, language="ar", to=again)

    assert again.read_bytes() == paper("ar")


@on_paper
def test_the_bars_on_paper_are_those_of_the_page() -> None:
    """A bar on paper is two rectangles: the whole, and the part that is filled."""
    on_page = [
        int(width)
        for width in re.findall(r'<rect width="(\d+)" height="12" fill="#2e6f7e"', page_of("amara"))
    ]
    with pikepdf.open(BytesIO(paper("en"))) as document:
        drawn = [width for page in document.pages for width in rectangles(page)]

    assert len(on_page) > 5
    assert drawn == [width for bar in on_page for width in (1000, bar)]


def rectangles(page: pikepdf.Page) -> list[int]:
    """Return the widths of a page's rectangles that are 12 high, in their own units."""
    widths = []
    for operator in pikepdf.parse_content_stream(page):
        if str(operator.operator) == "re" and round(float(operator.operands[3])) == 12:
            widths.append(round(float(operator.operands[2])))
    return widths


@on_paper
def test_a_command_writes_it_and_tells_the_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(school())
    assert main(["transcript", "amara", "--language", "ar", "--to", "mine.pdf"]) == 0
    assert (
        capsys.readouterr().out
        == f"amara: check code {write_transcript(school(), 'amara', TODAY).code}\n"
    )
    assert (school() / "mine.pdf").read_bytes() == paper("ar")
    assert main(["transcript", "amara", "--language", "so"]) == 2
    assert "there is no language so" in capsys.readouterr().err


def test_only_public_work_has_a_code_to_scan(tmp_path: Path) -> None:
    """A college cannot open a family's page, so no code leads there."""
    place = tmp_path / "pages"
    request = preview.PreviewRequest(learner="teo")
    report = preview.make_preview(school(), TODAY, request, place, engine=engine())
    assert report.is_clean
    page = (place / "learners/teo/transcript/index.html").read_text("utf-8")
    shutil.rmtree(place)
    request = preview.PreviewRequest(learner="amara")
    preview.make_preview(school(), TODAY, request, place, engine=engine())
    public = (place / "learners/amara/transcript/index.html").read_text("utf-8")

    assert 'class="wf-qr"' not in page
    assert public.count('class="wf-qr"') == 4
    assert f"{URL}learners/amara/evidence/friday-cod/" in public
