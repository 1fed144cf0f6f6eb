"""A school in which every author writes hostile content."""

import io
from pathlib import Path

from PIL import Image, PngImagePlugin

from report import BADGES, BRIDGE, LEARNER, RATINGS, SCHOOL, SMALL, TODAY, write
from shared_run import new_folder, once_a_run
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.model.keys import Key, Keys
from wayfolio.model.names import LearnerId
from wayfolio.seal import slots

HERE = Path(__file__).parent / "hostile"
BODIES = {
    file.stem: file.read_text("utf-8")
    for file in sorted(HERE.glob("*.md"))
    if file.stem != "README"
}
SECRET, LINK = bytes(range(32)), "a" * 26
RUN = "<img src=q onerror=window.__ran=1>"
TITLES = (
    f"</title><script>window.__ran=1</script>{RUN}",
    f'\\"><svg onload=window.__ran=1> & 2 < 3 {RUN}',
    "{{ 7 * 191 }} {% raw %} wf-slot-content-fw",
    "=HYPERLINK(1) ::error::x",
)
CONSENT = (
    "consent:\n  - {what: [name, work, badges, photo, voice], audience: public, by: guardian,"
    " from: 2020-01-01}\n"
)


def picture(form: str = "PNG", size: tuple[int, int] = (64, 48), **saved: object) -> bytes:
    """Return a small picture in a format, saved with what is asked."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, form, **saved)
    return buffer.getvalue()


def picture_with_notes() -> bytes:
    """Return a PNG whose notes hold markup."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", f"CANARYNOTE {RUN}")
    return picture(pnginfo=notes)


def evidence(title: str, body: str) -> str:
    """Return a piece of evidence with something in every field that takes words."""
    return f"""---
title: "{title}"
date: 2027-03-01
kind: model
visibility: public
shows: [MTH.1]
connects:
  spark: ["{RUN}", "a,b"]
  because: '"><script>window.__ran=1</script>'
files:
  - {{path: map.png, alt: '"><script>window.__ran=1</script> & "{RUN}"', summary: "{RUN}"}}
---
{body}"""


def hostile_files() -> dict[str, str | bytes | None]:
    """Return the files of the school."""
    name = '{full: "</title><b onclick=x>Ana Lund", first: "</title><b>Ana", shown: first}'
    files: dict[str, str | bytes | None] = {
        **SMALL,
        BRIDGE: None,
        "portfolios/ana/evidence/bridge.png": None,
        SCHOOL: f"""
            name: 'River "School" {RUN}'
            people:
              rosa: {{name: "{RUN}", assessor: teacher, about: "{RUN}"}}
            groups:
              - {{id: harbor, title: "Harbor {RUN}", about: "{RUN}"}}
            partners:
              - {{id: tern, title: "Tern {RUN}", kind: employer, about: "{RUN}"}}
            """,
        BADGES: f"""
            badges:
              - id: counter
                kind: badge
                title: "Counter {RUN}"
                about: "{RUN} ]]> --> </style>"
                visibility: public
                criteria: {{evidence: 1, kind: model}}
            """,
        LEARNER: f"name: {name}\ngroup: harbor\n{CONSENT}"
        'programmes:\n  - {pathway: years, stage: "9", from: 2026-08-24}\n',
        "portfolios/ana/plan.yml": f"""
            interests: ["{RUN}"]
            why:
              - {{from: 2026-10-28, text: "{RUN}"}}
            goals:
              - {{id: a, goal: "{RUN}", shows: [MTH.1]}}
            """,
        RATINGS: f"""
            - date: 2027-03-02
              kind: studio
              by: rosa
              evidence: [2027-03-01-attributes]
              ratings: {{MTH.1: 2}}
              note: "{RUN}"
              ask: "</title><script>window.__ran=1</script>"
            """,
        "portfolios/ana/supports/reading.yml": f"""
            kind: tutoring
            title: "{RUN}"
            by: rosa
            where: "{RUN}"
            focus: [MTH.1]
            planned: {{from: 2027-03-01, minutes: 30, per_week: 2, weeks: 4, ratio: "{RUN}"}}
            session_shape: ["{RUN}"]
            sessions:
              - {{date: 2027-03-03, minutes: 30, status: present, note: "{RUN}"}}
            contacts:
              - {{date: 2027-03-04, with: home, by: rosa, note: "{RUN}"}}
            """,
        "portfolios/ana/evidence/map.png": picture_with_notes(),
        "portfolios/ben/learner.yml": "name: {full: Ben Osei, first: Ben}\ngroup: harbor\n",
        "portfolios/ben/plan.yml": "why:\n  - {from: 2026-10-28, text: because SECRETPLAN is so}\n",
        "docs/index.md": "---\nframe: hub\n---\n# River School\n\nWelcome.\n",
        "mkdocs.yml": "site_name: River School\nsite_url: https://river.example/\n"
        "theme: {name: material}\nplugins: [wayfolio]\n",
    }
    files = {path: text for path, text in files.items() if text is not None}
    for number, (name, body) in enumerate(BODIES.items()):
        title = TITLES[number % len(TITLES)]
        files[f"portfolios/ana/evidence/2027-03-01-{name}.md"] = evidence(title, body).encode()
    return files


@once_a_run
def hostile_site() -> Path:
    """Return the built site of the school, with sealed pages that `LINK` opens."""
    root = new_folder("hostile")
    write(root, hostile_files())
    key = Key(
        id="k1",
        kind="family",
        learners=(LearnerId("ana"),),
        created=TODAY,
        root=slots.stretch_words(LINK, slots.derive_salt(SECRET)),
        is_link=True,
    )
    report = api.build_site(
        BuildRequest(root=root, today=TODAY, secret=SECRET, keys=Keys(keys=(key,)))
    )
    assert report.is_clean, [*map(str, report.diagnostics), *map(str, report.leaks)]
    return root / "site"
