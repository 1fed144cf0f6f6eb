"""A comment is for nobody: it stands in no byte of any edition, and the check says so."""

import pytest

from report import BRIDGE, diagnose
from wayfolio.load.markdown import remove_comments
from wayfolio.render.frame.postprocess import drop_comments

FRONT = (
    "---\ntitle: A\ndate: 2027-03-01\nkind: model\nfiles: [{path: bridge.png, alt: words}]\n---\n"
)
HIDDEN = "mum lost her job"
COMMENTS = {
    "a block": f"Text.\n\n<!-- {HIDDEN} -->\n",
    "within a line": f"Text <!-- {HIDDEN} --> goes on.\n",
    "over lines": f"Text.\n\n<!--\n{HIDDEN}\n\nand more -->\nGoes on.\n",
    "never closed": f"Text.\n\n<!-- {HIDDEN}\n",
    "in a list": f"- a\n  <!-- {HIDDEN} -->\n- b\n",
    "in a quotation": f"> a\n>\n> <!-- x\n> {HIDDEN} -->\n",
    "in a table": f"| a | b |\n| --- | --- |\n| c <!-- {HIDDEN} --> | d |\n",
    "in a heading": f"## A <!-- {HIDDEN} -->\n",
    "within another": f"b <!-- <!-- {HIDDEN} -->\n",
    "what is left of another": f"a <!-<!-- x -->\n\nb <!-- {HIDDEN} -->\n",
    "beside letters of two bytes": f"Zoë 🧭 <!-- {HIDDEN} --> 你好\n",
    "an odd end": f"<!--> {HIDDEN} -->\n",
}


@pytest.mark.parametrize("kind", COMMENTS)
def test_a_comment_is_in_no_text_and_the_check_says_so(kind: str) -> None:
    body, lines = remove_comments(COMMENTS[kind])

    assert HIDDEN not in body
    assert "-->" not in body
    assert lines
    assert body.count("\n") == COMMENTS[kind].count("\n")
    (diagnostic, *_) = [
        diagnostic
        for diagnostic in diagnose({BRIDGE: f"{FRONT}{COMMENTS[kind]}"})
        if diagnostic.rule == "comment"
    ]
    assert diagnostic.severity == "warning"


@pytest.mark.parametrize(
    "text", ["`<!-- a -->`\n", "```\n<!-- a -->\n```\n", "\\<!-- a -->\n", "    <!-- a -->\n"]
)
def test_a_comment_in_code_is_text(text: str) -> None:
    assert remove_comments(text) == (text, ())


def test_a_comment_in_a_page_of_the_school_is_not_in_its_source_either() -> None:
    page = b"<p>a</p><!-- for Ms. Nair\nonly --><script>if (a <!--b) c()</script><p>b</p>"

    assert drop_comments(page) == b"<p>a</p><script>if (a <!--b) c()</script><p>b</p>"
    assert drop_comments(b"<style> <!-- a <!-- b --> c <!-- d") == b"<style>  c <!-- d"
