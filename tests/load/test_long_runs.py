"""A text of one sign or piece of markup, repeated, is read once and not once for each of them."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from wayfolio.build.leak_sources import find_picture_elsewhere
from wayfolio.check.built_words import mended_texts, strip_tags
from wayfolio.check.contacts import find_contact_kinds
from wayfolio.check.leaks import find_active, find_scripts, may_reach_out
from wayfolio.load.built_site import built_file
from wayfolio.load.markdown import find_too_deep, find_too_wide, remove_comments
from wayfolio.load.rough_names import read_rough_name, shows_whole_name
from wayfolio.load.strays import RATES
from wayfolio.media.author_tags import TagFilter
from wayfolio.media.formulas import make_formula
from wayfolio.media.markdown import to_html
from wayfolio.model.own_files import find_unlinked
from wayfolio.model.readable import ATTRIBUTE, readable_page, readable_style
from wayfolio.model.seen_text import replace_part, see_roughly, see_text
from wayfolio.render.frame.postprocess import postprocess
from wayfolio.render.parts.prose import excerpt
from wayfolio.render.text.withheld import WORD

LENGTH = 60_000
"""Read once for each of its signs, a text of so many takes ten seconds for most readers."""
SECONDS = 10
"""Of processor time, for all texts together: some ten times what they need."""
PIECES = (
    *("<!--", "<!-- x", "-->", "<bdo ", "<bdo rtl>", "rtl", "\u202e", "<a ", "</a", "<", "< ", ">"),
    *("](", "][", "![", "[", "]", "![a](", "&#", "&", "\\", "*", "*a", "_", "`", "{", "~", "|"),
    *(
        "a",
        "a.",
        ".",
        "-",
        "a-",
        "+",
        "a@",
        "@",
        "1",
        "12/",
        "1 ",
        "1-",
        " ",
        "\n",
        "\n ",
        "#",
        ":",
    ),
    *("=", "a=", "= ", '"', 'a="', "'", "/*", "url(", "<script", "<script>", "<link", "https://"),
    *("<style>", "<?", '<a x="', "<a '", '<input class="md-toggle', '<link rel="alternate" '),
)
SOME_PIECES = ("<!--", "![", "a", "12/", "<", "<link", "= ", "url(", "<script>", "<a ", " ")
BEGINNINGS = ("", "<bdo rtl ", "x<!-- --> ", "a@b ![ ")
PAGE = (
    b'<html lang="en"><head><meta charset="utf-8"></head><body dir="ltr">'
    b'<div data-md-component="skip"></div><article class="md-content__inner md-typeset">%b</html>'
)
ACTIVE = b'<a onclick="x">'
"""Where a page holds something of the kind, its tags are taken apart."""


def _as_bytes(read: Callable[[bytes], object]) -> Callable[[str], object]:
    return lambda text: read(text.encode())


READERS: Mapping[str, Callable[[str], object]] = {
    "as readers see it": see_text,
    "roughly as readers see it": see_roughly,
    "the markup around a name": lambda text: replace_part(text, 0, len(text), "N."),
    "how somebody can be reached": lambda text: list(find_contact_kinds(f"{text}@1")),
    "pictures elsewhere": _as_bytes(find_picture_elsewhere),
    "scripts": _as_bytes(lambda text: list(find_scripts(text))),
    "what reaches out": _as_bytes(may_reach_out),
    "what runs": _as_bytes(lambda text: list(find_active(built_file("index.html", ACTIVE + text)))),
    "a page of the school": _as_bytes(lambda text: list(readable_page(text))),
    "a page of the engine": _as_bytes(lambda text: postprocess(PAGE % text, "about/", None)),
    "attributes": _as_bytes(ATTRIBUTE.findall),
    "without tags": _as_bytes(strip_tags),
    "divided words": _as_bytes(lambda text: list(mended_texts(text, is_thorough=False))),
    "comments": remove_comments,
    "tags of an author": lambda text: TagFilter().clean(text),
    "a formula": lambda text: make_formula(text, "inline"),
    "a text as HTML": lambda text: to_html(text[:6000]),
    "the beginning of a text": lambda text: excerpt(text[:6000], 100),
    "too deep": find_too_deep,
    "too wide": find_too_wide,
    "a rough name": _as_bytes(lambda text: (read_rough_name(text), shows_whole_name(text))),
    "ratings in the wrong place": RATES.findall,
    "links of the school's pages": lambda text: find_unlinked(["x.bin"], {"a.md": text}, text),
    "a style sheet": _as_bytes(readable_style),
    "words of a message": WORD.findall,
}
"""What reads a text that somebody may have written to make it slow."""


def read_long_runs(*, is_thorough: bool) -> None:
    """Let every reader read texts that repeat one piece."""
    for beginning in BEGINNINGS if is_thorough else BEGINNINGS[:1]:
        for piece in PIECES if is_thorough else SOME_PIECES:
            text = beginning + piece * (LENGTH // len(piece))
            for read in READERS.values():
                read(text)


def read_within_limit(*, is_thorough: bool) -> int:
    """Return the exit code of a process that does so, and is killed if it takes too long."""
    here = Path(__file__).parent
    most = SECONDS * (10 if is_thorough else 1)
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_CPU, ({most}, {most}))\n"
        f"import test_long_runs; test_long_runs.read_long_runs(is_thorough={is_thorough})"
    )
    paths = os.pathsep.join([str(here), str(here.parent / "support")])
    env = {**os.environ, "PYTHONPATH": paths}
    return subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode


def test_some_long_runs_are_read_once() -> None:
    assert read_within_limit(is_thorough=False) == 0


@pytest.mark.long
def test_every_long_run_is_read_once_by_whatever_reads_it() -> None:
    assert read_within_limit(is_thorough=True) == 0


def test_a_comment_without_an_end_hides_nothing() -> None:
    seen = see_text("Z<!-- a -->eb<!-- ul<!--on")

    assert seen is not None
    assert seen.text == "Zeb<!-- ul<!--on"
    assert see_roughly("Z<!-- a -->eb<!-- ul<!--on") == "Zeb<!-- ul<!--on"


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ('<bdo dir="rtl">nolubeZ</bdo>', "Zebulon"),
        ("<bdo dir=rtl><rtl>nolubeZ</bdo>", "nolubeZ"),
        ("<bdo>Zebulon</bdo>", "Zebulon"),
    ],
)
def test_what_is_turned_round_reads_as_before(written: str, seen: str) -> None:
    text = see_text(written)

    assert text is not None
    assert text.text == seen


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("write to ..ana@x.org", ["mail"]),
        ("a@b@c.org", ["mail"]),
        ("12/3/4/5/6/7/8/9/1/2/3/4/5 đường Hoa", ["street"]),
        ("a@b", []),
    ],
)
def test_how_somebody_can_be_reached_is_seen_as_before(written: str, kinds: list[str]) -> None:
    assert list(find_contact_kinds(written)) == kinds


@pytest.mark.parametrize(
    ("written", "at"),
    [
        (b"x ![a](https://x.example/y.png)", 2),
        (b"![a [b](//x.example)", 0),
        (b"[a](https://x.example) ![b](own.png)", -1),
        (b"![own] [a](https://x.example)", -1),
    ],
)
def test_a_picture_of_another_host_is_seen_as_before(written: bytes, at: int) -> None:
    assert find_picture_elsewhere(written) == at


def test_each_script_of_a_page_is_seen_with_its_place() -> None:
    page = b"<p><SCRIPT src=a>1</script ><scripts>2</scripts><script>3</script><script>4"

    assert list(find_scripts(page)) == [(3, b" src=a", b"1"), (48, b"", b"3")]
