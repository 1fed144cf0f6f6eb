"""Previews of the example's learners, built once each; the site engine runs once for all."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal

from example_school import ROOT, TODAY
from wayfolio.editions import preview
from wayfolio.model.engine import EngineOutput
from wayfolio.school.read import read_school

Eyes = Literal["public", "family", "staff"]


@cache
def example_engine() -> EngineOutput:
    """Return what the site engine makes of the example."""
    school, _ = read_school(ROOT, TODAY)
    assert school is not None
    return preview.run_preview_engine(school)


def build_preview(root: Path, learner: str, eyes: Eyes = "family", today: date = TODAY) -> Path:
    """Build a learner's pages from any school that has the example's own pages."""
    folder = Path(mkdtemp(prefix="wayfolio-preview-")) / "pages"
    request = preview.PreviewRequest(learner=learner, audience=eyes)
    report = preview.make_preview(root, today, request, folder, engine=example_engine())
    assert report.is_clean, report.diagnostics
    return folder


@cache
def preview_of(learner: str, eyes: Eyes = "family") -> Path:
    """Return the preview of one of the example's learners."""
    return build_preview(ROOT, learner, eyes)


def page_of(learner: str, eyes: Eyes = "family") -> str:
    """Return the HTML of a learner's own page."""
    return (preview_of(learner, eyes) / f"learners/{learner}/index.html").read_text("utf-8")


def content_of(page: str) -> str:
    """Return what stands in the content slot of a page."""
    start = page.index("<article")
    return page[page.index(">", start) + 1 : page.rindex("</article>")].strip() + "\n"
