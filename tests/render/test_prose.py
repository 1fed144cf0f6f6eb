"""Whatever is told about a text is told, although most texts are looked at as HTML alone."""

from datetime import date

import comrak
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wayfolio.check.prose import EXTENSIONS, check_prose, check_tree, may_be_wrong
from wayfolio.model.names import Slug
from wayfolio.model.portfolio import Evidence
from wayfolio.render.parts.prose import excerpt

PIECES = [
    *("# ", "## ", "### ", "#### ", "\n", "\n\n", "> ", "- ", "    ", " ", "word", "here", "más"),
    *("[", "](a.md)", "[here](a.md)", "![", "](b.png)", "`code`", "**", "~~", "<b>", "</b>"),
    *("<!-- x -->", "<https://a.org>", "[^1]", "[^1]: ", "&nbsp;", "&amp;", "\\", "  \n"),
    *("| a | |\n", "|-|-|\n", "| b | c |\n", "===\n", "---\n", "<h4>\n", '<a href="x">'),
]


def text(body: str) -> Evidence:
    """Return a piece of evidence with a text."""
    return Evidence(title="Bridge", date=date(2027, 3, 1), kind=Slug("model"), body=body)


@pytest.mark.parametrize(
    ("body", "messages"),
    [
        ("## A\n\n### B\n\n[the timetable](a.md)\n", []),
        ("### A\n", ["the first heading is one of level 3"]),
        ("## A\n\n#### B\n", ["a heading of level 4 stands below one of level 2"]),
        ("[here](a.md)\n", ["the link “here” does not say where it leads"]),
        ("[click\nhere!](a.md)\n", ["the link “click here” does not say where it leads"]),
        ("[](a.md)\n", ["a link has no words"]),
        ("[<b></b>](a.md)\n", ["a link has no words"]),
        ("[![](b.png)](a.md)\n", ["a link has no words"]),
        ("[![A bridge](b.png)](a.md)\n", []),
        ("![[here](a.md)](b.png)\n", []),
        ("| a | |\n|-|-|\n| b | c |\n", ["a column of this table has no heading"]),
        ("| | a |\n|-|-|\n| b | c |\n", []),
    ],
)
def test_what_somebody_who_listens_would_miss_is_told(body: str, messages: list[str]) -> None:
    assert [diagnostic.message for diagnostic in check_prose(text(body))] == messages


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("[here[^1]](a.md)\n\n[^1]: word\n")
@example("![[here](a.md)](b.png)")
def test_html_never_hides_what_the_tree_would_tell(body: str) -> None:
    if list(check_tree(text(body))):
        assert may_be_wrong(comrak.markdown_to_html(body, EXTENSIONS)), body


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.integers(1, 60))
def test_a_card_begins_as_the_text_does_and_is_no_longer_than_asked(body: str, most: int) -> None:
    whole = excerpt(body, 1_000_000)
    short = excerpt(body, most)

    assert len(short) <= most + 2
    if len(whole) <= most:
        assert short == whole
    else:
        assert short.endswith(" …")
        assert whole.startswith(short.removesuffix(" …"))
