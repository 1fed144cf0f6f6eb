"""A learner's file, line by line: what is not meant stays as it was typed."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wayfolio.write.texts import flow_text, mapping_text

ABOUT = "# Nothing of a learner is public without consent:, written once the family has said so.\n"
GROUP = re.compile(r"^group:[ \t]*[^\s#]+", re.MULTILINE)
OPEN_ROW = re.compile(r"^[ \t]*- \{pathway: ([a-z0-9-]+)\b[^{}\n]*\}", re.MULTILINE)
ENDED = re.compile(r"[ ,]to:")
PROGRAMMES = re.compile(r"^programmes:[^\n]*\n((?:[ \t-][^\n]*\n|\n)*)", re.MULTILINE)


class NotTheUsualForm(Exception):
    """The file is written in a way that lines cannot be put into: somebody does it by hand."""


def learner_text(pairs: Mapping[str, Any]) -> bytes:
    """Return a new learner's file."""
    return (ABOUT + mapping_text(pairs)).encode()


def set_group(text: str, group: str) -> str:
    """Return a learner's file with another group. Errors: NotTheUsualForm."""
    if len(GROUP.findall(text)) != 1:
        raise NotTheUsualForm("its group is not on a line of its own")
    return GROUP.sub(f"group: {group}", text)


def set_programs(text: str, more: Sequence[Mapping[str, Any]]) -> str:
    """Return a learner's file with more programmes at the end of the list."""
    programs = PROGRAMMES.search(text)
    if programs is None or not programs[1].strip():
        raise NotTheUsualForm("its programmes are not written line by line")
    rows = programs[1].rstrip("\n")
    first = next(line for line in rows.split("\n") if line.lstrip().startswith("-"))
    pad = first[: len(first) - len(first.lstrip())]
    lines = "".join(f"\n{pad}- {flow_text(program)}" for program in more)
    end = programs.start(1) + len(rows)
    return text[:end] + lines + text[end:]


def end_program(text: str, pathway: str, last_day: date) -> str:
    """Return a learner's file in which a programme ends, in each stage that had no end.

    Errors: NotTheUsualForm.
    """
    programs = PROGRAMMES.search(text)
    rows = list(OPEN_ROW.finditer(text, *programs.span(1))) if programs else []
    own = [row for row in rows if row[1] == pathway and not ENDED.search(row[0])]
    if not own:
        raise NotTheUsualForm(f"its programme {pathway} is not written in a line of its own")
    for row in reversed(own):
        end = row.end() - 1
        text = f"{text[:end].rstrip()}, to: {last_day}{text[end:]}"
    return text
