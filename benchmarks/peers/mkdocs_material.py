"""A school as a project of MkDocs with Material, learners out of the navigation (`not_in_nav`).

That is its fast form: with every learner in the navigation each page holds a line for each of them.
MkDocs makes pages from files only, so those of learners and competencies are written here as
Markdown. What that costs is not in its times.
"""

from pathlib import Path

from peers.project import Peer, put, put_own_files, put_pictures
from peers.reading import Competency, Learner, SchoolContent, Work, rewrite_links


def convert(school: SchoolContent, project: Path) -> None:
    """Write the project."""
    docs = project / "docs"
    titles = {competency.id: competency.title for competency in school.competencies}
    shown = school.shown()
    put_own_files("mkdocs", project)
    put_pictures(school, docs / "assets")
    for learner in school.learners.values():
        folder = docs / "learners" / learner.id
        put(folder / "index.md", _learner(learner, titles))
        for work in learner.works:
            put(folder / "evidence" / f"{work.stem}.md", _evidence(work))
    for competency in school.competencies:
        put(
            docs / "competencies" / f"{competency.id}.md",
            _competency(competency, titles, shown[competency.id]),
        )
    learners = [
        f"- [{learner.name}](learners/{learner.id}/index.md) "
        f"({learner.group}, {len(learner.works)})"
        for learner in school.learners.values()
    ]
    listed = [
        f"- [{competency.title}](competencies/{competency.id}.md) ({len(shown[competency.id])})"
        for competency in school.competencies
    ]
    pieces = sum(len(learner.works) for learner in school.learners.values())
    put(
        docs / "index.md",
        _lines(
            "# Portfolios",
            f"{len(learners)} learners, {pieces} pieces of evidence.",
            "## Learners",
            "\n".join(learners),
            "## Competencies",
            "\n".join(listed),
        ),
    )
    put(
        docs / "learners/index.md",
        _lines("# Learners", "All are on the [first page](../index.md)."),
    )
    inside = "\n".join(line.replace("(competencies/", "(") for line in listed)
    put(docs / "competencies/index.md", _lines("# Competencies", inside))


def _lines(*blocks: str) -> str:
    return "\n\n".join(blocks) + "\n"


def _evidence(work: Work) -> str:
    rated = "".join(f"  - id: {code}\n    rating: {level}\n" for code, level in work.ratings)
    body = rewrite_links(
        work.body,
        photo="../../../NAME",
        competency="../../../competencies/NAME.md",
        own_page="../index.md",
        earlier="NAME.md",
    )
    return f"---\n{work.facts}assessor: {work.assessor}\ncompetencies:\n{rated}---\n{body}"


def _learner(learner: Learner, titles: dict[str, str]) -> str:
    evidence = [
        f"| {work.on} | [{work.title}](evidence/{work.stem}.md) | {work.kind} | {work.assessor} |"
        for work in learner.works
    ]
    ratings = [
        f"| [{titles[code]}](../../competencies/{code}.md) | {best} | {count} | {last} |"
        for code, (best, count, last) in learner.best().items()
    ]
    return _lines(
        f"---\ntitle: {learner.name}\n---",
        f"{learner.group} House.",
        learner.about,
        "## Evidence",
        _table("| Date | Evidence | Kind | Assessor |", evidence),
        "## Ratings",
        _table("| Competency | Best | Shown | Last |", ratings),
    )


def _competency(
    competency: Competency, titles: dict[str, str], shown: list[tuple[int, Learner, Work]]
) -> str:
    before = ", ".join(f"[{titles[code]}]({code}.md)" for code in competency.requires)
    levels = [f"| {level} | {text} |" for level, text in competency.levels]
    rows = [
        f"| [{learner.name}](../learners/{learner.id}/index.md) "
        f"| [{work.title}](../learners/{learner.id}/evidence/{work.stem}.md) "
        f"| {level} | {work.on} |"
        for level, learner, work in shown
    ]
    return _lines(
        f"---\ntitle: {competency.title}\n---",
        f"*{competency.area}.* {competency.statement}",
        f"Requires {before}." if before else "Requires nothing.",
        "## Levels",
        _table("| Level | What it looks like |", levels),
        "## Shown by",
        _table("| Learner | Evidence | Rating | Date |", rows),
    )


def _table(head: str, rows: list[str]) -> str:
    return "\n".join([head, "| --- " * (head.count("|") - 1) + "|", *rows])


def _peer(settings: str, site: str) -> Peer:
    def command(installed: Path) -> tuple[str, ...]:
        program = str(installed / "bin/mkdocs")
        return (program, "build", "--quiet", "--config-file", settings, "--site-dir", site)

    return Peer(kind="mkdocs", convert=convert, command=command, site=site)


PEERS = {
    "mkdocs": _peer("mkdocs.yml", "site"),
    "mkdocs-nosearch": _peer("nosearch.yml", "site-nosearch"),
}
