"""Pages as they are read, kept whole: what a change does to them is seen, and read.

`.venv/bin/pytest tests/render/test_golden.py --write-golden` writes them anew.
"""

import re
from pathlib import Path

import pytest

from previews import Eyes, content_of, preview_of
from samples import sample

GOLDEN = Path(__file__).parent / "golden"
PAGES: dict[str, tuple[str, Eyes, str]] = {
    "amara-family": ("amara", "family", "learners/amara/"),
    "teo-family": ("teo", "family", "learners/teo/"),
    "zara-family": ("zara", "family", "learners/zara/"),
    "mateo-family": ("mateo", "family", "learners/mateo/"),
    "sami-family": ("sami", "family", "learners/sami/"),
    "amara-public": ("amara", "public", "learners/amara/"),
    "evidence-family": ("teo", "family", "learners/teo/evidence/mend-it-draft/"),
    "project-family": ("amara", "family", "learners/amara/projects/living-project/"),
    "competency": ("amara", "public", "competencies/mth-1/"),
    "badge": ("amara", "public", "badges/mc-lit4/"),
    "studio": ("amara", "public", "studios/bus/"),
    "pathway": ("amara", "public", "pathways/early-college-it/"),
}
PICTURE = re.compile(r"[0-9a-f]{16}(?=\.(webp|mp3|pdf))")
"""The name of a file is that of its bytes, which differ between versions of the library."""


@pytest.mark.parametrize("name", sample(PAGES, 2))
def test_a_page_is_as_it_was_read_last(name: str, request: pytest.FixtureRequest) -> None:
    learner, eyes, address = PAGES[name]
    page = (preview_of(learner, eyes) / address / "index.html").read_text("utf-8")
    content = PICTURE.sub("file", content_of(page))
    kept = GOLDEN / f"{name}.html"
    if request.config.getoption("--write-golden"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(content, "utf-8")
    assert content == kept.read_text("utf-8"), "read the page, then write it with --write-golden"
