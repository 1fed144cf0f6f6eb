"""A small school in a temporary folder, and what the check reports about it."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from textwrap import dedent

from wayfolio.load.files import line_at
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.render.text.diagnostics import diagnostics_text
from wayfolio.school.read import check_school

TODAY = date(2027, 3, 12)

Files = Mapping[str, str | bytes | None]
"""Path -> what stands in the file; None where there is none."""

SCHOOL = "competencies/school.yml"
SCALES = "competencies/scales.yml"
POLICIES = "competencies/policies.yml"
CORE = "competencies/frameworks/core.yml"
YEARS = "competencies/pathways/years.yml"
BADGES = "competencies/badges.yml"
LEARNER = "portfolios/ana/learner.yml"
PLACEMENTS = "portfolios/ana/placements.yml"
RATINGS = "portfolios/ana/demonstrations/2026-27.yml"
BRIDGE = "portfolios/ana/evidence/2027-03-01-bridge.md"
PICTURE = "portfolios/ana/evidence/bridge.png"

# The smallest picture there is: one pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)

SMALL: Files = {
    SCHOOL: """
        name: River School
        people:
          rosa: {name: Rosa Adeyemi, assessor: teacher}
        groups:
          - {id: harbor, title: Harbor House}
        """,
    SCALES: """
        steps:
          ready_at: 3
          points:
            - {value: 1, label: Begun}
            - {value: 4, label: Done}
        """,
    CORE: """
        framework: core
        title: Core
        scale: steps
        stages_of: years
        areas:
          - code: MTH
            title: Mathematics
            competencies:
              - {code: MTH.1, title: Numbers, evidence_required: {"9": 1}}
              - {code: MTH.2, title: Shapes, requires: [MTH.1], evidence_required: {"9": 1}}
        """,
    YEARS: """
        pathway: years
        title: Years
        kind: stages
        stages:
          - {code: "9", level: 3}
        """,
    LEARNER: """
        name: {full: Ana Lund, first: Ana}
        group: harbor
        programmes:
          - {pathway: years, stage: "9", from: 2026-08-24}
        """,
    RATINGS: """
        - date: 2027-03-03
          kind: studio
          by: rosa
          evidence: [2027-03-01-bridge]
          ratings: {MTH.1: 3}
        """,
    BRIDGE: """
        ---
        title: The bridge
        date: 2027-03-01
        kind: model
        shows: [MTH.1]
        files:
          - {path: bridge.png, alt: A bridge of paper}
        ---
        It holds 40 coins.
        """,
    PICTURE: PNG,
}


FORMAT_PAGE = Path(__file__).parents[2] / "docs" / "format.md"
EXAMPLE = re.compile(r"^In `([^`]+)`:\n\n```\w+\n(.*?\n)```$", re.DOTALL | re.MULTILINE)


def format_page_school() -> dict[str, bytes]:
    """Return the files of the school in docs/format.md, which has one of every kind."""
    files = {path: text.encode() for path, text in EXAMPLE.findall(FORMAT_PAGE.read_text("utf-8"))}
    # What cannot stand on a page: pictures and recordings.
    beside = {"bus-map.png": PNG, "bus-talk.mp3": b"ID3", "film.mp4": b"\0\0\0\0ftyp"}
    return files | {f"portfolios/ana/evidence/{name}": held for name, held in beside.items()}


def write(root: Path, files: Files) -> None:
    """Write files below a folder."""
    for path, content in files.items():
        if content is None:
            continue
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        typed = dedent(content).removeprefix("\n").encode() if isinstance(content, str) else content
        (root / path).write_bytes(typed)


@contextmanager
def school(files: Files | None = None) -> Iterator[Path]:
    """Yield the folder of the small school, some of its files replaced or left out."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), {**SMALL, **(files or {})})
        yield Path(folder)


def diagnose(files: Files | None = None, today: date = TODAY) -> tuple[Diagnostic, ...]:
    """Check the small school with these files, and return its diagnostics."""
    with school(files) as root:
        return check_school(root, today).diagnostics


def report(files: Files | None = None, today: date = TODAY) -> str:
    """Return what `wayfolio check` prints about the small school with these files."""
    with school(files) as root:
        return diagnostics_text(
            check_school(root, today).diagnostics, lambda diagnostic: line_at(root, diagnostic.at)
        )


def summary_lines(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Return the first line of what is printed about each mistake, with its hint."""
    return [f"{d.at}: {d.message} [{d.rule}] {d.hint}" for d in diagnostics]
