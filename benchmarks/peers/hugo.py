"""A school as a Hugo project: a section for each learner, the competencies as a taxonomy.

Hugo's own templates make the pages of learners and competencies. `hugo-search` also writes a JSON
index of all text. `hugo-segments` is told by hand which pages one change touches: the learner's,
the competencies of their work, and the front page; it still reads everything.
"""

import json
from pathlib import Path

from peers.project import Peer, put, put_own_files, put_pictures
from peers.reading import Learner, SchoolContent, Work, rewrite_links

HUGO = "lib/*/site-packages/hugo/binaries/hugo*"
"""The program itself, without the Python script that starts it."""


def convert(school: SchoolContent, project: Path) -> None:
    """Write the project."""
    content = project / "content"
    put_own_files("hugo", project)
    put_pictures(school, project / "static/assets")
    put(content / "_index.md", _front({"title": "Portfolios"}))
    put(content / "learners/_index.md", _front({"title": "Learners"}))
    put(content / "competencies/_index.md", _front({"title": "Competencies"}))
    for competency in school.competencies:
        facts: dict[str, object] = {
            "title": competency.title,
            "area": competency.area,
            "statement": competency.statement,
            "requires": competency.requires,
            "levels": [{"level": level, "text": text} for level, text in competency.levels],
        }
        put(content / "competencies" / competency.id / "_index.md", _front(facts))
    for learner in school.learners.values():
        _put_learner(learner, content / "learners" / learner.id)


def _put_learner(learner: Learner, folder: Path) -> None:
    put(
        folder / "_index.md", _front({"title": learner.name, "group": learner.group}, learner.about)
    )
    for work in learner.works:
        put(folder / "evidence" / f"{work.stem}.md", _evidence(work))


def _evidence(work: Work) -> str:
    codes = ", ".join(code for code, _ in work.ratings)
    ratings = ", ".join(f"{code}: {level}" for code, level in work.ratings)
    body = rewrite_links(
        work.body,
        photo="/NAME",
        competency="/competencies/NAME/",
        own_page="../../",
        earlier="../NAME/",
    )
    return (
        f"---\n{work.facts}assessor: {work.assessor}\ncompetencies: [{codes}]\n"
        f"ratings: {{{ratings}}}\n---\n{body}"
    )


def _front(facts: dict[str, object], body: str = "") -> str:
    # JSON is YAML too.
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in facts.items())
    return f"---\n{''.join(lines)}---\n{body}\n"


def _segment(school: SchoolContent, project: Path, learner: str) -> tuple[str, ...]:
    codes = {code for work in school.learners[learner].works[-1:] for code, _ in work.ratings}
    touched = ",".join(f"/competencies/{code}" for code in sorted(codes))
    put(
        project / "segment.yaml",
        "outputs: {home: [html]}\nsegments:\n  one:\n    includes:\n"
        f'      - path: "{{/learners/{learner},/learners/{learner}/**}}"\n'
        f'      - path: "{{{touched}}}"\n'
        "      - kind: home\n",
    )
    return ("--config", "hugo.yaml,segment.yaml", "--renderSegments", "one")


def _command(site: str, *more: str) -> Peer:
    def command(installed: Path) -> tuple[str, ...]:
        (program,) = (file for file in installed.glob(HUGO) if file.is_file())
        return (str(program), "--quiet", "--destination", site, *more)

    is_segment = site == "public-segments"
    return Peer(
        kind="hugo",
        convert=convert,
        command=command,
        site=site,
        after_change=_segment if is_segment else None,
    )


PEERS = {
    "hugo": _command("public"),
    "hugo-search": _command("public-search", "--config", "hugo.yaml,search.yaml"),
    "hugo-segments": _command("public-segments"),
}
