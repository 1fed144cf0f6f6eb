"""Invented programmes with a learner in each: what the school writes, and nothing else."""

from pathlib import Path
from textwrap import dedent

from report import write

SCALES = """
    done:
      ready_at: 1
      points: [{value: 0, label: Not yet}, {value: 1, label: Done}]
    """
OWN = {
    "docs/index.md": "---\ntitle: Home\nframe: hub\n---\n# Welcome\n",
    "mkdocs.yml": "site_name: A school\ntheme: {name: material}\nplugins: [wayfolio]\n",
    "competencies/scales.yml": SCALES,
}
SCHOOL = """
    name: {name}
    as_of: 2027-03-12
    people:
      rosa: {{name: Rosa Adeyemi, role: steward, assessor: mentor, group: all}}
      kim: {{name: Kim Lee, role: master, assessor: employer}}
      pal: {{name: A friend, assessor: peer}}
    groups: [{{id: all, title: Everybody}}]
    """
HEAD = """
    name: {full: Ida Sample, first: Ida}
    group: all
    consent: [{what: [name, work, badges], audience: family, by: guardian, from: 2020-01-01}]
    """

# ---- a cycle inside a ladder ---------------------------------------------------------------------

FARM = {
    "competencies/pathways/seasons.yml": """
        pathway: seasons
        title: The farm year
        about: Walked every year, whatever the weather makes of it.
        kind: cycle
        comes_back: true
        stages:
          - {code: seed, title: Sowing, deliverables: [{id: plan, title: A plan of the beds}]}
          - {code: green, title: Growing}
          - code: harvest
            title: Harvest
            deliverables: [{id: weights, title: The weights of the harvest}]
            milestone: {id: table, title: The long table}
          - {code: rest, title: Rest, about: "Tools are oiled, and nothing is asked."}
        pass_finished: {delivered: every, read_by: steward}
        culminates_in: table
        """,
    "competencies/pathways/stewardship.yml": """
        pathway: stewardship
        title: Stewardship
        about: Nobody is rushed, and every rung takes whole years on the farm.
        kind: ladder
        stages:
          - {code: guest, title: Guest, about: One looks.}
          - code: hand
            title: Hand
            cycle: seasons
            finished: {pass: seasons, times: 2, within: stewardship/hand}
          - code: keeper
            title: Keeper
            cycle: seasons
            milestone: {id: own-field, title: A field of one's own}
            finished:
              all: [{pass: seasons, times: 2, within: stewardship/keeper}, {milestone: own-field}]
          - code: elder
            title: Elder
            cycle: seasons
            finished: {pass: seasons, times: 5}
        """,
    "portfolios/ida/learner.yml": HEAD
    + """
    programmes:
      - {pathway: stewardship, stage: guest, from: 2022-09-01}
      - {pathway: stewardship, stage: hand, from: 2023-03-01}
      - {pathway: seasons, pass: 1, stage: seed, from: 2023-03-01}
      - {pathway: seasons, pass: 1, stage: harvest, from: 2023-09-01}
      - {pathway: seasons, pass: 2, stage: seed, from: 2024-03-01}
      - pathway: seasons
        pass: 2
        stage: green
        from: 2024-06-01
        ended: {on: 2024-08-10, why: the drought took the fields}
      - {pathway: seasons, pass: 3, stage: seed, from: 2025-03-01}
      - {pathway: seasons, pass: 3, stage: rest, from: 2025-12-01}
      - {pathway: stewardship, stage: keeper, from: 2026-02-01}
      - {pathway: seasons, pass: 4, stage: seed, from: 2026-03-01}
      - {pathway: seasons, pass: 4, stage: [green, harvest], from: 2026-08-15}
    """,
    "portfolios/ida/demonstrations/farm.yml": """
        - {date: 2023-04-02, kind: read, by: rosa, delivers: [seasons/seed/plan]}
        - {date: 2023-10-02, kind: read, by: rosa, delivers: [seasons/harvest/weights]}
        - {date: 2024-04-02, kind: read, by: rosa, delivers: [seasons/seed/plan]}
        - {date: 2025-04-02, kind: read, by: rosa, delivers: [seasons/seed/plan]}
        - {date: 2025-10-02, kind: read, by: rosa, delivers: [seasons/harvest/weights], pass: 3}
        - {date: 2026-04-02, kind: read, by: rosa, delivers: [seasons/seed/plan]}
        """,
    # Came to the farm with twenty years of her own: entry at the last rung.
    "portfolios/old/learner.yml": HEAD.replace("Ida", "Olda")
    + """
    programmes:
      - {pathway: stewardship, stage: elder, from: 2026-03-01}
      - {pathway: seasons, pass: 1, stage: seed, from: 2026-03-01}
    """,
}

# ---- a rung that may be skipped by an interview --------------------------------------------------

WORKSHOP = {
    "competencies/pathways/forge.yml": """
        pathway: forge
        title: The forge
        about: From the bellows to the anvil.
        kind: ladder
        stages:
          - {code: bellows, title: Bellows, competencies: [FO.1]}
          - code: tongs
            title: Tongs
            competencies: [FO.2]
            skipped_by: [interview]
          - {code: hammer, title: Hammer, competencies: [FO.3]}
          - code: sign
            title: The sign above the door
            milestone: {id: sign-up, title: The sign hangs}
        """,
    "competencies/frameworks/fire.yml": """
        framework: fire
        title: Fire and iron
        scale: done
        policy: pass
        areas:
          - code: FO
            title: At the fire
            competencies:
              - {code: FO.1, title: Keeping a fire}
              - {code: FO.2, title: Holding hot iron, requires: [FO.1]}
              - {code: FO.3, title: Striking true, requires: [FO.2]}
        """,
    "competencies/badges.yml": """
        badges:
          - {id: holds, title: Holds iron, criteria: {level: FO.2, at_least: 1}}
        """,
    "portfolios/ida/learner.yml": HEAD
    + """
    programmes:
      - {pathway: forge, stage: bellows, from: 2026-09-01}
      - {pathway: forge, stage: hammer, from: 2026-11-02}
    """,
    "portfolios/ida/demonstrations/forge.yml": """
        - {date: 2026-10-20, kind: studio, by: kim, ratings: {FO.1: 1}}
        - date: 2026-11-01
          kind: interview
          by: [rosa, kim]
          skips: [forge/tongs]
          why: She held iron at her grandfather's for three summers.
        - {date: 2027-02-01, kind: sign-up, by: rosa}
        """,
}

# ---- two roots that meet -------------------------------------------------------------------------

BOATS = {
    "competencies/pathways/boats.yml": """
        pathway: boats
        title: From tree to sea trial
        about: Two ways in, by wood or by sail. The sail may be finished after the hull.
        kind: ladder
        stages:
          - {code: timber, title: Choosing timber, deliverables: [{id: log, title: A marked log}]}
          - {code: steam, title: Steaming planks}
          - {code: cloth, title: Cutting cloth, after: []}
          - {code: sew, title: Sewing a sail, deliverables: [{id: sail, title: A sail}]}
          - code: hull
            title: Closing the hull
            after: [steam]
            finish_later: [sew]
            milestone: {id: dry, title: She does not leak}
          - {code: sea, title: Sea trial, after: [hull, sew]}
        """,
    "portfolios/ida/learner.yml": HEAD
    + """
    programmes:
      - {pathway: boats, stage: [timber, cloth], from: 2026-09-01}
      - {pathway: boats, stage: [steam, sew], from: 2026-11-01}
      - {pathway: boats, stage: [hull, sew], from: 2027-01-10}
    """,
    "portfolios/ida/demonstrations/boats.yml": """
        - {date: 2026-10-20, kind: read, by: kim, delivers: [boats/timber/log]}
        - {date: 2027-03-01, kind: dry, by: kim}
        """,
}

LIVES = {"farm": FARM, "forge": WORKSHOP, "boats": BOATS}


def write_lives(root: Path, name: str, changes: dict[str, str] | None = None) -> Path:
    """Write a school with the people of an invented programme, some files replaced."""
    school = {"competencies/school.yml": dedent(SCHOOL.format(name=name.title()))}
    files = {**OWN, **school, **LIVES[name], **(changes or {})}
    write(root, {path: dedent(text) for path, text in files.items()})
    return root
