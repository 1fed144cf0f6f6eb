"""How long attainment takes for a whole district, and how much memory.

    .venv/bin/python benchmarks/attainment.py [--learners 10000]

Each learner has 60 competencies with four skills each and 300 ratings over four years. Learners are
made, assessed and let go one by one, as a build does. Prints JSON.

On two shared cores of a virtual machine 10,000 learners with 2,987,355 ratings, 600,070 figures,
took 86 s of one core (8.6 ms a learner), and 19 MiB at the most.
"""

import argparse
import json
import random
import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from wayfolio.assess.attainment import attain_all
from wayfolio.assess.policies import resolve_policies
from wayfolio.assess.rulebook import Rulebook
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import Area, Competency, Framework, Mark, Point, Scale, Skill
from wayfolio.model.names import (
    AreaCode,
    CompetencyCode,
    FrameworkId,
    GroupId,
    LearnerId,
    PathwayId,
    PersonId,
    ScaleId,
    SkillCode,
    Slug,
    StageCode,
)
from wayfolio.model.pathways import Pathway, Stage
from wayfolio.model.portfolio import Demonstration, LearnerFile, Name, Portfolio, Programme, Rated
from wayfolio.model.school import Person, SchoolSettings
from wayfolio.model.text import Text

COMPETENCIES, SKILLS, RATINGS = 60, 4, 300
STAGES = ("P1", "P2", "P3", "P4")
FIRST, LAST = date(2023, 8, 28), date(2027, 3, 12)
MAIN, WAY = ScaleId("ladder"), PathwayId("portfolios")


def catalogue() -> Catalogue:
    """Return a school with one framework of 60 competencies, rated on levels 1 to 12."""
    points = tuple(Point(value=Fraction(n), label=Text(str(n))) for n in range(1, 13))
    scale = Scale(points=points, step=Fraction(1, 2), ready_at=Fraction(10))
    area = Area(
        code=AreaCode("A"),
        title=Text("Area"),
        competencies=tuple(competency(n) for n in range(COMPETENCIES)),
    )
    framework = Framework(
        framework=FrameworkId("core"),
        title=Text("Core"),
        scale=MAIN,
        stages_of=WAY,
        areas=(area,),
    )
    stages = tuple(
        Stage(code=StageCode(code), level=Fraction(9 + place)) for place, code in enumerate(STAGES)
    )
    return Catalogue(
        school=SchoolSettings(
            name="Benchmark",
            people={PersonId("rosa"): Person(name="Rosa", assessor="teacher")},
        ),
        scales={MAIN: scale},
        frameworks=(framework,),
        pathways={WAY: Pathway(pathway=WAY, title=Text("W"), kind="stages", stages=stages)},
    )


def competency(number: int) -> Competency:
    """Return one competency of four skills that asks for three pieces a skill."""
    code = f"C.{number}"
    return Competency(
        code=CompetencyCode(code),
        title=Text(code),
        evidence_required={StageCode(stage): 3 for stage in STAGES},
        skills=tuple(
            Skill(code=SkillCode(f"{code}.{n}"), statement=Text("s")) for n in range(1, SKILLS + 1)
        ),
    )


def portfolio(number: int) -> Portfolio:
    """Return one learner with 300 ratings on about a hundred days, the same each time."""
    chance = random.Random(number)
    days = sorted(
        FIRST + timedelta(days=chance.randrange((LAST - FIRST).days)) for _ in range(RATINGS // 3)
    )
    return Portfolio(
        learner=LearnerId(f"l{number}"),
        file=LearnerFile(
            name=Name(full="L", first="L"),
            group=GroupId("g"),
            programmes=(Programme(pathway=WAY, stage=(StageCode("P1"),), from_=FIRST),),
        ),
        demonstrations=tuple(occasion(day, chance) for day in days),
    )


def occasion(day: date, chance: random.Random) -> Demonstration:
    """Return one occasion with three ratings, one in twenty of them missed."""
    skills = {
        SkillCode(f"C.{chance.randrange(COMPETENCIES)}.{chance.randrange(SKILLS) + 1}")
        for _ in range(3)
    }
    return Demonstration(
        date=day,
        kind=Slug("studio"),
        by=(PersonId("rosa"),),
        ratings={skill: (rated(chance),) for skill in sorted(skills)},
    )


def rated(chance: random.Random) -> Rated:
    """Return a rating of 5 to 12 in halves, or a miss."""
    if chance.random() < 0.05:
        return Rated(level=Mark.MISSED)
    return Rated(level=Fraction(chance.randrange(10, 25), 2))


def portfolios(count: int) -> Iterator[Portfolio]:
    """Yield the learners one by one."""
    return (portfolio(number) for number in range(count))


def main() -> None:
    """Assess all learners, and print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--learners", type=int, default=10_000)
    count = parser.parse_args().learners
    school = catalogue()
    book = Rulebook(catalogue=school, policies=resolve_policies({}))
    spent, figures, ratings = 0.0, 0, 0
    for learner in portfolios(count):
        ratings += sum(len(demonstration.ratings) for demonstration in learner.demonstrations)
        began = time.process_time()
        figures += len(attain_all(book, learner, LAST))
        spent += time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "learners": count,
                "ratings": ratings,
                "attainments": figures,
                "cpu_seconds": round(spent, 2),
                "milliseconds_a_learner": round(1000 * spent / count, 3),
                "peak_mib": round(peak, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
