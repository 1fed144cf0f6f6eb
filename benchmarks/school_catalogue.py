"""What a made school teaches: its settings, pictures, people, levels and competencies."""

import random
from collections.abc import Iterator
from datetime import date

from invented_words import WORK_WORDS, plain

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
CLOCK = date(2026, 6, 30)
"""The day that the school's clock stands at, so that the site is the same on any day."""
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


def catalogue_files() -> Iterator[tuple[str, str]]:
    """Give every file that is no learner's: its path from the root, and its text."""
    yield "mkdocs.yml", MKDOCS
    yield ".gitignore", "/.cache/\n/site/\n/.site.*\n"
    yield "docs/index.md", "# What we can do\n\nAll that learners here chose to show.\n"
    for number in range(PICTURES):
        yield f"docs/assets/photo-{number:02d}.svg", _picture(number)
    yield "competencies/school.yml", _school()
    yield "competencies/scales.yml", SCALES
    yield "competencies/frameworks/core.yml", _framework()


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
    competencies = {area: list[str]() for area in AREAS}
    for number in range(COMPETENCIES):
        competencies[list(AREAS)[number % len(AREAS)]] += _competency(chance, number)
    for area, title in AREAS.items():
        lines += [
            f"  - code: {area}",
            f"    title: {title}",
            "    competencies:",
            *competencies[area],
        ]
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
