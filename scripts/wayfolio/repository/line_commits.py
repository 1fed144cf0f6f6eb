"""Asks git which commit last wrote a line: one question for each file."""

import os
import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from wayfolio.model.timeline import Commit, Commits
from wayfolio.repository.git import NoGit, read_output, start_git

HASH_LENGTH = 8
HEADER = re.compile(rb"([0-9a-f]{40,64}) [0-9]+ ([0-9]+)(?: [0-9]+)?")
OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})")
PLAIN = ("--porcelain", "-w", "--no-textconv", "--no-progress", "--ignore-revs-file=")
"""A line that was only indented keeps its commit; nothing that a setting names is run or read."""


def find_commits_known(root: Path) -> Commits:
    """Return which commits git knows of the repository that a folder lies in."""
    try:
        answer = read_output(start_git(root, "rev-parse", "--is-shallow-repository"))
    except NoGit:
        return "none"
    return "shallow" if answer.strip() == b"true" else "all"


def read_line_commits(root: Path, path: str, *, is_shallow: bool) -> dict[int, Commit]:
    """Return the commit that last wrote each line of a file, by the line's number.

    Lines that are not committed are left out. So are those that the oldest commit of a shallow
    clone holds, because an earlier one may have written them.
    """
    try:
        answer = read_output(start_git(root, "blame", *PLAIN, "--", path))
    except NoGit:
        return {}
    return _parse_blame(answer, is_shallow=is_shallow)


def _parse_blame(answer: bytes, *, is_shallow: bool) -> dict[int, Commit]:
    lines, facts = _split_blame(answer)
    commits = {
        name: Commit(short_hash=name[:HASH_LENGTH].decode(), on=_author_date(of_commit))
        for name, of_commit in facts.items()
        # The name of what is not committed is all zeros.
        if name.strip(b"0") and not (is_shallow and "boundary" in of_commit)
    }
    return {line: commits[name] for line, name in lines.items() if name in commits}


def _split_blame(answer: bytes) -> tuple[dict[int, bytes], dict[bytes, dict[str, str]]]:
    """Return the name of each line's commit, and what git says of each commit."""
    lines: dict[int, bytes] = {}
    facts: dict[bytes, dict[str, str]] = {}
    name = b""
    for row in answer.split(b"\n"):
        header = HEADER.fullmatch(row)
        if header is not None:
            name = header[1]
            lines[int(header[2])] = name
            facts.setdefault(name, {})
        elif row and not row.startswith(b"\t"):
            key, _, value = os.fsdecode(row).partition(" ")
            facts[name][key] = value
    return lines, facts


def _author_date(facts: dict[str, str]) -> date | None:
    """Return the day on which an author wrote, where that author was; None for nonsense."""
    offset = OFFSET.fullmatch(facts.get("author-tz", ""))
    try:
        moment = datetime.fromtimestamp(int(facts.get("author-time", "")), UTC)
        if offset is None:
            return moment.date()
        minutes = 60 * int(offset[2]) + int(offset[3])
        shift = timedelta(minutes=-minutes if offset[1] == "-" else minutes)
        return moment.astimezone(timezone(shift)).date()
    except (ValueError, OverflowError, OSError):
        return None
