"""What stands in docs/ and must not: it costs itself alone, and holds nobody's private name."""

import os
from pathlib import Path

import pytest

from growing_school import learner_file, work_file
from report import CORE, PNG, SCALES, SCHOOL, SMALL, TODAY, YEARS, Files, write
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.load.built_site import read_built_files

MKDOCS = "site_name: River School\ntheme: {name: material}\nplugins: [wayfolio]\n"
SCHOOL_FILES: Files = {
    **{path: SMALL[path] for path in (SCALES, YEARS, CORE, SCHOOL)},
    "portfolios/ana/learner.yml": learner_file("ana"),
    "portfolios/ana/evidence/2027-03-01-raft.md": work_file("A raft"),
    "portfolios/zeb/learner.yml": (
        "name: {full: Zebulon Quarrington, first: Zebulon}\ngroup: harbor\n"
    ),
    "docs/index.md": "---\nframe: hub\n---\n# River School\n",
    "mkdocs.yml": MKDOCS,
}
LEFT_OUT: dict[str, Files] = {
    "captions with a name in pieces": {
        "docs/news.md": "# News\n\n[Captions](fair.vtt)\n",
        "docs/fair.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nZe<i>bulon</i> won\n",
    },
    "a drawing with a name in pieces": {
        "docs/news.md": "# News\n\n![The fair](fair.svg)\n",
        "docs/fair.svg": '<svg xmlns="http://www.w3.org/2000/svg">'
        "<text>Ze<tspan>bulon</tspan></text></svg>",
    },
    "a drawing with a letter in each place": {
        "docs/news.md": "# News\n\n![The fair](fair.svg)\n",
        "docs/fair.svg": '<svg xmlns="http://www.w3.org/2000/svg">'
        + "".join(f'<text x="{8 * n}">{letter}</text>' for n, letter in enumerate("Zebulon"))
        + "</svg>",
    },
    "a style sheet with an escaped letter": {
        "docs/extra.css": r'p::after { content: "\5a ebulon" }',
        "mkdocs.yml": f"{MKDOCS}extra_css: [extra.css]\n",
    },
    "a page that is named after somebody": {"docs/zebulon-quarrington.md": "# The fair\n"},
}


def build(root: Path) -> None:
    """Build a school, and expect the rest of it."""
    report = api.build_site(
        BuildRequest(root=root, today=TODAY, is_searchable=False, keep_going=True)
    )

    assert report.pages
    assert (root / "site/learners/ana/evidence/raft/index.html").is_file()


@pytest.mark.parametrize("what", LEFT_OUT)
def test_a_file_that_names_somebody_is_left_out_and_nothing_else(tmp_path: Path, what: str) -> None:
    write(tmp_path, {**SCHOOL_FILES, **LEFT_OUT[what]})

    assert not api.check_site(BuildRequest(root=tmp_path, today=TODAY)).is_clean
    build(tmp_path)

    for file in read_built_files(tmp_path / "site"):
        parts = b" ".join([file.path.encode(), file.raw, *file.texts]).lower()
        assert b"zebulon" not in parts
        assert b"ze<" not in parts
        assert b"5a ebulon" not in parts
        assert not file.path.endswith("fair.svg")


SETTINGS = """
site_author: Zebulon Quarrington
site_description: The school of Z*e*bulon
copyright: by <b>Zeb</b>ulon
extra:
  social: [{icon: material/star, link: "https://x.example/zebulon.quarrington", name: Zebulon}]
"""
FRONT = "---\ntitle: By Z&#101;bulon\ntags: [Zebulon]\nauthor: Zebulon Quarrington\n---\n# News\n"


def test_settings_and_front_matter_that_name_somebody_cost_the_name_alone(tmp_path: Path) -> None:
    write(tmp_path, {**SCHOOL_FILES, "mkdocs.yml": MKDOCS + SETTINGS, "docs/news.md": FRONT})

    assert api.check_site(BuildRequest(root=tmp_path, today=TODAY)).is_clean
    build(tmp_path)

    assert (tmp_path / "site/news/index.html").is_file()
    for file in read_built_files(tmp_path / "site"):
        assert b"zebulon" not in b" ".join([file.raw, *file.texts]).lower()


ODD_NAMES = {
    b"caf\xe9.md": b"# Caf\xe9\n",
    b"caf\xe9.png": PNG,
    b"caf\xe9/menu.md": b"# Menu\n",
}
"""In another encoding than UTF-8."""


@pytest.mark.skipif(os.name == "nt", reason="names there consist of characters")
def test_what_has_an_odd_name_or_leads_nowhere_is_told_at_its_place_and_costs_itself(
    tmp_path: Path,
) -> None:
    write(tmp_path, {**SCHOOL_FILES, "docs/news.md": "# News\n"})
    for name, content in ODD_NAMES.items():
        file = tmp_path / "docs" / os.fsdecode(name)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
    nowhere = ("nowhere.md", "nowhere.png", "nowhere")
    for link in nowhere:
        (tmp_path / "docs" / link).symlink_to("not-here")

    report = api.build_site(
        BuildRequest(root=tmp_path, today=TODAY, is_searchable=False, keep_going=True)
    )

    odd = {f"docs/{name.decode('utf-8', 'replace')}" for name in ODD_NAMES}
    expected = odd | {f"docs/{link}" for link in nowhere}
    assert {each.at.path for each in report.diagnostics} == expected
    assert set(report.left_out) == expected
    assert (tmp_path / "site/news/index.html").is_file()


DEEP = "[" * 100_000 + "]" * 100_000
TOO_DEEP: dict[str, Files] = {
    "docs/deep.md": {"docs/deep.md": f"---\nnames: {DEEP}\n---\n# Deep\n"},
    "mkdocs.yml": {
        "mkdocs.yml": f"site_name: x\ntheme: {{name: material}}\nexclude_docs: x\ny: {DEEP}\n"
    },
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("path", TOO_DEEP)
def test_what_is_nested_without_end_is_told_at_once(tmp_path: Path, path: str) -> None:
    """Wherever somebody reads it: what is excluded, and whose names are words."""
    write(tmp_path, {**SCHOOL_FILES, **TOO_DEEP[path]})

    report = api.build_site(BuildRequest(root=tmp_path, today=TODAY, is_searchable=False))

    assert [(each.at.path, str(each.rule)) for each in report.diagnostics] == [(path, "too-deep")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_nobody_waits_for_a_pipe_among_the_pages(tmp_path: Path) -> None:
    write(tmp_path, SCHOOL_FILES)
    os.mkfifo(tmp_path / "docs/news.md")

    assert not api.check_site(BuildRequest(root=tmp_path, today=TODAY)).is_clean
    build(tmp_path)
