"""A school with a file of every kind, and the ways in which each can be broken."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hostile_school import CONSENT, picture
from report import format_page_school, write
from wayfolio.model.engine import EngineOutput
from wayfolio.publish.engine import run_mkdocs
from wayfolio.school.languages import frame_sources_at

ZOE, ANA = "portfolios/zoe", "portfolios/ana"
PIECE = "2027-03-02-raft"
SETTINGS = "site_name: River School\ntheme: {name: material}\nplugins: [wayfolio]\n"
EVIDENCE = (
    "---\ntitle: {title}\ndate: 2027-03-02\nkind: model\nvisibility: public\n---\nIt floats well.\n"
)
CATALOGUE = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Home"
msgstr "Inicio"
"""

Break = Callable[[Path], None]
"""Breaks something in a school's folder."""


def whole_school() -> dict[str, str | bytes]:
    """Return the files of the school, before anything is broken."""
    return {
        **format_page_school(),
        f"{ANA}/evidence/{PIECE}.md": EVIDENCE.format(title="The raft"),
        f"{ANA}/evidence/photo.jpg": picture("JPEG", (320, 240)),
        f"{ANA}/evidence/2027-03-03-photo.md": EVIDENCE.format(title="The photo").replace(
            "---\nIt", "files: [{path: photo.jpg, alt: A raft}]\n---\nIt"
        ),
        f"{ANA}/evidence/bus-map.png": picture(),
        # Ana made her map with Ben: it is public if both allow it.
        "portfolios/ben/learner.yml": (
            f"name: {{full: Ben Osei, first: Ben}}\ngroup: harbor-11\n{CONSENT}"
        ),
        f"{ZOE}/learner.yml": f"name: {{full: Zoe Quill, first: Zoe}}\ngroup: harbor\n{CONSENT}",
        f"{ZOE}/evidence/{PIECE}.md": EVIDENCE.format(title="The kite"),
        "translations/es.po": CATALOGUE,
        "docs/index.md": "---\nframe: hub\n---\n# River School\n",
        "docs/about.md": "---\ntitle: About us\n---\n# About us\n\nWe row.\n",
        "mkdocs.yml": SETTINGS,
    }


def write_whole_school(root: Path) -> Path:
    """Write the school, and return its folder."""
    write(root, whole_school())
    return root


def make_engine(root: Path) -> EngineOutput:
    """Run the site engine on the whole school in a folder."""
    return run_mkdocs(root, frame_sources_at(root, "en"))


# ---- ways to break any text file -----------------------------------------------------------------


def _written(content: bytes) -> Callable[[Path], None]:
    def break_it(file: Path) -> None:
        file.write_bytes(content)

    return break_it


def _changed(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def break_it(file: Path) -> None:
        file.write_bytes(change(file.read_bytes()))

    return break_it


def _replaced_by(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def break_it(file: Path) -> None:
        file.unlink()
        make(file)

    return break_it


ANY_FILE: dict[str, Callable[[Path], None]] = {
    "empty": _written(b""),
    "noise": _written(bytes(range(256)) * 4),
    "a NUL": _changed(lambda held: held + b"\0"),
    "Latin-1": _changed(lambda held: held + "# für\n".encode("latin-1")),
    "UTF-16": _changed(lambda held: held.decode("utf-8", "replace").encode("utf-16")),
    "cut in half": _changed(lambda held: held[: len(held) // 2]),
    "an unknown key": _changed(lambda held: b"colour: red\n" + held),
    "a list": _written(b"- 1\n- [2]\n"),
    "a number": _written(b"3\n"),
    "a word": _written(b"nothing\n"),
    "null": _written(b"~\n"),
    "a tab": _changed(lambda held: held.replace(b"\n", b"\n\t", 1)),
    "an open bracket": _changed(lambda held: held + b"x: [1, {a: 'b\n"),
    "a line too long": _changed(lambda held: held + b"# " + b"x" * 300_000 + b"\n"),
    "nested deep": _written(b"x: " + b"[" * 900 + b"]" * 900 + b"\n"),
    "an anchor": _changed(lambda held: b"x: &a [1]\ny: *a\n" + held),
    "a conflict": _changed(lambda held: b"<<<<<<< HEAD\n" + held),
    "a folder": _replaced_by(Path.mkdir),
    "a link": _replaced_by(lambda file: file.symlink_to("/etc/hostname")),
    "a pipe": _replaced_by(os.mkfifo),
    "gone": _replaced_by(lambda _: None),
}


def _break_in(path: str, break_file: Callable[[Path], None], root: Path) -> None:
    break_file(root / path)


FILE_BREAKS: dict[str, Break] = {
    f"{path}: {name}": partial(_break_in, path, how)
    for path in whole_school()
    for name, how in ANY_FILE.items()
}
"""Every way of breaking every file, each with what it is called."""


# ---- values that cannot be -----------------------------------------------------------------------

SCHOOL, SCALES = "competencies/school.yml", "competencies/scales.yml"
POLICIES, CORE = "competencies/policies.yml", "competencies/frameworks/core.yml"
LADDER, COLLEGE = "competencies/pathways/portfolios.yml", "competencies/pathways/early-college.yml"
BUS, BADGES = "competencies/experiences/bus.yml", "competencies/badges.yml"
MAP, OLD = f"{ANA}/evidence/2027-03-01-bus-map.md", f"{ANA}/evidence/2027-02-20-first-map.md"
RATED, PLAN = f"{ANA}/demonstrations/2026-27.yml", f"{ANA}/plan.yml"
PLACED, READING = f"{ANA}/placements.yml", f"{ANA}/supports/reading.yml"
MEMBER = f"{ANA}/learner.yml"


def _replaced(path: str, old: str, new: str) -> Break:
    def break_it(root: Path) -> None:
        file = root / path
        text = file.read_text("utf-8")
        assert old in text, f"{path} holds no {old!r}"
        file.write_text(text.replace(old, new, 1), "utf-8")

    return break_it


def _added(path: str, text: str) -> Break:
    def break_it(root: Path) -> None:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text("utf-8") if file.is_file() else ""
        file.write_text(before + text, "utf-8")

    return break_it


def _held(path: str, content: bytes) -> Break:
    def break_it(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)

    return break_it


DAYS = ("1066-01-01", "9999-99-99", "2027-02-30", "3000-01-01", "0001-01-01", "9999-12-31", "today")
MANY = "9" * 40
VALUE_BREAKS: dict[str, Break] = {
    **{f"{MAP}: made on {day}": _replaced(MAP, "date: 2027-03-01", f"date: {day}") for day in DAYS},
    **{
        f"{MEMBER}: consent from {day}": _replaced(
            MEMBER, "from: 2026-08-24, until", f"from: {day}, until"
        )
        for day in DAYS
    },
    **{f"{SCHOOL}: begins on {day}": _replaced(SCHOOL, "2026-08-24", day) for day in DAYS},
    **{
        f"{SCHOOL}: its day is {day}": _replaced(SCHOOL, "as_of: 2027-03-12", f"as_of: {day}")
        for day in DAYS
    },
    f"{MAP}: hours {MANY}": _replaced(MAP, "hours: 6", f"hours: {MANY}"),
    f"{MAP}: hours -1": _replaced(MAP, "hours: 6", "hours: -1"),
    f"{MAP}: hours 1e999": _replaced(MAP, "hours: 6", "hours: 1e999"),
    f"{MAP}: milestone {MANY}": _replaced(MAP, "milestone: 1", f"milestone: {MANY}"),
    f"{MAP}: milestone 0": _replaced(MAP, "milestone: 1", "milestone: 0"),
    f"{MAP}: an unknown skill": _replaced(MAP, "MTH.1.2]", "MTH.9.9]"),
    f"{MAP}: an unknown learner": _replaced(MAP, "with: [ben]", "with: [nobody]"),
    f"{MAP}: made with oneself": _replaced(MAP, "with: [ben]", "with: [ana]"),
    f"{MAP}: an unknown studio": _replaced(MAP, "experience: bus", "experience: tram"),
    f"{MAP}: an unknown stage": _replaced(MAP, "portfolios/P2]", "portfolios/P9]"),
    f"{MAP}: an unknown language": _replaced(MAP, "lang: en", "lang: tlh"),
    f"{MAP}: an unknown partner": _replaced(MAP, "partner: tern", "partner: gull"),
    f"{MAP}: a missing picture": _replaced(MAP, "path: bus-map.png", "path: bus-mapp.png"),
    f"{MAP}: a picture elsewhere": _replaced(MAP, "path: bus-map.png", "path: ../../../x.png"),
    f"{MAP}: rates itself 99": _replaced(MAP, "MTH.1.1: 9}", "MTH.1.1: 99}"),
    f"{MAP}: revises itself": _replaced(MAP, "2027-02-20-first-map", "2027-03-01-bus-map"),
    f"{MAP}: markup in its title": _replaced(
        MAP, "title: Minutes", "title: <script>x</script> Minutes"
    ),
    f"{MAP}: an empty title": _replaced(MAP, "title: Minutes, not miles", 'title: ""'),
    f"{MAP}: a title of 9000 letters": _replaced(MAP, "title: Minutes", "title: " + "long " * 1800),
    f"{MAP}: a frame in its text": _added(MAP, "\n<iframe src=https://x.example/></iframe>\n"),
    f"{MAP}: quotes 2000 deep": _added(MAP, "\n" + ">" * 2000 + " x\n"),
    f"{MAP}: brackets 9000 deep": _added(MAP, "\n" + "[" * 9000 + "x" + "](y)" * 9000 + "\n"),
    f"{MAP}: a table of 3000 columns": _added(
        MAP, "\n" + "|a" * 3000 + "|\n" + "|-" * 3000 + "|\n"
    ),
    f"{RATED}: off the scale": _added(
        RATED, "- {date: 2027-03-01, kind: studio, by: rosa, ratings: {MTH.1.1: 99}}\n"
    ),
    f"{RATED}: below zero": _added(
        RATED, "- {date: 2027-03-01, kind: studio, by: rosa, ratings: {MTH.1.1: -5}}\n"
    ),
    f"{RATED}: {MANY}": _added(
        RATED, f"- {{date: 2027-03-01, kind: studio, by: rosa, ratings: {{MTH.1.1: {MANY}}}}}\n"
    ),
    f"{RATED}: by nobody": _added(
        RATED, "- {date: 2027-03-01, kind: studio, by: [], ratings: {MTH.1.1: 9}}\n"
    ),
    f"{RATED}: by a stranger": _added(
        RATED, "- {date: 2027-03-01, kind: studio, by: max, ratings: {MTH.1.1: 9}}\n"
    ),
    f"{RATED}: in 1066": _added(
        RATED, "- {date: 1066-01-01, kind: studio, by: rosa, ratings: {MTH.1.1: 9}}\n"
    ),
    f"{RATED}: an unknown skill": _added(
        RATED, "- {date: 2027-03-01, kind: studio, by: rosa, ratings: {MTH.9.9: 9}}\n"
    ),
    f"{RATED}: an unknown badge": _added(
        RATED, "- {date: 2027-03-01, kind: studio, by: rosa, award: moon}\n"
    ),
    f"{PLAN}: a goal in 1066": _replaced(PLAN, "target: 20", "target: 10"),
    f"{PLACED}: an unknown stage": _held(PLACED, b"MTH.1: {stage: P99}\n"),
    f"{PLACED}: a baseline of 99": _held(PLACED, b"MTH.1: {baseline: 99}\n"),
    f"{PLACED}: on a day to come": _held(PLACED, b"MTH.1: {on: 2900-01-01}\n"),
    f"{MEMBER}: an unknown group": _replaced(MEMBER, "group: harbor-11", "group: tower"),
    f"{MEMBER}: an unknown pathway": _replaced(MEMBER, "pathway: early-college", "pathway: moon"),
    f"{MEMBER}: an unknown pace": _replaced(MEMBER, "pace: six-year", "pace: hundred-year"),
    f"{MEMBER}: consent that ends before it begins": _replaced(
        MEMBER, "until: 2027-08-01", "until: 2020-08-01"
    ),
    f"{MEMBER}: pass {MANY}": _replaced(MEMBER, "pass: 2", f"pass: {MANY}"),
    f"{MEMBER}: pass -1": _replaced(MEMBER, "pass: 2", "pass: -1"),
    f"{SCHOOL}: a group within itself": _replaced(SCHOOL, "in: harbor, ", "in: harbor-11, "),
    f"{SCHOOL}: an unknown language": _replaced(
        SCHOOL, "languages: [en, es]", "languages: [en, xx]"
    ),
    f"{SCHOOL}: no language": _replaced(SCHOOL, "languages: [en, es]", "languages: []"),
    f"{SCHOOL}: a language twice": _replaced(SCHOOL, "languages: [en, es]", "languages: [en, en]"),
    f"{SCHOOL}: an unknown framework": _replaced(
        SCHOOL, "frameworks: [core]", "frameworks: [moon]"
    ),
    f"{SCHOOL}: small counts of {MANY}": _replaced(
        SCHOOL, "small_counts: 5", f"small_counts: {MANY}"
    ),
    f"{SCHOOL}: small counts of -1": _replaced(SCHOOL, "small_counts: 5", "small_counts: -1"),
    f"{SCHOOL}: keeps for {MANY} years": _replaced(SCHOOL, "leavers: 5", f"leavers: {MANY}"),
    f"{SCHOOL}: a source outside": _replaced(SCHOOL, "folder: work-of-ben", "folder: ../elsewhere"),
    f"{SCHOOL}: a source that is not there": _replaced(
        SCHOOL, "folder: work-of-ben", "folder: nowhere"
    ),
    f"{SCHOOL}: a source for nobody": _replaced(SCHOOL, "learner: ben}", "learner: nobody}"),
    f"{SCHOOL}: terms that never end": _replaced(SCHOOL, "to: 12-18", "to: 99-99"),
    f"{BADGES}: two that need each other": _added(
        BADGES,
        "  - {id: sun, kind: badge, title: Sun, criteria: {award: moon}}\n"
        "  - {id: moon, kind: badge, title: Moon, criteria: {all: [{award: sun}, {hours: 2}]}}\n",
    ),
    f"{BADGES}: one that needs itself": _added(
        BADGES, "  - {id: sun, kind: badge, title: Sun, criteria: {award: sun}}\n"
    ),
    f"{BADGES}: a level above its scale": _added(
        BADGES, "  - {id: sun, kind: badge, title: Sun, criteria: {level: MTH.1, at_least: 99}}\n"
    ),
    f"{BADGES}: more than all": _added(
        BADGES, "  - {id: sun, kind: badge, title: Sun, criteria: {count: 3, of: [{hours: 2}]}}\n"
    ),
    f"{BADGES}: 120 percent": _added(
        BADGES,
        "  - {id: sun, kind: badge, title: Sun, criteria: {progress: MTH.1, at_least: 120}}\n",
    ),
    f"{BADGES}: an unknown badge": _added(
        BADGES, "  - {id: sun, kind: badge, title: Sun, criteria: {award: star}}\n"
    ),
    "mkdocs.yml: another theme": _held("mkdocs.yml", b"site_name: x\ntheme: readthedocs\n"),
    "mkdocs.yml: no theme": _held("mkdocs.yml", b"site_name: x\n"),
    "mkdocs.yml: no name": _held("mkdocs.yml", b"theme: {name: material}\n"),
    "mkdocs.yml: an unknown plugin": _replaced("mkdocs.yml", "[wayfolio]", "[wayfolio, moon]"),
    "mkdocs.yml: an unknown extension": _added("mkdocs.yml", "markdown_extensions: [moon.rise]\n"),
    "mkdocs.yml: nothing to inherit": _added("mkdocs.yml", "INHERIT: nowhere.yml\n"),
    "mkdocs.yml: a missing hook": _added("mkdocs.yml", "hooks: [nowhere.py]\n"),
    "mkdocs.yml: a page that is not there": _added(
        "mkdocs.yml", "nav: [index.md, {Moon: moon.md}]\n"
    ),
    "mkdocs.yml: a menu of numbers": _added("mkdocs.yml", "nav: 3\n"),
    "mkdocs.yml: overrides that are not there": _replaced(
        "mkdocs.yml", "material}", "material, custom_dir: x}"
    ),
    "mkdocs.yml: features that are none": _replaced(
        "mkdocs.yml", "material}", "material, features: 3}"
    ),
    "mkdocs.yml: extra that is none": _added("mkdocs.yml", "extra: [1]\n"),
    "mkdocs.yml: an address that is none": _added("mkdocs.yml", "site_url: nonsense\n"),
    "mkdocs.yml: a Python object": _added("mkdocs.yml", "x: !!python/name:os.nothing\n"),
    "docs/about.md: a colon in its title": _held("docs/about.md", b"---\ntitle: a: b\n---\n# x\n"),
    "docs/about.md: a template that is not there": _held(
        "docs/about.md", b"---\ntemplate: moon.html\n---\n# x\n"
    ),
    "docs/about.md: a frame": _held(
        "docs/about.md", b"# x\n\n<iframe src='https://x.example/'></iframe>\n"
    ),
    "docs/about.md: a picture elsewhere": _held(
        "docs/about.md", b"# x\n\n![x](https://x.example/y.png)\n"
    ),
    "docs/about.md: a slot": _held("docs/about.md", b"# x\n\nwf-slot-content-fw\n"),
    "docs/about.md: hides a number": _held("docs/about.md", b"---\nhide: 3\n---\n# x\n"),
    "docs/about.md: quotes 3000 deep": _held("docs/about.md", b">" * 3000 + b" x\n"),
    "docs/staff.md: where the staff's pages are": _held("docs/staff.md", b"# Who works here\n"),
    "docs/staff/index.md: where the staff's pages are": _held(
        "docs/staff/index.md", b"# Who works here\n\n[All](grid-core.md)\n"
    ),
    "docs/staff/grid-core.md: where a page of the staff is": _held(
        "docs/staff/grid-core.md", b"# All\n"
    ),
    "portfolios/notes.txt: a text among the learners": _held("portfolios/notes.txt", b"At ten\n"),
    "portfolios/Cleo Lund/learner.yml: no id": _held(
        "portfolios/Cleo Lund/learner.yml", b"name: {full: Cleo Lund, first: Cleo}\ngroup: x\n"
    ),
    "portfolios/Cleo Lund/plan.yml: no id, and no name": _held(
        "portfolios/Cleo Lund/plan.yml", b"goals: []\n"
    ),
    "portfolios/ben: a rating of work that his own repository has not": _held(
        "portfolios/ben/demonstrations/2026-27.yml",
        b"- {date: 2027-03-05, kind: studio, by: rosa, evidence: [2027-03-04-gone],"
        b" ratings: {MTH.1.1: 9}}\n",
    ),
    "docs/competencies/index.md: no hub": _held("docs/competencies/index.md", b"# Ours\n"),
    "docs/learners/index.es.md: no hub": _held("docs/learners/index.es.md", b"# Nuestros\n"),
}
