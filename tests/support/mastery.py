"""Ratings, and a small school of two frameworks, for tests of attainment."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from wayfolio.assess.policies import PRESETS
from wayfolio.assess.rulebook import Rulebook
from wayfolio.assess.stage import StageTerms, attain
from wayfolio.assess.status import NO_PAST, Past
from wayfolio.model.attainment import Attainment, Rating
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.frameworks import (
    Area,
    Competency,
    Framework,
    Level,
    Mark,
    Point,
    Scale,
    Skill,
)
from wayfolio.model.names import (
    AreaCode,
    CompetencyCode,
    FrameworkId,
    GroupId,
    LearnerId,
    PathwayId,
    PersonId,
    PolicyName,
    ScaleId,
    SkillCode,
    Slug,
    StageCode,
)
from wayfolio.model.pathways import Pathway, Stage
from wayfolio.model.policy import Policy
from wayfolio.model.portfolio import Demonstration, LearnerFile, Name, Portfolio, Programme, Rated
from wayfolio.model.school import Person, SchoolSettings
from wayfolio.model.text import Text

CONTINUUM = PRESETS[PolicyName("continuum")]
FIRST_DAY = date(2026, 8, 24)

Written = int | float | str | Fraction
"""A rating as an author types it: 8, 9.5, M, O."""


def level(written: Written) -> Level | Mark:
    """Read a rating: M and O are marks, everything else is a level."""
    if written in ("M", "O"):
        return Mark(str(written))
    return Fraction(str(written))


def daily_ratings(skill: str, written: Sequence[Written]) -> tuple[Rating, ...]:
    """Return ratings of a skill, one a day."""
    return tuple(
        Rating(
            skill=SkillCode(skill),
            on=FIRST_DAY + timedelta(days=place),
            order=place,
            occasion=place,
            level=level(typed),
        )
        for place, typed in enumerate(written)
    )


def attain_ratings(
    skills: Mapping[str, tuple[int, Sequence[Written]]],
    *,
    policy: Policy = CONTINUUM,
    stage_level: Written | None = 10,
    baseline: Written | None = None,
    past: Past = NO_PAST,
) -> Attainment:
    """Return what a policy makes of {skill: (evidence required, ratings in date order)}."""
    return attain(
        StageTerms(
            policy=policy,
            level=None if stage_level is None else Fraction(str(stage_level)),
            ready_at=Fraction(10),
            advanced_at=Fraction(11),
        ),
        None if baseline is None else Fraction(str(baseline)),
        {SkillCode(code): (n, daily_ratings(code, rows)) for code, (n, rows) in skills.items()},
        past,
    )


def preset(name: str) -> Policy:
    """Return a preset by its name."""
    return PRESETS[PolicyName(name)]


LADDER = Scale(
    step=Fraction(1, 2),
    ready_at=Fraction(10),
    advanced_at=Fraction(11),
    points=tuple(Point(value=Fraction(n), label=Text(str(n))) for n in (2, 4, 6, 8, 10, 12)),
    crosswalk={ScaleId("ladder-6"): ((Fraction(2), Fraction(1)), (Fraction(12), Fraction(6)))},
)
SIX = Scale(
    step=Fraction(1, 2),
    ready_at=Fraction(5),
    points=tuple(Point(value=Fraction(n), label=Text(str(n))) for n in range(1, 7)),
)
CONCEPT = Scale(
    ready_at=Fraction(4),
    points=tuple(Point(value=Fraction(n), label=Text(str(n))) for n in range(1, 6)),
)
COLLEGE = Scale(
    ready_at=Fraction(2),
    points=tuple(Point(value=Fraction(n), label=Text("FDCBA"[n])) for n in range(5)),
)
SCALES = {
    ScaleId("ladder-12"): LADDER,
    ScaleId("ladder-6"): SIX,
    ScaleId("concept"): CONCEPT,
    ScaleId("college-grade"): COLLEGE,
}
PORTFOLIOS = Pathway(
    pathway=PathwayId("portfolios"),
    title=Text("Four Portfolios"),
    kind="stages",
    stages=tuple(
        Stage(code=StageCode(f"P{n}"), level=Fraction(8 + n), title=Text(f"Portfolio {n}"))
        for n in (1, 2, 3, 4)
    ),
)
PEOPLE = {
    PersonId("rosa"): Person(name="Rosa", assessor="teacher"),
    PersonId("idris"): Person(name="Idris", assessor="mentor"),
    PersonId("kim"): Person(name="Kim", assessor="employer"),
    PersonId("pal"): Person(name="A friend", assessor="peer"),
}


def competency(
    code: str,
    evidence: Sequence[int] = (),
    skills: int = 0,
    requires: Sequence[str] = (),
    **more: object,
) -> Competency:
    """Return a competency with numbered skills; `evidence`: required in P1, P2, P3, P4."""
    return Competency(
        code=CompetencyCode(code),
        title=Text(code),
        requires=tuple(CompetencyCode(other) for other in requires),
        evidence_required={StageCode(f"P{place}"): n for place, n in enumerate(evidence, start=1)},
        skills=tuple(
            Skill(code=SkillCode(f"{code}.{n}"), statement=Text(f"{code}.{n}"))
            for n in range(1, skills + 1)
        ),
        **more,  # type: ignore[arg-type]
    )


def framework(
    name: str,
    competencies: Sequence[Competency],
    *,
    scale: str = "ladder-12",
    policy: str = "continuum",
    staged: bool = False,
    habit: bool = False,
) -> Framework:
    """Return a framework of one area."""
    return Framework(
        framework=FrameworkId(name),
        title=Text(name),
        scale=ScaleId(scale),
        policy=PolicyName(policy),
        stages_of=PathwayId("portfolios") if staged else None,
        areas=(
            Area(
                code=AreaCode(name.upper()),
                title=Text(name),
                habit=habit,
                competencies=tuple(competencies),
            ),
        ),
    )


def rulebook(*frameworks: Framework, **catalogue: object) -> Rulebook:
    """Return the rulebook of a school with these frameworks."""
    return Rulebook(
        catalogue=Catalogue(
            school=SchoolSettings(name="A school", people=PEOPLE),
            scales=SCALES,
            frameworks=frameworks,
            **{"pathways": {PORTFOLIOS.pathway: PORTFOLIOS}, **catalogue},  # type: ignore[arg-type]
        ),
        policies=PRESETS,
    )


def occasion(
    on: str,
    ratings: Mapping[str, Written | Sequence[Rated]],
    *,
    kind: str = "studio",
    by: str = "rosa",
    **more: object,
) -> Demonstration:
    """Return one occasion on which skills were rated."""
    return Demonstration(
        date=date.fromisoformat(on),
        kind=Slug(kind),
        by=tuple(PersonId(person) for person in by.split()),
        ratings={
            SkillCode(code): (Rated(level=level(row)),)
            if isinstance(row, int | float | str | Fraction)
            else tuple(row)
            for code, row in ratings.items()
        },
        **more,  # type: ignore[arg-type]
    )


def learner(*demonstrations: Demonstration, stage: str | None = None, **more: object) -> Portfolio:
    """Return a learner's portfolio; `stage`: where the programme begins, on the first day."""
    programmes = (
        ()
        if stage is None
        else (
            Programme(pathway=PathwayId("portfolios"), from_=FIRST_DAY, stage=(StageCode(stage),)),
        )
    )
    return Portfolio(
        learner=LearnerId("amara"),
        file=LearnerFile(
            name=Name(full="Amara", first="Amara"),
            group=GroupId("harbor"),
            programmes=programmes,
        ),
        demonstrations=tuple(sorted(demonstrations, key=lambda demonstration: demonstration.date)),
        **more,  # type: ignore[arg-type]
    )
