"""Imports of random files of other programs: no traceback, no broken school, and twice is once."""

import json
import random
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from case_packages import case_item, case_link, case_package, child
from imports import FUZZ_SECONDS, write_school
from wayfolio.authoring.import_frameworks import FrameworkOptions, draft_framework
from wayfolio.authoring.import_ratings import draft_ratings
from wayfolio.authoring.imports import write_import
from wayfolio.authoring.new import AuthoringSession, open_session
from wayfolio.load.tables import NotReadable
from wayfolio.write.drafts import Draft
from wayfolio.write.files import NotWritten

TODAY = date(2027, 3, 12)
SOME = 6
"""Files of a short run."""
WORDS = (
    *("", "I can ask.", "A", "b" * 90, "a. b", "S.1", "S-1", "s.1", "CON", "nul", "数学.1", "Ánh"),
    *("<p>x &amp; <b>y</b></p>", "*x* | _y_", "|a|\n|---|", "\x00\u202ex", "\u200ba\u00adb", "🙂"),
    *("null", "~", "yes", "- x", "# x", "x: y # CASE z", '"', "\\", "'", "{a: b}", "%", "@", "`"),
    *("x" * 9000, "1", "9.5", "-3", "1e9", "9:3,default:0", "2027-03-01", "2020-01-01", "MTH.1"),
    *("group", "outcome", "active", "deleted", "Standard", "Competency Statement", "Content Area"),
    *("3c713373-ec56-4c1e-9a0e-0123456789ab", "canvas_outcome:7", "a b c", "ana-l", "Ana Lund"),
    *("Rosa Adeyemi", "rosa-a", "09/04/2026 14:03:22 -04:00", "2026-09-04T23:30:00Z", "M", "O"),
)
MARKS = (b"\xff\xfe", b"\xe9", b"\x00", b'"', b"\n", b"\r", b",", b"<<<<<<< x\n", b"{", b"]")
Make = Callable[[random.Random], bytes]


def make_case(choose: random.Random) -> bytes:
    """Return a package: a tree with odd words, odd associations and odd fields."""
    names = [f"i{number}" for number in range(choose.randint(1, 14))]
    fields = ("abbreviatedStatement", "educationLevel", "language", "notes", "statusEndDate")
    items: list[object] = [
        case_item(
            name,
            choose.choice(WORDS),
            choose.choice((None, *WORDS)),
            **{field: choose.choice((None, *WORDS)) for field in choose.sample(fields, 2)},
        )
        for name in names
    ]
    ends = ["doc", *names, "elsewhere"]
    links: list[object] = [
        child(name, choose.choice(ends), choose.choice((None, 1, "2", 9.5, "x"))) for name in names
    ]
    for _ in range(choose.randint(0, 5)):
        kind = choose.choice(("isChildOf", "precedes", "exactMatchOf", "isRelatedTo", ""))
        links.append(case_link(choose.choice(ends), kind, choose.choice(ends)))
    strays: tuple[object, ...] = (None, 7, [], {}, "x", {"identifier": None})
    items += choose.choices(strays, k=choose.randint(0, 2))
    links += choose.choices(strays, k=choose.randint(0, 2))
    return json.dumps(case_package(items, links, title=choose.choice(WORDS))).encode()


def make_rows(head: str, choose: random.Random) -> Iterator[str]:
    """Yield the lines of a table with odd cells."""
    yield head
    width = head.count(",") + 1
    for _ in range(choose.randint(0, 14)):
        row = (choose.choice(WORDS) for _ in range(width + choose.randint(-2, 1)))
        yield ",".join('"' + cell.replace('"', '""') + '"' for cell in row)


def make_table(head: str) -> Make:
    """Return what makes tables with these headings."""
    return lambda choose: "\n".join(make_rows(head, choose)).encode("utf-8", "replace")


KINDS: dict[str, Make] = {
    "case": make_case,
    "slate": make_table("Code,Type,Descriptor,Statement,ER"),
    "canvas": make_table(
        "canvas_id,vendor_guid,object_type,title,description,friendly_description,"
        "calculation_method,workflow_state,parent_guids,mastery_points,ratings,,,"
    ),
    "slate-ratings": make_table(
        "Demonstration ID,Student Name,Student Number,Skill,Created,Rating,Portfolio,Teacher Name"
    ),
    "canvas-results": make_table(
        "student name,student sis id,assessment title,assessment id,submission date,attempt,"
        "learning outcome name,learning outcome id,outcome score"
    ),
}


def damage(content: bytes, choose: random.Random) -> bytes:
    """Return a file with a few wrong bytes, or one that was cut off."""
    for _ in range(choose.randint(0, 3)):
        place = choose.randint(0, len(content))
        content = content[:place] + choose.choice(MARKS) + content[place + choose.randint(0, 2) :]
    return content[: choose.randint(0, len(content))] if choose.random() < 0.1 else content


def draft_import(session: AuthoringSession, kind: str, file: Path) -> Draft:
    """Return the draft of an import."""
    if kind in ("slate-ratings", "canvas-results"):
        return draft_ratings(session, kind, file, "rosa", encoding=None, replaces=False)
    return draft_framework(session, kind, file, FrameworkOptions())


def check_import(root: Path, kind: str, file: Path) -> None:
    """Fail unless an import of a file leaves a school without errors, and a second one nothing."""
    try:
        session = open_session(root, TODAY)
        draft = draft_import(session, kind, file)
    except (NotReadable, NotWritten):
        return
    written = write_import(session, draft)
    assert not written.errors, written.errors
    try:
        assert draft_import(open_session(root, TODAY), kind, file).files == {}
    finally:
        for path in written.paths:
            (root / path).unlink()


def run(kind: str, folder: Path, seeds: Iterator[int]) -> None:
    """Import a random file for each seed."""
    root = folder / "school"
    write_school(root)
    file = folder / "file"
    for seed in seeds:
        choose = random.Random(seed)
        content = KINDS[kind](choose)
        file.write_bytes(damage(content, choose) if choose.random() < 0.3 else content)
        try:
            check_import(root, kind, file)
        except BaseException as error:
            error.add_note(f"{kind}, seed {seed}")
            raise


def seeds_for(seconds: float) -> Iterator[int]:
    """Yield seeds until the time is up."""
    end = time.monotonic() + seconds
    seed = 1000
    while time.monotonic() < end:
        yield seed
        seed += 1


@pytest.mark.parametrize("kind", KINDS)
def test_random_files_break_no_school(kind: str, tmp_path: Path) -> None:
    run(kind, tmp_path, iter(range(SOME)))


@pytest.mark.long
@pytest.mark.timeout(2 * FUZZ_SECONDS + 60)
@pytest.mark.parametrize("kind", KINDS)
def test_random_files_break_no_school_for_long(kind: str, tmp_path: Path) -> None:
    run(kind, tmp_path, seeds_for(FUZZ_SECONDS))
