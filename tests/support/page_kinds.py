"""The pages that browser tests open: one of each kind, in the example's editions."""

PUBLIC_PAGES = (
    "",
    "learners/",
    "learners/amara/",
    "learners/amara/evidence/bets/",
    "learners/amara/badges/mc-lit4/",
    "learners/amara/projects/living-project/",
    "competencies/",
    "competencies/mth-1/",
    "competencies/hl-3/",
    "pathways/",
    "pathways/early-college-it/",
    "pathways/wayfinding/",
    "studios/",
    "studios/bus/",
    "badges/",
    "badges/mc-lit4/",
    "partners/",
    "partners/tern/",
    "search/",
    "how-to-read/",
    "about/",
    "for-families/",
)
"""One page of each kind on the public site."""
FAMILY_PAGES = (
    "learners/amara/",
    "learners/amara/evidence/table-meal/",
    "learners/amara/transcript/",
    "learners/amara/history/",
    "learners/amara/growth/",
)
"""One page of each kind that differs for a family."""
CONFERENCE_SHEET = "staff/conference/amara/"
NOT_IN_THE_EXAMPLE = ("letter", "competency-work", "studio-work", "partner-work")
"""The kinds of pages that only a school with long lists has, by their names in `KINDS`."""
