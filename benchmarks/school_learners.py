"""What a made learner has done: twelve pieces of evidence, a plan, and how they were rated."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from invented_words import FIRST_NAMES, LAST_NAMES, WORK_WORDS, plain, sentences, slug, words
from school_catalogue import ASSESSORS, COMPETENCIES, GROUPS, PICTURES, SITE, code, skill

PIECES = 12
"""Pieces of evidence of one learner."""
KINDS = (
    *("prototype", "field log", "interview", "model", "performance"),
    *("essay", "dataset", "workshop", "repair", "survey"),
)
FIRST_DAY, LAST_DAY = date(2024, 9, 2), date(2026, 6, 12)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence, and what an assessor made of it."""

    stem: str
    text: str
    occasion: str
    on: date


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
