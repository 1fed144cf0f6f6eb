"""Three invented programmes that the example does not have."""

from pathlib import Path

SCHOOL = "name: {name}\ntown: Anywhere\n"
SCALES = """done:
  points: [{value: 0, label: Not yet}, {value: 1, label: Done}]
  ready_at: 1
"""
MKDOCS = (
    "site_name: {name}\ntheme:\n  name: material\n  language: {language}\nplugins: [wayfolio]\n"
)

BOATYARD = """pathway: boatyard
title: From tree to sea trial
about: Two ways in, by wood or by sail. They meet at the hull.
kind: ladder
stages:
  - {code: timber, title: Choosing timber, after: []}
  - {code: cloth, title: Cutting cloth, after: []}
  - {code: steam, title: Steaming planks, after: [timber]}
  - {code: sew, title: Sewing a sail, after: [cloth]}
  - code: hull
    title: Closing the hull
    after: [steam]
    milestone: {id: dry, title: She does not leak}
  - {code: carve, title: Carving the name, after: [hull], optional: true}
  - {code: rig, title: Rigging, after: [hull, carve, sew]}
  - {code: sea, title: Sea trial}
gates:
  - id: safe
    title: Can swim 200 metres in clothes
    before: {stages: [sea]}
    needs: {milestone: dry}
"""
BAKERY = """pathway: bakery
title: The bakery
about: >-
  A ladder with a cycle inside. After the tasting one goes back to the dough as often as it takes;
  the counter comes when somebody asks for a second loaf.
kind: ladder
stages:
  - {code: flour, title: Knowing flour}
  - code: dough
    title: Dough
    after: [flour, taste]
    deliverables: [{id: loaf, title: A loaf}, {id: notes, title: Notes}]
  - {code: oven, title: Oven}
  - {code: taste, title: Tasting with five neighbours}
  - {code: counter, title: At the counter}
  - {code: market, title: Market day}
"""
CHOIR = """pathway: choir
title: The singing year
about: Rounds of a year, each in another place. The winter tour can be left out.
kind: cycle
comes_back: true
stages:
  - {code: listen, title: Listening}
  - {code: part, title: Learning a part}
  - {code: tour, title: Winter tour, optional: true}
  - {code: stage, title: On stage, deliverables: [{id: concert, title: A concert}]}
pass_finished: {delivered: every}
"""

SCHOOLS = {"boatyard": BOATYARD, "bakery": BAKERY, "choir": CHOIR}


def write_school(root: Path, pathway: str, *, language: str = "en") -> Path:
    """Write a school with one pathway and nobody in it."""
    files = {
        "mkdocs.yml": MKDOCS.replace("{name}", pathway.title()).replace("{language}", language),
        "docs/index.md": "---\ntitle: Home\nframe: hub\n---\n# Welcome\n",
        "competencies/school.yml": SCHOOL.replace("{name}", pathway.title())
        + f"languages: [{language}]\n",
        "competencies/scales.yml": SCALES,
        f"competencies/pathways/{pathway}.yml": SCHOOLS[pathway],
    }
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (root / "portfolios").mkdir(exist_ok=True)
    return root
