"""Our own prose for families can be read by whoever has had seven years of school."""

import re

import pytest
import textstat  # type: ignore[import-untyped]

from catalogues import collect_strings
from example_school import ROOT

PAGES = ("index.md", "how-to-read.md", "for-families.md")
GRADE = 7.0


def prose(text: str) -> str:
    """Return the sentences of a page."""
    text = re.sub(r"^---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"^\|.*\|$|^#.*$", "", text, flags=re.M)
    text = re.sub(r"<[^>]*>", " ", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    # A point of a list is a sentence of its own.
    text = re.sub(r"\n(?:\d+\.|-) ", ". ", text)
    return re.sub(r"[*_`]", "", text)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_for_families_reads_at_grade_seven_or_below(page: str) -> None:
    text = prose((ROOT / "docs" / page).read_text("utf-8"))

    assert len(text.split()) > 100
    assert textstat.flesch_kincaid_grade(text) <= GRADE


def test_the_sentences_of_family_pages_read_at_grade_seven_or_below() -> None:
    """All sentences that the program says, blanks filled with a name."""
    said = [one if isinstance(one, str) else one[1] for one in collect_strings()]
    sentences = [re.sub(r"%\(\w+\)s|\{\w+\}", "Ana", one) for one in said if one.endswith(".")]

    assert len(sentences) > 50
    assert textstat.flesch_kincaid_grade(" ".join(sentences)) <= GRADE
