"""A link from one piece of work to another leads there, for whoever may see both."""

from pathlib import Path

from example_school import copy_example
from previews import build_preview

FOLDER = "portfolios/jin/evidence"
PUBLIC = "2025-04-17-subnets-i-got-wrong"
FAMILY = "2024-11-14-four-reinstalls"
LINKING = "2027-03-08-two-switches-and-a-spare"
TEXT = f"""
[one]({PUBLIC}.md) [two *words*](../evidence/{FAMILY}.md) [three](#my-plan)

## My plan

$\\text{{So}}$ be it[^1].

[^1]: Yes.
"""


def linking_page(school: Path, eyes: str) -> str:
    """Return the page of the piece that links to others, for some eyes."""
    site = build_preview(school, "jin", "public" if eyes == "public" else "family")
    page = site / "learners/jin/evidence" / LINKING[11:] / "index.html"
    for address in (PUBLIC[11:], "../../index.html"):
        assert (page.parent.parent / address).exists()
    return page.read_text("utf-8")


def school_with_links(to: Path) -> Path:
    """Return the example in which one piece links to two others."""
    school = copy_example(to)
    file = school / FOLDER / f"{LINKING}.md"
    file.write_text(file.read_text("utf-8") + TEXT, "utf-8")
    return school


def test_a_link_leads_to_work_that_its_reader_may_see(tmp_path: Path) -> None:
    school = school_with_links(tmp_path / "school")
    public, family = linking_page(school, "public"), linking_page(school, "family")

    for page in (public, family):
        assert f'evidence/{PUBLIC[11:]}/" rel=' in page
        assert '<a href="#u-h-my-plan"' in page
        assert 'id="u-h-my-plan"' in page
        assert "<mtext>So</mtext>" in page
    assert f'evidence/{FAMILY[11:]}/" rel=' in family
    assert FAMILY[11:] not in public
    assert ">two <em>words</em></a>" in public
