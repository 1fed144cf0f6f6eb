"""GitHub's Markdown: a text as a tree, and as HTML in which no author's markup does anything."""

import re
from collections.abc import Iterator

import comrak

from wayfolio.media.author_tags import TagFilter
from wayfolio.media.formulas import make_formula

HEADING_PREFIX = "u-h-"
"""Keeps the ids of headings apart from the page's own, and from those of notes (`u-fn-`)."""
EXTENSIONS = comrak.ExtensionOptions(
    table=True,
    strikethrough=True,
    tasklist=True,
    autolink=True,
    footnotes=True,
    alerts=True,
    shortcodes=True,
    math_dollars=True,
    math_code=True,
    header_id_prefix=HEADING_PREFIX,
)
PARSING = comrak.ParseOptions()
# The author's own HTML is filtered in the tree, and all HTML once more where a page is made.
RENDERING = comrak.RenderOptions(unsafe_=True)
NEEDS_TREE = re.compile(r"[<$]|(?:```|~~~)[ \t]*math")
HEADING_ID = re.compile(f' id="{HEADING_PREFIX}([^"]*)"')
MOST_FORMULAS = 1000
"""In one text."""


def parse(text: str) -> comrak.AstNode:
    """Return a text as a tree."""
    return comrak.parse_document(text, EXTENSIONS, PARSING)


def walk(root: comrak.AstNode) -> Iterator[comrak.AstNode]:
    """Yield a node and everything in it, in the order of the text."""
    left = [root]
    while left:
        node = left.pop()
        yield node
        left.extend(reversed(node.children))


def to_html(text: str) -> str:
    """Return a text as HTML with the author's tags that are kept, and with formulas as MathML."""
    if NEEDS_TREE.search(text) is None:
        return comrak.markdown_to_html(text, EXTENSIONS, PARSING, RENDERING)
    root = parse(text)
    tags = TagFilter()
    formulas = 0
    for node in walk(root):
        value = node.node_value
        if isinstance(value, comrak.HtmlInline):
            node.node_value = comrak.HtmlInline(tags.clean(value.value)[0])
        elif isinstance(value, comrak.HtmlBlock):
            literal = tags.clean(value.value.literal)[0]
            node.node_value = comrak.HtmlBlock(comrak.NodeHtmlBlock(6, literal))
        elif isinstance(value, comrak.Math | comrak.CodeBlock) and is_formula(node):
            formulas += 1
            _replace_formula(node, formulas)
    return comrak.format_html(root, EXTENSIONS, PARSING, RENDERING)


def _replace_formula(node: comrak.AstNode, number: int) -> None:
    """Put MathML in the place of a formula, or leave it as it was typed."""
    mathml = read_formula(node) if number <= MOST_FORMULAS else None
    value = node.node_value
    if isinstance(value, comrak.Math):
        node.node_value = (
            comrak.Text(typed_formula(value.value)) if mathml is None else comrak.HtmlInline(mathml)
        )
    elif mathml is not None:
        node.node_value = comrak.HtmlBlock(comrak.NodeHtmlBlock(6, f"<p>{mathml}</p>\n"))


def is_formula(node: comrak.AstNode) -> bool:
    """Whether a node is a formula, in a line or as a block."""
    value = node.node_value
    if isinstance(value, comrak.CodeBlock):
        return value.value.info.split(" ")[0] == "math"
    return isinstance(value, comrak.Math)


def read_formula(node: comrak.AstNode) -> str | None:
    """Return a formula as MathML, or None where it cannot be read."""
    value = node.node_value
    if isinstance(value, comrak.Math):
        display = value.value.display_math
        return make_formula(value.value.literal, "block" if display else "inline")
    if isinstance(value, comrak.CodeBlock):
        return make_formula(value.value.literal.strip(), "block")
    return None


def typed_formula(formula: comrak.NodeMath) -> str:
    """Return a formula as it was typed."""
    if not formula.dollar_math:
        return f"$`{formula.literal}`$"
    signs = "$$" if formula.display_math else "$"
    return f"{signs}{formula.literal}{signs}"


def heading_ids(text: str) -> frozenset[str]:
    """Return the names by which a text's headings can be linked to, as GitHub makes them."""
    if "#" not in text and "=\n" not in text and "-\n" not in text:
        return frozenset()
    return frozenset(HEADING_ID.findall(to_html(text)))
