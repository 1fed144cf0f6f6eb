"""`wayfolio import`: drafts a school's files from other programs' files.

Importing a second time changes nothing: what is there already is recognized, and kept.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from wayfolio.authoring.free_names import propose_id
from wayfolio.authoring.new import AuthoringSession, WrittenFiles
from wayfolio.load.attachments import NotAPicture, load_photo
from wayfolio.load.files import Folder
from wayfolio.load.framework_importers import (
    read_canvas_outcomes,
    read_case_package,
    read_slate_map,
)
from wayfolio.load.insertion_point import find_insertion_point
from wayfolio.load.portfolio import find_unfit_id
from wayfolio.load.roster_importers import (
    read_group_list,
    read_learner_list,
    read_one_roster,
    read_photo_sheet,
)
from wayfolio.model.imported_frameworks import Outline, PhotoRow, RosterRow
from wayfolio.model.names import GroupId, PathwayId
from wayfolio.school.lookup import require_known
from wayfolio.write import texts
from wayfolio.write.drafts import Draft
from wayfolio.write.files import NotWritten, add_lines
from wayfolio.write.frameworks import framework_text
from wayfolio.write.learners import NotTheUsualForm, learner_text, set_group

FRAMEWORKS = {"slate": read_slate_map, "canvas": read_canvas_outcomes, "case": read_case_package}


def draft_framework(
    session: AuthoringSession, kind: str, file: Path, options: Mapping[str, Any]
) -> Draft:
    """Draft a framework's file. Errors: NotReadable, NotWritten, UnknownId."""
    outline = FRAMEWORKS[kind](file)
    name = options.get("id") or texts.slug(outline.title)
    catalogue = session.school.catalogue
    scales = list(catalogue.scales)
    scale = options.get("scale") or (scales[0] if len(scales) == 1 else None)
    if scale is None:
        raise NotWritten(f"which scale is it rated on? --scale NAME (known: {', '.join(scales)})")
    require_known(scale, "scale", scales)
    stages = _stages(session, options.get("pathway"))
    draft = Draft(session.root)
    path = f"competencies/frameworks/{name}.yml"
    content = framework_text(name, outline, scale, options.get("policy") or "continuum", stages)
    _put_framework(draft, path, content, outline, replaces=bool(options.get("replace")))
    for line in outline.left:
        draft.report.leave(line)
    return draft


def _put_framework(
    draft: Draft, path: str, content: bytes, outline: Outline, *, replaces: bool
) -> None:
    held = draft.now(path)
    if held not in (None, content) and not replaces:
        draft.report.leave(f"{path} is there and differs: look at it, or import with --replace")
    elif draft.put(path, content):
        report = draft.report.change if held else draft.report.take
        report(_summarize_outline(path, outline))


def _stages(session: AuthoringSession, pathway: str | None) -> tuple[str, Sequence[str]] | None:
    if pathway is None:
        return None
    pathways = session.school.catalogue.pathways
    require_known(pathway, "pathway", pathways)
    return pathway, [stage.code for stage in pathways[PathwayId(pathway)].stages]


def _summarize_outline(path: str, outline: Outline) -> str:
    competencies = [c for area in outline.areas for c in area.competencies]
    skills = sum(len(c.skills) for c in competencies)
    return f"{path}: {len(outline.areas)} areas, {len(competencies)} competencies, {skills} skills"


def draft_learners(
    session: AuthoringSession, kind: str, source: Path, usual_group: str | None
) -> Draft:
    """Draft new learners' files, and the moves of known learners to other groups.

    `usual_group`: the group of a row that names none.
    """
    rows = read_learner_list(source) if kind == "learners" else read_one_roster(source)
    draft = Draft(session.root)
    for row in rows:
        _draft_learner(session, row, row.group or usual_group, draft)
    listed = {row.name.casefold() for row in rows} | {row.id for row in rows}
    for learner, file in session.school.roster.learners.items():
        if not {file.name.full.casefold(), learner} & listed:
            draft.report.leave(f"{learner} is not in the list, and stays as they are")
    return draft


def _draft_learner(
    session: AuthoringSession, row: RosterRow, group_name: str | None, draft: Draft
) -> None:
    group = _find_group(session, group_name or "")
    if group is None:
        name = group_name or "(none)"
        draft.report.leave(f"{row.name}: the school has no group {name} (wayfolio import groups)")
        return
    known = _find_learners(session, row)
    if len(known) > 1:
        draft.report.leave(f"{row.name}: several learners are called so ({', '.join(known)})")
    elif known:
        _draft_move(session, known[0], group, draft)
    else:
        _draft_new_learner(session, row, group, draft)


def _find_group(session: AuthoringSession, name: str) -> GroupId | None:
    """Return the group with an id or, failing that, a title."""
    groups = session.school.catalogue.school.groups
    slug = texts.slug(name)
    by_id = (group.id for group in groups if group.id == slug)
    by_title = (group.id for group in groups if texts.slug(str(group.title)) == slug)
    return next(by_id, None) or next(by_title, None)


def _find_learners(session: AuthoringSession, row: RosterRow) -> list[str]:
    learners = session.school.roster.learners
    if row.id is not None:
        return [who for who in learners if who == row.id]
    return [who for who, f in learners.items() if f.name.full.casefold() == row.name.casefold()]


def _draft_move(session: AuthoringSession, learner: str, group: GroupId, draft: Draft) -> None:
    path = f"portfolios/{learner}/learner.yml"
    files = {str(who): file for who, file in session.school.roster.learners.items()}
    if files[learner].group == group:
        return
    text = (draft.now(path) or b"").decode()
    try:
        draft.put(path, set_group(text, group).encode())
        draft.report.change(f"{learner}: from {files[learner].group} to {group}")
    except NotTheUsualForm as other:
        draft.report.leave(f"{path}: {other}")


def _draft_new_learner(
    session: AuthoringSession, row: RosterRow, group: GroupId, draft: Draft
) -> None:
    learner = _free_id(session, row, draft)
    if why := find_unfit_id(learner):
        draft.report.leave(f"{row.name}: {why}")
        return
    pairs = {
        "name": {"full": row.name, "first": row.first},
        "group": group,
        "logins": [row.login] if row.login else [],
        "programmes": session.usual_programmes(group),
    }
    draft.put(f"portfolios/{learner}/learner.yml", learner_text(pairs))
    draft.report.take(f"{learner}: {row.name}, {group}")


def _free_id(session: AuthoringSession, row: RosterRow, draft: Draft) -> str:
    """Return an id: the first name, the whole name, or that with a number, whichever is free."""
    taken = {*session.school.roster.learners, *(Path(p).parts[1] for p in draft.files)}
    if row.id is not None:
        return row.id
    names = propose_id(row.first), propose_id(row.name)
    for name in names:
        if name not in taken:
            return name
    number = 2
    while f"{names[1]}-{number}" in taken:
        number += 1
    return f"{names[1]}-{number}"


SCHOOL = "competencies/school.yml"


def draft_groups(session: AuthoringSession, file: Path) -> Draft:
    """Draft groups at the end of `groups:` in school.yml. Existing groups stay as they are."""
    draft = Draft(session.root)
    groups = session.school.catalogue.school.groups
    known = {str(group.id): str(group.title) for group in groups}
    lines = []
    for row in read_group_list(file):
        name = row.id or texts.slug(row.title)
        within = _group_called(row.within, known) if row.within else None
        if name in known:
            if known[name] != row.title:
                draft.report.leave(f"{name} is there, and is called {known[name]}")
        elif row.within and within is None:
            draft.report.leave(f"{name}: there is no group {row.within} for it to be in")
        else:
            known[name] = row.title
            pairs = {"id": name, "title": row.title, "band": row.band, "in": within}
            lines.append(texts.flow_text(pairs))
            draft.report.take(f"{name}: {row.title}{f', in {within}' if within else ''}")
    _put_groups(session, lines, draft)
    return draft


def _group_called(words: str, known: Mapping[str, str]) -> str | None:
    """Return the id of a group that is named by its id or its title."""
    if words in known:
        return words
    return next((name for name, title in known.items() if title == words), None)


def _put_groups(session: AuthoringSession, lines: Sequence[str], draft: Draft) -> None:
    if not lines:
        return
    place = find_insertion_point(Folder(session.root) / "competencies", "school.yml", "groups")
    if place is None:
        raise NotWritten(f"{SCHOOL}: its groups are not written line by line: add these by hand")
    rows = "".join(f"{' ' * place.indent}- {line}\n" for line in lines)
    text = rows if place.is_there else f"groups:\n{rows}"
    draft.put(SCHOOL, add_lines(draft.now(SCHOOL) or b"", text, place.line))


def draft_photos(session: AuthoringSession, sheet: Path) -> Draft:
    """Draft a piece of evidence for each photograph that a sheet describes."""
    draft = Draft(session.root)
    for row in read_photo_sheet(sheet):
        _draft_photo(session, sheet.parent / row.file, row, draft)
    return draft


def _draft_photo(session: AuthoringSession, file: Path, row: PhotoRow, draft: Draft) -> None:
    if row.learner not in session.school.roster.learners:
        draft.report.leave(f"{row.file}: there is no learner {row.learner}")
        return
    folder = f"portfolios/{row.learner}/evidence"
    stem = f"{row.date}-{texts.slug(row.title)}"
    if draft.now(f"{folder}/{stem}.md") is not None:
        draft.report.leave(f"{row.file}: {folder}/{stem}.md is there already")
        return
    try:
        content = load_photo(file)
    except NotAPicture as refused:
        draft.report.leave(str(refused))
        return
    name = f"{stem}.webp"
    facts = {
        "title": row.title,
        "date": date.fromisoformat(row.date),
        "kind": "artifact",
        "shows": row.shows,
        "files": [{"path": name, "alt": row.alt}],
        "visibility": "family",
    }
    draft.put(f"{folder}/{name}", content)
    body = row.text or row.title
    draft.put(f"{folder}/{stem}.md", texts.evidence_text(texts.evidence_pairs(facts), body))
    draft.report.take(f"{folder}/{stem}.md")


def write_import(session: AuthoringSession, draft: Draft) -> WrittenFiles:
    """Write a draft, and check it. If it holds errors, take it back and return them."""
    if not draft.files:
        return WrittenFiles()
    learners = {Path(p).parts[1] for p in draft.files if p.startswith("portfolios/")}
    return session.check_written(draft.write(), sorted(learners))
