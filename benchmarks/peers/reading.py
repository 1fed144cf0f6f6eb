"""Reads a made school back, so that the same work can be handed to other generators."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from invented_words import slug
from school_catalogue import SITE

FACTS = re.compile(r"\A---\n(.*?\n)---\n", re.S)
OURS_ALONE = re.compile(r"^shows:\n.*", re.M | re.S)
PHOTO = re.compile(rf"\[([^\]]*)\]\({re.escape(SITE)}/(assets/photo-[0-9]+\.svg)\)")
COMPETENCY = re.compile(rf"\]\({re.escape(SITE)}/competencies/([a-z0-9-]+)/\)")
OWN_PAGE = re.compile(rf"\]\({re.escape(SITE)}/learners/[a-z0-9-]+/\)")
EARLIER = re.compile(r"\]\(([0-9]{4}-[a-z0-9-]+)\.md\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Competency:
    """A competency with the words for its levels."""

    id: str
    title: str
    area: str
    statement: str
    requires: tuple[str, ...]
    levels: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A piece of evidence and how it was rated."""

    stem: str
    title: str
    on: date
    kind: str
    facts: str
    """The lines of its front matter that mean something to everybody."""
    body: str
    assessor: str
    ratings: tuple[tuple[str, int], ...]
    """Competencies and levels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """A learner with all work, in the order of days."""

    id: str
    name: str
    group: str
    about: str
    works: tuple[Work, ...]

    def best(self) -> dict[str, tuple[int, int, date]]:
        """Return for each competency the best level, how often it was rated, and when last."""
        best: dict[str, tuple[int, int, date]] = {}
        for work in self.works:
            for code, level in work.ratings:
                most, count, last = best.get(code, (0, 0, work.on))
                best[code] = (max(most, level), count + 1, max(last, work.on))
        return dict(sorted(best.items()))


@dataclass(slots=True)
class SchoolContent:
    """A school as it was read. What has been read is only read again where something changed."""

    folder: Path
    competencies: tuple[Competency, ...]
    learners: dict[str, Learner]

    def read_again(self, learner: str) -> None:
        """Read one learner anew."""
        self.learners[learner] = _learner(self.folder / "portfolios" / learner, self.people())

    def people(self) -> dict[str, str]:
        """Return the names of those who rate."""
        school = _yaml((self.folder / "competencies/school.yml").read_text("utf-8"))
        return {person: facts["name"] for person, facts in school["people"].items()}

    def shown(self) -> dict[str, list[tuple[int, Learner, Work]]]:
        """Return for each competency who has shown it, with which work, at which level."""
        shown: dict[str, list[tuple[int, Learner, Work]]] = {
            competency.id: [] for competency in self.competencies
        }
        for learner in self.learners.values():
            for work in learner.works:
                for code, level in work.ratings:
                    shown[code].append((level, learner, work))
        return shown


def read_school(folder: Path) -> SchoolContent:
    """Read a whole school."""
    school = SchoolContent(folder, tuple(_competencies(folder)), {})
    people = school.people()
    for learner in sorted((folder / "portfolios").iterdir()):
        school.learners[learner.name] = _learner(learner, people)
    return school


def rewrite_links(body: str, *, photo: str, competency: str, own_page: str, earlier: str) -> str:
    """Return a text with another generator's links, and its picture as one.

    All but `own_page` hold NAME, which is what they lead to.
    """
    text = PHOTO.sub(rf"![\1]({photo})".replace("NAME", r"\2"), body)
    text = COMPETENCY.sub(f"]({competency})".replace("NAME", r"\1"), text)
    text = OWN_PAGE.sub(f"]({own_page})", text)
    return EARLIER.sub(f"]({earlier})".replace("NAME", r"\1"), text)


def _yaml(text: str) -> Any:
    import yaml  # so that everything else works without a package

    return yaml.load(text, yaml.CSafeLoader)


def _competencies(folder: Path) -> list[Competency]:
    competencies = []
    for area in _yaml((folder / "competencies/frameworks/core.yml").read_text("utf-8"))["areas"]:
        for competency in area["competencies"]:
            levels = competency["skills"][0]["levels"]
            competencies.append(
                Competency(
                    id=slug(competency["code"]),
                    title=competency["title"],
                    area=area["title"],
                    statement=competency["statement"],
                    requires=tuple(slug(code) for code in competency["requires"]),
                    levels=tuple(levels.items()),
                )
            )
    return competencies


def _learner(folder: Path, people: dict[str, str]) -> Learner:
    facts, plan = (
        _yaml((folder / "learner.yml").read_text("utf-8")),
        _yaml((folder / "plan.yml").read_text("utf-8")),
    )
    rated = {
        occasion["evidence"]: occasion
        for file in sorted((folder / "demonstrations").iterdir())
        for occasion in _yaml(file.read_text("utf-8"))
    }
    works = [
        _work(file, rated[file.stem], people) for file in sorted((folder / "evidence").iterdir())
    ]
    return Learner(
        id=folder.name,
        name=facts["name"]["full"],
        group=facts["group"].title(),
        about=plan["why"][0]["text"],
        works=tuple(works),
    )


def _work(file: Path, occasion: dict[str, Any], people: dict[str, str]) -> Work:
    text = file.read_text("utf-8")
    head = FACTS.match(text)
    if head is None:
        raise ValueError(f"{file} has no front matter")
    facts = _yaml(head[1])
    return Work(
        stem=file.stem,
        title=facts["title"],
        on=facts["date"],
        kind=facts["kind"],
        facts=OURS_ALONE.sub("", head[1]),
        body=text[head.end() :],
        assessor=people[occasion["by"]],
        # A skill's code is its competency's, and “.1”.
        ratings=tuple(
            (slug(skill.rpartition(".")[0]), level) for skill, level in occasion["ratings"].items()
        ),
    )
