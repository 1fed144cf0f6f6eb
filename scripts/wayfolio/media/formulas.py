"""Makes a formula in LaTeX into MathML, which browsers draw and read out without a script."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from typing import Literal
from xml.etree.ElementTree import Element

MOST_SIGNS = 2000
DEEPEST = 30
"""Braces within braces; the parser calls itself for each."""
DEEPEST_ELEMENT = 200
ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        "math mrow mi mn mo ms mtext mspace msub msup msubsup munder mover munderover "
        "mmultiscripts mprescripts none mfrac msqrt mroot mtable mtr mtd mstyle mpadded "
        "mphantom menclose",
    )
)
TEXTS = frozenset(["mi", "mn", "mo", "ms", "mtext"])
"""Elements in which browsers show nothing but text."""
ATTRIBUTES = frozenset(
    re.findall(
        r"\w+",
        "display stretchy fence form lspace rspace accent accentunder mathvariant "
        "linethickness columnalign displaystyle scriptlevel notation width height depth "
        "voffset minsize maxsize movablelimits separator",
    )
)
"""Those that arrange signs. None leads anywhere, has a color, or is a name."""
NESTING = re.compile(
    r"(\{|\\(?:left|begin)(?![a-zA-Z]))|(\}|\\(?:right|end)(?![a-zA-Z]))|\\.", re.S
)
"""What begins (1) and what ends (2); `\\{` is a sign."""
DEFINITION = re.compile(r"\\(?:(?:re|provide)?newcommand|def|let|newenvironment|DeclareMath)")
"""A name for other signs. Within each other, a few of them become millions of signs."""
ENVIRONMENT = re.compile(r"\\(begin|end)\{aligned\}")
VALUE = re.compile(
    r"[+-]?[0-9]*\.?[0-9]+(?:em|ex|pt|px|cm|mm|in|pc|mu|%)?|true|false|block|inline|prefix|infix"
    r"|postfix|left|right|center|normal|(?:bold|italic|script|fraktur|double-struck|monospace"
    r"|sans-serif|-)+|box|circle|roundedbox|longdiv|actuarial|radical|top|bottom"
    r"|(?:(?:up|down)diagonalstrike|(?:horizontal|vertical)strike| )+"
)
"""What may stand in them: measures, and the language's own words."""
ESCAPED = re.compile(r"\\([_%&#${} ])")
STUMBLES = (
    *(ArithmeticError, AttributeError, LookupError, RuntimeError, StopIteration, TypeError),
    *(ValueError, AssertionError),
)
"""What the parser raises, besides its own errors, where it cannot read a formula."""
UNKNOWN = re.compile(r"\\[a-zA-Z]|^\\$|^&$")
"""What the parser leaves in the text of an element where it knows no meaning."""


@lru_cache(maxsize=1024)
def make_formula(latex: str, display: Literal["inline", "block"]) -> str | None:
    """Return a formula as MathML; None where it cannot be read, or means more than signs."""
    if len(latex) > MOST_SIGNS or DEFINITION.search(latex) or not _is_nested_well(latex):
        return None
    # Its imports take longer than most texts, and few texts have a formula.
    from latex2mathml import exceptions
    from latex2mathml.converter import convert_to_element

    known = [kind for kind in vars(exceptions).values() if isinstance(kind, type)]
    errors: tuple[type[Exception], ...] = (
        tuple(kind for kind in known if issubclass(kind, Exception)) + STUMBLES
    )
    try:
        root = convert_to_element(ENVIRONMENT.sub(r"\\\1{align*}", latex), display=display)
        return "".join(_write(root, 0))
    except errors:
        return None


def _is_nested_well(latex: str) -> bool:
    """Whether each brace and command has its end, and not too many are within others."""
    depth = 0
    for sign in NESTING.finditer(latex):
        if sign[1]:
            depth += 1
        elif sign[2]:
            depth -= 1
        if not 0 <= depth <= DEEPEST:
            return False
    return depth == 0


def _write(element: Element, depth: int) -> Iterator[str]:
    """Yield an element and what is in it; raise ValueError where it holds what has no meaning."""
    name, text = element.tag, ESCAPED.sub(r"\1", unescape(element.text or ""))
    if name in TEXTS and len(element):
        raise ValueError(name)
    if name not in ELEMENTS or depth > DEEPEST_ELEMENT or UNKNOWN.search(element.text or ""):
        raise ValueError(name)
    attributes = (
        f' {key}="{value}"'
        for key, value in element.attrib.items()
        if key in ATTRIBUTES and VALUE.fullmatch(value)
    )
    yield f"<{name}{''.join(attributes)}>{escape(text)}"
    for part in element:
        yield from _write(part, depth + 1)
    yield f"</{name}>"
