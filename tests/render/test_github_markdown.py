"""What GitHub shows of a text, the site shows; what does harm on a page does nothing."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfolio.check.leaks import find_active
from wayfolio.load.built_site import built_file
from wayfolio.media.author_tags import KEPT, VOID
from wayfolio.media.formulas import ELEMENTS, make_formula
from wayfolio.render.parts.prose import BodyImage, Surroundings, body_html, excerpt

AROUND = Surroundings(
    images={"map.png": BodyImage("../a/1.webp", 8, 6)},
    files={"plan.pdf": "../a/2.pdf"},
    evidence={"2027-03-01-bridge": "../bridge/"},
    texts={"2027-03-01-bridge": "# How I folded it\n"},
)
REL = ' rel="noopener noreferrer nofollow ugc"'
SHOWN = {
    "note": ("> [!NOTE]\n> Mind.\n", '<div class="admonition note">\n<p class="admonition-title"'),
    "tip": ("> [!TIP]\n> a\n", 'class="admonition tip"'),
    "important": ("> [!IMPORTANT]\n> a\n", 'class="admonition info"'),
    "warning": ("> [!WARNING]\n> a\n", 'class="admonition warning"'),
    "caution": ("> [!caution]\n> a\n", '<p class="admonition-title" lang="en">Caution</p>'),
    "title of an alert": ("> [!NOTE] Own & <b>\n> a\n", "Own &amp; &lt;b&gt;</p>"),
    "no alert": ("> [!HELLO]\n> a\n", "<blockquote>\n<p>[!HELLO]\na</p>"),
    "emoji": ("It flew :smile: :+1: at 10:30:05 :nope:\n", "It flew 😄 👍 at 10:30:05 :nope:"),
    "formula": ("$a^2$\n", '<math display="inline"><mrow><msup><mi>a</mi><mn>2</mn></msup>'),
    "formula between backticks": ("$`a_b`$\n", "<msub><mi>a</mi><mi>b</mi></msub>"),
    "formula on its own": ("$$\nx\n$$\n", '<math display="block"><mrow><mi>x</mi></mrow></math>'),
    "formula as a block": (
        "```math\n\\frac{1}{2}\n```\n",
        '<p><math display="block"><mrow><mfrac>',
    ),
    "lines of a formula": (
        "$$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$$\n",
        '<mtable displaystyle="true"><mtr><mtd',
    ),
    "set": ("$\\{ x \\mid x > 0 \\}$\n", '<mo stretchy="false">{</mo>'),
    "escaped signs": ("$\\text{flow\\_out} = 25\\%$\n", "<mtext>flow_out</mtext>"),
    "prices": ("It costs $5, not $6.\n", "<p>It costs $5, not $6.</p>"),
    "price with a stroke": ("\\$5 or 6$\n", "<p>$5 or 6$</p>"),
    "formula in code": ("`$a$`\n", "<code>$a$</code>"),
    "formula that cannot be read": ("$\\frac{1}{2$ <\n", "<p>$\\frac{1}{2$ &lt;</p>"),
    "formula of unknown words": ("$\\zebra{x}$\n", "<p>$\\zebra{x}$</p>"),
    "block that cannot be read": ("```math\n\\frac{1\n```\n", "\\frac{1\n</code></pre>"),
    "note below": (
        "A[^Ab_1] b[^Ab_1].\n\n[^Ab_1]: *c*\n",
        '<sup><a href="#u-fn-1" id="u-fnref-1-2" lang="en" aria-label="Footnote 1"',
    ),
    "way back": (
        "A[^ä] b[^ä].\n\n[^ä]: *c*\n",
        '<a href="#u-fnref-1-2" lang="en" aria-label="Back to where footnote 1 belongs"',
    ),
    "note that is missing": ("A[^1].\n", "<p>A[^1].</p>"),
    "task": (
        "- [x] a\n- [ ] b\n",
        '<li><input type="checkbox" disabled="" lang="en" aria-label="Not done"> b</li>',
    ),
    "task that is done": ("- [X] a\n", '<input type="checkbox" checked="" disabled=""'),
    "struck out": ("~~a~~ ~b~\n", "<del>a</del> <del>b</del>"),
    "address": ("www.example.org\n", f'<a href="http://www.example.org"{REL}>www.example.org</a>'),
    "mail": ("a@example.org\n", f'<a href="mailto:a@example.org"{REL}>'),
    "table": ("| a | b |\n|:-:|--|\n| c | d |\n", '<th align="center">a</th>'),
    "small letters": ("H<sub>2</sub>O x<sup>2</sup>\n", "<p>H<sub>2</sub>O x<sup>2</sup></p>"),
    "key and line": ("<kbd>Ctrl</kbd><BR/>b\n", "<p><kbd>Ctrl</kbd><br>b</p>"),
    "what opens": (
        "<details open>\n<summary>Q</summary>\n\n*42*\n\n</details>\n",
        '<details open="">\n<summary>Q</summary>\n<p><em>42</em></p>\n</details>',
    ),
    "table of tags": ("<table><tr><td colspan=2>a</table>\n", '<td colspan="2">a</td>'),
    "writing direction": ('<p dir="rtl" lang="ar">a</p>\n', '<p dir="rtl" lang="ar">a</p>'),
    "heading": ("# Plan & *go*\n", '<h2 id="u-h-plan--go">Plan &amp; <em>go</em></h2>'),
    "two headings": ("## A\n\n## A\n", '<h2 id="u-h-a-1">A</h2>'),
    "link to a heading": ("# Über\n\n[a](#%C3%BCber)\n", f'<a href="#u-h-über"{REL}>a</a>'),
    "link to work": ("[a](2027-03-01-bridge.md)\n", f'<a href="../bridge/"{REL}>a</a>'),
    "link by the folder": ("[a](../evidence/2027-03-01-bridge.md)\n", '<a href="../bridge/"'),
    "link to a part of work": (
        "[a](./2027-03-01-bridge.md#how-i-folded-it)\n",
        '<a href="../bridge/#u-h-how-i-folded-it"',
    ),
    "link to a missing part": ("[a](2027-03-01-bridge.md#x)\n", '<a href="../bridge/" '),
    "link to other work": ("[a *b*](2027-03-01-hidden.md)\n", f"<p><a{REL}>a <em>b</em></a></p>"),
    "link to a file": ("[a][b]\n\n[b]: plan.pdf\n", f'<a href="../a/2.pdf"{REL}>a</a>'),
    "link to a picture": ("[a](map.png)\n", f'<a href="../a/1.webp"{REL}>a</a>'),
    "link as a tag": ('<a href="2027-03-01-bridge.md">a</a>\n', f'<a href="../bridge/"{REL}>a</a>'),
    "picture": ("![a](map.png)\n", '<img src="../a/1.webp" alt="a" width="8" height="6"'),
    "picture as a tag": ('a <img src="x.png" alt="a bridge"> b\n', "<p>a a bridge b</p>"),
    "unknown tag": ("a <font color=red>b</font> c\n", "<p>a b c</p>"),
    "no tag": ("2 < 3 <-- x\n", "<p>2 &lt; 3 &lt;-- x</p>"),
    "diagram": ("```mermaid\ngraph\n```\n", '<pre><code class="language-mermaid">graph'),
}


@pytest.mark.parametrize("kind", SHOWN)
def test_a_text_is_shown_as_github_shows_it(kind: str) -> None:
    written, shown = SHOWN[kind]

    assert shown in body_html(written, AROUND)


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "handler": "<b onclick=alert(1)>a</b> <details ontoggle=alert(1) open>a</details>",
    "style": '<p style="position:fixed">a</p><style>p{}</style>',
    "names": '<p id="wf" class="admonition note">a</p><a name="x" id="u-fn-1">b</a>',
    "address": '<a href="javascript:alert(1)">a</a> <a href="data:text/html,x">b</a>',
    "page elsewhere": '<a href="../../staff/">a</a> <a href="/x">b</a> <a href="//x.example">c</a>',
    "quotes": '<a href="https://x.example/" title=\'"><script>\'>a</a>',
    "picture": '<img src="https://x.example/p.gif"><picture><source srcset="//x.example">',
    "form": '<form action="//x.example"><input name="a"><button>b</button></form>',
    "formula as tags": '<math href="javascript:alert(1)"><mi xlink:href="//x.example">x</mi>',
    "drawing": '<svg onload="alert(1)"><a xlink:href="javascript:alert(1)">x</a></svg>',
    "link in a formula": "$\\href{javascript:alert(1)}{x}$",
    "class in a formula": "$\\class{wf}{x} \\style{color:red}{y} \\id{wf}{z}$",
    "tags in a formula": "$\\text{<script>alert(1)</script><img src=x onerror=alert(1)>}$",
    "entities in a formula": "$\\text{&lt;script&gt;}$ $\\unicode{x3c}$",
    "end of a formula": "$\\text{</mtext></math><script>}$",
    "annotation": '$\\text{<annotation-xml encoding="text/html"><svg onload=alert(1)>}$',
    "end of the page": "</div></article></body></html>",
    "template": "<template><script>alert(1)</script></template>",
    "title of an alert": "> [!NOTE] <img src=x onerror=alert(1)>\n> a",
    "name of a note": 'a[^"><script>]\n\n[^"><script>]: b',
    "heading": '# a"><script>alert(1)</script>',
    "ending of a block": "<details>\n<summary>a\n\n```\n</details>\n<script>\n```",
    "marks of the parser": '<a href="#x" aria-label="" data-heading-content="" class="anchor"></a>',
    "box of another": '<input type="text" name="a" disabled="">',
    "base": '<base href="//x.example"><meta http-equiv="refresh" content="0; url=//x.example">',
}
MAY_STAND = re.compile(
    r"(?:class|id|lang|dir|aria-label|align|start|colspan|rowspan|open|type|checked|disabled"
    r"|rel|href|src|alt|width|height|loading|display|stretchy|mathvariant|lspace|rspace)"
)


class Tags(HTMLParser):
    """The tags and the attributes of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("kind", HOSTILE)
def test_harmful_markup_does_nothing(kind: str) -> None:
    html = body_html(HOSTILE[kind] + "\n\nand more\n", AROUND)
    page = Tags(html)

    assert "and more" in html
    assert set(page.tags) <= (KEPT | ELEMENTS | {"img", "input", "section"}) - {"h1"}
    for name, value in page.attributes:
        assert MAY_STAND.fullmatch(name)
        assert name != "id" or value.startswith("u-")
        assert name not in ("href", "src") or not re.match(
            r"//|\.\./\.\./|/|(?!https?:)\w+:", value
        )
    assert list(find_active(built_file("index.html", html.encode()), framed=True)) == []


@pytest.mark.parametrize(
    "latex",
    [
        *("{" * 20_000, "{" * 900 + "}" * 900, "\\frac" * 300, "\\left(" * 200, "a" * 20_000),
        *("\\sqrt{" * 200 + "}" * 200, "^" * 900, "&" * 1900, "\\begin{matrix}" * 100),
        *("", " ", "\\", "}", "{", "x}", "\\begin{cases} 1", "a_b_c", "\\unknown", "a & b"),
        *("\\newcommand{\\a}{\\b\\b} \\a", "\\def\\a{b} \\a", "\\mathrel\\bmod\\LARGE"),
    ],
)
def test_a_formula_that_cannot_be_read_is_none(latex: str) -> None:
    assert make_formula(latex, "inline") is None


PIECES = st.sampled_from(
    [
        *("<b>", "</b>", "<details>", "</details>", "<summary>", "<table>", "<td>", "</table>"),
        *("<a href=#x>", "</a>", "<li>", "<p>", "</p>", "<h1>", "<div>", "</div>", "<", ">"),
        *("$", "$$", "\\frac", "{", "}", "```math\n", "```\n", "\n", "\n\n", "# x\n", "- [ ] "),
        *("> [!NOTE]\n> ", "[^1]", "\n[^1]: ", "[a](#x)", ":smile:", "| a |\n|-|\n", "x", "1", "^"),
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_is_written_stays_in_its_place(written: str) -> None:
    """Every element ends where it began, ids are there once, and links to them find them."""
    html = body_html(written, AROUND)
    ids = Counter(re.findall(r' id="([^"]*)"', html))

    assert all(count == 1 for count in ids.values())
    assert set(re.findall(r' href="#([^"]*)"', html)) <= set(ids)
    left: list[str] = []
    for slash, name in re.findall(r"<(/?)([a-z][a-z0-9]*)\b[^>]*>", html):
        if slash:
            assert left.pop() == name
        elif name not in VOID | {"img", "input"}:
            left.append(name)
    assert left == []


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("> [!NOTE]\n> Mind :smile: the *gap*[^1].\n\n[^1]: Not this.\n", "Mind 😄 the gap ."),
        ("So $a^2+b$ holds.\n\n$$\\begin{matrix}a&b\\end{matrix}$$\n", "So a2+b holds."),
        ("<details><summary>Q</summary>\n\nA\n\n</details>\n", "Q A"),
        ("$$\\begin{aligned}a&b\\end{aligned}$$ c\n", "c"),
        ("<h2>a\n\n<table>\n\nb\n", ""),
        ("- [x] a\n", "a"),
    ],
)
def test_a_card_has_the_words_alone(written: str, words: str) -> None:
    assert excerpt(written, 200) == words
