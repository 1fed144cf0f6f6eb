"""A school of hundreds, written to a folder: 60 competencies, and ratings made by chance."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

AREAS, OF_AREA, SKILLS = 6, 10, 2
STAGES = ("P1", "P2", "P3", "P4")
FIRST = date(2026, 8, 24)

SCHOOL = """name: Large School
as_of: 2027-03-12
people:
  rosa: {name: Rosa Adeyemi, assessor: teacher}
  bo: {name: Bo Lind, assessor: coach}
groups:
  - {id: east, title: East House}
  - {id: west, title: West House}
"""
SCALES = """ladder:
  step: 0.5
  ready_at: 10
  advanced_at: 11
  points:
    - {value: 2, label: Starting}
    - {value: 6, label: Basics}
    - {value: 10, label: Ready}
    - {value: 12, label: College}
"""
MKDOCS = "site_name: Large School\ntheme: {name: material}\nplugins: [wayfolio]\n"


def write_large_school(root: Path, learners: int) -> Path:
    """Write the school, and return its folder."""
    chance = Random(7)
    classes = [f"{house}-{n}" for house in ("east", "west") for n in range(1, 11)]
    groups = "".join(f"  - {{id: {c}, title: Class {c}, in: {c[:4]}}}\n" for c in classes)
    files = {
        "mkdocs.yml": MKDOCS,
        "docs/index.md": "---\ntitle: Home\nframe: hub\n---\n# Large School\n",
        "competencies/school.yml": SCHOOL + groups,
        "competencies/scales.yml": SCALES,
        "competencies/frameworks/core.yml": _framework(),
        "competencies/pathways/portfolios.yml": "pathway: portfolios\ntitle: Portfolios\n"
        "kind: stages\nstages:\n"
        + "".join(f"  - {{code: {code}, level: {9 + n}}}\n" for n, code in enumerate(STAGES)),
    }
    for n in range(learners):
        home = f"portfolios/learner-{n:03}"
        files[f"{home}/learner.yml"] = (
            f"name: {{full: Learner Number {n:03}, first: Learner{n:03}}}\n"
            f"group: {classes[n % len(classes)]}\n"
            f"programmes: [{{pathway: portfolios, stage: {STAGES[n % 4]}, from: 2026-08-24}}]\n"
        )
        files[f"{home}/demonstrations/2026-27.yml"] = _ratings(chance)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def _framework() -> str:
    lines = [
        "framework: core\ntitle: Core\nscale: ladder\nstages_of: portfolios\nareas:",
    ]
    for area in range(1, AREAS + 1):
        lines.append(f"  - code: A{area}\n    title: Area {area}\n    competencies:")
        for place in range(1, OF_AREA + 1):
            code = f"A{area}.{place}"
            skills = ", ".join(
                f"{{code: {code}.{n}, statement: Part {n} of it}}" for n in range(1, SKILLS + 1)
            )
            lines.append(
                f"      - {{code: {code}, title: Something to learn {place},"
                f" evidence_required: {{P1: 2, P2: 2, P3: 2, P4: 2}}, skills: [{skills}]}}"
            )
    return "\n".join(lines) + "\n"


def _ratings(chance: Random) -> str:
    lines = []
    for week in range(26):
        day = FIRST + timedelta(weeks=week, days=chance.randrange(5))
        rated = {
            f"A{chance.randint(1, AREAS)}.{chance.randint(1, OF_AREA)}.{chance.randint(1, SKILLS)}"
            for _ in range(5)
        }
        given = ", ".join(f"{code}: {chance.randint(8, 24) / 2:g}" for code in sorted(rated))
        by = chance.choice(["rosa", "bo"])
        lines.append(f"- {{date: {day}, kind: studio, by: {by}, ratings: {{{given}}}}}")
    return "\n".join(lines) + "\n"
