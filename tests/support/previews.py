"""Previews of the example's learners, built once each; the site engine runs once for all."""

from datetime import date
from pathlib import Path
from typing import Literal

from example_school import ROOT, TODAY
from shared_run import new_folder, once_a_run
from wayfolio.editions import preview
from wayfolio.model.engine import EngineOutput
from wayfolio.school.read import read_school

Eyes = Literal["public", "family", "staff"]


@once_a_run
def example_engine() -> EngineOutput:
    """Run the site engine on the example, for previews."""
    school, _ = read_school(ROOT, TODAY)
    assert school is not None
    return preview.run_preview_engine(school)


def build_preview(root: Path, learner: str, eyes: Eyes = "family", today: date = TODAY) -> Path:
    """Build a learner's pages from any school that has the example's own pages."""
    folder = new_folder("preview") / "pages"
    request = preview.PreviewRequest(learner=learner, audience=eyes)
    report = preview.make_preview(root, today, request, folder, engine=example_engine())
    assert report.is_clean, report.diagnostics
    return folder


@once_a_run
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
