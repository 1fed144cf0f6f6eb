"""Makes a school of any size, in which nobody is real. The same number of pages, the same bytes.

    .venv/bin/python benchmarks/school.py FOLDER --pages 5000 [--git]
    .venv/bin/python benchmarks/school.py FOLDER --change 3

Each learner has twelve pieces of evidence (16 lines of facts, about 380 words: headings, a list, a
table, code or a quotation, three links, a picture) and a rating for each competency that a piece
shows, by one of eight assessors. There are 60 competencies in six areas that require one another,
with words for four levels, and six groups. Everybody has agreed to be shown with their work. A
learner is the same at every size, so a larger school holds a smaller one.

Counted are these pages: one a piece of evidence, one a learner, one a competency, the front page.

The picture is one of twenty that all share, in docs/assets, and the text has a link to it. Other
generators are given an image in its place. Here a learner's picture lies beside the text and is
made anew at its first build, which is work that the others do not do, and is not measured.

`--git` puts all of it into a repository with one commit. `--change` does what a learner does on a
school day: one file, the newest piece of learner number N, gets a new title, a new rating by the
learner and a paragraph, and is committed where there is a repository.
"""

import argparse
import os
import random
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from invented_words import FIRST_NAMES, LAST_NAMES, WORK_WORDS, plain, sentences, slug, words

PIECES = 12
"""Pieces of evidence of one learner."""
COMPETENCIES = 60
PICTURES = 20
SITE = "https://school.example.org"
AREAS = {
    "MAK": "Making",
    "ENQ": "Enquiry",
    "COM": "Communication",
    "COL": "Collaboration",
    "SYS": "Systems",
    "SEL": "Self-direction",
}
GROUPS = ("heron", "otter", "alder", "birch", "swift", "trout")
KINDS = (
    *("prototype", "field log", "interview", "model", "performance"),
    *("essay", "dataset", "workshop", "repair", "survey"),
)
ASSESSORS = {
    "m-ruiz": ("Marta Ruiz", "teacher"),
    "t-okafor": ("Tobe Okafor", "teacher"),
    "j-lind": ("Jonas Lind", "mentor"),
    "a-nakamura": ("Aiko Nakamura", "coach"),
    "s-dube": ("Sizwe Dube", "teacher"),
    "p-moreau": ("Pauline Moreau", "employer"),
    "k-hale": ("Kit Hale", "community"),
    "r-bhatt": ("Ravi Bhatt", "instructor"),
}
FIRST_DAY, LAST_DAY = date(2024, 9, 2), date(2026, 6, 12)
CLOCK = date(2026, 6, 30)
"""The day that the school's clock stands at, so that the site is the same on any day."""
COMMITTED = 1_782_813_600
"""When the first commit was made, in seconds since 1970: 2026-06-30 10:00 UTC."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence, and what an assessor made of it."""

    stem: str
    text: str
    occasion: str
    on: date


def learners_for(pages: int) -> int:
    """Return how many learners have about so many pages, at least one."""
    return max(1, round((pages - COMPETENCIES - 1) / (PIECES + 1)))


def pages_of(learners: int) -> int:
    """Return how many pages such a school has: evidence, learners, competencies, front page."""
    return learners * (PIECES + 1) + COMPETENCIES + 1


def make(folder: Path, learners: int, *, in_git: bool = False) -> None:
    """Write a school with so many learners into a folder that does not exist or is empty."""
    for path, text in school_files(learners):
        _write(folder / path, text)
    if in_git:
        _git(folder, "init", "--quiet", "--template=", "--initial-branch=main")
        _commit(folder, 0, "Begin the school", "--all")


def school_files(learners: int) -> Iterator[tuple[str, str]]:
    """Give every file of the school: its path from the root, and its text."""
    yield "mkdocs.yml", MKDOCS
    yield ".gitignore", "/.cache/\n/site/\n/.site.*\n"
    yield "docs/index.md", "# What we can do\n\nAll that learners here chose to show.\n"
    for number in range(PICTURES):
        yield f"docs/assets/photo-{number:02d}.svg", _picture(number)
    yield "competencies/school.yml", _school()
    yield "competencies/scales.yml", SCALES
    yield "competencies/frameworks/core.yml", _framework()
    for number in range(learners):
        yield from learner_files(number)


MKDOCS = f"""\
site_name: Riverside Studio School
site_url: {SITE}/
theme:
  name: material
  language: en
  font: false
plugins: [wayfolio]
markdown_extensions: [tables, attr_list, toc]
"""
SCALES = """\
four-steps:
  title: Four steps
  ready_at: 3
  advanced_at: 4
  points:
    - {value: 1, label: Together}
    - {value: 2, label: With a reminder}
    - {value: 3, label: On my own}
    - {value: 4, label: Somewhere new}
"""


def _picture(number: int) -> str:
    hue, x = number * 18, 20 + number * 14
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180">'
        f'<rect width="320" height="180" fill="hsl({hue} 60% 80%)"/>'
        f'<circle cx="{x}" cy="90" r="40" fill="hsl({hue} 60% 45%)"/></svg>\n'
    )


def _school() -> str:
    people = [
        f"  {person}: {{name: {name}, assessor: {kind}}}"
        for person, (name, kind) in ASSESSORS.items()
    ]
    groups = [f"  - {{id: {group}, title: {group.title()} House}}" for group in GROUPS]
    lines = [
        "name: Riverside Studio School",
        f"as_of: {CLOCK}",
        "frameworks: [core]",
        "people:",
        *people,
        "groups:",
        *groups,
        "publish: {learners: consent, index: true}",
    ]
    return "\n".join(lines) + "\n"


def _framework() -> str:
    chance = random.Random("competencies")
    lines = ["framework: core", "title: Core competencies", "scale: four-steps", "policy: highest"]
    lines.append("areas:")
    made = {area: list[str]() for area in AREAS}
    for number in range(COMPETENCIES):
        made[list(AREAS)[number % len(AREAS)]] += _competency(chance, number)
    for area, title in AREAS.items():
        lines += [f"  - code: {area}", f"    title: {title}", "    competencies:", *made[area]]
    return "\n".join(lines) + "\n"


def _competency(chance: random.Random, number: int) -> list[str]:
    before = [chance.randrange(number) for _ in range(chance.randint(0, 2))] if number else []
    lines = [
        f"      - code: {code(number)}",
        f"        title: {' '.join(chance.sample(WORK_WORDS, 3)).capitalize()}",
        f"        statement: {plain(chance, 30)}",
        f"        requires: [{', '.join(code(n) for n in sorted(set(before)))}]",
        "        skills:",
        f"          - code: {skill(number)}",
        f"            statement: {plain(chance, 8)}",
        "            levels:",
    ]
    return lines + [f"              {level}: {plain(chance, 14)}" for level in range(1, 5)]


def code(competency: int) -> str:
    """Return the code of a competency: its area, and its place there."""
    return f"{list(AREAS)[competency % len(AREAS)]}.{competency // len(AREAS) + 1}"


def skill(competency: int) -> str:
    """Return the code of what is rated: each competency has one skill."""
    return f"{code(competency)}.1"


def learner_id(number: int) -> str:
    """Return the name of a learner's folder."""
    return f"{slug(' '.join(_name(number)))}-{number:05d}"


def _name(number: int) -> tuple[str, str]:
    chance = random.Random(f"name {number}")
    return chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)


def learner_files(number: int) -> Iterator[tuple[str, str]]:
    """Give the files of one learner, who is the same in every school that has them."""
    chance = random.Random(f"learner {number}")
    (first, last), learner = _name(number), learner_id(number)
    folder = f"portfolios/{learner}"
    yield (
        f"{folder}/learner.yml",
        (
            f"name: {{full: {first} {last}, first: {first}, shown: full}}\n"
            f"group: {GROUPS[number % len(GROUPS)]}\n"
            "consent:\n"
            "  - what: [name, work, badges]\n"
            f"    audience: public\n    by: guardian\n    from: {FIRST_DAY}\n"
        ),
    )
    yield (
        f"{folder}/plan.yml",
        (
            f"interests: [{', '.join(chance.sample(WORK_WORDS, 3))}]\n"
            "why:\n"
            f"  - from: {FIRST_DAY}\n"
            f"    text: {plain(chance, 35)}\n"
        ),
    )
    span = (LAST_DAY - FIRST_DAY).days
    days = sorted(FIRST_DAY + timedelta(days=chance.randint(0, span)) for _ in range(PIECES))
    occasions: dict[str, list[str]] = {}
    before = ""
    for place, day in enumerate(days):
        piece = _piece(chance, learner, place, day, before)
        yield f"{folder}/evidence/{piece.stem}.md", piece.text
        occasions.setdefault(_school_year(piece.on), []).append(piece.occasion)
        before = piece.stem
    for year, texts in occasions.items():
        yield f"{folder}/demonstrations/{year}.yml", "".join(texts)


def _school_year(day: date) -> str:
    first = day.year if day.month >= 8 else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


def _piece(chance: random.Random, learner: str, place: int, day: date, before: str) -> Piece:
    topics = chance.sample(WORK_WORDS, chance.randint(2, 3))
    kind = chance.choice(KINDS)
    title = f"{' '.join(topics)} {kind}".capitalize()
    stem = f"{day}-{place + 1:02d}-{slug(title)}"
    shown = sorted(chance.sample(range(COMPETENCIES), chance.choice([2, 3, 3, 4])))
    facts = [
        f"title: {title}",
        f"date: {day}",
        f"kind: {slug(kind)}",
        "lang: en",
        f"hours: {chance.randint(1, 12)}",
        "connects:",
        f"  spark: [{', '.join(chance.sample(WORK_WORDS, 2))}]",
        f"  because: {plain(chance, 14)}",
        "shows:",
        *(f"  - {skill(number)}" for number in shown),
        "self:",
        *(f"  {skill(number)}: {chance.randint(1, 4)}" for number in shown),
        "visibility: public",
    ]
    links = (
        f"[the {topics[0]} competency]({SITE}/competencies/{slug(code(shown[0]))}/)",
        f"[{chance.choice(WORK_WORDS)} notes](https://example.org/{slug(title)})",
        f"[my earlier work]({before}.md)" if before else f"[my page]({SITE}/learners/{learner}/)",
    )
    text = ["---", *facts, "---", "", *_body(chance, topics[0], links)]
    rated_on = day + timedelta(days=chance.randint(0, 14))
    ratings = "".join(f"    {skill(number)}: {chance.randint(1, 4)}\n" for number in shown)
    occasion = (
        f"- date: {rated_on}\n  kind: studio\n  by: {chance.choice(list(ASSESSORS))}\n"
        f"  evidence: {stem}\n  ratings:\n{ratings}"
    )
    return Piece(stem=stem, text="\n".join(text), occasion=occasion, on=rated_on)


def _body(chance: random.Random, topic: str, links: tuple[str, str, str]) -> Iterator[str]:
    """Give the lines of a text of 150 to 400 words, and what is around them."""
    count = chance.randint(150, 400)
    picture = f"{SITE}/assets/photo-{chance.randrange(PICTURES):02d}.svg"
    yield from ("## What I made", "", sentences(chance, int(count * 0.22), links[0]), "")
    yield from (f"[Photo of the {topic}]({picture})", "")
    yield from ("## How it went", "", sentences(chance, int(count * 0.20)), "")
    points = chance.randint(3, 5)
    for place in range(points):
        link = links[1] if place == 1 else ""
        yield "- " + sentences(chance, int(count * 0.20 / points), link)
    yield from ("", "### Trials", "", *_trials(chance), "")
    yield from _code(chance) if chance.random() < 0.5 else _quotation(chance)
    yield from ("## What I would change", "", sentences(chance, int(count * 0.30), links[2]), "")


def _trials(chance: random.Random) -> Iterator[str]:
    yield from ("| Trial | Setting | Result | Note |", "| --- | --- | ---: | --- |")
    for place in range(chance.randint(3, 5)):
        setting = f"{chance.choice(WORK_WORDS)} {chance.randint(1, 90)}"
        figure = chance.randint(1, 9999) / 100
        yield f"| {place + 1} | {setting} | {figure} | {' '.join(words(chance, 3))} |"


def _code(chance: random.Random) -> Iterator[str]:
    name = "_".join(chance.sample(WORK_WORDS, 2))
    figures = ", ".join(str(chance.randint(1, 120)) for _ in range(6))
    yield from ("```python", f"def {name}(values, limit={chance.randint(2, 99)}):")
    yield from ('    """Mean of what is not out of range."""',)
    yield "    kept = [x for x in values if x < limit]"
    yield from ("    return sum(kept) / len(kept) if kept else None", "")
    yield from (f"print({name}([{figures}]))", "```", "")


def _quotation(chance: random.Random) -> Iterator[str]:
    yield from (f"> {sentences(chance, 24)}", ">", "> — a visitor", "")


def change(folder: Path, number: int) -> Path:
    """Let one learner change one file, the newest piece, and commit it. Return the file.

    The learner is number `number`, counted around where the school has fewer.
    """
    learners = sorted(folder.glob("portfolios/*"), key=lambda path: path.name[-5:])
    file = max((learners[number % len(learners)] / "evidence").glob("*.md"))
    chance = random.Random(f"change {number}")
    text = file.read_text("utf-8")
    text = re.sub(r"(?m)^(title: .*?)( \(\d+\))?$", rf"\1 ({number})", text, count=1)
    text = re.sub(r"(self:\n  \S+: )(\d)", _another_level, text, count=1)
    text = re.sub(r"\nLooking back \d+ times: .*\n", "", text)
    _write(file, f"{text}\nLooking back {number} times: {sentences(chance, 25)}\n")
    if (folder / ".git").is_dir():
        _commit(folder, number, "Change one piece", file.relative_to(folder).as_posix())
    return file


def _another_level(found: re.Match[str]) -> str:
    return f"{found[1]}{int(found[2]) % 4 + 1}"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def _commit(folder: Path, number: int, message: str, *what: str) -> None:
    _git(folder, "add", *what)
    when = f"{COMMITTED + 60 * number} +0000"
    settings = ["user.name=Riverside Studio School", "user.email=school@example.org"]
    settings += ["commit.gpgSign=false", "core.hooksPath=/dev/null", "gc.auto=0"]
    chosen = [part for one in settings for part in ("-c", one)]
    days = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    _git(folder, *chosen, "commit", "--quiet", "--message", message, environment=days)


def _git(folder: Path, *words: str, environment: dict[str, str] | None = None) -> None:
    command = ["git", "-C", str(folder), *words]
    subprocess.run(command, check=True, env={**os.environ, **(environment or {})})


def main() -> None:
    """Make the school, or change one file of it."""
    told = (__doc__ or "").splitlines()[0]
    parser = argparse.ArgumentParser(description=told)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--git", action="store_true", help="with a repository of one commit")
    parser.add_argument("--change", type=int, metavar="N", help="let learner N change one file")
    wanted = parser.parse_args()
    if wanted.change is not None:
        print(change(wanted.folder, wanted.change))
        return
    learners = learners_for(wanted.pages)
    make(wanted.folder, learners, in_git=wanted.git)
    print(f"{learners} learners, {pages_of(learners)} pages")


if __name__ == "__main__":
    main()
