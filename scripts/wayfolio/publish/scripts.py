"""The site's scripts: published without the comments that only their readers need."""

import re
from collections.abc import Iterator

BACKTICK = re.compile(r"(?<!\\)`")


def strip_comments(script: str) -> str:
    """Return a script without the comments that fill whole lines.

    These are `//` lines and `/* */` blocks. Comments after code and whatever stands inside a
    template literal stay.
    """
    return "".join(_code_lines(script))


def _code_lines(script: str) -> Iterator[str]:
    in_block = in_template = False
    for line in script.splitlines(keepends=True):
        text = line.strip()
        if in_block:
            in_block = "*/" not in text
        elif not in_template and text.startswith("//"):
            continue
        elif not in_template and _is_block(text):
            in_block = "*/" not in text
        else:
            in_template ^= len(BACKTICK.findall(line)) % 2 == 1
            yield line


def _is_block(text: str) -> bool:
    """Whether a line begins a comment that no code follows."""
    return text.startswith("/*") and not text.partition("*/")[2]
