"""Turns the codes of other programs into codes as a school may write them."""

import re

from anyascii import anyascii

LONGEST_CODE = 32
_OTHER_SIGNS = re.compile(r"[^A-Za-z0-9.-]+")
_MACHINE = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}|\d{6,}"
    r"|canvas_(learning_)?outcome(_group)?s?[:_-]\d+",
    re.IGNORECASE,
)
_ORIGIN_SIGNS = re.compile(r"[^\x21-\x7e]+")


def school_code(text: str) -> str:
    """Return a code in letters, digits, dots and hyphens; empty if nothing of it can be read.

    A long code keeps its end, which tells it from its neighbors: the beginning is everybody's.
    """
    code = _OTHER_SIGNS.sub("-", anyascii(text)).strip("-.")
    code = re.sub(r"-{2,}", "-", code)
    return code if len(code) <= LONGEST_CODE else shorten_code(code, LONGEST_CODE)


def shorten_code(code: str, longest: int) -> str:
    """Return the end of a code, from where a part of it begins."""
    if len(code) <= longest:
        return code
    end = code[-longest:]
    parts = re.split(r"[.-]+", end, maxsplit=1)
    is_whole = not code[-longest - 1].isalnum()
    shorter = end if is_whole or len(parts) == 1 else parts[1]
    return shorter.strip("-.") or end.strip("-.") or end


def is_machine_code(text: str) -> bool:
    """Whether only programs read a code: a UUID, a long number, a number of a database."""
    return _MACHINE.fullmatch(text.strip()) is not None


def origin_of(identifier: str) -> str:
    """Return an identifier as a comment can hold it."""
    return _ORIGIN_SIGNS.sub("-", identifier.strip())[:200]
